//! Targets and expectations → the assertion of a rule about a subject.

use std::collections::BTreeMap;

use crate::model::{Confidence, ModelPath, Place, TargetPlace};
use crate::outcome::{
    Assertion, Doubt, Expectation, Finding, FindingKind, Fingerprint, Gathered, Grounds, Outcome,
    Tally,
};
use crate::rule::{Rule, RuleStatus};

/// The subject of an assertion.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub application: &'a str,
    pub document: &'a str,
}

impl Subject<'_> {
    /// The assertion for a rule that was not evaluated.
    pub(super) fn untested(self, rule: &Rule) -> Assertion {
        Assertion {
            rule: rule.card.id.clone(),
            subject: self.document.to_owned(),
            outcome: Outcome::Untested,
            tally: Tally::default(),
            findings: Vec::new(),
        }
    }

    /// Derives the outcome from the targets: none → inapplicable, any failure → failed, any doubt → cantTell, else
    /// passed.
    pub(super) fn assert(
        self,
        rule: &Rule,
        targets: impl IntoIterator<Item = (TargetPlace, Expectation)>,
    ) -> Assertion {
        self.assert_of(rule, targets, |target| target)
    }

    /// Like [`Self::assert`], for very many targets: processes them one by one, and computes places only for findings.
    pub(super) fn assert_of<T>(
        self,
        rule: &Rule,
        targets: impl IntoIterator<Item = (T, Expectation)>,
        place: impl Fn(T) -> TargetPlace,
    ) -> Assertion {
        let mut assertion = Assertion {
            outcome: Outcome::Inapplicable,
            ..self.untested(rule)
        };
        let mut twins: BTreeMap<ModelPath, u32> = BTreeMap::new();
        for (target, expectation) in targets {
            let (kind, grounds) = match expectation {
                Expectation::Met => {
                    assertion.tally.passed += 1;
                    assertion.outcome = assertion.outcome.max(Outcome::Passed);
                    continue;
                }
                Expectation::Untested => {
                    assertion.tally.untested += 1;
                    assertion.outcome = assertion.outcome.max(Outcome::Untested);
                    continue;
                }
                Expectation::Unmet(grounds) => (accusation(rule, &grounds), grounds),
                Expectation::Unknown(doubt, grounds) => (FindingKind::Doubt(doubt), grounds),
            };
            match kind {
                FindingKind::Failure => {
                    assertion.tally.failed += 1;
                    assertion.outcome = Outcome::Failed;
                }
                FindingKind::Doubt(_) => {
                    assertion.tally.cant_tell += 1;
                    assertion.outcome = assertion.outcome.max(Outcome::CantTell);
                }
            }
            let target = place(target);
            let twin = twins.entry(target.anchor.clone()).or_default();
            let fingerprint = Fingerprint::compute(
                self.application,
                &rule.card.id,
                self.document,
                &target.anchor,
                *twin,
            );
            *twin += 1;
            assertion
                .findings
                .push(finding(rule, kind, grounds, target, fingerprint));
        }
        assertion
    }
}

/// Draft rules and uncertain readings only ask; all others report failures.
fn accusation(rule: &Rule, grounds: &Grounds) -> FindingKind {
    if rule.card.status == RuleStatus::Draft {
        return FindingKind::Doubt(Doubt::NeedsPerson);
    }
    if grounds.confidence < Confidence::High {
        return FindingKind::Doubt(Doubt::Ambiguous);
    }
    FindingKind::Failure
}

fn finding(
    rule: &Rule,
    kind: FindingKind,
    mut grounds: Grounds,
    target: TargetPlace,
    fingerprint: Fingerprint,
) -> Finding {
    let single = |grounds: Grounds, place: Place, cause: String| Finding {
        fingerprint: fingerprint.clone(),
        kind,
        variant: grounds.variant.map(str::to_owned),
        facts: grounds.facts,
        place: grounds.at.map_or(place, |at| *at),
        related: grounds.related,
        cause,
        confidence: grounds.confidence,
        members: Vec::new(),
        takes_from: grounds.takes_from,
    };
    let TargetPlace { place, cause, .. } = target;
    let cause = cause.unwrap_or_else(|| rule.card.id.clone());
    let others = std::mem::take(&mut grounds.others);
    let first = single(grounds, place.clone(), cause.clone());
    if others.is_empty() {
        return first;
    }
    let others = others.into_iter();
    let others = others.map(|other| single(other, place.clone(), cause.clone()));
    let members = std::iter::once(first.clone()).chain(others).collect();
    Finding::joined(members, fingerprint.clone(), Gathered::Fields).unwrap_or(first)
}

/// The outcome of a rule on a single target.
pub(super) fn outcome_of(rule: &Rule, expectation: &Expectation) -> Outcome {
    match expectation {
        Expectation::Met => Outcome::Passed,
        Expectation::Untested => Outcome::Untested,
        Expectation::Unknown(..) => Outcome::CantTell,
        Expectation::Unmet(grounds) => match accusation(rule, grounds) {
            FindingKind::Failure => Outcome::Failed,
            FindingKind::Doubt(_) => Outcome::CantTell,
        },
    }
}
