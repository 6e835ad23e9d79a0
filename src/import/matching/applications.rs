//! Matches rows with applications: what they mean, and the values they state.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::cell;
use super::super::columns::Layout;
use super::super::fault;
use super::super::fields::{Flat, Kind, get, named, set, with_role};
use super::super::items;
use super::super::known::{Kept, Known, Told};
use super::super::plan::{GivenId, Similar};
use super::super::rows::{Record, Stated};
use super::super::table::Table;
use super::find::{self, Found};
use super::{Cell, Matching};
use crate::inventory::{FieldRole, Message, fold, showable};

impl Matching<'_> {
    pub(super) fn application(&mut self, mut record: Record, layout: &Layout, table: &Table) {
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
    pub(super) fn is_another(&mut self, index: usize, record: &Record) -> bool {
        let known = &self.applications.all[index];
        let (Some(name), true) = (record.text("name"), self.matched.contains(&index)) else {
            return false;
        };
        let (here, there) = (fold(name), fold(&known.name));
        let is_longer = here.contains(&there) || there.contains(&here);
        // A longer name of the same department is another spelling.
        let departments = (record.text("department"), known.text("department"));
        let is_elsewhere =
            matches!(&departments, (Some(own), Some(other)) if *own != other.as_str());
        if is_longer && (here == there || !is_elsewhere) {
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
    pub(super) fn note_namesake(&mut self, record: &Record) {
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
    pub(super) fn name_system(&self, index: usize, record: &mut Record, layout: &Layout) {
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
    pub(super) fn add(
        &mut self,
        record: &mut Record,
        layout: &Layout,
        table: &Table,
    ) -> Option<usize> {
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
    pub(super) fn take_over(&mut self, index: usize, record: Record, table: Option<&Table>) {
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
}
