//! What names and titles say: words for comparing, and wordings that say nothing.

use std::collections::BTreeSet;

use foldhash::HashSet;
use regex::RegexSet;
use serde::Deserialize;

use super::small_words::is_function_word;
use crate::a11y::dynamic;

/// The words of a text in small letters: letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}

/// Reads the words of a text one after the other, as [`words`] does, for those who keep none of them.
pub fn each_word(text: &str, mut read: impl FnMut(&str)) {
    let mut word = String::new();
    for ch in text.chars() {
        match ch {
            ch if ch.is_ascii_alphanumeric() => word.push(ch.to_ascii_lowercase()),
            // Soft hyphens and joiners are not seen.
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

/// The beginning of a word: endings differ with case and number.
///
/// Its letters stand side by side in a number, because every word of every page is looked up by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(u128);

impl Stem {
    /// The beginning of a word in small letters.
    pub fn of(word: &str) -> Self {
        const LETTERS: usize = 5;
        const BITS_OF_CHAR: u32 = 21;
        let letters = word.chars().take(LETTERS);
        Self(letters.fold(0, |stem, ch| {
            stem << BITS_OF_CHAR | u128::from(u32::from(ch))
        }))
    }
}

/// What two wordings can have in common although words are bent: the beginnings of their telling words.
pub fn stems(text: &str) -> BTreeSet<Stem> {
    let mut stems = BTreeSet::new();
    each_stem(text, |stem| {
        stems.insert(stem);
    });
    stems
}

/// Reads the beginnings of the telling words of a text one after the other.
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

/// Wordings that say nothing, as a rule lists them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeaninglessParams {
    /// Whole wordings.
    #[serde(default)]
    phrases: Vec<String>,
    /// Words that say nothing by themselves or with each other.
    #[serde(default)]
    words: Vec<String>,
    /// Words that say nothing beside those.
    #[serde(default)]
    fillers: Vec<String>,
    /// Shapes of the whole wording, as regular expressions without regard to case.
    #[serde(default)]
    patterns: Vec<String>,
    /// Wordings without any letter or digit say nothing if they consist of these.
    #[serde(default)]
    signs: String,
}

/// Wordings that say nothing.
pub struct Meaningless {
    phrases: HashSet<String>,
    words: HashSet<String>,
    fillers: HashSet<String>,
    patterns: RegexSet,
    signs: String,
}

impl MeaninglessParams {
    /// Makes the lists ready.
    ///
    /// # Errors
    /// What is wrong with a pattern.
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
    /// How many words of a text the lists do not name.
    pub fn telling(&self, text: &str) -> usize {
        let named = |word: &String| self.words.contains(word) || self.fillers.contains(word);
        words(text).iter().filter(|word| !named(word)).count()
    }

    /// Whether a wording, which is not empty, surely says nothing to anybody. What a program puts in its place may say
    /// anything.
    pub fn covers(&self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || dynamic::is_filled_later(text) {
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
