//! `field-hint-connected`: a hint beside a field is read aloud with it.
//!
//! Position and class name suggest that a text belongs to a field, but do not prove it, so this is a question.

use foldhash::HashSet;

use crate::model::Attributes;

use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::{holds_control, short_text};
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{has_words, shown};
use crate::a11y::{PageView, dynamic, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern};
use crate::outcome::{Doubt, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "field-hint-connected",
    facts: &["text", "field", "count"],
    variants: &[],
    build: |table| {
        let Params { classes } = params(table)?;
        let classes = pattern(&classes)?;
        Ok(once_per_page(Connected { classes }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of class names and ids for hints.
    classes: String,
}

struct Connected {
    classes: Regex,
}

impl Survey for Connected {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let fields: Vec<ElementRef<'_>> = page
            .index
            .elements()
            .filter(|element| takes_text(*element) && !page.exposed(*element).is_no())
            .collect();
        let mut told: HashSet<&str> = HashSet::default();
        for element in page.index.elements() {
            for name in ["aria-describedby", "aria-labelledby", "aria-details"] {
                let ids = element.value().attribute(name).unwrap_or_default();
                told.extend(ids.split_ascii_whitespace());
            }
        }
        fields
            .into_iter()
            .filter_map(|field| self.judge(page, field, &told))
            .collect()
    }
}

impl Connected {
    fn judge<'a>(
        &self,
        page: &PageView<'a>,
        field: ElementRef<'a>,
        told: &HashSet<&str>,
    ) -> Option<Occurrence> {
        let hint = self.hint_beside(page, field)?;
        let text = short_text(page, hint).filter(|text| has_words(text))?;
        let named = |element: ElementRef<'_>| {
            element
                .attribute("id")
                .is_some_and(|id| told.contains(id) || page.scripts().mention(id))
        };
        // A reference to an element inside or around the hint includes it.
        let linked = named(hint)
            || page.index.descendants(hint.id()).any(named)
            || hint.ancestors().filter_map(ElementRef::wrap).any(named);
        let sets = page.scripts().change_attribute("aria-describedby");
        let open = dynamic::is_bound(field) || dynamic::is_bound(hint);
        let told = page.seen(hint).and(page.exposed(hint));
        if linked || sets || open || told.is_no() {
            return Some(Occurrence::fine(field.id()));
        }
        if !told.is_yes() {
            return Some(Occurrence::open(field.id()));
        }
        let grounds = Grounds::none()
            .with("text", shown(&text))
            .with("field", shown(&page.name(field).text));
        Some(Occurrence::asked(
            field.id(),
            Doubt::NeedsPerson,
            grounds.with_place(page.place(hint.id())),
        ))
    }

    /// An element marked as a hint next to a field, with nothing but labels in between.
    fn hint_beside<'a>(
        &self,
        page: &PageView<'a>,
        field: ElementRef<'a>,
    ) -> Option<ElementRef<'a>> {
        let before = field.prev_siblings().filter_map(ElementRef::wrap);
        let after = field.next_siblings().filter_map(ElementRef::wrap);
        self.first_hint(page, before)
            .or_else(|| self.first_hint(page, after))
    }

    fn first_hint<'a>(
        &self,
        page: &PageView<'a>,
        siblings: impl Iterator<Item = ElementRef<'a>>,
    ) -> Option<ElementRef<'a>> {
        for sibling in siblings {
            let name = sibling.value().name();
            if is_field_or_more(sibling) {
                return None;
            }
            if name == "label" || page.rendered(sibling).is_no() {
                continue;
            }
            return self.is_hint(sibling).then_some(sibling);
        }
        None
    }

    fn is_hint(&self, element: ElementRef<'_>) -> bool {
        let called = ["class", "id"]
            .iter()
            .filter_map(|name| element.attribute(name))
            .any(|name| self.classes.is_match(name));
        called && !matches!(element.value().name(), "a" | "button" | "svg" | "i" | "img")
    }
}

fn is_field_or_more(element: ElementRef<'_>) -> bool {
    element.value().name() != "label" && holds_control(element)
}

/// Text fields; choices are explained by their group.
fn takes_text(element: ElementRef<'_>) -> bool {
    role::is_html(element)
        && match element.value().name() {
            "select" | "textarea" => true,
            "input" => !matches!(
                role::input_type(element).as_str(),
                "hidden" | "submit" | "button" | "reset" | "image" | "radio" | "checkbox"
            ),
            _ => false,
        }
}
