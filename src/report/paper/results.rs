//! The results that a second audit suggests, at a glance: the page that a coordinator reads before the sheets.

use std::collections::BTreeMap;

use super::Table;
use super::draft::Draft;
use super::proposal::ProposedResult;
use crate::record::ApplicationReport;

/// Adds how many applications have each result, and whose it is; those that cannot be accepted come first. `silent` is the
/// number of applications about which nothing is suggested.
pub(super) fn results(
    results: &BTreeMap<ProposedResult, Vec<&ApplicationReport>>,
    silent: usize,
    draft: &mut Draft,
) {
    if results.is_empty() {
        return;
    }
    let mut sums = Table::new(
        draft.said("results-sums"),
        [
            (draft.label("result"), 70),
            (draft.label("applications"), 30),
        ],
    );
    let mut all = Table::new(
        draft.said("results-table"),
        [
            (draft.label("application"), 20),
            (draft.label("name"), 40),
            (draft.label("department"), 15),
            (draft.label("result"), 25),
        ],
    );
    for (result, applications) in results {
        let word = draft.said(match result {
            ProposedResult::No => "result-no",
            ProposedResult::Open => "result-open",
            ProposedResult::Once => "result-once",
            ProposedResult::Yes => "result-yes",
        });
        sums.rows
            .push(vec![word.to_owned(), applications.len().to_string()]);
        all.rows.extend(applications.iter().map(|application| {
            vec![
                application.id.clone(),
                application.name.clone(),
                application.department.clone(),
                word.to_owned(),
            ]
        }));
    }
    if silent > 0 {
        let word = draft.said("result-unread");
        sums.rows.push(vec![word.to_owned(), silent.to_string()]);
    }
    draft.heading(1, draft.said("results"));
    draft.table(sums);
    draft.table(all);
}
