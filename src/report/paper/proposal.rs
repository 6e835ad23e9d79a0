//! What two audits suggest: whether to accept an application. People decide.

use std::collections::BTreeSet;

use super::condition::Audited;
use super::draft;
use super::pairs::pairs;
use crate::gap::{documents_lost, documents_read};
use crate::outcome::{Fingerprint, Outcome};
use crate::record::{ApplicationReport, FieldRecord, Weight};
use crate::report::answered::Answered;
use crate::report::view::{self, Entry};
use crate::rule::Planning;

/// What a second audit suggests.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Proposal<'a> {
    /// It did not read documents that the first one read, so their failures may still be there.
    NotReadAgain(BTreeSet<&'a str>),
    /// Something is wrong.
    No {
        left: usize,
        added: usize,
        unmet: usize,
    },
    /// It could judge nothing in any document, so it proves nothing.
    NothingJudged,
    /// It could not read some documents, which may contain anything.
    Lost(BTreeSet<&'a str>),
    /// Nothing is wrong, but something must be clarified first.
    Once(Open),
    /// Nothing is wrong and nothing is open.
    Yes,
}

/// A proposal in one word, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ProposedResult {
    /// Do not accept.
    No,
    /// The second audit does not say.
    Open,
    /// Accept once something is clarified.
    Once,
    /// Accept.
    Yes,
}

impl Proposal<'_> {
    /// The proposal in one word.
    pub const fn result(&self) -> ProposedResult {
        match self {
            Self::No { .. } => ProposedResult::No,
            Self::NotReadAgain(_) | Self::NothingJudged | Self::Lost(_) => ProposedResult::Open,
            Self::Once(_) => ProposedResult::Once,
            Self::Yes => ProposedResult::Yes,
        }
    }
}

/// What people must clarify before accepting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    pub doubts: u64,
    /// Places that the second audit could not examine.
    pub gaps: u64,
    /// Faulty fields that are no longer found: dropped, or just out of sight.
    pub gone: u64,
    /// Failures of the first audit whose rules decided nothing in the second: repaired, or just not examined any more.
    pub unseen: u64,
}

/// Compares two audits of an application.
#[derive(Clone, Copy)]
pub(super) struct Comparison<'a> {
    pub before: Audited<'a>,
    pub after: Audited<'a>,
    /// Tells which findings are about answers in the inventory; changing the application cannot settle those.
    pub planning: &'a Planning,
}

impl<'a> Comparison<'a> {
    pub fn proposal(self) -> Proposal<'a> {
        let after = self.after.application;
        let unread = self.not_read_again();
        if !unread.is_empty() {
            return Proposal::NotReadAgain(unread);
        }
        // Answers and waivers can leave demands unmet without a finding.
        let cells = after.cells.iter();
        let unmet = cells.filter(|cell| cell.verdict == Outcome::Failed);
        // What answers alone leave unmet is not part of the acceptance.
        let own = Answered::new(self.after.report).fails_alone(after);
        let unmet = unmet.count() - own.len();
        let (left, added) = (self.left().len(), self.added().len());
        if left + added + unmet > 0 {
            return Proposal::No { left, added, unmet };
        }
        if !self.after.has_judged(self.planning) {
            return Proposal::NothingJudged;
        }
        let lost = documents_lost(&after.gaps);
        if !lost.is_empty() {
            return Proposal::Lost(lost);
        }
        match self.open() {
            open if open == Open::default() => Proposal::Yes,
            open => Proposal::Once(open),
        }
    }

    /// Failures of the second audit that the first one also had.
    pub fn left(self) -> Vec<Entry<'a>> {
        self.failures(true)
    }

    /// Failures of the second audit that the first one did not have.
    pub fn added(self) -> Vec<Entry<'a>> {
        self.failures(false)
    }

    fn failures(self, known: bool) -> Vec<Entry<'a>> {
        let before: BTreeSet<&Fingerprint> = failures(self.before, self.planning)
            .map(|entry| &entry.finding.fingerprint)
            .collect();
        failures(self.after, self.planning)
            .filter(|entry| before.contains(&entry.finding.fingerprint) == known)
            .collect()
    }

    /// Documents that only the first audit read. One with the same file name in another folder, or with the same content
    /// under another name, counts as the same.
    fn not_read_again(self) -> BTreeSet<&'a str> {
        let file_name = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
        let read = |one: &'a ApplicationReport| documents_read(&one.documents, &one.gaps);
        let again = || read(self.after.application);
        let names: BTreeSet<&str> = again()
            .map(|document| file_name(&document.document))
            .collect();
        let contents: BTreeSet<&str> = again()
            .map(|document| document.digest.as_str())
            .filter(|digest| !digest.is_empty())
            .collect();
        read(self.before.application)
            .filter(|document| !contents.contains(document.digest.as_str()))
            .map(|document| document.document.as_str())
            .filter(|path| !names.contains(file_name(path)))
            .collect()
    }

    fn open(self) -> Open {
        let after = self.after.application;
        let doubts = entries(self.after, self.planning)
            .filter(|entry| entry.weight() == Weight::Question)
            .count();
        let gaps = after.gaps.iter().filter(|gap| gap.reason.leaves_open());
        let then: Vec<&FieldRecord> = draft::own_fields(self.before.application).collect();
        let now: Vec<&FieldRecord> = draft::own_fields(after).collect();
        let is_bad =
            |field: &FieldRecord| matches!(field.outcome, Outcome::Failed | Outcome::CantTell);
        let gone = pairs(&then, &now)
            .into_iter()
            .filter(|(then, now)| now.is_none() && then.is_some_and(is_bad));
        Open {
            doubts: doubts as u64,
            gaps: gaps.count() as u64,
            gone: gone.count() as u64,
            unseen: self.unseen() as u64,
        }
    }

    /// Number of the first audit's failures for which the second found nothing to check. Those waived since are
    /// reported as such.
    fn unseen(self) -> usize {
        let after = self.after.application;
        let settled = after.settled.glance();
        let listed = after.assertions.iter();
        let listed = listed.filter(|one| one.outcome.is_decided());
        let counted = settled.iter().filter(|(_, one)| one.passed > 0);
        let decided: BTreeSet<&str> = listed
            .map(|one| one.rule.as_str())
            .chain(counted.map(|(rule, _)| rule.as_str()))
            .collect();
        let waived: BTreeSet<&Fingerprint> = after
            .waived
            .iter()
            .map(|waived| &waived.finding.fingerprint)
            .collect();
        failures(self.before, self.planning)
            .filter(|entry| !decided.contains(entry.rule))
            .filter(|entry| !waived.contains(&entry.finding.fingerprint))
            .count()
    }
}

/// Failures that concern the application.
pub(super) fn failures<'a>(
    audited: Audited<'a>,
    planning: &Planning,
) -> impl Iterator<Item = Entry<'a>> {
    let entries = entries(audited, planning);
    entries.filter(|entry| entry.weight() == Weight::Failure)
}

/// Findings that concern the application.
pub(super) fn entries<'a>(
    audited: Audited<'a>,
    planning: &Planning,
) -> impl Iterator<Item = Entry<'a>> {
    let entries = view::entries(audited.report, audited.application).into_iter();
    entries.filter(|entry| !planning.is_about_an_answer(entry.rule))
}

/// Findings that the administration settles itself, by an answer in its inventory.
pub(super) fn own_tasks<'a>(audited: Audited<'a>, planning: &Planning) -> Vec<Entry<'a>> {
    let mut entries = view::entries(audited.report, audited.application);
    entries.retain(|entry| planning.is_about_an_answer(entry.rule));
    entries
}
