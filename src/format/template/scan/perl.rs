//! Tags of Perl's HTML::Template, also inside attributes: `<TMPL_VAR NAME="person.name">`, `<!-- TMPL_IF mann -->`.

use super::super::parser::expression;
use super::super::piece::{Act, End, PieceKind};
use super::{Found, Scanner, end_of, trim};
use crate::format::logic::Expression;
use crate::model::Span;

impl Scanner<'_> {
    pub(super) fn html_template(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        let comment = rest.starts_with("<!--");
        let (opens, closes) = match comment {
            true => ("<!--", "-->"),
            false => ("<", ">"),
        };
        let inside = rest.strip_prefix(opens)?.trim_start();
        let ends = inside.starts_with('/');
        let word = inside.trim_start_matches('/');
        let marked = word
            .get(..5)
            .is_some_and(|mark| mark.eq_ignore_ascii_case("TMPL_"));
        let name = word.get(5..).filter(|_| marked)?;
        let length = name
            .find(|ch: char| !ch.is_ascii_alphabetic())
            .unwrap_or(name.len());
        let (name, behind) = name.split_at(length);
        let start = self.source.len() - behind.len();
        let end = match comment {
            true => behind.find(closes)?,
            false => end_of(behind, b'>')?,
        };
        let whole = start + end + closes.len() - at;
        let asked = || match self.named(Span::new(start, start + end)) {
            Some(name) => expression(self.source, name, false),
            None => Expression::unknown(),
        };
        let kind = match (name.to_ascii_uppercase().as_str(), ends) {
            ("VAR", false) => PieceKind::Output(asked(), None),
            ("IF", false) => PieceKind::Act(Act::If(asked())),
            ("UNLESS", false) => PieceKind::Act(Act::If(asked().negated())),
            ("ELSIF", false) => PieceKind::Act(Act::ElseIf(asked())),
            ("ELSE", false) => PieceKind::Act(Act::Else),
            ("LOOP", false) => PieceKind::Act(Act::Loop),
            ("IF" | "UNLESS", true) => PieceKind::Act(Act::End(End::If)),
            ("LOOP", true) => PieceKind::Act(Act::End(End::Loop)),
            _ => PieceKind::Act(Act::Other),
        };
        Some((whole, vec![kind]))
    }

    /// The name in the attributes of a tag: `NAME="x"`, `name=x`, or the bare `x`.
    fn named(&self, attributes: Span) -> Option<Span> {
        let text = self.source.get(attributes.range())?;
        let text = text.trim_end_matches('/');
        let given = text
            .as_bytes()
            .windows(5)
            .position(|window| window.eq_ignore_ascii_case(b"name="));
        let from = given.map_or(0, |at| at + 5);
        let rest = text.get(from..)?;
        let value = rest.trim_start();
        let start = attributes.start as usize + from + (rest.len() - value.len());
        let quote = value.chars().next().filter(|ch| matches!(ch, '"' | '\''));
        let span = match quote {
            Some(quote) => {
                let length = value.get(1..)?.find(quote)?;
                Span::new(start + 1, start + 1 + length)
            }
            None => {
                let length = value.find(char::is_whitespace).unwrap_or(value.len());
                Span::new(start, start + length)
            }
        };
        let span = trim(self.source, span);
        (span.start < span.end).then_some(span)
    }
}
