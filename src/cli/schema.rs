//! `schema`: JSON Schemas of the files that people write and programs read.

use std::io::Write as _;

use clap::{Arg, ArgMatches, Command};

use super::common::{self, Failure};
use crate::inventory::json_schemas;
use crate::problem::Problems;
use crate::project::settings_schema;
use crate::texts::Language;

const SETTINGS: &str = "settings";
const REPORT: &str = "report";

/// Arguments of `schema`.
pub fn command() -> Command {
    let of_inventory = json_schemas().into_iter().map(|(name, _)| name);
    let names: Vec<&str> = [SETTINGS, REPORT].into_iter().chain(of_inventory).collect();
    Command::new("schema")
        .arg(
            Arg::new("name")
                .value_name("FILE")
                .required(true)
                .value_parser(names),
        )
        .arg(common::rules())
}

/// Runs `schema`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let name = matches.get_one::<String>("name").map_or("", String::as_str);
    let schema = match name {
        SETTINGS => of_settings(matches, common::language_of(matches))?,
        REPORT => include_str!("../../docs/schemas/report.schema.json").to_owned(),
        name => {
            let mut schemas = json_schemas().into_iter();
            let found = schemas.find(|(known, _)| *known == name);
            found.map(|(_, schema)| schema).unwrap_or_default()
        }
    };
    let mut out = common::stdout();
    out.write_all(schema.as_bytes())?;
    Ok(out.flush().map(|()| 0)?)
}

/// The schema of `fachcheck.toml` with the existing rules, including those of a folder.
fn of_settings(matches: &ArgMatches, language: Language) -> Result<String, Problems> {
    Ok(settings_schema(&common::rule_book(matches)?, language))
}
