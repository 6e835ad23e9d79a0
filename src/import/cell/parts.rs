//! Splitting and joining of several values in one cell.

use super::is_mistakable;
use super::words::words;

/// The values of a cell, and whether each was quoted. Line breaks separate before semicolons, semicolons before commas;
/// vocabulary words are also separated by slashes and `und`.
pub(super) fn parts(text: &str, chooses: bool) -> Vec<(String, bool)> {
    let separators: &[char] = if chooses {
        &['\n', ';', ',', '/', '|', '•']
    } else if holds(text, '\n') {
        &['\n']
    } else if holds(text, ';') {
        &[';']
    } else {
        &[',']
    };
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(ch) = chars.next() {
        if ch == '"' && part.trim().is_empty() && closes(chars.clone(), separators) {
            part.clear();
            while let Some(ch) = chars.next() {
                if ch != '"' {
                    part.push(ch);
                } else if chars.peek() == Some(&'"') {
                    chars.next();
                    part.push('"');
                } else {
                    break;
                }
            }
            quoted = true;
        } else if separators.contains(&ch) {
            parts.push((std::mem::take(&mut part), std::mem::take(&mut quoted)));
        } else if !(quoted && ch.is_whitespace()) {
            part.push(ch);
        }
    }
    parts.push((part, quoted));
    let bullets = |text: &str| {
        let text = text.trim().trim_start_matches(['•', '·', '▪']).trim_start();
        text.strip_prefix("- ").unwrap_or(text).trim().to_owned()
    };
    let mut all = Vec::new();
    for (part, quoted) in parts {
        if quoted {
            all.push((part, true));
            continue;
        }
        let mut pieces = vec![bullets(&part)];
        if chooses {
            for and in &words().and {
                pieces = pieces
                    .iter()
                    .flat_map(|piece| piece.split(and.as_str()))
                    .map(str::to_owned)
                    .collect();
            }
        }
        all.extend(pieces.into_iter().map(|piece| (piece, false)));
    }
    all.retain(|(part, _)| !part.trim().is_empty());
    all
}

/// Whether a separator occurs outside quotes.
fn holds(text: &str, separator: char) -> bool {
    let mut inside = false;
    text.chars().any(|ch| {
        inside ^= ch == '"';
        !inside && ch == separator
    })
}

/// Whether the open quote is closed right before a separator or the end.
fn closes(chars: impl Iterator<Item = char>, separators: &[char]) -> bool {
    let mut chars = chars.peekable();
    while let Some(ch) = chars.next() {
        if ch == '"' {
            if chars.peek() == Some(&'"') {
                chars.next();
                continue;
            }
            let next = chars.find(|ch| !matches!(ch, ' '));
            return next.is_none_or(|next| separators.contains(&next));
        }
    }
    false
}

/// The values of a list joined into one cell; the inverse of [`parts`].
pub(in crate::import) fn joined<'t>(values: impl Iterator<Item = &'t str>) -> String {
    let one = |value: &str| {
        let apart = value.starts_with('\'')
            || value.contains(['"', ';', ',', '\n', '•', '·', '▪'])
            || is_mistakable(value)
            || value.starts_with("- ");
        if apart {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        }
    };
    values.map(one).collect::<Vec<_>>().join("; ")
}
