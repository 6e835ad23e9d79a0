//! Parts of a template from another file or block: `{% include %}`, `<%= yield %>`, `{{> part}}`, an empty block.

use super::piece::{Act, Piece, PieceKind};
use crate::format::html::{brings_elements, is_said_beside};

/// Offsets of parts from elsewhere.
pub fn parts(source: &str, pieces: &[Piece]) -> Vec<u32> {
    let text = |piece: &Piece| source.get(piece.span.range()).unwrap_or_default();
    let found = pieces.iter().enumerate().filter(|(at, piece)| {
        let brings = match &piece.kind {
            PieceKind::Literal | PieceKind::Comment => false,
            // `do_action('form_end')` prints the output of any hooks.
            PieceKind::Act(Act::Quiet) if text(piece).contains("do_action(") => true,
            PieceKind::Act(Act::Quiet | Act::Block) => is_empty_block(source, pieces, *at),
            PieceKind::Act(Act::Other) | PieceKind::Output(..) => {
                let text = text(piece);
                text.starts_with("{{>") || brings_elements(text)
            }
            PieceKind::Act(_) => false,
        };
        brings && !is_said_beside(text(piece))
    });
    found.map(|(_, piece)| piece.span.start).collect()
}

/// `{% block more %}{% endblock %}`: filled by the templates that extend this one.
fn is_empty_block(source: &str, pieces: &[Piece], at: usize) -> bool {
    let word = |piece: &Piece| {
        let text = source.get(piece.span.range()).unwrap_or_default();
        let text = text.trim_start_matches(|ch: char| !ch.is_alphabetic());
        let end = text.find(|ch: char| !ch.is_alphanumeric());
        text.get(..end.unwrap_or(text.len())).unwrap_or_default()
    };
    let is_blank = |piece: &&Piece| {
        let text = source.get(piece.span.range()).unwrap_or_default();
        piece.kind == PieceKind::Literal && text.trim().is_empty()
    };
    let mut behind = pieces.iter().skip(at + 1).skip_while(is_blank);
    pieces.get(at).is_some_and(|piece| word(piece) == "block")
        && behind.next().is_some_and(|next| word(next) == "endblock")
}
