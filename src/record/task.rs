//! Work as the report lists it: who, how much, how urgent, when the life cycle allows it.

use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Weight;
use crate::inventory::Obligation;
use crate::model::{Layer, Place};
use crate::outcome::{Facts, Fingerprint, Severity};
use crate::rule::{DayRange, Effort, OwnerRole};

/// Something to do in one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Stable name, made of application and cause (`APP-0001#person.geschlecht`); empty in reports of older programs.
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
    /// Rules whose findings it settles: proven ones first, then the worst first.
    pub rules: Vec<String>,
    /// Those of the rules that only ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproven: Vec<String>,
    /// What the text of its worst rule names.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// Whether it only asks: no finding of it is proven.
    pub question: bool,
    /// Worst severity.
    pub severity: Severity,
    /// Who does it.
    pub owner: OwnerRole,
    /// Who that is by the inventory: a vendor, a role or a functional mail box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// Whether somebody outside makes the change, so that the department only orders, tests and accepts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// How much work.
    pub effort: Effort,
    /// The same in person-days, by the planning assumptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<DayRange>,
    /// How urgent.
    pub priority: Priority,
    /// Why that urgent.
    pub reasons: Vec<Reason>,
    /// When it can go live.
    pub window: Window,
    /// The day by which its priority wants it done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The day by which an interim measure stands, where the window opens too late for the priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<Date>,
    /// Tasks that come first, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The day on which the last of them is in use, where that is later than the window opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Date>,
    /// Applications it brings together: those of a joint step, or the one that a successor replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    /// Interfaces of a joint step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<String>,
    /// Documents it touches.
    pub documents: Vec<String>,
    /// What to change, in this order; empty where the findings are about no value domain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Findings it settles.
    pub resolves: Vec<Fingerprint>,
    /// What is owed by contract, for [`TaskKind::Obligation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligation: Option<Box<Obligation>>,
}

impl Task {
    /// What its worst finding counts as.
    pub fn weight(&self) -> Weight {
        match (self.question, self.severity) {
            (true, _) => Weight::Question,
            (false, Severity::Advice) => Weight::Advice,
            (false, _) => Weight::Failure,
        }
    }

    /// The finding that stands for all that it settles where one place is wanted.
    pub fn leads_to(&self) -> Option<&Fingerprint> {
        self.resolves.first()
    }

    /// Whether the application ends first: the successor is asked for the change, and nothing is repaired.
    pub fn is_left_to_the_end(&self) -> bool {
        self.kind == TaskKind::Repair
            && matches!(
                self.window.kind,
                WindowKind::Successor | WindowKind::EndOfLife
            )
    }

    /// The day that a plan aims at: when it can be in use, or by when its priority wants it where the window has no day
    /// or a past one.
    pub fn planned_for(&self, today: Date) -> Date {
        let ahead = |day: &Date| *day >= today;
        let window = self.window.date.filter(ahead);
        let aim = window.or(self.due.filter(ahead)).unwrap_or(today);
        self.held_until.map_or(aim, |held| held.max(aim))
    }

    /// The day on which it is done if nobody lacks the days for it, as a plan without limits has it: tasks that wait for
    /// others follow them at once, and what ends with its application is never done where nobody knows the end.
    pub fn done_by(&self, today: Date) -> Option<Date> {
        if self.is_left_to_the_end() {
            return self.window.date.filter(|end| *end >= today);
        }
        match (self.window.kind, self.held_until) {
            (WindowKind::AfterOthers, Some(held)) => Some(held),
            // Older programs said no day for what has no window.
            _ if self.in_use().or(self.due).is_none() => None,
            _ => Some(self.planned_for(today)),
        }
    }

    /// The day on which the change can be in use: that of the window, or the later one of what it waits for.
    pub fn in_use(&self) -> Option<Date> {
        in_use(self.window.date, self.held_until)
    }

    /// The order of a report: the most urgent first. Of one priority the gravest comes first and what is proven before
    /// what is asked; then what the public meets, then what much depends on; the rest is by application and cause.
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

/// The day on which a change can be in use: that of its window, or the later one until which others hold it up.
pub fn in_use(window: Option<Date>, held_until: Option<Date>) -> Option<Date> {
    window.max(held_until)
}

/// What kind of work a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Settling findings, by a change or by an answer.
    #[default]
    Repair,
    /// Demanding of a successor what its predecessor lacks.
    Handover,
    /// Switching over together applications that send to each other.
    Joint,
    /// Seeing to it that a vendor keeps the contract.
    Obligation,
}

impl TaskKind {
    /// Whether it is the usual kind.
    pub fn is_repair(&self) -> bool {
        *self == Self::Repair
    }
}

/// A part of a task: one place to change, or several that say the same.
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

/// The order in which an application learns a new entry: it must be able to take one before anybody hands it one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It accepts the entry from others.
    Receive,
    /// It keeps the entry and works with it.
    Store,
    /// It hands the entry on.
    Send,
    /// It shows and offers the entry.
    Show,
}

impl Stage {
    /// The key of its word in `texts/plan.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Receive => "stage-receive",
            Self::Store => "stage-store",
            Self::Send => "stage-send",
            Self::Show => "stage-show",
        }
    }
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
    /// Good practice that no law demands.
    SeverityAdvice,
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
    /// Applications send to each other, so none of them is first.
    SendEachOther,
    /// A vendor owes it by contract.
    Contract,
    /// Without it the work is not accepted.
    BeforeAcceptance,
    /// Only an answer in the inventory is to be corrected.
    InventoryAnswer,
}

impl Reason {
    /// The key of its sentence in `texts/plan.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SeverityCritical => "severity-critical",
            Self::SeveritySerious => "severity-serious",
            Self::SeverityModerate => "severity-moderate",
            Self::SeverityMinor => "severity-minor",
            Self::SeverityAdvice => "severity-advice",
            Self::Public => "public",
            Self::CriticalApplication => "critical-application",
            Self::OnlyQuestion => "only-question",
            Self::EndsSoon => "ends-soon",
            Self::BeforeIntroduction => "before-introduction",
            Self::SendEachOther => "send-each-other",
            Self::Contract => "contract",
            Self::BeforeAcceptance => "before-acceptance",
            Self::InventoryAnswer => "inventory-answer",
        }
    }
}

/// When a task can be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Which event opens it.
    pub kind: WindowKind,
    /// Its day, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The application that takes over, for [`WindowKind::Successor`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

/// Which event opens the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// Not yet bought or introduced: demand it before acceptance.
    BeforeIntroduction,
    /// The next release.
    NextRelease,
    /// The end of the contract: demand it in the next one.
    ContractEnd,
    /// Near its end of life: settle it in the successor.
    Successor,
    /// Near its end of life without a named successor.
    EndOfLife,
    /// The inventory names no date: agree on one.
    ToBeAgreed,
    /// A question: it waits for no release and no contract.
    Clarification,
    /// Texts, settings and answers: no release is needed.
    WithoutRelease,
    /// As soon as the tasks before it are done.
    AfterOthers,
    /// The day that the contract names.
    Contract,
}
