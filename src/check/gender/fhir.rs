//! `gender-fhir-extension`: FHIR has male, female, other and unknown; the German extension distinguishes divers and
//! ohne Angabe.

use serde::Deserialize;

use super::facts::{grounds, is_persons_gender, values};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{FieldDomain, GenderField};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-fhir-extension",
    facts: &["field", "values", "labels"],
    variants: &["mislabelled", "apart"],
    build: |table| Ok(Check::Field(Box::new(params::<Extension>(table)?))),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Extension {
    /// Names of the German extension and its list, in lower case; parts of names and addresses count.
    extensions: Vec<String>,
    /// Words, in lower case, by which a label means divers.
    diverse: Vec<String>,
    /// Words, in lower case, by which a label means the entry without a statement.
    none: Vec<String>,
}

impl FieldCheck for Extension {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field)
            && (is_administrative(field) || field.format == "fhir" && self.is_german_list(field))
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        if self.is_german_list(field) {
            return self.labelled(field);
        }
        let mut elsewhere = false;
        for other in dossier
            .fields
            .iter()
            .filter(|other| self.carries_extension(other))
        {
            if other.path.0.starts_with(&field.path.0) {
                return Expectation::Met;
            }
            elsewhere = true;
        }
        // Extensions are allowed unless a profile forbids them, so only people know what is sent.
        let grounds = grounds(field);
        let grounds = if elsewhere {
            grounds.variant("apart")
        } else {
            grounds
        };
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

/// Whether a field belongs to a message of FHIR and is bound to the codes of the standard: what they lack, an extension
/// beside them says.
pub(super) fn is_administrative(field: &GenderField) -> bool {
    let FieldDomain::CodeList(uri) = &field.domain else {
        return false;
    };
    // The version stands behind a stroke (FHIR, "canonical").
    let (uri, _) = uri.split_once('|').unwrap_or((uri, ""));
    field.format == "fhir"
        && !field.is_type
        && uri
            .trim_end_matches('/')
            .ends_with("/administrative-gender")
}

fn mentions(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

impl Extension {
    fn is_german(&self, text: &str) -> bool {
        mentions(text, &self.extensions)
    }

    /// Whether a list is, or draws on, the German one, with its codes spelled out.
    fn is_german_list(&self, field: &GenderField) -> bool {
        let named = field
            .labels
            .iter()
            .chain(&field.path.0)
            .any(|text| self.is_german(text));
        field.is_type && named && matches!(field.domain, FieldDomain::Closed(_))
    }

    /// Whether a field is the German extension or has its values.
    fn carries_extension(&self, field: &GenderField) -> bool {
        field.format == "fhir"
            && !field.is_type
            && match &field.domain {
                FieldDomain::Reference(name) | FieldDomain::CodeList(name) => self.is_german(name),
                _ => field
                    .code_system
                    .as_deref()
                    .is_some_and(|system| self.is_german(system)),
            }
    }

    /// Expects the labels of the German list: D is divers, and X is the entry without a statement.
    fn labelled(&self, field: &GenderField) -> Expectation {
        let wrong: Vec<_> = values(field)
            .filter(|value| {
                let label = value.label.as_deref().unwrap_or_default();
                let says_diverse = mentions(label, &self.diverse);
                let says_none = mentions(label, &self.none);
                match value.raw.to_uppercase().as_str() {
                    "X" => says_diverse && !says_none,
                    "D" => says_none && !says_diverse,
                    _ => false,
                }
            })
            .collect();
        let Some(first) = wrong.first() else {
            return Expectation::Met;
        };
        let shown: Vec<String> = wrong
            .iter()
            .map(|value| {
                format!(
                    "{} ({})",
                    value.raw,
                    value.label.as_deref().unwrap_or_default()
                )
            })
            .collect();
        let mut grounds = grounds(field).with("labels", shown).variant("mislabelled");
        grounds.at = first.place.clone().map(Box::new);
        Expectation::Unmet(grounds)
    }
}
