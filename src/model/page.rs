//! One page, from static HTML or a browser: the same tree, with side tables by node.

use std::sync::Arc;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use serde::{Deserialize, Serialize};

use super::{LinkedScript, LinkedSheets, SourceText, Span, Unknowns};

/// Flags for what a capture provides and a check may require.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Facilities(u8);

impl Facilities {
    /// The document tree.
    pub const DOM: Self = Self(1);
    /// Source positions of elements.
    pub const POSITION: Self = Self(2);
    /// Computed styles.
    pub const STYLE: Self = Self(4);
    /// Boxes and paint order.
    pub const LAYOUT: Self = Self(8);

    /// The union of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `needed` is included.
    pub const fn contain(self, needed: Self) -> bool {
        self.0 & needed.0 == needed.0
    }
}

/// Where an element was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementPosition {
    /// The start tag.
    pub start_tag: Span,
}

/// Start tags by node. Pages have very many, so they are kept sorted instead of hashed.
#[derive(Clone, Debug, Default)]
pub struct StartTags(Vec<(NodeId, ElementPosition)>);

impl StartTags {
    /// Adds a node's start tag; the node must be newer than all others here.
    pub fn push(&mut self, node: NodeId, position: ElementPosition) {
        debug_assert!(self.0.last().is_none_or(|(last, _)| *last < node));
        self.0.push((node, position));
    }

    /// Moves all start tags to their places in another text.
    pub fn move_to(&mut self, place: impl Fn(Span) -> Span) {
        for (_, position) in &mut self.0 {
            position.start_tag = place(position.start_tag);
        }
    }

    /// The start tag of a node.
    pub fn get(&self, node: NodeId) -> Option<ElementPosition> {
        let found = self.0.binary_search_by_key(&node, |(node, _)| *node);
        found.ok().map(|at| self.0[at].1)
    }

    /// Whether the source contains the node.
    pub fn contain(&self, node: NodeId) -> bool {
        self.get(node).is_some()
    }

    /// All start tags, in the order in which their nodes were created.
    pub fn iter(&self) -> impl Iterator<Item = ElementPosition> {
        self.0.iter().map(|(_, position)| *position)
    }

    /// Number of start tags.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no start tags.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What kind of page a document is. People only open [`PageKind::Whole`] on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A page that people open and use.
    #[default]
    Whole,
    /// A part that other pages include.
    Part,
    /// A template or component from which a program creates pages.
    Template,
    /// An e-mail or printed letter.
    Letter,
    /// A drawing shown inside pages.
    Drawing,
    /// Documentation of source code.
    Documentation,
    /// A message the server shows instead of a page.
    Notice,
    /// A text file that is never displayed as a page.
    PlainText,
}

impl PageKind {
    /// A page or a part of one.
    pub const fn is_page(self) -> bool {
        matches!(self, Self::Whole | Self::Part)
    }

    /// A page, a part of one or a letter.
    pub const fn is_page_or_letter(self) -> bool {
        self.is_page() || matches!(self, Self::Letter)
    }
}

/// The kind of a page, and the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageNature {
    /// Its kind.
    pub kind: PageKind,
    /// The mark or name that shows it; empty for pages that people open.
    pub because: String,
}

/// The place of a page inside another one of the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// How many pages before it the other one comes.
    pub back: usize,
    /// The element of the other one that holds it.
    pub holder: NodeId,
}

/// A page. Not `Send`: it is parsed, judged and dropped within one task.
#[derive(Debug)]
pub struct PageModel {
    /// Path or URL of the document, as in reports.
    pub document: String,
    /// The decoded text all spans point into.
    pub text: SourceText,
    /// The tree.
    pub html: Html,
    /// What this capture provides.
    pub provides: Facilities,
    /// What kind of page it is.
    pub nature: PageNature,
    /// Start tags by node; elements that the parser implied have none.
    pub positions: StartTags,
    /// The style sheets it links to.
    pub sheets: LinkedSheets,
    /// The scripts it links to, as far as they are at hand.
    pub scripts: Vec<Arc<LinkedScript>>,
    /// What a template leaves open; empty for a page.
    pub unknowns: Unknowns,
    /// Its place, if it is embedded in another page of the same text, as a frame's document or a separate tree.
    pub embedded: Option<Embedding>,
}

impl PageModel {
    /// A part of a page, written as a text of its own.
    pub fn of_markup(document: &str, markup: &str) -> Self {
        Self {
            document: document.to_owned(),
            text: SourceText::new(markup),
            html: Html::parse_document(markup),
            provides: Facilities::DOM,
            nature: PageNature {
                kind: PageKind::Part,
                because: String::new(),
            },
            positions: StartTags::default(),
            sheets: LinkedSheets::default(),
            scripts: Vec::new(),
            unknowns: Unknowns::default(),
            embedded: None,
        }
    }

    /// Whether it has a root element of its own instead of being included by other pages.
    pub fn is_whole(html: &Html, positions: &StartTags) -> bool {
        let root = html.root_element();
        let written = positions.contain(root.id());
        let doctype = html.tree.root().children().any(|node| {
            // Drawings have their own doctype.
            node.value()
                .as_doctype()
                .is_some_and(|doctype| doctype.name().eq_ignore_ascii_case("html"))
        });
        root.value().name() == "html" && (written || doctype)
    }

    /// Whether all elements of a document are kept in `<template>`, from which a program takes them: views of Aurelia and
    /// Lightning are written so.
    pub fn keeps_all_in_templates(&self) -> bool {
        let mut keeps = false;
        let elements = self.html.root_element().descendants();
        for element in elements.filter_map(ElementRef::wrap) {
            let mut around = element.ancestors().filter_map(ElementRef::wrap);
            match element.value().name() {
                "html" | "head" | "body" | "script" | "style" | "template" => {}
                _ if around.any(|around| around.value().name() == "template") => keeps = true,
                _ => return false,
            }
        }
        keeps
    }

    /// The start tag of a node or of its nearest ancestor in the source.
    pub fn span(&self, node: NodeId) -> Option<Span> {
        let mut current = self.html.tree.get(node);
        while let Some(here) = current {
            if let Some(position) = self.positions.get(here.id()) {
                return Some(position.start_tag);
            }
            current = here.parent();
        }
        None
    }
}
