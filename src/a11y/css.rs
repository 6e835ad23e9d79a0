//! Style sheets → rules with selector, condition and declarations.

mod layer;
mod media;
mod parser;
mod selector;

use std::rc::Rc;

pub use layer::{Layer, LayerOrder, LayerPrecedence, Layers};
pub use media::media_condition;
pub use parser::{parse_declarations, parse_sheet};
pub use selector::{Budget, Key, Matcher, Pseudo, Selector};

/// A style sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Rules in order, those in conditional blocks included.
    pub rules: Vec<StyleRule>,
    /// Whether it imports others, which are not here.
    pub imports: bool,
    /// Whether rules were left out because they are nested too deeply or too many.
    pub truncated: bool,
}

/// One selector with its declarations.
#[derive(Debug)]
pub struct StyleRule {
    /// One selector, no list; that of a nested rule is resolved.
    pub selector: Selector,
    /// When it holds.
    pub condition: Condition,
    /// Text of the media queries around it, in lower case.
    pub media: Rc<str>,
    /// The cascade layer it is in.
    pub layer: Layer,
    /// What it declares.
    pub declarations: Rc<[Declaration]>,
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

#[cfg(test)]
mod tests;
