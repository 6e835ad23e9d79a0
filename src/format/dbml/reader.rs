//! Reads DBML tokens into tables, columns and enumerations.

use std::collections::HashMap;

use super::settings::{Declared, Settings, checked};
use super::token::tokens;
use crate::format::Note;
use crate::format::token::{Kind, Token};
use crate::gap::GapReason;
use crate::model::{
    Domain, Element, ElementId, EntityId, Known, Label, Layer, Located, ModelPath, Reference,
    Relation, RelationKind, SchemaModel, Span, Value,
};

/// Reads a document.
pub(super) fn read_dbml(model: SchemaModel, text: &str) -> (SchemaModel, Vec<Note>) {
    let mut reader = Reader {
        model,
        notes: Vec::new(),
        types: HashMap::new(),
        columns: HashMap::new(),
        references: Vec::new(),
    };
    let tokens = tokens(text);
    let mut rest = tokens.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let keyword = first.text.to_ascii_lowercase();
        let known = first.kind == Kind::Word
            && matches!(
                keyword.as_str(),
                "table"
                    | "tablepartial"
                    | "enum"
                    | "ref"
                    | "project"
                    | "tablegroup"
                    | "note"
                    | "records"
            );
        if !known {
            rest = behind;
            continue;
        }
        let head_length = behind
            .iter()
            .position(|token| token.is("{") || (token.kind == Kind::Line && keyword == "ref"))
            .unwrap_or(behind.len());
        let (head, body) = behind.split_at(head_length);
        let opens = body.first().is_some_and(|token| token.is("{"));
        let length = if opens { block(body) } else { Some(0) };
        let inner = match length {
            Some(length) if opens => body.get(1..length.saturating_sub(1)).unwrap_or_default(),
            Some(_) => &[],
            None => {
                reader.note(first.span, "a block without its end");
                body.get(1..).unwrap_or_default()
            }
        };
        match keyword.as_str() {
            "table" | "tablepartial" => reader.table(head, inner),
            "enum" => reader.enumeration(head, inner, first.span),
            "ref" => {
                reader.reference(head);
                inner
                    .split(|token| token.kind == Kind::Line)
                    .for_each(|line| reader.reference(line));
            }
            _ => {}
        }
        rest = length
            .and_then(|length| body.get(length..))
            .unwrap_or_default();
    }
    reader.finish()
}

/// Number of tokens in a block, including braces; `None` if it is not closed.
fn block(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

struct Reader {
    model: SchemaModel,
    notes: Vec<Note>,
    /// Enumerations by folded name.
    types: HashMap<String, ElementId>,
    /// Columns by table and name, folded.
    columns: HashMap<(String, String), ElementId>,
    /// Columns whose values are in another table: table, column, the other table.
    references: Vec<(String, String, Located<String>)>,
}

impl Reader {
    fn note(&mut self, span: Span, detail: &str) {
        self.notes.push(Note {
            reason: GapReason::NotUnderstood,
            span: Some(span),
            detail: detail.to_owned(),
        });
    }

    fn enumeration(&mut self, head: &[Token<'_>], body: &[Token<'_>], keyword: Span) {
        let Some((name, path)) = name(head) else {
            return;
        };
        let mut values = Vec::new();
        for line in lines(body) {
            let Some((first, rest)) = line.split_first() else {
                continue;
            };
            if !first.names() {
                continue;
            }
            let settings = Settings::from_line(rest);
            // After a letter, a comment explains it; after a word it may say anything.
            let said = || comment(rest).filter(|_| first.text.chars().count() <= 2);
            let label = settings.text("note").or_else(said);
            values.push(Value {
                label,
                ..Value::plain(first.text, first.span)
            });
        }
        let key = name.value.to_lowercase();
        let extent = body.last().map_or(keyword, |last| keyword.to(last.span));
        let element =
            Element::value_type(name, path, Layer::Database, extent).with_values(values, extent);
        let id = self.model.add_element(element);
        self.types.entry(key).or_insert(id);
    }

    fn table(&mut self, head: &[Token<'_>], body: &[Token<'_>]) {
        let Some((name, path)) = name(head) else {
            return;
        };
        let key = name.value.to_lowercase();
        let mut labels: Vec<Label> = Vec::new();
        labels.extend(Settings::from_line(head).text("note").map(describe));
        let entity = self.model.declare_entity(name, &path, []);
        let mut first_level = Vec::new();
        let mut rest = body;
        while let Some(open) = rest.iter().position(|token| token.is("{")) {
            // Nested blocks: indexes, notes, checks.
            let start = rest[..open]
                .iter()
                .rposition(|token| token.kind == Kind::Line)
                .map_or(0, |at| at + 1);
            let length = block(&rest[open..]).unwrap_or(rest.len() - open);
            first_level.extend_from_slice(&rest[..start]);
            let inner = rest.get(open + 1..open + length - 1).unwrap_or_default();
            let kind = rest.get(start).map(|token| token.text.to_ascii_lowercase());
            note_of_table(kind.as_deref(), inner, &mut labels);
            rest = rest.get(open + length..).unwrap_or_default();
        }
        first_level.extend_from_slice(rest);
        for line in lines(&first_level) {
            match line {
                [note, colon, text, ..] if note.says("note") && colon.is(":") => {
                    labels.push(describe(Located::with_span(text.literal_text(), text.span)));
                }
                _ => self.column(line, entity, &key, &path),
            }
        }
        self.settle_keys(body, &key);
        if let Some(entity) = self.model.entities.get_mut(entity.0 as usize) {
            entity.labels = labels;
        }
    }

    /// `geschlecht char(1) [not null, default: 'm', note: 'Eintrag']`
    fn column(&mut self, line: &[Token<'_>], entity: EntityId, table: &str, path: &ModelPath) {
        let Some((own, rest)) = line.split_first() else {
            return;
        };
        let Some(of) = rest.first().filter(|of| own.names() && of.names()) else {
            return;
        };
        let settings = Settings::from_line(rest);
        let declared = Declared::from_tokens(rest);
        let name = Located::with_span(own.text.to_owned(), own.span);
        let path = path.child(own.text);
        let extent = line
            .iter()
            .rfind(|token| token.kind != Kind::Comment)
            .map_or(own.span, |last| own.span.to(last.span));
        let mut element = Element::field(name, path, Layer::Database, extent).with_entity(entity);
        let said = settings.text("note").or_else(|| comment(rest));
        element.labels.extend(said.map(describe));
        element.declared_type = Some(Located::with_span(declared.name.clone(), of.span));
        element.width = declared.width.clone();
        element.domain = match settings
            .expression("check")
            .and_then(|check| checked(check, own.text))
        {
            Some(values) => values,
            None => Located::with_span(declared.domain(), of.span),
        };
        element.optional = match (
            settings.find("not"),
            settings.find("pk").or_else(|| settings.find("primary")),
        ) {
            (Some(at), _) | (None, Some(at)) => Located::with_span(Known::Yes(false), at),
            (None, None) => Located::implied(Known::Yes(true)),
        };
        element.default = settings.default();
        let id = self.model.add_element(element);
        self.columns
            .insert((table.to_owned(), own.text.to_lowercase()), id);
        if let Some(target) = settings.reference() {
            self.references
                .push((table.to_owned(), own.text.to_lowercase(), target));
        }
        if settings.find("pk").is_some() || settings.find("primary").is_some() {
            self.relate(RelationKind::PrimaryKey, vec![id], own.span);
        } else if settings.find("unique").is_some() {
            self.relate(RelationKind::Unique, vec![id], own.span);
        }
    }

    /// `indexes { (vorname, geschlecht) [unique] }`, `checks { … }`: they refer to columns, which are known by now.
    fn settle_keys(&mut self, body: &[Token<'_>], table: &str) {
        for keyword in ["indexes", "checks", "constraints"] {
            let Some(at) = body
                .iter()
                .zip(body.iter().skip(1))
                .position(|(word, open)| word.says(keyword) && open.is("{"))
            else {
                continue;
            };
            let length = block(&body[at + 1..]).unwrap_or(body.len() - at - 1);
            let inner = body
                .get(at + 2..(at + length).max(at + 2))
                .unwrap_or_default();
            for line in lines(inner) {
                match keyword {
                    "indexes" => self.index(line, table),
                    _ => self.check(line, table),
                }
            }
        }
    }

    /// An index that is a key.
    fn index(&mut self, line: &[Token<'_>], table: &str) {
        let settings = Settings::from_line(line);
        let kind = if settings.find("pk").is_some() || settings.find("primary").is_some() {
            RelationKind::PrimaryKey
        } else if settings.find("unique").is_some() {
            RelationKind::Unique
        } else {
            return;
        };
        let names = line.iter().take_while(|token| !token.is("["));
        let elements: Vec<ElementId> = names
            .filter(|token| token.names())
            .filter_map(|token| {
                self.columns
                    .get(&(table.to_owned(), token.text.to_lowercase()))
                    .copied()
            })
            .collect();
        if let (false, Some(first)) = (elements.is_empty(), line.first()) {
            self.relate(kind, elements, first.span);
        }
    }

    fn check(&mut self, line: &[Token<'_>], table: &str) {
        let Some(expression) = line.iter().find(|token| token.kind == Kind::Expression) else {
            return;
        };
        let own = expression
            .text
            .split(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .find(|word| !word.is_empty());
        let Some(own) = own else { return };
        let Some(id) = self
            .columns
            .get(&(table.to_owned(), own.to_lowercase()))
            .copied()
        else {
            return;
        };
        if let (Some(values), Some(element)) = (
            checked(*expression, own),
            self.model.elements.get_mut(id.0 as usize),
        ) {
            element.domain = values;
        }
    }

    fn relate(&mut self, kind: RelationKind, elements: Vec<ElementId>, span: Span) {
        self.model.relations.push(Relation {
            kind,
            elements,
            span,
        });
    }

    /// `person.geschlecht > geschlecht.code`, optionally with a name and schemas before it.
    fn reference(&mut self, line: &[Token<'_>]) {
        let Some(at) = line
            .iter()
            .position(|token| ["<", ">", "-"].iter().any(|sign| token.is(sign)))
        else {
            return;
        };
        let (left, right) = (ends(&line[..at]), ends(&line[at + 1..]));
        let (Some(left), Some(right)) = (left, right) else {
            return;
        };
        let (from, to) = if line[at].is("<") {
            (right, left)
        } else {
            (left, right)
        };
        let target = Located::with_span(to.0.text.to_owned(), to.0.span);
        self.references.push((
            from.0.text.to_lowercase(),
            from.1.text.to_lowercase(),
            target,
        ));
    }

    /// Links columns to enumerations and to tables that hold their values.
    fn finish(mut self) -> (SchemaModel, Vec<Note>) {
        for element in &mut self.model.elements {
            if let Known::Yes(Domain::Reference(Reference::Named(name))) = &element.domain.value {
                let last = name.rsplit('.').next().unwrap_or(name);
                if let Some(id) = self.types.get(&last.to_lowercase()) {
                    element.domain.value = Known::Yes(Domain::Reference(Reference::Element(*id)));
                }
            }
        }
        for (table, column, target) in std::mem::take(&mut self.references) {
            let id = self.columns.get(&(table, column));
            if let Some(element) = id.and_then(|id| self.model.elements.get_mut(id.0 as usize))
                && matches!(
                    element.domain.value,
                    Known::Yes(Domain::Text | Domain::Number)
                )
            {
                element.domain = target.map(Known::named);
            }
        }
        (self.model, self.notes)
    }
}

/// Table and column at one end of a reference: the last two names, regardless of schemas.
pub(super) fn ends<'a, 't>(tokens: &'a [Token<'t>]) -> Option<(&'a Token<'t>, &'a Token<'t>)> {
    let stop = tokens
        .iter()
        .position(|token| token.is("["))
        .unwrap_or(tokens.len());
    let names: Vec<&Token<'_>> = tokens
        .get(..stop)?
        .iter()
        .filter(|token| token.names())
        .collect();
    // A composite reference does not say which column holds the values.
    if tokens.iter().any(|token| token.is("(")) {
        return None;
    }
    match names.as_slice() {
        [.., table, column] => Some((table, column)),
        _ => None,
    }
}

/// Name and path, including the schema but not the alias.
fn name(head: &[Token<'_>]) -> Option<(Located<String>, ModelPath)> {
    let mut names = Vec::new();
    let mut rest = head.iter();
    while let Some(token) = rest.next().filter(|token| token.names()) {
        names.push(token);
        if !rest.next().is_some_and(|next| next.is(".")) {
            break;
        }
    }
    let last = names.last()?;
    let path = ModelPath::new(names.iter().map(|token| token.text));
    Some((Located::with_span(last.text.to_owned(), last.span), path))
}

/// Non-empty lines; brackets join lines.
fn lines<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0usize, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        if token.is("[") || token.is("(") {
            depth += 1;
        } else if token.is("]") || token.is(")") {
            depth = depth.saturating_sub(1);
        } else if token.kind == Kind::Line && depth == 0 {
            found.push(tokens.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    found.push(tokens.get(start..).unwrap_or_default());
    found.retain(|line| !line.is_empty());
    found
}

/// `Note { '…' }`
fn note_of_table(kind: Option<&str>, inner: &[Token<'_>], labels: &mut Vec<Label>) {
    if kind == Some("note")
        && let Some(text) = inner.iter().find(|token| token.kind == Kind::Text)
    {
        labels.push(describe(Located::with_span(text.literal_text(), text.span)));
    }
}

fn describe(text: Located<String>) -> Label {
    Label::description(text)
}

/// A comment at the end of a line.
fn comment(line: &[Token<'_>]) -> Option<Located<String>> {
    let last = line.last().filter(|token| token.kind == Kind::Comment)?;
    let said = last.text.trim();
    (!said.is_empty()).then(|| Located::with_span(said.to_owned(), last.span))
}
