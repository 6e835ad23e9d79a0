//! What everything is about: the words of gender, salutation and former entries, for readers and sources that must
//! know them before anything is classified.

mod prefilter;

use std::sync::Arc;

use self::prefilter::Prefilter;

/// The words of the loaded vocabulary, made ready for searching texts. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    prefilter: Arc<Prefilter>,
}

impl Topic {
    /// Whether a text holds a word without which no declaration can concern gender or salutation.
    pub fn may_occur_in(&self, text: &str) -> bool {
        self.prefilter.is_match(text)
    }
}
