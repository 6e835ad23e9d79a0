//! Patterns that only allow a few fixed values: `^(m|w|d)$`, `[mwdx]`.

use crate::format::limits::CHOICES;
use crate::model::{Span, Value};

/// The values a pattern allows, if it plainly enumerates them; `None` otherwise.
///
/// An unanchored pattern counts as anchored, because the engines of XSD and JSON forms match the whole value (`[mw]`).
/// Anything doubtful yields `None`.
pub fn alternatives(pattern: &str, at: Span) -> Option<Vec<Value>> {
    let inner = strip_ends(pattern.trim());
    let inner = strip_group(inner);
    // [MF]{1}
    let inner = inner
        .strip_suffix("{1}")
        .or_else(|| inner.strip_suffix("{1,1}"))
        .map_or(inner, strip_group);
    let values: Vec<String> = if let Some(class) = inner
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let plain = |ch: char| ch.is_alphanumeric();
        // In patterns like [M|F] the bar is a common mistake for "or" and does no harm.
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

/// Strips anchors and flags that ignore case.
fn strip_ends(pattern: &str) -> &str {
    const STARTS: [&str; 4] = ["(?i)", "\\A", "\\\\A", "^"];
    const ENDS: [&str; 5] = ["\\Z", "\\z", "\\\\Z", "\\\\z", "$"];
    let mut inner = pattern;
    for start in STARTS {
        inner = inner.strip_prefix(start).unwrap_or(inner);
    }
    ENDS.iter()
        .find_map(|end| inner.strip_suffix(end))
        .unwrap_or(inner)
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
        assert_eq!(alternatives_of("[MW]{1}"), list(&["M", "W"]));
        assert_eq!(alternatives_of("^(m|w){1}$"), list(&["m", "w"]));
        assert_eq!(alternatives_of(r"\A(?:m|w)\z"), list(&["m", "w"]));
        assert_eq!(alternatives_of("(?i)^[mw]$"), list(&["m", "w"]));
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
