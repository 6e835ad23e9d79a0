//! The result after all rows were read: references, changes, new entries, and missing ones.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::cell;
use super::super::ends;
use super::super::fault::{self, Fault};
use super::super::fields::{Flat, Kind, flat, get, named, set};
use super::super::interfaces;
use super::super::known::{Kept, Known};
use super::super::person::without_person;
use super::super::plan::{Change, Defaulted, Incomplete, KeptValue, New, Plan};
use super::super::secret::{not_shown, suspicion, without_facts, without_secret};
use super::super::survey;
use super::Matching;
use crate::inventory::{Interface, Message, both, fold};
use crate::texts::Bilingual;

const NOTES: &str = "notes";

/// The heading of cells about interfaces, in messages.
fn interfaces_named() -> Bilingual {
    both("imp-interfaces", &[])
}

/// A text without secrets and persons, as notes may hold it; empty if only people can decide.
fn impersonal(text: &str) -> String {
    let mut fields = flat(Kind::Application).iter();
    let Some(notes) = fields.find(|flat| flat.path == NOTES) else {
        return String::new();
    };
    let mut kept = text.to_owned();
    for without in [without_secret, without_facts] {
        if let Some((rest, _)) = without(notes, &kept) {
            kept = rest;
        }
    }
    if let Some(without) = without_person(notes, &kept) {
        kept = without.kept;
    }
    match suspicion(notes, text, &kept) {
        Some(_) => String::new(),
        None => kept,
    }
}

impl Matching<'_> {
    /// The plan of all rows.
    pub(super) fn finish(mut self, is_whole_list: bool) -> Plan {
        for (index, answers) in std::mem::take(&mut self.answers) {
            let known = &self.applications.all[index];
            let settled = survey::settle(&known.value.open(), answers);
            if settled.disputed {
                self.plan
                    .disputed
                    .push((known.id.clone(), known.name.clone()));
            }
            let says_nothing_new = settled.record.stated.is_empty() && settled.faults.is_empty();
            if says_nothing_new && known.place.is_none() && !self.matched.contains(&index) {
                self.plan.unchanged += 1;
            }
            self.plan.faults.extend(settled.faults);
            self.take_over(index, settled.record, None);
        }
        if is_whole_list {
            self.gone();
        }
        self.references();
        self.interfaces();
        for index in 0..self.applications.all.len() {
            self.conclude(index);
        }
        let renamed = self.plan.hold_renamed(self.matched.len());
        self.waiting.extend(renamed);
        let mut ends = std::mem::take(&mut self.ends);
        // The interfaces of held-back applications are held back with them.
        ends.retain(|end| !end.touches(&self.waiting));
        let ends = self.explained_ends(ends);
        self.flows.take(ends, &self.applications, &mut self.plan);
        self.plan.leave_out_unused_departments();
        fault::sort(&mut self.plan.faults);
        self.plan
    }

    /// Resolves successors and predecessors given by name instead of identifier, and discards those that cannot hold.
    fn references(&mut self) {
        // References to rows that still lack something: field, text and place of the row.
        let mut waiting: Vec<(usize, &'static str, String, String)> = Vec::new();
        for index in 0..self.applications.all.len() {
            for path in ["successor", "predecessor"] {
                let known = &self.applications.all[index];
                if known.stated.place(path).is_none() {
                    continue;
                }
                let Some(text) = known.text(path) else {
                    continue;
                };
                let other = self.applications.meant(&text);
                let other = other.map(|other| {
                    let is_there = other.origin.is_some() || self.missing(other).is_empty();
                    let place = other.place.clone().filter(|_| !is_there);
                    (other.id.clone(), place)
                });
                match other {
                    Some((id, _)) if id == known.id => {
                        let message = Message::new("imp-002-itself").with("value", &text);
                        self.refuse_reference(index, path, message);
                    }
                    Some((id, place)) => {
                        self.applications.all[index].set(path, Value::from(id));
                        waiting.extend(place.map(|place| (index, path, text, place)));
                    }
                    None => {
                        let message = Message::new("imp-002-application").with("value", &text);
                        self.refuse_reference(index, path, message);
                    }
                }
            }
        }
        // A circle stays one, whatever its rows still lack.
        self.break_circles();
        for (index, path, text, place) in waiting {
            let message = Message::new("imp-002-application-waits")
                .with("value", &text)
                .with("place", &place);
            self.refuse_reference(index, path, message);
        }
        // What the inventory said before may close another one.
        self.break_circles();
    }

    /// Restores the inventory's reference of an application, unless that has happened, and reports why.
    fn refuse_reference(&mut self, index: usize, path: &str, message: Message) {
        let known = &self.applications.all[index];
        let Some(place) = known.stated.place(path).map(str::to_owned) else {
            return;
        };
        let old = self.reference_before(known, path);
        let known = &mut self.applications.all[index];
        known.set(path, old);
        known.stated.forget(path);
        self.fault(&place, message.with_both("field", named(path)));
    }

    /// Turns cells about interfaces into flows if they name applications; the rest is kept as a note and reported.
    fn interfaces(&mut self) {
        for cell in std::mem::take(&mut self.cells) {
            let known = |name: &str| match self.mapping.same(name) {
                Some("") => None,
                Some(id) => Some(id.to_owned()),
                None if name.starts_with(Interface::EXTERNAL) => Some(name.to_owned()),
                None => self.applications.meant(name).map(|known| known.id.clone()),
            };
            let id = self.applications.all[cell.index].id.clone();
            let understood = ends::understand(&cell.text, cell.end, &id, &known);
            for (way, other) in understood.ends {
                let stated = interfaces::Stated::cell(way, &id, &other, &cell.place);
                self.ends.push(stated);
            }
            let mut open: Vec<String> = Vec::new();
            let mut asked: Vec<Fault> = Vec::new();
            for part in &understood.open {
                let kept = impersonal(part);
                if kept != *part {
                    let hidden = not_shown(interfaces_named(), part);
                    asked.extend(hidden.map(|said| Fault::new(&cell.place, said)));
                    open.extend(Some(kept).filter(|kept| !kept.is_empty()));
                    continue;
                }
                let is_known = |name: &str| known(name).is_some();
                let key = match ends::asked(part, &is_known) {
                    ends::Asked::Others => "imp-002-interface-others",
                    ends::Asked::Nothing => "imp-002-interface",
                    ends::Asked::Names(names) => {
                        let names = names.into_iter().filter(|name| cell::is_a_word(name));
                        let names: Vec<String> = names.collect();
                        for name in names {
                            let proposal = self.proposed_end(&name);
                            self.plan.open_ends.insert(name, proposal);
                        }
                        "imp-002-interface"
                    }
                };
                let fault = Fault::new(&cell.place, Message::new(key).text());
                asked.push(fault.about(part));
                open.push(part.clone());
            }
            self.plan.faults.extend(asked);
            self.note(cell.index, &open.join("; "), &cell.place);
        }
    }

    /// The mapping value that is proposed for an unknown end of an interface: another program. Empty if it is written
    /// like the identifiers of applications, or like no name at all: `mehrere`.
    fn proposed_end(&self, name: &str) -> String {
        let is_no_name = name.starts_with(char::is_lowercase);
        match is_no_name || self.applications.is_like_an_id(name) {
            true => String::new(),
            false => format!("{}{name}", Interface::EXTERNAL),
        }
    }

    /// Ends of interface rows as the user explained them. Rows with an end that is written like an identifier and is
    /// none are held back: the application may come with a later list.
    fn explained_ends(&mut self, stated: Vec<interfaces::Stated>) -> Vec<interfaces::Stated> {
        let mut certain = Vec::new();
        for mut stated in stated {
            for end in stated.ends_of_row() {
                if let Some(meant) = self.mapping.same(end).filter(|it| !it.is_empty()) {
                    meant.clone_into(end);
                }
            }
            let ends: Vec<String> = stated.ends_of_row().map(|end| end.clone()).collect();
            let mut is_certain = true;
            for end in ends {
                let is_known = end.is_empty() || self.applications.meant(&end).is_some();
                if is_known || end.starts_with(Interface::EXTERNAL) {
                    continue;
                }
                if let Some(said) = not_shown(interfaces_named(), &end) {
                    self.plan.faults.push(Fault::new(stated.place(), said));
                    is_certain = false;
                } else if self.applications.is_like_an_id(&end) {
                    let message = Message::new("imp-002-interface-end").with("value", &end);
                    self.fault(stated.place(), message);
                    self.plan.open_ends.insert(end, String::new());
                    is_certain = false;
                }
            }
            if is_certain {
                certain.push(stated);
            }
        }
        certain
    }

    /// Appends the text of an interface cell to the notes of an application.
    fn note(&mut self, index: usize, text: &str, place: &str) {
        let known = &mut self.applications.all[index];
        let before = known.text(NOTES).unwrap_or_default();
        if text.is_empty() || before.contains(text) {
            return;
        }
        // Notes are written in the language of the imported lists.
        let line = format!("Schnittstellen: {text}");
        let notes = match before.as_str() {
            "" => line,
            before => format!("{before}\n{line}"),
        };
        known.set(NOTES, Value::from(notes));
        let said = Value::from(text);
        known
            .stated
            .note(NOTES, place.to_owned(), String::new(), &said);
        if known.place.is_none() {
            known.place = Some(place.to_owned());
        }
    }

    /// Discards successor changes that form a cycle; everything else of these rows is kept.
    fn break_circles(&mut self) {
        let all = &self.applications.all;
        let successor = |index: usize| {
            let id = all.get(index)?.text("successor")?;
            self.applications.by_id(&id)
        };
        let mut circles: Vec<Vec<usize>> = Vec::new();
        // The walk that visited each application; each is visited once.
        let mut passed: Vec<Option<usize>> = vec![None; all.len()];
        for start in 0..all.len() {
            let mut at = Some(start);
            while let Some(index) = at.filter(|index| passed[*index].is_none()) {
                passed[index] = Some(start);
                at = successor(index);
            }
            let Some(begin) = at.filter(|index| passed[*index] == Some(start)) else {
                continue;
            };
            let mut circle = vec![begin];
            let mut next = successor(begin);
            while let Some(index) = next.filter(|index| *index != begin) {
                circle.push(index);
                next = successor(index);
            }
            circles.push(circle);
        }
        for circle in circles {
            let ids = circle.iter().chain(circle.first());
            let chain: Vec<String> = ids
                .map(|index| self.applications.all[*index].id.clone())
                .collect();
            for index in circle {
                let message = Message::new("imp-002-cycle").with("chain", chain.join(" → "));
                self.refuse_reference(index, "successor", message);
            }
        }
    }

    /// The inventory's value of a successor or predecessor.
    fn reference_before(&self, known: &Known, path: &str) -> Value {
        let old = self.inventory.applications.get(&known.id);
        let old = old
            .filter(|_| known.origin.is_some())
            .and_then(|old| match path {
                "successor" => old.successor.clone(),
                _ => old.predecessor.clone(),
            });
        old.map_or(Value::Null, Value::from)
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
            .filter(|flat| known.stated.place(&flat.path).is_some());
        let mut changes = Vec::new();
        let mut kept = Vec::new();
        let value = known.value.open();
        for flat in stated {
            let Some(new) = get(&value, &flat.path) else {
                continue;
            };
            let before = get(&old, &flat.path);
            let same = before.is_some_and(|before| cell::same(flat, before, new));
            if same {
                continue;
            }
            let written = known.stated.written(&flat.path).unwrap_or_default();
            let change = Change {
                flat,
                old: before.cloned(),
                new: new.clone(),
                written: written.to_owned(),
            };
            // If the list states the same as last time, it does not reflect later changes.
            let last = self.last.said(&id, &flat.path);
            if before.is_some() && last.is_some() && last == known.stated.digest(&flat.path) {
                kept.push(KeptValue {
                    id: id.clone(),
                    name: name.clone(),
                    place: known.stated.place(&flat.path).unwrap_or(&place).to_owned(),
                    change,
                });
            } else {
                changes.push(change);
            }
        }
        self.plan.heard.insert(id.clone(), known.stated.said());
        self.plan.kept.extend(kept);
        self.changed(Kind::Application, &id, &name, &place, changes, origin);
    }

    /// The user's defaults for fields missing in the list. A filled cell that was not understood or was ignored does
    /// not count as missing, and neither do personal data if the list has gender data.
    fn defaults<'d>(
        &'d self,
        known: &'d Known,
        value: &'d Map<String, Value>,
    ) -> impl Iterator<Item = (&'d String, &'d Value)> {
        let is_contradicted = |path: &str, default: &Value| {
            path == "personal_data"
                && default == &Value::Bool(false)
                && get(value, "gender.stored") == Some(&Value::Bool(true))
        };
        self.mapping.defaults.iter().filter(move |(path, default)| {
            let is_open = get(value, path).is_none() && !known.refused.contains(path.as_str());
            is_open && !is_contradicted(path, default)
        })
    }

    /// Required fields missing in a new application.
    fn missing(&self, known: &Known) -> Vec<&'static Flat> {
        let required = flat(Kind::Application).iter().filter(|flat| flat.required);
        let value = known.value.open();
        let defaults: BTreeSet<&str> = self
            .defaults(known, &value)
            .map(|(path, _)| path.as_str())
            .collect();
        required
            .filter(|flat| get(&value, &flat.path).is_none())
            .filter(|flat| !defaults.contains(flat.path.as_str()))
            .collect()
    }

    fn conclude_new(&mut self, index: usize, place: String, id: String, name: String) {
        let known = &self.applications.all[index];
        let missing = self.missing(known);
        // From here on, the plan owns it.
        let mut value = known.value.open();
        let defaults: Vec<(String, Value)> = self
            .defaults(known, &value)
            .map(|(path, default)| (path.clone(), default.clone()))
            .collect();
        let known = &mut self.applications.all[index];
        known.value = Kept::default();
        let said = known.stated.said();
        if missing.is_empty() {
            for (path, default) in defaults {
                set(&mut value, &path, default.clone());
                let taken = self.plan.defaults.entry(path);
                taken
                    .or_insert_with(|| Defaulted::new(default))
                    .note(&place);
            }
            let new = New::of(Kind::Application, &id, &name, &place, &value);
            self.plan.new.push(new);
            self.plan.heard.insert(id, said);
        } else {
            self.waiting.extend([id, fold(&name)]);
            self.plan.incomplete.push(Incomplete {
                place,
                name,
                missing,
            });
        }
    }

    /// Applications not named by the lists, in the departments that the lists cover.
    fn gone(&mut self) {
        let department = |known: &Known| known.text("department");
        let spoken: BTreeSet<String> = self
            .matched
            .union(&self.perhaps)
            .filter_map(|index| department(&self.applications.all[*index]))
            .collect();
        for (index, known) in self.applications.all.iter().enumerate() {
            let here = department(known).is_some_and(|code| spoken.contains(&code));
            let is_named = self.matched.contains(&index) || self.perhaps.contains(&index);
            if known.origin.is_some() && !is_named && here {
                self.plan.gone.push((known.id.clone(), known.name.clone()));
            }
        }
    }
}
