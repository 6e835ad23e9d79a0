//! Entries evident only from texts of translations.

use foldhash::HashSet;

use super::field::{FieldDomain, GenderField};
use crate::model::{Layer, ModelPath};

/// Keeps one of the lists that translations show, for all languages, and none if the application states its entries
/// elsewhere: texts follow the judged list.
pub fn leave_to_lists(fields: &mut Vec<GenderField>) {
    let is_text =
        |field: &GenderField| field.is_type && field.layer == Layer::Ui && !field.shown.is_empty();
    if !fields.iter().any(is_text) {
        return;
    }
    let says_entries =
        |field: &&GenderField| !matches!(field.domain, FieldDomain::Open | FieldDomain::Unknown);
    let listed: HashSet<_> = fields
        .iter()
        .filter(says_entries)
        .map(|field| (field.attribute, field.subject))
        .collect();
    let mut seen: HashSet<ModelPath> = HashSet::default();
    fields.retain(|field| {
        let is_listed = listed.contains(&(field.attribute, field.subject));
        !is_text(field) || !is_listed && seen.insert(field.path.clone())
    });
}
