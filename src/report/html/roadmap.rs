//! Tasks by the quarter in which they are done.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::super::WriteOptions;
use super::super::words::{self, label};
use crate::record::{Priority, Report, Task};
use crate::rule::Effort;
use crate::texts::{Language, filled};

/// Quarters with their own row; later ones share a row.
const QUARTERS: usize = 12;

/// When tasks can be done, in chronological order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A quarter, 1 to 4, of a year.
    Quarter { year: i16, quarter: i8 },
    /// After the last quarter shown.
    Later,
    /// Never done, because the application ends first, at an unknown date.
    AtEnd,
    /// Without a date, as in reports of older versions.
    Open,
}

impl Slot {
    /// The next quarter; `None` for what is no quarter.
    fn next_quarter(&self) -> Option<Self> {
        match *self {
            Self::Quarter { year, quarter: 4 } => Some(Self::Quarter {
                year: year.checked_add(1)?,
                quarter: 1,
            }),
            Self::Quarter { year, quarter } => Some(Self::Quarter {
                year,
                quarter: quarter + 1,
            }),
            Self::Later | Self::AtEnd | Self::Open => None,
        }
    }

    /// The slot in words.
    pub fn words(self, language: Language) -> String {
        match self {
            Self::Quarter { year, quarter } => filled(
                "report.slot-quarter",
                language,
                &[("year", &year), ("quarter", &quarter)],
            ),
            Self::Later => label("slot-later", language).to_owned(),
            Self::AtEnd => label("slot-at-end", language).to_owned(),
            Self::Open => label("slot-open", language).to_owned(),
        }
    }
}

/// The slots of a report, the same on all its pages.
pub struct Calendar {
    today: Date,
    /// In chronological order, without gaps between the first and the last quarter.
    slots: Vec<Slot>,
}

impl Calendar {
    /// The slots of a report's tasks.
    pub fn new(report: &Report) -> Self {
        let today = report.run.date.parse().unwrap_or(Date::MIN);
        let mut all: BTreeSet<Slot> = report.tasks.iter().map(|task| slot(task, today)).collect();
        let is_quarter = |slot: &Slot| matches!(slot, Slot::Quarter { .. });
        // Quarters without a task are part of the axis of time.
        let mut quarters = all.iter().copied().filter(is_quarter);
        if let (Some(first), Some(last)) = (quarters.next(), quarters.next_back()) {
            let between = std::iter::successors(Some(first), |slot| slot.next_quarter());
            all.extend(between.take_while(|slot| *slot < last).take(QUARTERS + 1));
        }
        let last = all.iter().copied().filter(is_quarter).nth(QUARTERS - 1);
        let is_later = |slot: Slot| is_quarter(&slot) && last.is_some_and(|last| slot > last);
        let mut slots: Vec<Slot> = all
            .into_iter()
            .map(|slot| if is_later(slot) { Slot::Later } else { slot })
            .collect();
        slots.dedup();
        Self { today, slots }
    }

    /// The slots in chronological order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The index of a task's slot.
    pub fn index(&self, task: &Task) -> usize {
        let slot = slot(task, self.today);
        self.slots
            .binary_search(&slot)
            .or_else(|_| self.slots.binary_search(&Slot::Later))
            .unwrap_or_default()
    }

    /// Number of tasks per slot; of the empty ones, only quarters between others.
    pub fn counts<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Vec<(Slot, u64)> {
        let sums = self.sums(tasks).into_iter();
        sums.map(|(slot, sums)| (slot, sums.all())).collect()
    }

    fn sums<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Vec<(Slot, Sums)> {
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        for task in tasks {
            sums.entry(self.index(task)).or_default().add(task);
        }
        let is_quarter = |index: usize| matches!(self.slots.get(index), Some(Slot::Quarter { .. }));
        let mut quarters = sums.keys().copied().filter(|index| is_quarter(*index));
        let first = quarters.next();
        let last = quarters.next_back();
        if let (Some(first), Some(last)) = (first, last) {
            for index in first..last {
                sums.entry(index).or_default();
            }
        }
        sums.into_iter()
            .map(|(slot, sums)| (self.slots.get(slot).copied().unwrap_or(Slot::Open), sums))
            .collect()
    }

    /// Tasks by slot; of the empty ones, only quarters between others.
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
            priorities: Priority::ALL
                .map(|one| words::priority(one, options.language))
                .into(),
            efforts: Effort::ALL
                .map(|one| words::effort(one, options.language))
                .into(),
            rows,
        }
    }
}

/// The same slot as in the plan, so that report and plan count alike.
fn slot(task: &Task, today: Date) -> Slot {
    match task.done_by(today) {
        Some(day) => Slot::Quarter {
            year: day.year(),
            quarter: (day.month() - 1) / 3 + 1,
        },
        None if task.is_left_to_the_end() => Slot::AtEnd,
        None => Slot::Open,
    }
}

/// A table of tasks by slot, and the lengths of its bars.
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
        let priority = Priority::ALL.iter().position(|one| *one == task.priority);
        add(&mut self.priorities, priority);
        let effort = Effort::ALL.iter().position(|one| *one == task.effort);
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
    use crate::record::WindowKind;

    #[test]
    fn slots_are_ordered_as_time_is() {
        let quarter = |year, quarter| Slot::Quarter { year, quarter };
        let sorted = [
            quarter(2026, 4),
            quarter(2027, 1),
            Slot::Later,
            Slot::AtEnd,
            Slot::Open,
        ];
        let mut slots = sorted;
        slots.reverse();
        slots.sort();
        assert_eq!(slots, sorted);
        assert_eq!(quarter(2027, 3).words(Language::De), "3. Quartal 2027");
    }

    #[test]
    fn a_quarter_without_a_task_is_part_of_the_axis() {
        let stored = include_str!("../../../tests/report/report.json");
        let mut report: Report = serde_json::from_str(stored).expect("the stored report");
        let today: Date = report.run.date.parse().expect("a date");
        report.tasks.truncate(2);
        for (task, years) in report.tasks.iter_mut().zip([0, 1]) {
            task.window.kind = WindowKind::ToBeAgreed;
            task.window.date = None;
            task.held_until = None;
            task.due = Some(today.saturating_add(jiff::Span::new().years(years)));
        }
        let calendar = Calendar::new(&report);
        let counts = calendar.counts(&report.tasks);
        let counts: Vec<u64> = counts.into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [1, 0, 0, 0, 1]);
        let one = calendar.counts(&report.tasks[1..]);
        assert_eq!(
            one.len(),
            1,
            "a department begins with its own first quarter"
        );
    }

    #[test]
    fn what_ends_with_its_application_is_not_called_undated() {
        let stored = include_str!("../../../tests/report/report.json");
        let mut report: Report = serde_json::from_str(stored).expect("the stored report");
        let today: Date = report.run.date.parse().expect("a date");
        let task = &mut report.tasks[0];
        task.window.kind = WindowKind::EndOfLife;
        task.window.date = None;
        task.due = Some(today);
        assert_eq!(slot(task, today), Slot::AtEnd);
        let words = words::planned(task, today, Language::De);
        assert_eq!(words, words::window(task, Language::De));
        task.window.kind = WindowKind::ToBeAgreed;
        assert!(matches!(slot(task, today), Slot::Quarter { .. }));
        let words = words::planned(task, today, Language::De);
        assert!(words.contains("geplant für"), "{words}");
    }
}
