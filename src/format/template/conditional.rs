//! Choices that a template offers only under a condition, without an alternative.

use super::piece::{Act, End, Piece, PieceKind};
use crate::model::{Domain, Known, SchemaModel, Span, Value};

/// Marks the values of a list under a condition that does not apply to the others.
pub fn mark(model: &mut SchemaModel, pieces: &[Piece]) {
    let under = conditions(pieces);
    if under.is_empty() {
        return;
    }
    for element in &mut model.elements {
        let Known::Yes(Domain::Closed(values)) = &mut element.domain.value else {
            continue;
        };
        // A prompt to choose is outside any condition.
        let is_choice = |value: &&Value| !value.placeholder && !value.raw.value.trim().is_empty();
        let choices = values.iter().filter(is_choice);
        let spans: Vec<Span> = choices.filter_map(|value| value.raw.span).collect();
        let (Some(first), Some(last)) = (
            spans.iter().map(|span| span.start).min(),
            spans.iter().map(|span| span.end).max(),
        ) else {
            continue;
        };
        // Conditions are sorted by their ends, so those around the list follow those inside.
        let near = under.partition_point(|condition| condition.end <= first);
        let near = under[near..].iter();
        let near: Vec<Span> = near
            .take_while(|condition| condition.start < last)
            .copied()
            .collect();
        for condition in near {
            let stands = |span: &Span| condition.start <= span.start && span.end <= condition.end;
            if spans.iter().all(stands) {
                continue;
            }
            let under = |value: &&mut Value| value.raw.span.as_ref().is_some_and(stands);
            for value in values.iter_mut().filter(under) {
                value.conditional = true;
            }
        }
    }
}

/// An open statement.
struct Open {
    start: u32,
    is_condition: bool,
    /// Whether there is an alternative if the condition does not hold.
    has_other: bool,
}

/// Spans under a condition without an alternative.
fn conditions(pieces: &[Piece]) -> Vec<Span> {
    let mut open: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    let begin = |open: &mut Vec<Open>, piece: &Piece, is_condition: bool| {
        open.push(Open {
            start: piece.span.end,
            is_condition,
            has_other: false,
        });
    };
    for piece in pieces {
        let PieceKind::Act(act) = &piece.kind else {
            continue;
        };
        match act {
            Act::If(_) => begin(&mut open, piece, true),
            Act::Choose | Act::Switch(_) | Act::Loop | Act::Block => {
                begin(&mut open, piece, false);
            }
            Act::Else | Act::ElseIf(_) => {
                if let Some(last) = open.last_mut() {
                    last.has_other = true;
                }
            }
            // It belongs to a condition that has ended.
            Act::ElseAfter => {
                found.pop();
                begin(&mut open, piece, false);
            }
            Act::End(end) => {
                let is_meant = |one: &Open| match end {
                    End::Any => true,
                    End::If => one.is_condition,
                    End::Switch | End::Loop => !one.is_condition,
                };
                let Some(at) = open.iter().rposition(is_meant) else {
                    continue;
                };
                let ended = open.drain(at..).next();
                if let Some(one) = ended.filter(|one| one.is_condition && !one.has_other) {
                    found.push(Span {
                        start: one.start,
                        end: piece.span.start,
                    });
                }
            }
            Act::Case(_) | Act::Set(..) | Act::Extends | Act::Other | Act::Quiet => {}
        }
    }
    found
}
