//! `diff`: what changed from one report to another.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::history::{self, History};
use crate::progress::{Snapshot, diff, write_diff};

/// Arguments of `diff`.
pub fn command() -> Command {
    Command::new("diff")
        .arg(report("old", "OLD"))
        .arg(report("new", "NEW"))
        .arg(history::file())
        .arg(common::filter("department", "ID"))
        .arg(history::format())
        .arg(history::out())
}

fn report(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .value_name(value)
        .required(true)
        .value_parser(value_parser!(PathBuf))
}

/// Runs `diff`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let paths = ["old", "new"].map(|name| matches.get_one::<PathBuf>(name));
    let paths: Vec<PathBuf> = paths.into_iter().flatten().cloned().collect();
    let reports = history::read_reports(&paths)?;
    let [old, new] = reports.as_slice() else {
        return Ok(2);
    };
    let earlier = match matches.get_one::<PathBuf>("history") {
        Some(path) => before(&History::open(path)?.snapshots()?, old),
        None => Vec::new(),
    };
    let departments = history::departments_of(matches, &reports)?;
    let diff = diff(old, new, &earlier, &departments);
    let options = common::write_options(matches);
    history::write(matches, &mut |format, out| {
        write_diff(&diff, format, &options, out)
    })?;
    Ok(u8::from(diff.new_failures > 0))
}

/// The runs of a history that precede a report, which may be one of them.
fn before(runs: &[Snapshot], report: &Snapshot) -> Vec<Snapshot> {
    let until = runs.iter().position(|run| run == report);
    let runs = until.map_or(runs, |at| &runs[..at]);
    runs.iter()
        .filter(|run| run.date <= report.date)
        .cloned()
        .collect()
}
