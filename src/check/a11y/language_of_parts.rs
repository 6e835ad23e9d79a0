//! `language-of-parts`: languages stated for parts of a page exist (ACT de46e4).

use crate::model::{self, Attributes};
use scraper::{ElementRef, Node};

use super::language_tags::is_known;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "language-of-parts",
    facts: &["element", "value"],
    variants: &[],
    build: |table| without_params(table, || elements(Parts)),
};

struct Parts;

impl ElementCheck for Parts {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("lang").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let Some(value) = element.attribute("lang").filter(|value| !value.is_empty()) else {
            return Truth::No;
        };
        let in_body = element
            .ancestors()
            .chain(std::iter::once(*element))
            .filter_map(ElementRef::wrap)
            .any(|ancestor| ancestor.value().name() == "body");
        // In page-like source files, an element of their own names a programming language with it.
        let name = element.value().name();
        let is_own = !model::is_html_element(name) && !name.contains('-');
        if !in_body || is_own || !role::is_html(element) || insert::is_insert(value) {
            return Truth::No;
        }
        reaches_people(view, element)
    }

    fn judge<'a>(&self, _: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let value = element.attribute("lang").unwrap_or_default();
        (
            is_known(value),
            element_grounds(element).with("value", value),
        )
    }
}

/// Whether any text in the language of an element reaches people.
fn reaches_people<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    let mut found = own_text_reaches_people(view, element).or(tree_reaches_people(view, element));
    let mut skip_until = 0;
    for inner in view.index.descendants(element.id()) {
        let position = view.index.position(inner.id()).unwrap_or_default();
        if position < skip_until {
            continue;
        }
        if inner.attribute("lang").is_some() {
            skip_until = position + 1 + view.index.descendants(inner.id()).count();
            continue;
        }
        found = found.or(own_text_reaches_people(view, inner));
        found = found.or(tree_reaches_people(view, inner));
        if found.is_yes() {
            break;
        }
    }
    found
}

/// Whether a shadow tree of an element shows text in the language of its host. Its visibility follows the host's.
fn tree_reaches_people<'a>(view: &PageView<'a>, host: ElementRef<'a>) -> Truth {
    let mut trees = view.shadow_trees_in(host.id()).iter();
    let own = trees.find(|tree| tree.host.id() == host.id());
    let speaks = own.is_some_and(|tree| {
        tree.index.elements().any(|inner| {
            let mut texts = inner.children().filter_map(|child| child.value().as_text());
            let is_shown = !matches!(inner.value().name(), "script" | "style" | "template");
            let speaks = texts.any(|text| !text.trim().is_empty());
            let mut around =
                std::iter::once(inner).chain(inner.ancestors().filter_map(ElementRef::wrap));
            let inherits = around
                .find_map(|around| around.attribute("lang").map(|_| around.id()))
                .is_none_or(|stated| stated == host.id());
            is_shown && speaks && inherits
        })
    });
    match speaks {
        // What of the tree is hidden is not followed here.
        true => view.exposed(host),
        false => Truth::No,
    }
}

fn own_text_reaches_people<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    let has_text = element.children().any(|child| match child.value() {
        Node::Text(text) => !text.trim().is_empty(),
        _ => false,
    });
    let named = || {
        ["alt", "aria-label", "title", "placeholder"]
            .iter()
            .any(|name| {
                element
                    .attribute(name)
                    .is_some_and(|value| !value.trim().is_empty())
            })
    };
    // The text on a button that is an input.
    let is_button = || {
        let kind = role::input_type(element);
        let says = element
            .attribute("value")
            .is_some_and(|value| !value.trim().is_empty());
        element.value().name() == "input"
            && matches!(kind.as_str(), "submit" | "button" | "reset")
            && says
    };
    if !has_text && !named() && !is_button() {
        return Truth::No;
    }
    view.rendered(element).or(view.exposed(element))
}
