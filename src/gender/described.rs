//! Values named only in the description of a field: `male | female | other`, `1 = männlich, 2 = weiblich`, `Single
//! character M / F`. Nothing enforces them, so they are shown and decide nothing.

use super::classify::{reads_as, word};
use super::explained::pieces;
use super::field::Concept;
use super::vocabulary::Vocabulary;
use crate::topic::spelling;

/// Maximum length in bytes; longer texts describe more than one field.
const MOST_BYTES: usize = 2_000;
/// Maximum number of words for a value, including its code.
const MOST_WORDS: usize = 5;
/// Maximum length of a code.
const LONGEST_CODE: usize = 4;
/// Maximum number of values shown.
const MOST_VALUES: usize = 12;

/// The values of the first list in the descriptions that has one for men and one for women.
pub(super) fn described_values<'t>(
    vocabulary: &Vocabulary,
    mut texts: impl Iterator<Item = &'t str>,
) -> Vec<String> {
    texts
        .find_map(|text| listed(vocabulary, text))
        .unwrap_or_default()
}

/// Whether a text consists almost only of the meanings of codes (`1 = männlich, 2 = weiblich`).
pub(super) fn is_legend(vocabulary: &Vocabulary, text: &str) -> bool {
    /// Maximum length; longer texts are about more than the codes.
    const LONGEST: usize = 120;
    let coded = |value: &&String| {
        let (code, behind) = value.split_once(' ').unwrap_or_default();
        let is_code = (1..=2).contains(&code.chars().count()) && !behind.is_empty();
        is_code || value.contains(['=', ':']) || value.contains(" - ")
    };
    text.len() <= LONGEST
        && listed(vocabulary, text).is_some_and(|values| values.iter().filter(coded).count() > 1)
}

fn listed(vocabulary: &Vocabulary, text: &str) -> Option<Vec<String>> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut run = Run::default();
    let parts = pieces(text)
        .flat_map(|piece| piece.split(['(', ')']))
        .flat_map(|piece| piece.split(". "));
    for part in parts {
        let part = part.trim_matches(|ch: char| ch.is_whitespace() || is_quote(ch) || ch == '.');
        match value(vocabulary, part) {
            Some(value) => run.push(value),
            None if part.is_empty() => {}
            // A word that is not a value may be among them; it is kept if another value follows.
            None if !run.values.is_empty() && !is_longer(part, MOST_WORDS - 1) => {
                run.between.push(part);
            }
            None if run.names_both() => break,
            None => run = Run::default(),
        }
    }
    run.names_both().then(|| {
        let values = run.values.into_iter().map(str::to_owned);
        values.take(MOST_VALUES).collect()
    })
}

/// Consecutive values.
#[derive(Default)]
struct Run<'t> {
    values: Vec<&'t str>,
    /// The text after the last of them so far.
    between: Vec<&'t str>,
    male: bool,
    female: bool,
}

impl<'t> Run<'t> {
    fn push(&mut self, (concept, written): (Option<Concept>, &'t str)) {
        self.values.append(&mut self.between);
        self.values.push(written);
        self.male |= concept == Some(Concept::Male);
        self.female |= concept == Some(Concept::Female);
    }

    const fn names_both(&self) -> bool {
        self.male && self.female
    }
}

/// The word of a value with its code or letter, and its certain meaning.
fn value<'t>(vocabulary: &Vocabulary, part: &'t str) -> Option<(Option<Concept>, &'t str)> {
    if is_longer(part, MOST_WORDS) {
        return None;
    }
    let sides = || {
        let sides = part.split(['=', ':']).flat_map(|side| side.split(" - "));
        sides.map(|side| side.trim_matches(|ch: char| !ch.is_alphanumeric()))
    };
    if let Some((said, concept)) = sides().find_map(|side| Some((side, word(vocabulary, side)?))) {
        // `1 = männlich` has a code; `Geschlecht: männlich` starts with the field.
        let has_code = sides()
            .next()
            .is_some_and(|first| first == said || first.chars().count() <= LONGEST_CODE);
        return Some((Some(concept), if has_code { part } else { said }));
    }
    if sides().any(|side| reads_as(vocabulary, side)) {
        return Some((None, part));
    }
    // `Either 'm' or 'f'`: the text before the first value is the sentence.
    let last = part.rsplit([' ', ':', '=']).next()?.trim_matches(is_quote);
    let mut letters = last.chars();
    let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    is_letter.then(|| (vocabulary.spellings.get(&spelling(last)).copied(), last))
}

fn is_longer(text: &str, words: usize) -> bool {
    text.split_whitespace().nth(words).is_some()
}

const fn is_quote(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let file = |name: &str| {
            let path = format!("{}/rules/vocabulary/{name}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).expect("it is there");
            (name.to_owned(), text)
        };
        Vocabulary::load(&[file("values.toml")]).expect("the file is right")
    }

    #[test]
    fn legends_say_what_codes_stand_for() {
        let words = words();
        assert!(is_legend(&words, "1 = männlich, 2 = weiblich"));
        assert!(is_legend(&words, "1 männlich, 2 weiblich"));
        assert!(is_legend(&words, "M: male, F: female, U: unknown"));
        assert!(!is_legend(&words, "male | female"));
        assert!(!is_legend(&words, "1 = meadow, 2 = forest"));
    }

    #[test]
    fn lists_in_descriptions_are_found() {
        let words = words();
        let values = |text: &str| described_values(&words, std::iter::once(text)).join("; ");
        for (text, expected) in [
            (
                "male | female | other | unknown",
                "male; female; other; unknown",
            ),
            ("Gender of the employee (male | female)", "male; female"),
            ("1 = männlich, 2 = weiblich", "1 = männlich; 2 = weiblich"),
            ("Either 'm' or 'f'.", "m; f"),
            ("Geschlecht (m/w/d)", "m; w; d"),
            ("Geschlecht: männlich, weiblich", "männlich; weiblich"),
            (
                "male | female | intersex. Required",
                "male; female; intersex",
            ),
            ("male, something, female", "male; something; female"),
            ("M stands for \"male\"", ""),
            (
                "The customer's gender (Male - 1, Female - 2)",
                "Male - 1; Female - 2",
            ),
            ("Geschlecht der Person, wie es im Register steht", ""),
            ("Men and women vote in one list", ""),
            ("male", ""),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}
