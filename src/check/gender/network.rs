//! The applications of an inventory as a network of gender data: their flows and holdings.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::capability::Holdings;
use crate::check::Estate;
use crate::inventory::Interface;

/// A flow of data in one direction between two applications of the run.
#[derive(Clone, Copy)]
pub struct Flow<'a> {
    /// Sending application.
    pub from: &'a str,
    /// Receiving application.
    pub to: &'a str,
    /// The interface that declares it.
    pub interface: &'a Interface,
    /// Whether the inventory states that gender data flow; else it does not state what flows.
    pub stated: bool,
}

/// All flows between examined applications.
pub struct Network<'a> {
    /// In the order of the inventory; both directions of a two-way interface.
    pub flows: Vec<Flow<'a>>,
    holdings: &'a BTreeMap<&'a str, Holdings>,
    /// Senders by receiver; only stated flows.
    senders: Neighbours<'a>,
    /// Receivers by sender; only stated flows.
    receivers: Neighbours<'a>,
}

type Neighbours<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

impl<'a> Network<'a> {
    /// The network of a run. Omits flows to applications outside it (filtered or external), and flows that carry no
    /// gender data according to the inventory.
    pub fn from_estate(estate: &'a Estate<'a>) -> Self {
        let holdings = &estate.holdings;
        let mut flows = Vec::new();
        for interface in &estate.inventory.interfaces {
            let (from, to) = (interface.from.as_str(), interface.to.as_str());
            let carries = interface.carries_gender();
            let known = holdings.contains_key(from) && holdings.contains_key(to);
            if from == to || !known || carries == Some(false) {
                continue;
            }
            let flow = Flow {
                from,
                to,
                interface,
                stated: carries == Some(true),
            };
            flows.push(flow);
            if interface.two_way {
                flows.push(Flow {
                    from: to,
                    to: from,
                    ..flow
                });
            }
        }
        let (mut senders, mut receivers) = (Neighbours::new(), Neighbours::new());
        for flow in flows.iter().filter(|flow: &&Flow<'_>| flow.stated) {
            senders.entry(flow.to).or_default().insert(flow.from);
            receivers.entry(flow.from).or_default().insert(flow.to);
        }
        Self {
            flows,
            holdings,
            senders,
            receivers,
        }
    }

    /// The holdings of an application of the run.
    pub fn holdings(&self, id: &str) -> Option<&'a Holdings> {
        self.holdings.get(id)
    }

    /// The paths by which data reach an application: its predecessors by distance, each with the application it sends
    /// to. `through` decides at which applications the search continues.
    fn behind(&self, start: &'a str, through: impl Fn(&str) -> bool) -> Vec<(&'a str, &'a str)> {
        let mut seen = BTreeSet::from([start]);
        let mut steps = Vec::new();
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for sender in self.senders.get(at).into_iter().flatten().copied() {
                if seen.insert(sender) {
                    steps.push((sender, at));
                    if through(sender) {
                        queue.push_back(sender);
                    }
                }
            }
        }
        steps
    }

    /// The shortest path from the farthest application that leads to `end` only through applications that `hold`; the
    /// first sender first.
    pub fn chain(&self, end: &'a str, without: &str, hold: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let steps = self.behind(end, |id| id != without && hold(id));
        // The search runs by distance, so the last holder found is among the farthest.
        let first = steps
            .iter()
            .rev()
            .map(|(sender, _)| *sender)
            .find(|sender| *sender != without && hold(sender));
        way(first.unwrap_or(end), end, &steps)
    }

    /// The shortest path to `end` from an application that `holds`, through applications that do not.
    pub fn origin(&self, end: &'a str, holds: impl Fn(&str) -> bool) -> Option<Vec<&'a str>> {
        let steps = self.behind(end, |id| !holds(id));
        let (first, _) = steps.iter().find(|(sender, _)| holds(sender))?;
        Some(way(first, end, &steps))
    }

    /// The applications behind `start` that `need` to change before it, the last receiver first.
    pub fn change_before(&self, start: &'a str, need: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let mut order = Vec::new();
        // Depth first with an explicit stack: an application is listed after all its receivers.
        let mut stack = vec![(start, false)];
        while let Some((at, finished)) = stack.pop() {
            if finished {
                order.push(at);
                continue;
            }
            if !seen.insert(at) {
                continue;
            }
            stack.push((at, true));
            let receivers = self.receivers.get(at).into_iter().flatten().rev().copied();
            let waiting = receivers.filter(|id| !seen.contains(id) && need(id));
            stack.extend(waiting.map(|id| (id, false)));
        }
        order
    }
}

/// The path from `first` to `end` along the steps of a search that started at the end.
fn way<'a>(first: &'a str, end: &'a str, steps: &[(&'a str, &'a str)]) -> Vec<&'a str> {
    let next: BTreeMap<&str, &str> = steps.iter().copied().collect();
    let mut way = vec![first];
    let mut at = first;
    while at != end {
        let Some(following) = next.get(at) else { break };
        at = following;
        way.push(at);
    }
    way
}
