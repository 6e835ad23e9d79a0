//! What brings elements from elsewhere, by the words of the languages and frameworks that do so.

use crate::topic::tokens;

/// Words of tags, directives and calls in whose place a file, a block, a slot or a component stands.
#[rustfmt::skip]
const BRINGING: [&str; 19] = [
    "children", "component", "content", "embed", "filters", "hook", "include", "includes", "insert", "outlet",
    "partial", "partials", "placeholder", "render", "slot", "stack", "super", "virtual", "yield",
];
/// Words of what is said beside the choices of a group, and is none.
#[rustfmt::skip]
const BESIDE: [&str; 22] = [
    "css", "csrf", "error", "errors", "fehler", "feedback", "help", "hilfe", "hint", "hints", "hinweis", "icon", "icons",
    "label", "legend", "meldung", "message", "messages", "script", "style", "tooltip", "validation",
];

/// Whether a tag, directive or call brings elements from elsewhere.
pub fn brings_elements(written: &str) -> bool {
    tokens(written)
        .iter()
        .any(|word| BRINGING.contains(&word.as_str()))
}

/// Whether what is brought is said beside the choices: an error, a hint, an icon.
pub fn is_said_beside(written: &str) -> bool {
    tokens(written)
        .iter()
        .any(|word| BESIDE.contains(&word.as_str()))
}
