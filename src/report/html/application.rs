//! The section of one application.

mod decided;
mod fields;
mod finding;

use serde::Serialize;

use self::decided::{AnsweredLine, WaivedLine, answered, waived};
use self::fields::{FieldLine, fields};
use self::finding::{FindingLine, Linked, finding};
use super::super::verdict::Verdict;
use super::super::view;
use super::super::words::{self, label};
use super::folder::Site;
use super::overview::{TaskLine, counts};
use super::portfolio::{self, Frame, Link};
use crate::gender::Concept;
use crate::model::Place;
use crate::outcome::{Fingerprint, Outcome};
use crate::record::{ApplicationReport, Report, Task};
use crate::texts::{Language, counted, filled, lookup};

/// How much is shown; the rest is counted, and listed in the other formats.
struct Limits {
    /// Places per rule.
    places: usize,
    fields: usize,
    gaps: usize,
}

/// On a page shared by all applications.
const SHARED: Limits = Limits {
    places: 25,
    fields: 60,
    gaps: 60,
};

/// On a page of its own.
const ALONE: Limits = Limits {
    places: 250,
    fields: 500,
    gaps: 500,
};

/// Related places per finding.
const RELATED: usize = 5;

/// The section of an application.
#[derive(Serialize)]
pub struct Part {
    /// Level of its section headings.
    level: u8,
    slug: String,
    id: String,
    name: String,
    department: String,
    same: bool,
    facts: Vec<Fact>,
    failures: u64,
    doubts: u64,
    advice: u64,
    /// Stored name of its standing.
    standing: String,
    /// Number of demands that only people can judge, in words.
    for_people: Option<String>,
    gap_count: usize,
    documents: usize,
    told_apart: Option<String>,
    checklists: Vec<ChecklistLine>,
    /// Failed demands that are in no checklist.
    beside_lists: Vec<String>,
    tasks: Vec<TaskLine>,
    groups: Vec<GroupPart>,
    concepts: Vec<&'static str>,
    fields: Vec<FieldLine>,
    more_fields: Option<String>,
    answered: Vec<AnsweredLine>,
    more_answered: Option<String>,
    waived: Vec<WaivedLine>,
    gaps: Vec<GapLine>,
    more_gaps: Option<String>,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
}

#[derive(Serialize)]
struct ChecklistLine {
    title: String,
    verdict: &'static str,
    counts: String,
    failed: Vec<CriterionLine>,
    cant_tell: Vec<CriterionLine>,
}

#[derive(Serialize)]
struct CriterionLine {
    title: String,
    answered: bool,
}

#[derive(Serialize)]
struct GroupPart {
    title: String,
    rule: String,
    severity: &'static str,
    severity_word: String,
    effort: Option<String>,
    explanation: Vec<Fact>,
    legal: Vec<String>,
    findings: Vec<FindingLine>,
    more: Option<String>,
    /// Ids of unlisted findings that tasks link to.
    more_anchors: Vec<String>,
}

#[derive(Serialize)]
struct GapLine {
    place: String,
    cause: &'static str,
    detail: String,
    next_step: &'static str,
}

/// The id of a finding in the page.
pub fn anchor(fingerprint: &Fingerprint) -> String {
    let text = fingerprint.to_string();
    let digits = text.rsplit(':').next().unwrap_or_default();
    format!("f-{digits}")
}

impl Part {
    /// The section of an application with its tasks, on the page of all applications.
    pub fn in_page(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
    ) -> Self {
        Self::new(report, application, slug, tasks, language, 4, &SHARED)
    }

    /// The content of the page of an application with its tasks.
    pub fn alone(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
    ) -> Self {
        Self::new(report, application, slug, tasks, language, 2, &ALONE)
    }

    fn new(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
        level: u8,
        limits: &Limits,
    ) -> Self {
        let for_people = application.for_people(&report.checklists);
        let linked = Linked::by(tasks);
        let documents = application.documents.glance();
        let all_fields = application.fields.glance();
        Self {
            level,
            slug: slug.to_owned(),
            id: application.id.clone(),
            name: application.name.clone(),
            department: application.department.clone(),
            same: application.id == application.name,
            facts: view::facts(report, application, language)
                .into_iter()
                .map(|(key, value)| Fact {
                    label: label(key, language),
                    value,
                })
                .collect(),
            failures: application.failures(&report.rules),
            doubts: application.doubts(),
            advice: application.advice(&report.rules),
            standing: words::name(&application.standing(&report.rules)),
            for_people: (for_people > 0)
                .then(|| counted("report.for-people", language, for_people, &[])),
            gap_count: application.gaps.len(),
            documents: documents.len(),
            told_apart: words::told_apart(words::kinds(&documents), language),
            checklists: checklists(report, application, language),
            beside_lists: view::beside_lists(report, application)
                .into_iter()
                .map(|card| demand(card.title.get(language), language))
                .collect(),
            tasks: tasks
                .iter()
                .map(|task| TaskLine::new(task, slug, None, report, language))
                .collect(),
            groups: view::groups(report, application)
                .iter()
                .map(|group| part(report, application, group, limits.places, &linked, language))
                .collect(),
            concepts: Concept::REQUIRED
                .map(|concept| {
                    lookup(&format!("concept.{}", concept.name()), language).unwrap_or_default()
                })
                .into(),
            fields: fields(&all_fields, limits.fields, language),
            more_fields: more(all_fields.len(), limits.fields, language),
            answered: answered(report, application, limits.fields, language),
            more_answered: more(application.answered.len(), limits.fields, language),
            waived: waived(report, application, language),
            gaps: application
                .gaps
                .iter()
                .take(limits.gaps)
                .map(|gap| GapLine {
                    place: gap.place.to_string(),
                    cause: gap.reason.cause(language),
                    detail: gap.detail_in(language),
                    next_step: gap.reason.next_step(language),
                })
                .collect(),
            more_gaps: more(application.gaps.len(), limits.gaps, language),
        }
    }
}

/// How many items are not shown, if any.
fn more(count: usize, shown: usize, language: Language) -> Option<String> {
    let hidden = count.checked_sub(shown).filter(|hidden| *hidden > 0)?;
    Some(counted(
        "report.more-elsewhere",
        language,
        hidden as u64,
        &[],
    ))
}

fn checklists(
    report: &Report,
    application: &ApplicationReport,
    language: Language,
) -> Vec<ChecklistLine> {
    let cells = application.cells.glance();
    let lists = portfolio::lists(report);
    let verdicts = Verdict::all(report, application, &lists);
    lists
        .iter()
        .zip(verdicts)
        .filter_map(|(list, verdict)| {
            let summary = application
                .summary
                .iter()
                .find(|summary| summary.checklist == list.id)?;
            let criteria = |verdict: Outcome| {
                cells
                    .iter()
                    .filter(|cell| cell.checklist == list.id && cell.verdict == verdict)
                    .map(|cell| {
                        let criterion = list
                            .criteria
                            .iter()
                            .find(|criterion| criterion.id == cell.criterion);
                        let title = criterion.map_or(cell.criterion.as_str(), |criterion| {
                            criterion.title.get(language)
                        });
                        CriterionLine {
                            title: demand(title, language),
                            answered: cell.answered,
                        }
                    })
                    .collect()
            };
            Some(ChecklistLine {
                title: list.title.get(language).clone(),
                verdict: verdict.name(),
                counts: counts(&summary.cells, language),
                failed: criteria(Outcome::Failed),
                cant_tell: criteria(Outcome::CantTell),
            })
        })
        .collect()
}

/// A demand with its label, because next to an outcome a bare demand reads like a result.
fn demand(title: &str, language: Language) -> String {
    filled("report.demand-named", language, &[("demand", &title)])
}

fn part(
    report: &Report,
    application: &ApplicationReport,
    group: &view::Group<'_>,
    places: usize,
    linked: &Linked<'_>,
    language: Language,
) -> GroupPart {
    let folded = view::fold(&group.entries);
    let title = group
        .card
        .map_or(group.rule, |card| card.title.get(language));
    GroupPart {
        title: words::heading(title, group.weight, language),
        rule: group.rule.to_owned(),
        severity: group.severity.name(),
        severity_word: words::severity(group.severity, language),
        effort: group.card.map(|card| words::effort(card.effort, language)),
        explanation: group
            .explanation()
            .into_iter()
            .map(|(key, text)| Fact {
                label: label(key, language),
                value: text.get(language).clone(),
            })
            .collect(),
        legal: group.card.map_or_else(Vec::new, |card| {
            view::legal(report, card)
                .map(|source| source.cite.get(language).clone())
                .collect()
        }),
        findings: folded
            .iter()
            .take(places)
            .map(|folded| finding(report, application, folded, linked, language))
            .collect(),
        more: more(folded.len(), places, language),
        more_anchors: folded
            .iter()
            .skip(places)
            .flat_map(|folded| {
                std::iter::once(folded.entry.finding).chain(folded.also.iter().copied())
            })
            .filter_map(|finding| linked.anchor(finding))
            .collect(),
    }
}

/// Document, line and column.
fn spot(place: &Place) -> String {
    match place.position {
        Some(position) => format!("{}:{}:{}", place.document, position.line, position.column),
        None => place.document.clone(),
    }
}

/// The page of one application.
#[derive(Serialize)]
pub struct Page {
    frame: Frame,
    /// The page of its department, if there is one.
    above: Option<Link>,
    #[serde(flatten)]
    part: Part,
}

impl Page {
    /// The page of an application of a site.
    pub fn new(site: &Site<'_>, application: &ApplicationReport) -> Self {
        let slug = site.slug(&application.id);
        let tasks = site.tasks_of(&application.id);
        Self {
            frame: site.frame(Some(&application.name)),
            above: site.division_of(application).map(|division| Link {
                href: format!("../departments/{}.html", division.slug),
                name: division.record.name.clone(),
            }),
            part: Part::alone(site.report, application, slug, tasks, site.options.language),
        }
    }
}
