//! What several formats derive from a report: sums and orders, the same everywhere.

use super::{ApplicationReport, DepartmentReport, Report};
use crate::outcome::{Finding, Outcome, Severity};
use crate::plan::Task;
use crate::rule::{Effort, RuleCard};

/// A finding with the rule that made it.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Id of the rule.
    pub rule: &'a str,
    /// Its card; reports carry the cards of all rules that ran.
    pub card: Option<&'a RuleCard>,
    /// What was found.
    pub finding: &'a Finding,
}

impl Entry<'_> {
    /// How much it hurts.
    pub fn severity(&self) -> Severity {
        self.card.map_or(Severity::Advice, |card| card.severity)
    }

    /// Failure or open question, as an outcome.
    pub fn outcome(&self) -> Outcome {
        if self.finding.is_failure() {
            Outcome::Failed
        } else {
            Outcome::CantTell
        }
    }

    /// What was found, in words.
    pub fn sentence(&self, language: crate::texts::Language) -> String {
        self.card.map_or_else(
            || self.rule.to_owned(),
            |card| card.sentence(self.finding, language),
        )
    }
}

/// All findings of an application: failures first, the worst first, then by place.
pub fn entries<'a>(report: &'a Report, application: &'a ApplicationReport) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = application
        .assertions
        .iter()
        .flat_map(|assertion| {
            let card = report.rules.get(&assertion.rule);
            assertion.findings.iter().map(move |finding| Entry {
                rule: &assertion.rule,
                card,
                finding,
            })
        })
        .collect();
    entries.sort_by(|a, b| {
        (b.outcome(), b.severity())
            .cmp(&(a.outcome(), a.severity()))
            .then_with(|| (a.rule, &a.finding.place).cmp(&(b.rule, &b.finding.place)))
    });
    entries
}

/// Applications with findings, most failures first.
pub fn worst(report: &Report) -> Vec<&ApplicationReport> {
    let mut applications: Vec<&ApplicationReport> = report
        .applications
        .iter()
        .filter(|application| application.findings().next().is_some())
        .collect();
    applications.sort_by_key(|application| {
        (
            std::cmp::Reverse(application.failures()),
            std::cmp::Reverse(application.doubts()),
            &application.id,
        )
    });
    applications
}

/// Departments that have applications in this report.
pub fn departments(report: &Report) -> impl Iterator<Item = &DepartmentReport> {
    report
        .departments
        .iter()
        .filter(|department| department.applications > 0)
}

/// The tasks of a department by effort class, the smallest class first.
pub fn effort(department: &DepartmentReport) -> impl Iterator<Item = (Effort, u64)> {
    [Effort::Small, Effort::Medium, Effort::Large]
        .into_iter()
        .map(|class| {
            let count = department.effort.get(class.name());
            (class, count.copied().unwrap_or_default())
        })
}

/// From all applications to those that must change because of gender fields, step by step.
pub fn funnel(report: &Report) -> [u64; 4] {
    let change = report
        .applications
        .iter()
        .filter(|application| needs_change(application))
        .count() as u64;
    let totals = &report.totals;
    [
        totals.applications,
        totals.personal_data,
        totals.with_gender_fields,
        change,
    ]
}

/// Whether a rule about one of its gender fields failed.
fn needs_change(application: &ApplicationReport) -> bool {
    application.has_gender_fields()
        && application.assertions.iter().any(|assertion| {
            assertion.outcome == Outcome::Failed
                && application
                    .fields
                    .iter()
                    .any(|field| field.rules.contains(&assertion.rule))
        })
}

/// The tasks of an application, most urgent first.
pub fn tasks<'a>(report: &'a Report, application: &'a str) -> impl Iterator<Item = &'a Task> {
    report
        .tasks
        .iter()
        .filter(move |task| task.application == application)
}

/// The number of cells with this verdict.
pub fn cells(report: &Report, verdict: Outcome) -> u64 {
    report
        .totals
        .cells
        .get(&verdict)
        .copied()
        .unwrap_or_default()
}
