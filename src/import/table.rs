//! The common form of all foreign inventories: rows of texts under headings, each cell with a name that people can
//! find.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::Rough;
use super::misread;
use crate::model::column_letters;

/// A table of a file.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The file as the user named it.
    pub file: String,
    /// Name of the sheet, in workbooks.
    pub sheet: Option<String>,
    pub rows: Vec<Row>,
    /// Numbers of rows with an unterminated quote; the ends of their cells are unknown.
    pub broken: BTreeSet<u32>,
    /// Whether the sheet itself is hidden.
    pub is_hidden: bool,
    /// Whether rows were left out because there are too many.
    pub cut: bool,
    /// Hidden columns, 0-based.
    pub hidden_columns: Vec<u32>,
    /// Number of rows with values that are hidden by a filter or by hand.
    pub hidden_rows: usize,
    /// Number of rows whose values are mostly struck out.
    pub struck_rows: usize,
    /// Link targets of cells, by row and column, 0-based.
    pub links: BTreeMap<(u32, u32), String>,
    /// Cells with a formula without a computed value: row and column, 0-based.
    pub not_computed: Vec<(u32, u32)>,
    /// Cells with a real date, not a text: row and column, 0-based.
    pub dates: BTreeSet<(u32, u32)>,
    /// Cells whose encoding another program had garbled.
    pub misread: Rough,
    /// Whether the headings are field paths, because the file is not a table itself (publiccode.yml, CycloneDX).
    pub made: bool,
}

/// A row with its non-empty cells.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// 1-based, as in spreadsheets and editors.
    pub number: u32,
    /// Column (0-based) and text.
    pub cells: Vec<(u32, String)>,
}

impl Row {
    /// The text of a column; empty if there is none.
    pub fn text(&self, column: u32) -> &str {
        let at = self.cells.binary_search_by_key(&column, |(at, _)| *at);
        at.ok()
            .and_then(|at| self.cells.get(at))
            .map_or("", |(_, text)| text.as_str())
    }

    /// Whether all cells are blank.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|(_, text)| text.trim().is_empty())
    }
}

impl Table {
    /// A table built from another kind of file: pairs of field path and text for each row.
    pub fn made(file: &str, rows: Vec<Vec<(&str, String)>>) -> Self {
        let mut headings: Vec<&str> = Vec::new();
        for (heading, _) in rows.iter().flatten() {
            if !headings.contains(heading) {
                headings.push(heading);
            }
        }
        let column = |heading: &str| {
            let at = headings.iter().position(|known| *known == heading);
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
        };
        let head = headings
            .iter()
            .map(|heading| (column(heading), (*heading).to_owned()));
        let mut table = Self {
            file: file.to_owned(),
            rows: vec![Row {
                number: 1,
                cells: head.collect(),
            }],
            made: true,
            ..Self::default()
        };
        for (number, row) in (2..).zip(rows) {
            let mut cells: Vec<(u32, String)> = row
                .into_iter()
                .map(|(heading, text)| (column(heading), text))
                .collect();
            cells.sort_by_key(|(column, _)| *column);
            table.rows.push(Row { number, cells });
        }
        table
    }

    /// Repairs UTF-8 text decoded as Windows-1252.
    pub fn mend_letters(&mut self) {
        let mut mended = Rough::default();
        for at in 0..self.rows.len() {
            let Some(row) = self.rows.get(at) else { break };
            let number = row.number;
            let cells = row.cells.iter().enumerate();
            let fresh: Vec<(usize, u32, String)> = cells
                .filter_map(|(index, (column, text))| {
                    misread::mended(text).map(|text| (index, *column, text))
                })
                .collect();
            for (index, column, text) in fresh {
                let place = self.place(number, Some(column));
                if let Some((_, cell)) = self
                    .rows
                    .get_mut(at)
                    .and_then(|row| row.cells.get_mut(index))
                {
                    mended.note(&place, cell, &text);
                    *cell = text;
                }
            }
        }
        self.misread = mended;
    }

    /// Whether it is a text file with separators.
    pub fn is_delimited(&self) -> bool {
        self.sheet.is_none() && !self.made
    }

    /// Display name of the table.
    pub fn name(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{} [{sheet}]", self.file),
            None => self.file.clone(),
        }
    }

    /// Name of a cell: `liste.xlsx Fachverfahren!F9`, in text files the row of a spreadsheet and the column:
    /// `liste.csv:9:F`; without a column,
    /// the name of the row.
    pub fn place(&self, row: u32, column: Option<u32>) -> String {
        if self.made {
            return self.file.clone();
        }
        let letters = column.map(column_letters).unwrap_or_default();
        match &self.sheet {
            Some(sheet) if sheet.chars().all(|ch| ch.is_alphanumeric() || ch == '_') => {
                format!("{} {sheet}!{letters}{row}", self.file)
            }
            Some(sheet) => format!(
                "{} '{}'!{letters}{row}",
                self.file,
                sheet.replace('\'', "''")
            ),
            None if letters.is_empty() => format!("{}:{row}", self.file),
            None => format!("{}:{row}:{letters}", self.file),
        }
    }
}
