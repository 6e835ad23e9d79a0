//! Tasks over time. Each is worked on before its window opens: as early as its department's capacity requires, and
//! never before the tasks it waits for are live.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use jiff::civil::Date;

use super::capacity::Desk;
use super::critical::critical_path;
use super::escalation::escalations;
use super::estate::Estate;
use super::task::{interim, tasks_of_all};
use crate::record::{
    DepartmentPlan, DepartmentReport, Entry, Load, Quarter, Roadmap, Slip, SlipReason, Task,
    TaskKind, WhatIf, WindowKind,
};
use crate::rule::Days;

/// Limits of a plan, and the dates it tries out.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Person-days per quarter by department; a department without an entry is unlimited.
    pub capacity: BTreeMap<String, Days>,
    /// Dates already changed in the estate; reported beside the plan.
    pub what_if: Vec<WhatIf>,
}

/// The tasks of an estate, most urgent first, each with the date until which other tasks hold it up. Considers dates
/// only; [`schedule`] also considers capacity.
pub fn plan(estate: &Estate<'_>) -> Vec<Task> {
    let mut tasks = tasks_of_all(estate);
    let entries = place_all(estate, &tasks, &BTreeMap::new());
    for (task, entry) in tasks.iter_mut().zip(entries) {
        let waits = task.window.kind == WindowKind::AfterOthers
            || entry
                .slip
                .is_some_and(|slip| slip.reason == SlipReason::Waits);
        if waits && let Some(live) = entry.live {
            task.held_until = Some(live);
            task.interim = entry.interim;
        }
    }
    tasks
}

/// Plans the tasks of an estate over time.
pub fn schedule(
    estate: &Estate<'_>,
    departments: &[DepartmentReport],
    setting: Setting,
) -> Roadmap {
    let tasks = tasks_of_all(estate);
    let entries = place_all(estate, &tasks, &setting.capacity);
    Roadmap {
        today: estate.today,
        what_if: setting.what_if,
        compared: None,
        departments: loads(departments, &tasks, &entries, &setting.capacity),
        critical_path: critical_path(&tasks, &entries),
        escalations: escalations(estate, &tasks, &entries),
        tasks,
        entries,
        planning: estate.planning.clone(),
    }
}

/// The entries of the tasks, in task order.
fn place_all(estate: &Estate<'_>, tasks: &[Task], capacity: &BTreeMap<String, Days>) -> Vec<Entry> {
    let place_of: HashMap<&str, usize> = tasks
        .iter()
        .enumerate()
        .map(|(index, task)| (task.id.as_str(), index))
        .collect();
    let mut waiting = vec![0_usize; tasks.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); tasks.len()];
    for (index, task) in tasks.iter().enumerate() {
        for first in task.after.iter().filter_map(|id| place_of.get(id.as_str())) {
            waiting[index] += 1;
            followers[*first].push(index);
        }
    }
    let mut desks: BTreeMap<&str, Desk> = BTreeMap::new();
    let mut entries: Vec<Entry> = tasks.iter().map(unplaced).collect();
    // Of the tasks that no longer wait, the most urgent comes first; then the earlier window; then task order.
    let key = |index: usize| Reverse((tasks[index].priority, aim(&tasks[index], estate), index));
    let mut ready: BinaryHeap<_> = (0..tasks.len())
        .filter(|index| waiting[*index] == 0)
        .map(key)
        .collect();
    while let Some(Reverse((_, _, index))) = ready.pop() {
        let task = &tasks[index];
        let desk = desks
            .entry(task.department.as_str())
            .or_insert_with(|| Desk::new(estate.today, capacity.get(&task.department).copied()));
        let before: Vec<&Entry> = task
            .after
            .iter()
            .filter_map(|id| place_of.get(id.as_str()))
            .map(|first| &entries[*first])
            .collect();
        entries[index] = place(task, &before, desk, estate);
        for follower in &followers[index] {
            waiting[*follower] -= 1;
            if waiting[*follower] == 0 {
                ready.push(key(*follower));
            }
        }
    }
    entries
}

fn unplaced(task: &Task) -> Entry {
    Entry {
        task: task.id.clone(),
        work: BTreeMap::new(),
        live: None,
        interim: task.interim,
        slip: None,
    }
}

/// The date a task is planned for before anything delays it.
fn aim(task: &Task, estate: &Estate<'_>) -> Date {
    task.planned_for(estate.today)
}

fn place(task: &Task, before: &[&Entry], desk: &mut Desk, estate: &Estate<'_>) -> Entry {
    let mut entry = unplaced(task);
    if task.is_left_to_the_end() {
        // No work is planned: the fault disappears with the application.
        entry.live = task.window.date.filter(|day| *day >= estate.today);
        return entry;
    }
    let lives: Option<Vec<Date>> = before.iter().map(|entry| entry.live).collect();
    let Some(lives) = lives else {
        return entry;
    };
    let others = lives.into_iter().max();
    let aim = match (task.window.kind, others) {
        (WindowKind::AfterOthers, Some(others)) => others,
        _ => aim(task, estate),
    };
    let day = others.map_or(aim, |others| others.max(aim));
    // Work that goes live on the first day of a quarter is done in the quarter before.
    let eve = day.yesterday().map_or(day, |eve| eve.max(estate.today));
    let Some(work) = desk.fill(Quarter::of(eve), counted_days(task, estate)) else {
        return entry;
    };
    let finish = work.last_key_value().map(|(quarter, _)| *quarter);
    let late = finish.filter(|finish| *finish > Quarter::of(eve));
    let live = late.map_or(day, Quarter::last_day);
    entry.slip = match (late, day > aim) {
        (Some(_), _) => Some(Slip {
            planned: aim,
            reason: SlipReason::Capacity,
            waits_for: Vec::new(),
        }),
        (None, true) => Some(Slip {
            planned: aim,
            reason: SlipReason::Waits,
            waits_for: before
                .iter()
                .filter(|entry| entry.live == others)
                .map(|entry| entry.task.clone())
                .collect(),
        }),
        (None, false) => None,
    };
    entry.live = Some(live);
    entry.work = work;
    entry.interim = task.interim.or_else(|| interim(task, Some(live), estate));
    entry
}

/// The days of a task that count against its department's capacity.
fn counted_days(task: &Task, estate: &Estate<'_>) -> Days {
    let days = task.days.map_or(Days::ZERO, crate::rule::DayRange::middle);
    let by_others = task.outside && task.kind != TaskKind::Obligation;
    match by_others && !task.question {
        true => days.share(estate.planning.vendor_share),
        false => days,
    }
}

/// Each department's work, quarter by quarter.
fn loads(
    departments: &[DepartmentReport],
    tasks: &[Task],
    entries: &[Entry],
    capacity: &BTreeMap<String, Days>,
) -> Vec<DepartmentPlan> {
    let names: BTreeMap<&str, &str> = departments
        .iter()
        .map(|department| (department.id.as_str(), department.name.as_str()))
        .collect();
    let mut plans: BTreeMap<&str, DepartmentPlan> = BTreeMap::new();
    for (task, entry) in tasks.iter().zip(entries) {
        let id = task.department.as_str();
        let plan = plans.entry(id).or_insert_with(|| DepartmentPlan {
            id: id.to_owned(),
            name: names.get(id).copied().unwrap_or(id).to_owned(),
            capacity: capacity.get(id).copied(),
            load: BTreeMap::new(),
        });
        if let Some(live) = entry.live {
            let load: &mut Load = plan.load.entry(Quarter::of(live)).or_default();
            load.tasks += 1;
        }
        for (quarter, days) in &entry.work {
            let load = plan.load.entry(*quarter).or_default();
            load.days = load.days.plus(*days);
        }
    }
    plans.into_values().collect()
}
