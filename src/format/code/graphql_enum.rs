//! GraphQL enums created in code: `new GraphQLEnumType({ name, values })`, `enumType({ name, members })`,
//! `builder.enumType('Gender', { values })`.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::{name as name_of, scalar, value_set};
use crate::format::limits::CHOICES;
use crate::model::{Located, Value};

/// Reads the enum that a call or constructor creates.
pub fn made(reader: &mut Reader<'_>, node: Node<'_>) {
    let of = node
        .child_by_field_name("constructor")
        .or_else(|| node.child_by_field_name("function"));
    let is_enum = of
        .and_then(|of| name_of(reader, of))
        .is_some_and(|of| matches!(of.as_str(), "GraphQLEnumType" | "enumType"));
    if !is_enum {
        return;
    }
    let Some(arguments) = node.child_by_field_name("arguments") else {
        return;
    };
    let mut cursor = arguments.walk();
    let arguments: Vec<Node<'_>> = arguments.named_children(&mut cursor).collect();
    let Some(described) = arguments
        .iter()
        .find(|argument| argument.kind() == "object")
    else {
        return;
    };
    let mut name = arguments
        .first()
        .copied()
        .filter(|first| first.kind() == "string");
    let mut values = None;
    let mut cursor = described.walk();
    let mut read = Vec::new();
    for pair in described
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "pair")
    {
        let (Some(key), Some(value)) = (
            pair.child_by_field_name("key"),
            pair.child_by_field_name("value"),
        ) else {
            continue;
        };
        match reader.unquoted(key).as_str() {
            "name" if value.kind() == "string" => name = Some(value),
            "values" | "members" => {
                values = members(reader, value);
                read.push(pair);
            }
            _ => {}
        }
    }
    if let (Some(name), Some(values)) = (name, values.filter(|values| values.len() > 1)) {
        read.into_iter().for_each(|pair| reader.mark(pair));
        reader.value_type(node, name, values);
    }
}

/// `{ MALE: { value: 'm' }, FEMALE: {} }`, `['MALE', 'FEMALE']`. `None` if it includes values from elsewhere.
fn members(reader: &Reader<'_>, list: Node<'_>) -> Option<Vec<Value>> {
    if list.kind() != "object" {
        return value_set(reader, list);
    }
    let mut values = Vec::new();
    let mut cursor = list.walk();
    for pair in list.named_children(&mut cursor) {
        if pair.kind() == "comment" {
            continue;
        }
        let key = pair.child_by_field_name("key")?;
        let value = pair.child_by_field_name("value")?;
        let stored = match value.kind() {
            "object" => stored(reader, value),
            _ => Some(value),
        };
        let label = stored
            .and_then(|stored| Some(Located::with_span(scalar(reader, stored)?, span(stored))));
        values.push(Value {
            raw: Located::with_span(reader.unquoted(key), span(key)),
            label,
            ..Value::default()
        });
        if values.len() > CHOICES {
            return None;
        }
    }
    Some(values)
}

/// The internal value of a member.
fn stored<'t>(reader: &Reader<'_>, member: Node<'t>) -> Option<Node<'t>> {
    let mut cursor = member.walk();
    member
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "pair")
        .find(|pair| {
            pair.child_by_field_name("key")
                .is_some_and(|key| reader.text(key) == "value")
        })?
        .child_by_field_name("value")
}
