//! Sums that the overview and the pages of departments share.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use super::super::words::{self, label};
use crate::gap::GapReason;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Cell, Report};
use crate::rule::{Checklist, Coverage};
use crate::texts::Language;

/// What every page of a folder has around its content.
#[derive(Serialize)]
pub struct Frame {
    pub language: &'static str,
    /// Title of the report.
    pub report: String,
    /// Heading of the page.
    pub heading: String,
    /// Title of the page in the window.
    pub title: String,
    pub organisation: String,
    pub date: String,
    pub date_iso: String,
    pub tool_version: String,
    pub rules_digest: String,
    pub online: bool,
    /// Whether the engine that is built in showed the pages.
    pub embedded: bool,
    /// What filters left of the inventory, where it is not all of it.
    pub part: Option<String>,
    /// Way to the folder of the first page (`../`).
    pub root: &'static str,
}

/// A page that another one leads to.
#[derive(Serialize)]
pub struct Link {
    pub href: String,
    pub name: String,
}

/// Causes why something was not looked at, the most frequent first.
#[derive(Serialize)]
pub struct Unseen {
    pub cause: &'static str,
    pub next_step: &'static str,
    pub count: u64,
    pub applications: u64,
}

/// What was not looked at in some applications.
pub fn unseen<'a>(
    applications: impl IntoIterator<Item = &'a ApplicationReport>,
    language: Language,
) -> Vec<Unseen> {
    let mut sums: BTreeMap<GapReason, (u64, u64)> = BTreeMap::new();
    for application in applications {
        let mut met = BTreeSet::new();
        for gap in &application.gaps {
            let (count, applications) = sums.entry(gap.reason).or_default();
            *count += 1;
            *applications += u64::from(met.insert(gap.reason));
        }
    }
    let mut unseen: Vec<Unseen> = sums
        .into_iter()
        .map(|(reason, (count, applications))| Unseen {
            cause: reason.cause(language),
            next_step: reason.next_step(language),
            count,
            applications,
        })
        .collect();
    unseen.sort_by_key(|unseen| std::cmp::Reverse((unseen.applications, unseen.count)));
    unseen
}

/// What a run says about an application on a checklist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The worst outcome of its demands.
    Of(Outcome),
    /// The program decided what it can decide, without a failure or a question; what is left only people can judge.
    InOrder,
}

/// The name of [`Verdict::InOrder`] in pages, beside the names of outcomes.
pub const IN_ORDER: &str = "inOrder";

/// Verdicts that have a column for each checklist, worst first. Met as a whole is as good as in order.
pub const VERDICTS: [Verdict; 4] = [
    Verdict::Of(Outcome::Failed),
    Verdict::Of(Outcome::CantTell),
    Verdict::Of(Outcome::Untested),
    Verdict::InOrder,
];

impl Verdict {
    /// The verdicts of an application on checklists; untested where it has none. Its large parts are looked at once for
    /// all of them.
    pub fn all(application: &ApplicationReport, lists: &[&Checklist]) -> Vec<Self> {
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
                (Some(cells), Outcome::Untested) if is_in_order(cells, list) => Self::InOrder,
                (_, worst) => Self::Of(worst),
            })
            .collect()
    }

    /// Its name in pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Of(outcome) => outcome.name(),
            Self::InOrder => IN_ORDER,
        }
    }

    /// The head of its column: sign and word.
    pub fn head(self, language: Language) -> Head {
        let (like, word) = match self {
            Self::Of(outcome) => (outcome, words::outcome(outcome, language)),
            Self::InOrder => (Outcome::Passed, label("no-failures", language).to_owned()),
        };
        Head {
            name: like.name(),
            sign: words::symbol(like),
            word,
        }
    }

    /// Whether it is counted in the column of `other`.
    fn is_counted_as(self, other: Self) -> bool {
        self == other || (other == Self::InOrder && self == Self::Of(Outcome::Passed))
    }
}

/// The head of a column of verdicts.
#[derive(Serialize)]
pub struct Head {
    name: &'static str,
    sign: &'static str,
    word: String,
}

/// Whether something of a checklist was found to be met, and what is open of it only people can decide: of an application
/// of which all that was named could be read.
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
            // Where nothing is met either, a schema without pages would pass for a page without barriers.
            Outcome::Inapplicable => {}
            Outcome::Untested if for_people(&cell.criterion) => {}
            _ => return false,
        }
    }
    is_decided
}

/// The checklists as pages show them: the one about the four entries before all others.
pub fn lists(report: &Report) -> Vec<&Checklist> {
    /// How ids of rules about the entries begin.
    const ENTRIES: &str = "gender/";
    let is_about_entries = |list: &Checklist| {
        let formulas = || {
            let criteria = list.criteria.iter();
            criteria.filter_map(|criterion| criterion.decided_by.as_ref())
        };
        let mut rules = report.rules.values();
        rules.any(|card| {
            card.id.starts_with(ENTRIES) && formulas().any(|formula| formula.involves(card))
        })
    };
    let mut lists: Vec<&Checklist> = report.checklists.iter().collect();
    lists.sort_by_cached_key(|list| !is_about_entries(list));
    lists
}

/// Applications by verdict, as a column of numbers for each checklist and each of [`VERDICTS`].
pub fn verdicts<'a>(
    lists: &[&Checklist],
    applications: impl Iterator<Item = &'a ApplicationReport>,
) -> Vec<u64> {
    let mut counts = vec![[0; VERDICTS.len()]; lists.len()];
    for application in applications {
        let verdicts = Verdict::all(application, lists);
        for (verdict, counts) in verdicts.into_iter().zip(&mut counts) {
            let column = VERDICTS
                .iter()
                .position(|column| verdict.is_counted_as(*column));
            if let Some(count) = column.and_then(|column| counts.get_mut(column)) {
                *count += 1;
            }
        }
    }
    counts.into_flattened()
}

/// Applications with most failures first.
pub fn ordered<'a>(
    report: &Report,
    mut applications: Vec<&'a ApplicationReport>,
) -> Vec<&'a ApplicationReport> {
    applications.sort_by_cached_key(|application| {
        (
            std::cmp::Reverse(application.failures(&report.rules)),
            std::cmp::Reverse(application.doubts()),
            std::cmp::Reverse(application.advice(&report.rules)),
            application.id.clone(),
        )
    });
    applications
}
