//! Checks the markup before it is parsed: which root it has, and whether parsing is safe.

use std::ops::Range;

use crate::format::Failure;
use crate::format::limits::{XML_ATTRIBUTES, XML_DEPTH, XML_NAMESPACES};
use crate::gap::GapReason;
use crate::model::Span;

/// The root element, as known from its start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root<'t> {
    /// Name without prefix.
    pub(super) name: &'t str,
    /// The namespace of its prefix.
    pub(super) namespace: Option<&'t str>,
}

/// The root of a text that looks like XML.
pub(super) fn root(text: &str) -> Option<Root<'_>> {
    let start = text.trim_start();
    // PHP programs start like a processing instruction and may contain no tag for a long time.
    if !start.starts_with('<') || start.starts_with("<?php") || start.starts_with("<?=") {
        return None;
    }
    let tag = Pieces { text, at: 0 }.find_map(|piece| match piece {
        Piece::Start { inner, .. } => Some(text.get(inner).unwrap_or_default()),
        Piece::End | Piece::Doctype(_) => None,
    })?;
    let end = tag
        .find(|ch: char| ch.is_whitespace() || ch == '/')
        .unwrap_or(tag.len());
    let (prefix, name) = match tag[..end].split_once(':') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, &tag[..end]),
    };
    let namespace = attributes(tag).find_map(|(attribute, uri)| {
        let declared = match attribute.split_once(':') {
            Some(("xmlns", declared)) => Some(declared),
            None if attribute == "xmlns" => None,
            _ => return None,
        };
        (declared == prefix).then_some(uri)
    });
    Some(Root { name, namespace })
}

/// Rejects what would make parsing too expensive: custom entities, excessive nesting, tags with thousands of
/// attributes.
pub(super) fn guard(text: &str) -> Result<(), Failure> {
    let mut depth = 0usize;
    let mut namespaces = 0usize;
    let refuse = |reason, at: Range<usize>, detail: String| {
        let start = at.start;
        let end = at.end.min(start.saturating_add(200));
        Err(Failure::new(reason, Some(Span::new(start, end)), detail))
    };
    for piece in (Pieces { text, at: 0 }) {
        match piece {
            // A document type alone is harmless, because nothing external is ever fetched. Internal declarations can
            // multiply entities.
            Piece::Doctype(at) if text.get(at.clone()).is_some_and(|own| own.contains('[')) => {
                let detail = "the document type has declarations of its own".to_owned();
                return refuse(GapReason::UnsafeContent, at, detail);
            }
            Piece::Doctype(_) => {}
            Piece::End => depth = depth.saturating_sub(1),
            Piece::Start { inner, empty } => {
                if depth == XML_DEPTH {
                    let detail = format!("more than {XML_DEPTH} levels of elements");
                    return refuse(GapReason::TooDeep, inner, detail);
                }
                depth += usize::from(!empty);
                let tag = text.get(inner.clone()).unwrap_or_default();
                let mut count = 0usize;
                for (name, _) in attributes(tag) {
                    count += 1;
                    namespaces += usize::from(is_declaration(name));
                }
                if count > XML_ATTRIBUTES || namespaces > XML_NAMESPACES {
                    let detail = "more attributes than any schema has".to_owned();
                    return refuse(GapReason::UnsafeContent, inner, detail);
                }
            }
        }
    }
    Ok(())
}

fn is_declaration(attribute: &str) -> bool {
    attribute == "xmlns" || attribute.starts_with("xmlns:")
}

/// Attribute names and values of a start tag, parsed leniently.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let end = tag
        .find(|ch: char| ch.is_whitespace() || ch == '/')
        .unwrap_or(tag.len());
    let mut rest = &tag[end..];
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
        let (value, behind) = after[1..].split_once(quote)?;
        rest = behind;
        Some((name.trim(), value))
    })
}

/// The relevant markup; comments, instructions and character data are skipped.
enum Piece {
    Doctype(Range<usize>),
    Start { inner: Range<usize>, empty: bool },
    End,
}

struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = &self.text[start..];
            let skip = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
            if let Some((open, close)) = skip.iter().find(|(open, _)| rest.starts_with(open)) {
                let behind = rest.get(open.len()..)?.find(close)?;
                self.at = start + open.len() + behind + close.len();
                continue;
            }
            let length = tag_length(rest);
            self.at = start + length;
            if rest.starts_with("</") {
                return Some(Piece::End);
            }
            if rest.starts_with("<!") {
                return Some(Piece::Doctype(start..self.at));
            }
            let closed = rest[..length].ends_with('>');
            let inner = start + 1..self.at - usize::from(closed);
            let empty = self.text.get(inner.clone())?.ends_with('/');
            return Some(Piece::Start { inner, empty });
        }
    }
}

/// Length of a tag or document type including brackets; the whole rest if it is not closed.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    let mut brackets = 0usize;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_declarations_and_comments() {
        let text = "<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE x:y [<!ELEMENT y ANY>]>\n\
                    <x:y a=\"<>\" xmlns=\"urn:a\" xmlns:x='urn:b' />";
        let root = root(text).expect("a root");
        assert_eq!((root.name, root.namespace), ("y", Some("urn:b")));
        assert_eq!(super::root("{\"a\": \"<b>\"}"), None);
        assert_eq!(super::root("<!-- open"), None);
    }

    #[test]
    fn hostile_documents_are_refused_with_their_place() {
        let reason = |text: &str| guard(text).map_err(|failure| failure.reason);
        assert_eq!(
            reason("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            Err(GapReason::UnsafeContent)
        );
        assert_eq!(reason("<!DOCTYPE a SYSTEM 'a.dtd'><a/>"), Ok(()));
        assert_eq!(reason(&"<a>".repeat(100_000)), Err(GapReason::TooDeep));
        assert_eq!(reason(&"<a></a><b/>".repeat(1_000)), Ok(()));
        let wide: String = (0..9_000).map(|n| format!(" a{n}='1'")).collect();
        assert_eq!(
            reason(&format!("<a{wide}/>")),
            Err(GapReason::UnsafeContent)
        );
        let spaces = "<a xmlns:b='c'/>".repeat(20_000);
        assert_eq!(reason(&spaces), Err(GapReason::UnsafeContent));
    }
}
