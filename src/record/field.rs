//! A gender or salutation field as shown by the report and `dump fields`: a stable format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::ValueDomain;
use crate::gender::{Attribute, Concept, FieldDomain, GenderField, Signal, Subject};
use crate::model::{Confidence, Known, Layer, Origin};
use crate::outcome::Outcome;

/// The rule whose outcome is the verdict of a field.
pub const FOUR_ENTRIES: &str = "gender/four-entries-storable";

/// Longer lists are not entries; the rest of their values is omitted.
const MOST_VALUES: usize = 100;

/// One row of the survey (Ist-Analyse).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRecord {
    /// Path or URL of the document.
    pub path: String,
    /// 1-based line; 0 if unknown.
    pub line: u32,
    /// 1-based column; 0 if unknown.
    pub column: u32,
    pub name: String,
    /// Table, type or form.
    pub entity: Option<String>,
    pub layer: Layer,
    pub format: String,
    pub attribute: Attribute,
    pub subject: Subject,
    /// `closed`, `open`, `boolean`, `reference` or `unknown`.
    pub domain: String,
    #[serde(default)]
    pub values: Vec<ValueRecord>,
    /// All concepts that the values cover.
    #[serde(default)]
    pub concepts: Vec<Concept>,
    pub required: Option<bool>,
    pub default: Option<String>,
    /// Verdict of the four-entries rule.
    pub outcome: Outcome,
    /// Whether a person's answer decided that verdict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
    /// Rules that failed or are undecided.
    #[serde(default)]
    pub rules: Vec<String>,
    pub confidence: Confidence,
    /// The application's logical attribute that it belongs to.
    pub attribute_key: String,
    /// The value domain it belongs to, as `dump domains` prints it; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub domain_id: String,
    /// Which part of the application's sources contains it. By default only the application's own work is judged.
    #[serde(default, skip_serializing_if = "Origin::is_own")]
    pub origin: Origin,
    /// The reasons, if requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// How the verdict on a field came about: the answer to "why was this flagged?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Evidence that it is a gender or salutation field of that subject, in order.
    #[serde(default)]
    pub signals: Vec<Signal>,
    /// The published list its values come from.
    pub code_system: Option<String>,
    /// Why each value has its concepts.
    #[serde(default)]
    pub values: Vec<ValueExplanation>,
    /// The outcome of each rule about the field.
    pub outcomes: BTreeMap<String, Outcome>,
}

/// How the meaning of a value was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueExplanation {
    pub raw: String,
    /// One concept: certain. Several: ambiguous, or one value for several entries. None: not recognised.
    #[serde(default)]
    pub concepts: Vec<Concept>,
    /// The evidence that decided (`code_list:ID`, `label`, `spelling`, `sibling_set`, `placeholder`, …).
    pub because: String,
}

impl Explanation {
    /// Extracts the explanation stored in a field by its classification.
    pub fn new(field: &GenderField, outcomes: &BTreeMap<String, Outcome>) -> Self {
        let values = match &field.domain {
            FieldDomain::Closed(values) => values.as_slice(),
            _ => &[],
        };
        let values = values.iter().map(|value| {
            let (concepts, because) = if value.placeholder {
                (Vec::new(), "placeholder")
            } else {
                let meaning = &value.meaning;
                (meaning.concepts.clone(), meaning.because.as_str())
            };
            ValueExplanation {
                raw: value.raw.clone(),
                concepts,
                because: because.to_owned(),
            }
        });
        Self {
            signals: field.signals.clone(),
            code_system: field.code_system.clone(),
            values: values.collect(),
            outcomes: outcomes.clone(),
        }
    }
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueRecord {
    pub raw: String,
    pub label: Option<String>,
    /// The concept, if certain.
    pub concept: Option<Concept>,
}

impl FieldRecord {
    /// Whether it is about a person and part of the application's own work.
    pub fn is_of_a_person(&self) -> bool {
        self.subject == Subject::Person && self.origin.is_own()
    }

    /// The record of a field with the outcomes of rules. `domain` is the value domain it belongs to.
    pub fn new(
        field: &GenderField,
        outcomes: &BTreeMap<String, Outcome>,
        domain: Option<&ValueDomain>,
    ) -> Self {
        let (kind, values) = values(field);
        let mut concepts: Vec<Concept> = values.iter().filter_map(|value| value.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        Self {
            path: field.place.document.clone(),
            line: field.place.position.map_or(0, |position| position.line),
            column: field.place.position.map_or(0, |position| position.column),
            name: field.name.clone(),
            entity: field.entity.clone(),
            layer: field.layer,
            format: field.format.clone().into_owned(),
            attribute: field.attribute,
            subject: field.subject,
            domain: kind.to_owned(),
            values,
            concepts,
            required: match field.optional {
                Known::Yes(optional) => Some(!optional),
                Known::No(_) => None,
            },
            default: field.default.as_ref().map(|value| value.raw.clone()),
            outcome: outcomes
                .get(FOUR_ENTRIES)
                .copied()
                .unwrap_or(Outcome::Inapplicable),
            answered: false,
            rules: outcomes
                .iter()
                .filter(|(_, outcome)| matches!(outcome, Outcome::Failed | Outcome::CantTell))
                .map(|(rule, _)| rule.clone())
                .collect(),
            confidence: field.confidence,
            attribute_key: field.logical_name(),
            domain_id: domain.map(|domain| domain.id.clone()).unwrap_or_default(),
            origin: field.origin,
            explanation: None,
        }
    }
}

/// The kind of a field's values, and the values without placeholders.
pub(super) fn values(field: &GenderField) -> (&'static str, Vec<ValueRecord>) {
    let (kind, values) = match &field.domain {
        FieldDomain::Closed(values) => ("closed", values.as_slice()),
        FieldDomain::Boolean => ("boolean", [].as_slice()),
        FieldDomain::Open => ("open", [].as_slice()),
        FieldDomain::Reference(_) | FieldDomain::CodeList(_) => ("reference", [].as_slice()),
        FieldDomain::Unknown => ("unknown", [].as_slice()),
    };
    let values = values
        .iter()
        .filter(|value| !value.placeholder)
        .take(MOST_VALUES)
        .map(|value| ValueRecord {
            raw: value.raw.clone(),
            label: value.label.clone(),
            concept: match value.meaning.concepts.as_slice() {
                [concept] => Some(*concept),
                _ => None,
            },
        });
    (kind, values.collect())
}
