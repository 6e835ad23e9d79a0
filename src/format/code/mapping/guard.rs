//! Conditions that reject everything but certain values and thus list all values of a field.

use tree_sitter::Node;

use super::super::lowering::{Assignment, Shape};
use super::super::reader::span;
use super::choice::next_statement;
use super::lower::Lower;
use crate::format::logic::{self, Constant, ConstantKind, Expression, Test};
use crate::model::{Comparison, Located, Span, Value};
use crate::topic::tokens;

/// Words before the field in the names of functions that validate or set it.
const LOOKING_AFTER: [&str; 17] = [
    "assert",
    "check",
    "clean",
    "ensure",
    "hasValid",
    "has_valid",
    "is",
    "isA",
    "isValid",
    "isWith",
    "is_a",
    "is_valid",
    "set",
    "valid",
    "validate",
    "validates",
    "verify",
];

/// The allowed values of a field.
pub struct Allowed {
    /// The field.
    pub field: String,
    /// All allowed values.
    pub values: Vec<Value>,
    /// Whether the enclosing function exists to validate the field, wherever it is declared.
    pub validates: bool,
    /// The head of the enclosing function, if only the parameter's name indicates the topic.
    pub head: Option<String>,
    /// The position of the condition.
    pub at: Span,
}

/// `if value not in ("m", "w"): raise …`, `require(gender in listOf("m", "w"))`, and `return g in ("m", "w")` in a
/// validating function. `declared`: the field that the enclosing function is declared to validate; `function`: the name
/// of that function; `head_of`: its name with its parameters.
pub fn allowed<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
    declared: impl Fn() -> Option<String>,
    function: impl Fn() -> Option<String>,
    head_of: impl Fn() -> Option<String>,
) -> Option<Allowed> {
    /// Longer expressions test other things as well.
    const LONGEST: usize = 200;
    let mut returned = false;
    let mut kept = None;
    let (condition, asks_for_others) = match shape {
        Shape::If(forks, None) => match forks.as_slice() {
            [only] if throws(lower, only.then?) => (only.condition, !only.negated),
            // if value in ("m", "w"): return value … raise
            [only] => {
                kept = Some(given_back(lower, only.then?)?);
                refuses_the_rest(lower, node).then_some((only.condition, only.negated))?
            }
            _ => return None,
        },
        Shape::Call(call)
            if call.receiver.is_none()
                && matches!(lower.reader.text(call.name), "require" | "check" | "assert") =>
        {
            (*call.arguments.first()?, false)
        }
        Shape::Assert(condition) => (*condition, false),
        Shape::Return(Some(value)) if lower.reader.text(*value).len() <= LONGEST => {
            returned = true;
            (*value, false)
        }
        _ => return None,
    };
    let test = restriction(&lower.expression(condition), asks_for_others)?;
    if kept.is_some_and(|kept| kept != test.subject.text) {
        return None;
    }
    let stated = test.values.iter().filter(|value| !value.is_blank());
    let values: Vec<&Constant> = stated.collect();
    let asked = logic::last_part(&test.subject.text);
    let topic = lower.reader.topic();
    let called = || {
        let function = function().filter(|function| !function.starts_with("set"))?;
        // isMale() tests for one entry and validates none; isGenderShown(mode) tests something else.
        let is_entry = |name: &String| tokens(name).iter().any(|word| topic.is_entry(word));
        let asks = function.starts_with("is") && !function.contains("alid");
        let fits = |name: &String| {
            !is_entry(name) && (!asks || values.iter().all(|value| may_be_entry(lower, value)))
        };
        looked_after(&function).filter(fits)
    };
    let validated = declared()
        .or_else(called)
        .filter(|name| topic.is_mentioned_in(name));
    if returned && validated.is_none() {
        return None;
    }
    // A parameter or variable named after the topic: whatever its origin, no other value passes.
    let is_own = topic.is_mentioned_in(asked) && test.subject.text.trim_start_matches('$') == asked;
    let validates = validated.is_some() || is_own;
    let mut validates = validates;
    let field = match topic.is_mentioned_in(asked) {
        true => asked.to_owned(),
        false => match validated {
            Some(name) => name,
            None => {
                let function = function()?;
                let name = looked_after(&function);
                let name = name.filter(|name| topic.is_mentioned_in(name));
                match name {
                    Some(name) => name,
                    None => {
                        validates = true;
                        named_after(lower, &function, &values)?
                    }
                }
            }
        },
    };
    let is_bare = is_own && function().and_then(|name| looked_after(&name)).is_none();
    let at = span(condition);
    let values = values.into_iter().map(|value| {
        let at = value.text.span.unwrap_or(at);
        Value::plain(value.text.value.clone(), at)
    });
    Some(Allowed {
        field,
        values: values.collect(),
        validates,
        head: is_bare.then(head_of).flatten(),
        at,
    })
}

/// The restriction of one subject to certain values. A rejecting condition (`refuses`) rejects by each of its
/// alternatives; a required one demands each of its parts. `len(g) != 1 or g not in "MF"`,
/// `x && (x.g === M || x.g === F)`.
fn restriction(condition: &Expression, refuses: bool) -> Option<Test> {
    const MOST_PARTS: usize = 40;
    let restricts = |expression: &Expression| {
        let spelled = spelled_out(expression);
        let test = Test::from_condition(spelled.as_ref().unwrap_or(expression))?;
        let values = test.values.iter().filter(|value| !value.is_blank()).count();
        let restricts = test.negated == refuses && test.subject.by == Comparison::Whole;
        (restricts && values > 1).then_some(test)
    };
    let mut open = vec![condition];
    for _ in 0..MOST_PARTS {
        let part = open.pop()?;
        if let Some(test) = restricts(part) {
            return Some(test);
        }
        match (part, refuses) {
            (Expression::Or(left, right), true) | (Expression::And(left, right), false) => {
                open.extend([&**right, &**left]);
            }
            // !!(x && …)
            (Expression::Not(outer), _) => {
                if let Expression::Not(inner) = &**outer {
                    open.push(inner);
                }
            }
            _ => {}
        }
    }
    None
}

/// `g in "MF"`, `"MF".includes(g)`: a string of letters, expanded to a list.
fn spelled_out(expression: &Expression) -> Option<Expression> {
    const MOST_LETTERS: usize = 12;
    let letters = |text: &Expression| -> Option<Expression> {
        let Expression::Literal(stated) = text else {
            return None;
        };
        let letters: Vec<char> = stated.text.value.chars().collect();
        let plain = |ch: &char| ch.is_alphanumeric() || matches!(ch, '<' | '?' | '-');
        let fits = stated.kind == ConstantKind::Text
            && (2..=MOST_LETTERS).contains(&letters.len())
            && letters.iter().all(plain);
        let at = stated.text.span;
        let each = letters.into_iter().map(|letter| {
            let letter = Located {
                value: letter.to_string(),
                span: at,
            };
            Expression::text(letter)
        });
        fits.then(|| Expression::List(each.collect()))
    };
    match expression {
        Expression::Not(inner) => Some(spelled_out_once(inner, letters)?.negated()),
        _ => spelled_out_once(expression, letters),
    }
}

fn spelled_out_once(
    expression: &Expression,
    letters: impl Fn(&Expression) -> Option<Expression>,
) -> Option<Expression> {
    match expression {
        Expression::In(asked, text) => {
            Some(Expression::In(asked.clone(), Box::new(letters(text)?)))
        }
        Expression::Call(call)
            if matches!(
                call.name.as_str(),
                "includes" | "contains" | "Contains" | "include?"
            ) =>
        {
            let [asked] = call.arguments.as_slice() else {
                return None;
            };
            let list = letters(call.receiver.as_deref()?)?;
            Some(Expression::In(Box::new(asked.clone()), Box::new(list)))
        }
        _ => None,
    }
}

/// `def sex(text)`, `parse_gender(value)`: a function named after the field that rejects all but its values.
fn named_after(lower: Lower<'_, '_>, function: &str, values: &[&Constant]) -> Option<String> {
    const MOST_WORDS: usize = 2;
    let topic = lower.reader.topic();
    let words = tokens(function);
    let last = words.last()?;
    let fits = words.len() <= MOST_WORDS
        && topic.is_mentioned_in(last)
        && !topic.is_entry(last)
        && values.iter().all(|value| may_be_entry(lower, value));
    fits.then(|| last.clone())
}

/// Whether a value is the word for an entry, or a letter that may abbreviate one.
pub(super) fn may_be_entry(lower: Lower<'_, '_>, value: &Constant) -> bool {
    let text = value.text.value.as_str();
    text.chars().count() == 1 || lower.reader.topic().is_entry(text)
}

/// The field that a function validates or sets: `validate_gender`, `setGender`.
pub(super) fn looked_after(function: &str) -> Option<String> {
    let rest = LOOKING_AFTER
        .iter()
        .filter_map(|word| {
            let rest = function.strip_prefix(word)?;
            match rest.strip_prefix('_') {
                Some(rest) => Some(rest),
                None => rest.starts_with(char::is_uppercase).then_some(rest),
            }
        })
        .min_by_key(|rest| rest.len())?;
    let first = rest.chars().next()?;
    Some(first.to_lowercase().chain(rest.chars().skip(1)).collect())
}

fn is_removal(text: &str, kind: &str) -> bool {
    matches!(kind, "unset_statement" | "delete_statement") || text.starts_with("delete ")
}

/// The return value of a body with a single statement.
fn given_back<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> Option<&'t str> {
    const MOST_BLOCKS: usize = 4;
    let mut node = body;
    for _ in 0..MOST_BLOCKS {
        node = match lower.bare(node).1 {
            Shape::Return(value) => return Some(lower.reader.text(value?)),
            Shape::Block(children) | Shape::Body(children) => match children.as_slice() {
                [only] => *only,
                _ => return None,
            },
            Shape::Statement(inner) => inner,
            _ => return None,
        };
    }
    None
}

/// Whether the code after a condition and its enclosing conditions raises an error, and nothing before them returns a
/// value.
fn refuses_the_rest<'t>(lower: Lower<'_, 't>, condition: Node<'t>) -> bool {
    const MOST_LEVELS: usize = 12;
    let mut node = condition;
    for _ in 0..MOST_LEVELS {
        let mut before = node.prev_named_sibling();
        while let Some(sibling) = before {
            if matches!(lower.shape(sibling), Shape::If(..) | Shape::Switch(_))
                && lower.reader.text(sibling).contains("return")
            {
                return false;
            }
            before = sibling.prev_named_sibling();
        }
        if let Some(next) = next_statement(node) {
            return throws(lower, next);
        }
        let Some(around) = node.parent() else {
            return false;
        };
        let goes_on = matches!(
            lower.shape(around),
            Shape::If(_, None) | Shape::Block(_) | Shape::Wrapper(_)
        );
        if !goes_on && around.kind() != "then" {
            return false;
        }
        node = around;
    }
    false
}

/// Whether a body ends by raising an error or discarding the value.
pub(super) fn throws<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> bool {
    const MOST_BLOCKS: usize = 4;
    let mut node = body;
    for _ in 0..MOST_BLOCKS {
        let (inner, shape) = lower.bare(node);
        node = match shape {
            Shape::Throw => return true,
            Shape::Block(children) | Shape::Body(children) => match children.last() {
                Some(last) => *last,
                None => return false,
            },
            Shape::Statement(inner) => inner,
            // raise is a method in Ruby.
            Shape::Call(call) => {
                return call.receiver.is_none()
                    && matches!(lower.reader.text(call.name), "raise" | "fail" | "error");
            }
            // $sex = "", person.gender = null
            Shape::Assignment(Assignment {
                target: Some(target),
                value: Some(value),
                compound: false,
                ..
            }) => {
                let is_blank = lower.constant(value).is_some_and(|value| value.is_blank());
                let topic = lower.reader.topic();
                return is_blank && topic.is_mentioned_in(lower.reader.text(target));
            }
            // unset($contact['gender']), delete person.gender: the value is discarded, too.
            _ if is_removal(lower.reader.text(inner), inner.kind()) => {
                return lower
                    .reader
                    .topic()
                    .is_mentioned_in(lower.reader.text(inner));
            }
            _ => return inner.kind().contains("throw") || inner.kind().contains("raise"),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::looked_after;

    #[test]
    fn functions_are_named_after_what_they_look_after() {
        assert_eq!(looked_after("validate_gender").as_deref(), Some("gender"));
        assert_eq!(looked_after("setGenderCode").as_deref(), Some("genderCode"));
        assert_eq!(looked_after("settle_gender"), None);
        assert_eq!(looked_after("isWithGender").as_deref(), Some("gender"));
        assert_eq!(looked_after("issue_gender"), None);
        assert_eq!(looked_after("load"), None);
    }
}
