//! Words, texts and symbols, and the cursor that reads them, for small languages without a parser library. Each
//! language defines its words and quoting itself.

#[cfg(feature = "code")]
use crate::model::Located;
use crate::model::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, an unquoted name, a number.
    Word,
    /// A quoted name.
    Name,
    /// A quoted text.
    Text,
    /// Something computed: a template with expressions, a database expression.
    Expression,
    /// A single symbol.
    Mark,
    /// The end of a line, if lines are significant.
    Line,
    /// A comment for people.
    Comment,
}

/// A token, without quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// Including quotes.
    pub span: Span,
}

impl Token<'_> {
    /// Whether it is this symbol.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    /// Whether it is this keyword, ignoring case.
    pub(super) fn says(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is a whole number without a sign.
    #[cfg(feature = "code")]
    pub(super) fn is_number(&self) -> bool {
        self.kind == Kind::Word && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Its text with its place.
    #[cfg(feature = "code")]
    pub(super) fn located(&self) -> Located<String> {
        Located::with_span(self.text.to_owned(), self.span)
    }
}

/// From the first token to the last; empty without tokens.
pub(super) fn span_of(tokens: &[Token<'_>]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// A position in a text.
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

    /// The byte offset.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The text ahead.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text read since a position.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The span read since a position.
    pub(super) fn span_since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads a character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let ch = self.peek()?;
        self.at += ch.len_utf8();
        Some(ch)
    }

    /// Reads a symbol if it is next.
    pub(super) fn take(&mut self, mark: &str) -> bool {
        let ahead = self.rest().starts_with(mark);
        self.at += if ahead { mark.len() } else { 0 };
        ahead
    }

    /// Reads characters as long as they belong.
    pub(super) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let (start, rest) = (self.at, self.rest());
        self.at += rest.find(|ch| !belongs(ch)).unwrap_or(rest.len());
        self.since(start)
    }

    /// Reads up to and including a mark; everything if it is missing.
    pub(super) fn take_through(&mut self, mark: &str) -> &'t str {
        let (start, rest) = (self.at, self.rest());
        self.at += rest.find(mark).map_or(rest.len(), |at| at + mark.len());
        self.since(start)
    }
}
