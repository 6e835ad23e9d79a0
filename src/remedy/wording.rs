//! The word a list would use for an entry it lacks, judged by the words it has.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::gender::Concept;

/// A naming scheme for entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    male: Vec<String>,
    female: Vec<String>,
    diverse: Vec<String>,
    no_entry: Vec<String>,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    other: Vec<String>,
}

#[derive(Deserialize)]
struct WordingFile {
    wording: Vec<Wording>,
}

fn wordings() -> &'static [Wording] {
    static WORDINGS: OnceLock<Vec<Wording>> = OnceLock::new();
    WORDINGS.get_or_init(|| {
        // Compiled in; a test parses it.
        let file = toml::from_str::<WordingFile>(include_str!("words.toml"));
        file.map(|file| file.wording).unwrap_or_default()
    })
}

impl Wording {
    fn words(&self, concept: Concept) -> &[String] {
        match concept {
            Concept::Male => &self.male,
            Concept::Female => &self.female,
            Concept::Diverse => &self.diverse,
            Concept::NoEntry => &self.no_entry,
            Concept::Unknown => &self.unknown,
            Concept::Other => &self.other,
            Concept::NotApplicable => &[],
        }
    }

    fn holds(&self, example: Example<'_>) -> bool {
        let word = folded(example.word);
        self.words(example.concept)
            .iter()
            .any(|known| folded(known) == word)
    }
}

/// A word that a list uses for one of its values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<'a> {
    pub word: &'a str,
    pub concept: Concept,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// For people: words are separated by spaces.
    Prose,
    /// For programs.
    Identifier,
}

/// Letter case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
    Capital,
}

impl Case {
    fn of(word: &str) -> Option<Self> {
        let letters: Vec<char> = word.chars().filter(|ch| ch.is_alphabetic()).collect();
        let (first, rest) = letters.split_first()?;
        Some(match () {
            () if letters.iter().all(|ch| ch.is_lowercase()) => Self::Lower,
            () if letters.iter().all(|ch| ch.is_uppercase()) => Self::Upper,
            () if first.is_uppercase() && rest.iter().all(|ch| ch.is_lowercase()) => Self::Capital,
            // "Ohne Angabe", "OhneAngabe": every word starts with a capital letter.
            () if first.is_uppercase() => Self::Capital,
            () => return None,
        })
    }
}

/// Whether a word belongs to a known naming scheme.
pub(super) fn is_known(example: Example<'_>) -> bool {
    wordings().iter().any(|wording| wording.holds(example))
}

/// The word for `concept` in a list that uses both examples; `None` if they belong to different schemes.
pub(super) fn word_for(
    concept: Concept,
    examples: [Example<'_>; 2],
    manner: Manner,
) -> Option<String> {
    let wording = wordings()
        .iter()
        .find(|wording| examples.iter().all(|example| wording.holds(*example)))?;
    let word = wording.words(concept).first()?;
    let case = Case::of(examples[0].word)?;
    if Case::of(examples[1].word)? != case {
        return None;
    }
    let joint = match (manner, case) {
        (Manner::Prose, _) => " ",
        (Manner::Identifier, Case::Capital) => "",
        (Manner::Identifier, Case::Lower | Case::Upper) => "_",
    };
    let parts: Vec<String> = word
        .split(' ')
        .enumerate()
        .map(|(index, part)| match (case, manner) {
            (Case::Upper, _) => part.to_uppercase(),
            (Case::Lower, Manner::Identifier) => part.to_lowercase(),
            // "ohne Angabe" keeps its capitalised noun.
            (Case::Lower, Manner::Prose) => part.to_owned(),
            (Case::Capital, Manner::Identifier) => capital(part),
            (Case::Capital, Manner::Prose) if index == 0 => capital(part),
            (Case::Capital, Manner::Prose) => part.to_owned(),
        })
        .collect();
    Some(parts.join(joint))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A word without case, separators and entities.
fn folded(word: &str) -> String {
    let word = word.to_lowercase();
    let word = [
        ("&auml;", "ä"),
        ("&ouml;", "ö"),
        ("&uuml;", "ü"),
        ("&szlig;", "ß"),
    ]
    .iter()
    .fold(word, |word, (entity, letter)| word.replace(entity, letter));
    word.chars().filter(|ch| ch.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(male: &str, female: &str, manner: Manner) -> Option<(String, String)> {
        let examples = [
            Example {
                word: male,
                concept: Concept::Male,
            },
            Example {
                word: female,
                concept: Concept::Female,
            },
        ];
        Some((
            word_for(Concept::Diverse, examples, manner)?,
            word_for(Concept::NoEntry, examples, manner)?,
        ))
    }

    #[test]
    fn words_follow_those_of_the_list() {
        let pairs = [
            ("m", "w", Manner::Identifier, Some(("d", "x"))),
            ("M", "F", Manner::Identifier, Some(("D", "X"))),
            (
                "männlich",
                "weiblich",
                Manner::Prose,
                Some(("divers", "ohne Angabe")),
            ),
            (
                "M&auml;nnlich",
                "Weiblich",
                Manner::Prose,
                Some(("Divers", "Ohne Angabe")),
            ),
            (
                "MAENNLICH",
                "WEIBLICH",
                Manner::Identifier,
                Some(("DIVERS", "OHNE_ANGABE")),
            ),
            (
                "Male",
                "Female",
                Manner::Identifier,
                Some(("Diverse", "NoEntry")),
            ),
            (
                "male",
                "female",
                Manner::Identifier,
                Some(("diverse", "no_entry")),
            ),
            ("Male", "female", Manner::Identifier, None),
            ("m", "weiblich", Manner::Identifier, None),
            ("Herr", "Frau", Manner::Prose, None),
            ("1", "2", Manner::Identifier, None),
        ];
        for (male, female, manner, expected) in pairs {
            let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(both(male, female, manner), expected, "{male} {female}");
        }
    }

    #[test]
    fn the_shipped_words_load() {
        assert_eq!(wordings().len(), 3);
    }
}
