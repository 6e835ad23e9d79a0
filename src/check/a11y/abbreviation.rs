//! `abbreviation-explained`: what is marked up as an abbreviation says what it is short for, where it first stands.

use foldhash::HashSet;

use crate::model::Attributes;

use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, dynamic, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "abbreviation-explained",
    facts: &["text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Explained)),
};

struct Explained;

impl Survey for Explained {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let marked: Vec<(ElementRef<'_>, String)> = page
            .index
            .named_any(&["abbr", "acronym"])
            .filter(|element| role::is_html(*element) && page.exposed(*element).is_yes())
            .map(|element| (element, words_of(element)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let explained: HashSet<&str> = marked
            .iter()
            .filter(|(element, text)| is_explained(*element, text))
            .map(|(_, text)| text.as_str())
            .collect();
        let mut seen = HashSet::default();
        marked
            .iter()
            .filter(|(_, text)| seen.insert(text.as_str()))
            .map(|(element, text)| {
                let open = dynamic::is_bound(*element) || dynamic::has_inserts(*element);
                if open || explained.contains(text.as_str()) {
                    return Occurrence::fine(element.id());
                }
                Occurrence::wrong(element.id(), Grounds::none().with("text", shown(text)))
            })
            .collect()
    }
}

fn words_of(element: ElementRef<'_>) -> String {
    let words = element.text().flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// Whether an abbreviation has its long form with it: as a title, or beside it, one of both in brackets.
fn is_explained(element: ElementRef<'_>, text: &str) -> bool {
    let titled = ["title", "aria-label", "aria-describedby"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .any(|said| !said.trim().is_empty() && said.trim() != text);
    let defined = || {
        let around = element.parent().and_then(ElementRef::wrap);
        // What it stands for is told around the term.
        around.is_some_and(|around| matches!(around.value().name(), "dfn" | "dt"))
    };
    titled || defined() || stands_with_brackets(element)
}

/// Whether brackets stand directly before or behind an element.
fn stands_with_brackets(element: ElementRef<'_>) -> bool {
    let before = element.prev_sibling().and_then(|node| match node.value() {
        Node::Text(text) => text.trim_end().chars().next_back(),
        _ => None,
    });
    let after = element.next_sibling().and_then(|node| match node.value() {
        Node::Text(text) => text.trim_start().chars().next(),
        _ => None,
    });
    // "Amt für Wohnen (AfW)" and "AfW (Amt für Wohnen)"; also "AfW – Amt für Wohnen".
    before == Some('(') || matches!(after, Some('(' | '–' | '—' | '='))
}
