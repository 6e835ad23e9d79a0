//! A program of a page, and where its words stand.

use foldhash::HashMap;

use super::script_use::is_of_word;

/// A program. Its words are found at once: a generated one gives each of thousands of elements a name of its own, and all
/// of them are asked for.
pub(super) struct Program<'p> {
    pub(super) text: &'p str,
    /// The first places of each word.
    places: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Program<'p> {
    /// Names that occur more often are words of all kinds, which nobody follows.
    const MOST_PLACES: usize = 30;

    pub(super) fn new(text: &'p str) -> Self {
        let mut places: HashMap<&'p str, Vec<usize>> = HashMap::default();
        let mut end = 0;
        while let Some(lead) = text[end..].find(is_of_word) {
            let start = end + lead;
            let rest = &text[start..];
            let length = rest.find(|ch: char| !is_of_word(ch)).unwrap_or(rest.len());
            end = start + length;
            let known = places.entry(&text[start..end]).or_default();
            if known.len() < Self::MOST_PLACES {
                known.push(start);
            }
        }
        Self { text, places }
    }

    /// Where a word stands, and is no part of a longer one.
    pub(super) fn places(&self, word: &str) -> impl Iterator<Item = usize> {
        self.places.get(word).into_iter().flatten().copied()
    }

    /// Its words: what may be the id of an element.
    pub(super) fn words(&self) -> impl Iterator<Item = &'p str> {
        self.places.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn words_are_found_whole() {
        let program = Program::new("oar.show(); oars(); $('#oar'); oar_2 = oar-2");
        let found: Vec<usize> = program.places("oar").collect();
        assert_eq!(found, [0, 24]);
        assert_eq!(program.places("oar-2").count(), 1);
        assert_eq!(program.places("oa").count(), 0);
    }
}
