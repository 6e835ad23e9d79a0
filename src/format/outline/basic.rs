//! Visual Basic, VBA and VB.NET: enumerations, classes and types with their fields, constants, and the translations of
//! `Select Case`, `If` and `IIf`.

use super::decide::{alternatives, condition, operand, receiver, result, target};
use super::sheet::{Sheet, Written, value};
use crate::format::limits::TYPE_DEPTH;
use crate::format::logic::{Expression, Receiver, Stepwise};
use crate::format::token::{Kind, Token, span_of};
use crate::model::{EntityId, Located, ModelPath, Span, Value};

/// Reads the declarations and choices of a source.
pub(super) fn read(tokens: &[Token<'_>], sheet: &mut Sheet<'_>) {
    let mut basic = Basic::default();
    let mut line: Vec<Token<'_>> = Vec::new();
    let mut remark: Option<Token<'_>> = None;
    for token in tokens {
        match token.kind {
            Kind::Comment => remark = Some(*token),
            Kind::Line
                if line
                    .last()
                    .is_some_and(|last| last.is("_") || last.text == "_") =>
            {
                line.pop();
            }
            // A comment on its own line belongs to the next line.
            Kind::Line if line.is_empty() => {}
            Kind::Line => basic.line(&std::mem::take(&mut line), remark.take(), sheet),
            _ => {
                if line.is_empty() {
                    basic.before = remark.take();
                }
                line.push(*token);
            }
        }
    }
    basic.line(&line, remark, sheet);
    sheet.model.relations.extend(basic.steps.finish());
}

#[derive(Default)]
struct Basic<'t> {
    entities: Vec<(EntityId, ModelPath)>,
    /// The open enumeration, with its values so far.
    listing: Option<(Token<'t>, Vec<Value>)>,
    /// The open routine.
    routine: Option<String>,
    /// Members of an interface have no body.
    abstracts: bool,
    /// Members of a type have no modifiers.
    plain: bool,
    steps: Stepwise,
    /// The comment on the previous line.
    before: Option<Token<'t>>,
}

const MODIFIERS: [&str; 21] = [
    "public",
    "private",
    "friend",
    "protected",
    "shared",
    "shadows",
    "readonly",
    "writeonly",
    "static",
    "dim",
    "overrides",
    "overridable",
    "mustoverride",
    "notoverridable",
    "default",
    "withevents",
    "partial",
    "mustinherit",
    "notinheritable",
    "global",
    "overloads",
];

impl<'t> Basic<'t> {
    fn path(&self) -> ModelPath {
        let path = self.entities.last().map(|(_, path)| path.clone());
        path.unwrap_or_default()
    }

    fn line(&mut self, line: &[Token<'t>], remark: Option<Token<'t>>, sheet: &mut Sheet<'_>) {
        let mut rest = line;
        // <Attribute("…")>
        if let [open, ..] = rest
            && open.is("<")
            && let Some(end) = rest.iter().position(|token| token.is(">"))
        {
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        for statement in rest.split(|token| token.is(":")) {
            if !statement.is_empty() {
                self.statement(statement, remark, sheet);
            }
        }
    }

    fn statement(&mut self, all: &[Token<'t>], remark: Option<Token<'t>>, sheet: &mut Sheet<'_>) {
        let modifiers = all
            .iter()
            .take_while(|token| MODIFIERS.iter().any(|word| token.says(word)))
            .count();
        let (said, statement) = all.split_at(modifiers);
        let word = |at: usize| {
            let token = statement.get(at).filter(|token| token.kind == Kind::Word);
            token
                .map(|token| token.text.to_ascii_lowercase())
                .unwrap_or_default()
        };
        let ends = word(0) == "end";
        if let Some((name, values)) = &mut self.listing {
            if ends {
                let (name, values) = (*name, std::mem::take(values));
                let extent = name.span.to(span_of(statement));
                let before = self.before.take();
                sheet.value_type(&name, &self.path(), values, before, extent);
                self.listing = None;
            } else if let Some(first) = statement.first().filter(|first| first.kind == Kind::Word) {
                values.push(value(first, remark.as_ref()));
            }
            return;
        }
        match (word(0).as_str(), word(1).as_str()) {
            ("enum", _) => {
                self.listing = statement.get(1).map(|name| (*name, Vec::new()));
            }
            ("end", "class" | "structure" | "module" | "interface" | "type") => {
                self.entities.pop();
                (self.abstracts, self.plain) = (false, false);
                self.routine = None;
            }
            ("end", "sub" | "function" | "property" | "get" | "set") => self.routine = None,
            ("end", "select" | "if") => self.steps.end(span_of(statement)),
            ("class" | "structure" | "module" | "interface" | "type", name) if !name.is_empty() => {
                if let Some(name) = statement
                    .get(1)
                    .filter(|_| self.entities.len() < TYPE_DEPTH)
                {
                    let (id, path) = sheet.entity(name, &self.path());
                    self.entities.push((id, path));
                }
                self.abstracts = word(0) == "interface";
                self.plain = word(0) == "type";
            }
            ("property", "get" | "let" | "set") => self.routine = Some(word(2)),
            ("sub" | "function" | "operator", name) => {
                let bodiless = self.abstracts || said.iter().any(|word| word.says("mustoverride"));
                self.routine = (!bodiless).then(|| name.to_owned());
            }
            ("property", _) => self.field(statement.get(1..).unwrap_or_default(), remark, sheet),
            ("const", _) => self.constant(statement.get(1..).unwrap_or_default(), sheet),
            ("declare" | "event" | "delegate" | "imports" | "option" | "attribute", _) => {}
            ("select", "case") => {
                let subject = operand(statement.get(2..).unwrap_or_default());
                self.begin(Some(subject), span_of(statement));
            }
            ("case", "else") => self.steps.branch(None),
            ("case", _) => {
                let values = alternatives(statement.get(1..).unwrap_or_default());
                self.steps.branch_for(values);
            }
            ("if", _) => self.choice(statement, sheet),
            ("elseif", _) => {
                let asked = statement.get(1..).unwrap_or_default();
                let end = asked
                    .iter()
                    .position(|token| token.says("then"))
                    .unwrap_or(asked.len());
                self.steps
                    .branch(Some(condition(asked.get(..end).unwrap_or_default())));
            }
            ("else", _) if statement.len() == 1 => self.steps.branch(None),
            ("return", _) => {
                let value = statement.get(1..).unwrap_or_default();
                self.assign(Receiver::Return, value);
            }
            _ if self.routine.is_none() && (modifiers > 0 || self.plain) => {
                self.field(statement, remark, sheet);
            }
            _ => self.assignment(statement),
        }
    }

    fn begin(&mut self, subject: Option<Expression>, at: Span) {
        let path = match &self.routine {
            Some(routine) => self.path().child(routine.as_str()),
            None => self.path(),
        };
        self.steps.begin(subject, path, at);
    }

    /// `If … Then`, on one line or several.
    fn choice(&mut self, statement: &[Token<'t>], sheet: &mut Sheet<'_>) {
        let Some(then) = statement.iter().position(|token| token.says("then")) else {
            return;
        };
        let asked = condition(statement.get(1..then).unwrap_or_default());
        self.begin(None, span_of(statement));
        self.steps.branch(Some(asked));
        let inner = statement.get(then + 1..).unwrap_or_default();
        if inner.is_empty() {
            return;
        }
        let mut parts = inner.splitn(2, |token| token.says("else"));
        for (order, part) in parts.by_ref().enumerate() {
            if order > 0 {
                self.steps.branch(None);
            }
            // A nested choice on the same line is rare, and not read.
            if !part.iter().any(|token| token.says("if")) {
                self.statement(part, None, sheet);
            }
        }
        self.steps.end(span_of(statement));
    }

    fn assignment(&mut self, statement: &[Token<'t>]) {
        let statement = match statement {
            [set, rest @ ..] if set.says("set") || set.says("let") => rest,
            _ => statement,
        };
        let Some(at) = statement.iter().position(|token| token.is("=")) else {
            return;
        };
        let before = statement.get(..at).unwrap_or_default();
        if let Some(name) = target(before) {
            let to = receiver(name, self.routine.as_deref());
            self.assign(to, statement.get(at + 1..).unwrap_or_default());
        }
    }

    /// Assigns a value; `IIf(g = "m", "Herr", "Frau")` is a choice of its own.
    fn assign(&mut self, to: Receiver, value: &[Token<'t>]) {
        let chosen = value
            .iter()
            .position(|token| token.says("iif") || token.says("if"));
        let inner = chosen.and_then(|at| match value.get(at + 1..)? {
            [open, inner @ .., close] if open.is("(") && close.is(")") => Some(inner),
            _ => None,
        });
        let parts = inner.map(split).unwrap_or_default();
        if let [asked, then, otherwise] = parts.as_slice() {
            let at = span_of(value);
            self.begin(None, at);
            self.steps.branch(Some(condition(asked)));
            self.steps.assign(&to, result(then));
            self.steps.branch(None);
            self.steps.assign(&to, result(otherwise));
            self.steps.end(at);
        } else {
            self.steps.assign(&to, result(value));
        }
    }

    fn constant(&mut self, statement: &[Token<'t>], sheet: &mut Sheet<'_>) {
        let assigned = statement.iter().position(|token| token.is("="));
        if let (Some(name), Some(at)) = (statement.first(), assigned)
            && let [literal] = statement.get(at + 1..).unwrap_or_default()
        {
            let entity = self.entities.last().map(|(id, _)| *id);
            sheet.constant(entity, name, literal);
        }
    }

    /// `mGeschlecht As String * 1`, `Geschlecht As Geschlecht = Geschlecht.Weiblich`.
    fn field(&mut self, statement: &[Token<'t>], remark: Option<Token<'t>>, sheet: &mut Sheet<'_>) {
        let Some(name) = statement.first().filter(|name| name.kind == Kind::Word) else {
            return;
        };
        let assigned = statement.iter().position(|token| token.is("="));
        let declared = statement
            .get(..assigned.unwrap_or(statement.len()))
            .unwrap_or_default();
        let of = declared.iter().position(|token| token.says("as"));
        if of.is_none()
            && !declared
                .get(1)
                .is_none_or(|next| next.is("(") || next.is(","))
        {
            return;
        }
        let of = of.and_then(|at| declared.get(at + 1..)).unwrap_or_default();
        let of = match of {
            [new, rest @ ..] if new.says("new") => rest,
            _ => of,
        };
        let words: Vec<&str> = of
            .iter()
            .take_while(|token| token.kind == Kind::Word || token.is("."))
            .map(|token| token.text)
            .collect();
        let width = of.iter().position(|token| token.is("*")).and_then(|at| {
            let length = of.get(at + 1)?;
            Some(Located::with_span(length.text.parse().ok()?, length.span))
        });
        let default = match assigned.and_then(|at| statement.get(at + 1..)) {
            Some([only]) if only.kind == Kind::Text => Some(only),
            _ => None,
        };
        let written = Written {
            name,
            of: words.concat(),
            at: span_of(of),
            width,
            default,
            remark: remark.or(self.before.take()),
        };
        let entity = self.entities.last().map(|(id, _)| *id);
        sheet.field(entity, &self.path(), written, span_of(statement));
    }
}

/// The arguments of a call; nested calls are not split.
fn split<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    let (mut depth, mut start) = (0usize, 0);
    let mut parts = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" if token.kind == Kind::Mark => depth += 1,
            ")" if token.kind == Kind::Mark => depth = depth.saturating_sub(1),
            "," if token.kind == Kind::Mark && depth == 0 => {
                parts.push(tokens.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(tokens.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::outline::{Tongue, token::tokens};

    #[test]
    fn arguments_are_those_of_the_call_itself() {
        let tokens = tokens("f(a, b), \"c, d\", e", Tongue::Basic);
        assert_eq!(split(&tokens).len(), 3);
    }
}
