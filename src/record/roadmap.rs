//! A plan over time: which task is worked on and goes live when, what that needs, and where it does not fit.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::Task;
use crate::rule::{Days, Planning};

/// A finished plan. Writers see it beside the report it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Roadmap {
    /// The day it was made; nothing is planned before it.
    pub today: Date,
    /// What was tried out with other dates than those of the inventory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub what_if: Vec<WhatIf>,
    /// All tasks, most urgent first.
    pub tasks: Vec<Task>,
    /// When each of them is done, in the same order.
    pub entries: Vec<Entry>,
    /// Departments with what they need by quarter, by id.
    pub departments: Vec<DepartmentPlan>,
    /// The chain of tasks that ends last, first task first; empty where no task waits for another.
    pub critical_path: Vec<String>,
    /// Where something does not fit, the gravest first.
    pub escalations: Vec<Escalation>,
    /// What it assumes.
    pub planning: Planning,
}

impl Roadmap {
    /// Tasks with their entries.
    pub fn planned(&self) -> impl Iterator<Item = (&Task, &Entry)> {
        self.tasks.iter().zip(&self.entries)
    }

    /// Keeps what some departments have to do. The critical path stays: what it waits for may lie elsewhere.
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

    /// The quarters from today's to the last one in which something happens.
    pub fn quarters(&self) -> Vec<Quarter> {
        let first = Quarter::of(self.today);
        let live = self.entries.iter().filter_map(|entry| entry.live);
        let last = live.map(Quarter::of).max().unwrap_or(first);
        (0..=first.until(last))
            .map(|count| first.plus(count))
            .collect()
    }
}

/// When a task is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Id of the task.
    pub task: String,
    /// The quarters in which it is worked on, with the days that count against the department's capacity.
    pub work: BTreeMap<Quarter, Days>,
    /// The day on which it is in use, or answered; missing where it fits nowhere.
    pub live: Option<Date>,
    /// The day by which an interim measure stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<Date>,
    /// Why it is later than its window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
}

/// Why a task is later than planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The day that was planned.
    pub planned: Date,
    pub reason: SlipReason,
    /// The tasks it waits for, for [`SlipReason::Waits`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
}

/// What makes a task late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipReason {
    /// The department has not enough days.
    Capacity,
    /// Tasks that come first are done later.
    Waits,
}

/// A department with what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DepartmentPlan {
    pub id: String,
    pub name: String,
    /// Days it can spend in a quarter; missing: no limit.
    pub capacity: Option<Days>,
    /// By quarter.
    pub load: BTreeMap<Quarter, Load>,
}

/// What happens in a department in a quarter.
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

/// Something that people must decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Escalation {
    pub kind: EscalationKind,
    pub department: String,
    pub application: Option<String>,
    /// The first day, where the tasks concerned are done on several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The date that is the matter, where there is one; of several the last.
    pub date: Option<Date>,
    /// The tasks concerned, by id.
    pub tasks: Vec<String>,
}

/// Why people must decide. Ordered: the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationKind {
    /// The department's days are not enough within the time that is planned ahead.
    NeverFits,
    /// A task that comes first fits nowhere.
    Blocked,
    /// The application ends, and nobody is named who takes over.
    NoSuccessor,
    /// The successors lead back to the application.
    SuccessorCycle,
    /// The application that takes over is not in the report.
    SuccessorUnknown,
    /// A date of the inventory has passed.
    PastDate,
    /// The day by which a vendor owes something has passed.
    ObligationOverdue,
    /// The day by which the priority wanted it has passed.
    Overdue,
    /// Urgent work whose window opens later than its priority wants.
    Late,
    /// The inventory names no date for a change.
    NoWindow,
    /// A vendor owes something, and no day is named.
    ObligationUndated,
    /// The department's days make tasks late.
    Capacity,
}

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// Quarters since the beginning of the year 0.
    count: i32,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: Date) -> Self {
        let count = i32::from(day.year()) * 4 + i32::from(day.month() - 1) / 3;
        Self { count }
    }

    /// So many quarters later.
    #[must_use]
    pub fn plus(self, quarters: u16) -> Self {
        Self {
            count: self.count + i32::from(quarters),
        }
    }

    /// How many quarters later another one is; 0 for earlier ones.
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
