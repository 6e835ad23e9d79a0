//! Words that are keys or tokens by their very shape: `ghp_…`, `eyJ…`, rows of random letters and digits.

use super::secret::secret_words;

/// Minimum number of signs behind the prefix of a token.
const REST: usize = 12;

/// Minimum number of signs of a random word.
const RANDOM: usize = 10;

/// Maximum number of digits behind a word that is none: `Verwaltung2024`.
const YEAR: usize = 4;

/// Whether a word can be nothing but a token, wherever it stands: it begins as those of a known service do, or as a
/// signed token (RFC 7519), whose first letters encode `{"`.
pub(super) fn is_token(word: &str) -> bool {
    let prefixes = secret_words().tokens.iter();
    let mut rests = prefixes.filter_map(|prefix| word.strip_prefix(prefix.as_str()));
    rests.any(|rest| rest.len() >= REST && looks_random(rest))
        || word.strip_prefix("eyJ").is_some_and(|rest| {
            rest.len() >= REST && is_plain(rest) && rest.contains(char::is_uppercase)
        })
}

/// Whether a word mixes letters and digits as no name of a thing does: `7f3a91c2d4e5`; unlike `Verwaltung2024`,
/// `20-stellig`.
pub(super) fn looks_random(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', '…']);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let behind = word.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let is_word_with_year =
        word.len() - behind.len() <= YEAR && behind.chars().all(|ch| ch.is_alphabetic());
    let is_number_of =
        word.starts_with(|ch: char| ch.is_ascii_digit()) && word.contains('-') && changes(word) < 3;
    word.len() >= RANDOM
        && is_plain(word)
        && has_both(word)
        && digits > 1
        && !is_word_with_year
        && !is_number_of
}

/// The number of changes between letters and digits.
fn changes(word: &str) -> usize {
    let kinds: Vec<bool> = word
        .chars()
        .filter(|ch| ch.is_ascii_alphanumeric())
        .map(|ch| ch.is_ascii_digit())
        .collect();
    kinds.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

fn is_plain(word: &str) -> bool {
    word.chars()
        .all(|ch| ch.is_ascii_alphanumeric() || "_-.+/=~…".contains(ch))
}

fn has_both(word: &str) -> bool {
    word.contains(|ch: char| ch.is_ascii_digit()) && word.contains(|ch: char| ch.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_by_their_shape() {
        for word in [
            "sk_live_000051abcdef123456",
            "ghp_a1B2c3D4e5F6g7H8",
            "glpat-a1b2c3d4e5f6g7h8",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln",
        ] {
            assert!(is_token(word), "{word}");
        }
        for word in ["sk_2031", "ghp_vorlage", "eyJ", "Verwaltung2024", "npm"] {
            assert!(!is_token(word), "{word}");
        }
    }

    #[test]
    fn random_words_are_told_from_names() {
        for word in ["7f3a91c2d4e5", "a1b2-c3d4-e5f6", "abcdef123456"] {
            assert!(looks_random(word), "{word}");
        }
        for word in [
            "Verwaltung2024",
            "20-stellig-x",
            "OAuth2",
            "1234567890",
            "Fachverfahren",
        ] {
            assert!(!looks_random(word), "{word}");
        }
    }
}
