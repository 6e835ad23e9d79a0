//! Checks that judge many elements one by one and report once: a page with twenty links called "more" has one defect,
//! and one question about its headings.

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::{PageView, Reads, Truth};
use crate::check::{Check, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Maximum number of wordings, and of further places, in a finding.
const MOST_LISTED: usize = 8;
/// Maximum number of letters of each.
const MOST_LETTERS: usize = 80;

/// A target of a rule.
pub(super) struct Seen<'a> {
    /// The element.
    pub element: ElementRef<'a>,
    /// Whether it passes.
    pub fine: Truth,
    /// Its wording in a finding.
    pub wording: String,
}

impl<'a> Seen<'a> {
    /// A target with its verdict.
    pub fn new(element: ElementRef<'a>, fine: Truth, wording: &str) -> Self {
        Self {
            element,
            fine,
            wording: wording.to_owned(),
        }
    }
}

/// A check on elements with a common report.
pub(super) trait CommonCheck: Send + Sync {
    /// Whether the rule applies to this kind of page at all.
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page()
    }
    /// The inputs of its verdict on an element in a template; `None` if it does not judge templates.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// All targets of the rule.
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>>;
}

/// Gives a [`CommonCheck`] its outcomes: one failure for all that fail, one question for all that stay open.
struct Together<T>(T);

impl<T: CommonCheck> PageCheck for Together<T> {
    fn concerns(&self, kind: PageKind) -> bool {
        self.0.concerns(kind)
    }

    fn on_templates(&self) -> Option<Reads> {
        self.0.on_templates()
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut seen = self.0.look(page);
        let on_page = (!page.is_template()).then_some(Reads::ATTRIBUTES);
        if let Some(reads) = self.0.on_templates().or(on_page) {
            for seen in seen.iter_mut().filter(|seen| seen.fine.is_no()) {
                if !page.knows(seen.element, reads) {
                    seen.fine = Truth::Unknown;
                }
            }
        }
        let with = |fine: Truth| seen.iter().filter(move |seen| seen.fine == fine);
        let mut judged: Vec<(NodeId, Expectation)> = with(Truth::Yes)
            .map(|seen| (seen.element.id(), Expectation::Met))
            .collect();
        let wrong: Vec<&Seen<'_>> = with(Truth::No).collect();
        if let Some(first) = wrong.first() {
            let grounds = common_grounds(page, &wrong);
            judged.push((first.element.id(), Expectation::Unmet(grounds)));
        }
        let open: Vec<&Seen<'_>> = with(Truth::Unknown).collect();
        if let Some(first) = open.first() {
            let grounds = common_grounds(page, &open);
            // The pages show what a template leaves open.
            let doubt = match page.is_template() {
                true => Doubt::NotCaptured,
                false => Doubt::NeedsPerson,
            };
            let unknown = Expectation::Unknown(doubt, grounds);
            judged.push((first.element.id(), unknown));
        }
        judged
    }
}

/// The facts of [`common_grounds`].
pub(super) const FACTS: &[&str] = &["count", "wordings"];

/// The common grounds of elements: their number, wordings and places.
fn common_grounds(page: &PageView<'_>, all: &[&Seen<'_>]) -> Grounds {
    let mut wordings: Vec<String> = Vec::new();
    for seen in all {
        let wording = listed(&seen.wording);
        if wordings.len() < MOST_LISTED && !wordings.contains(&wording) {
            wordings.push(wording);
        }
    }
    let grounds = Grounds::none()
        .with("count", all.len())
        .with("wordings", wordings);
    let others = all.iter().skip(1).take(MOST_LISTED);
    others.fold(grounds, |grounds, seen| {
        grounds.related(page.place(seen.element.id()))
    })
}

/// A wording for lists: in quotation marks suitable for both languages, and shortened.
pub(super) fn listed(wording: &str) -> String {
    let mut short: String = wording.chars().take(MOST_LETTERS).collect();
    if short.len() < wording.len() {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// A check that reports its findings once.
pub(super) fn together(check: impl CommonCheck + 'static) -> Check {
    Check::Page(Box::new(Together(check)))
}
