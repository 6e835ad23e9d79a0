//! How names and codes of departments are written.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::inventory::{fold, is_code};

/// Minimum number of letters of a shortened name.
pub(super) const SHORTENED: usize = 4;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub heads: Vec<String>,
    pub small: Vec<String>,
    pub former: Vec<String>,
    pub since: Vec<String>,
    pub short: HashMap<String, String>,
}

pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("../departments.toml")).unwrap_or_default())
}

/// The name of a department in a cell, separated from remarks on its past.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written<'t> {
    pub now: &'t str,
    pub former: Vec<&'t str>,
}

impl<'t> Written<'t> {
    /// Splits notes such as `(vorm. IT-Referat)` and `(bis 2021)` off the end of a text.
    pub(super) fn new(text: &'t str) -> Self {
        let mut written = Self {
            now: text.trim(),
            former: Vec::new(),
        };
        while let Some((now, note)) = written
            .now
            .strip_suffix(')')
            .and_then(|it| it.rsplit_once('('))
        {
            let (first, rest) = note
                .split_once(|ch: char| !ch.is_alphanumeric())
                .unwrap_or((note, ""));
            let rest = rest.trim_start_matches(['.', ':', ' ']).trim();
            let is = |words: &[String]| words.contains(&fold(first));
            let is_former = is(&words().former) && !rest.is_empty();
            let is_year = is(&words().since) && rest.contains(|ch: char| ch.is_ascii_digit());
            if now.trim().is_empty() || !is_former && !is_year {
                break;
            }
            written.now = now.trim();
            written.former.extend(is_former.then_some(rest));
        }
        written
    }
}

/// The normalised form of a name: `Ref. f. Bildung u. Sport` equals `Referat für Bildung und Sport`.
pub(super) fn plain(name: &str) -> String {
    let Words { small, short, .. } = words();
    let words = name
        .split(|ch: char| !ch.is_alphanumeric())
        .map(fold)
        .filter(|word| !word.is_empty() && !small.contains(word));
    let whole = words.map(|word| short.get(&word).cloned().unwrap_or(word));
    let whole = whole.collect::<String>();
    if whole.is_empty() { fold(name) } else { whole }
}

/// The parts of a text around the characters that separate a name from its code.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', ')', '–', '—', ':', '\n'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A code and the name beside it.
pub(super) fn code_and_name(text: &str) -> Option<(&str, &str)> {
    let mut parts = parts(text);
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    match (is_short(first), is_short(second)) {
        (true, _) => Some((first, second)),
        (false, true) => Some((second, first)),
        (false, false) => None,
    }
}

/// The code before the number of a unit: `KVR II/3`, `SOZ 4`.
pub(super) fn code_of_unit(text: &str) -> Option<&str> {
    let mut words = text
        .split(|ch: char| !ch.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let code = words.next()?;
    let is_code = (2..=8).contains(&code.chars().count()) && code.chars().all(char::is_uppercase);
    let is_number = |word: &str| {
        word.chars()
            .all(|ch| ch.is_ascii_digit() || "IVX".contains(ch))
    };
    (is_code && words.all(is_number)).then_some(code)
}

/// Whether a short code may abbreviate a name: `BAU` for Baureferat, `KVR` for Kreisverwaltungsreferat, `RBS` for
/// Referat für Bildung und Sport, `RIT` for IT-Referat.
pub(super) fn abbreviates(code: &str, name: &str) -> bool {
    let (code, whole) = (fold(code), fold(name));
    if !(2..=6).contains(&code.len()) || whole.len() < 2 * code.len() || !code.is_ascii() {
        return false;
    }
    let small = &words().small;
    let initials = name
        .split(|ch: char| !ch.is_alphanumeric())
        .filter(|word| !small.contains(&fold(word)))
        .filter_map(|word| word.chars().next());
    let initials = fold(&initials.collect::<String>());
    if code.len() > 2 && code == initials {
        return true;
    }
    let heads = words().heads.iter();
    let stem = heads
        .filter_map(|head| whole.strip_suffix(head.as_str()))
        .min_by_key(|stem| stem.len());
    let Some(stem) = stem else {
        return false;
    };
    let head = &whole[stem.len()..];
    if code.len() > 2 && whole.starts_with(&code) {
        return true;
    }
    let is_turned = || {
        code.strip_prefix(&head[..1])
            .is_some_and(|rest| rest == stem)
    };
    if is_turned() {
        return true;
    }
    let begins = code.chars().next() == whole.chars().next();
    let joins = |letters: usize| {
        let rest = head.get(..letters).and_then(|end| code.strip_suffix(end));
        let mut stem = stem.chars();
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|ch| stem.any(|letter| letter == ch))
        })
    };
    begins && code.len() > 2 && (joins(1) || joins(2))
}

/// Whether a text with periods contains the beginnings of the parts of a name: `Soz.-Ref.` for Sozialreferat.
pub(super) fn shortens(text: &str, name: &str) -> bool {
    if !text.trim_end().ends_with('.') {
        return false;
    }
    let name = fold(name);
    let mut rest = name.as_str();
    let mut stems = text
        .split(|ch: char| !ch.is_alphanumeric())
        .map(fold)
        .filter(|stem| !stem.is_empty());
    let Some(first) = stems.next().filter(|first| first.len() > 1) else {
        return false;
    };
    let Some(behind) = rest.strip_prefix(first.as_str()) else {
        return false;
    };
    rest = behind;
    let mut parts = 1;
    for stem in stems {
        let Some((_, behind)) = rest.split_once(stem.as_str()) else {
            return false;
        };
        rest = behind;
        parts += 1;
    }
    parts > 1
}

pub(super) fn is_short(text: &str) -> bool {
    is_code(text)
        && text.chars().count() <= 8
        && text
            .chars()
            .all(|ch| !ch.is_lowercase() || text.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_load() {
        let words: Result<Words, _> = toml::from_str(include_str!("../departments.toml"));
        words.unwrap_or_else(|error| panic!("departments.toml: {error}"));
    }
}
