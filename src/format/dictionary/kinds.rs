//! Types, lengths and obligations as people write them in tables.

use crate::model::{Domain, Known, Why};

/// The domain a word stands for. A function, because domains with values cannot be constants.
type Makes = fn() -> Domain;

/// Words that types start with.
#[rustfmt::skip]
const TYPES: &[(Makes, &[&str])] = &[
    (|| Domain::Text, &[
        "text", "string", "str", "char", "character", "varchar", "varchar2", "nvarchar", "nvarchar2", "nchar", "clob",
        "zeichen", "zeichenkette", "alphanumerisch", "alphanum", "alpha", "an", "freitext", "textfeld", "memo",
        "uuid", "guid",
    ]),
    (|| Domain::Number, &[
        "zahl", "ganzzahl", "dezimalzahl", "dezimal", "numerisch", "nummer", "betrag", "number", "numeric", "num",
        "integer", "int", "bigint", "smallint", "tinyint", "long", "short", "byte", "decimal", "double", "float",
        "real", "währung", "currency", "money", "serial",
    ]),
    (|| Domain::Temporal, &[
        "datum", "date", "datetime", "datumzeit", "timestamp", "zeit", "zeitpunkt", "zeitstempel", "uhrzeit", "time",
    ]),
    (|| Domain::Boolean, &[
        "boolean", "bool", "boolesch", "wahrheitswert", "logisch", "logical", "ja/nein", "j/n", "janein", "bit",
        "checkbox", "ankreuzfeld",
    ]),
    (|| Domain::Structure, &["blob", "binär", "binary", "bytea", "objekt", "object", "liste", "list", "array", "json"]),
];

/// Types with values that are not stated.
const CHOICES: [&str; 12] = [
    "auswahl",
    "auswahlfeld",
    "auswahlliste",
    "code",
    "codeliste",
    "schlüssel",
    "enum",
    "enumeration",
    "select",
    "dropdown",
    "lookup",
    "radio",
];

/// Whether a text is a type name, or, with `letters`, a single letter (`C`, `N`).
pub(super) fn is_type(text: &str, letters: bool) -> bool {
    let word = first_word(text);
    if word.chars().count() == 1 {
        return letters && word.chars().all(char::is_alphabetic);
    }
    // Types consist of one or two words; the second is a length or sign.
    text.split_whitespace().count() <= 3
        && (known(&word).is_some() || CHOICES.contains(&word.as_str()))
}

/// Whether a type is an XLSForm question that names its list: `select_one gender`.
pub(super) fn names_list(text: &str) -> bool {
    let mut words = text.split_whitespace();
    matches!(words.next(), Some("select_one" | "select_multiple")) && words.next().is_some()
}

/// The values a type allows.
pub(super) fn domain(text: &str) -> Known<Domain> {
    let word = first_word(text);
    if let Some(domain) = known(&word) {
        return Known::Yes(domain());
    }
    match word.as_str() {
        "" => Known::No(Why::NotStated),
        "c" | "s" | "x" | "a" => Known::Yes(Domain::Text),
        "n" | "i" => Known::Yes(Domain::Number),
        "d" => Known::Yes(Domain::Temporal),
        word if word.chars().count() == 1 || CHOICES.contains(&word) => Known::No(Why::NotStated),
        // A custom type in one word, perhaps declared in another document.
        _ if !text.trim().contains(char::is_whitespace) => Known::named(text.trim().to_owned()),
        _ => Known::No(Why::NotUnderstood),
    }
}

fn known(word: &str) -> Option<Makes> {
    let (domain, _) = TYPES.iter().find(|(_, words)| words.contains(&word))?;
    Some(*domain)
}

/// The first word of `VARCHAR(20)`, `Text 20`, `Zeichen, 20-stellig`.
fn first_word(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let end = text
        .find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '/' | '_' | '.')))
        .unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    // `AN20`, `VARCHAR20`: letters followed by digits.
    let letters = word.trim_end_matches(|ch: char| ch.is_ascii_digit());
    match known(word) {
        None if !letters.is_empty() => letters.to_owned(),
        _ => word.to_owned(),
    }
}

/// The first whole number of a text; after a type name, the one in parentheses (`VARCHAR2(60)`).
pub(super) fn number(text: &str) -> Option<u32> {
    let sized = text.split_once('(').filter(|(name, behind)| {
        name.starts_with(char::is_alphabetic)
            && behind
                .trim_start()
                .starts_with(|ch: char| ch.is_ascii_digit())
    });
    let text = sized.map_or(text, |(_, behind)| behind);
    let start = text.find(|ch: char| ch.is_ascii_digit())?;
    let digits = text.get(start..)?;
    let end = digits
        .find(|ch: char| !ch.is_ascii_digit())
        .unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// Whether a text states that a field is required or optional.
pub(super) fn says_whether(text: &str) -> bool {
    must(text).is_some() || at_least_once(text).is_some()
}

/// The answer to "is it required?".
pub(super) fn must(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "ja" | "j" | "x" | "yes" | "y" | "p" | "m" | "r" | "pflicht" | "pflichtfeld" | "muss"
        | "true" | "wahr" | "1" | "mandatory" | "required" | "not null" | "✓" | "✔" => {
            Some(true)
        }
        "nein" | "n" | "no" | "k" | "o" | "kann" | "optional" | "false" | "falsch" | "0" | "-"
        | "–" | "null" | "freiwillig" => Some(false),
        _ => None,
    }
}

/// `0..1`, `1..n`: whether it occurs at least once.
pub(super) fn at_least_once(text: &str) -> Option<bool> {
    let text = text.trim();
    let (least, most) = text
        .split_once("..")
        .or_else(|| text.split_once(['-', ':']))?;
    let most = most.trim_start_matches('.').trim();
    let bound = most.parse::<u32>().is_ok() || matches!(most, "n" | "*" | "N" | "unbounded" | "∞");
    let least = least.trim().parse::<u32>().ok()?;
    bound.then_some(least > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_numbers_of_types_or_of_texts() {
        for (text, length) in [
            ("VARCHAR2(60)", Some(60)),
            ("NUMBER( 8,2)", Some(8)),
            ("10 (davon 2 Nachkommastellen)", Some(10)),
            ("max. 40 Zeichen", Some(40)),
            ("Text (kurz) 20", Some(20)),
            ("Text", None),
        ] {
            assert_eq!(number(text), length, "{text}");
        }
    }

    #[test]
    fn types_are_told_by_their_first_word() {
        for (text, expected) in [
            ("VARCHAR(20)", Domain::Text),
            ("Text, 20-stellig", Domain::Text),
            ("AN20", Domain::Text),
            ("Zahl (2 Stellen)", Domain::Number),
            ("Ja/Nein", Domain::Boolean),
            ("Datum TT.MM.JJJJ", Domain::Temporal),
        ] {
            assert!(is_type(text, false), "{text}");
            assert_eq!(domain(text), Known::Yes(expected), "{text}");
        }
        assert_eq!(domain("B"), Known::No(Why::NotStated));
        assert!(is_type("N", true) && !is_type("N", false));
        for text in [
            "Acker",
            "Text über die Stadt und ihre Leute",
            "Grundschule",
            "",
        ] {
            assert!(!is_type(text, true), "{text}");
        }
    }

    #[test]
    fn obligations_are_words_marks_or_counts() {
        assert_eq!(must("Pflicht"), Some(true));
        assert_eq!(must("k"), Some(false));
        assert_eq!(must("nur bei Zuzug"), None);
        assert_eq!(at_least_once("0..1"), Some(false));
        assert_eq!(at_least_once("1..n"), Some(true));
        assert_eq!(at_least_once("2024-01"), Some(true));
        assert_eq!(at_least_once("a-b"), None);
    }
}
