//! A source whose texts and comments are separated from the rest, for readers that look for statements in any language.

use super::notation::Notation;
use crate::model::Span;

/// A source and the spans of its texts and comments.
#[derive(Debug)]
pub struct Code<'t> {
    /// The source.
    pub source: &'t str,
    /// Spans of texts and comments, in order.
    passed: Vec<Span>,
}

/// A search for a missing end costs the rest of the source. At most this many times the source's length is spent on
/// such searches.
const LENGTHS_IN_VAIN: usize = 4;

impl<'t> Code<'t> {
    /// Finds texts and comments in linear time.
    pub fn of(source: &'t str, notation: Notation) -> Self {
        let mut scan = Scan {
            source,
            notation,
            budget: source.len().saturating_mul(LENGTHS_IN_VAIN),
        };
        let mut passed = Vec::new();
        let mut at = 0;
        while at < source.len() {
            at = match scan.passed(at) {
                Some(end) => {
                    passed.push(Span::new(at, end));
                    end
                }
                None => at + 1,
            };
        }
        Self { source, passed }
    }

    /// The source from a position on.
    pub fn from(&self, at: usize) -> &'t str {
        self.source.get(at..).unwrap_or_default()
    }

    /// The source before a position.
    pub fn before(&self, at: usize) -> &'t str {
        self.source.get(..at).unwrap_or_default()
    }

    /// The text or comment at a position.
    pub fn passed_at(&self, at: usize) -> Option<Span> {
        let next = self.passed.partition_point(|span| span.end as usize <= at);
        let span = self.passed.get(next)?;
        span.range().contains(&at).then_some(*span)
    }
}

struct Scan<'t> {
    source: &'t str,
    notation: Notation,
    /// How many more bytes may be searched in vain.
    budget: usize,
}

impl Scan<'_> {
    /// The end of the comment or text that starts at `at`; `None` if none does. A text must be closed in its line
    /// unless the language's texts may span lines.
    fn passed(&mut self, at: usize) -> Option<usize> {
        let rest = self.source.get(at..)?;
        let first = rest.chars().next()?;
        if first.is_alphanumeric() || first.is_whitespace() {
            return None;
        }
        let notation = self.notation;
        if notation
            .line_comments
            .iter()
            .any(|mark| rest.starts_with(mark))
        {
            return Some(at + rest.find('\n').unwrap_or(rest.len()));
        }
        if notation.block_comments && rest.starts_with("/*") {
            let end = self.find(rest.get(2..)?, "*/");
            return Some(at + end.map_or("/*".len(), |end| end + 4));
        }
        let triple = ["\"\"\"", "'''"]
            .into_iter()
            .find(|quote| rest.starts_with(quote));
        if let Some(triple) = triple
            && let Some(end) = self.find(rest.get(3..)?, triple)
        {
            return Some(at + end + 6);
        }
        let is_quote = matches!(first, '"' | '`') || first == '\'' && notation.single;
        let lines = notation.multiline || first == '`';
        is_quote.then(|| at + self.quoted(rest, first, lines).unwrap_or(1))
    }

    fn find(&mut self, rest: &str, what: &str) -> Option<usize> {
        if self.budget == 0 {
            return None;
        }
        let found = rest.find(what);
        if found.is_none() {
            self.budget = self.budget.saturating_sub(rest.len());
        }
        found
    }

    /// The length of a text including its quotes.
    fn quoted(&mut self, rest: &str, quote: char, lines: bool) -> Option<usize> {
        let mut escaped = false;
        for (at, ch) in rest.char_indices().skip(1) {
            match ch {
                _ if at > self.budget => break,
                _ if escaped => escaped = false,
                '\\' => escaped = self.notation.backslash,
                '\n' if !lines => {
                    self.budget = self.budget.saturating_sub(at);
                    return None;
                }
                ch if ch == quote => return Some(at + ch.len_utf8()),
                _ => {}
            }
        }
        self.budget = self.budget.saturating_sub(rest.len());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::notation::by_extension;
    use super::*;

    #[test]
    fn texts_and_comments_are_told_apart() {
        for (extension, source, expected) in [
            ("js", "a 'b' // c\nd", vec!["'b'", "// c"]),
            (
                "py",
                "a # 'b'\n\"\"\"c\nd\"\"\"",
                vec!["# 'b'", "\"\"\"c\nd\"\"\""],
            ),
            ("js", "don't\n'a\\'b'", vec!["'", "'a\\'b'"]),
            (
                "rs",
                "&'a str /* b */ \"c\nd\"",
                vec!["/* b */", "\"c\nd\""],
            ),
            ("c", "/* a", vec!["/*"]),
        ] {
            let Some(notation) = by_extension(extension) else {
                continue;
            };
            let code = Code::of(source, notation);
            let found: Vec<&str> = code
                .passed
                .iter()
                .map(|span| &source[span.range()])
                .collect();
            assert_eq!(found, expected, "{source}");
        }
    }
}
