//! Markup that inserts elements from elsewhere, by the vocabulary of languages and frameworks.

use crate::topic::tokens;

/// Words in tags, directives and calls that are replaced by a file, a block, a slot or a component.
#[rustfmt::skip]
const BRINGING: [&str; 19] = [
    "children", "component", "content", "embed", "filters", "hook", "include", "includes", "insert", "outlet",
    "partial", "partials", "placeholder", "render", "slot", "stack", "super", "virtual", "yield",
];
/// Words for content beside the choices of a group that is not a choice itself.
#[rustfmt::skip]
const BESIDE: [&str; 22] = [
    "css", "csrf", "error", "errors", "fehler", "feedback", "help", "hilfe", "hint", "hints", "hinweis", "icon", "icons",
    "label", "legend", "meldung", "message", "messages", "script", "style", "tooltip", "validation",
];

/// Whether a tag, directive or call inserts elements from elsewhere.
pub fn brings_elements(written: &str) -> bool {
    tokens(written)
        .iter()
        .any(|word| BRINGING.contains(&word.as_str()))
}

/// Whether the inserted content accompanies the choices: an error, a hint, an icon.
pub fn is_said_beside(written: &str) -> bool {
    tokens(written)
        .iter()
        .any(|word| BESIDE.contains(&word.as_str()))
}
