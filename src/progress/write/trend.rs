//! The page of a trend.

use super::chart::{Chart, Series};
use super::page::{Page, Section, Table};
use super::words::{self, day, department, say, title};
use crate::progress::figures::{Figures, Reach};
use crate::progress::forecast::Forecast;
use crate::progress::measure::{Measure, MeasureStatus};
use crate::progress::trend::{Movement, Trend};
use crate::texts::{Language, filled};

/// A figure of one day: the key of its name, and how to get it.
pub(super) type Figure = (&'static str, fn(&Figures) -> u64);

/// What is left, and what became of the rest.
const FINDINGS: [Figure; 8] = [
    ("figure-left", Figures::left),
    ("figure-failures", |figures| figures.failures),
    ("figure-unseen", |figures| figures.unseen),
    ("figure-waived", |figures| figures.waived),
    ("figure-fixed", |figures| figures.fixed),
    ("figure-gone", |figures| figures.gone),
    ("figure-questions", |figures| figures.questions),
    ("figure-advice", |figures| figures.advice),
];

/// Not a step of the funnel: much may be known about an application that was not read.
const READ: Figure = ("figure-read", |figures| figures.read);

/// Not a step either: applications known only from answers.
const REPORTED: Figure = ("figure-reported", |figures| figures.reported);

/// Each step is a subset of the one before, except for [`READ`] and [`REPORTED`].
const FUNNEL: [Figure; 8] = [
    ("figure-all", |figures| figures.funnel.all),
    READ,
    REPORTED,
    ("figure-personal-data", |figures| {
        figures.funnel.personal_data
    }),
    ("figure-gender-data", |figures| figures.funnel.gender_data),
    ("figure-change-needed", |figures| {
        figures.funnel.change_needed
    }),
    ("figure-still-needed", |figures| figures.funnel.still_needed),
    ("figure-changed", |figures| figures.funnel.changed),
];

const APPLICATIONS: [Figure; 2] = [
    ("figure-to-change", |figures| figures.to_change),
    ("figure-changed", |figures| figures.funnel.changed),
];

/// All figures, as listed in tables for programs.
pub(super) fn all_figures() -> impl Iterator<Item = Figure> {
    let to_change = APPLICATIONS.into_iter().take(1);
    FUNNEL.into_iter().chain(to_change).chain(FINDINGS)
}

/// The page of a trend, with at most `most_rows` rows per table of measures.
pub(super) fn page(trend: &Trend, most_rows: usize, language: Language) -> Page {
    let mut sections = vec![
        measures(trend, Kind::Departments, most_rows, language)
            .note(say("measures-hint", language)),
        over_time("burn-down", trend, &FINDINGS, &[0, 4, 3], language)
            .note(say("burn-down-hint", language)),
        over_time(
            "burn-down-applications",
            trend,
            &APPLICATIONS,
            &[0, 1],
            language,
        )
        .note(say("applications-hint", language)),
        forecasts(trend, language).note(say("forecast-hint", language)),
        over_time("funnel", trend, &FUNNEL, &drawn_steps(trend), language)
            .note(say("funnel-hint", language)),
        movement(trend, language),
        measures(trend, Kind::Rules, most_rows, language),
    ];
    // On a terminal this long list is only shown if it was limited to a department.
    let both = |measure: &&Measure| measure.rule.is_some() && measure.department.is_some();
    if trend.measures.iter().filter(both).count() <= most_rows {
        sections.push(measures(trend, Kind::Both, most_rows, language));
    }
    sections.retain(|section| !section.table.rows.is_empty());
    Page {
        title: say("trend-title", language),
        facts: facts(trend, language),
        summary: summary(trend, language),
        sections,
    }
}

/// The steps of the funnel that its chart draws. Of a step that is many times larger than the need of change the table
/// tells enough: drawn to its scale, all that matters would lie on the zero line.
fn drawn_steps(trend: &Trend) -> Vec<usize> {
    /// Indices of the steps; of these, the need of change.
    const STEPS: [usize; 6] = [0, 3, 4, 5, 6, 7];
    const NEEDED: usize = 5;
    const MANY: u64 = 10;
    let largest = |index: usize| {
        let (_, read) = FUNNEL[index];
        let values = trend.points.iter().map(|point| read(&point.figures));
        values.max().unwrap_or_default()
    };
    let needed = largest(NEEDED);
    let is_legible = |index: &usize| needed == 0 || largest(*index) <= needed.saturating_mul(MANY);
    STEPS.into_iter().filter(is_legible).collect()
}

fn facts(trend: &Trend, language: Language) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(name) = trend.organisations.last().filter(|name| !name.is_empty()) {
        facts.push((say("organisation", language), name.clone()));
    }
    if let (Some(first), Some(last)) = (trend.points.first(), trend.points.last()) {
        let period = filled(
            "progress.from-to",
            language,
            &[
                ("from", &day(first.date, language)),
                ("to", &day(last.date, language)),
            ],
        );
        facts.push((say("period", language), period));
        facts.push((say("reports", language), trend.points.len().to_string()));
    }
    if !trend.narrowed_to.is_empty() {
        facts.push((say("narrowed", language), trend.narrowed_to.join(", ")));
    }
    facts
}

fn summary(trend: &Trend, language: Language) -> Vec<String> {
    let mut summary = Vec::new();
    if trend.organisations.len() > 1 {
        let list = trend.organisations.join(", ");
        summary.push(filled(
            "progress.organisations-note",
            language,
            &[("list", &list)],
        ));
    }
    for point in trend.points.iter().filter(|point| !point.silent.is_empty()) {
        let list: Vec<&str> = point.silent.iter().map(String::as_str).collect();
        summary.push(filled(
            "progress.silent-note",
            language,
            &[
                ("date", &day(point.date, language)),
                ("list", &list.join(", ")),
            ],
        ));
    }
    for point in trend.points.iter().filter(|point| point.narrowed) {
        summary.push(filled(
            "progress.narrowed-note",
            language,
            &[("date", &day(point.date, language))],
        ));
    }
    for pair in trend.points.windows(2) {
        if let [before, after] = pair
            && before.rules_digest != after.rules_digest
        {
            summary.push(filled(
                "progress.rules-changed-note",
                language,
                &[("date", &day(after.date, language))],
            ));
        }
    }
    summary
}

/// Which measures a table lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Departments,
    Rules,
    Both,
}

fn measures(trend: &Trend, kind: Kind, most_rows: usize, language: Language) -> Section {
    let (id, heads): (&'static str, &[&str]) = match kind {
        Kind::Departments => ("measures-by-department", &["department", "read-of"]),
        Kind::Rules => ("measures-by-rule", &["measure"]),
        Kind::Both => ("measures-by-both", &["measure", "department"]),
    };
    let figures = [
        "status",
        "#percent",
        "fixed-of",
        "applications-of",
        "period",
    ];
    let mut table = Table::new(&[heads, &figures].concat(), language);
    let wanted = |measure: &&Measure| match kind {
        Kind::Departments => measure.rule.is_none(),
        Kind::Rules => measure.rule.is_some() && measure.department.is_none(),
        Kind::Both => measure.rule.is_some() && measure.department.is_some(),
    };
    let wanted: Vec<&Measure> = trend.measures.iter().filter(wanted).collect();
    table.leave_out(wanted.len().saturating_sub(most_rows), language);
    for measure in wanted.into_iter().take(most_rows) {
        let rule = measure
            .rule
            .as_deref()
            .map(|rule| title(&trend.rules, rule, language));
        let rule = rule
            .unwrap_or_else(|| say("all-measures", language))
            .to_owned();
        let of_whom = measure.department.as_deref().map_or_else(
            || say("all-departments", language).to_owned(),
            |id| department(&trend.department_names, id),
        );
        let read = of(measure.reach.read, measure.reach.all, language);
        let mut row = match kind {
            Kind::Departments => vec![of_whom, read],
            Kind::Rules => vec![rule],
            Kind::Both => vec![rule, of_whom],
        };
        row.extend([
            say(
                &format!("measure-status-{}", measure.status.name()),
                language,
            )
            .to_owned(),
            format!("{} %", measure.percent),
            of(measure.fixed, measure.total, language),
            of(measure.applications_done, measure.applications, language),
            period(measure, language),
        ]);
        table.row(row);
    }
    if kind == Kind::Departments {
        for row in without_failures(trend, language) {
            table.row(row);
        }
    }
    Section::new(id, say(id, language), table)
}

/// Departments in which no failure was ever found. They are listed because perhaps nothing was read there.
fn without_failures(trend: &Trend, language: Language) -> impl Iterator<Item = Vec<String>> {
    let last = trend.points.last();
    let departments = last.into_iter().flat_map(|point| &point.departments);
    let is_measured = move |id: &str| {
        let mut measures = trend.measures.iter();
        measures.any(|measure| measure.department.as_deref() == Some(id))
    };
    let others =
        departments.filter(move |(id, figures)| figures.funnel.all > 0 && !is_measured(id));
    others.map(move |(id, figures)| {
        let reach = figures.reach();
        let status = match (reach.read, reach.is_full()) {
            (_, true) => "measure-status-no-failures",
            (0, false) => "measure-status-nothing-read",
            (_, false) => "measure-status-no-failures-as-read",
        };
        let none = || "–".to_owned();
        vec![
            department(&trend.department_names, id),
            of(reach.read, reach.all, language),
            say(status, language).to_owned(),
            none(),
            none(),
            none(),
            none(),
        ]
    })
}

fn of(x: u64, y: u64, language: Language) -> String {
    filled("progress.x-of-y", language, &[("x", &x), ("y", &y)])
}

/// From when to when.
pub(super) fn period(measure: &Measure, language: Language) -> String {
    let from = day(measure.from, language);
    let Some(until) = measure.until else {
        return filled("progress.period-open", language, &[("from", &from)]);
    };
    let key = match measure.status {
        MeasureStatus::Completed | MeasureStatus::DoneAsRead => "progress.period-done",
        _ => "progress.period-planned",
    };
    let until = day(until, language);
    let period = filled(key, language, &[("from", &from), ("until", &until)]);
    match measure.without_date {
        0 => period,
        count => filled(
            "progress.period-without",
            language,
            &[("period", &period), ("count", &count)],
        ),
    }
}

/// Figures on the days of reports. `drawn` holds the indices of those that the chart shows.
fn over_time(
    id: &'static str,
    trend: &Trend,
    figures: &[Figure],
    drawn: &[usize],
    language: Language,
) -> Section {
    let keys: Vec<String> = figures.iter().map(|(key, _)| format!("#{key}")).collect();
    let mut heads = vec!["day"];
    heads.extend(keys.iter().map(String::as_str));
    let mut table = Table::new(&heads, language);
    for point in &trend.points {
        let counts = figures
            .iter()
            .map(|(_, read)| read(&point.figures).to_string());
        let mut row = vec![day(point.date, language)];
        row.extend(counts);
        table.row(row);
    }
    let series = drawn.iter().filter_map(|index| figures.get(*index));
    let series = series.map(|(key, read)| Series {
        label: say(key, language),
        values: trend
            .points
            .iter()
            .map(|point| read(&point.figures))
            .collect(),
    });
    let days = trend.points.iter().map(|point| point.date).collect();
    let title = say(id, language);
    Section::new(id, title, table).chart(Chart::new(id, title, days, series.collect(), language))
}

/// A way in which failures come or go: the key of its name, and how to get it.
type MovementFigure = (&'static str, fn(&Movement) -> u64);

const MOVEMENTS: [MovementFigure; 12] = [
    ("status-new", |movement| movement.new),
    ("movement-first-looked-at", |movement| {
        movement.first_looked_at
    }),
    ("status-reopened", |movement| movement.reopened),
    ("movement-proven", |movement| movement.proven),
    ("movement-back", |movement| movement.back),
    ("movement-moved-in", |movement| movement.moved_in),
    ("status-fixed", |movement| movement.fixed),
    ("status-only-question", |movement| movement.only_question),
    ("status-waived", |movement| movement.waived),
    ("figure-gone", |movement| movement.gone),
    ("movement-moved-out", |movement| movement.moved_out),
    ("figure-left", |_| 0),
];

/// Columns that are only shown if they count something.
const RARE: [&str; 4] = [
    "movement-back",
    "movement-moved-in",
    "status-only-question",
    "movement-moved-out",
];

fn movement(trend: &Trend, language: Language) -> Section {
    let counts =
        |read: fn(&Movement) -> u64| trend.points.iter().map(move |point| read(&point.movement));
    let shown: Vec<&MovementFigure> = MOVEMENTS
        .iter()
        .filter(|(key, read)| !RARE.contains(key) || counts(*read).any(|count| count > 0))
        .collect();
    let keys: Vec<String> = shown.iter().map(|(key, _)| format!("#{key}")).collect();
    let mut heads = vec!["day"];
    heads.extend(keys.iter().map(String::as_str));
    let mut table = Table::new(&heads, language);
    for point in &trend.points {
        let mut row = vec![day(point.date, language)];
        row.extend(shown.iter().map(|(key, read)| match *key {
            // The row above plus this row's movements.
            "figure-left" => point.figures.left().to_string(),
            _ => read(&point.movement).to_string(),
        }));
        table.row(row);
    }
    Section::new("movement", say("movement", language), table).note(say("movement-hint", language))
}

fn forecasts(trend: &Trend, language: Language) -> Section {
    let mut table = Table::new(
        &["forecast-subject", "#forecast-left", "forecast"],
        language,
    );
    let last = trend.points.last();
    let figures = last.map(|point| point.figures).unwrap_or_default();
    table.row([
        say("forecast-of-findings", language).to_owned(),
        figures.left().to_string(),
        words::forecast(&trend.findings_forecast, language),
    ]);
    table.row([
        say("forecast-of-applications", language).to_owned(),
        figures.to_change.to_string(),
        words::forecast(&trend.applications_forecast, language),
    ]);
    for (id, forecast) in &trend.department_forecasts {
        let figures = last.and_then(|point| point.departments.get(id));
        let name = department(&trend.department_names, id);
        table.row([
            filled(
                "progress.forecast-of-department",
                language,
                &[("department", &name)],
            ),
            match (forecast, figures) {
                // A zero would claim that nothing is wrong there.
                (Forecast::DoneAsRead(Reach { read: 0, .. }), _) => "–".to_owned(),
                (_, figures) => figures.map_or(0, Figures::left).to_string(),
            },
            words::forecast(forecast, language),
        ]);
    }
    Section::new("forecast", say("forecast", language), table)
}
