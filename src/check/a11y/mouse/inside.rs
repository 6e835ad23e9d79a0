//! What is inside an element that reacts to clicks: controls of the same effect, or content that is not known.

use scraper::ElementRef;

use super::does_something;
use crate::a11y::{PageView, dynamic, insert};
use crate::model::Attributes;

/// Whether a focusable element inside another one has the effect of a click on that one: the same function, or an address
/// that the function is given, too. Without a purpose of its own, its click reaches the element around it. `own`: its
/// handler.
pub(super) fn does_the_same(control: ElementRef<'_>, own: Option<&str>, handler: &str) -> bool {
    let own = own.map(str::trim).filter(|own| does_something(own));
    if let Some(own) = own {
        return called(own).is_some_and(|function| called(handler) == Some(function));
    }
    let is_field = matches!(
        control.value().name(),
        "input" | "select" | "textarea" | "label"
    );
    let is_bound = || dynamic::is_bound(control);
    let submits = || {
        let kind = control.attribute("type").unwrap_or("submit");
        let mut around = control.ancestors().filter_map(ElementRef::wrap);
        control.value().name() == "button"
            && kind.eq_ignore_ascii_case("submit")
            && around.any(|around| around.value().name() == "form")
    };
    match control.attribute("href").map(str::trim) {
        Some(address) if !matches!(address, "" | "#") => {
            // An address that a program fills in may be the one that the handler opens; a switch opens none.
            let may_agree = is_bound() || insert::is_insert(address);
            may_agree && !switches(handler)
                || !has_arguments(handler)
                || shares_word(address, handler)
        }
        _ => !is_field && !submits() || is_bound(),
    }
}

/// The function that a handler calls: `open` in `return open(7);`.
fn called(handler: &str) -> Option<&str> {
    let (before, _) = handler.split_once('(').unwrap_or((handler, ""));
    let word = before.rsplit(|ch: char| ch.is_whitespace() || matches!(ch, ';' | '=' | '>' | '!'));
    word.map(str::trim).find(|word| !word.is_empty())
}

/// Whether a handler turns a value into its opposite: `open = !open`.
fn switches(handler: &str) -> bool {
    let (before, behind) = handler.split_once('=').unwrap_or((handler, ""));
    behind.trim().strip_prefix('!').map(str::trim) == Some(before.trim())
}

/// Whether a handler names what it works on, in brackets or behind an assignment.
fn has_arguments(handler: &str) -> bool {
    let given = handler.split_once(['(', '=']).map(|(_, given)| given);
    given.is_some_and(|given| given.chars().any(char::is_alphanumeric))
}

/// Whether an address and what a handler is given have a word or number in common.
fn shares_word(address: &str, handler: &str) -> bool {
    let given = handler
        .split_once(['(', '='])
        .map_or("", |(_, given)| given);
    let words = |text: &str| {
        let words = text.split(|ch: char| !ch.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let known = words(given);
    words(address).iter().any(|word| known.contains(word))
}

/// Whether an element has content that the source does not show: components, slots, parts of other files.
pub(super) fn may_show_more<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let mut inside = page.index.descendants(element.id());
    page.may_hold_more(element) || inside.any(dynamic::is_foreign)
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    fn same(control: &str, handler: &str) -> bool {
        let html = Html::parse_fragment(control);
        let any = Selector::parse("[id=x]").expect("a selector");
        let control = html.select(&any).next().expect("a control");
        does_the_same(control, control.attribute("onclick"), handler)
    }

    #[test]
    fn controls_inside_serve_a_click_around_them_or_not() {
        assert!(same(
            "<a id=x href=/boat/7>Boat</a>",
            "location.href='/boat/7'"
        ));
        assert!(same("<a id=x href=/boat/7>Boat</a>", "show(7)"));
        assert!(same("<a id=x href=/boat/7>Boat</a>", "show()"));
        assert!(same("<button id=x type=button>Boat</button>", "show(7)"));
        assert!(same(
            "<button id=x onclick='show(8)'>Boat</button>",
            "return show(7)"
        ));
        assert!(!same("<a id=x href=/help>Help</a>", "show(7)"));
        assert!(same("<a id=x href='{{ boat }}'>Boat</a>", "show(boat)"));
        assert!(!same("<a id=x href='{{ help }}'>Help</a>", "open = !open"));
        assert!(!same(
            "<button id=x onclick='sink(7)'>Sink</button>",
            "show(7)"
        ));
        assert!(!same("<input id=x type=checkbox>", "show(7)"));
    }
}
