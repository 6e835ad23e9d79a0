//! The subject of names, tables and types: animals, their keepers, offices and searches.

use super::field::Subject;
use super::vocabulary::Vocabulary;
use crate::topic::{fold, spelling, tokens};

/// Minimum length of an animal at the start of a word; shorter ones start too many other words.
const SHORTEST_BEGINNING: usize = 5;

/// The subject that a text suggests. Words for the keeper of an animal turn it into that person.
pub(super) fn context(words: &Vocabulary, text: &str) -> Option<Subject> {
    let tokens = tokens(text);
    let found = tokens
        .iter()
        .filter(|token| !words.selects(token))
        .find_map(|token| words.context_of(token))
        .or_else(|| words.context_together(text, &tokens))?;
    let kept = found == Subject::Animal && tokens.iter().any(|token| words.is_owner(token));
    (!kept).then_some(found)
}

impl Vocabulary {
    /// The subject of a token: by itself, or as the first part of a compound (`animalname`), unless the rest names the
    /// person beside it (`hundehalter`).
    pub(super) fn context_of(&self, token: &str) -> Option<Subject> {
        if let Some(subject) = self.context_words.get(token) {
            return Some(*subject);
        }
        let mut animal = false;
        for (word, rest) in self.animal_compounds(token) {
            if self.beside_animals.contains(rest) {
                return None;
            }
            animal |= word.len() >= SHORTEST_BEGINNING;
        }
        animal.then_some(Subject::Animal)
    }

    /// Whether consecutive words of a name have a common subject (`ReferenceRangeGender`).
    pub(super) fn speaks_together(&self, name: &str) -> bool {
        self.context_together(name, &tokens(name)).is_some()
    }

    /// The common subject of consecutive words of a name (`referenceRange`). A comment may mention them beside a
    /// person's entry.
    fn context_together(&self, text: &str, tokens: &[String]) -> Option<Subject> {
        if text.contains(' ') {
            return None;
        }
        tokens.iter().enumerate().find_map(|(at, token)| {
            let known = self.context_compounds.get(token)?;
            let rest = &tokens[at + 1..];
            let found = known.iter().find(|(others, _)| rest.starts_with(others))?;
            Some(found.1)
        })
    }

    /// The subject of a field beside several fields with such names.
    pub(super) fn context_beside(&self, name: &str) -> Option<Subject> {
        self.context_beside.get(&tokens(name).concat()).copied()
    }

    /// The subject by the last word of a name (`Schwimmkurs`, `TeamDto`), unless it is a human being.
    pub(super) fn kind_of(&self, name: &str) -> Option<Subject> {
        /// Minimum length; shorter words end too many others.
        const SHORTEST: usize = 4;
        let tokens = tokens(name);
        // The gender of a team is named teamGender.
        let mut last = tokens.iter().rev().filter(|token| {
            !self.declaration.contains(*token) && !self.gender.strong.contains(*token)
        });
        let head = last.next()?;
        let before = last.next().map(|before| format!("{before}{head}"));
        let named = [Some(head), before.as_ref()];
        let whole = |name: &String| self.context_names.get(name).copied();
        if let Some(subject) = named.into_iter().flatten().find_map(whole) {
            return Some(subject);
        }
        let is = |(word, _): &&(String, Subject)| {
            head == word || (word.len() >= SHORTEST && head.ends_with(word.as_str()))
        };
        let found = self.context_heads.iter().find(is)?;
        Some(found.1)
    }

    /// Whether a control's name is that of the entry and of the group of its buttons: `gender_group`, `radioGroupSex`.
    pub(super) fn names_group_of_buttons(&self, name: &str) -> bool {
        const GROUPS: [&str; 4] = ["group", "groups", "gruppe", "gruppen"];
        let mut rest = tokens(name);
        let all = rest.len();
        rest.retain(|token| !GROUPS.contains(&token.as_str()));
        rest.len() < all
            && rest
                .iter()
                .any(|token| self.gender.strong.contains(token) || self.gender.weak.contains(token))
    }

    /// The splits of a token into an animal and a second part.
    fn animal_compounds<'t>(&self, token: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        // Called very often, with many words: looks up the few prefixes instead of all words.
        let borders = token.char_indices().map(|(at, _)| at);
        borders
            .skip_while(|at| *at + 1 < SHORTEST_BEGINNING)
            .map(|at| token.split_at(at))
            .filter(|(word, _)| self.context_words.get(*word) == Some(&Subject::Animal))
    }

    /// Whether a token names the keeper of an animal, as a word or as the second part of a compound.
    fn is_owner(&self, token: &str) -> bool {
        self.owners.contains(token)
            || self
                .animal_compounds(token)
                .any(|(_, rest)| self.owners.contains(rest))
    }

    /// Whether a name mentions the keeper of an animal.
    pub(super) fn names_owner(&self, name: &str) -> bool {
        tokens(name).iter().any(|token| self.is_owner(token))
    }

    /// Whether a name is specific to people, not to animals or offices, and not that of somebody else: the
    /// `halter_vorname` in the table of a dog is its keeper's.
    pub(super) fn is_persons_name(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let pairs = tokens.windows(2).map(<[String]>::concat);
        let named = pairs
            .chain(tokens.iter().cloned())
            .any(|word| self.person_names.contains(&word) || self.ends_in_persons_name(&word));
        let of_another = |token: &String| {
            self.is_owner(token) || self.context_of(token) == Some(Subject::Animal)
        };
        named && !tokens.iter().any(of_another)
    }

    /// Whether a name is that of a way in which somebody is reached or pays.
    pub(super) fn names_contact(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let pairs = tokens.windows(2).map(<[String]>::concat);
        let mut words = pairs.chain(tokens.iter().cloned());
        words.any(|word| self.contacts.contains(&word))
    }

    /// Whether a label addresses its reader and names the entry: `Ihr Geschlecht`.
    pub(super) fn addresses_the_reader(&self, label: &str) -> bool {
        let words = tokens(label);
        words.iter().any(|word| self.addressing.contains(word))
            && words.iter().any(|word| self.names_attribute(word))
    }

    /// Whether a word is a long name of a person behind a prefix, as in `PVORNAME`.
    fn ends_in_persons_name(&self, word: &str) -> bool {
        /// Minimum length; shorter words end others.
        const SHORTEST: usize = 7;
        let borders = word.char_indices().map(|(at, _)| at).skip(1);
        borders
            .take_while(|at| word.len() - at >= SHORTEST)
            .any(|at| self.person_names.contains(&word[at..]))
    }

    /// Whether a name is that of an office, a company or another legal person: its last word decides.
    pub(super) fn names_organisation(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let joined = tokens.concat();
        let words = &self.organisations;
        let together = |set: &Vec<String>| {
            let ends = tokens
                .windows(set.len().max(1))
                .any(|part| part == set.as_slice());
            ends || joined.ends_with(&set.concat())
        };
        if words.compounds.iter().any(together) {
            return true;
        }
        let head = tokens
            .iter()
            .rev()
            .find(|token| !self.declaration.contains(*token));
        head.is_some_and(|head| {
            words.words.contains(head) || words.heads.iter().any(|tail| head.ends_with(tail))
        })
    }

    /// Whether a token means that records are searched, shown or sorted by its companion.
    fn selects(&self, token: &str) -> bool {
        self.context_words.get(token) == Some(&Subject::Selector)
    }

    /// Whether a name is that of a search filter or a column selector. What a search returns is neither.
    pub(super) fn names_selector(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let is_answer = || {
            let last = tokens.last();
            last.is_some_and(|last| self.answers.contains(last))
        };
        tokens.iter().any(|token| self.selects(token)) && !is_answer()
    }

    /// Whether an option of a choice covers all entries at once.
    pub(super) fn means_all_entries(&self, name: &str) -> bool {
        self.context_values.get(&spelling(name)) == Some(&Subject::Selector)
    }

    /// Whether a text mentions records shown on a page.
    pub(super) fn names_listing(&self, text: &str) -> bool {
        tokens(text)
            .iter()
            .any(|token| self.listings.contains(token))
    }

    /// Whether a declared type locates controls of a user interface.
    pub(super) fn is_instrument(&self, declared: &str) -> bool {
        self.instruments.contains(&fold(declared))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let file = |name: &str| {
            let path = format!("{}/rules/vocabulary/{name}", env!("CARGO_MANIFEST_DIR"));
            (
                name.to_owned(),
                std::fs::read_to_string(path).expect("it is there"),
            )
        };
        let files = [file("identifiers.toml"), file("false-friends.toml")];
        Vocabulary::load(&files).expect("the files are right")
    }

    #[test]
    fn keepers_turn_animals_into_people() {
        let words = words();
        for name in ["hund", "Hundesteuer", "pets", "animal_profile", "tierart"] {
            assert_eq!(context(&words, name), Some(Subject::Animal), "{name}");
        }
        for name in [
            "hund_halter",
            "Hundehalter",
            "tierhalter",
            "pet_owners",
            "PferdeEigner",
            "dogKeeper",
        ] {
            assert_eq!(context(&words, name), None, "{name}");
            assert!(words.names_owner(name), "{name}");
        }
    }

    #[test]
    fn names_of_people_belong_to_whom_they_say() {
        let words = words();
        for name in [
            "vorname",
            "p_first_name",
            "LastName",
            "ansprechpartner_nachname",
        ] {
            assert!(words.is_persons_name(name), "{name}");
        }
        for name in [
            "halter_vorname",
            "ownerFirstName",
            "hund_rufname",
            "name",
            "firmenname",
        ] {
            assert!(!words.is_persons_name(name), "{name}");
        }
    }

    #[test]
    fn the_last_word_names_an_organisation() {
        let words = words();
        for name in [
            "Rechtsanwaltskanzlei",
            "tbl_firma",
            "CompanyDto",
            "Type.GDS.Organisation",
            "JuristischePerson",
        ] {
            assert!(words.names_organisation(name), "{name}");
        }
        for name in [
            "firma_mitarbeiter",
            "OrganisationMember",
            "Vereinsmitglied",
            "gesamt",
            "officer",
        ] {
            assert!(!words.names_organisation(name), "{name}");
        }
    }
}
