//! One sheet of the workbook: header, rows, and the adjustments for spreadsheets.

use jiff::civil::Date;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::spreadsheet::{RowHeight, stored_day};
use crate::texts::{Language, counted, harmless_lines, text};

/// Maximum length of a cell in UTF-16 code units, as counted by spreadsheets.
const MOST_CHARACTERS: usize = 32_767;

/// Maximum number of rows in a sheet, including the header.
pub const MOST_ROWS: u32 = 1_048_576;

/// A column: its header, and its width in characters.
#[derive(Clone, Debug)]
pub struct Column {
    head: String,
    width: u16,
}

impl Column {
    /// A column whose header is in the texts.
    pub fn new(key: &str, width: u16, language: Language) -> Self {
        Self::named(text(key, language), width)
    }

    /// A column with a header from the report.
    pub fn named(head: &str, width: u16) -> Self {
        Self {
            head: head.to_owned(),
            width,
        }
    }
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text, never a formula.
    Text(String),
    /// A count.
    Number(u64),
    /// A date, as stored by spreadsheets.
    Day(Date),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        match text.is_empty() {
            true => Self::Empty,
            false => Self::Text(text),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::from)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Number(count)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Number(count as u64)
    }
}

impl From<Option<Date>> for Value {
    fn from(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A sheet being filled from the top.
pub struct Sheet {
    worksheet: Worksheet,
    formats: Formats,
    language: Language,
    /// Column widths in characters.
    widths: Vec<u16>,
    /// Number of rows filled, including the header.
    rows: u32,
    most_rows: u32,
    /// Number of rows that did not fit.
    left_out: u64,
}

struct Formats {
    text: Format,
    /// Text that would become a formula when edited.
    quoted: Format,
    number: Format,
    day: Format,
}

impl Sheet {
    /// An empty sheet with its header. `most_rows` is [`MOST_ROWS`] except in tests.
    ///
    /// # Errors
    /// The library rejects the name.
    pub fn new(
        name: &str,
        columns: &[Column],
        most_rows: u32,
        language: Language,
    ) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?;
        worksheet.set_landscape();
        worksheet.set_paper_size(9);
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.set_repeat_rows(0, 0)?;
        worksheet.set_freeze_panes(1, 0)?;
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0x00E4_E9EF))
            .set_border_bottom(FormatBorder::Thin);
        let mut height = RowHeight::default();
        for (index, column) in (0u16..).zip(columns) {
            worksheet.set_column_width(index, column.width)?;
            // Bold, and beside the filter button.
            height.fit(&column.head, f64::from(column.width) - 3.0);
            worksheet.write_string_with_format(0, index, fitting(&column.head, language), &head)?;
        }
        if let Some(points) = height.points() {
            worksheet.set_row_height(0, points)?;
        }
        let cell = || Format::new().set_align(FormatAlign::Top);
        let day = match language {
            Language::De => "dd.mm.yyyy",
            Language::En => "yyyy-mm-dd",
        };
        Ok(Self {
            worksheet,
            formats: Formats {
                text: cell().set_text_wrap(),
                quoted: cell().set_text_wrap().set_quote_prefix(),
                number: cell().set_num_format("0"),
                day: cell().set_num_format(day).set_align(FormatAlign::Left),
            },
            language,
            widths: columns.iter().map(|column| column.width).collect(),
            rows: 1,
            most_rows,
            left_out: 0,
        })
    }

    /// Adds a row. Rows that don't fit are counted and mentioned in the last row.
    ///
    /// # Errors
    /// Errors of the library; none for values of these types.
    pub fn add(&mut self, row: impl IntoIterator<Item = Value>) -> Result<(), XlsxError> {
        // The last row is reserved for the note.
        if self.rows + 1 >= self.most_rows {
            self.left_out += 1;
            return Ok(());
        }
        let at = self.rows;
        let mut height = RowHeight::default();
        for (column, value) in (0u16..).zip(row) {
            if let Value::Text(text) = &value {
                height.fit(text, self.width(column));
            }
            self.put(at, column, value)?;
        }
        if let Some(points) = height.points() {
            self.worksheet.set_row_height(at, points)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Width of a column in characters.
    fn width(&self, column: u16) -> f64 {
        let width = self.widths.get(usize::from(column));
        width.copied().map_or(1.0, f64::from)
    }

    fn put(&mut self, row: u32, column: u16, value: Value) -> Result<(), XlsxError> {
        let formats = &self.formats;
        match value {
            Value::Empty => {}
            Value::Text(text) => {
                let text = fitting(&text, self.language);
                let format = match starts_formula(&text) {
                    true => &formats.quoted,
                    false => &formats.text,
                };
                self.worksheet
                    .write_string_with_format(row, column, text, format)?;
            }
            Value::Number(count) => {
                // Counts in a report are far below that.
                let number = u32::try_from(count).unwrap_or(u32::MAX);
                self.worksheet
                    .write_number_with_format(row, column, number, &formats.number)?;
            }
            Value::Day(day) => match stored_day(day) {
                Some(stored) => {
                    self.worksheet.write_datetime_with_format(
                        row,
                        column,
                        &stored,
                        &formats.day,
                    )?;
                }
                // Spreadsheets have no dates before 1900.
                None => {
                    self.worksheet.write_string_with_format(
                        row,
                        column,
                        day.to_string(),
                        &formats.text,
                    )?;
                }
            },
        }
        Ok(())
    }

    /// Completes the sheet with its filter and, if rows did not fit, a note.
    ///
    /// # Errors
    /// Errors of the library; none for values of these types.
    pub fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let columns = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        if let Some(last) = columns.checked_sub(1) {
            self.worksheet
                .autofilter(0, 0, self.rows.saturating_sub(1), last)?;
        }
        if self.left_out > 0 {
            let note = counted("paper.rows-left-out", self.language, self.left_out, &[]);
            let at = self.rows;
            self.put(at, 0, note.into())?;
        }
        Ok(self.worksheet)
    }
}

/// Text without control characters and without characters invalid in XML, cut to the cell limit; a note says if it was
/// cut.
fn fitting(text: &str, language: Language) -> String {
    let text = harmless_lines(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    if text.encode_utf16().count() <= MOST_CHARACTERS {
        return text;
    }
    let note = format!(" {}", crate::texts::text("paper.cell-cut", language));
    let room = MOST_CHARACTERS.saturating_sub(note.encode_utf16().count());
    let mut used = 0;
    let kept = text.chars().take_while(|ch| {
        used += ch.len_utf16();
        used <= room
    });
    kept.chain(note.chars()).collect()
}

/// Whether a spreadsheet would take it for a formula if typed.
fn starts_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_with_a_note_and_short_ones_stay() {
        for text in ["a".repeat(40_000), "😀".repeat(20_000)] {
            let cut = fitting(&text, Language::De);
            let units = cut.encode_utf16().count();
            assert!(
                (MOST_CHARACTERS - 1..=MOST_CHARACTERS).contains(&units),
                "{units}"
            );
            assert!(cut.ends_with(']'), "{}", &cut[cut.len() - 40..]);
        }
        let longest = "ä".repeat(MOST_CHARACTERS);
        assert_eq!(fitting(&longest, Language::De), longest);
        assert_eq!(
            fitting("a\nb\u{1b}\u{ffff}", Language::De),
            "a\nb\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn days_that_spreadsheets_do_not_know_stay_text() {
        assert!(stored_day(jiff::civil::date(1899, 1, 1)).is_none());
        assert!(stored_day(jiff::civil::date(2026, 11, 23)).is_some());
    }

    #[test]
    fn a_full_sheet_says_how_much_is_missing() {
        let columns = [Column::named("a", 10)];
        let mut sheet = Sheet::new("x", &columns, 4, Language::De).expect("a sheet");
        for number in 0..5u64 {
            sheet.add([Value::from(number)]).expect("a row");
        }
        assert_eq!((sheet.rows, sheet.left_out), (3, 3));
        sheet.finish().expect("finished");
    }
}
