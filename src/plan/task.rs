//! Findings of one cause become one task.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::window::{Window, WindowKind, window};
use crate::inventory::{Application, Criticality, UserGroup};
use crate::outcome::{Assertion, Finding, Fingerprint, Severity};
use crate::rule::{Effort, OwnerRole, RuleBook, RuleCard};

/// Something to do in one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Application it is about.
    pub application: String,
    /// Department that owns the application.
    pub department: String,
    /// What the findings have in common: a logical attribute, or a rule.
    pub cause: String,
    /// Rules whose findings it settles, worst first.
    pub rules: Vec<String>,
    /// Whether it only asks: no finding of it is proven.
    pub question: bool,
    /// Worst severity.
    pub severity: Severity,
    /// Who does it.
    pub owner: OwnerRole,
    /// How much work.
    pub effort: Effort,
    /// How urgent.
    pub priority: Priority,
    /// Why that urgent.
    pub reasons: Vec<Reason>,
    /// When it can go live.
    pub window: Window,
    /// Documents it touches.
    pub documents: Vec<String>,
    /// Findings it settles.
    pub resolves: Vec<Fingerprint>,
}

/// How urgent a task is. Ordered: the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// People are blocked or misrecorded today.
    Immediate,
    /// With the next window.
    High,
    /// Planned work.
    Medium,
    /// When the place is touched anyway.
    Low,
}

/// Why a task has its priority. Sentences: `texts/plan.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    SeverityCritical,
    SeveritySerious,
    SeverityModerate,
    SeverityMinor,
    /// Citizens or businesses use it.
    Public,
    /// Much depends on it.
    CriticalApplication,
    /// Not proven: a question comes first.
    OnlyQuestion,
    /// The application ends soon.
    EndsSoon,
    /// It can still be demanded before introduction.
    BeforeIntroduction,
}

impl Reason {
    /// The key of its sentence in `texts/plan.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SeverityCritical => "severity-critical",
            Self::SeveritySerious => "severity-serious",
            Self::SeverityModerate => "severity-moderate",
            Self::SeverityMinor => "severity-minor",
            Self::Public => "public",
            Self::CriticalApplication => "critical-application",
            Self::OnlyQuestion => "only-question",
            Self::EndsSoon => "ends-soon",
            Self::BeforeIntroduction => "before-introduction",
        }
    }
}

/// Groups the findings of an application into tasks. Proven failures and questions of one cause stay
/// together: whoever repairs the first answers the second.
pub fn plan(
    application: &Application,
    assertions: &[Assertion],
    book: &RuleBook,
    today: Date,
) -> Vec<Task> {
    let mut causes: BTreeMap<(&str, OwnerRole), Vec<(&RuleCard, &Finding)>> = BTreeMap::new();
    for assertion in assertions {
        let Some(rule) = book.rules.get(&assertion.rule) else {
            continue;
        };
        for finding in &assertion.findings {
            causes
                .entry((&finding.cause, rule.card.owner))
                .or_default()
                .push((&rule.card, finding));
        }
    }
    let window = window(application, today);
    let mut tasks: Vec<Task> = causes
        .into_iter()
        .map(|((cause, owner), findings)| task(application, cause, owner, &findings, &window))
        .collect();
    tasks.sort_by(|a, b| {
        (a.priority, &a.application, &a.cause, a.owner).cmp(&(
            b.priority,
            &b.application,
            &b.cause,
            b.owner,
        ))
    });
    tasks
}

fn task(
    application: &Application,
    cause: &str,
    owner: OwnerRole,
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
