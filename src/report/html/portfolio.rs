//! Sums that the overview and the pages of departments share.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::Audience;
use crate::gap::GapReason;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report};
use crate::rule::Checklist;
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
    /// Whether it is for the public.
    pub public: bool,
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
    cause: &'static str,
    next_step: &'static str,
    count: u64,
    applications: u64,
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

/// Verdicts that have a column for each checklist, worst first.
pub const VERDICTS: [Outcome; 4] = [
    Outcome::Failed,
    Outcome::CantTell,
    Outcome::Untested,
    Outcome::Passed,
];

/// The verdict of an application on a checklist; untested where it has none.
pub fn verdict(application: &ApplicationReport, list: &Checklist) -> Outcome {
    application
        .summary
        .iter()
        .find(|summary| summary.checklist == list.id)
        .map_or(Outcome::Untested, |summary| summary.verdict)
}

/// Applications by verdict, as a column of numbers for each checklist and each of [`VERDICTS`].
pub fn verdicts<'a>(
    report: &Report,
    applications: impl Iterator<Item = &'a ApplicationReport> + Clone,
) -> Vec<u64> {
    let count = |list: &Checklist, wanted: Outcome| {
        applications
            .clone()
            .filter(|application| verdict(application, list) == wanted)
            .count() as u64
    };
    report
        .checklists
        .iter()
        .flat_map(|list| VERDICTS.map(|wanted| count(list, wanted)))
        .collect()
}

/// Applications with most failures first; for the public by name, as an order tells of counts that are not shown.
pub fn ordered<'a>(
    report: &Report,
    mut applications: Vec<&'a ApplicationReport>,
    audience: Audience,
) -> Vec<&'a ApplicationReport> {
    if audience.is_public() {
        applications.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    } else {
        applications.sort_by_cached_key(|application| {
            (
                std::cmp::Reverse(application.failures(&report.rules)),
                std::cmp::Reverse(application.doubts()),
                std::cmp::Reverse(application.advice(&report.rules)),
                application.id.clone(),
            )
        });
    }
    applications
}
