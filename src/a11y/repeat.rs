//! Elements that a framework repeats, or whose content it repeats, in pages served as written.

use scraper::{ElementRef, Node};

/// Attributes by which a framework or a template language repeats an element.
const LOOPS: [&str; 11] = [
    "v-for",
    "x-for",
    "ng-repeat",
    "ng-repeat-start",
    "dir-paginate",
    "*ngfor",
    "th:each",
    "py:for",
    "tal:repeat",
    "t-foreach",
    "sly-repeat",
];
/// Prefixes of such attributes that precede the name of the variable.
const LOOPS_OF: [&str; 2] = ["rv-each-", "sly-repeat."];
/// The HTL attribute that repeats the content of its element; the name of a variable may follow.
const LIST: &str = "data-sly-list";
/// Knockout bindings that create content.
const BINDINGS: [&str; 3] = ["foreach", "template", "html"];

/// Whether a program writes an element several times.
pub fn is_repeated(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| {
        let name = name.strip_prefix("data-").unwrap_or(name);
        LOOPS.contains(&name) || LOOPS_OF.iter().any(|space| name.starts_with(space))
    })
}

/// Whether a program repeats the content of an element or inserts other elements: Knockout bindings, their comments,
/// and `<template>` elements replaced by their content.
pub fn repeats_content(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    let by_attribute = attributes.any(|(name, value)| {
        let behind = name.strip_prefix(LIST);
        let is_list = behind.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let is_bound = || BINDINGS.iter().any(|binding| binds(value, binding));
        is_list || name == "data-bind" && is_bound()
    });
    by_attribute
        || element.children().any(|child| match child.value() {
            Node::Comment(comment) => comment.trim_start().starts_with("ko "),
            Node::Element(child) => child.name() == "template",
            _ => false,
        })
}

/// Whether Knockout bindings include one with a name: `foreach: rows`.
fn binds(bindings: &str, name: &str) -> bool {
    bindings.split([',', '{']).any(|binding| {
        let Some((own, _)) = binding.split_once(':') else {
            return false;
        };
        own.trim().trim_matches(['"', '\'']) == name
    })
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    fn of_first(markup: &str, test: impl Fn(ElementRef<'_>) -> bool) -> bool {
        let page = Html::parse_document(markup);
        let first = Selector::parse("body > *").expect("a selector");
        page.select(&first).next().is_some_and(test)
    }

    #[test]
    fn frameworks_repeat_elements_and_content() {
        for markup in [
            "<p ng-repeat='a in b'>",
            "<p data-ng-repeat='a in b'>",
            "<p data-rv-each-a='b'>",
            "<p th:each='a : ${b}'>",
            "<p v-for='a in b'>",
        ] {
            assert!(of_first(markup, is_repeated), "{markup}");
        }
        assert!(!of_first("<p v-if='a' data-each='b'>", is_repeated));
        for markup in [
            "<div data-bind='foreach: rows'>",
            "<div data-bind='visible: on, foreach: { data: rows }'>",
            "<div><!-- ko foreach: rows --></div>",
            "<div><template x-for='a in b'></template></div>",
            "<div data-sly-list.zone='${zones}'>",
        ] {
            assert!(of_first(markup, repeats_content), "{markup}");
        }
        for markup in [
            "<div data-bind='text: foreach'>",
            "<div><!-- rows --></div>",
            "<div data-sly-listen='x'>",
        ] {
            assert!(!of_first(markup, repeats_content), "{markup}");
        }
    }
}
