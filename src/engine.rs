//! The one evaluation procedure: applicability → expectation → outcome. Authors of checks cannot get
//! outcomes wrong, because they never state one.

use std::collections::BTreeMap;

use crate::a11y::PageView;
use crate::check::{Check, Dossier, Estate, Program};
use crate::format::{self, Parsed};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::gender::{Doings, GenderField, GenderText, Vocabulary};
use crate::model::{Confidence, ModelPath, Place, ReadDocument, TargetPlace};
use crate::outcome::{
    Assertion, Expectation, Finding, FindingKind, Fingerprint, Grounds, Outcome, Tally,
};
use crate::rule::{Rule, RuleBook, RuleStatus};
use crate::source::Capture;

/// What one document yields. Small and owned: the document itself is dropped.
#[derive(Debug)]
pub struct DocumentResult {
    /// The document as the report lists it.
    pub document: ReadDocument,
    /// Rules about schemas and pages.
    pub assertions: Vec<Assertion>,
    /// Gender and salutation fields, judged later with those of the whole application.
    pub fields: Vec<GenderField>,
    /// Texts of translation files that may be labels of such fields' values.
    pub texts: Vec<GenderText>,
    /// What could not be read or judged.
    pub gaps: Vec<Gap>,
}

impl DocumentResult {
    /// Whether the document is none of ours: no format claims it, and nobody named it.
    pub fn is_nothing(&self) -> bool {
        self.document.format.is_none() && self.gaps.is_empty()
    }
}

/// Reads one capture and judges it by all rules about single documents.
pub fn evaluate_document(
    application: &str,
    capture: &Capture,
    book: &RuleBook,
    vocabulary: &Vocabulary,
) -> DocumentResult {
    let (format, parsed, mut gaps) = format::parse(capture);
    let mut assertions = Vec::new();
    let mut fields = Vec::new();
    let mut texts = Vec::new();
    let mut doings: Vec<Doings> = Vec::new();
    for schema in &parsed.schemas {
        let read = || {
            let fields = crate::gender::fields(schema, vocabulary);
            let labels = crate::gender::texts(schema, vocabulary);
            (fields, Doings::of(schema, vocabulary), labels)
        };
        let (found, done, labels) = contain(read).unwrap_or_else(|cause| {
            gaps.push(panicked(&capture.document, None, cause));
            Default::default()
        });
        fields.extend(found);
        texts.extend(labels);
        doings.push(done);
    }
    let programs: Vec<Program<'_>> = parsed
        .schemas
        .iter()
        .zip(&doings)
        .map(|(schema, doings)| Program {
            schema,
            mappings: &doings.mappings,
            statements: &doings.statements,
            lines: &doings.lines,
        })
        .collect();
    let subject = Subject {
        application,
        document: &capture.document,
    };
    // Rules share what they derive from a page.
    let views: Vec<PageView<'_>> = parsed.pages.iter().map(PageView::new).collect();
    for rule in active(book) {
        match contain(|| judge_document(subject, rule, &parsed, &programs, &views)) {
            Ok(Verdict::Judged(assertion)) => assertions.push(assertion),
            Ok(Verdict::Missing) => {
                gaps.push(Gap {
                    rule: Some(rule.card.id.clone()),
                    ..Gap::of_document(
                        &capture.document,
                        Stage::Evaluate,
                        GapReason::MissingFacility,
                        "",
                    )
                });
                assertions.push(subject.untested(rule));
            }
            Ok(Verdict::NotConcerned) => {}
            Err(cause) => {
                gaps.push(panicked(&capture.document, Some(&rule.card.id), cause));
                assertions.push(subject.untested(rule));
            }
        }
    }
    DocumentResult {
        document: ReadDocument {
            document: capture.document.clone(),
            artefact: capture.artefact.clone(),
            format: format.map(str::to_owned),
            // Of what is none of ours nothing is kept.
            digest: if format.is_some() || !gaps.is_empty() {
                capture.digest()
            } else {
                String::new()
            },
            bytes: capture.bytes().len() as u64,
        },
        assertions,
        fields,
        texts,
        gaps,
    }
}

/// What the rules about fields and about the application as a whole yield.
#[derive(Debug, Default)]
pub struct DossierResult {
    /// Rules on documents (their fields) and on the application.
    pub assertions: Vec<Assertion>,
    /// By field, in the order of [`Dossier::fields`]: what each rule that speaks about it says.
    pub by_field: Vec<BTreeMap<String, Outcome>>,
    /// Rules that could not be evaluated.
    pub gaps: Vec<Gap>,
}

/// Judges an application by the rules about fields and about the application as a whole.
pub fn evaluate_dossier(dossier: &Dossier<'_>, book: &RuleBook) -> DossierResult {
    let mut result = DossierResult {
        by_field: vec![BTreeMap::new(); dossier.fields.len()],
        ..DossierResult::default()
    };
    let application = dossier.application.id.as_str();
    for rule in active(book) {
        match contain(|| judge_dossier(dossier, rule)) {
            Ok((assertions, outcomes)) => {
                result.assertions.extend(assertions);
                for (index, outcome) in outcomes {
                    result.by_field[index].insert(rule.card.id.clone(), outcome);
                }
            }
            Err(cause) => {
                let gap = panicked(application, Some(&rule.card.id), cause);
                result.gaps.push(gap);
            }
        }
    }
    result
}

fn judge_dossier(dossier: &Dossier<'_>, rule: &Rule) -> (Vec<Assertion>, Vec<(usize, Outcome)>) {
    let application = dossier.application.id.as_str();
    match &rule.check {
        Check::Field(check) => {
            let mut by_document: BTreeMap<&str, Vec<(TargetPlace, Expectation)>> = BTreeMap::new();
            let mut outcomes = Vec::new();
            for (index, field) in dossier.fields.iter().enumerate() {
                if !check.applies(field, dossier) {
                    continue;
                }
                let expectation = check.expect(field, dossier);
                outcomes.push((index, outcome_of(rule, &expectation)));
                by_document
                    .entry(&field.place.document)
                    .or_default()
                    .push((field_target(field), expectation));
            }
            let assertions = by_document
                .into_iter()
                .map(|(document, targets)| {
                    Subject {
                        application,
                        document,
                    }
                    .assert(rule, targets)
                })
                .collect();
            (assertions, outcomes)
        }
        Check::Dossier(check) => {
            let targets = check.judge(dossier);
            let subject = Subject {
                application,
                document: application,
            };
            (vec![subject.assert(rule, targets)], Vec::new())
        }
        Check::Schema(_) | Check::Program(_) | Check::Page(_) | Check::Estate(_) => {
            (Vec::new(), Vec::new())
        }
    }
}

fn outcome_of(rule: &Rule, expectation: &Expectation) -> Outcome {
    match expectation {
        Expectation::Met => Outcome::Passed,
        Expectation::Unknown(..) => Outcome::CantTell,
        Expectation::Unmet(grounds) => match accusation(rule, grounds) {
            FindingKind::Failure => Outcome::Failed,
            FindingKind::Doubt(_) => Outcome::CantTell,
        },
    }
}

/// Judges the whole inventory; assertions come with the application they belong to.
pub fn evaluate_estate(
    estate: &Estate<'_>,
    book: &RuleBook,
) -> (Vec<(String, Assertion)>, Vec<Gap>) {
    let mut assertions = Vec::new();
    let mut gaps = Vec::new();
    for rule in active(book) {
        let Check::Estate(check) = &rule.check else {
            continue;
        };
        match contain(|| check.judge(estate)) {
            Ok(targets) => {
                let mut by_application: BTreeMap<String, Vec<(TargetPlace, Expectation)>> =
                    BTreeMap::new();
                for (application, target, expectation) in targets {
                    by_application
                        .entry(application)
                        .or_default()
                        .push((target, expectation));
                }
                for (application, targets) in by_application {
                    let subject = Subject {
                        application: &application,
                        document: &application,
                    };
                    let assertion = subject.assert(rule, targets);
                    assertions.push((application, assertion));
                }
            }
            Err(cause) => gaps.push(panicked("", Some(&rule.card.id), cause)),
        }
    }
    (assertions, gaps)
}

fn active(book: &RuleBook) -> impl Iterator<Item = &Rule> {
    book.rules
        .values()
        .filter(|rule| rule.card.status != RuleStatus::Retired)
}

fn panicked(document: &str, rule: Option<&str>, Panicked(cause): Panicked) -> Gap {
    Gap {
        rule: rule.map(str::to_owned),
        ..Gap::of_document(document, Stage::Evaluate, GapReason::CheckPanicked, cause)
    }
}

enum Verdict {
    Judged(Assertion),
    Missing,
    NotConcerned,
}

fn judge_document(
    subject: Subject<'_>,
    rule: &Rule,
    parsed: &Parsed,
    programs: &[Program<'_>],
    views: &[PageView<'_>],
) -> Verdict {
    match &rule.check {
        Check::Schema(check) if !parsed.schemas.is_empty() => {
            let mut targets = Vec::new();
            for schema in &parsed.schemas {
                for id in check.targets(schema) {
                    let Some(element) = schema.element(id) else {
                        continue;
                    };
                    let target = TargetPlace {
                        anchor: element.path.clone(),
                        place: schema.place(&element.path, element.name.span),
                        cause: None,
                    };
                    targets.push((target, check.expect(schema, id)));
                }
            }
            Verdict::Judged(subject.assert(rule, targets))
        }
        Check::Program(check) => {
            let targets: Vec<_> = programs
                .iter()
                .flat_map(|program| check.judge(program))
                .collect();
            if targets.is_empty() {
                return Verdict::NotConcerned;
            }
            Verdict::Judged(subject.assert(rule, targets))
        }
        Check::Page(check) if !views.is_empty() => {
            let mut targets = Vec::new();
            for view in views {
                if !view.page.provides.contain(check.needs()) {
                    return Verdict::Missing;
                }
                for node in check.targets(view) {
                    // Places are costly and only findings show them.
                    let expectation = check.expect(view, node);
                    let target = match &expectation {
                        Expectation::Met => nowhere(subject.document),
                        _ => view.target(node),
                    };
                    targets.push((target, expectation));
                }
            }
            Verdict::Judged(subject.assert(rule, targets))
        }
        _ => Verdict::NotConcerned,
    }
}

fn nowhere(document: &str) -> TargetPlace {
    TargetPlace {
        anchor: ModelPath::default(),
        place: Place::document(document),
        cause: None,
    }
}

fn field_target(field: &GenderField) -> TargetPlace {
    TargetPlace {
        anchor: field.path.clone(),
        place: field.place.clone(),
        cause: Some(field.logical_name()),
    }
}

/// What an assertion is about.
#[derive(Clone, Copy)]
struct Subject<'a> {
    application: &'a str,
    document: &'a str,
}

impl Subject<'_> {
    fn untested(self, rule: &Rule) -> Assertion {
        Assertion {
            rule: rule.card.id.clone(),
            subject: self.document.to_owned(),
            outcome: Outcome::Untested,
            tally: Tally::default(),
            findings: Vec::new(),
        }
    }

    /// Derives the outcome from the targets: none → inapplicable, any failure → failed, any doubt →
    /// cantTell, else passed.
    fn assert(self, rule: &Rule, targets: Vec<(TargetPlace, Expectation)>) -> Assertion {
        let mut assertion = Assertion {
            outcome: Outcome::Inapplicable,
            ..self.untested(rule)
        };
        let mut twins: BTreeMap<ModelPath, u32> = BTreeMap::new();
        for (target, expectation) in targets {
            let (kind, grounds) = match expectation {
                Expectation::Met => {
                    assertion.tally.passed += 1;
                    assertion.outcome = assertion.outcome.max(Outcome::Passed);
                    continue;
                }
                Expectation::Unmet(grounds) => (accusation(rule, &grounds), grounds),
                Expectation::Unknown(doubt, grounds) => (FindingKind::Doubt(doubt), grounds),
            };
            match kind {
                FindingKind::Failure => {
                    assertion.tally.failed += 1;
                    assertion.outcome = Outcome::Failed;
                }
                FindingKind::Doubt(_) => {
                    assertion.tally.cant_tell += 1;
                    assertion.outcome = assertion.outcome.max(Outcome::CantTell);
                }
            }
            let twin = twins.entry(target.anchor.clone()).or_default();
            let fingerprint = Fingerprint::of(
                self.application,
                &rule.card.id,
                self.document,
                &target.anchor,
                *twin,
            );
            *twin += 1;
            assertion
                .findings
                .push(finding(rule, kind, grounds, target, fingerprint));
        }
        assertion
    }
}

/// Draft rules and unsure readings ask; only the rest accuses.
fn accusation(rule: &Rule, grounds: &Grounds) -> FindingKind {
    use crate::outcome::Doubt;
    if rule.card.status == RuleStatus::Draft {
        return FindingKind::Doubt(Doubt::NeedsPerson);
    }
    if grounds.confidence < Confidence::High {
        return FindingKind::Doubt(Doubt::Ambiguous);
    }
    FindingKind::Failure
}

fn finding(
    rule: &Rule,
    kind: FindingKind,
    grounds: Grounds,
    target: TargetPlace,
    fingerprint: Fingerprint,
) -> Finding {
    Finding {
        fingerprint,
        kind,
        variant: grounds.variant.map(str::to_owned),
        facts: grounds.facts,
        place: grounds.at.unwrap_or(target.place),
        related: grounds.related,
        cause: target.cause.unwrap_or_else(|| rule.card.id.clone()),
        confidence: grounds.confidence,
    }
}
