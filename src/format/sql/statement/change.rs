//! `UPDATE` statements that overwrite values: by a literal, or depending on their own value or another column's.

use super::condition;
use super::{find, groups, inner, is_literal, located, path_of};
use crate::format::logic::Test;
use crate::format::sql::schema::fold;
use crate::format::sql::stream::{Stream, span_of};
use crate::format::sql::token::Tok;
use crate::model::{
    Comparison, Located, Mapping, MappingArm, RelationKind, Selection, Span, Statement,
    StatementKind,
};

/// Longer statements contain something else.
const LONGEST: usize = 5_000;

/// Finds all changes in a script or the body of a routine.
pub fn all(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    for (at, tok) in toks.iter().enumerate() {
        // `ON UPDATE`, `FOR UPDATE`, `BEFORE UPDATE` change nothing here.
        let begins = at
            .checked_sub(1)
            .and_then(|before| toks.get(before))
            .is_none_or(|before| {
                before.mark(";") || before.is_any(&["BEGIN", "THEN", "ELSE", "LOOP", "DO", "AS"])
            });
        if tok.is("UPDATE") && begins {
            let rest = &toks[at..toks.len().min(at + LONGEST)];
            let end = find(rest, |tok| tok.mark(";")).unwrap_or(rest.len());
            update(&rest[..end], path, found);
        }
    }
}

fn update(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    let mut stream = Stream::new(&toks[1..]);
    while stream
        .peek()
        .is_some_and(|tok| tok.is_any(&["ONLY", "IGNORE", "LOW_PRIORITY", "OR", "REPLACE"]))
    {
        stream.next();
    }
    let Some(table) = stream.name() else { return };
    let mut path = path.to_vec();
    path.push(table.own.value);
    let rest = stream.rest();
    let Some(set) = find(rest, |tok| tok.is("SET")) else {
        return;
    };
    let rest = &rest[set + 1..];
    let end = find(rest, |tok| tok.is_any(&["WHERE", "FROM", "RETURNING"])).unwrap_or(rest.len());
    let filter = find(rest, |tok| tok.is("WHERE")).map(|at| &rest[at + 1..]);
    for assignment in groups(&rest[..end]) {
        let Some(equals) = find(assignment, |tok| tok.mark("=")) else {
            continue;
        };
        let Some(column) = condition::name(&assignment[..equals]) else {
            continue;
        };
        let to = match inner(&assignment[equals + 1..]) {
            [null] if null.is("NULL") => None,
            [literal] if is_literal(literal) => Some(located(literal)),
            [literal, colons, name]
                if is_literal(literal) && colons.mark("::") && name.is_name() =>
            {
                Some(located(literal))
            }
            _ => continue,
        };
        if let Some(kind) = judge(&path, condition::last(&column), to, filter) {
            found.push((kind, span_of(toks)));
        }
    }
}

fn judge(
    path: &[String],
    column: &str,
    to: Option<Located<String>>,
    filter: Option<&[Tok]>,
) -> Option<RelationKind> {
    let statement = |of| {
        let kind = StatementKind::Recode { of, to: to.clone() };
        Some(RelationKind::Statement(Statement {
            path: path_of(path),
            column: column.to_owned(),
            kind,
        }))
    };
    let Some(filter) = filter else {
        return statement(Selection::Everything);
    };
    let tests: Vec<Test> = condition::test(filter)
        .into_iter()
        .chain(
            condition::conjuncts(filter)
                .into_iter()
                .filter_map(condition::test),
        )
        .collect();
    let is_whole = |test: &&Test| test.subject.by == Comparison::Whole;
    if let Some(own) = tests
        .iter()
        .filter(is_whole)
        .find(|test| condition::column(test) == fold(column))
    {
        return statement(own.selection());
    }
    // Depending on another column: a mapping from it.
    let other = tests
        .first()
        .filter(|other| condition::column(other) != fold(column))
        .filter(|_| condition::conjuncts(filter).len() == 1)?;
    let Selection::Values(from) = other.selection() else {
        return None;
    };
    Some(RelationKind::Mapping(Mapping {
        path: path_of(path),
        subject: other.subject.text.clone(),
        by: other.subject.by,
        target: column.to_owned(),
        arms: vec![MappingArm {
            from,
            to: Some(to?),
        }],
        ..Mapping::default()
    }))
}

/// Whether a change continues the mapping of an earlier one.
pub fn continues(last: &Mapping, next: &Mapping) -> bool {
    last.path == next.path
        && last.target == next.target
        && last.subject == next.subject
        && last.by == next.by
        && last.fallback.is_none()
        && next.fallback.is_none()
        && next.arms.len() == 1
        && !last.path.0.is_empty()
}
