//! `CREATE TABLE`, `CREATE TYPE`, `CREATE DOMAIN`, `CREATE INDEX`.

use super::column::{body, default_value, description, table_name};
use super::condition;
use super::data_type::literals;
use super::schema::{Allowed, DataType, Key, KeyKind, Limit, Name, NamedType, Schema};
use super::stream::{Stream, first_names, span_of};
use super::token::{Comment, Kind, Tok, Tokens};
use crate::model::{Known, Label, Located, Why};

/// Reads `CREATE TABLE`. Returns whether it was understood.
pub fn table(schema: &mut Schema, tokens: &Tokens, text: &str) -> bool {
    let mut stream = Stream::new(&tokens.toks);
    let mut temporary = false;
    while let Some(tok) = stream.next() {
        temporary |= tok.is_any(&["TEMP", "TEMPORARY"]);
        if tok.is("TABLE") {
            break;
        }
    }
    let Some(name) = table_name(&mut stream) else {
        return false;
    };
    // Session tables store nothing permanently. `#__` is a prefix filled in by an installer.
    let local = name.own.value.starts_with('#') && !name.own.value.starts_with("#__");
    if temporary || local {
        return true;
    }
    // `CREATE TABLE a AS SELECT`, `… LIKE b`, `… PARTITION OF b`, `… OF type`: no columns of its own.
    let Some(inside) = stream.group() else {
        return stream.peek().is_some_and(|tok| {
            tok.is_any(&[
                "AS",
                "LIKE",
                "PARTITION",
                "OF",
                "SELECT",
                "CLONE",
                "USING",
                "WITH",
            ])
        });
    };
    if inside.first().is_some_and(|tok| tok.is("SELECT")) {
        return true;
    }
    let index = schema.add_table(name, true);
    let Some(table) = schema.tables.get_mut(index) else {
        return false;
    };
    body(table, inside);
    remarks(table, &tokens.comments, text);
    // MySQL: `) ENGINE=InnoDB COMMENT='…'`.
    while let Some(tok) = stream.next() {
        if tok.is("COMMENT") {
            stream.take_mark("=");
            if let Some(text) = stream.peek().filter(|tok| tok.kind == Kind::Text) {
                table.labels.push(description(text));
            }
        }
    }
    true
}

/// Attaches comments to the column they are in, or that precedes them on the same line.
pub fn remarks(table: &mut super::schema::Table, comments: &[Comment], text: &str) {
    let mut columns = table.columns.iter_mut().peekable();
    let mut current: Option<&mut super::schema::Column> = None;
    for comment in comments {
        while let Some(next) = columns.peek() {
            if next.extent.start > comment.span.start {
                break;
            }
            current = columns.next();
        }
        let Some(column) = current.as_deref_mut() else {
            continue;
        };
        let between = text
            .get(column.extent.end as usize..comment.span.start as usize)
            .unwrap_or_default();
        let beside = between
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b','));
        if beside {
            column.labels.push(Label::description(Located::with_span(
                comment.text.clone(),
                comment.span,
            )));
        }
    }
}

/// Reads `CREATE TYPE`. Returns whether it was understood.
pub fn named_type(schema: &mut Schema, toks: &[Tok]) -> bool {
    let mut stream = Stream::new(toks);
    while let Some(tok) = stream.next() {
        if tok.is("TYPE") {
            break;
        }
    }
    stream.take(&["BODY"]);
    stream.skip_if_exists();
    let Some(name) = stream.name() else {
        return false;
    };
    if stream.take(&["AS", "ENUM"]) || stream.take(&["ENUM"]) {
        let (inside, closed) = stream.group_and_end().unwrap_or_default();
        let mut new = empty_type(name, toks);
        if closed {
            new.values = Some(Located::with_span(literals(inside), span_of(inside)));
        } else {
            new.data_type.domain = Known::No(Why::NotUnderstood);
        }
        schema.add_type(new);
        return true;
    }
    // SQL Server: an alias type.
    if stream.take(&["FROM"]) {
        let mut new = empty_type(name, toks);
        new.data_type = DataType::parse_data_type(&mut stream);
        schema.add_type(new);
        return true;
    }
    stream.take(&["FORCE"]);
    let _ = stream.take(&["AS"]) || stream.take(&["IS"]) || stream.take(&["UNDER"]);
    let _ = stream.take(&["OBJECT"]) || stream.take(&["TABLE"]);
    if let Some(inside) = stream.group() {
        let index = schema.add_table(name, true);
        if let Some(table) = schema.tables.get_mut(index) {
            body(table, inside);
        }
    }
    true
}

fn empty_type(name: Name, toks: &[Tok]) -> NamedType {
    NamedType {
        name,
        data_type: DataType::unstated(),
        values: None,
        limits: Vec::new(),
        default: None,
        labels: Vec::new(),
        extent: span_of(toks),
        dropped: false,
    }
}

/// Reads `CREATE DOMAIN`. Returns whether it was understood.
pub fn domain(schema: &mut Schema, toks: &[Tok]) -> bool {
    let mut stream = Stream::new(toks);
    while let Some(tok) = stream.next() {
        if tok.is("DOMAIN") {
            break;
        }
    }
    stream.skip_if_exists();
    let Some(name) = stream.name() else {
        return false;
    };
    let mut new = empty_type(name, toks);
    stream.take(&["AS"]);
    new.data_type = DataType::parse_data_type(&mut stream);
    domain_options(&mut new, stream);
    schema.add_type(new);
    true
}

/// Reads what follows a domain's type; also used for `ALTER DOMAIN … ADD`.
pub fn domain_options(new: &mut NamedType, mut stream: Stream<'_>) {
    let mut constraint = None;
    while let Some(tok) = stream.peek() {
        if stream.take(&["CONSTRAINT"]) {
            constraint = stream.next().map(|tok| tok.text.to_string());
        } else if stream.take(&["DEFAULT"]) {
            new.default = default_value(&mut stream, tok.span);
        } else if stream.take(&["CHECK"]) {
            let (toks, closed) = stream.group_and_end().unwrap_or_default();
            let is_value = |name: &str| name.eq_ignore_ascii_case("VALUE").then_some(0);
            let read = condition::parse_check_constraint(toks, &is_value);
            let span = span_of(toks);
            let mut limits: Vec<Allowed> = read
                .limits
                .into_iter()
                .filter(|_| closed)
                .map(|(_, allowed)| allowed)
                .collect();
            if read.lost || !closed {
                limits.push(Allowed::Unknown);
            }
            for allowed in limits {
                new.limits.push(Limit {
                    constraint: constraint.clone(),
                    allowed,
                    span,
                });
            }
        } else {
            stream.next();
        }
    }
}

/// Reads `CREATE UNIQUE INDEX … ON table (columns)`: a key. Other indexes are irrelevant.
pub fn index(schema: &mut Schema, toks: &[Tok]) -> bool {
    let mut stream = Stream::new(toks);
    let mut is_unique = false;
    while let Some(tok) = stream.next() {
        if tok.is("UNIQUE") {
            is_unique = true;
        } else if tok.is("ON") {
            break;
        }
    }
    stream.take(&["ONLY"]);
    let Some(name) = stream.name() else {
        return false;
    };
    let Some(table) = schema.table_mut(&name).filter(|_| is_unique) else {
        return true;
    };
    while !stream.at_mark("(") {
        if stream.next().is_none() {
            return true;
        }
    }
    let inside = stream.group().unwrap_or_default();
    let is_partial = stream.rest().iter().any(|tok| tok.is("WHERE"));
    let columns: Vec<usize> = first_names(inside)
        .into_iter()
        .filter_map(|tok| table.find(&tok.text))
        .collect();
    if !is_partial && !columns.is_empty() {
        table.keys.push(Key {
            kind: KeyKind::Unique,
            columns,
            span: span_of(toks),
        });
    }
    true
}

/// Reads `CREATE VIEW`: MySQL dumps first declare a table in its place and drop it again.
pub fn view(schema: &mut Schema, toks: &[Tok]) {
    let mut stream = Stream::new(toks);
    while let Some(tok) = stream.next() {
        if tok.is("VIEW") {
            break;
        }
    }
    if let Some(table) = table_name(&mut stream).and_then(|name| schema.table_mut(&name))
        && table.dropped
    {
        table.replaced = true;
    }
}
