//! Sums shared by the overview and the department pages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::verdict::Verdict;
use super::super::words::{self, label};
use crate::gap::GapReason;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report};
use crate::rule::Checklist;
use crate::texts::Language;

/// The frame of every page in a folder.
#[derive(Serialize)]
pub struct Frame {
    pub language: &'static str,
    /// Title of the report.
    pub report: String,
    /// Heading of the page.
    pub heading: String,
    /// Title of the browser window.
    pub title: String,
    pub organisation: String,
    pub date: String,
    pub date_iso: String,
    pub tool_version: String,
    pub rules_digest: String,
    pub online: bool,
    /// Whether the built-in engine determined the layout of pages.
    pub embedded: bool,
    /// What filters selected from the inventory, if not everything.
    pub part: Option<String>,
    /// Relative path to the folder of the first page (`../`).
    pub root: &'static str,
}

/// A link to another page.
#[derive(Serialize)]
pub struct Link {
    pub href: String,
    pub name: String,
}

/// Why something was not examined, most frequent cause first.
#[derive(Serialize)]
pub struct Unseen {
    pub cause: &'static str,
    pub next_step: &'static str,
    pub count: u64,
    pub applications: u64,
}

/// What was not examined in some applications.
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

/// Verdicts with a column in each checklist, worst first. Completely met counts as in order.
pub const VERDICTS: [Verdict; 4] = [
    Verdict::Of(Outcome::Failed),
    Verdict::Of(Outcome::CantTell),
    Verdict::Of(Outcome::Untested),
    Verdict::InOrder,
];

/// The header of a verdict column.
#[derive(Serialize)]
pub struct Head {
    name: &'static str,
    sign: &'static str,
    word: String,
}

impl Head {
    /// The header of the column of a verdict: symbol and word.
    pub fn of(verdict: Verdict, language: Language) -> Self {
        let like = verdict.like();
        let word = match verdict {
            Verdict::Of(outcome) => words::outcome(outcome, language),
            Verdict::InOrder | Verdict::Answered => label("no-failures", language).to_owned(),
        };
        Self {
            name: like.name(),
            sign: words::symbol(like),
            word,
        }
    }
}

/// Whether a verdict is counted in a column.
fn is_counted_in(verdict: Verdict, column: Verdict) -> bool {
    let is_in_order = matches!(
        verdict,
        Verdict::InOrder | Verdict::Answered | Verdict::Of(Outcome::Passed)
    );
    verdict == column || (column == Verdict::InOrder && is_in_order)
}

/// The checklists in page order: the one about the four entries first.
pub fn lists(report: &Report) -> Vec<&Checklist> {
    /// Prefix of the ids of rules about entries.
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

/// Applications by verdict: one column of numbers per checklist and element of [`VERDICTS`].
pub fn verdicts<'a>(
    report: &Report,
    lists: &[&Checklist],
    applications: impl Iterator<Item = &'a ApplicationReport>,
) -> Vec<u64> {
    let mut counts = vec![[0; VERDICTS.len()]; lists.len()];
    for application in applications {
        let verdicts = Verdict::all(report, application, lists);
        for (verdict, counts) in verdicts.into_iter().zip(&mut counts) {
            let column = VERDICTS
                .iter()
                .position(|column| is_counted_in(verdict, *column));
            if let Some(count) = column.and_then(|column| counts.get_mut(column)) {
                *count += 1;
            }
        }
    }
    counts.into_flattened()
}

/// Applications sorted by number of failures, most first.
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
