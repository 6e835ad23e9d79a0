//! The applications that a row may mean: those of the inventory and those of earlier rows.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use super::cell;
use super::fields::{get, set};
use super::last::{Said, digest};
use crate::inventory::{Inventory, NameIndex, Origin, fold};

/// An application with everything known so far.
#[derive(Debug)]
pub(super) struct Known {
    pub id: String,
    pub name: String,
    pub value: Kept,
    /// Where the inventory declares it; `None` for new ones.
    pub origin: Option<Origin>,
    /// The row of its first occurrence.
    pub place: Option<String>,
    /// Whether its identifier comes from the row.
    pub has_own_id: bool,
    /// Where and how its fields were stated.
    pub stated: Told,
    /// Fields with filled cells that were not taken over.
    pub refused: BTreeSet<&'static str>,
}

impl Known {
    /// The value of a field.
    pub fn get(&self, path: &str) -> Option<Value> {
        get(&self.value.open(), path).cloned()
    }

    /// The text value of a field.
    pub fn text(&self, path: &str) -> Option<String> {
        match self.get(path)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Sets the value of a field.
    pub fn set(&mut self, path: &str, value: Value) {
        let mut entry = self.value.open();
        set(&mut entry, path, value);
        self.value = Kept::new(&entry);
    }
}

/// An entry in compact storage: as JSON it takes an eighth of the memory, and a list may have a hundred thousand.
#[derive(Debug, Default)]
pub(super) struct Kept(Box<[u8]>);

impl Kept {
    /// An entry in compact storage.
    pub fn new(entry: &Map<String, Value>) -> Self {
        let json = serde_json::to_vec(entry);
        Self(json.unwrap_or_default().into_boxed_slice())
    }

    /// The entry.
    pub fn open(&self) -> Map<String, Value> {
        // It is empty until a value is stored.
        serde_json::from_slice(&self.0).unwrap_or_default()
    }
}

/// The first cell of each field of an application, by path. A list may have a million.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<FirstCell>);

#[derive(Debug)]
struct FirstCell {
    path: &'static str,
    place: Box<str>,
    written: Box<str>,
    /// Digest of the list's value before merging.
    digest: String,
}

impl Told {
    /// The cell of a field.
    pub fn place(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| &*cell.place)
    }

    /// Its text as written, if it will be shown.
    pub fn written(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| &*cell.written)
    }

    /// Records a cell, unless another one stated the field before.
    pub fn note(&mut self, path: &'static str, place: String, written: String, value: &Value) {
        if let Some(cell) = self.0.iter_mut().find(|cell| cell.path == path) {
            cell.digest = digest(&cell.digest, value);
        } else {
            self.0.push(FirstCell {
                path,
                place: place.into(),
                written: written.into(),
                digest: digest("", value),
            });
        }
    }

    /// Digest of the lists' value of a field.
    pub fn digest(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| cell.digest.as_str())
    }

    /// Removes a field that could not be taken over.
    pub fn forget(&mut self, path: &str) {
        self.0.retain(|cell| cell.path != path);
    }

    /// Digests of all stated fields.
    pub fn said(&self) -> Said {
        let said = self.0.iter();
        said.map(|cell| (cell.path.to_owned(), cell.digest.clone()))
            .collect()
    }

    fn cell(&self, path: &str) -> Option<&FirstCell> {
        self.0.iter().find(|cell| cell.path == path)
    }
}

/// All applications, indexed by identifier, key of another system, name and address.
#[derive(Debug, Default)]
pub(super) struct Applications {
    pub all: Vec<Known>,
    ids: HashMap<String, usize>,
    /// How identifiers are written.
    shapes: HashSet<String>,
    /// Numeric identifiers without leading zeros.
    numbers: HashMap<String, Vec<usize>>,
    keys: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    repositories: HashMap<String, usize>,
    similar: NameIndex,
}

impl Applications {
    /// The applications of an inventory.
    pub fn of(inventory: &Inventory) -> Self {
        let mut all = Self::default();
        for application in inventory.applications.values() {
            let mut value = serde_json::to_value(application)
                .map(cell::object)
                .unwrap_or_default();
            value.remove("origin");
            all.add(Known {
                id: application.id.clone(),
                name: application.name.clone(),
                value: Kept::new(&value),
                origin: Some(application.origin.clone()),
                place: None,
                has_own_id: true,
                stated: Told::default(),
                refused: BTreeSet::new(),
            });
        }
        all
    }

    /// Adds an application and returns its index.
    pub fn add(&mut self, known: Known) -> usize {
        let index = self.all.len();
        self.ids.insert(known.id.clone(), index);
        self.shapes.insert(shape(&known.id));
        if let Some(number) = number(&known.id) {
            let all = self.numbers.entry(number.to_owned()).or_default();
            all.push(index);
        }
        let entry = known.value.open();
        if let Some(key) = get(&entry, "source.key").and_then(Value::as_str) {
            self.keys.entry(key.to_owned()).or_insert(index);
        }
        let texts = |path: &str| {
            let value = get(&entry, path);
            let items = value
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let texts = items.iter().filter_map(Value::as_str).map(str::to_owned);
            texts.collect::<Vec<String>>()
        };
        let aliases = texts("aliases");
        let short = get(&entry, "short_name").and_then(Value::as_str);
        let mut names: BTreeSet<String> = aliases.iter().map(|alias| fold(alias)).collect();
        names.extend(short.map(fold));
        names.insert(fold(&known.name));
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.names.entry(name).or_default().push(index);
        }
        let repositories = get(&entry, "repository").and_then(Value::as_array);
        for repository in repositories.into_iter().flatten() {
            if let Some(url) = repository.get("url").and_then(Value::as_str) {
                self.repositories.entry(plain_address(url)).or_insert(index);
            }
        }
        self.similar.insert(index, &known.name, &aliases);
        self.all.push(known);
        index
    }

    /// The application with an identifier; lower case is accepted.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids
            .get(id)
            .or_else(|| self.ids.get(&id.trim().to_uppercase()))
            .copied()
    }

    /// The application whose numeric identifier differs only in leading zeros, which spreadsheets drop.
    pub fn by_number(&self, id: &str) -> Option<usize> {
        match self.numbers.get(number(id.trim())?)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Whether a text is written like the identifiers of the applications: the same letters and signs around digits.
    pub fn is_like_an_id(&self, text: &str) -> bool {
        let shape = shape(text);
        text.contains(|ch: char| ch.is_ascii_digit())
            && text.contains(char::is_alphabetic)
            && self.shapes.contains(&shape)
    }

    /// The application with a key of another system.
    pub fn by_key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// The application with a repository.
    pub fn by_repository(&self, url: &str) -> Option<usize> {
        self.repositories.get(&plain_address(url)).copied()
    }

    /// All applications of this name in any spelling.
    pub fn by_name(&self, name: &str) -> &[usize] {
        self.names.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// An application with a nearly equal name.
    pub fn similar(&self, name: &str) -> Option<usize> {
        self.similar.find(name)
    }

    /// The application that an identifier or a name certainly means.
    pub fn meant(&self, text: &str) -> Option<&Known> {
        let by_name = || match self.by_name(text) {
            [one] => Some(*one),
            _ => None,
        };
        let index = self.by_id(text).or_else(by_name);
        self.all.get(index.or_else(|| self.by_number(text))?)
    }

    /// A free identifier for an application of a department: its code and a number.
    pub fn free_id(&self, department: &str, next: &mut HashMap<String, u32>) -> String {
        let prefix: String = fold(department)
            .to_uppercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(20)
            .collect();
        let prefix = if prefix.is_empty() {
            "APP".to_owned()
        } else {
            prefix
        };
        let number = next.entry(prefix.clone()).or_insert(0);
        loop {
            *number += 1;
            let id = format!("{prefix}-{number:04}");
            if !self.ids.contains_key(&id) {
                return id;
            }
        }
    }
}

/// The digits of a number without leading zeros; `None` if it is not a number.
fn number(id: &str) -> Option<&str> {
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| id.trim_start_matches('0'))
}

fn plain_address(url: &str) -> String {
    let url = url.trim().to_lowercase();
    let plain = url.trim_end_matches('/').trim_end_matches(".git");
    let plain = plain
        .strip_prefix("https://")
        .or_else(|| plain.strip_prefix("http://"))
        .unwrap_or(plain);
    plain.to_owned()
}

/// A text with its runs of digits made equal: `FV-0` for `FV-1009`.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for ch in text.trim().chars().flat_map(char::to_uppercase) {
        match ch.is_ascii_digit() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(ch),
        }
    }
    shape
}
