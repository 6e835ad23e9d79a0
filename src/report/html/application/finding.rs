//! One finding, with its question and the places it is linked from.

use std::collections::HashSet;

use serde::Serialize;

use super::super::super::view;
use super::{RELATED, anchor, spot};
use crate::model::Place;
use crate::outcome::{Finding, Fingerprint};
use crate::record::{ApplicationReport, Report, Task};
use crate::texts::Language;

#[derive(Serialize)]
pub(super) struct FindingLine {
    anchor: String,
    /// Ids of the same finding on other pages, if tasks link to them.
    also_anchors: Vec<String>,
    outcome: &'static str,
    severity: &'static str,
    place: String,
    element: String,
    excerpt: Option<String>,
    message: String,
    related: Vec<String>,
    question: Option<QuestionLine>,
}

/// The name of an open question, and the entry that answers it.
#[derive(Serialize)]
struct QuestionLine {
    id: String,
    lines: Vec<String>,
}

/// Findings that tasks on this or other pages link to: each has an anchor on the page, even if it is folded or only
/// counted.
pub(super) struct Linked<'a>(HashSet<&'a Fingerprint>);

impl<'a> Linked<'a> {
    pub(super) fn by(tasks: &[&'a Task]) -> Self {
        Self(tasks.iter().filter_map(|task| task.leads_to()).collect())
    }

    /// The id of a finding that is linked to.
    pub(super) fn anchor(&self, finding: &Finding) -> Option<String> {
        let fingerprint = &finding.fingerprint;
        self.0.contains(fingerprint).then(|| anchor(fingerprint))
    }
}

pub(super) fn finding(
    report: &Report,
    application: &ApplicationReport,
    folded: &view::Folded<'_>,
    linked: &Linked<'_>,
    language: Language,
) -> FindingLine {
    let entry = &folded.entry;
    let place = &entry.finding.place;
    FindingLine {
        anchor: anchor(&entry.finding.fingerprint),
        also_anchors: folded
            .also
            .iter()
            .filter_map(|finding| linked.anchor(finding))
            .collect(),
        outcome: entry.weight().name(),
        severity: entry.severity().name(),
        place: spot(place),
        element: place
            .selector
            .clone()
            .unwrap_or_else(|| place.path.to_string()),
        excerpt: telling_excerpt(place),
        message: folded.sentence(language),
        related: entry
            .finding
            .related
            .iter()
            .chain(folded.also.iter().map(|finding| &finding.place))
            .take(RELATED)
            .map(spot)
            .collect(),
        question: entry
            .question(report, application)
            .map(|question| QuestionLine {
                id: question.id(),
                lines: question
                    .snippet(&report.run.date, language)
                    .lines()
                    .map(str::to_owned)
                    .collect(),
            }),
    }
}

/// The excerpt, unless it is just the name shown beside it.
fn telling_excerpt(place: &Place) -> Option<String> {
    let excerpt = place.excerpt.as_ref()?;
    let bare = excerpt.trim_matches(|ch: char| !ch.is_alphanumeric() && ch != '_');
    let name = place.path.0.last().map(String::as_str);
    (name != Some(bare)).then(|| excerpt.clone())
}
