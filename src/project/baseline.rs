//! Findings that were there before: an earlier report of the same repository.

use std::collections::BTreeSet;

use crate::progress::{Because, Snapshot, Status, diff};
use crate::record::Report;

/// An earlier report that new findings are told by.
#[derive(Clone, Debug)]
pub struct Baseline {
    snapshot: Snapshot,
    /// File that it was read from, for the report.
    pub name: String,
}

impl Baseline {
    /// A baseline of a stored report.
    pub fn new(name: impl Into<String>, snapshot: Snapshot) -> Self {
        Self {
            snapshot,
            name: name.into(),
        }
    }

    /// Fingerprints of the findings of a report that the baseline holds as well, also where code moved or a file is
    /// called otherwise.
    pub(super) fn known(&self, report: &Report) -> BTreeSet<String> {
        // A report of this run has a day that can be read.
        let Ok(now) = Snapshot::try_from(report) else {
            return BTreeSet::new();
        };
        let changes = diff(&self.snapshot, &now, &[], &[]).changes;
        changes
            .into_iter()
            .filter(|change| {
                // What was a question and is proven by now is news; what an earlier baseline held is none.
                let was_known = change.because == Some(Because::WaiverEnded);
                was_known || change.status == Status::Unchanged && !change.is_new_failure()
            })
            .map(|change| change.finding.fingerprint.to_string())
            .collect()
    }
}
