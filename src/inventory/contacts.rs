//! The words that tell persons from roles, offices and things (`contacts.toml`).

use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contacts {
    pub private_mail: Vec<String>,
    pub first_names: Vec<String>,
    pub ambiguous_first_names: Vec<String>,
    pub family_names: Vec<String>,
    pub titles: Vec<String>,
    pub offices: Vec<String>,
    pub salutations: Vec<String>,
    pub before: Vec<String>,
    pub particles: Vec<String>,
    pub organisation: Vec<String>,
    pub organisation_ends: Vec<String>,
    pub named_after_ends: Vec<String>,
    pub examples: Vec<String>,
    pub sample_names: Vec<String>,
    pub said_by: Vec<String>,
    pub person_verbs: Vec<String>,
    pub phone_words: Vec<String>,
    pub extension_words: Vec<String>,
    pub weak_particles: Vec<String>,
    pub nobility: Vec<String>,
    pub persons: Vec<String>,
    pub deputies: Vec<String>,
    pub leads: Vec<String>,
    pub roles: Vec<String>,
    pub pronouns: Vec<String>,
    pub births: Vec<String>,
    pub born: Vec<String>,
    pub birth_fillers: Vec<String>,
    pub sexes: Vec<String>,
    pub years: Vec<String>,
    pub ill: Vec<String>,
    pub absences: Vec<String>,
    pub absent_in: Vec<String>,
    pub copulas: Vec<String>,
    pub determiners: Vec<String>,
}

pub(super) fn contacts() -> &'static Contacts {
    static CONTACTS: OnceLock<Contacts> = OnceLock::new();
    // Part of the program; a test loads it.
    CONTACTS.get_or_init(|| toml::from_str(include_str!("contacts.toml")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::fold;

    #[test]
    fn the_list_loads_and_can_be_searched() {
        let contacts: Contacts =
            toml::from_str(include_str!("contacts.toml")).expect("contacts.toml");
        assert!(contacts.first_names.is_sorted());
        assert!(contacts.family_names.is_sorted());
        assert!(contacts.organisation.is_sorted());
        for words in [
            &contacts.family_names,
            &contacts.ambiguous_first_names,
            &contacts.sample_names,
            &contacts.organisation,
            &contacts.organisation_ends,
            &contacts.named_after_ends,
            &contacts.before,
            &contacts.nobility,
            &contacts.persons,
            &contacts.deputies,
            &contacts.leads,
            &contacts.roles,
            &contacts.births,
            &contacts.ill,
            &contacts.absences,
            &contacts.copulas,
            &contacts.determiners,
        ] {
            assert!(words.iter().all(|word| *word == fold(word)));
        }
        assert!(contacts.first_names.iter().all(|name| *name == fold(name)));
        assert!(
            contacts
                .private_mail
                .iter()
                .all(|name| *name == name.to_lowercase())
        );
    }
}
