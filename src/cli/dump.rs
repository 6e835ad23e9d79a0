//! `dump`: prints any intermediate result of the corridor.

use std::io::Write;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::check;
use super::common::{self, Failure};
use super::output;
use super::watched::corridor;
use crate::gap::GapReason;
use crate::gender::Vocabulary;
use crate::project::NamedFiles;
use crate::record::Report;
use crate::report::{explain, json_line, outline_domains};
use crate::run::Request;
use crate::texts::{Language, harmless};

/// Arguments of `dump`.
pub fn command() -> Command {
    let fields = Command::new("fields")
        .arg(path("PATH|URL"))
        .arg(format())
        .arg(
            Arg::new("explain")
                .long("explain")
                .action(ArgAction::SetTrue),
        )
        .args(check::request_arguments());
    let domains = Command::new("domains")
        .arg(path("PATH|URL"))
        .arg(format())
        .args(check::request_arguments());
    let model = Command::new("model").arg(path("FILE")).arg(common::rules());
    Command::new("dump")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(fields)
        .subcommand(domains)
        .subcommand(model)
}

fn path(value_name: &'static str) -> Arg {
    Arg::new("path")
        .value_name(value_name)
        .required(true)
        .action(ArgAction::Append)
}

fn format() -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["jsonl", "text"])
        .default_value("jsonl")
}

/// Whether the output is for people.
fn is_text(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").map(String::as_str) == Some("text")
}

/// Writes one JSON object per line.
fn write_lines<'r, T: Serialize + 'r>(
    records: impl Iterator<Item = &'r T>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    for record in records {
        json_line(record, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Runs `dump`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("fields", arguments)) => fields(arguments),
        Some(("domains", arguments)) => domains(arguments),
        Some(("model", arguments)) => model(arguments),
        _ => Ok(2),
    }
}

fn model(matches: &ArgMatches) -> Result<u8, Failure> {
    let vocabulary = Vocabulary::load(&common::rule_book(matches)?.vocabulary)?;
    let mut out = std::io::BufWriter::new(common::stdout());
    for path in matches.get_many::<String>("path").into_iter().flatten() {
        let bytes =
            std::fs::read(path).map_err(|error| output::unreadable(path.as_ref(), &error))?;
        let capture = crate::source::Capture::new(path.as_str(), path.as_str(), bytes);
        let (format, parsed, gaps) = crate::format::parse(&capture, vocabulary.topic());
        writeln!(out, "# {} ({})", harmless(path), format.unwrap_or("-"))?;
        for schema in &parsed.schemas {
            for line in schema.dump().lines() {
                writeln!(out, "{}", harmless(line))?;
            }
        }
        for gap in &gaps {
            let line = format!("{} {:?} {}", gap.place, gap.reason, gap.detail);
            writeln!(out, "! {}", harmless(&line))?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn domains(matches: &ArgMatches) -> Result<u8, Failure> {
    let report = corridor(check::request(matches, NamedFiles::Together)?, matches)?;
    let mut out = std::io::BufWriter::new(common::stdout());
    if is_text(matches) {
        outline_domains(&report, common::language_of(matches), &mut out)?;
    } else {
        let applications = report.applications.iter();
        write_lines(
            applications.flat_map(|application| &application.domains),
            &mut out,
        )?;
    }
    out.flush()?;
    Ok(0)
}

fn fields(matches: &ArgMatches) -> Result<u8, Failure> {
    let request = Request {
        // Text output consists of nothing else.
        explain: is_text(matches) || matches.get_flag("explain"),
        acceptance: None,
        ..check::request(matches, NamedFiles::EachAlone)?
    };
    let report = corridor(request, matches)?;
    let mut out = std::io::BufWriter::new(common::stdout());
    if is_text(matches) {
        explain(&report, common::language_of(matches), &mut out)?;
    } else {
        let applications = report.applications.iter();
        write_lines(
            applications.flat_map(|application| &application.fields),
            &mut out,
        )?;
    }
    out.flush()?;
    if !matches.get_flag("quiet") {
        name_unread(&report, common::language_of(matches));
    }
    Ok(0)
}

/// Reports on standard error which mentions of gender are not among the fields: programs that read the output must not
/// take it as complete.
fn name_unread(report: &Report, language: Language) {
    for gap in report
        .applications
        .iter()
        .flat_map(|application| &application.gaps)
        .filter(|gap| matches!(gap.reason, GapReason::UnreadMention | GapReason::HandedOn))
    {
        let line = format!("{}: {}", gap.place, gap.cause(language));
        common::note(harmless(&line));
    }
}
