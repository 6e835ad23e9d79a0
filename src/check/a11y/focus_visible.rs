//! `focus-visible`: people can see which element has the keyboard focus. ACT rule oj04fd.

use ego_tree::NodeId;

use crate::a11y::focus_indication::FocusIndication;
use crate::a11y::{PageView, Truth};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::{Facilities, PageKind};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "focus-visible",
    facts: &["element", "selector", "count"],
    variants: &["unseen"],
    build: |table| without_params(table, || Check::Page(Box::new(FocusVisible))),
};

struct FocusVisible;

impl PageCheck for FocusVisible {
    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        matches!(kind, PageKind::Whole | PageKind::Part)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        // A part takes its styles from the page around it; what is embedded in a page has its own.
        let is_part = page.page.nature.kind == PageKind::Part;
        if is_part && page.page.embedded.is_none() {
            return Vec::new();
        }
        // Elements with the same verdict for the same reason are one finding.
        let mut said: Vec<FocusIndication> = Vec::new();
        let mut judged = Vec::new();
        for (node, verdict) in page.focus_indications() {
            if is_part && verdict.shown.is_yes() {
                continue;
            }
            if !verdict.shown.is_yes() {
                if said.contains(verdict) {
                    continue;
                }
                said.push(*verdict);
            }
            judged.push((*node, expect(page, *node, *verdict)));
        }
        judged
    }
}

fn expect(page: &PageView<'_>, target: NodeId, verdict: FocusIndication) -> Expectation {
    match verdict.shown {
        Truth::Yes => Expectation::Met,
        Truth::No => Expectation::Unmet(grounds(page, target, verdict)),
        Truth::Unknown => Expectation::Unknown(Doubt::NotCaptured, grounds(page, target, verdict)),
    }
}

fn grounds(page: &PageView<'_>, target: NodeId, verdict: FocusIndication) -> Grounds {
    /// Maximum number of places shown.
    const MOST_PLACES: usize = 5;
    let alike: Vec<NodeId> = page
        .focus_indications()
        .iter()
        .filter(|(_, other)| *other == verdict)
        .map(|(node, _)| *node)
        .collect();
    let name = page
        .element(target)
        .map_or("", |element| element.value().name());
    let selector = verdict
        .removed_by
        .and_then(|rule| page.styles().selector(rule));
    let selector = selector.map_or("style".to_owned(), |selector| selector.to_string());
    let grounds = Grounds::none()
        .with("element", name)
        .with("selector", selector)
        .with("count", alike.len());
    let others = alike.into_iter().filter(|other| *other != target);
    let grounds = match verdict.is_unseen {
        true => grounds.variant("unseen"),
        false => grounds,
    };
    others
        .take(MOST_PLACES)
        .fold(grounds, |grounds, other| grounds.related(page.place(other)))
}
