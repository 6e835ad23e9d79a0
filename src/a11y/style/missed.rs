//! What style sheets that are missing may set, where it is known which elements they style.

use super::Styles;
use super::sheets::PageSheets;
use crate::a11y::Index;
use crate::model::Attributes;

/// What a missing sheet may set for an element.
#[derive(Clone, Copy, Debug, Default)]
pub struct Missed {
    /// Something of the element itself.
    own: bool,
    /// Text before or after its content.
    text: bool,
    /// Something of it or of an element around it.
    around: bool,
}

/// What sheets that are missing may set; nothing where none is, or nobody knows what they style.
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
    /// Whether all that may set variables was read.
    pub fn is_complete(&self) -> bool {
        !self.external && self.missed.is_empty()
    }

    fn missed(&self, position: usize) -> Missed {
        self.missed.get(position).copied().unwrap_or_default()
    }

    /// Whether a sheet that is missing may set something of an element itself.
    pub fn miss(&self, position: usize) -> bool {
        self.external || self.missed(position).own
    }

    /// Whether a sheet that is missing may set something of an element or of one around it.
    pub fn miss_around(&self, position: usize) -> bool {
        self.external || self.missed(position).around
    }

    /// Whether a sheet that is missing may generate text in an element that has a class.
    pub fn miss_text(&self, position: usize) -> bool {
        self.external || self.missed(position).text
    }
}
