//! The first page of the folder: a summary for the head of an administration, and links to everything else.

use serde::Serialize;

use super::super::view;
use super::super::words::{self, label};
use super::closing::Closing;
use super::folder::{Division, Site};
use super::overview::{self, Bar, Checklist, Department, Named, Worst};
use super::portfolio::{self, Frame, Link, Unseen};
use super::reading::Reading;
use super::roadmap::Roadmap;
use crate::record::{Priority, Report, Scope};
use crate::rule;
use crate::texts::{Language, amount, filled};

/// Maximum number of tasks on the first page.
const URGENT: usize = 15;
/// Maximum number of applications listed per notice; the rest is only counted.
const NOTICED: usize = 50;

/// The first page.
#[derive(Serialize)]
pub struct Index {
    frame: Frame,
    audit: bool,
    messages: Vec<Message>,
    caution: String,
    figures: Vec<Named>,
    reading: Reading,
    standings: Vec<Standing>,
    funnel: Vec<Bar>,
    worst: Vec<Worst>,
    roadmap: Roadmap,
    lists: Vec<String>,
    verdict_heads: Vec<portfolio::Head>,
    departments: Vec<Row>,
    sums: Sums,
    effort_heads: Vec<String>,
    known_heads: Vec<&'static str>,
    known: Vec<u64>,
    others: Vec<Link>,
    unseen: Vec<Unseen>,
    urgent: Vec<Urgent>,
    checklists: Vec<Checklist>,
    #[serde(flatten)]
    closing: Closing,
}

/// One of the summary sentences.
#[derive(Serialize)]
struct Message {
    label: &'static str,
    says: String,
}

/// Number of applications with a standing.
#[derive(Serialize)]
struct Standing {
    name: String,
    count: u64,
}

/// A department in the matrix.
#[derive(Serialize)]
struct Row {
    href: String,
    #[serde(flatten)]
    sums: Department,
    verdicts: Vec<u64>,
}

/// The last rows of the department tables.
#[derive(Serialize)]
struct Sums {
    /// Applications: all and affected.
    applications: [u64; 2],
    /// Columns of [`Row::verdicts`].
    verdicts: Vec<u64>,
    /// Failures, questions, advice, gaps, tasks.
    work: [u64; 5],
}

#[derive(Serialize)]
struct Urgent {
    priority: String,
    priority_word: String,
    title: String,
    application: Link,
    window: String,
}

impl Index {
    /// The first page of a site.
    pub fn new(site: &Site<'_>) -> Self {
        let (report, options) = (site.report, site.options);
        let language = options.language;
        let lists = portfolio::lists(report);
        let departments: Vec<Row> = overview::departments(report)
            .into_iter()
            .zip(&site.divisions)
            .map(|(sums, division)| Row {
                href: format!("departments/{}.html", division.slug),
                sums,
                verdicts: portfolio::verdicts(
                    report,
                    &lists,
                    division.applications.iter().copied(),
                ),
            })
            .collect();
        Self {
            frame: site.frame(None),
            audit: report.run.scope == Scope::Audit,
            messages: messages(site),
            caution: words::caution(report, language),
            figures: overview::figures(report, language),
            reading: Reading::of(report, language),
            standings: report
                .standings()
                .iter()
                .map(|(standing, count)| Standing {
                    name: words::name(standing),
                    count: *count,
                })
                .collect(),
            funnel: overview::funnel(report, language),
            worst: overview::worst(report, view::worst(report), |application| {
                site.link("", application).href
            }),
            roadmap: site.calendar.roadmap(&report.tasks, options),
            lists: lists
                .iter()
                .map(|list| list.title.get(language).clone())
                .collect(),
            verdict_heads: portfolio::VERDICTS
                .map(|verdict| portfolio::Head::of(verdict, language))
                .into(),
            departments,
            sums: sums(report, &lists),
            effort_heads: overview::effort_heads(language),
            known_heads: overview::known_heads(language),
            known: overview::known(&view::coverage(report)),
            others: site.others.iter().map(|app| site.link("", app)).collect(),
            unseen: portfolio::unseen(&report.applications, language),
            urgent: urgent(site),
            checklists: overview::checklists(report, language),
            closing: Closing::with_notices(report, options, NOTICED),
        }
    }
}

/// The sums of the columns of [`Row`].
fn sums(report: &Report, lists: &[&rule::Checklist]) -> Sums {
    let totals = &report.totals;
    Sums {
        applications: [totals.applications, totals.failing],
        verdicts: portfolio::verdicts(report, lists, report.applications.iter()),
        work: [
            totals.findings_failed,
            totals.findings_cant_tell,
            totals.findings_advice.unwrap_or_default(),
            totals.gaps,
            totals.tasks,
        ],
    }
}

fn urgent(site: &Site<'_>) -> Vec<Urgent> {
    let (report, language) = (site.report, site.options.language);
    let tasks = report.tasks.iter().take(URGENT);
    tasks
        .map(|task| {
            let known = report
                .applications
                .iter()
                .find(|app| app.id == task.application);
            Urgent {
                priority: words::name(&task.priority),
                priority_word: words::priority(task.priority, language),
                title: words::task(task, report, language),
                application: known.map_or_else(
                    || Link {
                        href: String::new(),
                        name: task.application.clone(),
                    },
                    |application| site.link("", application),
                ),
                window: words::window(task, language),
            }
        })
        .collect()
}

/// The key messages: the current state, the next steps, the worst areas, and what is unknown.
fn messages(site: &Site<'_>) -> Vec<Message> {
    let (report, language) = (site.report, site.options.language);
    let totals = &report.totals;
    let coverage = view::coverage(report);
    let count = |count: u64| amount(count, language);
    let mut messages = vec![
        Message {
            label: label("message-failing", language),
            says: part(totals.failing, totals.applications, language),
        },
        Message {
            label: label("message-entries", language),
            says: filled(
                "report.message-entries-says",
                language,
                &[
                    ("change", &count(coverage.funnel.change_needed)),
                    ("clarify", &count(coverage.funnel.to_be_clarified)),
                ],
            ),
        },
        Message {
            label: label("message-now", language),
            says: next(site, language),
        },
    ];
    let hardest = site.divisions.iter().max_by_key(|division| {
        let record = division.record;
        (record.findings_failed, std::cmp::Reverse(&record.id))
    });
    if let Some(Division { record, .. }) =
        hardest.filter(|one| site.divisions.len() > 1 && one.record.findings_failed > 0)
    {
        messages.push(Message {
            label: label("message-hardest", language),
            says: filled(
                "report.message-hardest-says",
                language,
                &[
                    ("department", &format!("{} ({})", record.name, record.id)),
                    ("failures", &count(record.findings_failed)),
                ],
            ),
        });
    }
    messages.push(Message {
        label: label("message-unknown", language),
        says: part(coverage.neither, totals.applications, language),
    });
    messages
}

fn next(site: &Site<'_>, language: Language) -> String {
    let tasks = &site.report.tasks;
    let of = |priority| {
        let tasks = tasks.iter().filter(|task| task.priority == priority);
        amount(tasks.count() as u64, language)
    };
    filled(
        "report.message-now-says",
        language,
        &[
            ("immediate", &of(Priority::Immediate)),
            ("high", &of(Priority::High)),
            ("tasks", &amount(tasks.len() as u64, language)),
        ],
    )
}

/// `512 of 2000 applications (26 %)`.
fn part(part: u64, of: u64, language: Language) -> String {
    filled(
        "report.message-part",
        language,
        &[
            ("part", &amount(part, language)),
            ("of", &amount(of, language)),
            ("percent", &words::percent(part, of)),
        ],
    )
}
