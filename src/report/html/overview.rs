//! What the overview, the frame and the closing sections of the page show.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::view;
use super::super::words::{self, label};
use crate::outcome::{Outcome, Severity};
use crate::record::{ApplicationReport, Coverage, Priority, Report, Scope, Task};
use crate::rule::Effort;
use crate::texts::{Language, counted, text};

/// Tasks in the list over all applications; all of them stand with their applications.
const TASKS: usize = 200;

/// Everything from the start of the page to the first application.
#[derive(Serialize)]
pub struct Overview {
    language: &'static str,
    title: String,
    organisation: String,
    date: String,
    date_iso: String,
    tool_version: String,
    rules_digest: String,
    audit: bool,
    online: bool,
    not_a_proof: String,
    figures: Vec<Named>,
    funnel: Vec<Bar>,
    worst: Vec<Worst>,
    departments: Vec<Department>,
    effort_heads: Vec<String>,
    known_heads: Vec<&'static str>,
    known: Vec<u64>,
    checklists: Vec<Checklist>,
    matrix: Vec<Line>,
    tasks: Vec<TaskLine>,
    more_tasks: Option<String>,
    severities: Vec<Choice>,
    outcomes: Vec<Choice>,
    notices: usize,
}

#[derive(Serialize)]
struct Named {
    key: &'static str,
    label: &'static str,
    count: u64,
}

/// An application with many failures.
#[derive(Serialize)]
struct Worst {
    slug: String,
    name: String,
    failures: u64,
    doubts: u64,
}

/// A bar of the funnel; `percent` of the first.
#[derive(Serialize)]
struct Bar {
    key: &'static str,
    label: &'static str,
    count: u64,
    percent: u64,
    top: usize,
}

#[derive(Serialize)]
struct Department {
    id: String,
    name: String,
    applications: u64,
    failing: u64,
    failures: u64,
    doubts: u64,
    gaps: u64,
    tasks: u64,
    effort: Vec<u64>,
    known: Vec<u64>,
    failures_percent: u64,
    doubts_percent: u64,
    top: usize,
}

#[derive(Serialize)]
struct Checklist {
    title: String,
    criteria: Vec<Criterion>,
}

#[derive(Serialize)]
struct Criterion {
    title: String,
    /// Applications by verdict, worst first.
    counts: Vec<u64>,
}

#[derive(Serialize)]
struct Line {
    slug: String,
    id: String,
    name: String,
    department: String,
    cells: Vec<Cell>,
    standing: String,
    failures: u64,
    doubts: u64,
    gaps: usize,
    tasks: usize,
}

#[derive(Serialize)]
struct Cell {
    verdict: &'static str,
    counts: String,
}

/// A task as the page shows it.
#[derive(Serialize)]
pub struct TaskLine {
    application: String,
    slug: String,
    department: String,
    title: String,
    outcome: &'static str,
    severity: &'static str,
    priority: &'static str,
    priority_word: String,
    owner: String,
    effort: String,
    window: String,
    reasons: String,
    documents: Vec<String>,
    more_documents: usize,
    steps: Vec<String>,
    findings: usize,
    first: Option<String>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    word: String,
}

/// Heads of the table on the state of knowledge.
const KNOWN: [&str; 7] = [
    "known-both",
    "known-scanned",
    "known-answered",
    "known-neither",
    "with-gender-fields",
    "change-needed",
    "to-be-clarified",
];
/// Applications named in the overview.
const WORST: usize = 5;
/// Height of one bar with its label.
const ROW: usize = 46;
/// Documents named in a task; the rest is counted.
const DOCUMENTS: usize = 5;

impl Overview {
    /// The overview of a report. `slugs` stand in the order of the applications.
    pub fn new(
        report: &Report,
        slugs: &[String],
        tasks: &view::Tasks<'_>,
        language: Language,
    ) -> Self {
        let run = &report.run;
        let by_id: BTreeMap<&str, &str> = report
            .applications
            .iter()
            .zip(slugs)
            .map(|(application, slug)| (application.id.as_str(), slug.as_str()))
            .collect();
        let more = report.tasks.len().saturating_sub(TASKS);
        Self {
            language: language.tag(),
            title: words::word("report.title", &run.scope, language),
            organisation: run.organisation.clone(),
            date: words::date(&run.date, language),
            date_iso: run.date.clone(),
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.chars().take(12).collect(),
            audit: run.scope == Scope::Audit,
            online: run.online,
            not_a_proof: words::caution(report, language),
            figures: view::figures(report)
                .into_iter()
                .map(|(key, count)| Named {
                    key,
                    label: label(key, language),
                    count,
                })
                .collect(),
            funnel: funnel(report, language),
            worst: view::worst(report)
                .into_iter()
                .take(WORST)
                .map(|application| Worst {
                    slug: by_id
                        .get(application.id.as_str())
                        .map(|slug| (*slug).to_owned())
                        .unwrap_or_default(),
                    name: application.name.clone(),
                    failures: application.failures(),
                    doubts: application.doubts(),
                })
                .collect(),
            departments: departments(report),
            effort_heads: [Effort::Small, Effort::Medium, Effort::Large]
                .map(|class| words::effort(class, language))
                .to_vec(),
            known_heads: KNOWN.map(|key| label(key, language)).to_vec(),
            known: known(&view::coverage(report)),
            checklists: checklists(report, language),
            matrix: report
                .applications
                .iter()
                .zip(slugs)
                .map(|(application, slug)| {
                    let tasks = tasks.tasks_of(&application.id).len();
                    line(report, application, slug, tasks, language)
                })
                .collect(),
            tasks: report
                .tasks
                .iter()
                .take(TASKS)
                .map(|task| {
                    let slug = by_id.get(task.application.as_str()).copied();
                    TaskLine::new(task, slug.unwrap_or_default(), report, language)
                })
                .collect(),
            more_tasks: (more > 0)
                .then(|| counted("report.more-tasks", language, more as u64, &[])),
            severities: Severity::ALL
                .into_iter()
                .rev()
                .map(|severity| Choice {
                    value: severity.name(),
                    word: words::severity(severity, language),
                })
                .collect(),
            outcomes: [Outcome::Failed, Outcome::CantTell, Outcome::Untested]
                .map(|outcome| Choice {
                    value: outcome.name(),
                    word: words::outcome(outcome, language),
                })
                .into(),
            notices: report.notices.len(),
        }
    }
}

fn funnel(report: &Report, language: Language) -> Vec<Bar> {
    let steps = view::funnel(report);
    let all = steps.first().map_or(1, |(_, count)| (*count).max(1));
    steps
        .into_iter()
        .enumerate()
        .map(|(index, (key, count))| Bar {
            key,
            label: label(key, language),
            count,
            percent: words::percent(count, all),
            top: index * ROW,
        })
        .collect()
}

fn known(coverage: &Coverage) -> Vec<u64> {
    let funnel = &coverage.funnel;
    vec![
        coverage.both,
        coverage.scanned_only,
        coverage.answered_only,
        coverage.neither,
        funnel.gender_data,
        funnel.change_needed,
        funnel.to_be_clarified,
    ]
}

fn departments(report: &Report) -> Vec<Department> {
    let most = view::departments(report)
        .map(|department| department.findings_failed + department.findings_cant_tell)
        .max()
        .unwrap_or_default()
        .max(1);
    view::departments(report)
        .enumerate()
        .map(|(index, department)| Department {
            id: department.id.clone(),
            name: department.name.clone(),
            applications: department.applications,
            failing: department.failing,
            failures: department.findings_failed,
            doubts: department.findings_cant_tell,
            gaps: department.gaps,
            tasks: department.tasks,
            effort: view::effort(department).map(|(_, count)| count).collect(),
            known: known(&view::coverage_of(report, department)),
            failures_percent: words::percent(department.findings_failed, most),
            doubts_percent: words::percent(department.findings_cant_tell, most),
            top: index * ROW,
        })
        .collect()
}

fn checklists(report: &Report, language: Language) -> Vec<Checklist> {
    let mut counts: BTreeMap<(&str, &str, Outcome), u64> = BTreeMap::new();
    for cell in report.applications.iter().flat_map(|app| &app.cells) {
        *counts
            .entry((&cell.checklist, &cell.criterion, cell.verdict))
            .or_default() += 1;
    }
    report
        .checklists
        .iter()
        .map(|list| Checklist {
            title: list.title.get(language).clone(),
            criteria: list
                .criteria
                .iter()
                .map(|criterion| Criterion {
                    title: criterion.title.get(language).clone(),
                    counts: Outcome::ALL
                        .into_iter()
                        .rev()
                        .map(|verdict| {
                            let key = (list.id.as_str(), criterion.id.as_str(), verdict);
                            counts.get(&key).copied().unwrap_or_default()
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

fn line(
    report: &Report,
    application: &ApplicationReport,
    slug: &str,
    tasks: usize,
    language: Language,
) -> Line {
    Line {
        slug: slug.to_owned(),
        id: application.id.clone(),
        name: application.name.clone(),
        department: application.department.clone(),
        cells: report
            .checklists
            .iter()
            .map(|list| {
                let summary = application
                    .summary
                    .iter()
                    .find(|summary| summary.checklist == list.id);
                summary.map_or_else(
                    || Cell {
                        verdict: Outcome::Untested.name(),
                        counts: String::new(),
                    },
                    |summary| Cell {
                        verdict: summary.verdict.name(),
                        counts: counts(&summary.cells, language),
                    },
                )
            })
            .collect(),
        standing: words::standing(report, application, language),
        failures: application.failures(),
        doubts: application.doubts(),
        gaps: application.gaps.len(),
        tasks,
    }
}

/// Counts by verdict in words, worst first: `nicht erfüllt: 3, nicht geprüft: 9`.
pub fn counts(cells: &BTreeMap<Outcome, u64>, language: Language) -> String {
    let parts: Vec<String> = cells
        .iter()
        .rev()
        .filter(|(_, count)| **count > 0)
        // A part stays on one line.
        .map(|(verdict, count)| format!("{}: {count}", words::outcome(*verdict, language)))
        .map(|part| part.replace(' ', "\u{a0}"))
        .collect();
    parts.join(", ")
}

impl TaskLine {
    /// A task in words.
    pub fn new(task: &Task, slug: &str, report: &Report, language: Language) -> Self {
        Self {
            application: task.application.clone(),
            slug: slug.to_owned(),
            department: task.department.clone(),
            title: words::task(task, report, language),
            outcome: if task.question {
                Outcome::CantTell.name()
            } else {
                Outcome::Failed.name()
            },
            severity: task.severity.name(),
            priority: match task.priority {
                Priority::Immediate => "immediate",
                Priority::High => "high",
                Priority::Medium => "medium",
                Priority::Low => "low",
            },
            priority_word: words::priority(task.priority, language),
            owner: words::owner(task.owner, language),
            effort: words::effort(task.effort, language),
            window: words::window(&task.window, language),
            reasons: words::reasons(&task.reasons, language),
            documents: task.documents.iter().take(DOCUMENTS).cloned().collect(),
            more_documents: task.documents.len().saturating_sub(DOCUMENTS),
            steps: words::steps(task, language),
            findings: task.resolves.len(),
            first: task.resolves.first().map(super::application::anchor),
        }
    }
}

/// Everything behind the last application.
#[derive(Serialize)]
pub struct Closing {
    notices: Vec<NoticeLine>,
    outcomes: Vec<Term>,
    efforts: Vec<Term>,
    priorities: Vec<Term>,
    legal: Vec<Source>,
}

#[derive(Serialize)]
struct NoticeLine {
    level: String,
    code: String,
    place: String,
    message: String,
}

#[derive(Serialize)]
struct Term {
    name: &'static str,
    word: String,
    means: String,
}

#[derive(Serialize)]
struct Source {
    cite: String,
    says: String,
}

impl Closing {
    /// The closing sections of a report.
    pub fn new(report: &Report, language: Language) -> Self {
        let means = |key: String| text(&key, language).to_owned();
        let found: std::collections::BTreeSet<&str> = report
            .applications
            .iter()
            .flat_map(|application| &application.assertions)
            .filter(|assertion| !assertion.findings.is_empty())
            .filter_map(|assertion| report.rules.get(&assertion.rule))
            .flat_map(|card| card.legal.iter().map(String::as_str))
            .collect();
        Self {
            notices: report
                .notices
                .iter()
                .map(|notice| NoticeLine {
                    level: words::word("report.level", &notice.level, language),
                    code: notice.code.clone(),
                    place: notice.place.clone(),
                    message: notice.message.get(language).clone(),
                })
                .collect(),
            outcomes: Outcome::ALL
                .into_iter()
                .rev()
                .map(|outcome| Term {
                    name: outcome.name(),
                    word: words::outcome(outcome, language),
                    means: means(format!("report.outcome-{}-means", outcome.name())),
                })
                .collect(),
            efforts: [Effort::Small, Effort::Medium, Effort::Large]
                .map(|effort| Term {
                    name: effort.name(),
                    word: words::effort(effort, language),
                    means: means(format!("plan.effort-{}-means", effort.name())),
                })
                .into(),
            priorities: [
                ("immediate", Priority::Immediate),
                ("high", Priority::High),
                ("medium", Priority::Medium),
                ("low", Priority::Low),
            ]
            .map(|(name, priority)| Term {
                name,
                word: words::priority(priority, language),
                means: means(format!("plan.priority-{name}-means")),
            })
            .into(),
            legal: found
                .into_iter()
                .filter_map(|id| report.legal.get(id))
                .map(|source| Source {
                    cite: source.cite.get(language).clone(),
                    says: source.says.get(language).clone(),
                })
                .collect(),
        }
    }
}
