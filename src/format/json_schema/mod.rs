//! JSON Schema (draft-07, 2019-09, 2020-12), in JSON or YAML.

pub mod dialect;
mod narrow;
pub mod reader;

use super::tree::{Document, Peek, Tree, TreeFormat};
use super::{Failure, Recognition};
use crate::gap::GapReason;
use crate::model::{Located, ModelPath, Span};
use reader::Reader;

/// JSON Schema.
pub const JSON_SCHEMA: TreeFormat = TreeFormat {
    name: "json-schema",
    extensions: &["json", "yaml", "yml"],
    yaml: true,
    claims,
    read: read_json_schema,
};

fn claims(peek: &Peek<'_>) -> Recognition {
    let Some(keys) = peek.keys() else {
        return Recognition::No;
    };
    let stated = peek.value("$schema").is_some_and(|value| {
        value.contains("json-schema.org") || value.contains("spec.openapis.org/oas")
    });
    // A document with one schema. Data has other keys as well.
    let only = !keys.is_empty() && keys.iter().all(|key| is_keyword(key));
    let shaped = peek.count(&["type", "allOf", "oneOf"]) > 0
        && peek.count(&["properties", "enum", "allOf", "oneOf", "items"]) > 0;
    if stated {
        Recognition::Certain
    } else if only && (shaped || peek.count(&["definitions", "$defs"]) > 0) {
        Recognition::Likely
    } else {
        Recognition::Maybe.when(shaped && peek.capture.file_name().contains(".schema."))
    }
}

fn read_json_schema(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let root = reader::root(tree).ok_or(GapReason::NotUnderstood)?;
    let stem = stem(&document.model.document);
    let mut reader = Reader::new(&mut document.model, root);
    for key in ["$defs", "definitions"] {
        let path = ModelPath::new([key]);
        for (name, node) in root.entries_of(key) {
            reader.named(name, node, &path);
        }
    }
    // If the title is a sentence, the file name is better.
    let title = root.get("title").and_then(|title| {
        let name = title.text()?;
        (name.split_whitespace().count() <= 3).then(|| Located::with_span(name, title.span()))
    });
    let name = title.unwrap_or_else(|| Located::with_span(stem.as_str(), first_line(root.span())));
    if root.get("type").is_some() || dialect::is_structure(root) || root.get("enum").is_some() {
        reader.named(name, root, &ModelPath::default());
    }
    reader.finish();
    Ok(())
}

/// The name of a file's only type: the file name without extensions and without lower-case prefixes that stand for
/// folders (`components-code-Geschlecht.yaml`).
fn stem(document: &str) -> String {
    let path = document.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    match stem.rsplit_once('-') {
        Some((prefix, last))
            if last.starts_with(char::is_uppercase) && !prefix.contains(char::is_uppercase) =>
        {
            last.to_owned()
        }
        _ => stem.to_owned(),
    }
}

fn first_line(span: Span) -> Span {
    Span {
        start: span.start,
        end: span.start,
    }
}

/// Keywords of the vocabularies, and OpenAPI's additions.
fn is_keyword(key: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "$id",
        "id",
        "$schema",
        "$ref",
        "$defs",
        "definitions",
        "$anchor",
        "$comment",
        "$vocabulary",
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "items",
        "prefixItems",
        "contains",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "title",
        "description",
        "default",
        "examples",
        "example",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "uniqueItems",
        "nullable",
        "readOnly",
        "writeOnly",
        "deprecated",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "discriminator",
        "xml",
        "externalDocs",
        "enumNames",
        "multipleOf",
    ];
    KEYWORDS.contains(&key) || key.starts_with("x-")
}
