//! Lists stated by several documents together: the entries they hold in the end.

use super::classify::reclassify;
use super::field::ClassifiedValue;
use super::vocabulary::Vocabulary;

/// Kind of the signal for a list that another document changes, when it is unclear which of the two applies.
pub const AMENDED: &str = "amended";

/// The united entries of several lists.
pub struct United {
    /// Each once, in the order of their statements.
    pub values: Vec<ClassifiedValue>,
    /// Whether an entry is stated twice: then the lists may be alternatives.
    pub overlaps: bool,
}

/// Unites lists and classifies their values together, because neighbours often decide the meaning of a letter.
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
