//! The words by which frameworks, template languages and icon fonts mark what they do with an element.

use std::sync::OnceLock;

use foldhash::HashSet;
use serde::Deserialize;

/// Words of `frameworks.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frameworks {
    /// Attributes that set the text of an element.
    pub(super) text: Vec<String>,
    /// Attributes that insert another document, a part of one or a view.
    pub(super) inserting: Vec<String>,
    /// Attributes of htmx that load markup into an element.
    pub(super) loading: Vec<String>,
    /// Prefixes of attributes that set other attributes or text.
    pub(super) binding_prefixes: Vec<String>,
    /// Endings of attributes that set the attribute before them.
    pub(super) binding_endings: Vec<String>,
    /// Prefixes before the name of the attribute that is bound.
    pub(super) binders: Vec<String>,
    /// Namespaces of frameworks, with or without a leading `data-`.
    pub(super) namespaces: Vec<String>,
    /// Words after a namespace in attributes that write the content of the element or bind one of its attributes.
    pub(super) writing: Vec<String>,
    /// Words after a namespace in attributes that set attributes.
    pub(super) setting: Vec<String>,
    /// Attributes by which a framework creates an element conditionally.
    pub(super) conditions: Vec<String>,
    /// Attributes that show or hide an existing element.
    pub(super) showing: Vec<String>,
    /// Attributes that show or create an element if their condition holds.
    pub(super) shown_if: Vec<String>,
    /// Attributes by which a template language removes the tags of an element and leaves its content.
    pub(super) tag_removing: Vec<String>,
    /// Bindings of Knockout that write neither text nor attributes.
    pub(super) knockout_reacting: Vec<String>,
    /// Bindings of Rivets that handle events, and show or repeat elements.
    pub(super) rivets_reacting: Vec<String>,
    /// Prefixes of attributes that handle events, besides `on`.
    pub(super) handler_prefixes: Vec<String>,
    /// Words in `data-` attributes by which a script translates the text of an element.
    pub(super) translating: Vec<String>,
    /// Attributes unknown to HTML by which scripts only find an element, as by a class.
    pub(super) marking: Vec<String>,
    /// Prefixes of attributes that fill no element, including Angular directives that only style a button.
    pub(super) harmless_prefixes: Vec<String>,
    /// Attributes of HTML without a hyphen, including legacy ones.
    pub(super) standard: HashSet<String>,
    /// Beginnings of comments that insert content: server-side includes, phpBB, Benchpress, Knockout and the like.
    pub(super) includes: Vec<String>,
    /// Prefixes of attributes by which a framework shows the content of a `<template>` in its place.
    pub(super) template_prefixes: Vec<String>,
    /// First words of instructions of template languages that print nothing.
    pub(super) statements: Vec<String>,
    /// Comments that mark the place for content rendered on the server.
    pub(super) outlets: Vec<String>,
    /// Words in classes of icons that are letters or signs, which are read out.
    pub(super) letter_icons: Vec<String>,
    /// Classes by which style sheets of icon fonts mark icons.
    pub(super) icon_classes: Vec<String>,
}

/// The words of frameworks.
pub(super) fn frameworks() -> &'static Frameworks {
    static FRAMEWORKS: OnceLock<Frameworks> = OnceLock::new();
    // Part of the program; a test loads it.
    FRAMEWORKS.get_or_init(|| toml::from_str(include_str!("frameworks.toml")).unwrap_or_default())
}

/// Whether a list holds a word.
pub(super) fn holds(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// The rest of a text behind the first prefix of a list that it starts with.
pub(super) fn behind<'t>(prefixes: &[String], text: &'t str) -> Option<&'t str> {
    let mut prefixes = prefixes.iter();
    prefixes.find_map(|prefix| text.strip_prefix(prefix.as_str()))
}

/// The start of a text before the first ending of a list that it has.
pub(super) fn before<'t>(endings: &[String], text: &'t str) -> Option<&'t str> {
    let mut endings = endings.iter();
    endings.find_map(|ending| text.strip_suffix(ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_load() {
        let words: Result<Frameworks, _> = toml::from_str(include_str!("frameworks.toml"));
        assert!(words.is_ok(), "{:?}", words.err());
    }
}
