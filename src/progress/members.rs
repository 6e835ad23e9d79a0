//! Findings about several places: which were added and which are gone since an earlier run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::Because;
use super::snapshot::FindingState;
use crate::model::Place;
use crate::outcome::Finding;

/// One of the places that a finding stands for, by the names that code keeps when it moves within its document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FoundAt {
    pub document: String,
    /// Path of names, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
}

impl From<&Place> for FoundAt {
    fn from(place: &Place) -> Self {
        Self {
            document: place.document.clone(),
            path: place.path.0.clone(),
        }
    }
}

/// The places that a finding stands for besides its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Others {
    pub count: u64,
    /// Those that the report lists.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub places: BTreeSet<FoundAt>,
    /// Places of the same finding that were set aside, and are in neither of the above.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub accepted: BTreeSet<FoundAt>,
}

impl Others {
    /// The other places of a finding about fields.
    pub(super) fn of(finding: &Finding) -> Self {
        Self {
            count: finding.further(),
            places: finding.places().skip(1).map(FoundAt::from).collect(),
            accepted: BTreeSet::new(),
        }
    }
}

impl FindingState {
    pub(super) fn found_at(&self) -> FoundAt {
        FoundAt {
            document: self.document.clone(),
            path: self.path.clone(),
        }
    }

    /// The places that are known, its own first, also those that were set aside.
    pub(super) fn known_places(&self) -> impl Iterator<Item = FoundAt> {
        let others = self.others.iter();
        let others = others.flat_map(|others| others.places.iter().chain(&others.accepted));
        std::iter::once(self.found_at()).chain(others.cloned())
    }

    /// Whether it stands for several places.
    pub(super) fn is_group(&self) -> bool {
        self.others
            .as_ref()
            .is_some_and(|others| others.count > 0 || !others.accepted.is_empty())
    }

    /// All places that were not set aside; `None` if the report does not list them all, or cannot tell them apart.
    pub(super) fn all_places(&self) -> Option<BTreeSet<FoundAt>> {
        let others = self.others.as_ref()?;
        let mut all = others.places.clone();
        all.insert(self.found_at());
        (all.len() as u64 == others.count.saturating_add(1)).then_some(all)
    }

    /// Adds the places of a part of the same finding that was set aside.
    pub(super) fn take_in(&mut self, part: &Self) {
        if let Some(others) = &mut self.others {
            others.accepted.extend(part.known_places());
        }
    }
}

/// How the places of a finding differ from those before. `was_known` and `is_there`: whether a place belonged to another
/// finding of the same kind before, and whether one has it now.
pub(super) fn other_places(
    then: &FindingState,
    now: &FindingState,
    was_known: impl Fn(&FoundAt) -> bool,
    is_there: impl Fn(&FoundAt) -> bool,
) -> Option<Because> {
    let (before, after) = (then.others.as_ref()?, now.others.as_ref()?);
    let accepted = [&before.accepted, &after.accepted];
    let (added, gone) = match (then.all_places(), now.all_places()) {
        (Some(mut before), Some(after)) => {
            before.extend(accepted[0].iter().cloned());
            let gone = before.difference(&after);
            let gone = gone.filter(|one| !accepted[1].contains(*one) && !is_there(one));
            let gone = gone.count() as u64;
            let moved = moved(&before, &after);
            let added = after.difference(&before);
            let added = added.filter(|one| !moved.contains(*one) && !was_known(one));
            let added: BTreeSet<FoundAt> = added.cloned().collect();
            if !added.is_empty() {
                let count = added.len() as u64;
                return Some(Because::MorePlaces { count, added });
            }
            (0, gone.saturating_sub(moved.len() as u64))
        }
        _ => {
            let [before_accepted, accepted] = accepted.map(|places| places.len() as u64);
            let before = before.count.saturating_add(before_accepted);
            let all = after.count.saturating_add(accepted);
            (
                after.count.saturating_sub(before),
                before.saturating_sub(all),
            )
        }
    };
    match (added, gone) {
        (0, 0) => None,
        (0, count) => Some(Because::FewerPlaces { count }),
        (count, _) => Some(Because::MorePlaces {
            count,
            added: BTreeSet::new(),
        }),
    }
}

/// Places that moved to another document and kept their names.
fn moved(before: &BTreeSet<FoundAt>, after: &BTreeSet<FoundAt>) -> BTreeSet<FoundAt> {
    let mut gone: BTreeMap<&[String], usize> = BTreeMap::new();
    for place in before.difference(after).filter(|one| !one.path.is_empty()) {
        *gone.entry(&place.path).or_default() += 1;
    }
    let mut moved = BTreeSet::new();
    for place in after.difference(before) {
        if let Some(left) = gone
            .get_mut(place.path.as_slice())
            .filter(|left| **left > 0)
        {
            *left -= 1;
            moved.insert(place.clone());
        }
    }
    moved
}
