//! From rows to records: what each row states about an application, an interface or a department, and which cells were
//! not understood. A cell that is not understood costs nothing but itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::beside::{self, Beside, NoEntry};
use super::cell;
use super::columns::{Column, End, Layout, Target};
use super::fault::Fault;
use super::fields::{Flat, flat};
use super::mapping::Mapping;
use super::person::without_person;
use super::table::{Row, Table};
use crate::inventory::{FieldType, Message};

/// What a row states.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The row.
    pub place: String,
    /// Values by path.
    pub stated: BTreeMap<&'static str, Stated>,
    /// Names at the other ends of interfaces.
    pub interfaces: Vec<(End, String)>,
}

/// A value with its cell.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub flat: &'static Flat,
    pub value: Value,
    /// As written.
    pub written: String,
    pub place: String,
}

impl Record {
    /// A stated text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.stated.get(path)?.value.as_str()
    }
}

/// The records of a table, and the cells that were not understood.
pub(super) fn records(table: &Table, layout: &mut Layout, mapping: &Mapping) -> Read {
    let body = || table.rows.iter().skip(layout.head);
    // Numbers of rows are no identifiers; numbers that do not just count are.
    let id = flat(layout.kind).iter().find(|flat| flat.path == "id");
    let has_id = layout.has("id") || layout.has("source.key");
    let numbers: Vec<bool> = layout
        .columns
        .iter()
        .map(|column| {
            column.target == Some(Target::Running) && !has_id && !just_counts(body(), column)
        })
        .collect();
    for (column, numbers) in layout.columns.iter_mut().zip(numbers) {
        if numbers {
            column.target = id.map(Target::Field);
        }
    }
    let mut read = Read::default();
    let (unnamed, shifted) = beside::outside(table, layout);
    read.unnamed = unnamed.into_iter().collect();
    read.faults.extend(not_computed(table, layout));
    let complete = layout
        .columns
        .iter()
        .find(|column| column.target == Some(Target::Complete));
    for row in table.rows.iter().skip(layout.head) {
        if row.is_empty() {
            continue;
        }
        if complete.is_some_and(|column| row.text(column.at).trim().is_empty()) {
            read.beside.incomplete += 1;
            continue;
        }
        match beside::no_entry(row, layout) {
            Some(NoEntry::Headings) => read.beside.headings.push(row.number),
            Some(NoEntry::Band) => read.beside.bands.push(row.number),
            Some(NoEntry::Total) => read.beside.totals.push(row.number),
            None if shifted.contains(&row.number) => {
                let message = Message::new("imp-002-shifted").text();
                let place = table.place(row.number, None);
                read.faults.push(Fault::new(&place, message));
            }
            None => {
                let record = record(table, row, layout, mapping, &mut read);
                if record.stated.is_empty() {
                    read.beside.blank.push(row.number);
                } else {
                    read.records.push(record);
                }
            }
        }
    }
    read
}

/// Formulas whose value nobody computed; their cells look empty.
fn not_computed(table: &Table, layout: &Layout) -> impl Iterator<Item = Fault> {
    let cells = table.not_computed.iter().filter(|(row, column)| {
        let below = row + 1 > layout.head_row;
        let mut columns = layout.columns.iter();
        below && columns.any(|known| known.at == *column && known.target.is_some())
    });
    cells.map(|(row, column)| {
        let place = table.place(row + 1, Some(*column));
        Fault::new(&place, Message::new("imp-002-not-computed").text())
    })
}

/// A table that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub records: Vec<Record>,
    pub faults: Vec<Fault>,
    pub beside: Beside,
    /// Columns without a heading, with the number of their values.
    pub unnamed: Vec<(u32, usize)>,
    /// Words that no vocabulary knows, by the field's path.
    pub words: BTreeSet<(&'static str, String)>,
}

impl Read {
    /// Notes a word that the user's mapping file may explain.
    fn note_word(&mut self, flat: &'static Flat, text: &str) {
        let chooses = matches!(
            flat.field.kind,
            FieldType::Words | FieldType::Bool | FieldType::Count
        );
        let word = cell::clean(text);
        if chooses && cell::is_a_word(&word) {
            self.words.insert((flat.path.as_str(), word));
        }
    }
}

fn just_counts<'t>(rows: impl Iterator<Item = &'t Row>, column: &Column) -> bool {
    let numbers: Vec<u64> = rows
        .take(200)
        .map(|row| row.text(column.at).trim())
        .filter(|text| !text.is_empty() && *text != column.heading)
        .map(|text| text.trim_end_matches('.').parse().unwrap_or(u64::MAX))
        .collect();
    let steps = numbers.windows(2);
    numbers.first().is_some_and(|first| *first <= 1)
        && steps
            .clone()
            .all(|pair| matches!(pair, [a, b] if *b > *a && *b - *a <= 2))
}

fn record(table: &Table, row: &Row, layout: &Layout, mapping: &Mapping, read: &mut Read) -> Record {
    let mut record = Record {
        place: table.place(row.number, None),
        ..Record::default()
    };
    let key = flat(layout.kind)
        .iter()
        .find(|flat| flat.path == "source.key");
    for column in &layout.columns {
        let text = row.text(column.at);
        let Some(target) = &column.target else {
            continue;
        };
        if text.trim().is_empty() {
            continue;
        }
        let place = table.place(row.number, Some(column.at));
        match target {
            Target::Field(flat) => {
                match cell::understand(flat, mapping.value(&flat.path, text)) {
                    Ok(Some(value)) => {
                        if let Some(value) = taken(flat, value, text, &place, read) {
                            state(&mut record, flat, value, text, place, &mut read.faults);
                        }
                    }
                    Ok(None) => {}
                    // No identifier of ours, but one of theirs: the application is known by it the next time.
                    Err(_)
                        if flat.path == "id"
                            && key.is_some()
                            && text.trim().chars().count() <= 200 =>
                    {
                        if let Some(flat) = key {
                            let value = Value::from(cell::clean(text));
                            state(&mut record, flat, value, text, place, &mut read.faults);
                        }
                    }
                    Err(cause) => {
                        read.note_word(flat, text);
                        read.faults.push(Fault::new(&place, cause));
                    }
                }
            }
            Target::Address(flat, kind) => match cell::understand(flat, text) {
                Ok(Some(Value::Array(mut items))) => {
                    for item in items.iter_mut().filter_map(Value::as_object_mut) {
                        item.entry("kind")
                            .or_insert_with(|| Value::from(kind.as_str()));
                    }
                    state(
                        &mut record,
                        flat,
                        Value::Array(items),
                        text,
                        place,
                        &mut read.faults,
                    );
                }
                Ok(_) => {}
                Err(cause) => read.faults.push(Fault::new(&place, cause)),
            },
            Target::Item(flat, value) => match cell::ticked(text) {
                Some(true) => {
                    let value = match flat.field.list {
                        true => Value::Array(vec![Value::from(value.as_str())]),
                        false => Value::from(value.as_str()),
                    };
                    state(&mut record, flat, value, text, place, &mut read.faults);
                }
                Some(false) => {}
                None => {
                    let message = Message::new("imp-002-flag")
                        .with("field", &column.heading)
                        .with("value", text);
                    read.faults.push(Fault::new(&place, message.text()));
                }
            },
            Target::Interface(end) => {
                let names = text.split(['\n', ';', ',']).map(cell::clean);
                let names = names.filter(|name| {
                    let said = cell::ticked(name).is_some();
                    !name.is_empty() && !said && !cell::is_unstated(name)
                });
                record.interfaces.extend(names.map(|name| (*end, name)));
            }
            Target::Running | Target::Complete | Target::Respondent | Target::Left => {}
        }
    }
    record
}

/// What is taken over of a value that was understood; what was left out or made more exact is noted.
fn taken(flat: &Flat, value: Value, text: &str, place: &str, read: &mut Read) -> Option<Value> {
    let Some(said) = value.as_str() else {
        if flat.path == "url"
            && let Some(address) = completed_address(&value, text)
        {
            read.beside.short_addresses.note(place, text, address);
        }
        return Some(value);
    };
    if flat.field.kind == FieldType::Date {
        if cell::date(text, flat.field.period_end).is_some_and(|day| !day.is_exact) {
            read.beside.rough_dates.note(place, text, said);
        }
        return Some(value);
    }
    let Some(without) = without_person(flat, said) else {
        return Some(value);
    };
    read.faults.push(Fault::new(place, without.said));
    (!without.kept.is_empty()).then(|| Value::from(without.kept))
}

/// The address of a cell that was written without its beginning.
fn completed_address<'v>(value: &'v Value, text: &str) -> Option<&'v str> {
    let mut addresses = value
        .as_array()?
        .iter()
        .filter_map(|item| item.get("url")?.as_str());
    addresses.find(|address| !text.contains(address))
}

/// Adds a value; lists of several columns grow together.
fn state(
    record: &mut Record,
    flat: &'static Flat,
    value: Value,
    written: &str,
    place: String,
    faults: &mut Vec<Fault>,
) {
    if let Some(Stated {
        value: Value::Array(known),
        ..
    }) = record.stated.get_mut(flat.path.as_str())
        && let Value::Array(more) = &value
    {
        for item in more {
            if !known.contains(item) {
                known.push(item.clone());
            }
        }
        return;
    }
    // The user may have given several columns the same meaning.
    if let Some(first) = record.stated.get_mut(flat.path.as_str()) {
        if cell::same(flat, &first.value, &value) {
            return;
        }
        if let (Value::String(text), Value::String(more), true) =
            (&mut first.value, &value, cell::is_free_text(flat.field))
        {
            text.push('\n');
            text.push_str(more);
            return;
        }
        let message = Message::new("imp-002-columns")
            .with("field", &flat.path)
            .with("first", &first.place);
        faults.push(Fault::new(&place, message.text()));
        return;
    }
    // What is not written for people need not be said twice.
    let written = if matches!(
        flat.field.kind,
        FieldType::Date | FieldType::Words | FieldType::Bool | FieldType::Count
    ) {
        cell::clean(written)
    } else {
        String::new()
    };
    record.stated.insert(
        flat.path.as_str(),
        Stated {
            flat,
            value,
            written,
            place,
        },
    );
}
