//! The state of a field and a demand after an audit, in the words of the acceptance sheet: a waived failure is neither
//! met nor irrelevant, and a second look without findings is more than no look.

use std::collections::BTreeSet;

use super::draft;
use crate::outcome::{Assertion, Finding, Outcome};
use crate::record::{
    ApplicationReport, Cell, Concerned, FieldRecord, Report, Standing, Waived, Weight,
};
use crate::report::words::{self, verdict};
use crate::rule::{Formula, Planning, RuleCard};
use crate::texts::{Language, filled, text};

/// An audit's results for an application.
#[derive(Clone, Copy)]
pub(super) struct Audited<'a> {
    pub report: &'a Report,
    pub application: &'a ApplicationReport,
}

impl<'a> Audited<'a> {
    /// A field with its values and state.
    pub fn field(self, field: &FieldRecord, language: Language) -> String {
        let values = draft::field_values(field, language);
        let concerned = Concerned::by(field, self.application);
        let open = self
            .open()
            .filter(|(rule, finding)| concerned.has(rule, finding));
        let weights = open.map(|(rule, finding)| Weight::of(self.card(rule), finding));
        let waived = self.application.waived.iter();
        let waived = waived.filter(|waived| concerned.has(&waived.rule, &waived.finding));
        let outcome = match weights.min() {
            Some(Weight::Failure) => Outcome::Failed,
            Some(Weight::Question) => Outcome::CantTell,
            // A second look decided nothing here; a person did.
            _ if field.answered => {
                let said = words::by_answer(field.outcome, language);
                return format!("{said}: {values}");
            }
            _ => match (reasons(waived), field.outcome) {
                (Some(reasons), _) => {
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("values", &values), ("reasons", &reasons)];
                    return filled("paper.field-waived", language, &values);
                }
                // The verdict of a field is about its entries; other rules cover salutations.
                (None, Outcome::Inapplicable) => {
                    return filled("paper.field-quiet", language, &[("values", &values)]);
                }
                (None, outcome) => outcome,
            },
        };
        format!("{}: {values}", verdict(outcome, language))
    }

    /// The state of a demand. `before` is its verdict in the previous audit, if any.
    pub fn demand(self, cell: &Cell, before: Option<Outcome>, language: Language) -> String {
        let said = verdict(cell.verdict, language);
        let Some(formula) = self.formula(cell) else {
            return said;
        };
        let decides = |rule: &str| self.card(rule).is_some_and(|card| formula.involves(card));
        if self.open().any(|(rule, _)| decides(rule)) {
            return said;
        }
        let waived = self.application.waived.iter();
        let waived = reasons(waived.filter(|waived| decides(&waived.rule)));
        let is_answered = application_answers(self.application, &decides);
        match (cell.verdict, waived, before) {
            (Outcome::Untested, None, Some(Outcome::CantTell)) if is_answered => {
                format!(
                    "{} {}",
                    words::symbol(Outcome::Passed),
                    text("paper.demand-answered", language)
                )
            }
            (Outcome::Failed, Some(reasons), _) => filled(
                "paper.demand-waived",
                language,
                &[("outcome", &said), ("reasons", &reasons)],
            ),
            (Outcome::Untested, None, Some(before @ (Outcome::Failed | Outcome::CantTell)))
                if self.was_met(formula) =>
            {
                let sign = words::symbol(Outcome::Passed);
                let key = match before {
                    Outcome::Failed => "paper.demand-mended",
                    // There was a question, never a failure.
                    _ => "paper.demand-clarified",
                };
                format!("{sign} {}", text(key, language))
            }
            _ => said,
        }
    }

    /// The state of a demand that is in no checklist.
    pub fn beside_lists(self, card: &RuleCard, language: Language) -> String {
        let failed = verdict(Outcome::Failed, language);
        let is_open = |(rule, finding): (&str, &Finding)| {
            rule == card.id && Weight::of(Some(card), finding) == Weight::Failure
        };
        if self.open().any(is_open) {
            return failed;
        }
        let waived = self.application.waived.iter();
        match reasons(waived.filter(|waived| waived.rule == card.id)) {
            Some(reasons) => filled(
                "paper.demand-waived",
                language,
                &[("outcome", &failed), ("reasons", &reasons)],
            ),
            None => text("paper.demand-beside-quiet", language).to_owned(),
        }
    }

    /// Whether there is nothing to say about the application: nothing was read, or nothing that was understood.
    pub fn says_nothing(self, planning: &Planning) -> bool {
        let application = self.application;
        // Whatever answers say, there is no document that could be accepted.
        let unseen = !application.was_read() && application.fields.glance().is_empty();
        let unread = unseen || application.standing(&self.report.rules) == Standing::Unread;
        unread || (!self.application.gaps.is_empty() && !self.has_judged(planning))
    }

    /// Whether the audit judged anything in the documents. Answers in the inventory are judged even if nothing was
    /// read.
    pub fn has_judged(self, planning: &Planning) -> bool {
        let about_documents = |rule: &str| !planning.is_about_an_answer(rule);
        let application = self.application;
        // A subject that passes because a person said so was not judged.
        let answered = |rule: &str| {
            let answered = application.answered.iter();
            answered.filter(|one| one.rule == rule).count()
        };
        let is_proven = |one: &Assertion| match one.outcome {
            Outcome::Passed => one.tally.passed as usize > answered(&one.rule),
            outcome => outcome.is_decided(),
        };
        let mut listed = application.assertions.iter();
        let listed = listed.any(|one| is_proven(one) && about_documents(&one.rule));
        let settled = application.settled.glance();
        let mut settled = settled.iter();
        let settled = settled
            .any(|(rule, one)| one.passed as usize > answered(rule) && about_documents(rule));
        listed || settled || self.has_judged_cell(planning)
    }

    /// Whether a demand is decided, and not by answers: reports of older versions list no settled rules.
    fn has_judged_cell(self, planning: &Planning) -> bool {
        let assertions = self.application.assertions.iter();
        let about_answers: Vec<&RuleCard> = assertions
            .filter(|one| one.outcome.is_decided() && planning.is_about_an_answer(&one.rule))
            .map(|one| &one.rule)
            .chain(self.application.answered.iter().map(|one| &one.rule))
            .filter_map(|rule| self.card(rule))
            .collect();
        let by_answers = |cell: &Cell| {
            let formula = self.formula(cell);
            formula.is_some_and(|formula| about_answers.iter().any(|card| formula.involves(card)))
        };
        let mut cells = self.application.cells.iter();
        cells.any(|cell| cell.verdict.is_decided() && !cell.answered && !by_answers(cell))
    }

    /// Whether the rules of a demand found targets, all in order, and missed nothing.
    fn was_met(self, formula: &Formula) -> bool {
        let application = self.application;
        let settled = application.settled.glance();
        let settled = settled.iter();
        let counted = settled.map(|(rule, subjects)| (rule, subjects.passed, subjects.untested));
        let listed = application.assertions.iter().map(|assertion| {
            let tally = assertion.tally;
            (&assertion.rule, tally.passed, tally.untested)
        });
        let (mut passed, mut untested) = (0, 0);
        for (rule, met, missed) in counted.chain(listed) {
            if self.card(rule).is_some_and(|card| formula.involves(card)) {
                passed += met;
                untested += missed;
            }
        }
        let lost = |gap: &crate::gap::Gap| gap.reason.loses_document();
        passed > 0 && untested == 0 && !application.gaps.iter().any(lost)
    }

    fn open(self) -> impl Iterator<Item = (&'a str, &'a Finding)> {
        let assertions = self.application.assertions.iter();
        assertions.flat_map(|assertion| {
            let findings = assertion.findings.iter();
            findings.map(|finding| (assertion.rule.as_str(), finding))
        })
    }

    fn card(self, rule: &str) -> Option<&'a RuleCard> {
        self.report.rules.get(rule)
    }

    fn formula(self, cell: &Cell) -> Option<&'a Formula> {
        let mut lists = self.report.checklists.iter();
        let list = lists.find(|list| list.id == cell.checklist)?;
        let mut criteria = list.criteria.iter();
        let criterion = criteria.find(|criterion| criterion.id == cell.criterion)?;
        criterion.decided_by.as_ref()
    }
}

/// Whether a person answered a question of one of the rules selected by `decides`.
fn application_answers(application: &ApplicationReport, decides: &impl Fn(&str) -> bool) -> bool {
    let mut answered = application.answered.iter();
    answered.any(|one| decides(&one.rule))
}

/// Why findings were waived, each reason once; `None` if none was.
fn reasons<'a>(waived: impl Iterator<Item = &'a Waived>) -> Option<String> {
    let reasons: BTreeSet<&str> = waived.map(|waived| waived.reason.as_str()).collect();
    let reasons: Vec<&str> = reasons.into_iter().collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}
