//! Resolves references to declarations: the type or list of another document that a field means. The rules of the
//! language decide (import, package, module, path, address), and the simple name alone only if the language has no
//! further rule. If two candidates remain, the question names both.

use std::collections::HashMap;

use super::declarations::{Declarations, Found};
use super::link::{Link, Resolution, same_values};
use super::{FamilyOf, Scopes};
use crate::gender::{FieldDomain, GenderField};
use crate::model::Layer;

/// Maximum length of a chain of types (field → data element → domain → …); real chains are shorter.
const MOST_HOPS: usize = 4;

/// Resolves the references of all fields and copies the values of their targets. Returns the link of each field, `None`
/// if it has none.
pub fn resolve(
    fields: &mut [GenderField],
    scopes: &Scopes,
    family_of: FamilyOf,
) -> Vec<Option<Link>> {
    let mut links = within_documents(fields);
    published_lists(fields, &mut links);
    // Types first: a data element takes its values from its domain, a field from the data element.
    for _ in 0..MOST_HOPS {
        if !draw(fields, &mut links, scopes, family_of, true) {
            break;
        }
    }
    draw(fields, &mut links, scopes, family_of, false);
    links
}

/// References already resolved by the readers: their targets have the values.
fn within_documents(fields: &[GenderField]) -> Vec<Option<Link>> {
    let mut declared: HashMap<(&str, &[String]), usize> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if field.declaration.is_none() {
            declared
                .entry((&field.place.document, &field.path.0))
                .or_insert(index);
        }
    }
    fields
        .iter()
        .map(|field| {
            let declaration = field.declaration.as_ref()?;
            let key = (
                declaration.place.document.as_str(),
                declaration.path.0.as_slice(),
            );
            declared.get(&key).map(|index| Link {
                declaration: *index,
                by: Resolution::Document,
            })
        })
        .collect()
}

/// Resolves code lists by address. An address is ambiguous if two of its lists differ in their values.
fn published_lists(fields: &mut [GenderField], links: &mut [Option<Link>]) {
    let mut lists: HashMap<String, Option<usize>> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if field.layer != Layer::CodeList || !matches!(field.domain, FieldDomain::Closed(_)) {
            continue;
        }
        // A published list has its address among its labels.
        for address in field.labels.iter().filter(|label| is_address(label)) {
            lists
                .entry(address.to_lowercase())
                .and_modify(|known| {
                    if known.is_some_and(|known| !same_values(&fields[known], field)) {
                        *known = None;
                    }
                })
                .or_insert(Some(index));
        }
    }
    for index in 0..fields.len() {
        if fields[index].code_system.is_none()
            && let FieldDomain::CodeList(uri) = &fields[index].domain
            && let Some(Some(declaration)) = lists.get(&uri.to_lowercase()).copied()
        {
            give(fields, declaration, index);
            links[index] = Some(Link {
                declaration,
                by: Resolution::Address,
            });
        }
    }
}

/// Whether a label is the address of a published list.
fn is_address(label: &str) -> bool {
    label.contains(':') && !label.contains(char::is_whitespace)
}

/// Resolves references by name, of types alone or of all fields. Returns whether any was resolved.
fn draw(
    fields: &mut [GenderField],
    links: &mut [Option<Link>],
    scopes: &Scopes,
    family_of: FamilyOf,
    types_only: bool,
) -> bool {
    let found: Vec<(usize, Found)> = {
        let declarations = Declarations::index_fields(fields, scopes, family_of);
        let open = |field: &GenderField| !types_only || field.is_type;
        fields
            .iter()
            .enumerate()
            .filter(|(_, field)| open(field))
            .filter_map(|(index, field)| {
                let FieldDomain::Reference(name) = &field.domain else {
                    return None;
                };
                Some((index, declarations.find(index, name)))
            })
            .collect()
    };
    let mut any = false;
    for (index, found) in found {
        match found {
            Found::One(declaration, by) => {
                give(fields, declaration, index);
                links[index] = Some(Link { declaration, by });
                any = true;
            }
            Found::Several(candidates) => {
                fields[index].candidates = candidates
                    .into_iter()
                    .map(|candidate| fields[candidate].place.clone())
                    .collect();
            }
            Found::Elsewhere | Found::Nothing => {}
        }
    }
    any
}

/// Copies the values of a declaration to a field.
fn give(fields: &mut [GenderField], declaration: usize, index: usize) {
    let declared = &fields[declaration];
    let domain = declared.domain.clone();
    let place = declared.domain_place.clone();
    let system = declared.code_system.clone();
    let complete = declared.code_system_complete;
    // Database values are the application's own choice, not that of the standard.
    let published = declared.published.clone();
    let field = &mut fields[index];
    if field.layer != Layer::Database {
        field.published = published;
    }
    field.domain = domain;
    field.domain_place = place;
    field.code_system = system;
    field.code_system_complete = complete;
    field.candidates.clear();
}
