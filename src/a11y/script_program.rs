//! A program of a page and the positions of its words.

use foldhash::HashMap;

use super::script_use::is_of_word;

/// A program with an index of its words: a generated one gives thousands of elements names of their own, and each of
/// them is looked up.
pub(super) struct Program<'p> {
    pub(super) text: &'p str,
    /// The first positions of each word.
    places: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Program<'p> {
    /// Maximum number of occurrences; more frequent names are ordinary words and are not followed.
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

    /// The positions of a word on its own, not as part of a longer one.
    pub(super) fn places(&self, word: &str) -> impl Iterator<Item = usize> {
        self.places.get(word).into_iter().flatten().copied()
    }

    /// Its words, each of which may be the id of an element.
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
