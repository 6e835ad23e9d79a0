//! What receives the value of an expression.

use std::ops::Range;

use super::{find, groups};
use crate::format::sql::stream::{Stream, items};
use crate::format::sql::token::{Kind, Tok};

/// Whether an aggregate function starts right before.
pub fn in_aggregate(before: &[Tok]) -> bool {
    let toks = match before {
        [rest @ .., last] if last.is_any(&["DISTINCT", "ALL"]) => rest,
        _ => before,
    };
    matches!(toks, [.., name, open] if open.mark("(") && name.is_any(&["SUM", "COUNT", "AVG", "TOTAL"]))
}

/// What receives the value: the alias after it, or what it is assigned to.
pub fn parse_target(toks: &[Tok], start: usize, end: usize, path: &[String]) -> Option<String> {
    if let [.., before, name, equals] = &toks[..start]
        && (equals.mark("=") || equals.mark(":="))
        && name.is_name()
        && (equals.mark(":=")
            || before.is_any(&["SET", "SELECT"])
            || before.mark(",")
            || before.mark(".")
            || before.mark("@"))
    {
        return Some(name.text.to_string());
    }
    if toks[..start]
        .last()
        .is_some_and(|before| before.is("RETURN"))
    {
        return path.last().cloned();
    }
    // `MAX(CASE … END) AS name`: skip enclosing calls.
    let mut rest = toks.get(end..)?;
    while let [close, behind @ ..] = rest
        && close.mark(")")
    {
        rest = behind;
    }
    const KEYWORDS: &[&str] = &[
        "FROM", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "ASC", "DESC", "WHERE", "GROUP",
        "ORDER", "UNION", "INTO", "IN", "IS", "NOT", "LIKE", "LIMIT", "HAVING", "ON", "JOIN",
        "COLLATE",
    ];
    match rest {
        [word, name, ..] if word.is("AS") && (name.is_name() || name.kind == Kind::Text) => {
            Some(name.text.to_string())
        }
        [name, ..] if name.is_name() && !name.is_any(KEYWORDS) => Some(name.text.to_string()),
        _ => None,
    }
}

/// `INSERT INTO t (a, b) SELECT x, CASE … END`: ranges of tokens with the column that receives them.
pub fn inserted(toks: &[Tok]) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    if !toks
        .first()
        .is_some_and(|first| first.is_any(&["INSERT", "MERGE", "WITH"]))
    {
        return out;
    }
    let Some(into) = toks.iter().position(|tok| tok.is("INTO")) else {
        return out;
    };
    let mut stream = Stream::new(&toks[into + 1..]);
    let Some(columns) = stream.name().and_then(|_| stream.group()) else {
        return out;
    };
    let columns = items(columns);
    let behind = toks.len() - stream.rest().len();
    let Some(select) = toks[behind..].iter().position(|tok| tok.is("SELECT")) else {
        return out;
    };
    let mut at = behind + select + 1;
    let list = &toks[at..];
    let end = find(list, |tok| tok.is("FROM")).unwrap_or(list.len());
    for (item, column) in groups(&list[..end]).into_iter().zip(columns) {
        if let [name] = column {
            out.push((at..at + item.len(), name.text.to_string()));
        }
        at += item.len() + 1;
    }
    out
}
