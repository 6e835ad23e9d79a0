//! The form of a recipient as a page.

use minijinja::Error;

use super::{Form, SCHEMA};
use crate::form::{FormChoice, FormField, FormItem, FormLabels, FormPage, FormPart, ItemFact};
use crate::inventory::AnswerValue;
use crate::question::{Question, place_in_words};
use crate::report::date;
use crate::texts::{Language, lookup};

const SCRIPT: &str = include_str!("form.js");

/// Maximum length of evidence in characters, as in the inventory.
pub(super) const EVIDENCE: usize = 500;

/// A sentence of `texts/question.toml`.
fn said(key: &str, language: Language) -> &'static str {
    lookup(&format!("question.{key}"), language).unwrap_or_default()
}

/// The page as HTML.
///
/// # Errors
/// Errors of the template only; a test renders it.
pub fn form(form: &Form<'_>, language: Language) -> Result<String, Error> {
    page(form, language).html(SCRIPT, language)
}

fn page(form: &Form<'_>, language: Language) -> FormPage {
    let said = |key: &str| said(key, language);
    let mut parts: Vec<FormPart> = Vec::new();
    for (number, question) in (1..).zip(&form.questions) {
        let id = &question.application.id;
        if parts
            .last()
            .is_none_or(|part| part.application.as_ref() != Some(id))
        {
            parts.push(part(parts.len() + 1, question, language));
        }
        if let Some(part) = parts.last_mut() {
            part.questions.push(item(number, question, language));
        }
    }
    let title = form.title(language);
    let day = date(&form.report.run.date, language);
    FormPage {
        window: format!("{title}, {day}"),
        title,
        intro: vec![
            format!(
                "{} {day}. {} {}.",
                said("form-state"),
                said("form-count"),
                form.questions.len()
            ),
            said("form-how").to_owned(),
            said("form-privacy").to_owned(),
        ],
        without_script: said("form-print"),
        schema: SCHEMA,
        version: form.version(),
        kept: vec![
            ("recipient", form.recipient.clone()),
            ("report", form.report.run.date.clone()),
        ],
        file: format!("{}-{}.json", said("file"), form.slug),
        saved: said("form-saved"),
        words: vec![
            ("role", said("form-no-role")),
            ("reason", said("form-no-reason")),
        ],
        labels: FormLabels {
            explanation: said("column-text"),
            evidence: said("column-evidence"),
            evidence_hint: None,
            evidence_line: Some(EVIDENCE),
            id: said("column-id"),
        },
        parts,
    }
}

/// The section of an application.
fn part(number: usize, question: &Question<'_>, language: Language) -> FormPart {
    let application = question.application;
    FormPart {
        name: application.name.clone(),
        application: Some(application.id.clone()),
        fields: vec![FormField {
            id: format!("role{number}"),
            class: "role",
            label: said("form-role", language),
            hint: Some(said("form-role-hint", language)),
            value: application.business_owner.clone().unwrap_or_default(),
            autocomplete: "off",
        }],
        questions: Vec::new(),
    }
}

fn item(number: usize, question: &Question<'_>, language: Language) -> FormItem {
    let said = |key: &str| said(key, language);
    let found = question.found(language).map(|found| ItemFact {
        label: said("column-found"),
        value: found,
        code: Vec::new(),
        list: Vec::new(),
    });
    let place = question.place().map(|place| ItemFact {
        label: said("column-place"),
        value: String::new(),
        code: [Some(place_in_words(place, language)), place.excerpt.clone()]
            .into_iter()
            .flatten()
            .collect(),
        list: Vec::new(),
    });
    let meaning = ItemFact {
        label: said("column-answer"),
        value: super::meaning(question, language),
        code: Vec::new(),
        list: Vec::new(),
    };
    // Last, so that the question comes before a list of places.
    let elsewhere = Some(question.elsewhere(language)).filter(|places| !places.is_empty());
    let elsewhere = elsewhere.map(|list| ItemFact {
        label: said("elsewhere"),
        value: String::new(),
        code: Vec::new(),
        list,
    });
    FormItem {
        number,
        id: question.id(),
        title: question.title(language).to_owned(),
        text: question.text(language).to_owned(),
        facts: found
            .into_iter()
            .chain(place)
            .chain([meaning])
            .chain(elsewhere)
            .collect(),
        knockout: false,
        choices: AnswerValue::ALL
            .map(|answer| FormChoice {
                word: answer.name(),
                label: answer.label(language),
                chosen: false,
            })
            .into(),
        explanation: String::new(),
        evidence: String::new(),
    }
}
