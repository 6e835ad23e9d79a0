//! What a finding is where findings are counted: one meaning for all sums, lists and the exit status.

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
    /// Proven, and merely good practice: no failure, however many there are.
    Advice,
}

impl Weight {
    /// What a finding of a rule counts as. A rule that nobody knows demands something.
    pub fn of(card: Option<&RuleCard>, finding: &Finding) -> Self {
        let advises = card.is_some_and(|card| card.severity == Severity::Advice);
        match (finding.is_failure(), advises) {
            (false, _) => Self::Question,
            (true, true) => Self::Advice,
            (true, false) => Self::Failure,
        }
    }

    /// The name of its word in `texts/report.toml` and in pages: that of the outcome it stands for.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failure => Outcome::Failed.name(),
            Self::Question => Outcome::CantTell.name(),
            Self::Advice => "advice",
        }
    }
}

impl ApplicationReport {
    /// Proven failures. Advice is none.
    pub fn failures(&self, rules: &RuleCards) -> u64 {
        self.weighing(Weight::Failure, rules)
    }

    /// Pieces of advice.
    pub fn advice(&self, rules: &RuleCards) -> u64 {
        self.weighing(Weight::Advice, rules)
    }

    /// Open questions.
    pub fn doubts(&self) -> u64 {
        self.findings()
            .filter(|finding| !finding.is_failure())
            .count() as u64
    }

    fn weighing(&self, weight: Weight, rules: &RuleCards) -> u64 {
        let assertions = self.assertions.iter();
        let findings = assertions.flat_map(|assertion| {
            let card = rules.get(&assertion.rule);
            let findings = assertion.findings.iter();
            findings.map(move |finding| Weight::of(card, finding))
        });
        findings.filter(|found| *found == weight).count() as u64
    }
}

impl Report {
    /// Counts advice apart in a report of an older program, which counted it among the failures.
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

/// The sums in which advice counted among the failures once.
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
        let failures = applications.clone().map(|one| one.failures(rules));
        Self {
            failing: failures.clone().filter(|count| *count > 0).count() as u64,
            failures: failures.sum(),
            advice: applications.clone().map(|one| one.advice(rules)).sum(),
            coverage: Coverage::from_applications(applications, rules),
        }
    }
}
