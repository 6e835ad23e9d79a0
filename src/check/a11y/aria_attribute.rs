//! `aria-attribute`: states and properties exist, fit their element and hold valid values
//! (ACT 5f99a7, 5c01ea, 6a7281, kb1m8s).

use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use super::is_markup;
use crate::a11y::aria::{self, Role};
use crate::a11y::{PageView, Reads, dynamic, insert, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::model::html;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "aria-attribute",
    facts: &["element", "attributes", "role"],
    variants: &[],
    build: |table| {
        let Params {
            expect,
            opened,
            harmless,
        } = params(table)?;
        let selector = |name: &str, text: Option<String>| {
            let parsed = text.as_deref().map(Selector::parse).transpose();
            parsed.map_err(|error| vec![format!("{name}: {error}")])
        };
        Ok(Check::Page(Box::new(Attributes {
            expect,
            opened: selector("opened", opened)?,
            harmless: selector("harmless", harmless)?,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The expectation for each attribute.
    expect: Expect,
    /// CSS selector of elements that get a role from a library when opened.
    opened: Option<String>,
    /// CSS selector of elements where the fault is harmless, for example because a library uses it in its own examples.
    harmless: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// WAI-ARIA defines it.
    Defined,
    /// The element's role supports it.
    Permitted,
    /// It is global and not prohibited on the role.
    NotProhibited,
    /// Its value is valid for its type.
    Valid,
}

struct Attributes {
    expect: Expect,
    opened: Option<Selector>,
    harmless: Option<Selector>,
}

fn aria_attributes<'a>(element: ElementRef<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    element
        .value()
        .attrs()
        .filter(|(name, _)| name.starts_with("aria-"))
}

impl Attributes {
    /// Whether the rule applies to an attribute of an element.
    fn concerns(&self, name: &str, value: &str) -> bool {
        match self.expect {
            Expect::Defined => true,
            // An attribute with its default value has no effect.
            Expect::Permitted => {
                aria::attribute(name).is_some()
                    && !(name == "aria-required" && value.trim() == "false")
            }
            Expect::NotProhibited => aria::is_global(name),
            Expect::Valid => aria::attribute(name).is_some() && !value.trim_ascii().is_empty(),
        }
    }

    fn fits(&self, element: ElementRef<'_>, role: Option<&Role>, name: &str, value: &str) -> bool {
        match self.expect {
            Expect::Defined => aria::attribute(name).is_some(),
            Expect::Permitted => {
                aria::is_global(name)
                    || role.is_some_and(|role| role.supports(name))
                    || allowed_by_html(element, name)
            }
            Expect::NotProhibited => role.is_none_or(|role| !role.prohibits(name)),
            Expect::Valid => {
                aria::attribute(name).is_none_or(|attribute| attribute.accepts(value.trim_ascii()))
            }
        }
    }
}

impl PageCheck for Attributes {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl Attributes {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let exposed_only = matches!(self.expect, Expect::Permitted | Expect::NotProhibited);
        page.index
            .having_any(|name| name.starts_with("aria-"))
            .into_iter()
            .filter(|element| {
                aria_attributes(*element).any(|(name, value)| self.concerns(name, value))
            })
            .filter(|element| self.expect == Expect::Defined || is_markup(*element))
            .filter(|element| !exposed_only || !page.exposed(*element).is_no())
            .filter(|element| {
                let is_field = || element.value().name() == "input";
                !(exposed_only && is_field() && role::input_type(*element) == "hidden")
            })
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let harmless = self.harmless.as_ref();
        if harmless.is_some_and(|harmless| harmless.matches(&element)) {
            return Expectation::Met;
        }
        let role = match self.expect {
            Expect::NotProhibited => page.role(element).or_else(|| own_kind(page, element)),
            _ => page.role(element),
        };
        let mut wrong = Vec::new();
        let mut open = false;
        for (name, value) in aria_attributes(element) {
            if !self.concerns(name, value) || self.fits(element, role, name, value) {
                continue;
            }
            open |= self.expect == Expect::Valid && insert::is_insert(value);
            wrong.push(match self.expect {
                Expect::Valid => format!("{name}=\"{value}\""),
                _ => name.to_owned(),
            });
        }
        if wrong.is_empty() {
            return Expectation::Met;
        }
        let taken_away = wrong
            .iter()
            .all(|name| page.scripts().change_attribute(name));
        let role_name = role.map_or("–", |role| role.name);
        let grounds = Grounds::none()
            .with("element", element.value().name())
            .with("attributes", wrong)
            .with("role", role_name);
        let by_role = matches!(self.expect, Expect::Permitted | Expect::NotProhibited);
        // The markup does not reveal the role of a custom element, or a role set by a script.
        let opened = self.opened.as_ref();
        let unsure = by_role
            && (opened.is_some_and(|opened| {
                role::explicit(element).is_none() && opened.matches(&element)
            }) || self.is_defined_elsewhere(page, element)
                || dynamic::is_bound(element)
                || taken_away
                || role.is_none() && !role::is_html(element)
                || !page.exposed(element).is_yes());
        if open || unsure {
            return Expectation::Unknown(Doubt::NotCaptured, grounds);
        }
        Expectation::Unmet(grounds)
    }
}

impl Attributes {
    /// Whether the page does not show what an element is: scripts may give an element of their own a role, and with it
    /// further attributes.
    fn is_defined_elsewhere(&self, page: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let is_settled = self.expect == Expect::NotProhibited
            && own_kind(page, element).is_some()
            && page.document_element().is_some();
        match is_settled {
            true => page.runs_program(),
            false => dynamic::is_foreign(element),
        }
    }
}

/// The role of an element that HTML does not define: `generic` (HTML-AAM). In a template or a part of a page it is a
/// component of the framework.
fn own_kind(page: &PageView<'_>, element: ElementRef<'_>) -> Option<&'static Role> {
    let name = element.value().name();
    let is_page =
        !page.is_template() && (page.page.embedded.is_some() || page.document_element().is_some());
    // Prefixed names are tags of template languages, and a slot is replaced.
    let is_own = is_page
        && role::is_html(element)
        && !html::is_html_element(name)
        && !name.contains(':')
        && name != "slot";
    is_own.then(|| aria::role("generic")).flatten()
}

/// Whether "ARIA in HTML" allows an attribute beyond the element's role: form fields without a role accept what a text
/// box accepts.
fn allowed_by_html(element: ElementRef<'_>, name: &str) -> bool {
    let like = |other: &str| aria::role(other).is_some_and(|role| role.supports(name));
    match element.value().name() {
        "input" => match role::input_type(element).as_str() {
            "date" | "datetime-local" | "month" | "password" | "time" | "week" | "email"
            | "tel" | "url" | "text" | "search" => like("textbox"),
            "file" | "color" => matches!(name, "aria-required" | "aria-invalid" | "aria-disabled"),
            "checkbox" => matches!(name, "aria-pressed" | "aria-checked" | "aria-required"),
            _ => false,
        },
        "summary" => like("button"),
        "audio" | "video" | "embed" | "object" | "iframe" | "canvas" => like("application"),
        // A drop-down may be displayed as a menu; only a select that shows its options is a list.
        "select" if role::is_list_box(element) => like("listbox"),
        "select" => like("combobox") || like("menu"),
        _ => false,
    }
}
