//! Conditions, patterns and results of languages with braces, if they compare one thing with values.

use crate::format::logic::{Call, Constant, ConstantKind, Expression, Name};
use crate::format::token::{Kind, Token, span_of};
use crate::model::Located;
use crate::topic::is_shouted;

/// Maximum number of tokens of a condition; longer ones list data.
const MOST_TOKENS: usize = 200;

/// Calls around or after a text that do not change it.
const WRAPPERS: [&str; 30] = [
    "Cow",
    "N_",
    "NSLocalizedString",
    "NSString",
    "Ok",
    "QLatin1String",
    "QObject",
    "QString",
    "QStringLiteral",
    "Some",
    "String",
    "Text",
    "_",
    "std",
    "str",
    "string",
    "tr",
    "translate",
    "from",
    "gettext",
    "into",
    "localized",
    "nil",
    "self",
    "this",
    "to_owned",
    "to_string",
    "toString",
    "stringWithFormat",
    "wxString",
];

/// Calls and members after an expression that do not change its meaning.
const PLAIN: [&str; 26] = [
    "as_deref",
    "as_ref",
    "as_str",
    "c_str",
    "capitalizedString",
    "clone",
    "code",
    "data",
    "localizedLowercaseString",
    "lowercaseString",
    "lowercased",
    "name",
    "rawValue",
    "self",
    "this",
    "toLowerCase",
    "toString",
    "toUpperCase",
    "to_ascii_lowercase",
    "to_lowercase",
    "to_string",
    "to_uppercase",
    "trim",
    "unwrap",
    "uppercaseString",
    "uppercased",
];

/// Whether two adjacent marks form an operator: `==`, `&&`, `->`.
pub(super) fn is_pair(tokens: &[Token<'_>], at: usize, pair: [&str; 2]) -> bool {
    let [first, second] = pair;
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some(one), Some(two)) => one.is(first) && two.is(second) && one.span.end == two.span.start,
        _ => false,
    }
}

/// Index of the first match outside all brackets.
pub(super) fn outside(
    tokens: &[Token<'_>],
    from: usize,
    found: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if token.kind == Kind::Mark {
            match token.text {
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        if depth == 0 && found(at) {
            return Some(at);
        }
        if token.kind == Kind::Mark && matches!(token.text, "(" | "[" | "{") {
            depth += 1;
        }
    }
    None
}

fn split<'a, 't>(tokens: &'a [Token<'t>], pair: [&str; 2]) -> Vec<&'a [Token<'t>]> {
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(at) = outside(tokens, start, |at| is_pair(tokens, at, pair)) {
        parts.push(tokens.get(start..at).unwrap_or_default());
        start = at + 2;
    }
    parts.push(tokens.get(start..).unwrap_or_default());
    parts
}

/// The parts between commas.
pub(super) fn arguments<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    between(tokens, ",")
}

fn between<'a, 't>(tokens: &'a [Token<'t>], mark: &str) -> Vec<&'a [Token<'t>]> {
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(at) = outside(tokens, start, |at| tokens[at].is(mark)) {
        parts.push(tokens.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    parts.push(tokens.get(start..).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts
}

/// `p.gender == "m" || p.gender == "M"`.
pub(super) fn condition(tokens: &[Token<'_>]) -> Expression {
    if tokens.is_empty() || tokens.len() > MOST_TOKENS {
        return Expression::unknown();
    }
    let all = |tokens: &[Token<'_>]| {
        let parts = split(tokens, ["&", "&"]).into_iter().map(comparison);
        parts.reduce(|left, right| Expression::And(Box::new(left), Box::new(right)))
    };
    let either = split(tokens, ["|", "|"]).into_iter().filter_map(all);
    either
        .reduce(|left, right| Expression::Or(Box::new(left), Box::new(right)))
        .unwrap_or_else(Expression::unknown)
}

fn comparison(tokens: &[Token<'_>]) -> Expression {
    match tokens {
        // if let Gender::Male = g, if case .male = g
        [keyword, rest @ ..] if matches!(keyword.text, "let" | "case") => {
            let sides: Vec<&[Token<'_>]> = rest.splitn(2, |token| token.is("=")).collect();
            return match sides.as_slice() {
                [pattern, subject] => operand(subject).one_of(patterns(pattern).0),
                _ => Expression::unknown(),
            };
        }
        [not, rest @ ..] if not.is("!") && !is_pair(tokens, 0, ["!", "="]) => {
            return comparison(rest).negated();
        }
        _ => {}
    }
    if let Some(inner) = within(tokens) {
        let joins = inner.windows(2).any(|pair| {
            (pair[0].is("&") && pair[1].is("&")) || (pair[0].is("|") && pair[1].is("|"))
        });
        return match joins {
            true => Expression::unknown(),
            false => comparison(inner),
        };
    }
    let equal = outside(tokens, 0, |at| is_pair(tokens, at, ["=", "="]));
    let differs = outside(tokens, 0, |at| is_pair(tokens, at, ["!", "="]));
    let Some(at) = equal.or(differs) else {
        return called(tokens).unwrap_or_else(|| operand(tokens));
    };
    let left = tokens.get(..at).unwrap_or_default();
    let right = tokens.get(at + 2..).unwrap_or_default();
    // strcmp(g, "m") == 0
    let compared = match right {
        [zero] if zero.text == "0" => by_order(left),
        _ => None,
    };
    let mut left = operand(left);
    if let Expression::Name(name) = &mut left {
        // The compared thing is not a constant.
        name.constant = None;
    }
    compared
        .unwrap_or_else(|| left.equals(operand(right)))
        .negated_if(equal.is_none())
}

/// The content of brackets around the whole expression.
fn within<'a, 't>(tokens: &'a [Token<'t>]) -> Option<&'a [Token<'t>]> {
    let [open, inner @ .., close] = tokens else {
        return None;
    };
    let whole = open.is("(") && close.is(")");
    (whole && outside(inner, 0, |_| false).is_none() && balanced(inner)).then_some(inner)
}

fn balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0usize;
    tokens.iter().all(|token| {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            }
        }
        true
    })
}

/// `strcmp(g, "m")`: zero if both are equal.
fn by_order(tokens: &[Token<'_>]) -> Option<Expression> {
    const COMPARING: [&str; 6] = [
        "strcmp",
        "strcasecmp",
        "stricmp",
        "_stricmp",
        "strncmp",
        "g_strcmp0",
    ];
    match tokens {
        [name, open, inner @ .., close]
            if COMPARING.contains(&name.text) && open.is("(") && close.is(")") =>
        {
            match arguments(inner).as_slice() {
                [left, right, ..] => Some(operand(left).equals(operand(right))),
                _ => None,
            }
        }
        // g.compare("m")
        [subject @ .., dot, name, open, value, close]
            if dot.is(".")
                && matches!(name.text, "compare" | "Compare" | "compareTo")
                && open.is("(")
                && close.is(")") =>
        {
            Some(operand(subject).equals(operand(std::slice::from_ref(value))))
        }
        _ => None,
    }
}

/// `matches!(g, Gender::Male)`, `[g isEqualToString:@"m"]`, `g.eq_ignore_ascii_case("m")`, `!strcmp(g, "m")`.
fn called(tokens: &[Token<'_>]) -> Option<Expression> {
    if let Some(order) = by_order(tokens) {
        return Some(order.negated());
    }
    match tokens {
        [name, not, open, inner @ .., close]
            if name.text == "matches" && not.is("!") && open.is("(") && close.is(")") =>
        {
            match arguments(inner).as_slice() {
                [subject, pattern] => Some(operand(subject).one_of(patterns(pattern).0)),
                _ => None,
            }
        }
        [open, inner @ .., close] if open.is("[") && close.is("]") => {
            let at = inner.iter().position(|token| {
                matches!(
                    token.text,
                    "isEqualToString" | "isEqual" | "caseInsensitiveCompare" | "hasPrefix"
                )
            })?;
            let value = operand(inner.get(at + 2..)?);
            let asked = operand(inner.get(..at)?);
            if inner.get(at)?.text != "hasPrefix" {
                return Some(asked.equals(value));
            }
            Some(Expression::Call(Call {
                receiver: Some(Box::new(asked)),
                name: "hasPrefix".into(),
                arguments: vec![value],
                written: Located::with_span(joined(tokens), span_of(tokens)),
            }))
        }
        [subject @ .., dot, name, open, value, close]
            if dot.is(".")
                && matches!(
                    name.text,
                    "eq" | "eq_ignore_ascii_case" | "equals" | "isEqual" | "elementsEqual"
                )
                && open.is("(")
                && close.is(")") =>
        {
            Some(operand(subject).equals(operand(std::slice::from_ref(value))))
        }
        _ => None,
    }
}

/// The thing that a few tokens name: a variable, a member, a value.
pub(super) fn operand(tokens: &[Token<'_>]) -> Expression {
    if tokens.is_empty() || tokens.len() > MOST_TOKENS {
        return Expression::unknown();
    }
    if let Some(literal) = literal(tokens) {
        return Expression::Literal(literal);
    }
    // gender[0]
    if let [object @ .., open, index, close] = tokens
        && open.is("[")
        && close.is("]")
        && index.text == "0"
        && !object.is_empty()
    {
        let written = Located::with_span(joined(tokens), span_of(tokens));
        return Expression::Index {
            object: Box::new(operand(object)),
            index: Box::new(Expression::Literal(scalar(index))),
            written,
        };
    }
    // [gender lowercaseString]
    if let [open, object @ .., message, close] = tokens
        && open.is("[")
        && close.is("]")
        && PLAIN.contains(&message.text)
    {
        return operand(object);
    }
    let is_plain = |token: &Token<'_>| {
        token.kind == Kind::Word
            || [".", ":", "&", "*", "-", ">", "(", ")", "?", "!"]
                .iter()
                .any(|mark| token.is(mark))
    };
    let words: Vec<&Token<'_>> = tokens
        .iter()
        .filter(|token| token.kind == Kind::Word)
        .collect();
    let told: Vec<&str> = words
        .iter()
        .map(|word| word.text)
        .filter(|word| !PLAIN.contains(word))
        .collect();
    if !tokens.iter().all(is_plain) || told.is_empty() {
        return Expression::unknown();
    }
    let at = span_of(tokens);
    // p.gender.chars().next(): a single letter.
    if let [object @ .., "chars", "next"] | [object @ .., "first" | "charAt"] = told.as_slice()
        && !object.is_empty()
    {
        let path = Located::with_span(object.join("."), at);
        return Expression::Call(Call {
            receiver: Some(Box::new(Expression::Name(Name::dotted(path.clone())))),
            name: "first".into(),
            arguments: Vec::new(),
            written: path,
        });
    }
    let constant = match words.as_slice() {
        [.., owner, last] if owner.text.starts_with(char::is_uppercase) => {
            Some(Constant::named(last.located(), Some(owner.text.to_owned())))
        }
        [only] if tokens.first().is_some_and(|first| first.is(".")) || is_shouted(only.text) => {
            Some(Constant::named(only.located(), None))
        }
        _ => None,
    };
    Expression::Name(Name {
        constant,
        ..Name::dotted(Located::with_span(told.join("."), at))
    })
}

/// The values of a pattern, and whether it matches everything.
pub(super) fn patterns(tokens: &[Token<'_>]) -> (Vec<Expression>, bool) {
    let mut values = Vec::new();
    let mut takes_all = false;
    for part in between(tokens, "|").into_iter().flat_map(arguments) {
        // Some("m"), Gender::Other(_)
        let part = match part {
            [some, open, inner @ .., close]
                if matches!(some.text, "Some" | "Ok") && open.is("(") && close.is(")") =>
            {
                inner
            }
            [inner @ .., open, _, close] if open.is("(") && close.is(")") && !inner.is_empty() => {
                inner
            }
            [inner @ .., question] if question.is("?") => inner,
            _ => part,
        };
        match part {
            [only] if only.kind == Kind::Word && is_binding(only.text) => takes_all = true,
            [keyword, name]
                if matches!(keyword.text, "var" | "final" | "let") && name.kind == Kind::Word =>
            {
                takes_all = true;
            }
            _ => values.push(match operand(part) {
                Expression::Name(name) => match name.constant {
                    Some(constant) => Expression::Literal(constant),
                    None => Expression::Literal(Constant::named(name.last, None)),
                },
                other => other,
            }),
        }
    }
    (values, takes_all)
}

/// Whether a word in a pattern is a binding that matches everything. Constants have capitals.
fn is_binding(word: &str) -> bool {
    word.chars().all(|ch| ch.is_lowercase() || ch == '_')
}

/// The constant result: a text, a number, a named constant; `None` for anything else.
pub(super) fn result(tokens: &[Token<'_>]) -> Option<Constant> {
    const MOST: usize = 40;
    if tokens.is_empty() || tokens.len() > MOST {
        return None;
    }
    if let Some(literal) = literal(tokens) {
        return Some(literal);
    }
    let first = tokens.iter().find(|token| token.kind == Kind::Text);
    if let Some(first) = first {
        let formats = ["format", "snprintf", "sprintf", "stringWithFormat"];
        let goes_on = tokens.iter().any(|token| token.is("+"))
            || tokens.iter().any(|token| formats.contains(&token.text));
        let said = format!("{} …", first.text.trim());
        return goes_on.then(|| Constant::text(Located::with_span(said, first.span)));
    }
    if let [only] = tokens
        && matches!(only.text, "nil" | "null" | "NULL" | "None" | "nullptr")
        && only.kind == Kind::Word
    {
        let nothing = Located::with_span(String::new(), only.span);
        return Some(Constant::new(nothing, ConstantKind::Null));
    }
    // return KTGenderMale;
    if let [only] = tokens
        && only.kind == Kind::Word
        && only.text.starts_with(char::is_uppercase)
    {
        return Some(Constant::named(only.located(), None));
    }
    match operand(tokens) {
        Expression::Name(name) => name.constant,
        _ => None,
    }
}

/// A text or a number, even with calls that do not change it.
fn literal(tokens: &[Token<'_>]) -> Option<Constant> {
    const MOST: usize = 14;
    if let [only] = tokens
        && only.is_number()
    {
        return Some(scalar(only));
    }
    let mut texts = tokens.iter().filter(|token| token.kind == Kind::Text);
    let (text, None) = (texts.next()?, texts.next()) else {
        return None;
    };
    let leaves = |token: &Token<'_>| match token.kind {
        Kind::Text => true,
        Kind::Word => WRAPPERS.contains(&token.text),
        _ => matches!(
            token.text,
            "." | "(" | ")" | ":" | "@" | "," | "&" | "[" | "]"
        ),
    };
    (tokens.len() <= MOST && tokens.iter().all(leaves)).then(|| Constant::text(text.located()))
}

/// The name of the assigned variable.
pub(super) fn target(tokens: &[Token<'_>]) -> Option<String> {
    let last = tokens
        .iter()
        .take_while(|token| !token.is("[") && !token.is(":"))
        .filter(|token| token.kind == Kind::Word)
        .last()?;
    Some(last.text.to_owned())
}

/// The constant of a number or a word.
pub(super) fn scalar(token: &Token<'_>) -> Constant {
    Constant::new(token.located(), ConstantKind::Scalar)
}

fn joined(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|token| token.text).collect()
}
