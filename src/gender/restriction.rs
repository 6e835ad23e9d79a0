//! Checks and selections that let only some values of a list through, and whether they lose an entry.

use serde::{Deserialize, Serialize};

use super::classify::classify_one;
use super::field::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField};
use super::name::NameMatch;
use super::vocabulary::Vocabulary;
use crate::model::{LeftOver, ModelPath, Place, RelationKind, Restriction, SchemaModel};
use crate::topic::tokens;

/// A check of a field that may hold entries, or a selection from a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderRestriction {
    /// The affected list and the remaining values.
    pub of: Restriction,
    /// Format that read it.
    pub format: String,
    /// Its position.
    pub place: Place,
}

impl GenderRestriction {
    /// Whether it prevents users from choosing or storing one of a field's four entries: it keeps männlich and
    /// weiblich, but not all others. A restriction that keeps only one of these two selects people and does not limit
    /// the list.
    pub fn loses_entry(&self, field: &GenderField, words: &Vocabulary) -> bool {
        let FieldDomain::Closed(values) = &field.domain else {
            return false;
        };
        if field.attribute != Attribute::Geschlecht {
            return false;
        }
        let held: Vec<Concept> = Concept::REQUIRED
            .into_iter()
            .filter(|entry| values.iter().any(|value| value.entry() == Some(*entry)))
            .collect();
        let stated = |stated: &[String]| -> Vec<Option<Concept>> {
            let entries = stated.iter().map(|value| entry_of(value, values, words));
            entries.collect()
        };
        let left: Vec<Concept> = match &self.of.left {
            LeftOver::Fewer => return true,
            LeftOver::Only(only) => {
                let only = stated(only);
                // An unknown name may refer to any entry.
                if only.contains(&None) {
                    return false;
                }
                let is_left = |entry: &Concept| only.contains(&Some(*entry));
                held.iter().copied().filter(is_left).collect()
            }
            LeftOver::AllBut(refused) => {
                let refused = stated(refused);
                let is_left = |entry: &Concept| !refused.contains(&Some(*entry));
                held.iter().copied().filter(is_left).collect()
            }
        };
        left.len() < held.len() && left.contains(&Concept::Male) && left.contains(&Concept::Female)
    }
}

/// The entry that a program refers to: the list's value with this spelling, or the entry that the text itself names.
fn entry_of(written: &str, values: &[ClassifiedValue], words: &Vocabulary) -> Option<Concept> {
    let same = values.iter().find(|value| {
        let label = value.label.as_deref();
        value.raw.eq_ignore_ascii_case(written)
            || label.is_some_and(|label| label.eq_ignore_ascii_case(written))
    });
    if let Some(same) = same {
        return same.entry();
    }
    match classify_one(words, written, values).concepts.as_slice() {
        [only] => Some(*only),
        _ => {
            // GENDER_DIVERSE
            let parts = tokens(written);
            let (first, rest) = parts.split_first()?;
            let is_prefixed = !rest.is_empty() && words.names_gender(first) != NameMatch::No;
            is_prefixed.then(|| entry_of(&rest.join("_"), values, words))?
        }
    }
}

/// The checks and selections of a document that may concern entries. `fields`: the fields found in it.
pub(super) fn restrictions(
    model: &SchemaModel,
    fields: &[GenderField],
    words: &Vocabulary,
) -> Vec<GenderRestriction> {
    let concerns = |restriction: &Restriction| {
        let name = &restriction.field;
        !restriction.lists.is_empty()
            || words.names_gender(name) != NameMatch::No
            || fields.iter().any(|field| field.name == *name)
    };
    let found = model.relations.iter().filter_map(|relation| {
        let RelationKind::Restricts(restriction) = &relation.kind else {
            return None;
        };
        if !concerns(restriction) {
            return None;
        }
        let path = ModelPath::new([restriction.field.as_str()]);
        Some(GenderRestriction {
            of: restriction.clone(),
            format: model.format.to_owned(),
            place: model.place(&path, Some(relation.span)),
        })
    });
    found.collect()
}
