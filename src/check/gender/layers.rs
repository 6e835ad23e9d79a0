//! `gender-layers`: what a form or an interface offers can be stored, and what can be stored can be chosen.

use super::capability::{Carries, field as carries};
use super::facts::{grounds, is_persons_gender, terms, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck};
use crate::gender::{Concept, FieldDomain, GenderField};
use crate::model::{Known, Layer};
use crate::outcome::{Doubt, Expectation, Fact, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-layers",
    facts: &["field", "values", "entries", "other", "layer"],
    variants: &["on-the-way", "not-offered", "blank"],
    build: |table| without_params(table, || Check::Field(Box::new(Layers))),
};

struct Layers;

impl FieldCheck for Layers {
    fn applies(&self, field: &GenderField, dossier: &Dossier<'_>) -> bool {
        is_front(field)
            && matches!(field.domain, FieldDomain::Closed(_))
            && holders(field, dossier).next().is_some()
    }

    /// The gravest difference to any other layer: one repair settles them together.
    fn expect(&self, field: &GenderField, dossier: &Dossier<'_>) -> Expectation {
        let holders: Vec<&GenderField> = holders(field, dossier).collect();
        let offered: Vec<Concept> = Concept::REQUIRED
            .into_iter()
            .filter(|entry| carries(field, *entry) == Carries::Yes)
            .collect();
        not_stored(field, &holders, &offered)
            .or_else(|| lost_on_the_way(field, &holders, &offered))
            .or_else(|| not_offered(field, &holders, dossier))
            .or_else(|| left_blank(field, &holders))
            .unwrap_or(Expectation::Met)
    }
}

/// Whether people or other programs hand entries in through it.
fn is_front(field: &GenderField) -> bool {
    is_persons_gender(field)
        && !field.is_type
        && field.joined.is_some()
        && matches!(field.layer, Layer::Ui | Layer::Api)
}

/// The fields of the same attribute that lie behind it.
fn holders<'d>(
    front: &'d GenderField,
    dossier: &'d Dossier<'_>,
) -> impl Iterator<Item = &'d GenderField> {
    dossier.fields.iter().filter(move |other| {
        let behind = match front.layer {
            Layer::Ui => matches!(
                other.layer,
                Layer::Api | Layer::Code | Layer::Message | Layer::Database
            ),
            _ => other.layer == Layer::Database,
        };
        behind && !other.is_type && is_persons_gender(other) && same_entity(front, other)
    })
}

fn same_entity(front: &GenderField, other: &GenderField) -> bool {
    let entity = |field: &GenderField| field.joined.as_ref().map(|joined| joined.entity.clone());
    entity(front) == entity(other)
}

/// Whether two layers certainly hold the same attribute: both say so by name, or they use the same codes for
/// the two common entries. Being the only ones in what was handed in proves nothing by itself.
fn certainly_same(front: &GenderField, other: &GenderField) -> bool {
    let named = |field: &GenderField| field.joined.as_ref().is_some_and(|joined| joined.named);
    let code = |field: &GenderField, entry: Concept| {
        values(field)
            .find(|value| value.meaning.concepts == [entry])
            .map(|value| value.raw.to_lowercase())
    };
    let same = |entry| code(front, entry).is_some() && code(front, entry) == code(other, entry);
    (named(front) && named(other)) || (same(Concept::Male) && same(Concept::Female))
}

fn tables<'d>(holders: &[&'d GenderField]) -> Vec<&'d GenderField> {
    holders
        .iter()
        .copied()
        .filter(|holder| holder.layer == Layer::Database)
        .collect()
}

/// Entries that can be chosen, and all fields that could store them cannot. Where tables are known they
/// decide; else everything behind the form.
fn not_stored(
    front: &GenderField,
    holders: &[&GenderField],
    offered: &[Concept],
) -> Option<Expectation> {
    let tables = tables(holders);
    let storing = if tables.is_empty() { holders } else { &tables };
    let lost: Vec<Concept> = offered
        .iter()
        .copied()
        .filter(|entry| {
            storing
                .iter()
                .all(|holder| carries(holder, *entry) == Carries::No)
        })
        .collect();
    // Without certainty it is a question, see `lost_on_the_way`.
    let first = storing
        .iter()
        .find(|holder| certainly_same(front, holder))
        .filter(|_| !lost.is_empty())?;
    Some(Expectation::Unmet(
        difference(front, first, &lost)
            .with_place(first.place.clone())
            .related(front.place.clone()),
    ))
}

/// Entries that can be chosen and that some field behind the form lacks.
fn lost_on_the_way(
    front: &GenderField,
    holders: &[&GenderField],
    offered: &[Concept],
) -> Option<Expectation> {
    let lacking = |holder: &GenderField| -> Vec<Concept> {
        let lacks = |entry: &&Concept| carries(holder, **entry) == Carries::No;
        offered.iter().filter(lacks).copied().collect()
    };
    let holder = holders.iter().find(|holder| !lacking(holder).is_empty())?;
    let grounds = difference(front, holder, &lacking(holder))
        .with_place(holder.place.clone())
        .related(front.place.clone());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("on-the-way"),
    ))
}

/// Entries that can be stored, and no form of the attribute offers them.
fn not_offered(
    front: &GenderField,
    holders: &[&GenderField],
    dossier: &Dossier<'_>,
) -> Option<Expectation> {
    if front.layer != Layer::Ui {
        return None;
    }
    let tables = tables(holders);
    let storing = if tables.is_empty() { holders } else { &tables };
    let mut forms = dossier
        .fields
        .iter()
        .filter(|other| is_front(other) && other.layer == Layer::Ui && same_entity(front, other));
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|entry| {
            forms
                .clone()
                .all(|form| carries(form, *entry) == Carries::No)
        })
        .collect();
    let holder = storing.iter().find(|holder| {
        let holds = |entry: &Concept| carries(holder, *entry) == Carries::Yes;
        missing.iter().any(holds)
    })?;
    // Several forms with the same gap are one question.
    if !forms.next().is_some_and(|form| std::ptr::eq(form, front)) {
        return None;
    }
    let held: Vec<Concept> = missing
        .into_iter()
        .filter(|entry| carries(holder, *entry) == Carries::Yes)
        .collect();
    let grounds = difference(front, holder, &held).related(holder.place.clone());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("not-offered"),
    ))
}

/// A form that can be left blank before a column that must be filled: something else is written there.
fn left_blank(front: &GenderField, holders: &[&GenderField]) -> Option<Expectation> {
    let FieldDomain::Closed(all) = &front.domain else {
        return None;
    };
    let can_be_blank = front.optional == Known::Yes(true)
        && front
            .default
            .as_ref()
            .is_none_or(|default| default.raw.trim().is_empty())
        && all
            .iter()
            .any(|value| value.placeholder || value.raw.trim().is_empty());
    let holder = holders.iter().find(|holder| {
        holder.layer == Layer::Database
            && holder.optional == Known::Yes(false)
            && holder.default.is_none()
            && !values(holder).any(|value| value.raw.trim().is_empty())
    })?;
    if !can_be_blank {
        return None;
    }
    let grounds = difference(front, holder, &[]).related(holder.place.clone());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("blank"),
    ))
}

/// The facts of a difference.
fn difference(front: &GenderField, holder: &GenderField, entries: &[Concept]) -> Grounds {
    let other = match &holder.entity {
        Some(entity) => format!("{entity}.{}", holder.name),
        None => holder.name.clone(),
    };
    let mut grounds = grounds(front)
        .with("entries", terms(entries.iter().copied()))
        .with("other", other)
        .with(
            "layer",
            Fact::Term(format!("layer-{}", holder.layer.name())),
        );
    grounds.confidence = front.confidence.min(holder.confidence);
    grounds
}
