//! Words, literals and marks of ABAP, put together to statements.

use crate::model::{Located, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name, an operator, a number.
    Word,
    /// `'text'`, `` `text` `` and templates without expressions.
    Literal,
    /// A template with expressions.
    Template,
    /// One of `( ) [ ] , : .`
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    /// Without quotes.
    pub text: &'t str,
    pub span: Span,
}

impl Token<'_> {
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    pub(super) fn says(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// The text of a literal, with doubled quotes once.
    pub(super) fn literal(&self) -> Option<Located<String>> {
        let text = match self.kind {
            Kind::Literal => self.text.replace("''", "'").replace("``", "`"),
            _ => return None,
        };
        Some(Located::with_span(text, self.span))
    }
}

/// One statement; those of a chain (`CONSTANTS: a …, b …`) stand for themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement<'t> {
    pub tokens: Vec<Token<'t>>,
}

impl<'t> Statement<'t> {
    /// The word at a position.
    pub(super) fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.tokens.get(at)?;
        (token.kind == Kind::Word).then_some(token.text)
    }

    /// The word at a position in lower case; empty where there is none.
    pub(super) fn keyword(&self, at: usize) -> String {
        self.word(at).unwrap_or_default().to_ascii_lowercase()
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.find(keyword).is_some()
    }

    /// Where a keyword stands first.
    pub(super) fn find(&self, keyword: &str) -> Option<usize> {
        self.tokens.iter().position(|token| token.says(keyword))
    }

    pub(super) fn span(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }
}

/// A comment behind code, by the line end before which it stands.
pub(super) struct Remarks<'t> {
    text: &'t str,
    /// Offset of the text behind the quote, and its end.
    found: Vec<(usize, usize)>,
}

impl Remarks<'_> {
    /// The comment behind something, on the same line.
    pub(super) fn behind(&self, span: Span) -> Option<Located<String>> {
        let from = span.end as usize;
        let next = self.found.partition_point(|(start, _)| *start < from);
        let (start, end) = *self.found.get(next)?;
        let between = self.text.get(from..start)?;
        let remark = self.text.get(start..end)?;
        // Directives to the checker are no remarks.
        let said = remark.trim();
        (!between.contains(['\n', '\r']) && !said.is_empty() && !said.starts_with('#')).then(|| {
            let lead = remark.len() - remark.trim_start().len();
            let start = start + lead;
            Located::with_span(said.to_owned(), Span::new(start, start + said.len()))
        })
    }
}

/// A beginning of a chain longer than this is none.
const MOST_PREFIX: usize = 32;

/// The statements of a program, and the comments behind them.
pub(super) fn statements(text: &str) -> (Vec<Statement<'_>>, Remarks<'_>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        remarks: Vec::new(),
    };
    let mut found = Vec::new();
    let mut current = Statement::default();
    let mut prefix: Option<usize> = None;
    let mut depth = 0usize;
    while let Some(token) = lexer.token() {
        if token.is("(") || token.is("[") {
            depth += 1;
        } else if token.is(")") || token.is("]") {
            depth = depth.saturating_sub(1);
        }
        if token.is(".") {
            found.push(std::mem::take(&mut current));
            prefix = None;
            depth = 0;
        } else if depth == 0
            && token.is(":")
            && prefix.is_none()
            && current.tokens.len() <= MOST_PREFIX
        {
            prefix = Some(current.tokens.len());
        } else if depth == 0
            && token.is(",")
            && let Some(length) = prefix
        {
            let next = Statement {
                tokens: current.tokens.get(..length).unwrap_or_default().to_vec(),
            };
            found.push(std::mem::replace(&mut current, next));
        } else {
            current.tokens.push(token);
        }
    }
    found.push(current);
    found.retain(|statement| !statement.tokens.is_empty());
    let remarks = Remarks {
        text,
        found: lexer.remarks,
    };
    (found, remarks)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    remarks: Vec<(usize, usize)>,
}

impl<'t> Lexer<'t> {
    fn token(&mut self) -> Option<Token<'t>> {
        loop {
            let rest = self.text.get(self.at..)?;
            let ch = rest.chars().next()?;
            let line_start = self.at == 0 || self.text[..self.at].ends_with(['\n', '\r']);
            if ch == '"' || (ch == '*' && line_start) {
                let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
                if ch == '"' {
                    self.remarks.push((self.at + 1, self.at + length));
                }
                self.at += length;
            } else if ch.is_whitespace() || ch == '\u{feff}' {
                self.at += ch.len_utf8();
            } else {
                return Some(self.next_token(rest, ch));
            }
        }
    }

    fn next_token(&mut self, rest: &'t str, ch: char) -> Token<'t> {
        let start = self.at;
        let (kind, inner, length) = match ch {
            '\'' | '`' => {
                let (inner, length) = quoted(rest, ch);
                (Kind::Literal, inner, length)
            }
            '|' => {
                let (inner, length) = template(rest);
                let kind = if inner.contains('{') {
                    Kind::Template
                } else {
                    Kind::Literal
                };
                (kind, inner, length)
            }
            '(' | ')' | '[' | ']' | ',' | ':' | '.' => (Kind::Mark, &rest[..1], 1),
            _ => {
                let ends = |ch: char| ch.is_whitespace() || "()[],:.'`|\"".contains(ch);
                let length = rest.find(ends).unwrap_or(rest.len());
                (Kind::Word, &rest[..length], length)
            }
        };
        self.at += length;
        Token {
            kind,
            text: inner,
            span: Span::new(start, self.at),
        }
    }
}

/// What stands between quotes, which never reach beyond their line, and how long that is with them.
fn quoted(rest: &str, quote: char) -> (&str, usize) {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => return (rest.get(1..at).unwrap_or_default(), at),
            byte if char::from(*byte) == quote => {
                if bytes.get(at + 1) == Some(byte) {
                    at += 1;
                } else {
                    return (rest.get(1..at).unwrap_or_default(), at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (rest.get(1..).unwrap_or_default(), rest.len())
}

/// A template, with the expressions in it.
fn template(rest: &str) -> (&str, usize) {
    let bytes = rest.as_bytes();
    let (mut at, mut depth) = (1usize, 0usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => return (rest.get(1..at).unwrap_or_default(), at + 1),
            b'\n' | b'\r' if depth == 0 => return (rest.get(1..at).unwrap_or_default(), at),
            _ => {}
        }
        at += 1;
    }
    (rest.get(1..).unwrap_or_default(), rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let (statements, _) = statements(text);
        statements
            .iter()
            .map(|statement| {
                let words: Vec<&str> = statement.tokens.iter().map(|token| token.text).collect();
                words.join(" ")
            })
            .collect()
    }

    #[test]
    fn chains_become_statements_of_their_own() {
        let text = "* a. b\nCONSTANTS: BEGIN OF g, \" was, warum.\n  m(1) TYPE c VALUE 'M.,', END OF g.\nx = f( a = 1, b ).";
        assert_eq!(
            tokens(text),
            [
                "CONSTANTS BEGIN OF g",
                "CONSTANTS m ( 1 ) TYPE c VALUE M.,",
                "CONSTANTS END OF g",
                "x = f ( a = 1 , b )"
            ]
        );
    }

    #[test]
    fn quotes_and_templates_end_with_their_line_or_text() {
        assert_eq!(
            tokens("a = 'it''s'. b = |{ c }.|."),
            ["a = it''s", "b = { c }."]
        );
        assert_eq!(tokens("a = 'open\nb = `c"), ["a = open b = c"]);
        assert_eq!(tokens("|ä{ ' |"), ["ä{ ' |"]);
    }

    #[test]
    fn remarks_belong_to_what_stands_before_them() {
        let text = "TYPES gesch TYPE c. \" Geschlecht\nTYPES b TYPE c.\n";
        let (statements, remarks) = statements(text);
        let remark = remarks.behind(statements[0].span()).expect("a remark");
        assert_eq!(remark.value, "Geschlecht");
        assert!(remarks.behind(statements[1].span()).is_none());
    }
}
