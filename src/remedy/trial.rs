//! Tries suggestions before making them: judges the documents before and after the change.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::edit::{RemedyEdit, applied};
use crate::engine::{self, Extent, Terms};
use crate::gap::{Gap, contain};
use crate::inventory::Application;
use crate::model::Origin;
use crate::outcome::{Fingerprint, Outcome};
use crate::source::{Capture, rewritten};

/// What the rules say about some documents as if they were an application of their own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdicts {
    /// Findings with their rules and outcomes: a question that becomes a failure counts as new.
    findings: BTreeMap<Fingerprint, (String, Outcome)>,
    /// Number of gaps by cause and document.
    gaps: BTreeMap<(String, &'static str), usize>,
}

impl Verdicts {
    pub fn holds(&self, finding: &Fingerprint) -> bool {
        self.findings.contains_key(finding)
    }

    /// Whether these verdicts equal `before` without the settled findings, with nothing worse. Findings of one rule
    /// with the same name differ only by order, so they are counted. `settled` holds the number of findings by rule.
    fn improve(&self, before: &Self, settled: &BTreeMap<&str, usize>) -> bool {
        let nothing_new = self.findings.iter().all(|(finding, (_, outcome))| {
            before
                .findings
                .get(finding)
                .is_some_and(|(_, before)| outcome <= before)
        });
        let no_new_gap = self
            .gaps
            .iter()
            .all(|(gap, count)| before.gaps.get(gap).is_some_and(|before| count <= before));
        let all_settled = settled
            .iter()
            .all(|(rule, count)| self.of_rule(rule) + count <= before.of_rule(rule));
        nothing_new && no_new_gap && all_settled
    }

    fn of_rule(&self, rule: &str) -> usize {
        let of_it = |(of, _): &&(String, Outcome)| of == rule;
        self.findings.values().filter(of_it).count()
    }
}

/// Judges documents as they are, or with edits applied.
pub(super) fn verdicts(
    desk: &Desk<'_>,
    application: &str,
    documents: &BTreeSet<String>,
    edits: &[RemedyEdit],
) -> Option<Verdicts> {
    let stand_in = Application {
        id: application.to_owned(),
        ..Application::default()
    };
    let judge = || {
        let mut judged = Vec::new();
        for name in documents {
            let held = desk.document(name)?;
            let mut capture = held.capture.clone();
            let own: Vec<&RemedyEdit> =
                edits.iter().filter(|edit| edit.document == *name).collect();
            if !own.is_empty() {
                let text = applied(held.text.as_str(), own)?;
                let bytes = rewritten(capture.bytes(), held.text.as_str(), &text)?;
                let held = capture;
                capture = Capture::new(held.document, held.artefact, bytes);
                (capture.named, capture.below) = (held.named, held.below);
                capture.format = held.format;
                // Decode the new bytes again: they must give the intended text.
                if capture.text().ok()?.as_str() != text {
                    return None;
                }
            }
            let reading = engine::read_capture(&capture, desk.vocabulary);
            judged.push(engine::judge_document(
                &stand_in.id,
                reading,
                Terms {
                    include: &Origin::ASIDE,
                    ..Terms::usual(desk.book)
                },
                Extent::Whole,
            ));
        }
        let linked = engine::link(
            &stand_in,
            judged,
            Vec::new(),
            desk.vocabulary,
            &Origin::ASIDE,
        );
        let examined = engine::judge_application(linked, desk.book);
        let mut verdicts = Verdicts::default();
        for assertion in &examined.assertions {
            for finding in &assertion.findings {
                let outcome = match finding.is_failure() {
                    true => Outcome::Failed,
                    false => Outcome::CantTell,
                };
                verdicts.findings.insert(
                    finding.fingerprint.clone(),
                    (assertion.rule.clone(), outcome),
                );
            }
        }
        for Gap { place, reason, .. } in &examined.gaps {
            let gap = (place.document.clone(), reason.name());
            *verdicts.gaps.entry(gap).or_default() += 1;
        }
        Some(verdicts)
    };
    contain(judge).ok().flatten()
}

/// Whether edits settle findings without making anything worse.
pub(super) fn succeeds(
    desk: &Desk<'_>,
    application: &str,
    documents: &BTreeSet<String>,
    before: &Verdicts,
    edits: &[RemedyEdit],
    settled: &BTreeMap<&str, usize>,
) -> bool {
    verdicts(desk, application, documents, edits)
        .is_some_and(|after| after.improve(before, settled))
}
