//! Cuts program source into words, texts, marks, comments and line ends.

use super::Tongue;
use crate::format::token::{Cursor, Kind, Token};
use crate::model::Span;

/// The tokens of a source. Linear time: unclosed texts end with their line.
pub(super) fn tokens(text: &str, tongue: Tongue) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        cursor: Cursor::new(text),
        tongue,
        found: Vec::new(),
    };
    while lexer.step() {}
    lexer.found
}

struct Lexer<'t> {
    cursor: Cursor<'t>,
    tongue: Tongue,
    found: Vec<Token<'t>>,
}

impl<'t> Lexer<'t> {
    fn push(&mut self, kind: Kind, text: &'t str, start: usize) {
        let span = self.cursor.span_since(start);
        self.found.push(Token { kind, text, span });
    }

    /// Reads a comment, without its delimiters.
    fn comment(&mut self, start: usize) {
        let whole = self.cursor.since(start);
        let said = whole.trim_matches(|ch: char| ch.is_whitespace() || "/*!<{}()'".contains(ch));
        if said.is_empty() {
            return;
        }
        let at = start + whole.find(said).unwrap_or(0);
        let span = Span::new(at, at + said.len());
        self.found.push(Token {
            kind: Kind::Comment,
            text: said,
            span,
        });
    }

    /// Reads the next token; false at the end.
    fn step(&mut self) -> bool {
        let start = self.cursor.position();
        let Some(ch) = self.cursor.peek() else {
            return false;
        };
        let rest = self.cursor.rest();
        let is_comment = match self.tongue {
            Tongue::Basic => ch == '\'' || begins_remark(rest, self.found.last()),
            _ => rest.starts_with("//"),
        };
        if ch == '\n' {
            self.cursor.bump();
            self.push(Kind::Line, "\n", start);
        } else if ch.is_whitespace() || ch == '\u{feff}' {
            self.cursor.bump();
        } else if is_comment {
            self.cursor.take_while(|ch| ch != '\n');
            self.comment(start);
        } else if let Some(length) = self.nested_comment(rest) {
            self.skip(length);
            self.comment(start);
        } else if let Some(end) = self.block_comment(rest) {
            self.cursor.take_through(end);
            self.comment(start);
        } else if ch == '"' || (ch == '\'' && self.tongue != Tongue::Basic) {
            self.quoted(ch);
        } else if ch == '`' {
            // An escaped name that is also a keyword.
            self.cursor.bump();
        } else if ch.is_alphanumeric() || ch == '_' {
            let word = self
                .cursor
                .take_while(|ch| ch.is_alphanumeric() || ch == '_');
            self.word(word, start);
        } else {
            self.cursor.bump();
            let text = self.cursor.since(start);
            self.push(Kind::Mark, text, start);
        }
        true
    }

    fn skip(&mut self, length: usize) {
        let end = self.cursor.position() + length;
        while self.cursor.position() < end && self.cursor.peek().is_some() {
            self.cursor.bump();
        }
    }

    /// Length of the comment that starts here, in languages with nested comments; `None` if it is not closed.
    fn nested_comment(&self, rest: &str) -> Option<usize> {
        let nests = matches!(self.tongue, Tongue::Rust | Tongue::Swift | Tongue::Dart);
        if !nests || !rest.starts_with("/*") {
            return None;
        }
        let mut depth = 0_usize;
        let mut at = 0;
        loop {
            at += rest.get(at..)?.find(['/', '*'])?;
            match rest.get(at..at + 2) {
                Some("/*") => depth += 1,
                Some("*/") => depth -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        }
    }

    /// The closing delimiter of the comment that starts here.
    fn block_comment(&self, rest: &str) -> Option<&'static str> {
        match self.tongue {
            Tongue::Basic => None,
            Tongue::Pascal if rest.starts_with('{') => Some("}"),
            Tongue::Pascal if rest.starts_with("(*") => Some("*)"),
            Tongue::Pascal => None,
            _ => rest.starts_with("/*").then_some("*/"),
        }
    }

    fn word(&mut self, word: &'t str, start: usize) {
        let rest = self.cursor.rest();
        let raw = self.tongue == Tongue::Rust
            && matches!(word, "r" | "br")
            && rest.trim_start_matches('#').starts_with('"');
        let prefixed = matches!(word, "L" | "u" | "U" | "u8" | "b" | "r" | "c")
            && rest.starts_with('"')
            && matches!(self.tongue, Tongue::C | Tongue::Rust | Tongue::Dart);
        if raw {
            let marks = rest.len() - rest.trim_start_matches('#').len();
            let close: String = std::iter::once('"')
                .chain("#".repeat(marks).chars())
                .collect();
            for _ in 0..=marks {
                self.cursor.bump();
            }
            let inner = self.cursor.take_through(&close);
            let inner = inner.strip_suffix(close.as_str()).unwrap_or(inner);
            self.push(Kind::Text, inner, start);
        } else if !prefixed {
            self.push(Kind::Word, word, start);
        }
    }

    fn quoted(&mut self, quote: char) {
        let start = self.cursor.position();
        let rest = self.cursor.rest();
        let triple = match quote {
            '"' => "\"\"\"",
            _ => "'''",
        };
        if matches!(self.tongue, Tongue::Swift | Tongue::Dart | Tongue::Groovy)
            && rest.starts_with(triple)
            && rest.get(3..).is_some_and(|rest| rest.contains(triple))
        {
            self.cursor.take(triple);
            let inner = self.cursor.take_through(triple);
            let inner = inner.strip_suffix(triple).unwrap_or(inner);
            self.push(Kind::Text, inner, start);
            return;
        }
        self.cursor.bump();
        if self.tongue == Tongue::Rust && quote == '\'' && !is_character(self.cursor.rest()) {
            // A lifetime has no meaning for values.
            self.cursor
                .take_while(|ch| ch.is_alphanumeric() || ch == '_');
            return;
        }
        let doubled = matches!(self.tongue, Tongue::Basic | Tongue::Pascal);
        let inside = self.cursor.position();
        loop {
            self.cursor
                .take_while(|ch| ch != quote && ch != '\n' && (doubled || ch != '\\'));
            let inner = self.cursor.since(inside);
            if !doubled && self.cursor.take("\\") {
                self.cursor.bump();
                continue;
            }
            let closes = self.cursor.peek() == Some(quote);
            if closes {
                self.cursor.bump();
            }
            if !(closes && doubled && self.cursor.peek() == Some(quote)) {
                self.push(Kind::Text, inner, start);
                return;
            }
            self.cursor.bump();
        }
    }
}

/// `Rem …` at the start of a statement.
fn begins_remark(rest: &str, before: Option<&Token<'_>>) -> bool {
    let begins = before.is_none_or(|token| token.kind == Kind::Line);
    begins
        && rest
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("rem "))
}

/// Whether a character literal with its quotes starts here, and not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(
        (chars.next(), chars.next()),
        (Some('\\'), _) | (Some(_), Some('\''))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, tongue: Tongue) -> Vec<&str> {
        let tokens = tokens(text, tongue);
        tokens.iter().map(|token| token.text).collect()
    }

    #[test]
    fn quotes_and_comments_are_those_of_their_language() {
        assert_eq!(
            texts("fn a<'a>(x: &'a str) { 'm' r#\"a\"b\"# }", Tongue::Rust),
            [
                "fn", "a", "<", ">", "(", "x", ":", "&", "str", ")", "{", "m", "a\"b", "}"
            ]
        );
        assert_eq!(
            texts("Dim a ' was\n", Tongue::Basic),
            ["Dim", "a", "was", "\n"]
        );
        assert_eq!(
            texts("x := 'it''s'; { y } (* z *)", Tongue::Pascal),
            ["x", ":", "=", "it''s", ";", "y", "z"]
        );
        assert_eq!(
            texts("a = L\"m\\\"\" /* b */", Tongue::C),
            ["a", "=", "m\\\"", "b"]
        );
        assert_eq!(texts("\"open\nb", Tongue::C), ["open", "\n", "b"]);
        assert_eq!(texts("'''a\nb'''", Tongue::Dart), ["a\nb"]);
    }
}
