//! A value domain as shown by the report and `dump domains`: where values are fixed, and what repeats and uses them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FOUR_ENTRIES, ValueRecord};
use crate::domain::{DomainGraph, Resolution, Role, ValueDomain};
use crate::gender::{Attribute, Concept, GenderField, Subject};
use crate::model::{Layer, Origin, Place};
use crate::outcome::Outcome;

/// Maximum number of uses listed; the rest is only counted.
const MOST_USES: usize = 200;

/// A set of values fixed in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRecord {
    /// Built from names, unique in the application (`src/Gender.java#Gender`).
    pub id: String,
    /// The cause of tasks about it.
    pub cause: String,
    pub attribute: Attribute,
    pub subject: Subject,
    /// `closed`, `open`, `boolean`, `reference` or `unknown`.
    pub domain: String,
    #[serde(default)]
    pub values: Vec<ValueRecord>,
    /// All concepts that the values cover.
    #[serde(default)]
    pub concepts: Vec<Concept>,
    /// Verdict of the four-entries rule: the worst of its fields.
    pub outcome: Outcome,
    /// The declaration, to be changed first.
    pub declaration: DomainMember,
    /// Places that repeat the values, ordered by document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<DomainMember>,
    /// Fields that take their values from it, ordered by document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<DomainMember>,
    /// Number of uses not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub further_uses: u64,
    /// Possible declarations, if the language leaves open which one is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Place>,
}

/// A field of a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainMember {
    pub name: String,
    /// Table, type or form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    pub layer: Layer,
    pub format: String,
    #[serde(default, skip_serializing_if = "Origin::is_own")]
    pub origin: Origin,
    /// How the link to the declaration was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Resolution>,
    pub place: Place,
}

impl DomainRecord {
    /// The records of all domains. `outcomes_by_field` holds the outcomes of rules for the judged fields.
    pub fn of_all(
        graph: &DomainGraph,
        fields: &[GenderField],
        outcomes_by_field: &[BTreeMap<String, Outcome>],
    ) -> Vec<Self> {
        let outcomes: Vec<Outcome> = outcomes_by_field
            .iter()
            .map(|outcomes| outcomes.get(FOUR_ENTRIES).copied())
            .map(|outcome| outcome.unwrap_or(Outcome::Inapplicable))
            .collect();
        graph
            .domains
            .iter()
            .filter_map(|domain| Self::new(domain, fields, &outcomes))
            .collect()
    }

    fn new(domain: &ValueDomain, fields: &[GenderField], outcomes: &[Outcome]) -> Option<Self> {
        let declaring = fields.get(domain.declaration)?;
        let (kind, values) = super::field::values(declaring);
        let mut concepts: Vec<Concept> = values.iter().filter_map(|value| value.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        let outcome = domain
            .members
            .iter()
            .filter_map(|member| outcomes.get(member.field).copied())
            .max()
            .unwrap_or(Outcome::Inapplicable);
        let mut record = Self {
            id: domain.id.clone(),
            cause: domain.cause.clone(),
            attribute: declaring.attribute,
            subject: declaring.subject,
            domain: kind.to_owned(),
            values,
            concepts,
            outcome,
            declaration: DomainMember::declaring(declaring),
            copies: Vec::new(),
            uses: Vec::new(),
            further_uses: 0,
            candidates: declaring.candidates.clone(),
        };
        // The declaration itself is not a gender field; the field that stands for it is its first use.
        if declaring.declaration.is_some() {
            record.uses.push(DomainMember::from_field(
                declaring,
                Some(Resolution::Document),
            ));
        }
        for member in &domain.members {
            let Some(field) = fields.get(member.field) else {
                continue;
            };
            match member.role {
                Role::Declaration => {}
                Role::Copy => record.copies.push(DomainMember::from_field(field, None)),
                Role::Use(by) if record.uses.len() < MOST_USES => {
                    record.uses.push(DomainMember::from_field(field, Some(by)));
                }
                Role::Use(_) => record.further_uses += 1,
            }
        }
        Some(record)
    }
}

impl DomainMember {
    fn from_field(field: &GenderField, by: Option<Resolution>) -> Self {
        Self {
            name: field.name.clone(),
            entity: field.entity.clone(),
            layer: field.layer,
            format: field.format.to_string(),
            origin: field.origin,
            by,
            place: field.place.clone(),
        }
    }

    fn declaring(field: &GenderField) -> Self {
        let own = Self::from_field(field, None);
        match &field.declaration {
            Some(declaration) => Self {
                name: declaration.name.clone(),
                entity: None,
                place: declaration.place.clone(),
                ..own
            },
            None => own,
        }
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
