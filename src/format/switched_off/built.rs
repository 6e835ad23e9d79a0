//! Rust code that is not part of the program: items under `#[cfg(any())]`, and those only built for tests.

use super::block::{LONGEST, closing};
use crate::format::embedded::Code;
use crate::model::Span;

const ATTRIBUTE: &str = "#[cfg(";
/// Maximum number of items; hand-written sources have fewer.
const MOST_ITEMS: usize = 500;
/// Maximum nesting of predicates.
const MOST_DEPTH: usize = 8;

/// The items excluded from every program, with their attributes.
pub(super) fn parts(code: &Code<'_>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in code.source.match_indices(ATTRIBUTE).take(MOST_ITEMS) {
        let is_inside = found.last().is_some_and(|last| at < last.end as usize);
        if !is_inside
            && code.passed_at(at).is_none()
            && let Some(end) = item(code, at)
        {
            found.push(Span::new(at, end));
        }
    }
    found
}

/// The end of an item excluded from every program; `None` if the item is included or its end is uncertain.
fn item(code: &Code<'_>, at: usize) -> Option<usize> {
    let source = code.source;
    let predicate = at + ATTRIBUTE.len();
    let end = predicate + source.get(predicate..)?.find(")]")?;
    if !never(source.get(predicate..end)?, 0) {
        return None;
    }
    let bytes = source.as_bytes();
    let mut here = end + ")]".len();
    let mut depth = 0_usize;
    // Items with type parameters may contain commas between `<` and `>`.
    let may_list = !is_declaration(source.get(here..)?);
    while here < bytes.len() && here - end < LONGEST {
        if let Some(passed) = code.passed_at(here) {
            here = passed.end as usize;
            continue;
        }
        match bytes[here] {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth == 0 => return Some(here),
            b')' | b']' => depth -= 1,
            b'}' if depth == 0 => return Some(here),
            b';' if depth == 0 => return Some(here + 1),
            b',' if depth == 0 && may_list => return Some(here + 1),
            b'{' if depth == 0 => return Some(closing(code, here)? + 1),
            _ => {}
        }
        here += 1;
    }
    None
}

/// Whether an attribute applies to an item and not to an entry of a list: `pub impl From<A, B> for C`.
fn is_declaration(behind: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 13] = [
        "async", "const", "enum", "extern", "fn", "impl", "mod", "static", "struct", "trait", "type", "unsafe", "use",
    ];
    let mut behind = behind.trim_start();
    while behind.starts_with("#[")
        && let Some((_, rest)) = behind.split_once(']')
    {
        behind = rest.trim_start();
    }
    let mut words = behind.split(|ch: char| !ch.is_alphanumeric() && ch != '_');
    let mut first = words.next();
    if first == Some("pub") {
        // `pub(crate)` states visibility.
        first = words.find(|word| !matches!(*word, "" | "crate" | "super" | "self" | "in"));
    }
    first.is_some_and(|word| WORDS.contains(&word))
}

/// Whether a predicate holds in no program.
fn never(predicate: &str, depth: usize) -> bool {
    let predicate = predicate.trim().trim_end_matches(',').trim_end();
    let inside = |name: &str| {
        let rest = predicate.strip_prefix(name)?.trim_start();
        Some(split(rest.strip_prefix('(')?.strip_suffix(')')?))
    };
    if depth > MOST_DEPTH {
        false
    } else if let Some(parts) = inside("any") {
        parts.into_iter().all(|part| never(part, depth + 1))
    } else if let Some(parts) = inside("all") {
        parts.into_iter().any(|part| never(part, depth + 1))
    } else {
        matches!(predicate, "test" | "false" | "FALSE")
    }
}

/// Splits at commas outside nested brackets.
fn split(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(list.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list.get(start..).unwrap_or_default());
    parts.retain(|part| !part.trim().is_empty());
    parts
}
