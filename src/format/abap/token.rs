//! Groups the words, literals and symbols of ABAP into statements.

use crate::format::token::{Cursor, Kind, Token};
use crate::model::{Located, Span};

impl Token<'_> {
    /// The text of a literal, with doubled quotes unescaped.
    pub(super) fn literal(&self) -> Option<Located<String>> {
        let text = self.text.replace("''", "'").replace("``", "`");
        (self.kind == Kind::Text).then(|| Located::with_span(text, self.span))
    }
}

/// One statement; the parts of a chain (`CONSTANTS: a …, b …`) are separate statements.
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

    /// The word at a position in lower case; empty if there is none.
    pub(super) fn keyword(&self, at: usize) -> String {
        self.word(at).unwrap_or_default().to_ascii_lowercase()
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.find(keyword).is_some()
    }

    /// The first position of a keyword.
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

/// Comments after code on the same line.
pub(super) struct Remarks<'t> {
    text: &'t str,
    /// Start and end offset of each comment's text, after the quote.
    found: Vec<(usize, usize)>,
}

impl Remarks<'_> {
    /// The comment after a span, on the same line.
    pub(super) fn behind(&self, span: Span) -> Option<Located<String>> {
        let from = span.end as usize;
        let next = self.found.partition_point(|(start, _)| *start < from);
        let (start, end) = *self.found.get(next)?;
        let between = self.text.get(from..start)?;
        let remark = self.text.get(start..end)?;
        // Directives to the checker are not comments.
        let said = remark.trim();
        (!between.contains(['\n', '\r']) && !said.is_empty() && !said.starts_with('#')).then(|| {
            let lead = remark.len() - remark.trim_start().len();
            let start = start + lead;
            Located::with_span(said.to_owned(), Span::new(start, start + said.len()))
        })
    }
}

/// Longer text before a colon does not start a chain.
const MOST_PREFIX: usize = 32;

/// The statements of a program, and the comments after them.
pub(super) fn statements(text: &str) -> (Vec<Statement<'_>>, Remarks<'_>) {
    let mut lexer = Lexer {
        cursor: Cursor::new(text),
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
    cursor: Cursor<'t>,
    remarks: Vec<(usize, usize)>,
}

impl<'t> Lexer<'t> {
    fn token(&mut self) -> Option<Token<'t>> {
        let mut begins_line = self.cursor.position() == 0;
        loop {
            let start = self.cursor.position();
            let ch = self.cursor.peek()?;
            if ch == '"' || (ch == '*' && begins_line) {
                self.cursor.take_while(|ch| !is_line_end(ch));
                if ch == '"' {
                    self.remarks.push((start + 1, self.cursor.position()));
                }
            } else if ch.is_whitespace() || ch == '\u{feff}' {
                self.cursor.bump();
            } else {
                let (kind, text) = self.next_token_text(ch);
                let span = self.cursor.span_since(start);
                return Some(Token { kind, text, span });
            }
            begins_line = is_line_end(ch);
        }
    }

    fn next_token_text(&mut self, ch: char) -> (Kind, &'t str) {
        let ends = |ch: char| ch.is_whitespace() || "()[],:.'`|\"".contains(ch);
        if !ends(ch) {
            return (Kind::Word, self.cursor.take_while(|ch| !ends(ch)));
        }
        let start = self.cursor.position();
        self.cursor.bump();
        match ch {
            '\'' => (Kind::Text, self.quoted("'")),
            '`' => (Kind::Text, self.quoted("`")),
            '|' => {
                let text = self.template();
                let computes = text.contains('{');
                let kind = if computes {
                    Kind::Expression
                } else {
                    Kind::Text
                };
                (kind, text)
            }
            _ => (Kind::Mark, self.cursor.since(start)),
        }
    }

    /// The content up to the closing quote. Literals never span lines; a quote inside is doubled.
    fn quoted(&mut self, quote: &str) -> &'t str {
        let start = self.cursor.position();
        loop {
            self.cursor
                .take_while(|ch| !quote.contains(ch) && !is_line_end(ch));
            let text = self.cursor.since(start);
            if !self.cursor.take(quote) || !self.cursor.take(quote) {
                return text;
            }
        }
    }

    /// The content of a string template, including its expressions.
    fn template(&mut self) -> &'t str {
        let start = self.cursor.position();
        let mut depth = 0usize;
        while let Some(ch) = self.cursor.peek()
            && !(depth == 0 && (ch == '|' || is_line_end(ch)))
        {
            self.cursor.bump();
            match ch {
                '\\' => drop(self.cursor.bump()),
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let text = self.cursor.since(start);
        self.cursor.take("|");
        text
    }
}

fn is_line_end(ch: char) -> bool {
    matches!(ch, '\n' | '\r')
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
