//! Attributes by which frameworks and template languages fill, change, show or create an element, so that content
//! missing in the markup may be added later.

use scraper::ElementRef;

use super::frameworks::{before, behind, frameworks, holds};
use super::insert::is_insert;
use super::role;
use crate::model::{Attributes, html};

/// Whether a framework sets the text or attributes of an element at run time.
pub fn is_bound(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| binds(name) && !(name == "data-bind" && only_reacts(value)))
}

/// Whether a framework sets more of an element at run time than attributes that affect neither keyboard access nor
/// content: its role, its ARIA attributes, its id.
pub fn is_bound_beyond_telling(element: ElementRef<'_>) -> bool {
    const TELLING: [&str; 5] = ["role", "title", "id", "lang", "key"];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        let tells = || {
            bound_attribute(name)
                .is_some_and(|bound| TELLING.contains(&bound) || bound.starts_with("aria-"))
        };
        binds(name) && !tells() && !(name == "data-bind" && only_reacts(value))
    })
}

/// Whether Knockout bindings write neither text nor attributes: `click: save, visible: isOpen`.
fn only_reacts(bindings: &str) -> bool {
    let mut depth = 0_usize;
    let parts = bindings.split(|ch: char| {
        match ch {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        ch == ',' && depth == 0
    });
    let mut names = parts.map(|part| part.split(':').next().unwrap_or_default().trim());
    names.all(|name| holds(&frameworks().knockout_reacting, name))
}

/// Whether an attribute sets the text or attributes of its element. Called for nearly every attribute of every element.
fn binds(name: &str) -> bool {
    let words = frameworks();
    let mut signs = name.bytes().filter(|byte| !byte.is_ascii_lowercase());
    match signs.next() {
        None => return holds(&words.text, name),
        // Among these, only words identify bindings: `ng-bind`, `data-sly-text`, `th:text`, `i18n`.
        Some(b'-' | b':' | b'0'..=b'9') if name.starts_with(|ch: char| ch.is_ascii_lowercase()) => {
            if name.starts_with("aria-") {
                return false;
            }
        }
        // A program writes the whole attribute: `<img {{ attributes }}>`, `<img #alt()>`.
        Some(_) if is_written_name(name) => return true,
        Some(_) => {}
    }
    holds(&words.text, name)
        || behind(&words.binding_prefixes, name).is_some()
        || before(&words.binding_endings, name).is_some()
        || translates(name)
        || sets_by_rivets(name)
        || of_framework(name)
            .is_some_and(|(word, _)| holds(&words.writing, word) || holds(&words.setting, word))
        // Shorthands of Vue (`:title`), Angular (`[title]`), Alpine.
        || name.starts_with(':')
        || (name.starts_with('[') && name.ends_with(']'))
}

/// Whether a directive of the application translates the text of its element: `app-translate="key"`.
fn translates(name: &str) -> bool {
    name.ends_with("-translate") && !name.ends_with("no-translate")
}

/// Whether Rivets sets the text or an attribute of an element: `rv-text`, `rv-id`. Its other bindings handle events,
/// and show or repeat elements.
fn sets_by_rivets(name: &str) -> bool {
    let own = bare(name).strip_prefix("rv-");
    own.is_some_and(|own| {
        let word = own.split('-').next().unwrap_or(own);
        !holds(&frameworks().rivets_reacting, word)
    })
}

/// Whether a program writes a whole attribute: `<img {{ attributes }}>`, `<img #alt()>`. Handlers of Vue and Alpine
/// start with a mark of their own (`@click`).
fn is_written_name(name: &str) -> bool {
    !name.starts_with('@') && is_insert(name) || name.starts_with('#') && name.contains('(')
}

/// Whether htmx loads markup into an element, at once or later.
pub fn loads_markup(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| holds(&frameworks().loading, bare(name)))
}

/// Whether an attribute inserts a view or a part of another document into an element.
pub fn takes_in(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let loads = || {
        let when = value.attr("hx-trigger").unwrap_or_default();
        value.attr("hx-get").is_some() && (when.contains("load") || when.contains("revealed"))
    };
    let includes = |(name, _): (&str, &str)| {
        holds(&frameworks().inserting, name)
            || name.starts_with("data-sly-include")
            || name.starts_with("data-sly-resource")
    };
    value.attrs().any(includes) || loads()
}

/// Parts of an attribute in a framework's namespace (`data-sly-text`, `py:content`, `t-att-lang`): the first word after
/// the namespace, and the rest.
fn of_framework(name: &str) -> Option<(&str, &str)> {
    let name = name.strip_prefix("data-").unwrap_or(name);
    let (space, rest) = name.split_once(['-', ':'])?;
    let (word, of_what) = rest.split_once(['-', ':', '.']).unwrap_or((rest, ""));
    holds(&frameworks().namespaces, space).then_some((word, of_what))
}

/// Whether a framework or a template language may set an attribute that the markup does not state: `th:lang`,
/// `[attr.lang]`, `tal:attributes="lang …"`, `<html {{ attributes }}>`.
pub fn may_set(element: ElementRef<'_>, attribute: &str) -> bool {
    let words = frameworks();
    element.value().attrs().any(|(name, value)| {
        let binds = || {
            let last = name.trim_end_matches([']', ')']);
            let last = before(&words.binding_endings, last).unwrap_or(last);
            let last = last.rsplit([':', '.', '-', '[']).next();
            last == Some(attribute) && name != "xml:lang" && !name.starts_with("data-lang")
        };
        // An attribute that sets several names them or passes all of them on.
        let sets_several = || {
            let binds_all = matches!(name, "v-bind" | "x-bind");
            let sets = binds_all
                || of_framework(name)
                    .is_some_and(|(word, rest)| holds(&words.setting, word) && rest.is_empty());
            sets && (value.contains(attribute)
                || binds_all
                || name.starts_with("py:")
                || is_insert(value))
        };
        // Knockout: `data-bind="attr: { href: address }"`.
        let sets_by_binding =
            || name == "data-bind" && value.contains("attr") && value.contains(attribute);
        is_written_name(name) || name != attribute && binds() || sets_several() || sets_by_binding()
    })
}

/// Whether a program fills in the value of an attribute (`role="{{ kind }}"`), or a framework binds it (`:tabindex`,
/// `[attr.role]`, `ng-disabled`).
pub fn is_left_to_program(element: ElementRef<'_>, attribute: &str) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        if name == attribute {
            return is_insert(value);
        }
        bound_attribute(name) == Some(attribute)
    })
}

/// Whether a program fills in or binds a state or property of ARIA.
pub fn leaves_states_to_program(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        name.starts_with("aria-") && is_insert(value)
            || bound_attribute(name).is_some_and(|bound| bound.starts_with("aria-"))
    })
}

/// The attribute bound by an attribute of a framework.
fn bound_attribute(name: &str) -> Option<&str> {
    let words = frameworks();
    let ending = before(&words.binding_endings, name);
    let begun = || {
        let own = name.strip_prefix("data-");
        let name = own.filter(|own| own.starts_with("ng-")).unwrap_or(name);
        let bound = behind(&words.binders, name)?;
        bound.split([']', '.']).next()
    };
    ending.or_else(begun)
}

/// Whether an element has an attribute unknown to HTML and frameworks: a program of the application may read it and
/// fill the element (`trspan="title"`, `data-translate-key`).
pub fn has_own_attribute(element: ElementRef<'_>) -> bool {
    let words = frameworks();
    let own = |name: &str| {
        match name.strip_prefix("data-") {
            Some(data) => data.split('-').any(|part| holds(&words.translating, part)),
            None => {
                // Handlers and ARIA attributes are standard; prefixes identify frameworks.
                let plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
                plain
                    && !name.starts_with("on")
                    && !holds(&words.marking, name)
                    && !words.standard.contains(name)
            }
        }
    };
    role::is_html(element) && element.value().attrs().any(|(name, _)| own(name))
}

/// Whether an element has an attribute by which the script of a component library finds and fills it (`uk-close`,
/// `bx-icon="menu"`): a prefix unknown to HTML and to frameworks that only handle events or bind.
pub fn belongs_to_library(element: ElementRef<'_>) -> bool {
    let of_library = |name: &str| {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|at| at.is_ascii_lowercase());
        let mut parts = name.split('-');
        parts
            .next()
            .is_some_and(|first| plain(first) && !holds(&frameworks().harmless_prefixes, first))
            && parts.next().is_some_and(plain)
    };
    role::is_html(element) && element.value().attrs().any(|(name, _)| of_library(name))
}

/// Whether a class marks an element for scripts (`js-toggle`, `c-tabs__js-head`).
pub fn is_hook_of_script(element: ElementRef<'_>) -> bool {
    let mut classes = element.value().classes();
    classes.any(|class| class.contains('-') && class.split(['-', '_']).any(|part| part == "js"))
}

/// Whether a handler in the markup may move the focus on as soon as the element receives it.
pub fn hears_focus(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.attrs().any(|(name, value)| {
        let event = name
            .trim_start_matches(['@', '(', '['])
            .trim_start_matches("v-on:")
            .trim_start_matches("x-on:")
            .trim_start_matches("hx-on:")
            .trim_start_matches("ng-")
            .trim_start_matches("on:")
            .trim_start_matches("on");
        let event = event.split(['.', ')', ']']).next().unwrap_or_default();
        let binds = name.len() > event.len();
        (binds && matches!(event, "focus" | "focusin" | "focuscapture"))
            || (name == "data-action" && value.contains("focus"))
    })
}

/// Whether an attribute is an event handler of HTML or a framework.
pub fn is_handler(name: &str) -> bool {
    let plain = name.strip_prefix("on");
    plain.is_some_and(|event| {
        !event.is_empty() && event.bytes().all(|byte| byte.is_ascii_lowercase())
    }) || behind(&frameworks().handler_prefixes, name).is_some()
}

/// Whether a framework shows or hides an element at run time.
pub fn is_toggled(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    let depends = attributes.any(|(name, _)| holds(&frameworks().showing, bare(name)))
        || is_conditional(element);
    depends && !is_never_shown(element)
}

/// Whether a framework never shows an element because of a constant condition: `ng-show="false"`.
pub fn is_never_shown(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| match value.trim() {
        "false" => holds(&frameworks().shown_if, bare(name)),
        "true" => bare(name) == "ng-hide",
        _ => false,
    })
}

/// Whether a framework or a template engine creates an element conditionally.
pub fn is_conditional(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| holds(&frameworks().conditions, bare(name)))
}

/// Whether a template language removes the tags of an element under a condition, and leaves its content.
pub fn may_lose_tags(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| holds(&frameworks().tag_removing, name))
}

/// The name of a framework's attribute without the HTML prefix: `data-ng-if`.
fn bare(name: &str) -> &str {
    name.strip_prefix("data-").unwrap_or(name)
}

/// Whether the content of an element is created elsewhere: custom elements, tags of template languages, empty elements that
/// HTML does not know (`<timer></timer>`, a directive of AngularJS).
pub fn is_foreign(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let is_unknown = || role::is_html(element) && !html::is_html_element(name);
    name.contains('-') && !is_svg_name(name)
        || name.contains(':')
        || name == "slot"
        || is_unknown() && element.text().all(|text| text.trim().is_empty())
        || element.children().any(|child| {
            child.value().as_element().is_some_and(|child| {
                child.name() == "template" && child.attribute("shadowrootmode").is_some()
            })
        })
}

fn is_svg_name(name: &str) -> bool {
    matches!(
        name,
        "annotation-xml"
            | "color-profile"
            | "font-face"
            | "font-face-src"
            | "font-face-uri"
            | "font-face-format"
            | "font-face-name"
            | "missing-glyph"
    )
}
