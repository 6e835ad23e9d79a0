//! `lsp`: the language server for editors, over standard input and output.

use std::io::{self, BufReader, IsTerminal as _};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;

use super::check;
use super::common::{self, Failure};
use super::errands::{self, WatchedErrands};
use super::journal::Journal;
use super::watched::{Noted, limit_memory};
use crate::editor::{EditorSetting, ErrandProcess, serve, work};
use crate::project::{NamedFiles, Scan};
use crate::run::{Progress, Silent};
use crate::texts::text;

/// Arguments of `lsp`.
pub fn command() -> Command {
    Command::new("lsp")
        // The only transport, but many editors pass it.
        .arg(Arg::new("stdio").long("stdio").action(ArgAction::SetTrue))
        .args(check::project_arguments())
        .args([common::rules(), common::include(), common::today()])
}

/// Runs `lsp`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let asked = matches.value_source("lang") == Some(ValueSource::CommandLine);
    let language = common::language_of(matches);
    let today = matches.get_one::<Date>("today").copied();
    let scan = Scan {
        named: NamedFiles::EachAlone,
        settings: check::settings_of(matches),
        rules: matches.get_one("rules").cloned(),
        baseline: check::baseline_of(matches)?,
        include: common::include_of(matches),
        ..Scan::new([""; 0], common::today_of(matches))
    };
    // Report mistakes on the command line before serving.
    crate::rule::load(scan.rules.as_deref())?;
    let setting = EditorSetting {
        scan,
        language: asked.then_some(language),
        today: Box::new(move || today.unwrap_or_else(common::this_day)),
    };
    if std::env::var_os(errands::VARIABLE).is_some() {
        limit_memory();
        let mut out = io::stdout().lock();
        work(io::stdin(), &mut out, setting, told)?;
        return Ok(0);
    }
    if io::stdin().is_terminal() {
        common::note(text("editor.waiting", language));
    }
    let mut out = io::stdout().lock();
    let process = WatchedErrands::new(std::env::args_os().skip(1).collect());
    let process = process.map(|process| Box::new(process) as Box<dyn ErrandProcess>);
    let input = BufReader::new(io::stdin());
    Ok(serve(input, &mut out, setting, process)?)
}

/// What follows the progress of an errand.
fn told() -> Box<dyn Progress> {
    match Journal::of_this_process() {
        Some(journal) => Box::new(Noted(journal)),
        None => Box::new(Silent),
    }
}
