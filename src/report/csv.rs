//! One row per finding and gap, for spreadsheets: byte order mark, semicolons, and cells that no spreadsheet interprets
//! as formulas.

use std::io::{self, Write};

use super::words::{self, label};
use super::{Output, ReportWriter, WriteOptions, view};
use crate::gap::Gap;
use crate::model::Place;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report, Standing, Task};
use crate::texts::{Language, harmless, harmless_lines};

/// Findings as comma-separated values, in the variant that German spreadsheets open without questions.
pub struct Csv;

/// Keys of the headers in `texts/report.toml`, in order.
const COLUMNS: [&str; 22] = [
    "application",
    "name",
    "department",
    "outcome",
    "severity",
    "rule",
    "demand",
    "message",
    "document",
    "line",
    "column",
    "path",
    "excerpt",
    "legal",
    "remedy",
    "question",
    "owner",
    "effort",
    "priority",
    "window",
    "waived-until-head",
    "fingerprint",
];

/// The cells of a row, in the order of [`COLUMNS`].
type Row = [String; COLUMNS.len()];

impl ReportWriter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn output(&self) -> Output {
        Output::File("findings.csv")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let language = options.language;
        let tasks = view::tasks(report);
        write_row(&COLUMNS.map(|key| label(key, language).to_owned()), out)?;
        if let Some(sentence) = words::selection(report, language) {
            let mut row = Row::default();
            row[3] = words::outcome(Outcome::Untested, language);
            row[7] = sentence;
            write_row(&row, out)?;
        }
        for application in &report.applications {
            let tasks = tasks.tasks_of(&application.id);
            for entry in view::entries(report, application) {
                write_row(&finding(report, application, &entry, tasks, language), out)?;
            }
            for answered in &application.answered {
                let entry = view::Entry::answered(report, answered);
                let mut row = finding(report, application, &entry, &[], language);
                row[3] = words::answer_in_short(answered, language);
                row[15] = words::answer(answered, language);
                write_row(&row, out)?;
            }
            for waived in &application.waived {
                let entry = view::Entry {
                    rule: &waived.rule,
                    card: report.rules.get(&waived.rule),
                    finding: &waived.finding,
                };
                let mut row = finding(report, application, &entry, &[], language);
                row[20] = waived
                    .until
                    .as_deref()
                    .map_or_else(|| "–".to_owned(), |until| words::date(until, language));
                write_row(&row, out)?;
            }
            for gap in &application.gaps {
                write_row(&of_gap(application, gap, language), out)?;
            }
            if application.standing(&report.rules) >= Standing::Incomplete {
                write_row(&of_standing(report, application, language), out)?;
            }
        }
        Ok(())
    }
}

fn finding(
    report: &Report,
    application: &ApplicationReport,
    entry: &view::Entry<'_>,
    tasks: &[&Task],
    language: Language,
) -> Row {
    let mut row = start(application, &entry.finding.place);
    row[3] = words::found(entry.weight(), language);
    entry.rule.clone_into(&mut row[5]);
    row[7] = entry.sentence(language);
    row[21] = entry.finding.fingerprint.to_string();
    if let Some(card) = entry.card {
        row[4] = words::severity(card.severity, language);
        card.title.get(language).clone_into(&mut row[6]);
        row[13] = view::legal(report, card)
            .map(|source| source.cite.get(language).as_str())
            .collect::<Vec<_>>()
            .join("; ");
        card.remedy.get(language).clone_into(&mut row[14]);
        if let Some(question) = card
            .question
            .as_ref()
            .filter(|_| !entry.finding.is_failure())
        {
            question.get(language).clone_into(&mut row[15]);
        }
    }
    let task = tasks
        .iter()
        .find(|task| task.resolves.contains(&entry.finding.fingerprint));
    if let Some(task) = task {
        row[16] = words::who(task, language);
        row[17] = words::effort(task.effort, language);
        row[18] = words::priority(task.priority, language);
        row[19] = words::timing(task, language);
    }
    row
}

/// Gaps are rows too: a short list must not look like a good result.
fn of_gap(application: &ApplicationReport, gap: &Gap, language: Language) -> Row {
    let mut row = start(application, &gap.place);
    row[3] = words::outcome(Outcome::Untested, language);
    row[5] = gap.rule.clone().unwrap_or_default();
    gap.reason.cause(language).clone_into(&mut row[7]);
    gap.reason.next_step(language).clone_into(&mut row[14]);
    row
}

/// Neither a department without findings nor one without documents may be missing from the table.
fn of_standing(report: &Report, application: &ApplicationReport, language: Language) -> Row {
    let mut row = Row::default();
    row[0].clone_from(&application.id);
    row[1].clone_from(&application.name);
    row[2].clone_from(&application.department);
    let standing = application.standing(&report.rules);
    row[3] = words::word("report.standing-of", &standing, language);
    row[7] = words::standing(report, application, language);
    row
}

fn start(application: &ApplicationReport, place: &Place) -> Row {
    let mut row = Row::default();
    row[0].clone_from(&application.id);
    row[1].clone_from(&application.name);
    row[2].clone_from(&application.department);
    row[8].clone_from(&place.document);
    if let Some(position) = place.position {
        row[9] = position.line.to_string();
        row[10] = position.column.to_string();
    }
    row[11] = place
        .selector
        .clone()
        .unwrap_or_else(|| place.path.to_string());
    row[12] = place.excerpt.clone().unwrap_or_default();
    row
}

/// Writes a row of a table for spreadsheets.
///
/// # Errors
/// I/O errors of `out`.
pub fn write_row(row: &[String], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
    write!(out, "{}\r\n", cells.join(";"))
}

/// A quoted cell that stays text: spreadsheets evaluate content that starts with one of these characters, even after
/// quotes or blanks and in full-width form.
fn cell(text: &str) -> String {
    quoted(&harmless(text))
}

/// A cell whose text keeps its line breaks.
pub fn cell_of_lines(text: &str) -> String {
    quoted(&harmless_lines(text))
}

fn quoted(text: &str) -> String {
    let formula = text
        .trim_start_matches(|ch: char| ch.is_whitespace() || ch == '"' || ch == '\u{fffd}')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_never_start_a_formula_or_end_early() {
        assert_eq!(cell("a;\"b\""), "\"a;\"\"b\"\"\"");
        for start in [
            "=",
            "+",
            "-",
            "@",
            "\t=",
            "\r=",
            " =",
            "\"=",
            "＝",
            "\u{200b}=",
        ] {
            let text = cell(&format!("{start}1+1"));
            assert!(text.starts_with("\"'"), "{text}");
        }
    }
}
