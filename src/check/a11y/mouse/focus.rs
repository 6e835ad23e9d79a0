//! `focus-on-controls`: focusable elements are operable or scrollable.

use scraper::ElementRef;

use crate::a11y::{PageView, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::a11y::element_grounds;
use crate::check::a11y::occurrence::{Occurrence, Survey, once_per_page};
use crate::check::a11y::text::shown;
use crate::check::generic::without_params;
use crate::outcome::Doubt;

/// Focusable elements are operable or scrollable.
pub const KIND: CheckKind = CheckKind {
    name: "focus-on-controls",
    facts: &["element", "text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(FocusOnControls)),
};

struct FocusOnControls;

impl Survey for FocusOnControls {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let ordered = page.index.elements().filter(|element| {
            role::is_html(*element)
                && focus::tabindex(*element).is_some_and(|value| value >= 0)
                && !page.exposed(*element).is_no()
        });
        ordered
            .map(|element| {
                if !is_mere_text(element) || is_cell_of_grid(element) {
                    return Occurrence::fine(element.id());
                }
                if !page.exposed(element).is_yes() {
                    return Occurrence::open(element.id());
                }
                let text: String = element.text().take(20).collect();
                let grounds = element_grounds(element).with("text", shown(&text));
                match page.runs_program() {
                    false => Occurrence::wrong(element.id(), grounds),
                    // A script may make a control of an element it finds.
                    true if is_known_to_script(page, element) => Occurrence::open(element.id()),
                    true => Occurrence::asked(element.id(), Doubt::NeedsPerson, grounds),
                }
            })
            .collect()
    }
}

/// Whether an element in the tab order is mere text, without a role or a handler.
fn is_mere_text(element: ElementRef<'_>) -> bool {
    const TEXTS: [&str; 13] = [
        "p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "strong", "em", "img",
    ];
    let handled = element
        .value()
        .attrs()
        .any(|(name, _)| dynamic::is_handler(name) || name == "contenteditable" || name == "role");
    TEXTS.contains(&element.value().name()) && !handled
}

/// Whether an element is a cell of an interactive grid, which moves the focus from cell to cell.
fn is_cell_of_grid(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    element.value().name() == "td"
        && around
            .find(|around| around.value().name() == "table")
            .and_then(role::explicit)
            .is_some_and(|role| matches!(role.name, "grid" | "treegrid"))
}

/// Whether an element or an ancestor has a mark by which scripts find it: an id, a class for scripts, a non-text
/// attribute. Then people would have to try it.
fn is_known_to_script(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let marked = element
        .value()
        .attrs()
        .any(|(name, _)| name.starts_with("data-") || name.starts_with("aria-") || name == "title");
    marked
        || dynamic::is_bound(element)
        || dynamic::is_hook_of_script(element)
        || dynamic::belongs_to_library(element)
        || page.scripts().may_find(element)
}
