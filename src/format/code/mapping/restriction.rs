//! Checks and selections that let only some values of a list through: `if g == "d": raise …`, `.refine(g => g !== "d")`,
//! `Geschlecht.exclude(["d"])`. Which list they are about, and whether an entry is lost, is seen from the whole application.

use tree_sitter::Node;

use super::super::lowering::{Call, Shape, named};
use super::super::reader::span;
use super::context::may_enclose;
use super::lower::Lower;
use super::{conduct, guard};
use crate::format::logic::{Constant, Expression, Test, constant};
use crate::model::{Comparison, LeftOver, ModelPath, Restriction, Span};

/// Longer expressions ask more than which entry it is.
const LONGEST: usize = 400;
/// Statements are not nested deeper in a body that only refuses, nor calls in what they are given to.
const MOST_BLOCKS: usize = 4;

/// Calls whose argument must hold for a value to get through.
const DEMANDING: [&str; 7] = [
    "Must", "Where", "filter", "find_all", "refine", "select", "where",
];
/// Calls whose argument must not hold.
const REFUSING: [&str; 3] = ["filterNot", "reject", "removeIf"];
/// Calls that leave all but the values handed to them.
#[rustfmt::skip]
const LEAVING_OUT: [&str; 10] = [
    "disallow", "except", "exclude", "invalid", "minus", "notOneOf", "omit", "removeItem", "RemoveItem", "without",
];
/// Calls that leave the values handed to them.
const PICKING: [&str; 3] = ["extract", "pick", "slice"];
/// Calls that leave as many of the first values as they are told.
const FIRST: [&str; 6] = ["Take", "first", "head", "limit", "prefix", "take"];
/// Calls that leave the values between two positions.
const BETWEEN: [&str; 3] = ["slice", "subList", "sublist"];

/// What a check or a selection at a node leaves, and where that is said. `looked_after`: the field that the function around
/// is there to look after.
pub fn restriction<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
    looked_after: impl Fn() -> Option<String>,
) -> Option<(Restriction, Span)> {
    match shape {
        Shape::If(forks, _) => {
            let fork = forks.first().filter(|fork| {
                let length = fork.condition.byte_range().len();
                length <= LONGEST && fork.then.is_some_and(|then| refuses(lower, then))
            })?;
            checked(lower, fork.condition, !fork.negated, looked_after)
        }
        Shape::Assert(condition) => checked(lower, *condition, false, looked_after),
        Shape::Call(call) => match (call.receiver, lower.reader.text(call.name)) {
            (None, "require" | "check" | "assert") => {
                checked(lower, *call.arguments.first()?, false, looked_after)
            }
            (Some(receiver), name) => selected(lower, node, call, receiver, name),
            _ => None,
        },
        _ => None,
    }
}

/// What a condition says of a field. `refuses`: values for which it holds do not get through; else all others do not.
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
            let name = looked_after().filter(|name| topic.is_mentioned_in(name))?;
            (name, tests.first()?)
        }
    };
    Some((stated(field, test, refuses), span(condition)))
}

/// The comparisons with values each of which decides by itself: alternatives of what is refused, parts of what must hold.
fn decisive(condition: &Expression, refuses: bool) -> Vec<Test> {
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

fn stated(field: String, test: &Test, refuses: bool) -> Restriction {
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

/// Whether a body ends by refusing: it throws, gives an error back, or notes one.
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

/// What a call leaves of the list that it is called on.
fn selected<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    call: &Call<'t>,
    receiver: Node<'t>,
    name: &str,
) -> Option<(Restriction, Span)> {
    let demands = DEMANDING.contains(&name);
    let left = if demands || REFUSING.contains(&name) {
        left_by_condition(lower, call, !demands)?
    } else if LEAVING_OUT.contains(&name) {
        LeftOver::AllBut(handed(lower, call)?)
    } else {
        match positions(lower, call) {
            Some(numbers) => is_shortened(name, &numbers).then_some(LeftOver::Fewer)?,
            None if PICKING.contains(&name) => LeftOver::Only(handed(lower, call)?),
            None => return None,
        }
    };
    let topic = lower.reader.topic();
    let on = lower.reader.text(receiver);
    // Nothing but the list itself says then that it holds entries.
    if left == LeftOver::Fewer && !topic.is_mentioned_in(on) {
        return None;
    }
    let called = match name {
        "removeItem" | "RemoveItem" => Some(last_name(on)),
        "Must" => ruled(on),
        _ => None,
    };
    let field = called
        .map(str::to_owned)
        .or_else(|| given_to(lower, node))
        .filter(|name| topic.is_mentioned_in(name))?;
    // _.omit(ALLE, "d")
    let is_library = matches!(on, "_" | "R" | "lodash");
    let source = match call.arguments.first().filter(|_| is_library) {
        Some(first) => lower.reader.text(*first),
        None => on,
    };
    let lists = match name {
        "removeItem" | "RemoveItem" => names_in(lower.reader.text(node)),
        _ => names_in(source),
    };
    let restriction = Restriction {
        path: ModelPath::default(),
        field,
        lists,
        left,
    };
    Some((restriction, span(node)))
}

/// What is left by a function that is asked for each value: `.filter(g => g !== "d")`, `.Where(g => g.Index < 2)`.
fn left_by_condition<'t>(lower: Lower<'_, 't>, call: &Call<'t>, refuses: bool) -> Option<LeftOver> {
    /// A list that is searched as people type holds all that it did.
    const SEARCHING: [&str; 5] = [
        "contains(",
        "includes(",
        "indexOf(",
        "startsWith(",
        "toLowerCase(",
    ];
    let asked = call.arguments.first()?;
    let text = lower.reader.text(*asked);
    if text.len() > LONGEST {
        return None;
    }
    let body = condition_of(lower, *asked)?;
    let expression = lower.expression(body);
    // A condition that asks for something else of what has an entry chooses people.
    let topic = lower.reader.topic();
    let is_of_value = |test: &Test| !topic.is_mentioned_in(last_name(&test.subject.text));
    match decisive(&expression, refuses).first() {
        Some(test) if is_of_value(test) => Some(stated(String::new(), test, refuses).left),
        Some(_) => None,
        // Whatever has no value goes.
        None if Test::from_condition(&expression).is_some() => None,
        None if SEARCHING.iter().any(|word| text.contains(word)) => None,
        None => Some(LeftOver::Fewer),
    }
}

/// The expression that a function written in place gives back.
fn condition_of<'t>(lower: Lower<'_, 't>, function: Node<'t>) -> Option<Node<'t>> {
    let mut node = body_of(lower, function)?;
    for _ in 0..MOST_BLOCKS {
        node = match lower.bare(node).1 {
            Shape::Block(children) | Shape::Body(children) => match children.as_slice() {
                [only] => *only,
                _ => return None,
            },
            Shape::Statement(inner) | Shape::Return(Some(inner)) => inner,
            _ => return Some(node),
        };
    }
    None
}

/// The body of a function that is handed to a call, however it is wrapped.
fn body_of<'t>(lower: Lower<'_, 't>, argument: Node<'t>) -> Option<Node<'t>> {
    let mut node = argument;
    for _ in 0..MOST_BLOCKS {
        let (inner, shape) = lower.bare(node);
        if matches!(shape, Shape::Function(_)) {
            let body = inner.child_by_field_name("body");
            return body.or_else(|| named(inner).last());
        }
        node = named(inner).last().filter(|_| named(inner).count() == 1)?;
    }
    None
}

/// The values handed to a call; `None` if there are others than constants.
fn handed<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<Vec<String>> {
    const MOST_VALUES: usize = 12;
    let mut values = Vec::new();
    for argument in call.arguments.iter().take(MOST_VALUES) {
        let expression = lower.expression(*argument);
        let stated = match &expression {
            Expression::List(items) => items.iter().map(constant).collect::<Option<Vec<_>>>(),
            single => constant(single).map(|only| vec![only]),
        };
        match stated {
            Some(stated) => {
                let stated = stated.into_iter().filter(|value| !value.is_blank());
                values.extend(stated.map(|value: &Constant| value.text.value.clone()));
            }
            // _.omit(ALLE, …)
            None if values.is_empty() && call.arguments.len() > 1 => {}
            None => return None,
        }
    }
    (!values.is_empty()).then_some(values)
}

/// The numbers that a call is handed, if it is handed nothing else.
fn positions<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<Vec<usize>> {
    let numbers = call.arguments.iter().map(|argument| {
        let written = lower.reader.text(*argument).trim();
        written.parse().ok()
    });
    numbers.collect()
}

/// Whether a call leaves fewer than four values: `take(2)`, `slice(0, 2)`. One that leaves out the first takes away the line
/// that asks to choose.
fn is_shortened(call: &str, numbers: &[usize]) -> bool {
    const ENTRIES: usize = 4;
    match numbers {
        [count] => FIRST.contains(&call) && *count < ENTRIES,
        [0, end] => BETWEEN.contains(&call) && *end < ENTRIES,
        _ => false,
    }
}

/// The name that is given to the value of an expression: a key, a variable, a property, a function that returns it.
fn given_to<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    const MOST_LEVELS: usize = 12;
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    for outer in outwards
        .take(MOST_LEVELS)
        .take_while(|outer| may_enclose(*outer))
    {
        let name = match lower.shape(outer) {
            Shape::Pair(key) => Some(key),
            Shape::Declaration(declaration) => declaration.name,
            Shape::Assignment(assignment) => assignment.target,
            Shape::Function(function) if function.name.is_some() => function.name,
            Shape::Class(_) => return None,
            _ => continue,
        };
        let name = lower.reader.unquoted(name?);
        return Some(without_getter(last_name(&name)).to_owned());
    }
    None
}

/// The property that a rule is for: `RuleFor(p => p.Geschlecht)`.
fn ruled(receiver: &str) -> Option<&str> {
    let (_, rest) = receiver.rsplit_once("RuleFor(")?;
    let (property, _) = rest.split_once(')')?;
    Some(last_name(property))
}

fn is_part_of_name(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// The last name in an expression: `geschlecht` in `self.data["geschlecht"]`.
fn last_name(written: &str) -> &str {
    let written = written.trim_end_matches(|ch| !is_part_of_name(ch));
    let mut names = written.rsplit(|ch| !is_part_of_name(ch));
    names.next().unwrap_or(written)
}

/// `Geschlecht` for `getGeschlecht`.
fn without_getter(name: &str) -> &str {
    if let Some(rest) = name.strip_prefix("get_") {
        return rest;
    }
    let rest = name
        .strip_prefix("get")
        .or_else(|| name.strip_prefix("Get"));
    rest.filter(|rest| rest.starts_with(char::is_uppercase))
        .unwrap_or(name)
}

/// The names in an expression, each once.
fn names_in(written: &str) -> Vec<String> {
    const MOST_NAMES: usize = 12;
    let mut names: Vec<String> = Vec::new();
    for name in written.split(|ch| !is_part_of_name(ch)) {
        let is_name = name.starts_with(|ch: char| ch.is_alphabetic());
        if is_name && names.len() < MOST_NAMES && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{last_name, ruled, without_getter};

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
        assert_eq!(
            ruled("RuleFor(p => p.Geschlecht).NotNull()"),
            Some("Geschlecht")
        );
        assert_eq!(ruled("personen.Where(p => p.Aktiv)"), None);
    }
}
