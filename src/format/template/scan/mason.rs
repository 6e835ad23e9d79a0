//! Mason: lines of Perl after `%`, `<% … %>`, calls of other components between `<&` and `&>`, and blocks such as
//! `<%init>` (HTML::Mason::Devel).

use super::super::piece::{Act, End, PieceKind};
use super::super::statement;
use super::{Found, Scanner, comment, end_of};
use crate::model::Span;

/// Blocks that contain markup; all others contain code or comments.
const OF_MARKUP: [&str; 3] = ["def", "method", "filter"];

impl Scanner<'_> {
    /// A line that starts with `%`.
    pub(super) fn mason_line(&self, at: usize) -> Option<Found> {
        let before = self.source.get(..at)?;
        if !(before.is_empty() || before.ends_with('\n')) {
            return None;
        }
        let rest = self.source.get(at..)?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let code = rest.get(1..length)?;
        if code.trim_start().starts_with('#') {
            return Some((length, vec![PieceKind::Comment]));
        }
        let acts = statement::program(self.source, Span::new(at + 1, at + length), false);
        Some((length, acts.into_iter().map(PieceKind::Act).collect()))
    }

    /// Reads constructs that start with `<%`, `</%`, `<&` or `</&`.
    pub(super) fn mason_tag(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        let act = |length: usize, act: Act| Some((length, vec![PieceKind::Act(act)]));
        if rest.starts_with("</&>") {
            return act("</&>".len(), Act::End(End::Any));
        }
        if rest.starts_with("<&|") {
            return act(self.between(at, "<&|", "&>")?.0, Act::Block);
        }
        if rest.starts_with("<&") {
            return act(self.between(at, "<&", "&>")?.0, Act::Other);
        }
        if let Some(name) = rest.strip_prefix("</%") {
            return act("</%".len() + end_of(name, b'>')? + 1, Act::End(End::Any));
        }
        let inside = rest.strip_prefix("<%")?;
        let word = inside.split(|ch: char| !ch.is_ascii_alphabetic()).next()?;
        let behind = inside.get(word.len()..)?;
        if word.is_empty() || !behind.starts_with(['>', ' ']) || inside.starts_with(' ') {
            return self.between(at, "<%", "%>").map(|found| self.output(found));
        }
        let opens = self.source.get(at..at + "<%".len() + word.len())?;
        if OF_MARKUP.contains(&word.to_ascii_lowercase().as_str()) {
            return act(opens.len() + end_of(behind, b'>')? + 1, Act::Block);
        }
        let closes = format!("</%{word}>");
        self.between(at, opens, &closes).map(comment)
    }
}
