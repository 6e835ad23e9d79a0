//! Pairs the fields of an application in two audits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::record::FieldRecord;

/// Pairs the fields of both audits, in the order of the first: by document and name, or else by name alone if it is
/// unique in both.
pub(super) fn pairs<'a>(
    before: &[&'a FieldRecord],
    after: &[&'a FieldRecord],
) -> Vec<(Option<&'a FieldRecord>, Option<&'a FieldRecord>)> {
    type Exact<'f> = (&'f str, Option<&'f str>, &'f str);
    let exact = |field: &&'a FieldRecord| -> Exact<'a> {
        (&field.path, field.entity.as_deref(), &field.name)
    };
    let moved =
        |field: &&'a FieldRecord| (field.layer, field.entity.as_deref(), field.name.as_str());
    let mut free: BTreeMap<Exact<'a>, Vec<&'a FieldRecord>> = BTreeMap::new();
    for field in after.iter().rev() {
        free.entry(exact(field)).or_default().push(field);
    }
    let mut pairs: Vec<(Option<&FieldRecord>, Option<&FieldRecord>)> = before
        .iter()
        .map(|field| {
            let same = free.get_mut(&exact(field)).and_then(Vec::pop);
            (Some(*field), same)
        })
        .collect();
    let left: Vec<&'a FieldRecord> = free.into_values().flatten().collect();
    let mut by_name: HashMap<_, Vec<&'a FieldRecord>> = HashMap::new();
    for field in &left {
        by_name.entry(moved(field)).or_default().push(field);
    }
    let mut lonely: HashMap<_, u32> = HashMap::new();
    for (field, same) in &pairs {
        if let (Some(field), None) = (field, same) {
            *lonely.entry(moved(field)).or_default() += 1;
        }
    }
    for (field, same) in &mut pairs {
        if let (Some(field), None) = (*field, *same)
            && lonely.get(&moved(&field)) == Some(&1)
            && let Some([found]) = by_name.get(&moved(&field)).map(Vec::as_slice)
        {
            *same = Some(found);
        }
    }
    let taken: BTreeSet<*const FieldRecord> = pairs
        .iter()
        .filter_map(|(_, after)| after.map(std::ptr::from_ref))
        .collect();
    let new = after
        .iter()
        .filter(|field| !taken.contains(&std::ptr::from_ref(**field)));
    pairs.extend(new.map(|field| (None, Some(*field))));
    pairs
}
