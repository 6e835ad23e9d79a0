//! Branches of a template whose condition never holds, so that their content is never shown.

use super::piece::{Act, End, Piece, PieceKind};
use crate::format::logic::{ConstantKind, Expression};
use crate::model::Span;

/// An open branch or block.
struct Open {
    branches: bool,
    /// Start of the part that is never shown.
    off: Option<usize>,
}

/// The parts of a template that are never shown.
pub fn never_shown(pieces: &[Piece]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for piece in pieces {
        let PieceKind::Act(act) = &piece.kind else {
            continue;
        };
        let (start, end) = (piece.span.start as usize, piece.span.end as usize);
        let begin = |condition: &Expression| never_holds(condition).then_some(end);
        match act {
            Act::If(condition) => open.push(Open {
                branches: true,
                off: begin(condition),
            }),
            Act::Choose | Act::Switch(_) | Act::Loop | Act::Block => open.push(Open {
                branches: false,
                off: None,
            }),
            Act::ElseIf(_) | Act::Else => {
                let Some(last) = open.iter_mut().rev().find(|open| open.branches) else {
                    continue;
                };
                found.extend(last.off.take().map(|from| Span::new(from, start)));
                if let Act::ElseIf(condition) = act {
                    last.off = begin(condition);
                }
            }
            Act::End(kind) => {
                let ends = |open: &Open| match kind {
                    End::If => open.branches,
                    End::Switch | End::Loop => !open.branches,
                    End::Any => true,
                };
                if let Some(at) = open.iter().rposition(ends) {
                    let last = open.split_off(at).into_iter().next();
                    let from = last.and_then(|last| last.off);
                    found.extend(from.map(|from| Span::new(from, start)));
                }
            }
            _ => {}
        }
    }
    found.retain(|span| span.start < span.end);
    found
}

fn never_holds(condition: &Expression) -> bool {
    let text = match condition {
        Expression::Literal(constant) if constant.kind == ConstantKind::Scalar => &constant.text,
        Expression::Name(name) if name.receiver.is_empty() => &name.path,
        _ => return false,
    };
    matches!(text.value.as_str(), "false" | "False" | "FALSE" | "0")
}
