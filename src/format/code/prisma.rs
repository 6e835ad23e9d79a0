//! Prisma schemas: models and enums.

use tree_sitter::Node;

use super::Code;
use super::lowering::Shape;
use super::reader::{Reader, default, span};
use super::values::named_child_of;
use crate::model::{Known, LanguageFamily, Layer, Located, Value};

/// Prisma schemas.
pub const PRISMA: Code = Code {
    name: "prisma",
    extensions: &["prisma"],
    family: LanguageFamily::Flat("prisma"),
    grammar: |_| tree_sitter_prisma::LANGUAGE.into(),
    layer: Layer::Database,
    visit,
    lowering: |_, _| Shape::Other,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "model_declaration" => {
            if let Some(name) = named_child_of(node, &["identifier"]) {
                reader.enter(node, name);
            }
        }
        "enum_declaration" => enumeration(reader, node),
        "column_declaration" => column(reader, node),
        _ => {}
    }
}

fn enumeration(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(body)) = (
        named_child_of(node, &["identifier"]),
        named_child_of(node, &["enum_block"]),
    ) else {
        return;
    };
    let mut cursor = body.walk();
    let values = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "enumeral")
        .filter_map(|child| {
            let name = named_child_of(child, &["identifier"])?;
            Some(Value::plain(reader.text(name), span(name)))
        })
        .collect();
    reader.value_type(node, name, values);
}

fn column(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(declared)) = (
        named_child_of(node, &["identifier"]),
        named_child_of(node, &["column_type"]),
    ) else {
        return;
    };
    let optional = reader.text(declared).trim_end().ends_with('?');
    let list = reader.text(declared).trim_end().ends_with("[]");
    let kind = named_child_of(declared, &["identifier"]).filter(|_| !list);
    let literal = default_of(reader.text(node));
    let element = reader.field(node, name, kind);
    element.optional = Located::with_span(Known::Yes(optional), span(declared));
    if let Some(literal) = literal {
        default(element, Some(literal), span(node));
    }
}

/// `@default(male)`, `@default("m")`; functions such as `now()` are not values.
fn default_of(column: &str) -> Option<String> {
    let start = column.find("@default(")? + "@default(".len();
    let rest = &column[start..];
    let literal = rest[..rest.find(')')?].trim().trim_matches('"');
    let plain = |ch: char| ch.is_alphanumeric() || ch == '_';
    (!literal.is_empty() && literal.chars().all(plain)).then(|| literal.to_owned())
}
