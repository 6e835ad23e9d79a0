//! Words, texts and marks, and the cursor that takes them from a text: for small languages that no parser of a
//! library reads. What is a word and how quotes end, each of them says itself.

use crate::model::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name without quotes, a number.
    Word,
    /// A name in quotes.
    Name,
    /// A text in quotes.
    Text,
    /// What is computed: a template with expressions, an expression of the database.
    Expression,
    /// One sign.
    Mark,
    /// The end of a line, where lines mean something.
    Line,
    /// A comment for people.
    Comment,
}

/// A token, without quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// With quotes.
    pub span: Span,
}

impl Token<'_> {
    /// Whether it is a mark.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    /// Whether it is a keyword, in any case.
    pub(super) fn says(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }
}

/// A place between two characters of a text.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Bytes before the place.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// What lies ahead.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What was passed since a position.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Where that lies.
    pub(super) fn span_since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// The character ahead.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes a character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let ch = self.peek()?;
        self.at += ch.len_utf8();
        Some(ch)
    }

    /// Passes a mark if it lies ahead.
    pub(super) fn take(&mut self, mark: &str) -> bool {
        let ahead = self.rest().starts_with(mark);
        self.at += if ahead { mark.len() } else { 0 };
        ahead
    }

    /// Passes the characters that belong to what begins here.
    pub(super) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let (start, rest) = (self.at, self.rest());
        self.at += rest.find(|ch| !belongs(ch)).unwrap_or(rest.len());
        self.since(start)
    }

    /// Passes everything up to the end of a mark; all there is where it is missing.
    pub(super) fn take_through(&mut self, mark: &str) -> &'t str {
        let (start, rest) = (self.at, self.rest());
        self.at += rest.find(mark).map_or(rest.len(), |at| at + mark.len());
        self.since(start)
    }
}
