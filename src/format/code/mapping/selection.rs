//! Selections from lists: `Geschlecht.exclude(["d"])`, `.refine(g => g !== "d")`, `validate: { isIn: ["m", "w"] }`.

use tree_sitter::Node;

use super::super::lowering::{Call, Shape, named};
use super::super::reader::span;
use super::context::may_enclose;
use super::lower::Lower;
use super::restriction::{
    LONGEST, MOST_BLOCKS, decisive, is_part_of_name, last_name, may_be_of_entries, stated,
    without_getter,
};
use crate::format::logic::{Expression, Test, constant};
use crate::model::{LeftOver, ModelPath, Restriction, Span};
use crate::topic::is_shouted;

/// Calls that keep the values for which their argument holds.
const DEMANDING: [&str; 7] = [
    "Must", "Where", "filter", "find_all", "refine", "select", "where",
];
/// Calls that remove the values for which their argument holds.
const REFUSING: [&str; 3] = ["filterNot", "reject", "removeIf"];
/// Calls that remove the values passed to them.
#[rustfmt::skip]
const LEAVING_OUT: [&str; 10] = [
    "disallow", "except", "exclude", "invalid", "minus", "notOneOf", "omit", "removeItem", "RemoveItem", "without",
];
/// Calls that keep only the values passed to them.
const PICKING: [&str; 3] = ["extract", "pick", "slice"];
/// Calls that keep a given number of leading values.
const FIRST: [&str; 6] = ["Take", "first", "head", "limit", "prefix", "take"];
/// Calls that keep the values between two positions.
const BETWEEN: [&str; 3] = ["slice", "subList", "sublist"];

/// `geschlecht: { type: ENUM("m", "w", "d", "x"), validate: { isIn: [["m", "w"]] } }` (Sequelize),
/// `->add("geschlecht", …, ["choice_filter" => fn ($g) => in_array($g, ["m", "w"])])` (Symfony).
pub(super) fn stated_by_key<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    key: Node<'t>,
) -> Option<(Restriction, Span)> {
    let key = lower.reader.unquoted(key);
    let value = || named(node).last();
    let left = match key.as_str() {
        "isIn" => LeftOver::Only(constants(lower, value()?)?),
        "notIn" => LeftOver::AllBut(constants(lower, value()?)?),
        "choice_filter" => left_by_condition(lower, value()?, false)?,
        _ => return None,
    };
    let restriction = Restriction {
        path: ModelPath::default(),
        field: given_to(lower, node)?,
        lists: Vec::new(),
        left,
    };
    Some((restriction, span(node)))
}

/// The constants in a list of any nesting; `None` if it contains anything else.
fn constants<'t>(lower: Lower<'_, 't>, list: Node<'t>) -> Option<Vec<String>> {
    let expression = lower.expression(list);
    let mut values = Vec::new();
    let mut open = vec![&expression];
    while let Some(part) = open.pop() {
        match part {
            Expression::List(items) => open.extend(items),
            single => values.push(constant(single)?.text.value.clone()),
        }
    }
    Some(values)
}

/// `const { d, x, ...GESCHLECHTER } = ALLE`: a table without some of its keys.
pub(super) fn rest_of<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    pattern: Node<'t>,
    table: Node<'t>,
) -> Option<(Restriction, Span)> {
    if pattern.kind() != "object_pattern" || table.byte_range().len() > LONGEST {
        return None;
    }
    let mut keys = Vec::new();
    let mut rest = None;
    for part in named(pattern) {
        match part.kind() {
            "rest_pattern" => rest = Some(last_name(lower.reader.text(part))),
            "pair_pattern" => keys.extend(unquoted(lower, part.child_by_field_name("key"))),
            _ => keys.push(lower.reader.text(part).to_owned()),
        }
    }
    let field = rest.filter(|rest| lower.reader.topic().is_mentioned_in(rest))?;
    let restriction = Restriction {
        path: ModelPath::default(),
        field: field.to_owned(),
        lists: names_in(lower.reader.text(table)),
        left: LeftOver::AllBut(keys),
    };
    Some((restriction, span(node)))
}

/// The values that a call keeps of its receiver.
pub(super) fn selected<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    call: &Call<'t>,
    receiver: Node<'t>,
    name: &str,
) -> Option<(Restriction, Span)> {
    let on = lower.reader.text(receiver);
    // _.omit(ALLE, "d")
    let (source, arguments) = match call.arguments.as_slice() {
        [first, rest @ ..] if matches!(on, "_" | "R" | "lodash") => {
            (lower.reader.text(*first), rest)
        }
        all => (on, all),
    };
    let demands = DEMANDING.contains(&name);
    let left = if demands || REFUSING.contains(&name) {
        left_by_condition(lower, *arguments.first()?, !demands)?
    } else if LEAVING_OUT.contains(&name) {
        LeftOver::AllBut(handed(lower, arguments)?)
    } else {
        match positions(lower, arguments) {
            Some(numbers) => is_shortened(name, &numbers).then_some(LeftOver::Fewer)?,
            None if PICKING.contains(&name) => LeftOver::Only(handed(lower, arguments)?),
            None => return None,
        }
    };
    let topic = lower.reader.topic();
    // In this case only the list itself can show that it contains entries.
    if left == LeftOver::Fewer && !topic.is_mentioned_in(source) {
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

/// `EnumSet.of(Gender.MALE, Gender.FEMALE)`: some of the members of a type.
pub(super) fn members<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    call: &Call<'t>,
) -> Option<(Restriction, Span)> {
    let first = lower.reader.text(*call.arguments.first()?);
    let (qualifier, _) = first.rsplit_once('.')?;
    let of = last_name(qualifier).to_owned();
    let field = given_to(lower, node).unwrap_or_else(|| of.clone());
    if !lower.reader.topic().is_mentioned_in(&field) {
        return None;
    }
    let restriction = Restriction {
        path: ModelPath::default(),
        field,
        lists: vec![of],
        left: LeftOver::Only(handed(lower, &call.arguments)?),
    };
    Some((restriction, span(node)))
}

/// `GENDERS[:2]`, `GENDERS[0..1]`: the first entries of a list.
pub(super) fn cut<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    list: Node<'t>,
    positions: Node<'t>,
) -> Option<(Restriction, Span)> {
    let written: String = lower.reader.text(positions).split_whitespace().collect();
    let (end, is_included) = match written.trim_start_matches('0') {
        rest if rest.starts_with("...") => (rest.strip_prefix("...")?, false),
        rest if rest.starts_with("..<") => (rest.strip_prefix("..<")?, false),
        rest if rest.starts_with("..") => (rest.strip_prefix("..")?, true),
        rest => (rest.strip_prefix(':')?, false),
    };
    let end = end.parse::<usize>().ok()? + usize::from(is_included);
    first_of(lower, node, list, end)
}

/// `array_slice($genders, 0, 2)`.
pub(super) fn cut_by_call<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    call: &Call<'t>,
) -> Option<(Restriction, Span)> {
    let [list, numbers @ ..] = call.arguments.as_slice() else {
        return None;
    };
    match positions(lower, numbers)?.as_slice() {
        [0, end] => first_of(lower, node, *list, *end),
        _ => None,
    }
}

/// The restriction to the first entries of a list. A text is cut, too, so the list must be named like one.
fn first_of<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    list: Node<'t>,
    end: usize,
) -> Option<(Restriction, Span)> {
    let source = lower.reader.text(list);
    let topic = lower.reader.topic();
    let is_list = topic.is_mentioned_in(source) || is_shouted(last_name(source));
    if source.len() > LONGEST || !is_list || !is_shortened("slice", &[0, end]) {
        return None;
    }
    let field = given_to(lower, node)?;
    let restriction = Restriction {
        path: ModelPath::default(),
        field,
        lists: names_in(source),
        left: LeftOver::Fewer,
    };
    Some((restriction, span(node)))
}

/// The values that a predicate keeps: `.filter(g => g !== "d")`, `.Where(g => g.Index < 2)`.
fn left_by_condition<'t>(lower: Lower<'_, 't>, asked: Node<'t>, refuses: bool) -> Option<LeftOver> {
    /// A list that is filtered as users type loses nothing.
    const SEARCHING: [&str; 5] = [
        "contains(",
        "includes(",
        "indexOf(",
        "startsWith(",
        "toLowerCase(",
    ];
    let text = lower.reader.text(asked);
    if text.len() > LONGEST {
        return None;
    }
    let body = condition_of(lower, asked)?;
    let expression = lower.expression(body);
    // A condition on the entry of an object (`p.geschlecht`) selects people.
    let topic = lower.reader.topic();
    let is_of_value = |test: &Test| {
        let subject = test.subject.text.trim_start_matches('$');
        subject.chars().all(is_part_of_name) || !topic.is_mentioned_in(last_name(subject))
    };
    match decisive(&expression, refuses).first() {
        Some(test) if is_of_value(test) && may_be_of_entries(lower, test) => {
            Some(stated(String::new(), test, refuses).left)
        }
        Some(_) => None,
        // It removes missing values only.
        None if Test::from_condition(&expression).is_some() => None,
        None if SEARCHING.iter().any(|word| text.contains(word)) => None,
        None => Some(LeftOver::Fewer),
    }
}

/// The expression returned by an inline function.
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

/// The body of a function argument, whatever wraps it.
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

/// The values passed to a call; `None` if any is not a constant.
fn handed<'t>(lower: Lower<'_, 't>, arguments: &[Node<'t>]) -> Option<Vec<String>> {
    const MOST_VALUES: usize = 12;
    let mut values = Vec::new();
    for argument in arguments.iter().take(MOST_VALUES) {
        values.extend(constants(lower, *argument)?);
    }
    values.retain(|value| !value.trim().is_empty());
    (!values.is_empty()).then_some(values)
}

/// The arguments of a call if all are numbers.
fn positions<'t>(lower: Lower<'_, 't>, arguments: &[Node<'t>]) -> Option<Vec<usize>> {
    let numbers = arguments.iter().map(|argument| {
        let written = lower.reader.text(*argument).trim();
        written.parse().ok()
    });
    numbers.collect()
}

/// Whether a call keeps fewer than four values: `take(2)`, `slice(0, 2)`. Skipping the first removes the prompt to
/// choose, and keeping a single one takes the first letter of a text.
fn is_shortened(call: &str, numbers: &[usize]) -> bool {
    const ENTRIES: usize = 4;
    let is_part = |count: &usize| (2..ENTRIES).contains(count);
    match numbers {
        [count] => FIRST.contains(&call) && is_part(count),
        [0, end] => BETWEEN.contains(&call) && is_part(end),
        _ => false,
    }
}

/// The name that receives an expression's value: a key, a variable, a property, a function that returns it, or the
/// first argument of the same call (`validates :geschlecht, inclusion: { in: … }`).
pub(super) fn given_to<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    const MOST_LEVELS: usize = 12;
    let topic = lower.reader.topic();
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    for outer in outwards
        .take(MOST_LEVELS)
        .take_while(|outer| may_enclose(*outer))
    {
        let (name, is_last) = match lower.shape(outer) {
            Shape::Pair(key) => (Some(lower.reader.unquoted(key)), false),
            Shape::Call(call) => (first_handed(lower, &call), false),
            Shape::Declaration(declaration) => (unquoted(lower, declaration.name), true),
            Shape::Assignment(assignment) => (unquoted(lower, assignment.target), true),
            Shape::Function(function) if function.name.is_some() => {
                (unquoted(lower, function.name), true)
            }
            Shape::Class(_) => return None,
            _ => continue,
        };
        let name = name.filter(|name| topic.is_mentioned_in(name));
        if let Some(name) = name {
            return Some(without_getter(last_name(&name)).to_owned());
        }
        if is_last {
            return None;
        }
    }
    None
}

fn unquoted<'t>(lower: Lower<'_, 't>, name: Option<Node<'t>>) -> Option<String> {
    name.map(|name| lower.reader.unquoted(name))
}

/// The constant in a call's first argument, if it is a name.
fn first_handed<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<String> {
    const LONGEST_NAME: usize = 60;
    let first = *call.arguments.first()?;
    if first.byte_range().len() > LONGEST_NAME {
        return None;
    }
    let constant = lower.constant(first)?;
    let name = constant.text.value.trim_start_matches(':').to_owned();
    name.chars().all(is_part_of_name).then_some(name)
}

/// The property that a rule applies to: `RuleFor(p => p.Geschlecht)`.
fn ruled(receiver: &str) -> Option<&str> {
    let (_, rest) = receiver.rsplit_once("RuleFor(")?;
    let (property, _) = rest.split_once(')')?;
    Some(last_name(property))
}

/// The distinct names in an expression.
fn names_in(written: &str) -> Vec<String> {
    const MOST_NAMES: usize = 12;
    let mut names: Vec<String> = Vec::new();
    for name in written.split(|ch: char| !is_part_of_name(ch)) {
        let is_name = name.starts_with(|ch: char| ch.is_alphabetic());
        if is_name && names.len() < MOST_NAMES && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{is_shortened, names_in, ruled};

    #[test]
    fn rules_name_their_property() {
        let rule = "RuleFor(p => p.Geschlecht).NotNull()";
        assert_eq!(ruled(rule), Some("Geschlecht"));
        assert_eq!(ruled("personen.Where(p => p.Aktiv)"), None);
        let names = names_in("Enum.GetValues<Geschlecht>()");
        assert_eq!(names, ["Enum", "GetValues", "Geschlecht"]);
    }

    #[test]
    fn some_of_the_first_are_fewer() {
        assert!(is_shortened("take", &[2]));
        assert!(is_shortened("slice", &[0, 2]));
        assert!(!is_shortened("slice", &[1]));
        assert!(!is_shortened("slice", &[0, 1]));
        assert!(!is_shortened("take", &[1]));
        assert!(!is_shortened("limit", &[4]));
    }
}
