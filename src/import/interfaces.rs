//! Interfaces: rows of an interface list, and cells of applications that name the other end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::cell;
use super::ends::Way;
use super::fault::Fault;
use super::fields::{Kind, set};
use super::known::Applications;
use super::matching::changes;
use super::plan::{Changed, New, Plan};
use super::rows::Record;
use crate::inventory::{Interface, Inventory, Message, Origin, fold};

/// An interface as stated by a file.
#[derive(Debug)]
pub(super) struct Stated {
    place: String,
    from: String,
    to: String,
    /// The row, if it comes from an interface list.
    row: Option<BTreeMap<&'static str, super::rows::Stated>>,
    /// Whether a cell says that data flow in both directions.
    two_way: bool,
}

impl Stated {
    /// A row of an interface list.
    pub fn row(record: Record) -> Self {
        let text = |path: &str| record.text(path).unwrap_or_default().to_owned();
        Self {
            from: text("from"),
            to: text("to"),
            place: record.place,
            row: Some(record.stated),
            two_way: false,
        }
    }

    /// Its place.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Both ends as a row of an interface list names them; none of a cell, whose ends are certain.
    pub fn ends_of_row(&mut self) -> impl Iterator<Item = &mut String> {
        let is_row = self.row.is_some();
        [&mut self.from, &mut self.to]
            .into_iter()
            .filter(move |_| is_row)
    }

    /// Whether one of the ends is in the set, by identifier or folded name.
    pub fn touches(&self, names: &BTreeSet<String>) -> bool {
        [&self.from, &self.to]
            .iter()
            .any(|end| names.contains(end.as_str()) || names.contains(&fold(end)))
    }

    /// An interface stated by a cell of an application.
    pub fn cell(way: Way, application: &str, other: &str, place: &str) -> Self {
        let (from, to) = match way {
            Way::To | Way::Both => (application, other),
            Way::From => (other, application),
        };
        Self {
            place: place.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            row: None,
            two_way: way == Way::Both,
        }
    }
}

/// The interfaces of the inventory.
#[derive(Debug, Default)]
pub(super) struct Flows {
    all: Vec<(String, Map<String, Value>, Origin)>,
    ids: HashMap<String, usize>,
    /// By both ends; those not yet matched by a row come first.
    ends: HashMap<(String, String), Vec<usize>>,
    taken: BTreeSet<usize>,
}

impl Flows {
    pub fn of(inventory: &Inventory) -> Self {
        let mut flows = Self::default();
        for interface in &inventory.interfaces {
            let index = flows.all.len();
            let mut value = serde_json::to_value(interface)
                .map(cell::object)
                .unwrap_or_default();
            value.remove("origin");
            flows.ids.insert(interface.id.clone(), index);
            let ends = (interface.from.clone(), interface.to.clone());
            flows.ends.entry(ends).or_default().push(index);
            if interface.two_way {
                let ends = (interface.to.clone(), interface.from.clone());
                flows.ends.entry(ends).or_default().push(index);
            }
            flows
                .all
                .push((interface.id.clone(), value, interface.origin.clone()));
        }
        flows
    }

    /// Adds the stated interfaces to the plan.
    pub fn take(&mut self, stated: Vec<Stated>, applications: &Applications, plan: &mut Plan) {
        let mut added: BTreeSet<(String, String)> = BTreeSet::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for stated in stated {
            let end = |text: &str| match applications.meant(text) {
                Some(known) => known.id.clone(),
                None if text.is_empty() || text.starts_with(Interface::EXTERNAL) => text.to_owned(),
                None => format!(
                    "{}{}",
                    Interface::EXTERNAL,
                    text.chars().take(180).collect::<String>()
                ),
            };
            let (from, to) = (end(&stated.from), end(&stated.to));
            if from.is_empty() || to.is_empty() {
                let message = Message::new("imp-002-ends").text();
                plan.faults.push(Fault::new(&stated.place, message));
                continue;
            }
            let Some(mut row) = stated.row else {
                let ends = (from, to);
                let back = (ends.1.clone(), ends.0.clone());
                let is_known = self.ends.contains_key(&ends)
                    || stated.two_way && (self.ends.contains_key(&back) || added.contains(&back));
                if ends.0 != ends.1 && !is_known && added.insert(ends.clone()) {
                    let mut value = serde_json::json!({ "from": ends.0, "to": ends.1 });
                    if stated.two_way {
                        value["direction"] = Value::from("two_way");
                        added.insert(back);
                    }
                    push(plan, cell::object(value), &ends, stated.place, &mut names);
                }
                continue;
            };
            for (path, value) in [("from", &from), ("to", &to)] {
                if let Some(cell) = row.get_mut(path) {
                    cell.value = Value::from(value.as_str());
                }
            }
            let id = row
                .get("id")
                .and_then(|id| id.value.as_str())
                .map(str::to_owned);
            let ends = (from, to);
            let by_id = id.as_ref().and_then(|id| self.ids.get(id).copied());
            let known = by_id.or_else(|| {
                let same = self.ends.get(&ends).filter(|_| id.is_none())?;
                same.iter()
                    .find(|index| !self.taken.contains(index))
                    .copied()
            });
            let Some(index) = known else {
                added.insert(ends.clone());
                let mut value = Map::new();
                for cell in row.values() {
                    set(&mut value, &cell.flat.path, cell.value.clone());
                }
                push(plan, value, &ends, stated.place, &mut names);
                continue;
            };
            self.taken.insert(index);
            let (id, old, origin) = &self.all[index];
            let mut changes = changes(old, row.values());
            // Without a stated direction, one way is assumed.
            changes.retain(|change| {
                change.flat.path != "direction" || change.old.is_some() || change.new != "one_way"
            });
            if changes.is_empty() {
                plan.unchanged += 1;
                continue;
            }
            plan.changed.push(Changed {
                kind: Kind::Interface,
                id: id.clone(),
                name: format!("{} → {}", ends.0, ends.1),
                place: stated.place,
                changes,
                origin: origin.clone(),
            });
        }
    }
}

fn push(
    plan: &mut Plan,
    value: Map<String, Value>,
    ends: &(String, String),
    place: String,
    names: &mut BTreeSet<String>,
) {
    let id = value
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let plain = format!("{} → {}", ends.0, ends.1);
    let numbered = (2..).map(|number| format!("{plain} #{number}"));
    let name = std::iter::once(plain.clone())
        .chain(numbered)
        .find(|name| !names.contains(name));
    let name = name.unwrap_or(plain);
    names.insert(name.clone());
    let new = New::of(Kind::Interface, &id, &name, &place, &value);
    plan.new.push(new);
}
