//! Rows of tables that hold the codes of many lists beside each other, told apart by a column for the kind
//! (`('GENDER', 'M', 'Male')`, `{type: gender, code: m}`), in whatever syntax they are written.
//!
//! Such tables are filled in several places: the rows of one document are what is seen of a list, not all of it.

use std::collections::BTreeMap;

use super::limits::{CODE_CHARS, LABEL_CHARS};
use crate::model::{
    Domain, Element, Known, Layer, Located, ModelPath, SchemaModel, SourceText, Span, Value,
};
use crate::topic::{Attribute, Topic};

/// More cells than this are a record of something else.
const MOST_CELLS: usize = 10;
/// More rows than this are data.
const MOST_ROWS: usize = 40;
/// Groups in groups; deeper ones are not looked at.
const MOST_DEPTH: usize = 64;
/// Longer names of kinds are sentences.
const LONGEST_KIND: usize = 40;

/// A value in a group of brackets.
#[derive(Clone, Debug)]
struct Cell<'t> {
    key: Option<&'t str>,
    text: &'t str,
    span: Span,
    is_text: bool,
}

/// A group of brackets that is open.
#[derive(Debug, Default)]
struct Group<'t> {
    cells: Vec<Cell<'t>>,
    key: Option<&'t str>,
    /// It holds further groups.
    nests: bool,
}

/// What the rows of a list have in common: the kind, how many cells they have, and which of them names the kind.
type Shape<'t> = (String, usize, usize, Option<&'t str>);

/// The lists whose rows stand in a text; nothing where there are none. `read`: what was made of it already.
pub(super) fn read(
    document: &str,
    format: &'static str,
    text: &SourceText,
    read: &[SchemaModel],
    topic: &Topic,
) -> Option<SchemaModel> {
    let mut lists: BTreeMap<Shape<'_>, Vec<(Located<String>, Value)>> = BTreeMap::new();
    for cells in groups(text.as_str()) {
        if let Some((shape, kind, value)) = row(&cells, topic) {
            let rows = lists.entry(shape).or_default();
            if rows.len() < MOST_ROWS {
                rows.push((kind, value));
            }
        }
    }
    let mut model = SchemaModel::new(document, format, text.clone());
    for rows in lists.into_values() {
        if let Some(element) = list(&rows, topic).filter(|list| !is_read(list, read)) {
            model.add_element(element);
        }
    }
    (!model.elements.is_empty()).then_some(model)
}

fn list(rows: &[(Located<String>, Value)], topic: &Topic) -> Option<Element> {
    let is_entry = |value: &Value| {
        topic.is_entry(&value.raw.value)
            || value
                .label
                .as_ref()
                .is_some_and(|label| topic.is_entry(&label.value))
    };
    let mut values: Vec<Value> = Vec::new();
    for (_, value) in rows {
        if !values
            .iter()
            .any(|known| known.raw.value == value.raw.value)
        {
            values.push(value.clone());
        }
    }
    let entries = values.iter().filter(|value| is_entry(value)).count();
    let (first, _) = rows.first()?;
    let (last, _) = rows.last()?;
    if entries < 2 {
        return None;
    }
    let extent = first.span?.to(last.span?);
    let path = ModelPath::new([first.value.as_str()]);
    let mut element = Element::value_type(first.clone(), path, Layer::Database, extent);
    element.rows = Some(values);
    Some(element)
}

/// Whether a list was understood where it stands: its values, and none of other lists.
fn is_read(list: &Element, models: &[SchemaModel]) -> bool {
    let touches = |span: Span| span.start < list.extent.end && list.extent.start < span.end;
    let own: Vec<&str> = list
        .rows
        .iter()
        .flatten()
        .flat_map(|value| [Some(&value.raw), value.label.as_ref()])
        .flatten()
        .map(|text| text.value.as_str())
        .collect();
    models
        .iter()
        .flat_map(|model| &model.elements)
        .any(|element| match &element.domain.value {
            Known::Yes(Domain::Closed(values)) => {
                values
                    .iter()
                    .all(|value| own.contains(&value.raw.value.as_str()))
                    && (touches(element.extent) || element.domain.span.is_some_and(touches))
            }
            _ => false,
        })
}

/// The kind that a row names, and the value that it adds.
fn row<'t>(cells: &[Cell<'t>], topic: &Topic) -> Option<(Shape<'t>, Located<String>, Value)> {
    let keyed = cells.iter().all(|cell| cell.key.is_some());
    // Tags of templates begin with a word: `{assign var="anrede" value="Herr"}`.
    if !keyed && cells.iter().any(|cell| cell.key.is_some()) {
        return None;
    }
    let fewest = if keyed { 2 } else { 3 };
    if !(fewest..=MOST_CELLS).contains(&cells.len()) {
        return None;
    }
    let names_kind = |cell: &Cell<'_>| {
        let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.');
        cell.is_text
            && (3..=LONGEST_KIND).contains(&cell.text.len())
            && cell.text.chars().all(is_name)
            && !topic.is_entry(cell.text)
            && [Attribute::Gender, Attribute::Salutation]
                .into_iter()
                .any(|attribute| topic.names(attribute, cell.text))
    };
    let at = cells.iter().position(names_kind)?;
    let kind = &cells[at];
    let (before, behind) = (&cells[..at], &cells[at + 1..]);
    // Numbers of rows stand before the kind, or in front of all.
    let others = if behind.is_empty() { before } else { behind };
    let is_code = |cell: &&Cell<'_>| cell.text.chars().count() <= CODE_CHARS;
    let mut texts = others
        .iter()
        .filter(|cell| cell.is_text && !cell.text.is_empty());
    let code = texts
        .clone()
        .find(is_code)
        .or_else(|| others.iter().find(|cell| !cell.text.is_empty()))?;
    let label = texts.find(|cell| cell.span != code.span);
    let located = |cell: &Cell<'_>| Located::with_span(cell.text.to_owned(), cell.span);
    let value = Value {
        raw: located(code),
        label: label
            .filter(|label| label.text.chars().count() <= LABEL_CHARS)
            .map(located),
        ..Value::default()
    };
    let shape = (kind.text.to_lowercase(), cells.len(), at, kind.key);
    Some((shape, located(kind), value))
}

/// The groups of brackets that hold nothing but values.
fn groups(text: &str) -> Vec<Vec<Cell<'_>>> {
    let bytes = text.as_bytes();
    let mut open: Vec<Group<'_>> = Vec::new();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' | b'[' | b'{' => {
                if let Some(outer) = open.last_mut() {
                    outer.nests = true;
                    outer.key = None;
                }
                if open.len() == MOST_DEPTH {
                    open.clear();
                }
                open.push(Group::default());
                at += 1;
            }
            b')' | b']' | b'}' => {
                let group = open
                    .pop()
                    .filter(|group| !group.nests && group.cells.len() > 1);
                found.extend(group.map(|group| group.cells));
                at += 1;
            }
            b'"' | b'\'' => {
                let Some(length) = literal(bytes, at) else {
                    at += 1;
                    continue;
                };
                cell(text, at, length, true, &mut open);
                at += length;
            }
            byte if byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80 => {
                let is_part = |byte: &&u8| {
                    byte.is_ascii_alphanumeric()
                        || matches!(byte, b'_' | b'.' | b'-')
                        || **byte >= 0x80
                };
                let length = bytes
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(is_part)
                    .count();
                cell(text, at, length, false, &mut open);
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

/// Adds a value to the group it stands in, or remembers it as the key of the next.
fn cell<'t>(text: &'t str, at: usize, length: usize, is_text: bool, open: &mut [Group<'t>]) {
    let Some(group) = open.last_mut() else { return };
    let behind = text.get(at + length..).unwrap_or_default();
    let border = usize::from(is_text);
    let Some(said) = text.get(at + border..at + length - border) else {
        return;
    };
    let behind = behind.trim_start_matches(' ');
    let is_key = behind.starts_with("=>") || behind.starts_with(':') && !behind.starts_with("::");
    let is_named =
        behind.starts_with('=') && !behind.starts_with("==") && !behind.starts_with("=>");
    if is_key || (is_named && !is_text) {
        group.key = Some(said);
    } else if group.cells.len() <= MOST_CELLS {
        group.cells.push(Cell {
            key: group.key.take(),
            text: said,
            span: Span::new(at + border, at + length - border),
            is_text,
        });
    }
}

/// Bytes of a literal that ends on its line, quotes included.
fn literal(bytes: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 400;
    let quote = bytes.get(start)?;
    let rest = bytes.get(start + 1..)?;
    let mut escaped = false;
    for (at, byte) in rest.iter().take(LONGEST).enumerate() {
        match byte {
            b'\n' => return None,
            b'\\' if !escaped => {
                escaped = true;
                continue;
            }
            byte if byte == quote && !escaped => return Some(at + 2),
            _ => {}
        }
        escaped = false;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_values_with_their_keys() {
        let text = "a(1, 'b', \"c d\"); [{x => 'y', :z => 2}, {k: 'don''t'}] (f(1)) 'open";
        let said: Vec<String> = groups(text)
            .iter()
            .map(|cells| {
                let cells = cells.iter().map(|cell| match cell.key {
                    Some(key) => format!("{key}={}", cell.text),
                    None => cell.text.to_owned(),
                });
                cells.collect::<Vec<_>>().join("|")
            })
            .collect();
        assert_eq!(said, ["1|b|c d", "x=y|z=2", "k=don|t"]);
    }

    #[test]
    fn broken_texts_end() {
        for text in [
            "((((",
            "))))",
            "('a",
            "(\"",
            "(a: b: c",
            "{ä: 'ö'}",
            "(''",
            "(\\",
        ] {
            groups(text);
        }
    }
}
