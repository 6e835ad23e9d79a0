//! The form for a bidder as a page.

use minijinja::Error;

use super::workbook::{label, title};
use super::{BidForm, CHOICES, FORM_SCHEMA};
use crate::form::{FormChoice, FormField, FormItem, FormLabels, FormPage, FormPart, ItemFact};
use crate::procure::paper::said;
use crate::procure::{Declared, Question};
use crate::texts::Language;

const SCRIPT: &str = include_str!("form.js");

/// The page as HTML.
///
/// # Errors
/// Errors of the template only; a test renders it.
pub fn bid_page(form: &BidForm<'_>, language: Language) -> Result<String, Error> {
    page(form, language).html(SCRIPT, language)
}

fn page(form: &BidForm<'_>, language: Language) -> FormPage {
    let said = |key: &str| said(key, language);
    let title = title(form, language);
    let reference = form.reference.iter();
    let mut intro: Vec<String> = reference
        .map(|reference| format!("{}: {reference}", said("fact-reference")))
        .collect();
    intro.extend([
        format!("{} {}.", said("form-count"), form.questions.len()),
        said("form-how").to_owned(),
        said("form-privacy").to_owned(),
    ]);
    let questions = (1..).zip(form.questions);
    FormPage {
        window: title.clone(),
        title,
        intro,
        without_script: said("form-print"),
        schema: FORM_SCHEMA,
        version: form.version(),
        kept: vec![
            ("bidder", form.bidder.clone()),
            ("met", Declared::Met.word().to_owned()),
        ],
        file: format!("{}-{}.json", said("form-file"), form.bidder),
        saved: said("form-saved"),
        words: vec![("evidence", said("form-no-evidence"))],
        labels: FormLabels {
            explanation: said("form-explanation"),
            evidence: said("form-evidence"),
            evidence_hint: Some(said("form-evidence-hint")),
            evidence_line: None,
            id: said("form-id"),
        },
        parts: vec![
            FormPart {
                name: said("form-sheet-product").to_owned(),
                application: None,
                fields: product(form, language),
                questions: Vec::new(),
            },
            FormPart {
                name: said("form-sheet").to_owned(),
                application: None,
                fields: Vec::new(),
                questions: questions
                    .map(|(number, question)| item(form, number, question, language))
                    .collect(),
            },
        ],
    }
}

/// The fields about the offered product.
fn product(form: &BidForm<'_>, language: Language) -> Vec<FormField> {
    let product = form.product;
    let version = product.version.clone().unwrap_or_default();
    let fields = [
        ("vendor", "form-vendor", &product.vendor, "organization"),
        ("name", "form-product", &product.name, "off"),
        ("version", "form-version", &version, "off"),
    ];
    fields
        .map(|(id, label, value, autocomplete)| FormField {
            id: id.to_owned(),
            class: "fact",
            label: said(label, language),
            hint: None,
            value: value.clone(),
            autocomplete,
        })
        .into()
}

fn item(form: &BidForm<'_>, number: usize, question: &Question, language: Language) -> FormItem {
    let answer = form.given.get(&question.key());
    let declared = answer.and_then(|answer| answer.declared);
    let written = |text: Option<&String>| text.cloned().unwrap_or_default();
    let demand = question.demand.get(language);
    let mark = match question.knockout {
        true => said("is-knockout", language),
        false => "",
    };
    let expected = question.expected.iter();
    FormItem {
        number,
        id: question.key(),
        title: format!("{demand}{mark}"),
        text: question.question.get(language).clone(),
        facts: expected
            .map(|expected| ItemFact {
                label: said("form-expected", language),
                value: expected.get(language).clone(),
                code: Vec::new(),
                list: Vec::new(),
            })
            .collect(),
        knockout: question.knockout,
        choices: CHOICES
            .map(|choice| FormChoice {
                word: choice.word(),
                label: label(choice, language),
                chosen: declared == Some(choice),
            })
            .into(),
        explanation: written(answer.and_then(|answer| answer.explanation.as_ref())),
        evidence: written(answer.and_then(|answer| answer.evidence.as_ref())),
    }
}
