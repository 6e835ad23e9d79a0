//! What all workbooks that are written have in common: days, and rows as high as their texts.
//!
//! Excel makes rows as high as they need when it opens a workbook. LibreOffice does so only for rows that nobody gave
//! a height, and takes the default of a sheet for one: texts would lie on top of each other. So heights are written.

use std::io::{self, Cursor, Read, Write};

use jiff::civil::Date;
use rust_xlsxwriter::ExcelDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Height of one line in points, as spreadsheets have it for their default font.
const LINE: f64 = 15.0;
/// Lines of the highest row that Excel takes (409 points).
const MOST_LINES: u16 = 27;

/// The day as spreadsheets store it; nothing for days that they do not know.
pub fn stored_day(day: Date) -> Option<ExcelDateTime> {
    let part = |part: i8| u8::try_from(part).ok();
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, part(day.month())?, part(day.day())?).ok()
}

/// How high a row must be for its texts; it grows with each cell.
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

    /// The height in points; nothing for one line, which every spreadsheet has by itself.
    pub fn points(self) -> Option<f64> {
        (self.lines > 1).then(|| f64::from(self.lines) * LINE)
    }
}

/// Lines that a text takes where it is wrapped at words. Letters are narrower on average than the digits which widths
/// count; the difference is what bold and wide ones need.
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

/// The workbook with heights that are only where rows begin: they grow with what somebody types. The library can write
/// none but fixed ones.
///
/// # Errors
/// It is no workbook of the library.
pub fn with_growing_rows(workbook: &[u8]) -> io::Result<Vec<u8>> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).map_err(io::Error::other)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the time of the parts is that of all such archives.
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

/// Takes the word that a height is fixed out of the tags of rows.
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
        /// Never fewer lines than the characters need, and never higher than a row can be.
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
