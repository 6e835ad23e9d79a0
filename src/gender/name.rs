//! What a name says: gender, salutation, a former entry; strongly or weakly.

use foldhash::HashSet;

use super::field::{ClassifiedValue, Concept};
use super::vocabulary::{NameWords, Vocabulary};
use crate::topic::{fold, spelling, tokens};

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameMatch {
    /// Nothing.
    No,
    /// Perhaps; a second signal is needed.
    Weak,
    /// Without doubt.
    Strong,
}

/// What a yes/no field of such a name holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YesNo {
    /// One of two entries: its name speaks of the entry, of whose it is, and of nothing else.
    Entry,
    /// Something about the entry: whether it is shown, asked for, confirmed.
    About,
    /// Either: its name also holds words that nobody knows.
    Unclear,
}

impl Vocabulary {
    /// What a yes/no field of this name holds.
    pub(super) fn yes_no(&self, name: &str) -> YesNo {
        let tokens = tokens(name);
        let is_switch = |token: &String| {
            let ends = |ending: &String| token.ends_with(ending.as_str());
            self.switches.tokens.contains(token)
                || self.switches.endings.iter().any(ends) && !self.person.contains(token)
        };
        if tokens.iter().any(is_switch) {
            return YesNo::About;
        }
        let is_known = |token: &String| {
            let among = |set: &Vec<String>| set.contains(token);
            self.names_attribute(token)
                || self.person.contains(token)
                || self.declaration.contains(token)
                || self.gender.compounds.iter().any(among)
                || self.spellings.contains_key(token.as_str())
        };
        // isGender says of something that it is the entry, isMale says which one it is.
        let asks_for_attribute = matches!(tokens.as_slice(), [first, rest @ ..]
            if matches!(first.as_str(), "is" | "ist")
                && !rest.is_empty()
                && rest.iter().all(|token| self.names_attribute(token)
                    && !self.spellings.contains_key(token.as_str())));
        if tokens.iter().all(is_known) && !asks_for_attribute {
            YesNo::Entry
        } else {
            YesNo::Unclear
        }
    }

    /// Whether all values say whether something is asked for, and none is an entry: `yes`, `optional`, `no`.
    pub(super) fn tell_whether_asked(&self, values: &[ClassifiedValue]) -> bool {
        let is = |words: &HashSet<String>, value: &ClassifiedValue| {
            words.contains(&spelling(&value.raw))
        };
        let asked = |value: &ClassifiedValue| is(&self.switches.asked, value);
        values.iter().any(asked)
            && values
                .iter()
                .all(|value| asked(value) || is(&self.switches.answers, value))
    }

    /// Whether a name is that of something known about a human being that no yes/no can hold.
    pub(super) fn names_fact(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.facts.contains(&tokens.concat())
            || tokens.iter().any(|token| self.facts.contains(token))
            || tokens
                .windows(2)
                .any(|pair| self.facts.contains(&pair.concat()))
    }

    /// Whether a name speaks about the gender entry.
    pub(super) fn names_gender(&self, name: &str) -> NameMatch {
        match_words(&self.gender, &tokens(name))
    }

    /// Whether a name says that something is counted or grouped by gender.
    pub(super) fn groups_by_gender(&self, name: &str) -> bool {
        let tokens = tokens(name);
        tokens.windows(2).any(|pair| {
            self.gender.groupings.contains(&pair[0]) && self.gender.strong.contains(&pair[1])
        })
    }

    /// Whether a name speaks about the form of address.
    pub(super) fn names_salutation(&self, name: &str) -> NameMatch {
        match_words(&self.salutation, &tokens(name))
    }

    /// Whether a name surely speaks about either of both, or is one word that says enough beside a person.
    pub(super) fn names_either(&self, name: &str) -> bool {
        let tokens = tokens(name);
        [&self.gender, &self.salutation]
            .into_iter()
            .any(|words| match_words(words, &tokens) == NameMatch::Strong)
            || matches!(tokens.as_slice(), [word] if self.is_readable_name(word))
    }

    /// Whether a token is a weak name and at the same time an entry (`maennlich`).
    pub(super) fn is_entry_name(&self, token: &str) -> bool {
        self.gender.weak.contains(token)
            && matches!(
                self.spellings.get(token),
                Some(Concept::Male | Concept::Female)
            )
    }

    /// Whether a token is a weak name that says enough beside a person.
    pub(super) fn is_readable_name(&self, token: &str) -> bool {
        self.gender.weak.contains(token)
            && !self.gender.abbreviations.contains(token)
            && !self.is_entry_name(token)
    }

    /// Whether a token names gender or the form of address, as a word or as a part of one.
    pub(super) fn names_attribute(&self, token: &str) -> bool {
        [&self.gender, &self.salutation].into_iter().any(|words| {
            words.strong.contains(token)
                || words.weak.contains(token)
                || words
                    .heads
                    .iter()
                    .any(|head| token.ends_with(head.as_str()))
                || words.stems.iter().any(|stem| token.contains(stem.as_str()))
        })
    }

    /// Whether a name speaks about a former entry or first name.
    pub(super) fn names_former(&self, name: &str) -> bool {
        let joined: String = fold(name)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        self.former.contains(&joined)
    }

    /// Whether the name of a list says that it holds what was used before (`LEGACY_GENDERS`).
    pub(super) fn names_former_list(&self, name: &str) -> bool {
        let tokens = tokens(name);
        tokens.iter().any(|token| self.former_lists.contains(token))
    }

    /// Whether a name speaks about sex in medicine or biology.
    pub(super) fn names_biology(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.biology.iter().any(|set| contains_all(&tokens, set))
    }

    /// Whether a name speaks about sex in biology where the entry stands beside it.
    pub(super) fn names_biology_beside(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.biology_beside
            .iter()
            .any(|set| contains_all(&tokens, set))
    }

    /// Whether a name is that of a table that says which gender a first name goes with.
    pub(super) fn names_first_names(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.first_names
            .iter()
            .any(|set| contains_all(&tokens, set))
    }

    /// Whether a name says that a program makes people up.
    pub(super) fn names_made_up(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.made_up.iter().any(|set| contains_all(&tokens, set))
    }

    /// Whether a name speaks of a number that a state gives to persons.
    pub(super) fn names_identity_number(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.identity_numbers.iter().any(|words| {
            let mut parts = tokens.windows(words.len().max(1));
            parts.any(|part| part == words.as_slice())
        })
    }

    /// Whether a module or package is one of those that make people up.
    pub(super) fn invents_people(&self, module: &str) -> bool {
        let mut parts = tokens(module).into_iter();
        parts.any(|part| self.inventing.contains(&part))
    }

    /// Whether a name is that of a figure which is worked out by an entry.
    pub(super) fn names_figure(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.figures.contains(token))
    }

    /// Whether a name is that of a figure which a record of a group holds (`anzahl_faelle`, `totalCount`).
    pub(super) fn names_measure(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let ends = [tokens.first(), tokens.last()];
        ends.into_iter()
            .flatten()
            .any(|token| self.measures.contains(token))
    }

    /// Whether a name says that codes are translated.
    pub(super) fn names_translation(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.translation.contains(token))
    }

    /// Whether a key is a language that programs are shown in, or a region of one: `de`, `pt_BR`, `en-us`.
    pub(super) fn is_language(&self, key: &str) -> bool {
        let mut parts = key.split(['_', '-']);
        let is_region = |part: &str| {
            matches!(part.len(), 2..=4) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        parts
            .next()
            .is_some_and(|first| self.languages.contains(&first.to_ascii_lowercase()))
            && parts.all(is_region)
    }

    /// Whether a name says that this is about a human being.
    pub(super) fn names_person(&self, name: &str) -> bool {
        let joined: String = fold(name)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        self.person.contains(&joined)
            || tokens(name).iter().any(|token| self.person.contains(token))
    }
}

fn contains_all(tokens: &[String], set: &[String]) -> bool {
    set.iter().all(|wanted| tokens.contains(wanted))
}

fn match_words(words: &NameWords, tokens: &[String]) -> NameMatch {
    if tokens.is_empty() || tokens.iter().any(|token| words.blocked.contains(token)) {
        return NameMatch::No;
    }
    let means_another =
        |token: &String| words.companions.contains(token) || words.wordings.contains(token);
    if tokens.iter().any(means_another) {
        return NameMatch::No;
    }
    let joined: String = tokens.concat();
    let head = |token: &String| {
        // The last part of a German compound says what it is: Schulleitergeschlecht is a Geschlecht.
        words
            .heads
            .iter()
            .any(|head| token.len() > head.len() + 2 && token.ends_with(head.as_str()))
    };
    if words.strong.contains(&joined)
        || tokens
            .iter()
            .any(|token| words.strong.contains(token) || head(token))
        || words.compounds.iter().any(|set| contains_all(tokens, set))
    {
        return NameMatch::Strong;
    }
    if tokens.iter().any(|token| words.weak.contains(token)) {
        return NameMatch::Weak;
    }
    NameMatch::No
}

/// Labels longer than this are sentences that mention things.
pub(super) fn short(text: &str) -> bool {
    text.split_whitespace().count() <= 6
}

/// The first word of a text.
pub(super) fn first_word(text: &str) -> &str {
    text.split(|ch: char| !ch.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
}

/// The last part of a qualified type name or URI.
pub(super) fn last_part(name: &str) -> &str {
    let name = name.split(['(', '<', '[']).next().unwrap_or(name);
    name.trim_end_matches(['/', '>', ')'])
        .rsplit(['/', ':', '#', '}'])
        .next()
        .unwrap_or(name)
}
