//! Markup of components (Vue, Svelte, Angular, JSX): a tree of tags, whatever the language writes around them.
//!
//! [`scan`] reads it from text, [`jsx`] from program source; [`controls`] makes schema elements of it. Such markup
//! is a program that will write a page, not a page: nothing here is judged for accessibility.

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

/// Tags in the order in which they open.
#[derive(Default)]
pub struct Markup {
    /// The tags.
    pub tags: Vec<Tag>,
    /// The text between them, expressions included.
    pub texts: Vec<Text>,
    /// Tags between whose children a program puts others (`{children}`, `{@render more()}`), and where.
    pub filled: Vec<(usize, Span)>,
    /// Labels by the id they are for, once somebody asked.
    by_target: OnceCell<HashMap<String, usize>>,
}

/// A tag with what it holds.
pub struct Tag {
    /// Name as written (`v-select`, `Form.Select`).
    pub name: String,
    /// The start tag.
    pub start: Span,
    /// The enclosing tag.
    pub parent: Option<usize>,
    /// The first tag behind it that does not stand in it.
    pub past: usize,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// The expression whose items it is repeated for.
    pub each: Option<Span>,
}

/// A piece of text.
pub struct Text {
    /// The enclosing tag.
    pub inside: Option<usize>,
    /// How many tags have opened before it.
    pub after: usize,
    /// Where.
    pub span: Span,
}

/// An attribute, free of the way its language binds expressions.
pub struct Attribute {
    /// Name in lower case (`:items` and `[items]` are `items`; whatever binds the value both ways is `model`).
    pub name: String,
    /// The name's place.
    pub at: Span,
    /// The value.
    pub given: Given,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// None: the name says it all.
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

    /// The tags around a tag, the nearest first.
    pub fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(index), |index| self.parent(*index)).take(MARKUP_STEPS)
    }

    fn parent(&self, index: usize) -> Option<usize> {
        self.tags.get(index)?.parent
    }

    /// The tags in a tag.
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
