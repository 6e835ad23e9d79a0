//! Jinja statements on lines of their own: `# for zone in zones:`, `# endfor`, and comments after `##`.

use super::{Found, Scanner, trim};
use crate::format::template::piece::PieceKind;
use crate::format::template::statement;
use crate::model::Span;

/// First words of statements. Any other line that starts with the sign is text.
const STATEMENTS: [&str; 22] = [
    "autoescape",
    "block",
    "call",
    "do",
    "elif",
    "else",
    "extends",
    "filter",
    "for",
    "from",
    "if",
    "import",
    "include",
    "macro",
    "pluralize",
    "set",
    "trans",
    "with",
    "break",
    "continue",
    "raw",
    "debug",
];

impl Scanner<'_> {
    /// The line that starts at a sign, if it is a statement or a comment.
    pub(super) fn jinja_line(&self, at: usize) -> Option<Found> {
        let line = self.own_line(at)?;
        if line.starts_with("##") {
            return Some((line.len(), vec![PieceKind::Comment]));
        }
        let code = line.strip_prefix('#')?;
        let statement = code.trim().trim_end_matches(':').trim_end();
        let word = statement.split_whitespace().next()?;
        let word = word.strip_prefix("end").unwrap_or(word);
        if !code.starts_with([' ', '\t']) || !STATEMENTS.contains(&word) {
            return None;
        }
        let start = at + 1 + code.find(statement)?;
        let inner = trim(self.source, Span::new(start, start + statement.len()));
        let act = statement::jinja(self.source, inner);
        Some((line.len(), vec![PieceKind::Act(act)]))
    }
}
