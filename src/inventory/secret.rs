//! Passwords and account numbers in texts. They are kept out of the inventory, which many people read.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::problem::fold;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
    is: Vec<String>,
    harmless: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("secret.toml")).unwrap_or_default())
}

/// Replacement for a secret.
const STRUCK: &str = "…";

/// A text without its secrets; `None` if it apparently contains none.
pub(crate) fn without_secrets(text: &str) -> Option<String> {
    let mut struck = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let (line, found) = without_passwords(line, |_| true);
            let (line, account) = without_accounts(&line);
            struck |= found || account;
            line
        })
        .collect();
    struck.then(|| lines.join("\n"))
}

/// Whether a text certainly contains a password or an account number. Answers about forms speak of passwords without
/// giving one: `Das Passwort: Pflichtfeld`.
pub(crate) fn holds_a_secret(text: &str) -> bool {
    let is_certain = |word: &str| word.len() >= 4 && word.contains(|ch: char| ch.is_ascii_digit());
    text.lines()
        .any(|line| without_passwords(line, is_certain).1 || without_accounts(line).1)
}

/// Removes the text after a word for a password, if it may be one.
fn without_passwords(line: &str, may_be_one: impl Fn(&str) -> bool) -> (String, bool) {
    let known = |word: &str, all: &[String]| {
        let folded = fold(word);
        !folded.is_empty() && all.iter().any(|it| fold(it) == folded)
    };
    let mut struck = false;
    // Whether a word for a password occurred, and whether a secret is expected next.
    let (mut named, mut expected) = (false, false);
    let mut out: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let plain = word.trim_matches(['(', ')', '"', '„', '“', ',', ';']);
        if plain.is_empty() {
            out.push(word.to_owned());
            continue;
        }
        let is_harmless = words()
            .harmless
            .iter()
            .any(|it| *it == plain.to_lowercase())
            || plain == STRUCK;
        if expected && !is_harmless && may_be_one(plain) {
            out.push(STRUCK.to_owned());
            (named, expected, struck) = (false, false, true);
            continue;
        }
        // `Kennwort:geheim`, `PW=geheim`
        if let Some((front, behind)) = plain.split_once([':', '='])
            && known(front, &words().words)
        {
            let is_there = !behind.is_empty() && !behind.starts_with("//");
            if is_there && may_be_one(behind) {
                out.push(format!("{front}: {STRUCK}"));
                struck = true;
            } else {
                out.push(word.to_owned());
            }
            (named, expected) = (false, !is_there);
            continue;
        }
        expected =
            named && (plain == ":" || words().is.iter().any(|it| *it == plain.to_lowercase()));
        named = known(plain, &words().words);
        out.push(word.to_owned());
    }
    (out.join(" "), struck)
}

/// Removes bank account numbers, recognised by their check digits.
fn without_accounts(line: &str) -> (String, bool) {
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<&str> = Vec::new();
    let mut struck = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let mut number = String::new();
        let mut end = None;
        // A number is written in groups of four, or without spaces.
        for (index, group) in words.iter().enumerate().skip(at).take(9) {
            let group = group.trim_matches(['(', ')', ',', ';', '.', ':']);
            if !group.chars().all(|ch| ch.is_ascii_alphanumeric()) || group.is_empty() {
                break;
            }
            number.push_str(group);
            if is_account(&number) {
                end = Some(index + 1);
            }
        }
        match end {
            Some(end) => {
                out.push(STRUCK);
                struck = true;
                at = end;
            }
            None => {
                out.push(word);
                at += 1;
            }
        }
    }
    (out.join(" "), struck)
}

/// Whether a text is an IBAN (ISO 13616): country, check digits, and a matching number.
fn is_account(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = matches!(bytes, [a, b, c, d, ..]
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
    if !shape || !(15..=34).contains(&bytes.len()) {
        return false;
    }
    let (front, number) = text.split_at(4);
    let rest = number
        .chars()
        .chain(front.chars())
        .try_fold(0u32, |rest, ch| {
            let digit = ch.to_digit(36)?;
            let shift = if digit > 9 { 100 } else { 10 };
            Some((rest * shift + digit) % 97)
        });
    rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_loads() {
        let words: Result<Words, _> = toml::from_str(include_str!("secret.toml"));
        words.unwrap_or_else(|error| panic!("secret.toml: {error}"));
    }

    #[test]
    fn passwords_are_struck_and_prose_stays() {
        for (line, kept) in [
            ("Kennwort: Sommer17 gilt", "Kennwort: … gilt"),
            ("PW=x1y2z3", "PW: …"),
            (
                "Das Passwort lautet baum, bitte ändern",
                "Das Passwort lautet … bitte ändern",
            ),
            ("Admin-Kennwort : laub9", "Admin-Kennwort : …"),
        ] {
            let without = without_passwords(line, |_| true);
            assert_eq!(without, (kept.to_owned(), true), "{line}");
        }
        for line in [
            "Kennwort: siehe Tresor",
            "Passwort ist hinterlegt",
            "Anmeldung mit Kennwort und Karte",
            "PIN-Briefe werden verschickt",
            "Zeichen: 4, Spinne: 5",
        ] {
            let without = without_passwords(line, |_| true);
            assert_eq!(without, (line.to_owned(), false), "{line}");
        }
    }

    #[test]
    fn sentences_about_passwords_give_none() {
        for line in [
            "Das Feld Passwort ist beschriftet",
            "Passwort: Pflichtfeld ist gekennzeichnet",
            "Kennwort:Beschriftung vorhanden",
        ] {
            assert!(!holds_a_secret(line), "{line}");
        }
        for line in ["Passwort: Sommer17", "Die PIN lautet 4711"] {
            assert!(holds_a_secret(line), "{line}");
        }
    }

    #[test]
    fn accounts_are_told_by_their_check_digits() {
        // The example numbers published by banks.
        for number in ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"] {
            let line = format!("Konto {number}, Kasse");
            assert_eq!(without_accounts(&line), ("Konto … Kasse".to_owned(), true));
        }
        for line in [
            "DE88 3704 0044 0532 0130 00",
            "Vertrag AB12 3456 7890 1234 5678",
        ] {
            assert_eq!(without_accounts(line), (line.to_owned(), false), "{line}");
        }
    }
}
