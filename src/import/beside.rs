//! Rows and columns of a table beside its entries: totals, headings in between, columns without a heading, shifted
//! rows. They are not taken over, but always reported.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::columns::{Column, Layout, Target, fold_heading};
use super::fields::Kind;
use super::table::{Row, Table};
use crate::inventory::{FieldRole, both, counted, quotable, showable};
use crate::texts::Bilingual;

/// Rows without an entry, and values understood only approximately.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Answers that were not submitted.
    pub incomplete: usize,
    /// Repeated headings.
    pub headings: Vec<u32>,
    /// Headings of row groups.
    pub bands: Vec<u32>,
    /// Rows with totals.
    pub totals: Vec<u32>,
    /// Rows under the total that ends the list.
    pub closing: Vec<u32>,
    /// Rows without any recognised value.
    pub blank: Vec<u32>,
    /// Rows about other things than applications.
    pub others: Vec<u32>,
    /// Dates that name no exact day, with the day they were read as.
    pub rough_dates: Rough,
    /// Addresses without `https://`.
    pub short_addresses: Rough,
    /// Cells of the vendor's column that state an in-house development.
    pub own_developments: Rough,
    /// Vocabulary words with a remark, which is not taken over.
    pub remarks: Rough,
    /// Cells whose encoding another program had garbled.
    pub misread: Rough,
    /// Columns whose slash dates were read in the order shown by other dates of the column.
    pub date_orders: Vec<DateOrder>,
}

/// The order of the slash dates of a column.
#[derive(Debug)]
pub(super) struct DateOrder {
    /// Its letters.
    pub column: String,
    /// Number of dates that are ambiguous on their own.
    pub count: usize,
    pub order: cell::Order,
    /// An unambiguous date that shows the order.
    pub told_by: String,
}

/// Values that are more exact than their cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Rough {
    count: usize,
    /// Place, text and value of the first distinct texts.
    examples: Vec<(String, String, String)>,
}

/// Maximum number of distinct texts shown with their values.
const EXAMPLES: usize = 6;

impl Rough {
    /// Records that a cell with this text was read as this value.
    pub fn note(&mut self, place: &str, written: &str, value: &str) {
        self.count += 1;
        let written = showable(&cell::clean(written)).into_owned();
        let mut examples = self.examples.iter();
        let is_known = examples.any(|(_, other, became)| *other == written && became == value);
        if !is_known && self.examples.len() <= EXAMPLES {
            let example = (place.to_owned(), written, value.to_owned());
            self.examples.push(example);
        }
    }

    /// The shown texts with their values.
    fn listed(&self) -> String {
        let shown = self.examples.iter().take(EXAMPLES);
        let shown: Vec<String> = shown
            .map(|(place, written, value)| format!("{} → {value} ({place})", quotable(written)))
            .collect();
        let more = if self.examples.len() > EXAMPLES {
            "; …"
        } else {
            ""
        };
        format!("{}{more}", shown.join("; "))
    }
}

/// Kinds of rows without an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoEntry {
    Headings,
    Band,
    Total,
    /// Another thing than an application.
    Other,
}

/// Why a row contains no entry; `None` for entries.
pub(super) fn no_entry(row: &Row, layout: &Layout) -> Option<NoEntry> {
    // Lists repeat their headings on every printed page.
    if repeats_headings(row, &layout.columns) {
        return Some(NoEntry::Headings);
    }
    if let Some((at, word)) = layout.kinds {
        let kind = row.text(at).trim();
        if !kind.is_empty() && !kind.eq_ignore_ascii_case(word) {
            return Some(NoEntry::Other);
        }
    }
    if adds_up(row, layout) {
        return Some(NoEntry::Total);
    }
    is_band(row, layout).then_some(NoEntry::Band)
}

/// Rows of a single cell under the total that ends a list: `Stand: 15.11.2026`, `erstellt von der IT-Koordination`. If one
/// of them may name an application, the total ends only a group, and the rows are entries of the next one.
pub(super) fn closing(table: &Table, layout: &Layout) -> BTreeSet<u32> {
    let mut closing = BTreeSet::new();
    if layout.kind != Kind::Application || layout.columns.len() < 3 {
        return closing;
    }
    let body = table.rows.iter().skip(layout.head);
    for row in body.rev().filter(|row| !row.is_empty()) {
        if adds_up(row, layout) {
            return closing;
        }
        let mut filled = row.cells.iter().filter(|(_, text)| !text.trim().is_empty());
        let may_be_an_entry = filled
            .next()
            .is_some_and(|(at, text)| is_of_names(*at, layout) && !is_remark(text));
        if may_be_an_entry || filled.next().is_some() {
            break;
        }
        closing.insert(row.number);
    }
    BTreeSet::new()
}

/// Whether a column holds the names of the entries.
fn is_of_names(at: u32, layout: &Layout) -> bool {
    let mut columns = layout.columns.iter();
    columns.any(|column| {
        let is_name =
            matches!(&column.target, Some(Target::Field(flat)) if flat.is(FieldRole::Name));
        column.at == at && is_name
    })
}

/// Whether a text says something about a list, which no name does: `Stand: …`, a day, or part of a sentence.
fn is_remark(text: &str) -> bool {
    /// Names of applications are seldom as long.
    const WORDS: usize = 6;
    let text = text.trim();
    text.contains(": ")
        || text.starts_with(char::is_lowercase)
        || cell::date(text, false).is_some()
        || text.split_whitespace().count() >= WORDS
}

fn repeats_headings(row: &Row, columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| column.target.is_some());
    let (mut same, mut filled) = (0, 0);
    for column in known {
        let text = row.text(column.at).trim();
        filled += usize::from(!text.is_empty());
        // A line break within a heading does not make it a different one.
        let is_heading = fold_heading(text) == fold_heading(&column.heading);
        same += usize::from(!text.is_empty() && is_heading);
    }
    same >= 2 && same == filled
}

/// Whether a row contains a text across the whole table, or a single text in a column that names nothing.
fn is_band(row: &Row, layout: &Layout) -> bool {
    if layout.kind != Kind::Application || layout.columns.len() < 3 {
        return false;
    }
    let mut filled = row.cells.iter().filter(|(_, text)| !text.trim().is_empty());
    let Some((at, first)) = filled.next() else {
        return false;
    };
    let mut others = 0;
    for (_, text) in filled {
        if text != first {
            return false;
        }
        others += 1;
    }
    let names = |column: &&Column| {
        let role = match &column.target {
            Some(Target::Field(flat)) => flat.field.role,
            _ => return false,
        };
        let identifies = matches!(
            role,
            Some(FieldRole::Id | FieldRole::Name | FieldRole::ForeignKey)
        );
        column.at == *at && identifies
    };
    others >= 2 || others == 0 && !layout.columns.iter().any(|column| names(&column))
}

/// Whether a row contains a total: `Summe` in the column of the name or number; or `Summe KVR` and `133 Verfahren` in a
/// row of numbers that lacks the text columns of an entry.
fn adds_up(row: &Row, layout: &Layout) -> bool {
    if layout.kind == Kind::Application && only_amounts(row, layout) {
        return true;
    }
    let first = row.cells.iter().find(|(_, text)| !text.trim().is_empty());
    let named = layout.columns.iter().filter(|column| match &column.target {
        Some(Target::Field(flat)) => flat.is(FieldRole::Name) || flat.is(FieldRole::Id),
        _ => false,
    });
    let texts = named.map(|column| row.text(column.at));
    first
        .map(|(_, text)| text.as_str())
        .into_iter()
        .chain(texts)
        .any(cell::is_total)
}

/// Whether a row consists of a text that names a total or counts rows, and amounts.
fn only_amounts(row: &Row, layout: &Layout) -> bool {
    let filled = || row.cells.iter().filter(|(_, text)| !text.trim().is_empty());
    let mut labels = filled().filter(|(_, text)| !cell::is_amount(text));
    let label = labels.next();
    let counts = filled().any(|(_, text)| cell::is_count_of_rows(text));
    let names_total = match label {
        Some((_, text)) => {
            cell::may_be_total(text) && (filled().nth(1).is_some() || cell::states_a_number(text))
        }
        None => counts,
    };
    // An entry of the list would have an identifier, a state or a department.
    let column = |role: FieldRole| {
        let mut columns = layout.columns.iter();
        columns.find(|column| matches!(&column.target, Some(Target::Field(flat)) if flat.is(role)))
    };
    let is_empty = |role: FieldRole| {
        column(role).is_some_and(|column| {
            let text = row.text(column.at).trim();
            text.is_empty() || cell::is_amount(text) || cell::may_be_total(text)
        })
    };
    let lacks =
        is_empty(FieldRole::Phase) || is_empty(FieldRole::Kind) || is_empty(FieldRole::Department);
    let has_id = column(FieldRole::Id).is_some_and(|column| {
        let text = row.text(column.at).trim();
        !text.is_empty() && !cell::may_be_total(text) && !cell::is_count_of_rows(text)
    });
    names_total && labels.next().is_none() && lacks && !has_id
}

/// Columns with values but no heading, with the number of values; and rows of text files with too many cells, caused by
/// a separator inside a cell.
pub(super) fn outside(table: &Table, layout: &Layout) -> (BTreeMap<u32, usize>, BTreeSet<u32>) {
    let headed: BTreeSet<u32> = layout.columns.iter().map(|column| column.at).collect();
    let end = headed.last().copied().unwrap_or_default();
    let mut unnamed: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut rows = 0;
    for row in table.rows.iter().skip(layout.head) {
        rows += usize::from(!row.is_empty());
        for (column, text) in &row.cells {
            if !headed.contains(column) && !text.trim().is_empty() {
                unnamed.entry(*column).or_default().push(row.number);
            }
        }
    }
    let mut shifted = BTreeSet::new();
    if table.is_delimited() {
        // A column that most rows fill lacks its heading; values in few rows are misplaced cells.
        unnamed.retain(|column, filled| {
            let stray = *column > end && filled.len() * 2 < rows;
            if stray {
                shifted.extend(filled.iter().copied());
            }
            !stray
        });
    }
    let counts = unnamed
        .into_iter()
        .map(|(column, rows)| (column, rows.len()));
    (counts.collect(), shifted)
}

/// Messages about all of these.
pub(super) fn said(beside: &Beside) -> Vec<Bilingual> {
    let mut said = Vec::new();
    if beside.incomplete > 0 {
        said.push(counted("imp-skipped-incomplete", beside.incomplete, &[]));
    }
    for (key, rows) in [
        ("imp-skipped-headings", &beside.headings),
        ("imp-skipped-bands", &beside.bands),
        ("imp-skipped-totals", &beside.totals),
        ("imp-skipped-closing", &beside.closing),
        ("imp-skipped-blank", &beside.blank),
        ("imp-skipped-others", &beside.others),
    ] {
        if !rows.is_empty() {
            said.push(counted(key, rows.len(), &[("rows", &some(rows))]));
        }
    }
    for (key, rough) in [
        ("imp-rough-dates", &beside.rough_dates),
        ("imp-rough-addresses", &beside.short_addresses),
        ("imp-rough-own", &beside.own_developments),
        ("imp-rough-remarks", &beside.remarks),
        ("imp-rough-letters", &beside.misread),
    ] {
        if let Some((place, written, value)) = rough.examples.first() {
            let values: [(&str, &dyn std::fmt::Display); 5] = [
                ("count", &rough.count),
                ("place", place),
                ("written", written),
                ("value", value),
                ("list", &rough.listed()),
            ];
            said.push(both(key, &values));
        }
    }
    for order in &beside.date_orders {
        let key = match order.order {
            cell::Order::DayFirst => "imp-dates-day-first",
            cell::Order::MonthFirst => "imp-dates-month-first",
        };
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("column", &order.column), ("told_by", &order.told_by)];
        said.push(counted(key, order.count, &values));
    }
    said
}

/// The first row numbers.
fn some(rows: &[u32]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if rows.len() > SHOWN { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
