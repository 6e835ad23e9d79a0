//! `heading-topic`: a heading describes the text after it. ACT rule b49b2e.
//!
//! It is a question only for a heading above sentences whose words occur neither in them nor anywhere else on the page:
//! most headings are above fields, tables and lists, or name the topic of the page.

use crate::model::Attributes;
use std::collections::BTreeSet;

use ego_tree::NodeId;
use foldhash::HashMap;
use scraper::Node;
use serde::Deserialize;

use super::small_words::is_function_word;
use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, Stem, each_word, stems};
use crate::a11y::{PageView, Truth};
use crate::check::CheckKind;
use crate::check::generic::params;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "heading-topic",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params { known, meaningless } = params(table)?;
        Ok(together(HeadingTopic {
            known: stems(&known.join(" ")),
            meaningless: meaningless.build()?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Common headings that everybody understands.
    known: Vec<String>,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

struct HeadingTopic {
    known: BTreeSet<Stem>,
    meaningless: Meaningless,
}

impl CommonCheck for HeadingTopic {
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let headings = view.outline().headings();
        let flow = Flow::new(view, headings.iter().map(|heading| heading.element.id()));
        let mut seen = Vec::new();
        // Levels with headings of one letter, as in an index.
        let lettered: BTreeSet<u64> = headings
            .iter()
            .filter(|heading| is_letter(&view.name(heading.element).text))
            .map(|heading| heading.level)
            .collect();
        for (at, heading) in headings.iter().enumerate() {
            let exposed = view.exposed(heading.element);
            let name = view.name(heading.element);
            let text = name.text.as_str();
            if text.is_empty() {
                continue;
            }
            let fine = if name.known().is_none() {
                // Text written by a script is not meaningless.
                Truth::Yes
            } else if is_one_sign(text) && lettered.contains(&heading.level) {
                // The entries below begin with this sign.
                Truth::Yes
            } else if self.meaningless.covers(text) {
                // In source documentation, "null" may be the topic of a section.
                let is_its_topic = is_one_word(text) && flow.repeats(text);
                Truth::No.or(!exposed).or(if is_its_topic {
                    Truth::Unknown
                } else {
                    Truth::No
                })
            } else if stems(text).is_subset(&self.known)
                || !exposed.is_yes()
                || !flow.has_prose_below(at)
                || flow.repeats(text)
            {
                Truth::Yes
            } else {
                Truth::Unknown
            };
            seen.push(Seen::new(heading.element, fine, text));
        }
        seen
    }
}

fn is_one_sign(text: &str) -> bool {
    let mut signs = text.trim().chars();
    signs.next().is_some() && signs.next().is_none()
}

fn is_letter(text: &str) -> bool {
    is_one_sign(text) && text.chars().any(char::is_alphanumeric)
}

fn is_one_word(text: &str) -> bool {
    text.split_whitespace().nth(1).is_none()
}

/// The words of a page in reading order, and the positions of its headings.
#[derive(Default)]
struct Flow {
    /// Number of occurrences of each stem, including the title of the page.
    stems: HashMap<Stem, usize>,
    /// Number of words read.
    words: usize,
    /// Number of function words among them.
    small_words: usize,
    /// For each heading, in order: words and function words read at its end, and at the start of the next heading.
    below: Vec<((usize, usize), (usize, usize))>,
}

impl Flow {
    fn new(view: &PageView<'_>, headings: impl Iterator<Item = NodeId>) -> Self {
        let mut flow = Self::default();
        let mut next = headings.peekable();
        // The current heading.
        let mut inside: Option<NodeId> = None;
        for element in view.index.elements() {
            let name = element.value().name();
            if inside.is_some_and(|heading| !view.index.holds(heading, element.id())) {
                inside = None;
            }
            if next.peek() == Some(&element.id()) {
                flow.end_section();
                inside = next.next();
                flow.below.push((flow.read(), flow.read()));
            }
            let hidden =
                name != "title" && view.rendered(element).or(view.exposed(element)).is_no();
            if hidden || matches!(name, "script" | "style" | "template") {
                continue;
            }
            let texts = element.children().filter_map(|child| match child.value() {
                Node::Text(text) => Some(&**text),
                _ => None,
            });
            let named = ["alt", "aria-label", "placeholder", "value"];
            let is_prose = !matches!(
                name,
                "a" | "button" | "label" | "legend" | "option" | "td" | "th" | "title"
            );
            for text in texts.chain(named.iter().filter_map(|name| element.attribute(name))) {
                each_word(text, |word| {
                    *flow.stems.entry(Stem::of(word)).or_default() += 1;
                    if is_prose && inside.is_none() {
                        flow.words += 1;
                        flow.small_words += usize::from(is_function_word(word));
                    }
                });
            }
        }
        flow.end_section();
        flow
    }

    fn read(&self) -> (usize, usize) {
        (self.words, self.small_words)
    }

    fn end_section(&mut self) {
        let read = self.read();
        if let Some((_, end)) = self.below.last_mut() {
            *end = read;
        }
    }

    /// Whether there are sentences between a heading and the next one.
    fn has_prose_below(&self, at: usize) -> bool {
        const WORDS: usize = 6;
        const SMALL_WORDS: usize = 2;
        self.below
            .get(at)
            .is_some_and(|(begin, end)| end.0 - begin.0 >= WORDS && end.1 - begin.1 >= SMALL_WORDS)
    }

    /// Whether a significant word of a heading occurs again anywhere.
    fn repeats(&self, heading: &str) -> bool {
        let mut own: HashMap<Stem, usize> = HashMap::default();
        each_word(heading, |word| *own.entry(Stem::of(word)).or_default() += 1);
        stems(heading).iter().any(|telling| {
            let here = own.get(telling).copied().unwrap_or_default();
            self.stems.get(telling).is_some_and(|all| *all > here)
        })
    }
}
