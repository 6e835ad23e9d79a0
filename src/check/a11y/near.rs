//! Text beside an element, according to the tree.

use crate::model::Attributes;
use scraper::{ElementRef, Node};

use super::text::has_words;
use crate::a11y::PageView;

/// Maximum number of wrappers between a caption and its element.
const MOST_LEVELS: usize = 4;

/// Text directly before an element, in its parent or further ancestors, up to one with another control. Headings do not
/// count, because they head more than one element.
pub(super) fn text_before(page: &PageView<'_>, element: ElementRef<'_>) -> Option<String> {
    let mut here = element;
    for _ in 0..MOST_LEVELS {
        for sibling in here.prev_siblings() {
            match sibling.value() {
                Node::Text(text) if has_words(text) => return Some(text.trim().to_owned()),
                Node::Element(_) => {
                    let before = ElementRef::wrap(sibling)?;
                    let text = short_text(page, before)?;
                    if is_heading(before) || holds_control(before) {
                        return None;
                    }
                    if has_words(&text) {
                        return Some(text);
                    }
                }
                _ => {}
            }
        }
        here = here.parent().and_then(ElementRef::wrap)?;
        if matches!(here.value().name(), "form" | "body" | "main" | "fieldset") {
            return None;
        }
    }
    None
}

/// The text of an element with white space folded; `None` if it is too long for a caption, or has too much content.
pub(super) fn short_text(page: &PageView<'_>, element: ElementRef<'_>) -> Option<String> {
    const MOST_ELEMENTS: usize = 200;
    const MOST_BYTES: usize = 2_000;
    if page.index.range(element.id()).len() > MOST_ELEMENTS {
        return None;
    }
    let mut text = String::new();
    for part in element.text().flat_map(str::split_whitespace) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
        if text.len() > MOST_BYTES {
            return None;
        }
    }
    Some(text)
}

fn is_heading(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
    )
}

/// Whether an element is or contains an input control.
pub(super) fn holds_control(element: ElementRef<'_>) -> bool {
    let is = |element: ElementRef<'_>| {
        matches!(
            element.value().name(),
            "input" | "select" | "textarea" | "button" | "form" | "table"
        )
    };
    is(element) || element.descendants().filter_map(ElementRef::wrap).any(is)
}

/// Whether the language of a page is one of these, or not stated: words of other languages cannot be judged.
pub(super) fn is_in_language(page: &PageView<'_>, languages: &[String]) -> bool {
    let stated = page.page.html.root_element().attribute("lang");
    let primary = stated.unwrap_or_default().trim().split('-').next();
    primary.is_none_or(|primary| {
        let is = |language: &String| language.eq_ignore_ascii_case(primary);
        primary.is_empty() || languages.iter().any(is)
    })
}
