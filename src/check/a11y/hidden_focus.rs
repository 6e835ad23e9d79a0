//! `no-focus-inside`: no focusable element is inside content hidden from assistive technology (ACT 6cfa84, 307n5z).

use crate::model::{Attributes, PageKind};
use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use super::is_markup;
use crate::a11y::aria::Role;
use crate::a11y::{PageView, Reads, ShadowTree, Truth, Writes, dynamic, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "no-focus-inside",
    facts: &["element", "inside"],
    variants: &[],
    build: |table| {
        let Params { of, opened } = params(table)?;
        let opened = opened.as_deref().map(Selector::parse).transpose();
        let opened = opened.map_err(|error| vec![format!("opened: {error}")])?;
        Ok(Check::Page(Box::new(NoFocusInside { of, opened })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The containers that must not have focusable content.
    of: Container,
    /// CSS selector of elements hidden by the style sheet of a library until a script opens them.
    opened: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Container {
    /// Elements with `aria-hidden="true"`.
    AriaHidden,
    /// Elements whose role makes its children presentational.
    Leaf,
}

/// Whether a part of a template may be visible only without its mark: a closed dialog, opened by a script that removes
/// the mark.
fn may_be_closed<'a>(page: &PageView<'a>, part: ElementRef<'a>, inside: ElementRef<'a>) -> bool {
    // The including page provides the style sheets of a part.
    if !page.is_template() && page.page.nature.kind != PageKind::Part {
        return false;
    }
    let marked = part.attribute("aria-hidden").is_some() && part.id() != inside.id();
    let has_style = ["class", "id", "style"]
        .iter()
        .any(|name| part.attribute(name).is_some());
    marked && has_style || !page.knows(inside, Reads::ELEMENT)
}

/// Whether an unavailable sheet may hide parts of the page: a linked one, or one added by scripts.
fn is_styled_elsewhere(page: &PageView<'_>) -> bool {
    let styles = page.styles();
    styles.external || page.scripts().external && styles.set_nothing()
}

/// Whether a program fills in or binds the attribute that removes an element of a page from the tab order.
fn is_decided_later(element: ElementRef<'_>) -> bool {
    let mut names = ["tabindex", "disabled", "inert", "hidden"].into_iter();
    names.any(|name| dynamic::is_left_to_program(element, name))
}

struct NoFocusInside {
    of: Container,
    opened: Option<Selector>,
}

impl PageCheck for NoFocusInside {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = each_of(self.targets(page), |target| self.expect(page, target));
        judged.extend(self.slotted(page));
        judged
    }
}

impl NoFocusInside {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let elements = page.index.elements();
        elements
            .filter(|element| self.concerns(*element, page.role(*element)))
            .collect()
    }

    fn concerns(&self, element: ElementRef<'_>, role: Option<&Role>) -> bool {
        match self.of {
            Container::AriaHidden => element
                .attribute("aria-hidden")
                .is_some_and(|value| value.trim() == "true"),
            // A summary behaves like a button but has no role of its own, so its content keeps its meaning (HTML-AAM).
            Container::Leaf => {
                let is_summary =
                    element.value().name() == "summary" && role::explicit(element).is_none();
                is_markup(element)
                    && !is_summary
                    && role.is_some_and(|role| role.children_presentational)
            }
        }
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let own = matches!(self.of, Container::AriaHidden).then_some(element);
        let inside = own.into_iter().chain(page.index.descendants(element.id()));
        let inside = inside.map(|inside| (page.in_tab_order(inside), inside));
        let trees = page.shadow_trees_in(element.id()).iter();
        self.judge_inside(
            page,
            element,
            inside.chain(trees.filter_map(ShadowTree::most_reachable)),
        )
    }

    /// The verdicts on the containers in shadow trees that show children of the host, for each such child.
    fn slotted(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = Vec::new();
        for tree in page.shadow_trees() {
            let container = |slot: ElementRef<'_>| {
                let around = slot.ancestors().filter_map(ElementRef::wrap);
                let mut around = std::iter::once(slot)
                    .chain(around)
                    .take_while(|around| tree.index.position(around.id()).is_some());
                let found = around
                    .find(|around| self.concerns(*around, role::computed(&tree.index, *around)));
                found.and_then(|found| page.element(found.id()))
            };
            for child in tree.host.child_elements() {
                let Some(container) = tree.slot_of(child).and_then(container) else {
                    continue;
                };
                let inside = std::iter::once(child).chain(page.index.descendants(child.id()));
                let inside = inside.map(|inside| (page.in_tab_order(inside), inside));
                judged.push((child.id(), self.judge_inside(page, container, inside)));
            }
        }
        judged
    }

    /// The verdict on a container by its content: elements with whether they are in the tab order.
    fn judge_inside<'a>(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        content: impl Iterator<Item = (Truth, ElementRef<'a>)>,
    ) -> Expectation {
        let is_shown_by_script = page.scripts().write(element, Writes::HIDING);
        let mut worst = (Truth::No, element);
        for (mut reachable, inside) in content {
            // A script that knows the element may move the focus on, as at the end of a dialog.
            let opened = self
                .opened
                .as_ref()
                .is_some_and(|opened| opened.matches(&element));
            let sent_on = || {
                opened && is_styled_elsewhere(page)
                    || page.scripts().may_find(inside)
                    || dynamic::hears_focus(inside)
            };
            let open = || {
                is_shown_by_script
                    || page.scripts().write(inside, Writes::HIDING)
                    || sent_on()
                    || is_decided_later(inside)
                    || may_be_closed(page, element, inside)
            };
            if reachable.is_yes() && open() {
                reachable = Truth::Unknown;
            }
            if reachable > worst.0 {
                worst = (reachable, inside);
            }
        }
        let (reachable, inside) = worst;
        if reachable.is_no() {
            return Expectation::Met;
        }
        let by_library = self
            .opened
            .as_ref()
            .is_some_and(|opened| opened.matches(&element));
        if !reachable.is_yes() && by_library && is_styled_elsewhere(page) {
            // The sheet that hides it until it is opened is unavailable, so there is nothing to ask.
            return Expectation::Untested;
        }
        let grounds = Grounds::none()
            .with("element", element.value().name())
            .with("inside", inside.value().name())
            .related(page.place(inside.id()));
        if reachable.is_yes() {
            Expectation::Unmet(grounds)
        } else {
            Expectation::Unknown(Doubt::NotCaptured, grounds)
        }
    }
}
