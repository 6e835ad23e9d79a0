//! Texts for people in schemas: `documentation`, and titles and values in `appinfo` as written by XÖV and JAXB.

use super::super::node::{
    Node, attribute, child_content, children, content, elements, local, span,
};
use crate::model::{Label, Located};

/// More paragraphs than this are a manual.
const MOST_PARAGRAPHS: usize = 4;

/// A comment up to this length names a value.
const MOST_REMARK_CHARS: usize = 60;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Titles and descriptions of a declaration.
pub(super) fn labels(declaration: Node<'_>) -> Vec<Label> {
    let mut labels = Vec::new();
    for info in infos(declaration) {
        for title in elements(info).filter(|node| matches!(local(*node), "title" | "titel")) {
            labels.extend(content(title).map(Label::title));
        }
    }
    let paragraphs = documentation(declaration).filter_map(content);
    labels.extend(paragraphs.take(MOST_PARAGRAPHS).map(Label::description));
    labels
}

/// The meaning of an enumerated value.
pub(super) fn value_label(enumeration: Node<'_>) -> Option<Located<String>> {
    let in_info = infos(enumeration).find_map(|info| {
        elements(info)
            .find(|node| matches!(local(*node), "wert" | "bezeichnung" | "label"))
            .and_then(content)
    });
    in_info
        .or_else(|| documented(enumeration))
        .or_else(|| constant(enumeration))
        .or_else(|| remark(enumeration))
}

/// The elements below `appinfo`.
pub(super) fn infos<'d>(declaration: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    children(declaration, "annotation").flat_map(|annotation| children(annotation, "appinfo"))
}

fn documentation<'d>(declaration: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    children(declaration, "annotation").flat_map(|annotation| children(annotation, "documentation"))
}

/// The German text, or else the first; if it has parts, the name (`ccts:Name`, `ccts:Description`).
fn documented(enumeration: Node<'_>) -> Option<Located<String>> {
    let german = |node: &Node<'_>| {
        node.attribute((XML, "lang"))
            .is_some_and(|language| language.to_ascii_lowercase().starts_with("de"))
    };
    let chosen = documentation(enumeration)
        .find(german)
        .or_else(|| documentation(enumeration).next())?;
    child_content(chosen, "Name")
        .or_else(|| child_content(chosen, "name"))
        .or_else(|| content(chosen))
}

/// The constant's name in generated code: `<jaxb:typesafeEnumMember name="MAENNLICH"/>`.
fn constant(enumeration: Node<'_>) -> Option<Located<String>> {
    infos(enumeration)
        .flat_map(elements)
        .find(|node| local(*node) == "typesafeEnumMember")
        .and_then(|node| attribute(node, "name"))
}

/// A comment after the value on the same line: `<enumeration value="1"/> <!-- weiblich -->`.
fn remark(enumeration: Node<'_>) -> Option<Located<String>> {
    let mut behind = enumeration.next_siblings().skip(1);
    let mut next = behind.next()?;
    if next.is_text() {
        let blank = next
            .text()
            .is_some_and(|text| text.trim().is_empty() && !text.contains('\n'));
        next = behind.next().filter(|_| blank)?;
    }
    let text = next.text().filter(|_| next.is_comment())?.trim();
    // Longer comments are explanations, not names.
    (!text.is_empty() && text.chars().count() <= MOST_REMARK_CHARS)
        .then(|| Located::with_span(text.to_owned(), span(next)))
}
