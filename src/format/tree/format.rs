//! The common basis of all formats in JSON or YAML: a look at the outermost keys, one tree, one reader.

use foldhash::HashSet;

use super::{Tree, is_json, key_value, parse, top_keys};
use crate::format::{Failure, Format, Note, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::SchemaModel;
use crate::source::Capture;
use crate::topic::Topic;

/// A format written in JSON or YAML.
pub struct TreeFormat {
    /// Name in reports.
    pub name: &'static str,
    /// File name extensions, for help texts.
    pub extensions: &'static [&'static str],
    /// Whether it may also be written in YAML.
    pub yaml: bool,
    /// How certain it is about a document with the right syntax.
    pub claims: fn(&Peek<'_>) -> Recognition,
    /// Reads a document.
    pub read: fn(&mut Document, &Tree) -> Result<(), Failure>,
}

/// What can be determined before parsing a document.
pub struct Peek<'c> {
    /// The document.
    pub capture: &'c Capture,
    /// Its beginning.
    pub head: &'c str,
}

impl<'c> Peek<'c> {
    fn from_capture(capture: &'c Capture) -> Self {
        Self {
            capture,
            head: capture.head(),
        }
    }

    /// The keys of the outermost object, as far as `head` reaches; `None` if there is none. Computed on first use,
    /// because most formats recognise their documents by less.
    pub fn keys(&self) -> Option<&'c [String]> {
        self.capture.outermost_keys(top_keys)
    }

    /// The whole text.
    pub fn text(&self) -> &'c str {
        self.capture.text().map_or("", |text| text.as_str())
    }

    /// Whether it starts like JSON.
    pub fn is_json(&self) -> bool {
        is_json(self.head)
    }

    /// Whether it has this outermost key.
    pub fn has(&self, key: &str) -> bool {
        self.keys().unwrap_or_default().iter().any(|own| own == key)
    }

    /// Whether it has all of these outermost keys.
    pub fn has_all(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.has(key))
    }

    /// How many of these outermost keys it has.
    pub fn count(&self, keys: &[&str]) -> usize {
        keys.iter().filter(|key| self.has(key)).count()
    }

    /// Whether it has no outermost keys other than these.
    pub fn has_only(&self, keys: &[&str]) -> bool {
        let own = self.keys().unwrap_or_default();
        own.iter().all(|own| keys.contains(&own.as_str()))
    }

    /// Whether its beginning contains a word.
    pub fn says(&self, word: &str) -> bool {
        self.head.contains(word)
    }

    /// The scalar after the first occurrence of a key in its beginning.
    pub fn value(&self, key: &str) -> Option<&'c str> {
        key_value(self.head, key)
    }
}

/// A document being read.
pub struct Document {
    /// What it declares.
    pub model: SchemaModel,
    /// What was not understood.
    pub notes: Vec<Note>,
    /// Visited nodes, because YAML aliases lead to them again.
    pub seen: HashSet<u32>,
}

impl Format for TreeFormat {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let yaml = || matches!(capture.extension().as_str(), "yaml" | "yml");
        if is_json(capture.head()) || self.yaml && yaml() {
            (self.claims)(&Peek::from_capture(capture))
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut document = Document {
            model: SchemaModel::new(&capture.document, self.name, text.clone()),
            notes: Vec::new(),
            seen: HashSet::default(),
        };
        let tree = parse(text)?;
        if tree.root().is_none() {
            return Err(GapReason::Empty.into());
        }
        document.notes.extend(tree.note());
        (self.read)(&mut document, &tree)?;
        Ok(Parsed {
            schemas: vec![document.model],
            notes: document.notes,
            ..Parsed::default()
        })
    }
}

impl Recognition {
    /// This result if a condition holds, else [`Self::No`].
    pub fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::No }
    }
}
