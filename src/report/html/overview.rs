//! The content of the overview, the frame and the closing sections of the page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::answered::Answered;
use super::super::verdict::Verdict;
use super::super::words::{self, label};
use super::super::{WriteOptions, view};
use super::portfolio;
use super::reading::Reading;
use crate::outcome::{Outcome, Severity};
use crate::record::{ApplicationReport, Coverage, Report, Scope, Task, Weight};
use crate::rule::Effort;
use crate::texts::{Language, amount, counted, filled};

/// Tasks in the list for all applications; each application lists its own.
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
    embedded: bool,
    not_a_proof: String,
    figures: Vec<Named>,
    reading: Reading,
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

/// A key figure.
#[derive(Serialize)]
pub struct Named {
    key: &'static str,
    label: &'static str,
    count: u64,
}

/// An application with many failures.
#[derive(Serialize)]
pub struct Worst {
    href: String,
    name: String,
    failures: u64,
    doubts: u64,
}

/// A bar of the funnel; `percent` is relative to the first.
#[derive(Serialize)]
pub struct Bar {
    key: &'static str,
    label: &'static str,
    count: u64,
    percent: u64,
    /// What is to be said beside it.
    note: Option<String>,
}

/// A row of the table of departments.
#[derive(Serialize)]
pub struct Department {
    pub id: String,
    pub name: String,
    applications: u64,
    failing: u64,
    failures: u64,
    doubts: u64,
    advice: u64,
    gaps: u64,
    tasks: u64,
    effort: Vec<u64>,
    known: Vec<u64>,
    failures_percent: u64,
    doubts_percent: u64,
}

/// A checklist with the verdicts on its criteria.
#[derive(Serialize)]
pub struct Checklist {
    pub title: String,
    pub criteria: Vec<Criterion>,
}

/// A criterion with its verdicts.
#[derive(Serialize)]
pub struct Criterion {
    pub title: String,
    /// Applications by verdict, worst first.
    pub counts: Vec<u64>,
    /// How many of the first do not meet it by answers alone, in words.
    pub by_answers: Option<String>,
}

/// A row of the table of applications.
#[derive(Serialize)]
pub struct Line {
    slug: String,
    id: String,
    name: String,
    department: String,
    cells: Vec<Cell>,
    /// Stored name of its standing.
    standing: String,
    failures: u64,
    doubts: u64,
    advice: u64,
    gaps: usize,
    tasks: usize,
}

/// The verdict of an application on a checklist, with its counts.
#[derive(Serialize)]
pub struct Cell {
    verdict: &'static str,
    counts: String,
}

/// A task as shown on the page.
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
    /// The link to its application, if that is in the report.
    page: Option<String>,
    /// The link to the first finding it resolves.
    first: Option<String>,
}

/// An option of a filter.
#[derive(Serialize)]
pub struct Choice {
    value: &'static str,
    word: String,
}

/// Headers of the table on the state of knowledge.
const KNOWN: [&str; 7] = [
    "known-both",
    "known-scanned",
    "known-answered",
    "known-neither",
    "with-gender-data",
    "change-needed",
    "to-be-clarified",
];
/// Number of applications named in the overview.
const WORST: usize = 5;
/// Documents named per task; the rest is only counted.
const DOCUMENTS: usize = 5;

impl Overview {
    /// The overview of a report. `slugs` are in the order of the applications.
    pub fn new(
        report: &Report,
        slugs: &[String],
        tasks: &view::Tasks<'_>,
        options: &WriteOptions,
    ) -> Self {
        let language = options.language;
        let run = &report.run;
        let by_id: BTreeMap<&str, &str> = report
            .applications
            .iter()
            .zip(slugs)
            .map(|(application, slug)| (application.id.as_str(), slug.as_str()))
            .collect();
        let more = report.tasks.len().saturating_sub(TASKS);
        let lists = portfolio::lists(report);
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
            embedded: !run.browser.is_static(),
            not_a_proof: words::caution(report, language),
            figures: figures(report, language),
            reading: Reading::of(report, language),
            funnel: funnel(report, language),
            worst: worst(report, view::worst(report), |application| {
                let slug = by_id.get(application.id.as_str()).copied();
                format!("#app-{}", slug.unwrap_or_default())
            }),
            departments: departments(report),
            effort_heads: effort_heads(language),
            known_heads: known_heads(language),
            known: known(&view::coverage(report)),
            checklists: checklists(report, language),
            matrix: report
                .applications
                .iter()
                .zip(slugs)
                .map(|(application, slug)| {
                    let tasks = tasks.tasks_of(&application.id).len();
                    line(report, &lists, application, slug, tasks, language)
                })
                .collect(),
            tasks: report
                .tasks
                .iter()
                .take(TASKS)
                .map(|task| {
                    let slug = by_id.get(task.application.as_str()).copied();
                    TaskLine::new(task, slug.unwrap_or_default(), None, report, language)
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
            outcomes: outcomes(language),
            notices: report.notices.len(),
        }
    }
}

/// The filter options.
fn outcomes(language: Language) -> Vec<Choice> {
    let found = |weight: Weight| Choice {
        value: weight.name(),
        word: words::found(weight, language),
    };
    let untested = Choice {
        value: Outcome::Untested.name(),
        word: words::outcome(Outcome::Untested, language),
    };
    vec![
        found(Weight::Failure),
        found(Weight::Question),
        untested,
        found(Weight::Advice),
    ]
}

/// The key figures.
pub fn figures(report: &Report, language: Language) -> Vec<Named> {
    view::figures(report)
        .into_iter()
        .map(|(key, count)| Named {
            key,
            label: label(key, language),
            count,
        })
        .collect()
}

/// The worst of some applications.
pub fn worst(
    report: &Report,
    applications: Vec<&ApplicationReport>,
    href: impl Fn(&ApplicationReport) -> String,
) -> Vec<Worst> {
    applications
        .into_iter()
        .take(WORST)
        .map(|application| Worst {
            href: href(application),
            name: application.name.clone(),
            failures: application.failures(&report.rules),
            doubts: application.doubts(),
        })
        .collect()
}

/// Headers of the columns that count tasks by effort.
pub fn effort_heads(language: Language) -> Vec<String> {
    Effort::ALL
        .map(|class| words::effort(class, language))
        .to_vec()
}

/// Headers of the columns of [`known`].
pub fn known_heads(language: Language) -> Vec<&'static str> {
    KNOWN.map(|key| label(key, language)).to_vec()
}

/// From all applications to those in need of change.
pub fn funnel(report: &Report, language: Language) -> Vec<Bar> {
    /// The step with applications that were not examined.
    const CLARIFY: &str = "to-be-clarified";
    let lacking = Answered::new(report).lacking();
    let steps = view::funnel(report);
    let all = steps.first().map_or(1, |(_, count)| (*count).max(1));
    steps
        .into_iter()
        .map(|(key, count)| Bar {
            key,
            label: label(key, language),
            count,
            percent: words::percent(count, all),
            note: (key == CLARIFY && lacking > 0)
                .then(|| amount(lacking, language))
                .map(|count| filled("report.lacking-by-answers", language, &[("count", &count)])),
        })
        .collect()
}

/// What is known about some applications, and what it leads to.
pub fn known(coverage: &Coverage) -> Vec<u64> {
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

/// The departments with their sums.
pub fn departments(report: &Report) -> Vec<Department> {
    let most = view::departments(report)
        .map(|department| department.findings_failed + department.findings_cant_tell)
        .max()
        .unwrap_or_default()
        .max(1);
    view::departments(report)
        .map(|department| Department {
            id: department.id.clone(),
            name: department.name.clone(),
            applications: department.applications,
            failing: department.failing,
            failures: department.findings_failed,
            doubts: department.findings_cant_tell,
            advice: department.findings_advice.unwrap_or_default(),
            gaps: department.gaps,
            tasks: department.tasks,
            effort: view::effort(department).map(|(_, count)| count).collect(),
            known: known(&view::coverage_of(report, department)),
            failures_percent: words::percent(department.findings_failed, most),
            doubts_percent: words::percent(department.findings_cant_tell, most),
        })
        .collect()
}

/// Applications by verdict on each demand.
pub fn checklists(report: &Report, language: Language) -> Vec<Checklist> {
    let lists = report.checklists.iter().map(|list| {
        let criteria = list.criteria.iter();
        let criteria = criteria.map(|criterion| (criterion.id.as_str(), BTreeMap::new()));
        (list.id.as_str(), criteria.collect())
    });
    let mut counts: BTreeMap<&str, BTreeMap<&str, BTreeMap<Outcome, u64>>> = lists.collect();
    let answered = Answered::new(report);
    let mut alone: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let by_answers = |count: u64| {
        let count = amount(count, language);
        filled("report.by-answers", language, &[("count", &count)])
    };
    for application in &report.applications {
        for demand in answered.fails_alone(application) {
            *alone.entry(demand).or_default() += 1;
        }
        for cell in application.cells.glance().iter() {
            let list = counts.get_mut(cell.checklist.as_str());
            if let Some(counts) = list.and_then(|list| list.get_mut(cell.criterion.as_str())) {
                *counts.entry(cell.verdict).or_default() += 1;
            }
        }
    }
    portfolio::lists(report)
        .into_iter()
        .map(|list| Checklist {
            title: list.title.get(language).clone(),
            criteria: list
                .criteria
                .iter()
                .map(|criterion| {
                    let of_list = counts.get(list.id.as_str());
                    let counts = of_list.and_then(|list| list.get(criterion.id.as_str()));
                    let count = |verdict: Outcome| {
                        let count = counts.and_then(|counts| counts.get(&verdict));
                        count.copied().unwrap_or_default()
                    };
                    Criterion {
                        title: criterion.title.get(language).clone(),
                        counts: Outcome::ALL.into_iter().rev().map(count).collect(),
                        by_answers: alone
                            .get(&(list.id.as_str(), criterion.id.as_str()))
                            .map(|count| by_answers(*count)),
                    }
                })
                .collect(),
        })
        .collect()
}

/// An application with its verdicts per checklist.
pub fn line(
    report: &Report,
    lists: &[&crate::rule::Checklist],
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
        cells: lists
            .iter()
            .zip(Verdict::all(report, application, lists))
            .map(|(list, verdict)| {
                let mut summaries = application.summary.iter();
                let summary = summaries.find(|summary| summary.checklist == list.id);
                Cell {
                    verdict: verdict.name(),
                    counts: summary
                        .map(|summary| counts(&summary.cells, language))
                        .unwrap_or_default(),
                }
            })
            .collect(),
        standing: words::name(&application.standing(&report.rules)),
        failures: application.failures(&report.rules),
        doubts: application.doubts(),
        advice: application.advice(&report.rules),
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
        // Keeps each part on one line.
        .map(|(verdict, count)| {
            let word = words::outcome(*verdict, language);
            format!("{word}: {count}")
        })
        .map(|part| part.replace(' ', "\u{a0}"))
        .collect();
    parts.join(", ")
}

impl TaskLine {
    /// A task in words. `root` is the link from a page in a folder to the first page; `None` if everything is on one
    /// page.
    pub fn new(
        task: &Task,
        slug: &str,
        root: Option<&str>,
        report: &Report,
        language: Language,
    ) -> Self {
        let file = root.map(|root| format!("{root}applications/{slug}.html"));
        // Without a page there is nothing to lead to.
        let leads_to = task.leads_to().filter(|_| !slug.is_empty());
        let first = leads_to.map(|finding| {
            let file = file.as_deref().unwrap_or_default();
            format!("{file}#{}", super::application::anchor(finding))
        });
        let page = file.unwrap_or_else(|| format!("#app-{slug}"));
        Self {
            application: task.application.clone(),
            slug: slug.to_owned(),
            department: task.department.clone(),
            title: words::task(task, report, language),
            outcome: task.weight().name(),
            severity: task.severity.name(),
            priority: task.priority.name(),
            priority_word: words::priority(task.priority, language),
            owner: words::who(task, language),
            effort: words::effort_in_days(task, language),
            window: words::timing(task, language),
            reasons: words::reasons(&task.reasons, language),
            documents: task.documents.iter().take(DOCUMENTS).cloned().collect(),
            more_documents: task.documents.len().saturating_sub(DOCUMENTS),
            steps: words::steps(task, language),
            findings: task.resolves.len(),
            page: (!slug.is_empty()).then_some(page),
            first,
        }
    }
}
