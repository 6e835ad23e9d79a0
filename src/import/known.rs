//! The applications and departments a row may mean: those of the inventory and those that came in with earlier rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::cell;
use super::fields::{get, set};
use crate::inventory::{Inventory, NameIndex, Origin, fold, is_code};

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
    pub fn note(&mut self, path: &'static str, place: String, written: String) {
        if self.cell(path).is_none() {
            self.0.push(FirstCell {
                path,
                place: place.into(),
                written: written.into(),
            });
        }
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

/// Departments by code and name.
#[derive(Debug, Default)]
pub(super) struct Departments {
    codes: HashMap<String, String>,
    names: HashMap<String, String>,
    all: Vec<(String, String)>,
    similar: NameIndex,
    /// Codes that rows of the lists give as such, whatever their order, by folded code.
    expected_codes: HashMap<String, String>,
    /// Whole names that rows of the lists give, by folded name.
    expected_names: BTreeMap<String, String>,
}

/// Which department a text means.
pub(super) enum Meant {
    Known(String),
    /// None yet: its code and its name.
    New(String, String),
    /// Perhaps this one, but nobody said so.
    Similar(String),
}

impl Departments {
    pub fn of(inventory: &Inventory) -> Self {
        let mut all = Self::default();
        for department in inventory.departments.values() {
            all.add(&department.id, &department.name);
        }
        all
    }

    pub fn add(&mut self, code: &str, name: &str) {
        self.codes.insert(fold(code), code.to_owned());
        self.names
            .entry(fold(name))
            .or_insert_with(|| code.to_owned());
        self.similar.insert(self.all.len(), name, &[]);
        self.all.push((code.to_owned(), name.to_owned()));
    }

    /// Notes the departments that the rows of the lists name plainly, so that what is written less plainly above them
    /// is told from a department of its own.
    pub fn expect<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        for text in texts {
            let folded = fold(text);
            if is_short(text) && text.chars().all(char::is_alphabetic) {
                self.expected_codes
                    .entry(folded)
                    .or_insert_with(|| text.to_owned());
            } else if folded.len() >= SHORTENED && !text.ends_with('.') {
                self.expected_names
                    .entry(folded)
                    .or_insert_with(|| text.to_owned());
            }
        }
    }

    /// The department that a text holds among other words: `KVR II/3`, `KVR/SOZ`, `Kreisverwaltungsref.`
    fn named_within(&self, text: &str) -> Option<&str> {
        let mut words = text.split(|ch: char| !ch.is_alphanumeric());
        let code = words.find_map(|word| {
            let folded = fold(word);
            let is_sign = word.chars().count() > 1 && !word.contains(char::is_lowercase);
            let codes = self.codes.get(&folded);
            codes
                .or_else(|| self.expected_codes.get(&folded))
                .filter(|code| is_sign && fold(code) != fold(text))
        });
        if let Some(code) = code {
            return Some(code);
        }
        let stem = fold(text);
        if !text.ends_with('.') || stem.len() < SHORTENED {
            return None;
        }
        let mut all = self.all.iter();
        let known = all.find(|(_, name)| fold(name).starts_with(&stem));
        known.map(|(code, _)| code.as_str()).or_else(|| {
            let (name, written) = self.expected_names.range(stem.clone()..).next()?;
            name.starts_with(&stem).then_some(written.as_str())
        })
    }

    pub fn meant(&self, text: &str) -> Meant {
        let known = |text: &str| {
            let folded = fold(text);
            self.codes
                .get(&folded)
                .or_else(|| self.names.get(&folded))
                .cloned()
        };
        if let Some(code) = known(text) {
            return Meant::Known(code);
        }
        // `KVR - Kreisverwaltungsreferat`, `Kreisverwaltungsreferat (KVR)`
        let parts: Vec<&str> = text
            .split(['(', ')', '–', '—', ':', '\n'])
            .flat_map(|part| part.split(" - "))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if let Some(code) = parts.iter().find_map(|part| known(part)) {
            return Meant::Known(code);
        }
        let code = parts.iter().find(|part| parts.len() == 2 && is_short(part));
        if let (Some(code), [first, second]) = (code, parts.as_slice()) {
            let name = if first == code { second } else { first };
            return Meant::New((*code).to_owned(), (*name).to_owned());
        }
        if let Some(code) = self.named_within(text) {
            return Meant::Similar(code.to_owned());
        }
        if let Some((code, _)) = self
            .similar
            .find(text)
            .and_then(|index| self.all.get(index))
        {
            return Meant::Similar(code.clone());
        }
        if let Some((code, _)) = self.all.iter().find(|(code, name)| {
            abbreviates(code, text) || abbreviates(text, name) && fold(code) != fold(name)
        }) {
            return Meant::Similar(code.clone());
        }
        if is_code(text) && text.chars().count() <= 12 {
            return Meant::New(text.to_owned(), text.to_owned());
        }
        let code = code_of_unit(text).map_or_else(|| self.free_code(text), str::to_owned);
        Meant::New(code, text.to_owned())
    }

    /// A code made from a name: the first letters of its words, or of its only word.
    fn free_code(&self, name: &str) -> String {
        let words: Vec<&str> = name
            .split(|ch: char| !ch.is_alphanumeric())
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .collect();
        let code: String = match words.as_slice() {
            [] => "REF".to_owned(),
            [word] => word.chars().take(4).collect(),
            words => words
                .iter()
                .filter_map(|word| word.chars().next())
                .take(8)
                .collect(),
        };
        let code = code.to_uppercase();
        let numbered = (2..).map(|number| format!("{code}{number}"));
        let free = |code: &String| !self.codes.contains_key(&fold(code));
        std::iter::once(code.clone())
            .chain(numbered)
            .find(free)
            .unwrap_or(code)
    }
}

/// Letters from which on a name that breaks off says which one is meant.
const SHORTENED: usize = 4;

/// The sign in front of the number of a unit: `KVR II/3`, `SOZ 4`.
fn code_of_unit(text: &str) -> Option<&str> {
    let mut words = text
        .split(|ch: char| !ch.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let code = words.next()?;
    let is_code = (2..=8).contains(&code.chars().count()) && code.chars().all(char::is_uppercase);
    let is_number = |word: &str| {
        word.chars()
            .all(|ch| ch.is_ascii_digit() || "IVX".contains(ch))
    };
    (is_code && words.all(is_number)).then_some(code)
}

/// Words with which the names of German departments end.
const HEADS: [&str; 7] = [
    "referat",
    "amt",
    "dezernat",
    "fachbereich",
    "ressort",
    "behoerde",
    "betrieb",
];

/// Whether a short code may stand for a name: `BAU` for Baureferat, `KVR` for Kreisverwaltungsreferat.
fn abbreviates(code: &str, name: &str) -> bool {
    let (code, name) = (fold(code), fold(name));
    if !(2..=6).contains(&code.len()) || name.len() < 2 * code.len() || !code.is_ascii() {
        return false;
    }
    let Some(stem) = HEADS.iter().find_map(|head| name.strip_suffix(head)) else {
        return false;
    };
    if code.len() > 2 && name.starts_with(&code) {
        return true;
    }
    let head = name.get(stem.len()..stem.len() + 1).unwrap_or_default();
    let mut letters = stem.chars();
    let begins = code.chars().next() == name.chars().next();
    begins
        && code.len() > 2
        && code
            .strip_suffix(head)
            .is_some_and(|code| code.chars().all(|ch| letters.any(|letter| letter == ch)))
}

fn is_short(text: &str) -> bool {
    is_code(text)
        && text.chars().count() <= 8
        && text
            .chars()
            .all(|ch| !ch.is_lowercase() || text.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_departments_are_told_from_other_words() {
        for (code, name) in [
            ("KVR", "Kreisverwaltungsreferat"),
            ("POR", "Personal- und Organisationsreferat"),
            ("BAU", "Baureferat"),
            ("SOZA", "Sozialamt"),
        ] {
            assert!(abbreviates(code, name), "{code} {name}");
        }
        for (code, name) in [
            ("KVR", "Kulturreferat"),
            ("GSR", "Baureferat"),
            ("IT", "Institut"),
            ("KVR", "Kreisverwaltung"),
        ] {
            assert!(!abbreviates(code, name), "{code} {name}");
        }
    }
}
