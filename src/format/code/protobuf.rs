//! Protocol Buffers: messages, fields, enums.

use tree_sitter::Node;

use super::Code;
use super::lowering::Shape;
use super::reader::{Reader, default, span};
use super::values::named_child_of;
use crate::model::{Known, LanguageFamily, Layer, Located, Span, Value};

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

/// Visits one node.
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
                let tracked = reader.text(node).trim_start().starts_with("optional")
                    || node.kind() == "oneof_field";
                let declared = named_child_of(node, &["type"]).filter(|_| !repeated);
                let unset = declared
                    .filter(|_| !tracked)
                    .and_then(|declared| value_when_unset(reader, declared));
                let element = reader.field(node, name, declared);
                // proto3 fields can always be left out; only proto2 knows `required`.
                element.optional = Located::with_span(Known::Yes(!required), span(node));
                if let Some((value, at)) = unset {
                    default(element, Some(value), at);
                }
            }
        }
        _ => {}
    }
}

/// The content of an unset field without presence tracking: in proto3 the member of its enum with the number 0
/// (Protocol Buffers Language Guide, "Default Field Values").
fn value_when_unset(reader: &Reader<'_>, declared: Node<'_>) -> Option<(String, Span)> {
    let mut root = declared;
    while let Some(parent) = root.parent() {
        root = parent;
    }
    let of_proto3 = named_child_of(root, &["syntax"])
        .is_some_and(|syntax| reader.text(syntax).contains("proto3"));
    let name = reader.text(declared).trim().rsplit('.').next()?;
    if !of_proto3 || !reader.topic().is_mentioned_in(name) {
        return None;
    }
    // Enums are declared at file level or inside messages.
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let is_called_so =
            || named_child_of(node, &["enum_name"]).is_some_and(|found| reader.text(found) == name);
        if node.kind() == "enum" && is_called_so() {
            let body = named_child_of(node, &["enum_body"])?;
            let mut cursor = body.walk();
            return body
                .named_children(&mut cursor)
                .filter(|member| member.kind() == "enum_field")
                .find(|member| {
                    let number = reader.text(*member).split('=').nth(1).unwrap_or_default();
                    number.trim().trim_end_matches(';').trim() == "0"
                })
                .and_then(|member| named_child_of(member, &["identifier"]))
                .map(|member| (reader.text(member).to_owned(), span(member)));
        }
        let mut cursor = node.walk();
        let inside = node.named_children(&mut cursor);
        open.extend(
            inside.filter(|child| matches!(child.kind(), "message" | "message_body" | "enum")),
        );
    }
    None
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
