//! CSV and its like: any usual separator and encoding. A quote that never ends does not swallow the rest of the file.

use std::borrow::Cow;

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
        let mended = without_open_quotes(text, separator);
        let quoted = rows(&mended, separator, true, MOST_ROWS + 1);
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

/// The text without the quotes of lines in which one is opened and not closed, so that only these lines suffer. A cell
/// of several lines is meant where the row it belongs to has as many cells as others; one that holds whole rows and
/// makes a row of another length, or never ends, is not.
fn without_open_quotes(text: &str, separator: u8) -> Cow<'_, str> {
    let width = usual_width(text, separator);
    if width < 2 || !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let mut state = scan(line, separator, false);
        let mut taken = 1;
        let mut cells = state.separators;
        let mut holds_rows = false;
        while state.inside && taken <= CELL_LINES {
            let Some(line) = lines.get(at + taken) else {
                break;
            };
            state = scan(line, separator, true);
            cells += state.separators;
            holds_rows |= line.bytes().filter(|byte| *byte == separator).count() >= width;
            taken += 1;
        }
        let is_open = state.inside || taken > 1 && (cells > width || holds_rows && cells != width);
        if is_open {
            mended.push_str(&line.replace('"', ""));
            at += 1;
        } else {
            lines
                .iter()
                .skip(at)
                .take(taken)
                .for_each(|line| mended.push_str(line));
            at += taken;
        }
    }
    Cow::Owned(mended)
}

/// How many separators most rows have; of several numbers the one that comes first.
fn usual_width(text: &str, separator: u8) -> usize {
    let mut reader = reader(text, separator, true);
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for record in reader.records().take(LOOKED_AT).flatten() {
        let width = record.len().saturating_sub(1);
        match counts.iter_mut().find(|(known, _)| *known == width) {
            Some((_, rows)) => *rows += 1,
            None => counts.push((width, 1)),
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, rows)| *rows);
    most.map_or(0, |(width, _)| *width)
}

/// A line: the separators outside of quotes, and whether a quote is open at its end.
struct Scanned {
    separators: usize,
    inside: bool,
}

fn scan(line: &str, separator: u8, mut inside: bool) -> Scanned {
    let mut separators = 0;
    let mut before = separator;
    for byte in line.bytes() {
        match byte {
            b'"' if inside => inside = false,
            // Only at the beginning of a cell; a doubled one goes on.
            b'"' if before == separator || before == b'"' => inside = true,
            _ if byte == separator && !inside => separators += 1,
            _ => {}
        }
        before = byte;
    }
    Scanned { separators, inside }
}

fn reader(text: &str, separator: u8, quoting: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quoting)
        .from_reader(text.as_bytes())
}

fn rows(text: &str, separator: u8, quoting: bool, most: usize) -> Result<Vec<Row>, csv::Error> {
    let mut reader = reader(text, separator, quoting);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        without_open_quotes(text, b';').into_owned()
    }

    #[test]
    fn an_open_quote_costs_its_line_only() {
        let text = "a;b;c;d\n1;\"offen;x;y\n2;\"a;b\";x;y\n3;\"offen;x;y\n4;b;x;y\n";
        let expected = "a;b;c;d\n1;offen;x;y\n2;\"a;b\";x;y\n3;offen;x;y\n4;b;x;y\n";
        assert_eq!(mended(text), expected);
    }

    #[test]
    fn cells_of_several_lines_stay() {
        for text in [
            "a;b;c\n1;\"eins\nzwei; drei\nvier\";x\n2;b;c\n",
            "a;b;c\n1;\"er sagt \"\"ja\"\"\nund geht\";x\n",
            "a;b;c\n1;x;\"eins\nzwei\"\n",
            "a;b;c\n1;12\" Rohr;x\n",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
