//! Work as listed in the report: who, how much, how urgent, when the life cycle allows it.

use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Weight;
use crate::closed::closed;
use crate::inventory::Obligation;
use crate::model::{Layer, Place};
use crate::outcome::{Facts, Fingerprint, Severity};
use crate::rule::{DayRange, Effort, OwnerRole};

/// The fact of a task that only one of the missing terms may be lacking.
pub const EITHER: &str = "either";

/// Something to do in one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Stable id, built from application and cause (`APP-0001#person.geschlecht`); empty in reports of older versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What kind of work it is.
    #[serde(default, skip_serializing_if = "TaskKind::is_repair")]
    pub kind: TaskKind,
    /// Application it is about.
    pub application: String,
    /// Department that owns the application.
    pub department: String,
    /// What the findings have in common: a logical attribute, or a rule.
    pub cause: String,
    /// Rules whose findings it settles: proven ones first, then by severity.
    pub rules: Vec<String>,
    /// The subset of `rules` without a proven finding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproven: Vec<String>,
    /// Values for the placeholders in its worst rule's text.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// Whether it only asks, because no finding is proven.
    pub question: bool,
    /// Worst severity.
    pub severity: Severity,
    /// The role that does it.
    pub owner: OwnerRole,
    /// Who has that role according to the inventory: a vendor, a role or a shared mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// Whether an outside party makes the change, so that the department only orders, tests and accepts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Effort class.
    pub effort: Effort,
    /// Effort in person-days, from the planning assumptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<DayRange>,
    /// How urgent it is.
    pub priority: Priority,
    /// The reasons for the priority.
    pub reasons: Vec<Reason>,
    /// When it can go live.
    pub window: Window,
    /// The deadline that follows from its priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The deadline for an interim measure, if the window opens too late for the priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<Date>,
    /// Tasks that come first, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The date on which the last of them goes live, if later than the start of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Date>,
    /// Other applications involved: the members of a joint step, or the one that a successor replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    /// Interfaces of a joint step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<String>,
    /// Documents it touches.
    pub documents: Vec<String>,
    /// What to change, in this order; empty if the findings are not about a value domain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Findings it settles.
    pub resolves: Vec<Fingerprint>,
    /// The contractual obligation, for [`TaskKind::Obligation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligation: Option<Box<Obligation>>,
}

impl Task {
    /// The weight of its worst finding.
    pub fn weight(&self) -> Weight {
        match (self.question, self.severity) {
            (true, _) => Weight::Question,
            (false, Severity::Advice) => Weight::Advice,
            (false, _) => Weight::Failure,
        }
    }

    /// The finding to show if only one is wanted.
    pub fn leads_to(&self) -> Option<&Fingerprint> {
        self.resolves.first()
    }

    /// Whether the application ends first, so that nothing is repaired and the successor is asked for the change.
    pub fn is_left_to_the_end(&self) -> bool {
        self.timing().is_left_to_the_end()
    }

    /// The date a plan aims at: the start of the window or, if that is unknown or past, the deadline.
    pub fn planned_for(&self, today: Date) -> Date {
        self.timing().planned_for(today)
    }

    /// The date it is done with unlimited capacity: tasks that wait for others follow them at once, and what ends with
    /// its application is never done if the end is unknown.
    pub fn done_by(&self, today: Date) -> Option<Date> {
        self.timing().done_by(today)
    }

    /// The date the change can go live: that of the window, or later if it waits for other tasks.
    pub fn in_use(&self) -> Option<Date> {
        self.timing().in_use()
    }

    /// What its dates follow from.
    pub fn timing(&self) -> Timing {
        Timing {
            task: self.kind,
            window: Some(self.window.kind),
            opens: self.window.date,
            held_until: self.held_until,
            due: self.due,
        }
    }

    /// The order of a report: by priority, then severity, then proven before asked, then public and critical
    /// applications first, then application and cause.
    pub fn by_urgency(&self, other: &Self) -> Ordering {
        let key = |task: &Self| {
            let has = |reason| task.reasons.contains(&reason);
            (
                task.priority,
                Reverse(task.severity),
                task.question,
                Reverse(has(Reason::Public)),
                Reverse(has(Reason::CriticalApplication)),
            )
        };
        let by_application = self.application.cmp(&other.application);
        let by_name = by_application.then_with(|| self.cause.cmp(&other.cause));
        let by_name = by_name.then(self.owner.cmp(&other.owner));
        key(self).cmp(&key(other)).then(by_name)
    }
}

/// What the dates of a task follow from.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub task: TaskKind,
    /// Which event opens the window; `None` if a stored report does not say.
    pub window: Option<WindowKind>,
    /// The date of the window, if known.
    pub opens: Option<Date>,
    pub held_until: Option<Date>,
    pub due: Option<Date>,
}

impl Timing {
    /// See [`Task::is_left_to_the_end`].
    pub fn is_left_to_the_end(self) -> bool {
        let at_end = matches!(
            self.window,
            Some(WindowKind::Successor | WindowKind::EndOfLife | WindowKind::Ended)
        );
        self.task.is_repair() && at_end
    }

    /// See [`Task::planned_for`].
    pub fn planned_for(self, today: Date) -> Date {
        let ahead = |day: &Date| *day >= today;
        let window = self.opens.filter(ahead);
        let aim = window.or(self.due.filter(ahead)).unwrap_or(today);
        self.held_until.map_or(aim, |held| held.max(aim))
    }

    /// See [`Task::done_by`].
    pub fn done_by(self, today: Date) -> Option<Date> {
        if self.is_left_to_the_end() {
            return self.opens.filter(|end| *end >= today);
        }
        match (self.window, self.held_until) {
            (Some(WindowKind::AfterOthers), Some(held)) => Some(held),
            // Older versions named no date for tasks without a window.
            _ if self.in_use().or(self.due).is_none() => None,
            _ => Some(self.planned_for(today)),
        }
    }

    /// See [`Task::in_use`].
    pub fn in_use(self) -> Option<Date> {
        self.opens.max(self.held_until)
    }
}

/// What kind of work a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Settles findings, by a change or an answer.
    #[default]
    Repair,
    /// Demands from a successor what its predecessor lacks.
    Handover,
    /// Switches over applications that send to each other, together.
    Joint,
    /// Makes sure that a vendor keeps the contract.
    Obligation,
}

impl TaskKind {
    /// Whether it is the default kind.
    pub fn is_repair(&self) -> bool {
        *self == Self::Repair
    }
}

/// A step of a task: one place to change, or several that say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What the application can do afterwards.
    pub stage: Stage,
    /// Layer of the place.
    pub layer: Layer,
    /// Name of what is declared there (`Gender`, `person.geschlecht`).
    pub name: String,
    /// The place to change.
    pub place: Place,
}

closed! {
    /// The order in which an application learns a new entry: it must accept one before another application sends it.
    pub enum Stage {
        /// It accepts the entry from others.
        Receive = "receive",
        /// It stores the entry and works with it.
        Store = "store",
        /// It passes the entry on.
        Send = "send",
        /// It shows and offers the entry.
        Show = "show",
    }
}

closed! {
    /// How urgent a task is, most urgent first.
    pub enum Priority {
        /// People are blocked or misrecorded today.
        Immediate = "immediate",
        /// With the next window.
        High = "high",
        /// Planned work.
        Medium = "medium",
        /// When the place is changed anyway.
        Low = "low",
    }
}

closed! {
    /// Why a task has its priority. Sentences are in `texts/plan.toml`.
    pub enum Reason {
        SeverityCritical = "severity_critical",
        SeveritySerious = "severity_serious",
        SeverityModerate = "severity_moderate",
        SeverityMinor = "severity_minor",
        /// Good practice that no law requires.
        SeverityAdvice = "severity_advice",
        /// Citizens or businesses use it.
        Public = "public",
        /// The application is critical.
        CriticalApplication = "critical_application",
        /// Not proven: a question comes first.
        OnlyQuestion = "only_question",
        /// The application ends soon.
        EndsSoon = "ends_soon",
        /// The application is switched off.
        Ended = "ended",
        /// It can still be demanded before introduction.
        BeforeIntroduction = "before_introduction",
        /// Applications send to each other, so none can be first.
        SendEachOther = "send_each_other",
        /// A vendor owes it by contract.
        Contract = "contract",
        /// The work is not accepted without it.
        BeforeAcceptance = "before_acceptance",
        /// Only an answer in the inventory needs correction.
        InventoryAnswer = "inventory_answer",
    }
}

/// When a task can be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Which event opens it.
    pub kind: WindowKind,
    /// Its date, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The successor, for [`WindowKind::Successor`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

closed! {
    /// Which event opens the window.
    pub enum WindowKind {
        /// Not yet bought or introduced: demand it before acceptance.
        BeforeIntroduction = "before_introduction",
        /// The next release.
        NextRelease = "next_release",
        /// The end of the contract: demand it in the next one.
        ContractEnd = "contract_end",
        /// Near its end of life: settle it in the successor.
        Successor = "successor",
        /// Near its end of life without a named successor.
        EndOfLife = "end_of_life",
        /// The application is switched off: nothing is changed or asked any more.
        Ended = "ended",
        /// The inventory names no date: agree on one.
        ToBeAgreed = "to_be_agreed",
        /// A question: it waits for neither release nor contract.
        Clarification = "clarification",
        /// Texts, settings and answers: no release is needed.
        WithoutRelease = "without_release",
        /// As soon as the tasks before it are done.
        AfterOthers = "after_others",
        /// The date stated in the contract.
        Contract = "contract",
    }
}
