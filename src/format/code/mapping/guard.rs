//! Conditions that refuse everything but some values: they say all that a field may hold.

use tree_sitter::Node;

use super::super::lowering::Shape;
use super::super::reader::span;
use super::lower::Lower;
use crate::format::logic::{self, Constant, Test};
use crate::model::{Comparison, Span, Value};

/// Words before the name of a field in the names of functions that look after it.
const LOOKING_AFTER: [&str; 13] = [
    "assert",
    "check",
    "clean",
    "ensure",
    "hasValid",
    "has_valid",
    "isValid",
    "is_valid",
    "set",
    "valid",
    "validate",
    "validates",
    "verify",
];

/// What a field may hold.
pub struct Allowed {
    /// The field.
    pub field: String,
    /// All it may hold.
    pub values: Vec<Value>,
    /// Whether the function around is there to look after the field, whoever declares it.
    pub validates: bool,
    /// The head of the function around, where nothing but the parameter's name says what it is about.
    pub head: Option<String>,
    /// Where that is said.
    pub at: Span,
}

/// `if value not in ("m", "w"): raise …`, `require(gender in listOf("m", "w"))`, and `return g in ("m", "w")` of a
/// function that is there to look after the field. `declared`: the field that the function around is declared to look
/// after, `function`: the name of that function, `head_of`: its name with its parameters.
pub fn allowed<'t>(
    lower: Lower<'_, 't>,
    shape: &Shape<'t>,
    declared: impl Fn() -> Option<String>,
    function: impl Fn() -> Option<String>,
    head_of: impl Fn() -> Option<String>,
) -> Option<Allowed> {
    /// Longer expressions join other questions.
    const LONGEST: usize = 200;
    let mut returned = false;
    let (condition, asks_for_others) = match shape {
        Shape::If(forks, None) => match forks.as_slice() {
            [only] if throws(lower, only.then?) => (only.condition, !only.negated),
            _ => return None,
        },
        Shape::Call(call)
            if call.receiver.is_none()
                && matches!(lower.reader.text(call.name), "require" | "check") =>
        {
            (*call.arguments.first()?, false)
        }
        Shape::Return(Some(value)) if lower.reader.text(*value).len() <= LONGEST => {
            returned = true;
            (*value, false)
        }
        _ => return None,
    };
    let test = Test::from_condition(&lower.expression(condition))?;
    if test.negated != asks_for_others || test.subject.by != Comparison::Whole {
        return None;
    }
    let stated = test.values.iter().filter(|value| !value.is_blank());
    let values: Vec<&Constant> = stated.collect();
    if values.len() < 2 {
        return None;
    }
    let asked = logic::last_part(&test.subject.text);
    let topic = lower.reader.topic();
    let called = || {
        let function = function().filter(|function| !function.starts_with("set"))?;
        looked_after(&function)
    };
    let validated = declared()
        .or_else(called)
        .filter(|name| topic.is_mentioned_in(name));
    if returned && validated.is_none() {
        return None;
    }
    // A parameter or variable of its own name: whatever it came from, nothing else gets further.
    let is_own = topic.is_mentioned_in(asked) && test.subject.text.trim_start_matches('$') == asked;
    let validates = validated.is_some() || is_own;
    let field = match topic.is_mentioned_in(asked) {
        true => asked.to_owned(),
        false => match validated {
            Some(name) => name,
            None => looked_after(&function()?).filter(|name| topic.is_mentioned_in(name))?,
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

/// The field that a function is about: `validate_gender`, `setGender`.
fn looked_after(function: &str) -> Option<String> {
    let rest = LOOKING_AFTER
        .iter()
        .filter_map(|word| function.strip_prefix(word))
        .min_by_key(|rest| rest.len())?;
    let rest = match rest.strip_prefix('_') {
        Some(rest) => rest,
        None if rest.starts_with(char::is_uppercase) => rest,
        None => return None,
    };
    let first = rest.chars().next()?;
    Some(first.to_lowercase().chain(rest.chars().skip(1)).collect())
}

fn is_removal(text: &str, kind: &str) -> bool {
    matches!(kind, "unset_statement" | "delete_statement") || text.starts_with("delete ")
}

/// Whether the last thing a body does is to raise an error, or to throw the value away.
fn throws<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> bool {
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
            // unset($contact['gender']), delete person.gender: the value goes no further either.
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
        assert_eq!(looked_after("load"), None);
    }
}
