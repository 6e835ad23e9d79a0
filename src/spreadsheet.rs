//! Common parts of all written workbooks: days, and row heights that fit their texts.
//!
//! Excel adjusts row heights when it opens a workbook. LibreOffice does so only for rows without an explicit height,
//! and treats the default of a sheet as one: texts would overlap. Therefore heights are written.

use std::io::{self, Cursor, Read, Write};

use jiff::civil::Date;
use rust_xlsxwriter::ExcelDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Height of one line in points, for the default font of spreadsheets.
const LINE: f64 = 15.0;
/// Maximum height of a row in Excel, in lines (409 points).
const MOST_LINES: u16 = 27;

/// The day in the format of spreadsheets; `None` for days outside their range.
pub fn stored_day(day: Date) -> Option<ExcelDateTime> {
    let part = |part: i8| u8::try_from(part).ok();
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, part(day.month())?, part(day.day())?).ok()
}

/// The height that a row needs for its texts; it grows with each cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowHeight {
    lines: u16,
}

impl Default for RowHeight {
    fn default() -> Self {
        Self { lines: 1 }
    }
}

impl RowHeight {
    /// Makes room for a text in a column of this width in characters.
    pub fn fit(&mut self, text: &str, width: f64) {
        self.lines = self.lines.max(lines(text, width));
    }

    /// The height in points; `None` for a single line, which is the default.
    pub fn points(self) -> Option<f64> {
        (self.lines > 1).then(|| f64::from(self.lines) * LINE)
    }
}

/// Number of lines of a text wrapped at words. Letters are narrower on average than the digits that widths are counted
/// in; the difference covers bold and wide letters.
fn lines(text: &str, width: f64) -> u16 {
    let mut lines = 0u16;
    for line in text.split('\n') {
        let mut used = 0.0;
        lines += 1;
        for word in line.split(' ') {
            let long = word.chars().fold(0.0, |sum, _| sum + 1.0);
            if used > 0.0 && used + 1.0 + long > width {
                lines += 1;
                used = 0.0;
            } else if used > 0.0 {
                used += 1.0;
            }
            used += long;
            // A word without a gap is broken anywhere.
            while used > width && lines < MOST_LINES {
                lines += 1;
                used -= width.max(1.0);
            }
            if lines >= MOST_LINES {
                return MOST_LINES;
            }
        }
    }
    lines
}

/// The workbook with its heights as initial heights, which grow with typed text. The library can only write fixed ones.
///
/// # Errors
/// The bytes are not a workbook of the library.
pub fn with_growing_rows(workbook: &[u8]) -> io::Result<Vec<u8>> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).map_err(io::Error::other)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the parts have the default time of such archives.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).map_err(io::Error::other)?;
        let name = part.name().map_err(io::Error::other)?.into_owned();
        if !name.starts_with("xl/worksheets/sheet") {
            out.raw_copy_file(part).map_err(io::Error::other)?;
            continue;
        }
        let mut sheet = String::new();
        part.read_to_string(&mut sheet)?;
        out.start_file(name, options).map_err(io::Error::other)?;
        out.write_all(with_open_heights(&sheet).as_bytes())?;
    }
    let bytes = out.finish().map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

/// Removes the mark of a fixed height from row tags.
fn with_open_heights(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find("<row ") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        out.push_str(&rest[..at]);
        out.push_str(&rest[at..end].replace(" customHeight=\"1\"", ""));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_counted_as_they_are_wrapped() {
        for (text, width, expected) in [
            ("", 10.0, 1),
            ("kurz", 10.0, 1),
            ("genau zehn", 10.0, 1),
            ("elf Zeichen", 10.0, 2),
            ("a\nb\n\nc", 10.0, 4),
            ("Beschaffungsunterlagen", 10.0, 3),
            ("zu Beschaffungsunterlagen", 10.0, 4),
        ] {
            assert_eq!(lines(text, width), expected, "{text}");
        }
        assert_eq!(lines(&"Wort ".repeat(20_000), 10.0), MOST_LINES);
        assert_eq!(lines("ohne Breite", 0.0), 11);
    }

    proptest! {
        /// The height covers all characters, and never exceeds the maximum.
        #[test]
        fn a_row_has_room_for_its_text(text in "[a-zäöü \n]{0,400}", width in 5.0f64..60.0) {
            let mut height = RowHeight::default();
            height.fit(&text, width);
            let lines = height.points().unwrap_or(LINE) / LINE;
            prop_assert!(lines <= f64::from(MOST_LINES));
            let letters = text.chars().filter(|ch| ch.is_alphabetic()).fold(0.0, |sum, _| sum + 1.0);
            prop_assert!(lines >= (letters / width).floor().min(f64::from(MOST_LINES)));
        }
    }

    #[test]
    fn only_rows_lose_their_fixed_height() {
        let sheet = "<sheetFormatPr customHeight=\"1\"/><row r=\"1\" ht=\"30\" customHeight=\"1\"><c><v> customHeight=\"1\"</v></c></row><row r=\"2\"/>";
        assert_eq!(
            with_open_heights(sheet),
            "<sheetFormatPr customHeight=\"1\"/><row r=\"1\" ht=\"30\"><c><v> customHeight=\"1\"</v></c></row><row r=\"2\"/>"
        );
    }
}
