//! `statement`: drafts the accessibility statement of one application.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::common::{self, Failure};
use super::{paper, render};
use crate::report::{PaperFormat, statement};

/// Arguments of `statement`.
pub fn command() -> Command {
    let command = Command::new("statement")
        .arg(paper::report("report").required(true))
        .arg(
            Arg::new("application")
                .long("application")
                .value_name("ID")
                .required(true),
        );
    paper::writing(command, &PaperFormat::ALL)
}

/// Runs `statement`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let report = render::load(path)?;
    let applications = paper::chosen(matches, path, &report)?;
    let Some(application) = applications.first() else {
        return Ok(2);
    };
    if !application.can_publish_declaration() {
        return Err(paper::refused("cli.statement-not-needed", path, &application.id).into());
    }
    let paper = statement(&report, application, common::language_of(matches));
    paper::write(&paper, matches)
}
