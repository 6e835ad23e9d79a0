//! Columns and check constraints that migrations declare through calls instead of statements: `table.enu('x', ['a',
//! 'b'])`, `->addColumn('x', 'enum', ['values' => […]])`, `add_check_constraint :t, "x IN ('a', 'b')"`.

use super::migration::{Call, TableCall};
use super::scan::Text;
use crate::format::limits::CHOICES;
use crate::format::sql;
use crate::model::{
    Domain, Element, ElementKind, Known, Layer, Located, ModelPath, SchemaModel, SourceText, Span,
    Value,
};
use crate::topic::Topic;

/// Maximum bytes examined per call.
const CALL_BYTES: usize = 400;

/// Calls that name the table of the columns after them.
const TABLE_CALLS: [&str; 4] = [
    "createTable",
    "alterTable",
    "createTableIfNotExists",
    "table",
];

/// Knex calls that declare a column.
const COLUMN_CALLS: [&str; 6] = ["enu", "enum", "string", "char", "text", "specificType"];

/// Adds what calls declare. `read` holds what the language's reader found, whose fields constraints may narrow;
/// `tables` says which table applies from which position on.
pub fn read_calls(
    source: &str,
    texts: &[Text],
    tables: &[TableCall],
    read: &mut SchemaModel,
    found: &mut SchemaModel,
    topic: &Topic,
) {
    let mut table: Option<String> = None;
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| !text.undoes) {
        let written = source.get(text.inside.clone()).unwrap_or_default();
        if let Some(condition_of) = condition_call(source, texts, index) {
            narrow(written, text, condition_of, read, found, topic);
            continue;
        }
        if let Ok(at) = tables.binary_search_by_key(&text.whole.start, |table| table.at) {
            table = tables.get(at).map(|table| table.name.clone());
        }
        let Some(call) = Call::before(source, text.whole.start) else {
            continue;
        };
        if TABLE_CALLS.contains(&call.name) && is_name(written) {
            table = Some(written.to_owned());
            continue;
        }
        let behind = || {
            let next = texts.get(index + 1)?;
            (compact(source, text, next) == ",").then_some((next, index + 1))
        };
        let (owner, column, at) = match call.name {
            name if !call.arrow && COLUMN_CALLS.contains(&name) && table.is_some() => {
                (table.clone(), text, index)
            }
            "addColumn" | "changeColumn" if call.arrow => (table.clone(), text, index),
            // batch_op.alter_column("column", …)
            "alter_column" if call.object != "op" => (table.clone(), text, index),
            // queryInterface.addColumn('table', 'column', …), op.alter_column("table", "column", …)
            "addColumn" | "changeColumn" | "alter_column" => match behind() {
                Some((next, at)) => (Some(written.to_owned()), next, at),
                None => continue,
            },
            _ => continue,
        };
        let name = source.get(column.inside.clone()).unwrap_or_default();
        if !is_name(name) {
            continue;
        }
        let values = match call.name {
            "alter_column" => match values_of_type(source, texts, at) {
                Some(values) => Some(values),
                // It changes something other than the type.
                None => continue,
            },
            _ => values_behind(source, texts, at),
        };
        // The language's reader may have found the same column, and knows more about it.
        let is_this = |element: &&mut Element| {
            element.kind == ElementKind::Field
                && element.name.span.is_some_and(|span| {
                    let start = span.start as usize;
                    column.whole.contains(&start)
                })
        };
        match read.elements.iter_mut().find(is_this) {
            Some(known) => {
                let open = !matches!(
                    known.domain.value,
                    Known::Yes(Domain::Closed(_) | Domain::Reference(_))
                );
                if let Some((values, at)) = values.filter(|_| open) {
                    known.domain = Located::with_span(Known::closed(values), at);
                }
            }
            None => add_field(found, owner.as_deref(), name, column, values),
        }
    }
}

/// `type_=sa.Enum("m", "w", name="gender")` after a column; the existing type is ignored.
fn values_of_type(source: &str, texts: &[Text], column: usize) -> Option<(Vec<Value>, Span)> {
    let start = texts.get(column)?.whole.end;
    let mut end = source.len().min(start + CALL_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let window = source.get(start..end)?;
    let at = start + window.find("type_=").or_else(|| window.find("type_ ="))?;
    let first = texts.partition_point(|text| text.whole.start < at);
    let opening = source.get(at..texts.get(first)?.whole.start)?;
    if !opening.trim_end().to_ascii_lowercase().ends_with("enum(") {
        return None;
    }
    let mut values = Vec::new();
    for (index, text) in texts.iter().enumerate().skip(first).take(CHOICES) {
        if index > first && compact(source, texts.get(index - 1)?, text) != "," {
            break;
        }
        let raw = source.get(text.inside.clone())?.to_owned();
        let span = Span::new(text.inside.start, text.inside.end);
        values.push(Value::plain(raw, span));
    }
    let span = values.first()?.raw.span?.to(values.last()?.raw.span?);
    Some((values, span))
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.'))
}

/// The source between two texts, without blanks.
pub(super) fn compact(source: &str, left: &Text, right: &Text) -> String {
    let gap = source
        .get(left.whole.end..right.whole.start)
        .unwrap_or_default();
    gap.chars()
        .take(CALL_BYTES)
        .filter(|ch| !ch.is_whitespace())
        .collect()
}

/// The list after a name, within the same call.
fn values_behind(source: &str, texts: &[Text], index: usize) -> Option<(Vec<Value>, Span)> {
    let mut values: Vec<Value> = Vec::new();
    let mut depth = 0i32;
    for pair in texts.get(index..)?.windows(2).take(CHOICES + 8) {
        let [left, right] = pair else {
            break;
        };
        let gap = compact(source, left, right);
        if !values.is_empty() && gap != "," {
            break;
        }
        for ch in gap.chars() {
            depth += match ch {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if depth < 0 || ch == ';' {
                return finished(source, texts, values);
            }
        }
        // `'values' => [` is a key.
        let behind = source
            .get(right.whole.end..)
            .unwrap_or_default()
            .trim_start();
        if values.is_empty() && behind.starts_with(['=', ':']) {
            continue;
        }
        let opens = gap.ends_with('[') || gap.to_ascii_lowercase().ends_with("enum(");
        if opens || !values.is_empty() {
            let raw = source
                .get(right.inside.clone())
                .unwrap_or_default()
                .to_owned();
            let span = Span::new(right.inside.start, right.inside.end);
            values.push(Value {
                raw: Located::with_span(raw, span),
                ..Value::default()
            });
        }
    }
    finished(source, texts, values)
}

/// Accepts a list only if it ends with a bracket and is not made of keys.
fn finished(source: &str, texts: &[Text], values: Vec<Value>) -> Option<(Vec<Value>, Span)> {
    let span = values.first()?.raw.span?.to(values.last()?.raw.span?);
    let last = texts
        .iter()
        .find(|text| text.inside.end == span.end as usize)?;
    let behind = source
        .get(last.whole.end..)?
        .trim_start()
        .trim_start_matches(',')
        .trim_start();
    behind.starts_with([']', ')']).then_some((values, span))
}

fn add_field(
    found: &mut SchemaModel,
    table: Option<&str>,
    name: &str,
    column: &Text,
    values: Option<(Vec<Value>, Span)>,
) {
    let span = Span::new(column.inside.start, column.inside.end);
    let path = ModelPath::new(table.into_iter().chain([name]));
    let mut element = Element::field(
        Located::with_span(name.to_owned(), span),
        path,
        Layer::Database,
        span,
    );
    element.entity = table.map(|table| entity(found, table));
    if let Some((values, at)) = values {
        element = element.with_values(values, at);
    }
    found.add_element(element);
}

pub(super) fn entity(found: &mut SchemaModel, table: &str) -> crate::model::EntityId {
    let known = found
        .entities
        .iter()
        .position(|entity| entity.name.value == table);
    match known.and_then(|index| u32::try_from(index).ok()) {
        Some(index) => crate::model::EntityId(index),
        None => {
            let path = ModelPath::new([table]);
            found.declare_entity(Located::implied(table.to_owned()), &path, [])
        }
    }
}

/// Whether a text is the condition of an added check constraint; if so, the table named by the call.
fn condition_call(source: &str, texts: &[Text], index: usize) -> Option<Option<String>> {
    let text = texts.get(index)?;
    let written = source.get(text.inside.clone())?.to_ascii_lowercase();
    if !(written.contains(" in (") || written.contains(" in(") || written.contains('=')) {
        return None;
    }
    let mut from = text.whole.start.saturating_sub(CALL_BYTES);
    while !source.is_char_boundary(from) {
        from += 1;
    }
    let before = source.get(from..text.whole.start)?;
    let folded = before
        .to_ascii_lowercase()
        .replace("checkconstraint", "check_constraint");
    let arguments = folded.rsplit_once("check_constraint")?.1;
    // The call is still open, or takes its arguments without parentheses.
    if arguments.contains([';', ')', '{']) || (arguments.contains('\n') && !arguments.contains('('))
    {
        return None;
    }
    let kept = before.get(before.len() - arguments.len()..)?;
    if let Some((_, symbol)) = kept.split_once(':')
        && symbol.starts_with(|ch: char| ch.is_ascii_alphabetic())
    {
        let end = symbol.find(|ch: char| !ch.is_alphanumeric() && ch != '_');
        return Some(Some(symbol[..end.unwrap_or(symbol.len())].to_owned()));
    }
    // `table: "x"`, or the last of two names before the condition.
    let inside: Vec<&Text> = texts[..index]
        .iter()
        .rev()
        .take_while(|other| other.whole.start + kept.len() >= text.whole.start)
        .collect();
    let named = inside.iter().find(|other| {
        source
            .get(..other.whole.start)
            .is_some_and(|before| before.trim_end().ends_with("table:"))
    });
    let table = named.or(inside.first().filter(|_| inside.len() > 1));
    Some(table.and_then(|table| Some(source.get(table.inside.clone())?.to_owned())))
}

/// Unescapes quotes while keeping the length; no blanks may separate them from what they quote.
fn unescaped(condition: &str) -> String {
    let mut out = String::with_capacity(condition.len());
    let mut open = None;
    let mut chars = condition.chars().peekable();
    while let Some(ch) = chars.next() {
        let quote = match ch {
            '\\' => chars.next_if(|next| matches!(next, '"' | '\'')),
            _ => None,
        };
        match quote {
            Some(quote) if open == Some(quote) => out.extend([quote, ' ']),
            Some(quote) => out.extend([' ', quote]),
            None => out.push(ch),
        }
        if let Some(quote) = quote.or(Some(ch).filter(|ch| matches!(ch, '"' | '\''))) {
            open = match open {
                None => Some(quote),
                Some(other) if other == quote => None,
                other => other,
            };
        }
    }
    out
}

/// Narrows the fields named by a condition to the values it lists.
fn narrow(
    condition: &str,
    text: &Text,
    table: Option<String>,
    read: &mut SchemaModel,
    found: &mut SchemaModel,
    topic: &Topic,
) {
    let table = table.filter(|table| is_name(table));
    let before = format!(
        "ALTER TABLE \"{}\" ADD CHECK (",
        table.as_deref().unwrap_or("t")
    );
    let condition = match text.backslash {
        true => unescaped(condition),
        false => condition.to_owned(),
    };
    let statement = SourceText::new(format!("{before}{condition});"));
    let mut model = SchemaModel::new(&found.document, found.format, statement.clone());
    sql::read_into(&statement, &mut model, topic);
    let moved = |span: Span| {
        let place = |at: u32| (at as usize + text.inside.start).saturating_sub(before.len());
        Span::new(place(span.start), place(span.end))
    };
    for element in model.elements {
        let Known::Yes(Domain::Closed(mut values)) = element.domain.value else {
            continue;
        };
        for value in &mut values {
            value.raw.span = value.raw.span.map(moved);
        }
        let at = element.domain.span.map(moved);
        let domain = Located::new(Known::closed(values.clone()), at);
        let fits = |model: &SchemaModel, other: &Element| {
            let owner = other
                .entity
                .and_then(|id| model.entities.get(id.0 as usize));
            other.kind == ElementKind::Field
                && other.name.value.eq_ignore_ascii_case(&element.name.value)
                && !matches!(
                    other.domain.value,
                    Known::Yes(Domain::Closed(_) | Domain::Reference(_))
                )
                && match (&table, owner) {
                    (Some(table), Some(owner)) => owner.name.value.eq_ignore_ascii_case(table),
                    _ => true,
                }
        };
        let mut narrowed = false;
        for model in [&mut *read, &mut *found] {
            let index = (0..model.elements.len())
                .rev()
                .find(|index| fits(model, &model.elements[*index]));
            if let Some(index) = index.filter(|_| !narrowed) {
                model.elements[index].domain = domain.clone();
                narrowed = true;
            }
        }
        if !narrowed && let Some(at) = at {
            add_field(
                found,
                table.as_deref(),
                &element.name.value,
                text,
                Some((values, at)),
            );
        }
    }
}
