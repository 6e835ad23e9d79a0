//! Elements that react to the mouse: they are reachable and operable by keyboard, and have a role.

pub mod click;
pub mod focus;
mod inside;
pub mod role;
pub mod widget;

use scraper::ElementRef;

use crate::a11y::PageView;
use crate::model::Attributes;

/// Whether a handler does more than stop an event.
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
    // The body of an arrow function counts: `(e) => e.stopPropagation()`.
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
    !NOTHING.contains(&bare.as_str()) && !only_scrolls_to_top(&bare)
}

/// Whether a handler, without blanks and in lower case, only scrolls to the start of the page, which a key does as well.
fn only_scrolls_to_top(bare: &str) -> bool {
    let call = bare.trim_end_matches("returnfalse");
    let call = call.strip_prefix("javascript:").unwrap_or(call);
    let call = call.strip_prefix("window.").unwrap_or(call);
    let call = call
        .strip_prefix("scrollto(")
        .or_else(|| call.strip_prefix("scroll("));
    let given = call.and_then(|call| call.strip_suffix(')'));
    given.is_some_and(|given| {
        let is_object = given.starts_with('{') && given.ends_with('}');
        let entries = given.trim_matches(['{', '}']).split(',');
        given == "0,0"
            || is_object
                && given.contains("top:0")
                && entries.clone().all(|entry| {
                    matches!(entry, "top:0" | "left:0") || entry.starts_with("behavior:")
                })
    })
}

/// Whether a component of a browser framework completely describes a hand-made control: it reacts to clicks here, and
/// no other script finds its elements. `in_browsers`: the frameworks.
fn is_whole_in_component<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    in_browsers: &[String],
) -> bool {
    let clicked = element.attribute("onclick").is_some_and(does_something);
    clicked && in_browsers.contains(&view.page.nature.because) && !view.may_hold_more(element)
}
