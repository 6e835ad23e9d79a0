//! `abbreviation-explained`: an element marked as an abbreviation is explained at its first occurrence.

use foldhash::HashSet;

use crate::model::Attributes;

use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, dynamic, insert, role};
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
                let open = dynamic::is_bound(*element) || insert::has_inserts(*element);
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

/// Whether an abbreviation comes with its long form: as a title, or beside it with one of the two in brackets.
fn is_explained(element: ElementRef<'_>, text: &str) -> bool {
    let titled = ["title", "aria-label", "aria-describedby"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .any(|said| !said.trim().is_empty() && said.trim() != text);
    let defined = || {
        let around = element.parent().and_then(ElementRef::wrap);
        // The definition is next to the term.
        around.is_some_and(|around| matches!(around.value().name(), "dfn" | "dt"))
    };
    titled || defined() || stands_with_brackets(element) || is_written_out(element, text)
}

/// Whether the paragraph around an abbreviation spells it out: in successive words with its initials ("local LUGs or
/// Linux User Groups"), or in a compound beside it ("die EFA, der Elternfachausschuss").
fn is_written_out(element: ElementRef<'_>, text: &str) -> bool {
    /// Elements within a paragraph.
    const INLINE: [&str; 12] = [
        "a", "abbr", "acronym", "b", "bdi", "cite", "em", "i", "mark", "small", "span", "strong",
    ];
    let letters = letters_of(text);
    if letters.len() < 2 {
        return false;
    }
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let mut blocks = around.filter(|around| !INLINE.contains(&around.value().name()));
    let Some(block) = blocks.next() else {
        return false;
    };
    let said: String = block.text().collect::<Vec<_>>().concat();
    let words: Vec<String> = said
        .split(|ch: char| !ch.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let spell = |run: &[String]| {
        let mut initials = run.iter().filter_map(|word| word.chars().next());
        letters
            .iter()
            .all(|letter| initials.next() == Some(*letter))
    };
    // "United States of America" omits short words.
    let joining = |word: &&String| word.chars().count() > 3;
    let long: Vec<String> = words.iter().filter(joining).cloned().collect();
    let is_spelled = |words: &[String]| words.windows(letters.len()).any(spell);
    is_spelled(&words) || is_spelled(&long) || stands_beside_compound(&words, &letters)
}

/// The letters of an abbreviation in lower case, without a plural ending.
fn letters_of(text: &str) -> Vec<char> {
    let singular = text
        .strip_suffix('s')
        .filter(|rest| rest.chars().all(|ch| !ch.is_lowercase()));
    let letters = singular
        .unwrap_or(text)
        .chars()
        .filter(|ch| ch.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a long word near the abbreviation starts with its first letter and contains the others in order.
fn stands_beside_compound(words: &[String], letters: &[char]) -> bool {
    /// Maximum distance in words, for an article and an adjective in between.
    const NEAR: usize = 3;
    let short: String = letters.iter().collect();
    let is_compound = |word: &String| {
        let mut rest = word.chars();
        word.len() > letters.len() * NEAR
            && word.starts_with(letters[0])
            && letters.iter().all(|letter| rest.any(|ch| ch == *letter))
    };
    let places = words.iter().enumerate().filter(|(_, word)| **word == short);
    places.into_iter().any(|(at, _)| {
        let near = &words[at.saturating_sub(NEAR)..(at + NEAR + 1).min(words.len())];
        near.iter().any(is_compound)
    })
}

/// Whether an element is directly preceded or followed by brackets.
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
