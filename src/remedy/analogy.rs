//! Extends a list of values: two existing values show what a new one looks like.
//!
//! Two neighbours are compared token by token, before, in and after what is stored for each. Where they are equal, the
//! new value is equal too. Where they differ, it must be by words for what they stand for, or by a number that
//! increases by one. Otherwise there is no new value: a pattern that is not understood is not continued.

use super::wording::{Example, Manner, is_known, word_for};
use crate::gender::Concept;

/// A value of a list, with the byte range of what is stored for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub start: usize,
    pub end: usize,
    pub concept: Concept,
}

/// The text to insert into a list, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Growth {
    pub at: usize,
    pub text: String,
    /// What is stored for each new value, as written.
    pub raws: Vec<String>,
}

/// Restrictions on how a list may grow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Only at its end, because the positions of values matter.
    pub only_at_end: bool,
    /// Unquoted text may contain spaces (YAML).
    pub plain_text: bool,
    /// The stored values are words for people ("männlich"), which may contain spaces.
    pub stores_text: bool,
    /// The stored values may be numbers that increase by one.
    pub counts: bool,
}

/// Longer text between two values means they are not in one list.
const MOST_BETWEEN: usize = 2_000;

/// Adds values for `missing` after one of the list's own. `values` must be in text order.
pub(super) fn grow(
    text: &str,
    values: &[Listed],
    missing: &[Concept],
    terms: Terms,
) -> Option<Growth> {
    let last = values.len().checked_sub(1)?;
    for index in (1..values.len()).rev() {
        let is_last = index == last;
        if terms.only_at_end && !is_last {
            return None;
        }
        let pair = Pair::new(text, values[index - 1], values[index], terms);
        if let Some(growth) = pair.and_then(|pair| pair.continued(missing, is_last)) {
            return Some(growth);
        }
    }
    None
}

/// Two values with the text that belongs to each.
struct Pair<'t> {
    /// The pieces before the stored value, the value itself, and the pieces after it, each compared between both.
    head: Vec<Piece<'t>>,
    raw: Vec<Piece<'t>>,
    tail: Vec<Piece<'t>>,
    concepts: [Concept; 2],
    /// The end of everything that belongs to the second value.
    end: usize,
}

/// A piece of a value's text.
#[derive(Clone, Debug)]
enum Piece<'t> {
    /// The same for every value.
    Same(&'t str),
    /// A word for the value's meaning, in the first and the second.
    Word { words: [&'t str; 2], manner: Manner },
    /// A number that increases by one; this is the second one.
    Number { number: u64, digits: usize },
}

impl<'t> Pair<'t> {
    fn new(text: &'t str, first: Listed, second: Listed, terms: Terms) -> Option<Self> {
        let between = text.get(first.end..second.start)?;
        if between.len() > MOST_BETWEEN {
            return None;
        }
        let concepts = [first.concept, second.concept];
        let raw_first = text.get(first.start..first.end)?;
        let raw_second = text.get(second.start..second.end)?;
        let before = &text[..second.start];
        // A constant of something else: it would need the new value first.
        if before.ends_with('.') || before.ends_with("::") || before.ends_with("->") {
            return None;
        }
        let quoted = before.ends_with(['"', '\'', '`']);
        let raw = raw_pieces(raw_first, raw_second, quoted, concepts, terms)?;

        let before_first = &text[..first.start];
        let behind_second = &text[second.end..];
        let parts = tokens(between);
        // What follows the first stored value and belongs to it, as far as it recurs after the second.
        let mut tail = Vec::new();
        let mut end = second.end;
        let mut used = 0;
        let mut at = first.end;
        for (own, other) in parts.iter().zip(tokens(head_of(behind_second))) {
            let surroundings = Around::new(text, end, other);
            let Some(piece) = piece(own, other, surroundings, concepts) else {
                break;
            };
            tail.push(piece);
            used += 1;
            at += own.len();
            end += other.len();
        }
        // What precedes the second stored value and belongs to it, as far as it recurs before the first.
        let rest = &parts[used..];
        let mut head = Vec::new();
        let mut position = second.start;
        let mut known = 0;
        let before: Vec<&str> = tokens(tail_of(before_first));
        for (own, other) in rest.iter().rev().zip(before.iter().rev()) {
            position -= own.len();
            let surroundings = Around::new(text, position, own);
            let Some(piece) = piece(other, own, surroundings, concepts) else {
                break;
            };
            head.push(piece);
            known += 1;
        }
        let separator = &rest[..rest.len() - known];
        if separator.iter().any(|token| is_word(token)) {
            return None;
        }
        head.extend(separator.iter().rev().map(|token| Piece::Same(token)));
        head.reverse();
        let unit = text.get(at..end)?;
        if looks_up(unit) {
            return None;
        }
        Some(Self {
            head,
            raw,
            tail,
            concepts,
            end,
        })
    }

    fn continued(&self, missing: &[Concept], is_last: bool) -> Option<Growth> {
        let pieces = || self.head.iter().chain(&self.raw).chain(&self.tail);
        let counts = pieces().any(|piece| matches!(piece, Piece::Number { .. }));
        let explained = self.head.iter().chain(&self.tail).any(is_told);
        // A number without an explaining word could mean anything.
        if counts && !(is_last && (explained || self.raw.iter().any(is_told))) {
            return None;
        }
        let mut text = String::new();
        let mut raws = Vec::new();
        for (index, concept) in missing.iter().enumerate() {
            let mut write = |pieces: &[Piece<'_>]| -> Option<String> {
                let mut written = String::new();
                for piece in pieces {
                    written.push_str(&self.written(piece, *concept, index)?);
                }
                text.push_str(&written);
                Some(written)
            };
            write(&self.head)?;
            let raw = write(&self.raw)?;
            write(&self.tail)?;
            raws.push(raw);
        }
        Some(Growth {
            at: self.end,
            text,
            raws,
        })
    }

    fn written(&self, piece: &Piece<'_>, concept: Concept, index: usize) -> Option<String> {
        match piece {
            Piece::Same(token) => Some((*token).to_owned()),
            Piece::Number { number, digits } => {
                let next = number.checked_add(index as u64 + 1)?;
                Some(format!("{next:0digits$}"))
            }
            Piece::Word { words, manner } => {
                let example = |index: usize| Example {
                    word: words[index],
                    concept: self.concepts[index],
                };
                word_for(concept, [example(0), example(1)], *manner)
            }
        }
    }
}

fn is_told(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Word { .. })
}

/// Compares what is stored for two values. Words must tell them apart, or numbers if the list may count.
fn raw_pieces<'t>(
    first: &'t str,
    second: &'t str,
    quoted: bool,
    concepts: [Concept; 2],
    terms: Terms,
) -> Option<Vec<Piece<'t>>> {
    let (own, other) = (tokens(first), tokens(second));
    let pieces = if own.len() == other.len() {
        let apart = |(own, other): (&&'t str, &&'t str)| {
            let around = Around {
                before: None,
                behind: None,
                lead: "",
                is_raw: Some(RawToken {
                    whole: own.len() == first.len(),
                    is_text: terms.stores_text && (quoted || terms.plain_text),
                }),
            };
            piece(own, other, around, concepts)
        };
        own.iter()
            .zip(&other)
            .map(apart)
            .collect::<Option<Vec<_>>>()?
    } else {
        // Different numbers of words, such as several for one value and one for the other.
        let example = |word, concept| Example { word, concept };
        let known = is_known(example(first, concepts[0])) && is_known(example(second, concepts[1]));
        let manner = match first.contains(' ') || second.contains(' ') {
            true => Manner::Prose,
            false => Manner::Identifier,
        };
        let words = [first, second];
        known.then(|| vec![Piece::Word { words, manner }])?
    };
    let words = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Word { .. }));
    let counted = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Number { .. }));
    ((words && !counted) || (counted && terms.counts)).then_some(pieces)
}

/// The context of a token of the second value.
#[derive(Clone, Copy)]
struct Around<'t> {
    before: Option<char>,
    behind: Option<char>,
    /// The text before it, as far as a value may reach.
    lead: &'t str,
    /// Set if the token is part of the stored value.
    is_raw: Option<RawToken>,
}

/// A token of a stored value.
#[derive(Clone, Copy)]
struct RawToken {
    /// It is the entire value.
    whole: bool,
    /// It may contain spaces.
    is_text: bool,
}

impl<'t> Around<'t> {
    fn new(text: &'t str, at: usize, token: &str) -> Self {
        Self {
            lead: tail_of(&text[..at]),
            before: text[..at].chars().next_back(),
            behind: text[at + token.len()..].chars().next(),
            is_raw: None,
        }
    }
}

fn piece<'t>(
    first: &'t str,
    second: &'t str,
    around: Around<'_>,
    concepts: [Concept; 2],
) -> Option<Piece<'t>> {
    if first == second {
        return Some(Piece::Same(second));
    }
    if !is_word(first) || !is_word(second) {
        return None;
    }
    if let (Ok(one), Ok(next)) = (first.parse::<u64>(), second.parse::<u64>()) {
        let padded = first.len() == second.len() && second.starts_with('0');
        return (one.checked_add(1) == Some(next)).then_some(Piece::Number {
            number: next,
            digits: if padded { second.len() } else { 1 },
        });
    }
    let words = [first, second];
    let known = words
        .iter()
        .zip(concepts)
        .all(|(word, concept)| is_known(Example { word, concept }));
    let manner = known.then(|| manner(second, around))??;
    Some(Piece::Word { words, manner })
}

/// How a word is written; `None` if it is the name of something declared elsewhere (a constant, a file, a message).
fn manner(word: &str, around: Around<'_>) -> Option<Manner> {
    if let Some(RawToken { whole, is_text }) = around.is_raw {
        return Some(match whole && is_text {
            true => Manner::Prose,
            false => Manner::Identifier,
        });
    }
    let line = around.lead.rsplit('\n').next().unwrap_or_default();
    let is_comment = ["/*", "//", "<!--", "--"]
        .iter()
        .any(|mark| line.contains(mark))
        || line.trim_start().starts_with(['*', '#']);
    match (around.before, around.behind) {
        // Comments are for people.
        (Some(before), Some(behind))
            if is_comment && before.is_whitespace() && behind.is_whitespace() =>
        {
            Some(Manner::Prose)
        }
        // Names of constants, files and messages.
        (Some('.' | '/' | '\\' | '#' | '@' | '$' | ':'), _) | (_, Some('.' | '/' | '\\')) => None,
        (Some('_' | '-'), _) | (_, Some('_' | '-')) => Some(Manner::Identifier),
        (Some('"' | '\'' | '`'), _) if is_code(word, around.lead) => Some(Manner::Identifier),
        (Some('"' | '\'' | '`' | '>'), _) => Some(Manner::Prose),
        (Some(' ' | '\t' | '\n' | '\r'), Some('<')) => Some(Manner::Prose),
        // The name of what is declared here.
        (_, Some('=' | '(' | ':')) => Some(Manner::Identifier),
        (Some(' ' | '\t' | '\n'), Some(' ')) => Some(Manner::Identifier),
        // Part of a name (`isMale`).
        (Some(before), _) if before.is_alphanumeric() => Some(Manner::Identifier),
        _ => None,
    }
}

/// Whether a quoted word is a code and not a label: in capitals, or what a constant is set to (`= "male"`,
/// `MALE("male")`).
fn is_code(word: &str, lead: &str) -> bool {
    let letters = || word.chars().filter(|ch| ch.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return true;
    }
    if !word.is_ascii() || letters().any(char::is_uppercase) {
        return false;
    }
    let before_quote = lead.strip_suffix(['"', '\'', '`']).unwrap_or(lead);
    let is_set = before_quote.ends_with("= ");
    let is_handed = before_quote
        .strip_suffix('(')
        .is_some_and(|name| name.ends_with(char::is_uppercase));
    is_set || is_handed
}

/// Whether a value refers to something that a new one would also need: a translated text, an image.
fn looks_up(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    [
        "icon",
        "fa-",
        "mdi",
        "src=",
        "<img",
        "<svg",
        "i18n",
        "translat",
        "trans(",
        "|trans",
        "$t(",
        " t(",
        "{t(",
        "(t(",
        "getstring",
        "r.string",
        "@string",
        "message",
        "gettext",
        "{{",
    ]
    .iter()
    .any(|mark| unit.contains(mark))
}

/// Splits a text into words, numbers and other single characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match word_length(rest) {
            0 => first.len_utf8(),
            length => length,
        };
        let (token, behind) = rest.split_at(length);
        found.push(token);
        rest = behind;
    }
    found
}

/// Length in bytes of the word or number at the beginning of a text. A capital letter starts a new word.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    let mut before: Option<char> = None;
    while let Some(ch) = text[length..].chars().next() {
        let entity = entity_length(&text[length..]);
        if entity > 0 && before.is_none_or(char::is_alphabetic) {
            length += entity;
            before = Some('a');
            continue;
        }
        let goes_on = ch.is_alphanumeric()
            && before.is_none_or(|before| {
                before.is_numeric() == ch.is_numeric()
                    && !(before.is_lowercase() && ch.is_uppercase())
            });
        if !goes_on {
            break;
        }
        length += ch.len_utf8();
        before = Some(ch);
    }
    length
}

/// Length in bytes of an umlaut written as a markup entity.
fn entity_length(text: &str) -> usize {
    [
        "&auml;", "&ouml;", "&uuml;", "&szlig;", "&Auml;", "&Ouml;", "&Uuml;",
    ]
    .iter()
    .find(|entity| text.starts_with(*entity))
    .map_or(0, |entity| entity.len())
}

fn is_word(token: &str) -> bool {
    token.chars().next().is_some_and(char::is_alphanumeric)
        || token.starts_with('&') && token.len() > 1
}

/// The beginning of a text, as far as a value may reach.
fn head_of(text: &str) -> &str {
    let mut end = text.len().min(MOST_BETWEEN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The end of a text, as far as a value may reach.
pub(super) fn tail_of(text: &str) -> &str {
    let mut start = text.len().saturating_sub(MOST_BETWEEN);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests;
