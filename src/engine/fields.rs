//! Evaluates rules about fields: judged field by field, reported once per value domain.

use std::collections::{BTreeMap, BTreeSet};

use super::assertion::outcome_of;
use crate::check::{Concern, Dossier, FieldCheck};
use crate::domain::{Role, ValueDomain};
use crate::gender::Attribute;
use crate::model::{Layer, ModelPath, Place, TargetPlace};
use crate::outcome::{Expectation, Grounds, Outcome};
use crate::rule::Rule;

/// Maximum number of copies and uses listed with a finding; the graph has them all.
const MOST_RELATED: usize = 40;

/// The results of a rule about an application's fields.
#[derive(Default)]
pub(super) struct JudgedFields {
    /// Targets for assertions, by the document to change first.
    pub by_document: BTreeMap<String, Vec<(TargetPlace, Expectation)>>,
    /// The outcome for each field index.
    pub outcomes: Vec<(usize, Outcome)>,
}

/// What fields with a common result share.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group<'d> {
    /// The values they allow, by their declaration; also entity and name if the field adds something to them.
    Domain(&'d str, Option<(Option<String>, String)>),
    /// A question that one answer settles for all fields of this name in a layer.
    Question(Attribute, Layer, String),
}

/// Judges all fields a rule applies to. If one declaration decides for all of its uses, the finding is at the
/// declaration and lists the others. The same holds for a question that one answer settles.
pub(super) fn judge_fields(
    check: &dyn FieldCheck,
    rule: &Rule,
    dossier: &Dossier<'_>,
) -> JudgedFields {
    let mut judged = JudgedFields::default();
    let mut groups: BTreeMap<Group<'_>, BTreeMap<usize, Expectation>> = BTreeMap::new();
    for id in dossier.ids() {
        if !check.applies(dossier, id) {
            continue;
        }
        let expectation = check.expect(dossier, id);
        let (index, field) = (id.index(), dossier.field(id));
        judged
            .outcomes
            .push((index, outcome_of(rule, &expectation)));
        let Some(domain) = dossier.domains.of_field(index) else {
            continue;
        };
        // Copies of one field share its result.
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
        // By name, so that a question keeps its place when earlier documents are added.
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

/// Sort key of fields: by name instead of position, so that findings keep their identity when code moves.
fn named_place<'d>(dossier: &Dossier<'d>, field: usize) -> Option<(&'d String, &'d ModelPath)> {
    let field = dossier.fields.get(field)?;
    Some((&field.place.document, &field.path))
}

/// The most severe result of a domain's members, at the declaration if that is as severe.
fn of_domain(
    domain: &ValueDomain,
    mut members: BTreeMap<usize, Expectation>,
    dossier: &Dossier<'_>,
    rule: &Rule,
) -> Option<(TargetPlace, Expectation)> {
    let gravity = |expectation: &Expectation| outcome_of(rule, expectation);
    let gravest = members.values().map(gravity).max()?;
    // Considers only members with this result: a domain may have thousands that are judged individually.
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
    // A declaration that is not itself a gender field is still the place to change.
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
