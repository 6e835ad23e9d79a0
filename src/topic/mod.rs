//! The topic: the words of gender, salutation and former entries, for readers and sources that need them before
//! classification, and the components of libraries, for readers of templates. The vocabulary builds it; modules below
//! the vocabulary know no such word themselves.

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

/// The words of a vocabulary, folded. Parts separated by a space may also be written together.
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
    /// Values that mean a man.
    pub male: Vec<String>,
    /// Values that mean a woman.
    pub female: Vec<String>,
    /// Values that address a person.
    pub addresses: HashSet<String>,
    /// Words that agree with the person addressed.
    pub agreeing: Vec<String>,
    /// Values that mean one of the entries.
    pub entries: HashSet<String>,
    /// Further stems, found anywhere in a text, besides those of the attributes.
    pub stems: Vec<String>,
    /// Words too common to justify reading a text.
    pub everywhere: HashSet<String>,
    /// Names of lookup tables, besides those of the attributes.
    pub tables: HashSet<String>,
    /// Components of libraries, for readers of templates.
    pub components: Components,
    /// Style sheets of libraries, for sources.
    pub sheets: KnownSheets,
}

/// Words for one attribute.
#[derive(Debug, Default)]
pub struct AttributeWords {
    /// Stems, found anywhere in a text.
    pub stems: Vec<String>,
    /// Stems, found only at the beginning of a word.
    pub beginnings: Vec<String>,
    /// Words that name the attribute on their own.
    pub strong: Vec<String>,
    /// Last parts of compounds that name it.
    pub heads: Vec<String>,
    /// Sets of words that name it together.
    pub compounds: Vec<Vec<String>>,
    /// Words that need a second signal.
    pub weak: Vec<String>,
    /// Names of data elements for this attribute, each with the purpose that confirms it.
    pub data_elements: BTreeMap<String, String>,
}

/// The search terms of readers and sources. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Topic(Arc<Searches>);

#[derive(Debug)]
struct Searches {
    /// Needles that decide whether a file is read; whole source trees are searched for them.
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
    /// A topic without words: it never occurs.
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

    /// Whether a file contains a word without which it cannot concern gender or salutation: a name for them, or values
    /// for both men and women. Broader than the vocabulary. Weak names that are also values, and very common words, do
    /// not suffice on their own.
    pub fn may_occur_in(&self, text: &str) -> bool {
        self.0.files.decides(text)
    }

    /// Whether a text contains a word that addresses a man or a woman: a letter may start with it and show nothing else
    /// about its recipient.
    pub fn may_address(&self, text: &str) -> bool {
        self.0.files.any(text, |needle| needle.addresses)
    }

    /// Whether an expression, a statement or a sentence contains a word that may concern gender or salutation, even a
    /// single value.
    pub fn is_mentioned_in(&self, text: &str) -> bool {
        self.0
            .texts
            .any(text, |needle| needle.weight != Weight::Weak)
    }

    /// Whether an expression or a statement contains a name for an attribute, even a weak one.
    pub fn names(&self, attribute: Attribute, text: &str) -> bool {
        self.0
            .texts
            .any(text, |needle| needle.attribute == Some(attribute))
    }

    /// Whether a text contains a part of a name that makes an entry a former one.
    pub fn marks_former(&self, text: &str) -> bool {
        self.0.former_marks.any(text, |_| true)
    }

    /// Whether a word in the name of a table shows that it lists genders or salutations. Such names are often written
    /// without separators (`tblgeschlecht`).
    pub fn is_table_word(&self, word: &str) -> bool {
        /// Minimum length of a part; shorter ones occur in other words.
        const SHORTEST_PART: usize = 5;
        let word = fold(word);
        self.0.tables.contains(&word)
            || self.0.names.iter().any(|needle| {
                let part = needle.word.as_str();
                part == word || part.len() >= SHORTEST_PART && word.contains(part)
            })
    }

    /// Whether a value means one of the entries.
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
