//! Conditions that compare one expression with literals or constants.

use tree_sitter::Node;

use super::super::reader::{Reader, span};
use super::call::{bare, binary, call, index, member, named, negated};
use super::said::{Said, said};
use crate::model::{Comparison, Located};

/// Conditions nested deeper than this are no comparisons with entries.
const MOST_LAYERS: usize = 12;

/// What an expression is compared with.
#[derive(Clone, Debug)]
pub struct Test {
    pub asked: Asked,
    pub values: Vec<Located<String>>,
    /// True for everything but the values.
    pub negated: bool,
}

/// The expression that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub text: String,
    pub of: Option<String>,
    pub by: Comparison,
}

impl Asked {
    /// Whether both look at the same. The type is known from the values and may be missing.
    pub fn same(&self, other: &Self) -> bool {
        self.by == other.by && self.text == other.text
    }
}

/// Reads a condition, or nothing where it asks for anything else.
pub fn test(reader: &Reader<'_>, node: Node<'_>) -> Option<Test> {
    layer(reader, node, MOST_LAYERS)
}

fn layer(reader: &Reader<'_>, node: Node<'_>, left_over: usize) -> Option<Test> {
    let left_over = left_over.checked_sub(1)?;
    let node = bare(node);
    if let Some(inner) = negated(reader, node) {
        let mut test = layer(reader, inner, left_over)?;
        test.negated = !test.negated;
        return Some(test);
    }
    if let Some((left, operator, right)) = binary(reader, node) {
        return match operator {
            "==" | "===" | "is" | "eq" => equals(reader, left, right, false),
            "!=" | "!==" | "is not" | "<>" => equals(reader, left, right, true),
            "||" | "or" => either(
                layer(reader, left, left_over)?,
                layer(reader, right, left_over)?,
            ),
            "&&" | "and" => both(
                layer(reader, left, left_over)?,
                layer(reader, right, left_over)?,
            ),
            "in" => contains(reader, right, left, false),
            "not in" | "!in" => contains(reader, right, left, true),
            _ => None,
        };
    }
    match node.kind() {
        "is_pattern_expression" => pattern(reader, node),
        _ => match call(reader, node) {
            Some(call) if !call.arguments.is_empty() => {
                method(reader, &call.name, call.receiver, &call.arguments)
                    .or_else(|| question(reader, node))
            }
            _ => question(reader, node),
        },
    }
}

/// `a == "m"`, `"m" == a`, `a == Geschlecht.M`.
fn equals<'t>(reader: &Reader<'t>, left: Node<'t>, right: Node<'t>, negated: bool) -> Option<Test> {
    let (subject, value) = match (said(reader, left), said(reader, right)) {
        (None, Some(value)) => (left, value),
        (Some(value), None) => (right, value),
        // Two constants: what is written out is the value.
        (Some(value), Some(other)) if value.literal && !other.literal => (right, value),
        (Some(_), Some(value)) => (left, value),
        (None, None) => return None,
    };
    Some(compare(reader, subject, vec![value], negated))
}

fn compare(reader: &Reader<'_>, subject: Node<'_>, values: Vec<Said>, negated: bool) -> Test {
    let mut asked = asked(reader, subject);
    asked.of = values.iter().find_map(|value| value.of.clone());
    Test {
        asked,
        values: values.into_iter().map(|value| value.text).collect(),
        negated,
    }
}

/// C#: `g is "m" or "M"`, `g is not Gender.M`.
fn pattern(reader: &Reader<'_>, node: Node<'_>) -> Option<Test> {
    let subject = node.child_by_field_name("expression")?;
    let mut pattern = node.child_by_field_name("pattern")?;
    let negated = pattern.kind() == "negated_pattern";
    if negated {
        pattern = named(pattern).next()?;
    }
    Some(compare(
        reader,
        subject,
        alternatives(reader, pattern)?,
        negated,
    ))
}

/// The constants of a pattern: `"m" or "M"`, `"m" | "M"`.
pub fn alternatives(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Said>> {
    const MOST: usize = 40;
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match node.kind() {
            "or_pattern"
            | "union_pattern"
            | "alternative_pattern"
            | "parenthesized_pattern"
            | "match_condition_list" => open.extend(named(node)),
            "case_pattern" | "pattern"
                if named(node)
                    .next()
                    .is_some_and(|inner| inner.kind().ends_with("_pattern")) =>
            {
                open.extend(named(node));
            }
            _ => found.push(super::said::label(reader, node)?),
        }
        if found.len() + open.len() > MOST {
            return None;
        }
    }
    found.sort_by_key(|said| said.text.span);
    (!found.is_empty()).then_some(found)
}

/// One of several: both must ask the same.
fn either(mut left: Test, right: Test) -> Option<Test> {
    if left.negated || right.negated || !left.asked.same(&right.asked) {
        return None;
    }
    left.values.extend(right.values);
    Some(left)
}

/// `g != null && g.equals("m")`, `g && g === 'm'`, `g != "m" && g != "w"`.
fn both(left: Test, right: Test) -> Option<Test> {
    if left.negated && right.negated && left.asked.same(&right.asked) {
        let mut both = left;
        both.values.extend(right.values);
        return Some(both);
    }
    let guards = |guard: &Test, other: &Test| {
        let present = guard.negated
            && guard.asked.text == other.asked.text
            && guard.values.iter().all(|value| value.value.is_empty());
        let truthy = !guard.negated
            && guard.asked.by == Comparison::Question
            && guard
                .values
                .iter()
                .all(|value| value.value == other.asked.text);
        present || truthy
    };
    if guards(&left, &right) {
        Some(right)
    } else if guards(&right, &left) {
        Some(left)
    } else {
        None
    }
}

/// `equals`, `startsWith` and their relatives.
fn method(
    reader: &Reader<'_>,
    name: &str,
    receiver: Option<Node<'_>>,
    arguments: &[Node<'_>],
) -> Option<Test> {
    match (name, receiver, arguments) {
        (
            "equals" | "equalsIgnoreCase" | "Equals" | "contentEquals" | "eql?",
            Some(receiver),
            [argument],
        ) => equals(reader, receiver, *argument, false),
        ("Equals", Some(receiver), [argument, how])
            if reader.text(*how).contains("StringComparison") =>
        {
            equals(reader, receiver, *argument, false)
        }
        // Objects.equals(a, b), StringUtils.equalsIgnoreCase(a, b), string.Equals(a, b)
        ("equals" | "equalsIgnoreCase" | "Equals" | "isEqual", _, [left, right, ..]) => {
            equals(reader, *left, *right, false)
        }
        (
            "startsWith" | "startswith" | "start_with?" | "StartsWith" | "hasPrefix",
            Some(receiver),
            [value, ..],
        ) => prefix(reader, receiver, *value),
        ("str_starts_with", _, [subject, value]) => prefix(reader, *subject, *value),
        (
            "contains" | "includes" | "include?" | "Contains" | "member?",
            Some(list),
            [subject, ..],
        ) => contains(reader, list, *subject, false),
        ("in_array", _, [subject, list, ..]) => contains(reader, *list, *subject, false),
        _ => None,
    }
}

fn prefix(reader: &Reader<'_>, subject: Node<'_>, value: Node<'_>) -> Option<Test> {
    let value = said(reader, value)?;
    let mut test = compare(reader, subject, vec![value], false);
    test.asked.by = Comparison::Prefix;
    Some(test)
}

/// `g in ("m", "M")`, `List.of("m", "M").contains(g)`.
fn contains(reader: &Reader<'_>, list: Node<'_>, subject: Node<'_>, negated: bool) -> Option<Test> {
    let list = bare(list);
    let items: Vec<Node<'_>> = match call(reader, list) {
        Some(call)
            if matches!(
                call.name.as_str(),
                "of" | "asList" | "listOf" | "setOf" | "arrayOf"
            ) =>
        {
            call.arguments
        }
        Some(_) => return None,
        None => match list.kind() {
            "array"
            | "list"
            | "tuple"
            | "set"
            | "string_array"
            | "symbol_array"
            | "collection_expression" => named(list).collect(),
            "array_creation_expression" => named(list)
                .map(|item| match item.kind() {
                    "array_element_initializer" => named(item).last().unwrap_or(item),
                    _ => item,
                })
                .collect(),
            _ => return None,
        },
    };
    let values: Option<Vec<Said>> = items.into_iter().map(|item| said(reader, item)).collect();
    let values = values.filter(|values| !values.is_empty())?;
    Some(compare(reader, subject, values, negated))
}

/// `person.isMale()`, `maennlich`: the name of the question stands for the value.
fn question(reader: &Reader<'_>, node: Node<'_>) -> Option<Test> {
    let (receiver, name) = match call(reader, node) {
        Some(call) => {
            let receiver = match call.arguments.as_slice() {
                [] => call.receiver,
                [only] => Some(*only),
                _ => return None,
            };
            (receiver, call.name)
        }
        None => {
            let (object, name) = member(node)?;
            (object, reader.text(name).to_owned())
        }
    };
    let receiver = receiver
        .map(|receiver| reader.text(receiver))
        .unwrap_or_default();
    // Kotlin's grammar binds the negation to the receiver.
    let negated = receiver.starts_with('!');
    Some(Test {
        asked: Asked {
            text: squeeze(receiver.trim_start_matches('!')),
            of: None,
            by: Comparison::Question,
        },
        values: vec![Located::at(
            name.trim_start_matches('$')
                .trim_end_matches('?')
                .to_owned(),
            span(node),
        )],
        negated,
    })
}

/// Calls that change nothing about what is asked.
const PLAIN: &[&str] = &[
    "tolowercase",
    "touppercase",
    "tolower",
    "toupper",
    "tolowerinvariant",
    "toupperinvariant",
    "lower",
    "upper",
    "lowercase",
    "uppercase",
    "casefold",
    "downcase",
    "upcase",
    "trim",
    "strip",
    "to_s",
    "to_sym",
    "tostring",
    "strtolower",
    "strtoupper",
    "mb_strtolower",
    "mb_strtoupper",
    "str",
    "string",
    "valueof",
    "stringvalue",
    "lowercasestring",
    "orempty",
    "requirenonnull",
];

/// The expression that is looked at, and whether only its first letter.
pub fn asked(reader: &Reader<'_>, node: Node<'_>) -> Asked {
    let mut node = bare(node);
    let mut by = Comparison::Whole;
    for _ in 0..MOST_LAYERS {
        if let Some((object, index)) = index(node) {
            let first = matches!(
                reader.text(index).replace(' ', "").as_str(),
                "0" | ":1" | "0:1" | "0..0" | "..1" | "0,1"
            );
            if !first {
                break;
            }
            by = Comparison::FirstLetter;
            node = bare(object);
            continue;
        }
        let Some(call) = call(reader, node) else {
            break;
        };
        let arguments: Vec<&str> = call
            .arguments
            .iter()
            .map(|argument| reader.text(*argument).trim())
            .collect();
        let inner = match (call.name.as_str(), arguments.as_slice()) {
            ("charAt" | "elementAt" | "codePointAt", ["0"])
            | ("first" | "First" | "chr" | "firstOrNull", [])
            | ("take" | "first" | "left", ["1"])
            | ("substring" | "substr" | "slice" | "Substring" | "subSequence", ["0", "1"]) => {
                by = Comparison::FirstLetter;
                call.receiver
            }
            ("substr" | "mb_substr" | "left" | "mb_strimwidth", [_, "0", "1"]) => {
                by = Comparison::FirstLetter;
                call.arguments.first().copied()
            }
            (name, []) if PLAIN.contains(&name.to_lowercase().as_str()) => call.receiver,
            (name, [_]) if PLAIN.contains(&name.to_lowercase().as_str()) => {
                call.arguments.first().copied()
            }
            _ => None,
        };
        match inner {
            Some(inner) => node = bare(inner),
            None => break,
        }
    }
    Asked {
        text: squeeze(reader.text(node)),
        of: None,
        by,
    }
}

/// The text without line breaks and optional-chaining marks, cut to a readable length.
pub fn squeeze(text: &str) -> String {
    const MOST_CHARS: usize = 120;
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("?.", ".")
        .replace("!!", "")
        .chars()
        .take(MOST_CHARS)
        .collect()
}
