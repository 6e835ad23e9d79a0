//! The meaning of names: gender, salutation, a former entry; strong or weak.

use foldhash::HashSet;

use super::field::{ClassifiedValue, Concept};
use super::vocabulary::{NameWords, Vocabulary};
use crate::topic::{fold, spelling, tokens};

/// The meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameMatch {
    /// Not a match.
    No,
    /// Possible; needs a second signal.
    Weak,
    /// Certain.
    Strong,
}

/// The content of a yes/no field with such a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YesNo {
    /// One of two entries: its name is only about the entry and its owner.
    Entry,
    /// Something about the entry: whether it is shown, asked for, confirmed.
    About,
    /// Either: its name also has unknown words.
    Unclear,
}

impl Vocabulary {
    /// The content of a yes/no field with this name.
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
        // isGender asks whether something is the entry, isMale which entry it is.
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

    /// Whether all values state whether something is asked for, and none is an entry: `yes`, `optional`, `no`.
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

    /// Whether a name is that of a fact about a human being that a yes/no cannot hold.
    pub(super) fn names_fact(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.facts.contains(&tokens.concat())
            || tokens.iter().any(|token| self.facts.contains(token))
            || tokens
                .windows(2)
                .any(|pair| self.facts.contains(&pair.concat()))
    }

    /// Whether a name is about the gender entry.
    pub(super) fn names_gender(&self, name: &str) -> NameMatch {
        match_words(&self.gender, &tokens(name))
    }

    /// Whether a name states that something is counted or grouped by gender.
    pub(super) fn groups_by_gender(&self, name: &str) -> bool {
        let tokens = tokens(name);
        tokens.windows(2).any(|pair| {
            self.gender.groupings.contains(&pair[0]) && self.gender.strong.contains(&pair[1])
        })
    }

    /// Whether a name is about the form of address.
    pub(super) fn names_salutation(&self, name: &str) -> NameMatch {
        match_words(&self.salutation, &tokens(name))
    }

    /// Whether a name is certainly about one of the two, or is a single word that suffices beside a person.
    pub(super) fn names_either(&self, name: &str) -> bool {
        let tokens = tokens(name);
        [&self.gender, &self.salutation]
            .into_iter()
            .any(|words| match_words(words, &tokens) == NameMatch::Strong)
            || matches!(tokens.as_slice(), [word] if self.is_readable_name(word))
    }

    /// Whether a token is a weak name and also an entry (`maennlich`).
    pub(super) fn is_entry_name(&self, token: &str) -> bool {
        self.gender.weak.contains(token)
            && matches!(
                self.spellings.get(token),
                Some(Concept::Male | Concept::Female)
            )
    }

    /// Whether a token is a weak name that suffices beside a person.
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

    /// Whether a name is about a former entry or first name.
    pub(super) fn names_former(&self, name: &str) -> bool {
        let joined: String = fold(name)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        self.former.contains(&joined)
    }

    /// Whether the name of a list states that it holds former values (`LEGACY_GENDERS`).
    pub(super) fn names_former_list(&self, name: &str) -> bool {
        let tokens = tokens(name);
        tokens.iter().any(|token| self.former_lists.contains(token))
    }

    /// Whether a name is about sex in medicine or biology.
    pub(super) fn names_biology(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.biology.iter().any(|set| contains_all(&tokens, set))
    }

    /// Whether a name is about biological sex if the entry is beside it.
    pub(super) fn names_biology_beside(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.biology_beside
            .iter()
            .any(|set| contains_all(&tokens, set))
    }

    /// Whether a name is that of a table with the gender of first names.
    pub(super) fn names_first_names(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.first_names
            .iter()
            .any(|set| contains_all(&tokens, set))
    }

    /// Whether a type tells lists of first names apart (`NameGender`).
    pub(super) fn names_list_of_names(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.lists_of_names.contains(&tokens) || self.names_first_names(name)
    }

    /// Whether a name states that a program makes people up.
    pub(super) fn names_made_up(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.made_up.iter().any(|set| contains_all(&tokens, set))
    }

    /// Whether a name is about a personal number issued by a state.
    pub(super) fn names_identity_number(&self, name: &str) -> bool {
        let tokens = tokens(name);
        self.identity_numbers.iter().any(|words| {
            let mut parts = tokens.windows(words.len().max(1));
            parts.any(|part| part == words.as_slice())
        })
    }

    /// Whether a module or package makes people up.
    pub(super) fn invents_people(&self, module: &str) -> bool {
        let mut parts = tokens(module).into_iter();
        parts.any(|part| self.inventing.contains(&part))
    }

    /// Whether a name is that of a figure computed from an entry.
    pub(super) fn names_figure(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.figures.contains(token))
    }

    /// Whether a name is that of a figure in a record of a group (`anzahl_faelle`, `totalCount`).
    pub(super) fn names_measure(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let ends = [tokens.first(), tokens.last()];
        ends.into_iter()
            .flatten()
            .any(|token| self.measures.contains(token))
    }

    /// Whether a name states that codes are translated.
    pub(super) fn names_translation(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.translation.contains(token))
    }

    /// Whether a name is that of texts that are shown for something: `SEX_NAMES`, `genderLabels`.
    pub(super) fn names_shown_texts(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.shown_texts.contains(token))
    }

    /// Whether a name is that of a role which only men or only women are said to have.
    pub(super) fn names_role(&self, name: &str) -> bool {
        tokens(name).iter().any(|token| self.roles.contains(token))
    }

    /// Whether all words of a type are about figures: `tuple[int, int]`, `double[]`, `Range`.
    pub(super) fn is_type_of_figures(&self, declared: &str) -> bool {
        let words = tokens(declared);
        !words.is_empty() && words.iter().all(|word| self.figure_types.contains(word))
    }

    /// Whether a key is a user interface language or a region of one: `de`, `pt_BR`, `en-us`.
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

    /// Whether a name states that this is about a human being.
    pub(super) fn names_person(&self, name: &str) -> bool {
        let joined: String = fold(name)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        self.person.contains(&joined)
            || tokens(name).iter().any(|token| {
                let by_trade = |head: &String| token.ends_with(head.as_str());
                self.person.contains(token) || self.person_heads.iter().any(by_trade)
            })
    }

    /// Whether a name is that of a request whose content is kept.
    pub(super) fn names_storing(&self, name: &str) -> bool {
        tokens(name)
            .iter()
            .any(|token| self.storing.contains(token))
    }

    /// Whether a name is that of a function that keeps what it is given: `createPerson`, `setGender`, a constructor.
    pub(super) fn names_keeping(&self, name: &str) -> bool {
        let first = tokens(name).into_iter().next();
        first.is_some_and(|first| self.storing_begin.contains(&first)) || self.names_storing(name)
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
        // The last part of a German compound decides: Schulleitergeschlecht is a Geschlecht.
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
    let means_more = |token: &String| words.weak_unless.contains(token);
    if tokens.iter().any(|token| words.weak.contains(token)) && !tokens.iter().any(means_more) {
        return NameMatch::Weak;
    }
    NameMatch::No
}

/// Whether a label is short; longer ones are sentences that mention things.
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
