//! `heading-order`: no heading level is skipped on the way down.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, once_per_page};
use crate::a11y::{Heading, PageView, Reads, dynamic};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{HOLE, PageKind};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "heading-order",
    facts: &["level", "before", "text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(HeadingOrder)),
};

struct HeadingOrder;

impl Survey for HeadingOrder {
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page_or_letter()
    }

    /// The check itself examines what may be between two headings.
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut before: Option<&Heading<'_>> = None;
        let mut found = Vec::new();
        for heading in page.outline().headings() {
            let expectation = before.map_or(Expectation::Met, |before| step(page, before, heading));
            let node = heading.element.id();
            found.push(Occurrence { node, expectation });
            before = Some(heading);
        }
        found
    }
}

/// The verdict on the step from one heading to the next.
fn step<'a>(page: &PageView<'a>, before: &Heading<'a>, heading: &Heading<'a>) -> Expectation {
    if heading.level <= before.level.saturating_add(1) {
        return Expectation::Met;
    }
    if page.is_template() && !follows_surely(page, before.element, heading.element) {
        return Expectation::Untested;
    }
    let grounds = Grounds::none()
        .with("level", heading.level)
        .with("before", before.level)
        .with("text", page.name(heading.element).text.as_str());
    let exposed = |heading: ElementRef<'a>| match page.is_template() {
        // No style sheet is at hand.
        true => page.exposed_once_open(heading),
        false => page.exposed(heading),
    };
    if exposed(heading.element)
        .and(exposed(before.element))
        .is_yes()
    {
        Expectation::Unmet(grounds)
    } else {
        Expectation::Unknown(Doubt::NotCaptured, grounds)
    }
}

/// Whether a heading of a template always follows another one, with nothing between them that may hold further headings:
/// a part in another file, a component, content that a program writes.
fn follows_surely<'a>(
    page: &PageView<'a>,
    before: ElementRef<'a>,
    heading: ElementRef<'a>,
) -> bool {
    let branch = |element: ElementRef<'a>| page.page.unknowns.branch(element.id());
    let stands = branch(before) == branch(heading)
        && page.stands_here(before)
        && page.stands_here(heading)
        && !page.stands_for_anything(heading);
    stands && !is_open_between(page, before, heading)
}

fn is_open_between<'a>(
    page: &PageView<'a>,
    before: ElementRef<'a>,
    heading: ElementRef<'a>,
) -> bool {
    let mut next = following(*before);
    while let Some(node) = next.filter(|node| node.id() != heading.id()) {
        let element = ElementRef::wrap(node);
        let is_open = match (node.value(), element) {
            (Node::Text(text), _) => text.contains(HOLE),
            (_, Some(element)) => {
                let unknown = page.page.unknowns.of(element.id());
                unknown.is_some_and(|unknown| unknown.kind || unknown.place)
                    || dynamic::is_foreign(element)
                    || dynamic::has_inserts(element)
            }
            _ => false,
        };
        if is_open {
            return true;
        }
        let is_entered = element.is_none_or(|element| !holds_phrases(element));
        let inner = node.first_child().filter(|_| is_entered);
        next = inner.or_else(|| following(node));
    }
    next.is_none()
}

/// The next node behind another one and all it holds.
fn following<'a>(node: NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
    let mut node = node;
    loop {
        match node.next_sibling() {
            Some(next) => return Some(next),
            None => node = node.parent()?,
        }
    }
}

/// Whether an element holds text and no headings.
fn holds_phrases(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "a" | "b"
            | "button"
            | "em"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "i"
            | "label"
            | "option"
            | "p"
            | "small"
            | "span"
            | "strong"
            | "textarea"
            | "title"
    )
}
