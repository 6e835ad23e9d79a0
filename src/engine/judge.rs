//! Readings, applications and the inventory → assertions, by every rule of the book. A panic in a check costs that
//! rule on that subject, and becomes a gap.

use std::cell::Cell;
use std::collections::BTreeMap;

use ego_tree::NodeId;

use super::assertion::Subject;
use super::{DocumentReading, ExaminedApplication, Models, Reading, fields};
use crate::a11y::PageView;
use crate::check::{Check, Dossier, Estate, FieldTables, Holdings, PageCheck, SchemaCheck};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::gender::Vocabulary;
use crate::inventory::Inventory;
use crate::model::{Origin, SchemaModel, TargetPlace};
use crate::outcome::{Assertion, Doubt, Expectation, Outcome};
use crate::rule::{Rule, RuleBook, RuleStatus};
use crate::source::Capture;

/// What the rules about one document say, and what could not be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// One for each rule that is concerned.
    pub assertions: Vec<Assertion>,
    /// Rules that could not be evaluated.
    pub gaps: Vec<Gap>,
    /// What was looked at in a template; nothing for pages.
    pub template: Option<LookedAt>,
}

/// How much of a template could be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Targets that were judged.
    pub judged: usize,
    /// Targets whose verdict hangs on what a program fills in.
    pub open: usize,
}

/// A document after its models are gone.
#[derive(Debug)]
pub struct JudgedDocument {
    /// What it says; its fields are judged with those of the whole application.
    pub reading: DocumentReading,
    /// What the rules about single documents say of it.
    pub judgement: Judgement,
}

impl JudgedDocument {
    /// A document that no process survives. It is named and not looked at.
    pub fn lost(capture: &Capture, book: &RuleBook, cause: String) -> Self {
        Self {
            reading: DocumentReading::lost(capture, book, cause),
            judgement: Judgement::default(),
        }
    }
}

/// Judges a document by the rules about single documents, and drops its models. What a document declares and does
/// whose origin is not judged counts for nothing here; others may refer to it. `include`: what is judged beside the
/// application's own work.
pub fn judge_document(
    application: &str,
    reading: Reading,
    book: &RuleBook,
    include: &[Origin],
) -> JudgedDocument {
    let Reading { stored, models } = reading;
    let subject = Subject {
        application,
        document: stored.name(),
    };
    // Rules share what they derive from a page.
    let views: Vec<PageView<'_>> = models.pages.iter().map(PageView::new).collect();
    let mut judgement = Judgement::default();
    let looked_at = Cell::new(LookedAt::default());
    let is_template = views.iter().any(PageView::is_template);
    let is_judged = stored.origin.is_judged(include);
    for rule in active(book) {
        // A page is what it is, whoever wrote it; a template of a test makes no page.
        let about_page = matches!(rule.check, Check::Page(_)) && !is_template;
        if !(is_judged || about_page) {
            continue;
        }
        match contain(|| verdict(subject, rule, &stored, &models, &views, &looked_at)) {
            Ok(Verdict::Judged(assertion)) => judgement.assertions.push(assertion),
            Ok(Verdict::Missing) => {
                let reason = GapReason::MissingFacility;
                judgement.gaps.push(Gap {
                    rule: Some(rule.card.id.clone()),
                    ..Gap::of_document(subject.document, Stage::Evaluate, reason, "")
                });
                judgement.assertions.push(subject.untested(rule));
            }
            Ok(Verdict::NotConcerned) => {}
            Err(cause) => {
                let gap = panicked(subject.document, Some(&rule.card.id), cause);
                judgement.gaps.push(gap);
                judgement.assertions.push(subject.untested(rule));
            }
        }
    }
    if views.iter().any(PageView::is_cut_short) {
        let reason = GapReason::BudgetSpent;
        let gap = Gap::of_document(subject.document, Stage::Evaluate, reason, "");
        judgement.gaps.push(gap);
    }
    judgement.template = is_template.then(|| looked_at.get());
    drop(views);
    JudgedDocument {
        reading: stored,
        judgement,
    }
}

/// What a rule says about a document.
enum Verdict {
    Judged(Assertion),
    /// The capture lacks what the rule needs.
    Missing,
    NotConcerned,
}

fn verdict(
    subject: Subject<'_>,
    rule: &Rule,
    reading: &DocumentReading,
    models: &Models,
    views: &[PageView<'_>],
    looked_at: &Cell<LookedAt>,
) -> Verdict {
    match &rule.check {
        Check::Schema(check) if !models.schemas.is_empty() => {
            let targets = |schema| schema_targets(check.as_ref(), schema);
            let targets = models.schemas.iter().flat_map(targets);
            Verdict::Judged(subject.assert(rule, targets))
        }
        Check::Usage(check) => {
            let usages = reading.usages.iter();
            let targets: Vec<_> = usages.flat_map(|usage| check.judge(usage)).collect();
            if targets.is_empty() {
                return Verdict::NotConcerned;
            }
            Verdict::Judged(subject.assert(rule, targets))
        }
        Check::Page(check) if !views.is_empty() => {
            let concerned = |view: &&PageView<'_>| match view.is_template() {
                true => check.on_templates().is_some(),
                false => check.concerns(view.page.nature.kind),
            };
            // What a rule does not look at is no subject of it, and named as a gap.
            if views.iter().all(PageView::is_template) && check.on_templates().is_none() {
                return Verdict::NotConcerned;
            }
            let provided = |view: &PageView<'_>| view.page.provides.contain(check.needs());
            if !views.iter().filter(concerned).all(provided) {
                return Verdict::Missing;
            }
            let before = looked_at.get();
            let targets = |view| page_targets(check.as_ref(), view, looked_at);
            let targets = views.iter().filter(concerned).flat_map(targets);
            // Places are costly and only findings show them.
            let place = |(view, node): (&PageView<'_>, NodeId)| view.target(node);
            let assertion = subject.assert_of(rule, targets, place);
            let after = looked_at.get();
            if after.open > before.open && after.judged == before.judged {
                // There is something to judge, and nothing of it could be.
                return Verdict::Judged(subject.untested(rule));
            }
            Verdict::Judged(assertion)
        }
        Check::Schema(_)
        | Check::Page(_)
        | Check::Field(_)
        | Check::Dossier(_)
        | Check::Estate(_) => Verdict::NotConcerned,
    }
}

fn schema_targets(
    check: &dyn SchemaCheck,
    schema: &SchemaModel,
) -> Vec<(TargetPlace, Expectation)> {
    let ids = check.targets(schema).into_iter();
    let targets = ids.filter_map(|id| {
        let element = schema.element(id)?;
        let target = TargetPlace {
            anchor: element.path.clone(),
            place: schema.place(&element.path, element.name.span),
            cause: None,
        };
        Some((target, check.expect(schema, id)))
    });
    targets.collect()
}

fn page_targets<'v, 'a>(
    check: &'v dyn PageCheck,
    view: &'v PageView<'a>,
    looked_at: &'v Cell<LookedAt>,
) -> impl Iterator<Item = ((&'v PageView<'a>, NodeId), Expectation)> {
    let nodes = check.targets(view).into_iter();
    nodes.filter_map(move |node| {
        let expectation = check.expect(view, node);
        if view.is_template() {
            let mut looked = looked_at.get();
            let judged = is_judged_in_template(check, view, node, &expectation);
            looked.judged += usize::from(judged);
            looked.open += usize::from(!judged);
            looked_at.set(looked);
            if !judged {
                return None;
            }
        }
        Some(((view, node), expectation))
    })
}

/// Whether a verdict about a node of a template stands. What hangs on the program that fills the template in is no
/// question to people: they would have to look at the finished page.
fn is_judged_in_template<'a>(
    check: &dyn PageCheck,
    view: &PageView<'a>,
    node: NodeId,
    expectation: &Expectation,
) -> bool {
    let asks =
        matches!(expectation, Expectation::Unknown(doubt, _) if *doubt != Doubt::NeedsPerson);
    let known = || {
        let element = view.element(node);
        element
            .zip(check.on_templates())
            .is_some_and(|(element, reads)| view.knows(element, reads))
    };
    !asks && known()
}

/// Judges an application by the rules about fields and about the application as a whole.
pub fn judge_application<'a>(
    mut examined: ExaminedApplication<'a>,
    book: &RuleBook,
) -> ExaminedApplication<'a> {
    let dossier = Dossier {
        application: examined.application,
        // Field by field: rules add to the rest of the application meanwhile.
        fields: &examined.fields[..examined.judged_fields],
        domains: &examined.domains,
        documents: &examined.documents,
        tables: FieldTables::default(),
    };
    let mut outcomes_by_field = vec![BTreeMap::new(); dossier.fields.len()];
    for rule in active(book) {
        match contain(|| judge_dossier(&dossier, rule)) {
            Ok((assertions, outcomes)) => {
                examined.assertions.extend(assertions);
                for (index, outcome) in outcomes {
                    outcomes_by_field[index].insert(rule.card.id.clone(), outcome);
                }
            }
            Err(cause) => {
                let gap = panicked(&dossier.application.id, Some(&rule.card.id), cause);
                examined.gaps.push(gap);
            }
        }
    }
    examined.outcomes_by_field = outcomes_by_field;
    examined
}

fn judge_dossier(dossier: &Dossier<'_>, rule: &Rule) -> (Vec<Assertion>, Vec<(usize, Outcome)>) {
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
        Check::Dossier(check) => {
            let targets = check.judge(dossier);
            let subject = Subject {
                application,
                document: application,
            };
            (vec![subject.assert(rule, targets)], Vec::new())
        }
        Check::Schema(_) | Check::Usage(_) | Check::Page(_) | Check::Estate(_) => {
            (Vec::new(), Vec::new())
        }
    }
}

/// What the rules about the whole inventory say.
#[derive(Debug, Default)]
pub struct EstateJudgement {
    /// By the application they belong to.
    pub assertions: BTreeMap<String, Vec<Assertion>>,
    /// Rules that could not be evaluated.
    pub gaps: Vec<Gap>,
}

/// Judges the whole inventory. `holdings`: what each application can hold, by its id.
pub fn judge_estate(
    inventory: &Inventory,
    holdings: BTreeMap<&str, Holdings>,
    book: &RuleBook,
    vocabulary: &Vocabulary,
) -> EstateJudgement {
    let estate = Estate {
        inventory,
        holdings,
        vocabulary,
    };
    let mut judgement = EstateJudgement::default();
    for rule in active(book) {
        let Check::Estate(check) = &rule.check else {
            continue;
        };
        match contain(|| check.judge(&estate)) {
            Ok(targets) => {
                for (application, assertion) in by_application(rule, targets) {
                    let assertions = judgement.assertions.entry(application).or_default();
                    assertions.push(assertion);
                }
            }
            Err(cause) => judgement
                .gaps
                .push(panicked("", Some(&rule.card.id), cause)),
        }
    }
    judgement
}

/// What a rule says of each application, by its id.
fn by_application(
    rule: &Rule,
    targets: Vec<(String, TargetPlace, Expectation)>,
) -> Vec<(String, Assertion)> {
    let mut by_application: BTreeMap<String, Vec<(TargetPlace, Expectation)>> = BTreeMap::new();
    for (application, target, expectation) in targets {
        by_application
            .entry(application)
            .or_default()
            .push((target, expectation));
    }
    let assertions = by_application.into_iter().map(|(application, targets)| {
        let subject = Subject {
            application: &application,
            document: &application,
        };
        let assertion = subject.assert(rule, targets);
        (application, assertion)
    });
    assertions.collect()
}

fn active(book: &RuleBook) -> impl Iterator<Item = &Rule> {
    book.rules
        .values()
        .filter(|rule| rule.card.status != RuleStatus::Retired)
}

pub(super) fn panicked(document: &str, rule: Option<&str>, Panicked(cause): Panicked) -> Gap {
    Gap {
        rule: rule.map(str::to_owned),
        ..Gap::of_document(document, Stage::Evaluate, GapReason::CheckPanicked, cause)
    }
}
