//! Work as the report lists it: who, how much, how urgent, when the life cycle allows it.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Layer, Place};
use crate::outcome::{Fingerprint, Severity};
use crate::rule::{Effort, OwnerRole};

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
    /// What to change, in this order; empty where the findings are about no value domain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Findings it settles.
    pub resolves: Vec<Fingerprint>,
}

impl Task {
    /// The order of a report: the most urgent first, then by application and cause.
    pub fn by_urgency(&self, other: &Self) -> Ordering {
        (self.priority, &self.application, &self.cause, self.owner).cmp(&(
            other.priority,
            &other.application,
            &other.cause,
            other.owner,
        ))
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

/// When a task can be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Which event opens it.
    pub kind: WindowKind,
    /// Its day, where the inventory states one.
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
}
