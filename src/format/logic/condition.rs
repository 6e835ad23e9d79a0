//! Conditions → the expression they test, and for which values.

use super::expression::{Call, Constant, ConstantKind, Expression, Name, constant, label};
use super::part;
use super::subject::{Subject, is_number, subject};
use crate::model::{Comparison, Located, Selection};
use crate::topic::is_shouted;

/// More deeply nested conditions do not compare entries.
const MOST_LAYERS: usize = 24;

/// The test in a condition: whether an expression has one of certain values.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The tested expression.
    pub subject: Subject,
    /// The values it is compared with.
    pub values: Vec<Constant>,
    /// Whether it is true for everything except the values.
    pub negated: bool,
    /// The expression whose presence is tested, if that is all.
    present: Option<String>,
}

impl Test {
    pub(super) fn new(subject: Subject, values: Vec<Constant>) -> Self {
        Self {
            subject,
            values,
            negated: false,
            present: None,
        }
    }

    /// Whether both test the same expression.
    pub fn asks_like(&self, other: &Self) -> bool {
        self.subject.is(&other.subject)
    }

    /// The tested expression, as written; for a predicate without subject, the predicate's name.
    pub fn name(&self) -> &str {
        match self.subject.text.as_str() {
            "" => self.values.first().map_or("", |value| &value.text.value),
            text => text,
        }
    }

    /// Whether it applies a predicate to an expression (`isNeutral(g)`) whose result is unknown here.
    pub fn questions(&self, subject: &Subject) -> bool {
        self.subject.by == Comparison::Question && self.subject.text == subject.text
    }

    /// Whether one holds exactly if the other does not.
    pub fn opposes(&self, other: &Self) -> bool {
        let texts = |test: &Self| -> Vec<String> {
            let values = test.values.iter();
            values.map(|value| value.text.value.clone()).collect()
        };
        self.asks_like(other) && self.negated != other.negated && texts(self) == texts(other)
    }

    /// Whether it only tests for a missing value.
    pub fn asks_for_absence(&self) -> bool {
        self.values.iter().all(Constant::is_blank)
    }

    /// Whether it holds exactly if an expression has no value (`!g`).
    pub fn asks_for_absence_of(&self, subject: &Subject) -> bool {
        self.negated && self.present.as_ref() == Some(&subject.text)
    }

    /// The expression that has no value exactly if the test holds: `g` in `!g`, `g == null` and `g.isEmpty()`.
    pub fn absent(&self) -> Option<Subject> {
        /// Names of predicates for missing values.
        const NONE: [&str; 19] = [
            "IsNullOrEmpty",
            "IsNullOrWhiteSpace",
            "blank",
            "empty",
            "isBlank",
            "isEmpty",
            "isEmptyOrNull",
            "isNil",
            "isNull",
            "isNullOrBlank",
            "isNullOrEmpty",
            "isNullOrUndefined",
            "isUndefined",
            "is_empty",
            "is_none",
            "is_null",
            "nil",
            "none",
            "undefined",
        ];
        if self.negated {
            return self.present.as_ref().map(|text| Subject {
                text: text.clone(),
                folded: None,
                by: Comparison::Whole,
            });
        }
        let is_none = |value: &Constant| match self.subject.by {
            Comparison::Question => NONE.contains(&value.text.value.as_str()),
            _ => value.is_blank(),
        };
        let asks = !self.values.is_empty() && self.values.iter().all(is_none);
        asks.then(|| Subject {
            by: Comparison::Whole,
            ..self.subject.clone()
        })
    }

    /// The table rows it selects.
    pub fn selection(&self) -> Selection {
        let asks_for_null = self
            .values
            .iter()
            .any(|value| value.kind == ConstantKind::Null);
        let stated = self
            .values
            .iter()
            .filter(|value| value.kind != ConstantKind::Null);
        let values: Vec<Located<String>> = stated.map(|value| value.text.clone()).collect();
        if self.negated {
            Selection::AllBut(values)
        } else if asks_for_null && values.iter().all(|value| value.value.trim().is_empty()) {
            // Blank and null both mean no value.
            Selection::Missing
        } else {
            Selection::Values(values)
        }
    }

    /// The test in a condition; `None` for any other kind of condition.
    pub fn from_condition(condition: &Expression) -> Option<Self> {
        test(condition, MOST_LAYERS)
    }
}

fn test(condition: &Expression, left_over: usize) -> Option<Test> {
    let left_over = left_over.checked_sub(1)?;
    match condition {
        Expression::Not(inner) => {
            let mut test = test(inner, left_over)?;
            test.negated = !test.negated;
            Some(test)
        }
        Expression::Equal(left, right) => part::found(left, right)
            .or_else(|| answered(left, right))
            .or_else(|| equal(left, right)),
        Expression::In(subject, list) => {
            contained(subject, list).or_else(|| part::holds(list, subject))
        }
        // g === "f" || false
        Expression::Or(left, right) if is_false(right) => test(left, left_over),
        Expression::Or(..) => joined(condition, left_over, either),
        Expression::And(..) => joined(condition, left_over, both),
        Expression::Call(call) => compared_by(call)
            .or_else(|| part::compared(call))
            .or_else(|| asked_by(call)),
        Expression::Name(name) if !is_number(&name.last.value) => Some(question(name)),
        _ => None,
    }
}

fn is_false(expression: &Expression) -> bool {
    matches!(expression, Expression::Literal(stated)
        if stated.kind == ConstantKind::Scalar && stated.text.value == "false")
}

/// Joins any number of conditions iteratively; chains nest on the left.
fn joined(
    condition: &Expression,
    left_over: usize,
    join: fn(Test, Test) -> Option<Test>,
) -> Option<Test> {
    let mut parts = Vec::new();
    let mut current = condition;
    while let (Expression::Or(left, right), Expression::Or(..))
    | (Expression::And(left, right), Expression::And(..)) = (current, condition)
    {
        parts.push(&**right);
        current = left;
    }
    let mut joined = test(current, left_over)?;
    for part in parts.into_iter().rev() {
        joined = join(joined, test(part, left_over)?)?;
    }
    Some(joined)
}

/// `g.startsWith("f") == true`, `preg_match("/^f/", $g) === 1`: the result of a call compared with a constant.
fn answered(left: &Expression, right: &Expression) -> Option<Test> {
    let ((Expression::Call(call), answer) | (answer, Expression::Call(call))) = (left, right)
    else {
        return None;
    };
    let answer = constant(answer)?;
    let (mut test, negated) = match (answer.kind, answer.text.value.as_str()) {
        // `g.match("^(m|w)$") != null`: null if the pattern does not match.
        (ConstantKind::Null, _) => (part::compared(call)?, true),
        (ConstantKind::Scalar, "true" | "1") => {
            (compared_by(call).or_else(|| part::compared(call))?, false)
        }
        (ConstantKind::Scalar, "false" | "0") => {
            (compared_by(call).or_else(|| part::compared(call))?, true)
        }
        _ => return None,
    };
    test.negated ^= negated;
    Some(test)
}

/// `a == "m"`, `"m" == a`, `a == Geschlecht.M`.
fn equal(left: &Expression, right: &Expression) -> Option<Test> {
    let (asked, value) = match (constant(left), constant(right)) {
        (None, Some(value)) => (left, value),
        (Some(value), None) => (right, value),
        // Of two constants, the literal is the value.
        (Some(value), Some(other)) if value.is_literal() && !other.is_literal() => (right, value),
        (Some(_), Some(value)) => (left, value),
        (None, None) => return equal_to_named(left, right),
    };
    Some(Test::new(subject(asked)?, vec![value.clone()]))
}

/// `result.gender == MALE` in a language without syntax for constants: a capitalised name next to one that is not.
fn equal_to_named(left: &Expression, right: &Expression) -> Option<Test> {
    const SHORTEST: usize = 3;
    let named = |expression: &Expression| match expression {
        Expression::Name(name) if name.receiver.is_empty() && name.folded.is_none() => {
            let last = name.last.value.as_str();
            let is_constant = last.len() >= SHORTEST && is_shouted(last);
            is_constant.then(|| Constant::named(name.last.clone(), None))
        }
        _ => None,
    };
    let (asked, value) = match (named(left), named(right)) {
        (None, Some(value)) => (left, value),
        (Some(value), None) => (right, value),
        _ => return None,
    };
    Some(Test::new(subject(asked)?, vec![value]))
}

/// `g in ("m", "M")`.
fn contained(asked: &Expression, list: &Expression) -> Option<Test> {
    let items = match list {
        Expression::List(items) => items,
        // List.of("m", "M").contains(g)
        Expression::Call(call) => match call.arguments.as_slice() {
            // set(["m", "w"]), new Set(["m", "w"])
            [Expression::List(items)] if SETS.contains(&call.name.as_str()) => items,
            arguments if LISTS.contains(&call.name.as_str()) => arguments,
            _ => return None,
        },
        _ => return None,
    };
    let values: Option<Vec<Constant>> = items.iter().map(member).collect();
    let values = values.filter(|values| !values.is_empty())?;
    Some(Test::new(subject(asked)?, values))
}

/// The value stated by a list member; a name in capitals is a constant's.
fn member(item: &Expression) -> Option<Constant> {
    match item {
        Expression::Name(name) if name.constant.is_none() && is_shouted(&name.last.value) => {
            label(item)
        }
        _ => constant(item).cloned(),
    }
}

/// Functions that turn a list into a set.
const SETS: &[&str] = &["Set", "frozenset", "set"];

/// Functions that turn their arguments into a list.
const LISTS: &[&str] = &[
    "of", "asList", "listOf", "setOf", "arrayOf", "List", "Set", "Seq",
];

/// `or`: both must test the same expression.
fn either(mut left: Test, right: Test) -> Option<Test> {
    if left.negated || right.negated || !left.subject.widen_to(&right.subject) {
        return everything_but(left, right);
    }
    left.values.extend(right.values);
    Some(left)
}

/// `g <> 'm' OR g IS NULL`, `!g || g != "m"`.
fn everything_but(left: Test, right: Test) -> Option<Test> {
    if left.negated && right.negated {
        return match () {
            () if left.asks_for_absence_of(&right.subject) => Some(right),
            () if right.asks_for_absence_of(&left.subject) => Some(left),
            () => None,
        };
    }
    let (but, absent) = if left.negated {
        (left, right)
    } else {
        (right, left)
    };
    let fits = but.negated
        && !absent.negated
        && but.asks_like(&absent)
        && absent.asks_for_absence()
        && !but.asks_for_absence();
    fits.then_some(but)
}

/// `g != null && g.equals("m")`, `g && g === 'm'`, `g != "m" && g != "w"`.
fn both(left: Test, right: Test) -> Option<Test> {
    if left.negated && right.negated && left.asks_like(&right) {
        let mut both = left;
        both.values.extend(right.values);
        return Some(both);
    }
    let guards = |guard: &Test, other: &Test| {
        let present =
            guard.negated && guard.subject.text == other.subject.text && guard.asks_for_absence();
        let truthy = !guard.negated && guard.present.as_ref() == Some(&other.subject.text);
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

/// `equals`, `startsWith`, `contains` and similar methods.
fn compared_by(call: &Call) -> Option<Test> {
    let receiver = call.receiver.as_deref();
    match (call.name.as_str(), receiver, call.arguments.as_slice()) {
        (
            "equals" | "equalsIgnoreCase" | "Equals" | "contentEquals" | "eql?" | "eql",
            Some(receiver),
            [other],
        ) => equal(receiver, other),
        ("Equals", Some(receiver), [other, how])
            if how
                .written()
                .is_some_and(|how| how.value.contains("StringComparison")) =>
        {
            equal(receiver, other)
        }
        // Objects.equals(a, b), StringUtils.equalsIgnoreCase(a, b), string.Equals(a, b)
        ("equals" | "equalsIgnoreCase" | "Equals" | "isEqual" | "eq", _, [left, right, ..]) => {
            equal(left, right)
        }
        (
            "startsWith" | "startswith" | "starts_with" | "start_with?" | "StartsWith"
            | "hasPrefix",
            Some(receiver),
            [value, ..],
        ) => begins(receiver, value),
        ("str_starts_with" | "startsWith" | "startswith" | "starts-with", _, [asked, value]) => {
            begins(asked, value)
        }
        (
            "contains" | "includes" | "include?" | "Contains" | "member?",
            Some(list),
            [asked, ..],
        ) => contained(asked, list),
        ("in_array", _, [asked, list, ..]) => contained(asked, list),
        _ => None,
    }
}

fn begins(asked: &Expression, value: &Expression) -> Option<Test> {
    let value = constant(value)?.clone();
    let mut test = Test::new(subject(asked)?, vec![value]);
    test.subject.by = Comparison::Prefix;
    Some(test)
}

/// `person.isMale()`, `isMale(person)`: the predicate's name stands for the value.
fn asked_by(call: &Call) -> Option<Test> {
    let asked = match call.arguments.as_slice() {
        [] => call.receiver.as_deref(),
        [only] => Some(only),
        _ => return None,
    };
    let text = match (asked, call.arguments.is_empty()) {
        (Some(asked), false) => asked.written()?.value.clone(),
        (asked, _) => asked
            .and_then(Expression::written)
            .map_or_else(String::new, |text| text.value.clone()),
    };
    let mut test = named_question(text, &call.name, call.written.span);
    test.present = PRESENCE
        .contains(&call.name.as_str())
        .then(|| test.subject.text.clone());
    Some(test)
}

/// Functions that test whether something exists at all.
const PRESENCE: &[&str] = &[
    "isset",
    "has_content",
    "exists",
    "present",
    "present?",
    "defined",
];

/// `person.maennlich`, `isMale`.
fn question(name: &Name) -> Test {
    Test {
        present: Some(name.path.value.clone()),
        ..named_question(name.receiver.clone(), &name.last.value, name.path.span)
    }
}

fn named_question(receiver: String, name: &str, span: Option<crate::model::Span>) -> Test {
    let value = Located {
        value: name
            .trim_start_matches(['$', '@'])
            .trim_end_matches('?')
            .to_owned(),
        span,
    };
    let subject = Subject {
        text: receiver,
        folded: None,
        by: Comparison::Question,
    };
    Test::new(subject, vec![Constant::named(value, None)])
}
