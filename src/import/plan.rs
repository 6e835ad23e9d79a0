//! What an import would do: the value that is shown as a difference and written when the user says so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use toml_edit::{DocumentMut, Item};

use super::columns::{self, Layout, Target};
use super::fault::{self, Fault};
use super::fields::{Flat, Kind};
use super::last::Said;
use super::table::Table;
use super::writing;
use crate::inventory::{Message, Spec, fold};
use crate::model::column_letters;
use crate::texts::Bilingual;

/// Everything an import would change, and everything it leaves alone with the reason.
#[derive(Debug, Default)]
pub struct Plan {
    pub(super) tables: Vec<TableReport>,
    pub(super) new: Vec<New>,
    pub(super) changed: Vec<Changed>,
    /// Entries of the files that say what the inventory says already.
    pub(super) unchanged: usize,
    /// Entries of which everything that is new was held back.
    pub(super) held: usize,
    /// What became of the rows about applications.
    pub(super) rows: RowCount,
    /// Applications (id, name) that the files do not name any more.
    pub(super) gone: Vec<(String, String)>,
    pub(super) faults: Vec<Fault>,
    pub(super) similar: Vec<Similar>,
    pub(super) incomplete: Vec<Incomplete>,
    /// Identifiers that were given because those of the list cannot be any.
    pub(super) given_ids: Vec<GivenId>,
    /// Codes of new departments that only the cells of applications name.
    pub(super) from_cells: BTreeSet<String>,
    /// Sheets that the mapping file leaves out.
    pub(super) left_out: Vec<String>,
    /// Words of cells that no vocabulary knows, by the field's path.
    pub(super) words: BTreeSet<(&'static str, String)>,
    /// Spellings that perhaps mean a department, with what a mapping file would say of them.
    pub(super) departments: BTreeMap<String, String>,
    /// The user's defaults by path, with the number of applications that took them.
    pub(super) defaults: BTreeMap<String, (usize, Value)>,
    /// What cells about interfaces say and no application is called; the user may say what it is.
    pub(super) open_ends: BTreeSet<String>,
    /// Values that somebody changed by hand since a list said what it still says.
    pub(super) kept: Vec<KeptValue>,
    /// What the lists say about the fields of applications that come out as they say, for the next import.
    pub(super) heard: BTreeMap<String, Said>,
    /// Applications about which several answers differ, by id and name.
    pub(super) disputed: Vec<(String, String)>,
}

impl Plan {
    /// Whether the inventory would stay as it is.
    pub fn changes_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// Whether something was not taken over and waits for somebody.
    pub fn is_open(&self) -> bool {
        !(self.faults.is_empty() && self.similar.is_empty() && self.incomplete.is_empty())
    }

    /// Required fields that new applications lack.
    pub(super) fn lacking(&self) -> BTreeSet<&'static str> {
        let lacking = self.incomplete.iter().flat_map(|entry| &entry.missing);
        lacking.map(|flat| flat.path.as_str()).collect()
    }
}

/// Rows about applications, each counted once.
#[derive(Debug, Default)]
pub(super) struct RowCount {
    /// The first one of each application.
    pub first: usize,
    /// More about an application that a row above means already.
    pub further: usize,
    /// Probably an application that is there already.
    pub similar: usize,
    /// Of no application that could be told.
    pub unusable: usize,
}

impl RowCount {
    pub fn all(&self) -> usize {
        self.first + self.further + self.similar + self.unusable
    }
}

/// A table of a file, as it was understood.
#[derive(Debug)]
pub(super) struct TableReport {
    pub name: String,
    /// The row of the headings; 0 where there are none.
    pub head_row: u32,
    pub rows: usize,
    pub system: Option<&'static str>,
    pub survey: bool,
    pub made: bool,
    pub columns: Vec<ColumnReport>,
    /// Letters of columns without a heading, with the number of their values.
    pub unnamed: Vec<(String, usize)>,
    /// Letters of columns that the sheet hides.
    pub hidden_columns: Vec<String>,
    /// Rows that the sheet hides.
    pub hidden_rows: usize,
    /// Rows that are struck out.
    pub struck_rows: usize,
    /// The sheet itself is hidden.
    pub is_hidden: bool,
    pub said: Vec<Bilingual>,
}

/// A column with what it was taken for.
#[derive(Debug)]
pub(super) struct ColumnReport {
    pub heading: String,
    /// Its letters.
    pub letters: String,
    pub target: Option<Target>,
    /// The field it may mean.
    pub similar: Option<&'static Flat>,
    /// Whether its cells decided what it was taken for.
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

    /// Notes columns that lack a heading, with the number of their values.
    pub fn name_columns(&mut self, unnamed: &[(u32, usize)]) {
        let named = unnamed
            .iter()
            .map(|(at, count)| (column_letters(*at), *count));
        self.unnamed = named.collect();
    }

    /// Columns nobody knows what to do with.
    pub fn open_columns(&self) -> impl Iterator<Item = &ColumnReport> {
        self.columns.iter().filter(|column| column.target.is_none())
    }
}

/// An entry that the inventory does not have yet.
#[derive(Debug)]
pub(super) struct New {
    pub kind: Kind,
    /// Identifier; empty for interfaces without one.
    pub id: String,
    pub name: String,
    pub place: String,
    /// The department of an application.
    pub department: Option<String>,
    /// The entry as it is written into a file.
    pub written: String,
}

/// An entry of the inventory about which the files say something else.
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
    /// As written, where that differs from the value.
    pub written: String,
}

/// A value that stays although a list says another one.
#[derive(Debug)]
pub(super) struct KeptValue {
    pub id: String,
    pub name: String,
    pub place: String,
    pub change: Change,
}

/// A row that is probably an application that is there already. Only the user knows.
#[derive(Debug)]
pub(super) struct Similar {
    pub place: String,
    pub name: String,
    pub other: String,
    pub other_name: String,
}

/// An identifier that a new application was given, with what the list says instead.
#[derive(Debug)]
pub(super) struct GivenId {
    pub place: String,
    pub written: String,
    pub id: String,
    /// Whether the list's own is kept as the key of the application in another system.
    pub is_kept: bool,
}

/// A new application that lacks what every application needs.
#[derive(Debug)]
pub(super) struct Incomplete {
    pub place: String,
    pub name: String,
    pub missing: Vec<&'static Flat>,
}

/// Why an entry, or a part of it, waits.
pub(super) struct Held {
    /// Whether only what it claims about gender data does.
    pub contradicts: bool,
    /// What the inventory says about it.
    pub cause: Bilingual,
}

/// The claims that wait where they contradict [`OTHER_CLAIM`].
const CLAIMS: &str = "gender";
const CLAIMS_BELOW: &str = "gender.";
const OTHER_CLAIM: &str = "personal_data";

fn whole(reason: &Held) -> Message {
    Message::new("imp-002-held").with_both("cause", reason.cause.clone())
}

/// What a row claims about gender data against what it says itself, or against the inventory: there, at `other`.
fn contradiction(place: &str, reason: &Held, other: Option<&str>) -> Fault {
    let message = |key| Message::new(key).with_both("cause", reason.cause.clone());
    match other {
        None => Fault::new(place, message("imp-002-contradicts-itself").text()),
        Some(other) => Fault::new(place, message("imp-002-contradicts").text()).about(other),
    }
}

/// So many applications may get another name at once, and so many of a hundred, before nobody believes it.
const RENAMED: usize = 5;
const RENAMED_PERCENT: usize = 10;

impl Plan {
    /// A row that was not taken over makes no department either.
    pub(super) fn leave_out_unused_departments(&mut self) {
        let department = |value: &Value| value.as_str().map(str::to_owned);
        let new = self
            .new
            .iter()
            .filter(|entry| entry.kind == Kind::Application)
            .filter_map(|entry| entry.department.clone());
        let changes = self.changed.iter().flat_map(|entry| &entry.changes);
        let moved = changes
            .filter(|change| change.flat.path == "department")
            .filter_map(|change| department(&change.new));
        let used: BTreeSet<String> = new.chain(moved).collect();
        self.new.retain(|entry| {
            entry.kind != Kind::Department
                || used.contains(&entry.id)
                || !self.from_cells.contains(&entry.id)
        });
    }

    /// Holds back rows under whose identifiers the inventory has quite other applications, where there are many of them
    /// among those that were met: such identifiers are numbers of rows, which the list has given anew. Returns the
    /// identifiers.
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

    /// Leaves alone what the inventory would not be valid with, each named once with the reason. Of an entry whose
    /// claims contradict each other only these wait; the rest of it is taken.
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
                // Where the list takes the personal data back, that is what is new and waits.
                match entry.changes.iter().any(claim) {
                    true => entry.changes.retain(|change| !claim(change)),
                    false => entry.changes.retain(|change| !other(change)),
                }
            }
            let keeps = entry.changes.len() < before;
            // What the row says of both is at odds in the row, whatever the inventory took over of it before.
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
    /// Whether it would be called something else altogether. A name that was only made longer is the same one.
    fn is_renamed(&self) -> bool {
        let mut changes = self.changes.iter();
        let name = changes.find(|change| change.flat.path == "name");
        let folded = |value: Option<&Value>| value.and_then(Value::as_str).map(fold);
        let names = name
            .and_then(|change| Some((folded(change.old.as_ref())?, folded(Some(&change.new))?)));
        self.kind == Kind::Application
            && names.is_some_and(|(old, new)| !old.contains(&new) && !new.contains(&old))
    }
}

impl New {
    /// An entry in the form of its file, which takes a fifth of the room of its value.
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

    /// Takes back what it claims about gender data, and says whether it claimed anything.
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

    /// What tells it from other new entries of its kind.
    pub fn key(&self) -> &str {
        if self.id.is_empty() {
            &self.name
        } else {
            &self.id
        }
    }
}
