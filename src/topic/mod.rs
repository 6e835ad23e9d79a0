//! What everything is about: the words of gender, salutation and former entries, for readers and sources that must
//! know them before anything is classified, and the components of libraries, for readers of templates. The vocabulary
//! builds it; below the vocabulary no such word is known.

mod components;
mod needle;
mod search;
mod sheets;
mod token;

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashSet;

pub use self::components::{Component, ComponentFile, Components};
pub use self::needle::Attribute;
use self::needle::{Needle, Weight};
use self::search::Search;
pub use self::sheets::{KnownSheet, KnownSheets, SheetFile, SheetPlace};
pub use self::token::{fold, is_encoded, is_shouted, spelling, tokens};

/// The words of a vocabulary, folded. Spaces part words that may be written together or apart.
#[derive(Debug, Default)]
pub struct TopicWords {
    /// Names of the gender entry.
    pub gender: AttributeWords,
    /// Names of the form of address.
    pub salutation: AttributeWords,
    /// Names of former entries and first names.
    pub former: Vec<String>,
    /// Parts of a name that make an entry a former one.
    pub former_marks: Vec<String>,
    /// Values that stand for a man.
    pub male: Vec<String>,
    /// Values that stand for a woman.
    pub female: Vec<String>,
    /// Values that address somebody.
    pub addresses: HashSet<String>,
    /// Words that agree with the person addressed.
    pub agreeing: Vec<String>,
    /// Values that stand for one of the entries.
    pub entries: HashSet<String>,
    /// Letters that are searched for wherever they stand, beside those of the attributes.
    pub stems: Vec<String>,
    /// Words that stand everywhere: no text is read for them.
    pub everywhere: HashSet<String>,
    /// Names of lookup tables beside those of the attributes.
    pub tables: HashSet<String>,
    /// Components of libraries, for readers of templates.
    pub components: Components,
    /// Style sheets of libraries, for sources.
    pub sheets: KnownSheets,
}

/// Words for one attribute.
#[derive(Debug, Default)]
pub struct AttributeWords {
    /// Letters that are searched for wherever they stand.
    pub stems: Vec<String>,
    /// Letters that are searched for where a word begins with them.
    pub beginnings: Vec<String>,
    /// Words that name the attribute by themselves.
    pub strong: Vec<String>,
    /// Last parts of compounds that do.
    pub heads: Vec<String>,
    /// Words that together do.
    pub compounds: Vec<Vec<String>>,
    /// Words that need a second signal.
    pub weak: Vec<String>,
    /// What data elements of this attribute are called, and the purpose that says so.
    pub data_elements: BTreeMap<String, String>,
}

/// What readers and sources look for. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Topic(Arc<Searches>);

#[derive(Debug)]
struct Searches {
    /// Needles for which a file is read: whole source trees are searched for them.
    files: Search,
    /// All needles.
    texts: Search,
    names: Vec<Needle>,
    former_marks: Search,
    entries: HashSet<String>,
    tables: HashSet<String>,
    purposes: BTreeMap<String, String>,
    components: Components,
    sheets: KnownSheets,
}

impl Default for Topic {
    /// The topic of no words: it occurs nowhere.
    fn default() -> Self {
        Self::new(TopicWords::default())
    }
}

impl Topic {
    /// Prepares the searches.
    pub fn new(words: TopicWords) -> Self {
        let needles = needle::needles(&words);
        let decisive =
            |needle: &&Needle| matches!(needle.weight, Weight::Decides | Weight::Half(_));
        let names = |needle: &&Needle| {
            needle.weight == Weight::Decides
                && needle.attribute.is_some()
                && !needle.word.contains(' ')
        };
        let mut purposes = words.gender.data_elements;
        purposes.extend(words.salutation.data_elements);
        Self(Arc::new(Searches {
            files: Search::new(needles.iter().filter(decisive).cloned()),
            names: needles.iter().filter(names).cloned().collect(),
            texts: Search::new(needles),
            former_marks: Search::new(words.former_marks.iter().map(|mark| Needle::anywhere(mark))),
            entries: words.entries,
            tables: words.tables,
            purposes,
            components: words.components,
            sheets: words.sheets,
        }))
    }

    /// Whether a file holds a word without which nothing in it concerns gender or salutation: one that names them,
    /// or values for both men and women. Wider than the vocabulary. Weak names that are themselves values, and those
    /// that stand everywhere, do not count alone.
    pub fn may_occur_in(&self, text: &str) -> bool {
        self.0.files.decides(text)
    }

    /// Whether a text holds a word that addresses a man or a woman: what is written to a person whom nothing else in it
    /// tells more of may begin with it.
    pub fn may_address(&self, text: &str) -> bool {
        self.0.files.any(text, |needle| needle.addresses)
    }

    /// Whether an expression, a statement or a sentence holds a word that may concern gender or salutation, be it a
    /// single value.
    pub fn is_mentioned_in(&self, text: &str) -> bool {
        self.0
            .texts
            .any(text, |needle| needle.weight != Weight::Weak)
    }

    /// Whether an expression or a statement holds a name for an attribute, however weak.
    pub fn names(&self, attribute: Attribute, text: &str) -> bool {
        self.0
            .texts
            .any(text, |needle| needle.attribute == Some(attribute))
    }

    /// Whether a text holds a part of a name that makes an entry a former one.
    pub fn marks_former(&self, text: &str) -> bool {
        self.0.former_marks.any(text, |_| true)
    }

    /// Whether a word of the name of a table says that it lists genders or salutations. Names are written together
    /// without borders (`tblgeschlecht`).
    pub fn is_table_word(&self, word: &str) -> bool {
        /// Shorter ones are parts of other words.
        const SHORTEST_PART: usize = 5;
        let word = fold(word);
        self.0.tables.contains(&word)
            || self.0.names.iter().any(|needle| {
                let part = needle.word.as_str();
                part == word || part.len() >= SHORTEST_PART && word.contains(part)
            })
    }

    /// Whether a value stands for one of the entries.
    pub fn is_entry(&self, value: &str) -> bool {
        self.0.entries.contains(&spelling(value))
    }

    /// The components of libraries.
    pub fn components(&self) -> &Components {
        &self.0.components
    }

    /// The style sheets of libraries.
    pub fn sheets(&self) -> &KnownSheets {
        &self.0.sheets
    }

    /// The purpose of a data element that every system of its kind has.
    pub fn purpose_of(&self, data_element: &str) -> Option<&str> {
        self.0.purposes.get(data_element).map(String::as_str)
    }
}
