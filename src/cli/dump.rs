//! `dump`: any hop of the corridor, printed.

use std::io::Write;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::check;
use super::common::{self, Failure};
use super::progress::{self, Bar};
use crate::gender::Vocabulary;
use crate::report::{explain, outline_domains};
use crate::run::{Request, run as corridor};

/// Arguments of `dump`.
pub fn command() -> Command {
    let fields = Command::new("fields")
        .about("Fields that hold or ask for gender or salutation, one object per line")
        .after_help(
            "Examples:\n  \
             fachcheck dump fields db/schema.sql openapi.yaml\n  \
             fachcheck dump fields --explain --format text db/schema.sql",
        )
        .arg(
            Arg::new("path")
                .value_name("PATH|URL")
                .required(true)
                .action(ArgAction::Append)
                .help("What to read"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("F")
                .value_parser(["jsonl", "text"])
                .default_value("jsonl")
                .help("Output format: one JSON object per line, or sentences"),
        )
        .arg(
            Arg::new("explain")
                .long("explain")
                .action(ArgAction::SetTrue)
                .help("Say why each was taken for what it is, and which rule decided"),
        )
        .arg(common::rules())
        .arg(common::offline())
        .arg(common::include())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today());
    let domains = Command::new("domains")
        .about("Value domains: where values are fixed, and who repeats and uses them, one object per line")
        .after_help(
            "Examples:\n  \
             fachcheck dump domains .\n  \
             fachcheck dump domains --format text --include tests src/",
        )
        .arg(
            Arg::new("path")
                .value_name("PATH|URL")
                .required(true)
                .action(ArgAction::Append)
                .help("What to read"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("F")
                .value_parser(["jsonl", "text"])
                .default_value("jsonl")
                .help("Output format: one JSON object per line, or an outline"),
        )
        .arg(common::rules())
        .arg(common::offline())
        .arg(common::include())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today());
    let model = Command::new("model")
        .about("What a reader made of a file, one line per element")
        .after_help(
            "Example:\n  \
             fachcheck dump model db/schema.sql",
        )
        .arg(
            Arg::new("path")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .help("What to read"),
        )
        .arg(common::rules());
    Command::new("dump")
        .about("Print what a step of the run sees (why was this flagged?)")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(fields)
        .subcommand(domains)
        .subcommand(model)
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
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in matches.get_many::<String>("path").into_iter().flatten() {
        let capture =
            crate::source::Capture::new(path.as_str(), path.as_str(), std::fs::read(path)?);
        let (format, parsed, gaps) = crate::format::parse(&capture, vocabulary.topic());
        writeln!(out, "# {path} ({})", format.unwrap_or("-"))?;
        for schema in &parsed.schemas {
            out.write_all(schema.dump().as_bytes())?;
        }
        for gap in &gaps {
            writeln!(out, "! {} {:?} {}", gap.place, gap.reason, gap.detail)?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn domains(matches: &ArgMatches) -> Result<u8, Failure> {
    let in_words = matches.get_one::<String>("format").map(String::as_str) == Some("text");
    let report = corridor(&check::request(matches)?, &Bar::new(matches))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if in_words {
        outline_domains(&report, common::language_of(matches), &mut out)?;
    } else {
        for domain in report
            .applications
            .iter()
            .flat_map(|application| &application.domains)
        {
            serde_json::to_writer(&mut out, domain).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn fields(matches: &ArgMatches) -> Result<u8, Failure> {
    let in_words = matches.get_one::<String>("format").map(String::as_str) == Some("text");
    let request = Request {
        // Sentences are about nothing else.
        explain: in_words || matches.get_flag("explain"),
        ..check::request(matches)?
    };
    let report = corridor(&request, &Bar::new(matches))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if in_words {
        explain(&report, common::language_of(matches), &mut out)?;
        out.flush()?;
        return Ok(0);
    }
    for field in report
        .applications
        .iter()
        .flat_map(|application| &application.fields)
    {
        serde_json::to_writer(&mut out, field).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(0)
}
