//! Doctrine: mappings in YAML (`Person.orm.yml`, `Person.dcm.yml`, `….mongodb.yml`).

use super::{Cms, Field, Keys, Reader, is_on, width};
use crate::format::tree::Node;
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Reference, Why};

/// Doctrine, YAML syntax.
pub const DOCTRINE: Cms = Cms {
    name: "doctrine",
    extensions: &["orm.yml", "dcm.yml"],
    claims,
    read,
};

fn claims(keys: &Keys<'_>) -> bool {
    // The name of a class is the only key, and says so with its name space.
    let class = keys.top.len() == 1 && keys.top.iter().any(|key| key.contains('\\'));
    let typed = [
        "entity",
        "mappedSuperclass",
        "embeddable",
        "document",
        "embeddedDocument",
    ]
    .iter()
    .any(|kind| keys.says(&format!("type: {kind}")));
    class && typed && keys.says("fields:")
}

fn read(reader: &mut Reader, root: Node<'_>) {
    for (class, node) in root.entries() {
        let short = class.value.rsplit('\\').next().unwrap_or_default();
        let name = Located {
            value: short.to_owned(),
            span: class.span,
        };
        let group = reader.group(name, node.get("table").and_then(Node::located));
        for (key, node) in node.get("fields").into_iter().flat_map(Node::entries) {
            let name = Located {
                value: key.value.to_owned(),
                span: key.span,
            };
            reader.add(
                field(name, node),
                &group,
                ElementKind::Field,
                Layer::Database,
            );
        }
    }
}

fn field(name: Located<String>, node: Node<'_>) -> Field {
    let kind = node.get("type").and_then(Node::located);
    let option = |key: &str| node.get("options")?.get(key);
    let domain = match (node.get("enumType").and_then(Node::text), &kind) {
        (Some(class), _) => Known::Yes(Domain::Reference(Reference::Named(class.to_owned()))),
        (None, Some(kind)) => column(&kind.value),
        (None, None) => Known::No(Why::NotStated),
    };
    let nullable = node.get("nullable");
    let mut field = Field::new(name, domain, node.span())
        .labelled(
            LabelKind::Description,
            option("comment").and_then(Node::located),
        )
        .required(!is_on(nullable), nullable.map(Node::span))
        .defaulting(option("default").and_then(Node::located));
    field.width = width(node.get("length"));
    field.declared_type = kind;
    field
}

/// Types of columns. A type that an application has registered under a name of its own is declared elsewhere.
pub fn column(kind: &str) -> Known<Domain> {
    Known::Yes(match kind {
        "string" | "text" | "ascii_string" | "guid" => Domain::Text,
        "smallint" | "integer" | "int" | "bigint" | "decimal" | "float" | "number"
        | "smallfloat" => Domain::Number,
        "boolean" | "bool" => Domain::Boolean,
        _ if kind.starts_with("date") || kind.starts_with("time") => Domain::Temporal,
        "array" | "simple_array" | "json" | "json_array" | "object" | "blob" | "binary" => {
            Domain::Structure
        }
        _ => Domain::Reference(Reference::Named(kind.to_owned())),
    })
}
