//! Compares two reports.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::applications::ApplicationChanges;
use super::change::{Change, MatchedBy, Status};
use super::ledger::{Ledger, Partial, matched};
use super::snapshot::{RuleState, Snapshot};

/// Version of the output format.
pub const SCHEMA: &str = "fachcheck-diff/1";

/// The changes from one report to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Version of the output format.
    pub schema: &'static str,
    pub old: RunRef,
    pub new: RunRef,
    /// How many earlier reports were searched for findings that came back.
    pub earlier: usize,
    /// Departments the comparison is limited to; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrowed_to: Vec<String>,
    /// Number of findings per status; the sum is the number of changes.
    pub totals: BTreeMap<Status, u64>,
    /// The same per department.
    pub departments: BTreeMap<String, BTreeMap<Status, u64>>,
    /// Failures that were not there before: new, reopened, or only a question until now.
    pub new_failures: u64,
    /// How many findings were recognised in which way.
    pub matched_by: BTreeMap<MatchedBy, u64>,
    pub applications: ApplicationChanges,
    /// Rules that only the new report applied.
    pub rules_added: Vec<String>,
    /// Rules that only the old report applied.
    pub rules_removed: Vec<String>,
    /// Every finding of both reports, once.
    pub changes: Vec<Change>,
    /// Department names by id.
    pub department_names: BTreeMap<String, String>,
    /// Titles and severities of the rules.
    pub rules: BTreeMap<String, RuleState>,
}

/// A report in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRef {
    pub date: Date,
    pub organisation: String,
    pub tool_version: String,
    pub rules_digest: String,
    pub applications: usize,
}

impl From<&Snapshot> for RunRef {
    fn from(run: &Snapshot) -> Self {
        Self {
            date: run.date,
            organisation: run.organisation.clone(),
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.clone(),
            applications: run.applications.len(),
        }
    }
}

/// Compares two reports. `earlier` holds the reports before `old` in order; they show what was fixed before.
/// `departments` limits the comparison; empty means all.
pub fn diff(old: &Snapshot, new: &Snapshot, earlier: &[Snapshot], departments: &[String]) -> Diff {
    let mut ledger = Ledger::default();
    for run in earlier {
        ledger.step(run, Partial::CarriedOn);
    }
    ledger.step(old, Partial::Gone);
    let step = ledger.step(new, Partial::Gone);
    let wanted = |department: &str| {
        departments.is_empty() || departments.iter().any(|wanted| wanted == department)
    };
    let mut changes = step.changes;
    changes.retain(|change| wanted(&change.department));
    let mut totals: BTreeMap<Status, u64> =
        Status::ALL.into_iter().map(|status| (status, 0)).collect();
    let mut by_department: BTreeMap<String, BTreeMap<Status, u64>> = BTreeMap::new();
    for change in &changes {
        *totals.entry(change.status).or_default() += 1;
        let department = by_department.entry(change.department.clone()).or_default();
        *department.entry(change.status).or_default() += 1;
    }
    let belongs = |id: &String| {
        let application = new
            .applications
            .get(id)
            .or_else(|| old.applications.get(id));
        application.is_some_and(|application| wanted(&application.profile.department))
    };
    let mut applications = step.applications;
    applications.added.retain(belongs);
    applications.removed.retain(belongs);
    applications.renamed.retain(|change| belongs(&change.new));
    let only = |here: &Snapshot, there: &Snapshot| -> Vec<String> {
        let rules = here.rules.keys();
        let missing = rules.filter(|rule| !there.rules.contains_key(*rule));
        missing.cloned().collect()
    };
    let mut rules = old.rules.clone();
    rules.extend(new.rules.clone());
    let mut department_names = old.departments.clone();
    department_names.extend(new.departments.clone());
    Diff {
        schema: SCHEMA,
        old: old.into(),
        new: new.into(),
        earlier: earlier.len(),
        narrowed_to: departments.to_vec(),
        totals,
        departments: by_department,
        new_failures: changes
            .iter()
            .filter(|change| change.is_new_failure())
            .count() as u64,
        matched_by: matched(&changes),
        applications,
        rules_added: only(new, old),
        rules_removed: only(old, new),
        changes,
        department_names,
        rules,
    }
}
