//! Rules about fields: judged field by field, said once per value domain.

use std::collections::{BTreeMap, BTreeSet};

use super::assertion::outcome_of;
use crate::check::{Concern, Dossier, FieldCheck};
use crate::domain::{Role, ValueDomain};
use crate::gender::Attribute;
use crate::model::{Layer, ModelPath, Place, TargetPlace};
use crate::outcome::{Expectation, Grounds, Outcome};
use crate::rule::Rule;

/// So many places of copies and uses are listed with a finding; the graph has them all.
const MOST_RELATED: usize = 40;

/// What a rule says about the fields of an application.
#[derive(Default)]
pub(super) struct JudgedFields {
    /// What becomes an assertion, by the document that is to be changed first.
    pub by_document: BTreeMap<String, Vec<(TargetPlace, Expectation)>>,
    /// By index of the field: what the rule says of it.
    pub outcomes: Vec<(usize, Outcome)>,
}

/// What fields have in common of which a rule says one thing.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group<'d> {
    /// The values they allow, by their declaration; of what a field adds to them, its entity and name, too.
    Domain(&'d str, Option<(Option<String>, String)>),
    /// A question that one answer settles for all of a name in a layer.
    Question(Attribute, Layer, String),
}

/// Judges all fields that a rule speaks about. Where one declaration decides for all of its uses, the finding
/// stands at the declaration and lists the others; so does a question that one answer settles.
pub(super) fn judge_fields(
    check: &dyn FieldCheck,
    rule: &Rule,
    dossier: &Dossier<'_>,
) -> JudgedFields {
    let mut judged = JudgedFields::default();
    let mut groups: BTreeMap<Group<'_>, BTreeMap<usize, Expectation>> = BTreeMap::new();
    for (index, field) in dossier.fields.iter().enumerate() {
        if !check.applies(field, dossier) {
            continue;
        }
        let expectation = check.expect(field, dossier);
        judged
            .outcomes
            .push((index, outcome_of(rule, &expectation)));
        let Some(domain) = dossier.domains.of_field(index) else {
            continue;
        };
        // Copies of one field say the same of it, too.
        let member = match check.concern() {
            Concern::Domain => None,
            Concern::Use => Some((
                field.entity.as_deref().map(str::to_lowercase),
                field.name.to_lowercase(),
            )),
        };
        let group = match check.is_asked_once(&expectation) {
            true => Group::Question(field.attribute, field.layer, field.name.to_lowercase()),
            false => Group::Domain(&domain.id, member),
        };
        groups.entry(group).or_default().insert(index, expectation);
    }
    for members in groups.into_values() {
        // By name: a question keeps its place when other documents come before it.
        let first = members
            .keys()
            .min_by_key(|field| named_place(dossier, **field));
        let domain = first.and_then(|field| dossier.domains.of_field(*field));
        let Some(domain) = domain else {
            continue;
        };
        if let Some((target, expectation)) = of_domain(domain, members, dossier, rule) {
            judged
                .by_document
                .entry(target.place.document.clone())
                .or_default()
                .push((target, expectation));
        }
    }
    for targets in judged.by_document.values_mut() {
        targets.sort_by_key(|(target, _)| target.place.position);
    }
    judged
}

/// What fields are ordered by: by name and not by place, so that findings keep their identity when something moves.
fn named_place<'d>(dossier: &Dossier<'d>, field: usize) -> Option<(&'d String, &'d ModelPath)> {
    let field = dossier.fields.get(field)?;
    Some((&field.place.document, &field.path))
}

/// The gravest thing that a rule says about a member, at the declaration where that is as grave.
fn of_domain(
    domain: &ValueDomain,
    mut members: BTreeMap<usize, Expectation>,
    dossier: &Dossier<'_>,
    rule: &Rule,
) -> Option<(TargetPlace, Expectation)> {
    let gravity = |expectation: &Expectation| outcome_of(rule, expectation);
    let gravest = members.values().map(gravity).max()?;
    // Of the members that this is about alone: a domain may have thousands that are each judged by themselves.
    let leading = members
        .iter()
        .filter(|(_, said)| gravity(said) == gravest)
        .map(|(field, _)| *field)
        .min_by_key(|field| (*field != domain.declaration, named_place(dossier, *field)))?;
    let field = dossier.fields.get(leading)?;
    let mut target = TargetPlace {
        anchor: field.path.clone(),
        place: field.place.clone(),
        cause: Some(domain.cause.clone()),
    };
    // A declaration that is no gender field by itself is the place to change all the same.
    if let (Some(declaration), true) = (&field.declaration, leading == domain.declaration) {
        target.anchor = declaration.path.clone();
    }
    let concerned: BTreeSet<usize> = members
        .iter()
        .filter(|(_, said)| gravity(said) == gravest)
        .map(|(field, _)| *field)
        .collect();
    let expectation = members.remove(&leading)?;
    let related = |grounds: Grounds| relate(grounds, domain, &concerned, leading, dossier);
    let expectation = match expectation {
        Expectation::Met => Expectation::Met,
        Expectation::Untested => Expectation::Untested,
        Expectation::Unmet(grounds) => Expectation::Unmet(related(grounds)),
        Expectation::Unknown(doubt, grounds) => Expectation::Unknown(doubt, related(grounds)),
    };
    Some((target, expectation))
}

/// Adds the places of copies and uses, copies first: they are changed together with the declaration.
fn relate(
    mut grounds: Grounds,
    domain: &ValueDomain,
    concerned: &BTreeSet<usize>,
    leading: usize,
    dossier: &Dossier<'_>,
) -> Grounds {
    let place_of = |field: usize| dossier.fields.get(field).map(|field| &field.place);
    let mut known: BTreeSet<Place> = grounds.related.iter().cloned().collect();
    known.extend(place_of(leading).cloned());
    let is_copy = |role: Role| matches!(role, Role::Copy | Role::Declaration);
    let declaration = concerned.get(&domain.declaration);
    let others = concerned
        .iter()
        .filter(|field| **field != domain.declaration);
    let ordered: Vec<usize> = declaration.into_iter().chain(others).copied().collect();
    for copies in [true, false] {
        for &field in &ordered {
            if dossier.domains.role_of(field).is_some_and(is_copy) == copies
                && grounds.related.len() < MOST_RELATED
                && let Some(place) = place_of(field)
                && known.insert(place.clone())
            {
                grounds.related.push(place.clone());
            }
        }
    }
    let others = concerned.len().saturating_sub(1);
    if others > 0 {
        grounds = grounds.with("uses", others);
    }
    grounds
}
