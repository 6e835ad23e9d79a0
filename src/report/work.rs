//! A task with what it settles, as shown in papers and trackers.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::view::{self, Entry};
use crate::outcome::Fingerprint;
use crate::record::{ApplicationReport, Report, Task};
use crate::rule::{LegalSource, RuleCard};

/// A task with the findings it settles and their rules.
pub struct Work<'a> {
    /// The task.
    pub task: &'a Task,
    /// Its findings, failures first.
    pub entries: Vec<Entry<'a>>,
    /// Its rules, most severe first.
    pub cards: Vec<&'a RuleCard>,
}

impl<'a> Work<'a> {
    /// The tasks of an application in order.
    pub fn of_all(
        report: &'a Report,
        application: &'a ApplicationReport,
        tasks: &[&'a Task],
    ) -> Vec<Self> {
        let mut by_fingerprint: HashMap<&Fingerprint, Vec<Entry<'a>>> = HashMap::new();
        for entry in view::entries(report, application) {
            let entries = by_fingerprint.entry(&entry.finding.fingerprint);
            entries.or_default().push(entry);
        }
        tasks
            .iter()
            .map(|task| {
                let found = task.resolves.iter();
                let mut entries: Vec<Entry<'a>> = found
                    .filter_map(|finding| by_fingerprint.get(finding))
                    .flatten()
                    .copied()
                    .collect();
                entries.sort_by(|a, b| {
                    (a.weight(), Reverse(a.severity()))
                        .cmp(&(b.weight(), Reverse(b.severity())))
                        .then_with(|| a.finding.place.cmp(&b.finding.place))
                });
                let rules = task.rules.iter();
                Self {
                    task,
                    entries,
                    cards: rules.filter_map(|rule| report.rules.get(rule)).collect(),
                }
            })
            .collect()
    }

    /// The legal sources of its rules, each once.
    pub fn legal(&self, report: &'a Report) -> Vec<&'a LegalSource> {
        let mut seen = HashSet::new();
        self.cards
            .iter()
            .flat_map(|card| view::legal(report, card))
            .filter(|source| seen.insert(source.id.as_str()))
            .collect()
    }
}

/// The stable identity of a task: a hash of application and cause, built like a fingerprint.
pub fn task_id(task: &Task) -> String {
    let mut hash = Sha256::new();
    for part in [&task.application, &task.cause] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let hex: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("fct1:{hex}")
}

/// How many items of a list are not shown; `None` if all are.
pub fn more(all: usize, shown: usize) -> Option<u64> {
    all.checked_sub(shown)
        .filter(|more| *more > 0)
        .map(|more| more as u64)
}
