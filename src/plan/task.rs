//! Groups findings with the same cause into one task.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::duty::duties;
use super::estate::Estate;
use super::handover::handovers;
use super::order::put_in_order;
use super::steps::steps_by_cause;
use super::window::window;
use crate::inventory::{Criticality, Sourcing};
use crate::outcome::{Fact, Facts, Finding, Fingerprint, Severity};
use crate::record::{
    ApplicationReport, EITHER, Priority, Reason, Step, Task, TaskKind, Weight, Window, WindowKind,
};
use crate::rule::{ByPriority, Effort, OwnerRole, RuleCard};

/// The tasks of all applications, most urgent first, each with the tasks that come before it.
pub(super) fn tasks_of_all(estate: &Estate<'_>) -> Vec<Task> {
    let applications = estate.applications.iter();
    let mut tasks: Vec<Task> = applications
        .flat_map(|application| tasks_of(application, estate))
        .collect();
    tasks.extend(handovers(estate, &tasks));
    tasks.extend(duties(estate));
    put_in_order(estate, &mut tasks);
    tasks.sort_by(Task::by_urgency);
    tasks
}

/// Groups an application's findings into tasks. Proven failures and questions with the same cause stay together:
/// repairing the failure answers the question.
fn tasks_of(application: &ApplicationReport, estate: &Estate<'_>) -> Vec<Task> {
    let mut causes: BTreeMap<&str, Vec<(&RuleCard, &Finding)>> = BTreeMap::new();
    for assertion in &application.assertions {
        let Some(card) = estate.rules.get(&assertion.rule) else {
            continue;
        };
        for finding in &assertion.findings {
            let findings = causes.entry(&finding.cause).or_default();
            findings.push((card, finding));
        }
    }
    let near_end = estate.planning.near_end_months;
    let window = window(application, near_end, estate.today);
    let domains = application.domains.glance();
    let steps = steps_by_cause(&domains);
    causes
        .into_iter()
        .map(|(cause, findings)| {
            let steps = steps.get(cause).cloned().unwrap_or_default();
            task(application, cause, steps, &findings, &window, estate)
        })
        .collect()
}

fn task(
    application: &ApplicationReport,
    cause: &str,
    steps: Vec<Step>,
    findings: &[(&RuleCard, &Finding)],
    window: &Window,
    estate: &Estate<'_>,
) -> Task {
    let weight = |(card, finding): &(&RuleCard, &Finding)| Weight::of(Some(*card), finding);
    // Failures come before questions, and questions before advice.
    let heaviest = findings.iter().map(weight).min();
    let question = heaviest.is_none_or(|weight| weight == Weight::Question);
    let decisive: Vec<&(&RuleCard, &Finding)> = findings
        .iter()
        .filter(|found| Some(weight(found)) == heaviest)
        .collect();
    let severities = decisive.iter().map(|(card, _)| card.severity);
    let severity = severities.max().unwrap_or(Severity::Advice);
    // The owner of the gravest finding settles the others on the way.
    let owner = decisive
        .iter()
        .filter(|(card, _)| card.severity == severity)
        .map(|(card, _)| card.owner)
        .min()
        .unwrap_or(OwnerRole::Development);
    let efforts = decisive.iter().map(|(card, _)| card.effort);
    let repair = efforts.max().unwrap_or(Effort::Small);
    let (rules, unproven) = rules(findings);
    let documents: BTreeSet<&str> = findings
        .iter()
        .map(|(_, finding)| finding.place.document.as_str())
        .collect();
    let resolves: BTreeSet<&Fingerprint> = findings
        .iter()
        .map(|(_, finding)| &finding.fingerprint)
        .collect();
    let answer = is_answer(&rules, estate);
    // Answering takes little, whatever a repair would take: class and days say the same.
    let effort = match question || answer {
        true => Effort::Small,
        false => repair,
    };
    let ended = window.kind == WindowKind::Ended;
    let (priority, reasons) = match answer {
        _ if ended => (Priority::Low, vec![start(severity).1, Reason::Ended]),
        true => {
            let mut reasons = vec![Reason::InventoryAnswer];
            reasons.extend(question.then_some(Reason::OnlyQuestion));
            (priority_of_answer(severity, question), reasons)
        }
        false => priority(application, severity, question, window),
    };
    let (responsible, outside) = responsible(application, owner);
    let days = &estate.planning.days;
    let mut task = Task {
        facts: facts(rules.first(), findings),
        rules,
        unproven,
        question,
        severity,
        owner,
        responsible,
        outside,
        effort,
        days: Some(match question || answer {
            true => days.question,
            false => days.of_effort(effort),
        }),
        priority,
        reasons,
        window: match answer {
            _ if ended => window.clone(),
            true => window_of_answer(question, estate),
            false => own_window(window, owner, question, priority, estate),
        },
        documents: documents.into_iter().map(str::to_owned).collect(),
        steps,
        resolves: resolves.into_iter().cloned().collect(),
        ..begun(
            &application.id,
            &application.department,
            TaskKind::Repair,
            cause.to_owned(),
        )
    };
    task.due = Some(due(&task, estate));
    task.interim = interim(&task, task.window.date, estate);
    task
}

/// A task about which nothing else is known: small, of medium priority, held up by other tasks only.
pub(super) fn begun(application: &str, department: &str, kind: TaskKind, cause: String) -> Task {
    Task {
        id: id(application, &cause),
        kind,
        application: application.to_owned(),
        department: department.to_owned(),
        cause,
        rules: Vec::new(),
        unproven: Vec::new(),
        facts: Facts::new(),
        question: false,
        severity: Severity::Advice,
        owner: OwnerRole::Business,
        responsible: None,
        outside: false,
        effort: Effort::Small,
        days: None,
        priority: Priority::Medium,
        reasons: Vec::new(),
        window: Window {
            kind: WindowKind::AfterOthers,
            date: None,
            successor: None,
        },
        due: None,
        interim: None,
        after: Vec::new(),
        held_until: None,
        concerns: Vec::new(),
        interfaces: Vec::new(),
        documents: Vec::new(),
        steps: Vec::new(),
        resolves: Vec::new(),
        obligation: None,
    }
}

/// The stable id of a task.
fn id(application: &str, cause: &str) -> String {
    format!("{application}#{cause}")
}

/// The rules behind the findings: proven ones with the most severe first, then those that only ask.
fn rules(findings: &[(&RuleCard, &Finding)]) -> (Vec<String>, Vec<String>) {
    let mut proven: BTreeMap<&str, (bool, Severity)> = BTreeMap::new();
    for (card, finding) in findings {
        let entry = proven.entry(&card.id).or_insert((false, card.severity));
        entry.0 |= finding.is_failure();
    }
    let mut rules: Vec<(Reverse<bool>, Reverse<Severity>, &str)> = proven
        .iter()
        .map(|(id, (failed, severity))| (Reverse(*failed), Reverse(*severity), *id))
        .collect();
    rules.sort_unstable();
    let unproven = rules.iter().filter(|(failed, ..)| !failed.0);
    let unproven = unproven.map(|(.., id)| (*id).to_owned()).collect();
    let rules = rules.into_iter().map(|(.., id)| id.to_owned()).collect();
    (rules, unproven)
}

/// The variant of a finding that at least one of the missing terms is lacking: a value may stand for one of them.
const ONE_UNKNOWN: &str = "one-unknown";

/// The terms missing according to a rule's proven findings, all places together.
fn facts(rule: Option<&String>, findings: &[(&RuleCard, &Finding)]) -> Facts {
    let mut missing = BTreeSet::new();
    for (card, finding) in findings {
        if Some(&card.id) == rule
            && finding.is_failure()
            && let Some(Fact::Terms(terms)) = finding.facts.get("missing")
        {
            missing.extend(terms.iter().cloned());
        }
    }
    let mut of_rule = findings.iter().filter(|(card, finding)| {
        Some(&card.id) == rule && finding.is_failure() && finding.facts.contains_key("missing")
    });
    let is_one_unknown = |finding: &Finding| finding.variant.as_deref() == Some(ONE_UNKNOWN);
    let either = missing.len() > 1 && of_rule.all(|(_, finding)| is_one_unknown(finding));
    let mut facts = Facts::new();
    if either {
        facts.insert(EITHER.to_owned(), Fact::Count(1));
    }
    if !missing.is_empty() {
        let terms = Fact::Terms(missing.into_iter().collect());
        facts.insert("missing".to_owned(), terms);
    }
    facts
}

/// Who is responsible according to the inventory, and whether that is someone outside the department.
fn responsible(application: &ApplicationReport, role: OwnerRole) -> (Option<String>, bool) {
    let operation = &application.operation;
    let own = operation.sourcing == Some(Sourcing::OwnDevelopment);
    let vendor = application.vendor.as_ref().filter(|_| !own);
    let technical = operation.technical_owner.as_ref();
    let business = application.business_owner.as_ref();
    match role {
        OwnerRole::Development if vendor.is_some() => (vendor.cloned(), true),
        OwnerRole::Development | OwnerRole::Administration => {
            (technical.or(business).cloned(), false)
        }
        OwnerRole::Editorial | OwnerRole::Business | OwnerRole::DataProtection => {
            (business.or(technical).cloned(), false)
        }
        OwnerRole::StandardOwner => (None, true),
    }
}

/// The window of a task. Questions are answered soon, whatever the contract says; texts and answers wait for no
/// release. Everything else waits for its application's window.
fn own_window(
    of_application: &Window,
    owner: OwnerRole,
    question: bool,
    priority: Priority,
    estate: &Estate<'_>,
) -> Window {
    let ends = matches!(
        of_application.kind,
        WindowKind::Successor | WindowKind::EndOfLife
    );
    let new = of_application.kind == WindowKind::BeforeIntroduction;
    // Descriptions of an application are corrected even at its end; the application itself is not.
    let open = owner == OwnerRole::Business || !ends;
    let planning = estate.planning;
    let (kind, days) = if question {
        (WindowKind::Clarification, &planning.clarify)
    } else if planning.without_release.contains(&owner) && open && !new {
        (WindowKind::WithoutRelease, &planning.due)
    } else {
        return of_application.clone();
    };
    Window {
        kind,
        date: Some(estate.in_days(by_priority(days, priority))),
        successor: None,
    }
}

/// Whether inventory answers alone settle every rule of the task.
fn is_answer(rules: &[String], estate: &Estate<'_>) -> bool {
    let planning = estate.planning;
    !rules.is_empty() && rules.iter().all(|rule| planning.is_about_an_answer(rule))
}

/// An answer is corrected at once, even for an ending application: nothing has to be released.
fn window_of_answer(question: bool, estate: &Estate<'_>) -> Window {
    Window {
        kind: match question {
            true => WindowKind::Clarification,
            false => WindowKind::WithoutRelease,
        },
        date: Some(estate.in_days(estate.planning.clarify.immediate)),
        successor: None,
    }
}

/// A wrong answer misleads nothing but planning. So its priority ignores the public, the application's importance, its
/// introduction and its end.
fn priority_of_answer(severity: Severity, question: bool) -> Priority {
    let (start, _) = start(severity);
    of_rank(start + i8::from(question), severity)
}

/// The deadline that follows from a task's priority.
pub(super) fn due(task: &Task, estate: &Estate<'_>) -> Date {
    if task.kind == TaskKind::Repair && is_answer(&task.rules, estate) {
        return estate.in_days(estate.planning.clarify.immediate);
    }
    let days = match task.question {
        true => &estate.planning.clarify,
        false => &estate.planning.due,
    };
    estate.in_days(by_priority(days, task.priority))
}

/// The deadline for an interim measure: for urgent repairs that go live too late. Before its introduction an application
/// has no users who would have to be bridged over.
pub(super) fn interim(task: &Task, live: Option<Date>, estate: &Estate<'_>) -> Option<Date> {
    let urgent = matches!(task.priority, Priority::Immediate | Priority::High);
    let repair = task.kind == TaskKind::Repair && !task.question;
    let change = repair && !is_answer(&task.rules, estate);
    let in_use = task.window.kind != WindowKind::BeforeIntroduction;
    let late = live.is_none_or(|live| live > due(task, estate));
    (urgent && change && in_use && late).then(|| estate.in_days(estate.planning.interim_within))
}

const fn by_priority(days: &ByPriority, priority: Priority) -> u16 {
    match priority {
        Priority::Immediate => days.immediate,
        Priority::High => days.high,
        Priority::Medium => days.medium,
        Priority::Low => days.low,
    }
}

/// Severity sets the starting point. A public or critical application raises the priority by one step, and so does one
/// that is yet to be introduced; a mere question or a near end lowers it. Advice stays advice, however many people it
/// would help.
fn priority(
    application: &ApplicationReport,
    severity: Severity,
    question: bool,
    window: &Window,
) -> (Priority, Vec<Reason>) {
    let (mut rank, reason) = start(severity);
    let mut reasons = vec![reason];
    let operation = &application.operation;
    let public = operation.user_groups.iter().any(|group| group.is_outside());
    let vital = operation
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
        WindowKind::NextRelease
        | WindowKind::Ended
        | WindowKind::ContractEnd
        | WindowKind::ToBeAgreed
        | WindowKind::Clarification
        | WindowKind::WithoutRelease
        | WindowKind::AfterOthers
        | WindowKind::Contract => {}
    }
    (of_rank(rank, severity), reasons)
}

/// The starting rank of a severity (1 is most urgent) and the reason to state.
const fn start(severity: Severity) -> (i8, Reason) {
    match severity {
        Severity::Critical => (1, Reason::SeverityCritical),
        Severity::Serious => (2, Reason::SeveritySerious),
        Severity::Moderate => (3, Reason::SeverityModerate),
        Severity::Minor => (4, Reason::SeverityMinor),
        Severity::Advice => (4, Reason::SeverityAdvice),
    }
}

const fn of_rank(rank: i8, severity: Severity) -> Priority {
    match rank {
        _ if matches!(severity, Severity::Advice) => Priority::Low,
        ..=0 => Priority::Immediate,
        1 => Priority::High,
        2 | 3 => Priority::Medium,
        _ => Priority::Low,
    }
}
