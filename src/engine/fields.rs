//! Evaluates rules about fields: judged field by field, reported once per value domain.

use std::collections::{BTreeMap, BTreeSet};

use super::assertion::outcome_of;
use crate::check::{Concern, Dossier, FieldCheck};
use crate::domain::{Role, ValueDomain};
use crate::gender::Attribute;
use crate::model::{Layer, ModelPath, Place, TargetPlace};
use crate::outcome::{Expectation, Fingerprint, Grounds, Outcome};
use crate::rule::Rule;

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
    for (group, members) in groups {
        // By name, so that a question keeps its place when earlier documents are added.
        let first = members
            .keys()
            .min_by_key(|field| named_place(dossier, **field));
        let domain = first.and_then(|field| dossier.domains.of_field(*field));
        let Some(domain) = domain else {
            continue;
        };
        let Some((mut target, expectation)) = of_domain(domain, &members, dossier, rule) else {
            continue;
        };
        if outcome_of(rule, &expectation) == Outcome::CantTell {
            // Whoever answers about a declaration answers about all that takes its values from there.
            let is_use =
                |field: usize| matches!(dossier.domains.role_of(field), Some(Role::Use(_)));
            let by_declaration =
                matches!(group, Group::Domain(..)) && check.concern() == Concern::Domain;
            let asked = members
                .iter()
                .filter(|(_, said)| outcome_of(rule, said) == Outcome::CantTell)
                .map(|(field, _)| *field)
                .filter(|field| !(by_declaration && is_use(*field)));
            target.anchor = anchor_of_question(asked, dossier, rule).unwrap_or(target.anchor);
        }
        judged
            .by_document
            .entry(target.place.document.clone())
            .or_default()
            .push((target, expectation));
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

/// What identifies a question about several fields: all of them. Another field makes it another question, which the
/// earlier answer does not settle. `None` if it is about one field.
fn anchor_of_question(
    asked: impl Iterator<Item = usize>,
    dossier: &Dossier<'_>,
    rule: &Rule,
) -> Option<ModelPath> {
    let fields = asked.filter_map(|field| dossier.fields.get(field));
    let names = fields.map(|field| {
        let (application, document) = (&dossier.application.id, &field.place.document);
        Fingerprint::compute(application, &rule.card.id, document, &field.path, 0).to_string()
    });
    let names: BTreeSet<String> = names.collect();
    (names.len() > 1).then(|| ModelPath::new(names))
}

/// The most severe result of a domain's members, at the declaration if that is as severe.
fn of_domain(
    domain: &ValueDomain,
    members: &BTreeMap<usize, Expectation>,
    dossier: &Dossier<'_>,
    rule: &Rule,
) -> Option<(TargetPlace, Expectation)> {
    let gravity = |expectation: &Expectation| outcome_of(rule, expectation);
    let gravest = members.values().map(gravity).max()?;
    // Considers only members with this result: a domain may have thousands that are judged individually.
    let concerned = members
        .iter()
        .filter(|(_, said)| gravity(said) == gravest)
        .map(|(field, said)| (*field, said));
    let concerned: BTreeMap<usize, &Expectation> = concerned.collect();
    let leading = concerned
        .keys()
        .copied()
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
    let with_others = |grounds: &Grounds| Grounds {
        others: others(domain, &concerned, leading, dossier),
        takes_from: list_of(leading, dossier),
        ..grounds.clone()
    };
    let expectation = match concerned.get(&leading)? {
        Expectation::Met => Expectation::Met,
        Expectation::Untested => Expectation::Untested,
        Expectation::Unmet(grounds) => Expectation::Unmet(with_others(grounds)),
        Expectation::Unknown(doubt, grounds) => Expectation::Unknown(*doubt, with_others(grounds)),
    };
    Some((target, expectation))
}

/// The grounds at copies and uses, copies first: they are changed together with the declaration. Of several fields at one
/// place, the first speaks for all.
fn others(
    domain: &ValueDomain,
    concerned: &BTreeMap<usize, &Expectation>,
    leading: usize,
    dossier: &Dossier<'_>,
) -> Vec<Grounds> {
    let place_of = |field: usize| dossier.fields.get(field).map(|field| &field.place);
    let mut known: BTreeSet<&Place> = place_of(leading).into_iter().collect();
    let is_copy = |role: Role| matches!(role, Role::Copy | Role::Declaration);
    let declaration = concerned.get_key_value(&domain.declaration);
    let members = concerned
        .iter()
        .filter(|(field, _)| **field != domain.declaration);
    let ordered: Vec<(&usize, &&Expectation)> = declaration.into_iter().chain(members).collect();
    let mut others = Vec::new();
    for copies in [true, false] {
        for &(&field, said) in &ordered {
            let (Expectation::Unmet(grounds) | Expectation::Unknown(_, grounds)) = said else {
                continue;
            };
            if dossier.domains.role_of(field).is_some_and(is_copy) == copies
                && let Some(place) = place_of(field)
                && known.insert(place)
            {
                others.push(Grounds {
                    at: Some(Box::new(place.clone())),
                    takes_from: list_of(field, dossier),
                    ..grounds.clone()
                });
            }
        }
    }
    others
}

/// The list that a field takes its values from.
fn list_of(field: usize, dossier: &Dossier<'_>) -> Option<Box<Place>> {
    let list = dossier.domains.list_of(field)?;
    let field = dossier.fields.get(list)?;
    Some(Box::new(field.place.clone()))
}
