//! The values of enumerations, and the statements that hold or restrict them.

use super::{Braces, Scope};
use crate::format::outline::Tongue;
use crate::format::outline::declared::{is_literal, typed_before, typed_behind};
use crate::format::outline::sheet::{Sheet, value};
use crate::format::token::{Kind, Token};
use crate::model::{Located, Span, Value};

impl<'t> Braces<'_, 't> {
    /// Reads an enumeration whose values start at `open`.
    pub(super) fn enumeration(
        &mut self,
        head: &[Token<'t>],
        open: usize,
        name: &Token<'t>,
        sheet: &mut Sheet<'_>,
    ) {
        let close = self.closed(open);
        let values = self.values(open + 1, close);
        let extent = name
            .span
            .to(self.token(close).map_or(name.span, |token| token.span));
        let extent = Span::new(
            head.first().map_or(extent.start, |token| token.span.start) as usize,
            extent.end as usize,
        );
        let remark = self.remark.take();
        sheet.value_type(name, &self.path(), values, remark, extent);
        self.at = close + 1;
    }

    /// The values between two braces.
    fn values(&self, from: usize, to: usize) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        let mut at = from;
        let mut remark: Option<Token<'t>> = None;
        let mut expected = self.tongue != Tongue::Swift;
        // Whether an item ended on the line before a comment.
        let mut ended = false;
        let mut renamed: Option<Token<'t>> = None;
        while at < to
            && let Some(token) = self.token(at)
        {
            match (token.kind, token.text) {
                (Kind::Comment, _) if ended => {
                    if let Some(last) = found.last_mut()
                        && last.label.is_none()
                    {
                        *last = Value {
                            label: Some(crate::format::outline::sheet::named(token)),
                            ..last.clone()
                        };
                    }
                }
                (Kind::Comment, _) => remark = Some(*token),
                (Kind::Line, _) => {
                    ended = false;
                    if self.tongue == Tongue::Swift && !self.goes_on(from, at) {
                        expected = false;
                    }
                }
                (Kind::Mark, ",") => {
                    expected = true;
                    ended = true;
                }
                (Kind::Mark, ";") if self.tongue == Tongue::Dart => return found,
                (Kind::Mark, "#" | "@") => {
                    let inside = self.tokens.get(at..to).unwrap_or_default();
                    let (bare, name) = self.bare(inside);
                    renamed = name.or(renamed);
                    at += (inside.len() - bare.len()).max(1);
                    continue;
                }
                (Kind::Mark, mark @ ("(" | "[" | "{")) => {
                    // `Other(String)`, `Other { text: String }`
                    let carries = matches!(self.tongue, Tongue::Rust | Tongue::Swift)
                        && mark != "["
                        && at > from;
                    let behind = self.token(at - 1).map(|before| before.span);
                    if let Some(last) = found.last_mut().filter(|_| carries) {
                        last.carries |= last.raw.span == behind;
                    }
                    at = self.closed(at);
                }
                (Kind::Word, "case") if self.tongue == Tongue::Swift => expected = true,
                (Kind::Word, "indirect") if self.tongue == Tongue::Swift => {}
                (Kind::Word, _) if expected => {
                    expected = false;
                    ended = true;
                    let label = renamed
                        .take()
                        .or_else(|| self.given(at, to))
                        .or(remark.take());
                    found.push(value(token, label.as_ref()));
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The raw value given to an enumeration value: `male = "m"`, `male('m')`.
    pub(super) fn given(&self, at: usize, to: usize) -> Option<Token<'t>> {
        let next = self.token(at + 1).filter(|_| at + 2 < to)?;
        let text = self.token(at + 2)?;
        ((next.is("=") || next.is("(")) && text.kind == Kind::Text).then_some(*text)
    }

    /// Handles a statement that ends at `end`.
    pub(super) fn closed_statement(
        &mut self,
        head: &[Token<'t>],
        renamed: Option<Token<'t>>,
        end: usize,
        sheet: &mut Sheet<'_>,
    ) {
        if self.tongue == Tongue::Groovy
            && let Some((name, values)) = constraint(head)
        {
            sheet.restrict(&self.path().child(name.text), values);
            return;
        }
        let entity = match self.scopes.last() {
            Some(Scope::Entity(id)) => Some(*id),
            Some(Scope::Body) => return,
            _ => None,
        };
        let assigned = head.iter().position(|token| token.is("="));
        let (declared, given) = match assigned {
            Some(at) => (&head[..at], head.get(at + 1..).unwrap_or_default()),
            None => (head, <&[Token<'t>]>::default()),
        };
        let is = |word: &str| declared.iter().any(|token| token.says(word));
        let fixed = is("const") || is("static") || is("constexpr");
        let written = match self.tongue {
            Tongue::Rust | Tongue::Swift => typed_behind(declared, self.tongue),
            _ => typed_before(declared),
        };
        let Some(mut written) = written else {
            return;
        };
        if let ([literal], true) = (given, fixed)
            && is_literal(literal)
        {
            sheet.constant(entity, written.name, literal);
            return;
        }
        if entity.is_none() || (fixed && self.tongue != Tongue::C) {
            return;
        }
        written.default = match given {
            [literal] if literal.kind == Kind::Text => Some(literal),
            // Geschlecht.weiblich, .weiblich, Geschlecht::Weiblich
            [of @ .., sign, member]
                if of.len() <= 1
                    && (sign.is(".") || sign.is("::"))
                    && member.kind == Kind::Word
                    && of.iter().all(|token| token.kind == Kind::Word) =>
            {
                Some(member)
            }
            _ => written.default,
        };
        written.remark = match self.remark_behind(end) {
            Some((remark, at)) => {
                self.at = self.at.max(at + 1);
                self.remark = None;
                Some(remark)
            }
            None => self.remark.take(),
        };
        let extent = match (head.first(), head.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => return,
        };
        let name = written.name.span;
        sheet.field(entity, &self.path(), written, extent.to(name));
        if let (Some(renamed), Some(last)) = (renamed, sheet.model.elements.last_mut()) {
            let text = Located::with_span(renamed.text.to_owned(), renamed.span);
            last.labels.push(crate::model::Label::description(text));
        }
    }

    /// A comment after a statement, on the same line, and its index.
    fn remark_behind(&self, end: usize) -> Option<(Token<'t>, usize)> {
        let closes = self
            .token(end)
            .is_some_and(|token| token.is(";") || token.is(","));
        let at = match closes {
            true => end + 1,
            // The line ends after it.
            false => end.checked_sub(1)?,
        };
        let remark = self.token(at).filter(|token| token.kind == Kind::Comment)?;
        Some((*remark, at))
    }
}

/// The end of the bracket group that starts here.
pub(super) fn group(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") || token.is("[") {
            depth += 1;
        } else if token.is(")") || token.is("]") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// `geschlecht inList: ['m', 'w'], blank: false`: a field and the values that a constraint allows.
pub(super) fn constraint<'h, 't>(head: &'h [Token<'t>]) -> Option<(&'h Token<'t>, Vec<Value>)> {
    let [name, rest @ ..] = head else { return None };
    let at = rest.iter().position(|token| token.says("inList"))?;
    let [colon, list @ ..] = rest.get(at + 1..)? else {
        return None;
    };
    let end = group(list).filter(|_| colon.is(":") && name.kind == Kind::Word)?;
    let inner = list.get(1..end.checked_sub(1)?)?;
    let mut values = Vec::new();
    for token in inner.iter().filter(|token| !token.is(",")) {
        if token.kind != Kind::Text {
            return None;
        }
        values.push(value(token, None));
    }
    (values.len() > 1).then_some((name, values))
}
