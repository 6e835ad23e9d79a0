//! What missing style sheets may set, if it is known which elements they style.

use super::Styles;
use super::sheets::PageSheets;
use crate::a11y::Index;
use crate::model::Attributes;

/// What a missing sheet may set for an element.
#[derive(Clone, Copy, Debug, Default)]
pub struct Missed {
    /// A property of the element itself.
    own: bool,
    /// Text before or after its content.
    text: bool,
    /// A property of the element or an ancestor.
    around: bool,
}

/// What missing sheets may set; empty if none is missing, or their reach is unknown.
pub fn find_missed(index: &Index<'_>, sheets: &PageSheets) -> Vec<Missed> {
    if sheets.confined.is_empty() {
        return Vec::new();
    }
    let mut missed: Vec<Missed> = Vec::with_capacity(index.len());
    for (position, element) in index.elements().enumerate() {
        let class = element.attribute("class").unwrap_or_default();
        let own = !class.is_empty() && sheets.confined.iter().any(|reach| reach.styles(class));
        let around = index.parent(position).and_then(|at| missed.get(at));
        missed.push(Missed {
            own,
            text: own && sheets.confined.iter().any(|reach| reach.may_speak(class)),
            around: own || around.is_some_and(|around| around.around),
        });
    }
    missed
}

impl Styles {
    /// Whether everything that may set variables was read.
    pub fn is_complete(&self) -> bool {
        !self.external && self.missed.is_empty()
    }

    fn missed(&self, position: usize) -> Missed {
        self.missed.get(position).copied().unwrap_or_default()
    }

    /// Whether a missing sheet may set a property of an element itself.
    pub fn miss(&self, position: usize) -> bool {
        self.external || self.missed(position).own
    }

    /// Whether a missing sheet may set a property of an element or an ancestor.
    pub fn miss_around(&self, position: usize) -> bool {
        self.external || self.missed(position).around
    }

    /// Whether a missing sheet may generate text in an element with a class.
    pub fn miss_text(&self, position: usize) -> bool {
        self.external || self.missed(position).text
    }
}
