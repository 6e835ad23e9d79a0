//! Values as TOML: whole new entries, or single values within entries that people wrote, leaving everything around them
//! unchanged.

use serde_json::{Map, Value};
use toml_edit::{Array, InlineTable, Item, Table, TableLike};

use super::fields::is_empty;
use crate::inventory::{FieldSpec, FieldType, Spec, TableSpec};

/// A new entry as text, with its header: `[[application]]` and its fields.
pub(super) fn entry(table: &'static TableSpec, value: &Map<String, Value>) -> String {
    let mut out = format!("{}\n", table.header);
    let mut behind = String::new();
    for field in &table.fields {
        let Some(value) = value.get(&field.name).filter(|value| !is_empty(value)) else {
            continue;
        };
        let inner = inner(field);
        match (inner, value) {
            // Its many fields are more readable on separate lines.
            (Some(inner), Value::Object(fields)) if field.name == "gender" => {
                behind = format!("\n{}", entry(inner, fields));
            }
            (Some(inner), Value::Array(items)) if items.len() > 1 => {
                out.push_str(&format!("{} = [\n", field.name));
                for item in items.iter().filter_map(Value::as_object) {
                    out.push_str(&format!("    {},\n", inline(inner, item)));
                }
                out.push_str("]\n");
            }
            (_, value) => {
                out.push_str(&format!("{} = {}\n", field.name, self::value(field, value)));
            }
        }
    }
    out + &behind
}

fn inner(field: &FieldSpec) -> Option<&'static TableSpec> {
    Spec::get().table(field.table.as_deref()?)
}

/// A value of a field.
fn value(field: &FieldSpec, value: &Value) -> toml_edit::Value {
    match (value, inner(field)) {
        (Value::Array(values), _) => values
            .iter()
            .map(|value| single(field, value))
            .collect::<Array>()
            .into(),
        (value, _) => single(field, value),
    }
}

fn single(field: &FieldSpec, value: &Value) -> toml_edit::Value {
    match value {
        Value::Object(fields) => match inner(field) {
            Some(table) => inline(table, fields).into(),
            None => InlineTable::new().into(),
        },
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_i64().unwrap_or(i64::MAX).into(),
        Value::String(text) => {
            let date =
                (field.kind == FieldType::Date).then(|| text.parse::<toml_edit::Datetime>().ok());
            let number = (field.kind == FieldType::Count).then(|| text.parse::<i64>().ok());
            match (date.flatten(), number.flatten()) {
                (Some(date), _) => date.into(),
                (_, Some(number)) => number.into(),
                _ => text.as_str().into(),
            }
        }
        Value::Null | Value::Array(_) => "".into(),
    }
}

/// An inline table, its fields in the order of the field table.
fn inline(table: &'static TableSpec, fields: &Map<String, Value>) -> InlineTable {
    let mut inline = InlineTable::new();
    for field in &table.fields {
        if let Some(value) = fields.get(&field.name).filter(|value| !is_empty(value)) {
            inline.insert(&field.name, self::value(field, value));
        }
    }
    inline
}

/// Sets the value at a path of an entry that people wrote. Comments and order are kept.
pub(super) fn put(
    entry: &mut dyn TableLike,
    table: &'static TableSpec,
    path: &str,
    new: &Value,
    in_line: bool,
) {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let Some(field) = table.field(name) else {
        return;
    };
    match (rest, inner(field)) {
        (Some(rest), Some(inner)) => {
            if !entry.contains_key(name) {
                let fresh = if name == "gender" && !in_line {
                    Item::Table(Table::new())
                } else {
                    Item::Value(InlineTable::new().into())
                };
                entry.insert(name, fresh);
            }
            let item = entry.get_mut(name);
            if let Some(item) = item {
                let in_line = in_line || item.is_inline_table();
                if let Some(fields) = item.as_table_like_mut() {
                    put(fields, inner, rest, new, in_line);
                }
            }
        }
        (None, Some(inner)) if field.list => {
            let items = new.as_array().map(Vec::as_slice).unwrap_or_default();
            put_items(entry, field, inner, items);
        }
        _ => put_value(entry, name, value(field, new)),
    }
}

/// Replaces a value and keeps its surrounding whitespace and comments.
fn put_value(entry: &mut dyn TableLike, name: &str, mut new: toml_edit::Value) {
    match entry.get_mut(name) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *new.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(new);
        }
        None => {
            entry.insert(name, Item::Value(new));
        }
    }
}

/// Updates changed items of a list and adds new ones, in the order of the list.
fn put_items(
    entry: &mut dyn TableLike,
    field: &FieldSpec,
    table: &'static TableSpec,
    items: &[Value],
) {
    let objects = items.iter().filter_map(Value::as_object);
    match entry.get_mut(&field.name) {
        Some(Item::ArrayOfTables(known)) => {
            for (index, item) in objects.enumerate() {
                match known.get_mut(index) {
                    Some(old) => put_fields(old, table, item, false),
                    None => {
                        let mut fresh = Table::new();
                        put_fields(&mut fresh, table, item, false);
                        known.push(fresh);
                    }
                }
            }
        }
        Some(Item::Value(toml_edit::Value::Array(known))) => {
            for (index, item) in objects.enumerate() {
                match known
                    .get_mut(index)
                    .and_then(toml_edit::Value::as_inline_table_mut)
                {
                    Some(old) => put_fields(old, table, item, true),
                    None => push(known, inline(table, item)),
                }
            }
        }
        _ => {
            let fresh: Array = objects
                .map(|item| toml_edit::Value::from(inline(table, item)))
                .collect();
            entry.insert(&field.name, Item::Value(fresh.into()));
        }
    }
}

/// Adds an item with the formatting of the one before it.
fn push(known: &mut Array, item: InlineTable) {
    let mut item = toml_edit::Value::from(item);
    if let Some(last) = known.iter().last()
        && let Some(prefix) = last.decor().prefix().and_then(|prefix| prefix.as_str())
        && prefix.contains('\n')
    {
        // A comment above the last item does not belong to this one.
        let indent = prefix.rsplit('\n').next().unwrap_or_default();
        item.decor_mut().set_prefix(format!("\n{indent}"));
    }
    if item.decor().prefix().is_some() {
        known.push_formatted(item);
    } else {
        known.push(item);
    }
}

fn put_fields(
    entry: &mut dyn TableLike,
    table: &'static TableSpec,
    fields: &Map<String, Value>,
    in_line: bool,
) {
    for field in &table.fields {
        let Some(new) = fields.get(&field.name).filter(|value| !is_empty(value)) else {
            continue;
        };
        let new_value = value(field, new);
        let written = entry.get(&field.name).and_then(Item::as_value);
        let plain = |value: &toml_edit::Value| {
            let mut value = value.clone();
            value.decor_mut().clear();
            value.to_string()
        };
        // German words and quoted dates are kept as written if their meaning is the same.
        let same = written.is_some_and(|old| {
            let meant = old.as_str().and_then(|text| Spec::get().value(field, text));
            plain(old) == plain(&new_value) || meant.is_some_and(|word| new.as_str() == Some(word))
        });
        let usual = written.is_none() && is_usual(table, field, new);
        if !same && !usual {
            put(entry, table, &field.name, new, in_line);
        }
    }
}

/// Whether a value is the default, which is not written.
fn is_usual(table: &TableSpec, field: &FieldSpec, value: &Value) -> bool {
    matches!(
        (table.name.as_str(), field.name.as_str(), value.as_str()),
        ("url", "kind", Some("production")) | ("url", "auth", Some("none"))
    )
}
