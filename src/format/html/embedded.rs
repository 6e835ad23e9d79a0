//! Documents and trees inside a page: the inline document of a frame (`srcdoc`), and a declarative shadow tree
//! (`<template shadowrootmode>`). Each has ids and labels of its own.

use std::rc::Rc;

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use super::parse::{Syntax, parse};
use crate::format::Note;
use crate::gap::GapReason;
use crate::model::{
    Attributes, Embedding, LinkedSheets, PageKind, PageModel, PageNature, Span, Unknowns,
};

/// Maximum number of trees of one page, including nested ones; real pages have a few.
const MOST_TREES: usize = 64;
/// Maximum nesting of trees.
const MOST_DEPTH: usize = 8;
/// Maximum number of bytes read for trees: each one costs the length of the page again.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The trees inside a page as parts, and notes on trees not followed. Positions in them are positions in the text of
/// the page.
pub fn trees_inside(page: &PageModel) -> (Vec<PageModel>, Vec<Note>) {
    const MARKS: [&str; 6] = [
        "srcdoc",
        "srcDoc",
        "SRCDOC",
        "shadowrootmode",
        "shadowRootMode",
        "SHADOWROOTMODE",
    ];
    let text = page.text.as_str();
    let mut found: Vec<PageModel> = Vec::new();
    let mut notes = Vec::new();
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return (found, notes);
    }
    let whole: Rc<str> = text.into();
    // The content of an attribute is markup only after its references are resolved.
    let inside = |page: &PageModel, text: &Rc<str>, at: usize, depth: usize| -> Vec<Open> {
        let all = Inner::all(page, text).into_iter().rev();
        let open = |inner| Open {
            inner,
            around: Rc::clone(text),
            at,
            depth,
        };
        all.map(open).collect()
    };
    let mut open = inside(page, &whole, 0, 1);
    while let Some(Open {
        inner,
        around,
        at,
        depth,
    }) = open.pop()
    {
        let full = found.len() + notes.len() >= MOST_TREES
            || found.len().saturating_mul(text.len()) > MOST_BYTES;
        let own = inner.range.filter(|_| !full && depth <= MOST_DEPTH);
        let own: Option<Rc<str>> = own.map(|range| alone(&around, range, inner.is_value).into());
        let tree = own.and_then(|own| Some((parse(&own, Syntax::Html).ok()?, own)));
        let Some((tree, own)) = tree else {
            notes.push(Note {
                reason: GapReason::NotUnderstood,
                span: inner.tag,
                detail: format!("what stands in <{}>", inner.holder),
            });
            if full {
                break;
            }
            continue;
        };
        let part = PageModel {
            document: page.document.clone(),
            text: page.text.clone(),
            html: tree.html,
            provides: page.provides,
            nature: PageNature {
                kind: match page.nature.kind {
                    PageKind::Whole => PageKind::Part,
                    kind => kind,
                },
                because: inner.holder.clone(),
            },
            positions: tree.positions,
            sheets: LinkedSheets::default(),
            scripts: Vec::new(),
            unknowns: Unknowns::default(),
            embedded: Some(Embedding {
                back: found.len() + 1 - at,
                holder: inner.node,
            }),
        };
        // The page itself comes before all of them.
        open.extend(inside(&part, &own, found.len() + 1, depth + 1));
        found.push(part);
    }
    (found, notes)
}

/// A tree that is still to be read.
struct Open {
    inner: Inner,
    /// The text of the page around it.
    around: Rc<str>,
    /// Which page that is: the outermost one, or one of those found.
    at: usize,
    depth: usize,
}

/// Position of a tree in the text.
struct Inner {
    /// Its content; `None` if it was not found.
    range: Option<Span>,
    /// Whether it is the value of an attribute, where characters are escaped.
    is_value: bool,
    /// The start tag of its host element.
    tag: Option<Span>,
    /// Its host element.
    node: NodeId,
    /// The name of its host element.
    holder: String,
}

impl Inner {
    /// The first visible trees of a page, found in the text it was read from; nested trees are left out.
    fn all(page: &PageModel, text: &str) -> Vec<Self> {
        let elements = page.html.tree.nodes().filter_map(ElementRef::wrap);
        let found = elements.filter_map(|element| Self::of(page, text, element));
        found.take(MOST_TREES + 1).collect()
    }

    fn of(page: &PageModel, text: &str, element: ElementRef<'_>) -> Option<Self> {
        let name = element.value().name();
        let mode = element.attribute("shadowrootmode").map(str::trim);
        let shadow = name == "template"
            && mode.is_some_and(|mode| {
                mode.eq_ignore_ascii_case("open") || mode.eq_ignore_ascii_case("closed")
            });
        let document = name == "iframe" && element.attribute("srcdoc").is_some();
        if !shadow && !document || is_put_away(element) {
            return None;
        }
        let tag = page.positions.get(element.id()).map(|at| at.start_tag);
        let holder = match shadow {
            true => element.parent().and_then(ElementRef::wrap)?,
            false => element,
        };
        Some(Self {
            range: tag.and_then(|tag| match shadow {
                true => content_of_template(text, tag),
                false => value_in_tag(text, tag, "srcdoc"),
            }),
            is_value: document,
            tag,
            node: holder.id(),
            holder: holder.value().name().to_owned(),
        })
    }
}

/// Whether the markup hides an element, or only keeps it for later.
fn is_put_away(element: ElementRef<'_>) -> bool {
    let hidden = |element: ElementRef<'_>| {
        let is_true = |name: &str| {
            let value = element.attribute(name);
            value.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
        };
        let name = element.value().name();
        let style = element.attribute("style").unwrap_or_default();
        let style: String = style.split_whitespace().collect();
        element.attribute("hidden").is_some()
            || element.attribute("inert").is_some()
            || is_true("aria-hidden")
            || name == "noscript"
            || name == "dialog" && element.attribute("open").is_none()
            || style.contains("display:none")
    };
    let kept = element
        .ancestors()
        .any(|around| matches!(around.value(), Node::Fragment));
    kept || hidden(element) || element.ancestors().filter_map(ElementRef::wrap).any(hidden)
}

/// The content between the tags of a template.
fn content_of_template(text: &str, tag: Span) -> Option<Span> {
    let start = tag.end as usize;
    let behind = text.get(start..)?.as_bytes();
    let mut depth = 1_usize;
    for (at, _) in behind.iter().enumerate().filter(|(_, byte)| **byte == b'<') {
        let begins = |mark: &str| {
            let found = behind.get(at..at + mark.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(mark.as_bytes()))
        };
        if begins("<template") {
            depth += 1;
        } else if begins("</template") {
            depth -= 1;
            if depth == 0 {
                return Some(Span::new(start, start + at));
            }
        }
    }
    None
}

/// The quoted value of an attribute in a start tag.
fn value_in_tag(text: &str, tag: Span, name: &str) -> Option<Span> {
    let start = tag.start as usize;
    let tag = text.get(start..tag.end as usize)?;
    let bytes = tag.as_bytes();
    let mut quote = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, byte) if byte.is_ascii_whitespace() => {
                let found = bytes.get(at + 1..at + 1 + name.len());
                if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                    let value = tag.get(at + 1 + name.len()..)?.trim_start();
                    let value = value.strip_prefix('=')?.trim_start();
                    let open = value.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
                    let from = start + (tag.len() - value.len()) + 1;
                    let length = value.get(1..)?.find(open)?;
                    return Some(Span::new(from, from + length));
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// A text of the same length with everything but a piece blanked out.
fn alone(text: &str, piece: Span, is_value: bool) -> String {
    let (from, to) = (piece.start as usize, piece.end as usize);
    let blank = |part: &str| -> String {
        let bytes = part.bytes();
        bytes
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect()
    };
    let before = text.get(..from).unwrap_or_default();
    let inside = text.get(from..to).unwrap_or_default();
    let behind = text.get(to..).unwrap_or_default();
    let inside = match is_value {
        true => resolved(inside),
        false => inside.to_owned(),
    };
    format!("{}{inside}{}", blank(before), blank(behind))
}

/// Markup of an attribute with character references resolved. Each is padded with blanks to its old length: before an
/// opening quotation mark or `<`, and after all other characters.
fn resolved(value: &str) -> String {
    const SIGNS: [(&str, char); 9] = [
        ("&lt;", '<'),
        ("&#60;", '<'),
        ("&gt;", '>'),
        ("&#62;", '>'),
        ("&quot;", '"'),
        ("&#34;", '"'),
        ("&#39;", '\''),
        ("&apos;", '\''),
        ("&amp;", '&'),
    ];
    let mut out = String::with_capacity(value.len());
    let (mut in_tag, mut quote) = (false, None);
    let mut rest = value;
    while let Some(ch) = rest.chars().next() {
        // A reference inside a reference stays one, for the document embedded in this one.
        let inner = rest.strip_prefix(AMPERSAND).and_then(reference);
        if let Some(inner) = inner {
            // Padding goes before it: it may be the beginning of a tag.
            out.extend(std::iter::repeat_n(' ', AMPERSAND.len() - 1));
            out.push('&');
            out.push_str(inner);
            rest = &rest[AMPERSAND.len() + inner.len()..];
            continue;
        }
        let sign = SIGNS.iter().find(|(written, _)| rest.starts_with(written));
        let (length, ch) = sign.map_or((ch.len_utf8(), ch), |(written, ch)| (written.len(), *ch));
        let opens = in_tag && quote.is_none() && matches!(ch, '"' | '\'');
        match ch {
            _ if opens => quote = Some(ch),
            _ if quote == Some(ch) => quote = None,
            '<' if quote.is_none() => in_tag = true,
            '>' if quote.is_none() => in_tag = false,
            _ => {}
        }
        let fill = " ".repeat(length - ch.len_utf8());
        // A tag starts with its name, so padding goes before the `<`.
        match opens || ch == '<' {
            true => out.extend([fill.as_str(), ch.encode_utf8(&mut [0; 4])]),
            false => out.extend([ch.encode_utf8(&mut [0; 4]), fill.as_str()]),
        }
        rest = &rest[length..];
    }
    out
}

/// The reference to an ampersand.
const AMPERSAND: &str = "&amp;";

/// The rest of a character reference behind its ampersand, with its semicolon.
fn reference(behind: &str) -> Option<&str> {
    /// Maximum length of the names that are resolved.
    const MOST: usize = 8;
    let end = behind.find(';').filter(|end| (1..MOST).contains(end))?;
    let name = &behind[..end];
    let is_name = name
        .trim_start_matches('#')
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric());
    is_name.then(|| &behind[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Capture;

    #[test]
    fn references_are_resolved_in_place() {
        let value = "&lt;a href=&quot;x&quot;>Fish &amp; Chips&lt;/a&gt;";
        let resolved = resolved(value);
        assert_eq!(resolved.len(), value.len());
        let squeezed: Vec<&str> = resolved.split_whitespace().collect();
        assert_eq!(squeezed.join(" "), "<a href= \"x\" >Fish & Chips </a>");
    }

    #[test]
    fn what_is_not_followed_is_a_note() {
        let text = "<p><template shadowrootmode=open><b>x</b></template><iframe srcdoc=x></iframe>";
        let page = super::super::page(&Capture::of_text("a.html", text)).expect("a page");
        let (trees, notes) = trees_inside(&page);
        assert_eq!((trees.len(), notes.len()), (1, 1));
        let bold = trees[0].html.tree.nodes().find(|node| {
            let element = node.value().as_element();
            element.is_some_and(|element| element.name() == "b")
        });
        let span = bold.and_then(|bold| trees[0].span(bold.id()));
        assert_eq!(span, Some(Span::new(33, 36)));
    }

    #[test]
    fn templates_end_with_their_own_tag() {
        let text = "<template shadowrootmode=open><template>a</template>b</TEMPLATE>c";
        let content = content_of_template(text, Span::new(0, 30)).expect("it ends");
        assert_eq!(
            &text[content.start as usize..content.end as usize],
            "<template>a</template>b"
        );
        assert!(content_of_template("<template>", Span::new(0, 10)).is_none());
    }

    #[test]
    fn the_value_of_an_attribute_is_found_behind_others() {
        let text = "<iframe title=' srcdoc=' srcdoc = '<p>'>";
        let value = value_in_tag(text, Span::new(0, text.len()), "srcdoc").expect("a value");
        assert_eq!(&text[value.start as usize..value.end as usize], "<p>");
    }
}
