//! Markup of components (Vue, Svelte, Angular, JSX): a tree of tags, independent of the surrounding language.
//!
//! [`scan`] reads it from text and [`jsx`] from program source; [`controls`] turns it into schema elements. Such markup
//! is a program that generates a page, not a page: it is not checked for accessibility here.

mod controls;
mod echoed;
mod expression;
mod jsx;
mod kind;
mod options;
mod scan;
mod wording;
mod written;

pub use controls::read_markup_controls;
pub use echoed::Echoed;
pub use expression::parse;
pub use jsx::Jsx;
pub use scan::scan;
pub use written::{may_write_markup, written};

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::format::limits::MARKUP_STEPS;
use crate::model::Span;

/// Tags in the order of their start tags.
#[derive(Default)]
pub struct Markup {
    /// The tags.
    pub tags: Vec<Tag>,
    /// The text between them, expressions included.
    pub texts: Vec<Text>,
    /// Tags with content inserted by a program (`{children}`, `{@render more()}`), and its position.
    pub filled: Vec<(usize, Span)>,
    /// Labels by the id of their control; computed on first use.
    by_target: OnceCell<HashMap<String, usize>>,
}

/// A tag and its attributes.
pub struct Tag {
    /// Name as written (`v-select`, `Form.Select`).
    pub name: String,
    /// The start tag.
    pub start: Span,
    /// The enclosing tag.
    pub parent: Option<usize>,
    /// Index of the first later tag outside of it.
    pub past: usize,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// The expression whose items the tag is repeated for.
    pub each: Option<Span>,
}

/// A piece of text.
pub struct Text {
    /// The enclosing tag.
    pub inside: Option<usize>,
    /// Number of tags opened before it.
    pub after: usize,
    /// Its position.
    pub span: Span,
}

/// An attribute, independent of the binding syntax of its language.
pub struct Attribute {
    /// Name in lower case (`:items` and `[items]` are `items`; two-way bindings are `model`).
    pub name: String,
    /// Position of the name.
    pub at: Span,
    /// The value.
    pub given: Given,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// No value: the attribute consists of its name.
    Nothing,
    /// Text.
    Literal(Span),
    /// A program.
    Expression(Span),
}

impl Markup {
    /// Opens a tag and returns its index.
    pub fn open(&mut self, tag: Tag) -> usize {
        self.tags.push(tag);
        self.tags.len() - 1
    }

    /// Closes a tag: tags opened from now on are not inside it.
    pub fn close(&mut self, index: usize) {
        let past = self.tags.len();
        if let Some(tag) = self.tags.get_mut(index) {
            tag.past = past;
        }
    }

    /// The ancestors of a tag, the nearest first.
    pub fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(index), |index| self.parent(*index)).take(MARKUP_STEPS)
    }

    fn parent(&self, index: usize) -> Option<usize> {
        self.tags.get(index)?.parent
    }

    /// Indices of the tags inside a tag.
    pub fn inside(&self, index: usize) -> std::ops::Range<usize> {
        let past = self.tags.get(index).map_or(0, |tag| tag.past);
        let past = past.min(self.tags.len());
        (index + 1).min(past)..past
    }
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<Given> {
        self.attribute(name).map(|attribute| attribute.given)
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }
}
