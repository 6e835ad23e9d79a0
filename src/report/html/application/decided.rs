//! What people decided: answered questions and waived findings.

use serde::Serialize;

use super::super::super::view;
use super::super::super::words;
use super::spot;
use crate::record::{ApplicationReport, Report};
use crate::texts::Language;

/// A question that a person answered.
#[derive(Serialize)]
pub(super) struct AnsweredLine {
    title: String,
    place: String,
    message: String,
    answer: String,
    reason: Option<String>,
    by: String,
}

#[derive(Serialize)]
pub(super) struct WaivedLine {
    title: String,
    place: String,
    message: String,
    reason: String,
    approved_by: String,
    until: String,
}

pub(super) fn answered(
    report: &Report,
    application: &ApplicationReport,
    shown: usize,
    language: Language,
) -> Vec<AnsweredLine> {
    let questions = application.answered.iter().take(shown);
    let lines = questions.map(|answered| {
        let entry = view::Entry::answered(report, answered);
        AnsweredLine {
            title: entry.title(language).to_owned(),
            place: spot(&answered.finding.place),
            message: entry.sentence(language),
            answer: words::word("paper.answer", &answered.answer, language),
            reason: answered.text.clone(),
            by: words::answered_by(answered, language),
        }
    });
    lines.collect()
}

pub(super) fn waived(
    report: &Report,
    application: &ApplicationReport,
    language: Language,
) -> Vec<WaivedLine> {
    application
        .waived
        .iter()
        .map(|waived| {
            let card = report.rules.get(&waived.rule);
            WaivedLine {
                title: card.map_or_else(
                    || waived.rule.clone(),
                    |card| card.title.get(language).clone(),
                ),
                place: spot(&waived.finding.place),
                message: card
                    .map(|card| card.sentence(&waived.finding, language))
                    .map(|said| said + &words::further_fields(&waived.finding, language))
                    .unwrap_or_default(),
                reason: waived.reason.clone(),
                approved_by: waived.approved_by.clone(),
                until: waived
                    .until
                    .as_deref()
                    .map_or_else(|| "–".to_owned(), |until| words::date(until, language)),
            }
        })
        .collect()
}
