//! Statements that remove entries from a named list: `unset($genders['d'])`, `del genders["d"]`, `genders.remove("d")`.

use super::addition::{is_part, statement_before, word};
use crate::format::embedded::Code;
use crate::model::Span;

/// Methods that remove the entries passed to them.
#[rustfmt::skip]
const TAKING: [&str; 10] = [
    "Remove", "RemoveAll", "delete", "delete!", "discard", "erase", "pop", "remove", "removeAll", "subtract",
];
/// Methods that shorten a list without naming the removed entries, or that name the remaining ones.
#[rustfmt::skip]
const SHRINKING: [&str; 18] = [
    "Clear", "RemoveAt", "clear", "delete_if", "filterInPlace", "keep_if", "keep!", "pop_back", "reject!", "removeAt",
    "removeIf", "removeWhere", "retain", "retainAll", "retainWhere", "select!", "shift", "splice",
];
/// Keywords that delete the expression after them.
const DELETING: [&str; 3] = ["del", "delete", "unset"];

/// Whether a method removes entries from its list: `Some(true)` if the arguments are these entries.
pub(super) fn taken_by_call(call: &str) -> Option<bool> {
    if TAKING.contains(&call) {
        return Some(true);
    }
    SHRINKING.contains(&call).then_some(false)
}

/// The start of the entries removed by an operator: `genders -= {"d"}`.
pub(super) fn taken_by_sign(lead: &str) -> Option<usize> {
    ["--=", "-="]
        .iter()
        .find(|sign| lead.starts_with(**sign))
        .map(|sign| sign.len())
}

/// Whether part of a list is deleted: `delete genders.d`, `del genders["d"]`, `unset($genders['d'], $genders['x'])`.
pub(super) fn is_deleted(code: &Code<'_>, at: usize) -> bool {
    let before = code.before(at).trim_end_matches(['$', '@', '(', ' ']);
    let stands_before = DELETING.iter().any(|word| {
        let rest = before.strip_suffix(word);
        rest.is_some_and(|rest| !rest.ends_with(is_part))
    });
    stands_before || DELETING.contains(&word(statement_before(code, at)))
}

/// Whether only the blank entry is removed, which merely prompts to choose.
pub(super) fn is_of_blank(code: &Code<'_>, part: Span) -> bool {
    let written = code.source.get(part.range()).unwrap_or_default();
    let inner = written.trim_matches(|ch: char| ch.is_whitespace() || "[](){}".contains(ch));
    matches!(inner, "''" | "\"\"")
}
