//! `… ? … : …`: an expression without end marks, found by its question mark.

use super::{Choices, MOST_BRANCHES, MOST_TOKENS};
use crate::format::logic::{Choice, Outcome, Receiver};
use crate::format::outline::operand::{condition, is_pair, result};
use crate::format::token::Kind;
use crate::model::Span;

impl Choices<'_, '_> {
    /// `g == "m" ? "Herr" : "Frau"`, with the text after the colon.
    pub(super) fn conditional(&self, mark: usize) -> Option<(Choice, usize)> {
        let begins = self.begin_of_condition(mark)?;
        let mut choice = Choice::new(false, Span::default());
        let (mut asked, mut question) = (self.slice(begins, mark), mark);
        loop {
            let colon = self.divides(question + 1)?;
            let then = result(&self.slice(question + 1, colon));
            choice.add(
                Some(condition(&asked)),
                Outcome::single(Receiver::Value, then),
            );
            let end = self.end_of_part(colon + 1);
            let next =
                (colon + 1..end).find(|at| self.is(*at, "?") && self.divides(*at + 1).is_some());
            match next.filter(|_| choice.arms.len() < MOST_BRANCHES) {
                Some(next) => {
                    asked = self.slice(colon + 1, next);
                    question = next;
                }
                None => {
                    let otherwise = result(&self.slice(colon + 1, end));
                    choice.add(None, Outcome::single(Receiver::Value, otherwise));
                    choice.spans(self.span(begins, end));
                    return Some((choice, end));
                }
            }
        }
    }

    fn begin_of_condition(&self, mark: usize) -> Option<usize> {
        let mut at = mark;
        let mut depth = 0usize;
        while at > 0 && mark - at < MOST_TOKENS {
            let token = self.token(at - 1)?;
            match (token.kind, token.text) {
                (Kind::Mark, ")" | "]") => depth += 1,
                (Kind::Mark, "(" | "[") if depth == 0 => break,
                (Kind::Mark, "(" | "[") => depth -= 1,
                (Kind::Mark, ";" | "{" | "}" | ",") if depth == 0 => break,
                (Kind::Line, _) if depth == 0 && self.tongue.ends_with_line() => break,
                (Kind::Mark, "=") if depth == 0 => {
                    let compares = at >= 2
                        && ["=", "!", "<", ">"]
                            .iter()
                            .any(|mark| is_pair(self.tokens, at - 2, [mark, "="]))
                        || is_pair(self.tokens, at - 1, ["=", "="]);
                    if !compares {
                        break;
                    }
                }
                (Kind::Mark, ">")
                    if depth == 0 && at >= 2 && is_pair(self.tokens, at - 2, ["=", ">"]) =>
                {
                    break;
                }
                (Kind::Word, "return") => break,
                _ => {}
            }
            at -= 1;
        }
        (at < mark).then_some(at)
    }

    /// The colon of a question mark.
    fn divides(&self, from: usize) -> Option<usize> {
        // `?.`, `??`, an optional type.
        if self.is(from, ".") || self.is(from, "?") || self.is(from, ")") {
            return None;
        }
        let end = self.end_of_part(from);
        let colon = (from..end).find(|at| {
            self.is(*at, ":")
                && !is_pair(self.tokens, *at, [":", ":"])
                && !at
                    .checked_sub(1)
                    .is_some_and(|at| is_pair(self.tokens, at, [":", ":"]))
        })?;
        (colon > from).then_some(colon)
    }

    /// The end of a part of an expression.
    fn end_of_part(&self, from: usize) -> usize {
        let mut at = from;
        while !self.ends(at) && !self.is(at, ",") && at - from < MOST_TOKENS {
            if self.is(at, "{") || self.is(at, "(") || self.is(at, "[") {
                at = self.closed(at);
            }
            at += 1;
        }
        at.min(self.tokens.len())
    }
}
