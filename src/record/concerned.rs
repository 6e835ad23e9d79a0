//! Which findings are about a field: a value domain is judged once for all fields that share it.

use std::collections::BTreeSet;

use super::{ApplicationReport, DomainRecord, FieldRecord};
use crate::outcome::Finding;

/// Selects the findings about a field.
pub struct Concerned<'f> {
    field: &'f FieldRecord,
    causes: BTreeSet<String>,
}

impl<'f> Concerned<'f> {
    /// The findings about a field of an application.
    pub fn by(field: &'f FieldRecord, application: &ApplicationReport) -> Self {
        Self::among(field, &application.domains.glance())
    }

    /// The findings about a field, given the value domains of its application.
    pub fn among(field: &'f FieldRecord, domains: &[DomainRecord]) -> Self {
        let own = domains.iter().filter(|domain| domain.id == field.domain_id);
        let causes = own.map(|domain| domain.cause.clone());
        Self {
            field,
            causes: causes.chain([field.attribute_key.clone()]).collect(),
        }
    }

    /// Whether the finding of a rule is about the field, which that rule left open.
    pub fn has(&self, rule: &str, finding: &Finding) -> bool {
        self.field.rules.iter().any(|own| own == rule) && self.is_cause_of(finding)
    }

    /// Whether a finding of any rule is about the field.
    pub fn is_cause_of(&self, finding: &Finding) -> bool {
        self.causes.contains(&finding.cause)
    }
}
