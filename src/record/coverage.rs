//! How far the survey of the present state (Ist-Analyse) has come, and what remains at each step.

use serde::{Deserialize, Serialize};

use super::ApplicationReport;
use crate::inventory::Answer;
use crate::outcome::{Assertion, Outcome, Severity};
use crate::rule::RuleCards;

/// Sources of knowledge about applications, and what it leads to.
///
/// The first four figures add up to all applications: each application is in exactly one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coverage {
    /// Staff answered the survey, but nothing was read.
    pub answered_only: u64,
    /// Documents were read, but staff did not answer or did not know.
    pub scanned_only: u64,
    /// Answered and read.
    pub both: u64,
    /// Neither: nothing is known.
    pub neither: u64,
    /// From all applications to those that must change.
    pub funnel: Funnel,
}

/// Each step is a subset of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funnel {
    pub all: u64,
    /// With personal data, according to the inventory or because gender fields of persons were found.
    pub personal_data: u64,
    /// With gender data or salutations, according to the survey or because fields were found.
    pub gender_data: u64,
    /// Documents prove that a rule about one of its gender fields failed; advice does not count.
    pub change_needed: u64,
    /// No document proves a failure, but a question about one of its gender fields is open, a person says that one
    /// falls short, or no such field was found.
    pub to_be_clarified: u64,
}

impl Coverage {
    /// The figures of a set of applications.
    pub fn from_applications<'a>(
        applications: impl IntoIterator<Item = &'a ApplicationReport>,
        rules: &RuleCards,
    ) -> Self {
        let mut coverage = Self::default();
        for application in applications {
            coverage.add(application, rules);
        }
        coverage
    }

    fn add(&mut self, application: &ApplicationReport, rules: &RuleCards) {
        let answered = matches!(application.stores_gender, Some(Answer::Yes | Answer::No));
        let scanned = application.was_read();
        *match (answered, scanned) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.answered_only,
            (false, true) => &mut self.scanned_only,
            (false, false) => &mut self.neither,
        } += 1;
        let funnel = &mut self.funnel;
        funnel.all += 1;
        let gender = application.has_gender_data();
        funnel.personal_data += u64::from(gender || application.personal_data);
        if !gender {
            return;
        }
        funnel.gender_data += 1;
        if application.fails_a_field(rules) {
            funnel.change_needed += 1;
        } else if application.is_to_be_clarified(rules) {
            funnel.to_be_clarified += 1;
        }
    }
}

impl ApplicationReport {
    /// Whether it has gender data or salutations, according to the survey or because a field of a person was found.
    pub fn has_gender_data(&self) -> bool {
        self.has_gender_fields() || self.stores_gender == Some(Answer::Yes)
    }

    /// Whether it has gender data and no document proves that one of its fields failed, but a question about one is open,
    /// a person says that it falls short, or none was found.
    pub fn is_to_be_clarified(&self, rules: &RuleCards) -> bool {
        let is_open = |one: &Assertion| one.outcome == Outcome::CantTell || one.is_stated();
        self.has_gender_data()
            && !self.fails_a_field(rules)
            && (!self.has_gender_fields() || self.concerns_a_field(is_open, rules))
    }

    /// Whether documents prove that a rule about one of its gender fields failed; advice does not count.
    pub fn fails_a_field(&self, rules: &RuleCards) -> bool {
        let is_proven = |one: &Assertion| one.outcome == Outcome::Failed && !one.is_stated();
        self.concerns_a_field(is_proven, rules)
    }

    /// Whether such an assertion is about one of its gender fields. A waiver changes no field: what it sets aside
    /// still failed.
    fn concerns_a_field(&self, is_such: impl Fn(&Assertion) -> bool, rules: &RuleCards) -> bool {
        let advises = |rule: &String| {
            let card = rules.get(rule);
            card.is_some_and(|card| card.severity == Severity::Advice)
        };
        let fields = self.fields.glance();
        let assertions = self.assertions.iter();
        let mut rules = assertions
            .filter(|assertion| is_such(assertion))
            .filter(|assertion| assertion.outcome != Outcome::Failed || !advises(&assertion.rule))
            .map(|assertion| &assertion.rule);
        rules.any(|rule| fields.iter().any(|field| field.rules.contains(rule)))
    }
}
