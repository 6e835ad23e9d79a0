//! Mako: `% if …:` and `##` at the start of a line, `<%include …/>`, `<%def …>` and Python code between `<%` and `%>`.

use super::super::parser::expression;
use super::super::piece::{Act, End, PieceKind};
use super::{Found, Scanner, comment, end_of, trim};
use crate::format::logic::Expression;
use crate::model::Span;

impl Scanner<'_> {
    /// A line of control flow, or a comment.
    pub(super) fn mako_line(&self, at: usize) -> Option<Found> {
        let line = self.own_line(at)?;
        if line.starts_with("##") {
            return Some((line.len(), vec![PieceKind::Comment]));
        }
        let code = line.strip_prefix('%')?;
        if code.starts_with('%') {
            // A doubled sign is literal.
            return None;
        }
        let statement = code.trim().trim_end_matches(':').trim_end();
        let end = statement.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        let (word, condition) = statement.split_at(end.unwrap_or(statement.len()));
        let asked = || {
            let Some(start) = code.find(condition).filter(|_| !condition.is_empty()) else {
                return Expression::unknown();
            };
            let start = at + 1 + start;
            let span = Span::new(start, start + condition.len());
            expression(self.source, trim(self.source, span), false)
        };
        let act = match word {
            "if" => Act::If(asked()),
            "elif" => Act::ElseIf(asked()),
            "else" | "except" | "finally" => Act::Else,
            "try" => Act::If(Expression::unknown()),
            "for" | "while" => Act::Loop,
            "endif" | "endtry" => Act::End(End::If),
            "endfor" | "endwhile" => Act::End(End::Loop),
            "with" => Act::Block,
            "endwith" => Act::End(End::Any),
            _ => Act::Quiet,
        };
        Some((line.len(), vec![PieceKind::Act(act)]))
    }

    /// `<%include file="…"/>`, `<%block name="…">`, `</%block>`, `<% … %>`.
    pub(super) fn mako_tag(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        for hidden in ["doc", "text"] {
            let opens = format!("<%{hidden}");
            let closes = format!("</%{hidden}>");
            if let Some(found) = self.between(at, &opens, &closes) {
                return Some(match hidden {
                    "doc" => comment(found),
                    // Shown literally, including marks.
                    _ => (found.0, vec![PieceKind::Act(Act::Other)]),
                });
            }
        }
        let closes = rest.starts_with("</%");
        let named = rest.strip_prefix(if closes { "</%" } else { "<%" })?;
        let end = named.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | ':' | '.')));
        let (name, behind) = named.split_at(end.unwrap_or(named.len()));
        if name.is_empty() || !closes && is_code(behind) {
            let (length, _) = self.between(at, "<%", "%>")?;
            return Some((length, vec![PieceKind::Act(Act::Quiet)]));
        }
        let end = end_of(behind, b'>')?;
        let length = rest.len() - behind.len() + end + 1;
        let alone = behind.get(..end)?.ends_with('/');
        let act = match name {
            "inherit" => Act::Extends,
            "page" | "namespace" => Act::Quiet,
            "block" if closes => Act::End(End::Any),
            "block" if !alone => Act::Block,
            // Calls, and content written here and shown elsewhere.
            _ => Act::Other,
        };
        Some((length, vec![PieceKind::Act(act)]))
    }
}

/// Whether a word after `<%` starts Python code: no attribute and no end of a tag follow.
fn is_code(behind: &str) -> bool {
    let rest = behind.trim_start();
    let end = rest.find(|ch: char| !(ch.is_alphanumeric() || ch == '_' || ch == '-'));
    let attribute = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let given = || {
        let value = rest.get(attribute.len()..).unwrap_or_default().trim_start();
        let value = value.strip_prefix('=').unwrap_or_default().trim_start();
        value.starts_with(['"', '\''])
    };
    !(rest.starts_with('>') || rest.starts_with("/>") || !attribute.is_empty() && given())
}
