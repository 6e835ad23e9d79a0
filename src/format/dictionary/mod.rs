//! Data dictionaries as tables: one row for a field, columns for what is said about it.
//!
//! People write them in spreadsheets and hand them on as CSV ([`csv`]) or as workbooks ([`workbook`], by the cells
//! that [`sheets`] takes from them; [`keys`] reads the lists of values beside the fields, [`code_list`] those that are a
//! file of their own). [`columns`] tells what a
//! heading announces, [`reader`] makes fields of rows. A table of data has headings as well, so a heading alone
//! convinces nobody: what stands below it must look like what it announces.

mod code_list;
mod columns;
mod csv;
mod data;
mod keys;
mod kinds;
mod marks;
mod open_document;
mod reader;
mod sheets;
mod values;
mod workbook;

pub use code_list::CsvCodeLists;
pub use csv::CsvDictionary;
pub use data::CsvData;
pub(crate) use marks::Marks;
pub(crate) use sheets::{Row as SheetRow, Sheet, Storage, Wanted, read_spreadsheet};
pub use workbook::Workbook;

use crate::model::{Domain, Known, Span};

/// A cell: its text without quotes, and where it is written.
#[derive(Clone, Debug, Default)]
struct Cell {
    text: String,
    span: Span,
    /// Whether each byte of the text stands for itself in the document.
    exact: bool,
}

impl Cell {
    fn trimmed(&self) -> &str {
        self.text.trim()
    }

    fn is_empty(&self) -> bool {
        self.trimmed().is_empty()
    }

    /// The place of a part of the text; of the whole cell where parts have no place of their own.
    fn part(&self, range: std::ops::Range<usize>) -> Span {
        if self.exact {
            let start = self.span.start as usize;
            Span::new(start + range.start, start + range.end)
        } else {
            self.span
        }
    }
}

/// Rows of cells.
type Grid = Vec<Vec<Cell>>;

/// A cell of a row; an empty one behind its end.
fn cell(row: &[Cell], at: usize) -> Option<&Cell> {
    row.get(at).filter(|cell| !cell.is_empty())
}

/// What a text says that stands where values are listed: a list, the name of one, or nothing that is understood.
pub(super) fn listed_values(text: &str, span: Span) -> Known<Domain> {
    let cell = Cell {
        text: text.to_owned(),
        span,
        // Of an escaped text the parts have no place of their own.
        exact: span.range().len() == text.len(),
    };
    values::domain(&cell, None)
}

/// The values that a type of this name allows; nothing where no type is called so.
pub(super) fn values_of_type(text: &str) -> Option<Known<Domain>> {
    kinds::is_type(text, false).then(|| kinds::domain(text))
}

/// Whether a text says that a field must be filled in.
pub(super) fn says_must(text: &str) -> Option<bool> {
    kinds::must(text)
}

/// The length that the name of a type states (`VARCHAR(20)`).
pub(super) fn stated_length(text: &str) -> Option<u32> {
    kinds::number(text)
}
