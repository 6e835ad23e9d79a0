//! The workbook for a bidder: one row for each question, lists to choose from, and only the cells to fill unlocked.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::super::wording::{say, word};
use super::{BidForm, CHOICES, FORM_SCHEMA};
use crate::procure::Question;
use crate::procure::paper::said;
use crate::texts::{Language, filled, harmless_lines};

/// A column of the sheet of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BidColumn {
    /// Id of the question.
    Id,
    /// What is demanded.
    Demand,
    /// Whether it is a knock-out.
    Knockout,
    /// What is asked.
    Question,
    /// What an answer should contain.
    Expected,
    /// What the bidder declares.
    Answer,
    /// In words.
    Explanation,
    /// Files of the dossier.
    Evidence,
}

/// All columns with their widths in characters.
pub const BID_COLUMNS: [(BidColumn, f64); 8] = [
    (BidColumn::Id, 28.0),
    (BidColumn::Demand, 32.0),
    (BidColumn::Knockout, 8.0),
    (BidColumn::Question, 52.0),
    (BidColumn::Expected, 32.0),
    (BidColumn::Answer, 18.0),
    (BidColumn::Explanation, 52.0),
    (BidColumn::Evidence, 36.0),
];

impl BidColumn {
    /// Its heading.
    pub fn heading(self, language: Language) -> &'static str {
        let key = match self {
            Self::Id => "form-id",
            Self::Demand => "column-demand",
            Self::Knockout => "form-knockout",
            Self::Question => "form-question",
            Self::Expected => "form-expected",
            Self::Answer => "form-answer",
            Self::Explanation => "form-explanation",
            Self::Evidence => "form-evidence",
        };
        said(key, language)
    }

    const fn is_filled_in(self) -> bool {
        matches!(self, Self::Answer | Self::Explanation | Self::Evidence)
    }
}

/// The row of the headings, counted from zero; title and explanation stand above.
const HEADINGS: u32 = 3;
/// Longest text of a cell; Excel takes 32,767 characters.
const CELL: usize = 32_000;
/// A4.
const PAPER: u8 = 9;

/// The workbook as bytes, the same for the same form.
///
/// # Errors
/// What the library says; none of it comes from the content of a form.
pub fn bid_workbook(form: &BidForm<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(title(form, language));
    if let Some(day) = created(&form.day) {
        properties = properties.set_creation_datetime(&day?);
    }
    book.set_properties(&properties);
    product(book.add_worksheet(), form, language)?;
    questions(book.add_worksheet(), form, language)?;
    about(book.add_worksheet(), form, language)?;
    book.save_to_buffer()
}

/// Heading of a form.
pub fn title(form: &BidForm<'_>, language: Language) -> String {
    let key = match form.tender.is_empty() {
        true => "tender.form-title-alone",
        false => "tender.form-title",
    };
    filled(key, language, &[("tender", &form.tender)])
}

/// The day of the export: the clock of the machine is no part of the file.
fn created(day: &str) -> Option<Result<ExcelDateTime, XlsxError>> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let number = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).ok()?;
    Some(ExcelDateTime::from_ymd(
        year,
        number(day.month()),
        number(day.day()),
    ))
}

fn locked() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Text, so that a spreadsheet makes no number of a date or an id.
fn open() -> Format {
    locked()
        .set_unlocked()
        .set_num_format("@")
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00FF_F8DC)
}

fn head() -> Format {
    locked()
        .set_bold()
        .set_font_color(0x00FF_FFFF)
        .set_background_color(0x000B_2F57)
}

/// The product: labels and cells to fill.
fn product(sheet: &mut Worksheet, form: &BidForm<'_>, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(said("form-sheet-product", language))?;
    let bold = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&title(form, language)), &bold)?;
    sheet.write_string_with_format(1, 0, said("form-how", language), &locked())?;
    sheet.set_row_height(1, 120.0)?;
    let version = form.product.version.clone().unwrap_or_default();
    let facts = [
        ("form-vendor", &form.product.vendor),
        ("form-product", &form.product.name),
        ("form-version", &version),
    ];
    for (row, (key, value)) in (3u32..).zip(facts) {
        sheet.write_string_with_format(row, 0, said(key, language), &head())?;
        sheet.write_string_with_format(row, 1, fitting(value), &open())?;
    }
    sheet.set_column_width(0, 60.0)?;
    sheet.set_column_width(1, 60.0)?;
    sheet.set_paper_size(PAPER);
    sheet.protect();
    Ok(())
}

fn questions(
    sheet: &mut Worksheet,
    form: &BidForm<'_>,
    language: Language,
) -> Result<(), XlsxError> {
    let (locked, open, head) = (locked(), open(), head());
    sheet.set_name(said("form-sheet", language))?;
    let bold = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&title(form, language)), &bold)?;
    sheet.write_string(1, 0, said("form-rows", language))?;
    for (index, (column, width)) in (0u16..).zip(BID_COLUMNS) {
        sheet.set_column_width(index, width)?;
        sheet.write_string_with_format(HEADINGS, index, column.heading(language), &head)?;
    }
    let mut row = HEADINGS;
    for question in form.questions {
        row += 1;
        for (index, (column, _)) in (0u16..).zip(BID_COLUMNS) {
            let content = fitting(&content(form, question, column, language));
            let format = if column.is_filled_in() {
                &open
            } else {
                &locked
            };
            sheet.write_string_with_format(row, index, content, format)?;
        }
    }
    let labels = CHOICES.map(|choice| label(choice, language));
    let choice = DataValidation::new()
        .allow_list_strings(&labels)?
        .set_error_title(said("form-answer", language))?
        .set_error_message(filled(
            "tender.form-choices",
            language,
            &[("words", &labels.join(", "))],
        ))?;
    let answers = place(BidColumn::Answer);
    sheet.add_data_validation(
        HEADINGS + 1,
        answers,
        row.max(HEADINGS + 1),
        answers,
        &choice,
    )?;
    sheet.set_freeze_panes(HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn place(wanted: BidColumn) -> u16 {
    let place = BID_COLUMNS.iter().position(|(column, _)| *column == wanted);
    place
        .and_then(|place| u16::try_from(place).ok())
        .unwrap_or(0)
}

/// What an answer is called in forms.
pub fn label(choice: crate::procure::Declared, language: Language) -> &'static str {
    say(&format!("declared-{}", word(&choice)), language)
}

fn content(
    form: &BidForm<'_>,
    question: &Question,
    column: BidColumn,
    language: Language,
) -> String {
    let answer = form.given.get(&question.key());
    let written = |text: Option<&String>| text.cloned().unwrap_or_default();
    match column {
        BidColumn::Id => question.key(),
        BidColumn::Demand => question.demand.get(language).clone(),
        BidColumn::Knockout if question.knockout => said("form-yes", language).to_owned(),
        BidColumn::Knockout => String::new(),
        BidColumn::Question => question.question.get(language).clone(),
        BidColumn::Expected => written(question.expected.as_ref().map(|one| one.get(language))),
        BidColumn::Answer => {
            let declared = answer.and_then(|answer| answer.declared);
            declared
                .map_or("", |declared| label(declared, language))
                .to_owned()
        }
        BidColumn::Explanation => written(answer.and_then(|answer| answer.explanation.as_ref())),
        BidColumn::Evidence => written(answer.and_then(|answer| answer.evidence.as_ref())),
    }
}

/// Which form it is.
fn about(sheet: &mut Worksheet, form: &BidForm<'_>, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(said("form-sheet-about", language))?;
    let version = form.version();
    let facts = [
        ("form-schema", FORM_SCHEMA),
        ("form-bidder", &form.bidder),
        ("form-state", &version),
        (
            "fact-reference",
            form.reference.as_deref().unwrap_or_default(),
        ),
    ];
    for (row, (key, value)) in (0u32..).zip(facts) {
        sheet.write_string(row, 0, said(key, language))?;
        sheet.write_string(row, 1, fitting(value))?;
    }
    sheet.set_column_width(0, 24.0)?;
    sheet.set_column_width(1, 48.0)?;
    sheet.protect();
    Ok(())
}

/// What a cell can hold, without characters that no file of this kind may contain.
fn fitting(text: &str) -> String {
    let text: String = harmless_lines(text).chars().take(CELL).collect();
    literal(&text)
}

/// Spreadsheets read `_x000D_` as a character of that number: an underscore that would begin one is written as its own.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, ch) in text.char_indices() {
        let escape = text.as_bytes().get(at..at + 7);
        let is_escape = escape.is_some_and(|escape| {
            escape.starts_with(b"_x")
                && escape.ends_with(b"_")
                && escape.iter().skip(2).take(4).all(u8::is_ascii_hexdigit)
        });
        let is_escaped = text
            .get(at..)
            .is_some_and(|rest| rest.starts_with("_x005F"));
        out.push(ch);
        if is_escape || is_escaped {
            out.push_str("x005F_");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn what_looks_like_a_number_of_a_character_stays_text() {
        assert_eq!(literal("a_x000D_b"), "a_x005F_x000D_b");
        assert_eq!(literal("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_");
        assert_eq!(literal("_x12_ ä_xGGGG_ _"), "_x12_ ä_xGGGG_ _");
    }
}
