//! From files to a valid inventory: find, decode, parse, read, assemble, check. Each step adds its problems; only the
//! last one decides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::answers::Judgements;
use super::entry::{Entry, SourceFile};
use super::files::{self, Document, Found};
use super::known::KnownIds;
use super::message::Message;
use super::reader::{Leniency, Reader};
use super::rules;
use super::spec::{FieldSpec, Spec, TableSpec};
use super::{Application, Department, Interface, Inventory, Origin};
use crate::problem::{ApplicationEntry, Problem, Problems};

/// How to load.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Unknown fields are warnings instead of errors.
    pub lenient: bool,
    /// Addresses may point to this machine (for trials).
    pub allow_loopback: bool,
    /// An inventory without applications is valid, because it is about to be filled.
    pub may_be_empty: bool,
    /// The day on which life cycles, contracts and exceptions are judged. A parameter, so that the same input always
    /// gives the same output.
    pub today: Date,
    /// Ids that answers and waivers may name; `None` accepts any id.
    pub known: Option<Arc<KnownIds>>,
}

impl LoadOptions {
    /// Strict loading, as of `today`.
    pub const fn on(today: Date) -> Self {
        Self {
            lenient: false,
            allow_loopback: false,
            may_be_empty: false,
            today,
            known: None,
        }
    }

    pub(super) const fn leniency(&self) -> Leniency {
        Leniency {
            unknown_fields: self.lenient,
            loopback: self.allow_loopback,
        }
    }
}

/// An entry with the value built from it.
pub(super) struct Declared<'d, T> {
    pub value: T,
    pub entry: Entry<'d>,
}

/// Everything the files declare, before references are resolved.
#[derive(Default)]
pub(super) struct Declarations<'d> {
    pub head: Option<Declared<'d, Head>>,
    pub departments: Vec<Declared<'d, Department>>,
    pub applications: Vec<Declared<'d, Application>>,
    pub interfaces: Vec<Declared<'d, Interface>>,
    /// Whether every file could be read completely. Otherwise some declarations are unknown, and references must not be
    /// called wrong.
    pub complete: bool,
    /// The file in which the head stands or belongs, and whether it is there.
    pub home: (String, bool),
}

impl Declarations<'_> {
    /// Sets the application of each problem located within its entry. An entry ends where the next table of any kind
    /// starts.
    fn name_applications(&self, problems: &mut [Problem]) {
        type Begin<'a> = (&'a str, u32);
        fn begin<'a>(entry: &'a Entry<'_>) -> Begin<'a> {
            (entry.source.name.as_str(), entry.position().line)
        }
        let mut entries: BTreeMap<Begin<'_>, Option<&str>> = BTreeMap::new();
        let head = self.head.iter().map(|one| begin(&one.entry));
        let departments = self.departments.iter().map(|one| begin(&one.entry));
        let interfaces = self.interfaces.iter().map(|one| begin(&one.entry));
        entries.extend(
            head.chain(departments)
                .chain(interfaces)
                .map(|at| (at, None)),
        );
        let applications = self.applications.iter();
        entries.extend(applications.map(|one| (begin(&one.entry), Some(one.value.id.as_str()))));
        for problem in problems {
            let Some(position) = problem.position else {
                continue;
            };
            let file = problem.file.as_str();
            let mut above = entries.range((file, 0)..=(file, position.line));
            let id = above.next_back().and_then(|(_, id)| *id);
            problem.application = id.map(|id| Box::new(ApplicationEntry { id: id.to_owned() }));
        }
    }
}

/// The `[inventory]` table.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Head {
    organisation: String,
    as_of: Option<Date>,
    default_standard: Option<String>,
}

/// Codes of problems that mean missing files: an unreadable file, an inaccessible folder.
const UNREAD: [&str; 2] = ["INV-106", "INV-111"];

impl Inventory {
    /// Loads a TOML file or all files of a folder, and checks everything. The second value holds the warnings.
    ///
    /// # Errors
    /// All problems of all files, if at least one is an error.
    pub fn load(path: &Path, options: &LoadOptions) -> Result<(Self, Problems), Problems> {
        read_with(path, options, &BTreeMap::new(), assemble)
    }

    /// The files of an inventory that declare applications and what belongs to them, by path relative to its folder.
    /// Empty if the inventory does not exist yet.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn texts(path: &Path) -> Result<BTreeMap<String, String>, Problems> {
        if path.symlink_metadata().is_err() {
            return Ok(BTreeMap::new());
        }
        let mut problems = Vec::new();
        let found = files::find(path, &mut problems);
        // Changing files requires knowing all of them.
        if problems
            .iter()
            .any(|problem| UNREAD.contains(&problem.code.as_str()))
        {
            return Err(Problems(problems));
        }
        let text = |file: &SourceFile| (file.relative.clone(), file.text.as_str().to_owned());
        Ok(found.files.iter().map(text).collect())
    }

    /// Checks whether an inventory would load if these files (relative to its folder) had this content, without keeping
    /// a second inventory in memory. Returns the warnings.
    ///
    /// # Errors
    /// All problems of all files, if at least one is an error.
    pub fn try_with(
        path: &Path,
        options: &LoadOptions,
        changed: &BTreeMap<String, String>,
    ) -> Result<Problems, Problems> {
        read_with(path, options, changed, |_, _, _| ()).map(|((), problems)| problems)
    }
}

/// Reads and checks all files, then passes their declarations on.
fn read_with<T>(
    path: &Path,
    options: &LoadOptions,
    changed: &BTreeMap<String, String>,
    make: impl FnOnce(PathBuf, Declarations<'_>, Judgements) -> T,
) -> Result<(T, Problems), Problems> {
    let mut problems = Vec::new();
    let begins = options.may_be_empty && path.symlink_metadata().is_err();
    let mut found = if begins {
        Found::none_yet(path)
    } else {
        files::find(path, &mut problems)
    };
    found.replace(changed);
    let mut declared = declare(&found.files, options.leniency(), &mut problems);
    let whole = declared.complete;
    declared.complete &= problems
        .iter()
        .all(|problem| !UNREAD.contains(&problem.code.as_str()));
    let unread_file = problems.iter().any(|problem| problem.code == "INV-106");
    // An inaccessible folder does not excuse an inventory without applications: a run needs at least one.
    let surely_empty = whole && !unread_file;
    if declared.applications.is_empty() && surely_empty && !options.may_be_empty {
        let key = if found.files.is_empty() {
            "inv-105-files"
        } else {
            "inv-105"
        };
        problems.push(Message::new(key).problem(&path.to_string_lossy(), None));
    }
    rules::check(&declared, options.today, &mut problems);
    declared.name_applications(&mut problems);
    let answers = files::parse_all(&found.answers, &mut problems);
    let waivers = files::parse_all(&found.waivers, &mut problems);
    let judgements =
        Judgements::parse_judgements(&answers, &waivers, &declared, options, &mut problems);
    let mut problems = Problems(problems);
    problems.sort();
    if problems.has_errors() {
        return Err(problems);
    }
    Ok((make(found.root, declared, judgements), problems))
}

// ── Read ────────────────────────────────────────────────────────────────────────────────────────────────

/// The supported schema version.
pub(super) const SCHEMA_VERSION: u64 = 1;

/// The file of the head: the one that is there already, or else the only one, or else the one that would hold it.
fn home(files: &[SourceFile]) -> (String, bool) {
    /// Its name in a folder.
    const HOME: &str = "inventory.toml";
    let there = files.iter().find(|file| file.relative == HOME);
    match (there, files) {
        (Some(file), _) => (file.name.clone(), true),
        (None, [only]) => (only.name.clone(), true),
        (None, [first, ..]) => {
            let folder = first.name.strip_suffix(&first.relative);
            (format!("{}{HOME}", folder.unwrap_or_default()), false)
        }
        (None, []) => (HOME.to_owned(), false),
    }
}

fn declare<'s>(
    files: &'s [SourceFile],
    leniency: Leniency,
    problems: &mut Vec<Problem>,
) -> Declarations<'s> {
    let mut declared = Declarations {
        complete: true,
        home: home(files),
        ..Declarations::default()
    };
    // One file at a time: a syntax tree takes many times the memory of its file.
    for file in files {
        let document = [files::parse(file, problems)];
        let (sections, complete) = sections("file", &document, leniency, problems);
        declared.complete &= complete;
        for section in sections {
            match section.field.name.as_str() {
                "department" => declared.departments.extend(section.list(problems)),
                "application" => declared.applications.extend(section.list(problems)),
                "interface" => declared.interfaces.extend(section.list(problems)),
                "inventory" => section.head(&mut declared.head, problems),
                _ => section.schema_version(problems),
            }
        }
    }
    for application in &mut declared.applications {
        complete_application(application);
    }
    complete_interfaces(&mut declared.interfaces);
    declared
}

/// A top-level key of a file with its value.
pub(super) struct Section<'s, 'd> {
    pub source: &'s SourceFile,
    pub field: &'static FieldSpec,
    value: &'d Spanned<DeValue<'d>>,
    leniency: Leniency,
}

/// The known keys of files whose outermost table is `root`, and whether they are surely complete. Reports unknown keys;
/// skips files with syntax errors.
pub(super) fn sections<'s, 'd>(
    root: &str,
    documents: &'d [Document<'s>],
    leniency: Leniency,
    problems: &mut Vec<Problem>,
) -> (Vec<Section<'s, 'd>>, bool) {
    let mut complete = documents.iter().all(|document| document.whole);
    let mut sections = Vec::new();
    let Some(root) = Spec::get().table(root) else {
        return (sections, false);
    };
    for document in documents.iter().filter(|document| document.whole) {
        let source = document.source;
        for (key, value) in document.root.get_ref() {
            let name = key.get_ref().as_ref();
            let Some(field) = root.field(name) else {
                Reader::new(source, leniency, problems).unknown(root, None, name, key.span().start);
                complete &= root.nearest(name).is_none();
                continue;
            };
            sections.push(Section {
                source,
                field,
                value,
                leniency,
            });
        }
    }
    (sections, complete)
}

impl<'s> Section<'s, '_> {
    fn table(&self) -> Option<&'static TableSpec> {
        Spec::get().table(self.field.table.as_deref()?)
    }

    /// The entries of an array of tables.
    pub fn list<T: DeserializeOwned + Default>(
        &self,
        problems: &mut Vec<Problem>,
    ) -> Vec<Declared<'s, T>> {
        let Some(spec) = self.table() else {
            return Vec::new();
        };
        let tables =
            Reader::new(self.source, self.leniency, problems).tables(self.field, self.value);
        tables
            .into_iter()
            .map(|(table, header)| {
                let entry =
                    Reader::new(self.source, self.leniency, problems).entry(spec, table, header);
                typed(entry, problems)
            })
            .collect()
    }

    fn head(&self, head: &mut Option<Declared<'s, Head>>, problems: &mut Vec<Problem>) {
        let mut reader = Reader::new(self.source, self.leniency, problems);
        let table = reader.one_table(self.field, self.value);
        let (Some((table, header)), Some(spec)) = (table, self.table()) else {
            return;
        };
        let entry = reader.entry(spec, table, header);
        if let Some(first) = head {
            let message = Message::new("inv-107-head").with("first", place(&first.entry));
            problems.push(message.problem(&self.source.name, Some(entry.position())));
            return;
        }
        *head = Some(typed(entry, problems));
    }

    fn schema_version(&self, problems: &mut Vec<Problem>) {
        let expected = SCHEMA_VERSION.to_string();
        let written = self.value.get_ref().as_integer();
        if written.is_none_or(|version| version.as_str() != expected) {
            let message = Message::new("inv-107").with("version", expected);
            let position = self.source.position(self.value.span().start);
            problems.push(message.problem(&self.source.name, Some(position)));
        }
    }
}

/// `file:line` of an entry, for messages about another entry.
pub(super) fn place(entry: &Entry<'_>) -> String {
    format!("{}:{}", entry.source.name, entry.position().line)
}

/// Builds the value of an entry. The reader has already dropped invalid fields; should the types ever disagree with the
/// table of fields, the entry is reported instead of lost.
pub(super) fn typed<'d, T: DeserializeOwned + Default>(
    mut entry: Entry<'d>,
    problems: &mut Vec<Problem>,
) -> Declared<'d, T> {
    let value =
        // The typed value replaces it from here on.
        serde_json::from_value(Value::Object(std::mem::take(&mut entry.value))).unwrap_or_else(|error| {
            let message = Message::new("inv-100").with("cause", error.to_string());
            problems.push(message.problem(&entry.source.name, Some(entry.position())));
            T::default()
        });
    Declared { value, entry }
}

pub(super) fn origin(entry: &Entry<'_>) -> Origin {
    Origin {
        file: entry.source.relative.clone(),
        line: entry.position().line,
    }
}

fn complete_application(declared: &mut Declared<'_, Application>) {
    declared.value.origin = origin(&declared.entry);
    for artefact in &mut declared.value.artefacts {
        if artefact.id.is_empty() {
            artefact.id = artefact.target.as_written().to_owned();
        }
    }
}

/// Gives interfaces without an id one made of their ends, with a number from the second between the same ends on.
fn complete_interfaces(interfaces: &mut [Declared<'_, Interface>]) {
    let mut taken: BTreeSet<String> = interfaces
        .iter()
        .map(|declared| declared.value.id.clone())
        .collect();
    for declared in interfaces {
        declared.value.origin = origin(&declared.entry);
        if declared.value.id.is_empty() {
            let name = format!("{}>{}", declared.value.from, declared.value.to);
            let numbered = (2..).map(|number| format!("{name}#{number}"));
            let id = std::iter::once(name.clone())
                .chain(numbered)
                .find(|id| !taken.contains(id));
            declared.value.id = id.unwrap_or(name);
            taken.insert(declared.value.id.clone());
        }
    }
}

// ── Assemble ────────────────────────────────────────────────────────────────────────────────────────────

/// Called only if there are no errors, so ids are unique.
fn assemble(root: PathBuf, declared: Declarations<'_>, judgements: Judgements) -> Inventory {
    let head = declared.head.map(|head| head.value).unwrap_or_default();
    let by_id = |declared: Declared<'_, Application>| (declared.value.id.clone(), declared.value);
    Inventory {
        root,
        organisation: head.organisation,
        as_of: head.as_of,
        default_standard: head.default_standard,
        departments: declared
            .departments
            .into_iter()
            .map(|declared| (declared.value.id.clone(), declared.value))
            .collect(),
        applications: declared.applications.into_iter().map(by_id).collect(),
        interfaces: declared
            .interfaces
            .into_iter()
            .map(|declared| declared.value)
            .collect(),
        answers: judgements.answers,
        waivers: judgements.waivers,
    }
}
