//! `focus-trap`: the Tab key moves on from every focused element. ACT rule a1b64e.
//!
//! The effect of scripts on keys can only be tried by people. This rule finds elements that certainly trap the focus:
//! their handlers only take it back when it leaves, and nothing else runs on the page.

use ego_tree::NodeId;
use foldhash::HashSet;
use scraper::ElementRef;

use crate::a11y::PageView;
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::Attributes;
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "focus-trap",
    facts: &["element", "sign"],
    variants: &[],
    build: |table| without_params(table, || Check::Page(Box::new(FocusTrap))),
};

struct FocusTrap;

impl PageCheck for FocusTrap {
    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        if page.loads_program() {
            return Vec::new();
        }
        let sends_focus = |here: &ElementRef<'_>| handler(*here).and_then(receiver_in).is_some();
        let handlers = || page.index.elements().filter(sends_focus);
        // Any other script may release the focus.
        if page.snippets().len() != handlers().count() {
            return Vec::new();
        }
        let trapped = handlers().filter(|element| is_trapped(page, *element));
        let accuse = |element: ElementRef<'_>| {
            let grounds = Grounds::none()
                .with("element", element.value().name())
                .with("sign", handler(element).unwrap_or_default());
            (element.id(), Expectation::Unmet(grounds))
        };
        trapped.map(accuse).collect()
    }
}

/// The handler for the focus leaving an element.
fn handler(element: ElementRef<'_>) -> Option<&str> {
    let names = ["onblur", "onfocusout"];
    names.iter().find_map(|name| element.attribute(name))
}

/// Whether the focus on an element only circulates among elements that pass it on.
fn is_trapped<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let mut seen: HashSet<NodeId> = HashSet::default();
    let mut here = element;
    while page.in_tab_order(here).is_yes() {
        if !seen.insert(here.id()) {
            return true;
        }
        let next = match handler(here).and_then(receiver_in) {
            None => None,
            Some(Receiver::Itself) => Some(here),
            Some(Receiver::Next) => here.next_siblings().find_map(ElementRef::wrap),
            Some(Receiver::Previous) => here.prev_siblings().find_map(ElementRef::wrap),
            Some(Receiver::Id(id)) => page.index.by_id(id),
        };
        let Some(next) = next else {
            return false;
        };
        here = next;
    }
    false
}

/// The element that receives the focus when another one loses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Receiver<'c> {
    Itself,
    Next,
    Previous,
    Id(&'c str),
}

/// The target to which a handler that does nothing else moves the focus, immediately or after a delay.
fn receiver_in(code: &str) -> Option<Receiver<'_>> {
    const TIMERS: [&str; 3] = [
        "setTimeout(",
        "window.setTimeout(",
        "requestAnimationFrame(",
    ];
    let code = statement(code);
    let delayed = TIMERS.iter().find_map(|timer| code.strip_prefix(timer));
    let (code, knows_this) = match delayed {
        Some(arguments) => called_later(arguments.strip_suffix(')')?)?,
        None => (code, true),
    };
    match statement(code).strip_suffix(".focus()")? {
        "event.target" | "event.currentTarget" => Some(Receiver::Itself),
        "this" if knows_this => Some(Receiver::Itself),
        "this.nextElementSibling" if knows_this => Some(Receiver::Next),
        "this.previousElementSibling" if knows_this => Some(Receiver::Previous),
        found => {
            let argument =
                |call: &str| found.strip_prefix(call)?.strip_suffix(')').and_then(quoted);
            let by_id = argument("document.getElementById(");
            let selected = || argument("document.querySelector(")?.strip_prefix('#');
            let id = by_id.or_else(selected)?;
            let is_name = id
                .chars()
                .all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_'));
            is_name.then_some(Receiver::Id(id))
        }
    }
}

/// A statement without surrounding white space and its final semicolon.
fn statement(code: &str) -> &str {
    code.trim().trim_end_matches(';').trim_end()
}

/// The body of the function that a timer calls, and whether `this` is the element in it.
fn called_later(arguments: &str) -> Option<(&str, bool)> {
    let delay = |text: &str| text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let function = match arguments.rsplit_once(',') {
        Some((function, after)) if delay(after) => function.trim(),
        _ => arguments.trim(),
    };
    let (is_arrow, head) = match function.strip_prefix("function") {
        Some(head) => (false, head),
        None => (true, function),
    };
    let after_head = head.trim_start().strip_prefix("()")?.trim_start();
    let body = match is_arrow {
        true => after_head.strip_prefix("=>")?.trim(),
        false => after_head,
    };
    let block = body
        .strip_prefix('{')
        .and_then(|body| body.strip_suffix('}'));
    match block {
        Some(block) => Some((block, is_arrow)),
        None => is_arrow.then_some((body, true)),
    }
}

/// The text between the quotation marks of a literal.
fn quoted(literal: &str) -> Option<&str> {
    let literal = literal.trim();
    ['\'', '"']
        .iter()
        .find_map(|mark| literal.strip_prefix(*mark)?.strip_suffix(*mark))
}

#[cfg(test)]
mod tests {
    use super::{Receiver, receiver_in};

    #[test]
    fn handlers_that_only_move_the_focus_are_known() {
        for (code, receiver) in [
            ("this.focus()", Receiver::Itself),
            (
                "setTimeout(() => this.nextElementSibling.focus(), 10)",
                Receiver::Next,
            ),
            (
                "window.setTimeout(() => { this.previousElementSibling.focus(); }, 0);",
                Receiver::Previous,
            ),
            (
                "setTimeout(function () { document.getElementById('a').focus(); }, 1);",
                Receiver::Id("a"),
            ),
            (
                "requestAnimationFrame(() => { event.target.focus() })",
                Receiver::Itself,
            ),
            (
                " document.querySelector(\"#i\").focus(); ",
                Receiver::Id("i"),
            ),
        ] {
            assert_eq!(receiver_in(code), Some(receiver), "{code}");
        }
        for code in [
            "if (!this.value) this.focus()",
            "check(this); this.focus()",
            "this.form.focus()",
            "document.querySelector('.a').focus()",
            "document.querySelector('#a b').focus()",
            "setTimeout(function () { this.focus() }, 1)",
            "setTimeout(\"this.focus()\", 1)",
            "this.focus() || leave()",
        ] {
            assert_eq!(receiver_in(code), None, "{code}");
        }
    }
}
