//! One page, from static HTML or from a browser: the same tree, with side tables by node.

use ego_tree::NodeId;
use scraper::Html;
use serde::{Deserialize, Serialize};

use super::{LinkedSheets, SourceText, Span, Unknowns};

/// What a capture provides and a check may need. A set of flags.
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

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `needed` is here.
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

/// Start tags by node. Pages have very many, so they are kept in order and not hashed.
#[derive(Clone, Debug, Default)]
pub struct StartTags(Vec<(NodeId, ElementPosition)>);

impl StartTags {
    /// Adds that of a node, which was made after all others that are here.
    pub fn push(&mut self, node: NodeId, position: ElementPosition) {
        debug_assert!(self.0.last().is_none_or(|(last, _)| *last < node));
        self.0.push((node, position));
    }

    /// That of a node.
    pub fn get(&self, node: NodeId) -> Option<ElementPosition> {
        let found = self.0.binary_search_by_key(&node, |(node, _)| *node);
        found.ok().map(|at| self.0[at].1)
    }

    /// Whether a node was written.
    pub fn contain(&self, node: NodeId) -> bool {
        self.get(node).is_some()
    }

    /// All, in the order in which their nodes were made.
    pub fn iter(&self) -> impl Iterator<Item = ElementPosition> {
        self.0.iter().map(|(_, position)| *position)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What kind of page a document is. Only [`PageKind::Whole`] is what people open by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// What people open and operate.
    #[default]
    Whole,
    /// A part that other pages include.
    Part,
    /// A template or a component, of which a program makes pages.
    Template,
    /// A mail, or what is printed.
    Letter,
    /// A drawing that is shown inside of pages.
    Drawing,
    /// A description of program source.
    Documentation,
    /// What a server shows in place of a page.
    Notice,
    /// A text file that is never shown as a page.
    PlainText,
}

/// The kind of a page, and what says so.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageNature {
    /// Its kind.
    pub kind: PageKind,
    /// The mark or name by which it was told; empty for what people open.
    pub because: String,
}

/// A page. Not `Send`: it is parsed, judged and dropped inside one task.
#[derive(Debug)]
pub struct PageModel {
    /// Path or URL of the document, as reports name it.
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
    /// The style sheets that it links to.
    pub sheets: LinkedSheets,
    /// What a template leaves open; nothing in a page.
    pub unknowns: Unknowns,
    /// Whether it stands inside of another page of the same text, as a document in a frame or a tree of its own.
    pub embedded: bool,
}

impl PageModel {
    /// Whether it has an outermost element of its own, and is not a part that another page includes.
    pub fn is_whole(html: &Html, positions: &StartTags) -> bool {
        let root = html.root_element();
        let written = positions.contain(root.id());
        let doctype = html.tree.root().children().any(|node| {
            // Drawings have a doctype of their own.
            node.value()
                .as_doctype()
                .is_some_and(|doctype| doctype.name().eq_ignore_ascii_case("html"))
        });
        root.value().name() == "html" && (written || doctype)
    }

    /// The start tag of a node or of its nearest ancestor that was written.
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
