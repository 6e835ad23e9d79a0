//! `main-landmark` and `top-heading`: a page says where its content begins and what it is about.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::document_target;
use super::occurrence::{Occurrence, Survey, once_per_page};
use crate::a11y::{PageView, dynamic};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Exactly one main area.
pub const MAIN: CheckKind = CheckKind {
    name: "main-landmark",
    facts: &["count"],
    variants: &["several"],
    build: |table| without_params(table, || once_per_page(MainLandmark)),
};

/// Exactly one heading of level 1.
pub const HEADING: CheckKind = CheckKind {
    name: "top-heading",
    facts: &["count"],
    variants: &["several"],
    build: |table| without_params(table, || once_per_page(TopHeading)),
};

struct MainLandmark;

impl Survey for MainLandmark {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let is_main = |element: &ElementRef<'_>| {
            page.role(*element).is_some_and(|role| role.name == "main")
                && !page.exposed(*element).is_no()
        };
        let mains: Vec<ElementRef<'_>> = page.index.elements().filter(is_main).collect();
        exactly_one(page, &mains)
    }
}

struct TopHeading;

impl Survey for TopHeading {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let headings = page.outline().headings().iter();
        let top: Vec<ElementRef<'_>> = headings
            .filter(|heading| heading.level == 1)
            .map(|heading| heading.element)
            .collect();
        exactly_one(page, &top)
    }
}

/// Judges a page by how many of something it has; that which may be hidden counts where one is wanted, and not where
/// there are too many.
fn exactly_one(page: &PageView<'_>, found: &[ElementRef<'_>]) -> Vec<Occurrence> {
    let Some(document) = document_target(page).first().copied() else {
        return Vec::new();
    };
    let surely: Vec<NodeId> = found
        .iter()
        .filter(|element| page.exposed(**element).is_yes())
        .map(|element| element.id())
        .collect();
    if surely.len() > 1 {
        let wrong = |node| Occurrence::wrong(node, Grounds::none().variant("several"));
        return surely.into_iter().map(wrong).collect();
    }
    if found.is_empty() && !is_made_elsewhere(page) {
        return vec![Occurrence::wrong(document, Grounds::none())];
    }
    vec![Occurrence::fine(document)]
}

/// Whether a script or a component makes the content, or another document is shown in its place.
fn is_made_elsewhere(page: &PageView<'_>) -> bool {
    let elsewhere = |element: ElementRef<'_>| {
        element.value().name() == "frameset" || dynamic::is_foreign(element)
    };
    page.is_shell() || page.index.elements().any(elsewhere)
}
