//! What an expression says by itself: literals, constants, and the written parts of composed texts.

use tree_sitter::Node;

use super::super::reader::{Reader, span};
use super::super::values::scalar;
use super::call::{bare, binary, call, member, named};
use crate::model::Located;

/// Texts that are put together from more parts than this are no words of an entry.
const MOST_PARTS: usize = 12;

/// Stands in a composed text for what only the run knows.
const GAP: char = '…';

/// A literal or constant.
pub struct Said {
    pub text: Located<String>,
    /// The type a constant belongs to (`Geschlecht` of `Geschlecht.M`).
    pub of: Option<String>,
    /// Written out, not named.
    pub literal: bool,
}

/// What an expression says by itself, or nothing.
pub fn said(reader: &Reader<'_>, node: Node<'_>) -> Option<Said> {
    let node = bare(node);
    let literal = |text: String| {
        Some(Said {
            text: Located::at(text, span(node)),
            of: None,
            literal: true,
        })
    };
    match node.kind() {
        "constant_pattern" | "case_pattern" | "pattern" | "literal_pattern" | "literal" => {
            return said(reader, named(node).next()?);
        }
        "true" | "false" | "boolean_literal" | "boolean" => {
            return literal(reader.text(node).to_lowercase());
        }
        "undefined" => return literal(String::new()),
        // Kotlin knows null as a name only.
        "identifier" if reader.text(node) == "null" => return literal(String::new()),
        _ => {}
    }
    if let Some(text) = text(reader, node, 0) {
        return literal(text);
    }
    if let Some(text) = scalar(reader, node) {
        return literal(text);
    }
    if let Some(call) = call(reader, node) {
        return match (call.arguments.as_slice(), call.receiver) {
            ([only], _) if is_wrapper(&call.name) => said(reader, *only),
            // Geschlecht.M.getCode(), Gender.MALE.name()
            ([], Some(constant)) => named_constant(reader, constant, false),
            _ => None,
        };
    }
    if let Some((Some(object), name)) = member(node)
        && matches!(
            reader.text(name),
            "value" | "name" | "code" | "Value" | "rawValue" | "ordinal"
        )
        && let Some(constant) = named_constant(reader, object, false)
    {
        return Some(constant);
    }
    named_constant(reader, node, false)
}

/// A case label: any name in it is a constant.
pub fn label(reader: &Reader<'_>, node: Node<'_>) -> Option<Said> {
    said(reader, node).or_else(|| {
        let node = match node.kind() {
            "constant_pattern" | "case_pattern" | "pattern" => named(node).next()?,
            _ => node,
        };
        named_constant(reader, node, true)
    })
}

/// Calls that hand their argument on: translations and containers.
const WRAPPERS: &[&str] = &[
    "_",
    "__",
    "t",
    "$t",
    "gettext",
    "gettext_lazy",
    "trans",
    "translate",
    "instant",
    "of",
    "ofNullable",
    "just",
    "Some",
    "some",
    "valueOf",
    "String",
    "Character",
    "setOf",
    "Just",
    "to_sym",
    "symbol",
];

/// Whether a function hands its only argument on.
pub fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name)
}

fn named_constant(reader: &Reader<'_>, node: Node<'_>, any: bool) -> Option<Said> {
    let (object, name) = member(bare(node))?;
    let text = reader.text(name);
    let constant = |of: Option<String>| {
        Some(Said {
            text: Located::at(text.to_owned(), span(name)),
            of,
            literal: false,
        })
    };
    match object {
        Some(object) => {
            let owner = reader.text(object);
            let owner = owner.rsplit(['.', ':', '\\']).next().unwrap_or(owner);
            let is_type = owner.chars().next().is_some_and(char::is_uppercase)
                && owner.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
            (is_type || any).then(|| constant(is_type.then(|| owner.to_owned())))?
        }
        None => {
            let shouted =
                text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
            (shouted || any).then(|| constant(None))?
        }
    }
}

/// The written parts of a text, with a gap where something is put in.
fn text(reader: &Reader<'_>, node: Node<'_>, depth: usize) -> Option<String> {
    if depth > MOST_PARTS {
        return None;
    }
    let node = bare(node);
    match node.kind() {
        "string"
        | "string_literal"
        | "encapsed_string"
        | "template_string"
        | "interpolated_string_expression"
        | "multiline_string_literal"
        | "string_content" => {
            if named(node).all(|child| is_written(child)) {
                return Some(reader.unquoted(node));
            }
            let mut out = String::new();
            for part in named(node).take(MOST_PARTS) {
                if !is_written(part) {
                    if !out.ends_with(GAP) {
                        out.push(GAP);
                    }
                } else if part.kind().contains("content") || part.kind().contains("fragment") {
                    out.push_str(reader.text(part));
                }
            }
            Some(out)
        }
        "concatenated_string" | "chained_string" => {
            let parts: Option<Vec<String>> = named(node)
                .take(MOST_PARTS)
                .map(|part| text(reader, part, depth + 1))
                .collect();
            parts.map(|parts| parts.concat())
        }
        "binary_expression" | "binary" | "binary_operator" => {
            let (left, operator, right) = match node.kind() {
                "binary_operator" => {
                    let (left, right) = (named(node).next()?, named(node).last()?);
                    (left, reader.between(left, right).trim(), right)
                }
                _ => binary(reader, node)?,
            };
            if !matches!(operator, "+" | "." | "%") {
                return None;
            }
            let (left, right) = (
                text(reader, left, depth + 1),
                text(reader, right, depth + 1),
            );
            match (left, right) {
                (None, None) => None,
                (Some(left), Some(right)) => Some(left + &right),
                (Some(left), None) => Some(format!("{left}{GAP}")),
                (None, Some(right)) => Some(format!("{GAP}{right}")),
            }
        }
        _ => None,
    }
}

/// Parts of a string that stand there as they are.
fn is_written(part: Node<'_>) -> bool {
    let kind = part.kind();
    kind.contains("content")
        || kind.contains("fragment")
        || kind.contains("escape")
        || matches!(
            kind,
            "string_start"
                | "string_end"
                | "interpolation_start"
                | "interpolation_quote"
                | "string_literal_encoding"
        )
}
