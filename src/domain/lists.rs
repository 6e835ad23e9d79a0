//! Lists of letters that are lists of entries only for who names them: they join the fields where one of them does, and
//! leave again where the language means something else by the name.

use std::collections::HashSet;

use super::linked::LinkedFields;
use crate::gender::{FieldDomain, GenderField, LETTERS};

/// Adds the lists that a field refers to by name.
pub(super) fn adopt_named(fields: &mut Vec<GenderField>, lists: Vec<GenderField>) {
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
pub(super) fn drop_unmeant(linked: &mut LinkedFields) {
    let links = linked.links.iter().flatten();
    let meant: HashSet<usize> = links.map(|link| link.declaration).collect();
    let stays = linked.fields.iter().enumerate();
    let stays = stays.map(|(index, field)| !is_unnamed(field) || meant.contains(&index));
    let stays: Vec<bool> = stays.collect();
    linked.keep(&stays);
}

fn is_unnamed(field: &GenderField) -> bool {
    matches!(field.signals.as_slice(), [signal] if signal.kind == LETTERS)
}

/// The last part of a name, as languages without letter case compare it: who is meant the resolution decides.
fn simple(name: &str) -> String {
    let last = name.rsplit(['.', ':', '/', '\\', '#']).next();
    last.unwrap_or(name).to_lowercase()
}
