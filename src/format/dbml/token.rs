//! Words, texts and marks of DBML.

use crate::model::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name, a number, a colour.
    Word,
    /// `"a name"`.
    Name,
    /// `'text'` or `'''text'''`.
    Text,
    /// An expression of the database.
    Expression,
    /// One sign.
    Mark,
    /// The end of a line.
    Line,
    /// `// …`, without the slashes.
    Comment,
}

/// A token, without quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    pub span: Span,
}

impl Token<'_> {
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    pub(super) fn says(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn names(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }

    /// The text of a literal without escapes, with blanks folded.
    pub(super) fn literal_text(&self) -> String {
        let text = self
            .text
            .replace("\\'", "'")
            .replace("\\\n", "")
            .replace("\\\\", "\\");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The tokens of a document.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(ch) = rest.chars().next()
    {
        let (kind, skip, inner, length) = next(rest, ch);
        if let Some(kind) = kind {
            found.push(Token {
                kind,
                text: rest.get(skip..skip + inner).unwrap_or_default(),
                span: Span::new(at, at + length),
            });
        }
        at += length.max(1);
    }
    found
}

/// Kind, bytes before the content, bytes of it, bytes of all.
fn next(rest: &str, ch: char) -> (Option<Kind>, usize, usize, usize) {
    let until = |open: usize, close: &str, kind: Kind| {
        let length = end(rest, open, close);
        let inner = length.unwrap_or(rest.len()) - open;
        // The line goes on being a line behind a text that nobody closed.
        let closed = |length: usize| {
            rest.get(length..)
                .is_some_and(|rest| rest.starts_with(close))
        };
        let whole = length.map_or(rest.len(), |length| match closed(length) {
            true => length + close.len(),
            false => length,
        });
        (Some(kind), open, inner, whole)
    };
    let line = |open: usize, kind: Kind| {
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        (Some(kind), open, length - open, length)
    };
    match ch {
        '\n' | '\r' => (Some(Kind::Line), 0, 1, 1),
        '\'' if rest.starts_with("'''") => until(3, "'''", Kind::Text),
        '\'' => until(1, "'", Kind::Text),
        '"' => until(1, "\"", Kind::Name),
        '`' => until(1, "`", Kind::Expression),
        '/' if rest.starts_with("//") => line(2, Kind::Comment),
        '/' if rest.starts_with("/*") => {
            let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
            (None, 0, 0, length)
        }
        _ if ch.is_alphanumeric() || matches!(ch, '_' | '#') => {
            let length = rest
                .find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '#')))
                .unwrap_or(rest.len());
            (Some(Kind::Word), 0, length, length)
        }
        _ if ch.is_whitespace() || ch == '\u{feff}' => (None, 0, 0, ch.len_utf8()),
        _ => (Some(Kind::Mark), 0, ch.len_utf8(), ch.len_utf8()),
    }
}

/// Where a text ends that no backslash goes on with. Short ones end with their line.
fn end(rest: &str, open: usize, close: &str) -> Option<usize> {
    let mut at = open;
    loop {
        let found = at + rest.get(at..)?.find(['\\', '\n', close.chars().next()?])?;
        let behind = rest.get(found..)?;
        if behind.starts_with('\\') {
            let skipped = behind.chars().nth(1).map_or(0, char::len_utf8);
            at = found + 1 + skipped;
        } else if behind.starts_with(close)
            || (behind.starts_with('\n') && matches!(close, "'" | "\""))
        {
            return Some(found);
        } else {
            at = found + 1;
        }
    }
}
