//! Check conditions: which values they allow in a column.
//!
//! Forms that enumerate are understood: `IN`, `= ANY (ARRAY[…])`, chains of `=` and `OR`, short ranges, patterns that list
//! letters, and the opposites of the first ones. All other conditions restrict nothing that could be listed.

mod part;

use self::part::Part;
use super::schema::{Allowed, fold};
use super::stream::{Stream, items};
use super::token::{Kind, Tok};
use crate::format::pattern;
use crate::model::{Span, Value};

/// The meaning of a condition.
#[derive(Debug, Default)]
pub struct Condition {
    /// Indices of the columns it mentions, without duplicates.
    pub columns: Vec<usize>,
    /// Columns it restricts to certain values, or keeps from some.
    pub limits: Vec<(usize, Allowed)>,
    /// Whether it lists values in a way that was not understood.
    pub lost: bool,
}

/// More deeply nested conditions are not read.
const MOST_DEPTH: usize = 48;
/// Longer lists are data, not sets of values.
const MOST_VALUES: usize = 1000;

/// Parses a condition; `column` maps names to columns.
pub fn parse_check_constraint(toks: &[Tok], column: &dyn Fn(&str) -> Option<usize>) -> Condition {
    let mut columns = Vec::new();
    for (at, tok) in toks.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| toks.get(before));
        let call = toks.get(at + 1).is_some_and(|next| next.mark("("));
        let cast = before.is_some_and(|before| before.mark("::") || before.is("AS"));
        if tok.is_name()
            && !cast
            && !(call && tok.kind == Kind::Word)
            && let Some(index) = column(&tok.text)
            && !columns.contains(&index)
        {
            columns.push(index);
        }
    }
    let mut reader = Reader {
        stream: Stream::new(toks),
        column,
        depth: 0,
    };
    let found = reader.either();
    let whole = reader.stream.peek().is_none();
    let mut limits = Vec::new();
    if whole {
        found.collect(&mut limits);
    }
    let lists = toks
        .iter()
        .any(|tok| tok.is("IN") || tok.is("ANY") || tok.mark("="))
        && toks.iter().any(|tok| tok.kind == Kind::Text);
    let lost = limits.is_empty() && columns.len() == 1 && lists;
    Condition {
        columns,
        limits,
        lost,
    }
}

struct Reader<'t, 'c> {
    stream: Stream<'t>,
    column: &'c dyn Fn(&str) -> Option<usize>,
    depth: usize,
}

impl<'t> Reader<'t, '_> {
    fn either(&mut self) -> Part {
        let mut part = self.both();
        while self.stream.take(&["OR"]) {
            part = part.or(self.both());
        }
        part
    }

    fn both(&mut self) -> Part {
        let mut part = self.statement();
        while self.stream.take(&["AND"]) {
            part = part.and(self.statement());
        }
        part
    }

    /// Reads a comparison, or a parenthesised condition.
    fn statement(&mut self) -> Part {
        let mut negated = false;
        while self.stream.take(&["NOT"]) {
            negated = !negated;
        }
        let part = self.comparison();
        if negated { part.negated() } else { part }
    }

    fn comparison(&mut self) -> Part {
        let left = self.operand();
        let Some(next) = self.stream.peek() else {
            return left;
        };
        if next.kind == Kind::Mark {
            let mark = next.text.as_ref();
            return match mark {
                "=" | "==" => {
                    self.stream.next();
                    let right = self.right_of_equals();
                    equal(left, right)
                }
                "<" | "<=" | ">" | ">=" => {
                    self.stream.next();
                    let right = self.operand();
                    ordered(left, mark, right)
                }
                "~" | "~*" => {
                    self.stream.next();
                    let right = self.operand();
                    matching(left, right, true)
                }
                // PostgreSQL's internal form of LIKE.
                "~~" | "~~*" => {
                    self.stream.next();
                    let right = self.operand();
                    like(left, right)
                }
                "<>" | "!=" => {
                    self.stream.next();
                    let all = self.stream.take(&["ALL"]);
                    let right = match self.operand() {
                        // `'{d,x}'::bpchar[]`
                        Part::Literal(value) if all => braces(&value),
                        part => part,
                    };
                    equal(left, right).negated()
                }
                "!~" | "!~*" | "+" | "-" | "*" | "/" | "%" | "||" => {
                    self.stream.next();
                    self.operand();
                    Part::Unknown
                }
                _ => left,
            };
        }
        if self.stream.take(&["IS", "NOT", "NULL"]) {
            let Part::Column(column) = left else {
                return Part::Stated(None);
            };
            return Part::Stated(Some(column));
        }
        if self.stream.take(&["IS", "NULL"]) {
            return match left {
                Part::Column(column) => Part::Null(column),
                _ => Part::Unknown,
            };
        }
        if self.stream.take(&["IN"]) {
            let right = self.operand();
            return equal(left, right);
        }
        if self.stream.take(&["NOT", "IN"]) {
            let right = self.operand();
            return equal(left, right).negated();
        }
        if self.stream.take(&["IS", "DISTINCT", "FROM"]) {
            let right = self.operand();
            return equal(left, right).negated();
        }
        if self.stream.take(&["BETWEEN"]) {
            let low = self.operand();
            self.stream.take(&["AND"]);
            let high = self.operand();
            return ordered(left.clone(), ">=", low).and(ordered(left, "<=", high));
        }
        if self.stream.take(&["LIKE"]) || self.stream.take(&["GLOB"]) {
            let right = self.operand();
            return like(left, right);
        }
        if self.stream.take(&["SIMILAR", "TO"]) {
            let right = self.operand();
            return matching(left, right, false);
        }
        if self.stream.take(&["REGEXP"]) || self.stream.take(&["RLIKE"]) {
            let right = self.operand();
            return matching(left, right, true);
        }
        left
    }

    /// Reads `ANY (…)`, `SOME (…)` or an operand.
    fn right_of_equals(&mut self) -> Part {
        let any = self.stream.take(&["ANY"]) || self.stream.take(&["SOME"]);
        let part = self.operand();
        match part {
            // `'{m,w}'::bpchar[]`
            Part::Literal(value) if any => braces(&value),
            part => part,
        }
    }

    fn operand(&mut self) -> Part {
        self.depth += 1;
        let part = if self.depth > MOST_DEPTH {
            // The rest cannot be understood.
            while self.stream.next().is_some() {}
            Part::Unknown
        } else {
            self.plain_operand()
        };
        self.depth -= 1;
        self.skip_casts();
        part
    }

    fn plain_operand(&mut self) -> Part {
        let Some(tok) = self.stream.peek() else {
            return Part::Unknown;
        };
        if tok.mark("(") {
            let inside = self.stream.group().unwrap_or_default();
            let parts = items(inside);
            if parts.len() > 1 {
                return list(&parts);
            }
            return self.within(inside);
        }
        if tok.mark("-") {
            self.stream.next();
            let number = self.stream.next().filter(|tok| tok.kind == Kind::Number);
            return number.map_or(Part::Unknown, |number| {
                Part::Literal(Value::plain(
                    format!("-{}", number.text),
                    tok.span.to(number.span),
                ))
            });
        }
        if matches!(tok.kind, Kind::Text | Kind::Number) {
            self.stream.next();
            return Part::Literal(Value::plain(tok.text.to_string(), tok.span));
        }
        if tok.is("ARRAY") && self.stream.ahead(1).is_some_and(|next| next.mark("[")) {
            self.stream.next();
            return list(&items(self.bracketed()));
        }
        if !tok.is_name() {
            return Part::Unknown;
        }
        if tok.kind == Kind::Word && self.stream.ahead(1).is_some_and(|next| next.mark("(")) {
            return self.call(tok);
        }
        let parts = self.stream.dotted().unwrap_or_default();
        parts
            .last()
            .and_then(|name| (self.column)(&name.text))
            .map_or(Part::Unknown, Part::Column)
    }

    /// The tokens between `[` and `]`; lists of values contain no nested brackets.
    fn bracketed(&mut self) -> &'t [Tok] {
        self.stream.next();
        let rest = self.stream.rest();
        let length = rest
            .iter()
            .position(|tok| tok.mark("]"))
            .unwrap_or(rest.len());
        for _ in 0..=length {
            self.stream.next();
        }
        &rest[..length]
    }

    /// Reads a group with its own stream.
    fn within(&mut self, toks: &[Tok]) -> Part {
        let mut inner = Reader {
            stream: Stream::new(toks),
            column: self.column,
            depth: self.depth,
        };
        let part = inner.either();
        if inner.stream.peek().is_some() {
            return Part::Unknown;
        }
        part
    }

    /// Reads a function call; functions that keep the value recognisable are ignored.
    fn call(&mut self, name: &Tok) -> Part {
        self.stream.next();
        let inside = self.stream.group().unwrap_or_default();
        let arguments = items(inside);
        match fold(&name.text).as_str() {
            "upper" | "lower" | "trim" | "rtrim" | "ltrim" | "btrim" | "ucase" | "lcase"
            | "cast" => {
                let Some(first) = arguments.first() else {
                    return Part::Unknown;
                };
                let end = first
                    .iter()
                    .position(|tok| tok.is("AS"))
                    .unwrap_or(first.len());
                self.within(&first[..end])
            }
            // `CONVERT(type, value)`
            "convert" => arguments
                .get(1)
                .map_or(Part::Unknown, |second| self.within(second)),
            "regexp_like" if arguments.len() == 2 => {
                let subject = self.within(arguments[0]);
                let pattern = self.within(arguments[1]);
                matching(subject, pattern, true)
            }
            // PostgreSQL's internal form of SIMILAR TO, which matches the whole value.
            "similar_to_escape" if arguments.len() == 1 => match self.within(arguments[0]) {
                Part::Literal(mut pattern) => {
                    pattern.raw.value = format!("^{}$", pattern.raw.value);
                    Part::Literal(pattern)
                }
                _ => Part::Unknown,
            },
            _ => Part::Unknown,
        }
    }

    /// `::text`, `::character varying(3)[]`, `COLLATE "C"`.
    fn skip_casts(&mut self) {
        loop {
            if self.stream.take_mark("::") {
                self.stream.dotted();
                while self.stream.at_word("VARYING") || self.stream.at_word("PRECISION") {
                    self.stream.next();
                }
                self.stream.group();
                while self.stream.at_mark("[") || self.stream.at_mark("]") {
                    self.stream.next();
                }
            } else if self.stream.take(&["COLLATE"]) {
                self.stream.dotted();
            } else {
                return;
            }
        }
    }
}

/// A list of literals; unknown if it contains anything else.
fn list(parts: &[&[Tok]]) -> Part {
    let mut values = Vec::new();
    for part in parts {
        let mut reader = Reader {
            stream: Stream::new(part),
            column: &|_| None,
            depth: MOST_DEPTH / 2,
        };
        match reader.operand() {
            Part::Literal(value) if reader.stream.peek().is_none() => values.push(value),
            _ if matches!(part, [null] if null.is("NULL")) => {}
            _ => return Part::Unknown,
        }
    }
    Part::List(values)
}

/// `{m,w,"ohne Angabe"}`
fn braces(value: &Value) -> Part {
    let text = value.raw.value.trim();
    let Some(inside) = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    else {
        return Part::Unknown;
    };
    let at = value.raw.span.unwrap_or_default();
    let values = inside
        .split(',')
        .map(|item| Value::plain(item.trim().trim_matches('"'), at));
    Part::List(values.collect())
}

fn equal(left: Part, right: Part) -> Part {
    match (left, right) {
        (Part::Column(column), Part::Literal(value))
        | (Part::Literal(value), Part::Column(column)) => Part::Set(column, vec![value]),
        (Part::Column(column), Part::List(values)) if values.len() <= MOST_VALUES => {
            Part::Set(column, values)
        }
        _ => Part::Unknown,
    }
}

fn ordered(left: Part, mark: &str, right: Part) -> Part {
    let (Part::Column(column), Part::Literal(value)) = (left, right) else {
        return Part::Unknown;
    };
    let Ok(number) = value.raw.value.parse::<i64>() else {
        return Part::Unknown;
    };
    let at = value.raw.span.unwrap_or_default();
    match mark {
        ">=" => Part::Range(column, Some(number), None, at),
        ">" => Part::Range(column, number.checked_add(1), None, at),
        "<=" => Part::Range(column, None, Some(number), at),
        _ => Part::Range(column, None, number.checked_sub(1), at),
    }
}

/// A regular expression. With `search`, it need not match the whole value unless anchored.
fn matching(left: Part, right: Part, search: bool) -> Part {
    let (Part::Column(column), Part::Literal(pattern)) = (left, right) else {
        return Part::Unknown;
    };
    let text = pattern.raw.value.as_str();
    if search && !(text.starts_with('^') && text.ends_with('$')) {
        return Part::Unknown;
    }
    let at: Span = pattern.raw.span.unwrap_or_default();
    pattern::alternatives(text, at).map_or(Part::Unknown, |values| Part::Set(column, values))
}

/// `LIKE 'm'` is equality, `LIKE '[mwd]'` lists letters.
fn like(left: Part, right: Part) -> Part {
    let (Part::Column(column), Part::Literal(pattern)) = (left, right) else {
        return Part::Unknown;
    };
    let text = pattern.raw.value.as_str();
    if text.starts_with('[') {
        let at = pattern.raw.span.unwrap_or_default();
        return pattern::alternatives(text, at)
            .map_or(Part::Unknown, |values| Part::Set(column, values));
    }
    if text.contains(['%', '_', '*', '?', '[']) {
        return Part::Unknown;
    }
    Part::Set(column, vec![pattern])
}
