//! `gender-layers`: what a form or an interface offers can be stored, and what can be stored can be chosen.

use std::collections::{BTreeSet, HashMap};

use super::capability::{Carries, field as carries};
use super::facts::{grounds, is_persons_gender, terms, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{Concept, FieldDomain, GenderField};
use crate::model::{Known, Layer};
use crate::outcome::{Doubt, Expectation, Fact, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-layers",
    facts: &["field", "values", "entries", "other", "layer"],
    variants: &["on-the-way", "one-of-several", "not-offered", "blank"],
    build: |table| without_params(table, || Check::Field(Box::new(Layers))),
};

struct Layers;

/// Maximum number of fields examined behind a form. With more, what the others lack proves nothing.
const MOST_HOLDERS: usize = 200;

/// The fields of persons' gender by the entity they are joined to.
pub struct ByEntity<'a> {
    entities: HashMap<&'a str, Joined<'a>>,
    /// The first form that is joined to none of several entities.
    first_unjoined: Option<&'a GenderField>,
    /// All tables; if there are none, everything that may store the input of forms.
    storing: Vec<&'a GenderField>,
}

/// The fields of one entity, in the order of documents.
#[derive(Default)]
struct Joined<'a> {
    tables: Vec<&'a GenderField>,
    /// Fields that may store the input of forms, including tables.
    behind_forms: Vec<&'a GenderField>,
    first_form: Option<&'a GenderField>,
    /// Entries that some form offers or may offer.
    offered: BTreeSet<Concept>,
}

impl<'a> ByEntity<'a> {
    fn new(fields: &'a [GenderField]) -> Self {
        let mut entities: HashMap<&str, Joined<'_>> = HashMap::new();
        let mut first_unjoined = None;
        let mut storing: Vec<&GenderField> = Vec::new();
        let persons = fields
            .iter()
            .filter(|field| !field.is_type && is_persons_gender(field));
        for field in persons {
            let Some(joined) = &field.joined else {
                if field.layer == Layer::Ui && matches!(field.domain, FieldDomain::Closed(_)) {
                    first_unjoined.get_or_insert(field);
                }
                continue;
            };
            if matches!(
                field.layer,
                Layer::Database | Layer::Api | Layer::Code | Layer::Message
            ) {
                storing.push(field);
            }
            let entry = entities.entry(&joined.entity).or_default();
            match field.layer {
                Layer::Ui => {
                    entry.first_form.get_or_insert(field);
                    let may_offer = |entry: &Concept| carries(field, *entry) != Carries::No;
                    entry
                        .offered
                        .extend(Concept::REQUIRED.into_iter().filter(may_offer));
                }
                Layer::Database => {
                    entry.tables.push(field);
                    entry.behind_forms.push(field);
                }
                Layer::Api | Layer::Code | Layer::Message => entry.behind_forms.push(field),
                _ => {}
            }
        }
        if storing.iter().any(|field| field.layer == Layer::Database) {
            storing.retain(|field| field.layer == Layer::Database);
        }
        Self {
            entities,
            first_unjoined,
            storing,
        }
    }
}

impl FieldCheck for Layers {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_front(field)
            && matches!(field.domain, FieldDomain::Closed(_))
            && !(holders(field, dossier).is_empty() && candidates(field, dossier).is_empty())
    }

    /// The gravest difference to any other layer: one repair settles all of them.
    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let all = holders(field, dossier);
        let holders = &all[..all.len().min(MOST_HOLDERS)];
        let offered: Vec<Concept> = Concept::REQUIRED
            .into_iter()
            .filter(|entry| carries(field, *entry) == Carries::Yes)
            .collect();
        if holders.is_empty() {
            let stored_by = candidates(field, dossier);
            return stored_by_one_of(field, stored_by, &offered).unwrap_or(Expectation::Met);
        }
        let lost = match holders.len() == all.len() {
            true => not_stored(field, holders, &offered),
            false => None,
        };
        lost.or_else(|| lost_on_the_way(field, holders, &offered))
            .or_else(|| not_offered(field, holders, dossier))
            .or_else(|| left_blank(field, holders))
            .unwrap_or(Expectation::Met)
    }
}

/// Whether people or other programs submit entries through it.
fn is_front(field: &GenderField) -> bool {
    is_persons_gender(field) && !field.is_type && matches!(field.layer, Layer::Ui | Layer::Api)
}

fn by_entity<'d, 'a>(dossier: &'d Dossier<'a>) -> &'d ByEntity<'a> {
    let by_entity = &dossier.tables.by_entity;
    by_entity.get_or_init(|| ByEntity::new(dossier.fields))
}

fn joined<'d, 'a>(front: &GenderField, dossier: &'d Dossier<'a>) -> Option<&'d Joined<'a>> {
    let entities = &by_entity(dossier).entities;
    entities.get(front.joined.as_ref()?.entity.as_str())
}

/// The fields of several entities of which one stores the input of a form that names none; empty for other forms. The
/// first such form asks for all of them.
fn candidates<'d, 'a>(front: &GenderField, dossier: &'d Dossier<'a>) -> &'d [&'a GenderField] {
    let by_entity = by_entity(dossier);
    let is_first = by_entity
        .first_unjoined
        .is_some_and(|first| std::ptr::eq(first, front));
    match is_first {
        true => &by_entity.storing[..by_entity.storing.len().min(MOST_HOLDERS)],
        false => &[],
    }
}

/// The fields of the same attribute behind it.
fn holders<'d, 'a>(front: &GenderField, dossier: &'d Dossier<'a>) -> &'d [&'a GenderField] {
    let joined = joined(front, dossier);
    joined.map_or(&[], |joined| match front.layer {
        Layer::Ui => &joined.behind_forms,
        _ => &joined.tables,
    })
}

/// Whether two layers certainly hold the same attribute: by name, or by the same codes for the two common entries.
/// Being the only fields in the sources proves nothing.
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

/// Entries that can be chosen but that no field can store. Known tables decide; otherwise everything behind the form
/// does.
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
    // Without certainty it becomes a question, see `lost_on_the_way`.
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

/// Entries that can be chosen but that some field behind the form lacks.
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

/// Entries that can be chosen in a form that names no entity, and that a field of one of several cannot store.
fn stored_by_one_of(
    front: &GenderField,
    stored_by: &[&GenderField],
    offered: &[Concept],
) -> Option<Expectation> {
    let lacking = |holder: &GenderField| -> Vec<Concept> {
        let lacks = |entry: &&Concept| carries(holder, **entry) == Carries::No;
        offered.iter().filter(lacks).copied().collect()
    };
    let holder = stored_by
        .iter()
        .find(|holder| !lacking(holder).is_empty())?;
    let grounds = difference(front, holder, &lacking(holder)).related(holder.place.clone());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("one-of-several"),
    ))
}

/// Entries that can be stored but that no form of the attribute offers.
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
    let joined = joined(front, dossier)?;
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|entry| !joined.offered.contains(entry))
        .collect();
    let holder = storing.iter().find(|holder| {
        let holds = |entry: &Concept| carries(holder, *entry) == Carries::Yes;
        missing.iter().any(holds)
    })?;
    // Several forms with the same gap are one question.
    let first = joined.first_form;
    if !first.is_some_and(|form| std::ptr::eq(form, front)) {
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

/// A form that may be left blank, in front of a mandatory column: something else gets stored.
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

/// The grounds for a difference.
fn difference(front: &GenderField, holder: &GenderField, entries: &[Concept]) -> Grounds {
    let mut grounds = grounds(front)
        .with("entries", terms(entries.iter().copied()))
        .with("other", holder.qualified_name())
        .with(
            "layer",
            Fact::Term(format!("layer-{}", holder.layer.name())),
        );
    grounds.confidence = front.confidence.min(holder.confidence);
    grounds
}
