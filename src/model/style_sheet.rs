//! Style sheets that pages link to: their text, shared by all pages, with their imports.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::derived::Derived;

/// A style sheet in a document of its own.
pub struct StyleSheet {
    /// Path or URL, as in reports.
    pub document: String,
    /// Its text.
    pub text: String,
    /// The sheets it imports.
    pub imports: LinkedSheets,
    derived: Derived,
}

impl StyleSheet {
    /// A sheet with what it imports.
    pub fn new(document: String, text: String, imports: LinkedSheets) -> Self {
        Self {
            document,
            text,
            imports,
            derived: Derived::default(),
        }
    }

    /// Data derived from the text, such as its rules, computed once for all pages, which are judged on several threads.
    /// The first caller determines its type.
    pub fn derived<T: Any + Send + Sync>(&self, derive: impl Fn(&str) -> T) -> Arc<T> {
        self.derived.of(|| derive(&self.text))
    }
}

impl Hash for StyleSheet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Derived data follows from the text.
        (&self.document, &self.text, &self.imports).hash(state);
    }
}

impl fmt::Debug for StyleSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StyleSheet")
            .field("document", &self.document)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// The style sheets a document links to, by address as written.
#[derive(Clone, Debug, Default, Hash)]
pub struct LinkedSheets(BTreeMap<String, LinkedSheet>);

/// What became of a linked style sheet.
#[derive(Clone, Debug, Hash)]
pub enum LinkedSheet {
    /// It is here.
    Here(Arc<StyleSheet>),
    /// It contains nothing relevant: only fonts, or an import of itself.
    Idle,
    /// It could not be fetched, but its address reveals what it styles.
    Confined(Arc<SheetReach>),
    /// It could not be fetched.
    Missing,
}

/// What a style sheet styles, as known from its address alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SheetReach {
    /// Its library, for people.
    pub name: String,
    /// Classes of the elements it styles, in lower case; a trailing asterisk matches any ending. Empty if it only
    /// provides fonts.
    pub classes: Vec<String>,
    /// Whether its generated content consists of icon font glyphs, which screen readers cannot read out.
    pub icons: bool,
    /// Classes whose glyph is a letter nevertheless, in lower case.
    pub letters: Vec<String>,
}

impl SheetReach {
    /// Whether it styles elements with a `class` attribute.
    pub fn styles(&self, class: &str) -> bool {
        names_one(&self.classes, class)
    }

    /// Whether it may generate text that screen readers read out.
    pub fn may_speak(&self, class: &str) -> bool {
        self.styles(class) && (!self.icons || names_one(&self.letters, class))
    }
}

/// Whether a `class` attribute contains a class that matches one of the patterns.
fn names_one(patterns: &[String], class: &str) -> bool {
    class.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        patterns
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(beginning) => class.starts_with(beginning),
                None => class == *pattern,
            })
    })
}

impl LinkedSheets {
    /// Records what became of a link.
    pub fn insert(&mut self, address: &str, sheet: LinkedSheet) {
        self.0.insert(address.trim().to_owned(), sheet);
    }

    /// Whether a sheet or one it imports contains a word, or is missing.
    pub fn mention(&self, word: &str) -> bool {
        self.0.values().any(|sheet| match sheet {
            LinkedSheet::Here(sheet) => sheet.text.contains(word) || sheet.imports.mention(word),
            LinkedSheet::Idle => false,
            LinkedSheet::Confined(_) | LinkedSheet::Missing => true,
        })
    }

    /// What became of a link; missing if it was never recorded.
    pub fn get(&self, address: &str) -> &LinkedSheet {
        self.0.get(address.trim()).unwrap_or(&LinkedSheet::Missing)
    }
}
