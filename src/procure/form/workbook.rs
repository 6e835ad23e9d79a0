//! The workbook for a bidder: the offer, one row per question, and the identity of the form.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::wording::say;
use super::{BidForm, CHOICES, FORM_SCHEMA};
use crate::form::{
    FormColumn, QuestionSheet, about_sheet, fitting, head_format, locked_format, new_workbook,
    open_format, question_rows, saved_workbook,
};
use crate::procure::Question;
use crate::procure::paper::said;
use crate::spreadsheet::RowHeight;
use crate::texts::{Language, filled};

/// A column of the sheet of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BidColumn {
    /// Id of the question.
    Id,
    /// The demand.
    Demand,
    /// Whether it is a knock-out.
    Knockout,
    /// The question.
    Question,
    /// The expected content of an answer.
    Expected,
    /// The bidder's declaration.
    Answer,
    /// The explanation in words.
    Explanation,
    /// The evidence: files of the dossier.
    Evidence,
}

impl FormColumn for BidColumn {
    const ALL: &'static [(Self, f64)] = &[
        (Self::Id, 20.0),
        (Self::Demand, 26.0),
        (Self::Knockout, 7.0),
        (Self::Question, 44.0),
        (Self::Expected, 28.0),
        (Self::Answer, 16.0),
        (Self::Explanation, 44.0),
        (Self::Evidence, 26.0),
    ];

    fn heading(self, language: Language) -> &'static str {
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

    fn is_filled_in(self) -> bool {
        matches!(self, Self::Answer | Self::Explanation | Self::Evidence)
    }
}

/// The workbook as bytes; deterministic.
///
/// # Errors
/// Errors of the library; none depends on the content of a form.
pub fn bid_workbook(form: &BidForm<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let title = title(form, language);
    let mut book = new_workbook(&title, &form.day);
    product(book.add_worksheet(), form, language)?;
    let labels = CHOICES.map(|choice| label(choice, language));
    let rows = form.questions.iter().map(|question| {
        let columns = BidColumn::ALL.iter();
        columns
            .map(|(column, _)| content(form, question, *column, language))
            .collect()
    });
    let questions = QuestionSheet {
        name: said("form-sheet", language),
        title,
        how: said("form-rows", language),
        answer: BidColumn::Answer,
        choices: labels.to_vec(),
        no_choice: filled(
            "tender.form-choices",
            language,
            &[("words", &labels.join(", "))],
        ),
        rows: rows.collect(),
    };
    question_rows(book.add_worksheet(), &questions, language)?;
    about(book.add_worksheet(), form, language)?;
    saved_workbook(book)
}

/// Heading of a form.
pub fn title(form: &BidForm<'_>, language: Language) -> String {
    let key = match form.tender.is_empty() {
        true => "tender.form-title-alone",
        false => "tender.form-title",
    };
    filled(key, language, &[("tender", &form.tender)])
}

/// The product: labels and cells to fill in.
fn product(sheet: &mut Worksheet, form: &BidForm<'_>, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(said("form-sheet-product", language))?;
    let bold = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, fitting(&title(form, language)), &bold)?;
    let how = said("form-how", language);
    sheet.merge_range(1, 0, 1, 1, how, &locked_format())?;
    let mut height = RowHeight::default();
    height.fit(how, LABELS + VALUES);
    sheet.set_row_height(1, height.points().unwrap_or_default().max(60.0))?;
    let version = form.product.version.clone().unwrap_or_default();
    let facts = [
        ("form-vendor", &form.product.vendor),
        ("form-product", &form.product.name),
        ("form-version", &version),
    ];
    for (row, (key, value)) in (3u32..).zip(facts) {
        sheet.write_string_with_format(row, 0, said(key, language), &head_format())?;
        sheet.write_string_with_format(row, 1, fitting(value), &open_format())?;
    }
    sheet.set_column_width(0, LABELS)?;
    sheet.set_column_width(1, VALUES)?;
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect();
    Ok(())
}

/// Column widths of the product sheet, in characters.
const LABELS: f64 = 34.0;
const VALUES: f64 = 60.0;

/// The label of an answer in forms.
pub fn label(choice: crate::procure::Declared, language: Language) -> &'static str {
    say(&format!("declared-{}", choice.name()), language)
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
            match answer.and_then(|answer| answer.declared) {
                Some(declared) => label(declared, language).to_owned(),
                // Handed back, so that the bidder sees what to replace.
                None => written(answer.and_then(|answer| answer.written.as_ref())),
            }
        }
        BidColumn::Explanation => written(answer.and_then(|answer| answer.explanation.as_ref())),
        BidColumn::Evidence => written(answer.and_then(|answer| answer.evidence.as_ref())),
    }
}

/// Writes the sheet that identifies the form.
fn about(sheet: &mut Worksheet, form: &BidForm<'_>, language: Language) -> Result<(), XlsxError> {
    let version = form.version();
    let reference = form.reference.as_deref().unwrap_or_default();
    let facts = [
        (said("form-schema", language), FORM_SCHEMA),
        (said("form-bidder", language), &form.bidder),
        (said("form-state", language), &version),
        (said("fact-reference", language), reference),
    ];
    about_sheet(sheet, said("form-sheet-about", language), &facts)
}
