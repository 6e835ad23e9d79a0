//! Walking over tokens: names, groups in parentheses, lists.

use super::schema::Name;
use super::token::{Kind, Tok};
use crate::model::Span;

/// A position in a slice of tokens.
#[derive(Clone, Debug)]
pub struct Stream<'t> {
    toks: &'t [Tok],
    at: usize,
}

impl<'t> Stream<'t> {
    /// A stream over tokens.
    pub fn new(toks: &'t [Tok]) -> Self {
        Self { toks, at: 0 }
    }

    /// The next token, without taking it.
    pub fn peek(&self) -> Option<&'t Tok> {
        self.toks.get(self.at)
    }

    /// The token `ahead` tokens further.
    pub fn ahead(&self, ahead: usize) -> Option<&'t Tok> {
        self.toks.get(self.at + ahead)
    }

    /// Takes the next token.
    pub fn next(&mut self) -> Option<&'t Tok> {
        let tok = self.toks.get(self.at)?;
        self.at += 1;
        Some(tok)
    }

    /// The remaining tokens.
    pub fn rest(&self) -> &'t [Tok] {
        self.toks.get(self.at..).unwrap_or_default()
    }

    /// Whether the next token is this keyword.
    pub fn at_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|tok| tok.is(word))
    }

    /// Whether the next token is this punctuation.
    pub fn at_mark(&self, mark: &str) -> bool {
        self.peek().is_some_and(|tok| tok.mark(mark))
    }

    /// Takes these keywords if all of them follow.
    pub fn take(&mut self, words: &[&str]) -> bool {
        let all = words
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.ahead(ahead).is_some_and(|tok| tok.is(word)));
        if all {
            self.at += words.len();
        }
        all
    }

    /// Takes this punctuation if it follows.
    pub fn take_mark(&mut self, mark: &str) -> bool {
        let is = self.at_mark(mark);
        self.at += usize::from(is);
        is
    }

    /// Skips `IF EXISTS`, `IF NOT EXISTS`.
    pub fn skip_if_exists(&mut self) {
        if !self.take(&["IF", "NOT", "EXISTS"]) {
            self.take(&["IF", "EXISTS"]);
        }
    }

    /// A name with its qualifiers.
    pub fn name(&mut self) -> Option<Name> {
        let parts = self.dotted()?;
        Name::from_parts(&parts)
    }

    /// Names joined by dots. Some tools write names as string literals.
    pub fn dotted(&mut self) -> Option<Vec<&'t Tok>> {
        let mut parts = Vec::new();
        loop {
            let part = self.peek()?;
            if !part.is_name() && part.kind != Kind::Text {
                break;
            }
            self.at += 1;
            parts.push(part);
            if !self.take_mark(".") {
                break;
            }
            // `db..table` in SQL Server.
            self.take_mark(".");
        }
        (!parts.is_empty()).then_some(parts)
    }

    /// The tokens inside the parentheses that open here; the stream continues after them. An unclosed group extends to
    /// the end.
    pub fn group(&mut self) -> Option<&'t [Tok]> {
        self.group_and_end().map(|(inside, _)| inside)
    }

    /// Like [`Self::group`], and whether the group is closed; the list in an unclosed one may be incomplete.
    pub fn group_and_end(&mut self) -> Option<(&'t [Tok], bool)> {
        if !self.at_mark("(") {
            return None;
        }
        let inside = self.at + 1;
        let mut depth = 0usize;
        for (offset, tok) in self.toks.iter().enumerate().skip(self.at) {
            if tok.mark("(") {
                depth += 1;
            } else if tok.mark(")") {
                depth -= 1;
                if depth == 0 {
                    self.at = offset + 1;
                    return Some((self.toks.get(inside..offset)?, true));
                }
            }
        }
        self.at = self.toks.len();
        Some((self.toks.get(inside..)?, false))
    }
}

/// Splits at commas outside parentheses and brackets.
pub fn items(toks: &[Tok]) -> Vec<&[Tok]> {
    let mut items = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, tok) in toks.iter().enumerate() {
        if tok.mark("(") || tok.mark("[") {
            depth += 1;
        } else if tok.mark(")") || tok.mark("]") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && tok.mark(",") {
            items.push(&toks[start..at]);
            start = at + 1;
        }
    }
    items.push(&toks[start..]);
    items.retain(|item| !item.is_empty());
    items
}

/// The first name of each item: the columns of a key, which may be followed by length and order. Expressions are
/// skipped.
pub fn first_names(toks: &[Tok]) -> Vec<&Tok> {
    let mut names = Vec::new();
    for item in items(toks) {
        let Some(first) = item.first().filter(|first| first.is_name()) else {
            continue;
        };
        // `name(10)` is a prefix length in MySQL, `lower(name)` an expression.
        let call = item.get(1).is_some_and(|next| next.mark("("));
        let length = item.get(2).is_some_and(|tok| tok.kind == Kind::Number);
        if !call || length {
            names.push(first);
        }
    }
    names
}

/// From the first to the last token.
pub fn span_of(toks: &[Tok]) -> Span {
    match (toks.first(), toks.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}
