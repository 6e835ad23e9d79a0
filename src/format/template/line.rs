//! Lines of text in a template, with the words before each inserted value.

use super::expression::{path, printed};
use super::markup::Markup;
use super::piece::{Piece, PieceKind};
use crate::model::{Filled, Span};

/// Maximum length of a line; longer ones are paragraphs.
const MOST_CHARS: usize = 240;
/// Maximum number of lines; a page with a table has very many.
const MOST_LINES: usize = 2_000;

/// The lines of a template with inserted values, with their places.
pub fn lines(source: &str, pieces: &[Piece], mut markup: Markup) -> Vec<(Vec<Filled>, Span)> {
    let mut line = Line::default();
    let mut found = Vec::new();
    for piece in pieces {
        match &piece.kind {
            PieceKind::Literal => {
                let text = source.get(piece.span.range()).unwrap_or_default();
                let seen = markup.visible_text(text);
                for (index, part) in seen.split('\n').enumerate() {
                    if index > 0 {
                        line.end(&mut found);
                    }
                    line.text(part, piece.span);
                }
            }
            PieceKind::Output(expression, None) if markup.attribute().is_none() => {
                line.value(
                    match printed(expression) {
                        Some(text) => Filled::Text(text.value.clone()),
                        None => match path(expression) {
                            Some(path) => Filled::Value(path),
                            None => Filled::Unknown,
                        },
                    },
                    piece.span,
                );
            }
            PieceKind::Output(..) | PieceKind::Comment => {}
            PieceKind::Act(_) if piece.prints_unknown() => line.value(Filled::Unknown, piece.span),
            PieceKind::Act(_) => {}
        }
        if found.len() >= MOST_LINES {
            break;
        }
    }
    line.end(&mut found);
    found
}

#[derive(Default)]
struct Line {
    parts: Vec<Filled>,
    span: Option<Span>,
}

impl Line {
    fn text(&mut self, text: &str, at: Span) {
        if text.trim().is_empty() && self.parts.is_empty() {
            return;
        }
        self.cover(at);
        match self.parts.last_mut() {
            Some(Filled::Text(before)) => before.push_str(text),
            _ => self.parts.push(Filled::Text(text.to_owned())),
        }
    }

    fn value(&mut self, value: Filled, at: Span) {
        // The place of a line is that of its first value, because literal text may start far above.
        let filled = |part: &Filled| !matches!(part, Filled::Text(_));
        if !self.parts.iter().any(filled) {
            self.span = Some(at);
        }
        self.cover(at);
        match (&value, self.parts.last_mut()) {
            (Filled::Text(text), Some(Filled::Text(before))) => before.push_str(text),
            _ => self.parts.push(value),
        }
    }

    fn cover(&mut self, at: Span) {
        self.span.get_or_insert(at);
    }

    fn end(&mut self, found: &mut Vec<(Vec<Filled>, Span)>) {
        let parts = std::mem::take(&mut self.parts);
        let span = self.span.take().unwrap_or_default();
        let chars: usize = parts
            .iter()
            .map(|part| match part {
                Filled::Text(text) => text.chars().count(),
                _ => 0,
            })
            .sum();
        let filled = parts.iter().any(|part| matches!(part, Filled::Value(_)));
        if filled && chars <= MOST_CHARS {
            found.push((parts, span));
        }
    }
}
