//! Descriptions beside a list that explain single codes (`M=männlich; D=divers`, `0 Male, 1 Female`, `third gender
//! (X)`) serve as labels for codes without one.

use super::classify::{reads_as, reclassify, word};
use super::field::ClassifiedValue;
use super::vocabulary::Vocabulary;

/// Maximum length in bytes; longer texts are documents and explain more than one list.
const MOST_BYTES: usize = 2_000;
/// Maximum length of a code; a word needs no explanation.
const LONGEST_CODE: usize = 4;
/// Maximum number of words for an entry ("neither male nor female").
const MOST_WORDS: usize = 4;

/// Labels codes of open meaning with texts beside them.
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
        // A letter before a word may start a sentence; several of them, or a sign in between, are a legend.
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

/// Whether a code has no certain meaning on its own.
fn is_open(value: &ClassifiedValue) -> bool {
    let raw = value.raw.trim();
    value.label.is_none() && !raw.is_empty() && raw.chars().count() <= LONGEST_CODE
}

/// The explanation of one code.
struct Explanation {
    /// Index of the value.
    value: usize,
    text: String,
    /// Whether there is a sign between the code and the words.
    marked: bool,
}

/// The codes that a text explains, the first explanation of each.
fn explanations(
    vocabulary: &Vocabulary,
    values: &[ClassifiedValue],
    text: &str,
) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = Vec::new();
    for piece in pieces(text) {
        let words: Vec<&str> = piece.split_whitespace().flat_map(apart).collect();
        let codes: Vec<(usize, usize)> = words
            .iter()
            .enumerate()
            .filter_map(|(at, word)| Some((at, code(values, word)?)))
            .collect();
        let Some((first, _)) = codes.first() else {
            continue;
        };
        // `male (M) female (F)`: if words precede the first code, each code follows its words.
        let leads = said_before(vocabulary, &words[..*first]).is_some();
        for (index, (at, value)) in codes.iter().enumerate() {
            let begin = match index.checked_sub(1).and_then(|before| codes.get(before)) {
                Some((before, _)) => before + 1,
                None => 0,
            };
            let end = codes.get(index + 1).map_or(words.len(), |(next, _)| *next);
            let before = || said_before(vocabulary, &words[begin..*at]);
            let said = match leads {
                true => before(),
                false => said_behind(vocabulary, &words[at + 1..end]),
            };
            let Some(text) = said else { continue };
            let marked = [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .filter_map(|beside| words.get(beside))
                .any(|beside| is_sign(beside));
            if found.iter().all(|known| known.value != *value) {
                found.push(Explanation {
                    value: *value,
                    text,
                    marked,
                });
            }
        }
    }
    // "neither male nor female (X)": the certain meaning of another code is excluded.
    let explained: Vec<usize> = found.iter().map(|known| known.value).collect();
    found.retain(|explanation| {
        let Some(concept) = word(vocabulary, &explanation.text) else {
            return true;
        };
        let taken = |(index, value): (usize, &ClassifiedValue)| {
            !explained.contains(&index) && value.meaning.concepts == [concept]
        };
        !values.iter().enumerate().any(taken)
    });
    found
}

/// The parts of a text between separators of values.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n', '|', '/'])
        .flat_map(|piece| piece.split(" und "))
        .flat_map(|piece| piece.split(" oder "))
        .flat_map(|piece| piece.split(" and "))
        .flat_map(|piece| piece.split(" or "))
}

/// Index of the value whose code a word is.
fn code(values: &[ClassifiedValue], word: &str) -> Option<usize> {
    values
        .iter()
        .position(|value| is_open(value) && value.raw.trim().eq_ignore_ascii_case(word))
}

/// The longest word for a value that begins a part of a piece.
fn said_behind(vocabulary: &Vocabulary, words: &[&str]) -> Option<String> {
    let words = spoken(words);
    let counts = (1..=words.len().min(MOST_WORDS)).rev();
    counts
        .map(|count| words[..count].join(" "))
        .find(|said| reads_as(vocabulary, said))
}

/// The longest word for a value that ends a part of a piece.
fn said_before(vocabulary: &Vocabulary, words: &[&str]) -> Option<String> {
    let words = spoken(words);
    let counts = (1..=words.len().min(MOST_WORDS)).rev();
    counts
        .map(|count| words[words.len() - count..].join(" "))
        .find(|said| reads_as(vocabulary, said))
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
