//! `audit`: the whole inventory.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output::Shelf;
use super::progress;
use super::watched::corridor;
use crate::inventory::{Inventory, LoadOptions, nearest};
use crate::problem::Problems;
use crate::record::{Notice, Scope};
use crate::report::Output;
use crate::run::Request;
use crate::source::{Limits, WalkOptions};
use crate::texts::{Bilingual, Language, filled};

/// Arguments of `audit`.
pub fn command() -> Command {
    Command::new("audit")
        .about("Audit the inventory and write remediation reports")
        .after_help(
            "Examples:\n  \
             fachcheck audit\n  \
             fachcheck audit --department KVR --format html,markdown\n  \
             fachcheck audit --only APP-0001 --lang en",
        )
        .arg(
            Arg::new("inventory")
                .long("inventory")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .default_value("inventory")
                .help("Inventory: a TOML file or a folder of them"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .default_value("reports")
                .help("Folder for reports; each run gets a folder of its day in it"),
        )
        .arg(common::filter("only", "ID", "Only these applications"))
        .arg(common::filter(
            "department",
            "ID",
            "Only applications of these departments",
        ))
        .arg(common::filter(
            "tag",
            "TAG",
            "Only applications with one of these tags",
        ))
        .arg(common::format("json,html,markdown,csv"))
        .arg(common::threshold())
        .arg(common::rules())
        .arg(common::online())
        .arg(common::include())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today())
}

/// Runs `audit`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let today = common::today_of(matches);
    let book = common::rule_book(matches)?;
    let path = matches
        .get_one::<PathBuf>("inventory")
        .map_or(Path::new("inventory"), PathBuf::as_path);
    let limits = Limits {
        online: matches.get_flag("online"),
        ..common::limits_of(matches)
    };
    let options = LoadOptions {
        allow_loopback: limits.allow_loopback,
        ..LoadOptions::on(today)
    };
    let (mut inventory, warnings) = Inventory::load(path, &options)?;
    let whole = inventory.applications.len();
    narrow(&mut inventory, matches)?;
    let complete = inventory.applications.len() == whole;
    let request = Request {
        inventory,
        notices: warnings.0.iter().map(Notice::from).collect(),
        book: book.into(),
        limits,
        scope: Scope::Audit,
        complete,
        walk: WalkOptions::default(),
        explain: false,
        include: common::include_of(matches),
        today,
    };
    // Before the work, so that a run of an hour is not lost to a folder it may not write to.
    let out = matches
        .get_one::<PathBuf>("out")
        .map_or(Path::new("reports"), PathBuf::as_path);
    let shelf = Shelf::claim(out)?;
    let report = corridor(request, matches)?;
    let options = common::write_options(matches);
    let mut files = Vec::new();
    for writer in common::formats(matches) {
        let folder = match writer.output() {
            Output::File(_) => Path::new(""),
            Output::Folder(name) => Path::new(name),
        };
        let written = writer.files(&report, &options)?.into_iter();
        files.extend(written.map(|(name, bytes)| (folder.join(name), bytes)));
    }
    let folder = shelf.put(&report.run.date, &files)?;
    if let Some(terminal) = crate::report::writer("terminal") {
        common::print(terminal, &report, &options)?;
    }
    if !matches.get_flag("quiet") {
        let first = folder.ends_with(&report.run.date);
        let key = match first {
            true => "cli.reports-written",
            false => "cli.reports-numbered",
        };
        let written = filled(key, options.language, &[("folder", &folder.display())]);
        writeln!(std::io::stderr(), "{written}")?;
    }
    Ok(crate::report::exit(&report, common::threshold_of(matches)) as u8)
}

/// Keeps the applications the user asked for. A filter that matches nothing is a mistake, never "all green".
fn narrow(inventory: &mut Inventory, matches: &ArgMatches) -> Result<(), Problems> {
    let chosen = |name: &str| -> Vec<String> {
        matches
            .get_many::<String>(name)
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    };
    let (only, departments, tags) = (chosen("only"), chosen("department"), chosen("tag"));
    let fits =
        |list: &[String], value: &str| list.is_empty() || list.iter().any(|item| item == value);
    let mut problems = Problems::default();
    for id in only
        .iter()
        .filter(|id| !inventory.applications.contains_key(*id))
    {
        let known = inventory.applications.keys().map(String::as_str);
        let unknown = argument("cli.unknown-application", id, nearest(id, known));
        problems.0.extend(unknown.0);
    }
    let known = |id: &str| {
        inventory.departments.contains_key(id)
            || inventory
                .applications
                .values()
                .any(|application| application.department == id)
    };
    for id in departments.iter().filter(|id| !known(id)) {
        let names = inventory.departments.keys().map(String::as_str);
        let unknown = argument("cli.unknown-department", id, nearest(id, names));
        problems.0.extend(unknown.0);
    }
    inventory.applications.retain(|id, application| {
        fits(&only, id)
            && fits(&departments, &application.department)
            && (tags.is_empty() || application.tags.iter().any(|tag| tags.contains(tag)))
    });
    if inventory.applications.is_empty() && problems.0.is_empty() {
        let filters = [only, departments, tags].concat().join(", ");
        problems
            .0
            .extend(argument("cli.nothing-selected", &filters, None).0);
    }
    if problems.0.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// A mistake in an argument, with what may have been meant.
fn argument(key: &str, value: &str, meant: Option<&str>) -> Problems {
    let message = |language| {
        let mistake = filled(key, language, &[("value", &value)]);
        match meant {
            Some(meant) => {
                let hint = filled("cli.meant", language, &[("value", &meant)]);
                format!("{mistake} {hint}")
            }
            None => mistake,
        }
    };
    Problems::one(
        "ARG",
        "fachcheck",
        Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        },
    )
}
