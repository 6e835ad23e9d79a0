//! A file of the inventory, and a table read from it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{Position, SourceText};

/// A file of the inventory.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// As the user named it, for messages.
    pub name: String,
    /// Path relative to the inventory root, with forward slashes.
    pub relative: String,
    pub text: SourceText,
}

impl SourceFile {
    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.text.position_at(offset)
    }
}

/// A table of a file that passed the reader, without its invalid fields.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub source: &'d SourceFile,
    pub offsets: Offsets,
    pub header: Range<usize>,
    /// The valid fields, until they are converted to types.
    pub value: Map<String, Value>,
    /// Paths of fields that were given but are invalid.
    pub broken: BTreeSet<String>,
}

impl Entry<'_> {
    /// Whether neither the field, nor a part of it, nor a table around it is invalid, so that rules may rely on it.
    pub fn is_sound(&self, path: &str) -> bool {
        !self.broken.iter().any(|broken| {
            let (short, long) = if broken.len() < path.len() {
                (broken.as_str(), path)
            } else {
                (path, broken.as_str())
            };
            long.strip_prefix(short)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// Where the entry starts.
    pub fn position(&self) -> Position {
        self.source.position(self.header.start)
    }

    /// Where a field is written (`url[1].url`); if it is missing, where the nearest enclosing table starts.
    pub fn position_of(&self, path: &str) -> Position {
        let mut path = path;
        loop {
            if let Some(offset) = self.offsets.of_path(path) {
                return self.source.position(offset);
            }
            let Some(end) = path.rfind(['.', '[']) else {
                return self.position();
            };
            path = path.get(..end).unwrap_or_default();
        }
    }
}

/// Byte offsets of the values of a table, by path. They replace the syntax tree, which needs ten times the memory and
/// is dropped with its file.
#[derive(Debug, Default)]
pub(super) struct Offsets(Box<[(u64, u32)]>);

impl Offsets {
    pub fn new(table: &DeTable<'_>) -> Self {
        let mut all = Vec::new();
        note_table(table, "", &mut all);
        all.sort_unstable();
        Self(all.into_boxed_slice())
    }

    fn of_path(&self, path: &str) -> Option<usize> {
        let key = key(path);
        let at = self.0.partition_point(|(other, _)| *other < key);
        let (found, offset) = self.0.get(at)?;
        (*found == key).then_some(*offset as usize)
    }
}

fn key(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

fn note_table(table: &DeTable<'_>, path: &str, all: &mut Vec<(u64, u32)>) {
    for (name, value) in table {
        let name = name.get_ref();
        let path = match path {
            "" => name.to_string(),
            path => format!("{path}.{name}"),
        };
        note(value, &path, all);
        for (index, item) in value.get_ref().as_array().into_iter().flatten().enumerate() {
            note(item, &format!("{path}[{index}]"), all);
        }
    }
}

fn note(value: &Spanned<DeValue<'_>>, path: &str, all: &mut Vec<(u64, u32)>) {
    let start = u32::try_from(value.span().start).unwrap_or(u32::MAX);
    all.push((key(path), start));
    if let Some(table) = value.get_ref().as_table() {
        note_table(table, path, all);
    }
}
