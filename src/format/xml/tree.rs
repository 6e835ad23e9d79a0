//! Converts a document to the tree used for JSON and YAML, for readers that know no element names.
//!
//! Attributes and child elements become entries; several elements with the same name become a list, and an element with
//! nothing but text becomes a text.

use foldhash::HashMap;

use super::node::{Node, content, elements, local, span};
use crate::format::tree::Tree;
use crate::model::{Located, Span};

/// The key for the text of an element with attributes.
pub(in crate::format) const TEXT_KEY: &str = "#text";

/// The document below an element. Namespaced attributes belong to other vocabularies and are omitted.
pub(in crate::format) fn tree_of(root: Node<'_>) -> Tree {
    Tree::built(|tree| {
        let inside = add(tree, root);
        let name = Located::with_span(local(root), tag(root));
        tree.add_map(vec![(name, inside)], span(root))
    })
}

/// Recurses to the nesting depth of the markup, which was checked before parsing.
fn add(tree: &mut Tree, node: Node<'_>) -> u32 {
    let mut entries: Vec<(Located<&str>, u32)> = Vec::new();
    for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
        let value = attribute.range_value();
        let value = tree.add_scalar(Some(attribute.value()), Span::new(value.start, value.end));
        let name = attribute.range_qname();
        let name = Located::with_span(attribute.name(), Span::new(name.start, name.end));
        entries.push((name, value));
    }
    let mut order: Vec<Vec<(Node<'_>, u32)>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::default();
    for child in elements(node) {
        let id = add(tree, child);
        let at = *known.entry(local(child)).or_insert_with(|| {
            order.push(Vec::new());
            order.len() - 1
        });
        if let Some(same) = order.get_mut(at) {
            same.push((child, id));
        }
    }
    if order.is_empty() {
        let text = content(node);
        let place = text.as_ref().and_then(|text| text.span);
        let place = place.unwrap_or_else(|| span(node));
        let text = text.as_ref().map(|text| text.value.as_str());
        if entries.is_empty() {
            return tree.add_scalar(text, place);
        }
        if text.is_some() {
            let value = tree.add_scalar(text, place);
            entries.push((Located::with_span(TEXT_KEY, place), value));
        }
    }
    for same in order {
        let (Some((first, id)), Some((last, _))) = (same.first(), same.last()) else {
            continue;
        };
        let name = Located::with_span(local(*first), tag(*first));
        let value = match same.len() {
            1 => *id,
            _ => {
                let whole = span(*first).to(span(*last));
                tree.add_list(same.iter().map(|(_, id)| *id).collect(), whole)
            }
        };
        entries.push((name, value));
    }
    tree.add_map(entries, span(node))
}

/// The name in the start tag.
fn tag(node: Node<'_>) -> Span {
    let start = node.range().start + 1;
    let text = node.document().input_text();
    let rest = text.get(start..).unwrap_or_default();
    let length = rest
        .find(|ch: char| ch.is_whitespace() || matches!(ch, '/' | '>'))
        .unwrap_or(rest.len());
    Span::new(start, start + length)
}
