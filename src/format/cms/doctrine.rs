//! Doctrine: mappings in YAML (`Person.orm.yml`, `Person.dcm.yml`, `….mongodb.yml`).

use super::{Field, is_on, width};
use crate::format::Recognition;
use crate::format::tree::{Document, Node, Peek, TreeFormat};
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Why};

/// Doctrine, YAML syntax.
pub const DOCTRINE: TreeFormat = TreeFormat {
    name: "doctrine",
    extensions: &["orm.yml", "dcm.yml"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(claims(peek)),
    read: |document, tree| document.read_roots(tree, read_doctrine),
};

fn claims(peek: &Peek<'_>) -> bool {
    // The only key is a class name with its namespace.
    let class = matches!(peek.keys(), Some([key]) if key.contains('\\'));
    let typed = [
        "entity",
        "mappedSuperclass",
        "embeddable",
        "document",
        "embeddedDocument",
    ]
    .iter()
    .any(|kind| peek.says(&format!("type: {kind}")));
    class && typed && peek.says("fields:")
}

fn read_doctrine(document: &mut Document, root: Node<'_>) {
    for (class, node) in root.entries() {
        let short = class.value.rsplit('\\').next().unwrap_or_default();
        let name = Located::new(short.to_owned(), class.span);
        let group = document.group(name, node.located_of("table"));
        for (key, node) in node.entries_of("fields") {
            let name = key.owned();
            document.add(
                field(name, node),
                &group,
                ElementKind::Field,
                Layer::Database,
            );
        }
    }
}

fn field(name: Located<String>, node: Node<'_>) -> Field {
    let kind = node.located_of("type");
    let option = |key: &str| node.get("options")?.get(key);
    let domain = match (node.text_of("enumType"), &kind) {
        (Some(class), _) => Known::named(class),
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

/// Column types. A custom type registered by the application is declared elsewhere.
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
        _ => Domain::named(kind),
    })
}
