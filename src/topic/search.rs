//! Searches texts for needles: one automaton for their letters, then a check of the context.

use std::ops::Range;

use foldhash::HashMap;
use regex::bytes::Regex;

use super::needle::{Needle, Side, Stands, Weight};
use super::token::fold;

/// Needles prepared for searching.
#[derive(Debug)]
pub struct Search {
    /// `None` without needles.
    letters: Option<Regex>,
    /// Needles by their folded letters.
    needles: HashMap<Box<[u8]>, Vec<Needle>>,
}

impl Search {
    /// Builds the automaton.
    pub fn new(needles: impl IntoIterator<Item = Needle>) -> Self {
        let mut by_letters: HashMap<Box<[u8]>, Vec<Needle>> = HashMap::default();
        let mut patterns: Vec<(usize, String)> = Vec::new();
        for needle in needles {
            let letters: String = needle.word.split(' ').collect();
            if letters.is_empty() {
                continue;
            }
            patterns.push((letters.len(), pattern(&needle.word)));
            by_letters
                .entry(letters.into_bytes().into())
                .or_default()
                .push(needle);
        }
        // The automaton takes the first alternative, so the longest comes first.
        patterns.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        patterns.dedup();
        let alternatives: Vec<&str> = patterns
            .iter()
            .map(|(_, pattern)| pattern.as_str())
            .collect();
        let letters = format!("(?i-u){}", alternatives.join("|"));
        Self {
            letters: (!alternatives.is_empty())
                .then(|| Regex::new(&letters).ok())
                .flatten(),
            needles: by_letters,
        }
    }

    /// Whether a text contains a needle that `is_asked` accepts.
    pub fn any(&self, text: &str, mut is_asked: impl FnMut(&Needle) -> bool) -> bool {
        let Some(letters) = &self.letters else {
            return false;
        };
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(found) = letters.find_at(bytes, from) {
            let word = Word {
                bytes,
                at: found.range(),
            };
            let needles = self.needles_of(text.get(found.range()).unwrap_or_default());
            if needles
                .iter()
                .any(|needle| word.stands(needle.stands) && is_asked(needle))
            {
                return true;
            }
            // Another match may start inside this one.
            from = found.start() + 1;
        }
        false
    }

    /// Whether a text contains a deciding needle, or values for both sides.
    pub fn decides(&self, text: &str) -> bool {
        let (mut male, mut female) = (false, false);
        self.any(text, |needle| match needle.weight {
            Weight::Decides => true,
            Weight::Half(side) => {
                male |= side == Side::Male;
                female |= side == Side::Female;
                male && female
            }
            Weight::Hints | Weight::Weak => false,
        })
    }

    fn needles_of(&self, found: &str) -> &[Needle] {
        const LONGEST: usize = 32;
        let mut buffer = [0; LONGEST];
        // Fast path for nearly all of the many matches.
        let needles = match buffer.get_mut(..found.len()) {
            Some(letters) if found.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                letters.copy_from_slice(found.as_bytes());
                letters.make_ascii_lowercase();
                self.needles.get(&*letters)
            }
            _ => self.needles.get(folded(found).as_bytes()),
        };
        needles.map_or(&[], Vec::as_slice)
    }
}

/// Letters that [`fold`] expands, in all notations in texts: literal, escaped in program source, as HTML entities.
const WRITTEN_OUT: [(&str, &[&str]); 4] = [
    ("ae", &["ä", "Ä", "\\u00e4", "\\u00c4", "&auml;"]),
    ("oe", &["ö", "Ö", "\\u00f6", "\\u00d6", "&ouml;"]),
    ("ue", &["ü", "Ü", "\\u00fc", "\\u00dc", "&uuml;"]),
    ("ss", &["ß", "ẞ", "\\u00df", "&szlig;"]),
];

/// The pattern for all spellings of a folded word.
fn pattern(word: &str) -> String {
    let parts: Vec<String> = word.split(' ').map(escaped).collect();
    let mut pattern = parts.join(r"[_\-. ]?");
    for (folded, spellings) in WRITTEN_OUT {
        let alternatives: Vec<String> = spellings.iter().map(|text| escaped(text)).collect();
        let alternatives = format!("(?:{folded}|{})", alternatives.join("|"));
        pattern = pattern.replace(folded, &alternatives);
    }
    pattern
}

/// A pattern for the bytes of a text.
fn escaped(text: &str) -> String {
    if text.is_ascii() {
        return regex::escape(text);
    }
    text.chars().map(escaped_in_any_case).collect()
}

/// A pattern for the bytes of a letter, small or capital. Where bytes are searched, only ASCII ignores case.
fn escaped_in_any_case(ch: char) -> String {
    if ch.is_ascii() {
        return regex::escape(&ch.to_string());
    }
    let bytes = |text: String| -> String {
        let bytes = text.into_bytes().into_iter();
        bytes.map(|byte| format!(r"\x{byte:02X}")).collect()
    };
    let small = bytes(ch.to_lowercase().collect());
    let capital = bytes(ch.to_uppercase().collect());
    format!("(?:{small}|{capital})")
}

/// The folded form of a spelling that [`pattern`] finds.
fn folded(found: &str) -> String {
    let mut text = found.to_lowercase();
    if text.contains(['\\', '&']) {
        for (folded, spellings) in WRITTEN_OUT {
            for spelling in spellings.iter().filter(|spelling| spelling.is_ascii()) {
                text = text.replace(spelling, folded);
            }
        }
    }
    let mut letters = fold(&text);
    letters.retain(char::is_alphanumeric);
    letters
}

/// The letters of a needle with their context.
struct Word<'t> {
    bytes: &'t [u8],
    at: Range<usize>,
}

impl Word<'_> {
    fn stands(&self, stands: Stands) -> bool {
        match stands {
            Stands::Anywhere => true,
            Stands::Ending => self.ends(),
            Stands::Beginning => self.begins(),
            Stands::Whole => self.begins() && self.ends(),
        }
    }

    /// Whether a word starts here: after a non-letter, or at a capital.
    fn begins(&self) -> bool {
        let before = self
            .at
            .start
            .checked_sub(1)
            .and_then(|at| self.bytes.get(at));
        let first = self.bytes.get(self.at.start).copied().unwrap_or_default();
        let second = self.bytes.get(self.at.start + 1).copied();
        match before {
            Some(before) if is_letter(*before) => {
                first.is_ascii_uppercase()
                    && (before.is_ascii_lowercase()
                        || second.is_some_and(|second| second.is_ascii_lowercase()))
            }
            _ => true,
        }
    }

    /// Whether a word ends here.
    fn ends(&self) -> bool {
        let last = self.at.end.checked_sub(1).and_then(|at| self.bytes.get(at));
        match self.bytes.get(self.at.end..) {
            Some([next, rest @ ..]) if is_letter(*next) => {
                next.is_ascii_uppercase()
                    && (last.is_some_and(u8::is_ascii_lowercase)
                        || rest.first().is_some_and(u8::is_ascii_lowercase))
            }
            _ => true,
        }
    }
}

/// ASCII letters and bytes of other characters.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(word: &str) -> Search {
        Search::new([Needle::anywhere(word)])
    }

    #[test]
    fn words_are_found_in_all_spellings() {
        for (word, text) in [
            ("zaervik", "ZÄRVIK"),
            ("zaervik", "zaervik"),
            ("zaervik", "z\\u00e4rvik"),
            ("zaervik", "Z\\u00C4RVIK"),
            ("zaervik", "z&auml;rvik"),
            ("zossvik", "zoßvik"),
            ("zor vik", "zor_vik"),
            ("zor vik", "zorVik"),
            ("zor vik", "zor-vik"),
        ] {
            assert!(search(word).any(text, |_| true), "{word} in {text}");
        }
        assert!(!search("zor vik").any("zor__vik, zo_rvik", |_| true));
        assert!(!search("").any("text", |_| true));
    }

    #[test]
    fn a_word_that_begins_inside_another_is_found() {
        let search = Search::new([
            Needle::half("zorzor", Side::Male),
            Needle::anywhere("zorvik"),
        ]);
        assert!(search.any("zorzorvik", |_| true));
    }
}
