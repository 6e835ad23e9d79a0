//! `man`: manual pages with the same texts as the help.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use clap_mangen::Man;

use super::common::{self, Failure};
use super::output;

/// Arguments of `man`.
pub fn command() -> Command {
    Command::new("man").arg(common::out("DIR"))
}

/// Runs `man`: prints the program's page or, with a folder, writes the pages of all verbs as well.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let command = super::command(language);
    let Some(folder) = matches.get_one::<PathBuf>("out") else {
        let page = page("fachcheck", command)?;
        std::io::Write::write_all(&mut common::stdout(), &page)?;
        return Ok(0);
    };
    let mut pages = vec![("fachcheck".to_owned(), command.clone())];
    for verb in command.get_subcommands() {
        let name = format!("fachcheck-{}", verb.get_name());
        if verb.get_name() != "help" {
            pages.push((name, verb.clone()));
        }
    }
    for (name, command) in pages {
        let page = page(&name, command)?;
        let path = folder.join(format!("{name}.1"));
        output::replace_with(&path, &mut |out| out.write_all(&page))?;
    }
    Ok(0)
}

fn page(name: &str, command: Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    // No date, so that the same program always writes the same page.
    Man::new(command).title(name).date("").render(&mut page)?;
    Ok(page)
}
