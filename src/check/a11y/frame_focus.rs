//! `frame-in-tab-order`: frames with operable content stay in the tab order (ACT akn7bn).

use crate::model::Attributes;
use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, focus, holds_focusable, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "frame-in-tab-order",
    facts: &["element", "value"],
    variants: &[],
    build: |table| without_params(table, || elements(FrameFocus)),
};

struct FrameFocus;

impl ElementCheck for FrameFocus {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.named("iframe").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        if element.value().name() != "iframe" || !role::is_html(element) || is_speck(element) {
            return Truth::No;
        }
        let holds = match element.attribute("srcdoc") {
            Some(document) => holds_focusable(document),
            // The document of the frame is not available; it matters only if the frame cannot be entered.
            None if is_out_of_tab_order(element) && element.attribute("src").is_some() => {
                Truth::Unknown
            }
            None => Truth::No,
        };
        holds
            .and(view.seen(element))
            .and(view.takes_input(element).into())
    }

    fn judge<'a>(&self, _: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let value = element.attribute("tabindex").unwrap_or_default();
        (
            (!is_out_of_tab_order(element)).into(),
            element_grounds(element).with("value", value),
        )
    }
}

fn is_out_of_tab_order(element: ElementRef<'_>) -> bool {
    focus::tabindex(element).is_some_and(|value| value < 0)
}

/// Whether the frame is too small to be seen.
fn is_speck(element: ElementRef<'_>) -> bool {
    ["width", "height"].iter().any(|name| {
        element
            .attribute(name)
            .and_then(|value| value.trim().trim_end_matches("px").parse::<f64>().ok())
            .is_some_and(|value| value <= 1.0)
    })
}
