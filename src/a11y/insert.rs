//! Marks by which template languages and frameworks insert content.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::frameworks::{behind, frameworks, holds};
use crate::model::HOLE;

/// Whether a template language fills in a value when the page is made.
pub fn is_insert(value: &str) -> bool {
    const MARKS: [&str; 12] = [
        "{{", "${", "#{", "@{", "{%", "<%", "<?", "[[", "*{", "[%", "[{", "{$",
    ];
    let value = value.trim();
    // Every mark has one of these brackets; texts without them are many times more frequent.
    let mut bytes = value.bytes();
    let has_bracket = bytes.any(|byte| matches!(byte, b'{' | b'<' | b'['));
    value.contains(HOLE)
        || value.starts_with('@')
        || has_bracket && MARKS.iter().any(|mark| value.contains(mark))
}

/// Whether a program replaces a text or a part of it: an expression of a template language, or a mark such as
/// `@@title`, `__TITLE__`, `%TITLE%` and `$title$`.
pub fn is_filled_later(text: &str) -> bool {
    const MARKS: [(&str, &str); 6] = [
        ("@@", ""),
        ("__", "__"),
        ("%", "%"),
        ("$", "$"),
        ("{#", "}"),
        ("{", "}"),
    ];
    let text = text.trim();
    let is_name = |name: &str| {
        let mut signs = name.chars();
        signs.next().is_some_and(char::is_alphabetic)
            && signs.all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-'))
    };
    let is_marked = |(opens, closes): &(&str, &str)| {
        let inner = text.strip_prefix(opens);
        let inner = inner.and_then(|inner| inner.strip_suffix(closes));
        inner.is_some_and(is_name)
    };
    is_insert(text) || is_expression(text) || MARKS.iter().any(is_marked)
}

/// Whether a text consists only of template expressions: `{{ body }}`, `${page.body}`, `$body`.
pub fn is_expression(text: &str) -> bool {
    const MARKS: [(&str, &str); 5] = [
        ("{{", "}}"),
        ("${", "}"),
        ("$!{", "}"),
        ("#{", "}"),
        ("###", "###"),
    ];
    let text = text.trim();
    let is_alone = |(opens, closes): &(&str, &str)| {
        let inner = text.strip_prefix(opens);
        let inner = inner.and_then(|text| text.strip_suffix(closes));
        // Several in a row: `{{ block "main" . }}{{ end }}`.
        inner.is_some_and(|inner| {
            let mut parts = inner.split(closes);
            let first = parts.next().is_some_and(|first| !first.is_empty());
            first && parts.all(|part| part.trim_start().starts_with(opens))
        })
    };
    let is_name = |text: &str| {
        let mut signs = text.chars();
        !text.is_empty()
            && !text.starts_with(|ch: char| ch.is_ascii_digit())
            && signs.all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-'))
    };
    MARKS.iter().any(is_alone) || text.strip_prefix('$').is_some_and(is_name)
}

/// Whether a template language inserts content between the children of an element.
pub fn has_inserts(element: ElementRef<'_>) -> bool {
    element.children().any(is_inserted)
}

/// Whether a node stands for content that a template language or a framework inserts there: an instruction in a comment,
/// a `<template>` that is shown in its place.
pub fn is_inserted(node: NodeRef<'_, Node>) -> bool {
    match node.value() {
        Node::Element(part) => part.name() == "template" && part.attrs().any(shows_template),
        Node::Comment(comment) => {
            let comment = comment.trim_start();
            // nginx accepts a blank after the `#`.
            let statement = comment.strip_prefix("# ");
            let includes = |text: &str, word: &str| text.starts_with(word);
            comment.starts_with(['?', '%'])
                || frameworks().includes.iter().any(|word| {
                    let behind_sign = word.strip_prefix('#');
                    includes(comment, word)
                        || statement
                            .zip(behind_sign)
                            .is_some_and(|(statement, word)| includes(statement, word))
                })
                || is_outlet(comment)
        }
        Node::ProcessingInstruction(_) => true,
        _ => false,
    }
}

/// Whether a framework shows the content of a `<template>` with this attribute in its place: `x-if` of Alpine, `v-for`
/// of Vue, `is="dom-if"` of Polymer, `if:true` of Lightning, `repeat.for` of Aurelia.
fn shows_template((name, _): (&str, &str)) -> bool {
    name == "is"
        || name.contains([':', '.'])
        || behind(&frameworks().template_prefixes, name).is_some()
}

/// Whether a template language that is only known by its marks prints something into an element:
/// `<?shop text("Back") ?>`.
pub fn is_printed_into(element: ElementRef<'_>) -> bool {
    let prints = |instruction: &str| {
        let inner = instruction
            .strip_prefix('?')
            .and_then(|inner| inner.strip_suffix('?'));
        let (name, said) = inner.and_then(|inner| inner.split_once(char::is_whitespace))?;
        let first = said
            .trim_start()
            .split(|ch: char| !ch.is_alphanumeric())
            .next()?;
        let is_statement = holds(&frameworks().statements, &first.to_ascii_lowercase());
        // Declarations of XML and of word processors.
        let is_declaration = name.to_ascii_lowercase().starts_with("xml");
        Some(!said.trim().is_empty() && !is_statement && !is_declaration)
    };
    let mut inside = element.descendants();
    inside.any(|node| match node.value() {
        Node::Comment(comment) => prints(comment.trim()) == Some(true),
        _ => false,
    })
}

/// Whether a comment marks the place for server-rendered content: `<!--ssr-outlet-->`, `<!--app-html-->`.
fn is_outlet(comment: &str) -> bool {
    let mark = comment.trim();
    let mut words = mark.split('-');
    let is_single = !mark.contains(char::is_whitespace);
    is_single
        && (holds(&frameworks().outlets, mark)
            || words.any(|word| matches!(word, "ssr" | "outlet")))
}
