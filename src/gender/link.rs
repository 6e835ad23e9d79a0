//! References between the documents of one application.

use std::collections::HashMap;

use super::field::{FieldDomain, GenderField};
use super::token::fold;
use crate::model::Place;

/// Resolves references by name to types and lists that other documents of the application declare.
///
/// A name that several documents declare with different values stays unresolved: which one is meant is not
/// known.
pub fn link(fields: &mut [GenderField]) {
    let mut types: HashMap<String, Option<(FieldDomain, Option<Place>)>> = HashMap::new();
    for field in fields.iter().filter(|field| field.is_type) {
        if !matches!(
            field.domain,
            FieldDomain::Closed(_) | FieldDomain::CodeList(_)
        ) {
            continue;
        }
        let found = Some((field.domain.clone(), field.domain_place.clone()));
        types
            .entry(key(&field.name))
            .and_modify(|known| {
                if known
                    .as_ref()
                    .is_some_and(|(domain, _)| !same_values(domain, &field.domain))
                {
                    *known = None;
                }
            })
            .or_insert(found);
    }
    for field in fields {
        let FieldDomain::Reference(name) = &field.domain else {
            continue;
        };
        if let Some(Some((domain, place))) = types.get(&key(name)) {
            field.domain = domain.clone();
            field.domain_place.clone_from(place);
        }
    }
}

/// Names are compared without case, path, extension and the usual endings of type names.
fn key(name: &str) -> String {
    let last = name.rsplit(['/', '#', ':', '.', '\\']).find(|part| {
        !matches!(
            part.to_ascii_lowercase().as_str(),
            "" | "yaml" | "yml" | "json" | "xsd" | "avsc" | "proto"
        )
    });
    let folded: String = fold(last.unwrap_or(name))
        .chars()
        .filter(|ch| ch.is_alphanumeric())
        .collect();
    folded
        .strip_suffix("type")
        .or_else(|| folded.strip_suffix("enum"))
        .map(str::to_owned)
        .unwrap_or(folded)
}

fn same_values(a: &FieldDomain, b: &FieldDomain) -> bool {
    let raws = |domain: &FieldDomain| match domain {
        FieldDomain::Closed(values) => {
            let mut raws: Vec<String> = values.iter().map(|value| value.raw.clone()).collect();
            raws.sort();
            Some(raws)
        }
        _ => None,
    };
    match (raws(a), raws(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
