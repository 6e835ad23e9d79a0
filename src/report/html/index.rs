//! The first page of the folder: what a head of administration reads, and the way to everything else.

use serde::Serialize;

use super::super::words::{self, label};
use super::super::{WriteOptions, view};
use super::closing::Closing;
use super::folder::{self, Division, Site};
use super::overview::{self, Bar, Checklist, Department, Named, Worst};
use super::portfolio::{self, Frame, Link, Unseen};
use super::roadmap::Roadmap;
use crate::record::{Priority, Report, Scope};
use crate::texts::{Language, filled};

/// Tasks named on the first page.
const URGENT: usize = 15;
/// Notices about the input on it; the rest is counted.
const NOTICES: usize = 50;

/// The first page.
#[derive(Serialize)]
pub struct Index {
    frame: Frame,
    audit: bool,
    left_out: Option<&'static str>,
    messages: Vec<Message>,
    caution: String,
    figures: Vec<Named>,
    funnel: Vec<Bar>,
    worst: Vec<Worst>,
    roadmap: Roadmap,
    lists: Vec<String>,
    verdict_heads: Vec<&'static str>,
    departments: Vec<Row>,
    sums: Vec<u64>,
    effort_heads: Vec<String>,
    known_heads: Vec<&'static str>,
    known: Vec<u64>,
    others: Vec<Link>,
    unseen: Vec<Unseen>,
    urgent: Vec<Urgent>,
    checklists: Vec<Checklist>,
    notice_count: usize,
    more_notices: Option<String>,
    #[serde(flatten)]
    closing: Closing,
}

/// One of the sentences that say it all.
#[derive(Serialize)]
struct Message {
    label: &'static str,
    says: String,
}

/// A department in the matrix.
#[derive(Serialize)]
struct Row {
    href: String,
    #[serde(flatten)]
    sums: Department,
    verdicts: Vec<u64>,
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
        let (language, audience) = (options.language, options.audience);
        let departments: Vec<Row> = overview::departments(report, audience)
            .into_iter()
            .zip(&site.divisions)
            .map(|(sums, division)| Row {
                href: format!("departments/{}.html", division.slug),
                sums,
                verdicts: portfolio::verdicts(report, division.applications.iter().copied()),
            })
            .collect();
        Self {
            frame: site.frame(None),
            audit: report.run.scope == Scope::Audit,
            left_out: folder::left_out(options),
            messages: messages(site),
            caution: overview::caution(report, options),
            figures: overview::figures(report, language),
            funnel: overview::funnel(report, options),
            worst: overview::worst(report, view::worst(report), audience, |application| {
                site.link("", application).href
            }),
            roadmap: site.calendar.roadmap(&report.tasks, options),
            lists: report
                .checklists
                .iter()
                .map(|list| list.title.get(language).clone())
                .collect(),
            verdict_heads: portfolio::VERDICTS
                .map(crate::outcome::Outcome::name)
                .into(),
            departments,
            sums: sums(report),
            effort_heads: overview::effort_heads(language),
            known_heads: overview::known_heads(language),
            known: overview::known(&view::coverage(report)),
            others: site.others.iter().map(|app| site.link("", app)).collect(),
            unseen: portfolio::unseen(&report.applications, language),
            urgent: urgent(site),
            checklists: overview::checklists(report, language),
            notice_count: report.notices.len(),
            more_notices: (report.notices.len() > NOTICES).then(|| {
                filled(
                    "report.more-elsewhere",
                    language,
                    &[("count", &(report.notices.len() - NOTICES))],
                )
            }),
            closing: Closing::with_notices(report, options, NOTICES),
        }
    }
}

/// The last row of the matrix: the columns of [`Row`] summed up.
fn sums(report: &Report) -> Vec<u64> {
    let totals = &report.totals;
    let mut sums = vec![
        totals.applications,
        totals.failing,
        totals.findings_failed,
        totals.findings_cant_tell,
        totals.findings_advice.unwrap_or_default(),
        totals.gaps,
        totals.tasks,
    ];
    sums.extend(portfolio::verdicts(report, report.applications.iter()));
    sums
}

fn urgent(site: &Site<'_>) -> Vec<Urgent> {
    let (report, options) = (site.report, site.options);
    let language = options.language;
    let tasks = report.tasks.iter().take(URGENT);
    tasks
        .map(|task| {
            let task = &*options.audience.task(task);
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

/// What to know before anything else: how it stands, what is next, where it is worst, what nobody knows.
fn messages(site: &Site<'_>) -> Vec<Message> {
    let (report, options) = (site.report, site.options);
    let language = options.language;
    let totals = &report.totals;
    let coverage = view::coverage(report);
    let count = |count: u64| options.audience.count(count);
    let mut messages = vec![
        Message {
            label: label("message-failing", language),
            says: part(totals.failing, totals.applications, options),
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
        says: part(coverage.neither, totals.applications, options),
    });
    messages
}

fn next(site: &Site<'_>, language: Language) -> String {
    let tasks = &site.report.tasks;
    let immediate = |priority| {
        tasks
            .iter()
            .filter(|task| task.priority == priority)
            .count() as u64
    };
    filled(
        "report.message-now-says",
        language,
        &[
            (
                "immediate",
                &site.options.audience.count(immediate(Priority::Immediate)),
            ),
            (
                "high",
                &site.options.audience.count(immediate(Priority::High)),
            ),
            ("tasks", &site.options.audience.count(tasks.len() as u64)),
        ],
    )
}

/// `512 of 2000 applications (26 %)`; without the share where the part is not shown.
fn part(part: u64, of: u64, options: &WriteOptions) -> String {
    let audience = options.audience;
    let key = if audience.hides(part) || audience.hides(of) {
        "report.message-part-hidden"
    } else {
        "report.message-part"
    };
    filled(
        key,
        options.language,
        &[
            ("part", &audience.count(part)),
            ("of", &audience.count(of)),
            (
                "percent",
                &words::percent(audience.drawn(part), audience.drawn(of)),
            ),
        ],
    )
}
