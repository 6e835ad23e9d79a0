//! Values as cell text, and their comparison.

use serde_json::Value;

use super::super::fields::{Flat, is_text};
use super::super::items;
use super::{clean, is_free_text, joined, one_line};
use crate::inventory::{FieldSpec, Spec, both};
use crate::texts::Language;

/// The value as cell text in a language.
pub(in crate::import) fn shown(flat: &Flat, value: &Value, language: Language) -> String {
    if let Some(table) = flat.items {
        let items = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object);
        let lines: Vec<String> = items
            .map(|item| items::write(table, item, language))
            .collect();
        return lines.join("\n");
    }
    match value {
        Value::Array(values) => {
            let texts: Vec<String> = values
                .iter()
                .map(|value| plain(flat.field, value, language))
                .collect();
            joined(texts.iter().map(String::as_str))
        }
        value => plain(flat.field, value, language),
    }
}

/// One value as text.
pub(in crate::import) fn plain(field: &FieldSpec, value: &Value, language: Language) -> String {
    match value {
        Value::Bool(flag) => {
            let key = if *flag { "imp-yes" } else { "imp-no" };
            both(key, &[]).get(language).clone()
        }
        Value::String(text) if !is_text(field) => {
            let word = Spec::get().words(field).find(|word| word.value == *text);
            word.map_or_else(|| text.clone(), |word| word.label(language).to_owned())
        }
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether two values of a field are equal. The order of lists and invisible characters are ignored.
pub(in crate::import) fn same(flat: &Flat, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a == b || visible(flat, a) == visible(flat, b),
        (Value::Array(a), Value::Array(b)) if flat.items.is_none() => {
            let sorted = |values: &[Value]| {
                let mut texts: Vec<String> = values
                    .iter()
                    .map(|value| match value {
                        Value::String(text) => visible(flat, text),
                        other => other.to_string(),
                    })
                    .collect();
                texts.sort();
                texts.dedup();
                texts
            };
            sorted(a) == sorted(b)
        }
        (a, b) => a == b,
    }
}

/// The visible form of a text: outside free text, line breaks become spaces.
fn visible(flat: &Flat, text: &str) -> String {
    let text = clean(text);
    if is_free_text(flat.field) {
        text
    } else {
        one_line(&text)
    }
}
