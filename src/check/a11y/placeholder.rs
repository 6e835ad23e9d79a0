//! `placeholder-alone`: a placeholder is not the only label of a field, because it disappears on input.

use crate::model::Attributes;
use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::named::may_be_labelled_elsewhere;
use super::near::text_before;
use super::text::shown;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern};
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "placeholder-alone",
    facts: &["element", "placeholder", "beside"],
    variants: &["beside"],
    build: |table| {
        let Params { search } = params(table)?;
        let search = pattern(&search)?;
        Ok(elements(PlaceholderAlone { search }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of placeholders of search fields, which the button beside them explains.
    search: String,
}

struct PlaceholderAlone {
    search: Regex,
}

impl ElementCheck for PlaceholderAlone {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::LABELS))
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("placeholder").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let field = role::is_html(element)
            && matches!(element.value().name(), "input" | "textarea")
            && element
                .attribute("placeholder")
                // Whatever a program writes there: with a text the field has only that, without one nothing.
                .is_some_and(|text| !text.trim().is_empty());
        if !field || !takes_text(view, element) || focus::is_disabled(element) {
            return Truth::No;
        }
        // In a closed dialog it is as little named as in an open one.
        view.exposed_once_open(element)
    }

    /// The label may be in the page that includes this part.
    fn leaves_open<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        may_be_labelled_elsewhere(view, element) && self.judge(view, element).0 != Truth::Yes
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let placeholder = element.attribute("placeholder").unwrap_or_default();
        let grounds = element_grounds(element).with("placeholder", shown(placeholder));
        let has = |name: &str| {
            element
                .attribute(name)
                .is_some_and(|text| !text.trim().is_empty())
        };
        let labelled = has("aria-label")
            || has("aria-labelledby")
            || has("title")
            || view.labels_of(element).next().is_some();
        let decided = ["aria-label", "aria-labelledby", "title"]
            .iter()
            .any(|name| view.is_decided_later(element, name));
        if labelled || decided || dynamic::is_bound(element) {
            return (Truth::Yes, grounds);
        }
        if self.searches(view, element) {
            return (Truth::Yes, grounds);
        }
        if self.is_called_search(element) {
            // A button beside it would say so (WCAG technique G167).
            return match has_button_beside(element) {
                true => (Truth::Yes, grounds),
                false => (Truth::Unknown, grounds),
            };
        }
        match text_before(view, element) {
            Some(text) => (
                Truth::Unknown,
                grounds.with("beside", shown(&text)).variant("beside"),
            ),
            // The column header is in another row.
            None if stands_in_table(element) => (Truth::Unknown, grounds),
            None => (Truth::No, grounds),
        }
    }
}

impl PlaceholderAlone {
    /// Whether names of the field call it a search.
    fn is_called_search(&self, element: ElementRef<'_>) -> bool {
        ["placeholder", "name", "id", "class"]
            .into_iter()
            .filter_map(|name| element.attribute(name))
            .any(|text| self.search.is_match(text))
    }

    /// Whether the field is a search by its role or by what is around it.
    fn searches(&self, view: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let by_role = view
            .role(element)
            .is_some_and(|role| role.name == "searchbox");
        let around = || {
            element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|around| view.role(around).is_some_and(|role| role.name == "search"))
        };
        by_role || around()
    }
}

/// Whether a form, or the box around a field outside of forms, has a button.
fn has_button_beside(field: ElementRef<'_>) -> bool {
    let around = || field.ancestors().filter_map(ElementRef::wrap);
    let form = around().find(|around| around.value().name() == "form");
    let Some(form) = form.or_else(|| around().nth(1)) else {
        return false;
    };
    let mut inside = form.descendants().filter_map(ElementRef::wrap);
    inside.any(|inner| match inner.value().name() {
        "button" | "a" | "svg" | "img" | "i" => true,
        "input" => matches!(
            role::input_type(inner).as_str(),
            "submit" | "image" | "button"
        ),
        name => name.contains('-') || inner.attribute("role") == Some("button"),
    })
}

fn stands_in_table(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    around.any(|around| matches!(around.value().name(), "td" | "th"))
}

fn takes_text(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    const FIELDS: [&str; 4] = ["textbox", "searchbox", "combobox", "spinbutton"];
    view.role(element)
        .is_some_and(|role| FIELDS.contains(&role.name))
}
