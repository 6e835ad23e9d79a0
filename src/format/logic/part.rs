//! Comparisons with a part of a value: prefixes, substrings, patterns.

use super::condition::Test;
use super::expression::{Call, Constant, ConstantKind, Expression, constant};
use super::regex::Pattern;
use super::subject::subject;
use crate::model::{Comparison, Located};

/// Methods that test whether a text contains another.
const HOLDING: &[&str] = &[
    "contains",
    "Contains",
    "containsIgnoreCase",
    "includes",
    "include?",
    "str_contains",
    "mb_str_contains",
    "strstr",
    "stristr",
    "contains-text",
];

/// Methods that return the position of a text in another.
const POSITIONS: &[&str] = &[
    "indexOf",
    "lastIndexOf",
    "IndexOf",
    "find",
    "index",
    "Index",
    "strpos",
    "stripos",
    "mb_strpos",
    "mb_stripos",
    "substr_count",
];

/// Methods that match a whole text with a pattern.
const MATCHING_ALL: &[&str] = &["matches", "fullmatch", "matchEntire"];

/// Methods that search for a pattern in a text.
const SEARCHING: &[&str] = &[
    "=~",
    "IsMatch",
    "MatchString",
    "isMatch",
    "containsMatchIn",
    "match",
    "match?",
    "mb_ereg_match",
    "preg_match",
    "regexp_like",
    "search",
    "test",
];

/// Functions that turn a text into a pattern.
const PATTERNS: &[&str] = &[
    "Regex",
    "RegExp",
    "compile",
    "toRegex",
    "MustCompile",
    "new",
];

/// Modules and classes that provide functions with patterns.
const MODULES: &[&str] = &[
    "re",
    "Pattern",
    "Regex",
    "regexp",
    "RegExp",
    "StringUtils",
    "strings",
];

/// The test that a call makes on a part of a text, or on its form.
pub(super) fn compared(call: &Call) -> Option<Test> {
    let name = call.name.as_str();
    if HOLDING.contains(&name) {
        return match (call.receiver.as_deref(), call.arguments.as_slice()) {
            (Some(receiver), [value, ..]) if !is_module(receiver) => holds(receiver, value),
            (_, [asked, value, ..]) => holds(asked, value),
            _ => None,
        };
    }
    let all = MATCHING_ALL.contains(&name);
    if all || SEARCHING.contains(&name) {
        return matched(call, all);
    }
    None
}

/// `"fe" in g`, `g LIKE '%fe%'`: whether a text contains another.
pub(super) fn holds(asked: &Expression, value: &Expression) -> Option<Test> {
    let value = constant(value).filter(|value| value.kind == ConstantKind::Text)?;
    if matches!(asked, Expression::List(_) | Expression::Literal(_)) || value.is_blank() {
        return None;
    }
    // A named list contains values, not letters.
    if constant(asked).is_some() {
        return None;
    }
    partly(asked, vec![value.clone()], Comparison::Part)
}

/// `g.indexOf("fe") != -1`, `strpos($g, "f") === 0`.
pub(super) fn found(left: &Expression, right: &Expression) -> Option<Test> {
    let (call, bound) = match (position(left), position(right)) {
        (Some(call), None) => (call, constant(right)?),
        (None, Some(call)) => (call, constant(left)?),
        _ => return None,
    };
    let (asked, value) = match (call.receiver.as_deref(), call.arguments.as_slice()) {
        (Some(receiver), [value, ..]) if !is_module(receiver) => (receiver, value),
        (_, [asked, value, ..]) => (asked, value),
        _ => return None,
    };
    let mut test = holds(asked, value)?;
    match bound.text.value.as_str() {
        "0" if call.name != "substr_count" => test.subject.by = Comparison::Prefix,
        "-1" | "false" | "0" => test.negated = true,
        _ => return None,
    }
    Some(test)
}

/// A position compared by size (`g.indexOf("fe") >= 0`): whether there is one.
pub fn found_at(position: Expression, operator: &str, bound: &Expression) -> Option<Expression> {
    self::position(&position)?;
    let bound = constant(bound)?.text.clone();
    let found = match (operator, bound.value.as_str()) {
        (">=", "0" | "1") | (">", "-1" | "0") => true,
        ("<", "0") | ("<=", "-1") => false,
        _ => return None,
    };
    let nowhere = Constant::new(
        Located {
            value: "-1".into(),
            ..bound
        },
        ConstantKind::Scalar,
    );
    Some(
        position
            .equals(Expression::Literal(nowhere))
            .negated_if(found),
    )
}

fn position(expression: &Expression) -> Option<&Call> {
    match expression {
        Expression::Call(call) if POSITIONS.contains(&call.name.as_str()) => Some(call),
        _ => None,
    }
}

/// A pattern and the text it is applied to, in either order.
fn matched(call: &Call, all: bool) -> Option<Test> {
    let mut pattern = None;
    let mut asked = None;
    let receiver = call.receiver.as_deref();
    let module = receiver.filter(|receiver| is_module(receiver));
    for part in receiver
        .filter(|_| module.is_none())
        .into_iter()
        .chain(&call.arguments)
    {
        match pattern_of(part) {
            Some(found) if pattern.is_none() => pattern = Some(found),
            Some(_) => {}
            None if asked.is_none() => asked = Some(part),
            None => {}
        }
    }
    let (mut pattern, stated) = pattern?;
    // `assert.test("m", g)`: a text only counts as a pattern if nothing else can be meant.
    if call.name == "test"
        && stated.kind == ConstantKind::Text
        && receiver.is_some_and(|own| constant(own).is_none())
    {
        return None;
    }
    let begins = module.is_some() && call.name == "match";
    pattern.anchor(all || begins, all);
    let values = pattern.values.into_iter().map(|value| {
        Constant::text(Located {
            value,
            span: stated.text.span,
        })
    });
    partly(asked?, values.collect(), pattern.by)
}

/// The pattern stated by an expression.
fn pattern_of(expression: &Expression) -> Option<(Pattern, Constant)> {
    match expression {
        Expression::Literal(stated) if stated.kind == ConstantKind::Text => {
            Some((Pattern::parse(&stated.text.value)?, stated.clone()))
        }
        // /^f/i
        Expression::Other(written) if written.value.starts_with('/') => Some((
            Pattern::parse(&written.value)?,
            Constant::new(written.clone(), ConstantKind::Scalar),
        )),
        Expression::Call(call) if PATTERNS.contains(&call.name.as_str()) => {
            let receiver = call.receiver.as_deref().into_iter();
            let stated = call.arguments.first().into_iter().chain(receiver);
            let (pattern, mut stated) = stated
                .filter_map(constant)
                .find_map(|stated| Some((Pattern::parse(&stated.text.value)?, stated.clone())))?;
            stated.kind = ConstantKind::Scalar;
            Some((pattern, stated))
        }
        _ => None,
    }
}

fn is_module(expression: &Expression) -> bool {
    matches!(expression, Expression::Name(name) if MODULES.contains(&name.path.value.as_str()))
}

fn partly(asked: &Expression, values: Vec<Constant>, by: Comparison) -> Option<Test> {
    let mut subject = subject(asked)?;
    if by != Comparison::Whole {
        subject.by = by;
    }
    Some(Test::new(subject, values))
}
