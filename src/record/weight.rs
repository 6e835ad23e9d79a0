//! What a finding counts as: one definition for all sums, lists and the exit code.

use super::{ApplicationReport, Coverage, Report};
use crate::outcome::{Finding, Outcome, Severity};
use crate::rule::{RuleCard, RuleCards};

/// What a finding counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Proven, and demanded by law or contract.
    Failure,
    /// A person must decide.
    Question,
    /// Proven, but only good practice: never a failure, however many there are.
    Advice,
}

impl Weight {
    /// What a finding counts as. If its rule is unknown, it is taken as a demand.
    pub fn of(card: Option<&RuleCard>, finding: &Finding) -> Self {
        let advises = card.is_some_and(|card| card.severity == Severity::Advice);
        match (finding.is_failure(), advises) {
            (false, _) => Self::Question,
            (true, true) => Self::Advice,
            (true, false) => Self::Failure,
        }
    }

    /// The key of its word in `texts/report.toml` and in pages: the name of the corresponding outcome.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failure => Outcome::Failed.name(),
            Self::Question => Outcome::CantTell.name(),
            Self::Advice => "advice",
        }
    }
}

impl ApplicationReport {
    /// Number of proven failures, without advice.
    pub fn failures(&self, rules: &RuleCards) -> u64 {
        self.weighing(Weight::Failure, rules)
    }

    /// Number of failures that documents prove: what the inventory says proves nothing, and neither does a person who
    /// answers a question.
    pub(super) fn seen_failures(&self, rules: &RuleCards) -> u64 {
        let is_seen = |card: Option<&RuleCard>, finding: &Finding| {
            !finding.is_stated() && card.is_none_or(|card| !card.is_about_answers)
        };
        self.weighing_if(Weight::Failure, rules, is_seen)
    }

    /// Number of failures that only the inventory and the answers in it speak of: no document proves them.
    pub fn stated_failures(&self, rules: &RuleCards) -> u64 {
        self.failures(rules) - self.seen_failures(rules)
    }

    /// Number of findings that are advice.
    pub fn advice(&self, rules: &RuleCards) -> u64 {
        self.weighing(Weight::Advice, rules)
    }

    /// Number of open questions.
    pub fn doubts(&self) -> u64 {
        self.findings()
            .filter(|finding| !finding.is_failure())
            .count() as u64
    }

    fn weighing(&self, weight: Weight, rules: &RuleCards) -> u64 {
        self.weighing_if(weight, rules, |_, _| true)
    }

    fn weighing_if(
        &self,
        weight: Weight,
        rules: &RuleCards,
        counts: impl Fn(Option<&RuleCard>, &Finding) -> bool,
    ) -> u64 {
        let findings = self.assertions.iter().flat_map(|assertion| {
            let card = rules.get(&assertion.rule);
            assertion.findings.iter().map(move |one| (card, one))
        });
        findings
            .filter(|(card, finding)| {
                Weight::of(*card, finding) == weight && counts(*card, finding)
            })
            .count() as u64
    }
}

impl Report {
    /// Separates advice in a report of an older version, which counted it as failures.
    pub(super) fn count_advice_apart(&mut self) {
        if self.totals.findings_advice.is_some() {
            return;
        }
        let rules = &self.rules;
        let counted = Counted::of(self.applications.iter(), rules);
        self.totals.failing = counted.failing;
        self.totals.findings_failed = counted.failures;
        self.totals.findings_advice = Some(counted.advice);
        self.totals.coverage = Some(counted.coverage);
        for department in &mut self.departments {
            let applications = self.applications.iter();
            let own = applications.filter(|one| one.department == department.id);
            let counted = Counted::of(own, rules);
            department.failing = counted.failing;
            department.findings_failed = counted.failures;
            department.findings_advice = Some(counted.advice);
            department.coverage = Some(counted.coverage);
        }
    }
}

/// The sums in which advice used to count as failures.
struct Counted {
    failing: u64,
    failures: u64,
    advice: u64,
    coverage: Coverage,
}

impl Counted {
    fn of<'a>(
        applications: impl Iterator<Item = &'a ApplicationReport> + Clone,
        rules: &RuleCards,
    ) -> Self {
        let failing = applications.clone().filter(|one| one.is_failing(rules));
        Self {
            failing: failing.count() as u64,
            failures: applications.clone().map(|one| one.failures(rules)).sum(),
            advice: applications.clone().map(|one| one.advice(rules)).sum(),
            coverage: Coverage::from_applications(applications, rules),
        }
    }
}
