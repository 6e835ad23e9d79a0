//! How much of a control the markup of a template shows.

use foldhash::HashSet;

use crate::model::Attributes;

use scraper::ElementRef;

use super::super::attribute;
use super::super::brought::{brings_elements, is_said_beside};
use super::super::hole::Hole;
use super::Reader;
use crate::model::{Located, Span, Value};

/// Attributes that repeat an option, or set its value at run time: the markup does not show the number of options.
const GENERATED: [&str; 22] = [
    "th:each",
    "data-th-each",
    "v-for",
    "*ngfor",
    "ng-repeat",
    "x-for",
    "th:value",
    "data-th-value",
    "th:replace",
    "th:insert",
    ":value",
    "v-bind:value",
    "x-bind:value",
    "[value]",
    "[ngvalue]",
    "ng-value",
    "tal:repeat",
    "tal:attributes",
    "tal:replace",
    "py:for",
    "t-foreach",
    "t-att-value",
];

/// Attributes that fill a whole list.
const FILLED: [&str; 9] = [
    "ng-options",
    "asp-items",
    "th:utext",
    "th:replace",
    "v-html",
    "x-html",
    "tal:content",
    "py:content",
    "t-raw",
];

/// How much of a list the markup shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seen {
    /// Everything.
    All,
    /// All possible values, but not which of them are selected or omitted.
    Superset,
    /// A part.
    Some,
}

/// The element that groups choices around one of them.
fn group_around(member: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut around = member.ancestors().filter_map(ElementRef::wrap);
    around.find(|around| {
        around.value().name() == "fieldset" || around.attribute("role") == Some("radiogroup")
    })
}

/// Whether the text starts with the tag of a control.
fn begins_control(rest: &str) -> bool {
    const CONTROLS: [&str; 4] = ["<button", "<input", "<select", "<textarea"];
    CONTROLS.iter().any(|tag| {
        rest.get(..tag.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
    })
}

impl<'p> Reader<'p> {
    /// Whether a hole in a tag may add or remove attributes.
    pub(super) fn open_attributes(&self, tag: Span) -> bool {
        let text = self.page.text.slice(tag);
        self.holes.inside(tag).any(|(hole, _)| {
            let before = text
                .get(..(hole.start - tag.start) as usize)
                .unwrap_or_default();
            let mut quote = None;
            for ch in before.chars() {
                match quote {
                    Some(open) if open == ch => quote = None,
                    None if matches!(ch, '"' | '\'') => quote = Some(ch),
                    _ => {}
                }
            }
            quote.is_none()
        })
    }

    /// Removes duplicates: templates may write an option twice, once for each state.
    pub(super) fn once(&self, values: Vec<Value>) -> Vec<Value> {
        if self.holes.is_empty() {
            return values;
        }
        let mut seen = HashSet::default();
        values
            .into_iter()
            .filter(|value| seen.insert(value.raw.value.clone()))
            .collect()
    }

    /// How much of the options of a list the markup shows.
    pub(super) fn seen(&self, control: ElementRef<'p>, options: &[ElementRef<'p>]) -> Seen {
        let generated = |element: ElementRef<'_>| {
            let mut names = GENERATED.iter().filter_map(|name| element.attribute(name));
            names.any(|value| !is_literal(value))
        };
        let mut inside = control.descendants().skip(1).filter_map(ElementRef::wrap);
        let filled = FILLED.iter().any(|name| control.attribute(name).is_some());
        if filled || inside.any(generated) {
            return Seen::Some;
        }
        let tag = self.tag(control);
        let text = self.page.text.as_str();
        let rest = text.get(tag.end as usize..).unwrap_or_default();
        let ends = |bytes: &[u8]| {
            let bytes = bytes
                .strip_prefix(b"</")
                .or_else(|| bytes.strip_prefix(b"<"));
            bytes.is_some_and(|name| name.len() >= 6 && name[..6].eq_ignore_ascii_case(b"select"))
        };
        // The start of the next list also ends this one.
        let close = rest.as_bytes().windows(8).position(ends);
        let close = close.unwrap_or(rest.len());
        let content = Span::new(tag.end as usize, tag.end as usize + close);
        if takes_in_more(rest.get(..close).unwrap_or_default()) || self.holes.brings(content) {
            return Seen::Some;
        }
        if self.holes.is_empty() {
            return Seen::All;
        }
        let mut seen = if self.open_attributes(tag) {
            Seen::Superset
        } else {
            Seen::All
        };
        for (hole, kind) in self.holes.inside(content) {
            let starts = |option: &ElementRef<'p>| {
                let start = self.page.span(option.id()).map(|tag| tag.start);
                start.is_some_and(|start| start <= hole.start)
            };
            let before = options.partition_point(starts);
            let option = before.checked_sub(1).and_then(|at| options.get(at));
            seen = seen.max(
                match option.and_then(|option| self.place_in(*option, hole)) {
                    Some(seen) => seen,
                    None if kind == Hole::Condition => Seen::Superset,
                    None => Seen::Some,
                },
            );
        }
        seen
    }

    /// Whether a group has choices that the markup does not show: between its members, or after them in the grouping
    /// element, before the next control.
    pub(super) fn takes_in_choices(&self, members: &[ElementRef<'p>]) -> bool {
        let (Some(first), Some(last)) = (members.first(), members.last()) else {
            return false;
        };
        let start = self.tag(*first).end;
        let end = self.end_of_group(*first, *last);
        let end = end.unwrap_or(self.tag(*last).start);
        let between = Span {
            start,
            end: end.max(start),
        };
        self.holes.brings(between) || brings_choices(self.page.text.slice(between))
    }

    /// Where a group of choices ends: at the end of the element around the first and the last member, or at the next
    /// control in it.
    fn end_of_group(&self, first: ElementRef<'p>, last: ElementRef<'p>) -> Option<u32> {
        let group = group_around(first)?;
        if group_around(last)?.id() != group.id() {
            return None;
        }
        let name = group.value().name();
        let (open, close) = (format!("<{name}"), format!("</{name}"));
        let between = last
            .ancestors()
            .take_while(|node| node.id() != group.id())
            .filter_map(ElementRef::wrap);
        let nested = between.filter(|element| element.value().name() == name);
        let mut depth = nested.count() + 1;
        let from = self.tag(last).end;
        let text = self.page.text.as_str().get(from as usize..)?;
        let mut at = 0;
        loop {
            at += text.get(at..)?.find('<')?;
            let rest = text.get(at..)?;
            if rest.starts_with(&close) {
                depth -= 1;
            } else if rest.starts_with(&open) {
                depth += 1;
            }
            if depth == 0 || begins_control(rest) {
                return Some(from + u32::try_from(at).ok()?);
            }
            at += 1;
        }
    }

    /// What a hole inside an option hides; `None` if it is elsewhere.
    pub(super) fn place_in(&self, option: ElementRef<'p>, hole: Span) -> Option<Seen> {
        let tag = self.page.span(option.id())?;
        let value = attribute::span(&self.page.text, tag, "value");
        let covers = |span: Span| span.start <= hole.start && hole.start < span.end;
        if covers(tag) {
            let hides = match value {
                Some(value) => covers(value),
                None => false,
            };
            return Some(if hides { Seen::Some } else { Seen::Superset });
        }
        let rest = self.page.text.as_str().get(tag.end as usize..)?;
        let end = tag.end as usize + rest.find('<').unwrap_or(rest.len());
        let text = Span::new(tag.end as usize, end);
        if !covers(text) {
            return None;
        }
        let behind = rest.get(end - tag.end as usize..)?;
        let closed = behind
            .get(..8)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("</option"));
        let written = value.is_some() && closed;
        Some(if written { Seen::All } else { Seen::Some })
    }

    /// Whether a part of an option's text is hidden.
    pub(super) fn hides_text(&self, option: ElementRef<'p>, text: &Located<String>) -> bool {
        let Some(span) = text.span else { return false };
        let behind = self.page.span(option.id()).map_or(span, |tag| Span {
            start: tag.end,
            end: span.end,
        });
        let rest = self
            .page
            .text
            .as_str()
            .get(span.end as usize..)
            .unwrap_or_default();
        let end = span.end as usize + rest.find('<').unwrap_or(rest.len());
        self.holes.any(Span::new(behind.start as usize, end))
    }

    /// Whether the value of a choice is generated.
    pub(super) fn is_generated(&self, member: ElementRef<'p>) -> bool {
        let tag = self.tag(member);
        let hidden = match attribute::span(&self.page.text, tag, "value") {
            Some(value) => self.holes.any(value),
            None => self.open_attributes(tag),
        };
        hidden
            || GENERATED.iter().any(|name| {
                member
                    .attribute(name)
                    .is_some_and(|value| !is_literal(value))
            })
    }
}

/// Whether further options are inserted among those of a list: by a tag unknown to HTML, such as `<ui:include>`,
/// `<partial>`, `<slot>` or a component, or by a server-side include. HTML parsers drop such tags in lists.
fn takes_in_more(content: &str) -> bool {
    /// HTML elements that may occur in lists and add no options.
    const PLAIN: [&str; 21] = [
        "option", "optgroup", "hr", "script", "template", "noscript", "legend", "button", "div",
        "span", "label", "img", "svg", "path", "i", "b", "em", "strong", "small", "br", "p",
    ];
    brings(content, |name, behind| {
        name.starts_with(|ch: char| ch.is_ascii_alphabetic())
            && behind.starts_with(['>', '/', ' ', '\n', '\r', '\t'])
            && !PLAIN.iter().any(|plain| name.eq_ignore_ascii_case(plain))
    })
}

/// Whether a tag among the choices of a group inserts content of another file, a slot or a component.
fn brings_choices(content: &str) -> bool {
    brings(content, |name, _| {
        let is_foreign =
            name.contains([':', '-']) || matches!(name, "slot" | "partial" | "cfinclude");
        is_foreign && brings_elements(name) && !is_said_beside(name)
    })
}

/// Whether a part of a page has a server-side include or a foreign tag. `is_foreign`: decides by the name of a tag and
/// the text after it.
fn brings(content: &str, is_foreign: impl Fn(&str, &str) -> bool) -> bool {
    content.match_indices('<').any(|(at, _)| {
        let rest = content.get(at + 1..).unwrap_or_default();
        let is_name = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, ':' | '-' | '.' | '_');
        let length = rest.find(|ch| !is_name(ch)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(length);
        rest.starts_with("!--#include") || is_foreign(name, behind)
    })
}

/// `'m'`: bound, but a visible constant.
fn is_literal(expression: &str) -> bool {
    let inner = expression
        .trim()
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.contains('\''))
}
