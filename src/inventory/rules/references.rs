//! Rules between entries: ids, departments, successors, addresses, names, interfaces.

use std::collections::{BTreeMap, BTreeSet};

use super::{Estate, Out, personal_contact};
use crate::inventory::entry::Entry;
use crate::inventory::load::{Declared, place};
use crate::inventory::message::{Message, hint, same};
use crate::inventory::spec::Spec;
use crate::inventory::{Application, Department, Interface, UrlKind, address, similar};
use crate::problem::nearest;

/// INV-001
pub(super) fn unique<T>(all: &[Declared<'_, T>], id: impl Fn(&T) -> &String, out: &mut Out<'_>) {
    let mut seen: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for declared in all {
        let id = id(&declared.value);
        if id.is_empty() {
            continue;
        }
        match seen.get(id.as_str()) {
            Some(first) => {
                let message = Message::new("inv-001")
                    .with("id", id)
                    .with("first", place(first));
                out.problem_at(&declared.entry, "id", message);
            }
            None => {
                seen.insert(id, &declared.entry);
            }
        }
    }
}

/// INV-002
pub(super) fn department(
    entry: &Entry<'_>,
    path: &str,
    id: &str,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if estate.departments.contains_key(id) || !estate.complete {
        return;
    }
    let by_name = estate
        .departments
        .values()
        .find(|department| department.value.name == id);
    let meant = by_name
        .map(|department| department.value.id.as_str())
        .or_else(|| nearest(id, estate.departments.keys().copied()));
    let message = Message::new("inv-002")
        .with("id", id)
        .with_both("hint", meant.map_or_else(|| same(""), hint));
    out.problem_at(entry, path, message);
}

/// INV-002 for the parent, INV-021 for the contact
pub(super) fn department_fits(
    department: &Declared<'_, Department>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if let Some(contact) = &department.value.contact {
        personal_contact(&department.entry, "department", "contact", contact, out);
    }
    let Some(parent) = &department.value.parent else {
        return;
    };
    self::department(&department.entry, "parent", parent, estate, out);
    let above = |id: &str| {
        estate
            .departments
            .get(id)
            .and_then(|department| department.value.parent.as_deref())
    };
    if smallest_of_cycle(&department.value.id, above) {
        let message = Message::new("inv-002-cycle").with("id", &department.value.id);
        out.problem_at(&department.entry, "parent", message);
    }
}

/// Whether following `next` leads back to `start`, and `start` is the smallest id of the cycle, so that each cycle is
/// reported once.
pub(super) fn smallest_of_cycle<'s>(
    start: &'s str,
    next: impl Fn(&str) -> Option<&'s str>,
) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut at = start;
    while let Some(following) = next(at) {
        if following == start {
            return seen.first() == Some(&start);
        }
        if !seen.insert(following) {
            return false;
        }
        at = following;
    }
    false
}

/// INV-016, cycles
pub(super) fn successor_cycles(estate: &Estate<'_, '_>, out: &mut Out<'_>) {
    let next = |id: &str| {
        estate
            .applications
            .get(id)
            .and_then(|application| application.value.successor.as_deref())
    };
    for (id, application) in &estate.applications {
        if smallest_of_cycle(id, next) {
            let mut chain = vec![*id];
            while let Some(following) = chain.last().and_then(|last| next(last)) {
                chain.push(following);
                if following == *id {
                    break;
                }
            }
            let message = Message::new("inv-016-cycle").with("chain", chain.join(" → "));
            out.problem_at(&application.entry, "successor", message);
        }
    }
}

/// INV-009
pub(super) fn shared_addresses(applications: &[Declared<'_, Application>], out: &mut Out<'_>) {
    let mut owners: BTreeMap<String, &Declared<'_, Application>> = BTreeMap::new();
    for application in applications {
        for (index, url) in application.value.urls.iter().enumerate() {
            // Positions refer to the items as written, so a list with an invalid item has none.
            if url.kind != UrlKind::Production || !application.entry.is_sound("url") {
                continue;
            }
            let owner = owners
                .entry(address::canonical(&url.url))
                .or_insert(application);
            if owner.value.id != application.value.id {
                let message = Message::new("inv-009")
                    .with("url", &url.url)
                    .with("other", &owner.value.id)
                    .with("first", place(&owner.entry));
                out.problem_at(&application.entry, &format!("url[{index}].url"), message);
            }
        }
    }
}

// ── Duplicate entries ───────────────────────────────────────────────────────────────────────────────────

/// INV-020
pub(super) fn similar_names(applications: &[Declared<'_, Application>], out: &mut Out<'_>) {
    let values: Vec<&Application> = applications
        .iter()
        .map(|declared| &declared.value)
        .collect();
    for (index, other) in similar::pairs(&values) {
        let message = Message::new("inv-020")
            .with("name", &values[index].name)
            .with("other", &values[other].id)
            .with("other-name", &values[other].name)
            .with("first", place(&applications[other].entry));
        out.problem_at(&applications[index].entry, "name", message);
    }
}

// ── Interfaces ──────────────────────────────────────────────────────────────────────────────────────────

/// INV-010, INV-011 (loops)
pub(super) fn interface_ends(
    interface: &Declared<'_, Interface>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let Interface { from, to, .. } = &interface.value;
    for (field, end) in [("from", from), ("to", to)] {
        let external = Interface::external(end).is_some_and(|name| !name.is_empty());
        let known = external || estate.applications.contains_key(end.as_str());
        if known || !estate.complete || !interface.entry.is_sound(field) {
            continue;
        }
        let meant = nearest(end, estate.applications.keys().copied());
        let message = Message::new("inv-010")
            .with_both("field", Spec::get().named("interface", field))
            .with("id", end)
            .with_both("hint", meant.map_or_else(|| same(""), hint));
        out.problem_at(&interface.entry, field, message);
    }
    if from == to && !from.is_empty() {
        out.problem_at(
            &interface.entry,
            "to",
            Message::new("inv-011-self").with("id", from),
        );
    }
}

/// INV-011 (duplicates). Two flows between the same ends that differ in kind, standard or data are not duplicates.
pub(super) fn double_interfaces(interfaces: &[Declared<'_, Interface>], out: &mut Out<'_>) {
    let mut seen = BTreeMap::new();
    for interface in interfaces {
        let value = &interface.value;
        if value.from.is_empty() || value.to.is_empty() {
            continue;
        }
        let mut ends = [&value.from, &value.to];
        if value.two_way {
            ends.sort();
        }
        let data: BTreeSet<&String> = value.data.iter().collect();
        match seen.entry((ends, value.two_way, &value.kind, &value.standard, data)) {
            std::collections::btree_map::Entry::Occupied(first) => {
                let first: &&Declared<'_, Interface> = first.get();
                let message = Message::new("inv-011")
                    .with("from", &value.from)
                    .with("to", &value.to)
                    .with("first", place(&first.entry));
                out.at_entry(&interface.entry, message);
            }
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(interface);
            }
        }
    }
}
