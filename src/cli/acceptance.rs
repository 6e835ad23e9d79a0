//! `acceptance`: the sheet for people to sign, filled in by a second audit.

use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::common::{self, Failure};
use super::paper::{self, Refusal};
use super::render;
use crate::problem::{Level, Problem, Problems};
use crate::report::{PaperFormat, acceptance, incomparable, named_otherwise};

/// Arguments of `acceptance`.
pub fn command() -> Command {
    let command = Command::new("acceptance")
        .arg(paper::report("old").required(true))
        .arg(paper::report("new"));
    paper::writing(paper::choosing(command), &PaperFormat::ALL)
}

/// Runs `acceptance`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("old") else {
        return Ok(2);
    };
    let again = matches.get_one::<PathBuf>("new");
    // Both are read before reporting anything, so that no mistake hides another.
    let (old, new) = match (
        render::load(path),
        again.map(|path| render::load(path)).transpose(),
    ) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let problems = [old.err(), new.err()].into_iter().flatten();
            let problems = problems.flat_map(|Problems(problems)| problems);
            return Err(Problems(problems.collect()).into());
        }
    };
    if let (Some(again), Some(new)) = (again, &new)
        && let Some(key) = incomparable(&old, new)
    {
        return Err(paper::refused(key, again, &path.display().to_string()).into());
    }
    if let (Some(again), Some(new)) = (again, &new)
        && named_otherwise(&old, new)
    {
        let Refusal(problem) = paper::refused(
            "cli.acceptance-named-otherwise",
            again,
            &path.display().to_string(),
        );
        let warning = Problem {
            level: Level::Warning,
            ..problem
        };
        common::note(warning.line(common::language_of(matches)));
    }
    let applications = paper::chosen(matches, path, &old)?;
    let language = common::language_of(matches);
    let paper = acceptance(&old, new.as_ref(), &applications, language);
    paper::write(&paper, matches)
}
