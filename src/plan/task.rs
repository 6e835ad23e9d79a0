//! Findings of one cause become one task.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::steps::steps_by_cause;
use super::window::window;
use crate::inventory::{Application, Criticality, Inventory, UserGroup};
use crate::outcome::{Finding, Fingerprint, Severity};
use crate::record::{ApplicationReport, Priority, Reason, Step, Task, Window, WindowKind};
use crate::rule::{Effort, OwnerRole, RuleBook, RuleCard};

/// The tasks of all applications, most urgent first.
pub fn plan(
    inventory: &Inventory,
    reports: &[ApplicationReport],
    book: &RuleBook,
    today: Date,
) -> Vec<Task> {
    let mut tasks: Vec<Task> = reports
        .iter()
        .filter_map(|report| Some((inventory.applications.get(&report.id)?, report)))
        .flat_map(|(application, report)| tasks_of(application, report, book, today))
        .collect();
    tasks.sort_by(Task::by_urgency);
    tasks
}

/// Groups the findings of an application into tasks. Proven failures and questions of one cause stay
/// together: whoever repairs the first answers the second.
fn tasks_of(
    application: &Application,
    report: &ApplicationReport,
    book: &RuleBook,
    today: Date,
) -> Vec<Task> {
    let mut causes: BTreeMap<&str, Vec<(&RuleCard, &Finding)>> = BTreeMap::new();
    for assertion in &report.assertions {
        let Some(rule) = book.rules.get(&assertion.rule) else {
            continue;
        };
        for finding in &assertion.findings {
            causes
                .entry(&finding.cause)
                .or_default()
                .push((&rule.card, finding));
        }
    }
    let window = window(application, today);
    let domains = steps_by_cause(&report.domains);
    causes
        .into_iter()
        .map(|(cause, findings)| {
            let steps = domains.get(cause).cloned().unwrap_or_default();
            task(application, cause, steps, &findings, &window)
        })
        .collect()
}

fn task(
    application: &Application,
    cause: &str,
    steps: Vec<Step>,
    findings: &[(&RuleCard, &Finding)],
    window: &Window,
) -> Task {
    let question = findings.iter().all(|(_, finding)| !finding.is_failure());
    let decisive = findings
        .iter()
        .filter(|(_, finding)| question || finding.is_failure());
    let severity = decisive
        .clone()
        .map(|(card, _)| card.severity)
        .max()
        .unwrap_or(Severity::Advice);
    // Whoever settles the gravest finding settles the others on the way.
    let owner = decisive
        .clone()
        .filter(|(card, _)| card.severity == severity)
        .map(|(card, _)| card.owner)
        .min()
        .unwrap_or(OwnerRole::Development);
    let effort = decisive
        .map(|(card, _)| card.effort)
        .max()
        .unwrap_or(Effort::Small);
    let mut rules: Vec<(std::cmp::Reverse<Severity>, &str)> = findings
        .iter()
        .map(|(card, _)| (std::cmp::Reverse(card.severity), card.id.as_str()))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    let documents: BTreeSet<&str> = findings
        .iter()
        .map(|(_, finding)| finding.place.document.as_str())
        .collect();
    let resolves: BTreeSet<&Fingerprint> = findings
        .iter()
        .map(|(_, finding)| &finding.fingerprint)
        .collect();
    let (priority, reasons) = priority(application, severity, question, window);
    Task {
        application: application.id.clone(),
        department: application.department.clone(),
        cause: cause.to_owned(),
        rules: rules.into_iter().map(|(_, id)| id.to_owned()).collect(),
        question,
        severity,
        owner,
        effort,
        priority,
        reasons,
        window: window.clone(),
        documents: documents.into_iter().map(str::to_owned).collect(),
        steps,
        resolves: resolves.into_iter().cloned().collect(),
    }
}

/// Severity sets the start; the public, and how much depends on the application, raise it by one step
/// together; a mere question or a near end lowers it.
fn priority(
    application: &Application,
    severity: Severity,
    question: bool,
    window: &Window,
) -> (Priority, Vec<Reason>) {
    let mut reasons = Vec::new();
    let mut rank: i8 = match severity {
        Severity::Critical => {
            reasons.push(Reason::SeverityCritical);
            1
        }
        Severity::Serious => {
            reasons.push(Reason::SeveritySerious);
            2
        }
        Severity::Moderate => {
            reasons.push(Reason::SeverityModerate);
            3
        }
        Severity::Minor | Severity::Advice => {
            reasons.push(Reason::SeverityMinor);
            4
        }
    };
    let public = application
        .user_groups
        .iter()
        .any(|group| matches!(group, UserGroup::Citizens | UserGroup::Businesses));
    let vital = application
        .criticality
        .is_some_and(|criticality| criticality >= Criticality::High);
    if public {
        reasons.push(Reason::Public);
    }
    if vital {
        reasons.push(Reason::CriticalApplication);
    }
    if public || vital {
        rank -= 1;
    }
    if question {
        reasons.push(Reason::OnlyQuestion);
        rank += 1;
    }
    match window.kind {
        WindowKind::Successor | WindowKind::EndOfLife => {
            reasons.push(Reason::EndsSoon);
            rank += 1;
        }
        WindowKind::BeforeIntroduction => {
            reasons.push(Reason::BeforeIntroduction);
            rank -= 1;
        }
        WindowKind::NextRelease | WindowKind::ContractEnd | WindowKind::ToBeAgreed => {}
    }
    let priority = match rank {
        ..=0 => Priority::Immediate,
        1 => Priority::High,
        2 | 3 => Priority::Medium,
        _ => Priority::Low,
    };
    (priority, reasons)
}
