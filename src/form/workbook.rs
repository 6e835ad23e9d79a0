//! A form as a workbook: one row for each question, drop-down lists, and only the cells to fill in unlocked.

use rust_xlsxwriter::{
    DataValidation, DocProperties, Format, FormatAlign, FormatBorder, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use crate::spreadsheet::{RowHeight, stored_day, with_growing_rows};
use crate::texts::{Language, beginning, harmless_lines};

/// The columns of a sheet of questions.
pub trait FormColumn: Copy + Ord + 'static {
    /// All columns in order, with their widths in characters.
    const ALL: &'static [(Self, f64)];

    /// The heading.
    fn heading(self, language: Language) -> &'static str;

    /// Whether people fill it in.
    fn is_filled_in(self) -> bool;
}

/// The sheet of questions.
pub struct QuestionSheet<C> {
    /// Name of the sheet.
    pub name: &'static str,
    /// Heading of the form.
    pub title: String,
    /// Instructions, in a sentence or two.
    pub how: &'static str,
    /// The column with a drop-down list.
    pub answer: C,
    /// The items of the list.
    pub choices: Vec<&'static str>,
    /// Message for any other value.
    pub no_choice: String,
    /// The cells of each question, in the order of the columns.
    pub rows: Vec<Vec<String>>,
}

/// Row of the headings, counted from zero; title and instructions are above it.
const HEADINGS: u32 = 3;
/// Maximum length of the text of a cell; Excel takes 32,767 characters.
const CELL: usize = 32_000;
/// Paper size A4.
const PAPER: u8 = 9;

/// An empty workbook. `day`: ISO 8601; a parameter, because the file must not depend on the machine's clock.
pub fn new_workbook(title: &str, day: &str) -> Workbook {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(title);
    if let Some(day) = day.parse().ok().and_then(stored_day) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    book
}

/// The finished workbook as bytes. Rows grow with the text typed.
///
/// # Errors
/// Errors of the library; none depends on the content of a form.
pub fn saved_workbook(mut book: Workbook) -> Result<Vec<u8>, XlsxError> {
    let bytes = book.save_to_buffer()?;
    with_growing_rows(&bytes).map_err(XlsxError::IoError)
}

/// Format of locked text.
pub fn locked_format() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Format of a cell to fill in: text, so that a spreadsheet does not convert a date or an id to a number.
pub fn open_format() -> Format {
    locked_format()
        .set_unlocked()
        .set_num_format("@")
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00FF_F8DC)
}

/// Format of a heading.
pub fn head_format() -> Format {
    locked_format()
        .set_bold()
        .set_font_color(0x00FF_FFFF)
        .set_background_color(0x000B_2F57)
}

/// Writes the sheet of questions.
///
/// # Errors
/// Errors of the library; none depends on the content of a form.
pub fn question_rows<C: FormColumn>(
    sheet: &mut Worksheet,
    content: &QuestionSheet<C>,
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_name(content.name)?;
    let bold = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&content.title), &bold)?;
    sheet.write_string(1, 0, content.how)?;
    let head = head_format();
    let mut height = RowHeight::default();
    for (index, (column, width)) in (0u16..).zip(C::ALL) {
        let heading = column.heading(language);
        height.fit(heading, *width - 1.0);
        sheet.set_column_width(index, *width)?;
        sheet.write_string_with_format(HEADINGS, index, heading, &head)?;
    }
    raise(sheet, HEADINGS, height)?;
    let (locked, open) = (locked_format(), open_format());
    let mut row = HEADINGS;
    for cells in &content.rows {
        row += 1;
        let mut height = RowHeight::default();
        for ((index, (column, width)), text) in (0u16..).zip(C::ALL).zip(cells) {
            let text = fitting(text);
            height.fit(&text, *width);
            let format = match column.is_filled_in() {
                true => &open,
                false => &locked,
            };
            sheet.write_string_with_format(row, index, text, format)?;
        }
        raise(sheet, row, height)?;
    }
    let last = row.max(HEADINGS + 1);
    let choice = choice_of(&content.choices)?
        .set_error_title(content.answer.heading(language))?
        .set_error_message(content.no_choice.as_str())?;
    let answer = index_of(content.answer);
    sheet.add_data_validation(HEADINGS + 1, answer, last, answer, &choice)?;
    let columns = u16::try_from(C::ALL.len()).unwrap_or(u16::MAX);
    sheet.autofilter(HEADINGS, 0, last, columns.saturating_sub(1))?;
    sheet.set_freeze_panes(HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(PAPER);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&R&P / &N");
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// Maximum total length of the choices of a cell, in characters.
const CHOICES: usize = 255;

/// The drop-down list of a cell. A workbook stores it as one limited text separated by commas; if a word contains a
/// comma, or all words together are too long, the cell accepts any text.
///
/// # Errors
/// Errors of the library; none depends on the words.
pub fn choice_of(words: &[&str]) -> Result<DataValidation, XlsxError> {
    let length: usize = words
        .iter()
        .map(|word| word.encode_utf16().count() + 1)
        .sum();
    let is_list = !words.is_empty() && length <= CHOICES;
    match is_list && words.iter().all(|word| !word.contains(',')) {
        true => DataValidation::new().allow_list_strings(words),
        false => Ok(DataValidation::new()),
    }
}

fn raise(sheet: &mut Worksheet, row: u32, height: RowHeight) -> Result<(), XlsxError> {
    if let Some(points) = height.points() {
        sheet.set_row_height(row, points)?;
    }
    Ok(())
}

fn index_of<C: FormColumn>(wanted: C) -> u16 {
    let place = C::ALL.iter().position(|(column, _)| *column == wanted);
    place
        .and_then(|place| u16::try_from(place).ok())
        .unwrap_or(0)
}

/// Writes the sheet that identifies the form: labels with their values.
///
/// # Errors
/// Errors of the library; none depends on the content of a form.
pub fn about_sheet(
    sheet: &mut Worksheet,
    name: &str,
    facts: &[(&str, &str)],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (row, (label, value)) in (0u32..).zip(facts) {
        sheet.write_string(row, 0, *label)?;
        sheet.write_string(row, 1, fitting(value))?;
    }
    sheet.set_column_width(0, 24.0)?;
    sheet.set_column_width(1, 48.0)?;
    sheet.set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect();
    Ok(())
}

/// Text within the limit of a cell, without characters that the file format forbids.
pub fn fitting(text: &str) -> String {
    beginning(&harmless_lines(text), CELL).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_xlsxwriter::Workbook;

    use super::fitting;
    use crate::form::{Returned, returned};

    proptest! {
        /// Workbooks escape characters by number (`_x000D_`); text that only looks like an escape must stay text.
        #[test]
        fn texts_come_back_as_they_were_written(text in "[_x0-5D-Fa]{1,24}[a-zäöü _]?") {
            let mut workbook = Workbook::new();
            workbook.add_worksheet().write_string(0, 0, fitting(&text)).expect("a cell");
            let bytes = workbook.save_to_buffer().expect("a workbook");
            let Ok(Returned::Workbook(sheets)) = returned("antwort.xlsx", &bytes) else {
                panic!("no workbook");
            };
            prop_assert_eq!(&sheets[0].rows[0].cells[0].1, &text);
        }
    }
}
