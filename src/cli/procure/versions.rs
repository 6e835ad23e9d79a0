//! `procure diff`: what changed in the checklists since a tender or dossier was created.

use std::io::Write;
use std::path::Path;

use clap::{ArgMatches, Command};

use super::desk::tender_above;
use super::{argument, folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::problem::Problems;
use crate::procure::{Bid, Tender, list_changes};
use crate::rule::{Checklist, RuleBook};
use crate::texts::{Language, filled, harmless, text};

/// Arguments of `procure diff`.
pub fn command() -> Command {
    Command::new("diff").arg(folder()).arg(common::rules())
}

/// Runs `procure diff`: exit code 1 if something changed.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let book = common::rule_book(arguments)?;
    let frozen = frozen(folder, &book)?;
    let mut out = common::stdout();
    let mut changed = false;
    for old in &frozen {
        let title = harmless(old.title.get(language));
        let Some(new) = shipped(old, &book) else {
            changed = true;
            writeln!(
                out,
                "{}",
                filled("tender.diff-gone", language, &[("title", &title)])
            )?;
            continue;
        };
        let changes = list_changes(old, new, language);
        let key = if changes.is_empty() {
            "tender.diff-same"
        } else {
            "tender.diff-list"
        };
        let (before, after) = (version(old, language), version(new, language));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("title", &title), ("old", &before), ("new", &after)];
        writeln!(out, "{}", filled(key, language, &values))?;
        for line in changes.iter().flat_map(|change| change.lines(language)) {
            writeln!(out, "  {}", harmless(&line))?;
        }
        changed |= !changes.is_empty();
    }
    Ok(u8::from(changed))
}

/// The checklists of a tender, or of a dossier without one.
fn frozen(folder: &Path, book: &RuleBook) -> Result<Vec<Checklist>, Problems> {
    let tender = match Tender::is_one(folder) {
        true => Some(folder.to_owned()),
        false => tender_above(folder),
    };
    if let Some(tender) = tender {
        return Ok(Tender::read_folder(&tender, book)?.checklists);
    }
    let bid = Bid::read_draft(folder, book, None)?;
    match bid.frozen.is_empty() {
        true => Err(argument(
            "procure.not-frozen",
            &[("value", &folder.display())],
        )),
        false => Ok(bid.checklists),
    }
}

/// Notes that frozen checklists differ from those of the program.
pub fn note_changes(frozen: &[Checklist], book: &RuleBook, folder: &Path, language: Language) {
    let is_changed = |old: &&Checklist| {
        shipped(old, book).is_none_or(|new| !list_changes(old, new, language).is_empty())
    };
    if frozen.iter().any(|old| is_changed(&old)) {
        let folder = folder.display();
        common::note(filled("tender.diff-note", language, &[("folder", &folder)]));
    }
}

fn shipped<'b>(old: &Checklist, book: &'b RuleBook) -> Option<&'b Checklist> {
    book.checklists.iter().find(|list| list.id == old.id)
}

fn version(list: &Checklist, language: Language) -> String {
    let none = || text("tender.no-version", language).to_owned();
    list.version.as_deref().map_or_else(none, harmless)
}
