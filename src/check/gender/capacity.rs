//! Checks on the meaning of single values: inactive values, blanks used as an entry, outdated lists.

use super::facts::{grounds, is_persons_gender, terms, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{ClassifiedValue, Concept, FieldDomain, GenderField};
use crate::model::Layer;
use crate::outcome::{Doubt, Expectation};

/// `gender-inactive-value`: an entry exists but cannot be chosen.
pub const INACTIVE: CheckKind = CheckKind {
    name: "gender-inactive-value",
    facts: &["field", "values", "hidden"],
    variants: &["ui"],
    build: |table| without_params(table, || Check::Field(Box::new(Inactive))),
};

struct Inactive;

impl FieldCheck for Inactive {
    /// The rule applies to lists with all entries; missing entries are another rule's subject.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        let has = |entry| values(field).any(|value| value.meaning.concepts.contains(entry));
        is_persons_gender(field)
            && matches!(field.domain, FieldDomain::Closed(_))
            && (hidden(field).next().is_some() || Concept::REQUIRED.iter().all(has))
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let hidden: Vec<_> = hidden(field).collect();
        let Some(first) = hidden.first() else {
            return Expectation::Met;
        };
        let concepts = hidden
            .iter()
            .flat_map(|value| value.meaning.concepts.iter().copied());
        let mut grounds = grounds(field).with("hidden", terms(concepts));
        grounds.at = first.place.clone().map(Box::new);
        if field.layer == Layer::Ui {
            grounds = grounds.variant("ui");
        }
        Expectation::Unmet(grounds)
    }
}

/// Values for an entry that cannot be chosen.
fn hidden(field: &GenderField) -> impl Iterator<Item = &ClassifiedValue> {
    let entry = |concept: &Concept| Concept::REQUIRED.contains(concept);
    values(field).filter(move |value| value.inactive && value.meaning.concepts.iter().any(entry))
}

/// `gender-blank-as-no-entry`: the empty choice is labelled like an entry.
pub const BLANK: CheckKind = CheckKind {
    name: "gender-blank-as-no-entry",
    facts: &["field", "values", "label"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(Blank))),
};

struct Blank;

impl FieldCheck for Blank {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field) && values(field).any(|value| value.raw.trim().is_empty())
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        for value in values(field).filter(|value| value.raw.trim().is_empty()) {
            let Some(label) = &value.label else { continue };
            let mut grounds = grounds(field).with("label", label.as_str());
            grounds.at = value.place.clone().map(Box::new);
            let readings = &value.meaning.concepts;
            if readings.as_slice() == [Concept::NoEntry] {
                return Expectation::Unmet(grounds);
            }
            if readings.contains(&Concept::NoEntry) {
                return Expectation::Unknown(Doubt::Ambiguous, grounds);
            }
        }
        Expectation::Met
    }
}

/// `gender-code-list`: the published list a field refers to can carry all four entries.
pub const CODE_LIST: CheckKind = CheckKind {
    name: "gender-code-list",
    facts: &["field", "values", "standard"],
    variants: &[],
    build: |table| without_params(table, || Check::Field(Box::new(CodeList))),
};

struct CodeList;

impl FieldCheck for CodeList {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field) && field.code_system.is_some()
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        if field.code_system_complete != Some(false) {
            return Expectation::Met;
        }
        let standard = field.code_system.as_deref().unwrap_or_default();
        Expectation::Unmet(grounds(field).with("standard", standard))
    }
}
