//! CSV with commas, semicolons, tabs or bars; quoted cells may contain separators and line breaks.

use super::columns::Columns;
use super::{Cell, Grid, reader};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::{SchemaModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Data dictionaries in CSV.
pub struct CsvDictionary;

pub(super) const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];

impl Format for CsvDictionary {
    fn name(&self) -> &'static str {
        "csv-dictionary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab", "txt"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if !self.extensions().contains(&capture.extension().as_str()) {
            return Recognition::No;
        }
        let head = capture.head();
        let whole = capture
            .text()
            .is_ok_and(|text| text.as_str().len() == head.len());
        match dictionary(head, whole) {
            Some(_) => Recognition::Likely,
            None => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let Some((grid, columns)) = dictionary(text.as_str(), true) else {
            let detail = "no heading of a data dictionary";
            return Err(Failure::new(GapReason::NotUnderstood, None, detail));
        };
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        reader::fields(&mut model, &grid, &columns, None);
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// The cells and columns of a dictionary, with the first separator that makes the text one.
fn dictionary(text: &str, whole: bool) -> Option<(Grid, Columns)> {
    SEPARATORS
        .iter()
        .filter(|separator| text.contains(**separator))
        .find_map(|separator| {
            let mut grid = cells(text, *separator);
            if !whole {
                // The last row may be cut off.
                grid.pop();
            }
            let columns = Columns::find(&grid)?;
            Some((grid, columns))
        })
}

/// The cells of a text. An unclosed quote reaches to the end of its line.
pub(super) fn cells(text: &str, separator: char) -> Grid {
    let mut grid = Vec::new();
    let mut row = Vec::new();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = start;
    while at < text.len() {
        let (cell, behind) = cell(text, at, separator);
        row.push(cell);
        let rest = text.get(behind..).unwrap_or_default();
        if rest.starts_with(separator) {
            at = behind + separator.len_utf8();
            if at < text.len() {
                continue;
            }
        }
        at = behind.max(at) + line_break(rest);
        grid.push(std::mem::take(&mut row));
    }
    grid
}

fn line_break(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    }
}

/// The cell at a position, and where it ends.
fn cell(text: &str, start: usize, separator: char) -> (Cell, usize) {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(inside) = rest.strip_prefix('"')
        && let Some((content, length)) = quoted(inside)
    {
        let end = start + 1 + length;
        let cell = Cell {
            exact: content.len() == length,
            text: content,
            span: Span::new(start + 1, end),
        };
        // Anything but blanks after the closing quote means that it is not a quoted cell.
        let behind = text.get(end + 1..).unwrap_or_default();
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let next = behind.get(blanks..).unwrap_or_default();
        if next.is_empty() || next.starts_with(separator) || next.starts_with(['\n', '\r']) {
            return (cell, end + 1 + blanks);
        }
    }
    let length = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
    let cell = Cell {
        text: rest.get(..length).unwrap_or_default().to_owned(),
        span: Span::new(start, start + length),
        exact: true,
    };
    (cell, start + length)
}

/// The content up to the closing quote, unescaped, and its length as written.
fn quoted(inside: &str) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut at = 0;
    loop {
        let rest = inside.get(at..)?;
        let quote = rest.find('"')?;
        content.push_str(rest.get(..quote)?);
        at += quote + 1;
        if !inside.get(at..)?.starts_with('"') {
            return Some((content, at - 1));
        }
        content.push('"');
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let grid = cells(text, ';');
        for cell in grid.iter().flatten().filter(|cell| cell.exact) {
            assert_eq!(&text[cell.span.range()], cell.text);
        }
        let row = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect();
        grid.into_iter().map(row).collect()
    }

    #[test]
    fn cells_end_at_separators_outside_of_quotes() {
        assert_eq!(
            texts("\u{feff}a;\"b;\nc\"\"d\" ;e\r\n\r\n;f;\n\"x"),
            [
                vec!["a", "b;\nc\"d", "e"],
                vec![""],
                vec!["", "f", ""],
                vec!["\"x"]
            ]
        );
        assert_eq!(texts("a;"), [vec!["a"]]);
        assert_eq!(texts("\"ä\"x;y"), [vec!["\"ä\"x", "y"]]);
    }
}
