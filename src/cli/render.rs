//! `render`: writes any format again from a stored report.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::{Problems, json_cause};
use crate::record::{Report, SCHEMA, Scope, is_newer};
use crate::report::{Output, ReportWriter};
use crate::texts::{Language, filled, harmless, text};

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
        .arg(common::out("PATH"))
}

/// Runs `render`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let writers = common::edited(matches, chosen(matches))?;
    let report = load(path)?;
    let options = common::write_options(matches);
    if options.audience.is_public() && report.run.scope != Scope::Audit {
        let message = |language| text("cli.public-names-paths", language).to_owned();
        return Err(common::problem("ARG", &path.display().to_string(), message).into());
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
        return Err(common::problem("ARG", &out.display().to_string(), message).into());
    }
    for writer in writers {
        match (out, writer.output()) {
            (None, _) => common::print(writer, &report, &options)?,
            (Some(out), Output::File(_)) => {
                output::replace_with(out, &mut |file| writer.write(&report, &options, file))?;
                common::note_large_page(writer, &report, &options);
            }
            (Some(out), Output::Folder(_)) => {
                writer.write_files(&report, &options, &mut output::InFolder(out))?;
            }
        }
    }
    Ok(0)
}

/// The chosen formats; if none is named, the one that the file to write ends like.
fn chosen(matches: &ArgMatches) -> Vec<&'static dyn ReportWriter> {
    let is_format = |name: &str| crate::report::writer(name).is_some();
    let by_ending = || common::format_for_file(matches, is_format);
    match common::formats(matches).as_slice() {
        [_] => by_ending()
            .as_deref()
            .and_then(crate::report::writer)
            .into_iter()
            .collect(),
        several => several.to_vec(),
    }
}

/// The writer for a path: if the path ends like the file of a format, it is written as that single file and not as a
/// folder.
fn fitting(writer: &'static dyn ReportWriter, out: &Path) -> &'static dyn ReportWriter {
    let single = writer.as_single_file().filter(|single| {
        let Output::File(name) = single.output() else {
            return false;
        };
        out.extension() == Path::new(name).extension() && !out.is_dir()
    });
    single.unwrap_or(writer)
}

/// The default folder for reports.
pub const REPORTS: &str = "reports";

/// The stored report that a path refers to: the file itself, the one in a folder, or the latest in a folder of reports.
///
/// # Errors
/// The folder contains no report.
pub fn report_file(path: &Path) -> Result<PathBuf, Problems> {
    // The default folder was not named by the user; that it is missing only means that audits wrote elsewhere.
    let is_usual = path == Path::new(REPORTS);
    if !path.is_dir() && (path.exists() || !is_usual) {
        return Ok(path.to_owned());
    }
    newest(path).ok_or_else(|| {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("folder", &path.display())];
        common::problem("ARG", &path.display().to_string(), |language| {
            filled("question.no-report", language, &values)
        })
    })
}

/// The report in a folder, or else the latest one in its subfolders, judged by their names, which are dates.
pub fn newest(folder: &Path) -> Option<PathBuf> {
    let own = folder.join(REPORT_FILE);
    if own.is_file() {
        return Some(own);
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path().join(REPORT_FILE))
        .filter(|path| path.is_file())
        .max_by_key(|path| order(path))
}

const REPORT_FILE: &str = "report.json";

/// Date and number of a run: `2026-11-23-10` is later than `2026-11-23-9`.
fn order(path: &Path) -> (String, u64) {
    let name = path.parent().and_then(Path::file_name).unwrap_or_default();
    let name = name.to_string_lossy();
    let (day, number) = name.split_at_checked(10).unwrap_or((&name, ""));
    let number = number.trim_start_matches('-').parse().unwrap_or(1);
    (day.to_owned(), number)
}

/// Reads a stored report; accepts folders, see [`report_file`].
///
/// # Errors
/// A problem that says what is wrong with the file.
pub fn load(path: &Path) -> Result<Report, Problems> {
    let path = report_file(path)?;
    let name = path.display().to_string();
    let problem = |cause: &dyn Fn(Language) -> String| {
        let message = |language| {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("cause", &cause(language)), ("schema", &SCHEMA)];
            filled("cli.bad-report", language, &values)
        };
        common::problem("ARG", &name, message)
    };
    let file = File::open(&path).map_err(|error| output::unreadable(&path, &error))?;
    let report: Report =
        serde_json::from_reader(BufReader::new(file)).map_err(
            |error| match is_of_a_newer_version(&path) {
                true => newer(&name),
                false => problem(&|language| json_cause(&error, language)),
            },
        )?;
    if is_newer(&report.schema) {
        return Err(newer(&name));
    }
    if report.schema != SCHEMA {
        return Err(problem(&|_| harmless(&report.schema)));
    }
    Ok(report)
}

/// That a newer version of the program wrote a report.
fn newer(name: &str) -> Problems {
    common::problem("ARG", name, |language| {
        filled("cli.newer-report", language, &[("schema", &SCHEMA)])
    })
}

/// Whether a file that is no report of this version says that it is one of a newer version.
fn is_of_a_newer_version(path: &Path) -> bool {
    #[derive(serde::Deserialize)]
    struct Head {
        schema: String,
    }
    let head = File::open(path).ok();
    let head = head.and_then(|file| serde_json::from_reader(BufReader::new(file)).ok());
    head.is_some_and(|Head { schema }| is_newer(&schema))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_youngest_run_of_a_day_has_the_highest_number() {
        let younger = order(Path::new("reports/2026-11-23-10/report.json"));
        assert!(younger > order(Path::new("reports/2026-11-23-9/report.json")));
        assert!(younger > order(Path::new("reports/2026-11-23/report.json")));
        assert!(younger < order(Path::new("reports/2026-11-24/report.json")));
    }
}
