//! Results of the artefact scan for one question.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Question, lists};
use crate::closed::closed;
use crate::gender::Subject;
use crate::model::{Layer, Place};
use crate::outcome::{Finding, Outcome};
use crate::record::{ApplicationReport, Report};
use crate::rule::{Coverage, Criterion, Formula, RuleCard};
use crate::texts::{Bilingual, Language};

/// What the artefacts show about a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    pub outcome: ScanOutcome,
    /// Number of passes of the question's rules.
    pub passed: u64,
    /// Failures and doubts, failures first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Whether value lists in documents of the bid do not match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lists_differ: bool,
}

closed! {
    /// The artefacts' part of a verdict.
    pub enum ScanOutcome {
        /// They prove that the demand is not met.
        Failed = "failed",
        /// They leave it in doubt.
        Doubt = "doubt",
        /// Nothing was found wrong, but a relevant document could not be examined.
        Lost = "lost",
        /// They contain the subject of the question, without defects.
        Passed = "passed",
        /// They do not contain the subject of the question.
        Nothing = "nothing",
        /// No rule covers the question.
        NotLooked = "not_looked",
    }
}

/// A finding that bears on a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Whether it is proven, not merely in doubt.
    pub failure: bool,
    /// Id of the rule.
    pub rule: String,
    /// The message.
    pub sentence: Bilingual,
    /// The location.
    pub place: Place,
}

/// Looks up the report's results for a question. `lost`: a relevant document could not be examined.
pub fn scan(question: &Question, report: &Report, lost: bool) -> Scan {
    let not_looked = Scan {
        outcome: ScanOutcome::NotLooked,
        passed: 0,
        evidence: Vec::new(),
        lists_differ: false,
    };
    let Some(criterion) = criterion(question, report) else {
        return not_looked;
    };
    let formula = match (&criterion.decided_by, criterion.coverage) {
        (Some(formula), Coverage::Automated | Coverage::Partial) => formula,
        _ => return not_looked,
    };
    let rules: Vec<&RuleCard> = report
        .rules
        .values()
        .filter(|rule| formula.involves(rule))
        .collect();
    if rules.is_empty() {
        return not_looked;
    }
    let mut passed = 0;
    let mut evidence = Vec::new();
    for application in &report.applications {
        let look = Look {
            application,
            formula,
            layers: &criterion.layers,
            placed: Layers::from_report(application),
        };
        passed += look.passed(&rules);
        look.gather(report, &mut evidence);
    }
    let differing = match lists::asks_for(formula) {
        true => lists::differing(report),
        false => Vec::new(),
    };
    let lists_differ = !differing.is_empty();
    evidence.extend(differing);
    evidence.sort_by(|a: &Evidence, b| {
        (!a.failure, &a.place, &a.rule).cmp(&(!b.failure, &b.place, &b.rule))
    });
    // The matrix evaluates the formula: if one part suffices, the failure of another part proves nothing.
    let proven = cell(question, report) == Some(Outcome::Failed);
    let outcome = match evidence.first() {
        Some(first) if first.failure && proven => ScanOutcome::Failed,
        Some(_) => ScanOutcome::Doubt,
        None if lost => ScanOutcome::Lost,
        None if passed > 0 => ScanOutcome::Passed,
        None => ScanOutcome::Nothing,
    };
    Scan {
        outcome,
        passed,
        evidence,
        lists_differ,
    }
}

/// The criterion of a question.
pub fn criterion<'r>(question: &Question, report: &'r Report) -> Option<&'r Criterion> {
    report
        .checklists
        .iter()
        .find(|list| list.id == question.checklist)?
        .criteria
        .iter()
        .find(|criterion| criterion.id == question.id)
}

/// The worst cell of the matrix for a question.
fn cell(question: &Question, report: &Report) -> Option<Outcome> {
    report
        .applications
        .iter()
        .flat_map(|application| &application.cells)
        .filter(|cell| cell.checklist == question.checklist && cell.criterion == question.id)
        .map(|cell| cell.verdict)
        .max()
}

/// One application viewed through one criterion.
struct Look<'r> {
    application: &'r ApplicationReport,
    formula: &'r Formula,
    layers: &'r [Layer],
    placed: Layers<'r>,
}

impl Look<'_> {
    /// Number of targets that the rules passed.
    fn passed(&self, rules: &[&RuleCard]) -> u64 {
        if self.layers.is_empty() {
            // A rule of which only some findings concern the question confirms nothing when it reports none of them.
            let confirming: Vec<&&RuleCard> = rules
                .iter()
                .filter(|rule| self.formula.concerns(rule, None))
                .collect();
            let confirms = |id: &str| confirming.iter().any(|rule| rule.id == id);
            let assertions = self.application.assertions.iter();
            let listed = assertions
                .filter(|assertion| confirms(&assertion.rule))
                .map(|assertion| u64::from(assertion.tally.passed));
            let counted = self.application.settled.iter();
            let counted = counted
                .filter(|(rule, _)| confirms(rule))
                .map(|(_, subjects)| u64::from(subjects.targets));
            return listed.chain(counted).sum();
        }
        // Sums are not broken down by layer; fields are.
        self.application
            .fields
            .iter()
            .filter(|field| field.subject == Subject::Person && self.layers.contains(&field.layer))
            .filter(|field| field.outcome == Outcome::Passed)
            .filter(|field| !rules.iter().any(|rule| field.rules.contains(&rule.id)))
            .count() as u64
    }

    fn gather(&self, report: &Report, evidence: &mut Vec<Evidence>) {
        for assertion in &self.application.assertions {
            let Some(rule) = report.rules.get(&assertion.rule) else {
                continue;
            };
            let concerned = |finding: &&Finding| {
                self.formula.concerns(rule, finding.variant.as_deref())
                    && (self.layers.is_empty() || self.placed.hold(&finding.place, self.layers))
            };
            evidence.extend(
                assertion
                    .findings
                    .iter()
                    .filter(concerned)
                    .map(|finding| Evidence {
                        failure: finding.is_failure(),
                        rule: rule.id.clone(),
                        sentence: Bilingual {
                            de: rule.sentence(finding, Language::De),
                            en: rule.sentence(finding, Language::En),
                        },
                        place: finding.place.clone(),
                    }),
            );
        }
    }
}

/// Locations of fields by layer.
struct Layers<'r> {
    by_place: BTreeMap<(&'r str, u32, u32), Layer>,
    by_document: BTreeMap<&'r str, BTreeSet<Layer>>,
}

impl<'r> Layers<'r> {
    fn from_report(application: &'r ApplicationReport) -> Self {
        let mut layers = Self {
            by_place: BTreeMap::new(),
            by_document: BTreeMap::new(),
        };
        for field in &application.fields {
            let place = (field.path.as_str(), field.line, field.column);
            layers.by_place.insert(place, field.layer);
            let document = layers.by_document.entry(&field.path).or_default();
            document.insert(field.layer);
        }
        layers
    }

    /// Whether a place belongs to one of the layers. A place outside the fields (a default, a value list) belongs to
    /// the layers of its document.
    fn hold(&self, place: &Place, wanted: &[Layer]) -> bool {
        let position = place.position.map_or((0, 0), |at| (at.line, at.column));
        let exact = (place.document.as_str(), position.0, position.1);
        if let Some(layer) = self.by_place.get(&exact) {
            return wanted.contains(layer);
        }
        self.by_document
            .get(place.document.as_str())
            .is_some_and(|layers| layers.iter().any(|layer| wanted.contains(layer)))
    }
}
