//! Lists of letters that are lists of entries only for who names them: they join the fields where one of them does, and
//! leave again where the language means something else by the name.

use std::collections::HashSet;

use super::link::Link;
use crate::gender::{FieldDomain, GenderField, LETTERS};

/// Adds the lists that a field refers to by name.
pub fn offer(fields: &mut Vec<GenderField>, lists: Vec<GenderField>) {
    if lists.is_empty() {
        return;
    }
    let named: HashSet<String> = fields
        .iter()
        .filter_map(|field| match &field.domain {
            FieldDomain::Reference(name) => Some(simple(name)),
            _ => None,
        })
        .collect();
    let is_named = |list: &GenderField| named.contains(&simple(&list.name));
    fields.extend(lists.into_iter().filter(is_named));
}

/// Removes those that no reference turned out to mean.
pub fn withdraw(fields: &mut Vec<GenderField>, links: &mut Vec<Option<Link>>) {
    let meant: HashSet<usize> = links
        .iter()
        .flatten()
        .map(|link| link.declaration)
        .collect();
    let stays = fields.iter().enumerate();
    let stays = stays.map(|(index, field)| !is_unnamed(field) || meant.contains(&index));
    let stays: Vec<bool> = stays.collect();
    keep(fields, links, &stays);
}

/// Keeps those fields that stay; links lead where they led before.
pub(super) fn keep(fields: &mut Vec<GenderField>, links: &mut Vec<Option<Link>>, stays: &[bool]) {
    if stays.iter().all(|stays| *stays) {
        return;
    }
    let mut moved = Vec::with_capacity(stays.len());
    let mut next = 0;
    for stays in stays {
        moved.push(next);
        next += usize::from(*stays);
    }
    let mut kept = stays.iter().copied();
    fields.retain(|_| kept.next().unwrap_or(true));
    let mut kept = stays.iter().copied();
    links.retain(|_| kept.next().unwrap_or(true));
    for link in links.iter_mut().flatten() {
        if let Some(index) = moved.get(link.declaration) {
            link.declaration = *index;
        }
    }
}

fn is_unnamed(field: &GenderField) -> bool {
    matches!(field.signals.as_slice(), [signal] if signal.kind == LETTERS)
}

/// The last part of a name, as languages without letter case compare it: who is meant the resolution decides.
fn simple(name: &str) -> String {
    let last = name.rsplit(['.', ':', '/', '\\', '#']).next();
    last.unwrap_or(name).to_lowercase()
}
