//! The workbook of a form: one row for each question, lists to choose from, and only the cells to fill unlocked.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::{Form, SCHEMA};
use crate::inventory::AnswerValue;
use crate::question::Question;
use crate::report::date;
use crate::texts::{Language, filled, harmless, lookup, text};

/// A column of the sheet of questions, in the order of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Id of the application.
    Application,
    /// Its name.
    Name,
    /// The question.
    Question,
    /// What was found.
    Found,
    /// Where.
    Place,
    /// One of the answers.
    Answer,
    /// What it rests on.
    Text,
    /// File, reference number or address.
    Evidence,
    /// Who answers.
    Role,
    /// Day of the answer.
    Date,
    /// Last day on which it holds.
    ValidUntil,
    /// Id of the question.
    Id,
}

/// All columns with their widths in characters.
pub const COLUMNS: [(Column, f64); 12] = [
    (Column::Application, 14.0),
    (Column::Name, 26.0),
    (Column::Question, 48.0),
    (Column::Found, 48.0),
    (Column::Place, 32.0),
    (Column::Answer, 17.0),
    (Column::Text, 44.0),
    (Column::Evidence, 28.0),
    (Column::Role, 28.0),
    (Column::Date, 13.0),
    (Column::ValidUntil, 13.0),
    (Column::Id, 40.0),
];

impl Column {
    /// Its heading.
    pub fn heading(self, language: Language) -> &'static str {
        let key = match self {
            Self::Application => "question.column-application",
            Self::Name => "question.column-name",
            Self::Question => "question.column-question",
            Self::Found => "question.column-found",
            Self::Place => "question.column-place",
            Self::Answer => "question.column-answer",
            Self::Text => "question.column-text",
            Self::Evidence => "question.column-evidence",
            Self::Role => "question.column-role",
            Self::Date => "question.column-date",
            Self::ValidUntil => "question.column-valid-until",
            Self::Id => "question.column-id",
        };
        lookup(key, language).unwrap_or_default()
    }

    const fn is_filled_in(self) -> bool {
        matches!(
            self,
            Self::Answer | Self::Text | Self::Evidence | Self::Role | Self::Date | Self::ValidUntil
        )
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
/// What the library says; none of it comes from the content of a report.
pub fn workbook(form: &Form<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = &form.report.run.date;
    let mut properties = DocProperties::new().set_title(form.title(language));
    if let Some(created) = created(day) {
        properties = properties.set_creation_datetime(&created?);
    }
    book.set_properties(&properties);
    questions(book.add_worksheet(), form, language)?;
    about(book.add_worksheet(), form, language)?;
    book.save_to_buffer()
}

/// The day of the report: the clock of the machine is no part of the file.
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

fn questions(sheet: &mut Worksheet, form: &Form<'_>, language: Language) -> Result<(), XlsxError> {
    let locked = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    // Text, so that a spreadsheet makes no number of a date or an id.
    let open = locked
        .clone()
        .set_unlocked()
        .set_num_format("@")
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00FF_F8DC);
    let head = locked
        .clone()
        .set_bold()
        .set_font_color(0x00FF_FFFF)
        .set_background_color(0x000B_2F57);
    sheet.set_name(text("question.sheet", language))?;
    let bold = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&form.title(language)), &bold)?;
    sheet.write_string(1, 0, text("question.workbook-how", language))?;
    for (index, (column, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(index, width)?;
        sheet.write_string_with_format(HEADINGS, index, column.heading(language), &head)?;
    }
    let mut row = HEADINGS;
    for question in &form.questions {
        row += 1;
        for (index, (column, _)) in (0u16..).zip(COLUMNS) {
            let content = fitting(&content(question, column, language));
            let format = if column.is_filled_in() {
                &open
            } else {
                &locked
            };
            sheet.write_string_with_format(row, index, content, format)?;
        }
    }
    let column = |wanted: Column| {
        let place = COLUMNS.iter().position(|(column, _)| *column == wanted);
        place
            .and_then(|place| u16::try_from(place).ok())
            .unwrap_or(0)
    };
    let labels = AnswerValue::ALL.map(|answer| answer.label(language));
    let choice = DataValidation::new()
        .allow_list_strings(&labels)?
        .set_error_title(text("question.column-answer", language))?
        .set_error_message(filled(
            "question.choices",
            language,
            &[("words", &labels.join(", "))],
        ))?;
    let answers = column(Column::Answer);
    sheet.add_data_validation(HEADINGS + 1, answers, row, answers, &choice)?;
    sheet.autofilter(HEADINGS, 0, row, column(Column::Id))?;
    sheet.set_freeze_panes(HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn content(question: &Question<'_>, column: Column, language: Language) -> String {
    match column {
        Column::Application => question.application.id.clone(),
        Column::Name => question.application.name.clone(),
        Column::Question => question.text(language).to_owned(),
        Column::Found => question.found(language).unwrap_or_default(),
        Column::Place => question
            .place()
            .map(ToString::to_string)
            .unwrap_or_default(),
        Column::Role => question
            .application
            .business_owner
            .clone()
            .unwrap_or_default(),
        Column::Id => question.id(),
        Column::Answer | Column::Text | Column::Evidence | Column::Date | Column::ValidUntil => {
            String::new()
        }
    }
}

/// Which form of which report it is.
fn about(sheet: &mut Worksheet, form: &Form<'_>, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(text("question.sheet-about", language))?;
    let version = form.version();
    let day = date(&form.report.run.date, language);
    let facts = [
        ("question.about-schema", SCHEMA),
        ("question.about-recipient", &form.recipient),
        ("question.about-report", &day),
        ("question.about-version", &version),
    ];
    for (row, (key, value)) in (0u32..).zip(facts) {
        sheet.write_string(row, 0, text(key, language))?;
        sheet.write_string(row, 1, fitting(value))?;
    }
    sheet.set_column_width(0, 24.0)?;
    sheet.set_column_width(1, 48.0)?;
    sheet.protect();
    Ok(())
}

/// What a cell can hold, without characters that no file of this kind may contain.
fn fitting(text: &str) -> String {
    harmless(text).chars().take(CELL).collect()
}
