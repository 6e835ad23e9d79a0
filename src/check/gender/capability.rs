//! Which of the four entries a field, or an application with all its fields, can hold: yes, no, or unknown.

use super::facts::{is_persons_gender, values};
use crate::gender::{Concept, FieldDomain, GenderField};
use crate::model::{Confidence, Layer, Place};

/// Whether an entry can be held. Only a complete list of values proves a "no".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// There is a value of its own for it.
    Yes,
    /// All values are known, and none can mean it.
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
    // Without the two common entries it is part of something larger, such as an extension of FHIR.
    let partial = !has(Concept::Male) || !has(Concept::Female);
    // An unknown value could mean anything; a retired or shared one may mean it in part.
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

/// What other applications need to know of an application: small, because it outlives the fields it is built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Fields that hold the gender of a person, in order; forms only if nothing else is known. Of several fields with
    /// the same capabilities on one layer only the first is kept.
    holders: Vec<Holder>,
    /// Only forms are known, so the storage behind them is unknown.
    only_forms: bool,
    /// Whether the gender of a person occurs at all, if only as a type or a list.
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
    /// For each required entry, in order.
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
    /// The holdings of an application's fields. Types and lists alone hold nothing.
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

    /// Whether no field that holds the gender of a person is known.
    pub fn is_empty(&self) -> bool {
        self.holders.is_empty()
    }

    /// Whether it can receive and keep an entry. `No` if every field that stores or receives lacks the entry.
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

    /// Whether its output can contain an entry: some field has it, and no other field that may be the one sent lacks
    /// it.
    pub fn sends(&self, entry: Concept) -> Carries {
        let mut holders = self.holders.iter();
        let lacking = holders.any(|holder| holder.carries(entry) == Carries::No);
        match self.holds(entry) {
            Carries::Yes if lacking => Carries::Unclear,
            other => other,
        }
    }

    /// The first field that satisfies a condition.
    pub fn find(&self, is: impl Fn(&Holder) -> bool) -> Option<&Holder> {
        self.holders.iter().find(|holder| is(holder))
    }
}
