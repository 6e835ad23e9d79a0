//! `instruction`: sentences with instructions that refer to something in a way not everyone perceives (ACT 9bd38c).
//! People judge whether the rest of the text names it as well.

use crate::model::Attributes;
use std::collections::BTreeMap;

use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Node};
use serde::Deserialize;

use crate::a11y::{PageView, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "instruction",
    facts: &["sentence", "sign"],
    variants: &[],
    build: |table| {
        let Params { languages } = params(table)?;
        let languages = languages.into_iter().map(|(tag, patterns)| {
            let compiled =
                |text: &str| Regex::new(text).map_err(|error| vec![format!("{tag}: {error}")]);
            Ok((
                tag.clone(),
                Signs {
                    asks: compiled(&patterns.asks)?,
                    points: compiled(&patterns.points)?,
                    marks: compiled(&patterns.marks)?,
                    others: compiled(&patterns.others)?,
                },
            ))
        });
        let languages = languages.collect::<Result<_, Vec<String>>>()?;
        Ok(Check::Page(Box::new(Instruction { languages })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// By primary subtag of the language.
    languages: BTreeMap<String, Patterns>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    /// Regular expression of words that give an instruction.
    asks: String,
    /// Regular expression of words that refer to something by place, shape or colour.
    points: String,
    /// Regular expression of statements that something is told by its colour.
    marks: String,
    /// Regular expression of phrases in which these words mean something else, such as keys.
    others: String,
}

struct Signs {
    asks: Regex,
    points: Regex,
    marks: Regex,
    others: Regex,
}

impl Signs {
    /// Whether a text may have a sentence to ask about.
    fn may_match(&self, text: &str) -> bool {
        self.points.is_match(text) && self.asks.is_match(text) || self.marks.is_match(text)
    }

    /// What a sentence refers with.
    fn find<'s>(&self, sentence: &'s str) -> Option<&'s str> {
        let points = self.points.find(sentence);
        let points = points.filter(|_| self.asks.is_match(sentence));
        let found = points.or_else(|| self.marks.find(sentence));
        found.map(|found| found.as_str())
    }
}

struct Instruction {
    languages: BTreeMap<String, Signs>,
}

impl PageCheck for Instruction {
    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let spoken = stated_languages(page);
        let blocks = page.index.elements().zip(&spoken);
        let blocks = blocks.filter(|(element, _)| is_block(*element));
        let asked = blocks.filter_map(|(block, spoken)| {
            let (sentence, sign) = self.find(page, block, *spoken)?;
            let grounds = Grounds::none()
                .with("sentence", sentence)
                .with("sign", sign);
            let asked = Expectation::Unknown(Doubt::NeedsPerson, grounds);
            Some((block.id(), asked))
        });
        asked.collect()
    }
}

impl Instruction {
    /// The first sentence of a block with an instruction and such a reference, and the reference. `spoken`: the language
    /// of the block, if it is stated.
    fn find<'a>(
        &self,
        page: &PageView<'a>,
        block: ElementRef<'a>,
        spoken: Option<&str>,
    ) -> Option<(String, String)> {
        let text = own_text(page, block);
        if text.is_empty() {
            return None;
        }
        let is_spoken = |tag: &str| spoken.is_none_or(|spoken| spoken.eq_ignore_ascii_case(tag));
        for (_, signs) in self.languages.iter().filter(|(tag, _)| is_spoken(tag)) {
            // Few texts match; only these are split into sentences.
            if !signs.may_match(&text) {
                continue;
            }
            let text = signs.others.replace_all(&text, "…");
            for sentence in text.split_inclusive(['.', '!', '?', ':', '\u{2029}']) {
                if let Some(sign) = signs.find(sentence) {
                    return Some((excerpt(sentence), sign.to_owned()));
                }
            }
        }
        None
    }
}

fn excerpt(sentence: &str) -> String {
    const LONGEST: usize = 160;
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// The primary subtag of the language stated for each element, by position.
fn stated_languages<'a>(page: &PageView<'a>) -> Vec<Option<&'a str>> {
    let mut stated: Vec<Option<&'a str>> = Vec::with_capacity(page.index.len());
    for (position, element) in page.index.elements().enumerate() {
        let tag = element.attribute("lang").map(str::trim);
        let primary = tag
            .filter(|tag| !tag.is_empty())
            .and_then(|tag| tag.split(['-', '_']).next());
        let around = page.index.parent(position);
        let inherited = around.and_then(|around| stated.get(around).copied().flatten());
        stated.push(primary.or(inherited));
    }
    stated
}

/// Elements that interrupt a text.
fn is_block(element: ElementRef<'_>) -> bool {
    role::is_html(element)
        && matches!(
            element.value().name(),
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "button"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "dialog"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "header"
                | "hgroup"
                | "label"
                | "legend"
                | "li"
                | "main"
                | "menu"
                | "nav"
                | "ol"
                | "option"
                | "p"
                | "pre"
                | "search"
                | "section"
                | "select"
                | "summary"
                | "table"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "ul"
        )
}

/// The text of a block without nested blocks; empty if it is hidden from everyone.
fn own_text<'a>(page: &PageView<'a>, block: ElementRef<'a>) -> String {
    let mut text = String::new();
    let mut next = block.first_child();
    while let Some(node) = next {
        let mut enter = false;
        match node.value() {
            Node::Text(found) => text.push_str(found),
            Node::Element(_) => {
                let element = ElementRef::wrap(node);
                enter = element.is_some_and(|element| {
                    !is_block(element)
                        && !matches!(
                            element.value().name(),
                            "script" | "style" | "template" | "noscript"
                        )
                });
                let ends = element
                    .is_some_and(|element| is_block(element) || element.value().name() == "br");
                text.push(if ends { '\u{2029}' } else { ' ' });
            }
            _ => {}
        }
        if enter && let Some(child) = node.first_child() {
            next = Some(child);
            continue;
        }
        let mut current = node;
        next = loop {
            if let Some(sibling) = current.next_sibling() {
                break Some(sibling);
            }
            match current.parent() {
                Some(parent) if parent.id() != block.id() => current = parent,
                _ => break None,
            }
        };
    }
    let reaches = || !page.seen(block).is_no() || !page.exposed(block).is_no();
    if text.trim().is_empty() || !reaches() {
        text.clear();
    }
    text
}
