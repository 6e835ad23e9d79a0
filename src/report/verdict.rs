//! The verdict of a run on an application for a checklist, the same in every format.

use std::collections::HashSet;

use super::words;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Cell, Report, Standing};
use crate::rule::{Checklist, Coverage};
use crate::texts::Language;

/// The verdict of a run on an application for a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The worst outcome of its demands.
    Of(Outcome),
    /// The program decided everything it can, without failure or question; only people can judge the rest.
    InOrder,
    /// Like [`Self::InOrder`], but people answered some of its questions.
    Answered,
}

/// The name of [`Verdict::InOrder`] in pages, besides the names of outcomes.
pub const IN_ORDER: &str = "inOrder";

/// The name of [`Verdict::Answered`] in pages.
pub const ANSWERED: &str = "answered";

impl Verdict {
    /// The verdicts of an application on checklists; untested where it has none. Its large parts are decompressed once
    /// for all of them.
    pub fn all(
        report: &Report,
        application: &ApplicationReport,
        lists: &[&Checklist],
    ) -> Vec<Self> {
        let worst = |list: &Checklist| {
            let mut summaries = application.summary.iter();
            let summary = summaries.find(|summary| summary.checklist == list.id);
            summary.map_or(Outcome::Untested, |summary| summary.verdict)
        };
        let worst: Vec<Outcome> = lists.iter().map(|list| worst(list)).collect();
        let may_be_in_order = worst.contains(&Outcome::Untested)
            && application.gaps.is_empty()
            && application.was_read();
        let cells = may_be_in_order.then(|| application.cells.glance());
        let verdicts = lists.iter().zip(worst);
        verdicts
            .map(|(list, worst)| match (&cells, worst) {
                (Some(cells), Outcome::Untested) if is_in_order(cells, list) => {
                    match is_answered(report, application, list) {
                        true => Self::Answered,
                        false => Self::InOrder,
                    }
                }
                (_, worst) => Self::Of(worst),
            })
            .collect()
    }

    /// Its name in pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Of(outcome) => outcome.name(),
            Self::InOrder => IN_ORDER,
            Self::Answered => ANSWERED,
        }
    }

    /// The outcome whose sign and colour stand for it.
    pub const fn like(self) -> Outcome {
        match self {
            Self::Of(outcome) => outcome,
            Self::InOrder | Self::Answered => Outcome::Passed,
        }
    }

    /// In words.
    pub fn word(self, language: Language) -> String {
        match self {
            Self::Of(outcome) => words::outcome(outcome, language),
            Self::InOrder => words::word("report.standing-of", &Standing::Clean, language),
            Self::Answered => words::word("report.standing-of", &Standing::Answered, language),
        }
    }

    /// The word after its sign.
    pub fn signed(self, language: Language) -> String {
        format!("{} {}", words::symbol(self.like()), self.word(language))
    }
}

/// Whether people answered a question of a checklist.
fn is_answered(report: &Report, application: &ApplicationReport, list: &Checklist) -> bool {
    let mut answered = application.answered.iter();
    answered.any(|one| {
        let Some(card) = report.rules.get(&one.rule) else {
            return false;
        };
        let criteria = list.criteria.iter();
        let mut formulas = criteria.filter_map(|criterion| criterion.decided_by.as_ref());
        formulas.any(|formula| formula.involves(card))
    })
}

/// Whether a checklist is in order: something in it was met, and only people can decide what is open. Requires that
/// everything named for the application could be read.
fn is_in_order(cells: &[Cell], list: &Checklist) -> bool {
    let criteria = list.criteria.iter();
    let automated: HashSet<&str> = criteria
        .filter(|criterion| criterion.coverage == Coverage::Automated)
        .map(|criterion| criterion.id.as_str())
        .collect();
    let for_people = |id: &str| !automated.contains(id);
    let own = cells.iter().filter(|cell| cell.checklist == list.id);
    let mut is_decided = false;
    for cell in own {
        match cell.verdict {
            Outcome::Passed => is_decided = true,
            // Not enough alone, otherwise a schema without pages would count as a page without barriers.
            Outcome::Inapplicable => {}
            Outcome::Untested if for_people(&cell.criterion) => {}
            _ => return false,
        }
    }
    is_decided
}
