//! What the verbs that write papers share: which applications, which format, where to write.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::record::{ApplicationReport, Report};
use crate::report::{Paper, PaperFormat};
use crate::texts::Bilingual;

/// A report as a positional argument.
pub fn report(name: &'static str) -> Arg {
    Arg::new(name)
        .value_name("REPORT")
        .value_parser(value_parser!(PathBuf))
}

/// Adds the arguments for format and output.
pub fn writing(command: Command, formats: &[PaperFormat]) -> Command {
    let formats: Vec<&'static str> = formats.iter().map(|format| format.name()).collect();
    command
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(formats)
                .default_value(PaperFormat::Html.name()),
        )
        .arg(common::out("FILE"))
}

/// Adds the arguments that select applications.
pub fn choosing(command: Command) -> Command {
    command
        .arg(common::filter("department", "ID").conflicts_with("application"))
        .arg(common::filter("application", "ID"))
}

/// The selected applications of a report; all of them without a filter.
///
/// # Errors
/// All unknown names, each with the nearest known one; a report without applications.
pub fn chosen<'r>(
    matches: &ArgMatches,
    path: &Path,
    report: &'r Report,
) -> Result<Vec<&'r ApplicationReport>, Problems> {
    let applications = values(matches, "application");
    let departments = values(matches, "department");
    let known = |key: &str| -> Vec<&str> {
        let all = report.applications.iter();
        all.map(|application| match key {
            "application" => application.id.as_str(),
            _ => application.department.as_str(),
        })
        .collect()
    };
    let mut problems = Vec::new();
    for (key, wanted) in [("application", &applications), ("department", &departments)] {
        let known = known(key);
        let unknown = wanted
            .iter()
            .filter(|value| !known.contains(&value.as_str()));
        problems.extend(unknown.map(|value| {
            let near = nearest(value, known.iter().copied());
            refused(&format!("cli.report-without-{key}"), path, value).with_near(near)
        }));
    }
    if report.applications.is_empty() {
        problems.push(refused("cli.report-empty", path, "").0);
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let asked = |application: &&ApplicationReport| {
        (applications.is_empty() || applications.contains(&application.id))
            && (departments.is_empty() || departments.contains(&application.department))
    };
    Ok(report.applications.iter().filter(asked).collect())
}

/// The values of an argument; empty if the verb does not have it.
fn values(matches: &ArgMatches, name: &str) -> Vec<String> {
    let values = matches.try_get_many::<String>(name).ok().flatten();
    values.into_iter().flatten().cloned().collect()
}

/// A problem with a report.
pub struct Refusal(pub Problem);

impl Refusal {
    /// Adds a suggestion.
    fn with_near(self, near: Option<&str>) -> Problem {
        let Self(problem) = self;
        Problem {
            message: problem.message.followed_by(&did_you_mean(near)),
            ..problem
        }
    }
}

impl From<Refusal> for Failure {
    fn from(Refusal(problem): Refusal) -> Self {
        Self::Problems(Problems(vec![problem]))
    }
}

/// What is wrong with a report or with a request about it.
pub fn refused(key: &str, path: &Path, value: &str) -> Refusal {
    Refusal(Problem {
        code: "ARG".to_owned(),
        level: Level::Error,
        file: path.display().to_string(),
        position: None,
        message: Bilingual::filled(key, &[("value", &value)]),
        application: None,
    })
}

/// Writes a paper to the requested output.
///
/// # Errors
/// The file cannot be written; the format cannot be shown on a terminal.
pub fn write(paper: &Paper, matches: &ArgMatches) -> Result<u8, Failure> {
    let is_format = |name: &str| PaperFormat::from_name(name).is_some();
    let format = common::format_for_file(matches, is_format)
        .and_then(|name| PaperFormat::from_name(&name))
        .unwrap_or(PaperFormat::Html);
    match matches.get_one::<PathBuf>("out") {
        Some(out) => output::replace_with(out, &mut |file| paper.write(format, file))?,
        None => {
            common::refuse_terminal(format.name(), format.is_text())?;
            let mut out = common::stdout();
            paper.write(format, &mut out)?;
            std::io::Write::flush(&mut out)?;
        }
    }
    Ok(0)
}
