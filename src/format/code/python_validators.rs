//! Python: values allowed by validators and patterns, and external names of fields.

use tree_sitter::Node;

use super::lowering::named;
use super::python::set_of;
use super::reader::{Reader, span};
use super::values::{name as name_of, scalar};
use crate::format::pattern;
use crate::model::{Span, Value};

/// The external name of a field whose own name is uninformative: `alias="gender"` (pydantic), `data_key` (marshmallow),
/// `db_column` (Django), `column_name` (peewee), `Column("gender", …)` (SQLAlchemy).
pub fn called_elsewhere<'t>(
    reader: &Reader<'_>,
    name: Node<'_>,
    arguments: Node<'t>,
) -> Option<Node<'t>> {
    const NAMES: [&str; 8] = [
        "alias",
        "attribute",
        "column_name",
        "data_key",
        "db_column",
        "serialization_alias",
        "source",
        "validation_alias",
    ];
    let topic = reader.topic();
    if topic.is_mentioned_in(&reader.unquoted(name)) {
        return None;
    }
    let mut cursor = arguments.walk();
    let parts = arguments.named_children(&mut cursor).enumerate();
    let given = parts.filter_map(|(index, part)| match part.kind() {
        "keyword_argument" => {
            let key = part.child_by_field_name("name")?;
            let value = part.child_by_field_name("value")?;
            NAMES.contains(&reader.text(key)).then_some(value)
        }
        "string" if index == 0 => Some(part),
        _ => None,
    });
    let says = |text: &Node<'t>| {
        let written = reader.unquoted(*text);
        text.kind() == "string" && !written.contains(' ') && topic.is_mentioned_in(&written)
    };
    // AliasChoices("pid_8", "administrative_sex")
    given
        .flat_map(|value| {
            let handed = value.child_by_field_name("arguments");
            std::iter::once(value).chain(handed.into_iter().flat_map(named))
        })
        .find(says)
}

/// Whether validators make a field optional; `None` if they do not say. WTForms: `[InputRequired()]`.
pub fn demanded(reader: &Reader<'_>, validators: Node<'_>) -> Option<bool> {
    let mut cursor = validators.walk();
    validators
        .named_children(&mut cursor)
        .find_map(|validator| {
            let called = validator
                .child_by_field_name("function")
                .unwrap_or(validator);
            match name_of(reader, called)?.as_str() {
                "InputRequired" | "DataRequired" => Some(false),
                "Optional" => Some(true),
                _ => None,
            }
        })
}

/// `Annotated[str, Field(pattern="^[mw]$")]`, `constr(regex="^(m|w)$")`.
pub fn constrained(reader: &Reader<'_>, declared: Node<'_>) -> Option<(Vec<Value>, Span)> {
    const MOST_NODES: usize = 60;
    let text = reader.text(declared);
    if !text.starts_with("Annotated") && !text.starts_with("constr") {
        return None;
    }
    let mut open = vec![declared];
    for _ in 0..MOST_NODES {
        let node = open.pop()?;
        if node.kind() == "keyword_argument"
            && let (Some(name), Some(value)) = (
                node.child_by_field_name("name"),
                node.child_by_field_name("value"),
            )
            && matches!(reader.text(name), "pattern" | "regex")
        {
            return Some((narrowed(reader, value)?, span(value)));
        }
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor));
    }
    None
}

/// The values allowed by a pattern or validator: `"^[mw]$"`, `OneOf(["m", "w"])`, `[RegexValidator("^(m|w)$")]`.
pub fn narrowed(reader: &Reader<'_>, value: Node<'_>) -> Option<Vec<Value>> {
    if let Some(text) = scalar(reader, value) {
        return pattern::alternatives(&text, span(value));
    }
    let mut calls = vec![value];
    if matches!(value.kind(), "list" | "tuple") {
        let mut cursor = value.walk();
        calls = value.named_children(&mut cursor).collect();
    }
    calls.into_iter().find_map(|call| {
        let function = name_of(reader, call.child_by_field_name("function")?)?;
        let arguments = call.child_by_field_name("arguments")?;
        let given = |key: &str| {
            let mut cursor = arguments.walk();
            arguments.named_children(&mut cursor).find_map(|argument| {
                let name = argument.child_by_field_name("name")?;
                (reader.text(name) == key).then(|| argument.child_by_field_name("value"))?
            })
        };
        let first = || {
            arguments
                .named_child(0)
                .filter(|first| first.kind() != "keyword_argument")
        };
        match function.as_str() {
            "OneOf" | "AnyOf" | "In" | "in_" => set_of(reader, given("choices").or_else(first)?),
            "RegexValidator" | "Regexp" | "Regex" => {
                let pattern = given("regex").or_else(first)?;
                pattern::alternatives(&scalar(reader, pattern)?, span(pattern))
            }
            // attrs: optional(in_(["m", "w"])), and_(instance_of(str), in_(["m", "w"]))
            "optional" | "and_" | "All" | "And" => {
                let mut cursor = arguments.walk();
                let mut parts = arguments.named_children(&mut cursor);
                parts.find_map(|part| match part.kind() {
                    "call" | "list" | "tuple" => narrowed(reader, part),
                    _ => None,
                })
            }
            _ => None,
        }
    })
}
