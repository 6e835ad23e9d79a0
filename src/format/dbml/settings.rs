//! The parts of a column after its name: type, and settings in brackets.

use super::reader::ends;
use crate::format::pattern;
use crate::format::token::{Kind, Token};
use crate::model::{DefaultValue, Domain, Known, Located, Span, Value, Why};

/// The settings in the last brackets of a line: `[not null, note: '…']`.
pub(super) struct Settings<'a, 't>(Vec<&'a [Token<'t>]>);

impl<'a, 't> Settings<'a, 't> {
    pub(super) fn from_line(line: &'a [Token<'t>]) -> Self {
        // `int[]` is a type; settings are not empty.
        let start = line
            .iter()
            .zip(line.iter().skip(1))
            .position(|(open, next)| open.is("[") && !next.is("]"));
        let inner = start.map_or(&[][..], |start| {
            let rest = line.get(start + 1..).unwrap_or_default();
            let end = rest
                .iter()
                .rposition(|token| token.is("]"))
                .unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        });
        Self(
            inner
                .split(|token| token.is(","))
                .map(without_lines)
                .collect(),
        )
    }

    /// The position of a setting.
    pub(super) fn find(&self, name: &str) -> Option<Span> {
        self.get(name)?.first().map(|token| token.span)
    }

    fn get(&self, name: &str) -> Option<&'a [Token<'t>]> {
        self.0
            .iter()
            .copied()
            .find(|setting| setting.first().is_some_and(|first| first.says(name)))
    }

    /// What follows the colon.
    fn value(&self, name: &str) -> Option<&'a [Token<'t>]> {
        match self.get(name)? {
            [_, colon, value @ ..] if colon.is(":") => Some(value),
            _ => None,
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<Located<String>> {
        let text = self
            .value(name)?
            .first()
            .filter(|token| token.kind == Kind::Text)?;
        let said = text.literal_text();
        (!said.is_empty()).then(|| Located::with_span(said, text.span))
    }

    pub(super) fn expression(&self, name: &str) -> Option<Token<'t>> {
        self.value(name)?
            .first()
            .copied()
            .filter(|token| token.kind == Kind::Expression)
    }

    pub(super) fn default(&self) -> Option<DefaultValue> {
        let value = self.value("default")?;
        // A value may be qualified with its enumeration: `geschlecht.m`.
        let last = value
            .iter()
            .rfind(|token| !matches!(token.kind, Kind::Mark | Kind::Line | Kind::Comment))?;
        let literal = match last.kind {
            Kind::Expression => None,
            Kind::Word if last.says("null") => None,
            Kind::Text => Some(last.literal_text()),
            _ => Some(last.text.to_owned()),
        };
        Some(DefaultValue::new(literal, last.span))
    }

    /// `ref: > geschlecht.code`
    pub(super) fn reference(&self) -> Option<Located<String>> {
        let [sign, target @ ..] = self.value("ref")? else {
            return None;
        };
        if !(sign.is(">") || sign.is("-")) {
            return None;
        }
        let (table, _) = ends(target)?;
        Some(Located::with_span(table.text.to_owned(), table.span))
    }
}

fn without_lines<'a, 't>(tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let empty = |token: &Token<'_>| matches!(token.kind, Kind::Line | Kind::Comment);
    let start = tokens
        .iter()
        .position(|token| !empty(token))
        .unwrap_or(tokens.len());
    tokens.get(start..).unwrap_or_default()
}

/// A type as written, with its length.
pub(super) struct Declared {
    pub name: String,
    pub width: Option<Located<u32>>,
    /// `enum('m', 'w')`
    values: Vec<Value>,
    list: bool,
}

impl Declared {
    pub(super) fn from_tokens(rest: &[Token<'_>]) -> Self {
        let mut declared = Self {
            name: String::new(),
            width: None,
            values: Vec::new(),
            list: false,
        };
        let mut depth = 0usize;
        for (token, next) in rest.iter().zip(rest.iter().skip(1).map(Some).chain([None])) {
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            } else if depth > 0 {
                match token.kind {
                    Kind::Text => declared
                        .values
                        .push(Value::plain(token.literal_text(), token.span)),
                    Kind::Word if declared.width.is_none() => {
                        declared.width = token
                            .text
                            .parse()
                            .ok()
                            .map(|width| Located::with_span(width, token.span));
                    }
                    _ => {}
                }
            } else if token.is("[") && next.is_some_and(|next| next.is("]")) {
                declared.list = true;
            } else if token.names() || token.is(".") {
                // The second word belongs to a two-word type (`double precision`); setting names don't get here.
                declared.name.push_str(token.text);
            } else {
                break;
            }
        }
        declared
    }

    pub(super) fn domain(&self) -> Known<Domain> {
        let name = self.name.to_lowercase();
        let bare = name.split('(').next().unwrap_or_default().trim();
        if self.list {
            return Known::Yes(Domain::Structure);
        }
        if !self.values.is_empty() {
            return Known::closed(self.values.clone());
        }
        let starts = |list: &[&str]| list.iter().any(|start| bare.starts_with(start));
        Known::Yes(if bare.is_empty() {
            return Known::No(Why::NotUnderstood);
        } else if starts(&["bool", "bit"]) {
            Domain::Boolean
        } else if matches!(
            bare,
            "char" | "character" | "string" | "uuid" | "citext" | "clob" | "guid" | "nclob"
        ) || starts(&[
            "varchar",
            "nvarchar",
            "nchar",
            "text",
            "longtext",
            "mediumtext",
            "tinytext",
            "ntext",
            "charactervarying",
        ]) {
            Domain::Text
        } else if matches!(bare, "id" | "money" | "number" | "real" | "year")
            || starts(&[
                "int",
                "bigint",
                "smallint",
                "tinyint",
                "mediumint",
                "decimal",
                "numeric",
                "float",
                "double",
                "serial",
                "bigserial",
            ])
        {
            Domain::Number
        } else if starts(&["date", "time", "interval"]) {
            Domain::Temporal
        } else if starts(&[
            "json",
            "blob",
            "bytea",
            "binary",
            "varbinary",
            "xml",
            "geo",
            "point",
        ]) {
            Domain::Structure
        } else {
            Domain::named(self.name.clone())
        })
    }
}

/// `geschlecht in ('m', 'w')`, or an anchored pattern: the values that a condition allows. Other conditions are not
/// read.
pub(super) fn checked(expression: Token<'_>, column: &str) -> Option<Located<Known<Domain>>> {
    let text = expression.text.trim();
    let behind = text
        .get(..column.len())
        .filter(|start| start.eq_ignore_ascii_case(column))
        .and_then(|_| text.get(column.len()..))?;
    let behind = behind.trim_start();
    if let Some(written) = behind
        .strip_prefix('~')
        .and_then(|rest| rest.trim().strip_prefix('\''))
    {
        let written = written
            .strip_suffix('\'')
            .filter(|it| it.starts_with('^') && it.ends_with('$'))?;
        let values = pattern::alternatives(written, expression.span)?;
        return Some(Located::with_span(Known::closed(values), expression.span));
    }
    let list = behind
        .get(..2)
        .filter(|word| word.eq_ignore_ascii_case("in"))
        .and_then(|_| behind.get(2..))?;
    let list = list.trim().strip_prefix('(')?.strip_suffix(')')?;
    // The offset starts after the mark that opens the expression; the list ends with its bracket.
    let end = expression.span.start as usize + expression.text.trim_end().len();
    let mut at = end.saturating_sub(list.len());
    let mut values = Vec::new();
    for item in list.split(',') {
        let raw = item.trim();
        let start = at + (item.len() - item.trim_start().len());
        at += item.len() + 1;
        let quoted = raw
            .strip_prefix('\'')
            .and_then(|raw| raw.strip_suffix('\''));
        let number = raw.bytes().all(|byte| byte.is_ascii_digit()) && !raw.is_empty();
        let text = quoted.or(number.then_some(raw))?;
        if text.contains('\'') {
            return None;
        }
        values.push(Value::plain(text, Span::new(start, start + raw.len())));
    }
    Some(Located::with_span(Known::closed(values), expression.span))
}
