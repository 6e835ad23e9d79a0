//! `gender-layers`: what a form or an interface offers can be stored, and what can be stored can be chosen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Forms that are joined to none of several entities: the first one for each choice of entries.
    unjoined: BTreeMap<Vec<Concept>, &'a GenderField>,
    /// All tables; if there are none, everything that may store the input of forms.
    storing: Vec<&'a GenderField>,
    /// Whether they belong to several entities.
    stored_by_several: bool,
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
        let mut unjoined = BTreeMap::new();
        let mut storing: Vec<&GenderField> = Vec::new();
        let persons = fields
            .iter()
            .filter(|field| !field.is_type && is_persons_gender(field));
        for field in persons {
            let Some(joined) = &field.joined else {
                if field.layer == Layer::Ui && matches!(field.domain, FieldDomain::Closed(_)) {
                    unjoined.entry(offered(field)).or_insert(field);
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
        let storing_entities = storing.iter().filter_map(|field| field.joined.as_ref());
        let mut storing_entities = storing_entities.map(|joined| &joined.entity);
        let first = storing_entities.next();
        let stored_by_several = storing_entities.any(|entity| Some(entity) != first);
        Self {
            entities,
            unjoined,
            storing,
            stored_by_several,
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
        let offered = offered(field);
        if holders.is_empty() {
            let lost = lacking(field, candidates(field, dossier), &offered);
            return lost.map_or(Expectation::Met, |(holder, grounds)| {
                let grounds = grounds.related(holder.place.clone());
                let grounds = match by_entity(dossier).stored_by_several {
                    true => grounds.variant("one-of-several"),
                    false => grounds,
                };
                Expectation::Unknown(Doubt::NeedsPerson, grounds)
            });
        }
        let lost = match holders.len() == all.len() {
            true => not_stored(field, holders, &offered),
            false => None,
        };
        let on_the_way = || {
            let (holder, grounds) = lacking(field, holders, &offered)?;
            let grounds = grounds
                .with_place(holder.place.clone())
                .related(field.place.clone())
                .variant("on-the-way");
            Some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
        };
        lost.or_else(on_the_way)
            .or_else(|| not_offered(field, holders, dossier))
            .or_else(|| left_blank(field, holders))
            .unwrap_or(Expectation::Met)
    }
}

/// The entries that can be chosen.
fn offered(front: &GenderField) -> Vec<Concept> {
    let mut entries = Concept::REQUIRED.to_vec();
    entries.retain(|entry| carries(front, *entry) == Carries::Yes);
    entries
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

/// The fields of several entities of which one stores the input of a form that names none; empty for other forms. Of
/// several such forms with the same entries, the first one asks.
fn candidates<'d, 'a>(front: &GenderField, dossier: &'d Dossier<'a>) -> &'d [&'a GenderField] {
    let by_entity = by_entity(dossier);
    let mut asking = by_entity.unjoined.values();
    match asking.any(|first| std::ptr::eq(*first, front)) {
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
    // Without certainty it becomes a question, see `lacking`.
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

/// The first field that lacks entries that can be chosen, and the grounds for this difference.
fn lacking<'f>(
    front: &GenderField,
    holders: &[&'f GenderField],
    offered: &[Concept],
) -> Option<(&'f GenderField, Grounds)> {
    let lacking = |holder: &GenderField| -> Vec<Concept> {
        let lacks = |entry: &&Concept| carries(holder, **entry) == Carries::No;
        offered.iter().filter(lacks).copied().collect()
    };
    let mut holders = holders.iter().copied();
    let holder = holders.find(|holder| !lacking(holder).is_empty())?;
    Some((holder, difference(front, holder, &lacking(holder))))
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
