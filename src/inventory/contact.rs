//! Contact data of persons where roles belong (INV-021).

use std::sync::OnceLock;

use serde::Deserialize;

use crate::problem::fold;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contacts {
    private_mail: Vec<String>,
    first_names: Vec<String>,
    titles: Vec<String>,
}

fn contacts() -> &'static Contacts {
    static CONTACTS: OnceLock<Contacts> = OnceLock::new();
    // Part of the program; a test loads it.
    CONTACTS.get_or_init(|| toml::from_str(include_str!("contacts.toml")).unwrap_or_default())
}

/// The key of the sentence about what is personal in `text`; `None` for roles and functional mail boxes,
/// and wherever it cannot be told.
pub(super) fn personal(text: &str) -> Option<&'static str> {
    let mut words = text
        .split(|ch: char| ch.is_whitespace() || matches!(ch, '<' | '>' | ',' | ';' | '(' | ')'));
    if words.clone().any(is_personal_mail) {
        return Some("inv-021-mail");
    }
    if has_phone_number(text) {
        return Some("inv-021-phone");
    }
    let name = words.clone().count() > 1 && words.next().is_some_and(starts_a_name);
    name.then_some("inv-021-name")
}

/// Whether a text holds contact data of a person where a role belongs.
pub(crate) fn names_a_person(text: &str) -> bool {
    personal(text).is_some()
}

fn is_personal_mail(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else {
        return false;
    };
    let domain = domain.trim_end_matches('.').to_lowercase();
    let private = contacts().private_mail.contains(&domain);
    // `erika.muster@…` is a person's mail box; `kvr.termine@…` is not.
    let person = local
        .split_once(['.', '_'])
        .is_some_and(|(first, last)| is_first_name(first) && last.len() > 1);
    private || person
}

fn is_first_name(word: &str) -> bool {
    let folded = fold(word);
    contacts().first_names.binary_search(&folded).is_ok()
}

fn starts_a_name(word: &str) -> bool {
    contacts().titles.iter().any(|title| title == word)
        || (word.starts_with(char::is_uppercase) && is_first_name(word))
}

/// A run of digits and separators that begins like a German number (`0…`, `+49 …`) and has 8 to 15 digits.
fn has_phone_number(text: &str) -> bool {
    let in_number = |ch: char| {
        ch.is_ascii_digit() || matches!(ch, '+' | ' ' | '/' | '-' | '(' | ')' | '\u{a0}')
    };
    text.split(|ch: char| !in_number(ch)).any(|run| {
        let start = run.trim_start_matches([' ', '/', '-', '(', '\u{a0}']);
        let digits = start.bytes().filter(u8::is_ascii_digit).count();
        (start.starts_with('0') || start.starts_with("+49")) && (8..=15).contains(&digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_loads_and_can_be_searched() {
        let contacts: Contacts =
            toml::from_str(include_str!("contacts.toml")).expect("contacts.toml");
        assert!(contacts.first_names.is_sorted());
        assert!(contacts.first_names.iter().all(|name| *name == fold(name)));
        assert!(
            contacts
                .private_mail
                .iter()
                .all(|name| *name == name.to_lowercase())
        );
    }

    #[test]
    fn persons_are_told_from_roles() {
        for (text, key) in [
            ("hundesteuer77@gmx.de", "inv-021-mail"),
            ("Erika Muster <Erika.Muster@stadt.example>", "inv-021-mail"),
            ("thomas_b@stadt.example", ""),
            (
                "Verfahrensverantwortung, Tel. 0171 1234567",
                "inv-021-phone",
            ),
            ("+49 89 123-45678", "inv-021-phone"),
            ("Frau Muster", "inv-021-name"),
            ("Jürgen Muster", "inv-021-name"),
        ] {
            assert_eq!(personal(text).unwrap_or_default(), key, "{text}");
        }
        for text in [
            "termine.bue@stadt.example",
            "it.service@stadt.example",
            "Verfahrensverantwortung Kita-Anmeldung",
            "BUE-II/3",
            "Team Frank",
            "Vertrag 0815",
            "Frank",
        ] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}
