//! Which of the four entries a field, or an application with all its fields, can hold: yes, no, or not known.

use super::facts::{is_persons_gender, values};
use crate::gender::{Concept, FieldDomain, GenderField};
use crate::model::{Confidence, Layer, Place};

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

/// What other applications need to know of an application: small, so that it outlives the fields it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Fields that hold the gender of a person, in their order; forms only where nothing else is known. Of fields that
    /// carry the same in the same layer the first stands for all.
    holders: Vec<Holder>,
    /// Nothing but forms is known, so what is stored behind them is not.
    only_forms: bool,
    /// Whether gender of a person was found at all, if only as a type or a list.
    pub names_gender: bool,
}

/// A field that holds the gender of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Where it is declared.
    pub place: Place,
    /// The logical attribute of the application it belongs to.
    pub logical_name: String,
    layer: Layer,
    /// For each of the required entries, in their order.
    carries: [Carries; Concept::REQUIRED.len()],
}

impl Holder {
    fn new(gender_field: &GenderField) -> Self {
        Self {
            place: gender_field.place.clone(),
            logical_name: gender_field.logical_name(),
            layer: gender_field.layer,
            carries: Concept::REQUIRED.map(|entry| field(gender_field, entry)),
        }
    }

    /// Whether it has a value of its own for one of the required entries.
    pub fn carries(&self, entry: Concept) -> Carries {
        let mut entries = Concept::REQUIRED.iter().zip(self.carries);
        entries
            .find(|(required, _)| **required == entry)
            .map_or(Carries::Unclear, |(_, carries)| carries)
    }
}

impl Holdings {
    /// Of the fields of an application. Types and lists alone hold nothing.
    pub fn from_fields(fields: &[GenderField]) -> Self {
        let relevant = || {
            fields
                .iter()
                .filter(|field| is_persons_gender(field) && !field.is_type)
                .filter(|field| field.layer != Layer::CodeList)
        };
        let only_forms = relevant().all(|field| field.layer == Layer::Ui);
        let counted = relevant().filter(|field| only_forms || field.layer != Layer::Ui);
        let mut holders: Vec<Holder> = Vec::new();
        for holder in counted.map(Holder::new) {
            let same =
                |known: &Holder| (known.layer, known.carries) == (holder.layer, holder.carries);
            if !holders.iter().any(same) {
                holders.push(holder);
            }
        }
        Self {
            holders,
            only_forms,
            names_gender: fields.iter().any(is_persons_gender),
        }
    }

    /// Whether no field is known that holds the gender of a person.
    pub fn is_empty(&self) -> bool {
        self.holders.is_empty()
    }

    /// Whether it can take an entry in and keep it. No: everything that stores or receives lacks the entry.
    pub fn holds(&self, entry: Concept) -> Carries {
        let found = || {
            self.holders
                .iter()
                .map(|holder| (holder.layer, holder.carries(entry)))
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
        if all_lack && !self.only_forms && !self.holders.is_empty() {
            Carries::No
        } else {
            Carries::Unclear
        }
    }

    /// Whether an entry can be in what it sends: some field has it, and none that could be meant instead
    /// lacks it.
    pub fn sends(&self, entry: Concept) -> Carries {
        let mut holders = self.holders.iter();
        let lacking = holders.any(|holder| holder.carries(entry) == Carries::No);
        match self.holds(entry) {
            Carries::Yes if lacking => Carries::Unclear,
            other => other,
        }
    }

    /// The first field for which a condition holds.
    pub fn find(&self, is: impl Fn(&Holder) -> bool) -> Option<&Holder> {
        self.holders.iter().find(|holder| is(holder))
    }
}
