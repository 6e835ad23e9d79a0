//! `render`: any format again from a stored report.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::Problems;
use crate::record::{Report, SCHEMA, Scope};
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
        .args(common::editions())
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
    let writers = common::edited_formats(matches)?;
    let report = load(path)?;
    let options = common::write_options(matches);
    if options.audience.is_public() && report.run.scope != Scope::Audit {
        let message = |language| text("cli.public-names-paths", language).to_owned();
        return Err(mistake(path, message).into());
    }
    let out = matches.get_one::<PathBuf>("out");
    let writers: Vec<&dyn ReportWriter> = match out {
        Some(out) => writers
            .into_iter()
            .map(|writer| fitting(writer, out))
            .collect(),
        None => writers,
    };
    let is_file = |writer: &&dyn ReportWriter| matches!(writer.output(), Output::File(_));
    if let Some(out) = out
        && writers.len() > 1
        && writers.iter().any(is_file)
    {
        let message = |language| text("cli.one-file-several-formats", language).to_owned();
        return Err(mistake(out, message).into());
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

/// The writer for a path: a path that ends as the file of a format does is to be that file, not a folder.
fn fitting(writer: &'static dyn ReportWriter, out: &Path) -> &'static dyn ReportWriter {
    let single = writer.as_single_file().filter(|single| {
        let Output::File(name) = single.output() else {
            return false;
        };
        out.extension() == Path::new(name).extension() && !out.is_dir()
    });
    single.unwrap_or(writer)
}

fn mistake(path: &Path, message: impl Fn(Language) -> String) -> Problems {
    let message = Bilingual {
        de: message(Language::De),
        en: message(Language::En),
    };
    Problems::one("ARG", path.display().to_string(), message)
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
