//! Turns words into needles: how a word may occur in a text, what it means on its own, and which other needles cover
//! it.

use super::TopicWords;
use super::token::tokens;

/// Minimum length of a value; shorter ones are abbreviations that occur in any text.
const SHORTEST_VALUE: usize = 3;

/// The attribute that a word names.
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
    /// Folded; a space matches any separator or none.
    pub word: String,
    /// Permitted positions.
    pub stands: Stands,
    /// Significance on its own.
    pub weight: Weight,
    /// The attribute it names; `None` for a value.
    pub attribute: Option<Attribute>,
    /// Whether it is a value that addresses a person.
    pub addresses: bool,
}

/// Permitted positions of a word in a text, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// Anywhere, even inside a word.
    Anywhere,
    /// At the end of a word.
    Ending,
    /// At the beginning of a word.
    Beginning,
    /// As a whole word.
    Whole,
}

/// Significance of a word on its own, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A file that contains it is read.
    Decides,
    /// A file that contains it and a word of the other side is read.
    Half(Side),
    /// A text that is read anyway may be about the topic.
    Hints,
    /// It names the attribute only together with another word.
    Weak,
}

/// The people that a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Men.
    Male,
    /// Women.
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

    /// A needle found anywhere in a text.
    pub fn anywhere(word: &str) -> Self {
        Self::new(word, Stands::Anywhere, Weight::Decides, None)
    }

    /// A value that is significant only beside one of the other side.
    #[cfg(test)]
    pub fn half(word: &str, side: Side) -> Self {
        Self::new(word, Stands::Whole, Weight::Half(side), None)
    }

    /// Whether every text with a match of `other` also has a match of this one, of at least equal significance.
    fn covers(&self, other: &Self) -> bool {
        let says_less = match (self.weight, other.weight) {
            (Weight::Half(own), Weight::Half(side)) => own != side,
            (own, weight) => own > weight,
        };
        let names_another = other.attribute.is_some() && self.attribute != other.attribute;
        if says_less || names_another {
            return false;
        }
        // If the parts may be written apart or together, one part alone must match.
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

/// All needles, except those covered by others.
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
            // Names of salutations are too general (title); their values identify them.
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
            // A compound consists of whole words: a needle for one of them finds it, too.
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

/// The possible orders of the words of a compound. Long compounds keep their order.
fn orders(set: &[String]) -> Vec<Vec<&str>> {
    match set {
        [first, second] => vec![vec![first, second], vec![second, first]],
        words => vec![words.iter().map(String::as_str).collect()],
    }
}

fn uncovered(mut all: Vec<Needle>) -> Vec<Needle> {
    // A needle is never covered by one that precedes it.
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
