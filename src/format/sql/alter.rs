//! `ALTER TABLE`, `ALTER TYPE`, `ALTER DOMAIN`, `DROP`: changes by later statements.

use super::column::{
    Pending, body, column, constraint, default_value, is_constraint, options, settle, table_name,
};
use super::create::{domain_options, remarks};
use super::schema::{Column, DataType, Name, Schema, Table};
use super::stream::{Stream, items, span_of};
use super::token::{Kind, Tok, Tokens};
use crate::model::{Known, Located, Value, Why};

/// Applies `ALTER …`. Returns whether it was understood.
pub fn alter(schema: &mut Schema, tokens: &Tokens, text: &str) -> bool {
    let mut stream = Stream::new(&tokens.toks);
    stream.next();
    while let Some(tok) = stream.next() {
        if tok.is("TABLE") {
            return alter_table(schema, stream, tokens, text);
        }
        if tok.is("TYPE") {
            return alter_type(schema, stream);
        }
        if tok.is("DOMAIN") {
            return alter_domain(schema, stream);
        }
    }
    false
}

/// The verb of an `ALTER TABLE` action; items without a verb continue it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Modify,
    Change,
    AlterColumn,
    Drop,
    Rename,
    /// SQL Server: `NOCHECK CONSTRAINT`.
    Disable,
    Other,
}

fn verb(stream: &mut Stream<'_>) -> Option<Verb> {
    let verb = match stream
        .peek()
        .filter(|tok| tok.kind == Kind::Word)?
        .text
        .to_ascii_uppercase()
        .as_str()
    {
        "ADD" => Verb::Add,
        "MODIFY" => Verb::Modify,
        "CHANGE" => Verb::Change,
        "ALTER" => Verb::AlterColumn,
        "DROP" => Verb::Drop,
        "RENAME" => Verb::Rename,
        "NOCHECK" => Verb::Disable,
        "OWNER" | "SET" | "ENABLE" | "DISABLE" | "CLUSTER" | "INHERIT" | "NO" | "REPLICA"
        | "VALIDATE" | "ATTACH" | "DETACH" | "ENGINE" | "COMMENT" | "CONVERT" | "CHECK"
        | "SWITCH" | "REBUILD" | "ORDER" | "FORCE" | "AUTO_INCREMENT" | "DEFAULT" | "ALGORITHM"
        | "LOCK" | "MOVE" => Verb::Other,
        _ => return None,
    };
    stream.next();
    Some(verb)
}

fn alter_table(schema: &mut Schema, mut stream: Stream<'_>, tokens: &Tokens, text: &str) -> bool {
    let Some(name) = table_name(&mut stream) else {
        return false;
    };
    // SQL Server: `WITH CHECK ADD CONSTRAINT …`.
    if stream.take(&["WITH"]) {
        stream.next();
    }
    let mut current = Verb::Other;
    let mut pending = Vec::new();
    let mut name = name;
    for item in items(stream.rest()) {
        let mut action = Stream::new(item);
        if let Some(verb) = verb(&mut action) {
            current = verb;
        }
        if current == Verb::Rename {
            rename(schema, &mut name, action);
            continue;
        }
        let declares = matches!(
            current,
            Verb::Add | Verb::Modify | Verb::Change | Verb::AlterColumn
        );
        if current == Verb::Drop {
            let dropped = dropped_columns(action.clone());
            schema.retired.extend(dropped.into_iter().map(named));
        }
        let index = match schema.find_table(&name) {
            Some(index) => index,
            None if declares => schema.add_table(name.clone(), false),
            None => continue,
        };
        let Some(table) = schema.tables.get_mut(index) else {
            continue;
        };
        match current {
            Verb::Add => add(table, action, &mut pending),
            Verb::Modify => modify(table, action, &mut pending),
            Verb::Change => change(table, action, &mut pending),
            Verb::AlterColumn => alter_column(table, action, &mut pending),
            Verb::Drop => drop_part(table, action),
            Verb::Disable => {
                // `ALL` is used by scripts while they fill tables.
                if action.take(&["CONSTRAINT"]) && !action.at_word("ALL") {
                    disable(table, action);
                }
            }
            Verb::Rename | Verb::Other => {}
        }
    }
    if let Some(table) = schema.table_mut(&name) {
        settle(table, pending);
        remarks(table, &tokens.comments, text);
    }
    true
}

fn add<'t>(table: &mut Table, mut action: Stream<'t>, pending: &mut Vec<Pending<'t>>) {
    let column_follows = action.take(&["COLUMN"]);
    action.skip_if_exists();
    if let Some(group) = action.group() {
        body(table, group);
        return;
    }
    let item = action.rest();
    if !column_follows && is_constraint_or_default(item) {
        learn_column(table, item);
        constraint(table, item);
    } else if column_follows
        || !item
            .first()
            .is_some_and(|tok| tok.is_any(&["PARTITION", "VALUE"]))
    {
        column(table, item, pending);
    }
}

/// Whether an item is a constraint, or `ADD DEFAULT ('x') FOR [column]`.
fn is_constraint_or_default(item: &[Tok]) -> bool {
    is_constraint(item) || item.first().is_some_and(|tok| tok.is("DEFAULT"))
}

/// A constraint on a table that this script does not create still reveals a column.
fn learn_column(table: &mut Table, item: &[Tok]) {
    if table.created {
        return;
    }
    let Some(check) = item.iter().position(|tok| tok.is("CHECK")) else {
        return;
    };
    let found = only_name(item.get(check + 1..).unwrap_or_default());
    if let Some(name) = found
        && table.find(&name.text).is_none()
    {
        table.add(Column {
            name: Located::with_span(name.text.to_string(), name.span),
            extent: span_of(item),
            data_type: DataType::unstated(),
            optional: Located::implied(Known::No(Why::Elsewhere)),
            default: None,
            labels: Vec::new(),
            limits: Vec::new(),
            dropped: false,
        });
    }
}

/// The only name in a condition, other than words of the language, functions, types and qualifiers; `None` if there are
/// several.
pub fn only_name(toks: &[Tok]) -> Option<&Tok> {
    const WORDS: [&str; 22] = [
        "IN", "ANY", "SOME", "ARRAY", "OR", "AND", "NOT", "IS", "NULL", "LIKE", "BETWEEN",
        "SIMILAR", "TO", "REGEXP", "RLIKE", "GLOB", "TRUE", "FALSE", "COLLATE", "VALID", "CASE",
        "SELECT",
    ];
    let mut found: Option<&Tok> = None;
    for (at, tok) in toks.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| toks.get(before));
        let cast = before.is_some_and(|before| {
            before.mark("::") || before.is_any(&["AS", "VARYING", "CHARACTER"])
        });
        let next = toks.get(at + 1);
        let call = tok.kind == Kind::Word && next.is_some_and(|next| next.mark("("));
        let qualifies = next.is_some_and(|next| next.mark("."));
        if !tok.is_name() || tok.is_any(&WORDS) || cast || call || qualifies {
            continue;
        }
        match found {
            Some(known) if !known.text.eq_ignore_ascii_case(&tok.text) => return None,
            _ => found = found.or(Some(tok)),
        }
    }
    found
}

/// `MODIFY`: redefines the whole column (MySQL) or parts of it (Oracle).
fn modify<'t>(table: &mut Table, mut action: Stream<'t>, pending: &mut Vec<Pending<'t>>) {
    action.take(&["COLUMN"]);
    action.skip_if_exists();
    if let Some(group) = action.group() {
        for item in items(group) {
            redefine(table, None, item, pending);
        }
        return;
    }
    redefine(table, None, action.rest(), pending);
}

/// `CHANGE old new type …`.
fn change<'t>(table: &mut Table, mut action: Stream<'t>, pending: &mut Vec<Pending<'t>>) {
    action.take(&["COLUMN"]);
    action.skip_if_exists();
    if let Some(old) = action.next() {
        redefine(table, Some(old), action.rest(), pending);
    }
}

/// Updates a column from a new definition.
fn redefine<'t>(
    table: &mut Table,
    old: Option<&Tok>,
    item: &'t [Tok],
    pending: &mut Vec<Pending<'t>>,
) {
    let mut stream = Stream::new(item);
    let Some(name) = stream.next().filter(|name| name.kind != Kind::Mark) else {
        return;
    };
    if let Some(old) = old {
        table.rename(
            &old.text,
            &Located::with_span(name.text.to_string(), name.span),
        );
    }
    let Some(index) = table.find(&name.text) else {
        if !is_constraint(item) {
            column(table, item, pending);
        }
        return;
    };
    let data_type = DataType::parse_data_type(&mut stream);
    if let Some(column) = table.columns.get_mut(index)
        && data_type.written.is_some()
    {
        column.data_type = data_type;
        column.dropped = false;
    }
    options(table, index, stream, pending);
}

/// `ALTER [COLUMN] name …`.
fn alter_column<'t>(table: &mut Table, mut action: Stream<'t>, pending: &mut Vec<Pending<'t>>) {
    action.take(&["COLUMN"]);
    action.skip_if_exists();
    if action.at_word("CONSTRAINT") || action.at_word("INDEX") || action.at_word("CHECK") {
        return;
    }
    let item = action.rest();
    let Some(name) = action.next().filter(|name| name.kind != Kind::Mark) else {
        return;
    };
    let at = name.span;
    if action.take(&["SET", "DATA", "TYPE"]) || action.take(&["TYPE"]) {
        let data_type = DataType::parse_data_type(&mut action);
        match table.column_mut(&name.text) {
            Some(column) => column.data_type = data_type,
            None => {
                table.add(Column {
                    name: Located::with_span(name.text.to_string(), name.span),
                    extent: span_of(item),
                    data_type,
                    optional: Located::implied(Known::No(Why::Elsewhere)),
                    default: None,
                    labels: Vec::new(),
                    limits: Vec::new(),
                    dropped: false,
                });
            }
        }
        return;
    }
    if action.take(&["SET", "DEFAULT"]) {
        let value = default_value(&mut action, at);
        with(table, name, |column| column.default = value);
    } else if action.take(&["DROP", "DEFAULT"]) {
        with(table, name, |column| column.default = None);
    } else if action.take(&["SET", "NOT", "NULL"]) {
        with(table, name, |column| {
            column.optional = Located::with_span(Known::Yes(false), at)
        });
    } else if action.take(&["DROP", "NOT", "NULL"]) || action.take(&["SET", "NULL"]) {
        with(table, name, |column| {
            column.optional = Located::with_span(Known::Yes(true), at)
        });
    } else if action.take(&["RENAME", "TO"]) {
        if let Some(to) = action.next() {
            table.rename(
                &name.text,
                &Located::with_span(to.text.to_string(), to.span),
            );
        }
    } else if !action.at_word("SET") && !action.at_word("DROP") && !action.at_word("ADD") {
        // SQL Server: `ALTER COLUMN name type NOT NULL`.
        redefine(table, None, item, pending);
    }
}

fn with(table: &mut Table, name: &Tok, change: impl FnOnce(&mut Column)) {
    if let Some(column) = table.column_mut(&name.text) {
        change(column);
    }
}

fn disable(table: &mut Table, mut action: Stream<'_>) {
    if let Some(name) = action.next() {
        table.drop_constraint(&name.text);
    }
}

fn drop_part(table: &mut Table, mut action: Stream<'_>) {
    for name in dropped_columns(action.clone()) {
        with(table, name, |column| column.dropped = true);
    }
    if action.take(&["CONSTRAINT"]) || action.take(&["CHECK"]) {
        action.skip_if_exists();
        if let Some(name) = action.next() {
            table.drop_constraint(&name.text);
        }
    }
}

/// The names of columns behind `DROP`; empty if it drops something else.
fn dropped_columns<'t>(mut action: Stream<'t>) -> Vec<&'t Tok> {
    const OTHERS: [&str; 8] = [
        "CONSTRAINT",
        "CHECK",
        "PRIMARY",
        "FOREIGN",
        "INDEX",
        "KEY",
        "PARTITION",
        "DEFAULT",
    ];
    let is_column = action.take(&["COLUMN"]);
    if !is_column && action.peek().is_some_and(|tok| tok.is_any(&OTHERS)) {
        return Vec::new();
    }
    action.skip_if_exists();
    match action.group() {
        Some(group) => group.iter().filter(|tok| tok.is_name()).collect(),
        None => action.next().into_iter().collect(),
    }
}

/// A name at its place.
fn named(name: &Tok) -> Located<String> {
    Located::with_span(name.text.to_string(), name.span)
}

fn rename(schema: &mut Schema, name: &mut Name, mut action: Stream<'_>) {
    if action.take(&["TO"]) || action.take(&["AS"]) {
        if let Some(to) = action.name() {
            schema.rename_table(name, &to.own);
            name.own = to.own;
        }
        return;
    }
    if action.at_word("CONSTRAINT") || action.at_word("INDEX") || action.at_word("KEY") {
        return;
    }
    action.take(&["COLUMN"]);
    let Some(from) = action.next() else { return };
    if action.take(&["TO"])
        && let Some(to) = action.next()
    {
        schema.retired.push(named(from));
        if let Some(table) = schema.table_mut(name) {
            table.rename(&from.text, &named(to));
        }
    }
}

fn alter_type(schema: &mut Schema, mut stream: Stream<'_>) -> bool {
    let Some(name) = stream.name() else {
        return false;
    };
    let own = name.own.value.as_str();
    if stream.take(&["RENAME", "TO"]) {
        if let Some(to) = stream.name() {
            schema.rename_type(own, &to.own);
        }
        return true;
    }
    let Some(values) = schema.type_mut(own).and_then(|named| named.values.as_mut()) else {
        grow_type(schema, name, stream);
        return true;
    };
    if stream.take(&["ADD", "VALUE"]) {
        stream.skip_if_exists();
        let Some(new) = stream.next().filter(|tok| tok.kind == Kind::Text) else {
            return false;
        };
        let after = stream.at_word("AFTER");
        let beside = stream
            .ahead(1)
            .filter(|_| after || stream.at_word("BEFORE"));
        let at = beside
            .and_then(|beside| {
                values
                    .value
                    .iter()
                    .position(|value| value.raw.value == beside.text)
            })
            .map_or(values.value.len(), |at| at + usize::from(after));
        values
            .value
            .insert(at, Value::plain(new.text.to_string(), new.span));
    } else if stream.take(&["RENAME", "VALUE"])
        && let Some(from) = stream.next()
        && stream.take(&["TO"])
        && let Some(to) = stream.next()
        && let Some(value) = values
            .value
            .iter_mut()
            .find(|value| value.raw.value == from.text)
    {
        value.raw = Located::with_span(to.text.to_string(), to.span);
    }
    true
}

/// `ADD VALUE` for a type created by another script.
fn grow_type(schema: &mut Schema, name: Name, mut stream: Stream<'_>) {
    if !stream.take(&["ADD", "VALUE"]) {
        return;
    }
    stream.skip_if_exists();
    let Some(new) = stream.next().filter(|tok| tok.kind == Kind::Text) else {
        return;
    };
    let value = Value::plain(new.text.to_string(), new.span);
    let mut grown = schema.grown.iter_mut();
    match grown.find(|(known, _)| known.key() == name.key()) {
        Some((_, values)) => values.push(value),
        None => schema.grown.push((name, vec![value])),
    }
}

fn alter_domain(schema: &mut Schema, mut stream: Stream<'_>) -> bool {
    let Some(name) = stream.name() else {
        return false;
    };
    let Some(named) = schema.type_mut(&name.own.value) else {
        return true;
    };
    if stream.take(&["ADD"]) || stream.at_word("SET") {
        domain_options(named, stream);
    } else if stream.take(&["DROP", "CONSTRAINT"]) {
        stream.skip_if_exists();
        if let Some(constraint) = stream.next() {
            named.limits.retain(|limit| {
                !limit
                    .constraint
                    .as_deref()
                    .is_some_and(|known| known.eq_ignore_ascii_case(&constraint.text))
            });
        }
    }
    true
}

/// `DROP TABLE a, b`, `DROP TYPE a`.
pub fn drop_all(schema: &mut Schema, toks: &[Tok]) {
    let mut stream = Stream::new(toks);
    stream.next();
    let types = stream.at_word("TYPE");
    stream.next();
    stream.skip_if_exists();
    for item in items(stream.rest()) {
        let Some(name) = Stream::new(item).name() else {
            continue;
        };
        schema.retired.push(name.own.clone());
        if types {
            schema.drop_type(&name.own.value);
        } else if let Some(table) = schema.table_mut(&name) {
            table.dropped = true;
        } else {
            schema.dropped_elsewhere.push(name.own.value);
        }
    }
}
