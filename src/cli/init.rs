//! `init`: creates settings and CI files for a repository.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use crate::project::{CONFIG, STARTER_FILES, settings_schema};
use crate::texts::filled;

/// The schema file beside the settings.
const SCHEMA: &str = "fachcheck.schema.json";

/// The CI variable with the address of the source, for CI files that build the program.
const SOURCE: &str = "FACHCHECK_SOURCE";

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
        .arg(Arg::new("schema").long("schema").action(ArgAction::SetTrue))
}

/// Runs `init`: writes all files or none, and never overwrites one.
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
    let mut files: Vec<(PathBuf, String)> = wanted
        .map(|file| {
            let content = *file.content.get(language);
            (folder.join(file.path), content.to_owned())
        })
        .collect();
    if matches.get_flag("schema") {
        name_schema(&mut files);
        let schema = settings_schema(&crate::rule::load(None)?, language);
        files.push((folder.join(SCHEMA), schema));
    }
    output::create_all(&files)?;
    for (path, content) in &files {
        let message = filled("cli.file-written", language, &[("path", &path.display())]);
        common::note(message);
        // Only people know where the source is kept.
        if content.contains(SOURCE) {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("path", &path.display()), ("name", &SOURCE)];
            common::note(filled("cli.init-source", language, &values));
        }
    }
    let next = filled("cli.init-next", language, &[("folder", &folder.display())]);
    common::note(next);
    Ok(0)
}

/// Refers to the schema in the settings, as TOML editors expect it.
fn name_schema(files: &mut [(PathBuf, String)]) {
    for (path, content) in files {
        if path.ends_with(CONFIG) {
            content.insert_str(0, &format!("#:schema ./{SCHEMA}\n"));
        }
    }
}
