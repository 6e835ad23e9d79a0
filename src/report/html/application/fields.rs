//! The fields of an application.

use serde::Serialize;

use super::super::super::view;
use super::super::super::words;
use crate::gender::Subject;
use crate::record::FieldRecord;
use crate::texts::Language;

#[derive(Serialize)]
pub(super) struct FieldLine {
    name: String,
    place: String,
    about: String,
    layer: String,
    values: Option<String>,
    domain: String,
    entries: Option<Vec<EntryCell>>,
    verdict: &'static str,
    /// The verdict in words, if a person's answer decided it.
    by_answer: Option<String>,
}

#[derive(Serialize)]
struct EntryCell {
    held: String,
    word: String,
    symbol: &'static str,
}

pub(super) fn fields(all: &[FieldRecord], shown: usize, language: Language) -> Vec<FieldLine> {
    let mut fields: Vec<&FieldRecord> = all.iter().collect();
    // Fields that only share the word follow those that count.
    fields.sort_by_key(|field| field.subject != Subject::Person);
    fields
        .into_iter()
        .take(shown)
        .map(|field| FieldLine {
            name: view::field_name(field),
            place: match field.line {
                0 => field.path.clone(),
                line => format!("{}:{line}", field.path),
            },
            about: format!(
                "{} ({})",
                words::word("report.attribute", &field.attribute, language),
                words::word("report.subject", &field.subject, language)
            ),
            layer: words::word("report.layer", &field.layer, language),
            values: (!field.values.is_empty()).then(|| values(field)),
            domain: words::word("report.domain", &field.domain, language),
            entries: view::four_entries(field).map(|entries| {
                entries
                    .into_iter()
                    .map(|(_, held)| EntryCell {
                        held: words::name(&held),
                        word: words::word("report.entry", &held, language),
                        symbol: match held {
                            view::Held::Carried | view::Held::Answered => "✓",
                            view::Held::Missing => "✗",
                            view::Held::Unknown => "?",
                        },
                    })
                    .collect()
            }),
            verdict: field.outcome.name(),
            by_answer: field
                .answered
                .then(|| words::by_answer(field.outcome, language)),
        })
        .collect()
}

/// The values of a field with their labels: `1 (Herr), 2 (Frau)`.
fn values(field: &FieldRecord) -> String {
    let values: Vec<String> = field
        .values
        .iter()
        .map(|value| match &value.label {
            Some(label) if *label != value.raw => format!("{} ({label})", value.raw),
            _ => value.raw.clone(),
        })
        .collect();
    values.join(", ")
}
