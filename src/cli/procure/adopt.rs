//! `procure adopt`: after the award, the product becomes an application of the inventory, and its promises become
//! obligations with dates, from which plans derive tasks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use walkdir::WalkDir;

use super::stored;
use super::{folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::cli::output;
use crate::inventory::{Inventory, LoadOptions};
use crate::problem::Problems;
use crate::procure::{BIDDERS, ComparedBid, State, adopted_entry};
use crate::texts::{Language, filled, text};

/// Limits on the files taken over: their number, and total bytes.
const MAX_FILES: usize = 5_000;
const MAX_BYTES: u64 = 1 << 30;

/// Arguments of `procure adopt`.
pub fn command() -> Command {
    let required = |name: &'static str, value: &'static str| {
        Arg::new(name).long(name).value_name(value).required(true)
    };
    Command::new("adopt")
        .arg(folder())
        .arg(required("bidder", "ID"))
        .arg(required("id", "ID"))
        .arg(required("department", "ID"))
        .arg(common::inventory())
        .arg(common::write())
        .arg(common::today())
}

/// Runs `procure adopt`.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let comparison = stored::load(folder)?;
    let said = |name: &str| {
        arguments
            .get_one::<String>(name)
            .cloned()
            .unwrap_or_default()
    };
    let (bidder, id, department) = (said("bidder"), said("id"), said("department"));
    let bid = stored::bid(&comparison, &bidder)?;
    let inventory_path = common::inventory_of(arguments);
    let today = common::today_of(arguments);
    let (inventory, _) = Inventory::load(inventory_path, &LoadOptions::on(today))?;
    refuse(&inventory, inventory_path, &id, &department)?;
    let documents = documents(folder, &bidder)?;
    let has_documents = !documents.is_empty();
    let entry = adopted_entry(&comparison, bid, &id, &department, has_documents, language);
    let base = inventory_path.join("applications");
    let mut files = vec![(base.join(format!("{id}.toml")), entry.clone().into_bytes())];
    for (name, from) in documents {
        let target = inventory_path.join("artefacts").join(&id).join(name);
        let bytes = fs::read(&from).map_err(|error| output::unreadable(&from, &error))?;
        files.push((target, bytes));
    }
    let mut out = common::stdout();
    writeln!(out, "{entry}")?;
    caution(bid, language);
    let is_undated = comparison.tender.remedy_until.is_none();
    if is_undated && !bid.for_contract().is_empty() {
        common::note(text("tender.adopt-no-date", language));
    }
    for (path, _) in &files {
        writeln!(out, "{}", path.display())?;
    }
    if !arguments.get_flag("write") {
        writeln!(out, "{}", text("tender.adopt-dry", language))?;
        return Ok(0);
    }
    let there = files.iter().filter(|(path, _)| path.exists());
    let there: Vec<_> = there
        .flat_map(|(path, _)| super::argument("procure.exists", &[("value", &path.display())]).0)
        .collect();
    if !there.is_empty() {
        return Err(Problems(there).into());
    }
    output::replace_all(&files)?;
    // A file that does not load would block audits of the whole inventory.
    if let Err(problems) = Inventory::load(inventory_path, &LoadOptions::on(today)) {
        for (path, _) in &files {
            let _ = fs::remove_file(path);
        }
        return Err(problems.into());
    }
    let inventory = inventory_path.display();
    let values: [(&str, &dyn std::fmt::Display); 2] = [("id", &id), ("inventory", &inventory)];
    common::note(filled("tender.adopted", language, &values));
    Ok(0)
}

/// Says what the buyer should know before a bid is taken over: knock-outs that are not met or open, and that nobody
/// decided about it.
fn caution(bid: &ComparedBid, language: Language) {
    let [not_met, open] = [State::NotMet, State::Open].map(|state| bid.knockouts_in(state));
    if not_met + open > 0 {
        let values: [(&str, &dyn std::fmt::Display); 2] = [("not_met", &not_met), ("open", &open)];
        common::note(filled("tender.adopt-knockouts", language, &values));
    }
    let mut questions = bid.verdict.questions.iter();
    if questions.all(|judged| judged.decision.is_none()) {
        let count = bid.verdict.totals.to_confirm;
        let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &count)];
        common::note(filled("tender.adopt-undecided", language, &values));
    }
}

fn refuse(inventory: &Inventory, path: &Path, id: &str, department: &str) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if !path.is_dir() {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("value", &path.display())];
        problems
            .0
            .extend(super::argument("tender.adopt-no-folder", &values).0);
    }
    if inventory.applications.contains_key(id) {
        problems
            .0
            .extend(super::argument("tender.adopt-taken", &[("value", &id)]).0);
    }
    let ids = || inventory.departments.keys().map(String::as_str);
    if ids().all(|known| known != department) {
        let unknown = common::argument_among("cli.unknown-department", department, ids());
        problems.0.extend(unknown.0);
    }
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

/// The scanned files of the dossier, with their relative names. Links are omitted.
fn documents(folder: &Path, bidder: &str) -> Result<Vec<(PathBuf, PathBuf)>, Problems> {
    let base = folder.join(BIDDERS).join(bidder).join("artefacts");
    let mut files = Vec::new();
    let mut bytes = 0;
    let entries = WalkDir::new(&base)
        .follow_links(false)
        .max_depth(16)
        .sort_by_file_name();
    for entry in entries.into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if !entry.file_type().is_file() || name == "readme.txt" {
            continue;
        }
        bytes += entry.metadata().map_or(0, |metadata| metadata.len());
        if files.len() >= MAX_FILES || bytes > MAX_BYTES {
            let values: [(&str, &dyn std::fmt::Display); 1] = [("value", &base.display())];
            return Err(super::argument("tender.adopt-large", &values));
        }
        if let Ok(inside) = entry.path().strip_prefix(&base) {
            files.push((inside.to_owned(), entry.path().to_owned()));
        }
    }
    Ok(files)
}
