//! `audit`: the whole inventory.

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use rayon::prelude::*;

use super::common::{self, Failure};
use super::filter::Filters;
use super::history::History;
use super::output::{InSet, Shelf};
use super::progress;
use super::watched::corridor;
use crate::inventory::{Inventory, LoadOptions};
use crate::problem::{Problem, Problems};
use crate::record::{Notice, Scope, Selection};
use crate::report::Output;
use crate::run::Request;
use crate::source::{Limits, WalkOptions};
use crate::texts::filled;

/// Arguments of `audit`.
pub fn command() -> Command {
    Command::new("audit")
        .arg(common::inventory())
        .arg(common::out("DIR").default_value("reports"))
        .arg(super::history::file())
        .arg(common::filter("only", "ID"))
        .arg(common::filter("department", "ID"))
        .arg(common::filter("tag", "TAG"))
        .arg(common::format("json,html,markdown,csv"))
        .args(common::editions())
        .arg(common::threshold())
        .arg(common::rules())
        .arg(common::requested_checklists())
        .arg(common::online())
        .arg(common::include())
        .arg(common::browser())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today())
}

/// Runs `audit`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let today = common::today_of(matches);
    let writers = common::edited_formats(matches)?;
    let book = common::rule_book_with_checklists(matches)?;
    let path = common::inventory_of(matches);
    let limits = Limits {
        online: matches.get_flag("online"),
        ..common::limits_of(matches)
    };
    let options = LoadOptions {
        allow_loopback: limits.allow_loopback,
        ..LoadOptions::on(today)
    };
    let (mut inventory, warnings) = Inventory::load(path, &options)?;
    // Report at once which files may contain applications, and not only in the report.
    let closed = warnings
        .0
        .iter()
        .filter(|problem| problem.code == "INV-111");
    for problem in closed {
        common::note(problem.line(common::language_of(matches)));
    }
    let notices = warnings.0.iter().map(|problem| notice(problem, path));
    let notices: Vec<Notice> = notices.collect();
    let selection = narrow(&mut inventory, matches)?;
    let request = Request {
        inventory,
        notices,
        book: book.into(),
        limits,
        scope: Scope::Audit,
        selection,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: common::include_of(matches),
        browser: common::browser_of(matches)?.unwrap_or_default(),
        today,
    };
    // Before the work, so that an hour-long run is not lost to a folder without write access.
    let out = matches
        .get_one::<PathBuf>("out")
        .map_or(Path::new("reports"), PathBuf::as_path);
    let shelf = Shelf::claim(out)?;
    let mut history = matches
        .get_one::<PathBuf>("history")
        .map(|path| History::open_or_create(path))
        .transpose()?;
    let report = corridor(request, matches)?;
    let options = common::write_options(matches);
    let set = shelf.begin()?;
    // In parallel: the slowest writer determines the duration.
    let written = writers.par_iter().map(|writer| {
        let folder = match writer.output() {
            Output::File(_) => Path::new(""),
            Output::Folder(name) => Path::new(name),
        };
        writer.write_files(&report, &options, &mut InSet { set: &set, folder })
    });
    let written: Vec<io::Result<()>> = written.collect();
    written.into_iter().collect::<io::Result<()>>()?;
    let folder = set.finish(&report.run.date)?;
    for writer in &writers {
        common::note_large_page(*writer, &report, &options);
    }
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
        common::note(written);
    }
    // Last, so that the reports exist and are listed whatever happens here.
    if let Some(history) = &mut history {
        history.add_report(&report)?;
    }
    Ok(crate::report::exit(&report, common::threshold_of(matches)) as u8)
}

/// Keeps only the requested applications, and returns the filters for the report. A filter that matches nothing is an
/// error, never "all green".
fn narrow(inventory: &mut Inventory, matches: &ArgMatches) -> Result<Option<Selection>, Problems> {
    let of = inventory.applications.len() as u64;
    let filters = Filters::new(matches, &["only", "department", "tag"]);
    filters.refuse_unknown(inventory)?;
    inventory
        .applications
        .retain(|_, application| filters.fit(application));
    if inventory.applications.is_empty() {
        return Err(filters.match_nothing());
    }
    let filters = filters.into_given();
    Ok((!filters.is_empty()).then_some(Selection { filters, of }))
}

/// A remark on the inventory at `path`, with its place inside the inventory: reports are handed on, and the folders above
/// may name persons.
fn notice(problem: &Problem, path: &Path) -> Notice {
    let folder = match path.is_dir() {
        true => path,
        false => path.parent().unwrap_or(path),
    };
    let mut notice = Notice::from(problem);
    let inside = Path::new(&notice.place).strip_prefix(folder);
    if let Some(inside) = inside.ok().filter(|inside| !inside.as_os_str().is_empty()) {
        notice.place = inside.display().to_string().replace('\\', "/");
    }
    notice
}
