//! Which of the four entries a field, or an application with all its fields, can hold: yes, no, or not known.

use super::facts::{is_persons_gender, values};
use crate::gender::{Concept, FieldDomain, GenderField};
use crate::model::{Confidence, Layer};

/// Whether an entry can be held. "No" is proven by a complete list of values, never by silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// It has a value of its own.
    Yes,
    /// All values are known, and none can stand for it.
    No,
    /// The values are open, ambiguous, or declared elsewhere.
    Unclear,
}

/// Whether a field has a value of its own for an entry.
pub fn field(field: &GenderField, entry: Concept) -> Carries {
    if field.confidence < Confidence::High {
        return Carries::Unclear;
    }
    match &field.domain {
        FieldDomain::Boolean => match entry {
            Concept::Male | Concept::Female => Carries::Yes,
            _ => Carries::No,
        },
        FieldDomain::CodeList(_) if field.code_system_complete == Some(true) => Carries::Yes,
        FieldDomain::Closed(_) => closed(field, entry),
        FieldDomain::CodeList(_)
        | FieldDomain::Open
        | FieldDomain::Reference(_)
        | FieldDomain::Unknown => Carries::Unclear,
    }
}

fn closed(field: &GenderField, entry: Concept) -> Carries {
    let own = values(field)
        .any(|value| !value.inactive && !value.meaning.merged && value.meaning.concepts == [entry]);
    if own {
        return Carries::Yes;
    }
    let has = |wanted| values(field).any(|value| value.meaning.concepts.contains(&wanted));
    // Without the two common entries it is a part of something larger (as extensions of FHIR are).
    let partial = !has(Concept::Male) || !has(Concept::Female);
    // A value that is not understood could stand for anything; a retired or shared one does so half-way.
    let possible = values(field).any(|value| {
        let blank = value.raw.trim().is_empty() && value.label.is_none();
        let readings = &value.meaning.concepts;
        (readings.is_empty() && !blank) || readings.contains(&entry)
    });
    if partial || possible {
        Carries::Unclear
    } else {
        Carries::No
    }
}

/// What is known of a whole application.
pub struct Application<'a> {
    /// Fields that hold the gender of a person; forms only where nothing else is known.
    pub fields: Vec<&'a GenderField>,
    /// Nothing but forms is known, so what is stored behind them is not.
    pub only_forms: bool,
}

impl<'a> Application<'a> {
    /// The fields of an application that count. Types and lists alone hold nothing.
    pub fn from_fields(fields: &'a [GenderField]) -> Self {
        let relevant = || {
            fields
                .iter()
                .filter(|field| is_persons_gender(field) && !field.is_type)
                .filter(|field| field.layer != Layer::CodeList)
        };
        let storing: Vec<_> = relevant()
            .filter(|field| field.layer != Layer::Ui)
            .collect();
        if storing.is_empty() {
            Self {
                fields: relevant().collect(),
                only_forms: true,
            }
        } else {
            Self {
                fields: storing,
                only_forms: false,
            }
        }
    }

    /// Whether it can take an entry in and keep it. No: everything that stores or receives lacks the entry.
    pub fn holds(&self, entry: Concept) -> Carries {
        let found = || {
            self.fields
                .iter()
                .map(|each| (each.layer, field(each, entry)))
        };
        let mut tables = found()
            .filter(|(layer, _)| *layer == Layer::Database)
            .map(|(_, carries)| carries);
        let lacking_table = tables.clone().any(|carries| carries == Carries::No);
        if tables.any(|carries| carries == Carries::Yes)
            || (!lacking_table && found().any(|(_, carries)| carries == Carries::Yes))
        {
            return Carries::Yes;
        }
        let all_lack = found().all(|(_, carries)| carries == Carries::No);
        if all_lack && !self.only_forms && !self.fields.is_empty() {
            Carries::No
        } else {
            Carries::Unclear
        }
    }

    /// Whether an entry can be in what it sends: some field has it, and none that could be meant instead
    /// lacks it.
    pub fn sends(&self, entry: Concept) -> Carries {
        let lacking = self
            .fields
            .iter()
            .any(|each| field(each, entry) == Carries::No);
        match self.holds(entry) {
            Carries::Yes if lacking => Carries::Unclear,
            other => other,
        }
    }

    /// The first field for which a condition holds.
    pub fn find(&self, is: impl Fn(&GenderField) -> bool) -> Option<&'a GenderField> {
        self.fields.iter().copied().find(|each| is(each))
    }
}
