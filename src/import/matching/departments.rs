//! Matches rows with departments.

use serde_json::Map;

use super::super::cell;
use super::super::departments::Meant;
use super::super::fault::Fault;
use super::super::fields::{Kind, set};
use super::super::plan::New;
use super::super::rows::{Record, Stated};
use super::super::secret::not_shown;
use super::{Matching, changes};
use crate::inventory::{Message, Origin};

impl Matching<'_> {
    pub(super) fn department(&mut self, record: &Record) {
        let (Some(id), Some(name)) = (record.text("id"), record.text("name")) else {
            self.fault(&record.place, Message::new("imp-002-department-row"));
            return;
        };
        if let Some(known) = self.inventory.departments.get(id) {
            self.departments.note_listed();
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

    /// The code of the department in a cell; a new department is added.
    pub(super) fn code_of(&mut self, stated: &Stated) -> Option<String> {
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
}
