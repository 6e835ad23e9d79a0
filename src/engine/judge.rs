//! Evaluates readings, applications and the inventory against every rule of the book. A panic in a check loses that
//! rule on that subject, and becomes a gap.

mod application;
mod estate;

use std::cell::Cell;

use ego_tree::NodeId;

pub use self::application::judge_application;
pub use self::estate::{EstateJudgement, judge_estate};
use super::assertion::Subject;
use super::yielding::yield_to_graver;
use super::{DocumentReading, Models, Reading};
use crate::a11y::layout::Lack;
use crate::a11y::{Outside, PageView, Reads};
use crate::check::{Check, DutyCheck, PageCheck, PageSketch, SchemaCheck};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::model::{
    Browser, ModelPath, Origin, PageKind, PageModel, Place, SchemaModel, TargetPlace,
};
use crate::outcome::{Assertion, Doubt, Expectation, Outcome, PageNote};
use crate::rule::{Rule, RuleBook, RuleStatus};
use crate::source::Capture;

/// The results of rules about one document, and what could not be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// One per rule that applies.
    pub assertions: Vec<Assertion>,
    /// Data from its pages for rules about the application.
    pub notes: Vec<PageNote>,
    /// Rules that could not be evaluated.
    pub gaps: Vec<Gap>,
    /// How much of a template was judged; `None` for pages.
    pub template: Option<LookedAt>,
    /// What stayed open in a template beside the findings of the same rule.
    pub open_beside: Vec<OpenBeside>,
    /// Whether it is a page or template that no rule judged, because it came with a third-party library or belongs to a
    /// test.
    pub page_aside: bool,
}

/// How much of a template could be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Targets that were judged.
    pub judged: usize,
    /// Targets whose verdict depends on what a program fills in.
    pub open: usize,
}

/// The targets of a rule in a template that a program decides about, where the rule also found something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBeside {
    /// Id of the rule.
    pub rule: String,
    /// The first of them.
    pub place: Place,
    /// Their number.
    pub count: usize,
}

/// A document after its models were dropped.
#[derive(Clone, Debug)]
pub struct JudgedDocument {
    /// What it says; its fields are judged with those of the whole application.
    pub reading: DocumentReading,
    /// The results of rules about single documents.
    pub judgement: Judgement,
    /// Sketches for comparing its pages with those of other documents.
    pub pages: Vec<PageSketch>,
}

impl JudgedDocument {
    /// Path or URL of the document.
    pub fn name(&self) -> &str {
        self.reading.name()
    }

    /// A document that crashes every process. It is listed but not examined.
    pub fn lost(capture: &Capture, cause: String) -> Self {
        Self {
            reading: DocumentReading::lost(capture, cause),
            judgement: Judgement::default(),
            pages: Vec::new(),
        }
    }
}

/// How far a document is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// By every rule about single documents.
    Whole,
    /// Not on its own; only prepared as context for judging other documents.
    ForOthers,
}

/// The settings under which documents are judged.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The rules.
    pub book: &'a RuleBook,
    /// Origins judged besides the application's own work.
    pub include: &'a [Origin],
    /// How the layout of pages is determined.
    pub browser: Browser,
}

impl<'a> Terms<'a> {
    /// The defaults: only the application's own work, without layout.
    pub fn usual(book: &'a RuleBook) -> Self {
        Self {
            book,
            include: &[],
            browser: Browser::Static,
        }
    }
}

/// Judges a document by the rules about single documents, and drops its models. Declarations and statements of an
/// origin that is not judged are ignored here, but others may refer to them.
pub fn judge_document(
    application: &str,
    reading: Reading,
    terms: Terms<'_>,
    extent: Extent,
) -> JudgedDocument {
    let Terms {
        book,
        include,
        browser,
    } = terms;
    let Reading { stored, models } = reading;
    let subject = Subject {
        application,
        document: stored.name(),
    };
    // Rules share what they derive from a page.
    let views = views_of(&models.pages, browser);
    let mut judgement = Judgement::default();
    let looked_at = Cell::new(LookedAt::default());
    let is_template = views.iter().any(PageView::is_template);
    let is_judged = stored.origin.is_judged(include);
    // A page is judged regardless of its author, unless it came with a third-party library. A test's template makes no
    // page, and a test's replacement for a page part is not one either.
    let stands_in = stored.origin == Origin::Test
        && views
            .iter()
            .all(|view| view.page.nature.kind == PageKind::Part);
    let are_pages_judged =
        is_judged || (stored.origin != Origin::Vendored && !is_template && !stands_in);
    let mut overlooked = false;
    for rule in rules_in_force(book) {
        let about_page = matches!(rule.check, Check::Page(_) | Check::Duty(_));
        let is_for_others = matches!(rule.check, Check::Duty(_));
        if !(is_judged || about_page && are_pages_judged)
            || extent == Extent::ForOthers && !is_for_others
        {
            continue;
        }
        match contain(|| verdict(subject, rule, &stored, &models, &views, &looked_at)) {
            Ok(Verdict::Judged(assertion, beside)) => {
                judgement.assertions.push(assertion);
                judgement.open_beside.extend(beside.map(|beside| *beside));
            }
            Ok(Verdict::Noted(notes)) => judgement.notes.extend(notes),
            Ok(Verdict::Overlooked) => {
                overlooked = true;
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
    yield_to_graver(&mut judgement.assertions, book);
    if !are_pages_judged {
        // It is not compared with the application's pages either.
        judgement.page_aside = !views.is_empty()
            && (stored.origin.is_rehearsal() || pages_of(&views).next().is_some());
        drop(views);
        return JudgedDocument {
            reading: stored,
            judgement,
            pages: Vec::new(),
        };
    }
    if views.iter().any(PageView::is_cut_short) {
        let reason = GapReason::BudgetSpent;
        let gap = Gap::of_document(subject.document, Stage::Evaluate, reason, "");
        judgement.gaps.push(gap);
    }
    for view in pages_of(&views) {
        judgement.gaps.extend(lost_layout(subject.document, view));
    }
    // If sketching fails, only the comparison is lost.
    let sketch = || pages_of(&views).map(PageSketch::new).collect();
    let pages = match contain(sketch) {
        Ok(pages) => pages,
        Err(cause) => {
            judgement.gaps.push(panicked(subject.document, None, cause));
            Vec::new()
        }
    };
    if overlooked {
        let reason = GapReason::ScriptsElsewhere;
        let gap = Gap::of_document(subject.document, Stage::Evaluate, reason, "");
        judgement.gaps.push(gap);
    }
    judgement.template = is_template.then(|| looked_at.get());
    drop(views);
    JudgedDocument {
        reading: stored,
        judgement,
        pages,
    }
}

/// The result of a rule for a document.
enum Verdict {
    Judged(Assertion, Option<Box<OpenBeside>>),
    /// Pages left notes, from which the application is judged.
    Noted(Vec<PageNote>),
    /// It found nothing, but could not look everywhere.
    Overlooked,
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
            Verdict::Judged(subject.assert(rule, targets), None)
        }
        Check::Usage(check) => {
            let usages = reading.usages.iter();
            let targets: Vec<_> = usages.flat_map(|usage| check.judge(usage)).collect();
            if targets.is_empty() {
                return Verdict::NotConcerned;
            }
            Verdict::Judged(subject.assert(rule, targets), None)
        }
        Check::Page(check) if !views.is_empty() => {
            let concerned = |view: &&PageView<'_>| match view.is_template() {
                true => check.on_templates().is_some(),
                false => check.concerns(view.page.nature.kind),
            };
            // What a rule does not examine is not its subject; a gap says so.
            if views.iter().all(PageView::is_template) && check.on_templates().is_none() {
                return Verdict::NotConcerned;
            }
            let before = looked_at.get();
            let first_open = Cell::new(None);
            let targets = |view| page_targets(check.as_ref(), view, looked_at, &first_open);
            let targets = views.iter().filter(concerned).flat_map(targets);
            // Places are expensive, and only findings show them.
            let place = |(view, node): (&PageView<'_>, NodeId)| view.target(node);
            let mut assertion = subject.assert_of(rule, targets, place);
            let after = looked_at.get();
            if after.open > before.open && after.judged == before.judged {
                // There was something to judge, but none of it could be judged.
                return Verdict::Judged(subject.untested(rule), None);
            }
            // Beside defects, too, open targets may not be fine.
            let open = u32::try_from(after.open - before.open).unwrap_or(u32::MAX);
            assertion.tally.untested = assertion.tally.untested.saturating_add(open);
            if open > 0 && assertion.outcome == Outcome::Passed {
                assertion.outcome = Outcome::Untested;
            }
            if assertion.outcome == Outcome::Inapplicable
                && check.only_accuses_templates()
                && views.iter().all(PageView::is_template)
            {
                return Verdict::NotConcerned;
            }
            let finds = matches!(assertion.outcome, Outcome::Failed | Outcome::CantTell);
            let beside = first_open.get().filter(|_| finds);
            let beside = beside.map(|(view, node): (&PageView<'_>, NodeId)| {
                Box::new(OpenBeside {
                    rule: rule.card.id.clone(),
                    place: view.place(node),
                    count: after.open - before.open,
                })
            });
            let overlooks = |view| check.may_overlook(view);
            if assertion.outcome == Outcome::Inapplicable
                && views.iter().filter(concerned).any(overlooks)
            {
                return Verdict::Overlooked;
            }
            Verdict::Judged(assertion, beside)
        }
        Check::Pdf(check) if !models.pdfs.is_empty() => {
            let targets = models.pdfs.iter().filter_map(|pdf| {
                let target = TargetPlace {
                    anchor: ModelPath::default(),
                    place: Place::document(&pdf.document),
                    cause: None,
                };
                Some((target, check.expect(pdf)?))
            });
            Verdict::Judged(subject.assert(rule, targets), None)
        }
        Check::Duty(check) if pages_of(views).next().is_some() => {
            Verdict::Noted(notes(check.as_ref(), rule, views))
        }
        Check::Schema(_)
        | Check::Page(_)
        | Check::Pdf(_)
        | Check::Site(_)
        | Check::Duty(_)
        | Check::Field(_)
        | Check::Dossier(_)
        | Check::Estate(_) => Verdict::NotConcerned,
    }
}

/// The views of the pages of a document; what one embeds is shown in it.
fn views_of(pages: &[PageModel], browser: Browser) -> Vec<PageView<'_>> {
    let mut views: Vec<PageView<'_>> = Vec::with_capacity(pages.len());
    for page in pages {
        let place = page.embedded.and_then(|place| {
            let outer = views.get(views.len().checked_sub(place.back)?)?;
            // A panic shows again where the outer page itself is judged.
            contain(|| outer.outside(place.holder)).ok()
        });
        let outside = place.unwrap_or_else(Outside::nothing);
        views.push(PageView::shown_within(page, browser, outside));
    }
    views
}

/// The gap for a page without boxes although they were requested.
fn lost_layout(document: &str, view: &PageView<'_>) -> Option<Gap> {
    let (reason, detail) = match view.lost_layout()? {
        // What depends on styles is also left open without boxes.
        Lack::Styles => return None,
        Lack::Bounds => (
            GapReason::MissingFacility,
            "too large or too deep to be laid out",
        ),
        Lack::Failed(cause) => (GapReason::CheckPanicked, cause.as_str()),
    };
    Some(Gap::of_document(document, Stage::Evaluate, reason, detail))
}

/// The views of finished pages: no templates, and nothing embedded in another page.
fn pages_of<'v, 'a>(views: &'v [PageView<'a>]) -> impl Iterator<Item = &'v PageView<'a>> {
    let pages = views.iter().filter(|view| !view.is_template());
    pages.filter(|view| view.page.embedded.is_none())
}

fn notes(check: &dyn DutyCheck, rule: &Rule, views: &[PageView<'_>]) -> Vec<PageNote> {
    let noted = pages_of(views).filter_map(|view| {
        Some(PageNote {
            facts: check.note(view)?,
            rule: rule.card.id.clone(),
            place: Place::document(&view.page.document),
        })
    });
    noted.collect()
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
    check: &dyn PageCheck,
    view: &'v PageView<'a>,
    looked_at: &'v Cell<LookedAt>,
    first_open: &'v Cell<Option<(&'v PageView<'a>, NodeId)>>,
) -> impl Iterator<Item = ((&'v PageView<'a>, NodeId), Expectation)> {
    let judged = check.judge(view).into_iter();
    judged.filter_map(move |(node, expectation)| {
        if view.is_template() {
            let mut looked = looked_at.get();
            let judged = is_judged_in_template(check, view, node, &expectation);
            looked.judged += usize::from(judged);
            looked.open += usize::from(!judged);
            looked_at.set(looked);
            if !judged {
                first_open.set(first_open.get().or(Some((view, node))));
                return None;
            }
        }
        let expectation = match expectation {
            _ if check.lacks(view, node) => Expectation::Untested,
            Expectation::Unmet(grounds) if hangs_on_program(check, view, node) => {
                Expectation::Unknown(Doubt::NotCaptured, grounds)
            }
            other => other,
        };
        Some(((view, node), expectation))
    })
}

/// Whether the verdict on a page's node depends on an attribute that a program fills in. Always false for templates.
fn hangs_on_program<'a>(check: &dyn PageCheck, view: &PageView<'a>, node: NodeId) -> bool {
    let reads = check.on_templates().unwrap_or(Reads::ATTRIBUTES);
    !view.is_template()
        && view
            .element(node)
            .is_some_and(|element| !view.knows(element, reads))
}

/// Whether the verdict on a template's node is valid. What depends on the program that fills in the template is no
/// question for people: they would have to look at the finished page.
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

fn rules_in_force(book: &RuleBook) -> impl Iterator<Item = &Rule> {
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
