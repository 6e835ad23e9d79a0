//! Lists of letters that are gender entries only for a field that names them. They are adopted if one does, and dropped
//! again if the language resolves the name to another declaration.

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

/// Removes the adopted lists that no reference resolved to.
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

/// The last part of a name in lower case, as some languages ignore case. A coarse match: resolution decides later.
fn simple(name: &str) -> String {
    let last = name.rsplit(['.', ':', '/', '\\', '#']).next();
    last.unwrap_or(name).to_lowercase()
}
