//! Words → what is searched for: how a word may stand in a text, what it says alone, and what others cover it.

use super::TopicWords;
use super::token::tokens;

/// Shorter values are shortcuts: they stand in every text.
const SHORTEST_VALUE: usize = 3;

/// Which attribute a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// The gender entry.
    Gender,
    /// The form of address.
    Salutation,
}

/// A word that is searched for.
#[derive(Clone, Debug)]
pub struct Needle {
    /// Folded; spaces stand for any separator or none.
    pub word: String,
    /// How it may stand.
    pub stands: Stands,
    /// What it says by itself.
    pub weight: Weight,
    /// The attribute it names; `None`: a value.
    pub attribute: Option<Attribute>,
    /// Whether it is a value that addresses somebody.
    pub addresses: bool,
}

/// How a word may stand in a text, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// Wherever its letters stand.
    Anywhere,
    /// At the end of a word.
    Ending,
    /// At the beginning of a word.
    Beginning,
    /// As a whole word.
    Whole,
}

/// What a word says by itself, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A file that holds it is read.
    Decides,
    /// A file that holds it and one of the other side is.
    Half(Side),
    /// A text that is read anyway may be about it.
    Hints,
    /// It names the attribute where another word does so, too.
    Weak,
}

/// Whom a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A man.
    Male,
    /// A woman.
    Female,
}

impl Needle {
    fn new(word: &str, stands: Stands, weight: Weight, attribute: Option<Attribute>) -> Self {
        Self {
            word: word.to_owned(),
            stands,
            weight,
            attribute,
            addresses: false,
        }
    }

    /// Letters that are searched for wherever they stand.
    pub fn anywhere(word: &str) -> Self {
        Self::new(word, Stands::Anywhere, Weight::Decides, None)
    }

    /// A value that says something beside one of the other side.
    #[cfg(test)]
    pub fn half(word: &str, side: Side) -> Self {
        Self::new(word, Stands::Whole, Weight::Half(side), None)
    }

    /// Whether every text in which `other` is found holds this one as well, and this one says no less.
    fn covers(&self, other: &Self) -> bool {
        let says_less = match (self.weight, other.weight) {
            (Weight::Half(own), Weight::Half(side)) => own != side,
            (own, weight) => own > weight,
        };
        let names_another = other.attribute.is_some() && self.attribute != other.attribute;
        if says_less || names_another {
            return false;
        }
        // Of what may be written apart or together, one part must hold this one in either case.
        let mut parts = other.word.split(' ');
        match (self.stands, other.stands) {
            (Stands::Anywhere, _) => parts.any(|part| part.contains(&self.word)),
            (Stands::Ending, Stands::Ending | Stands::Whole) => parts
                .next_back()
                .is_some_and(|part| part.ends_with(&self.word)),
            (Stands::Beginning, Stands::Beginning | Stands::Whole) => parts
                .next()
                .is_some_and(|part| part.starts_with(&self.word)),
            (Stands::Whole, Stands::Whole) => self.word == other.word,
            _ => false,
        }
    }
}

/// All that is searched for, without what others cover.
pub fn needles(words: &TopicWords) -> Vec<Needle> {
    let mut found = Vec::new();
    for (attribute, names) in [
        (Attribute::Gender, &words.gender),
        (Attribute::Salutation, &words.salutation),
    ] {
        let mut add = |word: &str, stands, weight| {
            found.push(Needle::new(word, stands, weight, Some(attribute)));
        };
        for word in &names.stems {
            add(word, Stands::Anywhere, Weight::Decides);
        }
        for word in &names.beginnings {
            add(word, Stands::Beginning, Weight::Decides);
        }
        for word in &names.heads {
            add(word, Stands::Ending, Weight::Decides);
        }
        for word in &names.strong {
            add(word, Stands::Whole, Weight::Decides);
        }
        for word in &names.weak {
            // Salutations have names that everything has (title), and are known by their values.
            let decides = attribute == Attribute::Gender
                && !words.everywhere.contains(word)
                && !words.male.contains(word)
                && !words.female.contains(word);
            let weight = if decides {
                Weight::Decides
            } else {
                Weight::Weak
            };
            add(word, Stands::Whole, weight);
        }
    }
    let mut add = |word: &str, stands, weight| {
        let needle = Needle::new(word, stands, weight, None);
        found.push(Needle {
            addresses: words.addresses.contains(word),
            ..needle
        });
    };
    for word in &words.former {
        add(word, Stands::Whole, Weight::Decides);
    }
    for word in &words.stems {
        add(word, Stands::Anywhere, Weight::Decides);
    }
    for (side, values) in [(Side::Male, &words.male), (Side::Female, &words.female)] {
        for word in values {
            let long = word.chars().count() >= SHORTEST_VALUE || words.addresses.contains(word);
            if long && !tokens(word).is_empty() && !words.everywhere.contains(word) {
                add(word, Stands::Whole, Weight::Half(side));
            }
        }
    }
    for word in &words.agreeing {
        add(word, Stands::Whole, Weight::Hints);
    }
    let mut kept = uncovered(found);
    for (attribute, names) in [
        (Attribute::Gender, &words.gender),
        (Attribute::Salutation, &words.salutation),
    ] {
        let needle =
            |word: &str| Needle::new(word, Stands::Whole, Weight::Decides, Some(attribute));
        for set in &names.compounds {
            // A compound is made of whole words: where one of them is searched for, it is found.
            let is_covered = set.iter().any(|word| {
                let part = needle(word);
                kept.iter().any(|other| other.covers(&part))
            });
            if !is_covered {
                kept.extend(orders(set).iter().map(|order| needle(&order.join(" "))));
            }
        }
    }
    kept
}

/// The orders in which the words of a compound may follow one another. Longer ones are written as they are.
fn orders(set: &[String]) -> Vec<Vec<&str>> {
    match set {
        [first, second] => vec![vec![first, second], vec![second, first]],
        words => vec![words.iter().map(String::as_str).collect()],
    }
}

fn uncovered(mut all: Vec<Needle>) -> Vec<Needle> {
    // Nothing covers what comes before it.
    let rank = |needle: &Needle| (needle.weight, needle.stands, needle.word.len());
    all.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.word.cmp(&b.word)));
    let mut kept: Vec<Needle> = Vec::new();
    for needle in all {
        if !kept.iter().any(|other| other.covers(&needle)) {
            kept.push(needle);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::AttributeWords;
    use super::*;

    fn searched_for(gender: AttributeWords) -> Vec<String> {
        let words = TopicWords {
            gender,
            ..TopicWords::default()
        };
        needles(&words)
            .into_iter()
            .map(|needle| needle.word)
            .collect()
    }

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_another_word_covers_is_not_searched_for() {
        let found = searched_for(AttributeWords {
            stems: list(&["zorvik"]),
            beginnings: list(&["zo"]),
            heads: list(&["vik"]),
            strong: list(&["zorvikcode", "old zorvik", "zoan", "vika", "avik"]),
            ..AttributeWords::default()
        });
        assert_eq!(found, ["zorvik", "vik", "zo", "vika"]);
    }

    #[test]
    fn compounds_are_found_by_their_words_or_as_a_whole() {
        let found = searched_for(AttributeWords {
            weak: list(&["zor"]),
            compounds: vec![list(&["zor", "kz"]), list(&["is", "vik"]), list(&["zorv"])],
            ..AttributeWords::default()
        });
        assert_eq!(found, ["zor", "is vik", "vik is", "zorv"]);
    }
}
