//! `hidden-page`: the page as a whole is not hidden from assistive technology.

use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Truth, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "hidden-page",
    facts: &["element"],
    variants: &[],
    build: |table| without_params(table, || elements(HiddenPage)),
};

struct HiddenPage;

impl ElementCheck for HiddenPage {
    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.named_any(&["html", "body"]).collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let is_page = matches!(element.value().name(), "html" | "body") && role::is_html(element);
        Truth::from(is_page && view.document_element().is_some())
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let hidden = role::is_true(element, "aria-hidden");
        // A script may hide the page only during loading.
        let fine = match hidden {
            false => Truth::Yes,
            true if view.runs_program() => Truth::Unknown,
            true => Truth::No,
        };
        (fine, element_grounds(element))
    }
}
