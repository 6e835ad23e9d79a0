//! What only the answers of the inventory say, apart from what was read.

use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report};
use crate::rule::{Criterion, Planning, RuleCard};

/// The rules of a report that judge answers.
pub struct Answered<'a> {
    report: &'a Report,
    planning: Planning,
}

impl<'a> Answered<'a> {
    /// The rules of a report.
    pub fn new(report: &'a Report) -> Self {
        Self {
            report,
            planning: report.planning.clone().unwrap_or_else(Planning::shipped),
        }
    }

    /// Whether answers alone say that an application does not meet a demand: no rule about its documents failed.
    pub fn fails_alone(&self, application: &ApplicationReport, criterion: &Criterion) -> bool {
        let Some(formula) = &criterion.decided_by else {
            return false;
        };
        let involved = self
            .failed(application)
            .filter(|card| formula.involves(card));
        let mut involved = involved.peekable();
        involved.peek().is_some() && involved.all(|card| self.is_answer(card))
    }

    /// Number of applications that lack entries or a neutral salutation by answers alone: none of their fields was seen
    /// to fail.
    pub fn lacking(&self) -> u64 {
        let lists = &self.report.checklists;
        let criteria: Vec<&Criterion> = lists.iter().flat_map(|list| &list.criteria).collect();
        let is_demanded = |card: &RuleCard| {
            let mut formulas = criteria
                .iter()
                .filter_map(|criterion| criterion.decided_by.as_ref());
            formulas.any(|formula| formula.involves(card))
        };
        let lacks = |application: &&ApplicationReport| {
            let mut failed = self.failed(application);
            failed.any(|card| self.is_answer(card) && is_demanded(card))
                && !application.fails_a_field(&self.report.rules)
        };
        self.report.applications.iter().filter(lacks).count() as u64
    }

    /// The rules that failed.
    fn failed<'s>(
        &'s self,
        application: &'s ApplicationReport,
    ) -> impl Iterator<Item = &'s RuleCard> {
        let assertions = application.assertions.iter();
        assertions
            .filter(|assertion| assertion.outcome == Outcome::Failed)
            .filter_map(|assertion| self.report.rules.get(&assertion.rule))
    }

    fn is_answer(&self, card: &RuleCard) -> bool {
        self.planning.is_about_an_answer(&card.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Assertion, Tally};

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

    #[test]
    fn what_answers_alone_say_is_told_from_what_was_read() {
        let book = crate::rule::load(None).expect("the shipped rules");
        let application = |rules: &[&str]| ApplicationReport {
            assertions: rules.iter().map(|rule| failed(rule)).collect(),
            ..ApplicationReport::default()
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
            ],
            ..stored
        };
        let answered = Answered::new(&report);
        let gifa = report.checklists.iter().find(|list| list.id == "gifa");
        let criteria = &gifa.expect("the list").criteria;
        let criterion = criteria.iter().find(|criterion| criterion.id == "G02");
        let criterion = criterion.expect("the demand");
        let alone: Vec<bool> = report
            .applications
            .iter()
            .map(|application| answered.fails_alone(application, criterion))
            .collect();
        assert_eq!(alone, [true, false, false, false]);
        // Without a field, the second lacks entries by its answer as well.
        assert_eq!(answered.lacking(), 2);
    }
}
