//! Rows that define fields: applications with user-defined fields store them in a table, one row per field, with the
//! options in a column.
//!
//! Three conditions must hold: the table is named after fields, one column holds an identifier, and another one a list.

use super::stream::{Stream, items, span_of};
use super::token::{Kind, Tok, Tokeniser};
use crate::format::limits::{CHOICES, DEFINITIONS, ENTRY_WORDS, LABEL_CHARS, STATEMENT_BYTES};
use crate::model::{
    Element, ElementKind, Label, Layer, Located, ModelPath, SchemaModel, Span, Value,
};

/// A field defined by a row.
#[derive(Debug)]
pub struct Definition {
    table: String,
    name: Located<String>,
    title: Option<Located<String>>,
    values: Vec<Value>,
    values_at: Span,
    extent: Span,
}

/// Everything a script defines; later definitions replace earlier ones.
#[derive(Debug, Default)]
pub struct Definitions(Vec<Definition>);

/// A column and its cell in a row.
type Cell<'t> = (&'t str, &'t Tok);

impl Definitions {
    /// Reads `INSERT INTO …fields (name, options) VALUES …` and `UPDATE …fields SET options = … WHERE name = …`.
    pub fn read_definition_rows(
        &mut self,
        statement: &str,
        base: usize,
        tokeniser: &mut Tokeniser,
    ) {
        if statement.len() > STATEMENT_BYTES || !may_define(statement) {
            return;
        }
        let tokens = tokeniser.tokenise(statement, base);
        let mut stream = Stream::new(&tokens.toks);
        let update = stream.at_word("UPDATE");
        while stream
            .peek()
            .is_some_and(|tok| tok.is_any(&["INSERT", "REPLACE", "INTO", "IGNORE", "OR", "UPDATE"]))
        {
            stream.next();
        }
        let Some(name) = stream.name() else { return };
        let table = name.own.value;
        if !is_about_fields(&table) {
            return;
        }
        let extent = Span::new(base, base + statement.len());
        if update {
            self.updated(&table, &mut stream, statement, extent);
        } else {
            self.inserted(&table, &mut stream, (statement, base));
        }
    }

    fn updated(&mut self, table: &str, stream: &mut Stream<'_>, statement: &str, extent: Span) {
        while stream.peek().is_some_and(|tok| !tok.is("SET")) {
            stream.next();
        }
        let mut cells: Vec<Cell<'_>> = Vec::new();
        // Assignments and conditions alike: `column = 'literal'`. Alternatives and negations are less specific.
        let rest = stream.rest();
        let at = rest.iter().position(|tok| tok.is("WHERE"));
        let (set, condition) = rest.split_at(at.unwrap_or(rest.len()));
        if condition.iter().any(|tok| tok.is_any(&["OR", "NOT"])) {
            return;
        }
        for part in items(set.get(1..).unwrap_or_default()) {
            cells.extend(pair(part));
        }
        let conditions = condition.get(1..).unwrap_or_default();
        for part in conditions.split(|tok| tok.is("AND")) {
            cells.extend(pair(part));
        }
        self.row(table, &cells, (statement, extent.start as usize), extent);
    }

    fn inserted(&mut self, table: &str, stream: &mut Stream<'_>, source: (&str, usize)) {
        let Some(group) = stream.group() else { return };
        let columns: Vec<&str> = items(group)
            .into_iter()
            .filter_map(|item| item.last())
            .map(|tok| tok.text.as_ref())
            .collect();
        if !stream.take(&["VALUES"]) {
            return;
        }
        while let Some(row) = stream.group() {
            let cells = columns.iter().zip(items(row));
            let cells: Vec<Cell<'_>> = cells
                .filter_map(|(column, item)| Some((*column, literal(item)?)))
                .collect();
            self.row(table, &cells, source, span_of(row));
            if !stream.take_mark(",") {
                break;
            }
        }
    }

    fn row(&mut self, table: &str, cells: &[Cell<'_>], source: (&str, usize), extent: Span) {
        let identifiers = cells
            .iter()
            .filter(|(column, tok)| {
                is_called(column, &NAMES) && !is_called(column, &LISTS) && is_identifier(&tok.text)
            })
            .map(|(column, tok)| (rank(column), *tok));
        let lists = cells.iter().filter(|(column, _)| is_called(column, &LISTS));
        let mut lists = lists.filter_map(|(_, tok)| Some((*tok, list(tok, source)?)));
        let (Some((_, name)), Some((at, values))) =
            (identifiers.min_by_key(|(rank, _)| *rank), lists.next())
        else {
            return;
        };
        let title = cells.iter().find(|(column, tok)| {
            is_called(column, &TITLES) && tok.span != name.span && tok.kind == Kind::Text
        });
        let mut definition = Definition {
            table: table.trim_start_matches('_').to_owned(),
            name: Located::with_span(name.text.to_string(), name.span),
            title: title.map(|(_, tok)| Located::with_span(tok.text.to_string(), tok.span)),
            values,
            values_at: at.span,
            extent,
        };
        let same = |known: &Definition| {
            known.table == definition.table && known.name.value == definition.name.value
        };
        if let Some(known) = self.0.iter_mut().find(|known| same(known)) {
            // What a change does not mention stays.
            definition.title = definition.title.or(known.title.take());
            *known = definition;
        } else if self.0.len() < DEFINITIONS {
            self.0.push(definition);
        }
    }

    /// Adds the defined fields to a model.
    pub fn emit(self, model: &mut SchemaModel) {
        for definition in self.0 {
            let path = ModelPath::new([definition.table.as_str(), definition.name.value.as_str()]);
            let kind = ElementKind::Field;
            let name = definition.name;
            let element = Element::named(name, path, kind, Layer::Database, definition.extent)
                .with_labels(definition.title.map(Label::title))
                .with_values(definition.values, definition.values_at);
            model.add_element(element);
        }
    }
}

/// A cheap pre-check: the target is at the beginning.
fn may_define(statement: &str) -> bool {
    let head: String = statement.chars().take(160).collect();
    let head = head.to_ascii_lowercase();
    ["field", "attribute", "feld", "propert", "merkmal"]
        .iter()
        .any(|word| head.contains(word))
}

/// Whether a table holds fields: `user_fields`, `customfield`, `profile_field`, `adm_attributes`. Dependent tables
/// (`field_data`, `field_values`) have other rows.
fn is_about_fields(table: &str) -> bool {
    const ENDS: [&str; 12] = [
        "field",
        "fields",
        "attribute",
        "attributes",
        "feld",
        "felder",
        "property",
        "properties",
        "merkmal",
        "merkmale",
        "field_definition",
        "field_definitions",
    ];
    let table = table.to_ascii_lowercase();
    ENDS.iter().any(|end| table.ends_with(end))
}

/// Parts of column names for the name of a field.
const NAMES: [&str; 9] = [
    "name",
    "key",
    "code",
    "ident",
    "identifier",
    "intern",
    "shortname",
    "alias",
    "slug",
];
/// Parts of column names for its options.
const LISTS: [&str; 10] = [
    "list", "options", "choices", "values", "items", "param1", "enum", "werte", "auswahl",
    "possible",
];
/// Parts of column names for its label.
const TITLES: [&str; 4] = ["title", "label", "bezeichnung", "caption"];

fn is_called(column: &str, words: &[&str]) -> bool {
    let column = column.to_ascii_lowercase();
    column.split('_').any(|part| {
        words
            .iter()
            .any(|word| part == *word || part.ends_with(word))
    })
}

/// Sort key: the name for programs comes before the one for people.
fn rank(column: &str) -> u8 {
    u8::from(column.to_ascii_lowercase().ends_with("name"))
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() <= 64
        && chars.next().is_some_and(char::is_alphabetic)
        && chars.all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.'))
}

/// `column = 'literal'`.
fn pair(part: &[Tok]) -> Option<Cell<'_>> {
    let at = part.iter().position(|tok| tok.mark("="))?;
    let column = part.get(..at)?.last().filter(|tok| tok.is_name())?;
    Some((column.text.as_ref(), literal(part.get(at + 1..)?)?))
}

/// A text literal, optionally with a prefix letter.
fn literal(item: &[Tok]) -> Option<&Tok> {
    match item {
        [text] if text.kind == Kind::Text => Some(text),
        [mark, text] if mark.is_any(&["E", "N"]) && text.kind == Kind::Text => Some(text),
        _ => None,
    }
}

/// A list inside a text: lines, a JSON list, or entries with one separator. It has at least two entries, and none is a
/// sentence.
fn list(tok: &Tok, source: (&str, usize)) -> Option<Vec<Value>> {
    if tok.kind != Kind::Text {
        return None;
    }
    let text = tok.text.replace("\\r", "").replace("\\n", "\n");
    let text = text.trim();
    let json = serde_json::from_str::<Vec<String>>(text).ok();
    let (entries, sign): (Vec<String>, char) = match json {
        Some(entries) => (entries, '"'),
        None => {
            let sign = ['\n', ';', '|', ',']
                .into_iter()
                .find(|sign| text.contains(*sign))?;
            let parts = text.split(sign).map(|part| part.trim().to_owned());
            (parts.collect(), sign)
        }
    };
    // Commas also separate the clauses of sentences.
    let clause = |entry: &str| {
        sign == ',' && entry.split_whitespace().count() > ENTRY_WORDS || entry.ends_with('.')
    };
    let fine = |entry: &String| {
        !entry.is_empty()
            && entry.chars().count() <= LABEL_CHARS
            && !entry.contains(['<', '{'])
            && !clause(entry)
    };
    if entries.len() < 2 || entries.len() > CHOICES || !entries.iter().all(fine) {
        return None;
    }
    // Positions of the entries within the text; escapes may prevent finding them.
    let (statement, base) = source;
    let start = tok.span.start as usize;
    let written = statement
        .get(start.checked_sub(base)?..(tok.span.end as usize).checked_sub(base)?)
        .unwrap_or_default();
    let mut from = 0;
    let mut place = |part: &str| {
        let found = written.get(from..).and_then(|rest| rest.find(part));
        match found.filter(|_| !part.is_empty()) {
            Some(at) => {
                let begin = start + from + at;
                from += at + part.len();
                Span::new(begin, begin + part.len())
            }
            None => tok.span,
        }
    };
    let values = entries.iter().map(|entry| {
        // `m|männlich`, `m=männlich`, `m:männlich`
        let split = ["|", "=>", "=", ":", ";"]
            .iter()
            .filter(|_| sign == '\n' || entry.contains('='))
            .find_map(|sign| entry.split_once(sign));
        match split {
            Some((raw, label)) if !raw.trim().is_empty() && !label.trim().is_empty() => {
                let (raw, label) = (raw.trim(), label.trim());
                let value = Value::plain(raw, place(raw));
                Value {
                    label: Some(Located::with_span(label.to_owned(), place(label))),
                    ..value
                }
            }
            _ => Value::plain(entry.as_str(), place(entry)),
        }
    });
    Some(values.collect())
}
