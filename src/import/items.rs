//! Tables in one cell (addresses, repositories, artefacts): one per line, first the main value, then further fields:
//! `https://termin.example/ | Art=Test | Bezeichnung=Startseite`.

use serde_json::{Map, Value};

use super::cell;
use super::fields::{Flat, is_empty};
use crate::inventory::{FieldSpec, FieldType, Message, TableSpec, fault, fold};
use crate::texts::{Bilingual, Language};

/// The main field of an item.
pub(super) const MAIN: &str = "url";

/// The items of a cell.
///
/// # Errors
/// The first part that is not understood.
pub(super) fn read(
    flat: &Flat,
    table: &'static TableSpec,
    text: &str,
) -> Result<Vec<Value>, Bilingual> {
    let mut items = Vec::new();
    for line in lines(table, text) {
        let item = item(flat, table, &line)?;
        if !item.is_empty() {
            items.push(Value::Object(item));
        }
    }
    Ok(items)
}

/// The lines of a text; several addresses on one line are split.
fn lines(table: &TableSpec, text: &str) -> Vec<String> {
    let addresses = table.field(MAIN).is_some();
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let several = addresses && line.matches("://").count() > 1 && !line.contains(" | ");
        if several {
            let parts = line.split(|ch: char| ch.is_whitespace() || matches!(ch, ';' | ','));
            lines.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn item(
    flat: &Flat,
    table: &'static TableSpec,
    line: &str,
) -> Result<Map<String, Value>, Bilingual> {
    let mut fields = Map::new();
    let refuse = |part: &str| {
        Message::new("imp-002-item")
            .with_both("field", flat.named())
            .with("value", part)
            .text()
    };
    for (index, part) in split(line).into_iter().enumerate() {
        let named = part.split_once('=').and_then(|(name, value)| {
            let folded = fold(name);
            let is = |field: &&FieldSpec| {
                [&field.name, &field.title.de, &field.title.en]
                    .iter()
                    .any(|name| fold(name) == folded)
            };
            Some((table.fields.iter().find(is)?, value))
        });
        let (field, value) = match named {
            Some((field, value)) => (field, value.to_owned()),
            None if index == 0 => match table.field(MAIN).or_else(|| table.field("path")) {
                Some(field) => (field, part.clone()),
                None => return Err(refuse(&part)),
            },
            None => return Err(refuse(&part)),
        };
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let path = format!("{}.{}", flat.path, field.name);
        let column = Flat::part(path, field);
        // Free text is taken literally: no word in it means "unknown".
        let plain = field.kind == FieldType::Text && !field.list;
        let read = if plain {
            match fault(field, value, &column.named(), false) {
                Some(message) => return Err(message.text()),
                None => Some(Value::from(value)),
            }
        } else {
            cell::understand(&column, value)?
        };
        if let Some(value) = read {
            fields.insert(field.name.clone(), value);
        }
    }
    Ok(fields)
}

/// The parts of a line between bars not escaped by a backslash.
fn split(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(ch) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match (ch, chars.peek()) {
            ('\\', Some('n')) => part.push('\n'),
            ('\\', Some(next @ ('\\' | '|'))) => part.push(*next),
            ('|', _) => {
                parts.push(String::new());
                continue;
            }
            (ch, _) => {
                part.push(ch);
                continue;
            }
        }
        chars.next();
    }
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .collect()
}

/// An item as a line.
pub(super) fn write(table: &TableSpec, item: &Map<String, Value>, language: Language) -> String {
    let mut parts = Vec::new();
    let main = table.field(MAIN);
    if let Some(text) = main
        .and_then(|main| item.get(&main.name))
        .and_then(Value::as_str)
    {
        parts.push(protect(text));
    }
    for field in &table.fields {
        let Some(value) = item.get(&field.name).filter(|value| !is_empty(value)) else {
            continue;
        };
        if field.name == MAIN && main.is_some() || is_usual(table, field, item) {
            continue;
        }
        let text = match value {
            Value::Array(values) => {
                let texts: Vec<String> = values
                    .iter()
                    .map(|value| cell::plain(field, value, language))
                    .collect();
                cell::joined(texts.iter().map(String::as_str))
            }
            value => cell::plain(field, value, language),
        };
        parts.push(format!("{}={}", field.title.get(language), protect(&text)));
    }
    parts.join(" | ")
}

/// Whether a value is the default and can be omitted: a production address without sign-in; an artefact named like its
/// path.
fn is_usual(table: &TableSpec, field: &FieldSpec, item: &Map<String, Value>) -> bool {
    let value = item.get(&field.name);
    let text = value.and_then(Value::as_str);
    match (table.name.as_str(), field.name.as_str()) {
        ("url", "kind") => text == Some("production"),
        ("url", "auth") => text == Some("none"),
        ("artefact", "id") => {
            let named = ["path", "glob", "database"]
                .iter()
                .find_map(|name| item.get(*name));
            named == value
        }
        _ => false,
    }
}

fn protect(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('\n', "\\n")
}

/// An item for comparison, with defaults filled in.
pub(super) fn completed(table: &TableSpec, item: &Map<String, Value>) -> Map<String, Value> {
    let mut item: Map<String, Value> = item
        .iter()
        .filter(|(_, value)| !is_empty(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    match table.name.as_str() {
        "url" => {
            for (name, value) in [
                ("kind", Value::from("production")),
                ("auth", Value::from("none")),
            ] {
                item.entry(name).or_insert(value);
            }
        }
        "artefact" => {
            let named = ["path", "glob", "database"]
                .iter()
                .find_map(|name| item.get(*name));
            if let Some(named) = named.cloned() {
                item.entry("id").or_insert(named);
            }
        }
        _ => {}
    }
    item
}

/// Identity of an item within its list.
pub(super) fn key(item: &Map<String, Value>) -> String {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let url = text(MAIN).map(|url| cell::clean(url).trim_end_matches('/').to_lowercase());
    url.or_else(|| text("id").map(str::to_owned))
        .or_else(|| {
            ["path", "glob", "database"]
                .iter()
                .find_map(|name| text(name))
                .map(str::to_owned)
        })
        .unwrap_or_default()
}

/// The items of an entry after merging those of a cell; `None` if nothing changes. An existing item is updated with the
/// cell's values; if both sides have a single address of a kind, the cell's replaces it; all others are added. Nothing
/// is removed.
pub(super) fn merged(table: &TableSpec, old: &[Value], stated: &[Value]) -> Option<Vec<Value>> {
    let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let mut items: Vec<Map<String, Value>> = old.iter().map(object).collect();
    let kind = |item: &Map<String, Value>| completed(table, item).get("kind").cloned();
    let mut changed = false;
    let fresh: Vec<Map<String, Value>> = stated.iter().map(object).collect();
    for item in &fresh {
        let same = items
            .iter()
            .position(|known| key(&completed(table, known)) == key(&completed(table, item)));
        let alone = |items: &[Map<String, Value>]| {
            items
                .iter()
                .filter(|other| kind(other) == kind(item))
                .count()
                == 1
        };
        let place = same.or_else(|| {
            // Items with an id of their own are distinguished by it.
            let replaces = table.field(MAIN).is_some() && alone(&items) && alone(&fresh);
            items
                .iter()
                .position(|known| replaces && kind(known) == kind(item))
        });
        let Some(known) = place.and_then(|at| items.get_mut(at)) else {
            items.push(item.clone());
            changed = true;
            continue;
        };
        for (name, value) in item {
            let usual = completed(table, known);
            let equal = usual.get(name).is_some_and(|old| match (old, value) {
                (Value::String(old), Value::String(value)) => {
                    cell::clean(old) == cell::clean(value)
                }
                (old, value) => old == value,
            });
            let is_main_itself = name == MAIN && same.is_some();
            if !(equal || is_main_itself) {
                known.insert(name.clone(), value.clone());
                changed = true;
            }
        }
    }
    changed.then(|| items.into_iter().map(Value::Object).collect())
}
