//! The formats of a report that an argument chooses, and how they are written.

use std::io;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};

use super::{is_coloured, language_of, note};
use crate::problem::Problems;
use crate::report::{Audience, ReportWriter, WRITERS, WriteOptions};
use crate::rule::{RULES_PAGE, RuleAddresses};
use crate::texts::{Bilingual, filled};

/// `--format` with the names of all writers.
pub fn format(default: &'static str) -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_delimiter(',')
        .action(ArgAction::Append)
        .value_parser(
            WRITERS
                .iter()
                .map(|writer| writer.name())
                .collect::<Vec<_>>(),
        )
        .default_value(default)
}

/// `--single-file` and `--audience`, for verbs that write files.
pub fn editions() -> [Arg; 2] {
    [
        Arg::new(SINGLE_FILE)
            .long(SINGLE_FILE)
            .action(ArgAction::SetTrue),
        Arg::new(AUDIENCE)
            .long(AUDIENCE)
            .value_name("READERS")
            .value_parser(Audience::NAMES)
            .default_value(Audience::Internal.name()),
    ]
}

const SINGLE_FILE: &str = "single-file";
const AUDIENCE: &str = "audience";

/// The chosen formats without duplicates, in the given order.
pub fn formats(matches: &ArgMatches) -> Vec<&'static dyn ReportWriter> {
    let mut chosen: Vec<&'static dyn ReportWriter> = Vec::new();
    for name in matches.get_many::<String>("format").into_iter().flatten() {
        if let Some(writer) = crate::report::writer(name)
            && chosen.iter().all(|other| other.name() != writer.name())
        {
            chosen.push(writer);
        }
    }
    chosen
}

/// The name of the only format: the one named; else the one that the file in `--out` ends like, if there is such a
/// format; else the default.
pub fn format_for_file(matches: &ArgMatches, is_format: impl Fn(&str) -> bool) -> Option<String> {
    let named = || matches.get_one::<String>("format").cloned();
    if matches.value_source("format") == Some(ValueSource::CommandLine) {
        return named();
    }
    let out = matches.try_get_one::<PathBuf>("out").ok().flatten();
    let ending = out.and_then(|path| path.extension()?.to_str());
    let format = ending.map(|ending| match ending.to_ascii_lowercase().as_str() {
        "md" => "markdown".to_owned(),
        "htm" => "html".to_owned(),
        ending => ending.to_owned(),
    });
    format.filter(|name| is_format(name)).or_else(named)
}

/// The chosen formats in the edition requested through [`editions`].
///
/// # Errors
/// A format without such an edition.
pub fn edited_formats(matches: &ArgMatches) -> Result<Vec<&'static dyn ReportWriter>, Problems> {
    edited(matches, formats(matches))
}

/// These formats in the edition requested through [`editions`].
///
/// # Errors
/// A format without such an edition.
pub fn edited(
    matches: &ArgMatches,
    mut chosen: Vec<&'static dyn ReportWriter>,
) -> Result<Vec<&'static dyn ReportWriter>, Problems> {
    let names = |of: &mut dyn Iterator<Item = &&'static dyn ReportWriter>| {
        of.map(|writer| writer.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut problems = Problems::default();
    if audience_of(matches).is_public() {
        let open = names(&mut chosen.iter().filter(|writer| !writer.knows_audiences()));
        if !open.is_empty() {
            problems.0.extend(mistake("cli.no-public-edition", &open).0);
        }
    }
    if matches.get_flag(SINGLE_FILE) {
        let is_able = |writer: &&&'static dyn ReportWriter| writer.as_single_file().is_some();
        if !chosen.iter().any(|writer| is_able(&writer)) {
            let able = names(&mut WRITERS.iter().filter(is_able));
            problems.0.extend(mistake("cli.no-single-file", &able).0);
        }
        for writer in &mut chosen {
            *writer = writer.as_single_file().unwrap_or(*writer);
        }
    }
    if problems.0.is_empty() {
        Ok(chosen)
    } else {
        Err(problems)
    }
}

/// A problem with arguments that concerns formats.
fn mistake(key: &str, formats: &str) -> Problems {
    let message = Bilingual::filled(key, &[("formats", &formats)]);
    Problems::one("ARG", "fachcheck", message)
}

/// The audience from a verb's arguments; without the argument, staff.
fn audience_of(matches: &ArgMatches) -> Audience {
    let name = matches.try_get_one::<String>(AUDIENCE).ok().flatten();
    name.and_then(|name| Audience::from_name(name))
        .unwrap_or_default()
}

/// How to write to standard output.
pub fn write_options(matches: &ArgMatches) -> WriteOptions {
    if let Some(said) = RuleAddresses::misnamed() {
        let said = crate::texts::harmless(&said);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &RULES_PAGE), ("value", &said)];
        note(filled(
            "cli.rules-page-wrong",
            language_of(matches),
            &values,
        ));
    }
    WriteOptions {
        language: language_of(matches),
        // The table library queries the terminal; `None` if there is none.
        width: comfy_table::Table::new().width(),
        colour: is_coloured(&io::stdout()),
        audience: audience_of(matches),
        rule_addresses: RuleAddresses::named(),
    }
}
