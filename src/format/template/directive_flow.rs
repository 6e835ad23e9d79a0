//! Conditions of components that are attributes of elements (`v-if`, `v-else` of Vue, `*ngIf="…; else other"` of
//! Angular) or blocks (`{#if …}` of Svelte) → statements between the markup.

use std::collections::HashMap;

use super::rewritten::Rewritten;
use super::scan::end_of;
use crate::model::{Span, html};

/// Maximum number of open elements that an end tag is looked for in.
const MOST_OPEN: usize = 64;
/// Maximum length of a tag; longer ones were never closed.
const MOST_TAG: usize = 20_000;

const END: &str = "<% } %>";
const OTHERWISE: &str = "<% } else { %>";

/// What the attributes of an element say about when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    If(Span),
    ElseIf(Span),
    Else,
    /// `<ng-template #name>`: only where a condition names it.
    Named,
}

/// An element with a condition.
#[derive(Clone, Debug)]
struct Element {
    shown: Shown,
    /// From the beginning of its start tag to the end of its end tag.
    whole: Span,
    /// Between its tags.
    inside: Span,
    /// The element that is shown in its place: `else other`.
    otherwise: Option<String>,
    /// Its own name: `#other`.
    called: Option<String>,
}

/// The parts of a component with its conditions written as `<% … %>`; `None` if it has none.
pub fn as_statements(source: &str, parts: &[Span]) -> Option<Rewritten> {
    let mut text = Rewritten::default();
    let mut found = false;
    for part in parts {
        let elements = elements(source, *part);
        if elements.iter().any(|element| element.shown != Shown::Named) {
            found = true;
            Writer::new(source, &elements).part(&mut text, *part);
        }
    }
    found.then_some(text)
}

/// The parts of a Svelte component with its blocks written as `<% … %>`; `None` if it has none.
pub fn of_blocks(source: &str, parts: &[Span]) -> Option<Rewritten> {
    const HEADS: [(&str, &str, &str); 6] = [
        ("{#if ", "<% if (", ") { %>"),
        ("{:else if ", "<% } else if (", ") { %>"),
        ("{:else}", OTHERWISE, ""),
        ("{/if}", END, ""),
        ("{#each ", "<% for (", ") { %>"),
        ("{/each}", END, ""),
    ];
    let mut text = Rewritten::default();
    let mut found = false;
    for part in parts {
        let end = part.end as usize;
        let mut at = part.start as usize;
        let mut copied = at;
        while let Some(next) = source.get(at..end).and_then(|rest| rest.find('{')) {
            at += next;
            let rest = source.get(at..end).unwrap_or_default();
            let head = HEADS.iter().find(|(head, ..)| rest.starts_with(head));
            let Some((head, before, after)) = head else {
                at += 1;
                continue;
            };
            let inside = rest.get(head.len()..).unwrap_or_default();
            let length = match after.is_empty() {
                true => Some(0),
                false => end_of(inside, b'}'),
            };
            let Some(length) = length else {
                at += 1;
                continue;
            };
            let start = at + head.len();
            let behind = start + length + usize::from(!after.is_empty());
            let place = Span::new(at, behind);
            text.copy(source, Span::new(copied, at));
            text.put(before, place);
            text.copy(source, Span::new(start, start + length));
            text.put(after, place);
            found |= *head == "{#if ";
            (at, copied) = (behind, behind);
        }
        text.copy(source, Span::new(copied, end));
    }
    found.then_some(text)
}

struct Writer<'t> {
    source: &'t str,
    elements: &'t [Element],
    /// Elements that a single condition names, by their names.
    named: HashMap<&'t str, &'t Element>,
}

impl<'t> Writer<'t> {
    fn new(source: &'t str, elements: &'t [Element]) -> Self {
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for name in elements
            .iter()
            .filter_map(|element| element.otherwise.as_deref())
        {
            *uses.entry(name).or_default() += 1;
        }
        let named = elements.iter().filter_map(|element| {
            let name = element.called.as_deref()?;
            (uses.get(name) == Some(&1)).then_some((name, element))
        });
        Self {
            source,
            elements,
            named: named.collect(),
        }
    }

    fn part(&self, text: &mut Rewritten, part: Span) {
        /// What is written at an offset, in order.
        enum Mark<'e> {
            Begin(&'e Element),
            End(&'e Element),
            Skip(u32),
        }
        let mut marks: Vec<(u32, Mark<'_>)> = Vec::new();
        for element in self.elements {
            match &element.shown {
                Shown::Named => {
                    let name = element.called.as_deref().unwrap_or_default();
                    if self.named.contains_key(name) {
                        marks.push((element.whole.start, Mark::Skip(element.whole.end)));
                    }
                }
                _ => {
                    marks.push((element.whole.start, Mark::Begin(element)));
                    marks.push((element.whole.end, Mark::End(element)));
                }
            }
        }
        // At the same place, one element ends before the next begins.
        marks.sort_by_key(|(at, mark)| (*at, !matches!(mark, Mark::End(_))));
        let mut copied = part.start;
        for (at, mark) in marks {
            if at < copied {
                continue;
            }
            text.copy(
                self.source,
                Span {
                    start: copied,
                    end: at,
                },
            );
            copied = at;
            let place = Span { start: at, end: at };
            match mark {
                Mark::Begin(element) => match &element.shown {
                    Shown::If(asked) => self.asks(text, "<% if (", *asked),
                    Shown::ElseIf(asked) => self.asks(text, "<% } else if (", *asked),
                    Shown::Else | Shown::Named => text.put(OTHERWISE, place),
                },
                Mark::End(element) => self.ends(text, element, place),
                Mark::Skip(end) => copied = end,
            }
        }
        text.copy(
            self.source,
            Span {
                start: copied,
                end: part.end,
            },
        );
    }

    fn asks(&self, text: &mut Rewritten, before: &str, asked: Span) {
        text.put(before, asked);
        text.copy(self.source, asked);
        text.put(") { %>", asked);
    }

    fn ends(&self, text: &mut Rewritten, element: &Element, place: Span) {
        let other = element.otherwise.as_deref();
        if let Some(other) = other.and_then(|name| self.named.get(name)) {
            text.put(OTHERWISE, place);
            text.copy(self.source, other.inside);
        }
        if !self.is_continued(element) {
            text.put(END, place);
        }
    }

    /// Whether the next element is shown in place of this one.
    fn is_continued(&self, element: &Element) -> bool {
        if element.shown == Shown::Else {
            return false;
        }
        let next = self
            .elements
            .partition_point(|other| other.whole.start < element.whole.end);
        let next = self.elements.get(next);
        next.is_some_and(|next| {
            let between = Span {
                start: element.whole.end,
                end: next.whole.start,
            };
            let between = self.source.get(between.range()).unwrap_or_default();
            matches!(next.shown, Shown::ElseIf(_) | Shown::Else) && between.trim().is_empty()
        })
    }
}

/// The elements of a part whose attributes say when they are shown, in order; those without an end tag are left out.
fn elements(source: &str, part: Span) -> Vec<Element> {
    let mut found: Vec<Option<Element>> = Vec::new();
    // Names of open elements, and their places among those found.
    let mut open: Vec<(&str, Option<usize>)> = Vec::new();
    let end = part.end as usize;
    let mut at = part.start as usize;
    while let Some(next) = source.get(at..end).and_then(|rest| rest.find('<')) {
        at += next;
        let rest = source.get(at..end).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            at += comment.find("-->").map_or(rest.len(), |end| end + 7);
            continue;
        }
        let closes = rest.starts_with("</");
        let inner = rest.get(1 + usize::from(closes)..).unwrap_or_default();
        let is_name = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | '.' | ':');
        let length = inner.find(|ch| !is_name(ch)).unwrap_or(inner.len());
        let name = inner.get(..length).unwrap_or_default();
        let attributes = at + 1 + usize::from(closes) + length;
        let stop = tag_end(source, attributes, end);
        let Some(stop) = stop.filter(|_| name.starts_with(|ch: char| ch.is_ascii_alphabetic()))
        else {
            at += 1;
            continue;
        };
        if closes {
            let looked_at = open.len().saturating_sub(MOST_OPEN);
            let opened = open[looked_at..]
                .iter()
                .rposition(|(open, _)| *open == name);
            if let Some(opened) = opened.map(|opened| opened + looked_at) {
                if let Some(element) = open[opened]
                    .1
                    .and_then(|index| found.get_mut(index)?.as_mut())
                {
                    element.inside.end = to_u32(at);
                    element.whole.end = to_u32(stop);
                }
                open.truncate(opened);
            }
            at = stop;
            continue;
        }
        let written = Span::new(attributes, stop - 1);
        let is_empty =
            html::is_void(name) || source.get(..stop).is_some_and(|tag| tag.ends_with("/>"));
        let element = shown(source, name, written).map(|(shown, otherwise, called)| Element {
            shown,
            whole: Span::new(at, if is_empty { stop } else { at }),
            inside: Span::new(stop, stop),
            otherwise,
            called,
        });
        let index = element.is_some().then_some(found.len());
        found.extend(element.map(Some));
        if !is_empty {
            open.push((name, index));
        }
        at = stop;
    }
    let ended = found.into_iter().flatten();
    ended
        .filter(|element| element.whole.end > element.whole.start)
        .collect()
}

fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The offset behind the `>` of a tag whose attributes begin here.
fn tag_end(source: &str, at: usize, end: usize) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in source
        .as_bytes()
        .get(at..end)?
        .iter()
        .enumerate()
        .take(MOST_TAG)
    {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(at + index + 1),
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// When an element is shown, what is shown in its place, and its own name.
fn shown(
    source: &str,
    name: &str,
    attributes: Span,
) -> Option<(Shown, Option<String>, Option<String>)> {
    if name == "ng-template" {
        let written = source.get(attributes.range())?;
        let called = written
            .split_whitespace()
            .find_map(|part| part.strip_prefix('#'))?;
        let called = called.split(['=', '/', '>']).next()?.to_owned();
        return Some((Shown::Named, None, Some(called)));
    }
    if let Some(asked) = value(source, attributes, "*ngIf") {
        let written = source.get(asked.range())?;
        let mut parts = written.split(';');
        let condition = parts.next()?;
        let condition = condition.split(" as ").next()?;
        let otherwise = parts.find_map(|part| part.trim().strip_prefix("else "));
        let otherwise = otherwise.map(|name| name.trim().to_owned());
        let start = asked.start as usize;
        let asked = Span::new(start, start + condition.len());
        return Some((Shown::If(asked), otherwise, None));
    }
    let asked = value(source, attributes, "v-if").map(Shown::If);
    let asked = asked.or_else(|| value(source, attributes, "v-else-if").map(Shown::ElseIf));
    if let Some(asked) = asked {
        return Some((asked, None, None));
    }
    let written = source.get(attributes.range())?;
    let mut words = written.split_whitespace();
    let is_else = words.any(|word| word.trim_end_matches('/') == "v-else");
    is_else.then_some((Shown::Else, None, None))
}

/// The value of an attribute in quotes.
fn value(source: &str, attributes: Span, name: &str) -> Option<Span> {
    let written = source.get(attributes.range())?;
    let mut places = written.match_indices(name);
    places.find_map(|(at, name)| {
        let begins = written.get(..at)?.ends_with(char::is_whitespace);
        let behind = written.get(at + name.len()..)?;
        let quoted = behind.trim_start().strip_prefix('=')?.trim_start();
        let quote = quoted
            .chars()
            .next()
            .filter(|ch| begins && matches!(ch, '"' | '\''))?;
        let length = quoted.get(1..)?.find(quote)?;
        let start = attributes.start as usize + (written.len() - quoted.len()) + 1;
        Some(Span::new(start, start + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(source: &str) -> [Span; 1] {
        [Span::new(0, source.len())]
    }

    #[test]
    fn elements_with_conditions_become_statements() {
        for (source, expected) in [
            (
                "<p v-if=\"a === 'm'\">x</p>\n<p v-else>y</p>z",
                "<% if (a === 'm') { %><p v-if=\"a === 'm'\">x</p>\n<% } else { %><p v-else>y</p><% } %>z",
            ),
            (
                "<b v-if='a'><i>1</i></b><b v-else-if='c'>2</b><i>3</i>",
                "<% if (a) { %><b v-if='a'><i>1</i></b><% } else if (c) { %><b v-else-if='c'>2</b><% } %><i>3</i>",
            ),
            (
                "<p *ngIf=\"a; else b\">x</p><ng-template #b>y</ng-template>",
                "<% if (a) { %><p *ngIf=\"a; else b\">x</p><% } else { %>y<% } %>",
            ),
            (
                "<br v-if=\"a\"/>x",
                "<% if (a) { %><br v-if=\"a\"/><% } %>x",
            ),
        ] {
            let found = as_statements(source, &whole(source));
            assert_eq!(
                found.map(|found| found.text().to_owned()).as_deref(),
                Some(expected)
            );
        }
        for source in ["<p>{{ a < b }}</p>", "<p v-if=\"a\">", "<p class='v-else'>"] {
            assert!(as_statements(source, &whole(source)).is_none(), "{source}");
        }
    }

    #[test]
    fn blocks_of_svelte_become_statements() {
        let source = "{#if a === 'm'}<p>x</p>{:else}{y}{/if}";
        let found = of_blocks(source, &whole(source));
        assert_eq!(
            found.map(|found| found.text().to_owned()).as_deref(),
            Some("<% if (a === 'm') { %><p>x</p><% } else { %>{y}<% } %>")
        );
    }
}
