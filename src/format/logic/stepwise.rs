//! Choices written statement by statement (`IF … ELSEIF … ENDIF`, `Select Case … End Select`), in languages that are
//! parsed without a tree.

use super::arms::{Choice, Outcome, Receiver};
use super::expression::{Constant, Expression};
use super::mapping::{self, Context, Target};
use crate::model::{ModelPath, Relation, RelationKind, Span};

/// The open choices, and the mappings of those that ended.
#[derive(Debug, Default)]
pub struct Stepwise {
    open: Vec<Frame>,
    found: Vec<Relation>,
}

/// An open choice.
#[derive(Debug)]
struct Frame {
    /// The expression that all its branches test.
    subject: Option<Expression>,
    path: ModelPath,
    begin: Span,
    /// Conditions with the assignments of their branches; without a condition, the final `else`.
    branches: Vec<(Option<Expression>, Outcome)>,
}

/// More deeply nested choices are not read.
const MOST_DEPTH: usize = 64;
/// A branch with more results than this is not a mapping.
const MOST_TARGETS: usize = 32;

impl Stepwise {
    /// Starts a choice. `subject` is the expression its branches test, if the choice states it.
    pub fn begin(&mut self, subject: Option<Expression>, path: ModelPath, begin: Span) {
        self.open.push(Frame {
            subject,
            path,
            begin,
            branches: Vec::new(),
        });
    }

    /// Starts a branch of the innermost choice; without a condition, the final `else`.
    pub fn branch(&mut self, condition: Option<Expression>) {
        if let Some(frame) = self.open.last_mut() {
            frame.branches.push((condition, Outcome::default()));
        }
    }

    /// Starts a branch for some values of the innermost choice's subject.
    pub fn branch_for(&mut self, values: Vec<Expression>) {
        let subject = self.open.last().and_then(|frame| frame.subject.clone());
        let condition = subject.map_or_else(Expression::unknown, |subject| subject.one_of(values));
        self.branch(Some(condition));
    }

    /// Records a result of the innermost branch; in the outer choices it depends on more than their own subject.
    pub fn assign(&mut self, receiver: &Receiver, value: Option<Constant>) {
        let innermost = self.open.len().saturating_sub(1);
        for (index, frame) in self.open.iter_mut().take(MOST_DEPTH).enumerate() {
            if let Some((_, outcome)) = frame.branches.last_mut()
                && outcome.results.len() < MOST_TARGETS
            {
                let value = value.clone().filter(|_| index == innermost);
                outcome.yields(receiver.clone(), value);
            }
        }
    }

    /// Ends the innermost choice.
    pub fn end(&mut self, end: Span) {
        let deep = self.open.len() > MOST_DEPTH;
        let Some(frame) = self.open.pop().filter(|_| !deep) else {
            return;
        };
        let mut choice = Choice::new(true, frame.begin.to(end));
        for (condition, outcome) in frame.branches {
            choice.add(condition, outcome);
        }
        let target = frame.path.0.last().cloned();
        self.relate(&choice, frame.path, target);
    }

    /// Adds the mappings of a choice. `target` is what receives a value without a named receiver.
    pub fn relate(&mut self, choice: &Choice, path: ModelPath, target: Option<String>) {
        if !choice.is_readable() {
            return;
        }
        let routine = Routine { path, target };
        let mut mappings = mapping::mappings(choice, &routine);
        if mappings.is_empty() {
            mappings.extend(mapping::undecided(choice, &routine));
        }
        let relations = mappings.into_iter().map(|(mapping, span)| Relation {
            kind: RelationKind::Mapping(mapping),
            elements: Vec::new(),
            span,
        });
        self.found.extend(relations);
    }

    /// The mappings found.
    pub fn finish(self) -> Vec<Relation> {
        self.found
    }
}

/// The routine that contains a choice, and what receives its value.
struct Routine {
    path: ModelPath,
    target: Option<String>,
}

impl Context for Routine {
    fn path(&self) -> ModelPath {
        self.path.clone()
    }

    fn target(&self, receiver: &Receiver) -> Target {
        match receiver {
            Receiver::Named(name) => Target::named(name.clone()),
            Receiver::Value | Receiver::Return => {
                Target::named(self.target.clone().unwrap_or_default())
            }
        }
    }
}
