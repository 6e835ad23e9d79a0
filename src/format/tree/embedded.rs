//! A document embedded as a text in another one, with a mapping back to its position.

use super::Node;
use crate::model::{SourceText, Span};

/// A text within a text.
pub struct Embedded {
    /// The embedded text.
    pub text: SourceText,
    /// Offsets in the text and in the document, for each stretch that is written literally.
    stretches: Vec<(usize, usize)>,
    whole: Span,
}

impl Embedded {
    /// Joins a text, or the pieces it was split into.
    pub fn join(pieces: &[Node<'_>], source: &SourceText) -> Option<Self> {
        let (start, end) = (pieces.first()?.span(), pieces.last()?.span());
        let mut embedded = Self {
            text: SourceText::new(""),
            stretches: Vec::new(),
            whole: start.to(end),
        };
        let mut text = String::new();
        for piece in pieces {
            let said = piece.text().unwrap_or_default();
            let written = source.slice(piece.span());
            let from = piece.span().start as usize;
            embedded.align(said, written, text.len(), from);
            text.push_str(said);
        }
        embedded.text = SourceText::new(text);
        Some(embedded)
    }

    /// Locates the characters of a text in its written form: after quotes and escapes, or indented. If that fails,
    /// everything gets the position of the whole.
    fn align(&mut self, said: &str, written: &str, at: usize, from: usize) {
        let quote = written.chars().next().filter(|ch| matches!(ch, '"' | '\''));
        let mut behind = usize::from(quote.is_some());
        for (offset, ch) in said.char_indices() {
            let rest = written.get(behind..).unwrap_or_default();
            let Some((skipped, length)) = step(rest, ch, quote) else {
                self.stretches.clear();
                return;
            };
            let (here, place) = (at + offset, from + behind + skipped);
            let last = self.stretches.last();
            if last.is_none_or(|(start, begun)| begun + (here - start) != place) {
                self.stretches.push((here, place));
            }
            behind += skipped + length;
        }
        self.stretches.push((at + said.len(), from + behind));
    }

    /// The span of the whole.
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// The span in the document for a part of the text.
    pub fn place(&self, span: Span) -> Span {
        match (
            self.offset(span.start as usize),
            self.offset(span.end as usize),
        ) {
            (Some(start), Some(end)) if start <= end => Span::new(start, end),
            _ => self.whole,
        }
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let behind = self.stretches.partition_point(|(offset, _)| *offset <= at);
        let (offset, place) = self.stretches.get(behind.checked_sub(1)?)?;
        Some((place + (at - offset)).min(self.whole.end as usize))
    }
}

/// How many bytes to skip before a character, and how many bytes it takes; `None` if the text does not continue with
/// it.
fn step(rest: &str, ch: char, quote: Option<char>) -> Option<(usize, usize)> {
    if quote == Some('"') && rest.starts_with('\\') {
        return Some((0, escape(rest)?));
    }
    if quote == Some('\'') && ch == '\'' && rest.starts_with("''") {
        return Some((0, 2));
    }
    // A line break may be folded into a blank.
    let blank = rest.chars().next().filter(|next| next.is_whitespace());
    if let Some(blank) = blank.filter(|_| ch.is_whitespace()) {
        return Some((0, blank.len_utf8()));
    }
    // Indentation and block indicators are not part of the text.
    let bare = rest.trim_start();
    let block = bare.trim_start_matches(['|', '>', '-', '+']).trim_start();
    let found = [bare, block]
        .into_iter()
        .find(|text| text.starts_with(ch))?;
    Some((rest.len() - found.len(), ch.len_utf8()))
}

/// Length of an escape sequence.
fn escape(rest: &str) -> Option<usize> {
    const SURROGATES: std::ops::Range<u32> = 0xD800..0xDC00;
    let bytes = rest.as_bytes();
    Some(match bytes.get(1)? {
        b'u' => {
            let unit = rest
                .get(2..6)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())?;
            if SURROGATES.contains(&unit) { 12 } else { 6 }
        }
        b'x' => 4,
        b'U' => 10,
        _ => 1 + rest.chars().nth(1)?.len_utf8(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tree;

    fn places(document: &str, part: &str) -> Vec<String> {
        let source = SourceText::new(document);
        let tree = tree::parse(&source).expect("a document");
        let root = tree.root().expect("a root");
        let pieces: Vec<Node<'_>> = root
            .entries()
            .map(|(_, value)| value.items().next().unwrap_or(value))
            .collect();
        let embedded = Embedded::join(&pieces, &source).expect("a text inside");
        let text = embedded.text.as_str();
        text.match_indices(part)
            .map(|(at, found)| {
                let span = embedded.place(Span::new(at, at + found.len()));
                source.slice(span).to_owned()
            })
            .collect()
    }

    #[test]
    fn parts_are_found_behind_escapes_indentation_and_cuts() {
        let json = r#"{"part": ["{\"ö\": \"\\u00e4\",\n\t\"gender\": 1}"]}"#;
        assert_eq!(places(json, "gender"), ["gender"]);
        let wide = r#"{"part": ["\ud83d\ude00\u00e4 gender \/"]}"#;
        assert_eq!(places(wide, "gender"), ["gender"]);
        assert_eq!(places(wide, "/"), ["\\/"]);
        let block = "part:\n  - |-\n    {\n      \"ä\": 1,\n      \"gender\": 2 }\n";
        assert_eq!(places(block, "gender"), ["gender"]);
        let quoted = "part: ['{\"a\": \"it''s|\", \"gender\": 1}']\n";
        assert_eq!(places(quoted, "gender"), ["gender"]);
        let cut = r#"{"a": ["gen"], "b": ["der gender"]}"#;
        assert_eq!(places(cut, " gender"), [" gender"]);
    }
}
