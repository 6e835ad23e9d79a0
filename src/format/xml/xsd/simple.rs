//! Simple types: evaluates restrictions, unions and lists down to the remaining values.

use foldhash::{HashMap, HashSet};
use regex::RegexBuilder;
use roxmltree::NodeId;

use super::super::node::{Node, attribute, child, children, elements, local, span};
use super::annotation;
use super::scope::{QName, Scope};
use crate::format::limits::{DERIVATIONS, DERIVED_VALUES, PATTERN_BYTES};
use crate::format::pattern;
use crate::model::{Domain, Known, Located, Span, Value, Why};

/// The values of a simple type.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    pub(super) domain: Located<Known<Domain>>,
    pub(super) width: Option<Located<u32>>,
}

impl Simple {
    pub(super) fn new(domain: Known<Domain>) -> Self {
        Self {
            domain: Located::implied(domain),
            width: None,
        }
    }

    fn not_understood() -> Self {
        Self::new(Known::No(Why::NotUnderstood))
    }

    fn closed(&self) -> Option<&[Value]> {
        match &self.domain.value {
            Known::Yes(Domain::Closed(values)) => Some(values),
            _ => None,
        }
    }
}

/// Evaluates each simple type once.
pub(super) struct Simples<'s, 'd> {
    scope: &'s Scope<'d>,
    known: HashMap<NodeId, Simple>,
    left: usize,
    /// Types that are members of unions.
    pub(super) parts: HashSet<NodeId>,
}

impl<'s, 'd> Simples<'s, 'd> {
    pub(super) fn new(scope: &'s Scope<'d>) -> Self {
        Self {
            scope,
            known: HashMap::default(),
            left: DERIVED_VALUES,
            parts: HashSet::default(),
        }
    }

    /// The values of a `simpleType`, or of anything with a `restriction`, `union` or `list`.
    pub(super) fn resolve_type(&mut self, node: Node<'d>) -> Simple {
        self.derive(node, 0)
    }

    /// The values of a named type, if it is simple.
    pub(super) fn named(&mut self, at: Node<'d>, written: &'d str) -> Simple {
        self.by_name(QName::resolve(at, written), 0)
    }

    /// The values of a `restriction`.
    pub(super) fn restricted(&mut self, restriction: Node<'d>) -> Simple {
        self.restriction(restriction, 0)
    }

    fn derive(&mut self, node: Node<'d>, depth: usize) -> Simple {
        if let Some(known) = self.known.get(&node.id()) {
            let known = known.clone();
            return self.account(known);
        }
        if depth == DERIVATIONS {
            return Simple::not_understood();
        }
        // A type encountered again during its own evaluation derives from itself.
        self.known.insert(node.id(), Simple::not_understood());
        let derivation =
            elements(node).find(|child| matches!(local(*child), "restriction" | "union" | "list"));
        let simple = match derivation {
            Some(inner) if local(inner) == "restriction" => self.restriction(inner, depth + 1),
            Some(inner) if local(inner) == "union" => self.union(inner, depth + 1),
            Some(inner) => self.list(inner, depth + 1),
            None => Simple::not_understood(),
        };
        self.known.insert(node.id(), simple.clone());
        self.account(simple)
    }

    /// Values are copied to where they are used, up to a limit.
    fn account(&mut self, simple: Simple) -> Simple {
        let count = simple.closed().map_or(0, <[Value]>::len);
        if count > self.left {
            return Simple::not_understood();
        }
        self.left -= count;
        simple
    }

    fn by_name(&mut self, name: QName<'d>, depth: usize) -> Simple {
        if let Some(domain) = name.built_in() {
            return Simple::new(domain);
        }
        match self.scope.type_of(name) {
            Some(node) if local(node) == "simpleType" => self.derive(node, depth),
            Some(node) => match child(node, "simpleContent").and_then(|c| elements(c).next()) {
                Some(inner) if local(inner) == "restriction" && depth < DERIVATIONS => {
                    self.restriction(inner, depth + 1)
                }
                Some(inner) if depth < DERIVATIONS => self.base(inner, depth + 1),
                _ => Simple::new(Known::Yes(Domain::Structure)),
            },
            None => Simple::new(Known::named(name.local.to_owned())),
        }
    }

    fn base(&mut self, derivation: Node<'d>, depth: usize) -> Simple {
        match derivation.attribute("base") {
            Some(base) => self.by_name(QName::resolve(derivation, base), depth),
            None => match child(derivation, "simpleType") {
                Some(inner) => self.derive(inner, depth),
                None => Simple::not_understood(),
            },
        }
    }

    fn restriction(&mut self, restriction: Node<'d>, depth: usize) -> Simple {
        let mut simple = self.base(restriction, depth);
        let length = |facet: &str| {
            let value = child(restriction, facet).and_then(|facet| attribute(facet, "value"))?;
            let number = value.value.trim().parse::<u32>().ok()?;
            Some(Located::new(number, value.span))
        };
        if let Some(width) = length("length").or_else(|| length("maxLength")) {
            simple.width = Some(width);
        }
        let here = span(restriction);
        let enumerated: Vec<Value> = children(restriction, "enumeration")
            .filter_map(|node| enumerated(node, simple.closed()))
            .collect();
        if !enumerated.is_empty() {
            simple.domain = Located::with_span(Known::closed(enumerated), here);
            return simple;
        }
        self.narrow(restriction, &mut simple);
        if child(restriction, "assertion").is_some() && simple.closed().is_some() {
            // An XPath assertion; which values remain is unknown.
            simple.domain = Located::with_span(Known::No(Why::NotUnderstood), here);
        }
        simple
    }

    /// Applies patterns and lengths.
    fn narrow(&mut self, restriction: Node<'d>, simple: &mut Simple) {
        let here = span(restriction);
        let patterns: Vec<Located<String>> = children(restriction, "pattern")
            .filter_map(|facet| attribute(facet, "value"))
            .collect();
        let width = simple.width.as_ref().map(|width| width.value);
        let narrowed = match &simple.domain.value {
            Known::Yes(Domain::Closed(values)) => {
                let fits = |value: &Value| {
                    width.is_none_or(|width| value.raw.value.chars().count() <= width as usize)
                };
                let values: Vec<Value> = values.iter().filter(|v| fits(v)).cloned().collect();
                if patterns.is_empty() {
                    return simple.domain.value = Known::closed(values);
                }
                match matching(&patterns, values) {
                    Some(values) => Known::Yes(Domain::Closed(values)),
                    None => Known::No(Why::NotUnderstood),
                }
            }
            Known::Yes(Domain::Text) if width == Some(0) => {
                Known::closed(vec![Value::plain("", here)])
            }
            Known::Yes(Domain::Text | Domain::Number | Domain::Reference(_)) => {
                match listed(&patterns, here) {
                    Some(values) => Known::Yes(Domain::Closed(values)),
                    None => return,
                }
            }
            _ => return,
        };
        simple.domain = Located::with_span(narrowed, here);
    }

    fn union(&mut self, union: Node<'d>, depth: usize) -> Simple {
        let mut members = Vec::new();
        for name in union
            .attribute("memberTypes")
            .into_iter()
            .flat_map(str::split_whitespace)
        {
            let name = QName::resolve(union, name);
            let part = self.scope.type_of(name).map(|part| part.id());
            self.parts.extend(part);
            members.push(self.by_name(name, depth));
        }
        for inner in children(union, "simpleType") {
            members.push(self.derive(inner, depth));
        }
        let mut seen = HashSet::default();
        let mut values = Vec::new();
        let mut width = Some(0);
        let mut open = false;
        let mut unknown = None;
        for member in members {
            let most = member.width.as_ref().map(|width| width.value);
            width = width.zip(most).map(|(a, b)| a.max(b));
            match member.domain.value {
                Known::Yes(Domain::Closed(list)) => {
                    let new = |value: &Value| seen.insert(value.raw.value.clone());
                    values.extend(list.into_iter().filter(new));
                }
                Known::Yes(Domain::Text | Domain::Number | Domain::Temporal) => open = true,
                Known::Yes(Domain::Reference(_)) => unknown = Some(Why::Elsewhere),
                Known::Yes(_) => unknown = Some(Why::NotUnderstood),
                Known::No(why) => unknown = Some(why),
            }
        }
        let domain = match unknown {
            _ if open => Known::Yes(Domain::Text),
            Some(why) => Known::No(why),
            None if values.is_empty() => Known::No(Why::NotUnderstood),
            None => Known::closed(values),
        };
        Simple {
            domain: Located::with_span(domain, span(union)),
            width: width
                .filter(|width| *width > 0)
                .map(|width| Located::with_span(width, span(union))),
        }
    }

    /// A list holds several items; the choice is that of one item.
    fn list(&mut self, list: Node<'d>, depth: usize) -> Simple {
        let mut item = match list.attribute("itemType") {
            Some(name) => self.by_name(QName::resolve(list, name), depth),
            None => match child(list, "simpleType") {
                Some(inner) => self.derive(inner, depth),
                None => Simple::not_understood(),
            },
        };
        item.width = None;
        item
    }
}

/// An enumerated value with its own label, or else that of the same value in the base type.
fn enumerated(enumeration: Node<'_>, base: Option<&[Value]>) -> Option<Value> {
    let raw = attribute(enumeration, "value")?;
    let label = annotation::value_label(enumeration).or_else(|| {
        let same = base?.iter().find(|value| value.raw.value == raw.value)?;
        same.label.clone()
    });
    Some(Value {
        raw,
        label,
        ..Value::default()
    })
}

/// The values that alternative patterns plainly list.
fn listed(patterns: &[Located<String>], here: Span) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    for pattern in patterns {
        let at = pattern.span.unwrap_or(here);
        match pattern::alternatives(&pattern.value, at) {
            Some(listed) => values.extend(listed),
            // One pattern per value: <pattern value="m"/><pattern value="w"/>.
            None if patterns.len() > 1 && is_plain(&pattern.value) => {
                values.push(Value::plain(pattern.value.as_str(), at));
            }
            None => return None,
        }
    }
    (!values.is_empty()).then_some(values)
}

fn is_plain(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.chars().all(char::is_alphanumeric)
}

/// The values that match one of the patterns; `None` if a pattern is not understood.
fn matching(patterns: &[Located<String>], values: Vec<Value>) -> Option<Vec<Value>> {
    let mut compiled = Vec::new();
    for pattern in patterns {
        let anchored = format!("^(?:{})$", pattern.value);
        let regex = RegexBuilder::new(&anchored)
            .size_limit(PATTERN_BYTES)
            .build()
            .ok()?;
        compiled.push(regex);
    }
    let fits = |value: &Value| {
        compiled
            .iter()
            .any(|regex| regex.is_match(&value.raw.value))
    };
    Some(values.into_iter().filter(fits).collect())
}
