//! Columns and constraints: the items between the parentheses of `CREATE TABLE` and behind `ALTER TABLE … ADD`.

use super::condition;
use super::data_type::is_option;
use super::schema::{Column, DataType, ForeignKey, Key, KeyKind, Limit, Name, Table};
use super::stream::{Stream, first_names, items, span_of};
use super::token::{Kind, Tok};
use crate::model::{DefaultValue, Known, Label, LabelKind, Located, Span};

/// A condition that is read when all columns are known.
#[derive(Debug)]
pub struct Pending<'t> {
    constraint: Option<String>,
    toks: &'t [Tok],
}

/// Reads the items of a table body. Constraints are applied after all columns, which they may name early.
pub fn body(table: &mut Table, toks: &[Tok]) {
    let mut pending = Vec::new();
    let mut constraints = Vec::new();
    for item in items(toks) {
        if is_constraint(item) {
            constraints.push(item);
        } else {
            column(table, item, &mut pending);
        }
    }
    for item in constraints {
        constraint(table, item);
    }
    settle(table, pending);
}

/// Whether an item is a constraint of the table and not a column.
pub fn is_constraint(item: &[Tok]) -> bool {
    let Some(first) = item.first().filter(|first| first.kind == Kind::Word) else {
        return false;
    };
    let second = item.get(1);
    let then = |word: &str| second.is_some_and(|tok| tok.is(word));
    let opens = |at: usize| item.get(at).is_some_and(|tok| tok.mark("("));
    match first.text.to_ascii_uppercase().as_str() {
        "CONSTRAINT" => second.is_some(),
        "PRIMARY" | "FOREIGN" => then("KEY"),
        "PERIOD" => then("FOR"),
        "EXCLUDE" => then("USING") || opens(1),
        "FULLTEXT" | "SPATIAL" => then("KEY") || then("INDEX") || opens(1) || opens(2),
        "CHECK" => opens(1),
        "LIKE" => {
            item.len() <= 2
                || item
                    .get(2)
                    .is_some_and(|tok| tok.is_any(&["INCLUDING", "EXCLUDING"]))
        }
        "SUPPLEMENTAL" => then("LOG"),
        "UNIQUE" => {
            opens(1)
                || then("KEY")
                || then("INDEX")
                || then("CLUSTERED")
                || then("NONCLUSTERED")
                || opens(2)
        }
        // A column may be called `key`: then a length follows its type, not a name.
        "KEY" | "INDEX" => {
            let numbers = |at: usize| item.get(at).is_some_and(|tok| tok.kind == Kind::Number);
            opens(1) || (opens(2) && !numbers(3)) || item.get(2).is_some_and(|tok| tok.is("USING"))
        }
        _ => false,
    }
}

/// Reads a column and adds it.
pub fn column<'t>(
    table: &mut Table,
    item: &'t [Tok],
    pending: &mut Vec<Pending<'t>>,
) -> Option<usize> {
    let mut stream = Stream::new(item);
    let name = stream.next()?;
    if name.kind == Kind::Mark || name.kind == Kind::Number {
        return None;
    }
    let column = Column {
        name: Located::at(name.text.clone(), name.span),
        extent: span_of(item),
        data_type: DataType::read(&mut stream),
        // What is not forbidden is allowed: the standard's default.
        optional: Located::implied(Known::Yes(true)),
        default: None,
        labels: Vec::new(),
        limits: Vec::new(),
        dropped: false,
    };
    let index = table.add(column);
    options(table, index, stream, pending);
    Some(index)
}

/// Reads what follows the type of a column.
pub fn options<'t>(
    table: &mut Table,
    index: usize,
    mut stream: Stream<'t>,
    pending: &mut Vec<Pending<'t>>,
) {
    let mut name: Option<String> = None;
    while let Some(tok) = stream.peek() {
        if stream.take(&["CONSTRAINT"]) {
            name = stream.next().map(|tok| tok.text.clone());
            continue;
        }
        if stream.take(&["NOT", "NULL"]) {
            set_optional(table, index, false, Some(tok.span));
        } else if stream.take(&["NULL"]) {
            set_optional(table, index, true, Some(tok.span));
        } else if stream.take(&["DEFAULT"]) {
            stream.take(&["ON", "NULL"]);
            let value = default_value(&mut stream, tok.span);
            if let Some(column) = table.columns.get_mut(index) {
                column.default = value;
            }
        } else if stream.take(&["PRIMARY", "KEY"]) {
            set_optional(table, index, false, Some(tok.span));
            add_key(table, KeyKind::Primary, vec![index], tok.span);
        } else if stream.take(&["UNIQUE"]) {
            add_key(table, KeyKind::Unique, vec![index], tok.span);
        } else if stream.take(&["CHECK"]) {
            let toks = stream.group().unwrap_or_default();
            pending.push(Pending {
                constraint: name.take(),
                toks,
            });
        } else if stream.take(&["REFERENCES"]) {
            references(table, vec![index], name.take(), &mut stream, tok.span);
        } else if stream.take(&["COMMENT"]) {
            stream.take_mark("=");
            if let Some(text) = stream.peek().filter(|tok| tok.kind == Kind::Text)
                && let Some(column) = table.columns.get_mut(index)
            {
                column.labels.push(description(text));
            }
        } else if stream.take(&["ON"]) {
            // `ON DELETE SET NULL`, `ON UPDATE CURRENT_TIMESTAMP`: nothing about the values.
            stream.next();
            if !stream.take(&["SET", "NULL"]) && !stream.take(&["SET", "DEFAULT"]) {
                stream.next();
            }
        } else if stream.take(&["AS"]) || stream.take(&["IDENTITY"]) {
            stream.group();
        } else if stream.group().is_none() {
            stream.next();
        }
    }
}

fn set_optional(table: &mut Table, index: usize, optional: bool, span: Option<Span>) {
    if let Some(column) = table.columns.get_mut(index) {
        column.optional = Located {
            value: Known::Yes(optional),
            span,
        };
    }
}

fn add_key(table: &mut Table, kind: KeyKind, columns: Vec<usize>, span: Span) {
    if !columns.is_empty() {
        table.keys.push(Key {
            kind,
            columns,
            span,
        });
    }
}

/// A comment as a label.
pub fn description(text: &Tok) -> Label {
    Label {
        kind: LabelKind::Description,
        text: Located::at(text.text.clone(), text.span),
    }
}

/// Reads the expression behind `DEFAULT`; the stream stands at the next option.
pub fn default_value(stream: &mut Stream<'_>, at: Span) -> Option<DefaultValue> {
    let start = stream.clone();
    let mut count = 0;
    while let Some(tok) = stream.peek() {
        // `DEFAULT NULL` and `DEFAULT (NOT …)`: the first word belongs to the expression.
        if count > 0 && (is_option(tok) || tok.is_any(&["WITH", "FOR"])) {
            break;
        }
        let before = stream.rest().len();
        if stream.group().is_none() {
            stream.next();
        }
        count += before - stream.rest().len();
    }
    let toks = start.rest().get(..count)?;
    let span = if toks.is_empty() { at } else { span_of(toks) };
    Some(DefaultValue {
        literal: literal(toks),
        span: Some(span),
    })
}

/// The literal of an expression: `'m'`, `'m'::bpchar`, `(N'm')`, `((0))`, `-1`, `true`.
pub fn literal(toks: &[Tok]) -> Option<String> {
    let mut toks = toks;
    while let [open, inside @ .., close] = toks
        && open.mark("(")
        && close.mark(")")
    {
        toks = inside;
    }
    let (first, rest) = toks.split_first()?;
    // Behind a literal only a cast or a collation may follow.
    let plain = |rest: &[Tok]| {
        rest.first()
            .is_none_or(|next| next.mark("::") || next.is("COLLATE"))
    };
    match first.kind {
        Kind::Text | Kind::Number if plain(rest) => Some(first.text.clone()),
        Kind::Word if first.is_any(&["TRUE", "FALSE"]) && plain(rest) => Some(first.text.clone()),
        Kind::Mark if first.text == "-" => {
            let number = rest.first().filter(|tok| tok.kind == Kind::Number)?;
            Some(format!("-{}", number.text))
        }
        // `('m')::bpchar`
        Kind::Mark if first.text == "(" => {
            let mut stream = Stream::new(toks);
            let inside = stream.group()?;
            plain(stream.rest())
                .then(|| literal_inside(inside))
                .flatten()
        }
        _ => None,
    }
}

/// One level only: a deeper one is an expression.
fn literal_inside(toks: &[Tok]) -> Option<String> {
    match toks {
        [only] if matches!(only.kind, Kind::Text | Kind::Number) => Some(only.text.clone()),
        _ => None,
    }
}

/// Reads a constraint of a table and applies it.
pub fn constraint(table: &mut Table, item: &[Tok]) {
    let mut stream = Stream::new(item);
    let mut name = None;
    if stream.take(&["CONSTRAINT"]) {
        stream.skip_if_exists();
        // The name may be missing (MySQL).
        if !stream.at_word("CHECK") && !stream.at_word("FOREIGN") && !stream.at_word("PRIMARY") {
            name = stream
                .dotted()
                .and_then(|parts| parts.last().map(|tok| tok.text.clone()));
        }
    }
    let span = span_of(item);
    if stream.take(&["PRIMARY", "KEY"]) {
        let columns = key_columns(table, &mut stream);
        for index in &columns {
            set_optional(table, *index, false, Some(span));
        }
        add_key(table, KeyKind::Primary, columns, span);
    } else if stream.take(&["FOREIGN", "KEY"]) {
        let columns = key_columns(table, &mut stream);
        if stream.take(&["REFERENCES"]) {
            references(table, columns, name, &mut stream, span);
        }
    } else if stream.take(&["CHECK"]) {
        let toks = stream.group().unwrap_or_default();
        let constraint = name;
        settle(table, vec![Pending { constraint, toks }]);
    } else if stream.take(&["UNIQUE"]) {
        let columns = key_columns(table, &mut stream);
        add_key(table, KeyKind::Unique, columns, span);
    } else if stream.at_word("KEY") || stream.at_word("INDEX") {
        let columns = key_columns(table, &mut stream);
        add_key(table, KeyKind::Index, columns, span);
    } else if stream.take(&["DEFAULT"]) {
        // SQL Server: `CONSTRAINT … DEFAULT ('x') FOR [column]`.
        let value = default_value(&mut stream, span);
        if stream.take(&["FOR"])
            && let Some(column) = stream.next()
            && let Some(column) = table.column_mut(&column.text)
        {
            column.default = value;
        }
    }
}

/// The columns in the next parentheses.
fn key_columns(table: &Table, stream: &mut Stream<'_>) -> Vec<usize> {
    while !stream.at_mark("(") {
        if stream.next().is_none() {
            return Vec::new();
        }
    }
    let inside = stream.group().unwrap_or_default();
    first_names(inside)
        .into_iter()
        .filter_map(|tok| table.find(&tok.text))
        .collect()
}

/// Reads what follows `REFERENCES`.
fn references(
    table: &mut Table,
    columns: Vec<usize>,
    constraint: Option<String>,
    stream: &mut Stream<'_>,
    span: Span,
) {
    let Some(target) = stream.name() else {
        return;
    };
    let target_columns = stream
        .group()
        .map(first_names)
        .unwrap_or_default()
        .into_iter()
        .map(|tok| tok.text.clone())
        .collect();
    if !columns.is_empty() {
        let span = span.to(target.own.span.unwrap_or(span));
        table.foreign.push(ForeignKey {
            constraint,
            columns,
            target,
            target_columns,
            span,
        });
    }
}

/// Applies conditions whose columns are known now.
pub fn settle(table: &mut Table, pending: Vec<Pending<'_>>) {
    for Pending { constraint, toks } in pending {
        let span = span_of(toks);
        let read = condition::read(toks, &|name| table.find(name));
        for (index, values) in read.sets.iter() {
            if let Some(column) = table.columns.get_mut(*index) {
                column.limits.push(Limit {
                    constraint: constraint.clone(),
                    values: Some(values.clone()),
                    span,
                });
            }
        }
        if read.lost
            && let [index] = read.columns.as_slice()
            && let Some(column) = table.columns.get_mut(*index)
        {
            column.limits.push(Limit {
                constraint: constraint.clone(),
                values: None,
                span,
            });
        }
        if read.columns.len() > 1 && read.sets.is_empty() {
            table.conditions.push((constraint, read.columns, span));
        }
    }
}

/// The name of a table from a stream, for statements that name one.
pub fn table_name(stream: &mut Stream<'_>) -> Option<Name> {
    stream.skip_if_exists();
    stream.take(&["ONLY"]);
    stream.skip_if_exists();
    stream.name()
}
