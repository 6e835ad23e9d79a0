//! Keywords that take values out of a list again: a second list, `not`, `pattern`, lengths, also in the parts of an `allOf`.

use regex::Regex;

use super::super::tree::Node;
use super::dialect::{self, Facts, Walk};
use crate::format::limits::COMPOSITION_DEPTH;
use crate::model::{Domain, Known, Reference, Span, Value};

/// Keywords that may demand something of a value besides the one that lists it.
const NARROWING: [&str; 8] = [
    "allOf",
    "anyOf",
    "oneOf",
    "const",
    "maxLength",
    "minLength",
    "not",
    "pattern",
];

/// Longer patterns are not tried.
const LONGEST_PATTERN: usize = 1_000;

/// What one keyword demands of a value.
enum Demand {
    In(Vec<Value>),
    NotIn(Vec<Value>),
    Matches(Regex),
    MatchesNot(Regex),
    AtLeast(usize),
    AtMost(usize),
    /// Something that is not understood.
    Unknown,
}

impl Demand {
    fn admits(&self, value: &Value) -> bool {
        let raw = value.raw.value.as_str();
        let is_listed = |list: &[Value]| list.iter().any(|other| other.raw.value == raw);
        match self {
            Self::In(list) => is_listed(list),
            Self::NotIn(list) => !is_listed(list),
            Self::Matches(pattern) => pattern.is_match(raw),
            Self::MatchesNot(pattern) => !pattern.is_match(raw),
            Self::AtLeast(length) => raw.chars().count() >= *length,
            Self::AtMost(length) => raw.chars().count() <= *length,
            Self::Unknown => true,
        }
    }
}

/// What the other keywords of a schema leave of its values. Where that is not certain, the list stays, with a note of what
/// may narrow it.
pub(super) fn narrow<'t>(
    facts: Facts<'t>,
    node: Node<'t>,
    walk: &Walk<'_, 't>,
    depth: usize,
) -> Facts<'t> {
    let is_referring = node.get("$ref").is_some();
    let narrows = |key: &&str| node.get(key).is_some();
    // The keywords of a list of values are about the list as a whole.
    if node.get("items").is_some()
        || !(NARROWING.iter().any(narrows) || is_referring && node.get("enum").is_some())
    {
        return facts;
    }
    let base = dialect::listed(&facts, walk, depth);
    let is_elsewhere = matches!(
        facts.domain,
        Some((Known::Yes(Domain::Reference(Reference::Named(_))), _))
    );
    if base.is_none() && !is_elsewhere {
        return facts;
    }
    let mut demands = Vec::new();
    collect(&mut demands, node, false, walk, depth);
    let Some(base) = base else {
        // It is unknown what remains of a list in another document.
        let restricting = demands.iter().find(|(demand, _)| match demand {
            Demand::NotIn(list) => !list.is_empty(),
            Demand::In(_) => is_referring,
            _ => false,
        });
        let narrowed = restricting.map(|(_, at)| *at).or(facts.narrowed);
        return Facts { narrowed, ..facts };
    };
    let all = base.len();
    let mut kept = base;
    let mut narrowed = None;
    let mut is_certain = true;
    for (demand, at) in &demands {
        let before = kept.len();
        kept.retain(|value| demand.admits(value));
        let is_unknown = matches!(demand, Demand::Unknown);
        is_certain &= !is_unknown;
        if kept.len() < before || is_unknown {
            narrowed = Some(*at);
        }
    }
    let Some(at) = narrowed else { return facts };
    // Older dialects ignore keywords beside a reference; an empty rest is an error of another kind.
    if kept.is_empty() || kept.len() < all && is_referring || !is_certain {
        return Facts {
            narrowed: Some(at),
            ..facts
        };
    }
    Facts {
        domain: Some((Known::closed(kept), at)),
        target: None,
        ..facts
    }
}

/// Collects the demands of a schema and, `as_part` of an `allOf`, those of what it refers to.
fn collect<'t>(
    demands: &mut Vec<(Demand, Span)>,
    node: Node<'t>,
    as_part: bool,
    walk: &Walk<'_, 't>,
    depth: usize,
) {
    if depth > COMPOSITION_DEPTH {
        return;
    }
    if let Some(list) = node.get("enum").filter(|list| list.is_list()) {
        let facts = dialect::of_enum(node, list);
        demands.extend(only_in(dialect::listed(&facts, walk, depth), list));
    }
    if let Some(reference) = node.get("$ref").filter(|_| as_part) {
        let facts = dialect::of_reference(reference, walk);
        demands.extend(only_in(dialect::listed(&facts, walk, depth), reference));
    }
    if let Some(value) = node.get("const") {
        let list = value
            .scalar()
            .map(|raw| vec![Value::plain(raw, value.span())]);
        demands.extend(only_in(list, value));
    }
    // Without a keyword that comes first, the list is made of these branches.
    let is_listed = ["$ref", "enum", "const"]
        .iter()
        .any(|key| node.get(key).is_some());
    let branches = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| node.get(key))
        .skip(usize::from(!as_part && !is_listed));
    for branches in branches {
        let facts = dialect::of_alternatives(branches, walk, depth);
        demands.extend(only_in(dialect::listed(&facts, walk, depth), branches));
    }
    if let Some(refused) = node.get("not") {
        demands.extend(negated(refused, walk, depth).map(|demand| (demand, refused.span())));
    }
    if let Some(written) = node.get("pattern") {
        let demand = pattern(written).map_or(Demand::Unknown, Demand::Matches);
        demands.push((demand, written.span()));
    }
    let length = |key: &str| {
        let limit = node.get(key)?;
        Some((usize::try_from(limit.number()?).ok()?, limit.span()))
    };
    let longest = length("maxLength").map(|(length, at)| (Demand::AtMost(length), at));
    let shortest = length("minLength").map(|(length, at)| (Demand::AtLeast(length), at));
    demands.extend(longest.into_iter().chain(shortest));
    for part in node.items_of("allOf") {
        collect(demands, part, true, walk, depth + 1);
    }
}

/// The demand to be in a list. A list of nothing but `null` demands nothing of values.
fn only_in(list: Option<Vec<Value>>, at: Node<'_>) -> Option<(Demand, Span)> {
    let list = list.filter(|list| !list.is_empty())?;
    Some((Demand::In(list), at.span()))
}

/// What a schema under `not` demands.
fn negated<'t>(refused: Node<'t>, walk: &Walk<'_, 't>, depth: usize) -> Option<Demand> {
    const ABOUT_VALUES: [&str; 7] = ["$ref", "allOf", "anyOf", "const", "enum", "not", "oneOf"];
    let facts = dialect::read_keywords(refused, walk, depth + 1);
    if let Some(list) = dialect::listed(&facts, walk, depth) {
        return Some(Demand::NotIn(list));
    }
    if let Some(written) = refused.get("pattern") {
        return Some(pattern(written).map_or(Demand::Unknown, Demand::MatchesNot));
    }
    // `not: { const: null }` takes no value away.
    let is_null = facts.nullable.is_some();
    let is_about_values = ABOUT_VALUES.iter().any(|key| refused.get(key).is_some());
    (is_about_values && !is_null).then_some(Demand::Unknown)
}

/// A pattern, which may match anywhere in a value. The dialects of patterns agree in all that lists of codes need.
fn pattern(written: Node<'_>) -> Option<Regex> {
    let text = written.text()?;
    (text.len() <= LONGEST_PATTERN)
        .then(|| Regex::new(text).ok())
        .flatten()
}
