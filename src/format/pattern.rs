//! Patterns that allow nothing but a few fixed values: `^(m|w|d)$`, `[mwdx]`.

use crate::format::limits::CHOICES;
use crate::model::{Span, Value};

/// The values a pattern allows, where it plainly enumerates them; nothing otherwise.
///
/// A pattern that is not anchored is read as if it were where `anchored` engines are usual (XSD, JSON forms
/// write `[mw]`); a doubtful construct yields nothing.
pub fn alternatives(pattern: &str, at: Span) -> Option<Vec<Value>> {
    let inner = pattern.trim().trim_start_matches("^").trim_end_matches('$');
    let inner = strip_group(inner);
    let values: Vec<String> = if let Some(class) = inner
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let plain = |ch: char| ch.is_alphanumeric();
        // In patterns like [M|F] the bar is a common slip for "or"; it stays a harmless extra.
        let letters: Vec<char> = class.chars().filter(|ch| *ch != '|').collect();
        if letters.is_empty() || !letters.iter().copied().all(plain) {
            return None;
        }
        letters.into_iter().map(String::from).collect()
    } else {
        let parts: Vec<&str> = inner.split('|').map(strip_anchors).collect();
        let plain = |part: &&str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|ch| ch.is_alphanumeric() || " _-äöüÄÖÜß".contains(ch))
        };
        if parts.len() < 2 || !parts.iter().all(plain) {
            return None;
        }
        parts.into_iter().map(str::to_owned).collect()
    };
    if values.len() > CHOICES {
        return None;
    }
    Some(
        values
            .into_iter()
            .map(|value| Value::plain(value, at))
            .collect(),
    )
}

fn strip_group(text: &str) -> &str {
    let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    else {
        return text;
    };
    let inner = inner.strip_prefix("?:").unwrap_or(inner);
    if inner.contains(['(', ')']) {
        text
    } else {
        inner
    }
}

fn strip_anchors(part: &str) -> &str {
    part.trim_start_matches('^').trim_end_matches('$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alternatives_of(pattern: &str) -> Option<Vec<String>> {
        let values = alternatives(pattern, Span::new(0, 1))?;
        Some(values.into_iter().map(|value| value.raw.value).collect())
    }

    #[test]
    fn plain_alternations_are_values() {
        let list = |items: &[&str]| {
            Some(
                items
                    .iter()
                    .map(|item| (*item).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(alternatives_of("^(m|w|d)$"), list(&["m", "w", "d"]));
        assert_eq!(alternatives_of("^[mwdx]$"), list(&["m", "w", "d", "x"]));
        assert_eq!(alternatives_of("(?:Herr|Frau)"), list(&["Herr", "Frau"]));
        assert_eq!(alternatives_of("^m$|^w$"), list(&["m", "w"]));
    }

    #[test]
    fn everything_else_is_not() {
        for pattern in [
            "",
            "m",
            "[a-z]",
            "^[mw]{2}$",
            "(m|w)+",
            ".*|x",
            "\\d|w",
            "((m|w)|d)",
            "[^mw]",
        ] {
            assert_eq!(alternatives_of(pattern), None, "{pattern}");
        }
    }
}
