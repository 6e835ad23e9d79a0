//! Lists adopted from a standard or another authority. The codes alone prove nothing, because anyone may choose the
//! same ones; a mark of the standard around them does.

use serde::Deserialize;

use super::field::{ClassifiedValue, Concept};
use super::vocabulary::Vocabulary;
use crate::model::{Element, Layer, SchemaModel};
use crate::topic::{fold, spelling, tokens};

/// Number of bytes at the top of a document searched for its namespace.
const HEAD_BYTES: usize = 8 * 1024;
/// Number of path parts examined, from the file name up. Folders further out state where the application is kept, not
/// what a file is.
const NEAREST_FOLDERS: usize = 5;

/// A published list with its identifying marks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PublishedList {
    /// Id of the code system with the codes of the list.
    #[serde(default)]
    system: Option<String>,
    /// Name of the standard if it has no code system.
    #[serde(default)]
    name: Option<String>,
    /// Further sets of codes.
    #[serde(default)]
    sets: Vec<Vec<String>>,
    /// Substrings of a name.
    #[serde(default)]
    marks: Vec<String>,
    /// Whole words of a name.
    #[serde(default)]
    words: Vec<String>,
    /// Parts of a namespace.
    #[serde(default)]
    namespaces: Vec<String>,
    /// Whether every list declared in its namespace is this one.
    #[serde(default)]
    any_set: bool,
}

/// The standard from which a list of values is adopted.
pub(super) fn published(
    vocabulary: &Vocabulary,
    model: &SchemaModel,
    element: &Element,
    values: &[ClassifiedValue],
) -> Option<String> {
    // Stored values are the application's own choice, whatever it exchanges.
    if element.layer == Layer::Database {
        return None;
    }
    // The code of a constant is its value, if the reader took its name for that.
    let codes = sorted(counting(values).map(|value| value.raw.as_str()));
    // If a value itself means divers, the codes beside the values are their translations: no published list of codes
    // has a constant for it.
    let means_diverse = |value: &ClassifiedValue| {
        let raw = spelling(&value.raw);
        vocabulary.spellings.get(&raw) == Some(&Concept::Diverse)
            || vocabulary
                .ambiguous
                .get(&raw)
                .is_some_and(|meanings| meanings.contains(&Concept::Diverse))
    };
    let labels: Option<Vec<&str>> = counting(values)
        .map(|value| value.label.as_deref())
        .collect();
    let labels = labels.filter(|_| !counting(values).any(means_diverse));
    let labels = labels.map(|labels| sorted(labels.into_iter()));
    let mut stated: Option<Vec<&str>> = None;
    vocabulary.published_lists.iter().find_map(|list| {
        let is_listed = || {
            let mut written = std::iter::once(&codes).chain(&labels);
            written.any(|codes| list.has_codes(vocabulary, codes))
        };
        if !list.any_set && !is_listed() {
            return None;
        }
        let by_name = || names_around(model, element).any(|name| list.is_named_in(name));
        if !list.any_set && by_name() {
            return list.called(vocabulary);
        }
        let stated = stated.get_or_insert_with(|| namespaces(model));
        let namespace = stated.iter().find(|namespace| list.owns(namespace))?;
        list.called(vocabulary)
            .or_else(|| Some((*namespace).to_owned()))
    })
}

impl Vocabulary {
    /// Whether a name has the mark of a standard with its own list.
    pub(super) fn names_standard(&self, name: &str) -> bool {
        self.published_lists
            .iter()
            .any(|list| list.is_named_in(name))
    }
}

fn counting(values: &[ClassifiedValue]) -> impl Iterator<Item = &ClassifiedValue> {
    values
        .iter()
        .filter(|value| !value.placeholder && !value.raw.trim().is_empty())
}

/// Distinct codes in lower case, sorted.
fn sorted<'c>(codes: impl Iterator<Item = &'c str>) -> Vec<String> {
    let mut codes: Vec<String> = codes
        .map(|code| code.trim().to_lowercase())
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

impl PublishedList {
    fn called(&self, vocabulary: &Vocabulary) -> Option<String> {
        let system = self.system.as_deref();
        let system = system.and_then(|id| vocabulary.code_system_of_id(id));
        system
            .map(|system| system.name.clone())
            .or_else(|| self.name.clone())
    }

    /// Whether sorted codes equal one of its sets.
    fn has_codes(&self, vocabulary: &Vocabulary, codes: &[String]) -> bool {
        let is = |set: &mut dyn Iterator<Item = &str>| {
            let set = sorted(set);
            !set.is_empty() && set == codes
        };
        let system = self.system.as_deref();
        let system = system.and_then(|id| vocabulary.code_system_of_id(id));
        system.is_some_and(|system| is(&mut system.codes.iter().map(|code| code.code.as_str())))
            || self
                .sets
                .iter()
                .any(|set| is(&mut set.iter().map(String::as_str)))
    }

    fn is_named_in(&self, name: &str) -> bool {
        let letters: String = fold(name)
            .chars()
            .filter(|ch| ch.is_alphanumeric())
            .collect();
        self.marks
            .iter()
            .any(|mark| letters.contains(mark.as_str()))
            || !self.words.is_empty() && tokens(name).iter().any(|word| self.words.contains(word))
    }

    fn owns(&self, namespace: &str) -> bool {
        self.namespaces
            .iter()
            .any(|part| namespace.contains(part.as_str()))
    }
}

/// Names and comments that may state the source of a list: its own, its type's, its file's and the folders'.
fn names_around<'a>(model: &'a SchemaModel, element: &'a Element) -> impl Iterator<Item = &'a str> {
    // Forms may be in any folder.
    let folders = if element.layer == Layer::Ui {
        1
    } else {
        NEAREST_FOLDERS
    };
    let entity = model.entity_of(element);
    let labels = element
        .labels
        .iter()
        .chain(entity.into_iter().flat_map(|entity| &entity.labels));
    std::iter::once(element.name.value.as_str())
        .chain(element.path.0.iter().map(String::as_str))
        .chain(entity.map(|entity| entity.name.value.as_str()))
        .chain(element.type_name())
        .chain(labels.map(|label| label.text.value.as_str()))
        .chain(model.document.rsplit(['/', '\\']).take(folders))
}

/// The namespaces and addresses stated in a document.
fn namespaces(model: &SchemaModel) -> Vec<&str> {
    const KEYS: [&str; 2] = ["targetNamespace", "\"$id\""];
    let text = model.text.as_str();
    let end = (0..=HEAD_BYTES.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let head = &text[..end];
    KEYS.iter()
        .filter_map(|key| {
            let (_, after) = head.split_once(key)?;
            let quote = after.find(['"', '\''])?;
            let mark = after[quote..].chars().next()?;
            after[quote + 1..].split(mark).next()
        })
        .collect()
}
