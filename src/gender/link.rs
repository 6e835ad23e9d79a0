//! References between the documents of one application.

use std::collections::HashMap;

use super::field::{FieldDomain, GenderField};
use super::token::fold;
use crate::model::{Layer, Place};

/// What is known about the values of a type or list.
#[derive(Clone)]
struct Declared {
    domain: FieldDomain,
    place: Option<Place>,
    code_system: Option<String>,
    code_system_complete: Option<bool>,
}

impl Declared {
    fn by(field: &GenderField) -> Self {
        Self {
            domain: field.domain.clone(),
            place: field.domain_place.clone(),
            code_system: field.code_system.clone(),
            code_system_complete: field.code_system_complete,
        }
    }

    fn give(&self, field: &mut GenderField) {
        field.domain = self.domain.clone();
        field.domain_place.clone_from(&self.place);
        field.code_system.clone_from(&self.code_system);
        field.code_system_complete = self.code_system_complete;
    }
}

/// Declarations by key. `None`: several documents declare it with different values, so which one is meant is
/// not known.
#[derive(Default)]
struct Declarations(HashMap<String, Option<Declared>>);

impl Declarations {
    fn add(&mut self, key: String, field: &GenderField) {
        self.0
            .entry(key)
            .and_modify(|known| {
                let differs = known.as_ref().is_some_and(|known| {
                    !same_values(&known.domain, &field.domain)
                        || known.code_system_complete != field.code_system_complete
                });
                if differs {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(Declared::by(field)));
    }

    fn get(&self, key: &str) -> Option<&Declared> {
        self.0.get(key)?.as_ref()
    }
}

/// Resolves references to types and lists that other documents of the application declare: code lists by
/// their address, types by their name.
pub fn link(fields: &mut [GenderField]) {
    let mut lists = Declarations::default();
    for field in fields.iter().filter(|field| field.layer == Layer::CodeList) {
        if matches!(field.domain, FieldDomain::Closed(_)) {
            // A published list states its address among its labels.
            let addresses = field.labels.iter().filter(|label| is_address(label));
            addresses.for_each(|address| lists.add(address.to_lowercase(), field));
        }
    }
    for field in fields
        .iter_mut()
        .filter(|field| field.code_system.is_none())
    {
        if let FieldDomain::CodeList(uri) = &field.domain
            && let Some(list) = lists.get(&uri.to_lowercase())
        {
            list.give(field);
        }
    }
    // Types first: a data element draws on its domain, a field on the data element.
    for _ in 0..MOST_HOPS {
        let types = types(fields);
        if !draw(fields.iter_mut().filter(|field| field.is_type), &types) {
            break;
        }
    }
    let types = types(fields);
    draw(fields.iter_mut(), &types);
}

/// Types draw on each other this far; real chains are shorter.
const MOST_HOPS: usize = 4;

/// The types whose values are known.
fn types(fields: &[GenderField]) -> Declarations {
    let mut types = Declarations::default();
    for field in fields.iter().filter(|field| field.is_type) {
        if matches!(
            field.domain,
            FieldDomain::Closed(_) | FieldDomain::CodeList(_)
        ) {
            types.add(key(&field.name), field);
        }
    }
    types
}

/// Gives fields the values of the types they name. Whether any was given.
fn draw<'f>(fields: impl Iterator<Item = &'f mut GenderField>, types: &Declarations) -> bool {
    let mut any = false;
    for field in fields {
        if let FieldDomain::Reference(name) = &field.domain
            && let Some(declared) = types.get(&key(name))
        {
            declared.give(field);
            any = true;
        }
    }
    any
}

fn is_address(label: &str) -> bool {
    label.contains(':') && !label.contains(char::is_whitespace)
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
