//! Elements that an attribute keeps off the page: `v-if="false"`, `<c:if test="${false}">`.

use super::NEVER;
use crate::model::Span;
use crate::source::Capture;

/// Attributes of frameworks by which an element is there or not.
#[rustfmt::skip]
const CONDITIONS: [&str; 11] = [
    "v-if=", "*ngIf=", "ng-if=", "x-if=", "t-if=", "th:if=", "data-th-if=", "py:if=", "tal:condition=", "rendered=",
    "Visible=",
];
/// Elements that show what they hold where their test holds.
const TESTS: [&str; 5] = ["c:if", "c:when", "s:if", "xsl:if", "xsl:when"];
/// Endings of documents of markup.
#[rustfmt::skip]
const MARKUP: [&str; 16] = [
    "ascx", "aspx", "htm", "html", "jsp", "jspf", "jspx", "pt", "svelte", "tag", "tagx", "vue", "xhtml", "xsl", "xslt",
    "zpt",
];
/// More of them are written by no hand.
const MOST_ELEMENTS: usize = 200;
/// Elements without an end.
const VOID: [&str; 4] = ["input", "br", "img", "option"];

/// The elements that are never shown.
pub(super) fn parts(capture: &Capture, source: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    if !MARKUP.contains(&capture.extension().as_str()) {
        return found;
    }
    let attributes = CONDITIONS.iter().copied().chain(["test="]);
    for attribute in attributes {
        for (at, _) in source.match_indices(attribute).take(MOST_ELEMENTS) {
            let behind = source.get(at + attribute.len()..).unwrap_or_default();
            if is_never(behind, attribute)
                && let Some(element) = element_around(source, at, attribute)
            {
                found.push(element);
            }
        }
    }
    found.extend(blocks(source, ("{#if", "{/if}", "{:else")));
    found.extend(control_flow(source));
    found
}

/// `{#if false}` … `{/if}` of Svelte.
fn blocks(source: &str, (opens, closes, turns): (&str, &str, &str)) -> Vec<Span> {
    let mut found = Vec::new();
    // Where each open block begins that is never shown.
    let mut open: Vec<Option<usize>> = Vec::new();
    for (at, _) in source.match_indices('{') {
        let rest = source.get(at..).unwrap_or_default();
        if let Some(condition) = rest.strip_prefix(opens) {
            let (condition, _) = condition.split_once('}').unwrap_or_default();
            let behind = at + opens.len() + condition.len() + 1;
            open.push(NEVER.contains(&condition.trim()).then_some(behind));
        } else if rest.starts_with(closes) {
            let off = open.pop().flatten();
            found.extend(off.map(|from| Span::new(from, at)));
        } else if rest.starts_with(turns) {
            let off = open.last_mut().and_then(Option::take);
            found.extend(off.map(|from| Span::new(from, at)));
        }
    }
    found
}

/// `@if (false) { … }` of Angular.
fn control_flow(source: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for (at, mark) in source.match_indices("@if") {
        let behind = source.get(at + mark.len()..).unwrap_or_default();
        let condition = behind.trim_start().strip_prefix('(');
        let Some((condition, block)) = condition.and_then(|rest| rest.split_once(')')) else {
            continue;
        };
        let Some(inside) = block.trim_start().strip_prefix('{') else {
            continue;
        };
        if !NEVER.contains(&condition.trim()) {
            continue;
        }
        let mut depth = 1_usize;
        let end = inside.find(|ch: char| {
            match ch {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let start = source.len() - inside.len();
        found.extend(end.map(|end| Span::new(start, start + end)));
    }
    found
}

/// Whether a quoted value never holds: `"false"`, `"${false}"`, `'#{false}'`, `"false()"`.
fn is_never(behind: &str, attribute: &str) -> bool {
    let Some(quote) = behind
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))
    else {
        return false;
    };
    let value = behind
        .get(1..)
        .and_then(|rest| rest.split(quote).next())
        .unwrap_or_default();
    let value = value
        .trim()
        .trim_start_matches(['$', '#', '{'])
        .trim_end_matches('}');
    let value = value.trim().trim_end_matches("()");
    let path = value.strip_prefix("python:").unwrap_or(value);
    NEVER.contains(&path) || attribute == "tal:condition=" && path == "nothing"
}

/// The element whose tag has an attribute at `at`, with all that it holds.
fn element_around(source: &str, at: usize, attribute: &str) -> Option<Span> {
    let start = source.get(..at)?.rfind('<')?;
    let tag = source.get(start + 1..at)?;
    if tag.contains('>') {
        return None;
    }
    let name = tag
        .split(|ch: char| ch.is_whitespace())
        .next()
        .filter(|name| !name.is_empty())?;
    if attribute == "test=" && !TESTS.contains(&name) {
        return None;
    }
    let rest = source.get(at..)?;
    let end = at + rest.find('>')? + 1;
    if VOID.contains(&name) || source.get(..end)?.ends_with("/>") {
        return Some(Span::new(start, end));
    }
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let is_name_end = |at: usize| {
        let next = source.get(at..).and_then(|rest| rest.chars().next());
        next.is_none_or(|ch| ch.is_whitespace() || matches!(ch, '>' | '/'))
    };
    let mut depth = 1_usize;
    let mut here = end;
    loop {
        here += source.get(here..)?.find('<')?;
        let rest = source.get(here..)?;
        if rest.starts_with(&close) && is_name_end(here + close.len()) {
            depth -= 1;
            if depth == 0 {
                return Some(Span::new(start, here + rest.find('>')? + 1));
            }
        } else if rest.starts_with(&open) && is_name_end(here + open.len()) {
            depth += 1;
        }
        here += 1;
    }
}
