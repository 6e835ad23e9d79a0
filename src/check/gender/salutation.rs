//! Checks on salutations: they suit people who want neither Herr nor Frau, and no one is addressed as either without
//! choosing it.

use serde::Deserialize;

use super::facts::{begins_with_something, expect_no_default_of, grounds, values};
use crate::check::generic::{params, without_params};
use crate::check::{Check, CheckKind, Concern, Dossier, FieldCheck, FieldId};
use crate::gender::{
    Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Subject, TITLE,
};
use crate::model::{Confidence, Known, Layer};
use crate::outcome::{Doubt, Expectation};

/// The variant for a field that only an abbreviation tells of.
const ABBREVIATED: &str = "abbreviated";

/// `salutation-neutral`: a salutation suits people who want neither Herr nor Frau.
pub const NEUTRAL: CheckKind = CheckKind {
    name: "salutation-neutral",
    facts: &["field", "values", "width"],
    variants: &[
        "required",
        "optional",
        "width",
        "open",
        ABBREVIATED,
        "elsewhere",
    ],
    build: |table| Ok(Check::Field(Box::new(params::<Neutral>(table)?))),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Neutral {
    /// Forms of address for women and men, in lower case.
    address: Vec<String>,
}

impl Neutral {
    /// Whether a text is Herr or Frau, even with a title: "Herr Dr.", "Frau Prof.".
    fn is_address(&self, text: &str) -> bool {
        let folded = text.trim().to_lowercase();
        let first = folded.split([' ', '.']).next().unwrap_or_default();
        self.address.iter().any(|word| word == first)
    }
}

impl FieldCheck for Neutral {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        field.attribute == Attribute::Anrede
            && field.subject == Subject::Person
            && (matches!(field.domain, FieldDomain::Closed(_))
                || is_guessed(field)
                || is_chosen_elsewhere(field))
    }

    /// What an abbreviation stands for rarely differs between the declarations of one name.
    fn is_asked_once(&self, expectation: &Expectation) -> bool {
        let Expectation::Unknown(_, grounds) = expectation else {
            return false;
        };
        grounds.variant == Some(ABBREVIATED)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        if is_guessed(field) {
            return Expectation::Unknown(Doubt::Ambiguous, grounds(field).variant(ABBREVIATED));
        }
        if is_chosen_elsewhere(field) {
            return Expectation::Unknown(Doubt::Elsewhere, grounds(field).variant("elsewhere"));
        }
        let mut herr = false;
        let mut frau = false;
        let mut further = 0;
        for value in values(field) {
            match value.meaning.concepts.as_slice() {
                [Concept::Male] => herr = true,
                [Concept::Female] => frau = true,
                // Firma and Familie do not address a person.
                [Concept::NotApplicable] => {}
                // A title does not address people without one.
                [] if value.meaning.because == TITLE => {}
                _ if self.is_address(&value.raw)
                    || value
                        .label
                        .as_deref()
                        .is_some_and(|label| self.is_address(label)) => {}
                _ => further += 1,
            }
        }
        if !(herr && frau) || further > 0 {
            return Expectation::Met;
        }
        match field.optional {
            Known::Yes(false) => Expectation::Unmet(grounds(field).variant("required")),
            Known::Yes(true) => Expectation::Unmet(grounds(field).variant("optional")),
            // If it is unknown whether the field may stay empty, leaving it empty may be an option.
            Known::No(_) => Expectation::Unknown(Doubt::Open, grounds(field).variant("open")),
        }
    }
}

/// Whether the only evidence of a salutation is an abbreviation beside names of people, and neither values nor a word
/// confirm it.
fn is_guessed(field: &GenderField) -> bool {
    field.confidence < Confidence::High && !matches!(field.domain, FieldDomain::Closed(_))
}

/// Whether its options are defined elsewhere: in a program, a service, another document.
fn is_chosen_elsewhere(field: &GenderField) -> bool {
    let elsewhere = match &field.domain {
        FieldDomain::Reference(_) | FieldDomain::Unknown => true,
        FieldDomain::Closed(_) => values(field).next().is_none(),
        _ => false,
    };
    elsewhere && field.layer == Layer::Ui
}

/// `salutation-default`: no one is addressed as Herr or Frau by default.
pub const DEFAULT: CheckKind = CheckKind {
    name: "salutation-default",
    facts: &["field", "values", "default"],
    variants: &["ui"],
    build: |table| without_params(table, || Check::Field(Box::new(Default))),
};

struct Default;

impl FieldCheck for Default {
    fn concern(&self) -> Concern {
        Concern::Use
    }

    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        field.attribute == Attribute::Anrede
            && field.subject == Subject::Person
            && begins_with_something(field)
            && !is_guessed(field)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        // A code without a label does not reveal which salutation it means.
        let is_code = |default: &ClassifiedValue| {
            let raw = default.raw.trim();
            let short = raw.chars().count() == 1 || raw.bytes().all(|byte| byte.is_ascii_digit());
            short
                && !raw.is_empty()
                && default.label.is_none()
                && default.meaning.concepts.is_empty()
        };
        match &field.default {
            Some(default) if is_code(default) => {
                let grounds = grounds(field).with("default", default.raw.as_str());
                Expectation::Unknown(Doubt::Ambiguous, grounds)
            }
            _ => expect_no_default_of(field, &[Concept::Male, Concept::Female]),
        }
    }
}
