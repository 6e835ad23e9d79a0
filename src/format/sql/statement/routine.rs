//! Triggers that reject every change of a column.

use super::condition;
use super::{find, path_of};
use crate::format::sql::stream::span_of;
use crate::format::sql::token::Tok;
use crate::model::{RelationKind, Span, Statement, StatementKind};

/// Words that raise an error.
const RAISES: &[&str] = &[
    "RAISE",
    "SIGNAL",
    "RAISE_APPLICATION_ERROR",
    "RAISERROR",
    "THROW",
];

/// Maximum number of tokens of a condition with its block.
const LONGEST: usize = 400;

/// Finds comparisons of old and new values that lead to an error.
pub fn frozen(head: &[Tok], body: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    let mut push = |column: &str, conditional: bool, span: Span| {
        let statement = Statement {
            path: path_of(path),
            column: column.to_owned(),
            kind: StatementKind::RejectChanges { conditional },
        };
        found.push((RelationKind::Statement(statement), span));
    };
    for (asked, block) in blocks(body) {
        if !raises(block) {
            continue;
        }
        let parts = condition::conjuncts(asked);
        for part in &parts {
            if let Some(column) = changed(part) {
                push(&column, parts.len() > 1, span_of(asked));
            }
        }
    }
    // SQLite: `BEFORE UPDATE OF geschlecht ON person BEGIN SELECT RAISE(ABORT, …); END`.
    let of = head
        .windows(2)
        .position(|pair| pair[0].is("UPDATE") && pair[1].is("OF"));
    let conditional = head.iter().any(|tok| tok.is_any(&["WHEN", "IF", "WHERE"]));
    if let Some(at) = of
        && let Some(on) = find(&head[at..], |tok| tok.is("ON"))
        && raises(&head[at + on..])
    {
        for column in super::groups(&head[at + 2..at + on]) {
            if let Some(name) = condition::name(column) {
                push(&name, conditional, span_of(column));
            }
        }
    }
}

/// The conditions in a body, each with the block that it leads to.
pub(super) fn blocks(body: &[Tok]) -> impl Iterator<Item = (&[Tok], &[Tok])> {
    let asks = |(_, tok): &(usize, &Tok)| tok.is_any(&["IF", "WHEN"]);
    body.iter().enumerate().filter(asks).filter_map(|(at, _)| {
        let rest = &body[at + 1..body.len().min(at + LONGEST)];
        let then = find(rest, |tok| tok.is_any(&["THEN", "BEGIN"]))?;
        let block = &rest[then + 1..];
        let end = block
            .iter()
            .position(|tok| tok.is_any(&["END", "ELSE", "ELSIF", "ELSEIF"]))
            .unwrap_or(block.len());
        Some((&rest[..then], &block[..end]))
    })
}

pub(super) fn raises(toks: &[Tok]) -> bool {
    toks.iter().enumerate().any(|(at, tok)| {
        let next = toks.get(at + 1);
        // A notice does not reject anything.
        let harmless = tok.is("RAISE")
            && next.is_some_and(|next| next.is_any(&["NOTICE", "INFO", "LOG", "DEBUG", "WARNING"]));
        tok.is_any(RAISES) && !harmless
    })
}

/// The column whose old and new values differ: `OLD.g <> NEW.g`, `NOT (OLD.g <=> NEW.g)`.
fn changed(toks: &[Tok]) -> Option<String> {
    let negated = toks.first().is_some_and(|tok| tok.is("NOT"));
    let toks = super::inner(if negated { &toks[1..] } else { toks });
    let words: Vec<&Tok> = toks.iter().filter(|tok| !tok.mark(":")).collect();
    let [old, dot, column, middle @ .., new, point, same] = words.as_slice() else {
        return None;
    };
    let of = |tok: &Tok, name: &str| tok.text.trim_start_matches(':').eq_ignore_ascii_case(name);
    let both = (of(old, "OLD") && of(new, "NEW")) || (of(old, "NEW") && of(new, "OLD"));
    let differ = match middle {
        [mark] if negated => mark.mark("<=>") || mark.mark("="),
        [mark] => mark.mark("<>") || mark.mark("!="),
        [is, distinct, from] => is.is("IS") && distinct.is("DISTINCT") && from.is("FROM"),
        _ => false,
    };
    let named = dot.mark(".") && point.mark(".") && column.text.eq_ignore_ascii_case(&same.text);
    (both && differ && named).then(|| column.text.to_string())
}
