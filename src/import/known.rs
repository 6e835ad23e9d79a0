//! The applications a row may mean: those of the inventory and those that came in with earlier rows.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::cell;
use super::fields::{get, set};
use super::last::{Said, digest};
use crate::inventory::{Inventory, NameIndex, Origin, fold};

/// An application, with what is known about it so far.
#[derive(Debug)]
pub(super) struct Known {
    pub id: String,
    pub name: String,
    pub value: Kept,
    /// Where the inventory declares it; nothing for new ones.
    pub origin: Option<Origin>,
    /// The row it first occurred in.
    pub place: Option<String>,
    /// Whether the row named the identifier.
    pub has_own_id: bool,
    /// Where its fields were stated, and how.
    pub stated: Told,
    /// Fields whose cells were filled and not taken over.
    pub refused: BTreeSet<&'static str>,
}

impl Known {
    /// The value of a field.
    pub fn get(&self, path: &str) -> Option<Value> {
        get(&self.value.open(), path).cloned()
    }

    /// The value of a field that holds a text.
    pub fn text(&self, path: &str) -> Option<String> {
        match self.get(path)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Gives a field a value.
    pub fn set(&mut self, path: &str, value: Value) {
        let mut entry = self.value.open();
        set(&mut entry, path, value);
        self.value = Kept::new(&entry);
    }
}

/// An entry while nobody looks at it: as JSON it takes an eighth of the room, and a list may have a hundred thousand.
#[derive(Debug, Default)]
pub(super) struct Kept(Box<[u8]>);

impl Kept {
    pub fn new(entry: &Map<String, Value>) -> Self {
        let json = serde_json::to_vec(entry);
        Self(json.unwrap_or_default().into_boxed_slice())
    }

    pub fn open(&self) -> Map<String, Value> {
        // Nothing is in it before something was put in.
        serde_json::from_slice(&self.0).unwrap_or_default()
    }
}

/// Where the fields of an application were stated first, by path. A list may state a million.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<FirstCell>);

#[derive(Debug)]
struct FirstCell {
    path: &'static str,
    place: Box<str>,
    written: Box<str>,
    /// Of what the lists say, before it was put together with anything else.
    digest: String,
}

impl Told {
    /// The cell that stated a field.
    pub fn place(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| &*cell.place)
    }

    /// How it was written there, where somebody will be shown it.
    pub fn written(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| &*cell.written)
    }

    /// Notes a cell, unless another one stated the field before.
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

    /// What the lists say about a field, as a digest.
    pub fn digest(&self, path: &str) -> Option<&str> {
        self.cell(path).map(|cell| cell.digest.as_str())
    }

    /// Forgets what could not be taken over.
    pub fn forget(&mut self, path: &str) {
        self.0.retain(|cell| cell.path != path);
    }

    /// Digests of everything that was stated.
    pub fn said(&self) -> Said {
        let said = self.0.iter();
        said.map(|cell| (cell.path.to_owned(), cell.digest.clone()))
            .collect()
    }

    fn cell(&self, path: &str) -> Option<&FirstCell> {
        self.0.iter().find(|cell| cell.path == path)
    }
}

/// All of them, found by identifier, key of another system, name or address.
#[derive(Debug, Default)]
pub(super) struct Applications {
    pub all: Vec<Known>,
    ids: HashMap<String, usize>,
    /// Identifiers that are numbers, without the zeros in front.
    numbers: HashMap<String, Vec<usize>>,
    keys: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    repositories: HashMap<String, usize>,
    similar: NameIndex,
}

impl Applications {
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

    pub fn add(&mut self, known: Known) -> usize {
        let index = self.all.len();
        self.ids.insert(known.id.clone(), index);
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

    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids
            .get(id)
            .or_else(|| self.ids.get(&id.trim().to_uppercase()))
            .copied()
    }

    /// One whose identifier is the same number with other zeros in front: spreadsheets drop them.
    pub fn by_number(&self, id: &str) -> Option<usize> {
        match self.numbers.get(number(id.trim())?)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    pub fn by_key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    pub fn by_repository(&self, url: &str) -> Option<usize> {
        self.repositories.get(&plain_address(url)).copied()
    }

    /// All that bear this name, whatever its spelling.
    pub fn by_name(&self, name: &str) -> &[usize] {
        self.names.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// One whose name is nearly the same.
    pub fn similar(&self, name: &str) -> Option<usize> {
        self.similar.find(name)
    }

    /// The application that an identifier or a name surely means.
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

/// The digits of a number without the zeros in front.
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
