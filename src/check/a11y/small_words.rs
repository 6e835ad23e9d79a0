//! Function words of languages: they occur in nearly every sentence, and identify a language without statistics.

use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

use super::wording::each_word;

/// The function words of a text.
pub struct SmallWords {
    /// Number of letters of the text.
    pub letters: usize,
    /// Number of Latin letters without marks.
    plain_latin: usize,
    /// Number of function words, by language.
    counts: HashMap<&'static str, usize>,
    /// Number of words.
    words: usize,
    /// Number of distinct function words.
    distinct: usize,
}

impl SmallWords {
    /// Counts the function words of a text.
    pub fn new(text: &str) -> Self {
        let mut counts = HashMap::default();
        let mut words = 0;
        let mut small = HashSet::default();
        each_word(text, |word| {
            words += 1;
            let Some((known, languages)) = FUNCTION_WORDS.get_key_value(word) else {
                return;
            };
            small.insert(*known);
            for language in languages {
                *counts.entry(*language).or_default() += 1;
            }
        });
        let count = |kind: fn(&char) -> bool| text.chars().filter(kind).count();
        Self {
            letters: count(|ch| ch.is_alphabetic()),
            plain_latin: count(char::is_ascii_alphabetic),
            counts,
            words,
            distinct: small.len(),
        }
    }

    /// The language of all function words of a text, if there are several, if they are a considerable part of it, and
    /// if the stated language differs and has known function words as well.
    pub fn of_one_other(&self, stated: &str) -> Option<&'static str> {
        /// Minimum number of distinct ones; titles, such as "The Lord of the Rings", rarely have as many.
        const LEAST_DISTINCT: usize = 3;
        /// Minimum share: one word out of this many.
        const SHARE: usize = 3;
        /// With more of them the text may be a sentence with other words in between and repetitions.
        const DISTINCT_IN_SENTENCE: usize = 4;
        const SHARE_IN_SENTENCE: usize = 4;
        let mut languages = self.counts.iter();
        let (Some((&found, &count)), None) = (languages.next(), languages.next()) else {
            return None;
        };
        let dense = self.distinct >= LEAST_DISTINCT && self.distinct * SHARE >= self.words;
        let is_sentence =
            self.distinct >= DISTINCT_IN_SENTENCE && count * SHARE_IN_SENTENCE >= self.words;
        let much = dense || is_sentence;
        let known = self.of(stated) == Some(0);
        (much && known).then_some(found)
    }

    /// Number of function words of a language; `None` if none are known.
    pub fn of(&self, language: &str) -> Option<usize> {
        let known = FUNCTION_WORD_LISTS.contains_key(language);
        known.then(|| self.counts.get(language).copied().unwrap_or_default())
    }

    /// Whether no other language has as many, so that letter statistics cannot change the result.
    pub fn plainly_speak(&self, language: &str) -> bool {
        let most = self.counts.values().copied().max();
        let own = self.of(language).unwrap_or_default();
        own >= 3 && Some(own) == most && !self.is_mostly_foreign()
    }

    /// Whether nearly all letters are outside the Latin alphabet.
    pub fn is_mostly_foreign(&self) -> bool {
        self.plain_latin * 10 < self.letters
    }
}

/// Whether a word in lower case is a function word, which identifies a language but no topic.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains_key(word)
}

/// Function words by language.
pub type FunctionWords = HashMap<&'static str, Vec<&'static str>>;

// Compiled in; a test loads it.
static FUNCTION_WORD_LISTS: LazyLock<FunctionWords> =
    LazyLock::new(|| parse_function_words().unwrap_or_default());

/// Languages by function word.
static FUNCTION_WORDS: LazyLock<FunctionWords> = LazyLock::new(|| {
    let mut languages = FunctionWords::default();
    for (language, words) in FUNCTION_WORD_LISTS.iter() {
        for word in words {
            languages.entry(word).or_default().push(language);
        }
    }
    languages
});

/// The lists by language; an error if they cannot be read.
pub fn parse_function_words() -> Result<FunctionWords, toml::de::Error> {
    toml::from_str(include_str!("function_words.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_of_one_language_prove_a_sentence() {
        let found = |stated, text: &str| SmallWords::new(text).of_one_other(stated);
        assert_eq!(found("fr", "We mend what you have at home"), Some("en"));
        assert_eq!(found("en", "Wir sind heute nicht bei Ihnen"), Some("de"));
        assert_eq!(found("de", "The Lord of the Rings"), None);
        assert_eq!(found("de", "Neu hier? The best of what we have"), None);
        let long = "The application must be completed in full and handed in to the office with all of the documents.";
        assert_eq!(found("de", long), Some("en"));
        let names = "Kino: The Lord of the Rings. Konzert: The Best of Abba. Lesung: Songs for Linda, Saal Mitte";
        assert_eq!(found("de", names), None);
        assert_eq!(found("fi", "We mend what you have at home"), None);
    }
}
