//! What the body of a case yields: a returned literal, an assigned constant.

use tree_sitter::Node;

use super::super::reader::Reader;
use super::call::{Call, call, member, named};
use super::said::{Said, said};

/// Where a result goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// The value of the construct itself.
    Value,
    /// What the function returns.
    Return,
    /// A variable, a property, a setter.
    Named(String),
}

/// What a body does.
#[derive(Default)]
pub struct Outcome {
    /// Literal results by receiver; `None`: it yields something else there.
    pub results: Vec<(Receiver, Option<Said>)>,
    /// It returns or throws: what follows is not reached.
    pub leaves: bool,
    /// It does more than plain statements.
    pub tangled: bool,
}

impl Outcome {
    /// The literal for a receiver. The last one counts.
    pub fn get(&self, receiver: &Receiver) -> Option<&Option<Said>> {
        let mut found = self.results.iter().rev();
        found
            .find(|(name, _)| name == receiver)
            .map(|(_, said)| said)
    }
}

/// Bodies nest this deep at most (`case 1: { … }`).
const MOST_BLOCKS: usize = 4;

/// Reads a body.
pub fn outcome(reader: &Reader<'_>, body: &[Node<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    for node in body {
        statement(reader, *node, &mut outcome, MOST_BLOCKS);
    }
    outcome
}

fn statement(reader: &Reader<'_>, node: Node<'_>, outcome: &mut Outcome, left_over: usize) {
    match node.kind() {
        "block" | "statement_block" | "compound_statement" | "colon_block" | "then" | "else"
        | "body_statement" | "else_clause" | "block_body" | "statement_list"
            if left_over > 0 =>
        {
            for child in named(node) {
                statement(reader, child, outcome, left_over - 1);
            }
        }
        "expression_statement" => {
            if let Some(inner) = named(node).next() {
                expression(reader, inner, outcome);
            }
        }
        "return_statement" | "return_expression" | "return" => {
            let value = named(node).last().map(|value| match value.kind() {
                "argument_list" => named(value).next().unwrap_or(value),
                _ => value,
            });
            let said = value.and_then(|value| said(reader, value));
            // A bare return yields nothing.
            if value.is_some() {
                outcome.results.push((Receiver::Return, said));
            }
            outcome.leaves = true;
        }
        "yield_statement" => {
            let said = named(node).next().and_then(|value| said(reader, value));
            outcome.results.push((Receiver::Value, said));
        }
        "echo_statement" => {
            let said = named(node).next().and_then(|value| said(reader, value));
            outcome.results.push((Receiver::Named("echo".into()), said));
        }
        "throw_statement" | "raise_statement" | "throw_expression" => outcome.leaves = true,
        "local_variable_declaration"
        | "lexical_declaration"
        | "variable_declaration"
        | "local_declaration_statement"
        | "var_declaration"
        | "property_declaration" => {
            if let Some((name, Some(value))) = declared(reader, node) {
                outcome
                    .results
                    .push((Receiver::Named(name), said(reader, value)));
            }
        }
        "break_statement" | "break_expression" | "continue_statement" | "pass_statement"
        | "empty_statement" => {}
        kind if is_tangle(kind) => outcome.tangled = true,
        kind if kind.contains("comment") => {}
        _ => expression(reader, node, outcome),
    }
}

/// Statements that decide or repeat: what comes out is not plain to see.
fn is_tangle(kind: &str) -> bool {
    kind.starts_with("if")
        || kind.starts_with("for")
        || kind.starts_with("while")
        || kind.starts_with("try")
        || kind.starts_with("switch")
        || kind.starts_with("match")
        || matches!(
            kind,
            "when_expression"
                | "case"
                | "case_match"
                | "begin"
                | "unless"
                | "unless_modifier"
                | "do_statement"
        )
}

fn expression(reader: &Reader<'_>, node: Node<'_>, outcome: &mut Outcome) {
    match node.kind() {
        "throw_expression" => outcome.leaves = true,
        "assignment"
        | "assignment_expression"
        | "assignment_statement"
        | "short_var_declaration" => {
            if let (Some(left), Some(right)) = (
                node.child_by_field_name("left"),
                node.child_by_field_name("right"),
            ) && let Some(name) = receiver_name(reader, left)
            {
                outcome
                    .results
                    .push((Receiver::Named(name), said(reader, right)));
            }
        }
        _ => match call(reader, node) {
            // raise is a method in Ruby.
            Some(call)
                if call.receiver.is_none()
                    && matches!(call.name.as_str(), "raise" | "fail" | "error" | "TODO") =>
            {
                outcome.leaves = true;
            }
            Some(call) => match (said(reader, node), call.arguments.as_slice()) {
                (Some(value), _) => outcome.results.push((Receiver::Value, Some(value))),
                // What a call in the middle of an expression makes of its argument is not known.
                (None, [.., last]) if is_statement(node) && call.arguments.len() <= 2 => {
                    let name = recipient(reader, &call, *last);
                    outcome
                        .results
                        .push((Receiver::Named(name), said(reader, *last)));
                }
                (None, _) => outcome.results.push((Receiver::Value, None)),
            },
            None => outcome.results.push((Receiver::Value, said(reader, node))),
        },
    }
}

/// Whether a call stands for itself and not inside a conditional expression.
fn is_statement(node: Node<'_>) -> bool {
    node.parent().is_none_or(|parent| {
        !matches!(
            parent.kind(),
            "ternary_expression"
                | "conditional_expression"
                | "conditional"
                | "switch_expression_arm"
                | "match_conditional_expression"
                | "match_default_expression"
        )
    })
}

/// The name under which a call takes a value: of the setter, of the key, of the control.
pub fn recipient(reader: &Reader<'_>, call: &Call<'_>, value: Node<'_>) -> String {
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
    // row.put("anrede", …), statement.setString("geschlecht", …)
    if let Some(first) = call
        .arguments
        .first()
        .filter(|first| first.id() != value.id())
        && let Some(key) = said(reader, *first).filter(|key| key.literal)
    {
        return key.text.value;
    }
    if !GENERIC.contains(&call.name.as_str()) {
        return call.name.clone();
    }
    // form.get("geschlecht").setValue(…), controls["geschlecht"].setValue(…), geschlecht.set(…)
    let named = call
        .receiver
        .and_then(|receiver| match self::call(reader, receiver) {
            Some(inner) => said(reader, *inner.arguments.first()?).map(|said| said.text.value),
            None => receiver_name(reader, receiver),
        });
    named.unwrap_or_else(|| call.name.clone())
}

/// Name and value of a declaration of one variable.
pub fn declared<'t>(reader: &Reader<'_>, node: Node<'t>) -> Option<(String, Option<Node<'t>>)> {
    let declarator = match node.kind() {
        "local_declaration_statement" => {
            named(named(node).find(|child| child.kind() == "variable_declaration")?).last()?
        }
        // Kotlin: val anrede = "…"
        "property_declaration" => {
            let variable = named(node).find(|child| child.kind() == "variable_declaration")?;
            let name = reader.text(named(variable).next()?).to_owned();
            let value = named(node)
                .last()
                .filter(|last| last.start_byte() >= variable.end_byte());
            return Some((name, value));
        }
        _ => named(node).last()?,
    };
    if !matches!(declarator.kind(), "variable_declarator" | "var_spec") {
        return None;
    }
    let name = declarator.child_by_field_name("name")?;
    let value = declarator.child_by_field_name("value").or_else(|| {
        named(declarator)
            .last()
            .filter(|last| last.id() != name.id())
    });
    Some((reader.text(name).to_owned(), value))
}

/// The name of what is assigned to: the last part, without marks.
pub fn receiver_name(reader: &Reader<'_>, left: Node<'_>) -> Option<String> {
    if let Some((_, index)) = super::call::index(left) {
        return said(reader, index).map(|said| said.text.value);
    }
    let left = super::call::bare(left);
    let name = match call(reader, left) {
        // Ruby: self.geschlecht = …
        Some(call) => call.name,
        None => reader.text(member(left)?.1).to_owned(),
    };
    Some(name.trim_start_matches(['@', '$']).to_owned())
}
