//! Regular expressions → the texts they spell out, and which part of a value must match.

use std::iter::Peekable;
use std::str::Chars;

use crate::format::limits::CHOICES;
use crate::model::Comparison;

/// Maximum nesting of groups; deeper patterns check more than a few words.
const MOST_LAYERS: usize = 6;
/// Longer patterns are not read.
const LONGEST: usize = 400;

/// A pattern that spells out a few texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The texts, ignoring case.
    pub values: Vec<String>,
    /// Whether they are the whole value, its prefix, or any part.
    pub by: Comparison,
}

impl Pattern {
    /// Parses a pattern, with or without delimiters and flags; `None` if it allows more than a few texts.
    pub fn parse(pattern: &str) -> Option<Self> {
        if pattern.len() > LONGEST {
            return None;
        }
        let mut body = without_marks(pattern.trim());
        if let Some((flags, rest)) = body
            .strip_prefix("(?")
            .and_then(|rest| rest.split_once(')'))
            && flags.chars().all(|ch| ch.is_ascii_alphabetic())
        {
            body = rest;
        }
        let (mut values, mut begins, mut ends) = (Vec::new(), true, true);
        for branch in branches(body)? {
            let (text, from_start) = without_start(branch);
            let (text, to_end) = without_end(text);
            begins &= from_start;
            ends &= to_end;
            values.extend(sequence(&mut text.chars().peekable(), MOST_LAYERS)?);
        }
        values.retain(|value| !value.trim().is_empty());
        let mut seen = Vec::new();
        values.retain(|value| {
            let folded = value.to_lowercase();
            let new = !seen.contains(&folded);
            seen.push(folded);
            new
        });
        if values.is_empty() || values.len() > CHOICES {
            return None;
        }
        let mut pattern = Self {
            values,
            by: Comparison::Part,
        };
        pattern.anchor(begins, begins && ends);
        Some(pattern)
    }

    /// Anchors it at the start of a value, or to the whole value.
    pub fn anchor(&mut self, begins: bool, all: bool) {
        if all {
            self.by = Comparison::Whole;
        } else if begins && self.by == Comparison::Part {
            self.by = Comparison::Prefix;
        }
    }
}

/// `/^f/i`, `#^f#u` → `^f`.
fn without_marks(pattern: &str) -> &str {
    let Some(mark) = pattern
        .chars()
        .next()
        .filter(|mark| "/#~%@!".contains(*mark))
    else {
        return pattern;
    };
    match pattern[1..].rsplit_once(mark) {
        Some((body, flags)) if flags.chars().all(|ch| ch.is_ascii_alphabetic()) => body,
        _ => pattern,
    }
}

/// The alternatives of a pattern; `None` if brackets are unbalanced.
fn branches(pattern: &str) -> Option<Vec<&str>> {
    let (mut found, mut depth, mut start, mut class) = (Vec::new(), 0_usize, 0, false);
    let mut chars = pattern.char_indices();
    while let Some((at, ch)) = chars.next() {
        match ch {
            '\\' => {
                chars.next();
            }
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth = depth.checked_sub(1)?,
            '|' if !class && depth == 0 => {
                found.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&pattern[start..]);
    (depth == 0 && !class).then_some(found)
}

fn without_start(branch: &str) -> (&str, bool) {
    let starts = ["^", "\\A"].into_iter();
    match starts.filter_map(|mark| branch.strip_prefix(mark)).next() {
        Some(rest) => match rest.strip_prefix(".*") {
            Some(rest) => (rest, false),
            None => (rest, true),
        },
        None => (branch.strip_prefix(".*").unwrap_or(branch), false),
    }
}

fn without_end(branch: &str) -> (&str, bool) {
    let ends = ["$", "\\z", "\\Z"].into_iter();
    let cut = ends.filter_map(|mark| branch.strip_suffix(mark)).next();
    let (rest, ends) = cut.map_or((branch, false), |rest| (rest, true));
    match [".*", ".+"]
        .into_iter()
        .find_map(|rest_of| rest.strip_suffix(rest_of))
    {
        Some(rest) => (rest, false),
        None => (rest, ends),
    }
}

/// The texts of a sequence up to the end of its group.
fn sequence(chars: &mut Peekable<Chars<'_>>, left_over: usize) -> Option<Vec<String>> {
    let left_over = left_over.checked_sub(1)?;
    let mut texts = vec![String::new()];
    let mut done: Vec<String> = Vec::new();
    while let Some(ch) = chars.next() {
        let mut parts: Vec<String> = match ch {
            ')' => break,
            '|' => {
                done.append(&mut texts);
                texts.push(String::new());
                continue;
            }
            '(' => {
                if chars.next_if_eq(&'?').is_some() && chars.next() != Some(':') {
                    return None;
                }
                sequence(chars, left_over)?
            }
            '[' => class(chars)?,
            '\\' => match chars.next()? {
                // A word boundary is not a letter.
                'b' => continue,
                's' => vec![" ".into()],
                other if other.is_alphanumeric() => return None,
                other => vec![other.into()],
            },
            '.' | '^' | '$' | '*' | '+' | '?' | '{' => return None,
            other => vec![other.into()],
        };
        match chars.peek() {
            Some('?') => {
                chars.next();
                parts.push(String::new());
            }
            Some('*' | '+' | '{') => return None,
            _ => {}
        }
        if texts.len() * parts.len() > CHOICES {
            return None;
        }
        texts = texts
            .iter()
            .flat_map(|text| parts.iter().map(move |part| format!("{text}{part}")))
            .collect();
    }
    done.append(&mut texts);
    Some(done)
}

/// `[Mm]`: single letters without ranges.
fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Vec<String>> {
    let mut letters = Vec::new();
    loop {
        match chars.next()? {
            ']' => break,
            '^' | '-' | '\\' | '[' => return None,
            letter => letters.push(letter.to_string()),
        }
    }
    (!letters.is_empty()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str) -> Option<(String, Comparison)> {
        let pattern = Pattern::parse(pattern)?;
        Some((pattern.values.join(" "), pattern.by))
    }

    #[test]
    fn patterns_that_spell_out_a_few_texts_are_read() {
        let is = |texts: &str, by| Some((texts.to_owned(), by));
        assert_eq!(texts("/^f/i"), is("f", Comparison::Prefix));
        assert_eq!(
            texts("^(mrs|ms|miss)"),
            is("mrs ms miss", Comparison::Prefix)
        );
        assert_eq!(texts("^(?:m|w)$"), is("m w", Comparison::Whole));
        assert_eq!(texts("(?i)m(ale)?"), is("male m", Comparison::Part));
        assert_eq!(texts("#^[Mm]r\\.?$#u"), is("Mr. Mr", Comparison::Whole));
        assert_eq!(texts(".*frau.*"), is("frau", Comparison::Part));
        assert_eq!(texts("^w.*$"), is("w", Comparison::Prefix));
        assert_eq!(texts("^m$|^w$"), is("m w", Comparison::Whole));
    }

    #[test]
    fn everything_else_is_not() {
        let deep = "(".repeat(50);
        for pattern in [
            "", "^$", "[a-z]", "\\d+", "m+", "(?!m)w", "(m", "m)", "[m", &deep,
        ] {
            assert_eq!(texts(pattern), None, "{pattern}");
        }
    }
}
