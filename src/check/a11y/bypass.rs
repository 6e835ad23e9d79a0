//! `bypass`: there is a way past what every page repeats. ACT rule cf77f2.
//!
//! What repeats, one page does not tell: a page without any way past is a question.

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::ElementRef;

use super::document_target;
use crate::a11y::{PageView, Truth};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "bypass",
    facts: &[],
    variants: &["hidden"],
    build: |table| without_params(table, || Check::Page(Box::new(Bypass))),
};

struct Bypass;

impl PageCheck for Bypass {
    fn concerns(&self, kind: PageKind) -> bool {
        // Programs that show letters have ways of their own.
        matches!(kind, PageKind::Whole | PageKind::Part)
    }

    fn targets(&self, page: &PageView<'_>) -> Vec<NodeId> {
        document_target(page)
    }

    fn expect(&self, page: &PageView<'_>, _: NodeId) -> Expectation {
        let mut help = Truth::No;
        for element in page.index.elements() {
            let by_role = page
                .role(element)
                .is_some_and(|role| matches!(role.name, "main" | "heading"));
            if by_role {
                help = help.or(page.exposed(element));
            }
            if help.is_yes() || leads_inside(page, element) {
                return Expectation::Met;
            }
        }
        if !help.is_no() {
            let grounds = Grounds::none().variant("hidden");
            return Expectation::Unknown(Doubt::NotCaptured, grounds);
        }
        let doubt = if page.is_shell() {
            Doubt::NotCaptured
        } else {
            Doubt::NeedsPerson
        };
        Expectation::Unknown(doubt, Grounds::none())
    }
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
