//! Passwords and account numbers in texts. They are kept out of the inventory, which many people read.

use std::sync::OnceLock;

use serde::Deserialize;

use super::address::names_a_secret;
use crate::problem::fold;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
    accounts: Vec<String>,
    short: Vec<String>,
    numbers: Vec<String>,
    technical: Vec<String>,
    techniques: Vec<String>,
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

/// Removes the text after a word for a password, if it may be one, and secrets beside names of accounts.
fn without_passwords(line: &str, may_be_one: impl Fn(&str) -> bool) -> (String, bool) {
    let mut reading = Reading::default();
    let mut struck = false;
    let mut out = String::with_capacity(line.len());
    for piece in line.split_inclusive([' ', ';', '\t']) {
        let word = piece.trim_end_matches([' ', ';', '\t']);
        let behind = piece.get(word.len()..).unwrap_or_default();
        match reading.kept(word, &may_be_one) {
            Some(kept) => {
                out.push_str(&kept);
                struck = true;
            }
            None => out.push_str(word),
        }
        out.push_str(behind);
    }
    (out, struck)
}

/// What the words of a line so far announce.
#[derive(Default)]
struct Reading {
    /// The word before named a password.
    named: bool,
    /// That word is one of techniques, behind which only signs announce a secret.
    technical: bool,
    /// A number alone may follow that word as a secret.
    numbered: bool,
    /// A sign or a word says that the secret follows.
    expected: bool,
    /// The line spoke of an account.
    account: bool,
    /// Behind the word for the account: its name, then a slash.
    pair: Pair,
}

/// How much of `name / secret` was read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Pair {
    #[default]
    None,
    Announced,
    Name,
    Slash,
}

/// Signs around a word that are not part of it.
const AROUND: [char; 6] = ['(', ')', '"', '„', '“', ','];

impl Reading {
    /// What stays of the next word if it holds a secret; `None` if it apparently holds none.
    fn kept(&mut self, word: &str, may_be_one: &impl Fn(&str) -> bool) -> Option<String> {
        let plain = word.trim_matches(AROUND);
        if plain.is_empty() {
            return None;
        }
        let around = |kept: &str| {
            let end = word.trim_end_matches(AROUND).len();
            let start = word.len() - word.trim_start_matches(AROUND).len();
            let (front, back) = (word.get(..start), word.get(end..));
            format!(
                "{}{kept}{}",
                front.unwrap_or_default(),
                back.unwrap_or_default()
            )
        };
        if let Some(address) = without_credentials(plain) {
            return Some(around(&address));
        }
        let is_secret = !is_harmless(plain)
            && (self.expected && may_be_one(plain)
                || self.named && !self.technical && looks_like_a_secret(plain)
                || self.named && self.numbered && is_a_number(plain));
        if is_secret {
            self.forget();
            return Some(around(STRUCK));
        }
        if let Some((front, behind)) = plain.split_once([':', '='])
            && let Some(kept) = self.announced(front, behind, may_be_one)
        {
            return kept.map(|kept| around(&kept));
        }
        if let Some(kept) = self.paired(plain) {
            return Some(around(&kept));
        }
        self.expected = self.named && (plain == ":" || is_one_of(plain, &words().is));
        // `Passwort – Sommer17`, `PW -> Sommer17`
        let is_dash = matches!(plain, "-" | "–" | "->" | "→");
        if !(self.named && is_dash) {
            self.name(plain);
        }
        None
    }

    /// Reads `Kennwort:geheim`, `PW=geheim`, `User: root`. `None` if the part before the sign announces nothing, else
    /// what stays if there is a secret.
    fn announced(
        &mut self,
        front: &str,
        behind: &str,
        may_be_one: &impl Fn(&str) -> bool,
    ) -> Option<Option<String>> {
        let is_short = is_one_of(front, &words().short);
        if is_one_of(front, &words().words) || is_short && (self.account || behind.is_empty()) {
            let is_there = !behind.is_empty() && !behind.starts_with("//");
            let is_one = is_there && !is_harmless(behind) && may_be_one(behind);
            self.forget();
            // Behind a word with other meanings, a secret must look like one, unless an account was named.
            self.expected = !is_there && (!is_short || self.account);
            self.named = !is_there && is_short && !self.account;
            return Some(is_one.then(|| format!("{front}: {STRUCK}")));
        }
        if is_short && looks_like_a_secret(behind) {
            self.forget();
            return Some(Some(format!("{front}: {STRUCK}")));
        }
        if is_one_of(front, &words().accounts) {
            self.forget();
            (self.account, self.pair) = (true, Pair::Announced);
            let kept = self.paired(behind);
            return Some(kept.map(|kept| format!("{front}: {kept}")));
        }
        None
    }

    /// Reads a word behind that for an account: `admin/geheim1`, `admin / geheim1`.
    fn paired(&mut self, plain: &str) -> Option<String> {
        const SLASHES: [char; 3] = ['/', '|', ':'];
        let is_slash = plain.len() == 1 && plain.starts_with(SLASHES);
        match self.pair {
            Pair::Announced if is_slash || plain.is_empty() => {}
            Pair::Announced => {
                self.pair = Pair::Name;
                if let Some((name, secret)) = plain.split_once(SLASHES) {
                    self.pair = Pair::None;
                    if is_pair(name, secret) {
                        return Some(STRUCK.to_owned());
                    }
                }
            }
            Pair::Name if is_slash => self.pair = Pair::Slash,
            Pair::Slash => {
                self.pair = Pair::None;
                if is_pair("", plain) {
                    return Some(STRUCK.to_owned());
                }
            }
            Pair::Name | Pair::None => self.pair = Pair::None,
        }
        None
    }

    /// Takes in a word that announces a password or an account, or neither.
    fn name(&mut self, plain: &str) {
        let words = words();
        self.named = is_one_of(plain, &words.words);
        self.technical = is_one_of(plain, &words.technical);
        self.numbered = is_one_of(plain, &words.numbers);
        if is_one_of(plain, &words.accounts) {
            (self.account, self.pair) = (true, Pair::Announced);
        }
    }

    fn forget(&mut self) {
        let account = self.account;
        *self = Self {
            account,
            ..Self::default()
        };
    }
}

/// Whether a word is in a list, compared without case and signs.
fn is_one_of(word: &str, all: &[String]) -> bool {
    let folded = fold(word);
    match folded.is_empty() {
        true => all.iter().any(|it| it == word),
        false => all.iter().any(|it| fold(it) == folded),
    }
}

/// Whether a word behind one for a password says where it is kept, or that there is none.
fn is_harmless(plain: &str) -> bool {
    let word = plain.trim_end_matches(['.', ',', ';', ':']).to_lowercase();
    let lower = plain.to_lowercase();
    let mut harmless = words().harmless.iter();
    plain == STRUCK || harmless.any(|it| *it == lower || *it == word)
}

/// Minimum number of signs of what looks like a secret.
const SECRET_SIGNS: usize = 5;

/// Whether a word mixes letters with digits or signs, as passwords do: `Sommer2024!`; unlike `Windows10`, `2-stufig`.
fn looks_like_a_secret(plain: &str) -> bool {
    let letters = plain.chars().any(char::is_alphabetic);
    let digits = plain.chars().any(|ch| ch.is_ascii_digit());
    let signs = plain
        .trim_end_matches(['!', '?'])
        .contains(['!', '$', '%', '&', '#', '*', '?', '@'])
        || digits && plain.ends_with(['!', '?']);
    let lower = plain.to_lowercase();
    let mut techniques = words().techniques.iter();
    let is_plain = |ch: char| ch.is_alphanumeric() || "!$%&#*?@_-.+".contains(ch);
    plain.chars().count() >= SECRET_SIGNS
        && letters
        && (digits || signs)
        && plain.chars().all(is_plain)
        // `4-stellig`, `30-Tage-Frist`, `§12`
        && !(plain.starts_with(|ch: char| ch.is_ascii_digit()) && plain.contains('-'))
        && !techniques.any(|it| lower.starts_with(it.as_str()))
}

/// Whether a word is a number of at least four digits, and no year.
fn is_a_number(plain: &str) -> bool {
    let is_year = plain.len() == 4 && (plain.starts_with("19") || plain.starts_with("20"));
    plain.len() >= 4 && !is_year && plain.chars().all(|ch| ch.is_ascii_digit())
}

/// Whether two words with a slash between them are the name of an account and its secret: the name is written like one,
/// or the secret cannot be anything else. `Haus2/Raum12` is a place.
fn is_pair(name: &str, secret: &str) -> bool {
    let is_account_name = |name: &str| {
        name.is_empty()
            || name.starts_with(|ch: char| ch.is_ascii_lowercase())
                && name
                    .chars()
                    .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || "._-".contains(ch))
    };
    let is_certain = secret.contains(['!', '$', '%', '&', '#', '*']);
    !is_harmless(secret)
        && looks_like_a_secret(secret)
        && (is_certain || is_account_name(name) || is_one_of(name, &["Admin".to_owned()]))
}

/// An address without the secrets in it: `https://root:geheim@…`, `https://…?token=geheim`; `None` if it has none.
fn without_credentials(word: &str) -> Option<String> {
    let (scheme, rest) = word.split_once("://")?;
    let mut kept = rest.to_owned();
    let authority = rest.split(['/', '?', '#']).next()?;
    if let Some((credentials, _)) = authority.rsplit_once('@')
        && credentials.contains(':')
    {
        kept = format!("{STRUCK}{}", rest.get(credentials.len()..)?);
    }
    if let Some((front, query)) = kept.split_once('?') {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && names_a_secret(name) => {
                format!("{name}={STRUCK}")
            }
            _ => pair.to_owned(),
        });
        let pairs: Vec<String> = pairs.collect();
        kept = format!("{front}?{}", pairs.join("&"));
    }
    (kept != rest).then(|| format!("{scheme}://{kept}"))
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
                "Das Passwort lautet …, bitte ändern",
            ),
            ("Admin-Kennwort : laub9", "Admin-Kennwort : …"),
            ("PW Winter2031!, Kennung admin", "PW …, Kennung admin"),
            ("Zugang: admin/laub123", "Zugang: …"),
            ("Login admin / Winter2031!", "Login admin / …"),
            ("User: root Pass: baumhaus", "User: root Pass: …"),
            (
                "Kennung admin, Kennwort - laub123",
                "Kennung admin, Kennwort - …",
            ),
            (
                "Benutzer: sa; Pass=laub123; Port 1433",
                "Benutzer: sa; Pass: …; Port 1433",
            ),
            ("Die PIN 4711 gilt am Gerät", "Die PIN … gilt am Gerät"),
            ("https://wart:laub9@a.example/x", "https://…@a.example/x"),
            (
                "Akte https://a.example/a?id=7&token=x1 liegt vor",
                "Akte https://a.example/a?id=7&token=… liegt vor",
            ),
            ("Admin-Login admin/laub123", "Admin-Login …"),
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
            "Zugang: VPN/Citrix",
            "Zugang: Haus2/Raum12",
            "Login über SSO / Kerberos",
            "Zugang nur mit Windows10",
            "Login: Windows11/Office365",
            "Passwort 4-stellig, Wechsel alle 90 Tage",
            "Kennwort SHA256-gehasht",
            "PIN 2024 abgeschafft",
            "Pass: siehe Personalausweis",
            "Pass und Ausweis je Antrag2",
            "Token OAuth2",
            "User: alle Bürgerbüros",
            "https://a.example/x@y",
            "https://a.example/?seite=2&token=",
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
