//! Options shared by several verbs, and how they are read.

mod formats;
mod streams;

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use jiff::civil::Date;

pub use self::formats::{
    edited, edited_formats, editions, format, format_for_file, formats, write_options,
};
pub use self::streams::{is_coloured, note, note_large_page, print, refuse_terminal, stdout};
use super::help::Expected;
use crate::inventory::KnownIds;
use crate::model::{Browser, Origin};
use crate::outcome::Severity;
use crate::problem::{Problems, did_you_mean, one_of};
use crate::record::Report;
use crate::rule::RuleBook;
use crate::source::Limits;
use crate::texts::{Bilingual, Language, lookup};

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

/// `--out`; `value` is what it names: a file or a folder.
pub fn out(value: &'static str) -> Arg {
    Arg::new("out")
        .long("out")
        .value_name(value)
        .value_parser(value_parser!(PathBuf))
}

/// `--write`, for verbs that otherwise only show what they would do.
pub fn write() -> Arg {
    Arg::new("write").long("write").action(ArgAction::SetTrue)
}

/// `--write`, and `--skip` for what people must look at first.
pub fn write_or_skip() -> [Arg; 2] {
    let skip = Arg::new("skip").long("skip").action(ArgAction::SetTrue);
    [write(), skip.requires("write")]
}

/// An argument that limits what a verb looks at.
pub fn filter(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_delimiter(',')
        .action(ArgAction::Append)
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
