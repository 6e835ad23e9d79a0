//! The overall result of a run for an application. "Nothing read" and "nothing wrong" are different results: a
//! department that submitted its documents sees which one applies.

use super::{ApplicationReport, Report, Weight};
use crate::closed::closed;
use crate::outcome::Outcome;
use crate::rule::{Checklist, Coverage, RuleCards};

closed! {
    /// The overall result for an application.
    pub enum Standing {
        /// A failure is proven.
        Failing = "failing",
        /// Failures are known from what the inventory and answers say alone: nothing was read, or nothing of it failed.
        Reported = "reported",
        /// No failure is proven, but questions are open.
        Asking = "asking",
        /// All failures left are set aside.
        SetAside = "set_aside",
        /// No defect in what was read, but something could not be read.
        Incomplete = "incomplete",
        /// Everything was examined; what the program could not decide, people answered.
        Answered = "answered",
        /// Everything was examined, and nothing is wrong.
        Clean = "clean",
        /// Nothing was read.
        Unread = "unread",
    }
}

impl ApplicationReport {
    /// The overall result of the run.
    pub fn standing(&self, rules: &RuleCards) -> Standing {
        if self.is_failing(rules) {
            Standing::Failing
        } else if self.failures(rules) > 0 {
            Standing::Reported
        } else if self.doubts() > 0 {
            Standing::Asking
        } else if !self.was_read() {
            Standing::Unread
        } else if self.has_failures_set_aside(rules) {
            Standing::SetAside
        } else if !self.gaps.is_empty() {
            Standing::Incomplete
        } else if !self.answered.is_empty() {
            Standing::Answered
        } else {
            Standing::Clean
        }
    }

    /// Whether a failure is proven by what was read. What the inventory says proves nothing, whatever else was read, and
    /// neither does a person who answers a question.
    pub fn is_failing(&self, rules: &RuleCards) -> bool {
        let was_seen = self.was_read() || !self.fields.glance().is_empty();
        was_seen && self.seen_failures(rules) > 0
    }

    /// Whether a failure was waived: it is set aside, and there all the same.
    fn has_failures_set_aside(&self, rules: &RuleCards) -> bool {
        self.waived.iter().any(|waived| {
            let card = rules.get(&waived.rule);
            Weight::of(card, &waived.finding) == Weight::Failure
        })
    }

    /// Number of open criteria that only people can decide.
    pub fn for_people(&self, checklists: &[Checklist]) -> u64 {
        // The few criteria decided by the program alone, collected once for all cells.
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
    /// Number of applications per result, in the order of [`Standing::ALL`].
    pub fn standings(&self) -> [(Standing, u64); Standing::ALL.len()] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gap::{Gap, GapReason, Stage};
    use crate::model::{Confidence, ModelPath, Place, ReadDocument};
    use crate::outcome::{Assertion, Facts, Finding, FindingKind, Fingerprint, Tally};
    use crate::record::Waived;

    const DOCUMENT: &str = "a.sql";

    /// A rule that failed.
    fn failed(rule: &str) -> Assertion {
        let failure = Finding {
            fingerprint: Fingerprint::compute("APP", rule, DOCUMENT, &ModelPath::default(), 0),
            kind: FindingKind::Failure,
            variant: None,
            facts: Facts::new(),
            place: Place::document(DOCUMENT),
            related: Vec::new(),
            cause: String::new(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        };
        Assertion {
            rule: rule.to_owned(),
            subject: DOCUMENT.to_owned(),
            outcome: Outcome::Failed,
            tally: Tally::default(),
            findings: vec![failure],
        }
    }

    fn document() -> ReadDocument {
        ReadDocument {
            document: DOCUMENT.to_owned(),
            parts: Vec::new(),
            artefact: String::new(),
            format: Some("sql".to_owned()),
            digest: String::new(),
            bytes: 1,
            page: None,
        }
    }

    #[test]
    fn answers_prove_nothing_about_what_was_read() {
        const ANSWER: &str = "gender/answered-entries-complete";
        const SEEN: &str = "gender/four-entries-storable";
        let rules = crate::rule::load(None).expect("the shipped rules").cards();
        let standing = |failed_rules: &[&str]| {
            let application = ApplicationReport {
                documents: vec![document()].into(),
                assertions: failed_rules.iter().map(|rule| failed(rule)).collect(),
                ..ApplicationReport::default()
            };
            application.standing(&rules)
        };
        assert_eq!(standing(&[ANSWER]), Standing::Reported);
        assert_eq!(standing(&[ANSWER, SEEN]), Standing::Failing);
        // A stored report knows these rules by its planning assumptions.
        let stored = include_str!("../../tests/report/report.json");
        let mut stored: Report = serde_json::from_str(stored).expect("the stored report");
        (stored.rules, stored.planning) = (rules.clone(), None);
        let json = serde_json::to_string(&stored).expect("JSON");
        let again: Report = serde_json::from_str(&json).expect("a report");
        assert_eq!(again.rules, rules);
    }

    #[test]
    fn what_is_set_aside_is_not_gone() {
        let rule = "gender/four-entries-storable";
        let rules = crate::rule::load(None).expect("the shipped rules").cards();
        let waived = |rule: &str| Waived {
            rule: rule.to_owned(),
            finding: failed(rule).findings.remove(0),
            reason: "Ablösung".to_owned(),
            approved_by: "Leitung".to_owned(),
            until: None,
        };
        let standing = |waived: Vec<Waived>, gaps: Vec<Gap>| {
            let application = ApplicationReport {
                documents: vec![document()].into(),
                waived,
                gaps,
                ..ApplicationReport::default()
            };
            application.standing(&rules)
        };
        assert_eq!(standing(vec![waived(rule)], Vec::new()), Standing::SetAside);
        assert_eq!(standing(Vec::new(), Vec::new()), Standing::Clean);
    }

    #[test]
    fn what_could_not_be_read_proves_nothing() {
        let lost = Gap::of_document(DOCUMENT, Stage::Parse, GapReason::Malformed, "");
        let standing = |gaps: &[Gap], assertions: &[Assertion]| {
            let application = ApplicationReport {
                documents: vec![document()].into(),
                gaps: gaps.to_vec(),
                assertions: assertions.to_vec(),
                ..ApplicationReport::default()
            };
            application.standing(&RuleCards::default())
        };
        assert_eq!(standing(&[], &[]), Standing::Clean);
        assert_eq!(standing(&[], &[failed("a/b")]), Standing::Failing);
        let lost = [lost];
        assert_eq!(standing(&lost, &[]), Standing::Unread);
        assert_eq!(standing(&lost, &[failed("a/b")]), Standing::Reported);
    }
}
