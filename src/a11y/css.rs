//! Parses style sheets into rules with selector, condition and declarations.

mod layer;
mod media;
mod parser;
mod selector;

use std::sync::Arc;

pub use layer::{Layer, LayerOrder, LayerPrecedence, Layers};
pub use media::{Media, media_of};
pub use parser::{parse_declarations, parse_sheet};
pub use selector::{Budget, DemandedAncestors, Key, Matcher, NameBit, NameSet, Pseudo, Selector};

use super::Truth;

/// A style sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Rules in order, including those in conditional blocks.
    pub rules: Vec<StyleRule>,
    /// Imported sheets, which come before its rules.
    pub imports: Vec<ImportRule>,
    /// Its cascade layers.
    pub layers: Layers,
    /// The custom properties it registers.
    pub registered: Vec<RegisteredProperty>,
    /// Whether rules were dropped because of their depth or number.
    pub truncated: bool,
}

/// `@property` (CSS Properties and Values API Level 1, section 3).
#[derive(Debug)]
pub struct RegisteredProperty {
    /// The name of the custom property.
    pub name: String,
    /// Whether it is inherited.
    pub inherits: bool,
    /// Initial value; `None` if the rule does not state one.
    pub initial: Option<String>,
}

/// `@import`.
#[derive(Debug)]
pub struct ImportRule {
    /// Address as written.
    pub address: String,
    /// When the sheet applies.
    pub media: Media,
    /// The layer it is imported into.
    pub layer: Layer,
    /// Number of layers of the importing sheet named before it.
    pub layers_before: usize,
}

/// One selector with its declarations.
#[derive(Debug)]
pub struct StyleRule {
    /// A single selector; that of a nested rule is resolved.
    pub selector: Selector,
    /// When it applies.
    pub media: Media,
    /// Text of the enclosing media queries, in lower case.
    pub queries: Arc<str>,
    /// Its cascade layer.
    pub layer: Layer,
    /// Its declarations.
    pub declarations: Arc<[Declaration]>,
}

/// `property: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Property in lower case.
    pub property: String,
    /// Value without `!important`, trimmed.
    pub value: String,
    /// `!important`.
    pub important: bool,
}

/// When a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Never on a screen.
    Never,
    /// On some screens.
    Sometimes,
    /// On every screen.
    Always,
}

/// The screen that pages are judged on where necessary: a desktop screen with a maximised window and no user
/// preferences.
pub const SCREEN: (f64, f64) = (1280.0, 800.0);

/// The same screen with the page zoomed to 200 %, for people with low vision (WCAG 2.2, success criterion 1.4.4).
pub const ENLARGED: (f64, f64) = (SCREEN.0 / 2.0, SCREEN.1 / 2.0);

impl From<Condition> for Truth {
    fn from(condition: Condition) -> Self {
        match condition {
            Condition::Never => Self::No,
            Condition::Sometimes => Self::Unknown,
            Condition::Always => Self::Yes,
        }
    }
}

#[cfg(test)]
mod tests;
