//! The survey on gender data: a workbook for each department, with the unanswered questions about its applications.
//! Applications known only to keep such data are asked about, too. Its headings are those of an export, so `inventory
//! import` reads the returned workbook.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{DataValidation, Worksheet, XlsxError};

use super::slug;
use crate::form::{
    choice_of, fitting, head_format, locked_format, new_workbook, open_format, saved_workbook,
};
use crate::import::{SurveyColumn, survey_answers, survey_columns};
use crate::inventory::{Application, GenderSurvey, Inventory};
use crate::spreadsheet::RowHeight;
use crate::texts::{Language, beginning, filled, text};

/// The survey of one department.
pub struct SurveyForm<'i> {
    /// Name and code of the department.
    pub name: String,
    /// Name for files, unique among the forms.
    pub slug: String,
    /// Applications with personal data whose gender data are unknown, or known only to exist.
    pub applications: Vec<&'i Application>,
}

/// The forms of all departments with open questions. `departments`: restricts them to these departments unless empty.
pub fn survey_forms<'i>(inventory: &'i Inventory, departments: &[String]) -> Vec<SurveyForm<'i>> {
    let mut open: BTreeMap<&str, Vec<&Application>> = BTreeMap::new();
    for application in inventory.applications.values() {
        let code = application.department.as_str();
        let is_asked = departments.is_empty() || departments.iter().any(|it| it == code);
        let answers = application.gender.as_ref();
        let is_answered = answers.is_some_and(GenderSurvey::is_answered);
        if is_asked && application.personal_data && !is_answered {
            open.entry(code).or_default().push(application);
        }
    }
    let mut taken = BTreeSet::new();
    open.into_iter()
        .map(|(code, applications)| SurveyForm {
            name: match inventory.departments.get(code) {
                Some(known) if known.name != code => format!("{} ({code})", known.name),
                _ => code.to_owned(),
            },
            slug: slug(code, &mut taken),
            applications,
        })
        .collect()
}

/// Row of the headings, counted from zero; title and instructions are above it.
const HEADINGS: u32 = 3;
/// Maximum length of the hint beside a cell, in characters.
const HINT: usize = 255;
/// Width of a column to fill in, in characters.
const WIDTH: f64 = 24.0;

/// The workbook as bytes, reproducible for the same inventory. `day`: ISO 8601.
///
/// # Errors
/// Errors of the library; none depends on the inventory.
pub fn survey_workbook(
    form: &SurveyForm<'_>,
    day: &str,
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let title = filled("question.survey-title", language, &[("name", &form.name)]);
    let mut book = new_workbook(&title, day);
    let sheet = book.add_worksheet();
    sheet.set_name(text("question.survey-sheet", language))?;
    let bold = rust_xlsxwriter::Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&title), &bold)?;
    sheet.write_string(1, 0, text("question.survey-how", language))?;
    let columns = survey_columns();
    let (asked, known): (Vec<&SurveyColumn>, Vec<&SurveyColumn>) =
        columns.iter().partition(|column| column.is_asked);
    let mut height = RowHeight::default();
    for (at, column) in (0u16..).zip(known.iter().chain(&asked)) {
        let heading = column.heading(language);
        height.fit(heading, WIDTH - 1.0);
        sheet.set_column_width(at, WIDTH)?;
        sheet.write_string_with_format(HEADINGS, at, heading, &head_format())?;
    }
    if let Some(points) = height.points() {
        sheet.set_row_height(HEADINGS, points)?;
    }
    let (locked, open) = (locked_format(), open_format());
    let mut last = HEADINGS;
    for application in &form.applications {
        last += 1;
        for (at, text) in (0u16..).zip([&application.id, &application.name]) {
            sheet.write_string_with_format(last, at, fitting(text), &locked)?;
        }
        // Known answers are prefilled, so that people can see, complete and correct them.
        let answers = survey_answers(&asked, application, language);
        for (at, answer) in (2u16..).zip(answers) {
            match answer {
                Some(answer) => {
                    sheet.write_string_with_format(last, at, fitting(&answer), &open)?
                }
                None => sheet.write_blank(last, at, &open)?,
            };
        }
    }
    for (at, column) in (2u16..).zip(&asked) {
        let choice = choice(column, language)?;
        sheet.add_data_validation(HEADINGS + 1, at, last.max(HEADINGS + 1), at, &choice)?;
    }
    arrange(
        sheet,
        last,
        u16::try_from(columns.len()).unwrap_or(u16::MAX),
    )?;
    saved_workbook(book)
}

/// The drop-down list of a column with a single value, and the hint beside each cell.
fn choice(column: &SurveyColumn, language: Language) -> Result<DataValidation, XlsxError> {
    let words = column.words(language);
    let mut hint = column.about(language).to_owned();
    let several = column.is_list && !words.is_empty();
    if several {
        let words = words.join("; ");
        let sentence = filled("question.survey-several", language, &[("words", &words)]);
        hint = format!("{hint} {sentence}");
    }
    let hint = beginning(&hint, HINT);
    let choice = match several {
        true => DataValidation::new(),
        false => choice_of(&words)?,
    };
    choice.set_input_message(hint)
}

fn arrange(sheet: &mut Worksheet, last: u32, columns: u16) -> Result<(), XlsxError> {
    sheet.autofilter(HEADINGS, 0, last, columns.saturating_sub(1))?;
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&R&P / &N");
    Ok(())
}
