//! What the verbs that write papers share: which applications, which format, where to.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::record::{ApplicationReport, Report};
use crate::report::{Paper, PaperFormat};
use crate::texts::{Bilingual, Language, filled};

/// A report as a positional argument.
pub fn report(name: &'static str) -> Arg {
    Arg::new(name)
        .value_name("REPORT")
        .value_parser(value_parser!(PathBuf))
}

/// Adds the arguments on format and place.
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
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
}

/// Adds the arguments that choose applications.
pub fn choosing(command: Command) -> Command {
    command
        .arg(common::filter("department", "ID").conflicts_with("application"))
        .arg(common::filter("application", "ID"))
}

/// The applications of a report that the user asked for; all where no filter was given.
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

/// The values of an argument; none where the verb does not have it.
fn values(matches: &ArgMatches, name: &str) -> Vec<String> {
    let values = matches.try_get_many::<String>(name).ok().flatten();
    values.into_iter().flatten().cloned().collect()
}

/// A mistake about a report.
pub struct Refusal(pub Problem);

impl Refusal {
    /// The same with what may have been meant.
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

/// Says what is wrong with a report, or with what was asked of it.
pub fn refused(key: &str, path: &Path, value: &str) -> Refusal {
    let message = |language| filled(key, language, &[("value", &value)]);
    Refusal(Problem {
        code: "ARG".to_owned(),
        level: Level::Error,
        file: path.display().to_string(),
        position: None,
        message: Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        },
        application: None,
    })
}

/// Writes a paper where the user wants it.
///
/// # Errors
/// The file cannot be written; a terminal cannot show the format.
pub fn write(paper: &Paper, matches: &ArgMatches) -> Result<u8, Failure> {
    let name = matches.get_one::<String>("format").map(String::as_str);
    let format = PaperFormat::ALL
        .into_iter()
        .find(|format| Some(format.name()) == name)
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
