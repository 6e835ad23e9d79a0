//! `procure diff`: what changed in the checklists since a tender was begun.

use std::io::Write;
use std::path::Path;

use clap::{ArgMatches, Command};

use super::{argument, folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::procure::{Tender, list_changes};
use crate::rule::{Checklist, RuleBook};
use crate::texts::{Language, filled, harmless, text};

/// Arguments of `procure diff`.
pub fn command() -> Command {
    Command::new("diff").arg(folder()).arg(common::rules())
}

/// Runs `procure diff`: 1 where something changed.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    if !Tender::is_one(folder) {
        let value = folder.display();
        return Err(argument("tender.no-tender", &[("value", &value)]).into());
    }
    let book = common::rule_book(arguments)?;
    let tender = Tender::read_folder(folder, &book)?;
    let mut out = common::stdout();
    let mut changed = false;
    for old in &tender.checklists {
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

/// Says where checklists of a tender are no longer those of the program.
pub fn note_changes(tender: &Tender, book: &RuleBook, folder: &Path, language: Language) {
    let is_changed = |old: &&Checklist| {
        shipped(old, book).is_none_or(|new| !list_changes(old, new, language).is_empty())
    };
    if tender.checklists.iter().any(|old| is_changed(&old)) {
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
