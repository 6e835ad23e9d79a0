//! The command line: one file per verb, each thin.
//!
//! Standard output carries only what was asked for; progress, notes and problems go to standard error.

mod audit;
mod check;
mod common;
mod completions;
mod dump;
mod inventory;
mod journal;
mod output;
mod procure;
mod progress;
mod render;
mod rules;
mod supervise;
mod watched;

use std::ffi::OsString;
use std::io::Write;

use clap::{ArgMatches, Command};

pub use common::Failure;

/// A verb: its arguments and what it does.
struct Verb {
    command: fn() -> Command,
    run: fn(&ArgMatches) -> Result<u8, Failure>,
}

/// All verbs in the order of `--help`.
const VERBS: &[Verb] = &[
    Verb {
        command: audit::command,
        run: audit::run,
    },
    Verb {
        command: check::command,
        run: check::run,
    },
    Verb {
        command: procure::command,
        run: procure::run,
    },
    Verb {
        command: render::command,
        run: render::run,
    },
    Verb {
        command: inventory::command,
        run: inventory::run,
    },
    Verb {
        command: rules::command,
        run: rules::run,
    },
    Verb {
        command: dump::command,
        run: dump::run,
    },
    Verb {
        command: completions::command,
        run: completions::run,
    },
];

/// The whole command line, for help, completions and tests.
pub fn command() -> Command {
    let mut command = Command::new("fachcheck")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Audits specialist applications: four gender entries, barrier-free web interfaces")
        .after_help(
            "Examples:\n  \
             fachcheck audit                          the shipped or own inventory, reports in reports/\n  \
             fachcheck check .                        this repository, exit code for CI\n  \
             fachcheck check --format jsonl form.html\n  \
             fachcheck render reports/2026-11-23/report.json --format html --out report.html\n\n\
             Exit codes: 0 clean at the threshold, 1 findings, 2 unusable input, 3 incomplete.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(common::language());
    for verb in VERBS {
        command = command.subcommand((verb.command)());
    }
    command
}

/// Runs the program in a process of its own that may die, where the verb reads documents, and returns its exit code.
pub fn run_watched(arguments: Vec<OsString>) -> u8 {
    supervise::run(&arguments).unwrap_or_else(|| run(arguments))
}

/// Runs the program in this process and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    crate::gap::keep_contained_panics_quiet();
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are no mistakes; a closed pipe is none either.
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let Some((name, arguments)) = matches.subcommand() else {
        return 2;
    };
    let Some(verb) = VERBS
        .iter()
        .find(|verb| (verb.command)().get_name() == name)
    else {
        return 2;
    };
    match (verb.run)(arguments) {
        Ok(code) => code,
        Err(Failure::Problems(problems)) => {
            let language = common::language_of(arguments);
            let mut err = std::io::stderr().lock();
            for problem in &problems.0 {
                let _ = writeln!(err, "{}", problem.line(language));
            }
            2
        }
        Err(Failure::Searched) => 0,
        // The reader of our output went away: nothing is left to say, and to nobody.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(Failure::Output(error)) => {
            let _ = writeln!(std::io::stderr(), "fachcheck: {error}");
            2
        }
    }
}
