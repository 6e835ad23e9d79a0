//! The order along interfaces: a receiver must accept an entry before any sender passes it on. Applications that send
//! to each other in a circle have no first one; they change one by one behind a transition mapping and switch over
//! together.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::estate::Estate;
use super::handover::handover_cause;
use super::task::{begun, due};
use crate::outcome::Severity;
use crate::record::{ApplicationReport, Priority, Reason, Task, TaskKind};
use crate::rule::Effort;

/// Ids of the tasks that whatever follows a group of applications must wait for.
type Gates = BTreeSet<String>;

/// Sets, for each task about the four entries, which tasks come before it, and adds one task per group of applications
/// that must switch over together.
pub(super) fn put_in_order(estate: &Estate<'_>, tasks: &mut Vec<Task>) {
    let network = Network::of_estate(estate);
    let work = Work::of_tasks(estate, tasks);
    let mut gates_of: Vec<Gates> = Vec::new();
    let mut group_of: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    let mut after: BTreeMap<usize, Gates> = BTreeMap::new();
    let mut joint = Vec::new();
    // The algorithm lists receivers before their senders.
    for (group, members) in kosaraju_scc(&network.graph).into_iter().enumerate() {
        group_of.extend(members.iter().map(|member| (*member, group)));
        let mut incoming = Gates::new();
        for receiver in members
            .iter()
            .flat_map(|member| network.graph.neighbors(*member))
        {
            if let Some(known) = group_of.get(&receiver).filter(|known| **known != group) {
                incoming.extend(gates_of[*known].iter().cloned());
            }
        }
        let names: BTreeSet<&str> = members.iter().map(|node| network.graph[*node]).collect();
        let changing: BTreeSet<&str> = names
            .iter()
            .copied()
            .filter(|name| work.changes.contains_key(name))
            .collect();
        for index in changing.iter().flat_map(|name| &work.changes[name]) {
            after.insert(*index, incoming.clone());
        }
        let own: Gates = names
            .iter()
            .flat_map(|name| work.gates.get(name).into_iter().flatten().cloned())
            .collect();
        gates_of.push(match (own.is_empty(), changing.len()) {
            // An application with nothing to change passes on what it waits for.
            (true, _) => incoming,
            // An answer or a successor alone holds nothing up, so what lies behind it is waited for as well.
            (false, 0) => &own | &incoming,
            (false, 1) => own,
            (false, _) => {
                let step = {
                    let changes = changing.iter().flat_map(|name| &work.changes[name]);
                    let changes: Vec<&Task> = changes.map(|index| &tasks[*index]).collect();
                    joint_step(estate, &network, &members, &changes, own)
                };
                let gate = Gates::from([step.id.clone()]);
                joint.push(step);
                gate
            }
        });
    }
    for (index, gates) in after {
        tasks[index].after = gates.into_iter().collect();
    }
    tasks.extend(joint);
}

/// The applications of a report and the flows of gender data between them.
struct Network<'a> {
    /// From sender to receiver; the weight is the id of the interface.
    graph: DiGraph<&'a str, &'a str>,
    by_id: BTreeMap<&'a str, &'a ApplicationReport>,
}

impl<'a> Network<'a> {
    /// Interfaces whose flows are not in the inventory set no order; another rule asks about them.
    fn of_estate(estate: &Estate<'a>) -> Self {
        let applications = estate.applications.iter();
        let by_id: BTreeMap<&str, &ApplicationReport> =
            applications.map(|one| (one.id.as_str(), one)).collect();
        let mut graph = DiGraph::new();
        let nodes: BTreeMap<&str, NodeIndex> =
            by_id.keys().map(|id| (*id, graph.add_node(*id))).collect();
        for interface in estate.interfaces {
            let ends = (
                nodes.get(interface.from.as_str()),
                nodes.get(interface.to.as_str()),
            );
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            if interface.gender == Some(true) && from != to {
                graph.add_edge(*from, *to, interface.id.as_str());
                if interface.two_way {
                    graph.add_edge(*to, *from, interface.id.as_str());
                }
            }
        }
        Self { graph, by_id }
    }
}

/// The tasks that decide whether an application can accept and pass on all entries.
struct Work<'a> {
    /// Changes by application, as indices into the task list.
    changes: BTreeMap<&'a str, Vec<usize>>,
    /// What senders wait for, by application: changes and open questions; for an ending application, the demand on its
    /// successor.
    gates: BTreeMap<&'a str, Gates>,
}

impl<'a> Work<'a> {
    fn of_tasks(estate: &Estate<'a>, tasks: &[Task]) -> Self {
        let names: BTreeMap<&str, &'a str> = estate
            .applications
            .iter()
            .map(|one| (one.id.as_str(), one.id.as_str()))
            .collect();
        let handed_over: BTreeMap<&str, &str> = tasks
            .iter()
            .filter(|task| task.kind == TaskKind::Handover)
            .map(|task| (task.cause.as_str(), task.id.as_str()))
            .collect();
        let mut work = Self {
            changes: BTreeMap::new(),
            gates: BTreeMap::new(),
        };
        let decides = |task: &Task| {
            let rules = &estate.planning.entry_rules;
            task.kind == TaskKind::Repair && task.rules.iter().any(|rule| rules.contains(rule))
        };
        for (index, task) in tasks.iter().enumerate().filter(|(_, task)| decides(task)) {
            let Some(name) = names.get(task.application.as_str()).copied() else {
                continue;
            };
            let gate = if task.is_left_to_the_end() {
                let cause = handover_cause(name);
                handed_over.get(cause.as_str()).copied()
            } else {
                if !task.question {
                    work.changes.entry(name).or_default().push(index);
                }
                Some(task.id.as_str())
            };
            let gates = work.gates.entry(name).or_default();
            gates.extend(gate.map(str::to_owned));
        }
        work.gates.retain(|_, gates| !gates.is_empty());
        work
    }
}

/// The joint task of a group that sends in a circle. It comes after the changes of all members.
fn joint_step(
    estate: &Estate<'_>,
    network: &Network<'_>,
    members: &[NodeIndex],
    changes: &[&Task],
    after: Gates,
) -> Task {
    let inside: BTreeSet<NodeIndex> = members.iter().copied().collect();
    let names: BTreeSet<&str> = inside.iter().map(|node| network.graph[*node]).collect();
    let interfaces: BTreeSet<&str> = inside
        .iter()
        .flat_map(|node| network.graph.edges(*node))
        .filter(|edge| inside.contains(&edge.target()))
        .map(|edge| *edge.weight())
        .collect();
    // Never empty: a group that switches over together has changes. The first application with a change stands for the
    // group in lists.
    let first = changes.iter().map(|task| task.application.as_str()).min();
    let first = first.unwrap_or_default();
    let cause = format!("joint/{}", names.first().copied().unwrap_or_default());
    let application = network.by_id.get(first);
    let department = application.map_or("", |one| one.department.as_str());
    let severity = changes.iter().map(|task| task.severity).max();
    let priority = changes.iter().map(|task| task.priority).min();
    let mut task = Task {
        rules: vec!["gender/interface-carries-entries".to_owned()],
        severity: severity.unwrap_or(Severity::Advice),
        responsible: application.and_then(|one| one.business_owner.clone()),
        effort: Effort::Medium,
        days: Some(estate.planning.days.joint),
        priority: priority.unwrap_or(Priority::Medium),
        reasons: vec![Reason::SendEachOther],
        after: after.into_iter().collect(),
        concerns: names.into_iter().map(str::to_owned).collect(),
        interfaces: interfaces.into_iter().map(str::to_owned).collect(),
        ..begun(first, department, TaskKind::Joint, cause)
    };
    task.due = Some(due(&task, estate));
    task
}
