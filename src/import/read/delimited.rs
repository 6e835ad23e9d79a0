//! CSV and its like: any usual separator and encoding. A quote that never ends does not swallow the rest of the file.

use super::{Foreign, Given, unreadable};
use crate::import::columns;
use crate::import::table::{Row, Table};
use crate::inventory::Message;

pub(super) struct Delimited;

const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// Records that tell which sign separates.
const LOOKED_AT: usize = 60;

/// Lines of a cell; more of them mean a quote that was never closed.
const CELL_LINES: usize = 300;

/// Most rows of a file.
const MOST_ROWS: usize = 200_000;

impl Foreign for Delimited {
    fn claims(&self, given: &Given) -> bool {
        given.capture.text().is_ok()
    }

    fn read(&self, given: &Given) -> Result<Vec<Table>, Message> {
        let text = given
            .capture
            .text()
            .map_err(|_| Message::new("imp-001-binary"))?;
        // The library counts a line break of two signs as two lines where cells are in between.
        let text = text
            .as_str()
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let (stated, text) = stated_separator(&text);
        let separator = stated.unwrap_or_else(|| separator(text));
        let quoted = rows(text, separator, true, MOST_ROWS + 1);
        let swallowed = |rows: &[Row]| {
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            cells.any(|(_, text)| text.bytes().filter(|byte| *byte == b'\n').count() > CELL_LINES)
        };
        let mut rows = match quoted {
            Ok(rows) if !swallowed(&rows) => rows,
            _ => rows(text, separator, false, MOST_ROWS + 1)
                .map_err(|error| unreadable(&error.to_string()))?,
        };
        // The line that states the separator counts for editors and for spreadsheets.
        if stated.is_some() {
            for row in &mut rows {
                row.number += 1;
            }
        }
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(vec![Table {
            file: given.name.clone(),
            rows,
            cut,
            ..Table::default()
        }])
    }
}

/// `sep=;` on top, as Excel writes and reads it.
fn stated_separator(text: &str) -> (Option<u8>, &str) {
    let Some(rest) = text.strip_prefix("sep=") else {
        return (None, text);
    };
    let separator = rest.bytes().next().filter(u8::is_ascii);
    let behind = rest.split_once('\n').map_or("", |(_, behind)| behind);
    (separator, behind)
}

/// The sign under which most headings are known; of several the one that makes most columns.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let rows = rows(text, separator, true, LOOKED_AT).unwrap_or_default();
        let known = rows.iter().map(columns::known_headings).max();
        let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
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

fn rows(text: &str, separator: u8, quoting: bool, most: usize) -> Result<Vec<Row>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while rows.len() < most && reader.read_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let texts = (0u32..).zip(&record);
        let cells = texts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| {
                let text = if quoting {
                    text
                } else {
                    text.trim_matches('"')
                };
                (column, text.to_owned())
            });
        rows.push(Row {
            number: u32::try_from(line).unwrap_or(u32::MAX),
            cells: cells.collect(),
        });
    }
    Ok(rows)
}
