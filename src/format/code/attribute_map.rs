//! Attribute maps between the two sides of an identity system, as collections in source code:
//! `$attributemap = ['urn:oid:…' => 'gender']`, `ATTRIBUTE_MAP = {"gender": "sex"}`.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::scalar;
use crate::format::declaration::{handed_on, names_claim_map};
use crate::format::limits::WRAPPER_DEPTH;
use crate::model::Located;

/// Reads a collection whose name denotes an attribute map.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    let is_map = matches!(
        node.kind(),
        "dictionary" | "object" | "hash" | "array_creation_expression"
    );
    if !is_map || reader.was_read(node) {
        return;
    }
    let Some(name) = name_of(node) else { return };
    if names_claim_map(&reader.unquoted(name)) {
        pairs(reader, node, 0);
    }
}

/// The target a collection is assigned to: a variable, a property, a constant, a key.
fn name_of(node: Node<'_>) -> Option<Node<'_>> {
    let owner = node.parent()?;
    let gives = matches!(
        owner.kind(),
        "assignment"
            | "assignment_expression"
            | "variable_declarator"
            | "pair"
            | "const_element"
            | "property_element"
            | "array_element_initializer"
            | "public_field_definition"
            | "field_definition"
    );
    let name = owner.named_child(0)?;
    (gives && name.id() != node.id()).then_some(name)
}

fn pairs(reader: &mut Reader<'_>, map: Node<'_>, depth: usize) {
    if depth > WRAPPER_DEPTH {
        return;
    }
    let mut cursor = map.walk();
    let entries: Vec<Node<'_>> = map.named_children(&mut cursor).collect();
    for entry in entries {
        let (Some(key), Some(value), 2) = (
            entry.named_child(0),
            entry.named_child(1),
            entry.named_child_count(),
        ) else {
            continue;
        };
        let name = written(reader, key, 0);
        let other = written(reader, value, 0);
        if let (Some(name), Some(other)) = (name, other) {
            let path = reader.path_around();
            if let Some(element) = handed_on(name, other, &path) {
                reader.add(element);
            }
        } else if value.kind() == map.kind() {
            // Nested by provider or direction.
            pairs(reader, value, depth + 1);
        }
    }
}

/// A name: a literal, the last literal of a concatenation (`NS . 'gender'`), or the first item of a list.
fn written(reader: &Reader<'_>, node: Node<'_>, depth: usize) -> Option<Located<String>> {
    if let Some(text) = scalar(reader, node) {
        return (!text.is_empty()).then(|| Located::with_span(text, span(node)));
    }
    // JavaScript keys may be unquoted.
    if node.kind() == "property_identifier" {
        return Some(Located::with_span(reader.text(node).to_owned(), span(node)));
    }
    let count = node.named_child_count();
    let part = match node.kind() {
        "binary_expression" | "binary_operator" | "binary" => count.checked_sub(1)?,
        "array" | "list" | "tuple" | "array_creation_expression" => 0,
        "array_element_initializer" if count == 1 => 0,
        _ => return None,
    };
    let part = node.named_child(u32::try_from(part).ok()?)?;
    (depth < WRAPPER_DEPTH).then(|| written(reader, part, depth + 1))?
}
