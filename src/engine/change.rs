//! Which parts of an application a change concerns: the changed documents, and fields elsewhere that share their values
//! or represent the same entry in another layer.

use std::collections::{BTreeMap, BTreeSet};

use super::{DocumentReading, ExaminedApplication, JudgedDocument};
use crate::gap::{Gap, GapReason};
use crate::gender::GenderField;
use crate::model::{ModelPath, Place, ReadDocument};
use crate::outcome::{Assertion, Tally};
use crate::record::ApplicationReport;

/// The part of an application that a change touches.
#[derive(Debug, Default)]
pub struct TouchedPart {
    documents: BTreeSet<String>,
    /// Fields of other documents, by document and path.
    fields: BTreeSet<(String, ModelPath)>,
    /// Gaps reported once for many documents, as they would be for the changed ones alone.
    shared_gaps: Vec<Gap>,
}

impl JudgedDocument {
    /// Whether it is judged together with other documents, so that a change affects their findings and they affect its
    /// own.
    pub fn concerns_others(&self) -> bool {
        self.reading.concerns_others() || self.concerns_pages()
    }

    /// Whether it is or contains a page, which is judged together with the application's other pages.
    pub fn concerns_pages(&self) -> bool {
        !self.pages.is_empty() || !self.judgement.notes.is_empty()
    }
}

/// Whether a gap is reported once for all documents of its kind.
fn is_shared(gap: &Gap) -> bool {
    use GapReason::{PageAside, PartlySeenMarkup, RehearsalAside, ScriptsElsewhere, UnseenMarkup};
    matches!(
        gap.reason,
        PageAside | RehearsalAside | PartlySeenMarkup | UnseenMarkup | ScriptsElsewhere
    )
}

/// Whether a gap says that no file of the application has a known format. It says nothing about a few changed files.
fn is_about_all_files(gap: &Gap, application: &str) -> bool {
    gap.reason == GapReason::UnknownFormat && gap.place.document == application
}

impl TouchedPart {
    /// Determines the touched part. `alone` is the application reduced to the changed documents; `before` holds the
    /// former readings of changed and removed documents.
    pub fn new(
        application: &ExaminedApplication<'_>,
        alone: &ExaminedApplication<'_>,
        before: &[DocumentReading],
    ) -> Self {
        // Of a history that is read as one script, each changed part.
        let files = alone.documents.iter().flat_map(ReadDocument::files);
        let whole = alone.documents.iter();
        let whole = whole.map(|document| document.document.as_str());
        let gaps = alone.gaps.iter();
        let gaps = gaps.map(|gap| gap.place.document.as_str());
        let documents: BTreeSet<String> =
            files.chain(whole).chain(gaps).map(str::to_owned).collect();
        let mut touched = Touched::default();
        for (index, field) in application.fields.iter().enumerate() {
            if documents.contains(&field.place.document) {
                touched.domains.extend(
                    application
                        .domains
                        .of_field(index)
                        .map(|domain| domain.id.as_str()),
                );
                touched.attributes.insert(field.logical_name());
                touched.learn(field);
            }
        }
        for field in before.iter().flat_map(|reading| &reading.fields) {
            touched.learn(field);
        }
        let elsewhere = application
            .fields
            .iter()
            .enumerate()
            .filter(|(index, field)| {
                let domain = application.domains.of_field(*index);
                domain.is_some_and(|domain| touched.domains.contains(domain.id.as_str()))
                    || touched.attributes.contains(&field.logical_name())
                    || touched.knows(field)
            });
        Self {
            fields: elsewhere
                .map(|(_, field)| (field.place.document.clone(), field.place.path.clone()))
                .collect(),
            shared_gaps: alone
                .gaps
                .iter()
                .filter(|gap| is_shared(gap))
                .cloned()
                .collect(),
            documents,
        }
    }

    /// Counts all pages as touched.
    pub fn add_pages(&mut self, application: &ExaminedApplication<'_>) {
        let shows = |document: &&ReadDocument| {
            document.page.is_some() || document.format.as_deref() == Some("html")
        };
        let documents = application.documents.iter().filter(shows);
        let documents = documents.map(|document| document.document.clone());
        let pages = application.pages.iter().map(|page| page.document.clone());
        self.documents.extend(documents.chain(pages));
    }

    fn holds(&self, place: &Place) -> bool {
        self.documents.contains(&place.document)
            || self
                .fields
                .contains(&(place.document.clone(), place.path.clone()))
    }

    /// Reduces a report on the application to what concerns the change.
    pub fn narrow(self, report: &mut ApplicationReport) {
        let is_touched = |document: &ReadDocument| {
            let mut files = document.files();
            self.documents.contains(&document.document)
                || files.any(|file| self.documents.contains(file))
        };
        report.documents.retain_mut(|document| {
            let is_touched = is_touched(document);
            document.parts.retain(|part| self.documents.contains(part));
            is_touched
        });
        report.assertions.retain_mut(|assertion| {
            if self.documents.contains(&assertion.subject) {
                return true;
            }
            let before = assertion.findings.len();
            let is_changed = |place: &Place| self.documents.contains(&place.document);
            let findings = std::mem::take(&mut assertion.findings).into_iter();
            let concerned = findings.filter(|finding| {
                self.holds(&finding.place)
                    || finding
                        .related
                        .iter()
                        .chain(finding.places())
                        .any(is_changed)
            });
            // Whoever made the change looks for it there, unless what decides about the change is elsewhere.
            let placed = concerned.map(|finding| match self.holds(&finding.place) {
                true if finding.is_failure() => finding,
                _ => finding.led_by(is_changed),
            });
            assertion.findings = placed.collect();
            if assertion.findings.len() != before {
                sum_up(assertion);
            }
            !assertion.findings.is_empty()
        });
        let touched: BTreeSet<&str> = self
            .fields
            .iter()
            .map(|(document, _)| document.as_str())
            .collect();
        report.fields.retain(|field| {
            self.documents.contains(&field.path) || touched.contains(field.path.as_str())
        });
        let domains: BTreeSet<&str> = report
            .fields
            .iter()
            .map(|field| field.domain_id.as_str())
            .collect();
        report
            .domains
            .retain(|domain| domains.contains(domain.id.as_str()));
        let read: BTreeSet<&str> = report
            .documents
            .iter()
            .map(|document| document.document.as_str())
            .collect();
        let application = report.id.as_str();
        report.gaps.retain(|gap| {
            !is_shared(gap)
                && (read.contains(application) || !is_about_all_files(gap, application))
                && (self.documents.contains(&gap.place.document)
                    // A loss also affects the changed documents.
                    || matches!(gap.reason, GapReason::CheckPanicked | GapReason::Aborted)
                    // One gap may list several documents.
                    || gap.reason == GapReason::UnreadMention
                        && gap.detail.split("; ").any(|name| self.documents.contains(name)))
        });
        report.gaps.extend(self.shared_gaps);
    }
}

/// What the changed documents mention, now or before.
#[derive(Default)]
struct Touched<'a> {
    /// Ids of value domains.
    domains: BTreeSet<&'a str>,
    /// Logical attributes of the application.
    attributes: BTreeSet<String>,
    /// Last parts of type names that fields may have.
    types: BTreeSet<String>,
    /// Field names by entity.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Touched<'_> {
    fn learn(&mut self, field: &GenderField) {
        let names = [Some(field.name.as_str()), field.entity.as_deref()];
        self.types
            .extend(names.into_iter().flatten().map(last_part));
        if let Some(entity) = &field.entity {
            let names = self.names.entry(last_part(entity)).or_default();
            names.insert(last_part(&field.name));
        }
    }

    fn knows(&self, field: &GenderField) -> bool {
        let declared = field.declared_type.as_deref().map(last_part);
        let entity = field.entity.as_deref().map(last_part);
        declared.is_some_and(|name| self.types.contains(&name))
            || entity
                .and_then(|entity| self.names.get(&entity))
                .is_some_and(|names| names.contains(&last_part(&field.name)))
    }
}

/// The last part of a name, in lower case.
fn last_part(name: &str) -> String {
    let last = name.rsplit(['.', ':', '\\', '/', '$']).next();
    last.unwrap_or(name).to_lowercase()
}

/// Derives the outcome again after findings were removed.
fn sum_up(assertion: &mut Assertion) {
    let failed = assertion
        .findings
        .iter()
        .filter(|finding| finding.is_failure())
        .count();
    let doubts = assertion.findings.len() - failed;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    assertion.tally = Tally {
        failed: count(failed),
        cant_tell: count(doubts),
        untested: assertion.tally.untested,
        ..Tally::default()
    };
    assertion.outcome = assertion.tally.outcome();
}
