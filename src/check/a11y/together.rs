//! Checks that judge each of many elements and say what they find once: a page on which twenty links are called
//! "more" has one defect, and one question about its headings is asked once.

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::{PageView, Reads, Truth};
use crate::check::{Check, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// So many wordings a finding lists, and so many further places.
const MOST_LISTED: usize = 8;
/// So many letters of each.
const MOST_LETTERS: usize = 80;

/// An element that a rule speaks about.
pub(super) struct Seen<'a> {
    /// The element.
    pub element: ElementRef<'a>,
    /// Whether it is fine.
    pub fine: Truth,
    /// How a finding names it.
    pub wording: String,
}

impl<'a> Seen<'a> {
    /// An element with what was found out about it.
    pub fn new(element: ElementRef<'a>, fine: Truth, wording: &str) -> Self {
        Self {
            element,
            fine,
            wording: wording.to_owned(),
        }
    }
}

/// A check about elements that says the same of all of them.
pub(super) trait CommonCheck: Send + Sync {
    /// Whether the rule speaks about this kind of page at all.
    fn concerns(&self, kind: PageKind) -> bool {
        matches!(kind, PageKind::Whole | PageKind::Part)
    }
    /// What its verdict about an element hangs on in a template; nothing where it does not speak about templates.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// Every element that the rule speaks about.
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
            // What a template leaves open, its pages show.
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

/// What elements have in common: how many they are, how they are worded, where they stand.
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

/// A wording as lists show it: in quotation marks that both languages read, and not too long.
pub(super) fn listed(wording: &str) -> String {
    let mut short: String = wording.chars().take(MOST_LETTERS).collect();
    if short.len() < wording.len() {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// A check that says what it finds once.
pub(super) fn together(check: impl CommonCheck + 'static) -> Check {
    Check::Page(Box::new(Together(check)))
}
