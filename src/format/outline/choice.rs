//! The translations of `if`, `switch`, `match` and `? :`, in languages with braces.

mod conditional;

use std::collections::HashSet;

use super::Tongue;
use super::operand::{arguments, condition, is_pair, operand, outside, patterns, result, target};
use crate::format::logic::{Choice, Expression, Following, Outcome, Receiver, Stepwise};
use crate::format::token::{Kind, Token, span_of};
use crate::model::{ModelPath, Relation, Span};

/// Maximum number of branches; longer chains are data tables.
const MOST_BRANCHES: usize = 60;
/// Maximum number of statements after a choice that may continue it.
const MOST_FOLLOWING: usize = 12;
/// Maximum number of tokens on either side of a conditional expression.
const MOST_TOKENS: usize = 200;

/// The translations made by the choices of a source. `closing`: for each opening bracket, the index of the closing one.
pub(super) fn relations(tokens: &[Token<'_>], closing: &[u32], tongue: Tongue) -> Vec<Relation> {
    let reader = Choices {
        tokens,
        closing,
        tongue,
    };
    reader.read()
}

struct Choices<'a, 't> {
    tokens: &'a [Token<'t>],
    closing: &'a [u32],
    tongue: Tongue,
}

/// A function with an open body, and the end of that body.
struct Routine {
    name: String,
    end: usize,
}

impl<'a, 't> Choices<'a, 't> {
    fn read(&self) -> Vec<Relation> {
        let mut steps = Stepwise::default();
        let mut routines: Vec<Routine> = Vec::new();
        let mut taken = 0;
        let mut joined: HashSet<usize> = HashSet::new();
        for at in 0..self.tokens.len() {
            while routines.pop_if(|routine| routine.end <= at).is_some() {}
            if let Some(routine) = self.routine(at) {
                routines.push(routine);
            }
            if at < taken || joined.contains(&at) {
                continue;
            }
            let found = match self.tokens[at].text {
                "if" if self.is_word(at, "if") => self.chain(at),
                "switch" if self.is_word(at, "switch") => self.switch(at),
                "match" if self.is_word(at, "match") && self.tongue == Tongue::Rust => {
                    self.switch(at)
                }
                "?" if self.asks(at) => self.conditional(at),
                _ => None,
            };
            let Some((mut choice, end)) = found else {
                continue;
            };
            // The content of branches is read again; further conditions of the chain are not.
            if self.tokens[at].is("?") {
                taken = end;
            } else if self.is_word(at, "if") {
                let (starts, behind): (Vec<usize>, Vec<Following>) =
                    self.following(end).into_iter().unzip();
                let belong = choice.follow(behind.into_iter());
                joined.extend(starts.into_iter().take(belong));
            }
            let routine = routines.last().map(|routine| routine.name.clone());
            let target = self.receives(at).or_else(|| routine.clone());
            let path = ModelPath::new(routine);
            steps.relate(&choice, path, target);
        }
        steps.finish()
    }

    /// Whether a question mark is the conditional operator, and not the mark of an optional type (`Gender?`), which
    /// follows the type without a gap.
    fn asks(&self, at: usize) -> bool {
        let stands_apart = || {
            let before = at.checked_sub(1).and_then(|before| self.token(before));
            before.is_none_or(|before| before.span.end < self.tokens[at].span.start)
        };
        self.is(at, "?")
            && match self.tongue {
                Tongue::Rust => false,
                Tongue::Swift => stands_apart(),
                _ => true,
            }
    }

    fn token(&self, at: usize) -> Option<&'a Token<'t>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, mark: &str) -> bool {
        self.token(at).is_some_and(|token| token.is(mark))
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.token(at)
            .is_some_and(|token| token.kind == Kind::Word && token.text == word)
    }

    fn closed(&self, at: usize) -> usize {
        let end = self.closing.get(at).map_or(at, |end| *end as usize);
        end.clamp(at, self.tokens.len())
    }

    fn slice(&self, from: usize, to: usize) -> Vec<Token<'t>> {
        let tokens = self.tokens.get(from..to.min(self.tokens.len()));
        let said = tokens.unwrap_or_default().iter();
        said.filter(|token| !matches!(token.kind, Kind::Comment | Kind::Line))
            .take(2 * MOST_TOKENS)
            .copied()
            .collect()
    }

    /// Index of the next token that is neither a comment nor a line end.
    fn next(&self, mut at: usize) -> usize {
        while self
            .token(at)
            .is_some_and(|token| matches!(token.kind, Kind::Comment | Kind::Line))
        {
            at += 1;
        }
        at
    }

    /// The function whose head starts here.
    fn routine(&self, at: usize) -> Option<Routine> {
        const NO_FUNCTION: [&str; 9] = [
            "if", "for", "while", "switch", "return", "catch", "match", "sizeof", "guard",
        ];
        let word = self.token(at).filter(|token| token.kind == Kind::Word)?;
        let (name, open) = match self.tongue {
            Tongue::Rust | Tongue::Swift => {
                if !matches!(word.text, "fn" | "func") {
                    return None;
                }
                let name = self.token(at + 1)?;
                let open = (at + 2..at + 12).find(|at| self.is(*at, "("))?;
                (name, open)
            }
            Tongue::C if word.text != "return" && self.begins_method(at) => (word, at),
            _ => {
                let before = self.token(at.checked_sub(1)?)?;
                let typed = before.kind == Kind::Word
                    && !matches!(before.text, "return" | "new" | "else" | "await")
                    || before.is("*")
                    || before.is(">")
                    || before.is("?");
                if !typed || NO_FUNCTION.contains(&word.text) || !self.is(at + 1, "(") {
                    return None;
                }
                (word, at + 1)
            }
        };
        /// Maximum number of tokens between parameters and body, for the type of the result.
        const FARTHEST: usize = 24;
        let behind = self.closed(open) + 1;
        let body = (behind..behind + FARTHEST).find(|at| {
            self.is(*at, "{") || self.is(*at, ";") || is_pair(self.tokens, *at, ["=", ">"])
        })?;
        let end = match () {
            () if self.is(body, "{") => self.closed(body),
            () if self.is(body, "=") => self.end_of_statement(body + 2),
            () => return None,
        };
        Some(Routine {
            name: name.text.to_owned(),
            end,
        })
    }

    /// `- (Gender)genderFromString:(NSString *)text {`: whether the name of an Objective-C method starts here.
    fn begins_method(&self, at: usize) -> bool {
        const NEAR: usize = 8;
        let Some(close) = at.checked_sub(1).filter(|before| self.is(*before, ")")) else {
            return false;
        };
        let from = close.saturating_sub(NEAR);
        let open = (from..close)
            .rev()
            .find(|open| self.closed(*open) == close && self.is(*open, "("));
        let sign = open.and_then(|open| open.checked_sub(1));
        sign.is_some_and(|sign| self.is(sign, "-") || self.is(sign, "+"))
    }

    /// The variable that receives the value of a choice inside a statement: `let s = if …`, `text = g == "m" ? …`.
    fn receives(&self, at: usize) -> Option<String> {
        const NEAR: usize = 24;
        let from = at.saturating_sub(NEAR);
        let before = self.tokens.get(from..at)?;
        let start = before
            .iter()
            .rposition(|token| {
                token.is(";") || token.is("{") || token.is("}") || token.kind == Kind::Line
            })
            .map_or(0, |start| start + 1);
        let said = before.get(start..)?;
        let assigned = said.iter().enumerate().position(|(at, token)| {
            token.is("=")
                && !said
                    .get(at + 1)
                    .is_some_and(|next| next.is("=") || next.is(">"))
                && !at
                    .checked_sub(1)
                    .and_then(|at| said.get(at))
                    .is_some_and(|token| ["=", "!", "<", ">"].iter().any(|mark| token.is(mark)))
        })?;
        target(said.get(..assigned)?)
    }

    /// `if … else if … else …`.
    fn chain(&self, start: usize) -> Option<(Choice, usize)> {
        // else if: it belongs to the previous condition.
        if start > 0 && self.is_word(start - 1, "else") {
            return None;
        }
        let mut choice = Choice::new(true, Span::default());
        let mut at = start;
        let mut end;
        loop {
            let (asked, body) = match self.tongue {
                Tongue::Rust | Tongue::Swift => {
                    let open = self.opening(at + 1)?;
                    (self.slice(at + 1, open), open)
                }
                _ => {
                    if !self.is(at + 1, "(") {
                        return None;
                    }
                    let close = self.closed(at + 1);
                    (self.slice(at + 2, close), self.next(close + 1))
                }
            };
            let (outcome, behind) = self.body(body)?;
            choice.add(Some(condition(&asked)), outcome);
            end = behind;
            let next = self.next(end);
            if !self.is_word(next, "else") || choice.arms.len() > MOST_BRANCHES {
                break;
            }
            let branch = self.next(next + 1);
            if self.is_word(branch, "if") {
                at = branch;
                continue;
            }
            let (outcome, behind) = self.body(branch)?;
            choice.add(None, outcome);
            end = behind;
            break;
        }
        choice.spans(self.span(start, end));
        Some((choice, end))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        span_of(
            self.tokens
                .get(start..end.min(self.tokens.len()))
                .unwrap_or_default(),
        )
    }

    /// Start of the body of a condition without brackets.
    fn opening(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(token) = self.token(at).filter(|_| at < from + MOST_TOKENS) {
            match (token.kind, token.text) {
                (Kind::Mark, "{") => return Some(at),
                (Kind::Mark, "(" | "[") => at = self.closed(at),
                (Kind::Mark, ";" | "}") => return None,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// The outcome of a body and its end: a block in braces, or a single statement.
    fn body(&self, at: usize) -> Option<(Outcome, usize)> {
        if self.is(at, "{") {
            let close = self.closed(at);
            return Some((self.outcome(at + 1, close), close + 1));
        }
        self.token(at)?;
        let end = self.end_of_statement(at);
        Some((self.outcome(at, end), end + 1))
    }

    fn ends(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else {
            return true;
        };
        match token.kind {
            Kind::Mark => matches!(token.text, ";" | "}" | ")" | "]"),
            Kind::Line => self.tongue.ends_with_line(),
            _ => false,
        }
    }

    fn end_of_statement(&self, from: usize) -> usize {
        let mut at = from;
        while !self.ends(at) {
            if self.is(at, "{") || self.is(at, "(") || self.is(at, "[") {
                at = self.closed(at);
            }
            at += 1;
        }
        at.min(self.tokens.len())
    }

    /// The outcome of statements.
    fn outcome(&self, from: usize, to: usize) -> Outcome {
        let mut outcome = Outcome::default();
        let mut at = from;
        while at < to {
            at = self.next(at);
            if at >= to {
                break;
            }
            let end = self.end_of_statement(at).min(to);
            let statement = self.slice(at, end);
            self.statement(&statement, &mut outcome);
            at = end + 1;
        }
        outcome
    }

    fn statement(&self, said: &[Token<'t>], outcome: &mut Outcome) {
        let Some(first) = said.first() else { return };
        match first.text {
            "return" => {
                outcome.yields(Receiver::Return, result(&said[1..]));
                outcome.leaves = true;
                return;
            }
            "throw" | "panic" | "fatalError" | "bail" | "abort" => {
                outcome.leaves = true;
                return;
            }
            "break" | "continue" | "fallthrough" => return,
            "if" | "for" | "while" | "switch" | "match" | "do" | "guard" => {
                outcome.tangled = true;
                return;
            }
            _ => {}
        }
        let assigned = outside(said, 0, |at| {
            said[at].is("=")
                && !is_pair(said, at, ["=", "="])
                && !is_pair(said, at, ["=", ">"])
                && at.checked_sub(1).is_none_or(|before| {
                    !["=", "!", "<", ">", "+", "-", "*", "/", "|", "&"]
                        .iter()
                        .any(|mark| is_pair(said, before, [mark, "="]))
                })
        });
        if let Some(at) = assigned {
            if let Some(name) = target(&said[..at]) {
                outcome.yields(Receiver::Named(name), result(&said[at + 1..]));
            }
            return;
        }
        // [user setGender:KTGenderMale]
        if let [open, sent @ .., close] = said
            && open.is("[")
            && close.is("]")
            && let Some(colon) = outside(sent, 0, |at| sent[at].is(":"))
            && let Some(message) = colon.checked_sub(1).and_then(|at| sent.get(at))
        {
            let stated = result(&sent[colon + 1..]);
            outcome.yields(Receiver::Named(message.text.to_owned()), stated);
            return;
        }
        // strcpy(text, "Herr"), text.push_str("Herr")
        let open = said.iter().position(|token| token.is("("));
        if let Some(open) = open
            && said.last().is_some_and(|last| last.is(")"))
            && result(said).is_none()
        {
            let handed = arguments(said.get(open + 1..said.len() - 1).unwrap_or_default());
            let name = match handed.as_slice() {
                [first, _, ..] => target(first),
                _ => target(&said[..open]),
            };
            let stated = handed.last().and_then(|last| result(last));
            outcome.yields(name.map_or(Receiver::Value, Receiver::Named), stated);
            return;
        }
        outcome.yields(Receiver::Value, result(said));
    }

    /// The statements after a choice, in the same block.
    fn following(&self, end: usize) -> Vec<(usize, Following)> {
        let mut found = Vec::new();
        let mut at = end;
        while found.len() < MOST_FOLLOWING {
            at = self.next(at);
            while self.is(at, ";") {
                at = self.next(at + 1);
            }
            if self.ends(at) {
                break;
            }
            if self.is_word(at, "if")
                && let Some((choice, behind)) = self.chain(at)
            {
                found.push((at, Following::Choice(choice)));
                at = behind;
                continue;
            }
            let stop = self.end_of_statement(at);
            let closed = !self.is(stop, ";");
            let mut outcome = Outcome::default();
            self.statement(&self.slice(at, stop), &mut outcome);
            let last = self.is(self.next(stop), "}") || self.token(stop).is_none();
            found.push((at, Following::Outcome { outcome, last }));
            at = stop + usize::from(!closed);
            if closed
                && !self
                    .token(stop)
                    .is_some_and(|token| token.kind == Kind::Line)
            {
                break;
            }
        }
        found
    }

    /// `switch (g) { case 'm': … default: … }`, `match g { "m" => …, _ => … }`.
    fn switch(&self, start: usize) -> Option<(Choice, usize)> {
        let open = self.opening(start + 1)?;
        let close = self.closed(open);
        let asked = self.slice(start + 1, open);
        let subject = match asked.as_slice() {
            [open, inner @ .., close] if open.is("(") && close.is(")") => operand(inner),
            asked => operand(asked),
        };
        let subject = match subject {
            Expression::Name(mut name) => {
                name.constant = None;
                Expression::Name(name)
            }
            other => other,
        };
        let mut choice = Choice::new(true, Span::default());
        let begins = self.next(open + 1);
        match self.is_word(begins, "case") || self.is_word(begins, "default") {
            true => self.cases(&subject, begins, close, &mut choice),
            false => self.arms(&subject, begins, close, &mut choice),
        }
        choice.spans(self.span(start, close + 1));
        (choice.is_readable()).then_some((choice, close + 1))
    }

    fn cases(&self, subject: &Expression, from: usize, close: usize, choice: &mut Choice) {
        let mut at = from;
        let mut values = Vec::new();
        let mut default = false;
        while at < close && choice.arms.len() < MOST_BRANCHES {
            let is_case = self.is_word(at, "case");
            if !is_case && !self.is_word(at, "default") {
                at += 1;
                continue;
            }
            let Some(colon) = self.colon(at + 1, close) else {
                return;
            };
            let mut taken = !is_case;
            if is_case {
                let (more, all) = patterns(&self.slice(at + 1, colon));
                values.extend(more);
                taken |= all && self.tongue == Tongue::Swift;
            }
            default |= taken;
            let mut end = self.next(colon + 1);
            let begins = end;
            while end < close && !self.is_word(end, "case") && !self.is_word(end, "default") {
                if self.is(end, "{") || self.is(end, "(") || self.is(end, "[") {
                    end = self.closed(end);
                }
                end += 1;
            }
            at = end;
            if begins >= end {
                // Labels without a body share the next one.
                continue;
            }
            let outcome = match self.is(begins, "{") {
                true => self.outcome(begins + 1, self.closed(begins)),
                false => self.outcome(begins, end),
            };
            self.branch(
                subject,
                std::mem::take(&mut values),
                std::mem::take(&mut default),
                outcome,
                choice,
            );
        }
    }

    fn branch(
        &self,
        subject: &Expression,
        values: Vec<Expression>,
        default: bool,
        outcome: Outcome,
        choice: &mut Choice,
    ) {
        if !values.is_empty() {
            choice.add(Some(subject.clone().one_of(values)), outcome.clone());
        }
        if default {
            choice.otherwise = Some(outcome);
        }
    }

    /// The colon that ends a label, not one of `A::B` or `a ? b : c`.
    fn colon(&self, from: usize, close: usize) -> Option<usize> {
        let mut at = from;
        while at < close {
            if self.is(at, "(") || self.is(at, "[") {
                at = self.closed(at);
            } else if is_pair(self.tokens, at, [":", ":"]) {
                at += 1;
            } else if self.is(at, ":") {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    fn arms(&self, subject: &Expression, from: usize, close: usize, choice: &mut Choice) {
        let mut at = from;
        while at < close && choice.arms.len() < MOST_BRANCHES {
            at = self.next(at);
            let far = close.min(at + 2 * MOST_TOKENS);
            let arrow = (at..far).find(|at| is_pair(self.tokens, *at, ["=", ">"]));
            let Some(arrow) = arrow else { return };
            let pattern = self.slice(at, arrow);
            let guard = pattern
                .iter()
                .position(|token| token.kind == Kind::Word && matches!(token.text, "if" | "when"));
            let (mut values, all) = patterns(&pattern[..guard.unwrap_or(pattern.len())]);
            let begins = self.next(arrow + 2);
            let mut end = begins;
            while end < close && !self.is(end, ",") {
                let braces = self.is(end, "{");
                if braces || self.is(end, "(") || self.is(end, "[") {
                    end = self.closed(end);
                }
                end += 1;
                // A body in braces needs no comma.
                if braces && begins < end && self.is(begins, "{") {
                    break;
                }
            }
            let outcome = match self.is(begins, "{") {
                true => self.outcome(begins + 1, self.closed(begins)),
                false => self.outcome(begins, end),
            };
            if guard.is_some() {
                values = vec![Expression::unknown()];
            }
            self.branch(subject, values, all && guard.is_none(), outcome, choice);
            at = if self.is(end, ",") {
                end + 1
            } else {
                end.max(at + 1)
            };
        }
    }
}
