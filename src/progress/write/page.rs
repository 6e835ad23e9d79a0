//! A page before layout: words of one language, nothing left to decide.

use serde::Serialize;

use super::chart::Chart;
use super::words::say;
use crate::texts::{Language, filled};

/// A page.
#[derive(Serialize)]
pub(super) struct Page {
    pub title: &'static str,
    /// Label and value.
    pub facts: Vec<(&'static str, String)>,
    /// The most important facts, in sentences.
    pub summary: Vec<String>,
    pub sections: Vec<Section>,
}

/// A part of a page.
#[derive(Serialize)]
pub(super) struct Section {
    /// Anchor for links within the page.
    pub id: &'static str,
    pub title: &'static str,
    pub notes: Vec<String>,
    pub chart: Option<Chart>,
    pub table: Table,
}

/// A table. The first cell of each row is its header.
#[derive(Serialize)]
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// The note on rows that were left out.
    pub more: Option<String>,
}

/// A column.
#[derive(Serialize)]
pub(super) struct Column {
    pub title: &'static str,
    pub is_number: bool,
}

impl Section {
    pub fn new(id: &'static str, title: &'static str, table: Table) -> Self {
        Self {
            id,
            title,
            notes: Vec::new(),
            chart: None,
            table,
        }
    }

    /// Adds a sentence above the table.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a chart of the table.
    pub fn chart(mut self, chart: Option<Chart>) -> Self {
        self.chart = chart;
        self
    }
}

impl Table {
    /// A table with columns by the keys of their titles; a key that starts with `#` is a column of numbers.
    pub fn new(keys: &[&str], language: Language) -> Self {
        let columns = keys.iter().map(|key| Column {
            title: say(key.trim_start_matches('#'), language),
            is_number: key.starts_with('#'),
        });
        Self {
            columns: columns.collect(),
            rows: Vec::new(),
            more: None,
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Notes how many rows were left out.
    pub fn leave_out(&mut self, count: usize, language: Language) {
        self.more =
            (count > 0).then(|| filled("progress.and-more", language, &[("count", &count)]));
    }
}
