//! Branches of a template that depend on one expression → translations of its values.

use std::collections::HashMap;

use super::expression::printed;
use super::frame::{Body, Case, Current, Frame, FrameKind};
use super::markup::Markup;
use super::piece::{Act, End, Piece, PieceKind};
use crate::format::logic::{Expression, Test, label};
use crate::model::{Comparison, Located, Mapping, MappingArm, Span};
use crate::topic::Topic;

/// Maximum nesting of branches; broken templates never close them.
pub(super) const MOST_OPEN: usize = 200;

/// The branches of a template, as far as they are understood.
#[derive(Debug, Default)]
pub struct Branches {
    /// Their translations, with places.
    pub mappings: Vec<(Mapping, Span)>,
    /// Starts of branches without an end, whose content is unknown.
    pub endless: Vec<Span>,
}

/// Reads the branches of a template.
///
/// `choices`: whether to read choices of single expressions in addition to printed text.
pub fn branches(
    source: &str,
    pieces: &[Piece],
    choices: bool,
    markup: Markup,
    topic: &Topic,
) -> Branches {
    let mut reader = Reader {
        source,
        topic,
        by_expression: choices,
        markup,
        before: String::new(),
        open: Vec::new(),
        done: None,
        variables: HashMap::new(),
        found: Branches::default(),
    };
    for piece in pieces {
        reader.piece(piece);
    }
    while let Some(frame) = reader.open.pop() {
        reader.abandon(frame);
    }
    let last = reader.done.take();
    reader.flush(last);
    reader.found.mappings.sort_by_key(|(_, span)| *span);
    reader.found.endless.sort_unstable();
    reader.found
}

struct Reader<'t> {
    source: &'t str,
    topic: &'t Topic,
    by_expression: bool,
    markup: Markup,
    /// The visible text since the last inserted value.
    before: String,
    open: Vec<Frame>,
    /// A closed branch that may continue.
    done: Option<Frame>,
    variables: HashMap<String, Located<String>>,
    found: Branches,
}

/// A condition that combines an entry with something else: `p.gender == "f" and p.age > 12`.
fn joined(condition: &Expression, topic: &Topic) -> Vec<Mapping> {
    let mut found = Vec::new();
    let mut open = match condition {
        Expression::And(left, right) | Expression::Or(left, right) => vec![&**left, &**right],
        _ => Vec::new(),
    };
    while let Some(part) = open.pop() {
        match (Test::from_condition(part), part) {
            (Some(test), _) => {
                let concerned = topic.is_mentioned_in(&test.subject.text)
                    && test.subject.by != Comparison::Question
                    && !test.asks_for_absence();
                found.extend(concerned.then(|| Mapping {
                    subject: test.subject.text.clone(),
                    by: test.subject.by,
                    arms: vec![MappingArm {
                        from: test.values.iter().map(|value| value.text.clone()).collect(),
                        to: None,
                    }],
                    ..Mapping::default()
                }));
            }
            (None, Expression::And(left, right) | Expression::Or(left, right)) => {
                open.extend([&**left, &**right]);
            }
            _ => {}
        }
    }
    found
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece) {
        match &piece.kind {
            PieceKind::Comment => {}
            PieceKind::Literal => {
                let text = self.source.get(piece.span.range()).unwrap_or_default();
                let seen = self.markup.visible_text(text);
                self.before.push_str(&seen);
                shorten(&mut self.before);
                let span = trimmed(self.source, piece.span);
                if !seen.trim().is_empty() {
                    self.finish();
                }
                if let Some(body) = self.body() {
                    body.literal(&seen, span);
                    body.draw(text, span);
                }
            }
            PieceKind::Output(expression, attribute) => {
                self.finish();
                self.choices(expression, attribute.as_deref(), piece.span);
                if attribute.is_none() {
                    self.before.clear();
                    if let Some(body) = self.body() {
                        body.output(expression, piece.span);
                    }
                }
            }
            PieceKind::Act(act) => self.act(act, piece.span),
        }
    }

    fn body(&mut self) -> Option<&mut Body> {
        let frame = self
            .open
            .iter_mut()
            .rev()
            .find(|frame| frame.kind != FrameKind::Other)?;
        frame.body()
    }

    fn act(&mut self, act: &Act, span: Span) {
        match act {
            Act::If(condition) => {
                self.begin(FrameKind::If, span);
                self.case(condition.clone());
            }
            Act::Choose => self.begin(FrameKind::If, span),
            Act::Switch(subject) => self.begin(FrameKind::Switch(subject.clone()), span),
            Act::ElseIf(condition) => {
                self.close_inner(End::If);
                self.case(condition.clone());
            }
            Act::Case(values) => {
                self.close_inner(End::Switch);
                if let Some(Frame {
                    kind: FrameKind::Switch(subject),
                    ..
                }) = self.open.last()
                {
                    let condition = subject.clone().one_of(values.clone());
                    self.case(condition);
                }
            }
            Act::Else => {
                let inner = self
                    .open
                    .iter()
                    .rev()
                    .find(|frame| frame.kind != FrameKind::Other);
                let end = match inner.map(|frame| &frame.kind) {
                    Some(FrameKind::Switch(_)) => End::Switch,
                    _ => End::If,
                };
                self.close_inner(end);
                if let Some(frame) = self
                    .open
                    .last_mut()
                    .filter(|frame| frame.kind != FrameKind::Other)
                {
                    frame.rest.get_or_insert_default();
                    frame.current = Current::Rest;
                }
                self.before.clear();
            }
            Act::ElseAfter => {
                if let Some(mut frame) = self.done.take() {
                    frame.rest.get_or_insert_default();
                    frame.current = Current::Rest;
                    self.open.push(frame);
                } else {
                    self.begin(FrameKind::Other, span);
                }
            }
            Act::Loop | Act::Block => self.begin(FrameKind::Other, span),
            Act::End(end) => self.end(*end, span),
            Act::Set(name, expression) => {
                self.choices(expression, Some(name), span);
                let Some(literal) = printed(expression).cloned() else {
                    return;
                };
                match self.body() {
                    Some(body) => {
                        body.set.get_or_insert((name.clone(), literal));
                    }
                    None => {
                        self.variables.insert(name.clone(), literal);
                    }
                }
            }
            Act::Other => {
                self.finish();
                self.before.clear();
                if let Some(body) = self.body() {
                    body.nested();
                }
            }
            Act::Extends | Act::Quiet => {}
        }
    }

    fn begin(&mut self, kind: FrameKind, span: Span) {
        if self.open.len() >= MOST_OPEN {
            self.open.clear();
        }
        let previous = if kind == FrameKind::Other {
            None
        } else {
            self.done.take().map(Box::new)
        };
        let frame = Frame {
            kind,
            cases: Vec::new(),
            rest: None,
            current: Current::Nothing,
            span,
            attribute: self.markup.attribute().map(str::to_owned),
            before: std::mem::take(&mut self.before),
            past: self.past(),
            previous,
        };
        self.open.push(frame);
    }

    /// Conditions that lead elsewhere before a branch that starts here.
    fn past(&self) -> Vec<Expression> {
        const MOST: usize = 8;
        let around = self.open.iter().rev().take(MOST).rev();
        around.flat_map(Frame::past_here).collect()
    }

    fn case(&mut self, condition: Expression) {
        if let Some(frame) = self
            .open
            .last_mut()
            .filter(|frame| frame.kind != FrameKind::Other)
        {
            let test = Test::from_condition(&condition);
            if test.is_none() {
                let asked = joined(&condition, self.topic);
                let asked = asked.into_iter().map(|mapping| (mapping, frame.span));
                self.found.mappings.extend(asked);
            }
            frame.cases.push(Case {
                test,
                condition,
                body: Body::default(),
            });
            frame.current = Current::Case;
        }
        self.before.clear();
    }

    /// Drops branches left open inside one that continues or ends here.
    fn close_inner(&mut self, end: End) {
        let fits = |frame: &Frame| match end {
            End::If => frame.kind == FrameKind::If,
            End::Switch => matches!(frame.kind, FrameKind::Switch(_)),
            End::Loop => frame.kind == FrameKind::Other,
            End::Any => true,
        };
        if self.open.iter().any(fits) {
            while self.open.last().is_some_and(|frame| !fits(frame)) {
                if let Some(frame) = self.open.pop() {
                    self.abandon(frame);
                }
            }
        }
    }

    /// Abandons a branch without an end.
    fn abandon(&mut self, frame: Frame) {
        if !frame.cases.is_empty() {
            self.found.endless.push(frame.span);
        }
        self.flush(frame.previous.map(|frame| *frame));
    }

    fn end(&mut self, end: End, span: Span) {
        self.close_inner(end);
        let fits = match (end, self.open.last().map(|frame| &frame.kind)) {
            (_, None) => false,
            (End::Any, _)
            | (End::If, Some(FrameKind::If))
            | (End::Switch, Some(FrameKind::Switch(_)))
            | (End::Loop, Some(FrameKind::Other)) => true,
            _ => false,
        };
        if !fits {
            return;
        }
        let Some(mut frame) = self.open.pop() else {
            return;
        };
        frame.span = frame.span.to(span);
        if frame.kind == FrameKind::Other {
            return;
        }
        self.before.clear();
        if let Some(body) = self.body() {
            body.nested();
        }
        let earlier = self.done.take();
        self.flush(earlier);
        match frame.previous.take() {
            Some(previous) => match previous.join(&frame) {
                Some(joined) => self.done = Some(joined),
                None => {
                    self.flush(Some(*previous));
                    self.done = Some(frame);
                }
            },
            None => self.done = Some(frame),
        }
    }

    /// Completes a closed branch, which cannot continue any more.
    fn finish(&mut self) {
        let done = self.done.take();
        self.flush(done);
    }

    fn flush(&mut self, frame: Option<Frame>) {
        let mut next = frame;
        while let Some(mut frame) = next {
            next = frame.previous.take().map(|frame| *frame);
            self.found
                .mappings
                .extend(frame.mappings(&self.variables, self.topic));
        }
    }

    /// The choices inside an expression.
    fn choices(&mut self, expression: &Expression, target: Option<&str>, span: Span) {
        let mut open = if self.by_expression {
            vec![expression]
        } else {
            Vec::new()
        };
        while let Some(expression) = open.pop() {
            let chosen = chain(expression);
            if chosen.is_empty() {
                open.extend(expression.parts());
                continue;
            }
            let attribute = target
                .or_else(|| self.markup.attribute())
                .map(str::to_owned);
            let mut frame = Frame {
                kind: FrameKind::If,
                cases: Vec::new(),
                rest: None,
                current: Current::Nothing,
                span,
                attribute,
                before: self.before.clone(),
                past: self.past(),
                previous: None,
            };
            for (condition, result) in chosen {
                let mut body = Body::default();
                match result {
                    Some(result) => body.output(result, span),
                    None => body.closed = true,
                }
                match condition {
                    Some(condition) => frame.cases.push(Case {
                        test: Test::from_condition(condition),
                        condition: condition.clone(),
                        body,
                    }),
                    None => frame.rest = Some(body),
                }
            }
            self.found
                .mappings
                .extend(frame.mappings(&self.variables, self.topic));
        }
    }
}

/// `a ? b : c ? d : e` as its cases; the last without a condition.
fn chain(expression: &Expression) -> Vec<(Option<&Expression>, Option<&Expression>)> {
    let mut cases = Vec::new();
    let mut current = expression;
    loop {
        let (condition, then, otherwise) = match current {
            Expression::Conditional {
                condition,
                then,
                otherwise,
            } => (condition, then, otherwise.as_deref()),
            // g == "m" and "Herr" or "Frau"
            Expression::Or(left, right) => match &**left {
                Expression::And(condition, then) if printed(then).is_some() => {
                    (condition, then, Some(&**right))
                }
                _ => break,
            },
            _ => break,
        };
        cases.push((Some(&**condition), Some(&**then)));
        match otherwise {
            Some(other) => current = other,
            None => {
                cases.push((None, None));
                return cases;
            }
        }
    }
    if !cases.is_empty() {
        cases.push((None, Some(current)));
    }
    cases
}

/// Cuts a text to its end.
fn shorten(text: &mut String) {
    const MOST: usize = 200;
    if text.len() > 2 * MOST {
        let mut start = text.len() - MOST;
        while !text.is_char_boundary(start) {
            start += 1;
        }
        text.drain(..start);
    }
}

fn trimmed(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    let start = span.start as usize + lead;
    Span::new(
        start,
        start.max(span.start as usize + text.trim_end().len()),
    )
}

/// The labels of a case: unquoted names, which are not strings in many languages.
pub fn labels(expressions: Vec<Expression>) -> Vec<Expression> {
    expressions
        .into_iter()
        .map(|expression| match label(&expression) {
            Some(constant) => Expression::Literal(constant),
            None => expression,
        })
        .collect()
}
