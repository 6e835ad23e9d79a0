//! `procure`: tenders and bids, from the first questions to the award.

mod adopt;
mod check;
mod desk;
mod forms;
mod interview;
mod new;
mod papers;
mod stored;
mod versions;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::cli::common::Failure;
use crate::problem::Problems;
use crate::texts::Bilingual;

/// Arguments of `procure`.
pub fn command() -> Command {
    Command::new("procure")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(new::command())
        .subcommand(check::command())
        .subcommand(forms::command())
        .subcommand(interview::command())
        .subcommand(papers::annex_command())
        .subcommand(papers::letters_command())
        .subcommand(papers::clauses_command())
        .subcommand(versions::command())
        .subcommand(adopt::command())
}

/// Runs `procure`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("new", arguments)) => new::run(arguments),
        Some(("check", arguments)) => check::run(arguments),
        Some(("questions", arguments)) => forms::run(arguments),
        Some(("interview", arguments)) => interview::run(arguments),
        Some(("annex", arguments)) => papers::annex(arguments),
        Some(("letters", arguments)) => papers::letters(arguments),
        Some(("clauses", arguments)) => papers::clauses(arguments),
        Some(("diff", arguments)) => versions::run(arguments),
        Some(("adopt", arguments)) => adopt::run(arguments),
        _ => Ok(2),
    }
}

/// The folder of a dossier or a tender.
fn folder() -> Arg {
    Arg::new("folder")
        .value_name("DIR")
        .required(true)
        .value_parser(value_parser!(PathBuf))
}

fn folder_of(arguments: &ArgMatches) -> &Path {
    arguments
        .get_one::<PathBuf>("folder")
        .map_or(Path::new("."), PathBuf::as_path)
}

/// A problem with the arguments, about what the user named.
fn argument(key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> Problems {
    let message = Bilingual::filled(key, values);
    Problems::one("ARG", "fachcheck", message)
}

/// Rejects folders and files that are links: a dossier comes from outside, and a link could lead to any file of ours.
fn refuse_links<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), Problems> {
    let links = paths
        .filter(|path| path.is_symlink())
        .flat_map(|path| argument("procure.verdict-link", &[("value", &path.display())]).0);
    let problems = Problems(links.collect());
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}
