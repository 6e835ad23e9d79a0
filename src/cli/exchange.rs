//! `inventory import` and `inventory export`: reads lists of other programs, and writes the inventory as a list.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use super::progress::RowBar;
use crate::import::{self, Part, Request, Shown};
use crate::inventory::{Inventory, LoadOptions};
use crate::problem::Problems;
use crate::texts::{filled, text};

/// Arguments of `inventory import`.
pub fn import_command() -> Command {
    Command::new("import")
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::inventory())
        .arg(
            Arg::new("mapping")
                .long("mapping")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("propose-mapping")
                .long("propose-mapping")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::write())
        .arg(
            Arg::new("most")
                .long("most")
                .value_name("N")
                .value_parser(value_parser!(usize))
                .default_value("50"),
        )
        .arg(common::today())
}

/// Arguments of `inventory export`.
pub fn export_command() -> Command {
    Command::new("export")
        .arg(common::inventory())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .required(true)
                .value_parser(["xlsx", "csv"]),
        )
        .arg(
            Arg::new("part")
                .long("part")
                .value_name("PART")
                .value_parser(["applications", "interfaces", "departments"])
                .default_value("applications"),
        )
        .arg(common::out("FILE"))
        .arg(common::today())
}

fn path<'a>(arguments: &'a ArgMatches, name: &str) -> Option<&'a Path> {
    arguments.get_one::<PathBuf>(name).map(PathBuf::as_path)
}

/// Runs `inventory import`.
///
/// # Errors
/// Unusable files, mapping or inventory.
pub fn import(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let files: Vec<PathBuf> = arguments
        .get_many("files")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let inventory = common::inventory_of(arguments);
    let request = Request {
        files: &files,
        inventory,
        mapping: path(arguments, "mapping"),
        options: LoadOptions::on(common::today_of(arguments)),
    };
    let rows = RowBar::new(language);
    let import = import::prepare_watched(&request, &|done, total| rows.show(done, total))?;
    drop(rows);
    let write = arguments.get_flag("write");
    if write {
        let files = import
            .files
            .iter()
            .map(|(path, text)| (path.clone(), text.as_bytes().to_vec()));
        output::replace_all(&files.collect::<Vec<_>>())?;
    }
    let shown = Shown {
        language,
        most: arguments.get_one::<usize>("most").copied().unwrap_or(50),
        written: write,
    };
    out.write_all(import::render(&import.plan, shown).as_bytes())?;
    let mut err = io::stderr();
    if write {
        for (path, _) in &import.files {
            writeln!(err, "{}", path.display())?;
        }
    }
    if let Some(mapping) = path(arguments, "propose-mapping") {
        let own = inventory.join(import::MAPPING);
        let used = path(arguments, "mapping").unwrap_or(&own);
        let proposed = import::propose(&import.plan, mapping, Some(used), language)?;
        output::replace(mapping, proposed.as_bytes())?;
        let step = filled(
            "inventory.imp-map-next",
            language,
            &[("file", &mapping.display())],
        );
        writeln!(err, "{step}")?;
    }
    Ok(if import.plan.is_open() { 3 } else { 0 })
}

/// Runs `inventory export`.
///
/// # Errors
/// An inventory with mistakes, or a file that cannot be written.
pub fn export(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = common::inventory_of(arguments);
    let options = LoadOptions::on(common::today_of(arguments));
    let (inventory, _) = Inventory::load(folder, &options)?;
    let word = |name: &str| arguments.get_one::<String>(name).map_or("", String::as_str);
    let workbook = word("format") == "xlsx";
    let part = match word("part") {
        "interfaces" => Part::Interfaces,
        "departments" => Part::Departments,
        _ => Part::Applications,
    };
    let target = path(arguments, "out");
    if workbook && target.is_none() && io::stdout().is_terminal() {
        return Err(common::problem("OUT", "export", |language| {
            text("inventory.imp-export-terminal", language).to_owned()
        })
        .into());
    }
    let bytes = if workbook {
        import::xlsx(&inventory, language).map_err(|error| unwritten(&error.to_string()))?
    } else {
        import::csv(&inventory, part, language).map_err(|error| unwritten(&error.to_string()))?
    };
    match target {
        Some(target) => output::replace(target, &bytes)?,
        None => out.write_all(&bytes)?,
    }
    Ok(0)
}

fn unwritten(cause: &str) -> Problems {
    common::problem("OUT", "export", |language| {
        filled(
            "inventory.imp-export-failed",
            language,
            &[("cause", &cause)],
        )
    })
}
