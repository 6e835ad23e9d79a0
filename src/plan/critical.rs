//! The critical path: the chain of tasks that decides when the last one is done.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::record::{Entry, Task};

/// The chain of dependent tasks that ends last, first task first. Empty if no task waits for another.
pub(super) fn critical_path(tasks: &[Task], entries: &[Entry]) -> Vec<String> {
    let place_of: HashMap<&str, usize> = tasks
        .iter()
        .enumerate()
        .map(|(index, task)| (task.id.as_str(), index))
        .collect();
    // The task that goes live last holds the others up; of several, the first in task order.
    let latest = |ids: &[String]| {
        ids.iter()
            .filter_map(|id| place_of.get(id.as_str()).copied())
            .filter(|index| entries[*index].live.is_some())
            .max_by_key(|index| (entries[*index].live, Reverse(*index)))
    };
    let waits = |index: &usize| latest(&tasks[*index].after).is_some();
    let mut at = (0..tasks.len())
        .filter(|index| entries[*index].live.is_some())
        .filter(waits)
        .max_by_key(|index| (entries[*index].live, Reverse(*index)));
    let mut path = Vec::new();
    while let Some(index) = at {
        path.push(tasks[index].id.clone());
        at = latest(&tasks[index].after);
    }
    path.reverse();
    path
}
