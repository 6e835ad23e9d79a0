//! Lists composed of others: `BINARY + (("d", "divers"),)`, `[...BASE, 'x']`, `new ArrayList<>(BASE)`.
//!
//! The combined list contains the values of its parts. A part without other uses is not reported as a list: users never
//! choose from it.

use std::collections::HashSet;

use tree_sitter::Node;

use super::offered::{LISTS, simple};
use super::{bare, is_maker};
use crate::format::code::list_name::{ListName, list_name};
use crate::format::code::lowering::{Call, Lowering, Shape, named};
use crate::format::code::reader::{Reader, span};
use crate::format::code::values::{entry, is_collection, scalar, value_set};
use crate::format::limits::CHOICES;
use crate::model::{Domain, Element, ElementKind, Known, SchemaModel, Span, Value, Why};

/// Operators that join lists.
const JOINS: &[&str] = &["+", "++", "|", ":::", "union"];
/// Calls that append their arguments to the receiver.
const JOINING: &[&str] = &[
    "Append",
    "Concat",
    "Union",
    "appended",
    "appendedAll",
    "concat",
    "merge",
    "plus",
    "union",
];
/// Functions that concatenate their arguments.
const MERGING: &[&str] = &["append", "array_merge", "array_replace", "chain"];
/// Merging functions that accept only lists.
const LISTS_ALONE: &[&str] = &["array_merge", "array_replace", "chain"];
/// Calls that convert a list without changing its entries.
const KEEPING: &[&str] = &[
    "ToArray", "ToList", "collect", "freeze", "stream", "to_a", "toArray", "toList", "toSeq",
];
/// Functions that convert the list they are passed without changing its entries.
const PASSING: &[&str] = &[
    "copyOf",
    "freeze",
    "from",
    "frozenset",
    "list",
    "set",
    "tuple",
    "unmodifiableList",
];
/// Classes with factories for lists.
const MAKERS: &[&str] = &["Array", "List", "Seq", "Set", "Vector"];
/// Maximum nesting depth of lists.
const MOST_DEPTH: usize = 8;

/// The parts of a list.
#[derive(Clone, Debug, Default)]
pub struct Composition {
    /// The lists that it includes completely.
    pub lists: Vec<ListName>,
    /// The entries written as literals.
    pub values: Vec<Value>,
}

impl Composition {
    /// The parts of an expression; `None` if it is not a list or is not fully understood.
    pub(in crate::format::code) fn of<'t>(
        reader: &Reader<'t>,
        node: Node<'t>,
        lowering: Lowering,
    ) -> Option<Self> {
        let mut composition = Self::default();
        composition.take(reader, node, lowering, 0)?;
        Some(composition).filter(|all| !all.lists.is_empty() && all.values.len() <= CHOICES)
    }

    fn take<'t>(
        &mut self,
        reader: &Reader<'t>,
        node: Node<'t>,
        lowering: Lowering,
        depth: usize,
    ) -> Option<()> {
        if depth > MOST_DEPTH {
            return None;
        }
        let node = bare(node);
        if !is_spread(node)
            && let Some(values) = value_set(reader, node)
        {
            self.values.extend(values);
            return Some(());
        }
        if is_spread(node) {
            return self.take(reader, named(node).last()?, lowering, depth + 1);
        }
        if is_collection(node) {
            return self.take_all(reader, named(node), lowering, depth + 1);
        }
        match lowering(reader, node) {
            Shape::Wrapper(inner) => self.take(reader, inner, lowering, depth + 1),
            Shape::Binary(left, sign, right) if JOINS.contains(&sign) => {
                self.take(reader, left, lowering, depth + 1)?;
                self.take(reader, right, lowering, depth + 1)
            }
            Shape::Call(call) => match self.take_call(reader, &call, lowering, depth + 1) {
                Some(()) => Some(()),
                None => self.take_named(reader, node),
            },
            _ => self.take_named(reader, node),
        }
    }

    /// Reads entries and the lists spread among them.
    fn take_all<'t>(
        &mut self,
        reader: &Reader<'t>,
        parts: impl Iterator<Item = Node<'t>>,
        lowering: Lowering,
        depth: usize,
    ) -> Option<()> {
        for part in parts {
            // PHP wraps each element once more.
            let inner = match part.kind() {
                "array_element_initializer" | "value_argument" | "argument" => {
                    named(part).next().filter(|inner| is_spread(*inner))
                }
                _ => None,
            };
            let part = inner.unwrap_or(part);
            if is_spread(part) {
                self.take(reader, part, lowering, depth)?;
            } else {
                self.values.push(entry(reader, part)?);
            }
        }
        Some(())
    }

    fn take_call<'t>(
        &mut self,
        reader: &Reader<'t>,
        call: &Call<'t>,
        lowering: Lowering,
        depth: usize,
    ) -> Option<()> {
        let name = simple(reader.text(call.name));
        let handed = call.arguments.iter().copied();
        let on_class = call.receiver.is_none_or(|on| is_class(reader.text(on)));
        if on_class && (LISTS.contains(&name) || MAKERS.contains(&name)) {
            return self.take_all(reader, handed, lowering, depth);
        }
        let merges = MERGING.contains(&name) || JOINING.contains(&name) && call.arguments.len() > 1;
        if on_class && LISTS_ALONE.contains(&name) {
            let mut handed = handed;
            return handed.try_for_each(|part| self.take(reader, part, lowering, depth));
        }
        if on_class && merges {
            return self.take_each(reader, handed, lowering, depth);
        }
        if on_class && PASSING.contains(&name) {
            return self.take(reader, *call.arguments.first()?, lowering, depth);
        }
        let receiver = call.receiver?;
        if JOINING.contains(&name) {
            // Strings are concatenated in the same way.
            let is_text = |part: &Node<'t>| scalar(reader, bare(*part)).is_some();
            if name != "Append" && name != "appended" && call.arguments.iter().all(is_text) {
                return None;
            }
            self.take(reader, receiver, lowering, depth)?;
            return self.take_each(reader, handed, lowering, depth);
        }
        if KEEPING.contains(&name) {
            return self.take(reader, receiver, lowering, depth);
        }
        None
    }

    /// Reads the arguments of a call in order: lists or entries.
    fn take_each<'t>(
        &mut self,
        reader: &Reader<'t>,
        handed: impl Iterator<Item = Node<'t>>,
        lowering: Lowering,
        depth: usize,
    ) -> Option<()> {
        for part in handed {
            let part = bare(part);
            let is_list = is_collection(part) || value_set(reader, part).is_some();
            match entry(reader, part).filter(|_| !is_list) {
                Some(value) => self.values.push(value),
                None => self.take(reader, part, lowering, depth)?,
            }
        }
        Some(())
    }

    fn take_named(&mut self, reader: &Reader<'_>, node: Node<'_>) -> Option<()> {
        /// Suffixes of container classes that are constructed from their contents.
        const HOLDERS: [&str; 5] = ["Array", "List", "Map", "Set", "Vector"];
        if is_maker(node) {
            let made = reader
                .text(node)
                .split(['(', '<'])
                .next()
                .unwrap_or_default();
            let made = made.trim_end();
            if made.starts_with("new") && !HOLDERS.iter().any(|end| made.ends_with(end)) {
                return None;
            }
        }
        let list = match node.kind() {
            "variable_name" => {
                let name = reader.text(node).trim_start_matches('$').to_owned();
                ListName {
                    written: name.clone(),
                    simple: name,
                    at: span(node),
                }
            }
            _ => list_name(reader, node)?,
        };
        self.lists.push(list);
        Some(())
    }
}

fn is_spread(node: Node<'_>) -> bool {
    ["spread", "splat", "unpacking", "variadic_argument"]
        .iter()
        .any(|kind| node.kind().contains(kind))
}

fn is_class(name: &str) -> bool {
    let is_plain = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | ':' | '\\');
    name.starts_with(char::is_uppercase)
        && name.contains(char::is_lowercase)
        && name.chars().all(is_plain)
}

/// Whether a call is a statement of its own: Ruby's `concat` modifies its receiver.
fn stands_alone(node: Node<'_>) -> bool {
    let around = node.parent().map_or("", |around| around.kind());
    around.ends_with("statement") && around != "return_statement"
        || matches!(around, "block" | "do" | "program" | "then")
}

/// Records the lists that a node combines with others.
pub(super) fn notice<'t>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    shape: &Shape<'t>,
    lowering: Lowering,
) {
    let may_join = match shape {
        Shape::Binary(_, sign, _) => JOINS.contains(sign),
        Shape::Call(call) => {
            let name = simple(reader.text(call.name));
            let mut known = [JOINING, MERGING, LISTS, MAKERS].into_iter();
            known.any(|known| known.contains(&name)) && !stands_alone(node)
        }
        _ => is_collection(node) && named(node).any(|part| spreads(part)),
    };
    if !may_join {
        return;
    }
    // Bare names may refer to numbers, strings or types.
    let composition = Composition::of(reader, node, lowering);
    let composition = composition.filter(|all| !all.values.is_empty());
    for list in composition.into_iter().flat_map(|all| all.lists) {
        reader.steps.part_of_another(&list);
    }
}

fn spreads(part: Node<'_>) -> bool {
    is_spread(part) || named(part).next().is_some_and(is_spread)
}

/// The list that a document declares under a name.
pub(super) fn find<'m>(model: &'m SchemaModel, name: &str) -> Option<&'m Vec<Value>> {
    let mut lists = model
        .elements
        .iter()
        .filter(|element| is_list(element, name));
    match &lists.next()?.domain.value {
        Known::Yes(Domain::Closed(values)) => Some(values),
        _ => None,
    }
}

/// Whether an element is itself a list: a type, a constant, or a field declared with its values.
fn is_list(element: &Element, name: &str) -> bool {
    let holds_its_values = || {
        let values = element.domain.span;
        let begins_within =
            |values: Span| element.extent.range().contains(&(values.start as usize));
        values.is_some_and(begins_within)
    };
    element.name.value == name
        && matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
        && match element.kind {
            ElementKind::ValueType => true,
            ElementKind::Field => holds_its_values(),
            ElementKind::CodeList | ElementKind::Control => false,
        }
}

/// Marks lists that are only parts of others. A constant with other uses is assessed, too; the uses of a type are
/// determined when fields are linked. `referred`: the lists that fields name.
pub fn settle_parts(
    model: &mut SchemaModel,
    parts: &HashSet<(String, Span)>,
    referred: &HashSet<&str>,
) {
    let names: HashSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    let text = model.text.clone();
    let concerned = model.elements.iter_mut().filter(|element| {
        let name = element.name.value.as_str();
        names.contains(name) && !referred.contains(name) && is_list(element, name)
    });
    for element in concerned {
        let Some(declared) = element.name.span else {
            continue;
        };
        let name = element.name.value.clone();
        let own = parts.iter().filter(|(part, _)| *part == name);
        let grows = own
            .map(|(_, at)| *at)
            .any(|at| is_set_anew(text.as_str(), &name, at));
        if grows {
            continue;
        }
        if declares_type(text.as_str(), declared) {
            element.is_part = true;
            continue;
        }
        let is_used = mentions(text.as_str(), &name).any(|at| {
            let is_part = parts
                .iter()
                .any(|(part, place)| *part == name && place.overlaps(at));
            !declared.overlaps(at) && !is_part
        });
        if !is_used {
            element.is_part = true;
        } else if let Known::Yes(Domain::Closed(values)) = &element.domain.value {
            element.rows = Some(values.clone());
            element.domain.value = Known::No(Why::Dynamic);
        }
    }
}

/// Whether the result of a combination is assigned back to the list: `genders = append(genders, "d")`.
fn is_set_anew(text: &str, name: &str, at: Span) -> bool {
    let before = text.get(..at.start as usize).unwrap_or_default();
    let statement = before
        .rsplit(['\n', ';', '{', '}'])
        .next()
        .unwrap_or_default();
    let target = statement
        .split_once('=')
        .map(|(target, _)| target.trim_end_matches([':', ' ']));
    target.is_some_and(|target| {
        let mut words = target.rsplit(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        words.next() == Some(name)
    })
}

/// Whether a name declares a type, which fields of other documents may have.
fn declares_type(text: &str, name: Span) -> bool {
    const WORDS: [&str; 5] = ["class", "enum", "interface", "struct", "type"];
    let before = text.get(..name.start as usize).unwrap_or_default();
    let word = before
        .trim_end()
        .rsplit(|ch: char| !ch.is_alphanumeric())
        .next();
    word.is_some_and(|word| WORDS.contains(&word))
}

/// The occurrences of a name in a text.
fn mentions<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Span> + 't {
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
    text.match_indices(name).filter_map(move |(at, found)| {
        let end = at + found.len();
        let before = text.get(..at)?.chars().next_back();
        let behind = text.get(end..)?.chars().next();
        let is_whole = !before.is_some_and(is_part) && !behind.is_some_and(is_part);
        is_whole.then(|| Span::new(at, end))
    })
}
