//! Facts about a field that several checks use.

use std::collections::BTreeSet;

use crate::gender::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Subject};
use crate::model::Layer;
use crate::outcome::{Doubt, Expectation, Fact, Grounds};

/// Maximum number of values in a finding. A list shared by many fields would otherwise be written out for each of them.
const MOST_SHOWN: usize = 20;

/// Whether a field holds the gender entry of a person.
pub fn is_persons_gender(field: &GenderField) -> bool {
    field.attribute == Attribute::Geschlecht && field.subject == Subject::Person
}

/// The values without placeholders.
pub fn values(field: &GenderField) -> impl Iterator<Item = &ClassifiedValue> {
    let list = match &field.domain {
        FieldDomain::Closed(values) => values.as_slice(),
        _ => &[],
    };
    list.iter().filter(|value| !value.placeholder)
}

/// Concepts with a value of their own.
pub fn certain(field: &GenderField) -> BTreeSet<Concept> {
    values(field)
        .filter(|value| !value.meaning.merged)
        .filter_map(|value| match value.meaning.concepts.as_slice() {
            [concept] => Some(*concept),
            _ => None,
        })
        .collect()
}

/// Concept names as a fact.
pub fn terms(concepts: impl IntoIterator<Item = Concept>) -> Fact {
    Fact::Terms(
        concepts
            .into_iter()
            .map(|concept| concept.name().to_owned())
            .collect(),
    )
}

/// The common grounds of findings on a field: its name and values, at the place of its values.
pub fn grounds(field: &GenderField) -> Grounds {
    // A blank would leave a gap in the sentence: "male, female, ".
    let told =
        || values(field).filter(|value| value.label.is_some() || !value.raw.trim().is_empty());
    let mut shown: Vec<String> = told()
        .take(MOST_SHOWN)
        .map(|value| match &value.label {
            Some(label) if *label != value.raw && !value.raw.is_empty() => {
                format!("{} ({label})", value.raw)
            }
            Some(label) => label.clone(),
            None => value.raw.clone(),
        })
        .collect();
    if told().nth(MOST_SHOWN).is_some() {
        shown.push("…".to_owned());
    }
    let mut grounds = Grounds::none()
        .with("field", field.name.as_str())
        .with("values", shown);
    grounds.confidence = field.confidence;
    if let Some(place) = &field.domain_place
        && !place.begins_like(&field.place)
    {
        grounds.related.push(place.clone());
    }
    grounds
}

/// Whether a field has a default that rules judge. The initial choice of a control that only lists values is nobody's
/// entry; another rule asks whether it may be one.
pub fn begins_with_something(field: &GenderField) -> bool {
    let shows = field.signals.iter().any(|signal| signal.kind == "listing");
    field.default.is_some() && !shows
}

/// Expects that the default of a field means none of some concepts. In a form the variant is `ui`.
pub fn expect_no_default_of(field: &GenderField, concepts: &[Concept]) -> Expectation {
    let Some(default) = &field.default else {
        return Expectation::Met;
    };
    let grounds = grounds(field).with("default", default.label.as_deref().unwrap_or(&default.raw));
    let grounds = match &default.place {
        Some(place) => grounds.with_place(place.clone()),
        None => grounds,
    };
    let grounds = match field.layer {
        Layer::Ui => grounds.variant("ui"),
        _ => grounds,
    };
    let readings = default.meaning.concepts.as_slice();
    if readings.is_empty() || !readings.iter().all(|concept| concepts.contains(concept)) {
        return Expectation::Met;
    }
    match readings {
        [_] => Expectation::Unmet(grounds),
        _ => Expectation::Unknown(Doubt::Ambiguous, grounds),
    }
}
