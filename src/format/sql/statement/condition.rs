//! Conditions of statements → expressions.

use super::{find, groups, inner, is_literal, located, split};
use crate::format::logic::{Call, Constant, ConstantKind, Expression, Name, Test};
use crate::format::sql::schema::fold;
use crate::format::sql::token::{Kind, Tok};
use crate::model::Located;

/// More deeply nested conditions are not read.
const MOST_DEPTH: usize = 24;
/// Conditions with more parts enumerate data.
const MOST_PARTS: usize = 200;

/// The test on one column that a whole condition makes.
pub fn test(toks: &[Tok]) -> Option<Test> {
    Test::from_condition(&condition(toks))
}

/// The tested column, without qualifiers, folded.
pub fn column(test: &Test) -> String {
    fold(last(&test.subject.text))
}

/// The last part of a qualified name.
pub fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Parses a condition.
pub fn condition(toks: &[Tok]) -> Expression {
    nested(toks, MOST_DEPTH)
}

/// The operands of a conjunction.
pub fn conjuncts(toks: &[Tok]) -> Vec<&[Tok]> {
    let toks = inner(toks);
    let mut parts = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(offset) = find(&toks[from..], |tok| tok.is("AND")) {
        let at = from + offset;
        let part = &toks[start..at];
        let count = |word: &str| part.iter().filter(|tok| tok.is(word)).count();
        // `BETWEEN a AND b` is a single operand.
        if count("BETWEEN") <= count("AND") {
            parts.push(part);
            start = at + 1;
        }
        from = at + 1;
    }
    parts.push(&toks[start..]);
    parts
}

fn nested(toks: &[Tok], left_over: usize) -> Expression {
    let Some(left_over) = left_over.checked_sub(1) else {
        return Expression::unknown();
    };
    let toks = inner(toks);
    let joined = |parts: Vec<&[Tok]>, join: fn(Box<Expression>, Box<Expression>) -> Expression| {
        if parts.len() > MOST_PARTS {
            return Expression::unknown();
        }
        let parts = parts.into_iter().map(|part| nested(part, left_over));
        let all = parts.reduce(|left, right| join(Box::new(left), Box::new(right)));
        all.unwrap_or_else(Expression::unknown)
    };
    let either = split(toks, "OR");
    if either.len() > 1 {
        return joined(either, Expression::Or);
    }
    let both = split(toks, "AND");
    if both.len() > 1 {
        return joined(both, Expression::And);
    }
    match toks {
        [not, rest @ ..] if not.is("NOT") => nested(rest, left_over).negated(),
        _ => comparison(toks).unwrap_or_else(Expression::unknown),
    }
}

/// `g = 'm'`, `g IN ('m', 'w')`, `g IS NULL`, `LEFT(g, 1) = 'm'`.
fn comparison(toks: &[Tok]) -> Option<Expression> {
    if let [function, open, arguments @ .., close] = toks
        && function.is("REGEXP_LIKE")
        && open.mark("(")
        && close.mark(")")
    {
        return match groups(arguments).as_slice() {
            [asked, [pattern], ..] if is_literal(pattern) => {
                Some(call("=~", operand(asked)?, vec![literal(pattern)]))
            }
            _ => None,
        };
    }
    if let [value, equals, rest @ ..] = toks
        && is_literal(value)
        && (equals.mark("=") || equals.mark("=="))
    {
        return Some(operand(rest)?.equals(literal(value)));
    }
    let at = find(toks, |tok| {
        tok.kind == Kind::Mark
            && matches!(
                tok.text.as_ref(),
                "=" | "==" | "<>" | "!=" | "<=>" | "~" | "~*" | "!~" | "!~*"
            )
            || tok.is_any(&["IN", "NOT", "IS", "LIKE", "ILIKE", "REGEXP", "RLIKE"])
    })?;
    let (left, right) = toks.split_at(at);
    let left = operand(left)?;
    let (operator, rest) = right.split_first()?;
    if operator.is("IS") {
        let (negative, rest) = without_not(rest);
        return match rest {
            [null] if null.is("NULL") => Some(left.equals(literal(null)).negated_if(negative)),
            // IS NOT DISTINCT FROM is equality.
            [distinct, _, value] if distinct.is("DISTINCT") && is_literal(value) => {
                Some(left.equals(literal(value)).negated_if(!negative))
            }
            _ => None,
        };
    }
    let (negative, right) = without_not(right);
    let (operator, rest) = right.split_first()?;
    let rest = without_cast(rest);
    if operator.is("IN") {
        let inside = inner(rest);
        if inside.len() == rest.len() {
            return None;
        }
        return Some(left.one_of(literals(inside)?).negated_if(negative));
    }
    let [value] = inner(rest) else {
        return None;
    };
    if !is_literal(value) {
        return None;
    }
    if operator.is_any(&["LIKE", "ILIKE"]) {
        return Some(like(left, value)?.negated_if(negative));
    }
    if operator.is_any(&["REGEXP", "RLIKE"]) {
        return Some(call("=~", left, vec![literal(value)]).negated_if(negative));
    }
    match operator.text.as_ref() {
        "~" | "~*" => Some(call("=~", left, vec![literal(value)])),
        "!~" | "!~*" => Some(call("=~", left, vec![literal(value)]).negated()),
        "=" | "==" | "<=>" => Some(left.equals(literal(value))),
        "<>" | "!=" => Some(left.equals(literal(value)).negated()),
        _ => None,
    }
}

/// `LIKE 'm%'` tests the prefix, `LIKE '%m%'` a substring, `LIKE 'm'` the whole value.
fn like(left: Expression, pattern: &Tok) -> Option<Expression> {
    let mut value = located(pattern);
    let (text, anywhere) = match value.value.strip_prefix('%') {
        Some(rest) => (rest, true),
        None => (value.value.as_str(), false),
    };
    let (text, is_beginning) = match text.strip_suffix('%') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if text.contains(['%', '_']) || text.trim().is_empty() {
        return None;
    }
    value.value = text.to_owned();
    let value = Expression::text(value);
    Some(if anywhere {
        call("contains", left, vec![value])
    } else if is_beginning {
        call("startsWith", left, vec![value])
    } else {
        left.equals(value)
    })
}

fn call(name: &str, receiver: Expression, arguments: Vec<Expression>) -> Expression {
    Expression::Call(Call {
        receiver: Some(Box::new(receiver)),
        name: name.to_owned(),
        arguments,
        written: Located::default(),
    })
}

fn without_not(toks: &[Tok]) -> (bool, &[Tok]) {
    match toks {
        [not, rest @ ..] if not.is("NOT") => (true, rest),
        _ => (false, toks),
    }
}

/// The literals of a list; `None` if it contains anything else.
pub fn literals(toks: &[Tok]) -> Option<Vec<Expression>> {
    let items = groups(toks)
        .into_iter()
        .map(|item| match without_cast(item) {
            [value] if is_literal(value) => Some(literal(value)),
            _ => None,
        });
    items.collect()
}

/// A text, a number, `NULL`.
pub fn literal(tok: &Tok) -> Expression {
    let constant = match tok.kind {
        Kind::Text => Constant::text(located(tok)),
        Kind::Number => Constant::new(located(tok), ConstantKind::Scalar),
        _ => Constant::new(
            Located::with_span(String::new(), tok.span),
            ConstantKind::Null,
        ),
    };
    Expression::Literal(constant)
}

/// `'m'::gender` is `'m'`.
fn without_cast(toks: &[Tok]) -> &[Tok] {
    match toks {
        [before @ .., colons, name] if colons.mark("::") && name.is_name() => before,
        _ => toks,
    }
}

/// The column of an operand, or its first letter.
pub fn operand(toks: &[Tok]) -> Option<Expression> {
    let toks = without_cast(inner(toks));
    let [function, open, arguments @ .., close] = toks else {
        return column_of(toks);
    };
    if function.kind != Kind::Word || !open.mark("(") || !close.mark(")") {
        return column_of(toks);
    }
    let items = groups(arguments);
    let (first, rest) = items.split_first()?;
    if function.is_any(&[
        "UPPER", "LOWER", "TRIM", "RTRIM", "LTRIM", "UCASE", "LCASE", "COALESCE", "NVL", "IFNULL",
        "ISNULL", "NULLIF", "TO_CHAR", "BTRIM",
    ]) {
        return operand(first);
    }
    if function.is("CAST") {
        return operand(&first[..find(first, |tok| tok.is("AS"))?]);
    }
    let one = |index: usize| matches!(rest.get(index), Some([number]) if number.text == "1");
    let letter = (function.is("LEFT") && one(0))
        || (function.is_any(&["SUBSTR", "SUBSTRING", "MID"]) && one(0) && one(1));
    let length = rest.last().and_then(|length| length.first());
    letter.then(|| Some(call("left", operand(first)?, vec![literal(length?)])))?
}

/// A column; qualifiers and spelling are irrelevant.
fn column_of(toks: &[Tok]) -> Option<Expression> {
    let path = Located::with_span(name(toks)?, crate::format::sql::stream::span_of(toks));
    Some(Expression::Name(Name {
        folded: Some(fold(last(&path.value))),
        ..Name::dotted(path)
    }))
}

/// A qualified name and nothing else.
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
