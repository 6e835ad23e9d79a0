//! Languages that do little more than include files: `@@include('…')` of gulp-file-include, `[[> …]]`, `<!--#include
//! …-->` of web servers.

use super::super::parser::expression;
use super::super::piece::{Act, End, PieceKind};
use super::{Found, Scanner, end_of, path_length};
use crate::format::logic::Expression;
use crate::model::Span;

impl Scanner<'_> {
    /// `@@include('kopf.html', {…})`, `@@if (…) {`, `@@name`.
    pub(super) fn file_include(&mut self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?.strip_prefix("@@")?;
        let end = rest.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        match word {
            "" => None,
            "include" | "loop" => {
                let gap = behind.len() - behind.trim_start().len();
                let inside = behind.trim_start().strip_prefix('(')?;
                let end = end_of(inside, b')')?;
                let length = 2 + word.len() + gap + 1 + end + 1;
                Some((length, vec![PieceKind::Act(Act::Other)]))
            }
            "if" | "for" => {
                // Its braces are like those of Razor.
                let (length, kinds) = self.braces.at_sign(self.source, at + 1)?;
                Some((length + 1, kinds))
            }
            _ => {
                let path = Span::new(at + 2, at + 2 + path_length(rest));
                let value = expression(self.source, path, false);
                let length = path.range().len() + 2;
                Some((length, vec![PieceKind::Output(value, None)]))
            }
        }
    }

    /// `[[> kopf]]`, `[[titel]]`.
    pub(super) fn partial(&self, at: usize) -> Option<Found> {
        let (length, inner) = self.between(at, "[[", "]]")?;
        let is_partial = self.source.get(inner.range())?.starts_with('>');
        let kind = match is_partial {
            true => PieceKind::Act(Act::Other),
            false => self.print(inner),
        };
        Some((length, vec![kind]))
    }

    /// `<!--#include virtual="kopf.html" -->`, `<!--#if expr="…" -->`.
    pub(super) fn server_side(&self, at: usize) -> Option<Found> {
        let (length, inner) = self.between(at, "<!--#", "-->")?;
        let directive = self.source.get(inner.range())?;
        let word = directive.split_whitespace().next().unwrap_or_default();
        let act = match word {
            "if" => Act::If(Expression::unknown()),
            "elif" => Act::ElseIf(Expression::unknown()),
            "else" => Act::Else,
            "endif" => Act::End(End::If),
            "set" | "config" => Act::Quiet,
            _ => Act::Other,
        };
        Some((length, vec![PieceKind::Act(act)]))
    }
}
