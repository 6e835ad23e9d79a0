//! From rows to records: what each row states about an application, an interface or a department, and which cells were
//! not understood. A cell that is not understood costs nothing but itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::cell;
use super::columns::{Column, End, Layout, Target};
use super::fields::{Flat, Kind, flat};
use super::mapping::Mapping;
use super::table::{Row, Table};
use crate::inventory::{FieldType, Message, both};
use crate::texts::Bilingual;

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

/// Something that was not taken over, with its place and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub place: String,
    pub message: BilingualText,
}

/// A sentence in both languages, in an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BilingualText {
    pub de: String,
    pub en: String,
}

impl From<Bilingual> for BilingualText {
    fn from(text: Bilingual) -> Self {
        Self {
            de: text.de,
            en: text.en,
        }
    }
}

impl Fault {
    pub fn new(place: &str, message: Bilingual) -> Self {
        Self {
            place: place.to_owned(),
            message: message.into(),
        }
    }
}

impl Record {
    /// A stated text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.stated.get(path)?.value.as_str()
    }
}

/// The records of a table, and the cells that were not understood.
pub(super) fn records(
    table: &Table,
    layout: &mut Layout,
    mapping: &Mapping,
) -> (Vec<Record>, Vec<Fault>, Skipped) {
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
    let mut records = Vec::new();
    let mut faults = Vec::new();
    let mut skipped = Skipped::default();
    let complete = layout
        .columns
        .iter()
        .find(|column| column.target == Some(Target::Complete));
    for row in table.rows.iter().skip(layout.head) {
        if row.is_empty() {
            continue;
        }
        if complete.is_some_and(|column| row.text(column.at).trim().is_empty()) {
            skipped.incomplete += 1;
            continue;
        }
        // Lists repeat their headings on every printed page.
        if repeats_headings(row, &layout.columns) {
            skipped.headings += 1;
            continue;
        }
        let record = record(
            table,
            row,
            layout.kind,
            &layout.columns,
            mapping,
            &mut faults,
        );
        if record.stated.is_empty() {
            skipped.blank += 1;
        } else {
            records.push(record);
        }
    }
    (records, faults, skipped)
}

/// Rows that hold no entry.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Skipped {
    /// Answers that were not sent.
    pub incomplete: usize,
    /// Headings once more.
    pub headings: usize,
    /// Rows without anything that was understood.
    pub blank: usize,
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

fn repeats_headings(row: &Row, columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| column.target.is_some());
    let (mut same, mut filled) = (0, 0);
    for column in known {
        let text = row.text(column.at).trim();
        filled += usize::from(!text.is_empty());
        same += usize::from(!text.is_empty() && text == column.heading);
    }
    same >= 2 && same == filled
}

fn record(
    table: &Table,
    row: &Row,
    kind: Kind,
    columns: &[Column],
    mapping: &Mapping,
    faults: &mut Vec<Fault>,
) -> Record {
    let mut record = Record {
        place: table.place(row.number, None),
        ..Record::default()
    };
    let key = flat(kind).iter().find(|flat| flat.path == "source.key");
    for column in columns {
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
                    Ok(Some(value)) => state(&mut record, flat, value, text, place),
                    Ok(None) => {}
                    // No identifier of ours, but one of theirs: the application is known by it the next time.
                    Err(_)
                        if flat.path == "id"
                            && key.is_some()
                            && text.trim().chars().count() <= 200 =>
                    {
                        if let Some(flat) = key {
                            let value = Value::from(cell::clean(text));
                            state(&mut record, flat, value, text, place);
                        }
                    }
                    Err(cause) => faults.push(Fault::new(&place, cause)),
                }
            }
            Target::Address(flat, kind) => match cell::understand(flat, text) {
                Ok(Some(Value::Array(mut items))) => {
                    for item in items.iter_mut().filter_map(Value::as_object_mut) {
                        item.entry("kind")
                            .or_insert_with(|| Value::from(kind.as_str()));
                    }
                    state(&mut record, flat, Value::Array(items), text, place);
                }
                Ok(_) => {}
                Err(cause) => faults.push(Fault::new(&place, cause)),
            },
            Target::Item(flat, value) => match cell::ticked(text) {
                Some(true) => {
                    let value = match flat.field.list {
                        true => Value::Array(vec![Value::from(value.as_str())]),
                        false => Value::from(value.as_str()),
                    };
                    state(&mut record, flat, value, text, place);
                }
                Some(false) => {}
                None => {
                    let message = Message::new("imp-002-flag")
                        .with("field", &column.heading)
                        .with("value", text);
                    faults.push(Fault::new(&place, message.text()));
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

/// Adds a value; lists of several columns grow together.
fn state(record: &mut Record, flat: &'static Flat, value: Value, written: &str, place: String) {
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

/// Sentences about what a table holds beside its entries.
pub(super) fn said_of(skipped: Skipped) -> Vec<Bilingual> {
    let mut said = Vec::new();
    let mut add = |key: &str, count: usize| {
        if count > 0 {
            said.push(both(key, &[("count", &count)]));
        }
    };
    add("imp-skipped-incomplete", skipped.incomplete);
    add("imp-skipped-headings", skipped.headings);
    add("imp-skipped-blank", skipped.blank);
    said
}
