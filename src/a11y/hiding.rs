//! Class names by which style sheets hide elements: certainly or possibly.

use scraper::ElementRef;

use crate::model::Attributes;

/// Certainty that a class hides its element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// A convention of style sheets and libraries: hidden at all widths, until a program removes the class.
    ForGood,
    /// Some style sheets hide elements with it, others only name their purpose.
    Perhaps,
}

use Strength::{ForGood, Perhaps};

/// Class names that hide, in lower case. For other names only the style sheet can tell.
const HIDING: [(&str, Strength); 40] = [
    ("hidden", ForGood),
    ("hide", ForGood),
    ("d-none", ForGood),
    ("d-hide", ForGood),
    ("invisible", ForGood),
    ("is-hidden", ForGood),
    ("is-invisible", ForGood),
    ("u-hidden", ForGood),
    ("u-hide", ForGood),
    ("js-hidden", ForGood),
    ("display-none", ForGood),
    ("displaynone", ForGood),
    ("no-display", ForGood),
    ("none", ForGood),
    ("offscreen", ForGood),
    ("honeypot", ForGood),
    ("ng-hide", ForGood),
    ("ion-hide", ForGood),
    ("layui-hide", ForGood),
    ("slds-hide", ForGood),
    ("uk-hidden", ForGood),
    ("w-hidden", ForGood),
    ("pf-u-display-none", ForGood),
    ("ui-helper-hidden", ForGood),
    ("govuk-!-display-none", ForGood),
    ("collapse", Perhaps),
    ("collapsed", Perhaps),
    ("modal", Perhaps),
    ("dropdown-menu", Perhaps),
    ("tab-pane", Perhaps),
    ("offcanvas", Perhaps),
    ("popover", Perhaps),
    ("tooltip", Perhaps),
    ("is-closed", Perhaps),
    ("closed", Perhaps),
    ("off", Perhaps),
    ("submenu", Perhaps),
    ("sub-menu", Perhaps),
    ("lightbox", Perhaps),
    ("overlay", Perhaps),
];

/// Values of `display` with which utility classes show an element again.
const DISPLAYS: [&str; 18] = [
    "block",
    "inline",
    "inline-block",
    "flex",
    "inline-flex",
    "grid",
    "inline-grid",
    "contents",
    "flow-root",
    "list-item",
    "table",
    "inline-table",
    "table-cell",
    "table-row",
    "table-row-group",
    "table-header-group",
    "initial",
    "visible",
];

/// Whether a class removes an element at every screen width. An element shown at some width or in some state is not
/// removed; unknown classes hide nothing.
pub(super) fn hides_for_good(element: ElementRef<'_>) -> bool {
    let classes = || {
        let class = element.attribute("class").unwrap_or_default();
        class.split_ascii_whitespace().map(str::to_ascii_lowercase)
    };
    let takes_away = |class: String| strength(without_prefix(&class)) == Some(ForGood);
    classes().any(takes_away) && !classes().any(|class| shows_somewhere(&class))
}

/// Whether an unavailable style sheet may hide an element by its class.
pub(super) fn hides_by_class(element: ElementRef<'_>) -> bool {
    let class = element.attribute("class").unwrap_or_default();
    class.split_ascii_whitespace().any(is_hiding)
}

/// Whether a style sheet that is not at hand may hide elements of a class.
pub(super) fn is_hiding(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let tail = class.rsplit(['_', ':']).next().unwrap_or_default();
    let by_ending = tail.ends_with("-hidden")
        || tail.ends_with("-hide")
        || tail.ends_with("-none")
        || tail.starts_with("hidden-");
    (strength(tail).is_some() || by_ending)
        && !tail.contains("visually")
        && !tail.contains("sr-")
        && !is_about_overflow(tail)
}

fn strength(class: &str) -> Option<Strength> {
    let known = HIDING.iter().find(|(word, _)| *word == class);
    known.map(|(_, strength)| *strength)
}

/// Whether a class only hides a detail: overflowing content, the back of an element, a scroll bar.
fn is_about_overflow(class: &str) -> bool {
    class.starts_with("overflow-")
        || class == "backface-hidden"
        || class.starts_with("hidden-scroll")
}

/// A Tailwind utility class without its importance mark and configured prefix.
fn without_prefix(class: &str) -> &str {
    let class = class.strip_prefix('!').unwrap_or(class);
    let own = class
        .strip_prefix("tw-")
        .or_else(|| class.strip_prefix("tw:"));
    own.unwrap_or(class)
}

/// Whether a class shows its element at some screen width or in some state: `lg:flex`, `d-md-block`, `visible-xs`.
fn shows_somewhere(class: &str) -> bool {
    const WIDTHS: [&str; 6] = ["xs", "sm", "md", "lg", "xl", "xxl"];
    let class = without_prefix(class);
    if class.contains("print") {
        return false;
    }
    let is_display = |value: &str| DISPLAYS.contains(&without_prefix(value));
    // Tailwind and the like: `lg:flex`, `group-hover:block`.
    if let Some((_, value)) = class.rsplit_once(':') {
        return is_display(value);
    }
    // Bootstrap and Vuetify: `d-md-block`.
    if let Some((width, value)) = class
        .strip_prefix("d-")
        .and_then(|rest| rest.split_once('-'))
    {
        return WIDTHS.contains(&width) && is_display(value);
    }
    // PatternFly: `pf-u-display-block-on-md`.
    if let Some((_, value)) = class.split_once("-display-") {
        let on = value.split_once("-on-");
        return on.is_some_and(|(value, _)| is_display(value));
    }
    // Bootstrap 3, Foundation, Materialize, UIkit.
    let shown = ["visible-", "show-for-", "show-on-", "uk-visible@"];
    let mut shown = shown.iter();
    shown.any(|prefix| class.starts_with(prefix)) && class != "show-for-sr"
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    fn with_class(class: &str, test: impl Fn(ElementRef<'_>) -> bool) -> bool {
        let page = Html::parse_document(&format!("<p class=\"{class}\">Zone</p>"));
        let paragraph = Selector::parse("p").expect("a selector");
        page.select(&paragraph).any(test)
    }

    #[test]
    fn what_is_hidden_at_all_widths_is_hidden_for_good() {
        let hiding = [
            "hidden",
            "card d-none",
            "d-none d-print-block",
            "tw-hidden",
            "!hidden",
            "hide show-for-sr",
            "d-none d-md-none",
            "uk-hidden",
        ];
        for class in hiding {
            assert!(with_class(class, hides_for_good), "{class}");
        }
        let showing = [
            "overflow-hidden",
            "hidden-xs",
            "hidden lg:flex",
            "hidden group-hover:block",
            "d-none d-md-block",
            "hide show-for-large",
            "pf-u-display-none pf-u-display-block-on-md",
            "section-hidden",
            "md:hidden",
            "d-md-none",
            "hide-on-small-only",
            "visually-hidden",
        ];
        for class in showing {
            assert!(!with_class(class, hides_for_good), "{class}");
        }
    }

    #[test]
    fn a_sheet_that_is_missing_may_hide_more() {
        for class in ["nav__off", "modal", "section-hidden", "hidden"] {
            assert!(with_class(class, hides_by_class), "{class}");
        }
        for class in [
            "overflow-hidden",
            "overflow-x-hidden",
            "visually-hidden",
            "backface-hidden",
        ] {
            assert!(!with_class(class, hides_by_class), "{class}");
        }
    }
}
