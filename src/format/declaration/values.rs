//! The values of a field: lists of plain values, of objects with value and text, of pairs; maps from values to texts.

use super::keys::{Role, roles};
use super::kinds;
use crate::format::dictionary;
use crate::format::form_json::choice_label;
use crate::format::in_force::{self, Standing};
use crate::format::limits::{OPTIONS, WRAPPER_DEPTH};
use crate::format::tree::{Kind, Node};
use crate::format::xml::tree::TEXT_KEY;
use crate::model::{Domain, Known, Located, Value, Why};

/// Keys of a value, most certain first.
#[rustfmt::skip]
const RAWS: [&str; 18] = [
    "value", "code", "key", "id", "const", "val", "wert", "schluessel", "schlüssel", "kuerzel", "kürzel", "name", "fullName",
    "token", "slug", "symbol", "identifier", "Value",
];
/// Keys of its text for people.
#[rustfmt::skip]
const TEXTS: [&str; 20] = [
    "label", "text", "title", "display", "displayName", "caption", "bezeichnung", "beschreibung", "description", "meaning",
    "bedeutung", "langtext", "libelle", "anzeige", "klartext", TEXT_KEY, "name", "Label", "de", "labels",
];

/// The values under a key. `sure`: the key can only mean values.
pub(super) fn listed(node: Node<'_>, sure: bool) -> Option<Known<Domain>> {
    if let Some(text) = node.scalar() {
        return sure.then(|| from_text(text, node)).flatten();
    }
    let values = values_of(node, 0)?;
    Some(match values {
        Listed::Values(values) if values.is_empty() => Known::No(Why::Dynamic),
        Listed::Values(values) => Known::closed(values),
        Listed::Elsewhere(name) => Known::named(name),
        Listed::Dynamic => Known::No(Why::Dynamic),
    })
}

/// The meaning of a text in place of a list.
fn from_text(text: &str, node: Node<'_>) -> Option<Known<Domain>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if is_computed(text) {
        return Some(Known::No(Why::Dynamic));
    }
    Some(match dictionary::listed_values(text, node.span()) {
        // Here, yes and no are a list of values like any other.
        Known::Yes(Domain::Boolean) => Known::No(Why::NotUnderstood),
        known @ Known::Yes(_) => known,
        Known::No(_) if !text.contains(char::is_whitespace) => Known::named(list_name(text)),
        unknown @ Known::No(_) => unknown,
    })
}

/// `ref:SEXLIST`, `#/lists/SEXLIST` → the name of the list.
pub(super) fn list_name(text: &str) -> &str {
    text.rsplit(['/', ':', '#'])
        .find(|part| !part.is_empty())
        .unwrap_or(text)
}

/// Whether a text is evaluated at run time.
fn is_computed(text: &str) -> bool {
    let text = text.trim();
    text.contains("{{")
        || text.contains("${")
        || text.contains("<%")
        || text.starts_with("=") && text.len() > 1
}

enum Listed {
    Values(Vec<Value>),
    Elsewhere(String),
    Dynamic,
}

fn values_of(node: Node<'_>, depth: usize) -> Option<Listed> {
    if depth > WRAPPER_DEPTH {
        return None;
    }
    if node.is_list() {
        return list(node);
    }
    let mut entries = node.entries();
    let (first, more) = (entries.next()?, entries.next());
    // Nested lists: their container is not a value.
    let announced = |key: &str| {
        let roles = roles(key);
        roles.contains(&Role::Options) || roles.contains(&Role::Items)
    };
    let inner = node
        .entries()
        .find(|(key, value)| announced(key.value) && (value.is_list() || value.is_map()));
    if let Some((_, inner)) = inner {
        // A single name element is not a list yet.
        if inner.is_map() && value(inner).is_some() {
            return Some(Listed::Values(value(inner).into_iter().collect()));
        }
        return values_of(inner, depth + 1);
    }
    if more.is_none() && first.1.is_list() {
        return values_of(first.1, depth + 1);
    }
    for (key, inside) in node.entries() {
        let source = roles(key.value).contains(&Role::Source) || key.value == "$ref";
        if let Some(text) = inside.scalar().filter(|_| source) {
            return Some(Listed::Elsewhere(list_name(text).to_owned()));
        }
    }
    // A single option.
    if RAWS.iter().any(|key| node.get(key).is_some()) && value(node).is_some() {
        return Some(Listed::Values(value(node).into_iter().collect()));
    }
    map(node)
}

/// `{m: männlich, w: weiblich}`, `{m: {label: männlich}, …}`.
fn map(node: Node<'_>) -> Option<Listed> {
    let mut values = Vec::new();
    for (key, inside) in node.entries() {
        if values.len() == OPTIONS {
            return None;
        }
        let label = if inside.is_map() {
            let text = TEXTS.iter().find_map(|key| inside.get(key));
            Some(text.and_then(choice_label)?)
        } else if inside.is_list() {
            return None;
        } else {
            inside.located()
        };
        let raw = key.map(str::to_owned);
        values.push(Value {
            raw,
            label,
            ..Value::default()
        });
    }
    Some(Listed::Values(values))
}

fn list(node: Node<'_>) -> Option<Listed> {
    let mut values = Vec::new();
    for item in node.items() {
        if values.len() > OPTIONS {
            return None;
        }
        if item.kind() == Some(Kind::Null) {
            continue;
        }
        if item.scalar().is_some_and(is_computed) {
            return Some(Listed::Dynamic);
        }
        // Grouped options. An object with a name and values is a field.
        let group = ["options", "choices", "items"]
            .iter()
            .find_map(|key| item.get(key))
            .filter(|_| item.get("name").is_none());
        if let Some(Listed::Values(inside)) = group.filter(|it| it.is_list()).and_then(list) {
            values.extend(inside);
            continue;
        }
        values.push(value(item)?);
    }
    Some(Listed::Values(values))
}

/// One value of a list.
fn value(item: Node<'_>) -> Option<Value> {
    if item.scalar().is_some() {
        return Some(Value::plain(item.scalar()?, item.span()));
    }
    if item.is_list() {
        // Pairs of a value and a text.
        let mut parts = item.items();
        let (raw, label, more) = (parts.next()?, parts.next()?, parts.next());
        return (more.is_none()).then(|| Value {
            label: label.located(),
            raw: raw.located().unwrap_or_default(),
            ..Value::default()
        });
    }
    let lists = |(key, value): (Located<&str>, Node<'_>)| {
        value.is_list() && roles(key.value).contains(&Role::Options)
    };
    if declares(item) || item.entries().any(lists) {
        return None;
    }
    let find = |keys: &'static [&'static str]| {
        keys.iter()
            .find_map(|key| Some((*key, item.get(key).filter(|it| !it.is_list())?)))
    };
    let raw = find(&RAWS).filter(|(_, raw)| !raw.is_map());
    let taken = raw.map(|(key, _)| key);
    let text = TEXTS
        .iter()
        .filter(|key| Some(**key) != taken)
        .find_map(|key| choice_label(item.get(key)?));
    let located = match (raw, &text) {
        (Some((_, raw)), _) => {
            Located::with_span(raw.scalar().unwrap_or_default().to_owned(), raw.span())
        }
        (None, Some(text)) => text.clone(),
        (None, None) => {
            // `- m: männlich`
            let mut entries = item.entries();
            let (key, label) = entries.next()?;
            if entries.next().is_some() || label.scalar().is_none() {
                return None;
            }
            return Some(Value {
                raw: key.map(str::to_owned),
                label: label.located(),
                ..Value::default()
            });
        }
    };
    let label = raw.and(text);
    let blank = located.value.trim().is_empty();
    let off = item.entries().any(|(key, value)| {
        let says = value
            .bool()
            .or_else(|| dictionary::says_must(value.scalar()?));
        match key.value {
            "active" | "enabled" | "aktiv" => says == Some(false),
            key => roles(key).contains(&Role::Inactive) && says == Some(true),
        }
    });
    let ended = item.entries().any(|(key, value)| {
        let said = value.scalar();
        said.is_some_and(|said| in_force::standing(key.value, said) == Standing::Ended)
    });
    Some(Value {
        raw: located,
        label,
        inactive: off || ended,
        placeholder: blank,
        ..Value::default()
    })
}

/// Whether an object in a list is a field and not a value: it has a field type.
fn declares(item: Node<'_>) -> bool {
    item.entries().any(|(key, value)| {
        let typed = roles(key.value).contains(&Role::Type);
        typed && value.scalar().and_then(kinds::of_type).is_some()
    })
}
