//! `render`: any format again from a stored report.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::Problems;
use crate::record::{Report, SCHEMA};
use crate::report::{Output, ReportWriter};
use crate::texts::{Bilingual, Language, filled, text};

/// Arguments of `render`.
pub fn command() -> Command {
    Command::new("render")
        .arg(
            Arg::new("report")
                .value_name("REPORT")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::format("terminal"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf)),
        )
}

/// Runs `render`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let report = load(path)?;
    let options = common::write_options(matches);
    let out = matches.get_one::<PathBuf>("out");
    let writers = common::formats(matches);
    let single = |writer: &&dyn ReportWriter| matches!(writer.output(), Output::File(_));
    if let Some(out) = out
        && writers.iter().filter(|writer| single(writer)).count() > 1
    {
        let message = |language| text("cli.one-file-several-formats", language).to_owned();
        let message = Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        };
        return Err(Problems::one("ARG", out.display().to_string(), message).into());
    }
    for writer in writers {
        match (out, writer.output()) {
            (None, _) => common::print(writer, &report, &options)?,
            (Some(out), Output::File(_)) => {
                output::replace_with(out, &mut |file| writer.write(&report, &options, file))?;
            }
            (Some(out), Output::Folder(_)) => {
                writer.write_files(&report, &options, &mut output::InFolder(out))?;
            }
        }
    }
    Ok(0)
}

/// Reads a stored report.
///
/// # Errors
/// One problem that says what is wrong with the file.
pub fn load(path: &PathBuf) -> Result<Report, Problems> {
    let name = path.display().to_string();
    let problem = |cause: &dyn std::fmt::Display| {
        let message = |language| {
            filled(
                "cli.bad-report",
                language,
                &[("cause", cause), ("schema", &SCHEMA)],
            )
        };
        Problems::one(
            "ARG",
            name.clone(),
            Bilingual {
                de: message(Language::De),
                en: message(Language::En),
            },
        )
    };
    let file = File::open(path).map_err(|error| problem(&error))?;
    let report: Report =
        serde_json::from_reader(BufReader::new(file)).map_err(|error| problem(&error))?;
    if report.schema != SCHEMA {
        return Err(problem(&report.schema));
    }
    Ok(report)
}
