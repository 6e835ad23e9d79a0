//! Style sheets that pages link to: their text, once for all pages, with what they import.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// A style sheet that stands in a document of its own.
pub struct StyleSheet {
    /// Path or URL, as reports name it.
    pub document: String,
    /// Its text.
    pub text: String,
    /// What it imports.
    pub imports: LinkedSheets,
    derived: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl StyleSheet {
    /// A sheet with what it imports.
    pub fn new(document: String, text: String, imports: LinkedSheets) -> Self {
        Self {
            document,
            text,
            imports,
            derived: OnceLock::new(),
        }
    }

    /// What somebody derives from the text, such as its rules: worked out once for all pages, which are judged on
    /// several threads. Whoever asks first decides what that is.
    pub fn derived<T: Any + Send + Sync>(&self, derive: impl Fn(&str) -> T) -> Arc<T> {
        let known = self.derived.get_or_init(|| Arc::new(derive(&self.text)));
        Arc::clone(known)
            .downcast()
            .unwrap_or_else(|_| Arc::new(derive(&self.text)))
    }
}

impl Hash for StyleSheet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What is derived follows from the text.
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

/// The style sheets that a document links to, by their address as it writes it.
#[derive(Clone, Debug, Default, Hash)]
pub struct LinkedSheets(BTreeMap<String, LinkedSheet>);

/// What became of a linked style sheet.
#[derive(Clone, Debug, Hash)]
pub enum LinkedSheet {
    /// It is here.
    Here(Arc<StyleSheet>),
    /// It says nothing that anybody asks for: it only brings fonts, or imports itself.
    Idle,
    /// It could not be fetched, but its address tells what it styles.
    Confined(Arc<SheetReach>),
    /// It could not be fetched.
    Missing,
}

/// What a style sheet styles that is known by its address alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SheetReach {
    /// The library it belongs to, for people.
    pub name: String,
    /// Classes of the elements that it styles, in lower case; an asterisk at the end stands for any ending. None: it
    /// only brings fonts.
    pub classes: Vec<String>,
    /// Whether what it generates is pictures of a font, which a screen reader has no word for.
    pub icons: bool,
    /// Classes whose picture is a letter all the same, in lower case.
    pub letters: Vec<String>,
}

impl SheetReach {
    /// Whether it styles elements with a `class` attribute.
    pub fn styles(&self, class: &str) -> bool {
        names_one(&self.classes, class)
    }

    /// Whether it may generate text that a screen reader has words for.
    pub fn may_speak(&self, class: &str) -> bool {
        self.styles(class) && (!self.icons || names_one(&self.letters, class))
    }
}

/// Whether a `class` attribute holds a class that fits one of some patterns.
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
    /// Notes what became of a link.
    pub fn insert(&mut self, address: &str, sheet: LinkedSheet) {
        self.0.insert(address.trim().to_owned(), sheet);
    }

    /// Whether one of the sheets, or one that it imports, has a word anywhere in its text, or is missing.
    pub fn mention(&self, word: &str) -> bool {
        self.0.values().any(|sheet| match sheet {
            LinkedSheet::Here(sheet) => sheet.text.contains(word) || sheet.imports.mention(word),
            LinkedSheet::Idle => false,
            LinkedSheet::Confined(_) | LinkedSheet::Missing => true,
        })
    }

    /// What became of a link. Nobody looked for a sheet that is not noted here.
    pub fn get(&self, address: &str) -> &LinkedSheet {
        self.0.get(address.trim()).unwrap_or(&LinkedSheet::Missing)
    }
}
