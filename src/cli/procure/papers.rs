//! `procure annex`, `letters` and `clauses`: papers on the results of the last check.

use std::io::Write;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::stored::{self, RESULTS};
use super::{folder, folder_of, refuse_links};
use crate::cli::common::{self, Failure};
use crate::cli::output;
use crate::cli::paper as writing;
use crate::procure::{ComparedBid, Comparison, paper};
use crate::report::{Paper, PaperFormat};
use crate::texts::Language;

/// Arguments of `procure annex`.
pub fn annex_command() -> Command {
    writing::writing(Command::new("annex").arg(folder()), &PaperFormat::ALL)
}

/// Arguments of `procure letters`.
pub fn letters_command() -> Command {
    for_bidders(Command::new("letters"))
}

/// Arguments of `procure clauses`.
pub fn clauses_command() -> Command {
    for_bidders(Command::new("clauses"))
}

fn for_bidders(command: Command) -> Command {
    command
        .arg(folder())
        .arg(common::filter("bidder", "ID"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PaperFormat::NAMES)
                .default_value(PaperFormat::Docx.name()),
        )
        .arg(common::out("DIR"))
}

/// Runs `procure annex`.
pub fn annex(arguments: &ArgMatches) -> Result<u8, Failure> {
    let comparison = stored::load(folder_of(arguments))?;
    let page = paper::annex(&comparison, common::language_of(arguments));
    writing::write(&page, arguments)
}

/// Runs `procure letters`.
pub fn letters(arguments: &ArgMatches) -> Result<u8, Failure> {
    each(arguments, "letters", paper::letter)
}

/// Runs `procure clauses`.
pub fn clauses(arguments: &ArgMatches) -> Result<u8, Failure> {
    each(arguments, "clauses", paper::clauses)
}

/// Writes one paper per bidder.
fn each(
    arguments: &ArgMatches,
    name: &str,
    make: fn(&Comparison, &ComparedBid, Language) -> Paper,
) -> Result<u8, Failure> {
    let folder = folder_of(arguments);
    let comparison = stored::load(folder)?;
    let asked = common::chosen(arguments, "bidder");
    let mut bids: Vec<&ComparedBid> = Vec::new();
    for bidder in &asked {
        bids.push(stored::bid(&comparison, bidder)?);
    }
    if asked.is_empty() {
        bids = comparison.bids.iter().collect();
    }
    let format = arguments
        .get_one::<String>("format")
        .and_then(|name| PaperFormat::from_name(name))
        .unwrap_or(PaperFormat::Docx);
    let kind = match format {
        PaperFormat::Html => "html",
        PaperFormat::Docx => "docx",
        PaperFormat::Markdown => "md",
    };
    let target = arguments
        .get_one::<PathBuf>("out")
        .cloned()
        .unwrap_or_else(|| folder.join(RESULTS).join(name));
    let mut files = Vec::new();
    for bid in bids {
        let mut bytes = Vec::new();
        make(&comparison, bid, common::language_of(arguments)).write(format, &mut bytes)?;
        files.push((target.join(format!("{}.{kind}", bid.bidder)), bytes));
    }
    refuse_links(files.iter().map(|(path, _)| path))?;
    output::replace_all(&files)?;
    let mut out = common::stdout();
    for (path, _) in &files {
        writeln!(out, "{}", path.display())?;
    }
    Ok(0)
}
