//! Placeholders for names to be filled in later. They are not values: taking `N.N.` for an owner would give tasks to no
//! one and hide that the owner is still missing.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholders {
    words: BTreeSet<String>,
}

fn placeholders() -> &'static Placeholders {
    static PLACEHOLDERS: OnceLock<Placeholders> = OnceLock::new();
    // Part of the program; a test loads it.
    PLACEHOLDERS
        .get_or_init(|| toml::from_str(include_str!("placeholders.toml")).unwrap_or_default())
}

/// Fields, by their names in all tables, that name a responsible party or a reference number.
const NAMING: [&str; 8] = [
    "business_owner",
    "technical_owner",
    "accessibility_contact",
    "contact",
    "approved_by",
    "role",
    "vendor",
    "vvt_ids",
];

/// Whether a field names a responsible party or a reference number, so that a placeholder in it carries no information.
pub(crate) fn names_somebody_or_something(field: &str) -> bool {
    NAMING.contains(&field)
}

/// Whether a text is only a placeholder: `N.N.`, `in Arbeit`, `?`, also in brackets or followed by dots.
pub(crate) fn is_placeholder(text: &str) -> bool {
    // No placeholder is longer; this saves copying long texts.
    if text.len() > 60 {
        return false;
    }
    let text: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    let text = text.to_lowercase();
    let plain = text.trim_matches([
        '(', ')', '[', ']', '<', '>', '„', '“', '"', '?', '!', '…', '-', '–',
    ]);
    let words = &placeholders().words;
    !text.chars().any(char::is_alphanumeric)
        || words.contains(plain)
        || words.contains(plain.trim_end_matches(['.', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_loads_and_is_written_as_it_is_compared() {
        let file: Placeholders =
            toml::from_str(include_str!("placeholders.toml")).expect("placeholders.toml");
        for word in &file.words {
            assert_eq!(*word, word.to_lowercase().replace(' ', ""), "{word}");
        }
    }

    #[test]
    fn placeholders_are_told_from_roles_and_signs_of_offices() {
        for text in [
            "N.N.",
            "N. N.",
            "NN",
            "in Arbeit",
            "In Arbeit …",
            "folgt",
            "offen",
            "?",
            "???",
            "-",
            "–",
            "(unbesetzt)",
            "wird noch benannt",
            "tbd",
            "k. A.",
            "n/a",
            "div.",
            "Diverse Hersteller",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "Verfahrensverantwortung Meldewesen",
            "KA",
            "NA",
            "KVR-II/3",
            "Offenlegung",
            "VVT-KVR-003",
            "0",
            "Stelle für offene Daten",
            "Folgekosten",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
