//! Odoo: modules that add entries to a field of another module's model (`_inherit`, `selection_add`).

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::scalar;
use crate::model::{Amendment, Known, Label, Located, Value};

/// The Odoo name of a field's model: the name its class states, otherwise the model it extends.
pub(super) fn model_of(reader: &Reader<'_>, field: Node<'_>) -> Option<Located<String>> {
    let statement = field.parent()?;
    let body = statement.parent()?;
    let mut cursor = body.walk();
    let stated: Vec<(&str, Node<'_>)> = body
        .named_children(&mut cursor)
        .filter_map(|statement| {
            let assignment = statement.named_child(0)?;
            let name = assignment.child_by_field_name("left")?;
            Some((reader.text(name), assignment.child_by_field_name("right")?))
        })
        .collect();
    let named = ["_name", "_inherit"].into_iter().find_map(|key| {
        let (_, value) = stated.iter().find(|(name, _)| *name == key)?;
        // _inherit = ["club.member"]
        let model = match value.kind() {
            "list" | "tuple" => value.named_child(0)?,
            _ => *value,
        };
        Some(Located::with_span(scalar(reader, model)?, span(model)))
    });
    named.filter(|model| model.value.contains('.'))
}

/// Sets the model of the last field, so that other modules can add entries.
pub(super) fn belong(reader: &mut Reader<'_>, model: Option<Located<String>>) {
    if let (Some(model), Some(field)) = (model, reader.last_field()) {
        field.labels.push(Label::purpose(model));
    }
}

/// Records that the last field adds entries to the same-named field of a model.
pub(super) fn add_to(reader: &mut Reader<'_>, model: Located<String>, values: Option<Vec<Value>>) {
    if let Some(field) = reader.last_field() {
        field.domain = Located::new(Known::named(model.value), model.span);
        field.amends = values.map(Amendment::Adds);
    }
}
