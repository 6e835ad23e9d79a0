//! The reference of all fields and the JSON Schema, generated from the table of fields.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::spec::{FieldSpec, FieldType, Need, Spec, TableSpec};
use crate::problem::Level;
use crate::texts::{Language, filled, lookup};

/// The reference of the inventory files as Markdown: sections, fields, values, problem codes.
pub fn reference(language: Language) -> String {
    let spec = Spec::get();
    let mut page = sentence("intro", language).to_owned();
    for table in &spec.tables {
        fields(&mut page, table, language);
    }
    values(&mut page, spec, language);
    codes(&mut page, spec, language);
    page
}

fn sentence(key: &str, language: Language) -> &'static str {
    lookup(&format!("inventory.docs-{key}"), language).unwrap_or_default()
}

fn line(page: &mut String, cells: &[&str]) {
    for cell in cells {
        // Writing to a string cannot fail.
        let _ = write!(page, "| {} ", cell.replace('|', "\\|"));
    }
    page.push_str("|\n");
}

fn head(page: &mut String, key: &str, columns: &[&str], language: Language) {
    let _ = write!(page, "\n## {}\n\n", sentence(key, language));
    columns_of(page, columns, language);
}

fn columns_of(page: &mut String, columns: &[&str], language: Language) {
    let names: Vec<&str> = columns
        .iter()
        .map(|column| sentence(&format!("column-{column}"), language))
        .collect();
    line(page, &names);
    line(page, &vec!["---"; names.len()]);
}

fn fields(page: &mut String, table: &TableSpec, language: Language) {
    let (title, about) = (table.title.get(language), table.about.get(language));
    if table.header.is_empty() {
        let _ = write!(page, "\n## {title}\n\n{about}\n\n");
    } else {
        let _ = write!(page, "\n## `{}` {title}\n\n{about}\n\n", table.header);
    }
    columns_of(page, &["field", "label", "need", "type", "about"], language);
    for field in &table.fields {
        let name = format!("`{}`", field.name);
        let cells = [
            name.as_str(),
            field.title.get(language),
            &need(field, language),
            &kind(field, language),
            field.about.get(language),
        ];
        line(page, &cells);
    }
}

fn need(field: &FieldSpec, language: Language) -> String {
    match (field.need, &field.when) {
        (Need::Required, _) => sentence("required", language).to_owned(),
        (Need::Conditional, Some(when)) => filled(
            "inventory.docs-conditional",
            language,
            &[("when", when.get(language))],
        ),
        _ => sentence("optional", language).to_owned(),
    }
}

fn kind(field: &FieldSpec, language: Language) -> String {
    let name = match field.kind {
        FieldType::Text => "text",
        FieldType::Id => "id",
        FieldType::Code => "code",
        FieldType::Date => "date",
        FieldType::Bool => "bool",
        FieldType::Integer => "integer",
        FieldType::Count => "count",
        FieldType::Words => "words",
        FieldType::Url => "url",
        FieldType::UrlOrPath => "url-or-path",
        FieldType::Repository => "repository",
        FieldType::Database => "database",
        FieldType::Glob => "glob",
        FieldType::Fingerprint => "fingerprint",
        FieldType::Table => "table",
    };
    let list = if field.list { "list" } else { "one" };
    let header = field
        .table
        .as_deref()
        .and_then(|name| Spec::get().table(name))
        .map_or("", |table| table.header.as_str());
    let values: Vec<String> = Spec::get()
        .words(field)
        .map(|word| format!("`{}`", word.value))
        .collect();
    let kind = filled(
        &format!("inventory.docs-type-{name}"),
        language,
        &[("header", &header), ("values", &values.join(", "))],
    );
    let kind = filled(
        &format!("inventory.docs-type-{list}"),
        language,
        &[("type", &kind)],
    );
    match field.max {
        Some(max) => filled(
            "inventory.docs-type-max",
            language,
            &[("type", &kind), ("max", &max)],
        ),
        None => kind,
    }
}

fn values(page: &mut String, spec: &Spec, language: Language) {
    head(
        page,
        "values",
        &["field", "value", "label", "also"],
        language,
    );
    for table in &spec.tables {
        for field in &table.fields {
            let name = format!("`{}.{}`", table.name, field.name);
            let mut shown = name.as_str();
            for word in spec.words(field) {
                let value = format!("`{}`", word.value);
                let label = word.label(language);
                let mut also: Vec<&str> = vec![word.label(Language::De), word.label(Language::En)];
                also.extend(word.also().iter().map(String::as_str));
                also.retain(|other| *other != label && *other != word.value);
                line(page, &[shown, &value, label, &also.join(", ")]);
                shown = "";
            }
        }
    }
}

fn codes(page: &mut String, spec: &Spec, language: Language) {
    head(page, "codes", &["code", "level", "rule"], language);
    for code in &spec.codes {
        let level = match code.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        };
        let level = sentence(level, language);
        line(page, &[&code.code, level, code.rule(language)]);
    }
}

/// JSON Schemas (2020-12) of the files, for editors: name of the kind of file, and the schema.
///
/// They list canonical words only; the loader also accepts labels and checks what a schema cannot express.
pub fn json_schemas() -> Vec<(&'static str, String)> {
    let spec = Spec::get();
    spec.tables
        .iter()
        .filter(|table| table.header.is_empty())
        .map(|root| {
            let name = if root.name == "file" {
                "inventory"
            } else {
                root.name.as_str()
            };
            (name, json_schema(spec, name, root))
        })
        .collect()
}

fn json_schema(spec: &Spec, name: &str, root: &TableSpec) -> String {
    let mut definitions = Map::new();
    let mut open: Vec<&str> = inner_tables(root).collect();
    while let Some(table) = open.pop().and_then(|name| spec.table(name)) {
        definitions.insert(table.name.clone(), table_schema(spec, table));
        open.extend(inner_tables(table));
    }
    definitions.sort_keys();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:fachcheck:{name}:1"),
    });
    if let (Value::Object(schema), Value::Object(root)) = (&mut schema, table_schema(spec, root)) {
        schema.extend(root);
    }
    schema["$defs"] = Value::Object(definitions);
    // A `Value` has only text keys and finite numbers, so writing it cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn inner_tables(table: &TableSpec) -> impl Iterator<Item = &str> {
    table
        .fields
        .iter()
        .filter_map(|field| field.table.as_deref())
}

fn table_schema(spec: &Spec, table: &TableSpec) -> Value {
    let properties: Map<String, Value> = table
        .fields
        .iter()
        .map(|field| (field.name.clone(), field_schema(spec, field)))
        .collect();
    let required: Vec<&str> = table
        .fields
        .iter()
        .filter(|field| field.need == Need::Required)
        .map(|field| field.name.as_str())
        .collect();
    let mut schema = json!({
        "title": table.title.en,
        "description": table.about.en,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !table.exactly_one.is_empty() {
        let alternatives: Vec<Value> = table
            .exactly_one
            .iter()
            .map(|name| json!({ "required": [name] }))
            .collect();
        schema["oneOf"] = json!(alternatives);
    }
    schema
}

fn field_schema(spec: &Spec, field: &FieldSpec) -> Value {
    let words = || {
        let values: Vec<&str> = spec.words(field).map(|word| word.value.as_str()).collect();
        json!({ "enum": values })
    };
    let mut one = match field.kind {
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Integer => json!({ "type": "integer", "minimum": 0 }),
        FieldType::Count => json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, words()] }),
        FieldType::Words => words(),
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Url | FieldType::Repository | FieldType::Database => {
            json!({ "type": "string", "minLength": 1 })
        }
        FieldType::Fingerprint => json!({ "type": "string", "pattern": "^fc[0-9]+:[0-9a-f]{32}$" }),
        FieldType::Id => json!({ "type": "string", "pattern": "^[A-Z0-9][A-Z0-9._-]{1,31}$" }),
        FieldType::Table => {
            json!({ "$ref": format!("#/$defs/{}", field.table.as_deref().unwrap_or_default()) })
        }
        FieldType::Text | FieldType::Code | FieldType::UrlOrPath | FieldType::Glob => {
            json!({ "type": "string" })
        }
    };
    if let Some(max) = field.max {
        one["maxLength"] = json!(max);
    }
    let mut schema = if field.list {
        json!({ "type": "array", "items": one })
    } else {
        one
    };
    schema["title"] = json!(field.title.en);
    schema["description"] = json!(field.about.en);
    schema
}
