//! `lsp`: the language server for editors, over standard input and output.

use std::io::{self, BufReader, IsTerminal as _};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;

use super::check;
use super::common::{self, Failure};
use crate::editor::{EditorSetting, serve};
use crate::project::{NamedFiles, Scan};
use crate::texts::text;

/// Arguments of `lsp`.
pub fn command() -> Command {
    Command::new("lsp")
        // There is no other way, but many editors say so.
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
    // Mistakes on the command line are told before anybody is served.
    crate::rule::load(scan.rules.as_deref())?;
    let setting = EditorSetting {
        scan,
        language: asked.then_some(language),
        today: Box::new(move || today.unwrap_or_else(common::this_day)),
    };
    if io::stdin().is_terminal() {
        common::note(text("editor.waiting", language));
    }
    let mut out = io::stdout().lock();
    Ok(serve(BufReader::new(io::stdin()), &mut out, setting)?)
}
