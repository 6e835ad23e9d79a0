//! What a run can say about an application as a whole. Nothing read and nothing wrong are two results: a department that
//! handed in its documents sees it.

use serde::{Deserialize, Serialize};

use super::{ApplicationReport, Report};
use crate::outcome::Outcome;
use crate::rule::{Checklist, Coverage, RuleCards};

/// How an application stands after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Something is proven to be wrong.
    Failing,
    /// Nothing is proven, and questions are open.
    Asking,
    /// No defect in what was read, and something could not be read.
    Incomplete,
    /// All of it was looked at, and nothing is wrong.
    Clean,
    /// Nothing was read.
    Unread,
}

impl Standing {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 5] = [
        Self::Failing,
        Self::Asking,
        Self::Incomplete,
        Self::Clean,
        Self::Unread,
    ];
}

impl ApplicationReport {
    /// How it stands after the run.
    pub fn standing(&self, rules: &RuleCards) -> Standing {
        if self.failures(rules) > 0 {
            Standing::Failing
        } else if self.doubts() > 0 {
            Standing::Asking
        } else if !self.was_read() {
            Standing::Unread
        } else if !self.gaps.is_empty() {
            Standing::Incomplete
        } else {
            Standing::Clean
        }
    }

    /// Criteria of checklists that are open and that only people can decide.
    pub fn for_people(&self, checklists: &[Checklist]) -> u64 {
        // The few that a program decides alone, for one look at each cell.
        let automated: Vec<(&str, &str)> = checklists
            .iter()
            .flat_map(|list| {
                let criteria = list.criteria.iter();
                let automated = criteria.filter(|one| one.coverage == Coverage::Automated);
                automated.map(|one| (list.id.as_str(), one.id.as_str()))
            })
            .collect();
        let open = |cell: &&super::Cell| {
            let id = (cell.checklist.as_str(), cell.criterion.as_str());
            cell.verdict == Outcome::Untested && !automated.contains(&id)
        };
        self.cells.glance().iter().filter(open).count() as u64
    }
}

impl Report {
    /// How many applications stand how, in the order of [`Standing::ALL`].
    pub fn standings(&self) -> [(Standing, u64); 5] {
        let standings: Vec<Standing> = self
            .applications
            .iter()
            .map(|application| application.standing(&self.rules))
            .collect();
        Standing::ALL.map(|standing| {
            let same = standings.iter().filter(|other| **other == standing);
            (standing, same.count() as u64)
        })
    }
}
