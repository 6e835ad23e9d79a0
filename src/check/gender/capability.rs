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
    pub fn of(fields: &'a [GenderField]) -> Self {
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

    /// Whether it takes an entry in and has it: no table may lack what a message or form can say.
    pub fn holds(&self, entry: Concept) -> Carries {
        let mut found = self
            .fields
            .iter()
            .map(|each| (each.layer, field(each, entry)));
        let tables: Vec<Carries> = found
            .clone()
            .filter(|(layer, _)| *layer == Layer::Database)
            .map(|(_, carries)| carries)
            .collect();
        if tables.contains(&Carries::Yes) {
            return Carries::Yes;
        }
        if tables.contains(&Carries::No) && tables.iter().all(|carries| *carries == Carries::No) {
            return self.all_lack(entry);
        }
        if found.any(|(_, carries)| carries == Carries::Yes) && !tables.contains(&Carries::No) {
            return Carries::Yes;
        }
        self.all_lack(entry)
    }

    fn all_lack(&self, entry: Concept) -> Carries {
        let lacks = |each: &&GenderField| field(each, entry) == Carries::No;
        if !self.only_forms && !self.fields.is_empty() && self.fields.iter().all(lacks) {
            Carries::No
        } else {
            Carries::Unclear
        }
    }
}
