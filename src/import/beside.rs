//! What stands in a table beside its entries: rows that add up, headings between them, columns without a heading, rows
//! that are shifted. Nothing of it is taken over, and all of it is said.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::columns::{Column, Layout, Target, fold_heading};
use super::fields::Kind;
use super::table::{Row, Table};
use crate::inventory::{both, counted, quotable};
use crate::texts::Bilingual;

/// Rows that hold no entry, and what was understood only roughly.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Answers that were not sent.
    pub incomplete: usize,
    /// Headings once more.
    pub headings: Vec<u32>,
    /// Headings of groups of rows.
    pub bands: Vec<u32>,
    /// Rows that add up others.
    pub totals: Vec<u32>,
    /// Rows without anything that was understood.
    pub blank: Vec<u32>,
    /// Dates that name no day: how many, and what the first one became.
    pub rough_dates: Rough,
    /// Addresses without `https://`.
    pub short_addresses: Rough,
    /// Cells of the vendor's column that say that nobody else made it.
    pub own_developments: Rough,
    /// Words of a vocabulary with a remark beside them, which is not taken over.
    pub remarks: Rough,
    /// Cells whose letters some program had read wrongly.
    pub misread: Rough,
    /// Columns in which dates between slashes were read as others of them say.
    pub date_orders: Vec<DateOrder>,
}

/// How the dates between slashes of a column were read.
#[derive(Debug)]
pub(super) struct DateOrder {
    /// Its letters.
    pub column: String,
    /// Dates that alone could be read in two ways.
    pub count: usize,
    pub order: cell::Order,
    /// A date that can be read in one way only.
    pub told_by: String,
}

/// Values that say more than their cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Rough {
    count: usize,
    /// Place, text and value of each text that became a value, the first ones.
    examples: Vec<(String, String, String)>,
}

/// So many different texts are shown with what they became.
const EXAMPLES: usize = 20;

impl Rough {
    /// Notes that a cell with this text became this value.
    pub fn note(&mut self, place: &str, written: &str, value: &str) {
        self.count += 1;
        let written = cell::clean(written);
        let mut examples = self.examples.iter();
        let is_known = examples.any(|(_, other, became)| *other == written && became == value);
        if !is_known && self.examples.len() <= EXAMPLES {
            let example = (place.to_owned(), written, value.to_owned());
            self.examples.push(example);
        }
    }

    /// All texts with what they became, as far as they are shown.
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

/// What a row is that holds no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoEntry {
    Headings,
    Band,
    Total,
}

/// Why a row holds no entry; `None` for all others.
pub(super) fn no_entry(row: &Row, layout: &Layout) -> Option<NoEntry> {
    // Lists repeat their headings on every printed page.
    if repeats_headings(row, &layout.columns) {
        return Some(NoEntry::Headings);
    }
    if is_band(row, layout) {
        return Some(NoEntry::Band);
    }
    adds_up(row, layout).then_some(NoEntry::Total)
}

fn repeats_headings(row: &Row, columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| column.target.is_some());
    let (mut same, mut filled) = (0, 0);
    for column in known {
        let text = row.text(column.at).trim();
        filled += usize::from(!text.is_empty());
        // A heading that is written on two lines is the same one.
        let is_heading = fold_heading(text) == fold_heading(&column.heading);
        same += usize::from(!text.is_empty() && is_heading);
    }
    same >= 2 && same == filled
}

/// A text across the whole table, or alone in a column that names nothing.
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
        let path = match &column.target {
            Some(Target::Field(flat)) => flat.path.as_str(),
            _ => return false,
        };
        column.at == *at && matches!(path, "id" | "name" | "source.key")
    };
    others >= 2 || others == 0 && !layout.columns.iter().any(|column| names(&column))
}

/// `Summe` where the name or the number of the row would stand; or `Summe KVR` and `133 Verfahren` in a row of numbers
/// that lacks what each entry of the list says in words.
fn adds_up(row: &Row, layout: &Layout) -> bool {
    if layout.kind == Kind::Application && only_amounts(row, layout) {
        return true;
    }
    let first = row.cells.iter().find(|(_, text)| !text.trim().is_empty());
    let named = layout.columns.iter().filter(|column| match &column.target {
        Some(Target::Field(flat)) => flat.path == "name" || flat.path == "id",
        _ => false,
    });
    let texts = named.map(|column| row.text(column.at));
    first
        .map(|(_, text)| text.as_str())
        .into_iter()
        .chain(texts)
        .any(cell::is_total)
}

/// Whether a row has a text that names a total or counts rows, and amounts beside it.
fn only_amounts(row: &Row, layout: &Layout) -> bool {
    let filled = || row.cells.iter().filter(|(_, text)| !text.trim().is_empty());
    let mut labels = filled().filter(|(_, text)| !cell::is_amount(text));
    let label = labels.next();
    let counts = filled().any(|(_, text)| cell::is_count_of_rows(text));
    let names_total = match label {
        Some((_, text)) => cell::may_be_total(text) && filled().nth(1).is_some(),
        None => counts,
    };
    // An entry of the list would have an identifier, or a state, or a department.
    let column = |path: &str| {
        let mut columns = layout.columns.iter();
        columns
            .find(|column| matches!(&column.target, Some(Target::Field(flat)) if flat.path == path))
    };
    let is_empty = |path: &str| {
        column(path).is_some_and(|column| {
            let text = row.text(column.at).trim();
            text.is_empty() || cell::is_amount(text) || cell::may_be_total(text)
        })
    };
    let lacks = is_empty("lifecycle.phase") || is_empty("kind") || is_empty("department");
    let has_id = column("id").is_some_and(|column| {
        let text = row.text(column.at).trim();
        !text.is_empty() && !cell::may_be_total(text) && !cell::is_count_of_rows(text)
    });
    names_total && labels.next().is_none() && lacks && !has_id
}

/// Columns with values and without a heading, with the number of values; and rows of text files that have a cell too
/// many, which is what a separator inside of a cell makes of a row.
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
        // A column that most rows fill lacks its heading; cells of a few rows are out of place.
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

/// Sentences about all this.
pub(super) fn said(beside: &Beside) -> Vec<Bilingual> {
    let mut said = Vec::new();
    if beside.incomplete > 0 {
        said.push(counted("imp-skipped-incomplete", beside.incomplete, &[]));
    }
    for (key, rows) in [
        ("imp-skipped-headings", &beside.headings),
        ("imp-skipped-bands", &beside.bands),
        ("imp-skipped-totals", &beside.totals),
        ("imp-skipped-blank", &beside.blank),
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

/// The first numbers of rows.
fn some(rows: &[u32]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if rows.len() > SHOWN { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
