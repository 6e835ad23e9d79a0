//! The plan of an import: shown as a difference, and written on the user's request.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use toml_edit::{DocumentMut, Item};

use super::columns::{self, Layout, Target};
use super::fault::{self, Fault};
use super::fields::{Flat, Kind};
use super::last::Said;
use super::table::Table;
use super::writing;
use crate::inventory::{FieldRole, Message, Spec, fold};
use crate::model::column_letters;
use crate::texts::Bilingual;

/// All changes of an import, and everything left alone with the reason.
#[derive(Debug, Default)]
pub struct Plan {
    pub(super) tables: Vec<TableReport>,
    pub(super) new: Vec<New>,
    pub(super) changed: Vec<Changed>,
    /// Entries that agree with the inventory.
    pub(super) unchanged: usize,
    /// Entries whose changes were all held back.
    pub(super) held: usize,
    /// The outcome of the rows about applications.
    pub(super) rows: RowCount,
    /// Applications (id, name) that the files no longer name.
    pub(super) gone: Vec<(String, String)>,
    pub(super) faults: Vec<Fault>,
    pub(super) similar: Vec<Similar>,
    pub(super) incomplete: Vec<Incomplete>,
    /// Generated identifiers, because those of the list are unusable.
    pub(super) given_ids: Vec<GivenId>,
    /// Codes of new departments named only by cells of applications.
    pub(super) from_cells: BTreeSet<String>,
    /// Sheets excluded by the mapping file.
    pub(super) left_out: Vec<String>,
    /// Unknown words of cells, by the kind of their rows and the field's path.
    pub(super) words: BTreeSet<(Kind, &'static str, String)>,
    /// Spellings that may mean a department, with the proposed mapping value.
    pub(super) departments: BTreeMap<String, String>,
    /// The user's defaults by path, with the applications that use them.
    pub(super) defaults: BTreeMap<String, Defaulted>,
    /// Unresolved names in cells about interfaces; the user may map them.
    pub(super) open_ends: BTreeMap<String, String>,
    /// Values changed by hand while the list still states its old value.
    pub(super) kept: Vec<KeptValue>,
    /// The lists' values of the applications that match them, for the next import.
    pub(super) heard: BTreeMap<String, Said>,
    /// Applications with differing answers, by id and name.
    pub(super) disputed: Vec<(String, String)>,
}

impl Plan {
    /// Whether the inventory would remain unchanged.
    pub fn changes_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// Whether values were not taken over and await a decision.
    pub fn is_open(&self) -> bool {
        !(self.faults.is_empty() && self.similar.is_empty() && self.incomplete.is_empty())
    }

    /// Required fields missing in new applications.
    pub(super) fn lacking(&self) -> BTreeSet<&'static str> {
        let lacking = self.incomplete.iter().flat_map(|entry| &entry.missing);
        lacking.map(|flat| flat.path.as_str()).collect()
    }
}

/// Rows about applications, each counted once.
#[derive(Debug, Default)]
pub(super) struct RowCount {
    /// The first row of each application.
    pub first: usize,
    /// Further rows of an application that appeared in an earlier row.
    pub further: usize,
    /// Probably an existing application.
    pub similar: usize,
    /// No application could be determined.
    pub unusable: usize,
}

impl RowCount {
    pub fn all(&self) -> usize {
        self.first + self.further + self.similar + self.unusable
    }
}

/// A table of a file, as interpreted.
#[derive(Debug)]
pub(super) struct TableReport {
    pub name: String,
    /// The row of the headings; 0 if there is none.
    pub head_row: u32,
    pub rows: usize,
    pub system: Option<&'static str>,
    pub survey: bool,
    pub made: bool,
    pub columns: Vec<ColumnReport>,
    /// Letters of columns without a heading, with the number of their values.
    pub unnamed: Vec<(String, usize)>,
    /// Letters of hidden columns.
    pub hidden_columns: Vec<String>,
    /// Number of hidden rows.
    pub hidden_rows: usize,
    /// Number of struck-out rows.
    pub struck_rows: usize,
    /// Whether the sheet itself is hidden.
    pub is_hidden: bool,
    pub said: Vec<Bilingual>,
}

/// A column with its interpretation.
#[derive(Debug)]
pub(super) struct ColumnReport {
    pub heading: String,
    /// Its letters.
    pub letters: String,
    pub target: Option<Target>,
    /// The field it may mean.
    pub similar: Option<&'static Flat>,
    /// Whether its cells decided the interpretation.
    pub by_cells: bool,
}

impl TableReport {
    pub fn new(table: &Table, layout: &Layout, rows: usize, said: Vec<Bilingual>) -> Self {
        let guesses = columns::guesses(table, layout);
        let columns = layout.columns.iter().map(|column| ColumnReport {
            letters: column_letters(column.at),
            similar: guesses.get(&column.at).copied(),
            by_cells: column.by_cells,
            heading: column.heading.clone(),
            target: column.target.clone(),
        });
        Self {
            name: table.name(),
            head_row: layout.head_row,
            rows,
            system: layout.system,
            survey: layout.survey,
            made: table.made,
            columns: columns.collect(),
            unnamed: Vec::new(),
            hidden_columns: table
                .hidden_columns
                .iter()
                .filter(|at| layout.columns.iter().any(|column| column.at == **at))
                .map(|at| column_letters(*at))
                .collect(),
            hidden_rows: table.hidden_rows,
            struck_rows: table.struck_rows,
            is_hidden: table.is_hidden,
            said,
        }
    }

    /// Records columns without a heading, with the number of their values.
    pub fn name_columns(&mut self, unnamed: &[(u32, usize)]) {
        let named = unnamed
            .iter()
            .map(|(at, count)| (column_letters(*at), *count));
        self.unnamed = named.collect();
    }

    /// Columns without a known meaning.
    pub fn open_columns(&self) -> impl Iterator<Item = &ColumnReport> {
        self.columns.iter().filter(|column| column.target.is_none())
    }
}

/// A new entry.
#[derive(Debug)]
pub(super) struct New {
    pub kind: Kind,
    /// Identifier; empty for interfaces without one.
    pub id: String,
    pub name: String,
    pub place: String,
    /// The department of an application.
    pub department: Option<String>,
    /// The entry as written into a file.
    pub written: String,
}

/// An entry of the inventory that differs from the files.
#[derive(Debug)]
pub(super) struct Changed {
    pub kind: Kind,
    pub id: String,
    pub name: String,
    pub place: String,
    pub changes: Vec<Change>,
    pub origin: crate::inventory::Origin,
}

/// A field with its value before and after.
#[derive(Debug)]
pub(super) struct Change {
    pub flat: &'static Flat,
    pub old: Option<Value>,
    pub new: Value,
    /// The text as written, if it differs from the value.
    pub written: String,
}

/// A value that is kept although a list states another one.
#[derive(Debug)]
pub(super) struct KeptValue {
    pub id: String,
    pub name: String,
    pub place: String,
    pub change: Change,
}

/// A row that is probably an existing application; only the user knows.
#[derive(Debug)]
pub(super) struct Similar {
    pub place: String,
    pub name: String,
    pub other: String,
    pub other_name: String,
}

/// A default of the user, and where it stands in for a missing value.
#[derive(Debug)]
pub(super) struct Defaulted {
    pub value: Value,
    /// Number of applications.
    pub count: usize,
    /// Places of the first of them.
    pub places: Vec<String>,
}

impl Defaulted {
    /// Maximum number of places.
    const SHOWN: usize = 20;

    /// A default that no application uses yet.
    pub fn new(value: Value) -> Self {
        Self {
            value,
            count: 0,
            places: Vec::new(),
        }
    }

    /// Records an application that uses it.
    pub fn note(&mut self, place: &str) {
        self.count += 1;
        if self.places.len() < Self::SHOWN {
            self.places.push(place.to_owned());
        }
    }
}

/// A generated identifier of a new application, with the list's own.
#[derive(Debug)]
pub(super) struct GivenId {
    pub place: String,
    pub written: String,
    pub id: String,
    /// Whether the list's identifier is kept as the key of another system.
    pub is_kept: bool,
}

/// A new application without all required fields.
#[derive(Debug)]
pub(super) struct Incomplete {
    pub place: String,
    pub name: String,
    pub missing: Vec<&'static Flat>,
}

/// Why an entry, or a part of it, is held back.
pub(super) struct Held {
    /// Whether only its claims about gender data are held back.
    pub contradicts: bool,
    /// The inventory's message about it.
    pub cause: Bilingual,
}

/// The claims that are held back if they contradict [`OTHER_CLAIM`].
const CLAIMS: &str = "gender";
const CLAIMS_BELOW: &str = "gender.";
const OTHER_CLAIM: &str = "personal_data";

fn whole(reason: &Held) -> Message {
    Message::new("imp-002-held").with_both("cause", reason.cause.clone())
}

/// A contradiction between a row's claim about gender data and another claim of the row, or one of the inventory at
/// `other`.
fn contradiction(place: &str, reason: &Held, other: Option<&str>) -> Fault {
    let message = |key| Message::new(key).with_both("cause", reason.cause.clone());
    match other {
        None => Fault::new(place, message("imp-002-contradicts-itself").text()),
        Some(other) => Fault::new(place, message("imp-002-contradicts").text()).about(other),
    }
}

/// Limits (number and percentage) of applications renamed at once; beyond both, the renaming is not trusted.
const RENAMED: usize = 5;
const RENAMED_PERCENT: usize = 10;

impl Plan {
    /// Removes new departments that are named only by rows not taken over.
    pub(super) fn leave_out_unused_departments(&mut self) {
        let department = |value: &Value| value.as_str().map(str::to_owned);
        let new = self
            .new
            .iter()
            .filter(|entry| entry.kind == Kind::Application)
            .filter_map(|entry| entry.department.clone());
        let changes = self.changed.iter().flat_map(|entry| &entry.changes);
        let moved = changes
            .filter(|change| change.flat.is(FieldRole::Department))
            .filter_map(|change| department(&change.new));
        let used: BTreeSet<String> = new.chain(moved).collect();
        self.new.retain(|entry| {
            entry.kind != Kind::Department
                || used.contains(&entry.id)
                || !self.from_cells.contains(&entry.id)
        });
    }

    /// Holds back rows whose identifiers belong to quite different applications in the inventory, if they are many
    /// among the `met` ones: such identifiers are row numbers that the list has reassigned. Returns the identifiers.
    pub(super) fn hold_renamed(&mut self, met: usize) -> Vec<String> {
        let renamed = self
            .changed
            .iter()
            .filter(|entry| entry.is_renamed())
            .count();
        if renamed < RENAMED || renamed * 100 <= met * RENAMED_PERCENT {
            return Vec::new();
        }
        let (held, rest): (Vec<Changed>, Vec<Changed>) = std::mem::take(&mut self.changed)
            .into_iter()
            .partition(Changed::is_renamed);
        self.changed = rest;
        self.held += held.len();
        for entry in &held {
            self.heard.remove(&entry.id);
            let message = Message::new("imp-002-renamed").with("count", renamed.to_string());
            self.faults.push(Fault::new(&entry.place, message.text()));
        }
        held.into_iter().map(|entry| entry.id).collect()
    }

    /// Removes changes that would make the inventory invalid, each reported once with the reason. Of an entry with
    /// contradicting claims, only the claims are held back; the rest is taken over.
    pub(super) fn hold_back(&mut self, reasons: &BTreeMap<(Kind, String), Held>) {
        let mut faults = Vec::new();
        let heard = &mut self.heard;
        let held = &mut self.held;
        self.new.retain_mut(|entry| {
            let Some(reason) = reasons.get(&(entry.kind, entry.key().to_owned())) else {
                return true;
            };
            let keeps = reason.contradicts && entry.take_back_claims();
            if entry.kind == Kind::Application {
                let said = heard.entry(entry.id.clone()).or_default();
                said.retain(|path, _| keeps && !path.starts_with(CLAIMS_BELOW));
            }
            *held += usize::from(!keeps);
            faults.push(match keeps {
                true => contradiction(&entry.place, reason, None),
                false => Fault::new(&entry.place, whole(reason).text()),
            });
            keeps
        });
        self.changed.retain_mut(|entry| {
            let Some(reason) = reasons.get(&(entry.kind, entry.id.clone())) else {
                return true;
            };
            let before = entry.changes.len();
            let all: Vec<&str> = entry
                .changes
                .iter()
                .map(|it| it.flat.path.as_str())
                .collect();
            if reason.contradicts {
                let claim = |change: &Change| change.flat.path.starts_with(CLAIMS_BELOW);
                let other = |change: &Change| change.flat.path == OTHER_CLAIM;
                // If the list withdraws the personal data, that is the new claim and is held back.
                match entry.changes.iter().any(claim) {
                    true => entry.changes.retain(|change| !claim(change)),
                    false => entry.changes.retain(|change| !other(change)),
                }
            }
            let keeps = entry.changes.len() < before;
            // If the row states both claims, the contradiction is within the row, whatever the inventory took over of
            // it before.
            let says_both = heard.get(&entry.id).is_some_and(|said| {
                said.contains_key(OTHER_CLAIM)
                    && said.keys().any(|path| path.starts_with(CLAIMS_BELOW))
            });
            let stays =
                |path: &str| keeps && entry.changes.iter().any(|change| change.flat.path == path);
            if let Some(said) = heard
                .get_mut(&entry.id)
                .filter(|_| entry.kind == Kind::Application)
            {
                for path in all.into_iter().filter(|path| !stays(path)) {
                    said.remove(path);
                }
            }
            let origin = format!("{}:{}", entry.origin.file, entry.origin.line);
            let other = (!says_both).then_some(origin.as_str());
            faults.push(match keeps {
                true => contradiction(&entry.place, reason, other),
                false => Fault::new(&entry.place, whole(reason).text()),
            });
            let stays = keeps && !entry.changes.is_empty();
            *held += usize::from(!stays);
            stays
        });
        self.leave_out_unused_departments();
        self.faults.extend(faults);
        fault::sort(&mut self.faults);
    }
}

impl Changed {
    /// Whether the name changes entirely. A merely extended name counts as the same.
    fn is_renamed(&self) -> bool {
        let mut changes = self.changes.iter();
        let name = changes.find(|change| change.flat.is(FieldRole::Name));
        let folded = |value: Option<&Value>| value.and_then(Value::as_str).map(fold);
        let names = name
            .and_then(|change| Some((folded(change.old.as_ref())?, folded(Some(&change.new))?)));
        self.kind == Kind::Application
            && names.is_some_and(|(old, new)| !old.contains(&new) && !new.contains(&old))
    }
}

impl New {
    /// An entry in file form, which takes a fifth of the memory of its value.
    pub fn of(kind: Kind, id: &str, name: &str, place: &str, value: &Map<String, Value>) -> Self {
        let spec = Spec::get().table(kind.table());
        let department = value.get("department").and_then(Value::as_str);
        Self {
            kind,
            id: id.to_owned(),
            name: name.to_owned(),
            place: place.to_owned(),
            department: department.map(str::to_owned),
            written: spec
                .map(|spec| writing::entry(spec, value))
                .unwrap_or_default(),
        }
    }

    /// Removes its claims about gender data; returns whether there were any.
    fn take_back_claims(&mut self) -> bool {
        let Ok(mut written) = self.written.parse::<DocumentMut>() else {
            return false;
        };
        let entries = written.get_mut(self.kind.table());
        let entry = entries
            .and_then(Item::as_array_of_tables_mut)
            .and_then(|entries| entries.get_mut(0));
        let claims = entry.and_then(|entry| entry.remove(CLAIMS));
        if claims.is_some() {
            self.written = written.to_string();
        }
        claims.is_some()
    }

    /// Its identity among new entries of its kind.
    pub fn key(&self) -> &str {
        if self.id.is_empty() {
            &self.name
        } else {
            &self.id
        }
    }
}
