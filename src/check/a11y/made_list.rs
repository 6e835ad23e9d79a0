//! `list-marked-up`: text written as a list, with bullets or numbers of its own, is marked up as one.

use std::borrow::Cow;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, each};
use super::text::shown;
use crate::a11y::PageView;
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "list-marked-up",
    facts: &["text", "count"],
    variants: &[],
    build: |table| without_params(table, || each(MarkedUp)),
};

/// Minimum number of lines of a list.
const FEWEST_LINES: usize = 3;

/// Signs used only before list items.
const BULLETS: [char; 11] = ['•', '▪', '‣', '◦', '●', '■', '►', '▸', '∙', '◆', '⁃'];
/// Signs that may also start direct speech, a remark or a sum.
const DASHES: [char; 6] = ['-', '–', '—', '*', '·', '+'];

/// The mark at the start of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    Dash(char),
    Number(u32),
}

impl Mark {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let first = line.chars().next()?;
        let rest = &line[first.len_utf8()..];
        let apart = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
        if BULLETS.contains(&first) {
            return (!rest.trim().is_empty()).then_some(Self::Bullet(first));
        }
        if DASHES.contains(&first) {
            return apart.then_some(Self::Dash(first));
        }
        let end = line.find(|ch: char| !ch.is_ascii_digit())?;
        let number = line
            .get(..end)?
            .parse()
            .ok()
            .filter(|number| *number < 100)?;
        let rest = line[end..].strip_prefix(['.', ')'])?;
        (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty())
            .then_some(Self::Number(number))
    }

    /// Whether a line with this mark continues a list whose last line has another mark.
    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::Number(before), Self::Number(own)) => own == before + 1,
            (before, own) => before == own,
        }
    }
}

/// Elements for program input and output: lists in them are quotations, not lists of the page.
const QUOTING: [&str; 4] = ["samp", "code", "kbd", "tt"];
/// Stands for quoted text; no list starts with it.
const QUOTED: &str = "“";

/// A line of text, and the node in which it starts.
struct Line<'a> {
    node: NodeId,
    text: Cow<'a, str>,
}

struct MarkedUp;

impl Survey for MarkedUp {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for element in page.index.elements() {
            if matches!(
                element.value().name(),
                "script" | "style" | "pre" | "textarea"
            ) || QUOTING.contains(&element.value().name())
                || page.rendered(element).is_no()
            {
                continue;
            }
            if matches!(element.value().name(), "ul" | "ol") {
                found.push(Occurrence::fine(element.id()));
            }
            let sure = page.rendered(element).is_yes();
            find_lists(&broken_lines(element), element.id(), sure, true, &mut found);
            find_lists(&paragraphs(element), element.id(), sure, false, &mut found);
        }
        found
    }
}

/// The lines of an element separated by `<br>`.
fn broken_lines<'a>(element: ElementRef<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    if element.children().filter(|child| is(*child, "br")).count() + 1 < FEWEST_LINES {
        return lines;
    }
    let mut open = true;
    for child in element.children() {
        if is(child, "br") {
            open = true;
            continue;
        }
        if is_heading(child) {
            // Its number counts the sections.
            lines.push(Line {
                node: child.id(),
                text: Cow::default(),
            });
            open = true;
            continue;
        }
        let Some(text) = beginning(child) else {
            continue;
        };
        if text.trim().is_empty() {
            continue;
        }
        match lines.last_mut().filter(|_| !open) {
            Some(line) => line.text.to_mut().push_str(text),
            None => lines.push(Line {
                node: child.id(),
                text: text.into(),
            }),
        }
        open = false;
    }
    lines
}

/// The paragraphs of an element, each as a line; anything between two of them ends the list.
fn paragraphs<'a>(element: ElementRef<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for child in element
        .children()
        .filter(|child| child.value().is_element())
    {
        let text = match is(child, "p") || is_line(child) {
            true => beginning(child).unwrap_or_default(),
            false => "",
        };
        lines.push(Line {
            node: child.id(),
            text: text.into(),
        });
    }
    if lines.len() < FEWEST_LINES {
        lines.clear();
    }
    lines
}

/// Whether a `<div>` is a line of text; with more content it has a structure of its own.
fn is_line(node: NodeRef<'_, Node>) -> bool {
    const INLINE: [&str; 12] = [
        "a", "abbr", "b", "br", "code", "em", "i", "img", "small", "span", "strong", "u",
    ];
    let inline = |inner: NodeRef<'_, Node>| {
        let name = inner.value().as_element().map(|element| element.name());
        name.is_none_or(|name| INLINE.contains(&name))
    };
    is(node, "div") && node.children().all(inline)
}

fn is_heading(node: NodeRef<'_, Node>) -> bool {
    let element = node.value().as_element();
    element.is_some_and(|element| matches!(element.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}

fn is(node: NodeRef<'_, Node>, name: &str) -> bool {
    node.value()
        .as_element()
        .is_some_and(|element| element.name() == name)
}

/// The first non-blank text of a node, at most a few levels down.
fn beginning<'a>(node: NodeRef<'a, Node>) -> Option<&'a str> {
    const MOST_STEPS: usize = 8;
    let mut quoting = None;
    for inner in node.descendants().take(MOST_STEPS) {
        match inner.value() {
            Node::Element(element) if QUOTING.contains(&element.name()) => quoting = Some(inner),
            Node::Text(text) if !text.trim().is_empty() => {
                let quoted = quoting
                    .is_some_and(|quoting| inner.ancestors().any(|around| around == quoting));
                return Some(if quoted { QUOTED } else { &**text });
            }
            _ => {}
        }
    }
    None
}

/// Runs of lines with the same kind of mark. `broken`: inside one paragraph, where numbers do not start clauses of a
/// contract.
fn find_lists(
    lines: &[Line<'_>],
    parent: NodeId,
    sure: bool,
    broken: bool,
    found: &mut Vec<Occurrence>,
) {
    let mut begin = 0;
    while begin < lines.len() {
        let Some(mark) = Mark::of(&lines[begin].text) else {
            begin += 1;
            continue;
        };
        let mut end = begin + 1;
        let mut last = mark;
        while let Some(next) = lines.get(end).and_then(|line| Mark::of(&line.text)) {
            if !next.follows(last) {
                break;
            }
            last = next;
            end += 1;
        }
        if end - begin >= FEWEST_LINES {
            let grounds = Grounds::none()
                .with("count", end - begin)
                .with("text", shown(&lines[begin].text));
            let certain = match mark {
                Mark::Bullet(_) => true,
                Mark::Number(_) => broken,
                Mark::Dash(_) => false,
            };
            let node = match broken {
                true => parent,
                false => lines[begin].node,
            };
            let expectation = match certain && sure {
                true => Expectation::Unmet(grounds),
                false => Expectation::Unknown(Doubt::NeedsPerson, grounds),
            };
            found.push(Occurrence { node, expectation });
        }
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_lists_are_told_from_words() {
        assert!(Mark::of(" • Ausweis") == Some(Mark::Bullet('•')));
        assert!(Mark::of("- Ausweis") == Some(Mark::Dash('-')));
        assert!(Mark::of("2) Antrag") == Some(Mark::Number(2)));
        for text in ["-5 Grad", "3.5 km", "2026. Jahr", "•", "Antrag", "1.", ""] {
            assert!(Mark::of(text).is_none(), "{text}");
        }
    }
}
