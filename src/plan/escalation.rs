//! Places where the plan does not fit and people must decide.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::estate::Estate;
use super::handover::{Heir, Heirs};
use crate::inventory::Phase;
use crate::record::{
    ApplicationReport, Entry, Escalation, EscalationKind, Priority, SlipReason, Task, TaskKind,
    WindowKind,
};

/// Grouping key: one escalation per kind, department, application, date and the field of the inventory that names it.
type Subject<'a> = (
    EscalationKind,
    &'a str,
    Option<&'a str>,
    Option<Date>,
    Option<&'static str>,
);

/// Everything that does not fit, gravest first.
pub(super) fn escalations(
    estate: &Estate<'_>,
    tasks: &[Task],
    entries: &[Entry],
) -> Vec<Escalation> {
    let mut found: BTreeMap<Subject<'_>, Vec<&Task>> = BTreeMap::new();
    let placed: HashMap<&str, Option<Date>> = entries
        .iter()
        .map(|entry| (entry.task.as_str(), entry.live))
        .collect();
    for (task, entry) in tasks.iter().zip(entries) {
        if let Some((kind, date)) = of_duty(task, estate.today) {
            let application = Some(task.application.as_str());
            let subject = (kind, task.department.as_str(), application, date, None);
            found.entry(subject).or_default().push(task);
        }
        if let Some(due) = overdue(task, estate.today) {
            let application = Some(task.application.as_str());
            let kind = EscalationKind::Overdue;
            let subject = (kind, task.department.as_str(), application, Some(due), None);
            found.entry(subject).or_default().push(task);
        }
        for (kind, per_application) in of_task(task, entry, &placed) {
            let application = per_application.then_some(task.application.as_str());
            let subject = (kind, task.department.as_str(), application, None, None);
            found.entry(subject).or_default().push(task);
        }
    }
    of_applications(estate, tasks, &mut found);
    let mut escalations: Vec<Escalation> = found
        .into_iter()
        .map(|((kind, department, application, date, field), tasks)| {
            // Without a date of its own, an escalation takes the last date in the plan, and the first if they differ.
            let lives = tasks.iter().filter_map(|task| placed.get(task.id.as_str()));
            let lives: BTreeSet<Date> = lives.copied().flatten().collect();
            let (first, last) = (lives.first().copied(), lives.last().copied());
            Escalation {
                kind,
                department: department.to_owned(),
                application: application.map(str::to_owned),
                from: first.filter(|_| date.is_none() && first != last),
                date: date.or(last),
                field: field.map(str::to_owned),
                tasks: tasks.into_iter().map(|task| task.id.clone()).collect(),
            }
        })
        .collect();
    escalations.sort();
    escalations
}

/// The problem with an obligation's deadline, if there is one.
fn of_duty(task: &Task, today: Date) -> Option<(EscalationKind, Option<Date>)> {
    if task.kind != TaskKind::Obligation {
        return None;
    }
    match task.window.date {
        None => Some((EscalationKind::ObligationUndated, None)),
        Some(day) => (day < today).then_some((EscalationKind::ObligationOverdue, Some(day))),
    }
}

/// The date by which a task should have been done, if it has passed.
fn overdue(task: &Task, today: Date) -> Option<Date> {
    let counts = task.kind == TaskKind::Repair && !task.is_left_to_the_end();
    task.due.filter(|due| counts && *due < today)
}

/// The problems with a task's entry; the flag says whether each concerns its application or its department.
fn of_task(
    task: &Task,
    entry: &Entry,
    placed: &HashMap<&str, Option<Date>>,
) -> Vec<(EscalationKind, bool)> {
    if task.is_left_to_the_end() {
        return Vec::new();
    }
    let Some(live) = entry.live else {
        let blocked = task
            .after
            .iter()
            .any(|id| placed.get(id.as_str()) == Some(&None));
        return vec![match blocked {
            true => (EscalationKind::Blocked, true),
            false => (EscalationKind::NeverFits, false),
        }];
    };
    let mut kinds = Vec::new();
    let change = task.kind == TaskKind::Repair && !task.question;
    let urgent = matches!(task.priority, Priority::Immediate | Priority::High);
    if change && urgent && task.due.is_some_and(|due| live > due) {
        kinds.push((EscalationKind::Late, true));
    }
    let undated = matches!(
        task.window.kind,
        WindowKind::ToBeAgreed | WindowKind::BeforeIntroduction
    );
    if change && undated && task.window.date.is_none() {
        kinds.push((EscalationKind::NoWindow, true));
    }
    let slip = entry.slip.as_ref().map(|slip| slip.reason);
    if slip == Some(SlipReason::Capacity) {
        kinds.push((EscalationKind::Capacity, false));
    }
    kinds
}

/// Collects problems with the life cycles of applications that have tasks.
fn of_applications<'a>(
    estate: &Estate<'a>,
    tasks: &'a [Task],
    found: &mut BTreeMap<Subject<'a>, Vec<&'a Task>>,
) {
    let heirs = Heirs::of_estate(estate);
    let mut own: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| task.kind == TaskKind::Repair) {
        own.entry(&task.application).or_default().push(task);
    }
    for application in estate.applications {
        let Some(own) = own.get(application.id.as_str()) else {
            continue;
        };
        let department = application.department.as_str();
        let name = Some(application.id.as_str());
        let left: Vec<&Task> = own
            .iter()
            .copied()
            .filter(|task| task.is_left_to_the_end() && task.window.kind != WindowKind::Ended)
            .collect();
        let kind = match heirs.heir(&application.id) {
            Heir::Stays(_) => None,
            Heir::Unknown(_) => Some(EscalationKind::SuccessorUnknown),
            Heir::Nobody => Some(EscalationKind::NoSuccessor),
            Heir::Cycle => Some(EscalationKind::SuccessorCycle),
        };
        if let Some(kind) = kind.filter(|_| !left.is_empty()) {
            let end = application.lifecycle.end_of_life_from;
            found.insert((kind, department, name, end, None), left);
        }
        for (field, date) in past_dates(application, estate.today) {
            let kind = EscalationKind::PastDate;
            let subject = (kind, department, name, Some(date), Some(field));
            found.insert(subject, own.clone());
        }
    }
}

/// Inventory dates that are past and so no longer say when something can be changed.
fn past_dates(
    application: &ApplicationReport,
    today: Date,
) -> impl Iterator<Item = (&'static str, Date)> {
    let life = &application.lifecycle;
    let planned = matches!(life.phase, Phase::Plan | Phase::PhaseIn);
    let ended = life.phase == Phase::EndOfLife;
    [
        ("next_release", life.next_release.filter(|_| !ended)),
        (
            "contract_until",
            application.operation.contract_until.filter(|_| !ended),
        ),
        ("active_from", life.active_from.filter(|_| planned)),
        ("end_of_life_from", life.end_of_life_from.filter(|_| !ended)),
    ]
    .into_iter()
    .filter_map(|(field, date)| Some((field, date?)))
    .filter(move |(_, date)| *date < today)
}
