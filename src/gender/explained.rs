//! What a description beside a list says of single codes (`M=männlich; D=divers`, `0 Male, 1 Female`, `third gender (X)`)
//! is the label that the code does not have itself.

use super::classify::{reclassify, says};
use super::field::ClassifiedValue;
use super::vocabulary::Vocabulary;

/// Longer texts are documents and explain more than one list.
const MOST_BYTES: usize = 2_000;
/// Codes are short; a word is its own explanation.
const LONGEST_CODE: usize = 4;
/// An entry is said in so many words ("neither male nor female").
const MOST_WORDS: usize = 4;

/// Labels codes whose meaning is open by what texts beside them say.
pub(super) fn explain<'t>(
    vocabulary: &Vocabulary,
    values: &mut [ClassifiedValue],
    texts: impl Iterator<Item = &'t str>,
) {
    if !values.iter().any(is_open) {
        return;
    }
    for text in texts.filter(|text| text.len() <= MOST_BYTES) {
        let found = explanations(vocabulary, values, text);
        // A letter before a word may begin a sentence; several of them, or a sign between the two, are a legend.
        let several = found.len() > 1;
        let mut any = false;
        for explanation in found {
            if (several || explanation.marked)
                && let Some(value) = values.get_mut(explanation.value)
                && is_open(value)
            {
                value.label = Some(explanation.text);
                any = true;
            }
        }
        if any {
            reclassify(vocabulary, values);
        }
    }
}

/// A code that says nothing for certain by itself.
fn is_open(value: &ClassifiedValue) -> bool {
    let raw = value.raw.trim();
    value.label.is_none() && !raw.is_empty() && raw.chars().count() <= LONGEST_CODE
}

/// What is said of one code.
struct Explanation {
    /// Index of the value.
    value: usize,
    text: String,
    /// A sign stands between the code and the words.
    marked: bool,
}

/// The codes that a text explains, the first explanation of each.
fn explanations(
    vocabulary: &Vocabulary,
    values: &[ClassifiedValue],
    text: &str,
) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = Vec::new();
    let pieces = text
        .split([',', ';', '\n', '|', '/'])
        .flat_map(|piece| piece.split(" und "))
        .flat_map(|piece| piece.split(" oder "))
        .flat_map(|piece| piece.split(" and "))
        .flat_map(|piece| piece.split(" or "));
    for piece in pieces {
        let words: Vec<&str> = piece.split_whitespace().flat_map(apart).collect();
        let at = words.iter().enumerate().find_map(|(at, word)| {
            let is = |value: &ClassifiedValue| value.raw.trim().eq_ignore_ascii_case(word);
            let value = values
                .iter()
                .position(|value| is_open(value) && is(value))?;
            Some((at, value))
        });
        let Some((at, value)) = at else {
            continue;
        };
        if found.iter().any(|known| known.value == value) {
            continue;
        }
        let marked = [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .filter_map(|beside| words.get(beside))
            .any(|beside| is_sign(beside));
        let after: Vec<&str> = spoken(&words[at + 1..]);
        let before: Vec<&str> = spoken(&words[..at]);
        let length = after.len().min(MOST_WORDS);
        let following = (1..=length).rev().map(|count| after[..count].join(" "));
        let length = before.len().min(MOST_WORDS);
        let preceding = (1..=length)
            .rev()
            .map(|count| before[before.len() - count..].join(" "));
        let said = following
            .chain(preceding)
            .find(|said| says(vocabulary, said));
        found.extend(said.map(|text| Explanation {
            value,
            text,
            marked,
        }));
    }
    found
}

/// A word with the signs around and within it as parts of their own (`M=männlich`, `(X)`).
fn apart(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, ch) in word.char_indices() {
        if is_border(ch) {
            if start < at {
                parts.push(&word[start..at]);
            }
            parts.push(&word[at..at + ch.len_utf8()]);
            start = at + ch.len_utf8();
        }
    }
    if start < word.len() {
        parts.push(&word[start..]);
    }
    parts
}

fn is_border(ch: char) -> bool {
    matches!(
        ch,
        '=' | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '–'
            | '—'
            | '>'
            | '→'
            | '"'
            | '\''
            | '`'
            | '„'
            | '“'
            | '”'
            | '.'
    )
}

fn is_sign(word: &str) -> bool {
    word == "-" || word.chars().all(is_border)
}

/// The words of a part of a piece, without signs.
fn spoken<'t>(words: &[&'t str]) -> Vec<&'t str> {
    words
        .iter()
        .copied()
        .filter(|word| !is_sign(word))
        .collect()
}
