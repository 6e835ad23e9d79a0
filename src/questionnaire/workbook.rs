//! The workbook of a recipient: one row for each question, and a sheet that identifies the form.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Form, SCHEMA, meaning};
use crate::form::{
    FormColumn, QuestionSheet, about_sheet, new_workbook, question_rows, saved_workbook,
};
use crate::inventory::AnswerValue;
use crate::question::{Question, place_in_words};
use crate::report::date;
use crate::texts::{Language, filled, lookup, text};

/// A column of the sheet of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Id of the application.
    Application,
    /// Name of the application.
    Name,
    /// The question.
    Question,
    /// The observation.
    Found,
    /// Its place.
    Place,
    /// The answer, from a list.
    Answer,
    /// The grounds of the answer.
    Text,
    /// File, reference number or address.
    Evidence,
    /// Role of the person who answers.
    Role,
    /// Day of the answer.
    Date,
    /// Last day on which it is valid.
    ValidUntil,
    /// Id of the question.
    Id,
}

impl FormColumn for Column {
    const ALL: &'static [(Self, f64)] = &[
        (Self::Application, 14.0),
        (Self::Name, 22.0),
        (Self::Question, 44.0),
        (Self::Found, 40.0),
        (Self::Place, 26.0),
        (Self::Answer, 16.0),
        (Self::Text, 40.0),
        (Self::Evidence, 22.0),
        (Self::Role, 22.0),
        (Self::Date, 12.0),
        (Self::ValidUntil, 12.0),
        (Self::Id, 22.0),
    ];

    fn heading(self, language: Language) -> &'static str {
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

    fn is_filled_in(self) -> bool {
        matches!(
            self,
            Self::Answer | Self::Text | Self::Evidence | Self::Role | Self::Date | Self::ValidUntil
        )
    }
}

/// The workbook as bytes, reproducible for the same form.
///
/// # Errors
/// Errors of the library; none depends on the content of a report.
pub fn workbook(form: &Form<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let title = form.title(language);
    let mut book = new_workbook(&title, &form.report.run.date);
    let labels = AnswerValue::ALL.map(|answer| answer.label(language));
    let rows = form.questions.iter().map(|question| {
        let columns = Column::ALL.iter();
        columns
            .map(|(column, _)| content(question, *column, language))
            .collect()
    });
    let questions = QuestionSheet {
        name: text("question.sheet", language),
        title,
        how: text("question.workbook-how", language),
        answer: Column::Answer,
        choices: labels.to_vec(),
        no_choice: filled(
            "question.choices",
            language,
            &[("words", &labels.join(", "))],
        ),
        rows: rows.collect(),
    };
    question_rows(book.add_worksheet(), &questions, language)?;
    about(book.add_worksheet(), form, language)?;
    saved_workbook(book)
}

fn content(question: &Question<'_>, column: Column, language: Language) -> String {
    match column {
        Column::Application => question.application.id.clone(),
        Column::Name => question.application.name.clone(),
        Column::Question => {
            let meaning = meaning(question, language);
            format!("{}\n\n{meaning}", question.text(language))
        }
        Column::Found => question.found(language).unwrap_or_default(),
        Column::Place => {
            let place = question.place();
            let mut lines: Vec<String> = place
                .map(|place| place_in_words(place, language))
                .into_iter()
                .collect();
            let elsewhere = question.elsewhere(language);
            if !elsewhere.is_empty() {
                lines.push(format!("{}:", text("question.elsewhere", language)));
                lines.extend(elsewhere);
            }
            lines.join("\n")
        }
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

/// Writes the sheet that identifies the form and its report.
fn about(sheet: &mut Worksheet, form: &Form<'_>, language: Language) -> Result<(), XlsxError> {
    let version = form.version();
    let day = date(&form.report.run.date, language);
    let facts = [
        (text("question.about-schema", language), SCHEMA),
        (text("question.about-recipient", language), &form.recipient),
        (text("question.about-report", language), &day),
        (text("question.about-version", language), &version),
    ];
    about_sheet(sheet, text("question.sheet-about", language), &facts)
}
