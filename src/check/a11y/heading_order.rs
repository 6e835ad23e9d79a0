//! `heading-order`: no heading level is skipped on the way down.

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::{PageView, Truth};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "heading-order",
    facts: &["level", "before", "text"],
    variants: &[],
    build: |table| without_params(table, || Check::Page(Box::new(HeadingOrder))),
};

struct HeadingOrder;

impl PageCheck for HeadingOrder {
    fn targets(&self, page: &PageView<'_>) -> Vec<NodeId> {
        headings(page).map(|(heading, _)| heading.id()).collect()
    }

    fn expect(&self, page: &PageView<'_>, target: NodeId) -> Expectation {
        let mut before: Option<(u64, Truth)> = None;
        for (heading, level) in headings(page) {
            if heading.id() != target {
                before = Some((level, page.exposed(heading)));
                continue;
            }
            let Some((last, last_exposed)) = before.filter(|(last, _)| level > last + 1) else {
                return Expectation::Met;
            };
            let grounds = Grounds::none()
                .with("level", level)
                .with("before", last)
                .with("text", page.name(heading).text.as_str());
            return if page.exposed(heading).and(last_exposed).is_yes() {
                Expectation::Unmet(grounds)
            } else {
                Expectation::Unknown(Doubt::NotCaptured, grounds)
            };
        }
        Expectation::Met
    }
}

/// Headings that are not hidden, with their level.
fn headings<'v, 'a>(page: &'v PageView<'a>) -> impl Iterator<Item = (ElementRef<'a>, u64)> + 'v {
    page.index
        .elements()
        .filter(|element| {
            page.role(*element)
                .is_some_and(|role| role.name == "heading")
                && !page.exposed(*element).is_no()
        })
        .filter_map(|heading| Some((heading, level(heading)?)))
}

fn level(heading: ElementRef<'_>) -> Option<u64> {
    if let Some(stated) = heading.attr("aria-level") {
        return stated.trim().parse().ok().filter(|level| *level > 0);
    }
    let digit = heading.value().name().strip_prefix('h')?;
    digit.parse().ok()
}
