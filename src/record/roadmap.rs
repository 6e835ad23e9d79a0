//! A plan over time: when each task is worked on and goes live, what capacity it needs, and where it does not fit.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::Task;
use crate::closed::closed;
use crate::rule::{Days, Planning};

/// A finished plan. Writers see it beside the report it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Roadmap {
    /// The day it was made; nothing is planned for earlier days.
    pub today: Date,
    /// Dates tried out instead of those in the inventory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub what_if: Vec<WhatIf>,
    /// What these dates, and limits stated for this plan alone, change; `None` if nothing was tried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    /// All tasks, most urgent first.
    pub tasks: Vec<Task>,
    /// The schedule of each task, in the same order.
    pub entries: Vec<Entry>,
    /// Departments with their load per quarter, ordered by id.
    pub departments: Vec<DepartmentPlan>,
    /// The chain of dependent tasks that ends last, first task first; empty if no task waits for another.
    pub critical_path: Vec<String>,
    /// Conflicts that people must resolve, gravest first.
    pub escalations: Vec<Escalation>,
    /// Its assumptions.
    pub planning: Planning,
}

impl Roadmap {
    /// Tasks with their entries.
    pub fn planned(&self) -> impl Iterator<Item = (&Task, &Entry)> {
        self.tasks.iter().zip(&self.entries)
    }

    /// Keeps only the tasks of some departments. The critical path stays, because it may lead through others.
    pub fn narrow(&mut self, departments: &BTreeSet<String>) {
        let tasks = std::mem::take(&mut self.tasks).into_iter();
        let entries = std::mem::take(&mut self.entries).into_iter();
        (self.tasks, self.entries) = tasks
            .zip(entries)
            .filter(|(task, _)| departments.contains(&task.department))
            .unzip();
        self.departments.retain(|one| departments.contains(&one.id));
        self.escalations
            .retain(|one| departments.contains(&one.department));
    }

    /// Notes how it differs from the plan without what was tried out.
    pub fn compare_with(&mut self, without: &Self) {
        let count = |roadmap: &Self| {
            let mut counts: BTreeMap<EscalationKind, usize> = BTreeMap::new();
            for escalation in &roadmap.escalations {
                *counts.entry(escalation.kind).or_default() += 1;
            }
            counts
        };
        let (old, new) = (count(without), count(self));
        let kinds: BTreeSet<EscalationKind> = old.keys().chain(new.keys()).copied().collect();
        let escalations = kinds.into_iter().map(|kind| {
            let [without, with] = [&old, &new].map(|it| it.get(&kind).copied().unwrap_or_default());
            (kind, Changed { without, with })
        });
        let escalations = escalations.filter(|(_, change)| change.without != change.with);
        let before: BTreeMap<&str, Option<Date>> = without
            .entries
            .iter()
            .map(|entry| (entry.task.as_str(), entry.live))
            .collect();
        // What has no date is later than anything that has one.
        let ordered = |live: Option<Date>| live.unwrap_or(Date::MAX);
        let (mut earlier, mut later) = (0, 0);
        for entry in &self.entries {
            let Some(live) = before.get(entry.task.as_str()) else {
                continue;
            };
            earlier += usize::from(ordered(entry.live) < ordered(*live));
            later += usize::from(ordered(entry.live) > ordered(*live));
        }
        let last = |roadmap: &Self| roadmap.entries.iter().filter_map(|entry| entry.live).max();
        self.compared = Some(Compared {
            earlier,
            later,
            escalations: escalations.collect(),
            last: Changed {
                without: last(without),
                with: last(self),
            },
        });
    }

    /// The quarters from today's to the last one with a task.
    pub fn quarters(&self) -> Vec<Quarter> {
        let first = Quarter::of(self.today);
        let live = self.entries.iter().filter_map(|entry| entry.live);
        let last = live.map(Quarter::of).max().unwrap_or(first);
        (0..=first.until(last))
            .map(|count| first.plus(count))
            .collect()
    }
}

/// The schedule of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Id of the task.
    pub task: String,
    /// The quarters in which it is worked on, with the days that count against the department's capacity.
    pub work: BTreeMap<Quarter, Days>,
    /// The day it goes live or is answered; `None` if it fits nowhere.
    pub live: Option<Date>,
    /// The deadline for an interim measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<Date>,
    /// Why it is later than its window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
}

/// Why a task is later than planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The original date.
    pub planned: Date,
    pub reason: SlipReason,
    /// The tasks it waits for, with [`SlipReason::Waits`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
}

/// What makes a task late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipReason {
    /// The department has too few days.
    Capacity,
    /// Tasks that must come first are done later.
    Waits,
}

/// A department and its load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DepartmentPlan {
    pub id: String,
    pub name: String,
    /// Days it can spend per quarter; `None` means unlimited.
    pub capacity: Option<Days>,
    /// Load per quarter.
    pub load: BTreeMap<Quarter, Load>,
}

/// A department's work in one quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Load {
    /// Tasks that go live or are answered.
    pub tasks: u64,
    /// Days of work.
    pub days: Days,
}

/// A date that was tried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    pub application: String,
    /// Field of the inventory (`next_release`).
    pub field: String,
    pub date: Date,
}

/// How a plan with trial dates or limits differs from the one without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Number of tasks that are done earlier.
    pub earlier: usize,
    /// Number of tasks that are done later, or fit nowhere any more.
    pub later: usize,
    /// The number of decisions of each kind, where it differs.
    pub escalations: BTreeMap<EscalationKind, Changed<usize>>,
    /// The last date of a task.
    pub last: Changed<Option<Date>>,
}

/// A figure without what was tried out, and with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Changed<T> {
    pub without: T,
    pub with: T,
}

/// A conflict that people must resolve.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Escalation {
    pub kind: EscalationKind,
    pub department: String,
    pub application: Option<String>,
    /// The first date, if the tasks concerned have several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The date in question, if any; the last of several.
    pub date: Option<Date>,
    /// The field of the inventory that names the date, for [`EscalationKind::PastDate`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The tasks concerned, by id.
    pub tasks: Vec<String>,
}

closed! {
    /// Why people must decide, ordered from the gravest.
    pub enum EscalationKind {
        /// The department's days do not suffice within the planning horizon.
        NeverFits = "never_fits",
        /// A task that must come first fits nowhere.
        Blocked = "blocked",
        /// The application ends without a named successor.
        NoSuccessor = "no_successor",
        /// The chain of successors is circular.
        SuccessorCycle = "successor_cycle",
        /// The successor is not in the report.
        SuccessorUnknown = "successor_unknown",
        /// A date of the inventory has passed.
        PastDate = "past_date",
        /// The deadline of a vendor's obligation has passed.
        ObligationOverdue = "obligation_overdue",
        /// The deadline that follows from its priority has passed.
        Overdue = "overdue",
        /// Urgent work whose window opens later than its priority requires.
        Late = "late",
        /// The inventory names no date for a change.
        NoWindow = "no_window",
        /// A vendor's obligation has no deadline.
        ObligationUndated = "obligation_undated",
        /// The department's capacity delays tasks.
        Capacity = "capacity",
    }
}

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// Quarters since the start of year 0.
    count: i32,
}

impl Quarter {
    /// The quarter of a date.
    pub fn of(day: Date) -> Self {
        let count = i32::from(day.year()) * 4 + i32::from(day.month() - 1) / 3;
        Self { count }
    }

    /// The quarter this many quarters later.
    #[must_use]
    pub fn plus(self, quarters: u16) -> Self {
        Self {
            count: self.count + i32::from(quarters),
        }
    }

    /// How many quarters later another one is; 0 if it is earlier.
    pub fn until(self, later: Self) -> u16 {
        u16::try_from(later.count - self.count).unwrap_or(if later > self { u16::MAX } else { 0 })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.count.div_euclid(4)
    }

    /// 1 to 4.
    pub fn number(self) -> i32 {
        self.count.rem_euclid(4) + 1
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        let year = i16::try_from(self.year()).unwrap_or(i16::MAX);
        let month = i8::try_from((self.number() - 1) * 3 + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        let first = self.first_day();
        let last_month = Date::new(first.year(), first.month() + 2, 1);
        last_month.map_or(Date::MAX, Date::last_of_month)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year(), self.number())
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_knows_its_days() {
        let quarter = Quarter::of(date(2026, 11, 27));
        assert_eq!(quarter.to_string(), "2026-Q4");
        assert_eq!(quarter.first_day(), date(2026, 10, 1));
        assert_eq!(quarter.last_day(), date(2026, 12, 31));
        let next = quarter.plus(1);
        assert_eq!(next.to_string(), "2027-Q1");
        assert_eq!((quarter.until(next), next.until(quarter)), (1, 0));
        assert_eq!(Quarter::of(Date::MAX).last_day(), Date::MAX);
    }
}
