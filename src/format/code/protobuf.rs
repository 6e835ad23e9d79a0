//! Protocol Buffers: messages, fields, enums.

use tree_sitter::Node;

use super::Code;
use super::lowering::Shape;
use super::reader::{Reader, span};
use super::values::named_child_of;
use crate::model::{Known, LanguageFamily, Layer, Located, Value};

/// Protocol Buffers.
pub const PROTOBUF: Code = Code {
    name: "protobuf",
    extensions: &["proto"],
    family: LanguageFamily::Protobuf,
    grammar: |_| tree_sitter_proto::LANGUAGE.into(),
    layer: Layer::Message,
    visit,
    lowering: |_, _| Shape::Other,
};

/// Looks at one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "message" => {
            if let Some(name) = named_child_of(node, &["message_name"]) {
                reader.enter(node, name);
            }
        }
        "enum" => enumeration(reader, node),
        "field" | "oneof_field" => {
            if let Some(name) = named_child_of(node, &["identifier"]) {
                let repeated = reader.text(node).trim_start().starts_with("repeated");
                let required = reader.text(node).trim_start().starts_with("required");
                let declared = named_child_of(node, &["type"]).filter(|_| !repeated);
                let element = reader.field(node, name, declared);
                // proto3 fields can always be left out; only proto2 knows `required`.
                element.optional = Located::with_span(Known::Yes(!required), span(node));
            }
        }
        _ => {}
    }
}

fn enumeration(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(body)) = (
        named_child_of(node, &["enum_name"]),
        named_child_of(node, &["enum_body"]),
    ) else {
        return;
    };
    let mut cursor = body.walk();
    let values = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "enum_field")
        .filter_map(|field| {
            let name = named_child_of(field, &["identifier"])?;
            Some(Value::plain(reader.text(name), span(name)))
        })
        .collect();
    reader.value_type(node, name, values);
}
