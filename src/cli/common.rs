//! Options shared by several verbs, and how they are read.

use std::io::{self, IsTerminal, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use jiff::civil::Date;

use super::help::Expected;
use crate::inventory::KnownIds;
use crate::model::{Browser, Origin};
use crate::outcome::Severity;
use crate::problem::{Problems, did_you_mean, one_of};
use crate::record::Report;
use crate::report::{Audience, ReportWriter, WRITERS, WriteOptions};
use crate::rule::{RULES_PAGE, RuleAddresses, RuleBook};
use crate::source::Limits;
use crate::texts::{Bilingual, Language, filled, lookup};

/// Why a verb could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// All mistakes of the user.
    Problems(Problems),
    /// Output could not be written.
    Output(io::Error),
    /// Not a failure: this process only searched for what crashed another one, and has no output.
    Searched,
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Code that writes files reports itself which one failed.
        match error.downcast::<Problems>() {
            Ok(problems) => Self::Problems(problems),
            Err(error) => Self::Output(error),
        }
    }
}

/// `--lang`, on every verb.
pub fn language() -> Arg {
    Arg::new("lang")
        .long("lang")
        .global(true)
        .value_name("LANG")
        .value_parser(["de", "en"])
        .default_value("de")
}

/// The language of a verb's arguments.
pub fn language_of(matches: &ArgMatches) -> Language {
    match matches.get_one::<String>("lang").map(String::as_str) {
        Some("en") => Language::En,
        _ => Language::De,
    }
}

/// `--rules`.
pub fn rules() -> Arg {
    Arg::new("rules")
        .long("rules")
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf))
}

/// The rule book of a verb's arguments.
///
/// # Errors
/// All mistakes in rule files.
pub fn rule_book(matches: &ArgMatches) -> Result<RuleBook, Problems> {
    crate::rule::load(matches.get_one::<PathBuf>("rules").map(PathBuf::as_path))
}

/// `--checklist`, for verbs that run: adds optional checklists.
pub fn requested_checklists() -> Arg {
    filter("checklist", "ID")
}

/// The rule book of a verb's arguments, with the optional checklists they request, if the verb supports that.
///
/// # Errors
/// All mistakes in rule files, and unknown checklists.
pub fn rule_book_with_checklists(matches: &ArgMatches) -> Result<RuleBook, Problems> {
    let mut book = rule_book(matches)?;
    let mut problems = Problems::default();
    let requested = matches.try_get_many::<String>("checklist").ok().flatten();
    for id in requested.into_iter().flatten() {
        if let Err(known) = book.request_checklist(id) {
            let wrong = argument_among("cli.unknown-checklist", id, known);
            problems.0.extend(wrong.0);
        }
    }
    match problems.0.is_empty() {
        true => Ok(book),
        false => Err(problems),
    }
}

/// What the answers of a report are about, if the report is too old to say which questions they settled: a question is
/// not listed because its answer is in force, which is no reason to drop the answer.
fn answers_in_force(report: &Report) -> impl Iterator<Item = String> {
    let mut applications = report.applications.iter();
    let tells = applications.any(|application| !application.answered.is_empty());
    let older = report.applications.iter().filter(move |_| !tells);
    let answers = older.flat_map(|application| &application.answers);
    answers.map(|answer| answer.about.clone())
}

/// Ids that answers and waivers may refer to: those of the rule book, and the findings of a report.
pub fn known_ids(book: &RuleBook, report: Option<&Report>) -> KnownIds {
    let rules = book.rules.values();
    let lists = book.checklists.iter();
    let findings = report.map(|report| {
        let applications = report.applications.iter();
        let told = applications.flat_map(|application| {
            let waived = application.waived.iter().map(|waived| &waived.finding);
            let answered = application.answered.iter().map(|one| &one.finding);
            application.findings().chain(waived).chain(answered)
        });
        let told = told.map(|finding| finding.fingerprint.to_string());
        told.chain(answers_in_force(report)).collect()
    });
    KnownIds {
        rules: rules
            .flat_map(|rule| [&rule.card.id].into_iter().chain(&rule.card.aliases))
            .cloned()
            .collect(),
        criteria: lists
            .flat_map(|list| {
                let criteria = list.criteria.iter();
                criteria.map(|criterion| format!("{}/{}", list.id, criterion.id))
            })
            .collect(),
        findings,
    }
}

/// `--inventory`.
pub fn inventory() -> Arg {
    Arg::new("inventory")
        .long("inventory")
        .value_name("PATH")
        .value_parser(value_parser!(PathBuf))
        .default_value("inventory")
}

/// The inventory of a verb's arguments.
pub fn inventory_of(matches: &ArgMatches) -> &Path {
    matches
        .get_one::<PathBuf>("inventory")
        .map_or(Path::new("inventory"), PathBuf::as_path)
}

/// The values of a filter.
pub fn chosen(matches: &ArgMatches, name: &str) -> Vec<String> {
    let values = matches.get_many::<String>(name).into_iter().flatten();
    values.cloned().collect()
}

/// A problem with its sentence in both languages.
pub fn problem(code: &str, file: &str, sentence: impl Fn(Language) -> String) -> Problems {
    let message = Bilingual::of(sentence);
    Problems::one(code, file, message)
}

/// A problem with an argument, with a suggestion.
pub fn argument(key: &str, value: &str, near: Option<&str>) -> Problems {
    let message = Bilingual::filled(key, &[("value", &value)]);
    Problems::one("ARG", "fachcheck", message.followed_by(&did_you_mean(near)))
}

/// Like [`argument`], if all valid values are known: suggests the nearest one or, if none is near, lists them.
pub fn argument_among<'k>(
    key: &str,
    value: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Problems {
    let message = Bilingual::filled(key, &[("value", &value)]);
    Problems::one(
        "ARG",
        "fachcheck",
        message.followed_by(&one_of(value, known)),
    )
}

/// `--include`.
pub fn include() -> Arg {
    Arg::new("include")
        .long("include")
        .value_name("PART")
        .value_delimiter(',')
        .action(ArgAction::Append)
        .value_parser(["tests", "generated", "history"])
}

/// The origins to judge besides the application's own work.
pub fn include_of(matches: &ArgMatches) -> Vec<Origin> {
    let parts = matches.get_many::<String>("include").into_iter().flatten();
    let origins = parts.flat_map(|part| match part.as_str() {
        "tests" => [Origin::Test, Origin::Demo].as_slice(),
        "generated" => [Origin::Generated, Origin::Vendored].as_slice(),
        _ => [Origin::History].as_slice(),
    });
    origins.copied().collect()
}

/// `--browser`.
pub fn browser() -> Arg {
    Arg::new(BROWSER)
        .long(BROWSER)
        .value_name("BROWSER")
        .value_parser(Browser::NAMES)
}

const BROWSER: &str = "browser";

/// The layout engine from a verb's arguments, if stated.
///
/// # Errors
/// This program was built without it.
pub fn browser_of(matches: &ArgMatches) -> Result<Option<Browser>, Problems> {
    // Not every verb that uses settings has this argument.
    let Some(name) = matches.try_get_one::<String>(BROWSER).ok().flatten() else {
        return Ok(None);
    };
    match Browser::from_name(name) {
        Some(browser) if browser.is_built_in() => Ok(Some(browser)),
        _ => Err(argument("cli.browser-not-built-in", name, None)),
    }
}

/// An argument that limits what a verb looks at.
pub fn filter(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_delimiter(',')
        .action(ArgAction::Append)
}

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

/// `--threshold`.
pub fn threshold() -> Arg {
    Arg::new("threshold")
        .long("threshold")
        .value_name("SEVERITY")
        .value_parser(Severity::ALL.map(|severity| {
            // Reports print these words, so they are accepted.
            PossibleValue::new(severity.name()).alias(severity_in_german(severity))
        }))
        .ignore_case(true)
        .default_value("minor")
}

/// The threshold of a verb's arguments.
pub fn threshold_of(matches: &ArgMatches) -> Severity {
    let Some(name) = matches.get_one::<String>("threshold") else {
        return Severity::Minor;
    };
    let name = name.to_lowercase();
    let means = |severity: &Severity| {
        [severity.name(), severity_in_german(*severity)]
            .iter()
            .any(|word| word.to_lowercase() == name)
    };
    Severity::ALL
        .into_iter()
        .find(means)
        .unwrap_or(Severity::Minor)
}

fn severity_in_german(severity: Severity) -> &'static str {
    let key = format!("report.severity-{}", severity.name());
    lookup(&key, Language::De).unwrap_or(severity.name())
}

/// `--online`, for verbs that stay offline unless asked.
pub fn online() -> Arg {
    Arg::new("online").long("online").action(ArgAction::SetTrue)
}

/// `--offline`, for verbs that fetch URLs by default.
pub fn offline() -> Arg {
    Arg::new("offline")
        .long("offline")
        .action(ArgAction::SetTrue)
}

/// Limits on everything from outside.
pub fn limits() -> [Arg; 3] {
    [
        Arg::new("allow-loopback")
            .long("allow-loopback")
            .action(ArgAction::SetTrue),
        Arg::new("max-size")
            .long("max-size")
            .value_name("MIB")
            .value_parser(number(1..=4096))
            .default_value("32"),
        Arg::new("timeout")
            .long("timeout")
            .value_name("SECONDS")
            .value_parser(number(1..=3600))
            .default_value("30"),
    ]
}

/// A parser for integers in a range.
fn number(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<u64, Expected> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok();
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                let (least, most) = (range.start(), range.end());
                Expected::new("help.expected-number", &[("least", least), ("most", most)])
            })
    }
}

/// The limits of a verb's arguments.
pub fn limits_of(matches: &ArgMatches) -> Limits {
    let number = |name| matches.get_one::<u64>(name).copied();
    let standard = Limits::default();
    Limits {
        allow_loopback: matches.get_flag("allow-loopback"),
        max_bytes: number("max-size").map_or(standard.max_bytes, |mib| mib * 1024 * 1024),
        timeout: number("timeout").map_or(standard.timeout, Duration::from_secs),
        ..standard
    }
}

/// `--today`: sets the date, so that runs can be repeated byte for byte.
pub fn today() -> Arg {
    Arg::new("today")
        .long("today")
        .value_name("DATE")
        .value_parser(|text: &str| {
            text.parse::<Date>()
                .map_err(|_| Expected::new("help.expected-date", &[]))
        })
}

/// The date of the run.
pub fn today_of(matches: &ArgMatches) -> Date {
    matches
        .get_one::<Date>("today")
        .copied()
        .unwrap_or_else(this_day)
}

/// The current date.
pub fn this_day() -> Date {
    jiff::Zoned::now().date()
}

/// Writes a report to standard output.
///
/// # Errors
/// I/O errors except for a closed pipe; the format cannot be shown on a terminal.
pub fn print(writer: &dyn ReportWriter, report: &Report, options: &WriteOptions) -> io::Result<()> {
    refuse_terminal(writer.name(), writer.is_text()).map_err(io::Error::other)?;
    let mut out = stdout();
    writer.write(report, options, &mut out)?;
    out.flush()
}

/// Applications that a browser shows on one page without delay.
const ON_ONE_PAGE: usize = 100;

/// Warns of a single page that browsers hardly show, and names the way out.
pub fn note_large_page(writer: &dyn ReportWriter, report: &Report, options: &WriteOptions) {
    let count = report.applications.len();
    if writer.fills_one_page() && count > ON_ONE_PAGE && !options.audience.is_public() {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &count)];
        note(filled("cli.page-of-many", options.language, &values));
    }
}

/// Rejects writing machine-readable formats to a terminal.
///
/// # Errors
/// A problem that says how to write to a file.
pub fn refuse_terminal(format: &str, is_text: bool) -> Result<(), Problems> {
    match is_text || !io::stdout().is_terminal() {
        true => Ok(()),
        false => Err(not_for_terminals(format)),
    }
}

fn not_for_terminals(format: &str) -> Problems {
    let message = Bilingual::filled("cli.not-for-terminals", &[("format", &format)]);
    Problems::one("ARG", "--format", message)
}

/// Standard output. If the reader closes the pipe (`| head`), the rest is dropped, and the exit code still reflects the
/// findings.
pub fn stdout() -> impl Write {
    Patient {
        out: io::stdout().lock(),
        is_closed: false,
    }
}

/// Writes a note to standard error, ignoring errors.
pub fn note(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes until the reader closes the pipe.
struct Patient<W> {
    out: W,
    is_closed: bool,
}

impl<W> Patient<W> {
    fn unless_closed<T>(&mut self, written: io::Result<T>, dropped: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(dropped)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_closed(flushed, ())
    }
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

/// Whether a stream is a terminal whose user wants colour.
pub fn is_coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_for_programs_name_the_way_to_a_file() {
        let problems = not_for_terminals("docx");
        let line = problems.0[0].line(Language::De);
        assert!(line.contains("„docx“") && line.contains("--out"), "{line}");
    }
}
