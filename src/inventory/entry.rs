//! A file of the inventory, and a table of it that has been read.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::{Map, Value};
use toml::de::DeTable;

use crate::model::{Position, SourceText};

/// A file of the inventory.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// As the user named it, for messages.
    pub name: String,
    /// Relative to the inventory root, with forward slashes.
    pub relative: String,
    pub text: SourceText,
}

impl SourceFile {
    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.text
            .position(u32::try_from(offset).unwrap_or(u32::MAX))
    }
}

/// A table of a file that passed the reader, as far as it was right.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub source: &'d SourceFile,
    pub table: &'d DeTable<'d>,
    pub header: Range<usize>,
    /// The right part.
    pub value: Map<String, Value>,
    /// Paths of fields that were given and are wrong.
    pub broken: BTreeSet<String>,
}

impl Entry<'_> {
    /// Whether the field and all its parts are as written, so that rules may rely on it.
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

    /// Where a field is written (`url[1].url`); the nearest table around it where it is not.
    pub fn position_of(&self, path: &str) -> Position {
        let mut span = self.header.clone();
        let mut table = Some(self.table);
        for segment in path.split('.') {
            let (name, index) = match segment.split_once('[') {
                Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
                None => (segment, None),
            };
            let Some(mut value) = table.and_then(|table| table.get(name)) else {
                break;
            };
            if let Some(item) = index.and_then(|index| value.get_ref().as_array()?.get(index)) {
                value = item;
            }
            span = value.span();
            table = value.get_ref().as_table();
        }
        self.source.position(span.start)
    }
}
