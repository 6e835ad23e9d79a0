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
pub(super) fn awaits_text<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let has_scripts = view.is_template() || view.document_element().is_none();
    let is_empty = || {
        let mut texts = element.text();
        element.child_elements().next().is_none() && texts.all(|text| text.trim().is_empty())
    };
    (has_scripts || view.scripts().any())
        && is_empty()
        && (is_place_of_text(element) && !is_operated(element)
            || holds_words(element)
            || is_target_of_controller(view, element)
            || is_text_of_signal(element)
            || is_button_of_service(view, element))
}

/// Whether a script inside an element writes its text where it stands, or a service counts answers to the page that the
/// element leads to.
pub(super) fn is_written_inside(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let scripts = element.descendants().filter_map(ElementRef::wrap);
    let mut scripts = scripts.filter(|inner| inner.value().name() == "script");
    let writes = |script: ElementRef<'_>| {
        script.attribute("src").is_some()
            || script.text().any(|text| text.contains("document.write"))
    };
    scripts.any(writes) || counts_answers(view, element)
}

/// Whether a link leads to the answers to a page, and the page loads the script that counts them.
fn counts_answers(view: &PageView<'_>, link: ElementRef<'_>) -> bool {
    let address = link.attribute("href").unwrap_or_default();
    address.ends_with("#disqus_thread")
        && (view.is_template() || loads_from(view, "disqus") || view.document_element().is_none())
}

/// Whether a page loads a script whose address contains a word.
fn loads_from(view: &PageView<'_>, word: &str) -> bool {
    let mut scripts = view.index.named("script");
    scripts.any(|script| {
        let source = script.attribute("src").unwrap_or_default();
        source.contains(word)
    })
}

/// Whether Stimulus hands an element to the controller around it: `data-account-target="name"`.
fn is_target_of_controller(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let has_controller = |name: &str| {
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let mut controllers = std::iter::once(element)
            .chain(around)
            .filter_map(|around| around.attribute("data-controller"));
        controllers.any(|named| named.split_ascii_whitespace().any(|one| one == name))
    };
    let is_name = |target: &str| target.split_ascii_whitespace().all(is_identifier);
    element.value().attrs().any(|(name, value)| {
        let controller = name
            .strip_prefix("data-")
            .and_then(|name| name.strip_suffix("-target"));
        controller.is_some_and(|controller| {
            is_name(value)
                && (has_controller(controller)
                    || view.document_element().is_none() && !OF_TOOLTIPS.contains(&controller))
        })
    })
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_lowercase())
        && word.chars().all(|ch| ch.is_ascii_alphanumeric())
}

/// Whether Datastar writes the value of a signal into an element: `data-text="$count"`.
fn is_text_of_signal(element: ElementRef<'_>) -> bool {
    let expression = element.attribute("data-text").unwrap_or_default();
    let mut signals = expression.split('$').skip(1);
    signals.any(|signal| signal.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_'))
}

/// Classes by which services for sharing find the places of their buttons, and words in the address of their script.
const SERVICES: [(&str, &str); 8] = [
    ("a2a_", "addtoany"),
    ("addthis_", "addthis"),
    ("bds_", "bdimg"),
    ("fb-", "facebook"),
    ("jiathis_", "jiathis"),
    ("st_", "sharethis"),
    ("st-", "sharethis"),
    ("twitter-", "twitter"),
];

/// Whether a service for sharing makes a button of an element: it has one of the service's classes, and the page loads
/// the service's script or is only a part without its scripts.
fn is_button_of_service<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    // Where a template fills in the name of the service, the box around its buttons tells.
    let is_open = view.is_decided_later(element, "class");
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let around = around.take(if is_open { 2 } else { 0 });
    let mut classes = std::iter::once(element)
        .chain(around)
        .flat_map(|element| element.value().classes());
    let service = classes.find_map(|class| {
        let mut services = SERVICES.iter();
        services.find(|(prefix, _)| class.starts_with(prefix))
    });
    service.is_some_and(|(_, address)| loads_from(view, address) || view.scripts().mention(address))
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
