//! Existing findings: an earlier report on the same repository.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Place;
use crate::outcome::Finding;
use crate::progress::{Because, FoundAt, Snapshot, Status, diff};
use crate::record::Report;

/// An earlier report; findings not in it are new.
#[derive(Clone, Debug)]
pub struct Baseline {
    snapshot: Snapshot,
    /// Name of its file, for the report.
    pub name: String,
}

impl Baseline {
    /// Creates a baseline from a stored report.
    pub fn new(name: impl Into<String>, snapshot: Snapshot) -> Self {
        Self {
            snapshot,
            name: name.into(),
        }
    }

    /// What a report says that the baseline says too, even if code moved or a file was renamed.
    pub(super) fn known(&self, report: &Report) -> Known {
        // A report of this run has a valid date.
        let Ok(now) = Snapshot::try_from(report) else {
            return Known::default();
        };
        let changes = diff(&self.snapshot, &now, &[], &[]).changes.into_iter();
        let mut gone = 0;
        let known = changes.filter_map(|change| {
            gone += u64::from(change.status == Status::Fixed);
            let added = match change.because {
                Some(Because::MorePlaces { added, .. }) if added.is_empty() => return None,
                Some(Because::MorePlaces { added, .. }) => added,
                // A question that is now proven is new, and so is a failure that became worse; a finding set aside by
                // an earlier baseline is not.
                Some(Because::WaiverEnded) => BTreeSet::new(),
                _ if change.status == Status::Unchanged && !change.is_new_failure() => {
                    BTreeSet::new()
                }
                _ => return None,
            };
            Some((change.finding.fingerprint.to_string(), added))
        });
        let places = known.collect();
        Known { places, gone }
    }
}

/// What became of the findings of a baseline.
#[derive(Default)]
pub(super) struct Known {
    /// Those that are still there: by fingerprint, with the places that were added since.
    places: BTreeMap<String, BTreeSet<FoundAt>>,
    /// Number of those that were looked at again and are gone.
    pub gone: u64,
}

impl Known {
    /// Whether the baseline says the same about one of a finding's places.
    pub(super) fn holds(&self, finding: &Finding, place: &Place) -> bool {
        let added = self.places.get(finding.fingerprint.as_str());
        added.is_some_and(|added| !added.contains(&FoundAt::from(place)))
    }
}
