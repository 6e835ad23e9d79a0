//! `concept`: a paper on what is changed, in which order, and how it is accepted.

use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::common::{self, Failure};
use super::{paper, render};
use crate::report::{PaperFormat, concept};

/// Arguments of `concept`.
pub fn command() -> Command {
    let command = Command::new("concept").arg(paper::report("report").required(true));
    paper::writing(paper::choosing(command), &PaperFormat::ALL)
}

/// Runs `concept`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let report = render::load(path)?;
    let applications = paper::chosen(matches, path, &report)?;
    let paper = concept(&report, &applications, common::language_of(matches));
    paper::write(&paper, matches)
}
