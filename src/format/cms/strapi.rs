//! Strapi: content types and components (`schema.json`, `….settings.json`).

use super::{Cms, Field, Keys, Reader, width};
use crate::format::tree::Node;
use crate::model::{
    Domain, ElementKind, Known, LabelKind, Layer, Located, Reference, Span, Value, Why,
};

/// Strapi.
pub const STRAPI: Cms = Cms {
    name: "strapi",
    extensions: &["json"],
    claims,
    read,
};

fn claims(keys: &Keys<'_>) -> bool {
    keys.all(&["info", "attributes"]) && (keys.has("collectionName") || keys.has("kind"))
}

fn read(reader: &mut Reader, root: Node<'_>) {
    let info = |key: &str| root.get("info")?.get(key)?.located();
    let name = info("singularName")
        .or_else(|| info("name"))
        .or_else(|| root.get("collectionName").and_then(Node::located))
        .or_else(|| info("displayName"))
        .unwrap_or_else(|| Located::implied(String::new()));
    let group = reader.group(name, info("displayName"));
    for (key, node) in root.get("attributes").into_iter().flat_map(Node::entries) {
        let name = Located {
            value: key.value.to_owned(),
            span: key.span,
        };
        if let Some(field) = attribute(name, node) {
            reader.add(field, &group, ElementKind::Field, Layer::Database);
        }
    }
}

fn attribute(name: Located<String>, node: Node<'_>) -> Option<Field> {
    // Relations of older releases have no type.
    let kind = node.get("type").and_then(Node::located);
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
        Some("relation") => match node.get("target").and_then(Node::text) {
            // `api::gender.gender`
            Some(target) => Known::Yes(Domain::Reference(Reference::Named(target.to_owned()))),
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
        .labelled(
            LabelKind::Description,
            node.get("description").and_then(Node::located),
        )
        .required(
            required.and_then(Node::bool) == Some(true),
            required.map(Node::span),
        )
        .defaulting(node.get("default").and_then(Node::located));
    field.domain.span = node.get("enum").map(Node::span).or(field.domain.span);
    field.width = width(node.get("maxLength"));
    field.declared_type = kind;
    Some(field)
}
