//! What the rows come to once all of them were read: references, changes, new entries, and what is gone.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::cell;
use super::super::fault;
use super::super::fields::{Flat, Kind, flat, get, set};
use super::super::known::Known;
use super::super::plan::{Change, Incomplete, New, Plan};
use super::super::survey;
use super::Matching;
use crate::inventory::{Message, fold};

impl Matching<'_> {
    /// The plan of everything that was taken in.
    pub(super) fn finish(mut self, is_whole_list: bool) -> Plan {
        for (index, answers) in std::mem::take(&mut self.answers) {
            let known = &self.applications.all[index];
            let settled = survey::settle(&known.value.open(), answers);
            if settled.disputed {
                self.plan
                    .disputed
                    .push((known.id.clone(), known.name.clone()));
            }
            self.plan.faults.extend(settled.faults);
            self.take_over(index, settled.record, false);
        }
        if is_whole_list {
            self.gone();
        }
        self.references();
        self.break_circles();
        for index in 0..self.applications.all.len() {
            self.conclude(index);
        }
        let mut ends = std::mem::take(&mut self.ends);
        // The interfaces of applications that wait for something wait with them.
        ends.retain(|end| !end.touches(&self.waiting));
        self.flows.take(ends, &self.applications, &mut self.plan);
        self.plan.leave_out_unused_departments();
        fault::sort(&mut self.plan.faults);
        self.plan
    }

    /// Successors and predecessors may be named instead of given by their identifiers.
    fn references(&mut self) {
        for index in 0..self.applications.all.len() {
            for path in ["successor", "predecessor"] {
                let known = &self.applications.all[index];
                let Some(place) = known.stated.place(path).map(str::to_owned) else {
                    continue;
                };
                let Some(text) = known.text(path) else {
                    continue;
                };
                let there =
                    |other: &&Known| other.origin.is_some() || self.missing(other).is_empty();
                let meant = self.applications.meant(&text).filter(there);
                let meant = meant.map(|other| other.id.clone());
                let is_itself = meant.as_ref() == Some(&known.id);
                match meant.filter(|_| !is_itself) {
                    Some(id) => self.applications.all[index].set(path, Value::from(id)),
                    None => {
                        let old = self.reference_before(known, path);
                        self.applications.all[index].set(path, old);
                        let key = if is_itself {
                            "imp-002-itself"
                        } else {
                            "imp-002-application"
                        };
                        let message = Message::new(key).with("field", path).with("value", &text);
                        self.fault(&place, message);
                    }
                }
            }
        }
    }

    /// Successors that lead in a circle are left as they were; everything else of these rows holds.
    fn break_circles(&mut self) {
        let all = &self.applications.all;
        let successor = |index: usize| {
            let id = all.get(index)?.text("successor")?;
            self.applications.by_id(&id)
        };
        let mut circles: Vec<Vec<usize>> = Vec::new();
        // The walk that came by; each application is passed once.
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
                let known = &self.applications.all[index];
                let Some(place) = known.stated.place("successor").map(str::to_owned) else {
                    continue;
                };
                let old = self.reference_before(known, "successor");
                self.applications.all[index].set("successor", old);
                let message = Message::new("imp-002-cycle")
                    .with("field", "successor")
                    .with("chain", chain.join(" → "));
                self.fault(&place, message);
            }
        }
    }

    /// What the inventory says about a successor or predecessor.
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
        let value = known.value.open();
        for flat in stated {
            let Some(new) = get(&value, &flat.path) else {
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
                        .written(&flat.path)
                        .unwrap_or_default()
                        .to_owned(),
                });
            }
        }
        self.changed(Kind::Application, &id, &name, &place, changes, origin);
    }

    /// An entry with what the user said holds where a list is silent. A list that says what nobody understands is not.
    fn with_defaults(
        &self,
        mut value: Map<String, Value>,
        refused: &BTreeSet<&'static str>,
    ) -> Map<String, Value> {
        for (path, default) in &self.mapping.defaults {
            if get(&value, path).is_none() && !refused.contains(path.as_str()) {
                set(&mut value, path, default.clone());
            }
        }
        value
    }

    /// Required fields that a new application lacks.
    fn missing(&self, known: &Known) -> Vec<&'static Flat> {
        let default = |flat: &Flat| {
            let path = flat.path.as_str();
            self.mapping.defaults.contains_key(path) && !known.refused.contains(path)
        };
        let required = flat(Kind::Application).iter().filter(|flat| flat.required);
        let value = known.value.open();
        required
            .filter(|flat| get(&value, &flat.path).is_none() && !default(flat))
            .collect()
    }

    fn conclude_new(&mut self, index: usize, place: String, id: String, name: String) {
        let known = &self.applications.all[index];
        let missing = self.missing(known);
        // The plan has it from here on.
        let known = &mut self.applications.all[index];
        let (value, refused) = (
            std::mem::take(&mut known.value),
            std::mem::take(&mut known.refused),
        );
        let value = self.with_defaults(value.open(), &refused);
        if missing.is_empty() {
            let new = New::of(Kind::Application, &id, &name, &place, &value);
            self.plan.new.push(new);
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
    fn gone(&mut self) {
        let department = |known: &Known| known.text("department");
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
