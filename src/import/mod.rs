//! Import of foreign inventories and export of our own. Files are read as tables (`read`, registry 5), headings are
//! interpreted (`columns`), cells become values (`cell`, `rows`), rows are matched with applications (`matching`), and
//! the difference (`plan`) is shown (`view`) or written into the files of the inventory (`files`), which keep the
//! user's formatting. `export` writes the same columns again.

mod asked;
mod beside;
mod cell;
mod columns;
mod departments;
mod ends;
mod export;
mod fault;
mod fields;
mod files;
mod interfaces;
mod items;
mod known;
mod last;
mod mapping;
mod matching;
mod misread;
mod person;
mod plan;
mod read;
mod rows;
mod secret;
mod survey;
mod table;
mod view;
mod writing;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::inventory::{Inventory, LoadOptions};
use crate::problem::Problems;
use crate::texts::Language;

pub use asked::{SurveyColumn, survey_answers, survey_columns};
pub use export::{Part, csv, xlsx};
pub use plan::Plan;
pub use view::{Shown, render};

/// The default mapping file, in the folder of the inventory.
pub const MAPPING: &str = "spalten.toml";

/// A prepared import that is not written yet.
#[derive(Debug)]
pub struct Import {
    pub plan: Plan,
    /// Changed files of the inventory with their new content.
    pub files: Vec<(PathBuf, String)>,
}

/// The input of an import.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub files: &'a [PathBuf],
    /// A file or a folder; it may not exist yet.
    pub inventory: &'a Path,
    /// The user's mapping file; `None` means the one of the inventory, if it exists.
    pub mapping: Option<&'a Path>,
    pub options: LoadOptions,
}

/// Reads foreign files and computes the changes.
///
/// # Errors
/// Files that cannot be read or have no known headings, mistakes in the mapping file or in the inventory itself.
pub fn prepare(request: &Request<'_>) -> Result<Import, Problems> {
    prepare_watched(request, &|_, _| {})
}

/// Like [`prepare`], with progress: the number of matched rows and their total. The steps after the last row, writing
/// the files and loading them for a trial, take about as long again.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_watched(
    request: &Request<'_>,
    watch: &dyn Fn(u64, u64),
) -> Result<Import, Problems> {
    let options = LoadOptions {
        may_be_empty: true,
        ..request.options.clone()
    };
    let (inventory, _) = Inventory::load(request.inventory, &options)?;
    let own = inventory.root.join(MAPPING);
    let mapping = match request.mapping {
        Some(path) => mapping::Mapping::load(path)?,
        None if own.is_file() => mapping::Mapping::load(&own)?,
        None => mapping::Mapping::default(),
    };
    let (tables, mut problems) = read::tables(request.files);
    if !problems.is_empty() {
        problems.extend(matching::without_headings(&tables, &mapping));
        return Err(Problems(problems));
    }
    let mut unread = Vec::new();
    let last = last::Last::load(&inventory.root, &mut unread);
    let mut plan = matching::plan(tables, &inventory, &mapping, &last, options.today, watch)?;
    plan.faults.extend(unread);
    let mut texts = files::stage(&mut plan, request.inventory, &inventory, &options)?;
    if let Some(said) = last.with(std::mem::take(&mut plan.heard)) {
        texts.insert(last::FILE.to_owned(), said);
    }
    let files = texts
        .into_iter()
        .map(|(name, text)| (inventory.root.join(name), text));
    Ok(Import {
        plan,
        files: files.collect(),
    })
}

/// The day that a cell names, in every spelling that lists use: `25.11.2026`, `25.11.26`, `2026-11-25`, the number of a
/// spreadsheet. `None` if it names a longer period, or its day or century is ambiguous.
pub fn exact_day(text: &str, today: Date) -> Option<Date> {
    let day = cell::date(text, false).filter(|day| day.is_exact)?;
    (cell::doubtful_year(text, today).is_none()).then_some(day.date)
}

/// A mapping file for everything that was not understood; the content of the user's own file is kept. A new file starts
/// with the lines of the file that was used, so that none of them are lost.
///
/// # Errors
/// The user's file cannot be read.
pub fn propose(
    plan: &Plan,
    path: &Path,
    used: Option<&Path>,
    language: Language,
) -> Result<String, Problems> {
    let name = path.to_string_lossy();
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    let present = read(path).or_else(|| used.and_then(read));
    mapping::propose(plan, present.as_deref(), &name, language)
}
