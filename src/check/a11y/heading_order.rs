//! `heading-order`: no heading level is skipped on the way down.

use std::cell::OnceCell;

use foldhash::HashSet;
use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, once_per_page};
use crate::a11y::{Heading, PageView, Reads, Writes, dynamic, insert};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::html::is_in_line;
use crate::model::{Attributes, HOLE, PageKind};
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
        let open = OpenPlaces::new(page);
        for heading in page.outline().headings() {
            let step = |before| step(page, &open, before, heading);
            let expectation = before.map_or(Expectation::Met, step);
            let node = heading.element.id();
            found.push(Occurrence { node, expectation });
            before = Some(heading);
        }
        found
    }
}

/// The verdict on the step from one heading to the next.
fn step<'a>(
    page: &PageView<'a>,
    open: &OpenPlaces<'_, 'a>,
    before: &Heading<'a>,
    heading: &Heading<'a>,
) -> Expectation {
    if heading.level <= before.level.saturating_add(1) {
        return Expectation::Met;
    }
    let is_open = open.between(before.element, heading.element);
    if page.is_template() && (is_open || !stand_together(page, before.element, heading.element)) {
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
    let both = exposed(heading.element).and(exposed(before.element));
    if both.is_yes() && !is_open {
        Expectation::Unmet(grounds)
    } else {
        Expectation::Unknown(Doubt::NotCaptured, grounds)
    }
}

/// Whether two headings of a template always stand one after the other.
fn stand_together<'a>(
    page: &PageView<'a>,
    before: ElementRef<'a>,
    heading: ElementRef<'a>,
) -> bool {
    let branch = |element: ElementRef<'a>| page.page.unknowns.branch(element.id());
    branch(before) == branch(heading)
        && page.stands_here(before)
        && page.stands_here(heading)
        && !page.stands_for_anything(heading)
}

/// Places that may hold further headings: a part in another file, a component, content that a program writes.
struct OpenPlaces<'v, 'a> {
    page: &'v PageView<'a>,
    /// Numbers of the elements that begin before texts and comments which a program replaces, in order.
    inserts: OnceCell<Vec<usize>>,
    /// Ids of elements into which others load markup.
    loaded: OnceCell<HashSet<&'a str>>,
}

impl<'v, 'a> OpenPlaces<'v, 'a> {
    fn new(page: &'v PageView<'a>) -> Self {
        Self {
            page,
            inserts: OnceCell::new(),
            loaded: OnceCell::new(),
        }
    }

    /// Whether one is between two headings. All calls for the neighbours of a page look at each element once.
    fn between(&self, before: ElementRef<'a>, heading: ElementRef<'a>) -> bool {
        let index = &self.page.index;
        let (Some(first), Some(last)) = (index.position(before.id()), index.position(heading.id()))
        else {
            return true;
        };
        let inserts = self.inserts();
        let next = inserts.partition_point(|count| *count <= first);
        inserts.get(next).is_some_and(|count| *count <= last)
            || self.is_in_elements(first + 1, last)
    }

    fn is_in_elements(&self, first: usize, last: usize) -> bool {
        let index = &self.page.index;
        let mut at = first;
        while at < last {
            let Some(element) = index.element_at(at) else {
                break;
            };
            if self.may_hold_headings(element) {
                return true;
            }
            let end = index.end(at);
            // A heading inside has to be met.
            let skips = holds_phrases(element) && end <= last;
            at = if skips { end } else { at + 1 };
        }
        false
    }

    fn may_hold_headings(&self, element: ElementRef<'a>) -> bool {
        let page = self.page;
        let unknown = page.page.unknowns.of(element.id());
        // Without a program, an element with a name of its own only shows its content.
        let is_defined = || page.is_template() || page.runs_program();
        let is_kept_markup = || page.is_template() && element.value().name() == "template";
        unknown.is_some_and(|unknown| unknown.kind || unknown.place)
            || is_kept_markup()
            || dynamic::is_foreign(element) && is_defined()
            || dynamic::takes_in(element)
            || is_box(element)
                && (dynamic::loads_markup(element)
                    || self.is_loaded_into(element)
                    || page.scripts().write(element, Writes::NAME))
    }

    /// Whether another element loads markup into one.
    fn is_loaded_into(&self, element: ElementRef<'a>) -> bool {
        let ids = self.loaded.get_or_init(|| {
            let names = ["hx-target", "data-hx-target", "hx-swap-oob"];
            let elements = self.page.index.named_or_having(&[], &names);
            let targets = elements.flat_map(move |element| {
                let values = names.into_iter().map(move |name| element.attribute(name));
                values.flatten()
            });
            targets
                .filter_map(|target| target.trim().strip_prefix('#'))
                .collect()
        });
        let id = element.attribute("id");
        id.is_some_and(|id| ids.contains(id))
    }

    /// Counts the elements before each insert once.
    fn inserts(&self) -> &[usize] {
        self.inserts.get_or_init(|| {
            let mut found = Vec::new();
            let index = &self.page.index;
            for (at, element) in index.elements().enumerate() {
                if holds_phrases(element) {
                    continue;
                }
                // The number of elements that begin before the child.
                let mut count = at + 1;
                for child in element.children() {
                    if let Some(position) = index.position(child.id()) {
                        count = index.end(position);
                    }
                    let is_open = match child.value() {
                        Node::Text(text) => text.contains(HOLE),
                        _ => insert::is_inserted(child),
                    };
                    if is_open {
                        found.push(count);
                    }
                }
            }
            found.sort_unstable();
            found
        })
    }
}

/// Whether an element is a control that loads markup into another element.
fn is_operated(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "a" | "button" | "form" | "input" | "select" | "textarea"
    )
}

/// Whether an element is a part of a page that a script fills.
fn is_box(element: ElementRef<'_>) -> bool {
    !is_operated(element) && !holds_phrases(element) && element.value().name() != "title"
}

/// Whether an element holds text and no headings.
fn holds_phrases(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    is_in_line(name)
        || matches!(
            name,
            "h1" | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "button"
                | "option"
                | "p"
                | "textarea"
                | "title"
        )
}
