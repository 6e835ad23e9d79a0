//! `widget-in-tab-order`: elements with the role of a control are focusable.

use scraper::ElementRef;
use serde::Deserialize;

use super::is_whole_in_component;
use crate::a11y::{PageView, Reads, Truth, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::a11y::{ElementCheck, element_grounds, elements};
use crate::check::generic::params;
use crate::model::Attributes;
use crate::outcome::Grounds;

/// Elements with the role of a control are focusable.
pub const KIND: CheckKind = CheckKind {
    name: "widget-in-tab-order",
    facts: &["element", "role"],
    variants: &[],
    build: |table| {
        let widget: WidgetInTabOrder = params(table)?;
        Ok(elements(widget))
    },
};

/// Roles of controls that need the focus themselves; parts of lists, menus and grids may leave it to the whole.
const WIDGETS: [&str; 10] = [
    "button",
    "checkbox",
    "combobox",
    "link",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
    "listbox",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WidgetInTabOrder {
    /// Frameworks whose components run in the browser and declare there what an element reacts to.
    in_browsers: Vec<String>,
}

impl ElementCheck for WidgetInTabOrder {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("role").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let widget = role::explicit(element).is_some_and(|role| WIDGETS.contains(&role.name));
        let off = element.attribute("aria-disabled") == Some("true")
            || focus::is_disabled(element)
            || !view.takes_input(element);
        if !widget || off {
            return Truth::No;
        }
        view.exposed(element)
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let role = role::explicit(element).map_or("", |role| role.name);
        let grounds = element_grounds(element).with("role", role);
        if focus::takes_focus(&view.index, element) {
            return (Truth::Yes, grounds);
        }
        // Content of a control is operated with it, and a box around a field leaves the focus to the field.
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let in_control = around
            .take_while(|around| around.value().name() != "body")
            .any(|around| focus::takes_focus(&view.index, around));
        let holds = view
            .index
            .descendants(element.id())
            .any(|inner| focus::takes_focus(&view.index, inner));
        if in_control || holds || is_list_of_field(view, element) {
            return (Truth::Yes, grounds);
        }
        let by_script = match view.is_template() {
            true => !is_whole_in_component(view, element, &self.in_browsers),
            false => view.scripts().external || view.scripts().change_attribute("tabindex"),
        };
        let may_change = dynamic::is_bound(element)
            || dynamic::is_foreign(element)
            || dynamic::is_hook_of_script(element)
            || by_script;
        let fine = match may_change {
            true => Truth::Unknown,
            false => Truth::No,
        };
        (fine, grounds)
    }
}

/// Whether an element is the list of a field that keeps the focus during the selection (ARIA Authoring Practices,
/// "Combobox Pattern").
fn is_list_of_field(view: &PageView<'_>, list: ElementRef<'_>) -> bool {
    role::explicit(list).is_some_and(|role| role.name == "listbox")
        && list
            .attribute("id")
            .is_some_and(|id| view.is_operated_from_elsewhere(id))
}
