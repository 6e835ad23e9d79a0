//! `heading-order`: no heading level is skipped on the way down.

use ego_tree::NodeId;

use crate::a11y::PageView;
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
        let headings = page.outline().headings().iter();
        headings.map(|heading| heading.element.id()).collect()
    }

    fn expect(&self, page: &PageView<'_>, target: NodeId) -> Expectation {
        let Some((heading, Some(before))) = page.outline().with_previous(target) else {
            return Expectation::Met;
        };
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
}
