//! Workbooks: each sheet with dictionary headings is a dictionary; sheets with codes and their meaning are the lists
//! that its fields refer to.
//!
//! The document's text is built from the cells ([`SheetText`]), so places are rows and columns, and a finding names its
//! cell.

use super::columns::Columns;
use super::keys::{self, KeyList};
use super::sheets::{self, Sheet, Storage, Wanted};
use super::{Cell, Grid, reader};
use crate::format::{Failure, Format, Note, Parsed, Recognition};
use crate::gap::{GapReason, contain};
use crate::model::{SchemaModel, SheetText};
use crate::source::Capture;
use crate::topic::Topic;

/// Data dictionaries in workbooks.
pub struct Workbook;

/// How many rows are examined for recognition: those above the headings and a sample of those below.
const LOOKED_AT: usize = 250;

impl Format for Workbook {
    fn name(&self) -> &'static str {
        "workbook-dictionary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xls", "ods"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let Some(storage) = Storage::detect(capture.bytes(), &capture.extension()) else {
            return Recognition::No;
        };
        let looked_at = || {
            let head = Wanted {
                rows: LOOKED_AT,
                ..Wanted::default()
            };
            sheets::read_spreadsheet(capture.bytes(), storage, head)
        };
        // Broken files may crash the library. What cannot be examined is claimed, so that reading reports the reason.
        let found = match contain(looked_at) {
            Ok(Ok(sheets)) => Book::from_sheets(sheets).dictionaries().next().is_some(),
            _ => return Recognition::Maybe,
        };
        match (found, capture.named) {
            (true, _) => Recognition::Likely,
            // If the user named the workbook, reading should report why it cannot be read.
            (false, true) => Recognition::Maybe,
            (false, false) => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let storage = Storage::detect(capture.bytes(), &capture.extension())
            .ok_or_else(|| Failure::new(GapReason::Malformed, None, "no workbook"))?;
        let sheets = sheets::read_spreadsheet(capture.bytes(), storage, Wanted::default())?;
        let cut = sheets.iter().filter(|sheet| sheet.cut);
        let notes = cut.map(|sheet| Note {
            reason: GapReason::TooLarge,
            span: None,
            detail: format!("sheet {}: rows after {}", sheet.name, sheet.rows.len()),
        });
        let notes = notes.collect();
        let book = Book::from_sheets(sheets);
        let mut lists: Vec<KeyList> = Vec::new();
        let mut found = Vec::new();
        for (name, grid) in &book.sheets {
            match Columns::find(grid) {
                Some(columns) => found.push((name, grid, columns)),
                None => lists.extend(keys::lists(name, grid)),
            }
        }
        if found.is_empty() && lists.is_empty() {
            let detail = "no sheet has headings of a data dictionary";
            return Err(Failure::new(GapReason::NotUnderstood, None, detail));
        }
        let mut model = SchemaModel::new(&capture.document, self.name(), book.text.finish());
        for (name, grid, columns) in found {
            reader::fields(&mut model, grid, &columns, Some(name));
        }
        keys::join(&mut model, lists);
        Ok(Parsed {
            schemas: vec![model],
            notes,
            ..Parsed::default()
        })
    }
}

/// The sheets as grids, and the text that their spans refer to.
struct Book {
    text: SheetText,
    sheets: Vec<(String, Grid)>,
}

impl Book {
    fn from_sheets(sheets: Vec<Sheet>) -> Self {
        let mut book = Self {
            text: SheetText::default(),
            sheets: Vec::new(),
        };
        for sheet in sheets {
            book.text.sheet(sheet.name.as_str());
            let mut grid = Vec::new();
            for row in &sheet.rows {
                let mut cells: Vec<Cell> = Vec::new();
                for (column, content) in &row.cells {
                    // An empty cell has no text, but a position.
                    while cells.len() < *column as usize {
                        let at = u32::try_from(cells.len()).unwrap_or(u32::MAX);
                        cells.push(book.write(row.number, at, ""));
                    }
                    cells.push(book.write(row.number, *column, content));
                }
                grid.push(cells);
            }
            book.sheets.push((sheet.name, grid));
        }
        book
    }

    fn write(&mut self, row: u32, column: u32, content: &str) -> Cell {
        Cell {
            span: self.text.cell(row, column, content),
            text: content.to_owned(),
            exact: true,
        }
    }

    fn dictionaries(&self) -> impl Iterator<Item = Columns> {
        self.sheets
            .iter()
            .filter_map(|(_, grid)| Columns::find(grid))
    }
}
