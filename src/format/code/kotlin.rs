//! Kotlin: enum classes, properties and constructor properties, constant lists.

use tree_sitter::Node;

use super::list_name::ListName;
use super::reader::{Reader, called, close, default, span};
use super::{Code, lowering};
use crate::format::pattern;
use crate::model::{Element, Known, Label, LanguageFamily, Layer, Located, Span};

use super::values::{constant, named_child_of, preset, value_set};

/// Kotlin.
pub const KOTLIN: Code = Code {
    name: "kotlin",
    extensions: &["kt", "kts"],
    family: LanguageFamily::Jvm,
    grammar: |_| tree_sitter_kotlin_ng::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::kotlin::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_declaration" | "object_declaration" => class(reader, node),
        "class_parameter" => parameter(reader, node),
        "property_declaration" => property(reader, node),
        "type_alias" => alias(reader, node),
        _ => {}
    }
}

/// `typealias Code = GenderCode`.
fn alias(reader: &mut Reader<'_>, node: Node<'_>) {
    let names = ["identifier", "simple_identifier", "type_identifier"];
    let name = node
        .child_by_field_name("type")
        .or_else(|| named_child_of(node, &names));
    let (Some(name), Some(of)) = (name, named_child_of(node, &["user_type", "nullable_type"]))
    else {
        return;
    };
    let written = reader.text(of).trim_end_matches('?').to_owned();
    let simple = written.rsplit('.').next().unwrap_or(&written).to_owned();
    let is_name = simple.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    if is_name
        && reader
            .topic()
            .is_mentioned_in(&format!("{} {written}", reader.text(name)))
    {
        let at = span(of);
        reader.value_type_of(
            node,
            name,
            ListName {
                written,
                simple,
                at,
            },
        );
    }
}

fn class(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name").or_else(|| {
        named_child_of(
            node,
            &["identifier", "simple_identifier", "type_identifier"],
        )
    }) else {
        return;
    };
    if let Some(body) = named_child_of(node, &["enum_class_body"]) {
        let mut cursor = body.walk();
        let values = body
            .named_children(&mut cursor)
            .filter(|child| child.kind() == "enum_entry")
            .filter_map(|entry| {
                let name = named_child_of(entry, &["identifier", "simple_identifier"])?;
                Some(constant(
                    reader,
                    name,
                    named_child_of(entry, &["value_arguments"]),
                ))
            })
            .collect();
        reader.value_type(node, name, values);
    }
    let above = named_child_of(node, &["delegation_specifiers"]);
    reader.relate_types(node, name, above.as_slice(), None);
    reader.enter(node, name);
}

/// `val geschlecht: String?` in a primary constructor; plain parameters are not fields.
fn parameter(reader: &mut Reader<'_>, node: Node<'_>) {
    let text = reader.text(node);
    if !text
        .split_whitespace()
        .any(|word| word == "val" || word == "var")
    {
        return;
    }
    let Some(name) = named_child_of(node, &["identifier", "simple_identifier"]) else {
        return;
    };
    let annotations = reader.between_start(node, name);
    let at = crate::model::Span::new(node.start_byte(), name.start_byte());
    let behind = node.named_child_count().checked_sub(1);
    let last = behind.and_then(|last| node.named_child(u32::try_from(last).ok()?));
    let value = last.filter(|last| reader.between_start(node, *last).trim_end().ends_with('='));
    let literal = value.and_then(|value| preset(reader, value));
    let element = reader.field(node, name, named_child_of(node, TYPES));
    annotate(element, annotations, at);
    if let (Some(value), Some(literal)) = (value, literal) {
        default(element, Some(literal), span(value));
    }
}

/// `@field:Pattern(regexp = "^(m|w)$")`, `@Column(length = 1, nullable = false)`, `@Size(max = 1)`.
fn annotate(element: &mut Element, annotations: &str, at: Span) {
    let behind = |annotation: &str| {
        let start = annotations.find(annotation)? + annotation.len();
        annotations[start..].split(')').next()
    };
    let number = |text: &str, key: &str| -> Option<u32> {
        let rest = text.split(key).nth(1)?.trim_start().strip_prefix('=')?;
        let digits = rest.trim_start();
        let end = digits
            .find(|ch: char| !ch.is_ascii_digit())
            .unwrap_or(digits.len());
        digits[..end].parse().ok()
    };
    // Patterns contain parentheses, so read up to the closing quote.
    let pattern = annotations
        .split("Pattern(")
        .nth(1)
        .and_then(|rest| rest.split('"').nth(1));
    if let Some(values) = pattern.and_then(|pattern| pattern::alternatives(pattern, at)) {
        close(element, values, at);
    }
    for naming in [
        "SerializedName(",
        "SerialName(",
        "JsonProperty(",
        "Json(",
        "ColumnInfo(",
        "Column(",
    ] {
        let given = behind(naming).filter(|given| !given.contains("definition"));
        if let Some(given) = given.and_then(|given| given.split('"').nth(1)) {
            called(element, given, at);
        }
    }
    if let Some(column) = behind("Column(") {
        element.width = number(column, "length").map(|width| Located::with_span(width, at));
        if column.contains("nullable = false") {
            element.optional = Located::with_span(Known::Yes(false), at);
        }
    }
    if let Some(width) = behind("Size(").and_then(|size| number(size, "max")) {
        element.width = Some(Located::with_span(width, at));
    }
    if annotations.contains("ORDINAL") {
        element.labels.push(Label::purpose(Located::with_span(
            "@Enumerated(EnumType.ORDINAL)".to_owned(),
            at,
        )));
    }
}

/// Functions that create a list from their arguments. Arguments of other calls are not values.
const LISTS: &[&str] = &[
    "listOf",
    "setOf",
    "arrayOf",
    "mutableListOf",
    "mutableSetOf",
    "arrayListOf",
    "linkedSetOf",
    "hashSetOf",
    "sequenceOf",
    "mapOf",
    "mutableMapOf",
    "linkedMapOf",
    "persistentListOf",
    "List.of",
    "Set.of",
    "Arrays.asList",
];

const TYPES: &[&str] = &["user_type", "nullable_type"];

fn property(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(variable) = named_child_of(node, &["variable_declaration"]) else {
        return;
    };
    let Some(name) = named_child_of(variable, &["identifier", "simple_identifier"]) else {
        return;
    };
    // Local variables are not data declarations.
    let mut parent = node.parent();
    while let Some(outer) = parent {
        if matches!(outer.kind(), "function_body" | "lambda_literal" | "block") {
            return;
        }
        parent = outer.parent();
    }
    let value = (0..node.named_child_count())
        .rev()
        .filter_map(|index| node.named_child(u32::try_from(index).unwrap_or(u32::MAX)))
        .find(|child| child.start_byte() >= variable.end_byte());
    if reader.between_start(node, variable).contains("const")
        && let Some(value) = value
        && reader.constant(node, name, value)
    {
        return;
    }
    let set = value.and_then(|value| {
        // listOf("m", "w")
        let arguments = named_child_of(value, &["value_arguments"]).or_else(|| {
            named_child_of(value, &["call_suffix"])
                .and_then(|suffix| named_child_of(suffix, &["value_arguments"]))
        });
        match arguments {
            Some(arguments) => {
                let function = reader.between_start(value, arguments);
                LISTS
                    .contains(&function.split('<').next().unwrap_or_default().trim())
                    .then(|| value_set(reader, arguments))?
            }
            None => value_set(reader, value),
        }
    });
    let literal = value.and_then(|value| preset(reader, value));
    let element = reader.field(node, name, named_child_of(variable, TYPES));
    if let (Some(value), Some(set)) = (value, set.filter(|set| set.len() > 1)) {
        close(element, set, span(value));
    } else if let (Some(value), Some(literal)) = (value, literal) {
        default(element, Some(literal), span(value));
    }
}
