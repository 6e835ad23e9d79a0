//! sqlparser's tokens of one statement, reduced to what reading declarations needs, with byte spans.

use std::borrow::Cow;

use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace, Word};

use super::dialect::Dialect;
use crate::model::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bare word: keyword or name.
    Word,
    /// A quoted name.
    Quoted,
    /// A string literal, unescaped.
    Text,
    /// A number.
    Number,
    /// Punctuation and operators, as written.
    Mark,
}

/// One token.
#[derive(Clone, Debug)]
pub struct Tok {
    /// Its kind.
    pub kind: Kind,
    /// Its text without quotes.
    pub text: Cow<'static, str>,
    /// Where it is in the document.
    pub span: Span,
}

impl Tok {
    /// Whether it is this keyword.
    pub fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these keywords.
    pub fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word
            && words
                .iter()
                .any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// Whether it is this punctuation.
    pub fn mark(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    /// Whether it can be a name.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Quoted)
    }
}

/// A comment inside a statement.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its text without delimiters.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

/// The tokens of a statement.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The tokens without comments.
    pub toks: Vec<Tok>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// Why tokenising ended early, and where.
    pub error: Option<(String, Span)>,
}

/// Tokenises statements one after another.
pub struct Tokeniser {
    dialect: Dialect,
    /// Buffer that sqlparser appends to; reused, because a script has many statements.
    spent: Vec<TokenWithSpan>,
}

impl Tokeniser {
    /// A tokeniser for scripts of a dialect.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            spent: Vec::new(),
        }
    }

    /// Tokenises the statement that starts at byte `base` of the document. After an error, the tokens before it are
    /// kept.
    pub fn tokenise(&mut self, statement: &str, base: usize) -> Tokens {
        let dialect = self.dialect;
        let mut cursor = Cursor::new(statement, base);
        let mut tokens = Tokens::default();
        self.spent.clear();
        let outcome = Tokenizer::new(dialect.quoting(), statement)
            .tokenize_with_location_into_buf_with_mapper(&mut self.spent, |read| {
                let left = tokens.push(read.token, read.span, &mut cursor, dialect);
                TokenWithSpan {
                    token: left,
                    span: read.span,
                }
            });
        if let Err(error) = outcome {
            // Errors are reported at the tokeniser's position, which for an unclosed string is the end.
            let at = cursor.byte(error.location);
            tokens.error = Some((error.message, Span::new(at, base + statement.len())));
        }
        tokens
    }
}

impl Tokens {
    /// Takes over a token, and returns what remains of it: all that sqlparser looks back at.
    fn push(
        &mut self,
        token: Token,
        span: sqlparser::tokenizer::Span,
        cursor: &mut Cursor<'_>,
        dialect: Dialect,
    ) -> Token {
        let mut left = Token::EOF;
        let kept = match token {
            Token::Whitespace(
                Whitespace::SingleLineComment { comment, .. }
                | Whitespace::MultiLineComment(comment),
            ) => {
                let text = comment_text(&comment);
                if !text.is_empty() {
                    let start = cursor.byte(span.start);
                    let span = Span::new(start, cursor.byte(span.end));
                    self.comments.push(Comment { text, span });
                }
                return left;
            }
            Token::Whitespace(_) | Token::EOF => return left,
            Token::Word(word) => {
                left = Token::Word(Word {
                    value: String::new(),
                    quote_style: None,
                    keyword: word.keyword,
                });
                let quoted = word.quote_style.is_some();
                let kind = if quoted { Kind::Quoted } else { Kind::Word };
                (kind, word.value.into())
            }
            Token::Number(number, _) => (Kind::Number, number.into()),
            Token::SingleQuotedString(text)
            | Token::DoubleQuotedString(text)
            | Token::NationalStringLiteral(text)
            | Token::EscapedStringLiteral(text)
            | Token::UnicodeStringLiteral(text)
            | Token::SingleQuotedRawStringLiteral(text)
            | Token::DoubleQuotedRawStringLiteral(text)
            | Token::SingleQuotedByteStringLiteral(text)
            | Token::TripleSingleQuotedString(text)
            | Token::TripleDoubleQuotedString(text) => (Kind::Text, text.into()),
            Token::DollarQuotedString(quoted) => (Kind::Text, quoted.value.into()),
            Token::QuoteDelimitedStringLiteral(quoted)
            | Token::NationalQuoteDelimitedStringLiteral(quoted) => {
                (Kind::Text, quoted.value.into())
            }
            other => {
                let mark = mark(&other);
                left = other;
                (Kind::Mark, mark)
            }
        };
        let (kind, text) = kept;
        let start = cursor.byte(span.start);
        // `_utf8mb4'm'`: the name of a character set is not part of the value.
        if kind == Kind::Text
            && dialect == Dialect::MySql
            && self.toks.last().is_some_and(|before| {
                before.kind == Kind::Word
                    && before.text.starts_with('_')
                    && before.span.end as usize == start
            })
        {
            self.toks.pop();
        }
        let span = Span::new(start, cursor.byte(span.end));
        self.toks.push(Tok { kind, text, span });
        left
    }
}

/// Punctuation as written.
fn mark(token: &Token) -> Cow<'static, str> {
    let mark = match token {
        Token::Comma => ",",
        Token::LParen => "(",
        Token::RParen => ")",
        Token::Period => ".",
        Token::Eq => "=",
        Token::DoubleColon => "::",
        Token::LBracket => "[",
        Token::RBracket => "]",
        Token::Minus => "-",
        other => return other.to_string().into(),
    };
    mark.into()
}

/// Converts sqlparser's lines and columns to bytes by moving forward: linear over all tokens of a statement.
struct Cursor<'t> {
    text: &'t str,
    base: usize,
    /// In plain ASCII, columns are bytes.
    ascii: bool,
    /// Current position: bytes from the start, line, column.
    at: usize,
    line: u64,
    column: u64,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        Self {
            text,
            base,
            ascii: text.is_ascii(),
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// The byte offset of a position, which must not precede the previous one.
    fn byte(&mut self, place: Location) -> usize {
        // For the tokeniser, only `\n` ends a line.
        while self.line < place.line {
            let Some(end) = self.text.get(self.at..).and_then(|rest| rest.find('\n')) else {
                return self.base + self.text.len();
            };
            self.at += end + 1;
            self.line += 1;
            self.column = 1;
        }
        let ahead = place.column.saturating_sub(self.column);
        let ahead = usize::try_from(ahead).unwrap_or(usize::MAX);
        let rest = self.text.get(self.at..).unwrap_or_default();
        let bytes = if self.ascii {
            ahead.min(rest.len())
        } else {
            rest.char_indices()
                .nth(ahead)
                .map_or(rest.len(), |(at, _)| at)
        };
        self.at += bytes;
        self.column = self.column.max(place.column);
        self.base + self.at
    }
}

fn comment_text(raw: &str) -> String {
    let words = raw
        .split_whitespace()
        .map(|word| word.trim_matches(['*', '-', '#', '=']));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_bytes_even_behind_umlauts_and_carriage_returns() {
        let text = "CREATE TABLE \"Größe\" (\r\n  ä char(1) DEFAULT 'ö''x', -- Maß\r\n  b int)";
        let tokens = Tokeniser::new(Dialect::Postgres).tokenise(text, 100);
        assert!(tokens.error.is_none());
        let at = |tok: &Tok| &text[tok.span.start as usize - 100..tok.span.end as usize - 100];
        let written: Vec<&str> = tokens.toks.iter().map(at).collect();
        assert_eq!(
            written,
            [
                "CREATE",
                "TABLE",
                "\"Größe\"",
                "(",
                "ä",
                "char",
                "(",
                "1",
                ")",
                "DEFAULT",
                "'ö''x'",
                ",",
                "b",
                "int",
                ")"
            ]
        );
        assert_eq!(tokens.toks[10].text, "ö'x");
        assert_eq!(tokens.comments[0].text, "Maß");
    }

    #[test]
    fn an_open_string_keeps_what_stood_before_it() {
        let tokens =
            Tokeniser::new(Dialect::Postgres).tokenise("CREATE TABLE a (b int DEFAULT 'x", 0);
        assert_eq!(tokens.toks.len(), 7);
        assert!(tokens.error.is_some());
    }
}
