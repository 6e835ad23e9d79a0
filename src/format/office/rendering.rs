//! A word processor document as text: one line per paragraph, fields in brackets.
//!
//! Such a document has no lines of its own. Positions count paragraphs instead: first the body, then headers, footers
//! and notes. Excerpts show the paragraph's text.

use crate::format::limits::TEXT_DEPTH;
use crate::format::logic::{Constant, Expression};
use crate::format::template::{Act, End, Piece, PieceKind, name};
use crate::model::{Located, Span};

/// How a checkbox is written.
pub const BOX: &str = "☐";

/// A field, filled in by a program or a person.
#[derive(Clone, Debug)]
pub enum Field {
    /// The value of a name.
    Value(String),
    /// One of two texts.
    If {
        /// The tested value.
        left: Vec<Part>,
        /// What it is compared with; empty if the whole condition is on the left.
        right: Vec<Part>,
        /// Whether they must be equal.
        equal: bool,
        /// Printed if the condition holds.
        then: Vec<Part>,
        /// Printed otherwise.
        otherwise: Vec<Part>,
    },
    /// A checkbox.
    Box,
    /// Anything else: dates, page numbers.
    Other,
}

/// A part of a text with fields.
#[derive(Clone, Debug)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// A field.
    Field(Field),
}

/// A text with pieces, being built.
#[derive(Debug, Default)]
pub struct Rendering {
    /// The text.
    pub text: String,
    /// Its pieces.
    pub pieces: Vec<Piece>,
}

impl Rendering {
    /// Starts a paragraph.
    pub fn paragraph(&mut self) {
        if !self.text.is_empty() {
            self.literal("\n");
        }
    }

    /// Adds literal text.
    pub fn literal(&mut self, words: &str) {
        let span = self.push(words);
        if span.start == span.end {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece {
                span: before,
                kind: PieceKind::Literal,
            }) => *before = before.to(span),
            _ => self.piece(span, PieceKind::Literal),
        }
    }

    /// Adds text that is not visible in the letter.
    pub fn quiet(&mut self, text: &str) -> Span {
        let span = self.push(text);
        self.piece(span, PieceKind::Act(Act::Quiet));
        span
    }

    /// Adds an act at the current position.
    pub fn act(&mut self, act: Act) {
        let at = self.text.len();
        self.piece(Span::new(at, at), PieceKind::Act(act));
    }

    /// Adds a field.
    pub fn field(&mut self, field: &Field) {
        self.nested(field, TEXT_DEPTH);
    }

    fn nested(&mut self, field: &Field, depth: usize) {
        match field {
            _ if depth == 0 => {}
            Field::Value(name) => {
                let span = self.push(&format!("«{name}»"));
                let name = crate::format::template::name(Located::with_span(name.clone(), span));
                self.piece(span, PieceKind::Output(name, None));
            }
            Field::If { .. } => {
                self.branches(field, depth - 1);
                self.quiet("\"}");
                self.act(Act::End(End::If));
            }
            Field::Box => self.literal(BOX),
            Field::Other => {
                let span = self.push("{…}");
                self.piece(span, PieceKind::Act(Act::Other));
            }
        }
    }

    /// Word has no `else if`: an IF field that is the last text of another one counts as such.
    fn branches(&mut self, field: &Field, depth: usize) {
        let mut next = Some(field);
        let mut further = false;
        while let Some(Field::If {
            left,
            right,
            equal,
            then,
            otherwise,
        }) = next
        {
            let condition = self.condition(left, right, *equal);
            self.act(if further {
                Act::ElseIf(condition)
            } else {
                Act::If(condition)
            });
            self.quiet(" \"");
            self.parts(then, depth);
            self.quiet("\" \"");
            next = only(otherwise);
            if next.is_none() {
                self.act(Act::Else);
                self.parts(otherwise, depth);
            }
            further = true;
        }
    }

    fn condition(&mut self, left: &[Part], right: &[Part], equal: bool) -> Expression {
        self.quiet("{IF ");
        let sides = [left, right].map(|side| {
            let mut name = None;
            let mut words = String::new();
            for part in side {
                match part {
                    Part::Text(text) => words.push_str(text),
                    Part::Field(Field::Value(value)) => name = Some(value.clone()),
                    Part::Field(_) => return None,
                }
            }
            match name {
                Some(name) => words.trim().is_empty().then_some((name, true)),
                None => Some((words, false)),
            }
        });
        let [left, right] = sides;
        let (Some((left, left_is_field)), Some((right, right_is_field))) = (left, right) else {
            self.quiet("…");
            return Expression::unknown();
        };
        let left = match self.side(left, left_is_field) {
            // Bookmarks and variables are compared by bare name.
            Expression::Literal(Constant { text, .. }) if !right_is_field => name(text),
            side => side,
        };
        self.quiet(if equal { " = " } else { " <> " });
        let right = self.side(right, right_is_field);
        left.equals(right).negated_if(!equal)
    }

    fn side(&mut self, text: String, is_field: bool) -> Expression {
        let shown = if is_field {
            format!("«{text}»")
        } else {
            format!("\"{text}\"")
        };
        let span = self.quiet(&shown);
        let located = Located::with_span(text.trim().to_owned(), span);
        if is_field {
            name(located)
        } else {
            Expression::text(located)
        }
    }

    fn parts(&mut self, parts: &[Part], depth: usize) {
        for part in parts {
            match part {
                Part::Text(text) => self.literal(text),
                Part::Field(field) => self.nested(field, depth),
            }
        }
    }

    fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    fn piece(&mut self, span: Span, kind: PieceKind) {
        self.pieces.push(Piece { span, kind });
    }
}

/// The IF field, if a text consists of nothing else.
fn only(parts: &[Part]) -> Option<&Field> {
    let blank = |part: &&Part| !matches!(part, Part::Text(text) if text.trim().is_empty());
    let mut parts = parts.iter().filter(blank);
    match (parts.next(), parts.next()) {
        (Some(Part::Field(field @ Field::If { .. })), None) => Some(field),
        _ => None,
    }
}
