//! `salutation-neutral`: a salutation leaves room for people who want neither Herr nor Frau.

use super::facts::{grounds, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck};
use crate::gender::{Attribute, Concept, FieldDomain, GenderField, Subject};
use crate::model::{Confidence, Known, Layer};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "salutation-neutral",
    facts: &["field", "values", "width"],
    variants: &[
        "required",
        "optional",
        "width",
        "open",
        "abbreviated",
        "unlisted",
    ],
    build: |table| without_params(table, || Check::Field(Box::new(Neutral))),
};

struct Neutral;

impl FieldCheck for Neutral {
    fn applies(&self, field: &GenderField, _: &Dossier<'_>) -> bool {
        field.attribute == Attribute::Anrede
            && field.subject == Subject::Person
            && (matches!(field.domain, FieldDomain::Closed(_))
                || is_guessed(field)
                || is_unlisted(field))
    }

    fn expect(&self, field: &GenderField, _: &Dossier<'_>) -> Expectation {
        if is_guessed(field) {
            return Expectation::Unknown(Doubt::Ambiguous, grounds(field).variant("abbreviated"));
        }
        if is_unlisted(field) {
            return Expectation::Unknown(Doubt::Open, grounds(field).variant("unlisted"));
        }
        let mut herr = false;
        let mut frau = false;
        let mut further = 0;
        for value in values(field) {
            match value.meaning.concepts.as_slice() {
                [Concept::Male] => herr = true,
                [Concept::Female] => frau = true,
                // Firma, Familie: not for a person.
                [Concept::NotApplicable] => {}
                _ if address(&value.raw) || value.label.as_deref().is_some_and(address) => {}
                _ => further += 1,
            }
        }
        if !(herr && frau) || further > 0 {
            return Expectation::Met;
        }
        match field.optional {
            Known::Yes(false) => Expectation::Unmet(grounds(field).variant("required")),
            Known::Yes(true) => Expectation::Unmet(grounds(field).variant("optional")),
            // Without knowing whether it may stay empty, a way out may exist.
            Known::No(_) => Expectation::Unknown(Doubt::Open, grounds(field).variant("open")),
        }
    }
}

/// Whether neither values nor a word say that it is a salutation: only an abbreviation beside names of people.
fn is_guessed(field: &GenderField) -> bool {
    field.confidence < Confidence::High && !matches!(field.domain, FieldDomain::Closed(_))
}

/// Whether it is a control of a form whose choices a program fills in.
fn is_unlisted(field: &GenderField) -> bool {
    field.layer == Layer::Ui
        && field.confidence == Confidence::High
        && field.domain == FieldDomain::Unknown
}

/// "Herr Dr.", "Frau Prof.": still Herr or Frau. An academic title alone is no way out for those who have none.
fn address(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    ["herr", "frau", "mr", "mrs", "ms", "miss", "dr", "prof"]
        .iter()
        .any(|word| folded.split([' ', '.']).next() == Some(word))
}
