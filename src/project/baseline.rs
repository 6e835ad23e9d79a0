//! Existing findings: an earlier report on the same repository.

use std::collections::BTreeSet;

use crate::progress::{Because, Snapshot, Status, diff};
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

    /// Fingerprints of a report's findings that the baseline contains too, even if code moved or a file was renamed.
    pub(super) fn known(&self, report: &Report) -> BTreeSet<String> {
        // A report of this run has a valid date.
        let Ok(now) = Snapshot::try_from(report) else {
            return BTreeSet::new();
        };
        let changes = diff(&self.snapshot, &now, &[], &[]).changes;
        changes
            .into_iter()
            .filter(|change| {
                // A question that is now proven is new, and so is a failure that became worse; a finding set aside by
                // an earlier baseline is not.
                let was_known = change.because == Some(Because::WaiverEnded);
                was_known || change.status == Status::Unchanged && !change.is_new_failure()
            })
            .map(|change| change.finding.fingerprint.to_string())
            .collect()
    }
}
