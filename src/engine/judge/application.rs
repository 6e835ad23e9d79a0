//! Judging an application as a whole, and a bidder's dossier.

use std::collections::{BTreeMap, BTreeSet};

use super::{panicked, rules_in_force};
use crate::check::{Check, Dossier, FieldTables, NotedPages, PageSketch, Site};
use crate::engine::assertion::Subject;
use crate::engine::{ExaminedApplication, fields};
use crate::gap::contain;
use crate::outcome::{Assertion, Outcome, PageNote};
use crate::rule::{Rule, RuleBook};

/// Judges an application by the rules about fields and about the application as a whole.
pub fn judge_application<'a>(
    mut examined: ExaminedApplication<'a>,
    book: &RuleBook,
) -> ExaminedApplication<'a> {
    let dossier = Dossier {
        application: examined.application,
        fields: examined.judged(),
        domains: &examined.domains,
        documents: examined.documents_read(),
        tables: FieldTables::default(),
    };
    let site = Site::new(&examined.pages);
    let mut judged = Vec::new();
    let mut gaps = Vec::new();
    let mut outcomes_by_field = vec![BTreeMap::new(); dossier.fields.len()];
    let broken = broken_criteria(&examined.assertions, book);
    for rule in rules_in_force(book) {
        let judge = || match &rule.check {
            Check::Duty(check) => {
                let notes = examined.notes.iter();
                let notes: Vec<&PageNote> =
                    notes.filter(|note| note.rule == rule.card.id).collect();
                let pages = NotedPages {
                    application: examined.application,
                    notes: &notes,
                    broken: &broken,
                };
                let subject = Subject {
                    application: &examined.application.id,
                    document: &examined.application.id,
                };
                let assertion = subject.assert(rule, check.judge(&pages));
                (vec![assertion], Vec::new())
            }
            _ => judge_dossier(&dossier, &site, rule),
        };
        match contain(judge) {
            Ok((assertions, outcomes)) => {
                judged.extend(assertions);
                for (index, outcome) in outcomes {
                    outcomes_by_field[index].insert(rule.card.id.clone(), outcome);
                }
            }
            Err(cause) => {
                gaps.push(panicked(
                    &dossier.application.id,
                    Some(&rule.card.id),
                    cause,
                ));
            }
        }
    }
    examined.assertions.extend(judged);
    examined.gaps.extend(gaps);
    examined.outcomes_by_field = outcomes_by_field;
    examined
}

/// Success criteria that rules on an application's documents prove to be violated.
fn broken_criteria<'b>(assertions: &[Assertion], book: &'b RuleBook) -> BTreeSet<&'b str> {
    let failed = assertions
        .iter()
        .filter(|assertion| assertion.outcome == Outcome::Failed);
    let cards = failed.filter_map(|assertion| book.rules.get(&assertion.rule));
    cards
        .flat_map(|rule| rule.card.wcag.iter().map(String::as_str))
        .collect()
}

fn judge_dossier(
    dossier: &Dossier<'_>,
    site: &Site<'_>,
    rule: &Rule,
) -> (Vec<Assertion>, Vec<(usize, Outcome)>) {
    let application = dossier.application.id.as_str();
    match &rule.check {
        Check::Field(check) => {
            let judged = fields::judge_fields(check.as_ref(), rule, dossier);
            let assertions = judged
                .by_document
                .into_iter()
                .map(|(document, targets)| {
                    Subject {
                        application,
                        document: &document,
                    }
                    .assert(rule, targets)
                })
                .collect();
            (assertions, judged.outcomes)
        }
        Check::Site(check) => {
            let judged = site.pages().iter().zip(check.judge(site));
            let assert = |(page, targets): (&PageSketch, _)| {
                let subject = Subject {
                    application,
                    document: &page.document,
                };
                subject.assert(rule, targets)
            };
            (judged.map(assert).collect(), Vec::new())
        }
        Check::Dossier(check) => {
            let targets = check.judge(dossier);
            let subject = Subject {
                application,
                document: application,
            };
            (vec![subject.assert(rule, targets)], Vec::new())
        }
        Check::Schema(_)
        | Check::Usage(_)
        | Check::Page(_)
        | Check::Pdf(_)
        | Check::Duty(_)
        | Check::Estate(_) => (Vec::new(), Vec::new()),
    }
}
