//! Style sheets → rules with selector, condition and declarations.

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
    /// Rules in order, those in conditional blocks included.
    pub rules: Vec<StyleRule>,
    /// The sheets that it imports, which come before its rules.
    pub imports: Vec<ImportRule>,
    /// Its cascade layers.
    pub layers: Layers,
    /// The custom properties that it registers.
    pub registered: Vec<RegisteredProperty>,
    /// Whether rules were left out because they are nested too deeply or too many.
    pub truncated: bool,
}

/// `@property` (CSS Properties and Values API Level 1, section 3).
#[derive(Debug)]
pub struct RegisteredProperty {
    /// The name of the custom property.
    pub name: String,
    /// Whether elements inherit it.
    pub inherits: bool,
    /// Its value where an element has none; `None` where the rule states none.
    pub initial: Option<String>,
}

/// `@import`.
#[derive(Debug)]
pub struct ImportRule {
    /// Address as written.
    pub address: String,
    /// When the sheet holds.
    pub media: Media,
    /// The layer that it is imported into.
    pub layer: Layer,
    /// How many of the layers of the importing sheet were named before.
    pub layers_before: usize,
}

/// One selector with its declarations.
#[derive(Debug)]
pub struct StyleRule {
    /// One selector, no list; that of a nested rule is resolved.
    pub selector: Selector,
    /// When it holds.
    pub media: Media,
    /// Text of the media queries around it, in lower case.
    pub queries: Arc<str>,
    /// The cascade layer it is in.
    pub layer: Layer,
    /// What it declares.
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

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Never on a screen.
    Never,
    /// On some screens.
    Sometimes,
    /// On every screen.
    Always,
}

/// The screen that pages are judged for where a judgement needs one: that of a desk, with the whole of it for the
/// page, without preferences of the person in front of it.
pub const SCREEN: (f64, f64) = (1280.0, 800.0);

/// The same screen where the page is enlarged to 200 %, as people do who see little (WCAG 2.2, success criterion 1.4.4).
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
