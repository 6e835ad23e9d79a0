//! `procure questions`: sends questions to bidders as workbook and form, and takes their answers back into the
//! dossiers.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::desk::Desk;
use super::{argument, folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::cli::returned::ReturnedFiles;
use crate::cli::{output, questions};
use crate::form::Cell;
use crate::problem::Problems;
use crate::procure::Tender;
use crate::procure::form::{BidReply, FormFact, Taken, bid_page, bid_reply, bid_workbook, take};
use crate::report::Exit;
use crate::rule::RuleBook;
use crate::texts::{Language, filled, harmless, text};

/// Arguments of `procure questions`.
pub fn command() -> Command {
    let export = Command::new("export")
        .arg(folder())
        .arg(common::filter("bidder", "ID"))
        .arg(common::out("DIR"))
        .arg(common::rules())
        .arg(common::today());
    let import = Command::new("import")
        .arg(folder())
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(Arg::new("bidder").long("bidder").value_name("ID"))
        .args(common::write_or_skip())
        .arg(common::rules());
    Command::new("questions")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(export)
        .subcommand(import)
}

/// Runs `procure questions`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("export", arguments)) => export(arguments),
        Some(("import", arguments)) => import(arguments),
        _ => Ok(2),
    }
}

fn export(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let asked = common::chosen(arguments, "bidder");
    let desks = match Tender::is_one(folder) {
        true => {
            let tender = Tender::read_folder(folder, &book)?;
            for bidder in &asked {
                refuse_unknown(&tender, bidder)?;
            }
            let bidders = tender.bidders.iter().map(|(bidder, _)| bidder);
            let wanted = bidders.filter(|one| asked.is_empty() || asked.contains(one));
            all(wanted.map(|bidder| Desk::of_tender(&tender, bidder, &book)))?
        }
        false => vec![Desk::open(folder, &book)?],
    };
    let target = arguments.get_one::<PathBuf>("out").cloned();
    let target = target.unwrap_or_else(|| folder.join("questionnaires"));
    let day = common::today_of(arguments).to_string();
    let mut files = Vec::new();
    for desk in &desks {
        let form = desk.form(day.clone());
        let book = bid_workbook(&form, language).map_err(io::Error::other)?;
        let page = bid_page(&form, language).map_err(io::Error::other)?;
        for (kind, bytes) in [("xlsx", book), ("html", page.into_bytes())] {
            files.push((target.join(format!("{}.{kind}", desk.bidder)), bytes));
        }
    }
    // One of them may have been filled in meanwhile.
    let taken = files
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok());
    let taken: Vec<_> = taken
        .flat_map(|(path, _)| argument("procure.exists", &[("value", &path.display())]).0)
        .collect();
    if !taken.is_empty() {
        return Err(Problems(taken).into());
    }
    output::replace_all(&files)?;
    let mut out = common::stdout();
    for (path, _) in &files {
        writeln!(out, "{}", path.display())?;
    }
    let folder = folder_of(arguments).display();
    let next = filled("tender.exported-next", language, &[("folder", &folder)]);
    common::note(next);
    Ok(0)
}

/// All values, or all mistakes.
fn all<T>(results: impl Iterator<Item = Result<T, Problems>>) -> Result<Vec<T>, Problems> {
    let mut values = Vec::new();
    let mut problems = Problems::default();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(more) => problems.0.extend(more.0),
        }
    }
    match problems.0.is_empty() {
        true => Ok(values),
        false => Err(problems),
    }
}

fn refuse_unknown(tender: &Tender, bidder: &str) -> Result<(), Problems> {
    let ids = || tender.bidders.iter().map(|(id, _)| id.as_str());
    if ids().any(|id| id == bidder) {
        return Ok(());
    }
    Err(common::argument_among("tender.no-bidder", bidder, ids()))
}

fn import(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let named = arguments.get_many::<PathBuf>("file").into_iter().flatten();
    let named: Vec<&PathBuf> = named.collect();
    let returned = ReturnedFiles::of(named.into_iter(), "FORM");
    let empty: Vec<_> = returned
        .empty
        .iter()
        .flat_map(|path| argument("tender.no-files", &[("value", &path.display())]).0)
        .collect();
    if !empty.is_empty() {
        return Err(Problems(empty).into());
    }
    for problem in &returned.passed_over {
        common::note(problem.line(language));
    }
    let tender = match Tender::is_one(folder) {
        true => Some(Tender::read_folder(folder, &book)?),
        false => None,
    };
    let bidder = arguments.get_one::<String>("bidder");
    if let (Some(tender), Some(bidder)) = (&tender, bidder) {
        refuse_unknown(tender, bidder)?;
    }
    let mut desks = Vec::new();
    let mut seen: BTreeMap<String, BidReply> = BTreeMap::new();
    let mut mistakes = false;
    let mut out = common::stdout();
    for path in &returned.files {
        // A file without a bidder does not prevent reading the others.
        let read = read(path).and_then(|reply| {
            let desk = desk(&reply, bidder, tender.as_ref(), folder, &book)?;
            Ok((reply, desk))
        });
        let (reply, mut desk) = match read {
            Ok(read) => read,
            Err(problems) => {
                for problem in problems.0 {
                    common::note(problem.line(language));
                }
                mistakes = true;
                continue;
            }
        };
        if let Some(first) = seen.get(&desk.bidder) {
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("file", &harmless(&reply.file)),
                ("bidder", &desk.bidder),
                ("first", &harmless(&first.file)),
            ];
            if says_the_same(first, &reply) {
                common::note(filled("tender.reply-copy", language, &values));
                continue;
            }
            return Err(argument("tender.reply-second", &values).into());
        }
        let taken = take(&reply, &desk.questions);
        seen.insert(desk.bidder.clone(), reply);
        let lines = Problems(taken.problems.clone()).grouped(language, usize::MAX);
        for line in lines.notices.into_iter().chain(lines.errors) {
            common::note(line);
        }
        mistakes |= taken.has_mistakes();
        writeln!(out, "{}", enter(&mut desk, taken, language))?;
        desks.push(desk);
    }
    if mistakes && !arguments.get_flag("skip") {
        common::note(text("tender.import-mistakes", language));
        return Ok(2);
    }
    if !arguments.get_flag("write") {
        writeln!(out, "{}", text("tender.import-dry", language))?;
        return Ok(0);
    }
    let mut files = Vec::new();
    for desk in &desks {
        files.extend(desk.files(language)?);
    }
    // Only what differs is written, and named as written.
    files.retain(|(path, bytes)| std::fs::read(path).ok().as_ref() != Some(bytes));
    output::replace_all(&files)?;
    for (path, _) in &files {
        writeln!(out, "{}", path.display())?;
    }
    // As with the questions of departments: what was left out is not done.
    Ok(match mistakes {
        true => Exit::Incomplete as u8,
        false => Exit::Clean as u8,
    })
}

fn read(path: &Path) -> Result<BidReply, Problems> {
    let bytes = questions::read(path)?;
    bid_reply(&path.display().to_string(), &bytes)
}

/// Whether two files of a bidder say the same, wherever they say it: a copy under another name.
fn says_the_same(first: &BidReply, second: &BidReply) -> bool {
    let facts = |reply: &BidReply| -> Vec<(FormFact, String)> {
        let facts = reply.facts.iter();
        facts
            .map(|(fact, cell)| (*fact, cell.text.clone()))
            .collect()
    };
    let rows = |reply: &BidReply| -> Vec<[(String, bool); 4]> {
        let said = |cell: &Cell| (cell.text.clone(), cell.not_computed);
        let rows = reply.rows.iter();
        rows.map(|row| [&row.id, &row.answer, &row.explanation, &row.evidence].map(said))
            .collect()
    };
    facts(first) == facts(second) && rows(first) == rows(second)
}

/// Problems with what a returned file says, at that file.
fn of_file(mut problems: Problems, file: &str) -> Problems {
    for problem in &mut problems.0 {
        "FORM".clone_into(&mut problem.code);
        problem.file = harmless(file);
    }
    problems
}

/// The dossier a form belongs to.
fn desk(
    reply: &BidReply,
    bidder: Option<&String>,
    tender: Option<&Tender>,
    folder: &Path,
    book: &RuleBook,
) -> Result<Desk, Problems> {
    let Some(tender) = tender else {
        return Desk::open(folder, book);
    };
    let bidder = bidder.unwrap_or(&reply.bidder);
    if bidder.is_empty() {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("file", &harmless(&reply.file))];
        return Err(argument("tender.reply-nobody", &values));
    }
    refuse_unknown(tender, bidder).map_err(|problems| of_file(problems, &reply.file))?;
    Desk::of_tender(tender, bidder, book)
}

/// Enters answers into the dossier and says how many are new.
fn enter(desk: &mut Desk, taken: Taken, language: Language) -> String {
    let (mut new, mut replaced, mut unchanged) = (0, 0, 0);
    for (key, answer) in taken.answers {
        let before = desk.given.get(&key).map(|before| {
            (
                before.declared,
                before.written.clone(),
                before.explanation.clone(),
                before.evidence.clone(),
            )
        });
        // What is no answer does not take the place of one given before.
        let is_answered = desk
            .given
            .get(&key)
            .is_some_and(|before| before.declared.is_some());
        if answer.written.is_some() && is_answered {
            unchanged += 1;
            continue;
        }
        let after = (
            answer.declared,
            answer.written.clone(),
            answer.explanation.clone(),
            answer.evidence.clone(),
        );
        match before {
            Some(before) if before == after => unchanged += 1,
            // A word that was no answer is none that could have been changed.
            Some((None, Some(_), ..) | (None, None, None, None)) | None => new += 1,
            Some(_) => replaced += 1,
        }
        desk.given.insert(key, answer);
    }
    let changed = taken.facts.into_iter().filter(|(fact, text)| {
        use FormFact as F;
        let product = &desk.bid.product;
        let known = match fact {
            F::Vendor => product.vendor.as_str(),
            F::Product => product.name.as_str(),
            F::Version => product.version.as_deref().unwrap_or_default(),
        };
        known != text
    });
    desk.facts = changed.collect();
    filled(
        "tender.import-sum",
        language,
        &[
            ("bidder", &desk.bidder),
            ("new", &new),
            ("replaced", &replaced),
            ("unchanged", &unchanged),
            ("open", &taken.open),
            ("facts", &desk.facts.len()),
        ],
    )
}
