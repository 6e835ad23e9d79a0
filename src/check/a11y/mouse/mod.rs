//! What reacts to the mouse: it can be reached and operated by keyboard, and says what it is.

pub mod click;
pub mod focus;
pub mod role;
pub mod widget;

use scraper::ElementRef;

use crate::a11y::PageView;
use crate::model::Attributes;

/// Whether a handler is more than one that stops an event.
fn does_something(handler: &str) -> bool {
    const NOTHING: [&str; 7] = [
        "returnfalse",
        "returntrue",
        "void(0)",
        "javascript:void(0)",
        "event.stoppropagation()",
        "event.preventdefault()",
        "",
    ];
    // Of an arrow function, what it does counts: `(e) => e.stopPropagation()`.
    let (before, body) = handler.split_once("=>").unwrap_or(("", handler));
    let event = before.trim().trim_matches(['(', ')']).trim();
    let body = body.trim().trim_matches(['{', '}']);
    let is_event = |name: &str| matches!(name, "$event" | "event") || name == event;
    let body = match body.trim().split_once('.') {
        Some((name, call)) if is_event(name) => format!("event.{call}"),
        _ => body.to_owned(),
    };
    let bare: String = body
        .chars()
        .filter(|ch| !ch.is_whitespace() && *ch != ';')
        .flat_map(char::to_lowercase)
        .collect();
    !NOTHING.contains(&bare.as_str())
}

/// Whether a component of a framework in the browser says all of a control that it makes by hand: it reacts to clicks
/// here. No script finds its elements otherwise. `in_browsers`: the frameworks.
fn is_whole_in_component<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    in_browsers: &[String],
) -> bool {
    let clicked = element.attribute("onclick").is_some_and(does_something);
    clicked && in_browsers.contains(&view.page.nature.because) && !view.may_hold_more(element)
}
