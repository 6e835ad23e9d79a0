//! Empty elements that a script fills with a text, according to their classes or attributes.

use scraper::ElementRef;

use crate::a11y::PageView;
use crate::model::Attributes;

/// Words in names of classes and attributes that announce a text.
const OF_TEXT: [&str; 12] = [
    "text", "label", "title", "caption", "value", "count", "counter", "total", "message", "msg",
    "username", "filename",
];

/// First words of attributes from which libraries make tooltips, which are not names.
const OF_TOOLTIPS: [&str; 4] = ["bs", "original", "tippy", "tooltip"];

/// Whether an element is empty and a script probably fills it: its class marks the place of a text, or a `data-`
/// attribute holds the words (`data-open-title="Open all"`).
pub(super) fn awaits_text(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let has_scripts = view.is_template() || view.document_element().is_none();
    let is_empty = || {
        let mut texts = element.text();
        element.child_elements().next().is_none() && texts.all(|text| text.trim().is_empty())
    };
    (has_scripts || view.scripts().any())
        && is_empty()
        && (is_place_of_text(element) && !is_operated(element) || holds_words(element))
}

/// Whether people operate the element itself: of a link or button, a class like `card-title` or `btn-text` says how it
/// looks.
fn is_operated(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "a" | "area" | "button" | "summary")
        || element.attribute("role").is_some()
        || element.attribute("tabindex").is_some()
}

fn is_place_of_text(element: ElementRef<'_>) -> bool {
    let mut classes = element.value().classes();
    // The first word of a class states its subject or look: `text-muted`.
    classes.any(|class| {
        let last = class.rsplit_once(['-', '_']);
        last.is_some_and(|(_, last)| OF_TEXT.contains(&last))
    })
}

fn holds_words(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        let names_text = || {
            let words = name
                .strip_prefix("data-")
                .and_then(|own| own.split_once('-'));
            words.is_some_and(|(first, rest)| {
                let mut rest = rest.split('-');
                !OF_TOOLTIPS.contains(&first) && rest.any(|word| OF_TEXT.contains(&word))
            })
        };
        value.chars().any(char::is_alphabetic) && names_text()
    })
}
