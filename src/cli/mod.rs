//! The command line: one thin file per verb.
//!
//! Standard output only carries the requested output; progress, notes and problems go to standard error.

mod acceptance;
mod answer;
mod answers;
mod audit;
mod check;
mod common;
mod completions;
mod concept;
mod diff;
mod dump;
mod errands;
mod exchange;
mod filter;
mod fix;
mod help;
mod history;
mod init;
mod inventory;
mod journal;
mod lsp;
mod man;
mod output;
mod paper;
mod plan;
mod procure;
mod progress;
mod prompt;
mod questions;
mod render;
mod returned;
mod rules;
mod schema;
mod statement;
mod supervise;
mod watched;

use std::ffi::OsString;
use std::io::Write;

use clap::{ArgMatches, Command};

pub use common::Failure;

use crate::texts::{Language, filled};

/// A verb: its arguments and its function.
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
        command: fix::command,
        run: fix::run,
    },
    Verb {
        command: init::command,
        run: init::run,
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
        command: plan::command,
        run: plan::run,
    },
    Verb {
        command: concept::command,
        run: concept::run,
    },
    Verb {
        command: acceptance::command,
        run: acceptance::run,
    },
    Verb {
        command: statement::command,
        run: statement::run,
    },
    Verb {
        command: diff::command,
        run: diff::run,
    },
    Verb {
        command: history::command,
        run: history::run,
    },
    Verb {
        command: inventory::command,
        run: inventory::run,
    },
    Verb {
        command: questions::command,
        run: questions::run,
    },
    Verb {
        command: answer::command,
        run: answer::run,
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
        command: lsp::command,
        run: lsp::run,
    },
    Verb {
        command: schema::command,
        run: schema::run,
    },
    Verb {
        command: completions::command,
        run: completions::run,
    },
    Verb {
        command: man::command,
        run: man::run,
    },
];

/// The whole command line with its texts in a language, for help, completions and tests.
pub fn command(language: Language) -> Command {
    let mut command = Command::new("fachcheck")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(common::language());
    for verb in VERBS {
        command = command.subcommand((verb.command)());
    }
    help::worded(command, language)
}

/// Runs the program, in a separate process that may crash if the verb reads documents, and returns its exit code.
pub fn run_watched(arguments: Vec<OsString>) -> u8 {
    supervise::run(&arguments).unwrap_or_else(|| run(arguments))
}

/// Runs the program in this process and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    crate::gap::keep_contained_panics_quiet();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = help::language_in(&arguments);
    let command = command(language);
    let matches = match command.clone().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return refuse(&error, &command, &arguments, language),
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
            let mut err = std::io::stderr().lock();
            let of_inventory = |problem: &crate::problem::Problem| problem.code.starts_with("INV-");
            let grouped = match problems.0.len() > inventory::SHOWN {
                true if problems.0.iter().all(of_inventory) => {
                    problems.grouped(language, inventory::SHOWN)
                }
                _ => problems.one_by_one(language),
            };
            for line in &grouped.notices {
                let _ = writeln!(err, "{line}");
            }
            if grouped.rest > 0 {
                let count = grouped.rest;
                let rest = filled("inventory.rest-elsewhere", language, &[("count", &count)]);
                let _ = writeln!(err, "{rest}");
            }
            if !(grouped.notices.is_empty() || grouped.errors.is_empty()) {
                let title = filled("inventory.errors-apart", language, &[]);
                let _ = writeln!(err, "\n{title}");
            }
            for line in &grouped.errors {
                let _ = writeln!(err, "{line}");
            }
            2
        }
        Err(Failure::Searched) => 0,
        Err(Failure::Output(error)) => {
            let cause = output::cause(&error, language);
            let message = filled("cli.output-lost", language, &[("cause", &cause)]);
            common::note(format_args!("fachcheck: {message}"));
            2
        }
    }
}

/// Prints help, the version, or what is wrong with the arguments. A closed pipe is not an error.
fn refuse(
    error: &clap::Error,
    command: &Command,
    arguments: &[OsString],
    language: Language,
) -> u8 {
    use clap::error::ErrorKind as Kind;
    match error.kind() {
        Kind::DisplayHelp | Kind::DisplayVersion => {
            let _ = error.print();
            0
        }
        Kind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            2
        }
        _ => {
            let mistake = help::mistake(error, command, arguments, language);
            let mut stderr = std::io::stderr();
            let _ = match common::is_coloured(&stderr) {
                true => write!(stderr, "{}", mistake.ansi()),
                false => write!(stderr, "{mistake}"),
            };
            2
        }
    }
}
