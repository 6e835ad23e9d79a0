//! The layers of one attribute: the column, the message element and the form control for the same person's entry.
//! Joined only by unambiguous names.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Attribute, GenderField, Joined, Subject};
use super::vocabulary::Vocabulary;
use crate::model::Layer;
use crate::topic::tokens;

/// Sets the owner of each field's attribute among the entities of the application.
///
/// A field belongs to the person in its own name (`kind_geschlecht`), else to its table or type. A form control without
/// such a name belongs to the entity in its form's address, or to the only entity.
pub fn join(fields: &mut [GenderField], words: &Vocabulary) {
    for attribute in [
        Attribute::Geschlecht,
        Attribute::Anrede,
        Attribute::FormerEntry,
    ] {
        join_attribute(fields, words, attribute);
    }
}

fn join_attribute(fields: &mut [GenderField], words: &Vocabulary, attribute: Attribute) {
    let mut concerned: Vec<&mut GenderField> = fields
        .iter_mut()
        .filter(|field| field.attribute == attribute && field.subject == Subject::Person)
        .collect();
    // By stem: names of the entity, the shortest first.
    let mut entities: BTreeMap<String, BTreeSet<(usize, String)>> = BTreeMap::new();
    let owners: Vec<Option<String>> = concerned.iter().map(|field| owner(field, words)).collect();
    for owner in owners.iter().flatten() {
        let name = (owner.len(), owner.clone());
        entities.entry(stem(owner)).or_default().insert(name);
    }
    let called = |stem: &str| {
        let names = entities.get(stem)?;
        names.first().map(|(_, name)| name.clone())
    };
    let only = match entities.keys().collect::<Vec<_>>().as_slice() {
        [only] => called(only).map(|entity| Joined {
            entity,
            named: false,
        }),
        _ => None,
    };
    for (field, owner) in concerned.iter_mut().zip(owners) {
        let by_name = match owner {
            Some(owner) => Some(stem(&owner)),
            None => by_address(field, words, &entities),
        };
        let named = by_name.and_then(|stem| called(&stem));
        field.joined = named
            .map(|entity| Joined {
                entity,
                named: true,
            })
            .or_else(|| only.clone());
    }
}

/// The stated owner of a field: by its own name, else by its table or type. `None` for a type, which represents all
/// fields that use it.
fn owner(field: &GenderField, words: &Vocabulary) -> Option<String> {
    if field.is_type {
        return None;
    }
    let entity = match (&field.entity, field.layer) {
        // Forms are named after their address or purpose.
        (_, Layer::Ui | Layer::CodeList) | (None, _) => None,
        (Some(entity), _) => words.telling(entity),
    };
    // A name without the word for the attribute ("anschreiben_form") is about something else.
    let role = words.telling(&field.name).filter(|_| {
        tokens(&field.name)
            .iter()
            .any(|token| words.names_attribute(token))
    });
    match (role, entity) {
        // "btr_geschlecht" in "btr_person" repeats the table's prefix.
        (Some(role), Some(entity)) if entity.contains(&role) => Some(entity),
        (Some(role), _) => Some(role),
        (None, entity) => entity,
    }
}

impl Vocabulary {
    /// The parts of a name that identify its owner, joined.
    fn telling(&self, name: &str) -> Option<String> {
        let parts: Vec<String> = tokens(name)
            .into_iter()
            .filter(|token| token.chars().count() > 2)
            .filter(|token| !self.declaration.contains(token))
            .filter(|token| !self.names_attribute(token))
            .collect();
        (!parts.is_empty()).then(|| parts.join("_"))
    }
}

/// The entity in the last part of a form's address (`/verein/ansprechperson`).
fn by_address(
    field: &GenderField,
    words: &Vocabulary,
    entities: &BTreeMap<String, BTreeSet<(usize, String)>>,
) -> Option<String> {
    if field.layer != Layer::Ui {
        return None;
    }
    let address = field.entity.as_deref()?.split(['?', '#']).next()?;
    let last = address.trim_end_matches('/').rsplit('/').next()?;
    let file = last.split('.').next()?;
    words
        .telling(file)
        .map(|name| stem(&name))
        .filter(|stem| entities.contains_key(stem))
}

/// Removes plural endings, so that `personen` equals `Person`. Compared only with other stems.
fn stem(name: &str) -> String {
    let mut stem = name;
    while let Some(rest) = ["en", "er", "n", "e", "s"].iter().find_map(|ending| {
        stem.strip_suffix(ending)
            .filter(|rest| rest.chars().count() >= 3)
    }) {
        stem = rest;
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whom_they_are_about() {
        let book = crate::rule::load(None).expect("the shipped rules load");
        let words = Vocabulary::load(&book.vocabulary).expect("the shipped vocabulary loads");
        let cases = [
            ("kind-geschlecht", Some("kind")),
            ("Kind.Geschlecht", Some("kind")),
            ("p1_geschlecht", None),
            ("geschlecht_id", None),
            ("antragstellerGeschlecht", Some("antragsteller")),
            ("tblKlient", Some("klient")),
            ("PersonTyp", Some("person")),
            ("PA_STAMM", None),
            ("IstWeiblich", None),
        ];
        for (name, expected) in cases {
            assert_eq!(words.telling(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn plurals_have_the_stem_of_their_singular() {
        for (one, many) in [
            ("person", "personen"),
            ("kunde", "kunden"),
            ("kind", "kinder"),
            ("user", "users"),
        ] {
            assert_eq!(stem(one), stem(many), "{one}");
        }
    }
}
