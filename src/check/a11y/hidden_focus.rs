//! `no-focus-inside`: no focusable element is inside content hidden from assistive technology (ACT 6cfa84, 307n5z).

use crate::model::{Attributes, PageKind};
use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use super::is_markup;
use crate::a11y::{PageView, Reads, Truth, Writes, dynamic};
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
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl NoFocusInside {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let applies = |element: &ElementRef<'_>| match self.of {
            Container::AriaHidden => element
                .attribute("aria-hidden")
                .is_some_and(|value| value.trim() == "true"),
            Container::Leaf => {
                is_markup(*element)
                    && page
                        .role(*element)
                        .is_some_and(|role| role.children_presentational)
            }
        };
        page.index.elements().filter(applies).collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let own = matches!(self.of, Container::AriaHidden).then_some(element);
        let is_shown_by_script = page.scripts().write(element, Writes::HIDING);
        let mut worst = (Truth::No, element);
        for inside in own.into_iter().chain(page.index.descendants(element.id())) {
            let mut reachable = page.in_tab_order(inside);
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
