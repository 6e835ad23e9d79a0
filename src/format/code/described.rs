//! Fields described by objects, independent of the library: `{ name: "gender", type: "GenderEnum" }`,
//! `['name' => 'geschlecht', 'type' => 'varchar', 'length' => 1]`.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::types::domain_of;
use super::values::scalar;
use crate::model::{Domain, Element, Known, Layer, Located, Why};
use crate::topic::Attribute;

/// Keys under which an object names the field.
const NAMES: [&str; 6] = ["name", "key", "field", "fieldname", "column", "property"];
/// Keys that describe the field.
const SAYS: [&str; 13] = [
    "basename",
    "realname",
    "datatype",
    "data_type",
    "fieldtype",
    "length",
    "maxlength",
    "max_length",
    "nullable",
    "required",
    "sqltype",
    "type",
    "isrequired",
];
/// Keys that list values of the field; these lists are read on their own.
const LISTS: [&str; 8] = [
    "choices",
    "enum",
    "items",
    "oneof",
    "options",
    "range",
    "values",
    "allowed_values",
];

/// Visits one object.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    if !matches!(
        node.kind(),
        "object" | "dictionary" | "array_creation_expression" | "hash"
    ) {
        return;
    }
    const MOST_KEYS: usize = 40;
    let mut cursor = node.walk();
    let mut name = None;
    let mut of = None;
    let mut says = false;
    for (order, pair) in node.named_children(&mut cursor).enumerate() {
        if order >= MOST_KEYS {
            return;
        }
        let (Some(key), Some(value), 2) = (
            pair.named_child(0),
            pair.named_child(1),
            pair.named_child_count(),
        ) else {
            continue;
        };
        let key = reader.unquoted(key).to_lowercase();
        let key = key.as_str();
        if LISTS.contains(&key) {
            return;
        }
        says |= SAYS.contains(&key);
        let literal = scalar(reader, value).filter(|text| !text.is_empty());
        let Some(literal) = literal.map(|text| Located::with_span(text, span(value))) else {
            continue;
        };
        if NAMES.contains(&key) && name.is_none() {
            name = Some(literal);
        } else if matches!(key, "type" | "datatype" | "data_type" | "sqltype") {
            of = Some(literal);
        }
    }
    let Some(name) = name.filter(|name| says && is_name(&name.value)) else {
        return;
    };
    let topic = reader.topic();
    let spoken = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .any(|attribute| topic.names(attribute, &name.value));
    if !spoken {
        return;
    }
    let domain = match &of {
        Some(of) if is_text(&of.value) => Known::Yes(Domain::Text),
        Some(of) if !is_widget(&of.value) => domain_of(&of.value).0,
        Some(_) => Known::No(Why::Dynamic),
        None => Known::No(Why::NotStated),
    };
    let path = reader.path_around().child(name.value.as_str());
    let at = of.as_ref().and_then(|of| of.span);
    let element = Element::field(name, path, Layer::Code, span(node))
        .with_domain(Located::new(domain, at))
        .with_type(of);
    reader.add(element);
}

fn is_name(text: &str) -> bool {
    text.chars()
        .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.'))
}

/// Whether a type is a text type of databases.
fn is_text(of: &str) -> bool {
    let lower = of.to_lowercase();
    ["varchar", "nvarchar", "char", "nchar", "longtext"]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// Whether a type is a control that takes its options from elsewhere.
fn is_widget(of: &str) -> bool {
    let lower = of.to_lowercase();
    [
        "select", "radio", "dropdown", "choice", "enum", "lookup", "combo",
    ]
    .iter()
    .any(|word| lower.contains(word))
}
