//! Wordings of names and titles: words for comparison, and meaningless wordings.

use std::collections::BTreeSet;

use foldhash::HashSet;
use regex::RegexSet;
use serde::Deserialize;

use super::small_words::is_function_word;
use crate::a11y::insert;

/// The words of a text in lower case: letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}

/// Passes the words of a text one by one, like [`words`] without allocating a list.
pub fn each_word(text: &str, mut read: impl FnMut(&str)) {
    let mut word = String::new();
    for ch in text.chars() {
        match ch {
            ch if ch.is_ascii_alphanumeric() => word.push(ch.to_ascii_lowercase()),
            // Soft hyphens and joiners are invisible.
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' => {}
            ch if ch.is_alphanumeric() => word.extend(ch.to_lowercase()),
            _ if word.is_empty() => {}
            _ => {
                read(&word);
                word.clear();
            }
        }
    }
    if !word.is_empty() {
        read(&word);
    }
}

/// The beginning of a word, because endings vary with case and number.
///
/// Its letters are packed into a number, because every word of every page is looked up by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(u128);

impl Stem {
    /// The stem of a word in lower case.
    pub fn of(word: &str) -> Self {
        const LETTERS: usize = 5;
        const BITS_OF_CHAR: u32 = 21;
        let letters = word.chars().take(LETTERS);
        Self(letters.fold(0, |stem, ch| {
            stem << BITS_OF_CHAR | u128::from(u32::from(ch))
        }))
    }
}

/// The stems of the significant words of a text, by which inflected wordings can be compared.
pub fn stems(text: &str) -> BTreeSet<Stem> {
    let mut stems = BTreeSet::new();
    each_stem(text, |stem| {
        stems.insert(stem);
    });
    stems
}

/// Passes the stems of the significant words of a text one by one.
pub fn each_stem(text: &str, mut read: impl FnMut(Stem)) {
    each_word(text, |word| {
        if word.chars().nth(2).is_some() && !is_function_word(word) {
            read(Stem::of(word));
        }
    });
}

/// The parts of a compound name (`firstName`, `first-name`, `img/first_name.png`) as words.
pub fn parts_of_name(name: &str) -> String {
    let mut parts = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for ch in name.chars() {
        if ch.is_uppercase() && before.is_lowercase() {
            parts.push(' ');
        }
        parts.push(if ch == '_' { ' ' } else { ch });
        before = ch;
    }
    parts
}

/// Meaningless wordings, as listed by a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeaninglessParams {
    /// Whole wordings.
    #[serde(default)]
    phrases: Vec<String>,
    /// Words that say nothing, alone or combined.
    #[serde(default)]
    words: Vec<String>,
    /// Words that say nothing when combined with those.
    #[serde(default)]
    fillers: Vec<String>,
    /// Patterns of the whole wording, as regular expressions that ignore case.
    #[serde(default)]
    patterns: Vec<String>,
    /// Signs of which a wording without letters and digits may consist to be meaningless.
    #[serde(default)]
    signs: String,
}

/// Meaningless wordings.
pub struct Meaningless {
    phrases: HashSet<String>,
    words: HashSet<String>,
    fillers: HashSet<String>,
    patterns: RegexSet,
    signs: String,
}

impl MeaninglessParams {
    /// Prepares the lists.
    ///
    /// # Errors
    /// The error in a pattern.
    pub fn build(self) -> Result<Meaningless, Vec<String>> {
        let folded = |list: Vec<String>| list.iter().map(|text| words(text).join(" ")).collect();
        let patterns = self.patterns.iter().map(|text| format!("(?i)^(?:{text})$"));
        let patterns = RegexSet::new(patterns).map_err(|error| vec![error.to_string()])?;
        Ok(Meaningless {
            phrases: folded(self.phrases),
            words: folded(self.words),
            fillers: folded(self.fillers),
            patterns,
            signs: self.signs,
        })
    }
}

impl Meaningless {
    /// Number of words of a text outside the lists.
    pub fn telling(&self, text: &str) -> usize {
        let named = |word: &String| self.words.contains(word) || self.fillers.contains(word);
        words(text).iter().filter(|word| !named(word)).count()
    }

    /// Whether a non-empty wording is certainly meaningless. Program output may say anything.
    pub fn covers(&self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || insert::is_filled_later(text) {
            return false;
        }
        if self.patterns.is_match(text) {
            return true;
        }
        let words = words(text);
        if words.is_empty() {
            let is_sign = |ch: char| ch.is_whitespace() || self.signs.contains(ch);
            return text.chars().all(is_sign);
        }
        self.phrases.contains(&words.join(" "))
            || (words.iter().any(|word| self.words.contains(word))
                && words
                    .iter()
                    .all(|word| self.words.contains(word) || self.fillers.contains(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Meaningless {
        let params = MeaninglessParams {
            phrases: vec!["Weitere Informationen".into()],
            words: vec!["hier".into(), "mehr".into()],
            fillers: vec!["bitte".into(), "klicken".into()],
            patterns: vec![r"\S+\.png".into()],
            signs: "…».".into(),
        };
        params.build().expect("the patterns are fine")
    }

    #[test]
    fn only_what_surely_says_nothing_is_covered() {
        let lists = lists();
        for text in [
            "hier",
            "Bitte HIER klicken!",
            "mehr …",
            "»",
            "...",
            "weitere informationen",
            "IMG_1.PNG",
        ] {
            assert!(lists.covers(text), "{text}");
        }
        for text in [
            "",
            "klicken",
            "mehr Geld",
            "hier parken",
            "weitere Informationen zum Antrag",
            "🔍",
            "+",
            "Plan als PNG",
        ] {
            assert!(!lists.covers(text), "{text}");
        }
    }

    #[test]
    fn stems_survive_endings_and_leave_out_small_words() {
        assert_eq!(stems("Die Öffnungszeiten"), stems("öffnungszeit der"));
        assert!(stems("der die und").is_empty());
        assert_eq!(words(&parts_of_name("firstName_of-user")).len(), 4);
    }
}
