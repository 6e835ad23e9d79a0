//! Tasks by the quarter in which they are done.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::super::WriteOptions;
use super::super::words::{self, label};
use crate::record::{Priority, Report, Task};
use crate::rule::Effort;
use crate::texts::{Language, filled};

/// Quarters with a row of their own; what comes after them is one row.
const QUARTERS: usize = 12;

/// When tasks can be done. Ordered as time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A quarter, 1 to 4, of a year.
    Quarter { year: i16, quarter: i8 },
    /// After the last quarter that is shown.
    Later,
    /// Without a day, as where an application ends and nobody knows when.
    Open,
}

impl Slot {
    /// The slot in words.
    pub fn words(self, language: Language) -> String {
        match self {
            Self::Quarter { year, quarter } => filled(
                "report.slot-quarter",
                language,
                &[("year", &year), ("quarter", &quarter)],
            ),
            Self::Later => label("slot-later", language).to_owned(),
            Self::Open => label("slot-open", language).to_owned(),
        }
    }
}

/// The slots of a report, the same on all its pages.
pub struct Calendar {
    today: Date,
    /// In the order of time; only those that a task stands in.
    slots: Vec<Slot>,
}

impl Calendar {
    /// The slots that the tasks of a report stand in.
    pub fn new(report: &Report) -> Self {
        let today = report.run.date.parse().unwrap_or(Date::MIN);
        let all: std::collections::BTreeSet<Slot> =
            report.tasks.iter().map(|task| slot(task, today)).collect();
        let is_quarter = |slot: &Slot| matches!(slot, Slot::Quarter { .. });
        let last = all.iter().copied().filter(is_quarter).nth(QUARTERS - 1);
        let is_later = |slot: Slot| is_quarter(&slot) && last.is_some_and(|last| slot > last);
        let mut slots: Vec<Slot> = all
            .into_iter()
            .map(|slot| if is_later(slot) { Slot::Later } else { slot })
            .collect();
        slots.dedup();
        Self { today, slots }
    }

    /// The slots in the order of time.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Where a task stands among them.
    pub fn index(&self, task: &Task) -> usize {
        let slot = slot(task, self.today);
        self.slots
            .binary_search(&slot)
            .or_else(|_| self.slots.binary_search(&Slot::Later))
            .unwrap_or_default()
    }

    /// How many of some tasks stand in each slot; slots without one of them are left out.
    pub fn counts<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Vec<(Slot, u64)> {
        let sums = self.sums(tasks).into_iter();
        sums.map(|(slot, sums)| (slot, sums.all())).collect()
    }

    fn sums<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Vec<(Slot, Sums)> {
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        for task in tasks {
            sums.entry(self.index(task)).or_default().add(task);
        }
        sums.into_iter()
            .map(|(slot, sums)| (self.slots.get(slot).copied().unwrap_or(Slot::Open), sums))
            .collect()
    }

    /// Some tasks by slot; slots without one of them are left out.
    pub fn roadmap<'a>(
        &self,
        tasks: impl IntoIterator<Item = &'a Task>,
        options: &WriteOptions,
    ) -> Roadmap {
        let sums = self.sums(tasks);
        let most = sums.iter().map(|(_, sums)| sums.all()).max();
        let most = most.unwrap_or_default().max(1);
        let rows = sums
            .into_iter()
            .map(|(slot, sums)| sums.row(slot.words(options.language), most))
            .collect();
        Roadmap {
            priorities: PRIORITIES
                .map(|one| words::priority(one, options.language))
                .into(),
            efforts: EFFORTS
                .map(|one| words::effort(one, options.language))
                .into(),
            rows,
        }
    }
}

/// Where the plan puts a task, too: one report and its plan do not count differently.
fn slot(task: &Task, today: Date) -> Slot {
    task.done_by(today).map_or(Slot::Open, |day| Slot::Quarter {
        year: day.year(),
        quarter: (day.month() - 1) / 3 + 1,
    })
}

const PRIORITIES: [Priority; 4] = [
    Priority::Immediate,
    Priority::High,
    Priority::Medium,
    Priority::Low,
];
const EFFORTS: [Effort; 3] = [Effort::Small, Effort::Medium, Effort::Large];

/// A table of tasks by slot, and the lengths of the bars that show it.
#[derive(Serialize)]
pub struct Roadmap {
    priorities: Vec<String>,
    efforts: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    words: String,
    count: u64,
    urgent: u64,
    priorities: Vec<u64>,
    efforts: Vec<u64>,
    urgent_percent: u64,
    other_percent: u64,
}

#[derive(Default)]
struct Sums {
    priorities: [u64; 4],
    efforts: [u64; 3],
}

impl Sums {
    fn add(&mut self, task: &Task) {
        let add = |sums: &mut [u64], place: Option<usize>| {
            if let Some(sum) = place.and_then(|place| sums.get_mut(place)) {
                *sum += 1;
            }
        };
        let priority = PRIORITIES.iter().position(|one| *one == task.priority);
        add(&mut self.priorities, priority);
        let effort = EFFORTS.iter().position(|one| *one == task.effort);
        add(&mut self.efforts, effort);
    }

    fn all(&self) -> u64 {
        self.priorities.iter().sum()
    }

    fn row(&self, words: String, most: u64) -> Row {
        let [immediate, high, ..] = self.priorities;
        let urgent = immediate + high;
        let urgent_percent = words::percent(urgent, most);
        Row {
            words,
            count: self.all(),
            urgent,
            priorities: self.priorities.into(),
            efforts: self.efforts.into(),
            urgent_percent,
            other_percent: words::percent(self.all(), most).saturating_sub(urgent_percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_ordered_as_time_is() {
        let quarter = |year, quarter| Slot::Quarter { year, quarter };
        let mut slots = [Slot::Open, quarter(2027, 1), Slot::Later, quarter(2026, 4)];
        slots.sort();
        let sorted = [quarter(2026, 4), quarter(2027, 1), Slot::Later, Slot::Open];
        assert_eq!(slots, sorted);
        assert_eq!(quarter(2027, 3).words(Language::De), "3. Quartal 2027");
    }
}
