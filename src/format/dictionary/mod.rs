//! Data dictionaries as tables: one row per field, one column per property.
//!
//! People write them in spreadsheets and pass them on as CSV ([`csv`]) or workbooks ([`workbook`], with cells from
//! [`sheets`]). [`keys`] reads the lists of values beside the fields, [`code_list`] those in files of their own.
//! [`columns`] interprets headings, [`reader`] turns rows into fields. Data tables have headings as well, so a heading
//! alone is not enough: the rows below must fit it.

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

/// A cell: its text without quotes, and its span.
#[derive(Clone, Debug, Default)]
struct Cell {
    text: String,
    span: Span,
    /// Whether the text corresponds to the document byte by byte.
    exact: bool,
}

impl Cell {
    fn trimmed(&self) -> &str {
        self.text.trim()
    }

    fn is_empty(&self) -> bool {
        self.trimmed().is_empty()
    }

    /// The span of a part of the text, or of the whole cell if parts cannot be located.
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

/// A non-empty cell of a row.
fn cell(row: &[Cell], at: usize) -> Option<&Cell> {
    row.get(at).filter(|cell| !cell.is_empty())
}

/// The meaning of a text in place of a list of values: a list, the name of one, or not understood.
pub(super) fn listed_values(text: &str, span: Span) -> Known<Domain> {
    let cell = Cell {
        text: text.to_owned(),
        span,
        // Parts of an escaped text cannot be located.
        exact: span.range().len() == text.len(),
    };
    values::domain(&cell, None)
}

/// The values of a type with this name; `None` if it is not a type name.
pub(super) fn values_of_type(text: &str) -> Option<Known<Domain>> {
    kinds::is_type(text, false).then(|| kinds::domain(text))
}

/// Whether a text states that a field is required.
pub(super) fn says_must(text: &str) -> Option<bool> {
    kinds::must(text)
}

/// The length stated in a type name (`VARCHAR(20)`).
pub(super) fn stated_length(text: &str) -> Option<u32> {
    kinds::number(text)
}
