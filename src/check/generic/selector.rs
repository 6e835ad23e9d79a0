//! `selector`: the elements matched by a CSS selector, and what is expected of them.

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use super::subjects::Subjects;
use super::{params, pattern};
use crate::a11y::{PageView, Reads, Writes, dynamic, insert};
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "selector",
    facts: &["element", "attribute", "value"],
    variants: &[],
    build: |table| {
        let Params {
            applies_to,
            expect,
            attribute,
            matches,
            fits,
            rendered,
            whole,
        } = params(table)?;
        let compiled = |name: &str, text: &str| {
            Selector::parse(text).map_err(|error| vec![format!("{name}: {error}")])
        };
        let selector = compiled("applies-to", &applies_to)?;
        let looks_around = looks_around(&applies_to) || fits.as_deref().is_some_and(looks_around);
        let fits = fits
            .as_deref()
            .map(|fits| compiled("fits", fits))
            .transpose()?;
        let matches = matches.as_deref().map(pattern).transpose()?;
        match (expect, &attribute, &matches) {
            (Expect::Attribute, None, _) => {
                return Err(vec!["expect = \"attribute\" needs attribute".into()]);
            }
            (Expect::Text, _, None) => return Err(vec!["expect = \"text\" needs matches".into()]),
            (Expect::Selector, ..) if fits.is_none() => {
                return Err(vec!["expect = \"selector\" needs fits".into()]);
            }
            _ => {}
        }
        Ok(Check::Page(Box::new(SelectorCheck {
            subjects: Subjects::of(&applies_to),
            selector,
            expect,
            attribute,
            matches,
            fits,
            looks_around,
            rendered,
            whole,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// CSS selector of the targets.
    applies_to: String,
    /// The expectation.
    expect: Expect,
    /// Attribute to examine.
    attribute: Option<String>,
    /// Regular expression that the attribute or text must match.
    matches: Option<String>,
    /// CSS selector that the targets must match as well.
    fits: Option<String>,
    /// Whether only rendered elements count.
    #[serde(default)]
    rendered: bool,
    /// Whether the rule is about whole pages only, not about parts that are included in one.
    #[serde(default)]
    whole: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// The element must not exist.
    Absent,
    /// The attribute must exist, and match the pattern if there is one.
    Attribute,
    /// The text must match.
    Text,
    /// The element must match another selector, for example one that names its parent.
    Selector,
}

struct SelectorCheck {
    subjects: Subjects,
    selector: Selector,
    expect: Expect,
    attribute: Option<String>,
    matches: Option<regex::Regex>,
    fits: Option<Selector>,
    /// Whether one of the selectors is about more than one element and its content.
    looks_around: bool,
    rendered: bool,
    whole: bool,
}

/// Whether a selector list refers to elements around or beside its subject: some alternative has a combinator.
fn looks_around(selector: &str) -> bool {
    // Whitespace and punctuation in brackets belong to attributes.
    let parts = selector.split('[').enumerate();
    let outside: String = parts
        .map(|(at, part)| match part.split_once(']') {
            Some((_, after)) if at > 0 => after,
            _ => part,
        })
        .collect();
    let mut alternatives = outside.split(',').map(str::trim);
    alternatives.any(|alternative| {
        alternative.contains(|ch: char| ch.is_whitespace() || matches!(ch, '>' | '+' | '~'))
    })
}

impl PageCheck for SelectorCheck {
    fn on_templates(&self) -> Option<Reads> {
        Some(match self.looks_around {
            true => Reads::ELEMENT.and(Reads::PARENT),
            false => Reads::ELEMENT,
        })
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl SelectorCheck {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        if self.whole
            && page
                .document_element()
                .or_else(|| page.skeleton())
                .is_none()
        {
            return Vec::new();
        }
        // Only elements of the page itself: the tree also contains the content of `<template>` and `<noscript>`.
        let subjects = self.subjects.among(&page.index).into_iter();
        subjects
            .filter(|element| self.selector.matches(element))
            .filter(|element| !self.rendered || !page.rendered(*element).is_no())
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let grounds = Grounds::none().with("element", element.value().name());
        match self.judge(element, grounds) {
            Expectation::Unmet(grounds) if self.rendered && !page.rendered(element).is_yes() => {
                Expectation::Unknown(Doubt::NotCaptured, grounds)
            }
            // The expected context may be in the page that includes this part.
            Expectation::Unmet(grounds)
                if matches!(self.expect, Expect::Selector)
                    && self.looks_around
                    && (page.is_outermost_of_part(element)
                        || stands_in_foreign(element)
                        || is_grouped_in_part(page, element)) =>
            {
                Expectation::Unknown(Doubt::Elsewhere, grounds)
            }
            Expectation::Unmet(_)
                if matches!(self.expect, Expect::Text) && insert::is_printed_into(element) =>
            {
                Expectation::Untested
            }
            // The text may come from the program that makes the page, or from a script that finds the element by its
            // id.
            Expectation::Unmet(grounds)
                if matches!(self.expect, Expect::Text)
                    && (insert::has_inserts(element)
                        || dynamic::is_bound(element)
                        || waits_for_script(page, element)) =>
            {
                Expectation::Unknown(Doubt::NotCaptured, grounds)
            }
            judged => judged,
        }
    }
}

/// Whether a script fills an empty element, or may do so by its id; the scripts of a template or a part of a page are
/// elsewhere.
fn waits_for_script(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let named = element.attribute("id").is_some_and(|id| !id.is_empty());
    let empty = element.text().all(|text| text.trim().is_empty());
    let is_whole = page.document_element().is_some();
    if empty && page.scripts().write(element, Writes::NAME) {
        return true;
    }
    named && empty && (!is_whole || page.scripts().may_fill(element))
}

/// Whether terms or descriptions are in the outermost `div` of a part: the list may be around it.
fn is_grouped_in_part(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let group = element.parent().and_then(ElementRef::wrap);
    matches!(element.value().name(), "dt" | "dd")
        && group
            .is_some_and(|group| group.value().name() == "div" && page.is_outermost_of_part(group))
}

/// Whether the parent element is unknown to HTML: an element of a template language is removed before display, and a
/// component may move its content.
fn stands_in_foreign(element: ElementRef<'_>) -> bool {
    let around = element.parent().and_then(ElementRef::wrap);
    around.is_some_and(|around| dynamic::is_foreign(around) || dynamic::may_lose_tags(around))
}

impl SelectorCheck {
    fn judge(&self, element: ElementRef<'_>, grounds: Grounds) -> Expectation {
        match self.expect {
            Expect::Absent => Expectation::Unmet(grounds),
            Expect::Selector => {
                let fits = self.fits.as_ref();
                if fits.is_none_or(|fits| fits.matches(&element)) {
                    Expectation::Met
                } else {
                    Expectation::Unmet(grounds)
                }
            }
            Expect::Attribute => {
                let name = self.attribute.as_deref().unwrap_or_default();
                let value = element.value().attribute(name);
                let fits = value.is_some_and(|value| {
                    self.matches
                        .as_ref()
                        .is_none_or(|matches| matches.is_match(value))
                });
                if fits {
                    return Expectation::Met;
                }
                let value = value.unwrap_or_default();
                Expectation::Unmet(grounds.with("attribute", name).with("value", value))
            }
            Expect::Text => {
                let text: String = element.text().collect();
                if self
                    .matches
                    .as_ref()
                    .is_some_and(|matches| matches.is_match(text.trim()))
                {
                    return Expectation::Met;
                }
                Expectation::Unmet(grounds.with("value", text.trim()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::looks_around;

    #[test]
    fn combinators_look_around() {
        for selector in ["dl > dt", "th, a[href] img", ":not(dialog *)", "h1 + p"] {
            assert!(looks_around(selector), "{selector}");
        }
        let alone = [
            "marquee",
            "th,\n td",
            ":not([scrollamount='0' i], [role~='main'])",
            ":not(:has(table))",
        ];
        for selector in alone {
            assert!(!looks_around(selector), "{selector}");
        }
    }
}
