//! A form sheet saved as CSV, with any usual separator and encoding.

use crate::format::delimited::{
    CELL_LINES, SEPARATORS, delimited_rows, stated_separator, usual_width, without_open_quotes,
};
use crate::format::{Sheet, SheetRow};
use crate::source::Capture;

/// Extensions of files that hold one sheet as text.
const ENDINGS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// Maximum number of rows of a file; forms have fewer.
const MOST_ROWS: usize = 200_000;

/// Why a text is not a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSheet {
    /// It is binary.
    Binary,
    /// This line, counted from one, opens a quote that is never closed; the ends of the following cells are unknown.
    OpenQuote(u32),
}

/// Whether files with this extension hold rows of text.
pub(super) fn is_delimited(extension: &str) -> bool {
    ENDINGS.contains(&extension)
}

/// The sheet of a text. It has no name; its rows have the numbers that spreadsheets show.
///
/// # Errors
/// The cells cannot be determined.
pub(super) fn delimited_sheet(name: &str, bytes: &[u8]) -> Result<Sheet, NoSheet> {
    let capture = Capture::new(name, name, bytes);
    let text = capture.text().map_err(|_| NoSheet::Binary)?;
    // The library counts a two-character line break as two lines if it occurs between cells.
    let text = text
        .as_str()
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let (stated, text) = stated_separator(&text);
    let above = u32::from(stated.is_some());
    let widest = || {
        let width = |separator: &u8| usual_width(text, *separator);
        // `max_by_key` returns the last of several; reversed, the first separator wins.
        SEPARATORS.into_iter().rev().max_by_key(width)
    };
    let separator = stated.or_else(widest).unwrap_or(SEPARATORS[0]);
    let mended = without_open_quotes(text, separator);
    if let Some(line) = mended.broken.first() {
        return Err(NoSheet::OpenQuote(line + above));
    }
    let mut rows = delimited_rows(&mended.text, separator, true, MOST_ROWS + 1)
        .map_err(|_| NoSheet::Binary)?;
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    for row in &rows {
        if row.cells.iter().any(|(_, text)| lines(text) > CELL_LINES) {
            return Err(NoSheet::OpenQuote(row.line + above));
        }
    }
    let rows = rows.into_iter().map(|row| SheetRow {
        number: row.row.saturating_sub(1) + above,
        cells: row.cells,
    });
    Ok(Sheet {
        name: String::new(),
        rows: rows.collect(),
        cut,
        marks: crate::format::Marks::default(),
    })
}
