//! `rules new`, `lint`, `test` and `checks`: for a team's own rules.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::check::{CHECKS, CheckKind, parameters};
use crate::cli::common::{self, Failure};
use crate::cli::output;
use crate::gender::Vocabulary;
use crate::problem::{Problems, nearest};
use crate::project::{CaseFailure, RuleCase};
use crate::rule::{FIXTURES, RuleBook, StarterRule, is_id, starter_rule};
use crate::texts::{Language, counted, filled, harmless, lookup, text};

/// The folder with the team's own rules.
pub fn folder() -> Arg {
    Arg::new("folder")
        .value_name("DIR")
        .default_value("fachcheck-rules")
        .value_parser(value_parser!(PathBuf))
}

/// Arguments of `rules new`.
pub fn new_command() -> Command {
    Command::new("new")
        .arg(Arg::new("id").value_name("ID").required(true))
        .arg(folder().long("dir"))
        .arg(
            Arg::new("check")
                .long("check")
                .value_name("CHECK")
                .default_value("selector")
                .value_parser(StarterRule::checks()),
        )
}

fn folder_of(matches: &ArgMatches) -> &Path {
    matches
        .get_one::<PathBuf>("folder")
        .map_or(Path::new("."), PathBuf::as_path)
}

/// Writes a working rule with its fixtures; never overwrites a file.
pub fn create(matches: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let id = matches.get_one::<String>("id").map_or("", String::as_str);
    if !is_id(id) {
        return Err(common::argument("cli.bad-rule-id", id, None).into());
    }
    let check = matches
        .get_one::<String>("check")
        .map_or("", String::as_str);
    let Some(starter) = starter_rule(check) else {
        return Ok(2);
    };
    let folder = folder_of(matches);
    let files: Vec<(PathBuf, String)> = starter
        .files(id, language)
        .into_iter()
        .map(|(path, content)| (folder.join(path), content))
        .collect();
    output::create_all(&files)?;
    for (path, _) in &files {
        let message = filled("cli.file-written", language, &[("path", &path.display())]);
        common::note(message);
    }
    if crate::rule::load(None).is_ok_and(|book| book.rules.contains_key(id)) {
        common::note(filled("cli.rule-replaces", language, &[("id", &id)]));
    }
    common::note(filled(
        "cli.rule-next",
        language,
        &[("folder", &folder.display())],
    ));
    Ok(0)
}

/// The rules of a folder added to the shipped ones, with their vocabulary.
fn load(folder: &Path) -> Result<(RuleBook, Vocabulary), Problems> {
    let book = crate::rule::load(Some(folder))?;
    let vocabulary = Vocabulary::load(&book.vocabulary)?;
    Ok((book, vocabulary))
}

/// Reports everything wrong with the files of a folder.
pub fn lint(matches: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let (book, _) = load(folder_of(matches))?;
    let count = book.rules.len() as u64;
    writeln!(out, "{}", counted("cli.rules-valid", language, count, &[]))?;
    Ok(0)
}

/// Runs the fixtures of a folder. Exit code 1 if a rule's outcome differs from the one in the name.
pub fn test(matches: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let folder = folder_of(matches);
    let (book, vocabulary) = load(folder)?;
    let book = Arc::new(book);
    let cases = RuleCase::all(&folder.join(FIXTURES));
    if cases.is_empty() {
        let place = folder.join(FIXTURES).display().to_string();
        let said = |language| text("cli.no-fixtures", language).to_owned();
        return Err(common::problem("RULE", &place, said).into());
    }
    let today = common::today_of(matches);
    let mut failed = 0;
    for case in &cases {
        let shown = harmless(&case.path.display().to_string());
        match case.verify(&book, &vocabulary, today) {
            Ok(()) => writeln!(out, "{} {shown}", text("cli.case-right", language))?,
            Err(failure) => {
                failed += 1;
                writeln!(out, "{} {shown}", text("cli.case-wrong", language))?;
                for line in lines(&failure, case, &book, language) {
                    writeln!(out, "  {}", harmless(&line))?;
                }
            }
        }
    }
    let values: [(&str, &dyn std::fmt::Display); 1] = [("failed", &failed)];
    let sum = counted("cli.cases", language, cases.len() as u64, &values);
    writeln!(out, "{sum}")?;
    let bare = book.rules.keys().filter(|id| {
        folder.join(format!("{id}.toml")).is_file() && cases.iter().all(|case| case.rule != **id)
    });
    for id in bare {
        writeln!(
            out,
            "{}",
            filled("cli.rule-without-cases", language, &[("id", id)])
        )?;
    }
    Ok(u8::from(failed > 0))
}

fn lines(
    failure: &CaseFailure,
    case: &RuleCase,
    book: &RuleBook,
    language: Language,
) -> Vec<String> {
    let outcome = |outcome: crate::outcome::Outcome| {
        lookup(&format!("report.outcome-{}", outcome.name()), language).unwrap_or(outcome.name())
    };
    match failure {
        CaseFailure::NoOutcome => {
            let known = RuleCase::outcomes().join("-, ") + "-";
            vec![filled(
                "cli.case-no-outcome",
                language,
                &[("known", &known)],
            )]
        }
        CaseFailure::NoRule => {
            let near = nearest(&case.rule, book.rules.keys().map(String::as_str));
            let hint = crate::problem::did_you_mean(near);
            let said = filled("rule.unknown-rule", language, &[("name", &case.rule)]);
            vec![said + hint.get(language)]
        }
        CaseFailure::NotRead(gaps) => gaps
            .iter()
            .map(|(reason, place)| format!("{place}: {}", reason.cause(language)))
            .collect(),
        CaseFailure::Other {
            expected,
            found,
            findings,
        } => {
            let values: [(&str, &dyn std::fmt::Display); 2] = [
                ("expected", &outcome(*expected)),
                ("found", &outcome(*found)),
            ];
            let mut lines = vec![filled("cli.case-other", language, &values)];
            let card = book.rules.get(&case.rule).map(|rule| &rule.card);
            lines.extend(findings.iter().map(|finding| {
                let said = card.map(|card| card.sentence(finding, language));
                format!("{}: {}", finding.place, said.unwrap_or_default())
            }));
            lines
        }
        CaseFailure::Inventory(problems) => {
            let problems = problems.0.iter();
            problems.map(|problem| problem.line(language)).collect()
        }
    }
}

/// Lists the algorithms, or describes what a rule file may state for one of them.
pub fn checks(name: Option<&str>, language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(name) = name else {
        for kind in CHECKS {
            let names: Vec<String> = parameters(kind).into_iter().map(|it| it.name).collect();
            writeln!(out, "{:<32} {}", kind.name, names.join(" "))?;
        }
        return Ok(());
    };
    let known = || CHECKS.iter().map(|kind| kind.name);
    let Some(kind) = CHECKS.iter().find(|kind| kind.name == name) else {
        let near = nearest(name, known());
        return Err(common::argument("cli.unknown-check", name, near).into());
    };
    write_check(kind, language, out)?;
    Ok(())
}

fn write_check(kind: &CheckKind, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", kind.name)?;
    let mut section = |key: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", text(key, language))?;
        lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
    };
    let parameters = parameters(kind).into_iter().map(|parameter| {
        let must = match parameter.required {
            true => text("cli.check-required", language),
            false => text("cli.check-optional", language),
        };
        let meaning = meaning(kind, &parameter.name, language);
        let kind = parameter.kind.words(language);
        match meaning {
            "" => format!("{} ({kind}; {must})", parameter.name),
            meaning => format!("{} ({kind}; {must}): {meaning}", parameter.name),
        }
    });
    section("cli.check-params", parameters.collect())?;
    let facts = kind.facts.iter().map(|fact| format!("{{{fact}}}"));
    section("cli.check-facts", facts.collect())?;
    let variants = kind
        .variants
        .iter()
        .map(|variant| format!("failed.{variant}"));
    section("cli.check-variants", variants.collect())
}

/// What a parameter means.
fn meaning(kind: &CheckKind, parameter: &str, language: Language) -> &'static str {
    lookup(&format!("check.{}--{parameter}", kind.name), language).unwrap_or_default()
}
