//! `procure new`: creates a dossier or a tender, or adds bidders to a tender.

use std::io::Write;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{argument, folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::cli::output;
use crate::problem::Problems;
use crate::procure::{
    Heading, Lot, Tender, TenderStart, bidder_id, frozen_files, questions, starter, tender_dossier,
    tender_starter,
};
use crate::rule::{Checklist, RuleBook};
use crate::texts::filled;

/// Arguments of `procure new`.
pub fn command() -> Command {
    Command::new("new")
        .arg(folder())
        .arg(fact("product", "NAME"))
        .arg(fact("product-version", "VERSION"))
        .arg(fact("vendor", "NAME"))
        .arg(fact("reference", "TEXT"))
        .arg(fact("buyer", "NAME"))
        .arg(several("bidder", "NAME"))
        .arg(several("lot", "NAME"))
        .arg(
            Arg::new("checklist")
                .long("checklist")
                .value_name("ID")
                .value_delimiter(',')
                .action(ArgAction::Append),
        )
        .arg(common::rules())
}

fn fact(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .default_value("")
        .hide_default_value(true)
}

fn several(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .action(ArgAction::Append)
}

fn fact_of(arguments: &ArgMatches, name: &str) -> String {
    let fact = arguments.get_one::<String>(name);
    fact.cloned().unwrap_or_default()
}

/// The arguments that say something about what is created.
const FACTS: [&str; 7] = [
    "product",
    "product-version",
    "vendor",
    "reference",
    "buyer",
    "lot",
    "checklist",
];

/// Refuses facts that would be dropped silently, and empty ones. `used`: those that go into the files. `key`: the sentence
/// that says where the others belong.
fn refuse_unused(arguments: &ArgMatches, used: &[&str], key: &str) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let folder = folder_of(arguments).display();
    for name in FACTS {
        if arguments.value_source(name) != Some(ValueSource::CommandLine) {
            continue;
        }
        let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &name), ("folder", &folder)];
        let mut given = arguments.get_many::<String>(name).into_iter().flatten();
        if !used.contains(&name) {
            problems.0.extend(argument(key, &values).0);
        } else if given.any(|value| value.trim().is_empty()) {
            let empty = argument("procure.new-empty", &values);
            problems.0.extend(empty.0);
        }
    }
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

/// Runs `procure new`.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let bidders = common::chosen(arguments, "bidder");
    match Tender::is_one(folder_of(arguments)) || !bidders.is_empty() {
        true => tender(arguments, &bidders),
        false => dossier(arguments),
    }
}

/// Creates a single bid.
fn dossier(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let used = [
        "product",
        "product-version",
        "vendor",
        "reference",
        "checklist",
    ];
    refuse_unused(arguments, &used, "procure.new-not-alone")?;
    let book = common::rule_book(arguments)?;
    let checklists = chosen(arguments, &book)?;
    let heading = Heading {
        product: fact_of(arguments, "product"),
        version: fact_of(arguments, "product-version"),
        vendor: fact_of(arguments, "vendor"),
        reference: fact_of(arguments, "reference"),
    };
    let ids: Vec<&str> = checklists.iter().map(|list| list.id.as_str()).collect();
    let questions = questions(checklists.iter().copied(), &book.legal);
    let files = starter(&heading, &ids, &questions, language).into_iter();
    let mut files: Vec<(String, String)> = files
        .map(|(name, content)| (name.to_owned(), content))
        .collect();
    files.extend(frozen_files(&checklists).map_err(std::io::Error::other)?);
    create(folder, &files)?;
    let next = filled("procure.begun", language, &[("folder", &folder.display())]);
    common::note(next);
    Ok(0)
}

/// Creates a tender with its bidders, or adds bidders to one.
fn tender(arguments: &ArgMatches, names: &[String]) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let ids = bidder_ids(names)?;
    let is_new = !Tender::is_one(folder);
    let mut files = Vec::new();
    let (asked, reference) = if is_new {
        let used = ["product", "reference", "buyer", "lot", "checklist"];
        refuse_unused(arguments, &used, "procure.new-not-tender")?;
        let checklists = chosen(arguments, &book)?;
        let questions = questions(checklists.iter().copied(), &book.legal);
        let lots = common::chosen(arguments, "lot");
        let start = TenderStart {
            name: fact_of(arguments, "product"),
            reference: fact_of(arguments, "reference"),
            buyer: fact_of(arguments, "buyer"),
            lots: (1..)
                .zip(lots)
                .map(|(number, name)| Lot {
                    id: number.to_string(),
                    name,
                })
                .collect(),
        };
        files = tender_starter(&start, &checklists, &questions, language)
            .map_err(std::io::Error::other)?;
        (questions, start.reference)
    } else {
        if names.is_empty() {
            let target = folder.join(crate::procure::TENDER_FILE);
            return Err(argument("procure.exists", &[("value", &target.display())]).into());
        }
        refuse_unused(arguments, &[], "procure.new-not-again")?;
        let tender = Tender::read_folder(folder, &book)?;
        let there = tender.bidders.iter().map(|(bidder, _)| bidder);
        let there = there.filter(|bidder| ids.iter().any(|(id, _)| id == *bidder));
        let problems: Vec<_> = there
            .flat_map(|bidder| argument("tender.bidder-there", &[("value", bidder)]).0)
            .collect();
        if !problems.is_empty() {
            return Err(Problems(problems).into());
        }
        (
            tender.questions,
            tender.heading.reference.unwrap_or_default(),
        )
    };
    for (id, name) in &ids {
        let heading = Heading {
            vendor: (*name).clone(),
            reference: reference.clone(),
            ..Heading::default()
        };
        files.extend(tender_dossier(id, &heading, &asked, language));
    }
    create(folder, &files)?;
    let next = match is_new {
        true => filled("tender.begun", language, &[("folder", &folder.display())]),
        false => {
            let added: Vec<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
            filled("tender.added", language, &[("bidders", &added.join(", "))])
        }
    };
    common::note(next);
    Ok(0)
}

/// Folder names of the bidders.
fn bidder_ids(names: &[String]) -> Result<Vec<(String, &String)>, Problems> {
    let mut ids: Vec<(String, &String)> = Vec::new();
    let mut problems = Problems::default();
    for name in names {
        let id = bidder_id(name);
        let key = match () {
            () if id.is_empty() => "tender.bidder-unnameable",
            () if ids.iter().any(|(other, _)| *other == id) => "tender.bidder-twice",
            () => {
                ids.push((id, name));
                continue;
            }
        };
        problems.0.extend(argument(key, &[("value", name)]).0);
    }
    match problems.0.is_empty() {
        true => Ok(ids),
        false => Err(problems),
    }
}

/// Writes new files, or none if one of them exists.
fn create(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let taken = files
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|target| target.symlink_metadata().is_ok())
        .flat_map(|target| argument("procure.exists", &[("value", &target.display())]).0);
    let problems = Problems(taken.collect());
    if !problems.0.is_empty() {
        return Err(problems.into());
    }
    let mut out = common::stdout();
    for (name, content) in files {
        let target = folder.join(name);
        // The file may have been created since the check above.
        output::create(&target, content.as_bytes())?;
        writeln!(out, "{}", target.display())?;
    }
    Ok(())
}

/// The requested checklists; by default all for procurement.
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
