//! Applications near their end are not repaired. Their successors are asked for what they lack.

use std::collections::{BTreeMap, BTreeSet};

use super::estate::Estate;
use super::task::{begun, due};
use super::window::window;
use crate::outcome::Severity;
use crate::record::{ApplicationReport, Priority, Reason, Task, TaskKind, WindowKind};

/// The application that takes over from one that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heir<'a> {
    /// An application in the report that stays.
    Stays(&'a str),
    /// An application outside the report.
    Unknown(&'a str),
    /// No successor is named.
    Nobody,
    /// The chain of successors is circular.
    Cycle,
}

/// The ending applications, with those that take over from them.
pub(super) struct Heirs<'a> {
    applications: BTreeMap<&'a str, &'a ApplicationReport>,
    ending: BTreeSet<&'a str>,
}

impl<'a> Heirs<'a> {
    pub fn of_estate(estate: &Estate<'a>) -> Self {
        let ends = |application: &&ApplicationReport| {
            let near_end = estate.planning.near_end_months;
            let window = window(application, near_end, estate.today);
            matches!(
                window.kind,
                WindowKind::Successor | WindowKind::EndOfLife | WindowKind::Ended
            )
        };
        let applications = || estate.applications.iter();
        Self {
            applications: applications().map(|one| (one.id.as_str(), one)).collect(),
            ending: applications()
                .filter(ends)
                .map(|one| one.id.as_str())
                .collect(),
        }
    }

    /// Follows the chain of successors to the first application that does not end itself.
    pub fn heir(&self, application: &str) -> Heir<'a> {
        let mut passed = BTreeSet::new();
        let mut at = self.applications.get(application).copied();
        while let Some(one) = at {
            if !self.ending.contains(one.id.as_str()) {
                return Heir::Stays(&one.id);
            }
            if !passed.insert(one.id.as_str()) {
                return Heir::Cycle;
            }
            let Some(successor) = one.successor.as_deref() else {
                return Heir::Nobody;
            };
            at = self.applications.get(successor).copied();
            if at.is_none() {
                return Heir::Unknown(successor);
            }
        }
        Heir::Nobody
    }
}

/// One task per application that ends with proven findings. It belongs to the successor, or to the application itself
/// if the successor is outside the report. No task if there is no successor.
pub(super) fn handovers(estate: &Estate<'_>, tasks: &[Task]) -> Vec<Task> {
    let heirs = Heirs::of_estate(estate);
    let mut left: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| is_handed_over(task)) {
        left.entry(&task.application).or_default().push(task);
    }
    left.into_iter()
        .filter_map(|(ending, tasks)| {
            let at = match heirs.heir(ending) {
                Heir::Stays(heir) => heir,
                Heir::Unknown(_) => ending,
                Heir::Nobody | Heir::Cycle => return None,
            };
            let at = heirs.applications.get(at)?;
            Some(handover(at, ending, &tasks, estate))
        })
        .collect()
}

/// Whether a successor is asked for what a task is about. Once the application is switched off, its successor is there
/// and judged by itself.
fn is_handed_over(task: &Task) -> bool {
    task.is_left_to_the_end() && task.window.kind != WindowKind::Ended && !task.question
}

/// The cause of a handover task in the application that takes over.
pub(super) fn handover_cause(ending: &str) -> String {
    format!("successor-of/{ending}")
}

fn handover(at: &ApplicationReport, ending: &str, left: &[&Task], estate: &Estate<'_>) -> Task {
    let cause = handover_cause(ending);
    let severity = left.iter().map(|task| task.severity).max();
    let priority = left.iter().map(|task| task.priority).min();
    let rules: BTreeSet<&String> = left.iter().flat_map(|task| &task.rules).collect();
    let mut window = window(at, estate.planning.near_end_months, estate.today);
    // The successor must be ready before its predecessor is gone, whatever its own release dates are.
    let end = left.iter().filter_map(|task| task.window.date).min();
    let end = end.filter(|end| *end >= estate.today);
    if at.id == ending || window.date.is_none() {
        window.date = end;
    } else if let (Some(date), Some(end)) = (window.date, end) {
        window.date = Some(date.min(end));
    }
    let mut task = Task {
        rules: rules.into_iter().cloned().collect(),
        severity: severity.unwrap_or(Severity::Advice),
        responsible: at.business_owner.clone(),
        days: Some(estate.planning.days.handover),
        // The near end lowered the priority of the repair; for the successor it means that now is the time to ask.
        priority: priority.map_or(Priority::Medium, |priority| priority.min(Priority::High)),
        reasons: vec![match window.kind {
            WindowKind::BeforeIntroduction => Reason::BeforeIntroduction,
            _ => Reason::EndsSoon,
        }],
        window,
        concerns: vec![ending.to_owned()],
        ..begun(&at.id, &at.department, TaskKind::Handover, cause)
    };
    task.due = Some(due(&task, estate));
    task
}
