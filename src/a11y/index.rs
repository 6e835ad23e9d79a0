//! The elements of a page in tree order, for quick passes over all of them.

use crate::model::Attributes;
use std::cell::OnceCell;
use std::hash::{Hash, Hasher};

use ego_tree::{NodeId, NodeRef};
use foldhash::{HashMap, HashSet};
use scraper::{ElementRef, Html, Node};

/// One element.
struct Entry<'a> {
    element: ElementRef<'a>,
    /// Index of the parent element; [`NOBODY`] if there is none.
    parent: u32,
    /// Index after its last descendant.
    end: u32,
}

/// No parent. Pages have far fewer elements.
const NOBODY: u32 = u32::MAX;

impl Entry<'_> {
    fn parent(&self) -> Option<usize> {
        (self.parent != NOBODY).then_some(self.parent as usize)
    }
}

/// A compact index, because there are very many.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NOBODY)
}

/// The number of a node in its tree. Trees count their nodes, but reveal the number only to hashers.
fn number(node: NodeId) -> usize {
    struct Number(usize);

    impl Hasher for Number {
        fn write(&mut self, bytes: &[u8]) {
            let fold = |number: usize, byte: &u8| (number << 8) | usize::from(*byte);
            self.0 = bytes.iter().rev().fold(0, fold);
        }

        fn write_usize(&mut self, number: usize) {
            self.0 = number;
        }

        fn finish(&self) -> u64 {
            self.0 as u64
        }
    }

    let mut number = Number(0);
    node.hash(&mut number);
    number.0
}

/// The elements of a page in tree order. Excludes what is not part of the page: the content of `<template>`, and of
/// `<noscript>`, which does not exist if scripts run.
pub struct Index<'a> {
    entries: Vec<Entry<'a>>,
    /// Number of the root; those below it have higher ones.
    first_number: usize,
    /// Positions by node number; [`NOBODY`] for nodes that are not elements of the page.
    by_node: Vec<u32>,
    by_id: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<&'a str, Vec<u32>>,
    by_attribute: HashMap<&'a str, Vec<u32>>,
    twins: OnceCell<Twins>,
}

/// Siblings with the same name.
struct Twins {
    /// By position: how many precede it.
    before: Vec<usize>,
    /// The first of those that have a successor.
    repeated: HashSet<usize>,
}

impl Twins {
    fn new(entries: &[Entry<'_>]) -> Self {
        let mut seen: HashMap<(Option<usize>, &str), (usize, usize)> = HashMap::default();
        let mut twins = Self {
            before: Vec::with_capacity(entries.len()),
            repeated: HashSet::default(),
        };
        for (at, entry) in entries.iter().enumerate() {
            let name = entry.element.value().name();
            let (first, count) = seen.entry((entry.parent(), name)).or_insert((at, 0));
            twins.before.push(*count);
            *count += 1;
            if *count == 2 {
                twins.repeated.insert(*first);
            }
        }
        twins
    }
}

impl<'a> Index<'a> {
    /// Indexes a tree.
    pub fn new(html: &'a Html) -> Self {
        Self::below(html.tree.root())
    }

    /// Indexes the part of a tree below a node, without recursion.
    pub fn below(root: NodeRef<'a, Node>) -> Self {
        let mut index = Self {
            entries: Vec::new(),
            first_number: number(root.id()),
            by_node: Vec::new(),
            by_id: HashMap::default(),
            by_name: HashMap::default(),
            by_attribute: HashMap::default(),
            twins: OnceCell::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        let mut next = root.first_child();
        while let Some(node) = next {
            if let Some(element) = ElementRef::wrap(node) {
                let at = index.entries.len();
                index.entries.push(Entry {
                    element,
                    parent: open.last().copied().map_or(NOBODY, narrow),
                    end: narrow(at + 1),
                });
                if let Some(number) = index.number(node.id()) {
                    if index.by_node.len() <= number {
                        index.by_node.resize(number + 1, NOBODY);
                    }
                    index.by_node[number] = narrow(at);
                }
                let named = index.by_name.entry(element.value().name());
                named.or_default().push(narrow(at));
                for (name, _) in element.value().attrs() {
                    let having = index.by_attribute.entry(name).or_default();
                    // Attributes of several namespaces share a local name.
                    if having.last() != Some(&narrow(at)) {
                        having.push(narrow(at));
                    }
                }
                if let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) {
                    index.by_id.entry(id).or_default().push(at);
                }
                open.push(at);
            }
            let enter = match node.value() {
                Node::Fragment => false,
                Node::Element(element) => element.name() != "noscript",
                _ => true,
            };
            if enter && let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            let mut current = node;
            next = loop {
                if current.value().is_element()
                    && let Some(at) = open.pop()
                {
                    index.entries[at].end = narrow(index.entries.len());
                }
                if let Some(sibling) = current.next_sibling() {
                    break Some(sibling);
                }
                match current.parent() {
                    Some(parent) if parent.id() != root.id() => current = parent,
                    _ => break None,
                }
            };
        }
        index
    }

    /// The number of a node, counted from the root.
    fn number(&self, node: NodeId) -> Option<usize> {
        number(node).checked_sub(self.first_number)
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All elements in tree order.
    pub fn elements(&self) -> impl Iterator<Item = ElementRef<'a>> + '_ {
        self.entries.iter().map(|entry| entry.element)
    }

    /// The elements with a local name, in tree order; faster than testing every element of the page.
    pub fn named<'s>(&'s self, name: &str) -> impl Iterator<Item = ElementRef<'a>> + use<'s, 'a> {
        let positions = self.positions_named(name);
        let entries = positions.iter().map(|at| &self.entries[*at as usize]);
        entries.map(|entry| entry.element)
    }

    /// The elements with one of several local names, in tree order.
    pub fn named_any(&self, names: &[&str]) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
        self.named_or_having(names, &[])
    }

    /// The elements with one of several local names, or with one of several attributes, in tree order.
    pub fn named_or_having(
        &self,
        names: &[&str],
        attributes: &[&str],
    ) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
        let named = names.iter().map(|name| self.positions_named(name));
        let having = attributes.iter().map(|name| self.positions_having(name));
        self.elements_in(named.chain(having)).into_iter()
    }

    /// The elements with an attribute, in tree order.
    pub fn having<'s>(&'s self, name: &str) -> impl Iterator<Item = ElementRef<'a>> + use<'s, 'a> {
        let positions = self.positions_having(name);
        let entries = positions.iter().map(|at| &self.entries[*at as usize]);
        entries.map(|entry| entry.element)
    }

    /// The elements with an attribute whose name is accepted, in tree order.
    pub fn having_any(&self, accepts: impl Fn(&str) -> bool) -> Vec<ElementRef<'a>> {
        let accepted = self.by_attribute.iter().filter(|(name, _)| accepts(name));
        self.elements_in(accepted.map(|(_, positions)| &**positions))
    }

    /// The positions of the elements with a local name, in tree order.
    pub(super) fn positions_named(&self, name: &str) -> &[u32] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The positions of the elements with an attribute, in tree order.
    fn positions_having(&self, name: &str) -> &[u32] {
        self.by_attribute.get(name).map_or(&[], Vec::as_slice)
    }

    /// The elements in several lists of positions, in tree order, each once.
    pub(super) fn elements_in<'p>(
        &self,
        lists: impl Iterator<Item = &'p [u32]>,
    ) -> Vec<ElementRef<'a>> {
        let mut positions: Vec<u32> = lists.flatten().copied().collect();
        positions.sort_unstable();
        positions.dedup();
        let elements = positions.into_iter();
        elements
            .filter_map(|position| self.element_at(position as usize))
            .collect()
    }

    /// The element at a position in tree order.
    pub fn element_at(&self, position: usize) -> Option<ElementRef<'a>> {
        self.entries.get(position).map(|entry| entry.element)
    }

    /// Position of a node; `None` for text and for content of templates.
    pub fn position(&self, node: NodeId) -> Option<usize> {
        let position = *self.by_node.get(self.number(node)?)? as usize;
        let entry = self.entries.get(position)?;
        (entry.element.id() == node).then_some(position)
    }

    /// Position of the parent element.
    pub fn parent(&self, position: usize) -> Option<usize> {
        self.entries.get(position)?.parent()
    }

    /// The position after an element and its content.
    pub fn end(&self, position: usize) -> usize {
        self.entries
            .get(position)
            .map_or(position, |entry| entry.end as usize)
    }

    /// Descendants of an element in tree order.
    pub fn descendants(&self, node: NodeId) -> impl Iterator<Item = ElementRef<'a>> + '_ {
        let range = self
            .position(node)
            .map_or(0..0, |at| at + 1..self.entries[at].end as usize);
        self.entries[range].iter().map(|entry| entry.element)
    }

    /// Positions of an element and its descendants; empty for nodes that are not elements of the page.
    pub fn range(&self, node: NodeId) -> std::ops::Range<usize> {
        self.position(node)
            .map_or(0..0, |at| at..self.entries[at].end as usize)
    }

    /// Whether `inner` is `outer` or a descendant of it.
    pub fn holds(&self, outer: NodeId, inner: NodeId) -> bool {
        match (self.position(outer), self.position(inner)) {
            (Some(at), Some(inner)) => (at..self.entries[at].end as usize).contains(&inner),
            _ => false,
        }
    }

    /// The first element with an id, which is the target of references.
    pub fn by_id(&self, id: &str) -> Option<ElementRef<'a>> {
        self.element_at(*self.by_id.get(id)?.first()?)
    }

    /// All elements with an id, in tree order.
    pub fn all_by_id<'s>(&'s self, id: &str) -> impl Iterator<Item = ElementRef<'a>> + use<'s, 'a> {
        let positions = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        positions.iter().filter_map(|at| self.element_at(*at))
    }

    /// Number of preceding siblings with the same name, and whether there are no others at all.
    pub fn among_twins(&self, position: usize) -> Option<(usize, bool)> {
        let twins = self.twins.get_or_init(|| Twins::new(&self.entries));
        let before = *twins.before.get(position)?;
        let alone = before == 0 && !twins.repeated.contains(&position);
        Some((before, alone))
    }

    /// Number of elements with an id.
    pub fn count_of_id(&self, id: &str) -> usize {
        self.by_id.get(id).map_or(0, Vec::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_in_tree_order_without_template_content() {
        let html = Html::parse_document(
            "<body><ul id=a><li>x<b>y</b></li></ul><template><i></i></template><noscript><i></i></noscript><p id=a>z",
        );
        let index = Index::new(&html);
        let names: Vec<&str> = index
            .elements()
            .map(|element| element.value().name())
            .collect();
        assert_eq!(
            names,
            [
                "html", "head", "body", "ul", "li", "b", "template", "noscript", "p"
            ]
        );
        let list = index.by_id("a").expect("the first");
        assert_eq!(list.value().name(), "ul");
        assert_eq!(index.count_of_id("a"), 2);
        assert_eq!(index.descendants(list.id()).count(), 2);
        let named = |names: &[&str]| {
            let elements = index.named_any(names).map(|element| element.id());
            elements.collect::<Vec<_>>()
        };
        assert_eq!(index.named("i").count(), 0, "that of a template");
        assert_eq!(
            index.named("ul").next().map(|list| list.id()),
            Some(list.id())
        );
        let [item, paragraph] = ["li", "p"].map(|name| named(&[name])[0]);
        assert_eq!(
            named(&["p", "li", "p"]),
            [item, paragraph],
            "in tree order, each once"
        );
    }
}
