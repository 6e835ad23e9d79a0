//! Lists of which something else may refuse values: whoever takes values from such a list is in the same doubt.

use std::collections::HashMap;

use super::linked::LinkedFields;
use super::parts::{Stated, stated};
use crate::gender::FieldDomain;
use crate::model::Place;

/// Notes at every field where values of its list may be refused.
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
