//! GraphQL schema language: object and input types, enums, arguments.

use tree_sitter::Node;

use super::Code;
use super::lowering::Shape;
use super::reader::{Reader, default, span};
use super::values::named_child_of;
use crate::model::{Known, Label, LanguageFamily, Layer, Located, Value};

/// GraphQL schema language.
pub const GRAPHQL: Code = Code {
    name: "graphql",
    extensions: &["graphql", "graphqls", "gql"],
    family: LanguageFamily::Flat("graphql"),
    grammar: |_| tree_sitter_graphql::LANGUAGE.into(),
    layer: Layer::Api,
    visit,
    lowering: |_, _| Shape::Other,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "object_type_definition"
        | "object_type_extension"
        | "interface_type_definition"
        | "interface_type_extension"
        | "input_object_type_definition"
        | "input_object_type_extension" => {
            if let Some(name) = named_child_of(node, &["name"]) {
                reader.enter(node, name);
            }
        }
        "enum_type_definition" | "enum_type_extension" => enumeration(reader, node),
        "field_definition" | "input_value_definition" => field(reader, node),
        _ => {}
    }
}

fn enumeration(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(body)) = (
        named_child_of(node, &["name"]),
        named_child_of(node, &["enum_values_definition"]),
    ) else {
        return;
    };
    let mut cursor = body.walk();
    let values = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "enum_value_definition")
        .filter_map(|definition| {
            let name = named_child_of(definition, &["enum_value"])?;
            Some(Value {
                label: description(reader, definition),
                ..Value::plain(reader.text(name), span(name))
            })
        })
        .collect();
    reader.value_type(node, name, values);
}

fn field(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = named_child_of(node, &["name"]) else {
        return;
    };
    let declared = named_child_of(node, &["type"]);
    let required = declared.is_some_and(|declared| reader.text(declared).trim_end().ends_with('!'));
    let named = declared.and_then(innermost);
    let label = description(reader, node);
    let value = named_child_of(node, &["default_value"]).and_then(|value| value.named_child(0));
    let literal = value
        .map(|value| reader.unquoted(value))
        .filter(|text| text != "null");
    let element = reader.field(node, name, named);
    element.optional = Located::with_span(Known::Yes(!required), span(declared.unwrap_or(node)));
    if let Some(text) = label {
        element.labels.push(Label::description(text));
    }
    if let Some(value) = value {
        default(element, literal, span(value));
    }
}

/// The named type inside `!`; `None` for lists.
fn innermost(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    for _ in 0..4 {
        match node.kind() {
            "named_type" => return Some(node),
            "list_type" => return None,
            _ => node = node.named_child(0)?,
        }
    }
    None
}

fn description(reader: &Reader<'_>, node: Node<'_>) -> Option<Located<String>> {
    let description = named_child_of(node, &["description"])?;
    let text = reader.unquoted(description).trim().to_owned();
    (!text.is_empty()).then(|| Located::with_span(text, span(description)))
}
