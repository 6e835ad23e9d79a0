//! Tables that translate codes: judged as translations, not as lists of entries.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::readings::Readings;
use super::surroundings::Surroundings;
use super::vocabulary::Vocabulary;
use crate::model::{Domain, Element, Known, Span, Value};
use crate::topic::spelling;

/// Maximum length of a code; longer texts are words.
const LONGEST_CODE: usize = 2;

impl<'a> Surroundings<'a> {
    /// Evidence that a list is such a table: its name, or that of the list whose codes it translates.
    pub(super) fn translates<'t>(
        &'t self,
        element: &'t Element,
        readings: &Readings,
    ) -> Option<&'t str> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let is_told = words.names_translation(name) || words.names_standard(name);
        let is_table = is_told && holds_codes_by_codes(readings)
            || is_keyed_by_others(words, readings)
            || self.is_asked_with_rest(element.extent) && !self.is_list_of_a_field(element)
            || self.is_for_constants(element) && !self.is_list_of_a_field(element);
        if is_table {
            return Some(name);
        }
        self.list_translated_by(element, is_told)
    }

    /// Whether a table assigns constants to codes (`{"F": FEMALE, "1": Sex.MALE}`), or texts to constants of another
    /// document under a name for texts (`SEX_NAMES = {MALE: "male"}`). The entries are where the constants are declared.
    fn is_for_constants(&self, element: &Element) -> bool {
        let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
            return false;
        };
        let source = self.model.text.as_str();
        let written = |at: Option<Span>| at.and_then(|at| source.get(at.range()));
        let keys: Option<Vec<&str>> = values.iter().map(|value| written(value.raw.span)).collect();
        let texts = values.iter().map(|value| {
            let label = value.label.as_ref()?;
            written(label.span)
        });
        let texts: Option<Vec<&str>> = texts.collect();
        let (Some(keys), Some(texts)) = (keys, texts) else {
            return false;
        };
        // `SEX_MALE = "M"`, several times: the name of a constant stands before its code.
        let is_table = values.iter().all(|value| {
            let label = value.label.as_ref().and_then(|label| label.span);
            value.raw.span < label
        });
        if values.len() < 2 || !is_table {
            return false;
        }
        if texts.iter().all(|text| is_constant(text)) {
            // `{ Male: MALE, Female: FEMALE }` names constants anew, as enumerations do.
            let has_code = values.iter().any(|value| is_code(&value.raw.value));
            let of_a_type = texts.iter().all(|text| text.contains(['.', ':']));
            return has_code || of_a_type;
        }
        let is_imported = |key: &&str| {
            let first = key.split(['.', ':']).next().unwrap_or(key);
            is_constant(key) && self.model.scope.import_of(first).is_some()
        };
        self.vocabulary.names_shown_texts(&element.name.value)
            && texts.iter().all(|text| text.contains(['"', '\'']))
            && keys.iter().all(is_imported)
    }

    /// The longer list of the document to whose codes a table assigns other codes, or whose codes are its texts, if the
    /// table is named as a translation or has numbers. Enumerations and choices may hold codes of another list and
    /// still be lists, and so may the same codes with words.
    fn list_translated_by(&self, element: &Element, is_told: bool) -> Option<&'a str> {
        let table = rows(element)?;
        let keys: BTreeSet<&String> = table.keys().collect();
        let texts: Option<BTreeSet<&String>> = table.values().map(Option::as_ref).collect();
        let texts = texts?;
        let is_number = |key: &&String| key.chars().all(|ch| ch.is_ascii_digit());
        let from_codes = is_told || keys.iter().all(is_number);
        let is_translated = |list: &BTreeMap<String, Option<String>>| {
            let has_all = |codes: &BTreeSet<&String>| {
                codes.iter().all(|code| list.contains_key(code.as_str()))
            };
            // Words are names of the codes, in another language or in the program.
            let says_otherwise = || {
                table.iter().all(|(code, text)| {
                    let said = list.get(code).and_then(Option::as_ref);
                    text.as_ref() != said && text.as_deref().is_some_and(is_code)
                })
            };
            list.len() > table.len()
                && keys != texts
                && (from_codes && has_all(&texts) || has_all(&keys) && says_otherwise())
        };
        let mut others = self.named_lists().iter();
        let found = others.find(|other| other.count > table.len() && is_translated(&other.rows))?;
        Some(found.name)
    }
}

/// Whether a table has one word in several languages: none of its keys is an entry.
pub(super) fn is_word_in_languages(words: &Vocabulary, element: &Element) -> bool {
    let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
        return false;
    };
    values.len() > 1
        && values
            .iter()
            .all(|value| words.is_language(&value.raw.value))
}

/// The codes of a list with their texts, in a form for comparison; `None` for long ones.
pub(super) fn rows(element: &Element) -> Option<BTreeMap<String, Option<String>>> {
    const MOST: usize = 20;
    let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
        return None;
    };
    let row = |value: &Value| {
        let text = value.label.as_ref().map(|label| code(&label.value));
        (code(&value.raw.value), text)
    };
    (values.len() <= MOST).then(|| values.iter().map(row).collect())
}

/// A code without the type of its constant (`Gender.MALE`).
fn code(text: &str) -> String {
    spelling(text.rsplit(['.', ':']).next().unwrap_or(text))
}

/// Whether an expression is the name of a constant: `FEMALE`, `Sex.Male`, `Gender::FEMALE`.
fn is_constant(written: &str) -> bool {
    let is_named = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | ':' | '\\');
    let last = written.rsplit(['.', ':', '\\']).next().unwrap_or(written);
    written.chars().all(is_named) && last.starts_with(char::is_uppercase)
}

fn is_code(text: &str) -> bool {
    text.chars().count() <= LONGEST_CODE
}

/// Whether the keys of a table are several things other than entries: first names, roles.
fn is_keyed_by_others(words: &Vocabulary, readings: &Readings) -> bool {
    let labels: Vec<String> = readings
        .values
        .iter()
        .filter_map(|value| value.label.as_deref().map(spelling))
        .collect();
    let distinct: HashSet<&String> = labels.iter().collect();
    let is_entry = |text: &str| words.spellings.contains_key(&spelling(text));
    distinct.len() < labels.len()
        && labels.len() == readings.values.len()
        && !readings.values.iter().any(|value| is_entry(&value.raw))
}

/// Whether every value has another code as its text, and none a readable word.
fn holds_codes_by_codes(readings: &Readings) -> bool {
    let labelled = readings.values.iter().any(|value| value.label.is_some());
    labelled
        && readings
            .values
            .iter()
            .all(|value| value.label.as_deref().is_none_or(is_code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_told_from_texts_and_variables() {
        for constant in ["FEMALE", "Sex.Male", "Gender::FEMALE", "Weiblich"] {
            assert!(is_constant(constant), "{constant}");
        }
        for other in ["\"FEMALE\"", "_('Male')", "female", "genders.male", ""] {
            assert!(!is_constant(other), "{other}");
        }
    }
}
