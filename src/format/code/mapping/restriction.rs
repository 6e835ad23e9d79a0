//! Checks and selections that keep only some values of a list: `if g == "d": raise …`, `require(g == M || g == W)`.
//! The affected list and any lost entries can only be determined for the whole application.

use tree_sitter::Node;

use super::super::lowering::{Call, Fork, Shape};
use super::super::reader::span;
use super::lower::Lower;
use super::{conduct, guard, selection};
use crate::format::logic::{Constant, Expression, Test};
use crate::model::{Comparison, LeftOver, ModelPath, Restriction, Span};

/// Maximum length of an expression; longer ones test more than the entry.
pub(super) const LONGEST: usize = 400;
/// Maximum nesting of statements in a body that only rejects or returns.
pub(super) const MOST_BLOCKS: usize = 4;

/// The values that a check or selection at a node lets through, with its position. `looked_after`: the field that the
/// enclosing function validates.
pub fn restriction<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
    looked_after: impl Fn() -> Option<String>,
) -> Option<(Restriction, Span)> {
    match shape {
        Shape::If(forks, otherwise) => {
            let fork = forks.first()?;
            let then = fork.then?;
            if fork.condition.byte_range().len() > LONGEST {
                return None;
            }
            if refuses(lower, then) {
                return checked(lower, fork.condition, !fork.negated, looked_after);
            }
            let is_alone = forks.len() == 1 && otherwise.is_none();
            is_alone.then(|| stored(lower, fork, then))?
        }
        Shape::Conditional(fork, Some(otherwise)) => {
            let condition = lower.reader.text(fork.condition);
            let concerns =
                condition.len() <= LONGEST && lower.reader.topic().is_mentioned_in(condition);
            if !concerns || !lower.constant(*otherwise)?.is_blank() {
                return None;
            }
            kept(lower, fork, fork.then?, &selection::given_to(lower, node)?)
        }
        Shape::Assert(condition) => checked(lower, *condition, false, looked_after),
        Shape::Call(call) => match (call.receiver, lower.reader.text(call.name)) {
            (None, "require" | "check" | "assert") => {
                checked(lower, *call.arguments.first()?, false, looked_after)
            }
            (Some(receiver), "of" | "range") if lower.reader.text(receiver) == "EnumSet" => {
                selection::members(lower, node, call)
            }
            (Some(receiver), name) => selection::selected(lower, node, call, receiver, name),
            (None, "array_slice") => selection::cut_by_call(lower, node, call),
            _ => None,
        },
        Shape::Index(list, positions) => selection::cut(lower, node, *list, *positions),
        Shape::Pair(key) => selection::stated_by_key(lower, node, *key),
        Shape::Declaration(declaration) => {
            selection::rest_of(lower, node, declaration.name?, declaration.value?)
        }
        _ => None,
    }
}

/// A condition's statement about a field. `refuses`: matching values are rejected; otherwise all others are.
fn checked<'t>(
    lower: Lower<'_, 't>,
    condition: Node<'t>,
    refuses: bool,
    looked_after: impl Fn() -> Option<String>,
) -> Option<(Restriction, Span)> {
    if lower.reader.text(condition).len() > LONGEST {
        return None;
    }
    let topic = lower.reader.topic();
    let tests = decisive(&lower.expression(condition), refuses);
    let is_named = |test: &&Test| topic.is_mentioned_in(last_name(&test.subject.text));
    let (field, test) = match tests.iter().find(is_named) {
        Some(test) => (
            without_getter(last_name(&test.subject.text)).to_owned(),
            test,
        ),
        None => {
            // Determining the validated field is slow, and most checks are unrelated.
            let test = tests.iter().find(|test| may_be_of_entries(lower, test))?;
            let name = looked_after().filter(|name| topic.is_mentioned_in(name))?;
            (name, test)
        }
    };
    Some((stated(field, test, refuses), span(condition)))
}

/// `if (g == M || g == W) { this.geschlecht = g; }`: other values are not stored.
fn stored<'t>(
    lower: Lower<'_, 't>,
    fork: &Fork<'t>,
    then: Node<'t>,
) -> Option<(Restriction, Span)> {
    let Shape::Assignment(assignment) = lower.bare(last_statement(lower, then)?).1 else {
        return None;
    };
    let name = lower.target_name(assignment.target?)?;
    let value = assignment.value.filter(|_| !assignment.compound)?;
    kept(lower, fork, value, &name)
}

/// The values that a condition passes on unchanged, under the name of a field.
fn kept<'t>(
    lower: Lower<'_, 't>,
    fork: &Fork<'t>,
    value: Node<'t>,
    name: &str,
) -> Option<(Restriction, Span)> {
    let name = last_name(name);
    if !lower.reader.topic().is_mentioned_in(name) {
        return None;
    }
    let test = Test::from_condition(&lower.expression(fork.condition))?;
    let is_same = test.subject.by == Comparison::Whole
        && !test.asks_for_absence()
        && lower.reader.text(value) == test.subject.text;
    let restriction = stated(name.to_owned(), &test, fork.negated);
    is_same.then(|| (restriction, span(fork.condition)))
}

/// Whether a comparison with an unnamed subject may involve entries. A single number is a count.
pub(super) fn may_be_of_entries(lower: Lower<'_, '_>, test: &Test) -> bool {
    let is_number = |value: &Constant| value.text.value.bytes().all(|byte| byte.is_ascii_digit());
    let values = test.values.as_slice();
    let is_count = matches!(values, [only] if is_number(only));
    !is_count && values.iter().any(|value| guard::may_be_entry(lower, value))
}

/// The comparisons that each decide on their own: alternatives of a rejection, conjuncts of a requirement.
pub(super) fn decisive(condition: &Expression, refuses: bool) -> Vec<Test> {
    const MOST_PARTS: usize = 40;
    let mut tests = Vec::new();
    let mut open = vec![condition];
    for _ in 0..MOST_PARTS {
        let Some(part) = open.pop() else { break };
        if let Some(test) = Test::from_condition(part) {
            if test.subject.by == Comparison::Whole && !test.asks_for_absence() {
                tests.push(test);
            }
            continue;
        }
        match (part, refuses) {
            (Expression::Or(left, right), true) | (Expression::And(left, right), false) => {
                open.extend([&**right, &**left]);
            }
            _ => {}
        }
    }
    tests
}

/// The values of a field that a comparison lets through.
pub(super) fn stated(field: String, test: &Test, refuses: bool) -> Restriction {
    let values = test.values.iter().filter(|value| !value.is_blank());
    let owners = values.clone().filter_map(|value| value.owner.as_deref());
    let mut lists: Vec<String> = owners.map(|owner| last_name(owner).to_owned()).collect();
    lists.dedup();
    let values = values.map(|value| value.text.value.clone()).collect();
    Restriction {
        path: ModelPath::default(),
        field,
        lists,
        left: match test.negated == refuses {
            true => LeftOver::Only(values),
            false => LeftOver::AllBut(values),
        },
    }
}

/// Whether a body ends by rejecting: it throws, returns an error, or records one.
fn refuses<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> bool {
    const ERRORS: [&str; 3] = ["errors.New(", "errors.Wrap(", "fmt.Errorf("];
    const LOGS: [&str; 4] = ["console", "log", "logger", "logging"];
    if guard::throws(lower, body) {
        return true;
    }
    let Some(last) = last_statement(lower, body) else {
        return false;
    };
    match lower.bare(last).1 {
        Shape::Return(Some(_)) => {
            let text = lower.reader.text(last);
            ERRORS.iter().any(|error| text.contains(error))
        }
        Shape::Call(call) => {
            let is_logged = call.receiver.is_some_and(|receiver| {
                let name = last_name(lower.reader.text(receiver)).to_lowercase();
                LOGS.contains(&name.as_str())
            });
            let name = lower.reader.text(call.name);
            !is_logged && (name == "add" && adds_error(lower, &call) || conduct::notes_error(name))
        }
        _ => false,
    }
}

/// `errors.add(:geschlecht, …)`.
fn adds_error<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> bool {
    let receiver = call.receiver.map(|receiver| lower.reader.text(receiver));
    receiver.is_some_and(|receiver| last_name(receiver) == "errors")
}

fn last_statement<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> Option<Node<'t>> {
    let mut node = body;
    for _ in 0..MOST_BLOCKS {
        node = match lower.bare(node).1 {
            Shape::Block(children) | Shape::Body(children) => *children.last()?,
            Shape::Statement(inner) => inner,
            _ => return Some(node),
        };
    }
    None
}

/// Whether a character may be part of a name.
pub(super) fn is_part_of_name(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// The last name in an expression: `geschlecht` in `self.data["geschlecht"]`.
pub(super) fn last_name(written: &str) -> &str {
    let written = written.trim_end_matches(|ch: char| !is_part_of_name(ch));
    let mut names = written.rsplit(|ch: char| !is_part_of_name(ch));
    names.next().unwrap_or(written)
}

/// `Geschlecht` for `getGeschlecht`.
pub(super) fn without_getter(name: &str) -> &str {
    if let Some(rest) = name.strip_prefix("get_") {
        return rest;
    }
    let rest = name
        .strip_prefix("get")
        .or_else(|| name.strip_prefix("Get"));
    rest.filter(|rest| rest.starts_with(char::is_uppercase))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{last_name, without_getter};

    #[test]
    fn fields_are_named_last() {
        for (written, name) in [
            ("p.geschlecht", "geschlecht"),
            ("self.cleaned_data[\"geschlecht\"]", "geschlecht"),
            ("person.getGeschlecht()", "Geschlecht"),
            ("$this->geschlecht", "geschlecht"),
            ("getter", "getter"),
        ] {
            assert_eq!(without_getter(last_name(written)), name, "{written}");
        }
    }
}
