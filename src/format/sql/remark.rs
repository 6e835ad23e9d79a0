//! Comments stored by statements: `COMMENT ON`, and SQL Server's extended properties.

use super::column::description;
use super::schema::{Name, Schema, Table};
use super::stream::{Stream, items};
use super::token::{Kind, Tok};
use crate::model::Located;

/// Reads `COMMENT ON COLUMN | TABLE | TYPE | DOMAIN name IS 'text'`. Returns whether it was understood.
pub fn comment_on(schema: &mut Schema, toks: &[Tok]) -> bool {
    let mut stream = Stream::new(toks);
    stream.next();
    stream.next();
    let column = stream.at_word("COLUMN");
    let named = stream.at_word("TYPE") || stream.at_word("DOMAIN");
    if !column && !named && !stream.at_word("TABLE") {
        return true;
    }
    stream.next();
    let Some(mut parts) = stream.dotted() else {
        return false;
    };
    stream.take(&["IS"]);
    let Some(text) = stream.next().filter(|tok| tok.kind == Kind::Text) else {
        // `IS NULL` removes a comment.
        return true;
    };
    if text.text.trim().is_empty() {
        return true;
    }
    if named {
        if let Some(own) = parts.last()
            && let Some(named) = schema.type_mut(&own.text)
        {
            named.labels.push(description(text));
        }
        return true;
    }
    let own = if column { parts.pop() } else { None };
    let Some(table) = Name::from_parts(&parts).and_then(|name| schema.table_mut(&name)) else {
        return true;
    };
    remark(table, own.map(|own| own.text.as_ref()), text);
    true
}

fn remark(table: &mut Table, column: Option<&str>, text: &Tok) {
    match column {
        None => table.labels.push(description(text)),
        Some(column) => {
            if let Some(column) = table.column_mut(column) {
                column.labels.push(description(text));
            }
        }
    }
}

/// `EXEC sp_addextendedproperty …`, `EXEC sp_rename …`.
pub fn execute(schema: &mut Schema, toks: &[Tok]) {
    let mut stream = Stream::new(toks);
    stream.next();
    let Some(procedure) = stream.name() else {
        return;
    };
    let mut rest = stream.rest();
    // Further statements may follow without a separator.
    if let Some(end) = rest
        .iter()
        .position(|tok| tok.is_any(&["EXEC", "EXECUTE", "GO"]))
    {
        rest = rest.get(..end).unwrap_or_default();
    }
    let arguments = Arguments::from_tokens(rest);
    match procedure.own.value.to_ascii_lowercase().as_str() {
        "sp_addextendedproperty" | "sp_updateextendedproperty" => property(schema, &arguments),
        "sp_rename" => rename(schema, &arguments),
        _ => {}
    }
}

/// Arguments of a procedure, by name or position.
struct Arguments<'t> {
    all: Vec<(Option<String>, &'t Tok)>,
}

impl<'t> Arguments<'t> {
    fn from_tokens(toks: &'t [Tok]) -> Self {
        let mut all = Vec::new();
        for item in items(toks) {
            let named = item.len() > 2 && item.get(1).is_some_and(|tok| tok.mark("="));
            let name = item.first().filter(|_| named);
            let value = if named { item.get(2) } else { item.first() };
            if let Some(value) = value {
                let name = name.map(|name| name.text.trim_start_matches('@').to_ascii_lowercase());
                all.push((name, value));
            }
        }
        Self { all }
    }

    fn get(&self, name: &str, position: usize) -> Option<&'t Tok> {
        let by_name = self
            .all
            .iter()
            .find(|(known, _)| known.as_deref() == Some(name));
        let by_position = self.all.get(position).filter(|(known, _)| known.is_none());
        by_name
            .or(by_position)
            .map(|(_, value)| *value)
            .filter(|value| matches!(value.kind, Kind::Text | Kind::Word | Kind::Quoted))
    }
}

fn property(schema: &mut Schema, arguments: &Arguments<'_>) {
    let about = |tok: &Tok| tok.text.to_ascii_lowercase().contains("description");
    let (Some(_), Some(text)) = (
        arguments.get("name", 0).filter(|tok| about(tok)),
        arguments.get("value", 1),
    ) else {
        return;
    };
    let text = Some(text).filter(|text| text.kind == Kind::Text && !text.text.trim().is_empty());
    let level = |number: usize, kind: &str| {
        let is = arguments
            .get(&format!("level{number}type"), 2 + 2 * number)
            .is_some_and(|tok| tok.text.eq_ignore_ascii_case(kind));
        arguments
            .get(&format!("level{number}name"), 3 + 2 * number)
            .filter(|_| is)
    };
    let (Some(text), Some(table)) = (text, level(1, "TABLE")) else {
        return;
    };
    let mut parts: Vec<&Tok> = level(0, "SCHEMA").into_iter().collect();
    parts.push(table);
    if let Some(table) = Name::from_parts(&parts).and_then(|name| schema.table_mut(&name)) {
        remark(table, level(2, "COLUMN").map(|tok| tok.text.as_ref()), text);
    }
}

/// `sp_rename 'dbo.person.sex', 'gender', 'COLUMN'`.
fn rename(schema: &mut Schema, arguments: &Arguments<'_>) {
    let (Some(from), Some(to)) = (arguments.get("objname", 0), arguments.get("newname", 1)) else {
        return;
    };
    let column = arguments
        .get("objtype", 2)
        .is_some_and(|tok| tok.text.eq_ignore_ascii_case("COLUMN"));
    let parts: Vec<Tok> = from
        .text
        .split('.')
        .map(|part| Tok {
            kind: Kind::Quoted,
            text: part.trim_matches(['[', ']', '"']).to_owned().into(),
            span: from.span,
        })
        .collect();
    let mut parts: Vec<&Tok> = parts.iter().collect();
    let own = if column { parts.pop() } else { None };
    let Some(name) = Name::from_parts(&parts) else {
        return;
    };
    let to = Located::with_span(to.text.to_string(), to.span);
    match own {
        Some(own) => {
            let old = Located::with_span(own.text.to_string(), own.span);
            schema.retired.push(old);
            if let Some(table) = schema.table_mut(&name) {
                table.rename(&own.text, &to);
            }
        }
        None => schema.rename_table(&name, &to),
    }
}
