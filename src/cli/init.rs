//! `init`: settings and CI files for a repository.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::problem::Problems;
use crate::project::STARTER_FILES;
use crate::texts::{Bilingual, Language, filled};

/// Arguments of `init`.
pub fn command() -> Command {
    let names = STARTER_FILES.iter().filter_map(|file| file.name);
    Command::new("init")
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .default_value(".")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("ci")
                .long("ci")
                .value_name("SERVICE")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(names.collect::<Vec<_>>()),
        )
}

/// Runs `init`: all files or none, and none in the place of another.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let folder = matches
        .get_one::<PathBuf>("folder")
        .map_or(Path::new("."), PathBuf::as_path);
    let services = common::chosen(matches, "ci");
    let wanted = STARTER_FILES.iter().filter(|file| {
        file.name
            .is_none_or(|name| services.iter().any(|service| service == name))
    });
    let files: Vec<(PathBuf, &str)> = wanted
        .map(|file| (folder.join(file.path), file.content))
        .collect();
    let taken = files
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok());
    let problems: Vec<_> = taken.flat_map(|(path, _)| exists(path).0).collect();
    if !problems.is_empty() {
        return Err(Problems(problems).into());
    }
    for (path, content) in &files {
        output::create(path, content.as_bytes())?;
        let message = filled("cli.file-written", language, &[("path", &path.display())]);
        common::note(message);
    }
    Ok(0)
}

fn exists(path: &Path) -> Problems {
    let message = |language| filled("cli.file-exists", language, &[]);
    let message = Bilingual {
        de: message(Language::De),
        en: message(Language::En),
    };
    Problems::one("OUT", path.display().to_string(), message)
}
