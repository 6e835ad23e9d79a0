//! What schema objects of JSON Schema, OpenAPI and Swagger say about values.

use std::cell::Cell;

use super::super::pattern;
use super::super::tree::{Kind, Node};
use super::narrow;
use crate::format::limits::{COMPOSITION_DEPTH, SCHEMA_STEPS};
use crate::model::{DefaultValue, Domain, Known, Label, LabelKind, Located, Span, Value, Why};

/// The content of one schema object.
#[derive(Default)]
pub struct Facts<'t> {
    /// The values it allows.
    pub domain: Option<(Known<Domain>, Span)>,
    /// Where `null` is additionally allowed.
    pub nullable: Option<Span>,
    /// The schema of this document that defines its values.
    pub target: Option<Node<'t>>,
    /// The schemas of this document that its values are composed of.
    pub parts: Vec<Node<'t>>,
    /// Where a keyword may refuse some of its values.
    pub narrowed: Option<Span>,
}

impl<'t> Facts<'t> {
    fn known(domain: Domain, span: Span) -> Self {
        Self {
            domain: Some((Known::Yes(domain), span)),
            ..Self::default()
        }
    }

    fn closed(&self) -> Option<&[Value]> {
        match &self.domain {
            Some((Known::Yes(Domain::Closed(values)), _)) => Some(values),
            _ => None,
        }
    }
}

/// Resolves a `$ref` within the same document.
pub type Resolve<'r, 't> = &'r dyn Fn(&str) -> Option<Node<'t>>;

/// Reads a schema object.
pub fn facts<'t>(node: Node<'t>, resolve: Resolve<'_, 't>) -> Facts<'t> {
    let walk = Walk {
        resolve,
        steps: Cell::new(0),
    };
    read_keywords(node, &walk, 0)
}

/// A walk over a schema object and its parts.
pub(super) struct Walk<'r, 't> {
    resolve: Resolve<'r, 't>,
    steps: Cell<usize>,
}

pub(super) fn read_keywords<'t>(node: Node<'t>, walk: &Walk<'_, 't>, depth: usize) -> Facts<'t> {
    let not_understood = || Facts {
        domain: Some((Known::No(Why::NotUnderstood), node.span())),
        ..Facts::default()
    };
    walk.steps.set(walk.steps.get() + 1);
    if depth > COMPOSITION_DEPTH || walk.steps.get() > SCHEMA_STEPS {
        return not_understood();
    }
    let mut facts = if let Some(reference) = node.get("$ref") {
        of_reference(reference, walk)
    } else if let Some(values) = node.get("enum").filter(|values| values.is_list()) {
        of_enum(node, values)
    } else if let Some(value) = node.get("const") {
        of_const(node, value)
    } else if let Some(branches) = node.get("oneOf").or_else(|| node.get("anyOf")) {
        of_alternatives(branches, walk, depth)
    } else if let Some(parts) = node.get("allOf") {
        of_parts(node, parts, walk, depth)
    } else {
        of_type(node, walk, depth)
    };
    if facts.domain.is_none() {
        facts.domain = of_type(node, walk, depth).domain;
    }
    for (key, expected) in [("nullable", true), ("x-nullable", true)] {
        if let Some(flag) = node.get(key).filter(|flag| flag.bool() == Some(expected)) {
            facts.nullable = Some(flag.span());
        }
    }
    narrow::narrow(facts, node, walk, depth)
}

/// The list of values that a schema states, or that it refers to within the document.
pub(super) fn listed<'t>(
    facts: &Facts<'t>,
    walk: &Walk<'_, 't>,
    depth: usize,
) -> Option<Vec<Value>> {
    if let Some(values) = facts.closed() {
        return Some(values.to_vec());
    }
    let target = read_keywords(facts.target?, walk, depth + 1);
    target.closed().map(<[Value]>::to_vec)
}

pub(super) fn of_reference<'t>(reference: Node<'t>, walk: &Walk<'_, 't>) -> Facts<'t> {
    let Some(uri) = reference.text() else {
        return Facts::default();
    };
    let target = (walk.resolve)(uri);
    if target.is_some_and(is_structure) {
        return Facts::known(Domain::Structure, reference.span());
    }
    Facts {
        target,
        ..Facts::known(Domain::named(name_of(uri)), reference.span())
    }
}

/// `#/components/schemas/Geschlecht` → `Geschlecht`; `codes/geschlecht.yaml` → `geschlecht`.
pub fn name_of(uri: &str) -> String {
    let (file, pointer) = uri.split_once('#').unwrap_or((uri, ""));
    let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    if pointer.is_empty() || pointer == "/" {
        let file = last(file);
        file.split('.').next().unwrap_or_default().to_owned()
    } else {
        unescaped(&last(pointer))
    }
}

/// Unescapes a segment of a JSON pointer (RFC 6901, section 4).
pub fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Whether a schema describes an object and not a plain value.
pub fn is_structure(node: Node<'_>) -> bool {
    let own = |node: Node<'_>| {
        node.get("properties").is_some()
            || node.get("additionalProperties").is_some_and(Node::is_map)
            || node.text_of("type") == Some("object")
    };
    own(node)
        || node
            .get("allOf")
            .is_some_and(|parts| parts.items().any(own))
}

pub(super) fn of_enum<'t>(node: Node<'t>, values: Node<'t>) -> Facts<'t> {
    let labels = enum_labels(node);
    let mut facts = Facts::default();
    let mut list = Vec::new();
    for (index, item) in values.items().enumerate() {
        match (item.kind(), item.scalar()) {
            (Some(Kind::Null), _) => facts.nullable = Some(item.span()),
            (_, Some(raw)) => {
                let mut value = Value::plain(raw, item.span());
                value.label = labels.get(index).cloned().flatten();
                list.push(value);
            }
            _ => {
                facts.domain = Some((Known::No(Why::NotUnderstood), values.span()));
                return facts;
            }
        }
    }
    let truth = |value: &Value| matches!(value.raw.value.as_str(), "true" | "false");
    let domain = if !list.is_empty() && list.iter().all(truth) {
        Domain::Boolean
    } else {
        Domain::Closed(list)
    };
    facts.domain = Some((Known::Yes(domain), values.span()));
    facts
}

/// Labels of the values, under the extensions in use.
fn enum_labels(node: Node<'_>) -> Vec<Option<Located<String>>> {
    const LISTS: [&str; 7] = [
        "enumNames",
        "x-enumNames",
        "x-enum-varnames",
        "x-enum-descriptions",
        "x-enumDescriptions",
        "enumDescriptions",
        "markdownEnumDescriptions",
    ];
    for key in LISTS {
        let Some(list) = node.get(key) else { continue };
        if list.is_list() {
            return list.items().map(Node::located).collect();
        }
        // A map from value to text.
        if let Some(values) = node.get("enum").filter(|_| list.is_map()) {
            return values
                .items()
                .map(|value| list.get(value.scalar()?)?.located())
                .collect();
        }
    }
    Vec::new()
}

fn of_const<'t>(node: Node<'t>, value: Node<'t>) -> Facts<'t> {
    let Some(raw) = value.scalar() else {
        return Facts {
            nullable: (value.kind() == Some(Kind::Null)).then(|| value.span()),
            ..Facts::default()
        };
    };
    let label = node.get("title").or_else(|| node.get("description"));
    let value = Value {
        label: label.and_then(Node::located),
        ..Value::plain(raw, value.span())
    };
    Facts::known(Domain::Closed(vec![value]), node.span())
}

pub(super) fn of_alternatives<'t>(
    branches: Node<'t>,
    walk: &Walk<'_, 't>,
    depth: usize,
) -> Facts<'t> {
    let mut nullable = None;
    let mut kept: Vec<Facts<'t>> = Vec::new();
    for branch in branches.items() {
        if branch.text_of("type") == Some("null") {
            nullable = Some(branch.span());
            continue;
        }
        let facts = read_keywords(branch, walk, depth + 1);
        nullable = nullable.or(facts.nullable);
        kept.push(facts);
    }
    let mut facts = if kept.len() == 1 {
        kept.pop().unwrap_or_default()
    } else {
        union(&kept, branches, walk, depth)
    };
    facts.nullable = facts.nullable.or(nullable);
    facts
}

/// All values of all branches if each is a closed list; text if one of them is.
fn union<'t>(
    branches: &[Facts<'t>],
    whole: Node<'t>,
    walk: &Walk<'_, 't>,
    depth: usize,
) -> Facts<'t> {
    let mut values = Vec::new();
    let parts = branches.iter().filter_map(|branch| branch.target).collect();
    for branch in branches {
        let resolved = branch
            .target
            .map(|target| read_keywords(target, walk, depth + 1));
        let branch = resolved.as_ref().unwrap_or(branch);
        match (branch.closed(), &branch.domain) {
            (Some(more), _) => values.extend_from_slice(more),
            (None, Some((Known::Yes(open @ (Domain::Text | Domain::Number)), _))) => {
                return Facts::known(open.clone(), whole.span());
            }
            (None, Some((Known::Yes(Domain::Structure), _))) => {
                return Facts::known(Domain::Structure, whole.span());
            }
            _ => {
                return Facts {
                    domain: Some((Known::No(Why::NotUnderstood), whole.span())),
                    ..Facts::default()
                };
            }
        }
    }
    Facts {
        parts,
        ..Facts::known(Domain::Closed(values), whole.span())
    }
}

/// The narrowest part: a closed list, or else a reference, or else whatever is known.
fn of_parts<'t>(node: Node<'t>, parts: Node<'t>, walk: &Walk<'_, 't>, depth: usize) -> Facts<'t> {
    if is_structure(node) {
        return Facts::known(Domain::Structure, parts.span());
    }
    let rank = |facts: &Facts<'_>| match &facts.domain {
        Some((Known::Yes(Domain::Closed(_)), _)) => 3,
        Some((Known::Yes(Domain::Reference(_)), _)) => 2,
        Some((Known::Yes(_), _)) => 1,
        _ => 0,
    };
    let mut best = Facts::default();
    let mut nullable = None;
    for part in parts.items() {
        let facts = read_keywords(part, walk, depth + 1);
        nullable = nullable.or(facts.nullable);
        if rank(&facts) > rank(&best) {
            best = facts;
        }
    }
    best.nullable = nullable;
    best
}

fn of_type<'t>(node: Node<'t>, walk: &Walk<'_, 't>, depth: usize) -> Facts<'t> {
    let Some(declared) = node.get("type") else {
        let open = if node.get("properties").is_some() {
            Some((Known::Yes(Domain::Structure), node.span()))
        } else {
            None
        };
        return Facts {
            domain: open,
            ..Facts::default()
        };
    };
    let span = declared.span();
    let mut nullable = None;
    let mut names = Vec::new();
    let list = declared.items().chain(Some(declared)).filter_map(|item| {
        let name = item.text()?;
        Some((name, item.span()))
    });
    for (name, at) in list {
        if name == "null" {
            nullable = Some(at);
        } else {
            names.push(name);
        }
    }
    let domain = match names.as_slice() {
        ["string"] => text(node),
        ["boolean"] => Known::Yes(Domain::Boolean),
        ["integer" | "number"] => Known::Yes(Domain::Number),
        ["object" | "file"] => Known::Yes(Domain::Structure),
        ["array"] => return of_list(node, walk, depth),
        [] => Known::No(Why::NotStated),
        several if several.contains(&"string") => Known::Yes(Domain::Text),
        _ => Known::No(Why::NotUnderstood),
    };
    Facts {
        domain: Some((domain, span)),
        nullable,
        ..Facts::default()
    }
}

fn text(node: Node<'_>) -> Known<Domain> {
    let format = node.text_of("format");
    let pattern = node.get("pattern").and_then(|pattern| {
        let written = pattern.text()?;
        // Unanchored patterns allow anything around the match.
        let anchored = written.starts_with('^') && written.ends_with('$');
        pattern::alternatives(written, pattern.span()).filter(|_| anchored)
    });
    Known::Yes(match (pattern, format) {
        (Some(values), _) => Domain::Closed(values),
        (None, Some("date" | "date-time" | "time" | "duration")) => Domain::Temporal,
        (None, Some("binary" | "byte")) => Domain::Structure,
        _ => Domain::Text,
    })
}

/// An array is read as its items if they come from a fixed set: several can be chosen from it.
fn of_list<'t>(node: Node<'t>, walk: &Walk<'_, 't>, depth: usize) -> Facts<'t> {
    let items = node
        .get("items")
        .map(|items| read_keywords(items, walk, depth + 1));
    match items {
        Some(facts)
            if matches!(
                facts.domain,
                Some((Known::Yes(Domain::Closed(_) | Domain::Reference(_)), _))
            ) =>
        {
            facts
        }
        _ => Facts::known(Domain::Structure, node.span()),
    }
}

/// Titles and descriptions, including those beside a reference in `allOf`.
pub fn labels(node: Node<'_>) -> Vec<Label> {
    let mut labels = own_labels(node);
    for part in node.items_of("allOf") {
        labels.extend(own_labels(part));
    }
    labels
}

fn own_labels(node: Node<'_>) -> Vec<Label> {
    [
        ("title", LabelKind::Title),
        ("description", LabelKind::Description),
        ("$comment", LabelKind::Description),
    ]
    .into_iter()
    .filter_map(|(key, kind)| {
        let text = node.get(key)?;
        text.text()?;
        Some(Label::new(kind, text.located()?))
    })
    .collect()
}

/// The default, if stated.
pub fn default(node: Node<'_>) -> Option<DefaultValue> {
    let value = node.get("default")?;
    Some(value.as_default())
}

/// The maximum number of characters.
pub fn width(node: Node<'_>) -> Option<Located<u32>> {
    let limit = node.get("maxLength")?;
    Some(Located::with_span(limit.number()?, limit.span()))
}
