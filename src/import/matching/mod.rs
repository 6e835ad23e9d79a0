//! Matches rows with entries of the inventory and computes the changes. A merely similar name is a proposal; nothing is
//! merged without the user's decision.

mod conclude;
mod find;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::beside;
use super::cell;
use super::columns::{End, Layout};
use super::departments::{Departments, Meant};
use super::fault::{self, Fault};
use super::fields::{Flat, Kind, get, named, set, with_role};
use super::interfaces;
use super::items;
use super::known::{Applications, Kept, Known, Told};
use super::last::Last;
use super::mapping::Mapping;
use super::plan::{Change, Changed, ColumnReport, GivenId, New, Plan, Similar, TableReport};
use super::rows::{self, Record, Stated};
use super::secret::not_shown;
use super::survey;
use super::table::Table;
use crate::inventory::{FieldRole, Inventory, Message, Origin, fold, showable};
use crate::problem::{Problem, Problems};
use find::Found;

/// Matches the rows of all tables with an inventory.
///
/// # Errors
/// No table has known headings.
pub(super) fn plan(
    mut tables: Vec<Table>,
    inventory: &Inventory,
    mapping: &Mapping,
    last: &Last,
    today: Date,
    watch: &dyn Fn(u64, u64),
) -> Result<Plan, Problems> {
    let mut matching = Matching {
        inventory,
        mapping,
        last,
        today,
        plan: Plan::default(),
        applications: Applications::of(inventory),
        departments: Departments::of(inventory),
        next: HashMap::new(),
        matched: BTreeSet::new(),
        perhaps: BTreeSet::new(),
        surely: BTreeSet::new(),
        ends: Vec::new(),
        cells: Vec::new(),
        answers: BTreeMap::new(),
        flows: interfaces::Flows::of(inventory),
        waiting: BTreeSet::new(),
    };
    let left_out = |table: &Table| {
        let sheet = table.sheet.as_deref();
        sheet.is_some_and(|sheet| mapping.leaves_out(sheet))
    };
    let left = tables.iter().filter(|table| left_out(table));
    matching.plan.left_out = left.map(Table::name).collect();
    tables.retain(|table| !left_out(table));
    let layouts: Vec<Option<Layout>> = tables
        .iter()
        .map(|table| Layout::find(table, mapping))
        .collect();
    let is_alone = layouts.iter().all(Option::is_none);
    // Legends and covers beside a list look like lists as well.
    let least = if is_alone { 2 } else { 3 };
    let guessed = tables.iter().zip(&layouts).map(|(table, layout)| {
        let is_open = layout.is_none() && !table.made;
        is_open.then(|| Layout::guessed(table, least)).flatten()
    });
    let guessed: Vec<Option<Layout>> = guessed.collect();
    if is_alone && guessed.iter().all(Option::is_none) {
        return Err(Problems(without_headings(&tables, mapping)));
    }
    let mut read: Vec<(Table, Layout, usize)> = Vec::new();
    for ((table, layout), guessed) in tables.drain(..).zip(layouts).zip(guessed) {
        let Some(mut layout) = layout else {
            if let Some(layout) = guessed {
                let rows = table.rows.len().saturating_sub(layout.head).to_string();
                let message = Message::new("imp-002-guessed").with("rows", rows).text();
                let fault = Fault::new(&table.name(), message);
                matching.plan.faults.push(fault);
                let report = TableReport::new(&table, &layout, 0, Vec::new());
                matching.plan.tables.push(report);
                continue;
            }
            if table.rows.iter().any(|row| !row.is_empty()) {
                let message = Message::new("imp-002-sheet").text();
                matching
                    .plan
                    .faults
                    .push(Fault::new(&table.name(), message));
            }
            continue;
        };
        rows::settle(&table, &mut layout);
        if nothing_identifies(&table, &layout) {
            let report = TableReport::new(&table, &layout, 0, Vec::new());
            let message = without_names(&report, table.rows.len().saturating_sub(layout.head));
            let fault = Fault::new(&table.name(), message.text());
            matching.plan.faults.push(fault);
            matching.plan.tables.push(report);
            continue;
        }
        // Records are read twice instead of being kept: they need several times the memory of their rows.
        let mut named: BTreeSet<String> = BTreeSet::new();
        let rows = rows::records(&table, &layout, mapping, today, &mut |record| {
            let department = record.text("department");
            let department = department.filter(|_| layout.kind == Kind::Application);
            if let Some(department) = department.filter(|it| !named.contains(*it)) {
                matching.departments.expect(department);
                named.insert(department.to_owned());
            }
            if layout.kind == Kind::Application && !layout.survey {
                matching.expect(&record);
            }
        });
        matching.plan.faults.extend(rows.faults);
        matching.plan.words.extend(rows.words);
        if table.cut {
            let message = Message::new("imp-002-cut").text();
            matching
                .plan
                .faults
                .push(Fault::new(&table.name(), message));
        }
        let said = beside::said(&rows.beside);
        let mut report = TableReport::new(&table, &layout, rows.records, said);
        report.name_columns(&rows.unnamed);
        matching.plan.tables.push(report);
        read.push((table, layout, rows.records));
    }
    let is_whole_list = read.iter().any(|(table, layout, _)| {
        layout.kind == Kind::Application && !layout.survey && !table.made
    });
    // Interfaces refer to applications, which refer to departments.
    read.sort_by_key(|(_, layout, _)| layout.kind);
    let total = read.iter().map(|(_, _, records)| *records as u64).sum();
    let mut done = 0;
    for (table, layout, _) in read {
        rows::records(&table, &layout, mapping, today, &mut |record| {
            watch(done, total);
            done += 1;
            match layout.kind {
                Kind::Department => matching.department(&record),
                Kind::Application if layout.survey => {
                    // The forms of other programs are sent empty.
                    matching.answer(record, layout.system.is_none());
                }
                Kind::Application => matching.application(record, &layout, &table),
                Kind::Interface if record.refused.contains("direction") => {
                    matching.fault(&record.place, Message::new("imp-002-direction"));
                }
                Kind::Interface => matching.ends.push(interfaces::Stated::row(record)),
            }
        });
    }
    watch(done, total);
    Ok(matching.finish(is_whole_list))
}

/// Whether no column identifies applications. One such message is more useful than an error for each cell.
fn nothing_identifies(table: &Table, layout: &Layout) -> bool {
    let roles = [
        FieldRole::Id,
        FieldRole::Name,
        FieldRole::ForeignKey,
        FieldRole::Repositories,
    ];
    layout.kind == Kind::Application && !table.made && !roles.iter().any(|role| layout.holds(*role))
}

/// The message that no column contains names, with the most likely candidate.
fn without_names(report: &TableReport, rows: usize) -> Message {
    let named =
        |column: &&ColumnReport| column.similar.is_some_and(|flat| flat.is(FieldRole::Name));
    let rows = rows.to_string();
    match report.columns.iter().find(named) {
        Some(column) => Message::new("imp-002-no-names-perhaps")
            .with("rows", rows)
            .with("heading", &column.heading)
            .with("letters", &column.letters),
        None => Message::new("imp-002-no-names").with("rows", rows),
    }
}

/// Tables with content under unknown headings.
pub(super) fn without_headings(tables: &[Table], mapping: &Mapping) -> Vec<Problem> {
    let unknown = tables
        .iter()
        .filter(|table| Layout::find(table, mapping).is_none());
    unknown
        .map(|table| Message::new("imp-001-headings").problem(&table.name(), None))
        .collect()
}

/// A cell of an application about its interfaces.
struct Cell {
    index: usize,
    end: End,
    text: String,
    place: String,
}

struct Matching<'i> {
    inventory: &'i Inventory,
    mapping: &'i Mapping,
    /// The state of the lists at the last import.
    last: &'i Last,
    today: Date,
    plan: Plan,
    applications: Applications,
    departments: Departments,
    next: HashMap<String, u32>,
    /// Applications matched by a row.
    matched: BTreeSet<usize>,
    /// Applications of the inventory possibly meant by a row.
    perhaps: BTreeSet<usize>,
    /// Applications of the inventory meant by the identifier, key or exact name of a row.
    surely: BTreeSet<usize>,
    ends: Vec<interfaces::Stated>,
    /// Cells of applications about interfaces; they are read once all names are known.
    cells: Vec<Cell>,
    answers: BTreeMap<usize, Vec<survey::Answer>>,
    flows: interfaces::Flows,
    /// Incomplete new applications, by identifier and name.
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
        self.departments.add_listed(id, name);
        let new = New::of(Kind::Department, id, name, &record.place, &value);
        self.plan.new.push(new);
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

    /// The code of the department in a cell; a new department is added.
    fn code_of(&mut self, stated: &Stated) -> Option<String> {
        let text = stated.value.as_str()?;
        if cell::is_count_of_rows(text) || cell::is_total(text) {
            let message = Message::new("imp-002-department-count").with("value", text);
            self.fault(&stated.place, message);
            return None;
        }
        if let Some(said) = not_shown(stated.flat.named(), text) {
            self.plan.faults.push(Fault::new(&stated.place, said));
            return None;
        }
        match self.departments.meant(text) {
            Meant::Known(code) => Some(code),
            Meant::Similar(code) => {
                let proposal = self.departments.proposal(text, &code);
                let message = Message::new("imp-002-department")
                    .with("value", text)
                    .with("other", code)
                    .with("proposal", &proposal);
                self.fault(&stated.place, message);
                self.plan.departments.insert(text.to_owned(), proposal);
                None
            }
            Meant::New(..)
                if self.departments.are_listed() && !self.mapping.gives("department", text) =>
            {
                let near = self
                    .departments
                    .nearest(text)
                    .unwrap_or_default()
                    .to_owned();
                let key = match near.is_empty() {
                    true => "imp-002-department-unlisted",
                    false => "imp-002-department-unlisted-near",
                };
                let message = Message::new(key).with("value", text).with("near", &near);
                self.fault(&stated.place, message);
                self.plan.departments.insert(text.to_owned(), near);
                None
            }
            Meant::New(code, name) => {
                self.departments.add(&code, &name);
                self.plan.from_cells.insert(code.clone());
                let value = serde_json::json!({ "id": code, "name": name });
                let value = cell::object(value);
                let new = New::of(Kind::Department, &code, &name, &stated.place, &value);
                self.plan.new.push(new);
                Some(code)
            }
        }
    }

    // ── Applications ────────────────────────────────────────────────────────────────────────────────────

    fn application(&mut self, mut record: Record, layout: &Layout, table: &Table) {
        if let Some(stated) = record.stated.get("department").cloned() {
            match self.code_of(&stated) {
                Some(code) => {
                    if let Some(stated) = record.stated.get_mut("department") {
                        stated.value = Value::from(code);
                    }
                }
                None => {
                    record.stated.remove("department");
                    record.refused.insert("department");
                }
            }
        }
        let index = match self.find(&record) {
            Found::Known(index, false) if self.is_another(index, &record) => {
                self.plan.rows.unusable += 1;
                return;
            }
            Found::Known(index, by_name) => {
                if by_name {
                    // Another spelling of the name is not another name.
                    record.stated.remove("name");
                }
                index
            }
            Found::Similar(index) => {
                self.plan.rows.similar += 1;
                let other = &self.applications.all[index];
                self.plan.similar.push(Similar {
                    place: record.place.clone(),
                    name: match self
                        .applications
                        .by_number(record.text("id").unwrap_or_default())
                    {
                        // Names may coincide; the identifier distinguishes them.
                        Some(_) => record.text("id"),
                        None => record.text("name"),
                    }
                    .unwrap_or_default()
                    .to_owned(),
                    other: other.id.clone(),
                    other_name: other.name.clone(),
                });
                if other.origin.is_some() {
                    self.perhaps.insert(index);
                }
                return;
            }
            // A heading between rows, a footnote: nothing but a default would make an application of it.
            Found::New if record.is_single && !self.mapping.defaults.is_empty() => {
                let name = record.text("name").unwrap_or_default();
                let message = Message::new("imp-002-only-name").with("value", &*showable(name));
                self.fault(&record.place, message);
                self.plan.rows.unusable += 1;
                return;
            }
            Found::New => {
                self.note_namesake(&record);
                let Some(index) = self.add(&mut record, layout, table) else {
                    self.plan.rows.unusable += 1;
                    return;
                };
                index
            }
        };
        match self.matched.insert(index) {
            true => self.plan.rows.first += 1,
            false => self.plan.rows.further += 1,
        }
        self.name_system(index, &mut record, layout);
        for (end, text, place) in std::mem::take(&mut record.interfaces) {
            self.cells.push(Cell {
                index,
                end,
                text,
                place,
            });
        }
        self.take_over(index, record, Some(table));
    }

    /// Whether another row of the lists already has this identifier for an application of another name. Such a row is
    /// ignored: it would mix two applications.
    fn is_another(&mut self, index: usize, record: &Record) -> bool {
        let known = &self.applications.all[index];
        let (Some(name), true) = (record.text("name"), self.matched.contains(&index)) else {
            return false;
        };
        let (here, there) = (fold(name), fold(&known.name));
        if here.contains(&there) || there.contains(&here) {
            return false;
        }
        let first = known.place.clone().unwrap_or_default();
        let message = Message::new("imp-002-id-taken")
            .with("id", &known.id)
            .with("name", name)
            .with("other", &known.name)
            .with("first", first);
        self.fault(&record.place, message);
        true
    }

    /// Reports that another row of the lists names an application of the same department exactly like this one, under
    /// another identifier: both are taken over, and may be one.
    fn note_namesake(&mut self, record: &Record) {
        let (Some(id), Some(name)) = (record.text("id"), record.text("name")) else {
            return;
        };
        let department = record.text("department");
        let is_namesake = |index: &&usize| {
            let other = &self.applications.all[**index];
            other.origin.is_none()
                && other.has_own_id
                && find::spelled(&other.name) == find::spelled(name)
                && other.text("department").as_deref() == department
        };
        let mut named = self.applications.by_name(name).iter();
        let Some(index) = named.find(is_namesake) else {
            return;
        };
        let other = &self.applications.all[*index];
        let message = Message::new("imp-002-namesake")
            .with("id", id)
            .with("name", name)
            .with("other", &other.id)
            .with("place", other.place.clone().unwrap_or_default());
        self.fault(&record.place, message);
    }

    /// Adds the name of the program to a key of another program, which is useless without it.
    fn name_system(&self, index: usize, record: &mut Record, layout: &Layout) {
        let known = &self.applications.all[index];
        let system = layout
            .system
            .filter(|system| ["leanix", "itop"].contains(system));
        let (Some(system), Some(key)) = (system, record.stated.get("source.key")) else {
            return;
        };
        let field = with_role(Kind::Application, FieldRole::ForeignSystem);
        let is_open = |flat: &&Flat| !layout.has(flat) && known.get(&flat.path).is_none();
        if let Some(flat) = field.filter(is_open) {
            let stated = Stated {
                flat,
                value: Value::from(system),
                written: String::new(),
                place: key.place.clone(),
            };
            record.stated.insert(flat.path.as_str(), stated);
        }
    }

    /// Adds a new application; `None` if the row does not even state its name.
    fn add(&mut self, record: &mut Record, layout: &Layout, table: &Table) -> Option<usize> {
        let Some(name) = record.text("name").map(str::to_owned) else {
            // An unusable name was already reported with its cell.
            let key = if record.refused.contains("name") {
                "imp-002-name-refused"
            } else {
                "imp-002-name"
            };
            self.fault(&record.place, Message::new(key));
            return None;
        };
        let own = record.text("id").map(str::to_owned);
        let department = record.text("department").unwrap_or_default().to_owned();
        let id = own
            .clone()
            .unwrap_or_else(|| self.applications.free_id(&department, &mut self.next));
        if let Some(written) = record.no_id.take() {
            let is_kept = record.stated.contains_key("source.key");
            self.plan.given_ids.push(GivenId {
                place: record.place.clone(),
                written: showable(&written).into_owned(),
                id: id.clone(),
                is_kept,
            });
        }
        let mut value = Map::new();
        value.insert("id".to_owned(), Value::from(id.as_str()));
        let keyed = record.stated.contains_key("source.key");
        if (keyed || layout.system.is_some())
            && !layout.holds(FieldRole::ForeignSystem)
            && !table.made
        {
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
            value: Kept::new(&value),
            origin: None,
            place: Some(record.place.clone()),
            has_own_id: own.is_some(),
            stated: Told::default(),
            refused: BTreeSet::new(),
        }))
    }

    /// Merges the values of a row into its application; values of earlier rows take precedence.
    fn take_over(&mut self, index: usize, record: Record, table: Option<&Table>) {
        let only_open = table.is_some_and(|table| table.made);
        let mut contradictions = Vec::new();
        let known = &mut self.applications.all[index];
        let mut entry = known.value.open();
        known.refused.extend(record.refused);
        for (path, stated) in record.stated {
            if stated.flat.is(FieldRole::Id) {
                continue;
            }
            if only_open
                && get(&entry, path).is_some()
                && !matches!(path, "version" | "repository" | "url")
            {
                continue;
            }
            // Not knowing changes nothing that is known.
            if cell::is_unknown(stated.flat, &stated.value) && get(&entry, path).is_some() {
                continue;
            }
            if let Some(first) = known.stated.place(path) {
                let same = get(&entry, path)
                    .is_some_and(|old| cell::same(stated.flat, old, &stated.value));
                if !same && stated.flat.items.is_none() {
                    contradictions.push((stated.place, path, first.to_owned()));
                    continue;
                }
            }
            let said = stated.value.clone();
            let value = match stated.flat.items {
                Some(table) => {
                    let old = get(&entry, path).and_then(Value::as_array);
                    let fresh = stated.value.as_array().map_or(&[][..], Vec::as_slice);
                    items::merged(table, old.map_or(&[][..], Vec::as_slice), fresh)
                        .map(Value::Array)
                }
                None => Some(stated.value),
            };
            // Old values and spellings are not shown for new entries.
            let written = match known.origin {
                Some(_) => stated.written,
                None => String::new(),
            };
            known.stated.note(path, stated.place, written, &said);
            if known.place.is_none() {
                known.place = Some(record.place.clone());
            }
            if let Some(value) = value {
                set(&mut entry, path, value);
            }
        }
        known.value = Kept::new(&entry);
        for (place, path, first) in contradictions {
            let (here, _) = fault::table_and_cell(&place);
            let (there, _) = fault::table_and_cell(&first);
            let message = match table.and_then(|table| table.sheet.as_ref()) {
                _ if here == there => Message::new("imp-002-twice")
                    .with_both("field", named(path))
                    .with("first", &first),
                // All cells of a sheet are one question: whether the sheet shall count.
                Some(sheet) => Message::new("imp-002-twice-sheet").with("sheet", sheet),
                None => Message::new("imp-002-twice-list"),
            };
            let other = there.trim_end_matches(['!', ':']);
            self.fault(&place, message.with("other", other));
        }
    }

    // ── Answers ─────────────────────────────────────────────────────────────────────────────────────────

    fn answer(&mut self, record: Record, is_prefilled: bool) {
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
            .push(survey::Answer::of(record, is_prefilled));
    }
}

/// The changes of an entry.
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
