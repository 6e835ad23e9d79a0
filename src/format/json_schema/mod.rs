//! JSON Schema (draft-07, 2019-09, 2020-12), in JSON or YAML.

pub mod dialect;
pub mod reader;

use super::tree;
use super::{Failure, Format, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::{Located, ModelPath, SchemaModel, Span};
use crate::source::Capture;
use crate::topic::Topic;
use reader::Reader;

/// JSON Schema.
pub struct JsonSchema;

impl Format for JsonSchema {
    fn name(&self) -> &'static str {
        "json-schema"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "yaml", "yml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let json = tree::is_json(head);
        if !json && !matches!(capture.extension().as_str(), "yaml" | "yml") {
            return Recognition::No;
        }
        let stated = tree::key_value(head, "$schema").is_some_and(|value| {
            value.contains("json-schema.org") || value.contains("spec.openapis.org/oas")
        });
        let schema_file = capture.file_name().contains(".schema.");
        let Some(keys) = tree::top_keys(head) else {
            return Recognition::No;
        };
        let has = |key: &str| keys.iter().any(|found| found == key);
        // A document of one schema. Data has keys of its own beside these.
        let words = keys.iter().filter(|key| is_keyword(key)).count();
        let only = words > 0 && words == keys.len();
        let shaped = (has("type") || has("allOf") || has("oneOf"))
            && (has("properties") || has("enum") || has("allOf") || has("oneOf") || has("items"));
        if stated {
            Recognition::Certain
        } else if only && (shaped || has("definitions") || has("$defs")) {
            Recognition::Likely
        } else if schema_file && shaped {
            Recognition::Maybe
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let Some(root) = reader::root(&tree) else {
            return Err(GapReason::NotUnderstood.into());
        };
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let mut reader = Reader::new(model, root);
        for key in ["$defs", "definitions"] {
            let path = ModelPath::new([key]);
            for (name, node) in root.get(key).into_iter().flat_map(tree::Node::entries) {
                reader.named(name, node, &path);
            }
        }
        let stem = stem(capture);
        let name = root
            .get("title")
            .and_then(|title| title.text())
            .filter(|title| {
                // A title may be a sentence; then the file has the better name.
                title.split_whitespace().count() <= 3
            });
        let name = match (name, root.get("title")) {
            (Some(name), Some(title)) => Located::at(name, title.span()),
            _ => Located::at(stem.as_str(), first_line(root.span())),
        };
        if root.get("type").is_some() || dialect::is_structure(root) || root.get("enum").is_some() {
            reader.named(name, root, &ModelPath::default());
        }
        Ok(Parsed {
            schemas: vec![reader.finish()],
            ..Parsed::default()
        })
    }
}

/// The name a file gives its only type: its name without extensions, and without lower-case prefixes that
/// stand for folders (`components-code-Geschlecht.yaml`).
fn stem(capture: &Capture) -> String {
    let path = capture
        .document
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
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

/// Keywords of the vocabularies and those that OpenAPI adds.
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
