//! From files to a valid inventory: find, decode, parse, read, assemble, check. Every hop adds its problems;
//! only the last one decides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::message::Message;
use super::reader::{Entry, Leniency, Reader, SourceFile, both};
use super::rules;
use super::spec::{FieldSpec, Spec, TableSpec};
use super::{Application, ArtefactTarget, Department, Interface, Inventory, Origin};
use crate::model::{Position, SourceText};
use crate::problem::{Problem, Problems};

/// How to load.
#[derive(Clone, Copy, Debug)]
pub struct LoadOptions {
    /// Unknown fields are warnings instead of errors.
    pub lenient: bool,
    /// Addresses may point to this machine (for trying things out).
    pub allow_loopback: bool,
    /// The day on which life cycles, contracts and exceptions are judged. Handed in, so that the same
    /// input gives the same output.
    pub today: Date,
}

impl LoadOptions {
    /// Strict loading, as of `today`.
    pub const fn on(today: Date) -> Self {
        Self {
            lenient: false,
            allow_loopback: false,
            today,
        }
    }

    pub(super) const fn leniency(&self) -> Leniency {
        Leniency {
            unknown_fields: self.lenient,
            loopback: self.allow_loopback,
        }
    }
}

/// An entry with the value made from it.
pub(super) struct Declared<'d, T> {
    pub value: T,
    pub entry: Entry<'d>,
}

/// Everything the files declare, before anything is known about how it fits together.
#[derive(Default)]
pub(super) struct Declarations<'d> {
    pub head: Option<Declared<'d, Head>>,
    pub departments: Vec<Declared<'d, Department>>,
    pub applications: Vec<Declared<'d, Application>>,
    pub interfaces: Vec<Declared<'d, Interface>>,
    /// Whether every file could be read as a whole. Where one could not, what it declares is unknown, and
    /// references must not be called wrong.
    pub complete: bool,
}

/// The `[inventory]` table.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Head {
    organisation: String,
    as_of: Option<Date>,
    default_standard: Option<String>,
}

impl Inventory {
    /// Loads one TOML file or all of a folder, and checks everything.
    ///
    /// The second value holds what is doubtful but forbids nothing.
    ///
    /// # Errors
    /// All problems of all files, when at least one is an error.
    pub fn load(path: &Path, options: &LoadOptions) -> Result<(Self, Problems), Problems> {
        let mut problems = Vec::new();
        let found = find(path, &mut problems);
        let documents: Vec<Document<'_>> = found
            .files
            .iter()
            .map(|file| parse(file, &mut problems))
            .collect();
        let mut declared = declare(&documents, options.leniency(), &mut problems);
        declared.complete &= problems.iter().all(|problem| problem.code != "INV-106");
        if declared.applications.is_empty() && declared.complete {
            let key = if found.files.is_empty() {
                "inv-105-files"
            } else {
                "inv-105"
            };
            problems.push(Message::new(key).problem(&path.to_string_lossy(), None));
        }
        rules::check(&declared, options.today, &mut problems);
        let mut problems = Problems(problems);
        problems.sort();
        if problems.has_errors() {
            return Err(problems);
        }
        Ok((assemble(found.root, declared), problems))
    }
}

// ── Find ────────────────────────────────────────────────────────────────────────────────────────────────

/// Larger files are no inventories.
const MAX_BYTES: u64 = 32 << 20;

/// Folders beside the inventory that hold other things.
const OTHER_FOLDERS: &[&str] = &["answers", "artefacts", "survey"];

/// Files beside the inventory that hold other things.
const OTHER_FILES: &[&str] = &["spalten.toml", "umfrage.toml", "waivers.toml"];

struct Found {
    root: PathBuf,
    files: Vec<SourceFile>,
}

fn find(path: &Path, problems: &mut Vec<Problem>) -> Found {
    if !path.is_dir() {
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let relative = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let files = read_file(path, relative, problems).into_iter().collect();
        return Found { root, files };
    }
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            let other = entry.file_type().is_dir()
                && (name.starts_with('.') || OTHER_FOLDERS.contains(&name.as_ref()));
            entry.depth() == 0 || !other
        });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let name = error.path().unwrap_or(path).to_string_lossy().into_owned();
                problems.push(
                    Message::new("inv-106")
                        .with("cause", error.to_string())
                        .problem(&name, None),
                );
                continue;
            }
        };
        if !is_inventory_file(entry.path()) || entry.file_type().is_dir() {
            continue;
        }
        if entry.path_is_symlink() {
            let name = entry.path().to_string_lossy();
            problems.push(Message::new("inv-110").problem(&name, None));
            continue;
        }
        let relative = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let relative = relative.to_string_lossy().replace('\\', "/");
        files.extend(read_file(entry.path(), relative, problems));
    }
    Found {
        root: path.to_path_buf(),
        files,
    }
}

fn is_inventory_file(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    name.ends_with(".toml")
        && !name.starts_with('.')
        && !name.ends_with("mapping.toml")
        && !OTHER_FILES.contains(&name.as_str())
}

/// Reads and decodes a file; a file that cannot be read is an error with cause and place.
pub(super) fn read_file(
    path: &Path,
    relative: String,
    problems: &mut Vec<Problem>,
) -> Option<SourceFile> {
    let name = path.to_string_lossy().into_owned();
    let mut refuse = |message: Message, position: Option<Position>| {
        problems.push(message.problem(&name, position));
    };
    let size = std::fs::metadata(path).map(|metadata| metadata.len());
    let bytes = match size {
        Ok(size) if size > MAX_BYTES => {
            refuse(
                Message::new("inv-106-large").with("max", (MAX_BYTES >> 20).to_string()),
                None,
            );
            return None;
        }
        Ok(_) => std::fs::read(path),
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            refuse(Message::new("inv-106-missing"), None);
            return None;
        }
        Err(error) => {
            refuse(
                Message::new("inv-106").with("cause", error.to_string()),
                None,
            );
            return None;
        }
    };
    match decode(&bytes) {
        Ok(text) => Some(SourceFile {
            name,
            relative,
            text: SourceText::new(text),
        }),
        Err((message, position)) => {
            refuse(message, position);
            None
        }
    }
}

/// TOML is UTF-8; anything else is named, because editors of other systems still write it.
fn decode(bytes: &[u8]) -> Result<&str, (Message, Option<Position>)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((Message::new("inv-106-utf16"), None));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = SourceText::new(String::from_utf8_lossy(valid).into_owned());
        let end = u32::try_from(valid.len()).unwrap_or(u32::MAX);
        (Message::new("inv-106-encoding"), Some(before.position(end)))
    })
}

// ── Parse ───────────────────────────────────────────────────────────────────────────────────────────────

/// A parsed file.
pub(super) struct Document<'d> {
    pub source: &'d SourceFile,
    pub root: Spanned<DeTable<'d>>,
    /// Whether the file follows the syntax, apart from keys given twice.
    pub whole: bool,
}

/// More syntax errors in one file are after-effects of the first ones.
const MAX_SYNTAX_ERRORS: usize = 10;

pub(super) fn parse<'d>(source: &'d SourceFile, problems: &mut Vec<Problem>) -> Document<'d> {
    let text = source.text.as_str();
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut whole = true;
    let mut places: BTreeMap<Position, String> = BTreeMap::new();
    for error in &errors {
        whole &= error.message() == "duplicate key";
        let position = source.position(error.span().map_or(0, |span| span.start));
        // The parser recovers inside a line by guessing; only its first error there is worth reading.
        let taken = places
            .keys()
            .any(|place| place.line == position.line && place.column <= position.column);
        if !taken {
            places.retain(|place, _| place.line != position.line);
            places.insert(position, error.message().to_owned());
        }
    }
    for (position, message) in places.into_iter().take(MAX_SYNTAX_ERRORS) {
        let line = text
            .lines()
            .nth(position.line as usize - 1)
            .unwrap_or_default();
        let cause = syntax_cause(&message, line);
        let message = Message::new("inv-101").with_both("cause", cause);
        problems.push(message.problem(&source.name, Some(position)));
    }
    Document {
        source,
        root,
        whole,
    }
}

/// The parser speaks English; its commonest complaints are told in both languages.
fn syntax_cause(message: &str, line: &str) -> crate::texts::Bilingual {
    const KNOWN: &[(&str, &str)] = &[
        ("duplicate key", "toml-duplicate"),
        ("string values must be quoted", "toml-unquoted"),
        ("invalid basic string", "toml-unclosed-string"),
        ("invalid literal string", "toml-unclosed-string"),
        ("invalid multi-line basic string", "toml-unclosed-string"),
        ("too few unicode", "toml-backslash"),
        ("missing escaped value", "toml-backslash"),
        ("missing comma", "toml-comma"),
        ("unclosed array", "toml-unclosed-array"),
        ("unclosed inline table", "toml-unclosed-table"),
        ("unclosed table", "toml-unclosed-header"),
        ("key with no value", "toml-no-value"),
        ("missing value", "toml-no-value"),
        ("missing assignment", "toml-no-value"),
    ];
    let german_date = line.split_once('=').is_some_and(|(_, value)| {
        let mut parts = value.trim().splitn(3, '.');
        let mut short = || {
            parts.next().is_some_and(|part| {
                !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())
            })
        };
        short()
            && short()
            && parts
                .next()
                .is_some_and(|year| year.starts_with(|ch: char| ch.is_ascii_digit()))
    });
    if german_date {
        return both("toml-date", &[]);
    }
    KNOWN
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or_else(
            || both("toml-other", &[("cause", &message)]),
            |(_, key)| both(key, &[]),
        )
}

// ── Read ────────────────────────────────────────────────────────────────────────────────────────────────

/// The layout this program reads.
pub(super) const SCHEMA_VERSION: u64 = 1;

fn declare<'d>(
    documents: &'d [Document<'d>],
    leniency: Leniency,
    problems: &mut Vec<Problem>,
) -> Declarations<'d> {
    let mut declared = Declarations {
        complete: documents.iter().all(|document| document.whole),
        ..Declarations::default()
    };
    let spec = Spec::get();
    let Some(file) = spec.table("file") else {
        return declared;
    };
    for document in documents.iter().filter(|document| document.whole) {
        let source = document.source;
        for (key, value) in document.root.get_ref() {
            let name = key.get_ref().as_ref();
            let Some(field) = file.field(name) else {
                Reader::new(source, leniency, problems).unknown(file, None, name, key.span().start);
                declared.complete &= file.nearest(name).is_none();
                continue;
            };
            let Some(table) = field.table.as_deref().and_then(|name| spec.table(name)) else {
                schema_version(source, value, problems);
                continue;
            };
            let mut section = Section {
                source,
                field,
                table,
                value,
                leniency,
                problems,
            };
            match name {
                "department" => declared.departments.extend(section.list()),
                "application" => declared.applications.extend(section.list()),
                "interface" => declared.interfaces.extend(section.list()),
                _ => section.head(&mut declared.head),
            }
        }
    }
    for application in &mut declared.applications {
        complete_application(application);
    }
    complete_interfaces(&mut declared.interfaces);
    declared
}

/// One key of a file with what stands behind it.
struct Section<'d, 'p> {
    source: &'d SourceFile,
    field: &'d FieldSpec,
    table: &'d TableSpec,
    value: &'d Spanned<DeValue<'d>>,
    leniency: Leniency,
    problems: &'p mut Vec<Problem>,
}

impl<'d> Section<'d, '_> {
    fn list<T: DeserializeOwned + Default>(&mut self) -> Vec<Declared<'d, T>> {
        let tables =
            Reader::new(self.source, self.leniency, self.problems).tables(self.field, self.value);
        tables
            .into_iter()
            .map(|(table, header)| {
                let entry = Reader::new(self.source, self.leniency, self.problems)
                    .entry(self.table, None, table, header);
                typed(entry, self.problems)
            })
            .collect()
    }

    fn head(&mut self, head: &mut Option<Declared<'d, Head>>) {
        let mut reader = Reader::new(self.source, self.leniency, self.problems);
        let Some((table, header)) = reader.one_table(self.field, self.value) else {
            return;
        };
        let entry = reader.entry(self.table, None, table, header);
        if let Some(first) = head {
            let message = Message::new("inv-107-head").with("first", place(&first.entry));
            self.problems
                .push(message.problem(&self.source.name, Some(entry.position())));
            return;
        }
        *head = Some(typed(entry, self.problems));
    }
}

/// `file:line` of an entry, for sentences about another one.
pub(super) fn place(entry: &Entry<'_>) -> String {
    format!("{}:{}", entry.source.name, entry.position().line)
}

fn schema_version(source: &SourceFile, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) {
    let expected = SCHEMA_VERSION.to_string();
    if value
        .get_ref()
        .as_integer()
        .is_none_or(|version| version.as_str() != expected)
    {
        let message = Message::new("inv-107").with("version", expected);
        problems.push(message.problem(&source.name, Some(source.position(value.span().start))));
    }
}

/// Builds the value of an entry. The reader has left only what fits; should the types ever disagree with
/// the table of fields, the entry says so instead of vanishing.
pub(super) fn typed<'d, T: DeserializeOwned + Default>(
    entry: Entry<'d>,
    problems: &mut Vec<Problem>,
) -> Declared<'d, T> {
    let value =
        serde_json::from_value(Value::Object(entry.value.clone())).unwrap_or_else(|error| {
            let message = Message::new("inv-100").with("cause", error.to_string());
            problems.push(message.problem(&entry.source.name, Some(entry.position())));
            T::default()
        });
    Declared { value, entry }
}

fn origin(entry: &Entry<'_>) -> Origin {
    Origin {
        file: entry.source.relative.clone(),
        line: entry.position().line,
    }
}

fn complete_application(declared: &mut Declared<'_, Application>) {
    declared.value.origin = origin(&declared.entry);
    for artefact in &mut declared.value.artefacts {
        if artefact.id.is_empty() {
            let (ArtefactTarget::Path(written) | ArtefactTarget::Glob(written)) = &artefact.target;
            artefact.id.clone_from(written);
        }
    }
}

/// Interfaces without an id are named after their ends; the second between the same ends gets a number.
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

/// Only called without errors, so that no id is taken twice.
fn assemble(root: PathBuf, declared: Declarations<'_>) -> Inventory {
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
    }
}
