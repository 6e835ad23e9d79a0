//! `gender-codes`: one application writes one entry with one code.

use super::facts::{grounds, is_persons_gender, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck};
use crate::gender::{ClassifiedValue, Concept, FieldDomain, GenderField};
use crate::model::{Confidence, Layer};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-codes",
    facts: &["field", "values", "other", "codes", "there"],
    variants: &["inverted", "case"],
    build: |table| without_params(table, || Check::Field(Box::new(Codes))),
};

struct Codes;

/// How two fields differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Other codes for the same entries.
    Codes,
    /// The same letters in another case.
    Case,
    /// The same code for another entry.
    Inverted,
}

impl FieldCheck for Codes {
    fn applies(&self, field: &GenderField, dossier: &Dossier<'_>) -> bool {
        is_comparable(field) && earlier(field, dossier).next().is_some()
    }

    /// The gravest difference to a field before it, so that a pair is one question.
    fn expect(&self, field: &GenderField, dossier: &Dossier<'_>) -> Expectation {
        let differing = earlier(field, dossier)
            .filter_map(|other| Some((difference(field, other)?, other)))
            .max_by_key(|(difference, _)| *difference);
        let Some((difference, other)) = differing else {
            return Expectation::Met;
        };
        let name = match &other.entity {
            Some(entity) => format!("{entity}.{}", other.name),
            None => other.name.clone(),
        };
        let mut grounds = grounds(field)
            .with("other", name)
            .with("codes", shown(field))
            .with("there", shown(other))
            .related(other.place.clone());
        grounds = match difference {
            Difference::Codes => grounds,
            Difference::Case => grounds.variant("case"),
            Difference::Inverted => grounds.variant("inverted"),
        };
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

/// Stored or sent, with its own codes for männlich and weiblich.
fn is_comparable(field: &GenderField) -> bool {
    is_persons_gender(field)
        && !field.is_type
        && matches!(field.layer, Layer::Database | Layer::Message | Layer::Api)
        && field.confidence >= Confidence::High
        && matches!(field.domain, FieldDomain::Closed(_))
        && code(field, Concept::Male).is_some()
        && code(field, Concept::Female).is_some()
}

/// Fields before this one, in the order of documents.
fn earlier<'d>(
    field: &'d GenderField,
    dossier: &'d Dossier<'_>,
) -> impl Iterator<Item = &'d GenderField> {
    dossier
        .fields
        .iter()
        .take_while(move |other| !std::ptr::eq(*other, field))
        .filter(|other| is_comparable(other))
}

fn entries(field: &GenderField) -> impl Iterator<Item = (Concept, &ClassifiedValue)> {
    values(field)
        .filter(|value| !value.raw.trim().is_empty())
        .filter_map(|value| Some((value.entry()?, value)))
}

fn code(field: &GenderField, entry: Concept) -> Option<&str> {
    let mut codes = entries(field).filter(|(own, _)| *own == entry);
    codes.next().map(|(_, value)| value.raw.as_str())
}

fn shown(field: &GenderField) -> Vec<String> {
    entries(field).map(|(_, value)| value.raw.clone()).collect()
}

fn difference(field: &GenderField, other: &GenderField) -> Option<Difference> {
    let inverted = entries(field).any(|(entry, value)| {
        entries(other).any(|(meant, there)| there.raw == value.raw && meant != entry)
    });
    if inverted {
        return Some(Difference::Inverted);
    }
    let pairs =
        [Concept::Male, Concept::Female].map(|entry| (code(field, entry), code(other, entry)));
    let differ = pairs.iter().all(|(a, b)| a != b);
    if !differ {
        return None;
    }
    let letters = pairs.iter().all(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => a.chars().count() == 1 && a.eq_ignore_ascii_case(b),
        _ => false,
    });
    if letters {
        return Some(Difference::Case);
    }
    // Between layers codes are translated; two tables of one application are joined as they are.
    let tables = field.layer == Layer::Database && other.layer == Layer::Database;
    let words = |text: &str| text.chars().count() > 2;
    let spelled = pairs
        .iter()
        .all(|(a, b)| a.is_some_and(words) && b.is_some_and(words));
    (tables && !spelled).then_some(Difference::Codes)
}
