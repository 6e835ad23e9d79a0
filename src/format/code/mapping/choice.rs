//! The effects of branching constructs: their branches, the results of the bodies, and the statements after them.

use tree_sitter::Node;

use super::super::lowering::{Assignment, Call, Fork, Shape, Switch};
use super::super::reader::span;
use super::lower::Lower;
use crate::format::logic::{Arm, Choice, Constant, Expression, Following, Outcome, Receiver};
use crate::model::Located;

/// Maximum nesting of blocks around a body (`case 1: { … }`).
const MOST_BLOCKS: usize = 4;
/// Maximum number of branches; longer chains are tables of data.
const MOST_BRANCHES: usize = 200;

impl<'t> Lower<'_, 't> {
    /// The effect of a body. `is_value`: its last expression is the result.
    pub fn outcome(&self, body: &[Node<'t>], is_value: bool) -> Outcome {
        let mut outcome = Outcome::default();
        for node in body {
            self.statement(*node, &mut outcome, MOST_BLOCKS, is_value);
        }
        outcome
    }

    fn statement(&self, node: Node<'t>, outcome: &mut Outcome, left_over: usize, is_value: bool) {
        match self.shape(node) {
            Shape::Block(children) | Shape::Body(children) if left_over > 0 => {
                for child in children {
                    self.statement(child, outcome, left_over - 1, is_value);
                }
            }
            Shape::Wrapper(inner) if left_over > 0 => {
                self.statement(inner, outcome, left_over - 1, is_value);
            }
            Shape::Statement(inner) => self.result(inner, outcome, is_value),
            Shape::Return(value) => {
                // A bare return yields nothing.
                if let Some(value) = value {
                    outcome.yields(Receiver::Return, self.constant(value));
                }
                outcome.leaves = true;
            }
            Shape::Yield(value) => {
                let stated = value.and_then(|value| self.constant(value));
                outcome.yields(Receiver::Value, stated);
            }
            Shape::Print(value) => {
                let stated = value.and_then(|value| self.constant(value));
                outcome.yields(Receiver::Named("echo".into()), stated);
            }
            Shape::Throw | Shape::Skip => outcome.leaves = true,
            Shape::Declaration(declaration) => {
                if let Some(name) = declaration.name {
                    let name = self.reader.text(name).to_owned();
                    let stated = match declaration.value {
                        Some(value) => self.constant(value),
                        // let g;
                        None => Some(Constant::text(Located::implied(String::new()))),
                    };
                    outcome.yields(Receiver::Named(name), stated);
                }
            }
            Shape::Idle => {}
            Shape::If(..) | Shape::Switch(_) | Shape::Tangle => outcome.tangled = true,
            _ => self.result(node, outcome, is_value),
        }
    }

    /// The effect of an expression used as a statement.
    fn result(&self, node: Node<'t>, outcome: &mut Outcome, is_value: bool) {
        match self.shape(node) {
            Shape::Throw | Shape::Skip => outcome.leaves = true,
            Shape::Assignment(Assignment {
                target: Some(target),
                value: Some(value),
                compound,
                ..
            }) => {
                let Some(name) = self.target_name(target) else {
                    return;
                };
                let receiver = Receiver::Named(name);
                let stated = self.constant(value);
                // text += "Sehr geehrte Frau "; text += name;
                let adds = matches!(
                    self.reader.between(target, value).trim(),
                    "+=" | ".=" | "&="
                );
                if adds && outcome.adds(receiver.clone(), stated.clone()) {
                    return;
                }
                match compound {
                    true => outcome.yields(Receiver::Value, None),
                    false => outcome.yields(receiver, stated),
                }
            }
            // text << "Sehr geehrte Frau "
            Shape::Binary(target, "<<", value) => {
                let receiver = self.target_name(target).map(Receiver::Named);
                let stated = self.constant(value);
                if !receiver.is_some_and(|receiver| outcome.adds(receiver, stated)) {
                    outcome.yields(Receiver::Value, None);
                }
            }
            Shape::Call(call) => {
                let name = self.reader.text(call.name);
                // raise is a method in Ruby.
                if call.receiver.is_none() && matches!(name, "raise" | "fail" | "error" | "TODO") {
                    outcome.leaves = true;
                    return;
                }
                match (self.constant(node), call.arguments.as_slice()) {
                    // sb.append("Sehr geehrte Frau ").append(name)
                    (None, [_]) if !is_value && self.composes(&call, outcome) => {}
                    (Some(value), _) => outcome.yields(Receiver::Value, Some(value)),
                    // The result of a call inside an expression is unknown.
                    (None, [.., last]) if !is_value && call.arguments.len() <= 2 => {
                        let name = self.recipient(&call, *last);
                        outcome.yields(Receiver::Named(name), self.constant(*last));
                    }
                    (None, _) => outcome.yields(Receiver::Value, None),
                }
            }
            _ => outcome.yields(Receiver::Value, self.constant(node)),
        }
    }

    /// Adds the pieces that a call and those it is chained to append to a text; `false` if no text is stated.
    fn composes(&self, call: &Call<'t>, outcome: &mut Outcome) -> bool {
        const APPENDING: &[&str] = &[
            "append",
            "Append",
            "appendLine",
            "AppendLine",
            "write",
            "Write",
            "writeln",
            "print",
            "println",
            "concat",
            "WriteString",
        ];
        /// Longer chains write whole documents.
        const MOST_LINKS: usize = 24;
        let mut pieces = Vec::new();
        let receiver = Receiver::Named(self.reader.text(call.name).to_owned());
        let (mut name, mut arguments, mut before) =
            (call.name, call.arguments.clone(), call.receiver);
        for _ in 0..MOST_LINKS {
            if !APPENDING.contains(&self.reader.text(name)) {
                break;
            }
            let [piece] = arguments.as_slice() else {
                break;
            };
            pieces.push(self.constant(*piece));
            let Some(Shape::Call(inner)) = before.map(|before| self.shape(before)) else {
                break;
            };
            (name, arguments, before) = (inner.name, inner.arguments, inner.receiver);
        }
        let mut composed = false;
        for piece in pieces.into_iter().rev() {
            let is_added = outcome.adds(receiver.clone(), piece);
            if !is_added && !composed {
                outcome.yields(receiver.clone(), None);
            }
            composed |= is_added;
        }
        composed
    }

    /// The name under which a call stores a value: that of the setter, the key or the control.
    pub fn recipient(&self, call: &Call<'t>, value: Node<'t>) -> String {
        const GENERIC: &[&str] = &[
            "setValue",
            "patchValue",
            "set",
            "val",
            "next",
            "setText",
            "setSelectedItem",
            "put",
            "emit",
        ];
        let name = self.reader.text(call.name);
        // row.put("anrede", …), statement.setString("geschlecht", …)
        if let Some(first) = call
            .arguments
            .first()
            .filter(|first| first.id() != value.id())
            && let Some(key) = self.constant(*first).filter(Constant::is_literal)
        {
            return key.text.value;
        }
        if !GENERIC.contains(&name) {
            return name.to_owned();
        }
        // form.get("geschlecht").setValue(…), controls["geschlecht"].setValue(…), geschlecht.set(…)
        let named = call
            .receiver
            .and_then(|receiver| match self.call(receiver) {
                Some(inner) => self
                    .constant(*inner.arguments.first()?)
                    .map(|key| key.text.value),
                None => self.target_name(receiver),
            });
        named.unwrap_or_else(|| name.to_owned())
    }

    /// The name of an assignment's target: the last part, without sigils.
    pub fn target_name(&self, target: Node<'t>) -> Option<String> {
        let (_, shape) = self.bare(target);
        let name = match shape {
            Shape::Index(_, index) => return self.constant(index).map(|key| key.text.value),
            // Ruby: self.geschlecht = …
            Shape::Call(call) => call.name,
            Shape::Member(_, name) => name,
            _ => return None,
        };
        Some(
            self.reader
                .text(name)
                .trim_start_matches(['@', '$'])
                .to_owned(),
        )
    }

    /// The choice at a node, with the nodes that belong to it and are not read again.
    pub fn choice(&self, node: Node<'t>, shape: Shape<'t>) -> Option<(Choice, Vec<Node<'t>>)> {
        let mut choice = Choice::new(!matches!(shape, Shape::Conditional(..)), span(node));
        let parts = match shape {
            Shape::If(..) | Shape::Conditional(..) => self.chain(shape, &mut choice)?,
            Shape::Switch(switch) => {
                self.switch(&switch, &mut choice);
                Vec::new()
            }
            _ => return None,
        };
        choice.is_readable().then_some((choice, parts))
    }

    fn chain(&self, shape: Shape<'t>, choice: &mut Choice) -> Option<Vec<Node<'t>>> {
        let is_value = matches!(shape, Shape::Conditional(..));
        let mut parts = Vec::new();
        let mut current = shape;
        loop {
            let (forks, otherwise) = match current {
                Shape::If(forks, otherwise) => (forks, otherwise),
                Shape::Conditional(fork, otherwise) => (vec![fork], otherwise),
                _ => return None,
            };
            for fork in forks {
                choice.arms.push(self.arm(&fork, is_value));
            }
            if choice.arms.len() > MOST_BRANCHES {
                return None;
            }
            let Some(otherwise) = otherwise else { break };
            let (inner, shape) = self.bare(otherwise);
            match (&shape, is_value) {
                (Shape::If(..), false) | (Shape::Conditional(..), true) => {
                    parts.push(inner);
                    current = shape;
                }
                _ => {
                    choice.otherwise = Some(self.outcome(&[otherwise], is_value));
                    break;
                }
            }
        }
        Some(parts)
    }

    fn arm(&self, fork: &Fork<'t>, is_value: bool) -> Arm {
        let condition = self.expression(fork.condition).negated_if(fork.negated);
        let body: Vec<Node<'t>> = fork.then.into_iter().collect();
        Arm::new(condition, self.outcome(&body, is_value), span(fork.node))
    }

    fn switch(&self, switch: &Switch<'t>, choice: &mut Choice) {
        choice.is_statement = switch.is_statement;
        let subject = switch.subject.map(|subject| self.subject(subject));
        // `switch (true)` tests its labels.
        let subject = subject.filter(
            |subject| !matches!(subject, Expression::Literal(truth) if truth.text.value == "true"),
        );
        // Labels without a body share the next one.
        let mut labels: Vec<Node<'t>> = Vec::new();
        let (mut default, mut guarded) = (false, false);
        for clause in &switch.clauses {
            default |= clause.default;
            guarded |= clause.guarded;
            for label in &clause.labels {
                if self.reader.text(*label) == "default" {
                    default = true;
                } else if !clause.guarded {
                    labels.push(*label);
                }
            }
            if clause.body.is_empty() {
                continue;
            }
            let is_value = !switch.is_statement;
            let outcome = self.outcome(&clause.body, is_value);
            let conditions = self.conditions(subject.as_ref(), &std::mem::take(&mut labels));
            for condition in conditions {
                choice
                    .arms
                    .push(Arm::new(condition, outcome.clone(), choice.span));
            }
            if std::mem::take(&mut guarded) {
                let guard = Expression::unknown();
                let condition = match &subject {
                    Some(subject) => subject.clone().one_of(vec![guard]),
                    None => guard,
                };
                choice
                    .arms
                    .push(Arm::new(condition, Outcome::default(), choice.span));
            }
            if std::mem::take(&mut default) {
                choice.otherwise = Some(outcome);
            }
        }
    }

    /// The subject of a switch; for a declaration (`when (val g = person.geschlecht)`), its value.
    fn subject(&self, node: Node<'t>) -> Expression {
        match self.bare(node) {
            (_, Shape::Declaration(declaration)) => match declaration.value {
                Some(value) => self.expression(value),
                None => Expression::unknown(),
            },
            _ => self.expression(node),
        }
    }

    /// When a case is taken.
    fn conditions(&self, subject: Option<&Expression>, labels: &[Node<'t>]) -> Vec<Expression> {
        let Some(subject) = subject else {
            let conditions = labels.iter().map(|label| self.expression(*label));
            return conditions
                .reduce(|left, right| Expression::Or(Box::new(left), Box::new(right)))
                .into_iter()
                .collect();
        };
        let (known, understood) = self.labels(labels);
        let mut conditions = Vec::new();
        if !known.is_empty() {
            conditions.push(subject.clone().one_of(known));
        }
        if !understood {
            conditions.push(subject.clone().one_of(vec![Expression::unknown()]));
        }
        conditions
    }

    /// The statements after a node in the same block, lowered lazily.
    pub fn following(&self, node: Node<'t>) -> impl Iterator<Item = (Node<'t>, Following)> {
        let mut next = next_statement(node);
        std::iter::from_fn(move || {
            let node = next?;
            next = next_statement(node);
            let shape = self.shape(node);
            if matches!(shape, Shape::If(..) | Shape::Switch(_))
                && let Some((choice, _)) = self.choice(node, shape)
            {
                return Some((node, Following::Choice(choice)));
            }
            let outcome = self.outcome(&[node], false);
            let last = next.is_none();
            Some((node, Following::Outcome { outcome, last }))
        })
    }

    /// The effect of the statement before a node.
    pub fn before(&self, node: Node<'t>) -> Option<Outcome> {
        let mut previous = node.prev_named_sibling()?;
        while previous.kind().contains("comment") {
            previous = previous.prev_named_sibling()?;
        }
        Some(self.outcome(&[previous], false))
    }
}

/// The statement after a statement.
pub fn next_statement(node: Node<'_>) -> Option<Node<'_>> {
    let mut next = node.next_named_sibling()?;
    while next.kind().contains("comment") {
        next = next.next_named_sibling()?;
    }
    Some(next)
}
