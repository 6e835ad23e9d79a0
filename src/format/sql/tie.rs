//! Conditions that tie the values of several columns together: `CHECK (g = 'w' OR a IS NULL)`.

use super::schema::Tie;
use super::statement::{conjuncts, is_literal, located};
use super::stream::{Stream, items};
use super::token::{Kind, Tok};
use crate::model::Located;

/// Longer conditions are data.
const MOST_TOKENS: usize = 2_000;

/// The ties in a condition; `column` maps names to columns. Conjuncts on their own tie nothing.
pub fn parse_ties(toks: &[Tok], column: &dyn Fn(&str) -> Option<usize>) -> Vec<Tie> {
    if toks.len() > MOST_TOKENS {
        return Vec::new();
    }
    let chooses = |part: &[Tok]| part.iter().any(|tok| tok.is_any(&["OR", "NOT", "CASE"]));
    conjuncts(toks)
        .into_iter()
        .filter(|part| chooses(part))
        .map(|part| tie(part, column))
        .filter(|tie| tie.len() > 1 && tie.iter().any(|(_, values)| !values.is_empty()))
        .collect()
}

/// The columns in a part, with the values they are compared with.
fn tie(toks: &[Tok], column: &dyn Fn(&str) -> Option<usize>) -> Tie {
    let mut tie: Tie = Vec::new();
    for (at, tok) in toks.iter().enumerate() {
        let call = toks.get(at + 1).is_some_and(|next| next.mark("("));
        let cast = at > 0 && toks[at - 1].mark("::");
        if !tok.is_name() || cast || (call && tok.kind == Kind::Word) {
            continue;
        }
        let Some(index) = column(&tok.text) else {
            continue;
        };
        let values = compared(&toks[at + 1..]);
        match tie.iter_mut().find(|(known, _)| *known == index) {
            Some((_, known)) => known.extend(values),
            None => tie.push((index, values)),
        }
    }
    tie
}

/// `= 'm'`, `<> 'm'`, `IN ('m', 'w')`, `NOT IN (…)` after a column; a cast or the end of a call may come first.
fn compared(toks: &[Tok]) -> Vec<Located<String>> {
    let toks = match toks {
        [colons, _, rest @ ..] if colons.mark("::") => rest,
        [close, rest @ ..] if close.mark(")") => rest,
        _ => toks,
    };
    let mut stream = Stream::new(toks);
    if ["=", "==", "<>", "!="]
        .iter()
        .any(|mark| stream.take_mark(mark))
    {
        let literal = stream.peek().filter(|tok| is_literal(tok));
        return literal.map(located).into_iter().collect();
    }
    stream.take(&["NOT"]);
    if !stream.take(&["IN"]) {
        return Vec::new();
    }
    let inside = stream.group().unwrap_or_default();
    let literals = items(inside).into_iter().filter_map(|item| item.first());
    literals
        .filter(|tok| is_literal(tok))
        .map(located)
        .collect()
}
