//! Which entry of the inventory each row means, and what would change. A name that is only nearly the same is a
//! proposal; nothing is merged without a word of the user.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::cell;
use super::columns::Layout;
use super::fields::{Flat, Kind, flat, get, set};
use super::interfaces;
use super::items;
use super::known::{Applications, Departments, Known, Meant};
use super::mapping::Mapping;
use super::plan::{Change, Changed, Incomplete, New, Plan, Similar, TableReport};
use super::rows::{self, Fault, Record, Stated};
use super::survey;
use super::table::Table;
use crate::inventory::{Inventory, Message, Origin, fold};
use crate::problem::{Problem, Problems};

/// Matches the rows of all tables with an inventory.
///
/// # Errors
/// No table has headings that are known.
pub(super) fn plan(
    tables: &[Table],
    inventory: &Inventory,
    mapping: &Mapping,
    today: Date,
) -> Result<Plan, Problems> {
    let mut matching = Matching {
        inventory,
        mapping,
        today,
        plan: Plan::default(),
        applications: Applications::of(inventory),
        departments: Departments::of(inventory),
        next: HashMap::new(),
        matched: BTreeSet::new(),
        ends: Vec::new(),
        answers: BTreeMap::new(),
        flows: interfaces::Flows::of(inventory),
        waiting: BTreeSet::new(),
    };
    let mut read: Vec<(&Table, Layout, Vec<Record>)> = Vec::new();
    let mut unknown = Vec::new();
    for table in tables {
        let Some(mut layout) = Layout::find(table, mapping) else {
            if table.rows.iter().any(|row| !row.is_empty()) {
                unknown.push(table);
            }
            continue;
        };
        let (records, faults, skipped) = rows::records(table, &mut layout, mapping);
        matching.plan.faults.extend(faults);
        if table.cut {
            let message = Message::new("imp-002-cut").text();
            matching
                .plan
                .faults
                .push(Fault::new(&table.name(), message));
        }
        let said = rows::said_of(skipped);
        matching
            .plan
            .tables
            .push(TableReport::new(table, &layout, records.len(), said));
        read.push((table, layout, records));
    }
    if read.is_empty() {
        return Err(Problems(without_headings(tables, mapping)));
    }
    for table in unknown {
        matching.plan.faults.push(Fault::new(
            &table.name(),
            Message::new("imp-002-sheet").text(),
        ));
    }
    // References point from interfaces to applications and from these to departments.
    read.sort_by_key(|(_, layout, _)| layout.kind);
    for (table, layout, records) in &read {
        for record in records {
            match layout.kind {
                Kind::Department => matching.department(record),
                Kind::Application if layout.survey => matching.answer(record),
                Kind::Application => matching.application(record, layout, table),
                Kind::Interface => matching.ends.push(interfaces::Stated::row(record)),
            }
        }
    }
    matching.finish(&read)
}

/// Tables that hold something under headings nobody knows.
pub(super) fn without_headings(tables: &[Table], mapping: &Mapping) -> Vec<Problem> {
    let unknown = tables
        .iter()
        .filter(|table| Layout::find(table, mapping).is_none());
    unknown
        .map(|table| Message::new("imp-001-headings").problem(&table.name(), None))
        .collect()
}

struct Matching<'i> {
    inventory: &'i Inventory,
    mapping: &'i Mapping,
    today: Date,
    plan: Plan,
    applications: Applications,
    departments: Departments,
    next: HashMap<String, u32>,
    /// Applications of the inventory that a row means.
    matched: BTreeSet<usize>,
    ends: Vec<interfaces::Stated>,
    answers: BTreeMap<usize, Vec<survey::Answer>>,
    flows: interfaces::Flows,
    /// New applications that lack something, by identifier and name.
    waiting: BTreeSet<String>,
}

impl Matching<'_> {
    fn fault(&mut self, place: &str, message: Message) {
        self.plan.faults.push(Fault::new(place, message.text()));
    }

    // ── Departments ─────────────────────────────────────────────────────────────────────────────────────

    fn department(&mut self, record: &Record) {
        let (Some(id), Some(name)) = (record.text("id"), record.text("name")) else {
            self.fault(&record.place, Message::new("imp-002-department-row"));
            return;
        };
        if let Some(known) = self.inventory.departments.get(id) {
            let value = serde_json::to_value(known)
                .map(cell::object)
                .unwrap_or_default();
            let changes = changes(&value, record.stated.values());
            self.changed(
                Kind::Department,
                id,
                name,
                &record.place,
                changes,
                Origin::default(),
            );
            return;
        }
        let mut value = Map::new();
        for stated in record.stated.values() {
            set(&mut value, &stated.flat.path, stated.value.clone());
        }
        self.departments.add(id, name);
        self.plan.new.push(New {
            kind: Kind::Department,
            id: id.to_owned(),
            name: name.to_owned(),
            place: record.place.clone(),
            value,
        });
    }

    fn changed(
        &mut self,
        kind: Kind,
        id: &str,
        name: &str,
        place: &str,
        changes: Vec<Change>,
        origin: Origin,
    ) {
        if changes.is_empty() {
            self.plan.unchanged += 1;
            return;
        }
        self.plan.changed.push(Changed {
            kind,
            id: id.to_owned(),
            name: name.to_owned(),
            place: place.to_owned(),
            changes,
            origin,
        });
    }

    /// The code of the department that a cell means; a new department is added.
    fn code_of(&mut self, stated: &Stated) -> Option<String> {
        let text = stated.value.as_str()?;
        match self.departments.meant(text) {
            Meant::Known(code) => Some(code),
            Meant::Similar(code) => {
                let message = Message::new("imp-002-department")
                    .with("value", text)
                    .with("other", code);
                self.fault(&stated.place, message);
                None
            }
            Meant::New(code, name) => {
                self.departments.add(&code, &name);
                let value = serde_json::json!({ "id": code, "name": name });
                self.plan.new.push(New {
                    kind: Kind::Department,
                    id: code.clone(),
                    name,
                    place: stated.place.clone(),
                    value: cell::object(value),
                });
                Some(code)
            }
        }
    }

    // ── Applications ────────────────────────────────────────────────────────────────────────────────────

    fn application(&mut self, record: &Record, layout: &Layout, table: &Table) {
        let mut record = Record {
            place: record.place.clone(),
            stated: record.stated.clone(),
            interfaces: record.interfaces.clone(),
        };
        if let Some(stated) = record.stated.get("department").cloned() {
            match self.code_of(&stated) {
                Some(code) => {
                    if let Some(stated) = record.stated.get_mut("department") {
                        stated.value = Value::from(code);
                    }
                }
                None => {
                    record.stated.remove("department");
                }
            }
        }
        let index = match self.find(&record) {
            Found::Known(index, by_name) => {
                if by_name {
                    // Another spelling of the name is no other name.
                    record.stated.remove("name");
                }
                index
            }
            Found::Similar(index) => {
                let other = &self.applications.all[index];
                self.plan.similar.push(Similar {
                    place: record.place.clone(),
                    name: record.text("name").unwrap_or_default().to_owned(),
                    other: other.id.clone(),
                    other_name: other.name.clone(),
                });
                if other.origin.is_some() {
                    self.matched.insert(index);
                }
                return;
            }
            Found::New => {
                let Some(index) = self.add(&mut record, layout, table) else {
                    return;
                };
                index
            }
        };
        self.matched.insert(index);
        self.name_system(index, &mut record, layout);
        self.take_over(index, &record, table.made);
        let id = self.applications.all[index].id.clone();
        for (end, name) in &record.interfaces {
            self.ends
                .push(interfaces::Stated::cell(*end, &id, name, &record.place));
        }
    }

    /// A key of another program is worth something only with the name of the program.
    fn name_system(&self, index: usize, record: &mut Record, layout: &Layout) {
        let known = &self.applications.all[index];
        let system = layout
            .system
            .filter(|system| ["leanix", "itop"].contains(system));
        let (Some(system), Some(key)) = (system, record.stated.get("source.key")) else {
            return;
        };
        let named = layout.has("source.system") || get(&known.value, "source.system").is_some();
        let mut fields = flat(Kind::Application).iter();
        let field = fields.find(|flat| flat.path == "source.system");
        if let Some(flat) = field.filter(|_| !named) {
            let stated = Stated {
                flat,
                value: Value::from(system),
                written: String::new(),
                place: key.place.clone(),
            };
            record.stated.insert(flat.path.as_str(), stated);
        }
    }

    fn find(&self, record: &Record) -> Found {
        let id = record.text("id");
        if let Some(index) = id.and_then(|id| self.applications.by_id(id)) {
            return Found::Known(index, false);
        }
        let key = record.text("source.key").filter(|_| id.is_none());
        if let Some(index) = key.and_then(|key| self.applications.by_key(key)) {
            return Found::Known(index, false);
        }
        let repositories = record.stated.get("repository").filter(|_| id.is_none());
        let repositories = repositories.and_then(|stated| stated.value.as_array());
        let by_address = repositories.into_iter().flatten().find_map(|repository| {
            self.applications
                .by_repository(repository.get("url")?.as_str()?)
        });
        if let Some(index) = by_address
            .filter(|_| record.text("name").is_none() || !record.stated.contains_key("department"))
        {
            return Found::Known(index, true);
        }
        let Some(name) = record.text("name") else {
            return Found::New;
        };
        let spelled = |name: &str| cell::clean(name).to_lowercase();
        let exactly =
            |index: &&usize| spelled(&self.applications.all[**index].name) == spelled(name);
        match self.mapping.same(name) {
            // An application of its own, which may have come in with an earlier run.
            Some("") => {
                let mut own = self.applications.by_name(name).iter();
                return own
                    .find(exactly)
                    .map_or(Found::New, |index| Found::Known(*index, true));
            }
            Some(id) => {
                if let Some(index) = self.applications.by_id(id) {
                    return Found::Known(index, true);
                }
            }
            None => {}
        }
        let department = record.text("department");
        let in_place = |index: &&usize| {
            let known = &self.applications.all[**index];
            let other = get(&known.value, "department").and_then(Value::as_str);
            department.is_none() || other.is_none() || department == other
        };
        let named = self.applications.by_name(name);
        let mut here: Vec<&usize> = named.iter().filter(in_place).collect();
        if here.len() > 1 && here.iter().filter(|index| exactly(index)).count() == 1 {
            here.retain(|index| exactly(index));
        }
        let near = |index: usize| {
            let other = &self.applications.all[index];
            // Two rows with identifiers of their own are two applications.
            let apart = id.is_some() && other.origin.is_none() && other.has_own_id;
            let key = |value: &Map<String, Value>| get(value, "source.key").cloned();
            let keys_differ = record
                .stated
                .get("source.key")
                .is_some_and(|stated| key(&other.value).is_some_and(|key| key != stated.value));
            !apart && !keys_differ
        };
        match (id, here.as_slice()) {
            (None, [one]) if near(**one) => {
                // What the inventory calls so is meant; two rows of a list whose names differ may be two applications.
                let other = &self.applications.all[**one];
                let same = other.origin.is_some() || spelled(&other.name) == spelled(name);
                return if same {
                    Found::Known(**one, true)
                } else {
                    Found::Similar(**one)
                };
            }
            (None, [first, ..]) if near(**first) => return Found::Similar(**first),
            _ => {}
        }
        let similar = named
            .first()
            .copied()
            .or_else(|| self.applications.similar(name));
        match similar.filter(|index| near(*index)) {
            Some(index) => Found::Similar(index),
            None => Found::New,
        }
    }

    /// Adds an application that nobody knew; `None` where the row does not even say its name.
    fn add(&mut self, record: &mut Record, layout: &Layout, table: &Table) -> Option<usize> {
        let Some(name) = record.text("name").map(str::to_owned) else {
            self.fault(&record.place, Message::new("imp-002-name"));
            return None;
        };
        let own = record.text("id").map(str::to_owned);
        let department = record.text("department").unwrap_or_default().to_owned();
        let id = own
            .clone()
            .unwrap_or_else(|| self.applications.free_id(&department, &mut self.next));
        let mut value = Map::new();
        value.insert("id".to_owned(), Value::from(id.as_str()));
        let keyed = record.stated.contains_key("source.key");
        if (keyed || layout.system.is_some()) && !layout.has("source.system") && !table.made {
            let system = layout
                .system
                .filter(|system| ["leanix", "itop"].contains(system));
            set(
                &mut value,
                "source.system",
                Value::from(system.unwrap_or("csv")),
            );
            set(
                &mut value,
                "source.imported",
                Value::from(self.today.to_string()),
            );
        }
        if let Some(stated) = record.stated.get("source.key") {
            set(&mut value, "source.key", stated.value.clone());
        }
        if let Some(stated) = record.stated.get("aliases") {
            set(&mut value, "aliases", stated.value.clone());
        }
        Some(self.applications.add(Known {
            id,
            name,
            value,
            origin: None,
            place: Some(record.place.clone()),
            has_own_id: own.is_some(),
            stated: BTreeMap::new(),
        }))
    }

    /// Takes what a row states into the application it means; what another row said before stays.
    fn take_over(&mut self, index: usize, record: &Record, only_open: bool) {
        let mut contradictions = Vec::new();
        let known = &mut self.applications.all[index];
        for (path, stated) in &record.stated {
            if *path == "id" {
                continue;
            }
            if only_open
                && get(&known.value, path).is_some()
                && !matches!(*path, "version" | "repository" | "url")
            {
                continue;
            }
            if let Some(first) = known.stated.get(path) {
                let same = get(&known.value, path)
                    .is_some_and(|old| cell::same(stated.flat, old, &stated.value));
                if !same && stated.flat.items.is_none() {
                    contradictions.push((stated.place.clone(), path.to_owned(), first.0.clone()));
                    continue;
                }
            }
            let cell = (stated.place.clone(), stated.written.clone());
            known.stated.entry(path).or_insert(cell);
            if known.place.is_none() {
                known.place = Some(record.place.clone());
            }
            let value = match stated.flat.items {
                Some(table) => {
                    let old = get(&known.value, path).and_then(Value::as_array).cloned();
                    let fresh = stated.value.as_array().cloned().unwrap_or_default();
                    match items::merged(table, &old.unwrap_or_default(), &fresh) {
                        Some(items) => Value::Array(items),
                        None => continue,
                    }
                }
                None => stated.value.clone(),
            };
            set(&mut known.value, path, value);
        }
        for (place, path, first) in contradictions {
            let message = Message::new("imp-002-twice")
                .with("field", path)
                .with("first", first);
            self.fault(&place, message);
        }
    }

    // ── Answers ─────────────────────────────────────────────────────────────────────────────────────────

    fn answer(&mut self, record: &Record) {
        let written = record
            .text("id")
            .or_else(|| record.text("name"))
            .unwrap_or_default()
            .to_owned();
        let named = [record.text("id"), record.text("name")];
        let decided = named
            .iter()
            .flatten()
            .find_map(|name| self.mapping.same(name));
        let meant = decided
            .and_then(|id| self.applications.by_id(id))
            .or_else(|| {
                named.iter().flatten().find_map(|name| {
                    let known = self.applications.meant(name)?;
                    self.applications.by_id(&known.id)
                })
            });
        let Some(index) = meant else {
            match self.applications.similar(&written) {
                Some(other) => {
                    let other = &self.applications.all[other];
                    self.plan.similar.push(Similar {
                        place: record.place.clone(),
                        name: written,
                        other: other.id.clone(),
                        other_name: other.name.clone(),
                    });
                }
                None => {
                    let message = Message::new("imp-002-answer").with("value", &written);
                    self.fault(&record.place, message);
                }
            }
            return;
        };
        self.answers
            .entry(index)
            .or_default()
            .push(survey::Answer::of(record));
    }

    // ── Result ──────────────────────────────────────────────────────────────────────────────────────────

    fn finish(mut self, read: &[(&Table, Layout, Vec<Record>)]) -> Result<Plan, Problems> {
        for (index, answers) in std::mem::take(&mut self.answers) {
            let known = &self.applications.all[index];
            let settled = survey::settle(&known.value, answers);
            if settled.disputed {
                self.plan
                    .disputed
                    .push((known.id.clone(), known.name.clone()));
            }
            self.plan.faults.extend(settled.faults);
            self.take_over(index, &settled.record, false);
        }
        self.references();
        for index in 0..self.applications.all.len() {
            self.conclude(index);
        }
        let mut ends = std::mem::take(&mut self.ends);
        // The interfaces of applications that wait for something wait with them.
        ends.retain(|end| !end.touches(&self.waiting));
        self.flows.take(ends, &self.applications, &mut self.plan);
        self.gone(read);
        self.plan.faults.sort();
        self.plan.faults.dedup();
        Ok(self.plan)
    }

    /// Successors and predecessors may be named instead of given by their identifiers.
    fn references(&mut self) {
        for index in 0..self.applications.all.len() {
            for path in ["successor", "predecessor"] {
                let known = &self.applications.all[index];
                let Some((place, _)) = known.stated.get(path).cloned() else {
                    continue;
                };
                let Some(text) = get(&known.value, path)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
                else {
                    continue;
                };
                let there =
                    |other: &&Known| other.origin.is_some() || self.missing(other).is_empty();
                let meant = self.applications.meant(&text).filter(there);
                let meant = meant.map(|other| other.id.clone());
                match meant.filter(|id| *id != known.id) {
                    Some(id) => set(
                        &mut self.applications.all[index].value,
                        path,
                        Value::from(id),
                    ),
                    None => {
                        let old = known.origin.as_ref().and_then(|_| {
                            let old = self.inventory.applications.get(&known.id)?;
                            let old = if path == "successor" {
                                &old.successor
                            } else {
                                &old.predecessor
                            };
                            old.clone().map(Value::from)
                        });
                        let name = flat(Kind::Application)
                            .iter()
                            .find(|flat| flat.path == path);
                        set(
                            &mut self.applications.all[index].value,
                            path,
                            old.unwrap_or(Value::Null),
                        );
                        let message = Message::new("imp-002-application")
                            .with("field", name.map_or(path, |flat| flat.path.as_str()))
                            .with("value", &text);
                        self.fault(&place, message);
                    }
                }
            }
        }
    }

    fn conclude(&mut self, index: usize) {
        let known = &self.applications.all[index];
        let (Some(place), id, name) = (known.place.clone(), known.id.clone(), known.name.clone())
        else {
            if self.matched.contains(&index) {
                self.plan.unchanged += 1;
            }
            return;
        };
        let Some(origin) = known.origin.clone() else {
            self.conclude_new(index, place, id, name);
            return;
        };
        let Some(old) = self.inventory.applications.get(&id) else {
            return;
        };
        let old = serde_json::to_value(old)
            .map(cell::object)
            .unwrap_or_default();
        let stated = flat(Kind::Application)
            .iter()
            .filter(|flat| known.stated.contains_key(flat.path.as_str()));
        let mut changes = Vec::new();
        for flat in stated {
            let Some(new) = get(&known.value, &flat.path) else {
                continue;
            };
            let before = get(&old, &flat.path);
            let same = before.is_some_and(|before| cell::same(flat, before, new));
            if !same {
                changes.push(Change {
                    flat,
                    old: before.cloned(),
                    new: new.clone(),
                    written: known
                        .stated
                        .get(flat.path.as_str())
                        .map(|(_, written)| written.clone())
                        .unwrap_or_default(),
                });
            }
        }
        self.changed(Kind::Application, &id, &name, &place, changes, origin);
    }

    /// An entry with what the user said holds where a list is silent.
    fn with_defaults(&self, value: &Map<String, Value>) -> Map<String, Value> {
        let mut value = value.clone();
        for (path, default) in &self.mapping.defaults {
            if get(&value, path).is_none() {
                set(&mut value, path, default.clone());
            }
        }
        value
    }

    /// Required fields that a new application lacks.
    fn missing(&self, known: &Known) -> Vec<&'static Flat> {
        let default = |flat: &Flat| self.mapping.defaults.contains_key(&flat.path);
        let required = flat(Kind::Application).iter().filter(|flat| flat.required);
        required
            .filter(|flat| get(&known.value, &flat.path).is_none() && !default(flat))
            .collect()
    }

    fn conclude_new(&mut self, index: usize, place: String, id: String, name: String) {
        let known = &self.applications.all[index];
        let missing = self.missing(known);
        let value = self.with_defaults(&known.value);
        if missing.is_empty() {
            self.plan.new.push(New {
                kind: Kind::Application,
                id,
                name,
                place,
                value,
            });
        } else {
            self.waiting.extend([id, fold(&name)]);
            self.plan.incomplete.push(Incomplete {
                place,
                name,
                missing,
            });
        }
    }

    /// Applications that the lists do not name, of the departments that the lists speak of.
    fn gone(&mut self, read: &[(&Table, Layout, Vec<Record>)]) {
        let whole = read.iter().any(|(table, layout, _)| {
            layout.kind == Kind::Application && !layout.survey && !table.made
        });
        if !whole {
            return;
        }
        let department = |known: &Known| {
            get(&known.value, "department")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let spoken: BTreeSet<String> = self
            .matched
            .iter()
            .filter_map(|index| department(&self.applications.all[*index]))
            .collect();
        for (index, known) in self.applications.all.iter().enumerate() {
            let here = department(known).is_some_and(|code| spoken.contains(&code));
            if known.origin.is_some() && !self.matched.contains(&index) && here {
                self.plan.gone.push((known.id.clone(), known.name.clone()));
            }
        }
    }
}

/// What a row means.
enum Found {
    /// An application, and whether only its name says so.
    Known(usize, bool),
    /// Perhaps this one.
    Similar(usize),
    New,
}

/// What would change in an entry.
pub(super) fn changes<'s>(
    old: &Map<String, Value>,
    stated: impl Iterator<Item = &'s Stated>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for stated in stated {
        let before = get(old, &stated.flat.path);
        let same = before.is_some_and(|before| cell::same(stated.flat, before, &stated.value));
        if !same {
            changes.push(Change {
                flat: stated.flat,
                old: before.cloned(),
                new: stated.value.clone(),
                written: stated.written.clone(),
            });
        }
    }
    changes
}
