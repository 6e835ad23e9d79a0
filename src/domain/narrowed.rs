//! Lists whose values may be refused elsewhere. The doubt extends to every field that takes its values from such a
//! list.

use std::collections::HashMap;

use super::declarations::folded;
use super::linked::LinkedFields;
use super::parts::{Stated, stated};
use crate::gender::{FieldDomain, GenderField, GenderRestriction, Vocabulary};
use crate::model::Place;

/// Notes at the fields that checks and selections are about where these lose an entry.
pub(super) fn note_restrictions(
    linked: &mut LinkedFields,
    restrictions: &[GenderRestriction],
    words: &Vocabulary,
) {
    if restrictions.is_empty() {
        return;
    }
    let fields = &mut linked.fields;
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if field.amends.is_none() && matches!(field.domain, FieldDomain::Closed(_)) {
            by_name.entry(folded(&field.name)).or_default().push(index);
        }
    }
    for restriction in restrictions {
        for index in concerned(restriction, fields, &by_name) {
            if restriction.loses_entry(&fields[index], words) {
                let narrowed = &mut fields[index].narrowed_by;
                narrowed.get_or_insert_with(|| restriction.place.clone());
            }
        }
    }
}

/// Which fields a check or a selection is about: those of its name in the same document, if possible in the same class;
/// else those of its name in other documents whose type it names its values of; else the lists of the same document that
/// it takes its values from, or that are called like the field.
fn concerned(
    restriction: &GenderRestriction,
    fields: &[GenderField],
    by_name: &HashMap<String, Vec<usize>>,
) -> Vec<usize> {
    let of = &restriction.of;
    let named = |name: &str| by_name.get(&folded(name)).map_or(&[][..], Vec::as_slice);
    let is_here = |field: &GenderField| field.place.document == restriction.place.document;
    let own = named(&of.field).iter().copied();
    let (types, own): (Vec<usize>, Vec<usize>) = own.partition(|index| fields[*index].is_type);
    let mut here: Vec<usize> = own.clone();
    here.retain(|index| is_here(&fields[*index]));
    let is_of_class = |index: &usize| {
        let entity = fields[*index].entity.as_ref();
        entity.is_some_and(|entity| of.path.0.contains(entity))
    };
    if here.iter().any(is_of_class) {
        here.retain(is_of_class);
    }
    if !here.is_empty() {
        return here;
    }
    let lists: Vec<String> = of.lists.iter().map(|list| folded(list)).collect();
    let mut elsewhere = own;
    elsewhere.retain(|index| {
        let field = &fields[*index];
        let declared = field.declared_type.as_deref();
        let by_type = declared.is_some_and(|declared| lists.contains(&folded(declared)));
        by_type && field.format == restriction.format.as_str()
    });
    if !elsewhere.is_empty() {
        return elsewhere;
    }
    let used = of.lists.iter().flat_map(|list| named(list)).copied();
    let mut lists: Vec<usize> = types.into_iter().chain(used).collect();
    let is_list = |index: &usize| fields[*index].is_type && is_here(&fields[*index]);
    lists.retain(is_list);
    if lists.is_empty() {
        let plurals = ["e", "en", "er", "es", "n", "s"].into_iter();
        let plurals = plurals.flat_map(|ending| named(&format!("{}{ending}", of.field)));
        lists.extend(plurals.copied().filter(is_list));
    }
    lists
}

/// Marks every field that takes its values from such a list.
pub(super) fn spread_narrowed(linked: &mut LinkedFields) {
    let LinkedFields { fields, links, .. } = linked;
    let lists = fields.iter().filter_map(|field| {
        let place = field.narrowed_by.clone()?;
        Some(((field.place.document.clone(), field.path.clone()), place))
    });
    let narrowed: HashMap<Stated, Place> = lists.collect();
    if narrowed.is_empty() {
        return;
    }
    let of_fields: Vec<Option<Place>> = (0..fields.len())
        .map(|index| {
            let own = || fields[index].narrowed_by.clone();
            let declared = || narrowed.get(&stated(&fields[index])).cloned();
            let elsewhere = || {
                let link = links.get(index)?.as_ref()?;
                narrowed
                    .get(&stated(fields.get(link.declaration)?))
                    .cloned()
            };
            own().or_else(declared).or_else(elsewhere)
        })
        .collect();
    for (field, place) in fields.iter_mut().zip(of_fields) {
        field.narrowed_by = place.filter(|_| matches!(field.domain, FieldDomain::Closed(_)));
    }
}
