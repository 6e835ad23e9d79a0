//! Conditions of statements: which values of one column they select.

use super::{find, groups, inner, is_literal, located, split};
use crate::format::sql::schema::fold;
use crate::format::sql::token::{Kind, Tok};
use crate::model::{Comparison, Selection};

/// A condition on one column.
#[derive(Clone, Debug)]
pub struct Test {
    /// The column as written, with its qualifiers.
    pub subject: String,
    /// What of it is compared.
    pub by: Comparison,
    /// What it selects.
    pub of: Selection,
}

impl Test {
    /// The column without qualifiers, folded.
    pub fn column(&self) -> String {
        fold(last(&self.subject))
    }

    fn same(&self, other: &Self) -> bool {
        self.column() == other.column() && self.by == other.by
    }
}

/// The last part of a qualified name.
pub fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Deeper conditions are not read.
const MOST_DEPTH: usize = 24;

/// The test that a whole condition is; `None`: it tests something else, or more than one column.
pub fn read(toks: &[Tok]) -> Option<Test> {
    nested(toks, 0)
}

/// The parts that must all hold.
pub fn conjuncts(toks: &[Tok]) -> Vec<&[Tok]> {
    let toks = inner(toks);
    let mut parts = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(offset) = find(&toks[from..], |tok| tok.is("AND")) {
        let at = from + offset;
        let part = &toks[start..at];
        let count = |word: &str| part.iter().filter(|tok| tok.is(word)).count();
        // `BETWEEN a AND b` is one part.
        if count("BETWEEN") <= count("AND") {
            parts.push(part);
            start = at + 1;
        }
        from = at + 1;
    }
    parts.push(&toks[start..]);
    parts
}

fn nested(toks: &[Tok], depth: usize) -> Option<Test> {
    if depth > MOST_DEPTH {
        return None;
    }
    let toks = inner(toks);
    let either = split(toks, "OR");
    if either.len() > 1 {
        let tests = either.iter().map(|part| nested(part, depth + 1));
        return tests
            .collect::<Option<Vec<Test>>>()?
            .into_iter()
            .map(Some)
            .reduce(|a, b| or(a?, b?))?;
    }
    let both = split(toks, "AND");
    if both.len() > 1 {
        let tests = both.iter().map(|part| nested(part, depth + 1));
        return tests
            .collect::<Option<Vec<Test>>>()?
            .into_iter()
            .map(Some)
            .reduce(|a, b| and(a?, b?))?;
    }
    if let [not, rest @ ..] = toks
        && not.is("NOT")
    {
        let mut test = nested(rest, depth + 1)?;
        test.of = negated(test.of)?;
        return Some(test);
    }
    comparison(toks)
}

fn negated(of: Selection) -> Option<Selection> {
    match of {
        Selection::Values(values) => Some(Selection::AllBut(values)),
        Selection::AllBut(values) if values.is_empty() => Some(Selection::Missing),
        Selection::AllBut(values) => Some(Selection::Values(values)),
        Selection::Missing => Some(Selection::AllBut(Vec::new())),
        Selection::Everything => None,
    }
}

fn or(mut a: Test, b: Test) -> Option<Test> {
    if !a.same(&b) {
        return None;
    }
    a.of = match (a.of, b.of) {
        (Selection::Values(mut first), Selection::Values(second)) => {
            first.extend(second);
            Selection::Values(first)
        }
        (Selection::Missing, Selection::Missing) => Selection::Missing,
        // Blank and null are both without a value.
        (Selection::Missing, Selection::Values(values))
        | (Selection::Values(values), Selection::Missing) => {
            if values.iter().all(|value| value.value.trim().is_empty()) {
                Selection::Missing
            } else {
                Selection::Values(values)
            }
        }
        (Selection::AllBut(values), Selection::Missing)
        | (Selection::Missing, Selection::AllBut(values))
            if !values.is_empty() =>
        {
            Selection::AllBut(values)
        }
        _ => return None,
    };
    Some(a)
}

fn and(mut a: Test, b: Test) -> Option<Test> {
    if !a.same(&b) {
        return None;
    }
    a.of = match (a.of, b.of) {
        (Selection::AllBut(mut first), Selection::AllBut(second)) => {
            first.extend(second);
            Selection::AllBut(first)
        }
        (Selection::AllBut(none), Selection::Values(values))
        | (Selection::Values(values), Selection::AllBut(none))
            if none.is_empty() =>
        {
            Selection::Values(values)
        }
        _ => return None,
    };
    Some(a)
}

/// `g = 'm'`, `g IN ('m', 'w')`, `g IS NULL`, `LEFT(g, 1) = 'm'`.
fn comparison(toks: &[Tok]) -> Option<Test> {
    if let [literal, equals, rest @ ..] = toks
        && is_literal(literal)
        && (equals.mark("=") || equals.mark("=="))
    {
        return comparison(rest).or_else(|| {
            let (subject, by) = operand(rest)?;
            Some(Test {
                subject,
                by,
                of: Selection::Values(vec![located(literal)]),
            })
        });
    }
    let at = find(toks, |tok| {
        tok.kind == Kind::Mark && matches!(tok.text.as_ref(), "=" | "==" | "<>" | "!=" | "<=>")
            || tok.is_any(&["IN", "NOT", "IS", "LIKE", "ILIKE"])
    })?;
    let (left, right) = toks.split_at(at);
    let (subject, by) = operand(left)?;
    let (operator, rest) = right.split_first()?;
    let test = |of| {
        Some(Test {
            subject: subject.clone(),
            by,
            of,
        })
    };
    let word = |index: usize, word: &str| rest.get(index).is_some_and(|tok| tok.is(word));
    if operator.is("IS") {
        return match rest {
            [null] if null.is("NULL") => test(Selection::Missing),
            [not, null] if not.is("NOT") && null.is("NULL") => test(Selection::AllBut(Vec::new())),
            [not, _, _, literal] if word(1, "DISTINCT") && not.is("NOT") && is_literal(literal) => {
                test(Selection::Values(vec![located(literal)]))
            }
            [_, _, literal] if word(0, "DISTINCT") && is_literal(literal) => {
                test(Selection::AllBut(vec![located(literal)]))
            }
            _ => None,
        };
    }
    let (negative, operator, rest) = match rest.split_first() {
        Some((next, rest)) if operator.is("NOT") => (true, next, rest),
        _ => (false, operator, rest),
    };
    let rest = without_cast(rest);
    if operator.is("IN") {
        let inside = inner(rest);
        if inside.len() == rest.len() {
            return None;
        }
        let items = split_commas(inside)?;
        let of = Selection::Values(items);
        return test(if negative { negated(of)? } else { of });
    }
    let [literal] = inner(rest) else {
        return None;
    };
    if !is_literal(literal) {
        return None;
    }
    if operator.is_any(&["LIKE", "ILIKE"]) {
        let mut value = located(literal);
        let prefix = value.value.strip_suffix('%').map(str::to_owned);
        let by = if prefix.is_some() {
            Comparison::Prefix
        } else {
            by
        };
        value.value = prefix.unwrap_or(value.value);
        if value.value.contains(['%', '_']) || value.value.is_empty() {
            return None;
        }
        let of = Selection::Values(vec![value]);
        let of = if negative { negated(of)? } else { of };
        return Some(Test { subject, by, of });
    }
    match operator.text.as_ref() {
        "=" | "==" | "<=>" => test(Selection::Values(vec![located(literal)])),
        "<>" | "!=" => test(Selection::AllBut(vec![located(literal)])),
        _ => None,
    }
}

fn split_commas(toks: &[Tok]) -> Option<Vec<crate::model::Located<String>>> {
    let items = groups(toks);
    let values = items.iter().map(|item| match without_cast(item) {
        [literal] if is_literal(literal) => Some(located(literal)),
        _ => None,
    });
    values.collect()
}

/// `'m'::gender` is `'m'`.
fn without_cast(toks: &[Tok]) -> &[Tok] {
    match toks {
        [before @ .., colons, name] if colons.mark("::") && name.is_name() => before,
        _ => toks,
    }
}

/// The column that an operand is, and what of it is looked at.
pub fn operand(toks: &[Tok]) -> Option<(String, Comparison)> {
    let toks = without_cast(inner(toks));
    if let [function, open, arguments @ .., close] = toks
        && function.kind == Kind::Word
        && open.mark("(")
        && close.mark(")")
    {
        let items = groups(arguments);
        let (first, rest) = items.split_first()?;
        if function.is_any(&[
            "UPPER", "LOWER", "TRIM", "RTRIM", "LTRIM", "UCASE", "LCASE", "COALESCE", "NVL",
            "IFNULL", "ISNULL", "NULLIF", "TO_CHAR", "BTRIM",
        ]) {
            return operand(first);
        }
        if function.is("CAST") {
            let end = find(first, |tok| tok.is("AS"))?;
            return operand(&first[..end]);
        }
        let one = |index: usize| matches!(rest.get(index), Some([number]) if number.text == "1");
        let letter = (function.is("LEFT") && one(0))
            || (function.is_any(&["SUBSTR", "SUBSTRING", "MID"]) && one(0) && one(1));
        if letter {
            let (subject, _) = operand(first)?;
            return Some((subject, Comparison::FirstLetter));
        }
        return None;
    }
    name(toks).map(|name| (name, Comparison::Whole))
}

/// A name with its qualifiers and nothing else.
pub fn name(toks: &[Tok]) -> Option<String> {
    let mut out = String::new();
    for (index, tok) in toks.iter().enumerate() {
        let fits = if index % 2 == 0 {
            tok.is_name()
        } else {
            tok.mark(".")
        };
        if !fits {
            return None;
        }
        out.push_str(&tok.text);
    }
    let keyword = matches!(toks, [only] if only.is_any(&["NULL", "TRUE", "FALSE", "DEFAULT"]));
    (toks.len() % 2 == 1 && !keyword).then_some(out)
}
