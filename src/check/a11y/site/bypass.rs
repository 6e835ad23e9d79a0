//! `bypass`: there is a way to skip content repeated on every page. ACT rule cf77f2.
//!
//! A single page does not show what is repeated: a page without a bypass is a question, unless a linked page repeats
//! the same content and no script can provide a bypass.

use crate::model::Attributes;
use scraper::ElementRef;

use super::repetition::repeated;
use super::{PageSketch, Site, SiteCheck};
use crate::a11y::{PageView, Truth};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind};
use crate::model::TargetPlace;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "bypass",
    facts: &["repeated"],
    variants: &["hidden"],
    build: |table| without_params(table, || Check::Site(Box::new(Bypass))),
};

/// The bypass of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A heading, the main landmark or a link to a place on the page.
    There,
    /// A heading or the main landmark, whose exposure depends on something unavailable.
    Hidden,
    /// None in the markup, but a script may provide one.
    Script,
    /// None yet: a script fills the page.
    Shell,
    /// None, and no link that a menu could consist of: there is nothing to skip.
    Needless,
    /// None.
    None,
}

impl Way {
    /// Finds the bypass of a page.
    pub fn of_page(page: &PageView<'_>) -> Self {
        let mut help = Truth::No;
        for element in page.index.elements() {
            let by_role = page
                .role(element)
                .is_some_and(|role| matches!(role.name, "main" | "heading"));
            if by_role {
                help = help.or(page.exposed(element));
            }
            if help.is_yes() || leads_inside(page, element) {
                return Self::There;
            }
        }
        match help {
            Truth::No if page.is_shell() => Self::Shell,
            Truth::No if page.runs_program() => Self::Script,
            Truth::No if !leads_on(page) => Self::Needless,
            Truth::No => Self::None,
            _ => Self::Hidden,
        }
    }
}

struct Bypass;

impl SiteCheck for Bypass {
    fn judge(&self, site: &Site<'_>) -> Vec<Vec<(TargetPlace, Expectation)>> {
        let judge = |(at, page): (usize, &PageSketch)| {
            let target = page.whole.clone()?;
            Some((target, expectation(site, at, page.way)))
        };
        let judged = site.pages().iter().enumerate().map(judge);
        judged.map(|found| found.into_iter().collect()).collect()
    }
}

fn expectation(site: &Site<'_>, at: usize, way: Way) -> Expectation {
    match way {
        Way::There => Expectation::Met,
        Way::Hidden => Expectation::Unknown(Doubt::NotCaptured, Grounds::none().variant("hidden")),
        Way::Shell => Expectation::Unknown(Doubt::NotCaptured, Grounds::none()),
        Way::Script => Expectation::Unknown(Doubt::NeedsPerson, Grounds::none()),
        Way::None | Way::Needless => match repeated_at_the_beginning(site, at) {
            // Without links, there are no steps to skip.
            Some((_, false)) => Expectation::Unknown(Doubt::NeedsPerson, Grounds::none()),
            Some((repeated, true)) => {
                Expectation::Unmet(Grounds::none().with("repeated", repeated))
            }
            None if way == Way::Needless => Expectation::Met,
            None => Expectation::Unknown(Doubt::NeedsPerson, Grounds::none()),
        },
    }
}

/// Number of texts before the page's own content that linked pages repeat, and whether there is something to skip in
/// them: a link, or more than a title.
fn repeated_at_the_beginning(site: &Site<'_>, at: usize) -> Option<(usize, bool)> {
    /// More words are no title.
    const WORDS_OF_A_TITLE: usize = 8;
    let repeated = repeated(site, at)?;
    let first = repeated.iter().position(|repeated| *repeated)?;
    let own = repeated
        .iter()
        .skip(first)
        .position(|repeated| !*repeated)?;
    let chunks = site.pages().get(at)?.chunks.get(first..first + own)?;
    let words: usize = chunks.iter().map(|chunk| chunk.words).sum();
    let is_long = words > WORDS_OF_A_TITLE || chunks.iter().any(|chunk| chunk.link);
    (own > 0).then_some((own, is_long))
}

/// Whether a page has a link or a navigation.
fn leads_on(page: &PageView<'_>) -> bool {
    let leads = |element: ElementRef<'_>| {
        let role = page.role(element).map_or("", |role| role.name);
        matches!(role, "link" | "navigation" | "menubar")
    };
    page.index.elements().any(leads)
}

/// Whether an element is a link to a place on the same page.
fn leads_inside(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    element.value().name() == "a"
        && element
            .attribute("href")
            .and_then(|href| href.trim().strip_prefix('#'))
            .is_some_and(|id| !id.is_empty() && page.index.by_id(id).is_some())
        && !page.exposed(element).is_no()
}
