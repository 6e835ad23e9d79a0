//! Lists that several documents state together: which entries they hold in the end.

use super::classify::reclassify;
use super::field::ClassifiedValue;
use super::vocabulary::Vocabulary;

/// Kind of the signal of a list that another document changes, without saying which of the two holds.
pub const AMENDED: &str = "amended";

/// The entries of several lists.
pub struct United {
    /// Each once, in the order in which they are stated.
    pub values: Vec<ClassifiedValue>,
    /// Whether an entry is stated twice: then they may be alternatives.
    pub overlaps: bool,
}

/// Puts lists together and reads their values as one: what a letter stands for is often seen from those beside it.
pub fn unite<'v>(
    lists: impl IntoIterator<Item = &'v [ClassifiedValue]>,
    words: &Vocabulary,
) -> United {
    let mut values: Vec<ClassifiedValue> = Vec::new();
    let mut overlaps = false;
    for list in lists {
        let known = values.len();
        for value in list {
            match values.iter().position(|other| other.raw == value.raw) {
                Some(at) => overlaps |= at < known,
                None => values.push(value.clone()),
            }
        }
    }
    reclassify(words, &mut values);
    United { values, overlaps }
}
