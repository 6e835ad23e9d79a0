//! `aria-role`: roles exist, and have the required states (ACT 674b10, 4e8ab6).

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Deserialize;

use super::is_markup;
use crate::a11y::{PageView, Reads, dynamic, focus, insert, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "aria-role",
    facts: &["element", "role", "missing"],
    variants: &[],
    build: |table| {
        let Params { expect, harmless } = params(table)?;
        Ok(Check::Page(match expect {
            Expect::Valid => Box::new(ValidRoles { harmless }),
            Expect::Complete => Box::new(RequiredAttributes),
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The expectation for a role: that ARIA defines it, or that its required attributes exist.
    expect: Expect,
    /// Roles of no ARIA version that are harmless: ignored, they leave the element's own semantics.
    #[serde(default)]
    harmless: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// The role exists.
    Valid,
    /// The states and properties required by the role exist.
    Complete,
}

fn role_attribute(element: ElementRef<'_>) -> &str {
    element.attribute("role").unwrap_or_default().trim_ascii()
}

struct ValidRoles {
    harmless: Vec<String>,
}

impl PageCheck for ValidRoles {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl ValidRoles {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        page.index
            .having("role")
            .filter(|element| !role_attribute(*element).is_empty() && is_markup(*element))
            .filter(|element| !page.exposed(*element).is_no())
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let is_harmless = || {
            let mut roles = role_attribute(element).split_ascii_whitespace();
            roles.all(|role| {
                self.harmless
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(role))
            })
        };
        if role::explicit(element).is_some() || is_harmless() {
            return Expectation::Met;
        }
        let grounds = Grounds::none()
            .with("element", element.value().name())
            .with("role", role_attribute(element));
        if insert::is_insert(role_attribute(element)) || !page.exposed(element).is_yes() {
            return Expectation::Unknown(Doubt::NotCaptured, grounds);
        }
        Expectation::Unmet(grounds)
    }
}

struct RequiredAttributes;

/// States with an implicit value (WAI-ARIA 1.2, implicit value for role).
const IMPLIED: &[(&str, &str)] = &[("option", "aria-selected")];

impl PageCheck for RequiredAttributes {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl RequiredAttributes {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        page.index
            .having("role")
            .filter(|element| is_markup(*element) && !page.exposed(*element).is_no())
            .filter(|element| {
                let Some(explicit) = role::explicit(*element) else {
                    return false;
                };
                let implicit = role::implicit(&page.index, *element);
                implicit.is_none_or(|implicit| implicit.name != explicit.name)
                    && page
                        .role(*element)
                        .is_some_and(|role| role.name == explicit.name)
            })
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let Some(role) = role::explicit(element) else {
            return Expectation::Untested;
        };
        let mut required = role.required.clone();
        // A focusable separator is a widget with a value.
        if role.name == "separator" && focus::takes_focus(&page.index, element) {
            required.push("aria-valuenow");
        }
        let missing: Vec<&str> = required
            .into_iter()
            .filter(|name| !IMPLIED.contains(&(role.name, name)))
            .filter(|name| {
                element
                    .attribute(name)
                    .is_none_or(|value| value.trim_ascii().is_empty())
                    && !provides_natively(element, name)
            })
            .collect();
        if missing.is_empty() {
            return Expectation::Met;
        }
        let set_later = missing
            .iter()
            .all(|name| page.scripts().change_attribute(name));
        let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        let grounds = Grounds::none()
            .with("element", element.value().name())
            .with("role", role.name)
            .with("missing", missing);
        if set_later || dynamic::is_bound(element) || !page.exposed(element).is_yes() {
            return Expectation::Unknown(Doubt::NotCaptured, grounds);
        }
        Expectation::Unmet(grounds)
    }
}

/// States that the element itself provides (HTML-AAM).
fn provides_natively(element: ElementRef<'_>, name: &str) -> bool {
    if element.value().name() != "input" {
        return false;
    }
    matches!(
        (role::input_type(element).as_str(), name),
        ("checkbox" | "radio", "aria-checked") | ("range", "aria-valuenow")
    )
}
