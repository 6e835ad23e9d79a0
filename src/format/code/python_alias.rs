//! Python: names for literal types.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::scalar;
use crate::model::Value;

/// `Code = Literal["m", "w"]`, `type Code = Literal["m", "w"] | None`: a name for the values. Whether it is one.
pub fn alias(reader: &mut Reader<'_>, node: Node<'_>, name: Node<'_>, of: Node<'_>) -> bool {
    if !matches!(of.kind(), "subscript" | "type" | "binary_operator") {
        return false;
    }
    let Some(values) = literal_type(reader, of).filter(|values| values.len() > 1) else {
        return false;
    };
    reader.value_type(node, name, values);
    true
}

/// `Literal["m", "w"]`, also inside `Optional[…]`.
pub fn literal_type(reader: &Reader<'_>, declared: Node<'_>) -> Option<Vec<Value>> {
    let mut open = vec![declared];
    while let Some(node) = open.pop() {
        let of = reader.text(node).split('[').next().unwrap_or_default();
        if matches!(node.kind(), "subscript" | "generic_type")
            && of.rsplit('.').next().map(str::trim) == Some("Literal")
        {
            let mut values = Vec::new();
            let mut inner: Vec<Node<'_>> = (0..node.named_child_count())
                .filter_map(|index| node.named_child(u32::try_from(index).unwrap_or(u32::MAX)))
                .collect();
            while let Some(part) = inner.pop() {
                match scalar(reader, part) {
                    Some(raw) => values.push(Value::plain(raw, span(part))),
                    None => inner.extend((0..part.named_child_count()).filter_map(|index| {
                        part.named_child(u32::try_from(index).unwrap_or(u32::MAX))
                    })),
                }
            }
            values.sort_by_key(|value| value.raw.span);
            return (!values.is_empty()).then_some(values);
        }
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor));
    }
    None
}
