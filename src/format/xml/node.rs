//! Elements, attributes and texts of a parsed document with their spans.

use crate::format::limits::QUOTED_CHARS;
use crate::model::{Located, Span};

/// An element of the document that is read.
pub(super) type Node<'d> = roxmltree::Node<'d, 'd>;

/// The whole element.
pub(super) fn span(node: Node<'_>) -> Span {
    let range = node.range();
    Span::new(range.start, range.end)
}

/// Name of an element without its prefix.
pub(super) fn local<'d>(node: Node<'d>) -> &'d str {
    node.tag_name().name()
}

/// An attribute without namespace.
pub(super) fn attribute(node: Node<'_>, name: &str) -> Option<Located<String>> {
    let attribute = node.attribute_node(name)?;
    let range = attribute.range_value();
    Some(Located::with_span(
        attribute.value().to_owned(),
        Span::new(range.start, range.end),
    ))
}

/// The child elements.
pub(super) fn elements<'d>(node: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    node.children().filter(Node::is_element)
}

/// The child elements with this name, in any namespace.
pub(super) fn children<'d>(node: Node<'d>, name: &str) -> impl Iterator<Item = Node<'d>> {
    elements(node).filter(move |child| local(*child) == name)
}

/// The first child element with this name.
pub(super) fn child<'d>(node: Node<'d>, name: &str) -> Option<Node<'d>> {
    children(node, name).next()
}

/// The element at a path of names.
pub(super) fn descend<'d>(node: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

/// The text of an element with white space collapsed; `None` if blank.
pub(super) fn content(node: Node<'_>) -> Option<Located<String>> {
    let mut text = String::new();
    let mut place: Option<Span> = None;
    let mut count = 0;
    'pieces: for piece in node.descendants().filter(Node::is_text) {
        let written = piece.text().unwrap_or_default();
        if place.is_none() && !written.trim().is_empty() {
            let range = piece.range();
            let source = piece.document().input_text().get(range.clone());
            let source = source.unwrap_or_default();
            let start = range.start + (source.len() - source.trim_start().len());
            place = Some(Span::new(start, range.start + source.trim_end().len()));
        }
        for word in written.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            for ch in word.chars() {
                if count == QUOTED_CHARS {
                    break 'pieces;
                }
                text.push(ch);
                count += 1;
            }
        }
    }
    Some(Located::with_span(text, place?))
}

/// The text of a child.
pub(super) fn child_content(node: Node<'_>, name: &str) -> Option<Located<String>> {
    child(node, name).and_then(content)
}
