//! Histories in program source: migrations that later ones, or the model itself, have superseded.

use std::collections::HashMap;

use super::declarations::folded;
use crate::gender::{Attribute, GenderField};
use crate::model::Origin;

/// Folders in which frameworks keep the steps by which a database came to be.
const FOLDERS: &[&str] = &[
    "migrations",
    "migrate",
    "migration",
    "versions",
    "changelogs",
];

/// Marks fields of migrations that a later migration or a declaration elsewhere states again: what counts is
/// the last word. The only statement of a field counts wherever it stands.
pub fn supersede(fields: &mut [GenderField]) {
    let key = |field: &GenderField| {
        let entity = field.entity.as_deref().map(entity_name)?;
        Some((field.attribute, entity, folded(&field.name)))
    };
    // By attribute of an entity: the index of the last word.
    let mut last: HashMap<(Attribute, String, String), usize> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if field.origin != Origin::Own || field.is_type {
            continue;
        }
        if let Some(key) = key(field) {
            let weight = |index: usize| {
                let document: &str = &fields[index].place.document;
                (!is_migration(document), document, index)
            };
            last.entry(key)
                .and_modify(|known| {
                    if weight(index) > weight(*known) {
                        *known = index;
                    }
                })
                .or_insert(index);
        }
    }
    let superseded: Vec<usize> = fields
        .iter()
        .enumerate()
        .filter(|(index, field)| {
            field.origin == Origin::Own
                && is_migration(&field.place.document)
                && key(field).is_some_and(|key| last.get(&key).is_some_and(|last| last != index))
        })
        .map(|(index, _)| index)
        .collect();
    for index in superseded {
        fields[index].origin = Origin::History;
    }
}

/// Whether a document is a step of a history.
fn is_migration(document: &str) -> bool {
    let mut folders = document.rsplit('/').skip(1);
    folders.any(|folder| FOLDERS.contains(&folder.to_ascii_lowercase().as_str()))
}

/// Tables are called in the plural, models in the singular, with the application before them or not.
fn entity_name(entity: &str) -> String {
    let name = entity.rsplit(['.', '_']).next().unwrap_or(entity);
    let folded = folded(name);
    folded
        .strip_suffix('s')
        .map(str::to_owned)
        .unwrap_or(folded)
}
