//! Rows of code tables in any syntax: of tables that hold many lists, told apart by a column for the kind (`('GENDER',
//! 'M', 'Male')`, `{type: gender, code: m}`), and of a list's own table, named by the call that creates the row
//! (`Gender.create!(code: 'm')`, `insert_row("gender", ["m", "Male"])`).
//!
//! Such tables are filled in several places, so one document's rows are only part of a list.

use std::collections::BTreeMap;

use super::groups::{Cell, MOST_CELLS, Row, visit_rows};
use super::limits::{CODE_CHARS, LABEL_CHARS};
use crate::model::{
    Amendment, Domain, Element, Known, Layer, Located, ModelPath, SchemaModel, SourceText, Span,
    Value,
};
use crate::topic::{Attribute, Topic, tokens};

/// More rows than this are data.
const MOST_ROWS: usize = 40;
/// Longer names are sentences.
const LONGEST_KIND: usize = 40;

/// What the rows of a list share: the kind, the number of cells, and which cell names the kind.
type Shape<'t> = (String, usize, usize, Option<&'t str>);

/// The lists whose rows are in a text. `read` holds the models that other readers made of it.
pub(super) fn read(
    document: &str,
    format: &'static str,
    text: &SourceText,
    read: &[SchemaModel],
    topic: &Topic,
) -> Option<SchemaModel> {
    let mut lists: BTreeMap<Shape<'_>, Vec<(Located<String>, Value)>> = BTreeMap::new();
    visit_rows(text.as_str(), |group| {
        let found = row(&group.cells, topic).or_else(|| row_of_its_own(group, topic));
        if let Some((shape, kind, value)) = found {
            let rows = lists.entry(shape).or_default();
            if rows.len() < MOST_ROWS {
                rows.push((kind, value));
            }
        }
    });
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

/// Whether a reader already understood a list at its place: its values, and none of other lists.
fn is_read(list: &Element, models: &[SchemaModel]) -> bool {
    let touches = |span: Span| span.overlaps(list.extent);
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
        .any(|element| {
            // Rows for a table of another document.
            let adds = matches!(element.amends, Some(Amendment::Adds(_)));
            if adds && element.name.value.eq_ignore_ascii_case(&list.name.value) {
                return true;
            }
            let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
                return false;
            };
            // The type with that name is the list, whatever its members contain.
            let holds_the_same = values
                .iter()
                .all(|value| own.contains(&value.raw.value.as_str()));
            let stands_there = touches(element.extent) || element.domain.span.is_some_and(touches);
            element.name.value.eq_ignore_ascii_case(&list.name.value)
                || holds_the_same && stands_there
        })
}

/// The kind named by a row, and the value it adds.
fn row<'t>(cells: &[Cell<'t>], topic: &Topic) -> Option<(Shape<'t>, Located<String>, Value)> {
    let keyed = cells.iter().all(|cell| cell.key.is_some());
    // Template tags start with a word: `{assign var="anrede" value="Herr"}`.
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
    // Row numbers precede the kind or come first.
    let others = if behind.is_empty() { before } else { behind };
    let value = value(others)?;
    let shape = (kind.text.to_lowercase(), cells.len(), at, kind.key);
    Some((
        shape,
        Located::with_span(kind.text.to_owned(), kind.span),
        value,
    ))
}

/// The value that a row adds to the list named by its surroundings.
fn row_of_its_own<'t>(row: &Row<'t>, topic: &Topic) -> Option<(Shape<'t>, Located<String>, Value)> {
    let cells = row.cells.as_slice();
    let keyed = cells.iter().all(|cell| cell.key.is_some());
    let is_mixed = !keyed && cells.iter().any(|cell| cell.key.is_some());
    if is_mixed || cells.len() > MOST_CELLS || cells.iter().any(Cell::is_name) {
        return None;
    }
    let names_list = |name: &str| {
        let words = tokens(name);
        let mut ends = words.first().into_iter().chain(words.last());
        ends.any(|word| topic.is_table_word(word))
    };
    let (name, at) = row
        .around
        .iter()
        .copied()
        .find(|(name, _)| names_list(name))?;
    let value = value(cells)?;
    // A code and its word. In a person's data, the entry is the shorter part.
    let is_entry = |text: &Located<String>| topic.is_entry(&text.value);
    let says = is_entry(&value.raw)
        || value
            .label
            .as_ref()
            .is_some_and(|label| is_entry(label) && label.value.len() > value.raw.value.len());
    let shape = (name.to_lowercase(), cells.len(), cells.len(), None);
    says.then(|| (shape, Located::with_span(name.to_owned(), at), value))
}

/// The code among the cells, and its text for people.
fn value(cells: &[Cell<'_>]) -> Option<Value> {
    let is_code = |cell: &&Cell<'_>| cell.text.chars().count() <= CODE_CHARS;
    let mut texts = cells
        .iter()
        .filter(|cell| cell.is_text && !cell.text.is_empty());
    let code = texts
        .clone()
        .find(is_code)
        .or_else(|| cells.iter().find(|cell| !cell.text.is_empty()))?;
    let label = texts.find(|cell| cell.span != code.span);
    let located = |cell: &Cell<'_>| Located::with_span(cell.text.to_owned(), cell.span);
    Some(Value {
        raw: located(code),
        label: label
            .filter(|label| label.text.chars().count() <= LABEL_CHARS)
            .map(located),
        ..Value::default()
    })
}
