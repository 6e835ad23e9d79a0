//! Strict reading of one TOML file against the table of fields. Reports all faults at once, with position; valid
//! content becomes plain JSON values with canonical words, dates and numbers.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::address::{self, Fault};
use super::entry::{Entry, Offsets, SourceFile};
use super::message::{Message, both, hint, same};
use super::notation::{
    civil, is_application_id, is_code, is_fingerprint, whole_number, written_date,
};
use super::placeholder::{is_placeholder, names_somebody_or_something};
use super::spec::{FieldSpec, FieldType, Need, Spec, TableSpec};
use crate::problem::nearest;
use crate::problem::{Level, Problem};
use crate::texts::{Bilingual, Language};

/// Exceptions that the reader grants.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Leniency {
    /// Unknown fields are warnings.
    pub unknown_fields: bool,
    /// Addresses may point to this machine.
    pub loopback: bool,
}

/// Reads the tables of one file.
pub(super) struct Reader<'d, 'p> {
    spec: &'static Spec,
    source: &'d SourceFile,
    leniency: Leniency,
    problems: &'p mut Vec<Problem>,
    broken: BTreeSet<String>,
}

impl<'d, 'p> Reader<'d, 'p> {
    pub fn new(source: &'d SourceFile, leniency: Leniency, problems: &'p mut Vec<Problem>) -> Self {
        Self {
            spec: Spec::get(),
            source,
            leniency,
            problems,
            broken: BTreeSet::new(),
        }
    }

    /// Reads one table as an entry of its own.
    pub fn entry(
        &mut self,
        spec: &TableSpec,
        table: &DeTable<'_>,
        header: Range<usize>,
    ) -> Entry<'d> {
        let value = self
            .table(spec, None, table, &header, "")
            .unwrap_or_default();
        Entry {
            source: self.source,
            offsets: Offsets::new(table),
            header,
            value,
            broken: std::mem::take(&mut self.broken),
        }
    }

    /// The tables of a key that should hold an array of tables (`[[application]]`).
    pub fn tables<'v>(
        &mut self,
        field: &FieldSpec,
        value: &'v Spanned<DeValue<'v>>,
    ) -> Vec<(&'v DeTable<'v>, Range<usize>)> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, "");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, item.span())),
                None => {
                    self.wrong_type(field, item, "");
                }
            }
        }
        tables
    }

    /// The table of a key that should hold a single one (`[inventory]`).
    pub fn one_table<'v>(
        &mut self,
        field: &FieldSpec,
        value: &'v Spanned<DeValue<'v>>,
    ) -> Option<(&'v DeTable<'v>, Range<usize>)> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(field, value, "");
        }
        table.map(|table| (table, value.span()))
    }

    /// Reports a key that is unknown in every table of the file.
    pub fn unknown(&mut self, spec: &TableSpec, parent: Option<&TableSpec>, key: &str, at: usize) {
        let table = if spec.header.is_empty() {
            both("top-level", &[])
        } else {
            same(&spec.header)
        };
        let misplaced = parent.filter(|parent| parent.field(key).is_some());
        let message = if let Some(parent) = misplaced {
            Message::new("inv-003-parent")
                .with("key", key)
                .with_both("table", table)
                .with("parent", &parent.header)
        } else {
            let hint = spec
                .nearest(key)
                .map_or_else(|| same(""), |field| hint(&field.name));
            Message::new("inv-003")
                .with("key", key)
                .with_both("table", table)
                .with_both("hint", hint)
        };
        let mut problem = message.problem(&self.source.name, Some(self.source.position(at)));
        if self.leniency.unknown_fields {
            problem.level = Level::Warning;
        }
        self.problems.push(problem);
    }

    /// Reads a table; `None` if even the field that defines it is invalid.
    fn table(
        &mut self,
        spec: &TableSpec,
        parent: Option<&TableSpec>,
        table: &DeTable<'_>,
        header: &Range<usize>,
        path: &str,
    ) -> Option<Map<String, Value>> {
        let mut read = Map::new();
        // A field given under a misspelt name is not reported as missing, too.
        let mut misspelt = BTreeSet::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(field) = spec.field(name) else {
                self.unknown(spec, parent, name, key.span().start);
                if let Some(meant) = spec
                    .nearest(name)
                    .filter(|meant| !table.contains_key(meant.name.as_str()))
                {
                    self.broken.insert(join(path, &meant.name));
                    misspelt.insert(meant.name.as_str());
                }
                continue;
            };
            let inner = join(path, name);
            match self.value(spec, field, value, &inner) {
                Some(Value::Null) => {}
                Some(value) => {
                    read.insert(name.to_owned(), value);
                }
                None => {
                    self.broken.insert(inner);
                }
            }
        }
        for field in spec
            .fields
            .iter()
            .filter(|field| field.need == Need::Required)
        {
            let inner = join(path, &field.name);
            if read.contains_key(&field.name)
                || misspelt.contains(field.name.as_str())
                || self.broken.contains(&inner)
            {
                continue;
            }
            let message = Message::new("inv-103")
                .with("field", &field.name)
                .with_both("title", field.title.clone())
                .with("table", &spec.header)
                .with("example", self.example(field));
            let at = table
                .get(field.name.as_str())
                .map_or(header.start, |value| value.span().start);
            self.report(message, at);
            self.broken.insert(inner);
        }
        self.exactly_one(spec, &read, &misspelt, header, path)
            .then_some(read)
    }

    /// Whether exactly one of the alternatives was given, and is valid.
    fn exactly_one(
        &mut self,
        spec: &TableSpec,
        read: &Map<String, Value>,
        misspelt: &BTreeSet<&str>,
        header: &Range<usize>,
        path: &str,
    ) -> bool {
        let right = |name: &&String| read.contains_key(name.as_str());
        let tried = |name: &&String| {
            misspelt.contains(name.as_str()) || self.broken.contains(&join(path, name))
        };
        let given = spec.exactly_one.iter().filter(right).count();
        let meant = given + spec.exactly_one.iter().filter(tried).count();
        if !spec.exactly_one.is_empty() && meant != 1 {
            let message = Message::new("inv-108")
                .with("fields", spec.exactly_one.join(", "))
                .with("table", &spec.header);
            self.report(message, header.start);
            self.broken.insert(path.to_owned());
        }
        spec.exactly_one.is_empty() || given == 1
    }

    /// Reads a value; `None` if it is invalid (and reported), `Null` if it counts as not given.
    fn value(
        &mut self,
        table: &TableSpec,
        field: &FieldSpec,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) -> Option<Value> {
        if !field.list {
            return self.single(table, field, value, path);
        }
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, path);
            return None;
        };
        let mut values = Vec::with_capacity(items.len());
        let mut sound = true;
        for (index, item) in items.iter().enumerate() {
            match self.single(table, field, item, &format!("{path}[{index}]")) {
                Some(Value::Null) => {}
                Some(value) => values.push(value),
                None => sound = false,
            }
        }
        (sound && (!values.is_empty() || field.need != Need::Required))
            .then_some(Value::Array(values))
            .or_else(|| if sound { Some(Value::Null) } else { None })
    }

    fn single(
        &mut self,
        parent: &TableSpec,
        field: &FieldSpec,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) -> Option<Value> {
        let at = value.span().start;
        let plain = value.get_ref();
        match field.kind {
            FieldType::Table => {
                let spec = field
                    .table
                    .as_deref()
                    .and_then(|name| self.spec.table(name))?;
                let Some(table) = plain.as_table() else {
                    self.wrong_type(field, value, path);
                    return None;
                };
                self.table(spec, Some(parent), table, &value.span(), path)
                    .map(Value::Object)
            }
            FieldType::Bool => match plain.as_bool() {
                Some(flag) => Some(Value::Bool(flag)),
                None => self.wrong_type(field, value, path),
            },
            FieldType::Integer => match whole_number(plain) {
                Some(number) => Some(Value::from(number)),
                None => self.wrong_type(field, value, path),
            },
            FieldType::Count => match whole_number(plain) {
                Some(number) => Some(Value::from(number.to_string())),
                None => self.word(field, value, path),
            },
            FieldType::Words => self.word(field, value, path),
            FieldType::Date => self.date(field, value, path),
            FieldType::Text
            | FieldType::Id
            | FieldType::Code
            | FieldType::Url
            | FieldType::UrlOrPath
            | FieldType::Repository
            | FieldType::Database
            | FieldType::Glob
            | FieldType::Fingerprint => {
                let Some(text) = plain.as_str() else {
                    return self.wrong_type(field, value, path);
                };
                let text = text.trim();
                if text.is_empty() {
                    return Some(Value::Null);
                }
                if names_somebody_or_something(&field.name) && is_placeholder(text) {
                    let message = Message::new("inv-021-placeholder")
                        .with_both("field", field.named(path))
                        .with("value", text);
                    self.report(message, at);
                    return Some(Value::Null);
                }
                match fault(field, text, &field.named(path), self.leniency.loopback) {
                    None => Some(Value::from(text)),
                    Some(message) => {
                        self.report(message, at);
                        None
                    }
                }
            }
        }
    }

    fn word(
        &mut self,
        field: &FieldSpec,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) -> Option<Value> {
        let plain = value.get_ref();
        let written = match (plain.as_str(), plain.as_bool()) {
            (Some(text), _) => text.trim(),
            // `stored = true` means the same as "yes".
            (None, Some(flag)) => {
                let word = if flag { "yes" } else { "no" };
                match self.spec.words(field).find(|known| known.value == word) {
                    Some(word) => &word.value,
                    None => return self.wrong_type(field, value, path),
                }
            }
            (None, None) => return self.wrong_type(field, value, path),
        };
        if written.is_empty() {
            return Some(Value::Null);
        }
        if let Some(word) = self.spec.value(field, written) {
            return Some(Value::from(word));
        }
        let allowed = |language| {
            let words = self
                .spec
                .words(field)
                .map(|word| format!("{} ({})", word.value, word.label(language)));
            words.collect::<Vec<_>>().join(", ")
        };
        let values = self.spec.words(field).map(|word| word.value.as_str());
        let labels = self.spec.words(field).map(|word| word.label(Language::De));
        let meant = nearest(written, values)
            .or_else(|| nearest(written, labels).and_then(|label| self.spec.value(field, label)));
        let message = Message::new("inv-004")
            .with_both("field", field.named(path))
            .with("value", written)
            .with_both("allowed", Bilingual::of(allowed))
            .with_both("hint", meant.map_or_else(|| same(""), hint));
        self.report(message, value.span().start);
        None
    }

    fn date(
        &mut self,
        field: &FieldSpec,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) -> Option<Value> {
        let plain = value.get_ref();
        let (date, written) = if let Some(written) = plain.as_datetime() {
            let date = match (written.date, written.time) {
                (Some(date), None) => civil(date.year.into(), date.month.into(), date.day.into()),
                _ => return self.wrong_type(field, value, path),
            };
            (date, written.to_string())
        } else if let Some(written) = plain.as_str() {
            if written.trim().is_empty() {
                return Some(Value::Null);
            }
            (written_date(written.trim()), written.to_owned())
        } else {
            return self.wrong_type(field, value, path);
        };
        if let Some(date) = date {
            return Some(Value::from(date.to_string()));
        }
        let message = Message::new("inv-104-date")
            .with_both("field", field.named(path))
            .with("value", written);
        self.report(message, value.span().start);
        None
    }

    fn wrong_type(
        &mut self,
        field: &FieldSpec,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) -> Option<Value> {
        let list = field.list && !path.ends_with(']');
        let kind = match field.kind {
            _ if list && field.kind != FieldType::Table => "expects-list",
            FieldType::Date => "expects-date",
            FieldType::Bool => "expects-bool",
            FieldType::Integer => "expects-integer",
            FieldType::Count => "expects-count",
            FieldType::Table if list => "expects-tables",
            FieldType::Table => "expects-table",
            _ => "expects-text",
        };
        let header = field
            .table
            .as_deref()
            .and_then(|name| self.spec.table(name))
            .map_or("", |table| table.header.as_str());
        let expected = both(
            kind,
            &[("header", &header), ("example", &self.example(field))],
        );
        let found = both(&format!("found-{}", value.get_ref().type_str()), &[]);
        let message = Message::new("inv-102")
            .with_both(
                "field",
                field.named(if path.is_empty() { &field.name } else { path }),
            )
            .with_both("expected", expected)
            .with_both("found", found);
        self.report(message, value.span().start);
        None
    }

    /// An example of the field as written, for messages.
    fn example(&self, field: &FieldSpec) -> String {
        match (&field.example, &field.table) {
            (Some(example), _) => format!("{} = {example}", field.name),
            (None, Some(table)) => self
                .spec
                .table(table)
                .map_or_else(String::new, |table| table.header.clone()),
            (None, None) => String::new(),
        }
    }

    fn report(&mut self, message: Message, offset: usize) {
        let position = self.source.position(offset);
        self.problems
            .push(message.problem(&self.source.name, Some(position)));
    }
}

/// The fault of a text of this type; `None` if it is valid. `name` is the field's name in messages.
pub(crate) fn fault(
    field: &FieldSpec,
    text: &str,
    name: &Bilingual,
    loopback: bool,
) -> Option<Message> {
    if let Some(max) = field.max
        && text.chars().count() > max
    {
        return Some(
            Message::new("inv-104-long")
                .with_both("field", name.clone())
                .with("max", max.to_string()),
        );
    }
    let fault = match field.kind {
        FieldType::Id => {
            return (!is_application_id(text))
                .then(|| Message::new("inv-001-malformed").with("id", text));
        }
        FieldType::Code => {
            return (!is_code(text)).then(|| Message::new("inv-001-code").with("id", text));
        }
        FieldType::Fingerprint => {
            return (!is_fingerprint(text)).then(|| {
                Message::new("inv-104-finding")
                    .with_both("field", name.clone())
                    .with("value", text)
            });
        }
        FieldType::Glob => {
            let error = globset::Glob::new(text).err()?;
            return Some(
                Message::new("inv-104-glob")
                    .with_both("field", name.clone())
                    .with("value", text)
                    .with("cause", error.kind().to_string()),
            );
        }
        FieldType::Url => address::web(text, loopback).err()?,
        FieldType::UrlOrPath if text.contains("://") => address::web(text, loopback).err()?,
        FieldType::Database => {
            let fault = address::database(text, loopback).err()?;
            if fault == Fault::NotAbsolute {
                return Some(
                    Message::new("inv-008-database")
                        .with_both("field", name.clone())
                        .with("value", text),
                );
            }
            fault
        }
        FieldType::Repository => {
            let fault = address::repository(text, loopback).err()?;
            if fault == Fault::NotAbsolute {
                return Some(
                    Message::new("inv-008-repository")
                        .with_both("field", name.clone())
                        .with("value", text),
                );
            }
            fault
        }
        _ => return None,
    };
    Some(match fault {
        Fault::NotAbsolute => Message::new("inv-008-absolute")
            .with_both("field", name.clone())
            .with("value", text),
        // The message does not repeat the address, because it holds a secret.
        Fault::Secret => Message::new("inv-008-secret").with_both("field", name.clone()),
        Fault::Local => Message::new("inv-008-local")
            .with_both("field", name.clone())
            .with("value", text),
    })
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
