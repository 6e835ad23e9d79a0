//! Every finding of a comparison and every figure of a trend, for spreadsheets.

use std::io::{self, Write};

use super::diff::{fate_word, kind};
use super::trend::{all_figures, period};
use super::words::{self, because_of, department, say, title};
use crate::progress::change::Change;
use crate::progress::diff::Diff;
use crate::progress::figures::Figures;
use crate::progress::trend::Trend;
use crate::report::write_csv_row;
use crate::texts::Language;

const CHANGES: [&str; 18] = [
    "status",
    "remark",
    "application",
    "application-name",
    "department",
    "kind",
    "severity",
    "rule",
    "demand",
    "document",
    "line",
    "path",
    "excerpt",
    "matched-by",
    "moved-from",
    "since",
    "fingerprint",
    "fingerprint-before",
];

/// One row per finding.
pub(super) fn diff(diff: &Diff, language: Language, out: &mut dyn Write) -> io::Result<()> {
    head(&CHANGES, language, out)?;
    for change in &diff.changes {
        write_csv_row(&row(diff, change, language), out)?;
    }
    Ok(())
}

fn row(diff: &Diff, change: &Change, language: Language) -> [String; CHANGES.len()] {
    let finding = &change.finding;
    let rule = diff.rules.get(&finding.rule);
    let severity = rule.map(|rule| crate::report::severity(rule.severity, language));
    let by = change.matched_by.map(|by| format!("by-{}", by.name()));
    let spot = change.moved_from.as_ref();
    [
        fate_word(change, language).to_owned(),
        change
            .because
            .as_ref()
            .map(|because| because_of(because, language))
            .unwrap_or_default(),
        change.application.clone(),
        change.application_name.clone(),
        change.department.clone(),
        kind(change, language).to_owned(),
        severity.unwrap_or_default(),
        finding.rule.clone(),
        title(&diff.rules, &finding.rule, language).to_owned(),
        finding.document.clone(),
        match finding.line {
            0 => String::new(),
            line => line.to_string(),
        },
        finding.path.join("."),
        finding.excerpt.clone().unwrap_or_default(),
        by.map(|key| say(&key, language).to_owned())
            .unwrap_or_default(),
        spot.map(|spot| words::place(&spot.document, spot.line, &spot.path))
            .unwrap_or_default(),
        change.since.to_string(),
        finding.fingerprint.to_string(),
        spot.map(|spot| spot.fingerprint.to_string())
            .unwrap_or_default(),
    ]
}

const FIGURES: [&str; 5] = ["day", "department", "measure", "figure", "value"];

/// One row per figure, day and department, then those of the measures.
pub(super) fn trend(trend: &Trend, language: Language, out: &mut dyn Write) -> io::Result<()> {
    head(&FIGURES, language, out)?;
    let everybody = || say("all-departments", language).to_owned();
    for point in &trend.points {
        let mut rows: Vec<(String, &Figures)> = vec![(everybody(), &point.figures)];
        let departments = point.departments.iter();
        rows.extend(departments.map(|(id, figures)| (id.clone(), figures)));
        for (name, figures) in rows {
            for (key, read) in all_figures() {
                let row = [
                    point.date.to_string(),
                    name.clone(),
                    String::new(),
                    say(key, language).to_owned(),
                    read(figures).to_string(),
                ];
                write_csv_row(&row, out)?;
            }
        }
    }
    let Some(last) = trend.points.last() else {
        return Ok(());
    };
    for measure in &trend.measures {
        let of_whom = measure.department.clone().unwrap_or_else(everybody);
        let rule = measure.rule.as_deref().map_or_else(
            || say("all-measures", language).to_owned(),
            |rule| title(&trend.rules, rule, language).to_owned(),
        );
        let status = format!("measure-status-{}", measure.status.name());
        for (key, value) in [
            ("status", say(&status, language).to_owned()),
            ("percent", measure.percent.to_string()),
            ("figure-all", measure.reach.all.to_string()),
            ("figure-read", measure.reach.read.to_string()),
            ("figure-fixed", measure.fixed.to_string()),
            ("figure-left", (measure.total - measure.fixed).to_string()),
            ("figure-questions", measure.questions.to_string()),
            ("period", period(measure, language)),
        ] {
            let row = [
                last.date.to_string(),
                of_whom.clone(),
                rule.clone(),
                say(key, language).to_owned(),
                value,
            ];
            write_csv_row(&row, out)?;
        }
    }
    let forecasts = trend.department_forecasts.iter();
    let forecasts =
        forecasts.map(|(id, forecast)| (department(&trend.department_names, id), forecast));
    let all = [
        (
            say("forecast-of-findings", language).to_owned(),
            &trend.findings_forecast,
        ),
        (
            say("forecast-of-applications", language).to_owned(),
            &trend.applications_forecast,
        ),
    ];
    for (subject, forecast) in all.into_iter().chain(forecasts) {
        let row = [
            last.date.to_string(),
            subject,
            String::new(),
            say("forecast", language).to_owned(),
            words::forecast(forecast, language),
        ];
        write_csv_row(&row, out)?;
    }
    Ok(())
}

fn head(keys: &[&str], language: Language, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let titles: Vec<String> = keys
        .iter()
        .map(|key| say(key, language).to_owned())
        .collect();
    write_csv_row(&titles, out)
}
