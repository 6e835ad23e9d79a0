//! Judging all applications together.

use std::collections::BTreeMap;

use super::{panicked, rules_in_force};
use crate::check::{Check, Estate, Holdings};
use crate::engine::assertion::Subject;
use crate::gap::{Gap, contain};
use crate::gender::Vocabulary;
use crate::inventory::Inventory;
use crate::model::TargetPlace;
use crate::outcome::{Assertion, Expectation};
use crate::rule::{Rule, RuleBook};

/// The results of rules about the whole inventory.
#[derive(Debug, Default)]
pub struct EstateJudgement {
    /// Grouped by application.
    pub assertions: BTreeMap<String, Vec<Assertion>>,
    /// Rules that could not be evaluated.
    pub gaps: Vec<Gap>,
}

/// Judges the whole inventory. `holdings` says what each application can hold, by id.
pub fn judge_estate(
    inventory: &Inventory,
    holdings: BTreeMap<&str, Holdings>,
    book: &RuleBook,
    vocabulary: &Vocabulary,
) -> EstateJudgement {
    let estate = Estate {
        inventory,
        holdings,
        vocabulary,
    };
    let mut judgement = EstateJudgement::default();
    for rule in rules_in_force(book) {
        let Check::Estate(check) = &rule.check else {
            continue;
        };
        match contain(|| check.judge(&estate)) {
            Ok(targets) => {
                for (application, assertion) in by_application(rule, targets) {
                    let assertions = judgement.assertions.entry(application).or_default();
                    assertions.push(assertion);
                }
            }
            Err(cause) => judgement
                .gaps
                .push(panicked("", Some(&rule.card.id), cause)),
        }
    }
    judgement
}

/// The assertions of a rule by application id.
fn by_application(
    rule: &Rule,
    targets: Vec<(String, TargetPlace, Expectation)>,
) -> Vec<(String, Assertion)> {
    let mut by_application: BTreeMap<String, Vec<(TargetPlace, Expectation)>> = BTreeMap::new();
    for (application, target, expectation) in targets {
        by_application
            .entry(application)
            .or_default()
            .push((target, expectation));
    }
    let assertions = by_application.into_iter().map(|(application, targets)| {
        let subject = Subject {
            application: &application,
            document: &application,
        };
        let assertion = subject.assert(rule, targets);
        (application, assertion)
    });
    assertions.collect()
}
