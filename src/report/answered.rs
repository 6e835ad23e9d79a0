//! What only the answers of the inventory say, apart from what was read.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report};
use crate::rule::{Formula, RuleCard};

/// The demands of a report, to tell which of them answers alone leave unmet.
pub struct Answered<'a> {
    report: &'a Report,
    /// By checklist and criterion.
    demands: BTreeMap<Key<'a>, Demand<'a>>,
}

/// A checklist and one of its criteria, by their ids.
type Key<'a> = (&'a str, &'a str);

/// A demand that rules decide.
struct Demand<'a> {
    key: Key<'a>,
    formula: &'a Formula,
}

/// A rule that failed.
struct Failed<'a> {
    card: &'a RuleCard,
    /// Whether only answers say so: it judges them, or a person answered each of its questions.
    by_answers: bool,
}

impl<'a> Answered<'a> {
    /// The demands of a report.
    pub fn new(report: &'a Report) -> Self {
        let demands = report.checklists.iter().flat_map(|list| {
            list.criteria.iter().filter_map(|criterion| {
                let formula = criterion.decided_by.as_ref()?;
                let key = (list.id.as_str(), criterion.id.as_str());
                Some((key, Demand { key, formula }))
            })
        });
        Self {
            report,
            demands: demands.collect(),
        }
    }

    /// The demands that an application fails by answers alone, by checklist and criterion: no rule about its documents
    /// failed, and no person decided.
    pub fn fails_alone(&self, application: &ApplicationReport) -> Vec<Key<'a>> {
        let failed = self.failed(application);
        if !failed.iter().any(|failed| failed.by_answers) {
            return Vec::new();
        }
        let cells = application.cells.glance();
        let cells = cells.iter();
        cells
            .filter(|cell| cell.verdict == Outcome::Failed && !cell.answered)
            .filter_map(|cell| {
                let key = (cell.checklist.as_str(), cell.criterion.as_str());
                let demand = self.demands.get(&key)?;
                let mut involved = failed
                    .iter()
                    .filter(|failed| demand.formula.involves(failed.card))
                    .peekable();
                let is_alone =
                    involved.peek().is_some() && involved.all(|failed| failed.by_answers);
                is_alone.then_some(demand.key)
            })
            .collect()
    }

    /// Number of applications to be clarified that lack entries or a neutral salutation by answers alone.
    pub fn lacking(&self) -> u64 {
        let is_demanded = |card: &RuleCard| {
            let mut demands = self.demands.values();
            demands.any(|demand| demand.formula.involves(card))
        };
        let lacks = |application: &&ApplicationReport| {
            application.is_to_be_clarified(&self.report.rules)
                && self
                    .failed(application)
                    .into_iter()
                    .any(|failed| failed.by_answers && is_demanded(failed.card))
        };
        self.report.applications.iter().filter(lacks).count() as u64
    }

    /// The rules that failed.
    fn failed(&self, application: &ApplicationReport) -> Vec<Failed<'a>> {
        let assertions = application.assertions.iter();
        assertions
            .filter(|assertion| assertion.outcome == Outcome::Failed)
            .filter_map(|assertion| {
                let card = self.report.rules.get(&assertion.rule)?;
                let by_answers = card.is_about_answers || assertion.is_stated();
                Some(Failed { card, by_answers })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Answer;
    use crate::model::{Confidence, ModelPath, Place};
    use crate::outcome::{Assertion, CONFIRMED_BY, Fact, Finding, FindingKind, Fingerprint, Tally};
    use crate::record::Cell;

    const ENTRIES: &str = "gender/answered-entries-complete";
    const STORABLE: &str = "gender/four-entries-storable";

    fn failed(rule: &str) -> Assertion {
        Assertion {
            rule: rule.to_owned(),
            subject: "A".to_owned(),
            outcome: Outcome::Failed,
            tally: Tally::default(),
            findings: Vec::new(),
        }
    }

    /// A rule whose question a person answered with "not met".
    fn stated(rule: &str) -> Assertion {
        let by = Fact::Text("Fachstelle, 23.11.2026".to_owned());
        let finding = Finding {
            fingerprint: Fingerprint::compute("A", rule, "a.sql", &ModelPath::default(), 0),
            kind: FindingKind::Failure,
            variant: None,
            facts: [(CONFIRMED_BY.to_owned(), by)].into(),
            place: Place::document("a.sql"),
            related: Vec::new(),
            cause: String::new(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        };
        Assertion {
            findings: vec![finding],
            ..failed(rule)
        }
    }

    #[test]
    fn what_answers_alone_say_is_told_from_what_was_read() {
        let book = crate::rule::load(None).expect("the shipped rules");
        let cell = |verdict: Outcome, answered: bool| Cell {
            checklist: "gifa".to_owned(),
            criterion: "G02".to_owned(),
            verdict,
            answered,
        };
        let application = |rules: &[&str]| ApplicationReport {
            assertions: rules.iter().map(|rule| failed(rule)).collect(),
            cells: vec![cell(Outcome::Failed, false)].into(),
            stores_gender: Some(Answer::Yes),
            ..ApplicationReport::default()
        };
        let decided = ApplicationReport {
            cells: vec![cell(Outcome::Failed, true)].into(),
            ..application(&[ENTRIES])
        };
        // The list does not apply to it, and nothing has to be clarified.
        let without = ApplicationReport {
            cells: vec![cell(Outcome::Inapplicable, false)].into(),
            stores_gender: None,
            ..application(&[ENTRIES])
        };
        let stated = ApplicationReport {
            assertions: vec![stated(STORABLE)],
            ..application(&[])
        };
        let stored = include_str!("../../tests/report/report.json");
        let stored: Report = serde_json::from_str(stored).expect("the stored report");
        let report = Report {
            rules: book.cards(),
            checklists: book.checklists.clone(),
            planning: None,
            applications: vec![
                application(&[ENTRIES]),
                application(&[ENTRIES, STORABLE]),
                application(&["gender/survey-matches-scan"]),
                application(&[]),
                decided,
                without,
                stated,
            ],
            ..stored
        };
        let answered = Answered::new(&report);
        let alone = report.applications.iter();
        let alone = alone.map(|application| answered.fails_alone(application));
        let alone: Vec<bool> = alone.map(|demands| demands == [("gifa", "G02")]).collect();
        assert_eq!(alone, [true, false, false, false, false, false, true]);
        // Without a field, the second lacks entries by its answer as well.
        assert_eq!(answered.lacking(), 4);
    }
}
