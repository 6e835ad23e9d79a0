//! `fix`: prints suggested changes as a patch, or applies them to the files.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::common::{self, Failure};
use super::watched::corridor;
use super::{check, output};
use crate::gender::Vocabulary;
use crate::outcome::{Finding, Fingerprint, Severity};
use crate::problem::{Problem, Problems};
use crate::record::{Applicability, Report};
use crate::remedy::{
    Advice, ChangedFile, CheckedFiles, Obstacle, Suggestion, Unsettled, changed_files, suggest,
};
use crate::rule::RuleBook;
use crate::source::is_committed;
use crate::texts::{Language, counted, filled, harmless, text};

/// Arguments of `fix`.
pub fn command() -> Command {
    Command::new("fix")
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .required(true)
                .action(ArgAction::Append),
        )
        .arg(
            Arg::new("diff")
                .long("diff")
                .action(ArgAction::SetTrue)
                .conflicts_with("write"),
        )
        .arg(common::write())
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .requires("write"),
        )
        .arg(
            Arg::new("rule")
                .long("rule")
                .value_name("RULE")
                .value_delimiter(',')
                .action(ArgAction::Append),
        )
        .arg(
            Arg::new("mechanical")
                .long("mechanical")
                .action(ArgAction::SetTrue),
        )
        .arg(common::threshold())
        .args(check::project_arguments())
        .args(check::request_arguments())
}

/// Runs `fix`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    refuse_addresses(matches)?;
    let check::Settled {
        request,
        threshold,
        language,
        ..
    } = check::settle(matches)?;
    let wanted = common::chosen(matches, "rule");
    refuse_unknown(&wanted, &request.book)?;
    let book = request.book.clone();
    let texts = check::files_of(&request);
    let report = corridor(request, matches)?;
    let advice = advice(&report, &book, &texts)?;
    let mechanical = matches.get_flag("mechanical");
    let is_asked = |rule: &String| {
        let severity = book
            .rules
            .get(rule)
            .map_or(Severity::Advice, |rule| rule.card.severity);
        (wanted.is_empty() || wanted.contains(rule)) && severity >= threshold
    };
    let suggestions = advice.suggestions.iter();
    let (asked, skipped): (Vec<&Suggestion>, Vec<&Suggestion>) = suggestions
        .filter(|suggestion| is_asked(&suggestion.rule))
        .partition(|it| !mechanical || it.applicability == Applicability::Mechanical);
    // Suggestions tested together also work on their own; the others wait for the next run.
    let (now, later): (Vec<_>, Vec<_>) = asked.iter().partition(|suggestion| suggestion.together);
    let files = changed_files(now.iter().copied(), &texts);
    let write = matches.get_flag("write");
    if write {
        put(&files, &texts, matches)?;
    } else {
        print(&files)?;
    }
    for suggestion in &now {
        tell(&report, suggestion, language);
    }
    let unsettled = advice.unsettled.iter();
    let unsettled: Vec<&Unsettled> = unsettled.filter(|it| is_asked(&it.rule)).collect();
    tell_unsettled(&report, &unsettled, language);
    let failures: usize = failures_of(&report, &is_asked);
    let without = failures.saturating_sub(asked.len());
    let count = |key: &str, count: usize| counted(key, language, count as u64, &[]);
    common::note(filled(
        if write {
            "cli.fix-written"
        } else {
            "cli.fix-sum"
        },
        language,
        &[
            ("suggestions", &count("cli.fix-suggestions", now.len())),
            ("failures", &failures),
            ("with", &asked.len()),
            ("without", &without),
            ("files", &count("cli.fix-files", files.len())),
        ],
    ));
    // Why the rest has no suggestion: each failure is in one of these counts or in those of the obstacles above.
    let of_no_kind = without.saturating_sub(unsettled.len() + skipped.len());
    for (key, rest) in [
        ("cli.fix-later", later.len()),
        ("cli.fix-skipped", skipped.len()),
        ("cli.fix-of-no-kind", of_no_kind),
    ] {
        if rest > 0 {
            common::note(count(key, rest));
        }
    }
    Ok(u8::from(!write && !files.is_empty()))
}

/// Number of failures of the requested rules.
fn failures_of(report: &Report, is_asked: &dyn Fn(&String) -> bool) -> usize {
    let assertions = report.applications.iter().flat_map(|app| &app.assertions);
    let asked = assertions.filter(|assertion| is_asked(&assertion.rule));
    let findings = asked.flat_map(|assertion| &assertion.findings);
    findings.filter(|finding| finding.is_failure()).count()
}

/// Suggestions for all applications in a report.
fn advice(report: &Report, book: &RuleBook, texts: &CheckedFiles) -> Result<Advice, Problems> {
    let vocabulary = Vocabulary::load(&book.vocabulary)?;
    let mut all = Advice::default();
    for application in &report.applications {
        let advice = suggest(application, texts, book, &vocabulary);
        all.suggestions.extend(advice.suggestions);
        all.unsettled.extend(advice.unsettled);
    }
    Ok(all)
}

/// Suggestions change files; web pages and databases are changed elsewhere.
fn refuse_addresses(matches: &ArgMatches) -> Result<(), Problems> {
    let paths = matches.get_many::<String>("path").into_iter().flatten();
    let wrong: Vec<Problem> = paths
        .filter(|path| !Path::new(path.as_str()).exists())
        .flat_map(|path| {
            let key = match path.contains(':') {
                true => "cli.fix-files-only",
                false => "cli.no-such-path",
            };
            common::argument(key, path, None).0
        })
        .collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Problems(wrong)),
    }
}

fn refuse_unknown(wanted: &[String], book: &RuleBook) -> Result<(), Problems> {
    let unknown = wanted
        .iter()
        .filter(|rule| !book.rules.contains_key(rule.as_str()));
    let problems: Vec<Problem> = unknown
        .flat_map(|rule| {
            let known = book.rules.keys().map(String::as_str);
            common::argument(
                "cli.unknown-rule",
                rule,
                crate::problem::nearest(rule, known),
            )
            .0
        })
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Problems(problems)),
    }
}

/// Prints the patch: unchanged for programs, without control characters for people.
fn print(files: &[ChangedFile]) -> Result<(), Failure> {
    let mut out = common::stdout();
    let for_people = std::io::stdout().is_terminal();
    for file in files {
        match for_people {
            true => {
                for line in file.diff.lines() {
                    writeln!(out, "{}", harmless(line.trim_end_matches('\r')))?;
                }
            }
            false => out.write_all(file.diff.as_bytes())?,
        }
    }
    Ok(out.flush()?)
}

/// Writes the files, all or none: only below the given paths, only if the file is unchanged since it was judged, and
/// only if git can restore it.
fn put(files: &[ChangedFile], texts: &CheckedFiles, matches: &ArgMatches) -> Result<(), Problems> {
    let roots: Vec<PathBuf> = matches
        .get_many::<String>("path")
        .into_iter()
        .flatten()
        .filter_map(|path| Path::new(path).canonicalize().ok())
        .collect();
    let mut problems = Vec::new();
    let mut wrong = |file: &ChangedFile, key: &str| {
        problems.extend(
            common::problem("FIX", &file.document, |language| {
                text(key, language).to_owned()
            })
            .0,
        );
    };
    for file in files {
        let path = &texts.file(&file.document);
        let real = path.canonicalize().ok();
        let inside = real
            .as_ref()
            .is_some_and(|real| roots.iter().any(|root| real.starts_with(root)));
        if !inside || path.is_symlink() {
            wrong(file, "cli.fix-outside");
        } else if std::fs::read(path).ok().as_deref() != Some(file.bytes_before.as_slice()) {
            wrong(file, "cli.fix-changed");
        } else if !matches.get_flag("force") {
            match is_committed(path, file.bytes_before.len() as u64) {
                Ok(true) => {}
                Ok(false) => wrong(file, "cli.fix-uncommitted"),
                Err(_) => wrong(file, "cli.fix-no-repository"),
            }
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let all: Vec<(PathBuf, Vec<u8>)> = files
        .iter()
        .map(|file| (texts.file(&file.document), file.bytes_after.clone()))
        .collect();
    output::replace_contents(&all)
}

/// The place of a finding.
fn place_of(report: &Report, finding: &Fingerprint) -> String {
    let mut findings = report.applications.iter().flat_map(|app| app.findings());
    let found = findings.find(|it: &&Finding| it.fingerprint == *finding);
    found
        .map(|found| found.place.to_string())
        .unwrap_or_default()
}

/// Reports why findings that suggestions might settle have none: each reason once, with its places.
fn tell_unsettled(report: &Report, unsettled: &[&Unsettled], language: Language) {
    const MOST_PLACES: usize = 12;
    let mut by_obstacle: BTreeMap<Obstacle, Vec<&Unsettled>> = BTreeMap::new();
    for one in unsettled {
        by_obstacle.entry(one.obstacle).or_default().push(one);
    }
    for (obstacle, of_it) in by_obstacle {
        let sentence = obstacle.sentence();
        let count = counted("cli.fix-unsettled", language, of_it.len() as u64, &[]);
        common::note(format_args!("{count} {}", sentence.get(language)));
        for one in of_it.iter().take(MOST_PLACES) {
            let place = place_of(report, &one.finding);
            let elsewhere = one.at.as_ref().map(ToString::to_string);
            let elsewhere = elsewhere.filter(|at| *at != place);
            let at = elsewhere.map(|at| format!(" ({at})")).unwrap_or_default();
            let line = format!("  {place}{at} [{}]", one.rule);
            common::note(harmless(&line));
        }
        let more = of_it.len().saturating_sub(MOST_PLACES) as u64;
        if more > 0 {
            common::note(counted("cli.fix-more", language, more, &[]));
        }
    }
}

/// Describes a suggestion and the decisions it leaves to people.
fn tell(report: &Report, suggestion: &Suggestion, language: Language) {
    let place = place_of(report, &suggestion.finding);
    let title = suggestion.title();
    common::note(format_args!(
        "{}: {} [{}]",
        harmless(&place),
        title.get(language),
        suggestion.rule
    ));
    for decision in &suggestion.decisions {
        common::note(format_args!("  - {}", harmless(decision.get(language))));
    }
}
