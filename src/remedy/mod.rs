//! Findings → changes that would settle them. Each is built from what the readers say about the document, and tried on
//! a copy before anyone sees it: a wrong suggestion is worse than none.
//!
//! A new kind of suggestion is one file with a `Suggester` and one line in `SUGGESTERS`.

mod analogy;
mod blank_image;
mod checked_files;
mod desk;
mod diff;
mod edit;
mod entries;
mod group;
mod history;
mod label;
mod language;
mod letter;
mod obstacle;
mod places;
mod preselection;
mod record;
mod statement;
mod tag;
mod trial;
mod viewport;
mod width;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use checked_files::CheckedFiles;
pub use desk::RemedySource;
pub use edit::RemedyEdit;
pub use obstacle::{Obstacle, Unsettled};
pub use record::records;

use self::desk::Desk;
use self::diff::unified_diff;
use self::edit::applied;
use self::group::{Trial, connected};
use self::obstacle::Stop;
use self::places::DomainIndex;
use self::trial::verdicts;
use crate::gap::contain;
use crate::gender::Vocabulary;
use crate::outcome::{Finding, Fingerprint};
use crate::record::{Applicability, ApplicationReport};
use crate::rule::RuleBook;
use crate::source::rewritten;
use crate::texts::Bilingual;

/// All kinds of suggestions.
const SUGGESTERS: &[&dyn Suggester] = &[
    &entries::Entries,
    &preselection::Preselection,
    &width::Width,
    &letter::NeutralForm,
    &language::PageLanguage,
    &language::KnownLanguage,
    &viewport::Zoom,
    &label::ConnectedLabel,
    &blank_image::BlankImage,
];

/// Makes one kind of suggestion.
trait Suggester: Sync {
    /// Its name in reports, and the key of its sentence, `remedy.<name>`.
    fn name(&self) -> &'static str;

    /// Ids of the rules whose findings it may settle.
    fn rules(&self) -> &'static [&'static str];

    /// A change that would settle a finding; `None` unless every character is certain.
    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal>;

    /// Why a finding has no suggestion.
    fn obstacle(&self, _case: &RemedyCase<'_>) -> Stop {
        Obstacle::Unsure.into()
    }
}

/// A finding and its context.
struct RemedyCase<'a> {
    finding: &'a Finding,
    domains: &'a DomainIndex<'a>,
    desk: &'a Desk<'a>,
}

/// An untested change.
struct Proposal {
    edits: Vec<RemedyEdit>,
    /// Documents judged together with the changed ones.
    companions: BTreeSet<String>,
    applicability: Applicability,
    decisions: Vec<Bilingual>,
}

/// A tested change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The rule whose finding it settles.
    pub rule: String,
    /// The finding it settles.
    pub finding: Fingerprint,
    /// Name of its suggester.
    pub kind: &'static str,
    /// How much thought it needs.
    pub applicability: Applicability,
    /// Edits that belong together.
    pub edits: Vec<RemedyEdit>,
    /// Decisions left to people.
    pub decisions: Vec<Bilingual>,
    /// Whether it also works together with the run's other suggestions; otherwise it waits for the next run.
    pub together: bool,
    documents: BTreeSet<String>,
}

/// Suggestions for an application's findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Changes that would settle findings, in report order.
    pub suggestions: Vec<Suggestion>,
    /// Findings of the same kinds without a certain change, in report order.
    pub unsettled: Vec<Unsettled>,
}

/// Larger groups of documents are not judged together.
const MOST_DOCUMENTS: usize = 40;
/// How many documents are kept in memory with their fields and models.
const MOST_HELD: usize = 32;

/// Finds changes that would settle an application's findings, and why others have none.
pub fn suggest(
    application: &ApplicationReport,
    source: &dyn RemedySource,
    book: &RuleBook,
    vocabulary: &Vocabulary,
) -> Advice {
    let desk = Desk::new(source, book, vocabulary);
    let domains = DomainIndex::new(&application.domains);
    let mut candidates: Vec<Suggestion> = Vec::new();
    let mut unsettled: Vec<Unsettled> = Vec::new();
    for assertion in &application.assertions {
        let suggesters = || {
            let mine =
                |suggester: &&&dyn Suggester| suggester.rules().contains(&assertion.rule.as_str());
            SUGGESTERS.iter().filter(mine)
        };
        if suggesters().next().is_none() {
            continue;
        }
        for finding in assertion
            .findings
            .iter()
            .filter(|finding| finding.is_failure())
        {
            let case = RemedyCase {
                finding,
                domains: &domains,
                desk: &desk,
            };
            desk.keep(MOST_HELD);
            let found = suggesters().find_map(|suggester| {
                let proposal = contain(|| suggester.suggest(&case)).ok().flatten()?;
                Some((suggester, proposal))
            });
            let Some((suggester, proposal)) = found else {
                let stops =
                    suggesters().map(|suggester| contain(|| suggester.obstacle(&case)).ok());
                // Report the most specific obstacle; `Unsure` says least.
                let stop = stops.flatten().max_by_key(|stop| stop.obstacle);
                let Stop { obstacle, at } = stop.unwrap_or(Obstacle::Unsure.into());
                unsettled.push(Unsettled {
                    rule: assertion.rule.clone(),
                    finding: finding.fingerprint.clone(),
                    obstacle,
                    at: at.map(|at| *at),
                });
                continue;
            };
            let changed = proposal.edits.iter().map(|edit| edit.document.clone());
            candidates.push(Suggestion {
                rule: assertion.rule.clone(),
                finding: finding.fingerprint.clone(),
                kind: suggester.name(),
                applicability: proposal.applicability,
                documents: changed.chain(proposal.companions).collect(),
                edits: proposal.edits,
                decisions: proposal.decisions,
                together: false,
            });
        }
    }
    drop(desk);
    let groups: Vec<Trial> = connected(candidates)
        .into_par_iter()
        .map(|group| Trial::of(group, &application.id, &Desk::new(source, book, vocabulary)))
        .collect();
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for trial in groups {
        suggestions.extend(trial.kept);
        unsettled.extend(trial.dropped);
    }
    // Groups were formed by documents; people read in report order.
    let order: BTreeMap<&Fingerprint, usize> = application
        .findings()
        .enumerate()
        .map(|(index, finding)| (&finding.fingerprint, index))
        .collect();
    suggestions.sort_by_key(|suggestion| order.get(&suggestion.finding).copied());
    unsettled.sort_by_key(|unsettled| order.get(&unsettled.finding).copied());
    Advice {
        suggestions,
        unsettled,
    }
}

/// Whether edits change no finding in a document and everything stays readable. Used to test a comment.
pub fn leaves_findings(
    application: &str,
    document: &str,
    edits: &[RemedyEdit],
    source: &dyn RemedySource,
    book: &RuleBook,
    vocabulary: &Vocabulary,
) -> bool {
    let desk = Desk::new(source, book, vocabulary);
    let documents = BTreeSet::from([document.to_owned()]);
    let before = verdicts(&desk, application, &documents, &[]);
    before.is_some() && before == verdicts(&desk, application, &documents, edits)
}

/// A file before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Path in the report.
    pub document: String,
    /// Its present content.
    pub bytes_before: Vec<u8>,
    /// Its new content, in the same encoding.
    pub bytes_after: Vec<u8>,
    /// The change as unified diff.
    pub diff: String,
}

/// The files that suggestions change, sorted by name. The caller must leave out suggestions that conflict (see
/// [`Suggestion::together`]).
pub fn changed_files<'s>(
    suggestions: impl IntoIterator<Item = &'s Suggestion>,
    source: &dyn RemedySource,
) -> Vec<ChangedFile> {
    let mut by_document: BTreeMap<&str, Vec<&RemedyEdit>> = BTreeMap::new();
    for edit in suggestions
        .into_iter()
        .flat_map(|suggestion| &suggestion.edits)
    {
        by_document.entry(&edit.document).or_default().push(edit);
    }
    let changed = by_document.into_iter().filter_map(|(document, edits)| {
        let capture = source.capture(document)?;
        let before = capture.text().ok()?.as_str();
        let diff = unified_diff(&source.path(document), before, &edits)?;
        let after = applied(before, edits)?;
        Some(ChangedFile {
            bytes_after: rewritten(capture.bytes(), before, &after)?,
            bytes_before: capture.bytes().to_vec(),
            diff,
            document: document.to_owned(),
        })
    });
    changed.collect()
}

impl Suggestion {
    /// What it does, as a sentence.
    pub fn title(&self) -> Bilingual {
        Bilingual::filled(&format!("remedy.{}", self.kind), &[])
    }
}

#[cfg(test)]
mod tests;
