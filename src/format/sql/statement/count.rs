//! Queries that count rows by value, with one result for each (`COUNT(CASE WHEN g = 'm' …)`, `FILTER`, `PIVOT`).

use super::condition;
use super::{find, groups, inner, is_literal, located, path_of};
use crate::format::logic::Test;
use crate::format::sql::schema::fold;
use crate::format::sql::stream::{Stream, span_of};
use crate::format::sql::token::{Kind, Tok};
use crate::model::{Counted, Located, RelationKind, Selection, Span, Statement, StatementKind};

/// Finds all result lists in a statement.
pub fn all(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    for (at, tok) in toks.iter().enumerate() {
        if tok.is("SELECT") {
            select(&toks[at + 1..], path, found);
        } else if tok.is("PIVOT") && toks.get(at + 1).is_some_and(|next| next.mark("(")) {
            pivot(&toks[at + 1..], path, found);
        }
    }
}

/// The kind of a result.
enum Item {
    Total,
    Count(Test),
    /// All rows minus these.
    Remainder(Test),
}

/// Reads the results between `SELECT` and `FROM`.
fn select(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    /// Wider results count something else.
    const MOST: usize = 200;
    /// Longer text is not a list of results.
    const LONGEST: usize = 2_000;
    let toks = &toks[..toks.len().min(LONGEST)];
    let end = toks
        .iter()
        .enumerate()
        .scan(0usize, |depth, (at, tok)| {
            *depth += usize::from(tok.mark("("));
            if tok.mark(")") {
                // The query ends with the surrounding parentheses.
                *depth = depth.checked_sub(1)?;
            }
            Some((at, *depth == 0 && tok.is_any(&["FROM", "UNION"])))
        })
        .find(|(_, ends)| *ends)
        .map_or_else(|| closed(toks), |(at, _)| at);
    let list = &toks[..end];
    let mut by_column: Vec<(String, String, Vec<Counted>)> = Vec::new();
    let mut total = false;
    for item in groups(list).into_iter().take(MOST) {
        let (expression, name) = named(item);
        let (test, remainder) = match parse_counted_item(expression) {
            Some(Item::Total) => {
                total = true;
                continue;
            }
            Some(Item::Count(test)) => (test, false),
            Some(Item::Remainder(test)) => (test, true),
            None => continue,
        };
        let column = condition::column(&test);
        let counted = Counted {
            name,
            of: test.selection(),
            remainder,
        };
        match by_column.iter_mut().find(|(known, ..)| *known == column) {
            Some((_, _, columns)) => columns.push(counted),
            None => by_column.push((column, test.subject.text, vec![counted])),
        }
    }
    for (_, column, columns) in by_column {
        let statement = Statement {
            path: path_of(path),
            column: condition::last(&column).to_owned(),
            kind: StatementKind::CountByValue { columns, total },
        };
        found.push((RelationKind::Statement(statement), span_of(list)));
    }
}

/// Where the parentheses around these tokens close, or else their end.
fn closed(toks: &[Tok]) -> usize {
    let mut depth = 0usize;
    for (at, tok) in toks.iter().enumerate() {
        if tok.mark("(") {
            depth += 1;
        } else if tok.mark(")") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return at,
            }
        }
    }
    toks.len()
}

/// A result and its alias.
fn named(item: &[Tok]) -> (&[Tok], Option<Located<String>>) {
    match item {
        [expression @ .., word, name] if word.is("AS") => (expression, Some(located(name))),
        [expression @ .., close, name]
            if (close.mark(")") || close.is("END"))
                && (name.is_name() || name.kind == Kind::Text)
                && !name.is("END") =>
        {
            let length = expression.len() + 1;
            (&item[..length], Some(located(name)))
        }
        // SQL Server: `name = COUNT(…)`.
        [name, equals, expression @ ..] if name.is_name() && equals.mark("=") => {
            (expression, Some(located(name)))
        }
        _ => (item, None),
    }
}

fn parse_counted_item(toks: &[Tok]) -> Option<Item> {
    let toks = inner(toks);
    if let Some(minus) = find(toks, |tok| tok.mark("-")) {
        let counted = match parse_counted_item(&toks[minus + 1..])? {
            Item::Count(test) => test,
            _ => return None,
        };
        return matches!(parse_counted_item(&toks[..minus])?, Item::Total)
            .then_some(Item::Remainder(counted));
    }
    // `(SELECT COUNT(*) FROM t WHERE g = 'm')`.
    if let [select, rest @ ..] = toks
        && select.is("SELECT")
    {
        let counts = rest.first().is_some_and(|tok| tok.is("COUNT"));
        let at = find(rest, |tok| tok.is("WHERE")).filter(|_| counts);
        let at = match at {
            Some(at) => at,
            None => return counts.then_some(Item::Total),
        };
        let tests = condition::conjuncts(&rest[at + 1..]);
        let mut by_value = tests.into_iter().filter_map(condition::test);
        return by_value.next().map(Item::Count);
    }
    let [name, behind @ ..] = toks else {
        return None;
    };
    let mut stream = Stream::new(behind);
    let inside = stream.group()?;
    // ROUND, COALESCE and the like don't change what is counted.
    if name.is_any(&["COALESCE", "NVL", "IFNULL", "ISNULL", "CAST"]) {
        return parse_counted_item(groups(inside).first()?);
    }
    if name.is("COUNTIF") {
        return condition::test(inside).map(Item::Count);
    }
    if !name.is_any(&["COUNT", "SUM"]) {
        return None;
    }
    if stream.take(&["FILTER"]) {
        let filter = stream.group()?.strip_prefix_word("WHERE")?;
        return condition_on_value(filter).map(Item::Count);
    }
    if stream.peek().is_some() {
        return None;
    }
    let inside = match inside {
        [distinct, rest @ ..] if distinct.is("DISTINCT") => rest,
        all => all,
    };
    let total = name.is("COUNT")
        && matches!(inside, [only] if only.mark("*") || is_literal(only) || key(only))
        || name.is("COUNT") && matches!(inside, [.., dot, only] if dot.mark(".") && key(only));
    if total {
        return Some(Item::Total);
    }
    let condition = match inside {
        [case, when, rest @ .., end] if case.is("CASE") && when.is("WHEN") && end.is("END") => {
            // With more than one case, or a result for the rest, it does not count one value.
            if find(rest, |tok| tok.is("WHEN")).is_some() {
                return None;
            }
            let then = find(rest, |tok| tok.is("THEN"))?;
            let otherwise = find(rest, |tok| tok.is("ELSE"));
            counts_as(
                rest.get(then + 1..otherwise.unwrap_or(rest.len()))?,
                otherwise.map(|at| &rest[at + 1..]),
            )?;
            &rest[..then]
        }
        [case, rest @ .., end] if case.is("CASE") && end.is("END") => {
            return simple_case(rest).map(Item::Count);
        }
        [function, open, arguments @ .., close]
            if function.is_any(&["IF", "IIF"]) && open.mark("(") && close.mark(")") =>
        {
            let arguments = groups(arguments);
            let [condition, then, otherwise] = arguments[..] else {
                return None;
            };
            counts_as(then, Some(otherwise))?;
            condition
        }
        [function, open, arguments @ .., close]
            if function.is("DECODE") && open.mark("(") && close.mark(")") =>
        {
            let arguments = groups(arguments);
            let [subject, [value], then, otherwise @ ..] = arguments.as_slice() else {
                return None;
            };
            counts_as(then, otherwise.first().copied())?;
            return one(subject, value).map(Item::Count);
        }
        // MySQL and SQLite add up booleans.
        _ if name.is("SUM") => inside,
        _ => return None,
    };
    condition_on_value(condition).map(Item::Count)
}

/// `CASE g WHEN 'm' THEN 1 ELSE 0 END`.
fn simple_case(toks: &[Tok]) -> Option<Test> {
    let when = find(toks, |tok| tok.is("WHEN"))?;
    let rest = &toks[when + 1..];
    let then = find(rest, |tok| tok.is("THEN"))?;
    if find(&rest[then..], |tok| tok.is("WHEN")).is_some() {
        return None;
    }
    let otherwise = find(rest, |tok| tok.is("ELSE"));
    counts_as(
        &rest[then + 1..otherwise.unwrap_or(rest.len())],
        otherwise.map(|at| &rest[at + 1..]),
    )?;
    match &rest[..then] {
        [value] => one(&toks[..when], value),
        _ => None,
    }
}

fn one(subject: &[Tok], value: &Tok) -> Option<Test> {
    let asked = condition::operand(subject).filter(|_| is_literal(value))?;
    Test::from_condition(&asked.equals(condition::literal(value)))
}

/// The test on the value, among conditions that restrict the rows further (a year, a school).
fn condition_on_value(toks: &[Tok]) -> Option<Test> {
    condition::test(toks).or_else(|| {
        let mut tests = condition::conjuncts(toks)
            .into_iter()
            .filter_map(condition::test)
            .filter(|test| texts(&test.selection()));
        let first = tests.next()?;
        tests.next().is_none().then_some(first)
    })
}

fn texts(of: &Selection) -> bool {
    match of {
        Selection::Values(values) | Selection::AllBut(values) => {
            !values.is_empty()
                && values
                    .iter()
                    .any(|value| value.value.parse::<f64>().is_err())
        }
        _ => false,
    }
}

/// Whether other rows add nothing.
fn counts_as(then: &[Tok], otherwise: Option<&[Tok]>) -> Option<()> {
    let nothing = match otherwise {
        None => true,
        Some([only]) => only.is("NULL") || only.text == "0",
        Some(_) => false,
    };
    let something = !matches!(then, [only] if only.text == "0" || only.is("NULL"));
    (nothing && something).then_some(())
}

fn key(tok: &Tok) -> bool {
    tok.is_name()
        && fold(&tok.text)
            .split('_')
            .any(|part| part == "id" || part == "nr")
}

/// `PIVOT (COUNT(id) FOR g IN ('m' AS maennlich, 'w' AS weiblich))`.
fn pivot(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    let mut stream = Stream::new(toks);
    let Some(inside) = stream.group() else { return };
    let Some(at) = find(inside, |tok| tok.is("FOR")) else {
        return;
    };
    let counts = inside
        .first()
        .is_some_and(|tok| tok.is_any(&["COUNT", "SUM"]));
    let rest = &inside[at + 1..];
    let Some(list) = find(rest, |tok| tok.is("IN")).filter(|_| counts) else {
        return;
    };
    let (Some(column), values) = (condition::name(&rest[..list]), inner(&rest[list + 1..])) else {
        return;
    };
    let columns = groups(values).into_iter().filter_map(|item| {
        let first = item.first()?;
        let name = item.last().filter(|last| item.len() > 1 && last.is_name());
        Some(Counted {
            name: name.map(located),
            of: Selection::Values(vec![located(first)]),
            remainder: false,
        })
    });
    let statement = Statement {
        path: path_of(path),
        column,
        kind: StatementKind::CountByValue {
            columns: columns.collect(),
            total: false,
        },
    };
    found.push((RelationKind::Statement(statement), span_of(inside)));
}

trait StripWord {
    fn strip_prefix_word(&self, word: &str) -> Option<&Self>;
}

impl StripWord for [Tok] {
    fn strip_prefix_word(&self, word: &str) -> Option<&Self> {
        match self {
            [first, rest @ ..] if first.is(word) => Some(rest),
            _ => None,
        }
    }
}
