//! `completions`: shell completion scripts for the verbs and options.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::common::{self, Failure};

/// Arguments of `completions`.
pub fn command() -> Command {
    Command::new("completions").arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(value_parser!(Shell)),
    )
}

/// Runs `completions`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        // Into memory first, so that a closed pipe causes no panic.
        let mut script = Vec::new();
        clap_complete::generate(
            *shell,
            &mut super::command(common::language_of(matches)),
            "fachcheck",
            &mut script,
        );
        std::io::Write::write_all(&mut common::stdout(), &script)?;
    }
    Ok(0)
}
