//! The sheets of a workbook as one text, so that places in it are byte spans as everywhere else. Instead of lines and
//! columns of characters it counts rows and columns of cells, and it knows the cells' names.

use std::sync::Arc;

use super::{SourceText, Span};

/// Writes cells row by row, sheet by sheet.
#[derive(Debug, Default)]
pub struct SheetText {
    text: String,
    names: Vec<String>,
    cells: Vec<CellStart>,
}

/// The start offsets of a text's cells.
#[derive(Debug)]
pub(super) struct Cells {
    names: Vec<String>,
    starts: Vec<CellStart>,
}

#[derive(Clone, Copy, Debug)]
struct CellStart {
    start: u32,
    sheet: u32,
    row: u32,
    column: u32,
}

impl SheetText {
    /// Starts a sheet.
    pub fn sheet(&mut self, name: impl Into<String>) {
        self.names.push(name.into());
    }

    /// Writes a cell of the current sheet, with row and column counted from 0. The content is copied unchanged.
    pub fn cell(&mut self, row: u32, column: u32, content: &str) -> Span {
        let sheet = self.names.len().saturating_sub(1);
        let sheet = u32::try_from(sheet).unwrap_or(u32::MAX);
        if let Some(last) = self.cells.last() {
            let beside = (last.sheet, last.row) == (sheet, row);
            self.text.push(if beside { '\t' } else { '\n' });
        }
        let start = self.text.len();
        self.text.push_str(content);
        let span = Span::new(start, self.text.len());
        self.cells.push(CellStart {
            start: span.start,
            sheet,
            row,
            column,
        });
        span
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether no cell was written.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Completes the text.
    pub fn finish(self) -> SourceText {
        let cells = Cells {
            names: self.names,
            starts: self.cells,
        };
        SourceText::of_cells(self.text, Arc::new(cells))
    }
}

impl Cells {
    fn cell_at(&self, offset: u32) -> Option<&CellStart> {
        let behind = self.starts.partition_point(|cell| cell.start <= offset);
        self.starts.get(behind.checked_sub(1)?)
    }

    /// Row and column of a byte offset, counted from 1.
    pub(super) fn position(&self, offset: u32) -> Option<(u32, u32)> {
        let cell = self.cell_at(offset)?;
        Some((cell.row.saturating_add(1), cell.column.saturating_add(1)))
    }

    /// The name of the cell at a byte offset in spreadsheet notation: `Felder!C7`, `'Felder Person'!C7`.
    pub(super) fn name(&self, offset: u32) -> Option<String> {
        let cell = self.cell_at(offset)?;
        let sheet = self.names.get(cell.sheet as usize)?;
        let plain = sheet
            .chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.'));
        let sheet = if plain {
            sheet.clone()
        } else {
            format!("'{}'", sheet.replace('\'', "''"))
        };
        let row = cell.row.saturating_add(1);
        Some(format!("{sheet}!{}{row}", column_letters(cell.column)))
    }
}

/// The letters of a column: A, B … Z, AA …
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Position;

    #[test]
    fn places_are_cells() {
        let mut sheets = SheetText::default();
        sheets.sheet("Felder");
        sheets.cell(0, 0, "Feldname");
        sheets.cell(6, 1, "GESCHL");
        let values = sheets.cell(6, 2, "m=männlich\nw=weiblich");
        sheets.sheet("Schlüssel (alt)");
        let code = sheets.cell(6, 27, "1");
        let text = sheets.finish();
        assert_eq!(text.slice(values), "m=männlich\nw=weiblich");
        assert_eq!(
            text.position(values.end - 1),
            Position { line: 7, column: 3 }
        );
        assert_eq!(text.cell(values.end - 1).as_deref(), Some("Felder!C7"));
        assert_eq!(
            text.cell(code.start).as_deref(),
            Some("'Schlüssel (alt)'!AB7")
        );
        assert_eq!(SourceText::new("x").cell(0), None);
    }

    #[test]
    fn columns_have_letters() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(column_letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
