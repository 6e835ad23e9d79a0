//! `heading-order`: no heading level is skipped on the way down.

use super::occurrence::{Occurrence, Survey, once_per_page};
use crate::a11y::{Heading, PageView};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::PageKind;
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
    let grounds = Grounds::none()
        .with("level", heading.level)
        .with("before", before.level)
        .with("text", page.name(heading.element).text.as_str());
    let exposed = page.exposed(heading.element);
    if exposed.and(page.exposed(before.element)).is_yes() {
        Expectation::Unmet(grounds)
    } else {
        Expectation::Unknown(Doubt::NotCaptured, grounds)
    }
}
