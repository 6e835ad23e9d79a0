//! `control-role`: hand-made clickable and focusable elements have a role.

use scraper::ElementRef;

use super::does_something;
use crate::a11y::{PageView, Reads, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::a11y::element_grounds;
use crate::check::a11y::occurrence::{Occurrence, Survey, once_per_page};
use crate::check::a11y::text::shown;
use crate::check::generic::without_params;
use crate::model::Attributes;
use crate::outcome::Doubt;

/// Hand-made clickable and focusable elements have a role.
pub const KIND: CheckKind = CheckKind {
    name: "control-role",
    facts: &["element", "text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(ControlRole)),
};

struct ControlRole;

impl Survey for ControlRole {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let made = page.index.elements().filter(|element| {
            role::is_html(*element)
                && element.attribute("onclick").is_some_and(does_something)
                && focus::tabindex(*element).is_some_and(|value| value >= 0)
                && !page.exposed(*element).is_no()
        });
        made.map(|element| judge_role(page, element)).collect()
    }
}

/// Judges a clickable and focusable element. Rows, cells and items keep the role that makes the whole a table or a
/// list, and elements that contain controls may only pass clicks on to them.
fn judge_role<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> Occurrence {
    const PLAIN: [&str; 8] = ["div", "span", "p", "i", "b", "em", "strong", "font"];
    let states_role =
        element.attribute("role").is_some() || element.attribute("contenteditable").is_some();
    let holds_control = page
        .index
        .descendants(element.id())
        .any(|inner| focus::takes_focus(&page.index, inner) || dynamic::is_foreign(inner));
    let plain = PLAIN.contains(&element.value().name()) && !dynamic::is_foreign(element);
    if !plain || states_role || holds_control {
        return Occurrence::fine(element.id());
    }
    if page.is_decided_later(element, "role") {
        return Occurrence::open(element.id());
    }
    let text: String = element.text().take(20).collect();
    let grounds = element_grounds(element).with("text", shown(&text));
    let may_change = match page.is_template() {
        true => page.may_hold_more(element),
        false => {
            let scripts = page.scripts();
            dynamic::is_bound(element)
                || dynamic::is_hook_of_script(element)
                || scripts.external
                || scripts.mention("role")
        }
    };
    match page.exposed(element).is_yes() && !may_change {
        true => Occurrence::wrong(element.id(), grounds),
        false => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
    }
}
