//! Checks on visible labels: official labels, mixed questions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::facts::{grounds, is_persons_gender, values};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Subject};
use crate::model::{Layer, Place};
use crate::outcome::{Doubt, Expectation};

/// `gender-official-labels`: the visible labels are the official ones.
pub const OFFICIAL: CheckKind = CheckKind {
    name: "gender-official-labels",
    facts: &["field", "values", "labels"],
    variants: &["ambiguous"],
    build: |table| {
        let Params { labels, german } = params(table)?;
        let normal_all = |labels: Vec<String>| labels.iter().map(|label| normal(label)).collect();
        Ok(Check::Field(Box::new(Official {
            labels: normal_all(labels),
            german: normal_all(german),
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Accepted labels, ignoring case.
    labels: Vec<String>,
    /// Labels by which a list is recognised as German, ignoring case.
    german: Vec<String>,
}

struct Official {
    labels: Vec<String>,
    german: Vec<String>,
}

fn normal(label: &str) -> String {
    label
        .trim()
        .trim_end_matches(['.', '*'])
        .trim()
        .to_lowercase()
}

impl FieldCheck for Official {
    /// Only German forms: "male" is a correct label in an English form.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field)
            && (field.layer == Layer::Ui || shows_translations(dossier, id))
            && matches!(field.domain, FieldDomain::Closed(_))
            && values(field).any(|value| {
                let label = normal(value.label.as_deref().unwrap_or(&value.raw));
                self.german.contains(&label)
            })
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let mut odd = Vec::new();
        let mut unclear = Vec::new();
        let mut at = None;
        // Outside forms, people read only translations. An inactive value describes stored data.
        let shown = |value: &&ClassifiedValue| {
            !value.inactive && (field.layer == Layer::Ui || value.label_place.is_some())
        };
        for value in values(field).filter(shown) {
            let label = value.label.as_deref().unwrap_or(&value.raw);
            if self.labels.contains(&normal(label)) {
                continue;
            }
            let readings = value.meaning.concepts.as_slice();
            // "unbekannt" is a state of the data and may have its own words.
            if matches!(readings, [Concept::Unknown | Concept::NotApplicable]) {
                continue;
            }
            // A label that contradicts its code is still not an official one.
            let contradicts = value.meaning.because == "label_contradicts_code";
            let doubtful = readings.len() > 1 && !value.meaning.merged && !contradicts;
            if at.is_none() {
                at = value.label_place.clone().or_else(|| value.place.clone());
            }
            if doubtful {
                unclear.push(label.to_owned())
            } else {
                odd.push(label.to_owned())
            }
        }
        let mut grounds = grounds(field);
        grounds.at = at.map(Box::new);
        if !odd.is_empty() {
            return Expectation::Unmet(grounds.with("labels", odd));
        }
        if !unclear.is_empty() {
            let grounds = grounds.with("labels", unclear).variant("ambiguous");
            return Expectation::Unknown(Doubt::Ambiguous, grounds);
        }
        Expectation::Met
    }
}

/// Whether people read the values as a translation file has them; the first of several fields that share the texts
/// represents all.
fn shows_translations(dossier: &Dossier<'_>, id: FieldId) -> bool {
    let tables = &dossier.tables;
    let first_by_text = tables.by_text.get_or_init(|| first_by_text(dossier));
    let first = first_text(dossier.field(id)).and_then(|text| first_by_text.get(text));
    first == Some(&id)
}

/// Persons' gender fields by the place of their first text in a translation file, the first field for each place.
pub type FirstByText<'a> = BTreeMap<&'a Place, FieldId>;

fn first_by_text<'a>(dossier: &Dossier<'a>) -> FirstByText<'a> {
    let mut first = BTreeMap::new();
    for id in dossier.ids() {
        let field = dossier.field(id);
        if is_persons_gender(field)
            && let Some(text) = first_text(field)
        {
            first.entry(text).or_insert(id);
        }
    }
    first
}

/// The place of the first text of a field's values in a translation file.
fn first_text(field: &GenderField) -> Option<&Place> {
    values(field).find_map(|value| value.label_place.as_ref())
}

/// `gender-salutation-mixed`: a field asks for the entry and offers salutations, or the reverse.
pub const MIXED: CheckKind = CheckKind {
    name: "gender-salutation-mixed",
    facts: &["field", "values"],
    variants: &["salutation"],
    build: |table| Ok(Check::Field(Box::new(params::<Mixed>(table)?))),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mixed {
    /// Salutations, in lower case and without a full stop.
    salutations: Vec<String>,
    /// Entries, in lower case and without a full stop.
    entries: Vec<String>,
}

impl FieldCheck for Mixed {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        matches!(field.attribute, Attribute::Geschlecht | Attribute::Anrede)
            && field.subject == Subject::Person
            && matches!(field.domain, FieldDomain::Closed(_))
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let says = |words: &[String]| {
            values(field)
                .filter(|value| {
                    let text = normal(value.label.as_deref().unwrap_or(&value.raw));
                    words.contains(&text)
                })
                .count()
        };
        match field.attribute {
            Attribute::Geschlecht if says(&self.salutations) >= 2 => {
                Expectation::Unmet(grounds(field))
            }
            Attribute::Anrede if says(&self.entries) >= 2 => {
                Expectation::Unmet(grounds(field).variant("salutation"))
            }
            _ => Expectation::Met,
        }
    }
}
