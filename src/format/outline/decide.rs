//! Conditions and results of languages without a grammar here, if they compare one thing with values.

use super::operand::scalar;
use crate::format::logic::{Constant, Expression, Name, Receiver};
use crate::format::token::{Kind, Token, span_of};
use crate::model::Located;

/// Maximum number of parts of a condition; longer ones list data.
const MOST_PARTS: usize = 100;

/// Calls and properties that return their argument unchanged, or give access to its content.
const WRAPPERS: [&str; 24] = [
    "me",
    "self",
    "this",
    "ucase",
    "lcase",
    "trim",
    "nz",
    "cstr",
    "toupper",
    "tolower",
    "tostring",
    "value",
    "text",
    "fields",
    "asstring",
    "fieldbyname",
    "selectedvalue",
    "uppercase",
    "lowercase",
    "ltrim",
    "rtrim",
    "asinteger",
    "cint",
    "ansiuppercase",
];

/// The thing that a few tokens name: a variable, a property, a column of a row.
pub(super) fn operand(tokens: &[Token<'_>]) -> Expression {
    let at = span_of(tokens);
    match tokens {
        [only] if only.kind == Kind::Text => return Expression::Literal(text(only)),
        [only] if only.is_number() => return Expression::Literal(scalar(only)),
        [quoted, rest @ ..] if quoted.kind == Kind::Text && !rest.is_empty() => {
            return Expression::unknown();
        }
        _ => {}
    }
    // rs("geschlecht"), FieldByName('geschlecht')
    let column = tokens.iter().find(|token| token.kind == Kind::Text);
    let told = |token: &&&Token<'_>| {
        let lower = token.text.to_ascii_lowercase();
        token.kind == Kind::Word && !WRAPPERS.contains(&lower.as_str()) && !token.is_number()
    };
    let words: Vec<&Token<'_>> = tokens.iter().filter(|token| told(&token)).collect();
    let plain = tokens.iter().all(|token| {
        matches!(token.kind, Kind::Word | Kind::Text)
            || [".", "(", ")", "!", "$", ",", "?"]
                .iter()
                .any(|mark| token.is(mark))
    });
    let name = match (column, words.as_slice()) {
        _ if !plain => return Expression::unknown(),
        (Some(column), _) => column.text.to_owned(),
        (None, []) => return Expression::unknown(),
        (None, words) => {
            let names: Vec<&str> = words.iter().map(|word| word.text).collect();
            names.join(".")
        }
    };
    let constant = match (column, words.as_slice()) {
        (None, [.., owner, last]) => {
            Some(Constant::named(last.located(), Some(owner.text.to_owned())))
        }
        (None, [last]) => Some(Constant::named(last.located(), None)),
        _ => None,
    };
    Expression::Name(Name {
        folded: Some(name.to_ascii_lowercase()),
        constant,
        ..Name::dotted(Located::with_span(name, at))
    })
}

/// `g = "m" Or g = "M"`, `not (x <> 'w')`.
pub(super) fn condition(tokens: &[Token<'_>]) -> Expression {
    let joints = tokens.iter().filter(|token| is_or(token) || is_and(token));
    if joints.count() > MOST_PARTS {
        return Expression::unknown();
    }
    let all = |tokens: &[Token<'_>]| {
        let parts = tokens.split(is_and).map(comparison);
        parts.reduce(|left, right| Expression::And(Box::new(left), Box::new(right)))
    };
    let either = tokens.split(is_or).filter_map(all);
    either
        .reduce(|left, right| Expression::Or(Box::new(left), Box::new(right)))
        .unwrap_or_else(Expression::unknown)
}

fn is_or(token: &Token<'_>) -> bool {
    token.says("or") || token.says("orelse")
}

fn is_and(token: &Token<'_>) -> bool {
    token.says("and") || token.says("andalso")
}

fn comparison(tokens: &[Token<'_>]) -> Expression {
    let tokens = unbracketed(tokens);
    if let [not, rest @ ..] = tokens
        && not.says("not")
    {
        return comparison(rest).negated();
    }
    let Some(at) = tokens
        .iter()
        .position(|token| token.is("=") || token.is("<"))
    else {
        return match tokens {
            [] => Expression::unknown(),
            _ => operand(tokens),
        };
    };
    let differs = tokens.get(at).is_some_and(|token| token.is("<"));
    let right = match tokens.get(at + 1) {
        Some(next) if differs && next.is(">") => at + 2,
        Some(_) if !differs => at + 1,
        _ => return Expression::unknown(),
    };
    let mut left = operand(tokens.get(..at).unwrap_or_default());
    if let Expression::Name(name) = &mut left {
        // The compared thing is not a constant.
        name.constant = None;
    }
    let right = operand(tokens.get(right..).unwrap_or_default());
    left.equals(right).negated_if(differs)
}

/// Removes brackets around the whole expression.
fn unbracketed<'a, 't>(mut tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    while let [open, inner @ .., close] = tokens
        && open.is("(")
        && close.is(")")
        && inner.iter().filter(|token| token.is("(")).count()
            == inner.iter().filter(|token| token.is(")")).count()
        && !inner.iter().any(is_or)
        && !inner.iter().any(is_and)
    {
        tokens = inner;
    }
    tokens
}

/// The values of a branch: `"m", "M"`.
pub(super) fn alternatives(tokens: &[Token<'_>]) -> Vec<Expression> {
    tokens
        .split(|token| token.is(","))
        .filter(|tokens| !tokens.is_empty())
        .take(MOST_PARTS)
        .map(operand)
        .collect()
}

/// The receiver of a value: the name before an assignment operator.
pub(super) fn target(tokens: &[Token<'_>]) -> Option<String> {
    match operand(tokens) {
        Expression::Name(name) => Some(name.path.value),
        _ => None,
    }
}

/// The assigned constant: a text, even the start of a concatenation, a number, a named constant; `None` for anything
/// else.
pub(super) fn result(tokens: &[Token<'_>]) -> Option<Constant> {
    match tokens {
        [only] if only.kind == Kind::Text => Some(text(only)),
        [only] if only.is_number() => Some(scalar(only)),
        [only] if only.kind == Kind::Word => Some(Constant::named(only.located(), None)),
        [owner, dot, last] if dot.is(".") && last.kind == Kind::Word => {
            Some(Constant::named(last.located(), Some(owner.text.to_owned())))
        }
        [first, sign, ..] if first.kind == Kind::Text && (sign.is("&") || sign.is("+")) => {
            let said = format!("{} …", first.text.trim());
            Some(Constant::text(Located::with_span(said, first.span)))
        }
        _ => None,
    }
}

/// The receiver of a name: the result, in a routine that returns what is assigned to its own name.
pub(super) fn receiver(name: String, routine: Option<&str>) -> Receiver {
    let returns = name.eq_ignore_ascii_case("result")
        || routine.is_some_and(|routine| routine.eq_ignore_ascii_case(&name));
    match returns {
        true => Receiver::Return,
        false => Receiver::Named(name),
    }
}

fn text(token: &Token<'_>) -> Constant {
    Constant::text(token.located())
}
