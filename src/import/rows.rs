//! From rows to records: the statements of each row about an application, an interface or a department, and the cells
//! that were not understood. A cell that is not understood does not affect the rest of its row.

mod reading;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::Value;

use super::beside::{self, Beside, DateOrder, NoEntry};
use super::cell;
use super::columns::{self, Column, End, Layout, Target};
use super::fault::Fault;
use super::fields::{Flat, Kind, with_role};
use super::mapping::Mapping;
use super::table::{Row, Table};
use crate::inventory::{FieldRole, FieldType, Message, private};
use reading::Reading;

/// The statements of a row.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The place of the row.
    pub place: String,
    /// Values by path.
    pub stated: BTreeMap<&'static str, Stated>,
    /// Cells about interfaces, with their places.
    pub interfaces: Vec<(End, String, String)>,
    /// Fields whose cells were not understood or not kept.
    pub refused: BTreeSet<&'static str>,
    /// The unusable text of the identifier column.
    pub no_id: Option<String>,
    /// Whether the row has a single filled cell.
    pub is_single: bool,
}

/// A value with its cell.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub flat: &'static Flat,
    pub value: Value,
    /// The text as written.
    pub written: String,
    pub place: String,
}

impl Record {
    /// A stated text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.stated.get(path)?.value.as_str()
    }

    /// Reverses an interface: `A; B; ←`.
    fn turn(&mut self) {
        let (from, to) = (self.stated.remove("from"), self.stated.remove("to"));
        if let (Some(mut from), Some(mut to)) = (from, to) {
            std::mem::swap(&mut from.value, &mut to.value);
            self.stated.insert("from", from);
            self.stated.insert("to", to);
        }
    }
}

/// Decides the meaning of columns that only their cells reveal.
pub(super) fn settle(table: &Table, layout: &mut Layout) {
    let body = || table.rows.iter().skip(layout.head);
    if layout.holds(FieldRole::Id) || layout.holds(FieldRole::ForeignKey) || table.made {
        return;
    }
    // Row numbers are not identifiers, even if they restart in each part of a list, nor are columns whose heading marks
    // them as counters; numbers that do not merely count are. A column whose heading mentions identifiers takes
    // precedence.
    let is_numbered = |column: &&Column| {
        column.target == Some(Target::Running)
            && !columns::counts_rows(&column.heading)
            && !just_counts(body(), column)
            && columns::identifies(table, layout, column.at)
    };
    let named = match layout.kind {
        Kind::Application if !layout.survey => columns::own_identifier(table, layout),
        _ => None,
    };
    let numbered = || layout.columns.iter().find(is_numbered).map(|it| it.at);
    let Some(at) = named.or_else(numbered) else {
        return;
    };
    let id = with_role(layout.kind, FieldRole::Id);
    for column in layout.columns.iter_mut().filter(|column| column.at == at) {
        column.target = id.map(Target::Field);
        column.by_cells = true;
    }
}

/// Passes on the records of a table one by one, as a list may have a hundred thousand; returns the remarks about the
/// table and the cells that were not understood.
pub(super) fn records(
    table: &Table,
    layout: &Layout,
    mapping: &Mapping,
    today: Date,
    take: &mut dyn FnMut(Record),
) -> Read {
    let mut read = Read::default();
    let (unnamed, shifted) = beside::outside(table, layout);
    read.unnamed = unnamed.into_iter().collect();
    read.beside.misread = table.misread.clone();
    read.faults.extend(not_computed(table, layout));
    read.faults.extend(strange_ids(table, layout));
    let reading = Reading {
        table,
        layout,
        mapping,
        today,
        orders: orders(table, layout, &mut read.beside),
    };
    let complete = layout
        .columns
        .iter()
        .find(|column| column.target == Some(Target::Complete));
    let closing = beside::closing(table, layout);
    for row in table.rows.iter().skip(layout.head) {
        if row.is_empty() {
            continue;
        }
        if closing.contains(&row.number) {
            read.beside.closing.push(row.number);
            continue;
        }
        if complete.is_some_and(|column| row.text(column.at).trim().is_empty()) {
            read.beside.incomplete += 1;
            continue;
        }
        if table.broken.contains(&row.number) {
            let message = Message::new("imp-002-quote").text();
            read.faults
                .push(Fault::new(&table.place(row.number, None), message));
            continue;
        }
        match beside::no_entry(row, layout) {
            Some(NoEntry::Headings) => read.beside.headings.push(row.number),
            Some(NoEntry::Band) => read.beside.bands.push(row.number),
            Some(NoEntry::Total) => read.beside.totals.push(row.number),
            Some(NoEntry::Other) => read.beside.others.push(row.number),
            None if shifted.contains(&row.number) => {
                let message = Message::new("imp-002-shifted").text();
                let place = table.place(row.number, None);
                read.faults.push(Fault::new(&place, message));
            }
            None => {
                let record = reading.record(row, &mut read);
                if record.stated.is_empty() {
                    read.beside.blank.push(row.number);
                } else {
                    read.records += 1;
                    take(record);
                }
            }
        }
    }
    read
}

/// Formulas without a computed value; their cells look empty.
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

/// Identifiers of another form than the others of their column: a number where all have letters is often none, but the
/// value of another column, or a number that the spreadsheet program made of one.
fn strange_ids(table: &Table, layout: &Layout) -> Vec<Fault> {
    /// Fewer identifiers show no form.
    const LEAST: usize = 4;
    let is_id = |column: &&Column| matches!(&column.target, Some(Target::Field(flat)) if flat.is(FieldRole::Id));
    let Some(column) = layout.columns.iter().find(is_id) else {
        return Vec::new();
    };
    let rows = table.rows.iter().skip(layout.head);
    let cells = rows.map(|row| (row.number, row.text(column.at).trim()));
    let cells = cells.filter(|(_, text)| !text.is_empty() && *text != column.heading);
    let has_letters = |text: &str| text.contains(char::is_alphabetic);
    let (lettered, bare): (Vec<_>, Vec<_>) = cells.partition(|(_, text)| has_letters(text));
    let Some((_, example)) = lettered.first().filter(|_| lettered.len() >= LEAST) else {
        return Vec::new();
    };
    // A third of them is a form of its own.
    if bare.len() * 2 > lettered.len() {
        return Vec::new();
    }
    bare.into_iter()
        .map(|(row, text)| {
            let message = Message::new("imp-002-id-form").with("example", cell::clean(example));
            let place = table.place(row, Some(column.at));
            Fault::new(&place, message.text()).about(&cell::clean(text))
        })
        .collect()
}

/// The result of reading a table.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Number of records.
    pub records: usize,
    pub faults: Vec<Fault>,
    pub beside: Beside,
    /// Columns without a heading, with the number of their values.
    pub unnamed: Vec<(u32, usize)>,
    /// Unknown words, by the field's path.
    pub words: BTreeSet<(&'static str, String)>,
}

impl Read {
    /// Records a word that the user's mapping file may explain.
    fn note_word(&mut self, flat: &'static Flat, text: &str) {
        let chooses = matches!(
            flat.field.kind,
            FieldType::Words | FieldType::Bool | FieldType::Count
        );
        let word = cell::clean(text);
        if chooses && cell::is_explicable(&word) && private(&word).is_none() {
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

/// The order of day and month in each date column, derived from all of its cells.
fn orders(table: &Table, layout: &Layout, beside: &mut Beside) -> HashMap<u32, cell::Order> {
    let mut orders = HashMap::new();
    for column in &layout.columns {
        let is_date = matches!(&column.target,
            Some(Target::Field(flat)) if flat.field.kind == FieldType::Date);
        if !is_date {
            continue;
        }
        let texts = || {
            let rows = table.rows.iter().skip(layout.head);
            rows.map(|row| row.text(column.at))
        };
        let doubtful = texts().filter(|text| cell::is_ambiguous(text)).count();
        if let Some((order, told_by)) = cell::order(texts()) {
            orders.insert(column.at, order);
            if doubtful > 0 {
                beside.date_orders.push(DateOrder {
                    column: crate::model::column_letters(column.at),
                    count: doubtful,
                    order,
                    told_by: cell::clean(told_by),
                });
            }
        }
    }
    orders
}
