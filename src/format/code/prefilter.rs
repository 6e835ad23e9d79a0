//! A cheap look at the bytes that decides whether a file is parsed at all.

use std::sync::OnceLock;

use regex::Regex;

/// Whether the text holds one of the words without which no declaration can concern gender or salutation.
/// Wider than the vocabulary: it may say yes too often, never no where the vocabulary would say yes
/// (`tests/registry.rs` compares the two).
pub fn may_concern_gender(text: &str) -> bool {
    static WORDS: OnceLock<Option<Regex>> = OnceLock::new();
    WORDS
        .get_or_init(|| {
            Regex::new(
                "(?i)geschl|gender|gndr|sex|anrede|salutation|honorific|maennlich|m(?:ä|\\\\u00e4)nnlich|weiblich\
                 |is_?male|is_?female|deadname|vorname_?alt|formofaddress|form_of_address|namsor",
            )
            .ok()
        })
        .as_ref()
        .is_none_or(|words| words.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_inside_identifiers() {
        assert!(may_concern_gender("private String personGeschlecht;"));
        assert!(may_concern_gender("bool IsMale"));
        assert!(!may_concern_gender("private String strasse;"));
    }
}
