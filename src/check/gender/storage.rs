//! Checks on how an entry is stored: default, obligation, width, former entries, keys, position.

use super::facts::{
    begins_with_something, certain, expect_no_default_of, grounds, is_persons_gender, values,
};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Concern, Dossier, FieldCheck, FieldId};
use crate::gender::{Attribute, Concept, FieldDomain, GenderField, Subject};
use crate::model::{Known, Layer};
use crate::outcome::{Doubt, Expectation};

/// `gender-default`: no specific entry is the default.
pub const DEFAULT: CheckKind = CheckKind {
    name: "gender-default",
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
        is_persons_gender(field) && begins_with_something(field)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        expect_no_default_of(field, &Concept::REQUIRED)
    }
}

/// `gender-required`: a mandatory field offers a truthful choice.
pub const REQUIRED: CheckKind = CheckKind {
    name: "gender-required",
    facts: &["field", "values"],
    variants: &["boolean"],
    build: |table| without_params(table, || Check::Field(Box::new(Required))),
};

struct Required;

impl FieldCheck for Required {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field)
            && field.optional == Known::Yes(false)
            && matches!(field.domain, FieldDomain::Closed(_) | FieldDomain::Boolean)
            && !may_be_passed_over(field)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        if certain(field).contains(&Concept::NoEntry) {
            return Expectation::Met;
        }
        if field.domain == FieldDomain::Boolean {
            return Expectation::Unmet(grounds(field).variant("boolean"));
        }
        // If a program fills in the choices, missing ones are unknown.
        if values(field).next().is_none() {
            return Expectation::Unknown(Doubt::Open, grounds(field));
        }
        // A value that may mean "no statement" may be a way out.
        let way_out = values(field).any(|value| {
            let readings = &value.meaning.concepts;
            readings.is_empty() || readings.contains(&Concept::NoEntry)
        });
        if way_out {
            return Expectation::Unknown(Doubt::Ambiguous, grounds(field));
        }
        Expectation::Unmet(grounds(field))
    }
}

/// Whether a form is preset to "unbekannt" and therefore needs no entry. In a table the same default still means that
/// every row needs one of the values.
fn may_be_passed_over(field: &GenderField) -> bool {
    let unknown = field
        .default
        .as_ref()
        .is_some_and(|default| default.meaning.concepts == [Concept::Unknown]);
    field.layer == Layer::Ui && unknown
}

/// `gender-width`: a field that stores words is wide enough for "ohne Angabe".
pub const WIDTH: CheckKind = CheckKind {
    name: "gender-width",
    facts: &["field", "values", "width"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(Width))),
};

struct Width;

/// Number of characters of "ohne Angabe".
const LONGEST_ENTRY: u32 = 11;

impl FieldCheck for Width {
    fn concern(&self) -> Concern {
        Concern::Use
    }

    /// Database fields of known width. Fields for words need the full width; narrow fields hold codes and pass.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        // Program source may name values differently from how they are stored; only the database shows what is stored.
        is_persons_gender(field)
            && field.layer == Layer::Database
            && field.width.is_some()
            && !matches!(field.domain, FieldDomain::Boolean)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let width = field.width.unwrap_or(LONGEST_ENTRY);
        if width >= LONGEST_ENTRY {
            return Expectation::Met;
        }
        let grounds = grounds(field).with("width", u64::from(width));
        let stores_words = values(field)
            .any(|value| value.raw.chars().filter(|ch| ch.is_alphabetic()).count() >= 5);
        if stores_words {
            return Expectation::Unmet(grounds);
        }
        // "weiblich" needs eight characters: that width suggests words.
        if matches!(field.domain, FieldDomain::Open) && (8..LONGEST_ENTRY).contains(&width) {
            return Expectation::Unknown(Doubt::Open, grounds);
        }
        Expectation::Met
    }
}

/// `gender-former-entry`: former entries and first names are strictly protected.
pub const FORMER: CheckKind = CheckKind {
    name: "gender-former-entry",
    facts: &["field", "values"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(Former))),
};

struct Former;

impl FieldCheck for Former {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        field.attribute == Attribute::FormerEntry && field.subject == Subject::Person
    }

    /// Only a person can say whether a law allows it.
    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        Expectation::Unknown(Doubt::NeedsPerson, grounds(field))
    }
}

/// `gender-in-key`: the entry is part of a composite key.
pub const KEY: CheckKind = CheckKind {
    name: "gender-in-key",
    facts: &["field", "values"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(InKey))),
};

struct InKey;

impl FieldCheck for InKey {
    fn concern(&self) -> Concern {
        Concern::Use
    }

    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field) && !field.is_type && field.layer == Layer::Database
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        if field.in_key {
            Expectation::Unmet(grounds(field))
        } else {
            Expectation::Met
        }
    }
}

/// `gender-ordinal`: entries stored by position in an enum.
pub const ORDINAL: CheckKind = CheckKind {
    name: "gender-ordinal",
    facts: &["field", "values"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(Ordinal))),
};

struct Ordinal;

impl FieldCheck for Ordinal {
    fn concern(&self) -> Concern {
        Concern::Use
    }

    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field)
            && field
                .labels
                .iter()
                .any(|label| label.starts_with("@Enumerated"))
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        // Without an argument, JPA stores the position.
        let by_name = field
            .labels
            .iter()
            .any(|label| label.starts_with("@Enumerated") && label.contains("STRING"));
        if by_name {
            Expectation::Met
        } else {
            Expectation::Unmet(grounds(field))
        }
    }
}
