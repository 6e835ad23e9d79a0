//! Whether a run examined the place of a finding. A finding whose place was not examined is neither fixed nor new.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Unseen;
use super::snapshot::{ApplicationState, FindingState, GapState};

/// What a run examined of one application, compared with the other run.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    /// The application in this run.
    pub here: &'a ApplicationState,
    /// The same application in the run that holds the finding.
    pub there: &'a ApplicationState,
    /// Documents renamed between the runs, in either direction.
    pub renamed: &'a BTreeSet<String>,
}

impl Sight<'_> {
    /// Why this run is silent about a finding of the other run; `None` if it examined the place.
    pub fn misses(self, finding: &FindingState) -> Option<Unseen> {
        if let Some(reason) = self.gap(finding) {
            return Some(reason);
        }
        let subject = &finding.subject;
        // Findings about the application as a whole were examined if anything of it was.
        if subject.is_empty() {
            let nothing = self.here.documents.is_empty() && !self.there.documents.is_empty();
            return nothing.then_some(Unseen::DocumentGone);
        }
        let known = self.here.documents.contains(subject) || self.renamed.contains(subject);
        (!known).then_some(Unseen::DocumentGone)
    }

    /// The gap of this run that hides the finding: one that loses its document, or one about a part of it that the
    /// other run did not have.
    fn gap(self, finding: &FindingState) -> Option<Unseen> {
        let hides = |gap: &&GapState| {
            let about_rule = gap.rule.as_ref().is_none_or(|rule| *rule == finding.rule);
            let about_place = [&finding.subject, &finding.document].contains(&&gap.document);
            let whole = finding.subject.is_empty() && gap.rule.is_some();
            let more = gap.reason.loses_document() || gap.count > self.count_there(gap);
            about_rule && (about_place || whole) && more
        };
        let gap = self.here.gaps.iter().find(hides)?;
        Some(Unseen::Gap { reason: gap.reason })
    }

    fn count_there(self, gap: &GapState) -> u32 {
        let mut gaps = self.there.gaps.iter();
        gaps.find(|other| {
            (&other.document, &other.rule, other.reason) == (&gap.document, &gap.rule, gap.reason)
        })
        .map_or(0, |other| other.count)
    }
}

/// Documents of one application that were renamed between two runs: those to which findings were followed, and files
/// that disappeared from one folder and appeared in another under the same file name.
pub(super) fn renamed_documents(
    old: &ApplicationState,
    new: &ApplicationState,
    followed: &[(String, String)],
) -> BTreeSet<String> {
    let gone = by_file_name(old, new);
    let come = by_file_name(new, old);
    let mut renamed: BTreeSet<String> = BTreeSet::new();
    for (old_name, new_name) in followed {
        renamed.insert(old_name.clone());
        renamed.insert(new_name.clone());
    }
    for (file, old_names) in &gone {
        if let ([old_name], Some([new_name])) =
            (old_names.as_slice(), come.get(file).map(Vec::as_slice))
        {
            renamed.insert((*old_name).to_owned());
            renamed.insert((*new_name).to_owned());
        }
    }
    renamed
}

/// The documents that only one run read and the other did not lose, by file name.
fn by_file_name<'a>(
    here: &'a ApplicationState,
    there: &ApplicationState,
) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for document in here.documents.iter().filter(|name| is_gone(name, there)) {
        names.entry(file_name(document)).or_default().push(document);
    }
    names
}

/// Whether an application neither read nor lost a document, so that none exists under this name.
pub(super) fn is_gone(document: &str, application: &ApplicationState) -> bool {
    let lost = |gap: &GapState| gap.document == document && gap.reason.loses_document();
    !application.documents.contains(document) && !application.gaps.iter().any(lost)
}

/// The last segment of a path or URL.
pub(super) fn file_name(document: &str) -> &str {
    document.rsplit('/').next().unwrap_or(document)
}
