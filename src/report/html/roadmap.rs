//! Tasks by the quarter in which their windows open.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::super::words::{self, label};
use super::super::{Audience, WriteOptions};
use crate::record::{Priority, Report, Task};
use crate::rule::Effort;
use crate::texts::{Language, filled};

/// Quarters with a row of their own; what comes after them is one row.
const QUARTERS: usize = 12;
/// Height of one bar with its label.
const ROW: usize = 46;

/// When tasks can be done. Ordered as time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The window lies before the day of the run.
    Past,
    /// A quarter, 1 to 4, of a year.
    Quarter { year: i16, quarter: i8 },
    /// After the last quarter that is shown.
    Later,
    /// Without a date.
    Open,
}

impl Slot {
    /// The slot in words.
    pub fn words(self, language: Language) -> String {
        match self {
            Self::Past => label("slot-past", language).to_owned(),
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
    today: Option<Date>,
    /// In the order of time; only those that a task stands in.
    slots: Vec<Slot>,
}

impl Calendar {
    /// The slots that the tasks of a report stand in.
    pub fn new(report: &Report) -> Self {
        let today = report.run.date.parse().ok();
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

    /// Some tasks by slot; slots without one of them are left out.
    pub fn roadmap<'a>(
        &self,
        tasks: impl IntoIterator<Item = &'a Task>,
        options: &WriteOptions,
    ) -> Roadmap {
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        for task in tasks {
            sums.entry(self.index(task)).or_default().add(task);
        }
        let audience = options.audience;
        let most = sums.values().map(Sums::all).max().unwrap_or_default();
        let most = audience.drawn(most).max(1);
        let rows = sums
            .into_iter()
            .enumerate()
            .map(|(place, (slot, sums))| {
                let slot = self.slots.get(slot).copied().unwrap_or(Slot::Open);
                sums.row(slot.words(options.language), place * ROW, most, audience)
            })
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

fn slot(task: &Task, today: Option<Date>) -> Slot {
    match task.in_use() {
        None => Slot::Open,
        Some(day) if today.is_some_and(|today| day < today) => Slot::Past,
        Some(day) => Slot::Quarter {
            year: day.year(),
            quarter: (day.month() - 1) / 3 + 1,
        },
    }
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
    top: usize,
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

    fn row(&self, words: String, top: usize, most: u64, audience: Audience) -> Row {
        let [immediate, high, ..] = self.priorities;
        let urgent = immediate + high;
        let drawn = audience.drawn(self.all());
        let drawn_urgent = audience.drawn(urgent).min(drawn);
        let urgent_percent = words::percent(drawn_urgent, most);
        Row {
            words,
            count: self.all(),
            urgent,
            priorities: self.priorities.into(),
            efforts: self.efforts.into(),
            urgent_percent,
            other_percent: words::percent(drawn, most).saturating_sub(urgent_percent),
            top,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_ordered_as_time_is() {
        let quarter = |year, quarter| Slot::Quarter { year, quarter };
        let mut slots = [
            Slot::Open,
            quarter(2027, 1),
            Slot::Later,
            quarter(2026, 4),
            Slot::Past,
        ];
        slots.sort();
        let sorted = [
            Slot::Past,
            quarter(2026, 4),
            quarter(2027, 1),
            Slot::Later,
            Slot::Open,
        ];
        assert_eq!(slots, sorted);
        assert_eq!(quarter(2027, 3).words(Language::De), "3. Quartal 2027");
    }
}
