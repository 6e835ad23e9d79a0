//! The public edition: one page with the sums of an administration and its departments. It names no application,
//! because counting applications by result would defeat the rule on small cells.

use std::io;

use serde::Serialize;

use super::super::published::{Figure, Published, Results};
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
const COLUMNS: [Figure; 8] = [
    Figure::Failing,
    Figure::ChangeNeeded,
    Figure::ToBeClarified,
    Figure::Failures,
    Figure::Doubts,
    Figure::Advice,
    Figure::Gaps,
    Figure::Tasks,
];

/// Shown in place of results that are not published by department.
const HIDDEN: &str = "–";

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
        let published = Published::of(report);
        let tells = published.results == Results::Told;
        let columns = || COLUMNS.into_iter().map(Figure::key);
        let row = |applications: u64, count: &dyn Fn(Figure) -> Option<Shown>| -> Vec<String> {
            let words = |shown: Option<Shown>| match shown {
                Some(shown) => shown.words(language),
                None => HIDDEN.to_owned(),
            };
            let counts = COLUMNS.into_iter().map(|figure| words(count(figure)));
            let applications = amount(applications, language);
            std::iter::once(applications).chain(counts).collect()
        };
        Self {
            language: language.tag(),
            kicker: words::word("report.title", &run.scope, language),
            organisation: run.organisation.clone(),
            date: words::date(&run.date, language),
            date_iso: run.date.clone(),
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.chars().take(12).collect(),
            part: words::selection_of_many(report, language),
            left_out: text("report.public-edition", language),
            caution: caution(report, language),
            messages: match published.results {
                Results::Told => messages(report, &published, language),
                Results::OfTooFew => nothing_told("report.public-too-few", report, language),
                Results::OfSmallPart => nothing_told("report.public-small-part", report, language),
            },
            reading: Reading::of_keys(columns(), language),
            heads: std::iter::once("applications")
                .chain(columns())
                .map(|key| label(key, language))
                .collect(),
            departments: match tells {
                true => departments(&published, &row, language),
                false => Vec::new(),
            },
            sums: std::iter::once(Shown::Exact(report.totals.applications))
                .chain(COLUMNS.into_iter().map(|figure| published.sum(figure)))
                .map(|shown| shown.words(language))
                .collect(),
            quarters: match tells {
                true => quarters(report, published.sum(Figure::Tasks), language),
                false => Vec::new(),
            },
            unseen: match tells {
                true => unseen(report, published.sum(Figure::Gaps), language),
                false => Vec::new(),
            },
            checklists: match tells {
                true => checklists(report, published.sum(Figure::Failing), language),
                false => Vec::new(),
            },
            closing: Closing::with_notices(report, options, 0),
        }
    }
}

/// A result of one line of the table.
type Counted<'c> = &'c dyn Fn(Figure) -> Option<Shown>;

/// The departments whose results are published, and the others as one line.
fn departments(
    published: &Published<'_>,
    row: &dyn Fn(u64, Counted<'_>) -> Vec<String>,
    language: Language,
) -> Vec<Department> {
    let shown = published.departments.iter().map(|department| Department {
        id: department.record.id.clone(),
        name: department.record.name.clone(),
        counts: row(department.record.applications, &|figure| {
            department.count(figure)
        }),
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
            counts: row(others.applications, &|figure| others.count(figure)),
        }
    });
    shown.chain(others).collect()
}

/// That no result is published, and why not.
fn nothing_told(key: &str, report: &Report, language: Language) -> Vec<Line> {
    vec![Line {
        label: label("applications", language),
        says: filled(key, language, &[("count", &report.totals.applications)]),
    }]
}

/// The key messages.
fn messages(report: &Report, published: &Published<'_>, language: Language) -> Vec<Line> {
    let of = report.totals.applications;
    let sum = |figure: Figure| published.sum(figure);
    let words = |shown: Shown| shown.words(language);
    let tasks_of = |priority: Priority| {
        let tasks = report.tasks.iter();
        Shown::alone(tasks.filter(|task| task.priority == priority).count() as u64)
    };
    vec![
        Line {
            label: label("message-failing", language),
            says: share(sum(Figure::Failing), of, language),
        },
        Line {
            label: label("message-entries", language),
            says: filled(
                "report.message-entries-says",
                language,
                &[
                    ("change", &words(sum(Figure::ChangeNeeded))),
                    ("clarify", &words(sum(Figure::ToBeClarified))),
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
                    ("tasks", &words(sum(Figure::Tasks))),
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

/// Applications by verdict for each demand; a demand whose counts would reveal a small one is left out. `failing` is what
/// readers know of the applications with failures: no more than these fail a demand.
fn checklists(report: &Report, failing: Shown, language: Language) -> Vec<Checklist> {
    // The first count of each demand is that of the applications that fail it.
    let bounds = [Bounds {
        least: 0,
        most: failing.exact().unwrap_or(u64::MAX),
    }];
    overview::checklists(report, language)
        .into_iter()
        .map(|list| Checklist {
            title: list.title,
            criteria: list
                .criteria
                .into_iter()
                .filter_map(|criterion| {
                    let shown = Parts::known_within(&criterion.counts, &bounds)?;
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
