//! Strapi: content types and components (`schema.json`, `….settings.json`).

use super::{Field, width};
use crate::format::Recognition;
use crate::format::tree::{Document, Node, Peek, TreeFormat};
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Span, Value, Why};

/// Strapi.
pub const STRAPI: TreeFormat = TreeFormat {
    name: "strapi",
    extensions: &["json"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(claims(peek)),
    read: |document, tree| document.read_roots(tree, read_strapi),
};

fn claims(peek: &Peek<'_>) -> bool {
    peek.has_all(&["info", "attributes"]) && (peek.has("collectionName") || peek.has("kind"))
}

fn read_strapi(document: &mut Document, root: Node<'_>) {
    let info = |key: &str| root.get("info")?.located_of(key);
    let name = info("singularName")
        .or_else(|| info("name"))
        .or_else(|| root.located_of("collectionName"))
        .or_else(|| info("displayName"))
        .unwrap_or_else(|| Located::implied(String::new()));
    let group = document.group(name, info("displayName"));
    for (key, node) in root.entries_of("attributes") {
        let name = key.owned();
        if let Some(field) = attribute(name, node) {
            document.add(field, &group, ElementKind::Field, Layer::Database);
        }
    }
}

fn attribute(name: Located<String>, node: Node<'_>) -> Option<Field> {
    // Relations in older releases have no type.
    let kind = node.located_of("type");
    let domain = match kind.as_ref().map(|kind| kind.value.as_str()) {
        Some("enumeration") => match node.get("enum").filter(|list| list.is_list()) {
            Some(list) => Known::Yes(Domain::Closed(
                list.items()
                    .filter_map(|item| Some(Value::plain(item.scalar()?, item.span())))
                    .collect(),
            )),
            None => Known::No(Why::NotStated),
        },
        Some("boolean") => Known::Yes(Domain::Boolean),
        Some("integer" | "biginteger" | "float" | "decimal") => Known::Yes(Domain::Number),
        Some("date" | "time" | "datetime" | "timestamp") => Known::Yes(Domain::Temporal),
        Some("string" | "text" | "richtext" | "email" | "password" | "uid" | "blocks") => {
            Known::Yes(Domain::Text)
        }
        Some("relation") => match node.text_of("target") {
            // `api::gender.gender`
            Some(target) => Known::named(target),
            None => Known::No(Why::Elsewhere),
        },
        Some("component" | "dynamiczone" | "media" | "json") => Known::Yes(Domain::Structure),
        Some("customField") => Known::No(Why::Elsewhere),
        Some(_) => Known::No(Why::NotUnderstood),
        None if node.get("model").is_some() || node.get("collection").is_some() => {
            Known::No(Why::Elsewhere)
        }
        None => return None,
    };
    let required = node.get("required");
    let span = Span::to(name.span.unwrap_or(node.span()), node.span());
    let mut field = Field::new(name, domain, span)
        .labelled(LabelKind::Description, node.located_of("description"))
        .required(
            required.and_then(Node::bool) == Some(true),
            required.map(Node::span),
        )
        .defaulting(node.located_of("default"));
    field.domain.span = node.get("enum").map(Node::span).or(field.domain.span);
    field.width = width(node.get("maxLength"));
    field.declared_type = kind;
    Some(field)
}
