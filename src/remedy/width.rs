//! Widens columns that store words so that all of them fit.

use super::desk::DeskDocument;
use super::edit::RemedyEdit;
use super::{Proposal, RemedyCase, Suggester};
use crate::gender::GenderField;
use crate::record::Applicability;
use crate::texts::Bilingual;

/// Widens a column.
pub(super) struct Width;

/// Enough characters for every word for an entry, including "keine Angabe" and "not specified".
const WIDE: u32 = 20;

impl Suggester for Width {
    fn name(&self) -> &'static str {
        "width"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["gender/wide-enough-for-words"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        if super::history::is_step(&place.document) {
            return None;
        }
        let document = case.desk.document(&place.document)?;
        let field = document
            .fields_at(place)
            .find(|field| field.place.begins_like(place))?;
        let edit = widened(&document, field)?;
        let mut decisions = Vec::new();
        if document.format.as_deref() == Some("sql") {
            let column = [field.entity.as_deref().unwrap_or("…"), &field.name].join(".");
            decisions.push(Bilingual::filled(
                "remedy.width-operated",
                &[("column", &column), ("width", &WIDE)],
            ));
        }
        Some(Proposal {
            edits: vec![edit],
            companions: Default::default(),
            applicability: Applicability::Proposal,
            decisions,
        })
    }
}

/// The edit of the number that states a field's width.
pub(super) fn widened(document: &DeskDocument, field: &GenderField) -> Option<RemedyEdit> {
    let element = document
        .schemas
        .iter()
        .flat_map(|schema| &schema.elements)
        .find(|element| element.path == field.path && element.width.is_some())?;
    let width = element.width.as_ref()?;
    let range = width.span?.range();
    let text = document.text.as_str();
    let written = text.get(range.clone())?;
    // The span may cover the whole type (`VARCHAR(8)`) or just the number.
    let number = width.value.to_string();
    let at = written.find(&number)?;
    let behind = written[at + number.len()..].chars().next();
    let before = written[..at].chars().next_back();
    if behind.is_some_and(|ch| ch.is_ascii_digit()) || before.is_some_and(|ch| ch.is_ascii_digit())
    {
        return None;
    }
    let start = range.start + at;
    Some(RemedyEdit::replace(
        &document.capture.document,
        start,
        start + number.len(),
        WIDE.to_string(),
    ))
}
