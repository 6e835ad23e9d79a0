//! A value domain as the report and `dump domains` show it: where values are fixed, and who repeats and uses them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FOUR_ENTRIES, ValueRecord};
use crate::domain::{DomainGraph, Resolution, Role, ValueDomain};
use crate::gender::{Attribute, Concept, GenderField, Subject};
use crate::model::{Layer, Origin, Place};
use crate::outcome::Outcome;

/// So many uses are listed; the rest is counted.
const MOST_USES: usize = 200;

/// Values that are fixed in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRecord {
    /// Made of names, unique in the application (`src/Gender.java#Gender`).
    pub id: String,
    /// What the tasks about it are called.
    pub cause: String,
    pub attribute: Attribute,
    pub subject: Subject,
    /// `closed`, `open`, `boolean`, `reference` or `unknown`.
    pub domain: String,
    #[serde(default)]
    pub values: Vec<ValueRecord>,
    /// What the values cover together.
    #[serde(default)]
    pub concepts: Vec<Concept>,
    /// Verdict of the four-entries rule; the worst of its fields.
    pub outcome: Outcome,
    /// What stands for it: the place to change first.
    pub declaration: DomainMember,
    /// Where the same is written again, in the order of documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<DomainMember>,
    /// Who takes the values from there, in the order of documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<DomainMember>,
    /// Uses beyond those listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub further_uses: u64,
    /// Declarations that may be meant, where the language does not say which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Place>,
}

/// A field in its domain.
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
    /// What decided that it uses the declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Resolution>,
    pub place: Place,
}

impl DomainRecord {
    /// The records of all domains. `outcomes_by_field`: what the rules say about the judged fields.
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
        // The declaration is no gender field by itself: then the field that stands for it is its first use.
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
