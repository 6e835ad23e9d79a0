//! The files of the inventory as they would be after an import. They are loaded before anything is written: entries
//! that would make the inventory invalid are left out one by one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use toml_edit::{DocumentMut, Item, TableLike};

use super::fields::Kind;
use super::plan::{Changed, Held, New, Plan};
use super::writing;
use crate::inventory::{Inventory, LoadOptions, MAX_BYTES, Message, Spec, fold, syntax};
use crate::model::SourceText;
use crate::problem::{Level, Problem, Problems};
use crate::texts::{Bilingual, Language};

/// Files by their path relative to the inventory.
pub(super) type Texts = BTreeMap<String, String>;

/// A claim about gender data contradicts one about personal data.
const CONTRADICTION: &str = "INV-013";

/// Maximum fill level of a file, in bytes; the rest leaves room for growth.
const FULL: usize = (MAX_BYTES / 2) as usize;

/// The changed files with their new content. Entries that would make the inventory invalid are removed from the plan.
///
/// # Errors
/// Files that cannot be changed, or mistakes that belong to no entry of the plan.
pub(super) fn stage(
    plan: &mut Plan,
    path: &Path,
    inventory: &Inventory,
    options: &LoadOptions,
) -> Result<Texts, Problems> {
    let present = Inventory::texts(path)?;
    // Each round removes at least one entry; a few rounds suffice for entries that depend on each other.
    for _ in 0..20 {
        if plan.changes_nothing() {
            return Ok(Texts::new());
        }
        let staging = Staging::of(plan, path, inventory, &present)?;
        let Err(problems) = Inventory::try_with(path, options, &staging.texts) else {
            return Ok(staging.texts);
        };
        let reasons = staging.reasons(&problems, plan, &inventory.root);
        if reasons.is_empty() {
            let mut problems = problems;
            problems.0.retain(|problem| problem.level == Level::Error);
            return Err(problems);
        }
        plan.hold_back(&reasons);
    }
    Err(Problems(vec![
        Message::new("imp-004").problem(&path.to_string_lossy(), None),
    ]))
}

/// Files under construction, and the positions of their new entries.
struct Staging {
    texts: Texts,
    /// First line (1-based) of each new entry, by file.
    begins: BTreeMap<String, Vec<(u32, Kind, String)>>,
}

impl Staging {
    fn of(
        plan: &Plan,
        path: &Path,
        inventory: &Inventory,
        present: &Texts,
    ) -> Result<Self, Problems> {
        let mut staging = Self {
            texts: Texts::new(),
            begins: BTreeMap::new(),
        };
        staging.change(plan, inventory, present, path)?;
        staging.add(plan, path, inventory, present);
        Ok(staging)
    }

    // ── Changed entries ─────────────────────────────────────────────────────────────────────────────────

    fn change(
        &mut self,
        plan: &Plan,
        inventory: &Inventory,
        present: &Texts,
        path: &Path,
    ) -> Result<(), Problems> {
        let mut by_file: BTreeMap<&str, Vec<&Changed>> = BTreeMap::new();
        for changed in &plan.changed {
            let holds =
                |text: &String| changed.kind == Kind::Department && text.contains("department");
            if changed.kind == Kind::Department {
                for (name, _) in present.iter().filter(|(_, text)| holds(text)) {
                    by_file.entry(name).or_default().push(changed);
                }
            } else {
                by_file
                    .entry(&changed.origin.file)
                    .or_default()
                    .push(changed);
            }
        }
        for (name, entries) in by_file {
            let text = present.get(name).map_or("", String::as_str);
            let unusable = |cause: &str| {
                let message = Message::new("imp-004-file").with("cause", cause);
                let file = path.join(name);
                Problems(vec![message.problem(&file.to_string_lossy(), None)])
            };
            let mut document: DocumentMut = text
                .parse()
                .map_err(|error: toml_edit::TomlError| unusable(error.message()))?;
            let places = Places::of(&document, name, inventory);
            for changed in entries {
                let Some(spec) = Spec::get().table(changed.kind.table()) else {
                    continue;
                };
                let Some((entry, in_line)) = places.find(&mut document, changed) else {
                    continue;
                };
                for change in &changed.changes {
                    writing::put(entry, spec, &change.flat.path, &change.new, in_line);
                }
            }
            self.texts
                .insert(name.to_owned(), with_line_ends(document.to_string(), text));
        }
        Ok(())
    }

    // ── New entries ─────────────────────────────────────────────────────────────────────────────────────

    fn add(&mut self, plan: &Plan, path: &Path, inventory: &Inventory, present: &Texts) {
        let homes = Homes::of(path, inventory, present);
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut closed: BTreeMap<(String, Kind), bool> = BTreeMap::new();
        let mut new: Vec<&New> = plan.new.iter().collect();
        new.sort_by(|a, b| (a.kind, a.key()).cmp(&(b.kind, b.key())));
        for entry in new {
            let written = entry.written.as_str();
            let (home, title) = homes.of_entry(entry, inventory, plan);
            let mut takes = |name: &str| {
                let text = present.get(name);
                let key = (name.to_owned(), entry.kind);
                let closed = closed.entry(key);
                !*closed.or_insert_with(|| text.is_some_and(|text| has_list(text, entry.kind)))
            };
            let name = self.with_room(&home, written.len(), present, &mut takes);
            let text = self.texts.entry(name.clone()).or_insert_with(|| {
                present
                    .get(&name)
                    .cloned()
                    .unwrap_or_else(|| beginning(&name, &title, inventory))
            });
            let windows = present.get(&name).is_some_and(|text| text.contains("\r\n"));
            let end = if windows { "\r\n" } else { "\n" };
            let count = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
            let lines = lines.entry(name.clone()).or_insert_with(|| count(text));
            for apart in [!text.is_empty() && !text.ends_with('\n'), !text.is_empty()] {
                if apart {
                    text.push_str(end);
                    *lines += 1;
                }
            }
            let line = u32::try_from(*lines + 1).unwrap_or(u32::MAX);
            *lines += count(written);
            match windows {
                true => text.push_str(&written.replace('\n', "\r\n")),
                false => text.push_str(written),
            }
            let begins = self.begins.entry(name).or_default();
            begins.push((line, entry.kind, entry.key().to_owned()));
        }
    }

    /// The file itself, or the next file of its name with room for that many more bytes.
    fn with_room(
        &self,
        home: &str,
        bytes: usize,
        present: &Texts,
        takes: &mut dyn FnMut(&str) -> bool,
    ) -> String {
        let stem = home.strip_suffix(".toml").unwrap_or(home);
        let numbered = (2u32..10_000).map(|number| format!("{stem}-{number}.toml"));
        let mut names = std::iter::once(home.to_owned()).chain(numbered);
        let fits = names.find(|name| {
            let text = self.texts.get(name).or_else(|| present.get(name));
            text.is_none_or(|text| text.len() + bytes < FULL) && takes(name)
        });
        fits.unwrap_or_else(|| home.to_owned())
    }

    // ── What the inventory cannot bear ──────────────────────────────────────────────────────────────────

    /// The plan entries to which the mistakes belong.
    fn reasons(
        &self,
        problems: &Problems,
        plan: &Plan,
        root: &Path,
    ) -> BTreeMap<(Kind, String), Held> {
        let mut reasons = BTreeMap::new();
        let changed: BTreeSet<(Kind, &str)> = plan
            .changed
            .iter()
            .map(|entry| (entry.kind, entry.id.as_str()))
            .collect();
        let errors = problems
            .0
            .iter()
            .filter(|problem| problem.level == Level::Error);
        let mut entries: BTreeMap<&str, Vec<(u32, Kind, String)>> = BTreeMap::new();
        let new: HashSet<(&str, &(u32, Kind, String))> = self
            .begins
            .iter()
            .flat_map(|(name, begins)| begins.iter().map(move |begin| (name.as_str(), begin)))
            .collect();
        for problem in errors {
            let Some(position) = problem.position else {
                continue;
            };
            let file = self
                .texts
                .iter()
                .find(|(name, _)| root.join(name).to_string_lossy() == problem.file.as_str());
            let Some((name, text)) = file else { continue };
            let entries = entries.entry(name).or_insert_with(|| {
                let mut entries = entries_of(text);
                entries.extend(self.begins.get(name).into_iter().flatten().cloned());
                entries.sort();
                entries
            });
            let behind = entries.partition_point(|(line, ..)| *line <= position.line);
            let Some(entry) = behind.checked_sub(1).and_then(|at| entries.get(at)) else {
                continue;
            };
            let (_, kind, id) = entry;
            let is_new = new.contains(&(name.as_str(), entry));
            if is_new || changed.contains(&(*kind, id.as_str())) {
                reasons.entry((*kind, id.clone())).or_insert_with(|| Held {
                    contradicts: problem.code == CONTRADICTION,
                    cause: cause(problem),
                });
            }
        }
        reasons
    }
}

fn cause(problem: &Problem) -> Bilingual {
    let cause = |language| format!("{}: {}", problem.code, problem.message.get(language));
    Bilingual::of(cause)
}

/// First line, kind and identifier of each entry of a file.
fn entries_of(text: &str) -> Vec<(u32, Kind, String)> {
    let source = SourceText::new(text);
    let syntax = syntax(&source);
    let mut entries = Vec::new();
    for kind in [Kind::Department, Kind::Application, Kind::Interface] {
        let items = syntax.root.get_ref().get(kind.table());
        let items = items.and_then(|items| items.get_ref().as_array());
        for item in items.into_iter().flatten() {
            let id = item
                .get_ref()
                .as_table()
                .and_then(|table| table.get("id")?.get_ref().as_str());
            let start = u32::try_from(item.span().start).unwrap_or(u32::MAX);
            entries.push((
                source.position(start).line,
                kind,
                id.unwrap_or_default().to_owned(),
            ));
        }
    }
    entries
}

/// Whether a file writes its entries as an array of values, to which no table can be added.
fn has_list(text: &str, kind: Kind) -> bool {
    text.lines()
        .take_while(|line| !line.starts_with('['))
        .any(|line| {
            let rest = line.strip_prefix(kind.table());
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        })
}

/// Positions of a document's entries among those of their kind.
struct Places {
    by_id: HashMap<(Kind, String), usize>,
}

impl Places {
    fn of(document: &DocumentMut, file: &str, inventory: &Inventory) -> Self {
        let mut by_id = HashMap::new();
        for kind in [Kind::Department, Kind::Application] {
            let ids: Vec<Option<&str>> = match document.get(kind.table()) {
                Some(Item::ArrayOfTables(tables)) => tables
                    .iter()
                    .map(|table| table.get("id").and_then(Item::as_str))
                    .collect(),
                Some(Item::Value(toml_edit::Value::Array(values))) => values
                    .iter()
                    .map(|value| value.as_inline_table()?.get("id")?.as_str())
                    .collect(),
                _ => Vec::new(),
            };
            for (at, id) in ids.into_iter().enumerate() {
                if let Some(id) = id {
                    by_id.entry((kind, id.trim().to_owned())).or_insert(at);
                }
            }
        }
        // Interfaces may have an identifier that their file does not state.
        let here = inventory.interfaces.iter();
        let here = here.filter(|interface| interface.origin.file == file);
        for (at, interface) in here.enumerate() {
            by_id
                .entry((Kind::Interface, interface.id.clone()))
                .or_insert(at);
        }
        Self { by_id }
    }

    /// The entry in a document, and whether it is written inline.
    fn find<'d>(
        &self,
        document: &'d mut DocumentMut,
        changed: &Changed,
    ) -> Option<(&'d mut dyn TableLike, bool)> {
        let at = *self.by_id.get(&(changed.kind, changed.id.clone()))?;
        match document.get_mut(changed.kind.table())? {
            Item::ArrayOfTables(tables) => tables
                .get_mut(at)
                .map(|table| (table as &mut dyn TableLike, false)),
            Item::Value(toml_edit::Value::Array(values)) => {
                let table = values.get_mut(at)?.as_inline_table_mut()?;
                Some((table as &mut dyn TableLike, true))
            }
            _ => None,
        }
    }
}

/// Restores the line endings of the old file.
fn with_line_ends(text: String, before: &str) -> String {
    if before.contains("\r\n") {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text
    }
}

/// The head of a new file.
fn beginning(name: &str, title: &str, inventory: &Inventory) -> String {
    if name.ends_with("inventory.toml") && inventory.organisation.is_empty() {
        let head = crate::texts::text("inventory.imp-new-head", Language::De);
        return format!("schema_version = 1\n\n{head}\n");
    }
    let title = title.replace(['\n', '\r'], " ");
    format!("# {}\n", crate::texts::harmless(&title))
}

/// The files in which entries are stored.
struct Homes<'i> {
    /// The only file, if the inventory is a single file.
    single: Option<String>,
    departments: String,
    interfaces: String,
    /// The file with most applications of each department.
    by_department: BTreeMap<&'i str, String>,
}

impl<'i> Homes<'i> {
    fn of(path: &Path, inventory: &'i Inventory, present: &Texts) -> Self {
        let single = (path.is_file()
            || path
                .extension()
                .is_some_and(|extension| extension == "toml"))
        .then(|| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        });
        let most = |files: Vec<&str>| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for file in files {
                *counts.entry(file).or_default() += 1;
            }
            let best = counts.into_iter().max_by_key(|(_, count)| *count);
            best.map(|(file, _)| file.to_owned())
        };
        let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for application in inventory.applications.values() {
            files
                .entry(&application.department)
                .or_default()
                .push(&application.origin.file);
        }
        let holding = present
            .iter()
            .find(|(_, text)| text.contains("[[department]]"))
            .map(|(name, _)| name.clone());
        let interfaces = inventory
            .interfaces
            .iter()
            .map(|interface| interface.origin.file.as_str());
        Self {
            departments: holding.unwrap_or_else(|| "inventory.toml".to_owned()),
            interfaces: most(interfaces.collect()).unwrap_or_else(|| "interfaces.toml".to_owned()),
            by_department: files
                .into_iter()
                .filter_map(|(code, files)| Some((code, most(files)?)))
                .collect(),
            single,
        }
    }

    /// The file of an entry, and its subject.
    fn of_entry(&self, entry: &New, inventory: &Inventory, plan: &Plan) -> (String, String) {
        if let Some(single) = &self.single {
            return (single.clone(), String::new());
        }
        match entry.kind {
            Kind::Department => (self.departments.clone(), "Referate".to_owned()),
            Kind::Interface => (self.interfaces.clone(), "Schnittstellen".to_owned()),
            Kind::Application => {
                let code = entry.department.as_deref().unwrap_or_default();
                let name = inventory
                    .departments
                    .get(code)
                    .map(|department| department.name.clone());
                let name = name.or_else(|| {
                    let mut new = plan.new.iter();
                    let new = new.find(|new| new.kind == Kind::Department && new.id == code)?;
                    Some(new.name.clone())
                });
                let home = self.by_department.get(code).cloned();
                let home = home.unwrap_or_else(|| format!("applications/{}.toml", file_stem(code)));
                (home, name.unwrap_or_else(|| code.to_owned()))
            }
        }
    }
}

/// A portable file name for a department.
fn file_stem(code: &str) -> String {
    let plain: String = code
        .split(|ch: char| !ch.is_alphanumeric())
        .map(fold)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    // Device names reserved by some systems, and the names of files beside the inventory.
    let kept = [
        "con", "prn", "aux", "nul", "spalten", "umfrage", "waivers", "",
    ];
    let device = |start: &str| {
        plain
            .strip_prefix(start)
            .is_some_and(|rest| rest.len() == 1)
    };
    if kept.contains(&plain.as_str())
        || device("com")
        || device("lpt")
        || plain.ends_with("mapping")
    {
        format!("referat-{plain}-x")
    } else {
        plain
    }
}
