//! `procure`: begin a bidder's dossier and judge it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use super::progress;
use super::watched::corridor;
use crate::problem::Problems;
use crate::procure::{Bid, Form, Heading, exit, judge, questions, starter, summary, write};
use crate::record::Scope;
use crate::rule::{Checklist, RuleBook};
use crate::run::Request;
use crate::source::{Limits, WalkOptions};
use crate::texts::{Bilingual, Language, filled};

/// Arguments of `procure`.
pub fn command() -> Command {
    Command::new("procure")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(new_command())
        .subcommand(check_command())
}

fn new_command() -> Command {
    Command::new("new")
        .arg(folder())
        .arg(fact("product", "NAME"))
        .arg(fact("product-version", "VERSION"))
        .arg(fact("vendor", "NAME"))
        .arg(fact("reference", "TEXT"))
        .arg(
            Arg::new("checklist")
                .long("checklist")
                .value_name("ID")
                .value_delimiter(',')
                .action(ArgAction::Append),
        )
        .arg(common::rules())
}

fn check_command() -> Command {
    Command::new("check")
        .arg(folder())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(Form::ALL.map(Form::name))
                .default_value("markdown,html"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::rules())
        .arg(common::online())
        .arg(common::include())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today())
}

fn folder() -> Arg {
    Arg::new("folder")
        .value_name("DIR")
        .required(true)
        .value_parser(value_parser!(PathBuf))
}

fn fact(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .default_value("")
        .hide_default_value(true)
}

/// Runs `procure`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("new", arguments)) => new(arguments),
        Some(("check", arguments)) => check(arguments),
        _ => Ok(2),
    }
}

fn folder_of(arguments: &ArgMatches) -> &Path {
    arguments
        .get_one::<PathBuf>("folder")
        .map_or(Path::new("."), PathBuf::as_path)
}

fn new(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let checklists = chosen(arguments, &book)?;
    let fact = |name: &str| {
        arguments
            .get_one::<String>(name)
            .cloned()
            .unwrap_or_default()
    };
    let heading = Heading {
        product: fact("product"),
        version: fact("product-version"),
        vendor: fact("vendor"),
        reference: fact("reference"),
    };
    let ids: Vec<&str> = checklists.iter().map(|list| list.id.as_str()).collect();
    let questions = questions(checklists.iter().copied(), &book.legal);
    let files = starter(&heading, &ids, &questions, language);
    let taken = files
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|target| target.symlink_metadata().is_ok())
        .flat_map(|target| {
            let target = target.to_string_lossy().into_owned();
            argument("procure.exists", &[("value", &target)]).0
        });
    let problems = Problems(taken.collect());
    if !problems.0.is_empty() {
        return Err(problems.into());
    }
    let mut out = common::stdout();
    for (name, content) in &files {
        let target = folder.join(name);
        // Between the look above and here somebody else may have written the file.
        output::create(&target, content.as_bytes())?;
        writeln!(out, "{}", target.display())?;
    }
    let next = filled("procure.begun", language, &[("folder", &folder.display())]);
    common::note(next);
    Ok(0)
}

fn check(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let bid = Bid::read_folder(folder, &book)?;
    let request = Request {
        inventory: bid.inventory(folder),
        notices: Vec::new(),
        book: book.into(),
        limits: Limits {
            online: arguments.get_flag("online"),
            ..common::limits_of(arguments)
        },
        scope: Scope::Procurement,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: common::include_of(arguments),
        today: common::today_of(arguments),
    };
    let report = corridor(request, arguments)?;
    let verdict = judge(&bid, &report);
    let target = arguments
        .get_one::<PathBuf>("out")
        .cloned()
        .unwrap_or_else(|| folder.join("verdict"));
    let forms = forms(arguments);
    let files: Vec<PathBuf> = forms.iter().map(|form| target.join(form.file())).collect();
    // A dossier comes from outside: a link in it could lead to any file of ours.
    refuse_links([&target].into_iter().chain(&files))?;
    output::make_folder(&target)?;
    let mut written = Vec::new();
    for (form, file) in forms.into_iter().zip(&files) {
        output::replace(file, write(&verdict, form, language)?.as_bytes())?;
        written.push(file.display().to_string());
    }
    let summary = summary(&verdict, language);
    writeln!(common::stdout(), "{summary}")?;
    if !arguments.get_flag("quiet") {
        let files = written.join(", ");
        let note = filled("procure.verdict-written", language, &[("files", &files)]);
        common::note(note);
    }
    Ok(exit(&verdict) as u8)
}

fn refuse_links<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), Problems> {
    let links = paths
        .filter(|path| path.is_symlink())
        .flat_map(|path| argument("procure.verdict-link", &[("value", &path.display())]).0);
    let problems = Problems(links.collect());
    if problems.0.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// The chosen forms, each once.
fn forms(arguments: &ArgMatches) -> Vec<Form> {
    let chosen: Vec<&String> = arguments
        .get_many::<String>("format")
        .into_iter()
        .flatten()
        .collect();
    let wanted = |form: &Form| chosen.iter().any(|name| *name == form.name());
    Form::ALL.into_iter().filter(wanted).collect()
}

/// The checklists the user asked for; without a choice all for procurement.
fn chosen<'b>(arguments: &ArgMatches, book: &'b RuleBook) -> Result<Vec<&'b Checklist>, Problems> {
    let all: Vec<&Checklist> = book
        .checklists
        .iter()
        .filter(|list| list.procurement)
        .collect();
    let Some(ids) = arguments.get_many::<String>("checklist") else {
        return Ok(all);
    };
    let known: Vec<&str> = all.iter().map(|list| list.id.as_str()).collect();
    let known = known.join(", ");
    let mut problems = Problems::default();
    let mut chosen: Vec<&Checklist> = Vec::new();
    for id in ids {
        match all.iter().find(|list| list.id == *id) {
            Some(list) if chosen.iter().any(|other| other.id == list.id) => {}
            Some(list) => chosen.push(list),
            None => problems.0.extend(
                argument(
                    "procure.no-such-checklist",
                    &[("value", id), ("known", &known)],
                )
                .0,
            ),
        }
    }
    if problems.0.is_empty() {
        Ok(chosen)
    } else {
        Err(problems)
    }
}

fn argument(key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> Problems {
    let message = |language| filled(key, language, values);
    let message = Bilingual {
        de: message(Language::De),
        en: message(Language::En),
    };
    Problems::one("ARG", "procure", message)
}
