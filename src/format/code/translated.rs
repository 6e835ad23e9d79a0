//! Labels in translation calls: `_("männlich")`, `pgettext("gender", "male")`, `t("gender.male", "männlich")`. Without
//! a text, the translation key serves as the label.

use tree_sitter::Node;

use super::lowering::named;
use super::reader::Reader;
use super::values::{scalar, unwrap};
use crate::format::logic;

/// Maximum number of inspected arguments; later ones fill placeholders.
const MOST_ARGUMENTS: usize = 6;
/// Argument names of the fallback text.
const DEFAULTS: &[&str] = &["default", "defaultvalue", "defaultmessage", "fallback"];

/// The label: a literal, or the key of its translation.
pub fn worded(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    if let Some(text) = scalar(reader, node) {
        return Some(text);
    }
    if !is_call(node) {
        return None;
    }
    let arguments = node
        .child_by_field_name("arguments")
        .or_else(|| named(node).find(|part| part.kind().contains("argument")))?;
    if arguments.kind() == "template_string" {
        return tagged(&scalar(reader, arguments)?);
    }
    let given: Vec<Node<'_>> = named(arguments).take(MOST_ARGUMENTS).map(bare).collect();
    let called = called_name(reader, node).unwrap_or_default();
    if let Some(position) = behind_context(&called) {
        return scalar(reader, *given.get(position)?);
    }
    if let Some(text) = given.iter().find_map(|part| entry(reader, *part, DEFAULTS)) {
        return Some(text);
    }
    let first = *given.first()?;
    let key = scalar(reader, first).or_else(|| entry(reader, first, &["id", "key"]));
    // t("gender.male", "männlich"): the second text is used if it is clearer than the key.
    let topic = reader.topic();
    let second = given.get(1).and_then(|second| scalar(reader, *second));
    let told = second.filter(|text| topic.is_entry(text) && is_key(key.as_deref()));
    told.or(key)
        .filter(|text| text.contains(char::is_alphabetic))
}

/// Whether an expression is a display text: a literal, or a call that only translates one.
pub fn is_text(reader: &Reader<'_>, node: Node<'_>) -> bool {
    scalar(reader, node).is_some()
        || is_call(node)
            && called_name(reader, node).is_some_and(|called| translates(&called))
            && worded(reader, node).is_some()
}

fn is_call(node: Node<'_>) -> bool {
    node.kind().contains("call") || node.kind().contains("invocation")
}

/// The last part of the called name.
fn called_name(reader: &Reader<'_>, call: Node<'_>) -> Option<String> {
    let name = ["method", "name", "function"]
        .iter()
        .find_map(|field| call.child_by_field_name(field))
        .or_else(|| call.named_child(0))?;
    let name = reader.text(name);
    let last = name.rsplit(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '$')));
    last.into_iter().next().map(str::to_owned)
}

/// Whether a call of this name returns the text under a key.
pub fn translates(called: &str) -> bool {
    logic::is_wrapper(called)
        || called.contains("gettext")
        || matches!(
            called,
            "N_" | "_l"
                | "_lt"
                | "_x"
                | "_p"
                | "lazy"
                | "lazy_"
                | "C_"
                | "NC_"
                | "p_"
                | "s_"
                | "L"
                | "tr"
                | "i18n"
        )
}

/// Index of the argument with the label, if a context or a domain precedes it.
fn behind_context(called: &str) -> Option<usize> {
    let called = called
        .trim_start_matches("lazy_")
        .trim_end_matches("_lazy")
        .trim_end_matches("_noop");
    match called {
        "pgettext" | "npgettext" | "upgettext" | "dgettext" | "dngettext" | "C_" | "NC_" | "p_"
        | "np_" | "_p" => Some(1),
        "dpgettext" | "dnpgettext" => Some(2),
        _ => None,
    }
}

/// An argument without wrappers that pass it on.
fn bare(argument: Node<'_>) -> Node<'_> {
    match argument.kind() {
        "argument" | "value_argument" => argument.named_child(0).map_or(argument, unwrap),
        _ => unwrap(argument),
    }
}

/// The text under one of several names, in an object or a named argument.
fn entry(reader: &Reader<'_>, node: Node<'_>, names: &[&str]) -> Option<String> {
    let parts: Vec<Node<'_>> = match node.kind() {
        "object" | "hash" | "dictionary" => named(node).take(MOST_ARGUMENTS).collect(),
        "pair" | "keyword_argument" => vec![node],
        _ => return None,
    };
    parts.into_iter().find_map(|part| {
        let (key, value) = (part.named_child(0)?, part.named_child(1)?);
        let key = reader.unquoted(key).trim_end_matches(':').to_lowercase();
        names
            .contains(&key.as_str())
            .then(|| scalar(reader, unwrap(value)))?
    })
}

/// Whether a text is a translation key and not a display text.
fn is_key(text: Option<&str>) -> bool {
    text.is_some_and(|text| {
        !text.contains(char::is_whitespace) && text.contains(['.', '_', ':', '/'])
    })
}

/// ``$localize`:meaning|description@@id:männlich` ``: the text after the notes for translators.
fn tagged(text: &str) -> Option<String> {
    let text = match text.strip_prefix(':') {
        Some(rest) => rest.split_once(':').map_or(text, |(_, text)| text),
        None => text,
    };
    text.contains(char::is_alphabetic).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_not_what_people_read() {
        assert_eq!(behind_context("pgettext_lazy"), Some(1));
        assert_eq!(behind_context("lazy_pgettext"), Some(1));
        assert_eq!(behind_context("dpgettext"), Some(2));
        assert_eq!(behind_context("gettext_lazy"), None);
        assert_eq!(behind_context("ngettext"), None);
    }

    #[test]
    fn what_is_said_to_translators_stands_between_colons() {
        assert_eq!(tagged(":sex|of a person@@m:male").as_deref(), Some("male"));
        assert_eq!(tagged("male").as_deref(), Some("male"));
        assert_eq!(tagged(":only"), Some(":only".to_owned()));
    }
}
