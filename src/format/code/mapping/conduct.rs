//! What a program does with entries beyond declaring and translating them: refusing combinations, writing logs.

use std::sync::OnceLock;

use regex::Regex;
use tree_sitter::Node;

use super::super::reader::{Reader, span};
use super::branch::guard;
use super::call::{bare, binary, call, member, named, negated};
use super::condition::squeeze;
use super::said::said;
use crate::topic::Attribute;

/// Expressions larger than this are programs of their own.
const MOST_NODES: usize = 80;

/// Looks at one node.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    if let Some((condition, body)) = guard(node) {
        refusal(reader, node, condition, body);
    } else if is_call(node) {
        log(reader, node);
    }
}

fn is_call(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "method_invocation"
            | "call"
            | "call_expression"
            | "invocation_expression"
            | "member_call_expression"
            | "scoped_call_expression"
    )
}

/// `if (anrede.equals("Frau") && geschlecht.equals("d")) throw …`, `if (title.gender != gender) return false;`.
fn refusal(reader: &mut Reader<'_>, node: Node<'_>, condition: Node<'_>, body: Node<'_>) {
    let text = reader.text(condition);
    let names_both = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .all(|attribute| reader.topic().names(attribute, text));
    if !names_both || !refuses(reader, body) {
        return;
    }
    let mut parts = Vec::new();
    if conjunction(reader, bare(condition), &mut parts, 8).is_none() {
        return;
    }
    parts.sort();
    parts.dedup();
    if parts.len() >= 2 {
        reader.refuses(parts, span(node));
    }
}

/// The expressions that are compared with entries, where all comparisons must hold together.
fn conjunction(
    reader: &Reader<'_>,
    node: Node<'_>,
    parts: &mut Vec<String>,
    left_over: usize,
) -> Option<()> {
    let left_over = left_over.checked_sub(1)?;
    let node = bare(node);
    if let Some((left, operator, right)) = binary(reader, node) {
        return match operator {
            "&&" | "and" => {
                conjunction(reader, left, parts, left_over)?;
                conjunction(reader, right, parts, left_over)
            }
            "==" | "===" | "!=" | "!==" | "<>" | "is" | "is not" => {
                compared(reader, left, right, parts);
                Some(())
            }
            // Either of two: each may be wrong by itself.
            _ => None,
        };
    }
    if let Some(inner) = negated(reader, node) {
        // What holds of "not (a and b)" is another thing.
        let mut within = Vec::new();
        conjunction(reader, inner, &mut within, left_over)?;
        return if within.len() <= 2 && binary(reader, bare(inner)).is_none() {
            parts.extend(within);
            Some(())
        } else {
            None
        };
    }
    if let Some(call) = call(reader, node)
        && matches!(
            call.name.as_str(),
            "equals" | "equalsIgnoreCase" | "Equals" | "eql?"
        )
    {
        match (call.receiver, call.arguments.as_slice()) {
            (_, [left, right]) => compared(reader, *left, *right, parts),
            (Some(left), [right]) => compared(reader, left, *right, parts),
            _ => {}
        }
    }
    Some(())
}

fn compared(reader: &Reader<'_>, left: Node<'_>, right: Node<'_>, parts: &mut Vec<String>) {
    let sides = [(left, said(reader, left)), (right, said(reader, right))];
    // Whether something is missing is no question of combinations.
    if sides
        .iter()
        .any(|(_, said)| said.as_ref().is_some_and(|said| said.text.value.is_empty()))
    {
        return;
    }
    parts.extend(
        sides
            .iter()
            .filter(|(_, said)| said.is_none())
            .map(|(node, _)| squeeze(reader.text(*node))),
    );
}

/// Calls that refuse an input.
fn refusing_call() -> Option<&'static Regex> {
    static NAMES: OnceLock<Option<Regex>> = OnceLock::new();
    NAMES
        .get_or_init(|| {
            Regex::new(
                "(?i)^(raise|reject|rejectValue|add_?error|addConstraintViolation|buildConstraintViolation.*|addViolation|setError.*\
                 |AddModelError|add_failure|AddFailure|error|abort)$",
            )
            .ok()
        })
        .as_ref()
}

/// Whether a body does nothing but refuse.
fn refuses(reader: &Reader<'_>, body: Node<'_>) -> bool {
    let mut open = vec![body];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else { break };
        if matches!(
            node.kind(),
            "throw_statement" | "throw_expression" | "raise_statement"
        ) {
            return true;
        }
        if let Some(call) = call(reader, node)
            && refusing_call().is_some_and(|names| names.is_match(&call.name))
        {
            return true;
        }
        open.extend(named(node));
    }
    false
}

/// `log.info("Geschlecht {} -> {}", geschlechtAlt, geschlechtNeu)`.
fn log(reader: &mut Reader<'_>, node: Node<'_>) {
    // Most calls end here.
    if !reader.topic().marks_former(reader.text(node)) {
        return;
    }
    let Some(written) = call(reader, node) else {
        return;
    };
    let receiver = written
        .receiver
        .map(|receiver| reader.text(receiver))
        .unwrap_or_default();
    let last = receiver
        .rsplit(['.', '>', ':', '\\'])
        .next()
        .unwrap_or(receiver)
        .trim_matches(['$', '_', '@', '(', ')'])
        .to_lowercase();
    let logs = matches!(
        last.as_str(),
        "log"
            | "logger"
            | "logging"
            | "console"
            | "timber"
            | "slog"
            | "zap"
            | "logrus"
            | "auditlog"
            | "auditlogger"
    );
    if !logs {
        return;
    }
    let mut names = Vec::new();
    let mut open = written.arguments;
    for _ in 0..MOST_NODES {
        let Some(part) = open.pop() else { break };
        if let Some((_, name)) = member(part) {
            names.push(reader.text(name).trim_start_matches('$').to_owned());
            continue;
        }
        if let Some(inner) = call(reader, part) {
            names.push(inner.name);
            open.extend(inner.arguments);
            continue;
        }
        open.extend(named(part));
    }
    names.sort();
    names.dedup();
    if !names.is_empty() {
        reader.logs(names, span(node));
    }
}
