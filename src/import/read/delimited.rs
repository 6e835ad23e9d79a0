//! CSV and similar files with any usual separator and encoding. An unterminated quote does not swallow the rest of the
//! file.

use super::{Foreign, Given, unreadable};
use crate::format::delimited::{
    CELL_LINES, LOOKED_AT, SEPARATORS, delimited_rows, stated_separator, without_open_quotes,
};
use crate::import::columns;
use crate::import::table::{Row, Table};
use crate::inventory::Message;

pub(super) struct Delimited;

/// Maximum number of rows of a file.
const MOST_ROWS: usize = 200_000;

impl Foreign for Delimited {
    fn claims(&self, given: &Given) -> bool {
        given.capture.text().is_ok()
    }

    fn reads_text(&self) -> bool {
        true
    }

    fn read(&self, given: &Given) -> Result<Vec<Table>, Message> {
        let text = given
            .capture
            .text()
            .map_err(|_| Message::new("imp-001-binary"))?;
        // The library counts CRLF as two lines if there are cells in between.
        let text = text
            .as_str()
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let (stated, text) = stated_separator(&text);
        let separator = stated.unwrap_or_else(|| separator(text));
        let mended = without_open_quotes(text, separator);
        let quoted = rows(&mended.text, separator, true, MOST_ROWS + 1);
        let swallowed = |rows: &[(u32, Row)]| {
            let mut cells = rows.iter().flat_map(|(_, row)| &row.cells);
            cells.any(|(_, text)| text.bytes().filter(|byte| *byte == b'\n').count() > CELL_LINES)
        };
        let mut rows = match quoted {
            Ok(rows) if !swallowed(&rows) => rows,
            _ => rows(text, separator, false, MOST_ROWS + 1)
                .map_err(|error| unreadable(&error.to_string()))?,
        };
        // Editors and spreadsheets count the line that states the separator.
        let above = u32::from(stated.is_some());
        for (_, row) in &mut rows {
            row.number += above;
        }
        let broken = rows.iter().filter(|(line, _)| mended.broken.contains(line));
        let broken = broken.map(|(_, row)| row.number).collect();
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(vec![Table {
            file: given.name.clone(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            broken,
            cut,
            ..Table::default()
        }])
    }
}

/// The separator that yields most known headings; on a tie, the one with most columns.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let rows = rows(text, separator, true, LOOKED_AT).unwrap_or_default();
        let known = rows
            .iter()
            .map(|(_, row)| columns::known_headings(row))
            .max();
        let mut widths: Vec<usize> = rows.iter().map(|(_, row)| row.cells.len()).collect();
        widths.sort_unstable();
        (known, widths.get(widths.len() / 2).copied())
    };
    let mut best = (SEPARATORS[0], (None, None));
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

/// The rows as spreadsheets number them, each with the line it begins in.
fn rows(
    text: &str,
    separator: u8,
    quoting: bool,
    most: usize,
) -> Result<Vec<(u32, Row)>, csv::Error> {
    let rows = delimited_rows(text, separator, quoting, most)?;
    let row = |row: crate::format::delimited::DelimitedRow| {
        let numbered = Row {
            number: row.row,
            cells: row.cells,
        };
        (row.line, numbered)
    };
    Ok(rows.into_iter().map(row).collect())
}
