//! The public edition: one page with the sums of an administration and its departments. It names no application,
//! because counting applications by result would defeat the rule on small cells.

use std::io;

use serde::Serialize;

use super::super::published::{Published, is_told};
use super::super::small_cells::{Bounds, Parts, Shown};
use super::super::words::{self, label};
use super::super::{WriteOptions, view};
use super::closing::Closing;
use super::reading::Reading;
use super::roadmap::Calendar;
use super::{overview, portfolio, template};
use crate::outcome::Outcome;
use crate::record::{Priority, Report};
use crate::texts::{Language, amount, filled, text};

/// The columns after the number of applications, which is no result and therefore not secret.
const COLUMNS: [&str; 8] = [
    "failing",
    "change-needed",
    "to-be-clarified",
    "failures",
    "doubts",
    "advice",
    "gaps",
    "tasks",
];

/// The page.
#[derive(Serialize)]
struct Page {
    language: &'static str,
    kicker: String,
    organisation: String,
    date: String,
    date_iso: String,
    tool_version: String,
    rules_digest: String,
    /// What filters selected from the inventory, if not everything.
    part: Option<String>,
    left_out: &'static str,
    caution: String,
    messages: Vec<Line>,
    reading: Reading,
    heads: Vec<&'static str>,
    departments: Vec<Department>,
    sums: Vec<String>,
    quarters: Vec<Quarter>,
    unseen: Vec<Unseen>,
    checklists: Vec<Checklist>,
    #[serde(flatten)]
    closing: Closing,
}

#[derive(Serialize)]
struct Line {
    label: &'static str,
    says: String,
}

#[derive(Serialize)]
struct Department {
    id: String,
    name: String,
    counts: Vec<String>,
}

#[derive(Serialize)]
struct Quarter {
    words: String,
    count: String,
}

#[derive(Serialize)]
struct Unseen {
    cause: &'static str,
    next_step: &'static str,
    count: String,
    applications: String,
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
    counts: Vec<String>,
}

/// Writes the page.
///
/// # Errors
/// I/O errors of `out`.
pub fn write(report: &Report, options: &WriteOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let environment = template::public_environment(options.language).map_err(io::Error::other)?;
    template::render(
        &environment,
        "public.html",
        &Page::new(report, options),
        out,
    )
}

impl Page {
    fn new(report: &Report, options: &WriteOptions) -> Self {
        let language = options.language;
        let run = &report.run;
        let tells = is_told(report.totals.applications);
        let published = Published::of(report);
        let row = |applications: u64, count: &dyn Fn(&str) -> u64| -> Vec<String> {
            let counts = COLUMNS.iter().map(|key| count(key));
            let counts = std::iter::once(applications).chain(counts);
            counts.map(|count| amount(count, language)).collect()
        };
        Self {
            language: language.tag(),
            kicker: words::word("report.title", &run.scope, language),
            organisation: run.organisation.clone(),
            date: words::date(&run.date, language),
            date_iso: run.date.clone(),
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.chars().take(12).collect(),
            part: words::selection(report, language),
            left_out: text("report.public-edition", language),
            caution: caution(report, language),
            messages: match tells {
                true => messages(report, &published, language),
                false => vec![Line {
                    label: label("applications", language),
                    says: filled(
                        "report.public-too-few",
                        language,
                        &[("count", &report.totals.applications)],
                    ),
                }],
            },
            reading: Reading::of_keys(COLUMNS, language),
            heads: std::iter::once("applications")
                .chain(COLUMNS)
                .map(|key| label(key, language))
                .collect(),
            departments: match tells {
                true => departments(&published, &row, language),
                false => Vec::new(),
            },
            sums: std::iter::once(Shown::Exact(report.totals.applications))
                .chain(COLUMNS.iter().map(|key| published.sum(key)))
                .map(|shown| shown.words(language))
                .collect(),
            quarters: match tells {
                true => quarters(report, published.sum("tasks"), language),
                false => Vec::new(),
            },
            unseen: match tells {
                true => unseen(report, published.sum("gaps"), language),
                false => Vec::new(),
            },
            checklists: match tells {
                true => checklists(report, language),
                false => Vec::new(),
            },
            closing: Closing::with_notices(report, options, 0),
        }
    }
}

/// The departments whose results are published, and the others as one line.
fn departments(
    published: &Published<'_>,
    row: &dyn Fn(u64, &dyn Fn(&str) -> u64) -> Vec<String>,
    language: Language,
) -> Vec<Department> {
    let shown = published.departments.iter().map(|department| Department {
        id: department.record.id.clone(),
        name: department.record.name.clone(),
        counts: row(department.record.applications, &|key| department.count(key)),
    });
    let others = published.others.iter().map(|others| {
        let name = filled(
            "report.public-others",
            language,
            &[("count", &others.departments)],
        );
        Department {
            id: name.clone(),
            name,
            counts: row(others.applications, &|key| others.count(key)),
        }
    });
    shown.chain(others).collect()
}

/// The key messages.
fn messages(report: &Report, published: &Published<'_>, language: Language) -> Vec<Line> {
    let of = report.totals.applications;
    let sum = |key: &str| published.sum(key);
    let words = |shown: Shown| shown.words(language);
    let tasks_of = |priority: Priority| {
        let tasks = report.tasks.iter();
        Shown::alone(tasks.filter(|task| task.priority == priority).count() as u64)
    };
    vec![
        Line {
            label: label("message-failing", language),
            says: share(sum("failing"), of, language),
        },
        Line {
            label: label("message-entries", language),
            says: filled(
                "report.message-entries-says",
                language,
                &[
                    ("change", &words(sum("change-needed"))),
                    ("clarify", &words(sum("to-be-clarified"))),
                ],
            ),
        },
        Line {
            label: label("message-now", language),
            says: filled(
                "report.message-now-says",
                language,
                &[
                    ("immediate", &words(tasks_of(Priority::Immediate))),
                    ("high", &words(tasks_of(Priority::High))),
                    ("tasks", &words(sum("tasks"))),
                ],
            ),
        },
        Line {
            label: label("message-unknown", language),
            says: share(Shown::alone(view::coverage(report).neither), of, language),
        },
    ]
}

/// `11 of 296 applications (4 %)`; without the share if the part is not shown.
fn share(part: Shown, of: u64, language: Language) -> String {
    let (part_words, of_words) = (part.words(language), Shown::Exact(of).words(language));
    match part.exact() {
        Some(count) => filled(
            "report.message-part",
            language,
            &[
                ("part", &part_words),
                ("of", &of_words),
                ("percent", &words::percent(count, of)),
            ],
        ),
        None => filled(
            "report.message-part-hidden",
            language,
            &[("part", &part_words), ("of", &of_words)],
        ),
    }
}

/// The caution beside every sum. A share, because two exact counts could reveal hidden ones in the tables below.
fn caution(report: &Report, language: Language) -> String {
    let cells: u64 = report.totals.cells.values().sum();
    let untested = report.totals.cells.get(&Outcome::Untested);
    let percent = words::percent(untested.copied().unwrap_or_default(), cells);
    filled(
        "report.not-a-proof-public",
        language,
        &[("percent", &percent)],
    )
}

/// Tasks by quarter; empty if their sum is hidden.
fn quarters(report: &Report, tasks: Shown, language: Language) -> Vec<Quarter> {
    if tasks.exact().is_none() {
        return Vec::new();
    }
    let counts = Calendar::new(report).counts(&report.tasks);
    let sums: Vec<u64> = counts.iter().map(|(_, count)| *count).collect();
    counts
        .iter()
        .zip(Parts::of_known(&sums).unwrap_or_default())
        .map(|((slot, _), shown)| Quarter {
            words: slot.words(language),
            count: shown.words(language),
        })
        .collect()
}

/// What was not examined, by cause; empty if the sum of the gaps is hidden.
fn unseen(report: &Report, gaps: Shown, language: Language) -> Vec<Unseen> {
    if gaps.exact().is_none() {
        return Vec::new();
    }
    let unseen = portfolio::unseen(&report.applications, language);
    let counts: Vec<u64> = unseen.iter().map(|cause| cause.count).collect();
    // Each application has at least one place.
    let known = unseen.iter().map(|cause| Bounds {
        least: cause.applications,
        ..Bounds::default()
    });
    let known: Vec<Bounds> = known.collect();
    unseen
        .into_iter()
        .zip(Parts::known_within(&counts, &known).unwrap_or_default())
        .map(|(cause, shown)| Unseen {
            cause: cause.cause,
            next_step: cause.next_step,
            count: shown.words(language),
            applications: Shown::alone(cause.applications).words(language),
        })
        .collect()
}

/// Applications by verdict for each demand; a demand whose counts would reveal a small one is left out.
fn checklists(report: &Report, language: Language) -> Vec<Checklist> {
    overview::checklists(report, language)
        .into_iter()
        .map(|list| Checklist {
            title: list.title,
            criteria: list
                .criteria
                .into_iter()
                .filter_map(|criterion| {
                    let shown = Parts::of_known(&criterion.counts)?;
                    Some(Criterion {
                        title: criterion.title,
                        counts: shown.iter().map(|shown| shown.words(language)).collect(),
                    })
                })
                .collect(),
        })
        .filter(|list| !list.criteria.is_empty())
        .collect()
}
