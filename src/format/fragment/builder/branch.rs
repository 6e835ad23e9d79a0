//! Branches of a template: alternatives, repetitions, and what they open without closing it.

use std::rc::Rc;

use super::{Builder, Open};
use crate::format::fragment::attributes::{Attributes, Condition};
use crate::format::fragment::element::may_stay_open;
use crate::model::{Branch, BranchId, HOLE};

/// What a statement starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// A condition.
    If,
    /// A choice whose first case is still to come.
    Switch,
    /// A loop.
    Loop,
    /// Anything else that needs an end, such as content that another template may replace.
    Block,
    /// A helper that prints something around its content.
    Wrap,
}

/// What a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The matching start.
    Of(Begin),
    /// The most recent start.
    Any,
}

/// An open branch.
pub(super) struct Frame {
    begin: Begin,
    choice: u32,
    pub(super) branch: BranchId,
    /// The elements open before it.
    pub(super) before: Rc<Open>,
    /// The elements that a previous case left open, if they differ.
    result: Option<Rc<Open>>,
}

impl Frame {
    /// Whether its content is inside `open`: the content of a helper, shown in place.
    pub(super) fn wraps(&self, open: &Open) -> bool {
        let around = open.around.as_ref();
        self.begin == Begin::Wrap && around.is_some_and(|around| Rc::ptr_eq(&self.before, around))
    }
}

/// Maximum nesting; deeper branches are not distinguished.
const MOST_FRAMES: usize = 256;

impl Builder {
    /// The innermost branch at the current position.
    pub(super) fn branch(&self) -> Option<BranchId> {
        match self.frames.last() {
            Some(frame) if frame.before.depth >= self.open.depth => Some(frame.branch),
            _ => self.open.branch,
        }
    }

    /// A new branch for an element with its own condition, or else the current one.
    pub(super) fn branch_of(&mut self, attributes: &Attributes, around: &Open) -> Option<BranchId> {
        let current = self.branch();
        let Some(condition) = attributes.condition else {
            return current;
        };
        let choice = match (condition, around.choice.get()) {
            (Condition::Else, Some(choice)) => choice,
            _ => self.next_choice(),
        };
        around.choice.set(Some(choice));
        Some(self.unknowns.add_branch(Branch {
            around: current,
            choice,
            repeated: condition == Condition::Loop,
        }))
    }

    /// Starts a branch.
    pub fn begin(&mut self, begin: Begin) {
        if self.frames.len() >= MOST_FRAMES {
            self.exceeded = true;
            return;
        }
        if matches!(begin, Begin::Block | Begin::Wrap) {
            let node = self.open.node;
            self.unknowns.of_mut(node).content = true;
            self.append_text(node, &HOLE.to_string());
        }
        let choice = self.next_choice();
        let branch = self.add_branch(choice, begin);
        self.frames.push(Frame {
            begin,
            choice,
            branch,
            before: Rc::clone(&self.open),
            result: None,
        });
        if begin == Begin::Wrap {
            self.begin_elsewhere();
        }
    }

    fn add_branch(&mut self, choice: u32, begin: Begin) -> BranchId {
        let around = self.branch();
        self.unknowns.add_branch(Branch {
            around,
            choice,
            repeated: matches!(begin, Begin::Loop | Begin::Wrap),
        })
    }

    /// Starts the next case of the innermost branch.
    pub fn otherwise(&mut self) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        self.end_case(&mut frame);
        self.open = Rc::clone(&frame.before);
        frame.branch = self.add_branch(frame.choice, frame.begin);
        self.frames.push(frame);
    }

    /// Ends a branch.
    pub fn finish_branch(&mut self, end: End) {
        let fits = |frame: &Frame| match end {
            End::Any => true,
            // Handlebars ends both with the same statement.
            End::Of(Begin::If) => matches!(frame.begin, Begin::If | Begin::Wrap),
            // So does Jinja for a recursive loop.
            End::Of(Begin::Loop) => matches!(frame.begin, Begin::Loop | Begin::Wrap),
            End::Of(begin) => frame.begin == begin,
        };
        let Some(at) = self.frames.iter().rposition(fits) else {
            return;
        };
        while self.frames.len() > at {
            let Some(mut frame) = self.frames.pop() else {
                return;
            };
            self.end_case(&mut frame);
            if let Some(result) = frame.result {
                self.open = result;
            }
        }
    }

    /// Handles a case that opens elements without closing them, or closes elements around it: their content is unknown.
    fn end_case(&mut self, frame: &mut Frame) {
        while self.implied && self.open.depth > frame.before.depth && may_stay_open(&self.open.name)
        {
            match self.open.around.clone() {
                Some(around) => self.open = around,
                None => break,
            }
        }
        if frame.begin == Begin::Wrap
            && self.open.is_elsewhere()
            && let Some(around) = self.open.around.clone()
            && Rc::ptr_eq(&frame.before, &around)
        {
            self.open = around;
        }
        if Rc::ptr_eq(&frame.before, &self.open) {
            return;
        }
        frame.result = Some(Rc::clone(&self.open));
        let mut before = Rc::clone(&frame.before);
        let mut after = Rc::clone(&self.open);
        while !Rc::ptr_eq(&before, &after) {
            let deeper = match before.depth > after.depth {
                true => &mut before,
                false => &mut after,
            };
            let node = deeper.node;
            let Some(around) = deeper.around.clone() else {
                break;
            };
            *deeper = around;
            self.unknowns.of_mut(node).content = true;
            self.append_text(node, &HOLE.to_string());
            self.scattered.insert(node);
        }
        self.scattered.insert(before.node);
    }
}
