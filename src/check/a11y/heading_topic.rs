//! `heading-topic`: a heading says what follows it. ACT rule b49b2e.
//!
//! That a heading and the text below it have a word in common is taken as a sign that it fits; what has none is
//! shown to a person.

use std::collections::BTreeSet;

use ego_tree::NodeId;
use scraper::Node;
use serde::Deserialize;

use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, stem, stems, words};
use crate::a11y::{PageView, Truth};
use crate::check::CheckKind;
use crate::check::generic::params;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "heading-topic",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params { meaningless } = params(table)?;
        Ok(together(HeadingTopic(meaningless.build()?)))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    meaningless: MeaninglessParams,
}

struct HeadingTopic(Meaningless);

impl CommonCheck for HeadingTopic {
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let headings = view.outline().headings();
        let flow = Flow::new(view, headings.iter().map(|heading| heading.element.id()));
        let mut seen = Vec::new();
        // Behind each heading: the next one that is not below it.
        let mut ends = vec![headings.len(); headings.len()];
        let mut open: Vec<usize> = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            while let Some(last) = open.last().copied()
                && headings[last].level >= heading.level
            {
                ends[last] = at;
                open.pop();
            }
            open.push(at);
        }
        for (at, heading) in headings.iter().enumerate() {
            let exposed = view.exposed(heading.element);
            let name = view.name(heading.element);
            let Some(text) = name.known().filter(|text| !text.is_empty()) else {
                continue;
            };
            let fine = if self.0.covers(text) {
                Truth::No.or(!exposed)
            } else if !exposed.is_yes() || flow.repeats(text, at, ends[at]) {
                Truth::Yes
            } else {
                Truth::Unknown
            };
            seen.push(Seen::new(heading.element, fine, text));
        }
        seen
    }
}

/// The words of a page in the order of reading, and where its headings end.
struct Flow {
    stems: Vec<String>,
    /// For each heading, in order: where its own words end and where they begin.
    headings: Vec<(usize, usize)>,
}

impl Flow {
    fn new(view: &PageView<'_>, headings: impl Iterator<Item = NodeId>) -> Self {
        let mut flow = Self {
            stems: Vec::new(),
            headings: Vec::new(),
        };
        let mut next = headings.peekable();
        // The heading that is being read.
        let mut inside: Option<NodeId> = None;
        for element in view.index.elements() {
            if inside.is_some_and(|heading| !view.index.holds(heading, element.id())) {
                flow.end_heading();
                inside = None;
            }
            if next.peek() == Some(&element.id()) {
                if inside.is_some() {
                    flow.end_heading();
                }
                inside = next.next();
                flow.headings.push((flow.stems.len(), flow.stems.len()));
            }
            if matches!(element.value().name(), "script" | "style" | "template")
                || view.rendered(element).or(view.exposed(element)).is_no()
            {
                continue;
            }
            let texts = element.children().filter_map(|child| match child.value() {
                Node::Text(text) => Some(&**text),
                _ => None,
            });
            let named = ["alt", "aria-label", "placeholder", "value"];
            for text in texts.chain(named.iter().filter_map(|name| element.attr(name))) {
                flow.stems.extend(words(text).iter().map(|word| stem(word)));
            }
        }
        if inside.is_some() {
            flow.end_heading();
        }
        flow
    }

    fn end_heading(&mut self) {
        if let Some((_, end)) = self.headings.last_mut() {
            *end = self.stems.len();
        }
    }

    /// Whether a telling word of a heading comes again before another heading's words begin.
    fn repeats(&self, heading: &str, at: usize, end: usize) -> bool {
        /// Behind so many words nobody remembers the heading.
        const MOST_WORDS: usize = 400;
        let wanted: BTreeSet<String> = stems(heading);
        let Some((_, begin)) = self.headings.get(at) else {
            return false;
        };
        let end = self
            .headings
            .get(end)
            .map_or(self.stems.len(), |(begin, _)| *begin);
        let below = self.stems.get(*begin..end).unwrap_or_default();
        below
            .iter()
            .take(MOST_WORDS)
            .any(|word| wanted.contains(word))
    }
}
