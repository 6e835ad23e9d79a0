//! A source with its texts and comments told apart from the rest, for whoever looks at statements in any language.

use super::notation::Notation;
use crate::model::Span;

/// A source, and where its texts and comments stand.
#[derive(Debug)]
pub struct Code<'t> {
    /// The source.
    pub source: &'t str,
    /// Texts and comments, in order.
    passed: Vec<Span>,
}

/// Searches for an end that is not there cost the rest of a source; so many of its lengths are spent on them.
const LENGTHS_IN_VAIN: usize = 4;

impl<'t> Code<'t> {
    /// Tells texts and comments apart. Linear.
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

    /// What stands from a place on.
    pub fn from(&self, at: usize) -> &'t str {
        self.source.get(at..).unwrap_or_default()
    }

    /// What stands before a place.
    pub fn before(&self, at: usize) -> &'t str {
        self.source.get(..at).unwrap_or_default()
    }

    /// The text or comment that a place lies in.
    pub fn passed_at(&self, at: usize) -> Option<Span> {
        let next = self.passed.partition_point(|span| span.end as usize <= at);
        let span = self.passed.get(next)?;
        span.range().contains(&at).then_some(*span)
    }
}

struct Scan<'t> {
    source: &'t str,
    notation: Notation,
    /// Bytes that may still be searched in vain.
    budget: usize,
}

impl Scan<'_> {
    /// Where a comment or a text ends that begins at `at`; nothing where none does. A text that is not closed in its line is
    /// none, unless those of the language run over lines.
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

    /// How long a text with its quotes is.
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
