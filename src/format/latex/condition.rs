//! Conditions that end with `\fi`, and the texts that commands stand for.

use std::collections::HashMap;

use super::token::{Kind, Token};
use super::{Act, End, Expression, Located, PieceKind, Reader, Span, name};

/// The condition at the head of a choice.
struct Asked {
    /// `None` if it is not understood.
    condition: Option<Expression>,
    /// The token behind it, or the one that it shares with the text.
    behind: usize,
    /// Its length in that token.
    length: usize,
}

impl<'t> Reader<'t> {
    /// `\def\frau{Frau}`, `\newcommand{\frau}{Frau}`.
    pub(super) fn declared_texts(&self) -> HashMap<&'t str, Located<String>> {
        const DECLARE: [&str; 6] = [
            "def",
            "edef",
            "gdef",
            "newcommand",
            "providecommand",
            "renewcommand",
        ];
        let mut declared = HashMap::new();
        for (at, token) in self.tokens.iter().enumerate() {
            if !DECLARE.contains(&token.name()) {
                continue;
            }
            let called = self.tokens.get(at + 1);
            let (called, next) = match called.map(|token| token.kind) {
                Some(Kind::Command) => (called, at + 2),
                Some(Kind::Open) => (self.tokens.get(at + 2), at + 4),
                _ => continue,
            };
            let called = called.map(Token::name).unwrap_or_default();
            let text = self.argument(next, self.tokens.len());
            let inside = text.and_then(|text| self.tokens.get(text.from..text.to));
            let is_plain = inside.is_some_and(|inside| inside.iter().all(Token::is_text));
            if let Some(text) = text.filter(|_| is_plain && !called.is_empty()) {
                declared.entry(called).or_insert_with(|| self.located(text));
            }
        }
        declared
    }

    /// `\ifnum\anrede=2 … \else … \fi`, `\ifFrau … \else … \fi`.
    pub(super) fn fork(&mut self, at: usize, to: usize, depth: usize) -> Option<usize> {
        let (otherwise, end) = self.matches.fork(at).filter(|(_, end)| *end < to)?;
        let token = self.tokens.get(at)?;
        let called = token.name();
        if called == "ifcase" {
            return self.numbered(at, (otherwise, end), depth);
        }
        let asked = match called {
            "ifnum" => self.number(at + 1, end),
            "ifdim" => None,
            "ifx" => self.same(at + 1, end),
            "if" | "ifcat" => self.same_sign(at + 1, end),
            "ifodd" => self.value(at + 1, end).map(|(_, behind)| Asked {
                condition: None,
                behind,
                length: 0,
            }),
            switch => {
                let bare = switch.trim_start_matches("if").trim_start_matches('@');
                let condition = name(Located::with_span(bare.to_owned(), token.span));
                Some(Asked {
                    condition: Some(condition),
                    behind: at + 1,
                    length: 0,
                })
            }
        };
        let asked = asked.unwrap_or(Asked {
            condition: None,
            behind: at + 1,
            length: 0,
        });
        let condition = asked.condition.unwrap_or_else(Expression::unknown);
        self.act(at, Act::If(condition));
        self.quiet(self.between(at, asked.behind));
        let body = match asked.length {
            0 => asked.behind,
            length => {
                self.rest_of(asked.behind, length);
                asked.behind + 1
            }
        };
        self.branches(body, (otherwise, end), depth)
    }

    /// `\ifcase\anrede … \or … \or … \else … \fi`: texts by number, from nought on.
    fn numbered(
        &mut self,
        at: usize,
        (otherwise, end): (Option<usize>, usize),
        depth: usize,
    ) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let (asked, mut body) = match self.value(at + 1, end) {
            Some((asked, behind)) => (Some(asked), behind),
            None => (None, at + 1),
        };
        self.quiet(self.between(at, body));
        let last = otherwise.unwrap_or(end);
        let (mut border, mut code) = (at, 0_u32);
        loop {
            let condition = asked.clone().map_or_else(Expression::unknown, |asked| {
                let code = Located::with_span(code.to_string(), token.span);
                asked.equals(Expression::text(code))
            });
            let act = match code {
                0 => Act::If(condition),
                _ => Act::ElseIf(condition),
            };
            self.act(body, act);
            let next = self.matches.further(border).filter(|next| *next < last);
            self.text(body, next.unwrap_or(last), depth);
            let Some(next) = next else { break };
            self.quiet(self.between(next, next + 1));
            (border, body) = (next, next + 1);
            code += 1;
        }
        self.rest(last, (otherwise, end), depth)
    }

    /// The texts of a condition, up to its `\fi`.
    fn branches(
        &mut self,
        body: usize,
        (otherwise, end): (Option<usize>, usize),
        depth: usize,
    ) -> Option<usize> {
        self.text(body, otherwise.unwrap_or(end), depth);
        self.rest(body, (otherwise, end), depth)
    }

    /// The text for everything else, and the end of a condition.
    fn rest(
        &mut self,
        from: usize,
        (otherwise, end): (Option<usize>, usize),
        depth: usize,
    ) -> Option<usize> {
        if let Some(otherwise) = otherwise.filter(|otherwise| *otherwise >= from) {
            self.act(otherwise, Act::Else);
            self.quiet(self.between(otherwise, otherwise + 1));
            self.text(otherwise + 1, end, depth);
        }
        self.act(end, Act::End(End::If));
        self.quiet(self.between(end, end + 1));
        Some(end + 1)
    }

    /// What a condition asks for: `\anrede`, `\value{anrede}`; and the token behind it.
    fn value(&self, at: usize, to: usize) -> Option<(Expression, usize)> {
        let token = self.tokens.get(at).filter(|_| at < to)?;
        if token.kind != Kind::Command || token.name().is_empty() {
            return None;
        }
        if token.name() == "value" {
            let counter = self.argument(at + 1, to)?;
            return Some((name(self.located(counter)), counter.to + 1));
        }
        Some((
            name(Located::with_span(token.name().to_owned(), token.span)),
            at + 1,
        ))
    }

    /// `\anrede=2 Sehr …`: the comparison, and its length in the token that the text shares with it.
    fn number(&self, from: usize, to: usize) -> Option<Asked> {
        let (asked, next) = self.value(from, to)?;
        let right = self.tokens.get(next).filter(|_| next < to)?;
        let written = right.text.trim_start();
        let sign = written
            .chars()
            .next()
            .filter(|_| right.kind == Kind::Text)?;
        let code = written.strip_prefix(['=', '<', '>'])?.trim_start();
        if code.is_empty() {
            // \ifnum\anrede=\frau
            let (_, behind) = self.value(next + 1, to)?;
            return Some(Asked {
                condition: None,
                behind,
                length: 0,
            });
        }
        let length = code.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = code.split_at(length);
        if digits.is_empty() {
            return None;
        }
        let code = Expression::text(Located::with_span(digits.to_owned(), right.span));
        Some(Asked {
            condition: (sign == '=').then(|| asked.equals(code)),
            behind: next,
            length: right.text.len() - rest.len(),
        })
    }

    /// `\ifx\anrede\frau`: compares what two commands stand for. One of them may be declared as a text.
    fn same(&self, from: usize, to: usize) -> Option<Asked> {
        let (left, next) = self.value(from, to)?;
        let (right, behind) = self.value(next, to)?;
        let text = |at: usize| {
            let called = self.tokens.get(at)?.name();
            let declared = match called {
                "empty" | "@empty" => Located::implied(String::new()),
                called => self.declared.get(called)?.clone(),
            };
            Some(Expression::text(declared))
        };
        let condition = match (text(from), text(next)) {
            (None, Some(text)) => Some(left.equals(text)),
            (Some(text), None) => Some(right.equals(text)),
            _ => None,
        };
        Some(Asked {
            condition,
            behind,
            length: 0,
        })
    }

    /// `\if m\sex`, `\if\sex m`: compares a command with a sign.
    fn same_sign(&self, from: usize, to: usize) -> Option<Asked> {
        let token = self.tokens.get(from).filter(|_| from < to)?;
        let sign = |token: &Token<'_>| {
            let sign = token.text.trim_start().chars().next();
            let sign = sign.filter(|_| token.kind == Kind::Text)?;
            let blanks = token.text.len() - token.text.trim_start().len();
            let text = Located::with_span(sign.to_string(), token.span);
            Some((Expression::text(text), blanks + sign.len_utf8()))
        };
        if let Some((code, length)) = sign(token) {
            let (asked, behind) = self.value(from + 1, to)?;
            return Some(Asked {
                condition: (length == token.text.len()).then(|| asked.equals(code)),
                behind,
                length: 0,
            });
        }
        let (asked, behind) = self.value(from, to)?;
        let (code, length) = sign(self.tokens.get(behind).filter(|_| behind < to)?)?;
        Some(Asked {
            condition: Some(asked.equals(code)),
            behind,
            length,
        })
    }

    /// A text without its beginning.
    fn rest_of(&mut self, at: usize, length: usize) {
        if let Some(token) = self.tokens.get(at) {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            self.quiet(Span::new(start, start + length));
            if start + length < end {
                self.piece(Span::new(start + length, end), PieceKind::Literal);
            }
        }
    }
}
