//! Ids that decisions may name. An inventory knows no rules; its caller can supply the ids that exist.

use std::collections::BTreeSet;

use super::answers::Subject;
use super::entry::Entry;
use super::message::{Message, hint, same};
use super::rules::Out;
use crate::problem::nearest;

/// Ids of rules, criteria and findings that exist.
#[derive(Clone, Debug, Default)]
pub struct KnownIds {
    /// Ids of rules, including former ones.
    pub rules: BTreeSet<String>,
    /// Criteria as `checklist/criterion`.
    pub criteria: BTreeSet<String>,
    /// Fingerprints of a report; `None` without a report.
    pub findings: Option<BTreeSet<String>>,
}

impl KnownIds {
    /// INV-027, INV-029
    pub(super) fn check(&self, about: &Subject, entry: &Entry<'_>, out: &mut Out<'_>) {
        let (key, field, id, ids) = match about {
            Subject::Rule { rule, .. } => ("inv-027-rule", "rule", rule, &self.rules),
            Subject::Criterion(criterion) => {
                ("inv-027-criterion", "criterion", criterion, &self.criteria)
            }
            Subject::Finding(finding) => match &self.findings {
                Some(findings) => ("inv-029", "finding", finding, findings),
                None => return,
            },
        };
        if ids.contains(id) {
            return;
        }
        let near = nearest(id, ids.iter().map(String::as_str));
        let message = Message::new(key)
            .with("id", id)
            .with_both("hint", near.map_or_else(|| same(""), hint));
        out.problem_at(entry, field, message);
    }

    /// An id that exists, for examples: the proposed one, else the first of its kind.
    pub(super) fn example<'k>(&'k self, table: &str, field: &str, proposed: &'k str) -> &'k str {
        let ids = match (table, field) {
            ("answer" | "waiver", "rule") => &self.rules,
            ("answer", "criterion") => &self.criteria,
            _ => return proposed,
        };
        if ids.contains(proposed) {
            return proposed;
        }
        ids.first().map_or(proposed, String::as_str)
    }
}
