//! Passwords and account numbers in texts. They are kept out of the inventory, which many people read.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::account::without_accounts;
use super::address::is_secret_parameter;
use super::token::{is_token, looks_random};
use crate::problem::fold;

/// Words around secrets (`secret.toml`).
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    words: Vec<String>,
    accounts: Vec<String>,
    short: Vec<String>,
    numbers: Vec<String>,
    ends: Vec<String>,
    technical: Vec<String>,
    technical_ends: Vec<String>,
    techniques: Vec<String>,
    is: Vec<String>,
    harmless: Vec<String>,
    /// Beginnings of tokens.
    pub tokens: Vec<String>,
    /// Names of parameters that carry secrets, in small letters without signs.
    pub parameters: Vec<String>,
    /// Names of parameters that carry a secret if their value looks random.
    pub likely_parameters: Vec<String>,
    /// Folded words for bank accounts, each with the minimum number of digits behind it.
    pub banks: BTreeMap<String, usize>,
    /// Folded words between a word for an account and its number.
    pub between: Vec<String>,
}

/// The words, for what is told by other means than a word for passwords.
pub(super) fn secret_words() -> &'static Words {
    words()
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("secret.toml")).unwrap_or_default())
}

/// Replacement for a secret.
pub(super) const STRUCK: &str = "…";

/// First and last lines of keys and certificates in text form.
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// A text without its secrets; `None` if it apparently contains none.
pub(crate) fn without_secrets(text: &str) -> Option<String> {
    let mut struck = false;
    let mut in_key = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if in_key || line.contains(BEGIN) {
            if !in_key {
                lines.push(STRUCK.to_owned());
            }
            in_key = !line.contains(END);
            struck = true;
            continue;
        }
        let (line, found) = without_passwords(line, |_| true);
        let (line, account) = without_accounts(&line);
        struck |= found || account;
        lines.push(line);
    }
    struck.then(|| lines.join("\n"))
}

/// Whether a text certainly contains a password or an account number. Answers about forms speak of passwords without
/// giving one: `Das Passwort: Pflichtfeld`.
pub(crate) fn holds_a_secret(text: &str) -> bool {
    let is_certain = |word: &str| word.len() >= 4 && word.contains(|ch: char| ch.is_ascii_digit());
    text.contains(BEGIN)
        || text
            .lines()
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
                || self.named && self.technical && is_a_key(plain)
                || self.named && self.numbered && is_a_number(plain)
                || is_token(plain));
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
        let is_short =
            is_one_of(front, &words().short) || ends_with(front, &words().technical_ends);
        if names_a_password(front) || is_short && (self.account || behind.is_empty()) {
            let is_there = !behind.is_empty() && !behind.starts_with("//");
            let is_one = is_there && !is_harmless(behind) && may_be_one(behind);
            self.forget();
            // Behind a word with other meanings, a secret must look like one, unless an account was named.
            self.expected = !is_there && (!is_short || self.account);
            self.named = !is_there && is_short && !self.account;
            return Some(is_one.then(|| format!("{front}: {STRUCK}")));
        }
        if is_short && (looks_like_a_secret(behind) || is_a_key(behind)) || is_token(behind) {
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
        self.technical =
            is_one_of(plain, &words.technical) || ends_with(plain, &words.technical_ends);
        self.named = self.technical || names_a_password(plain);
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

/// Whether a word announces a password: `Kennwort`, `DB-Passwort`.
fn names_a_password(word: &str) -> bool {
    is_one_of(word, &words().words) || ends_with(word, &words().ends)
}

/// Whether a word is composed with one of these, compared without case and signs.
fn ends_with(word: &str, ends: &[String]) -> bool {
    let folded = fold(word);
    ends.iter()
        .any(|end| folded.len() > end.len() && folded.ends_with(end.as_str()))
}

/// Whether a word behind one of a technique is the key itself: `API-Key 7f3a91c2d4`; unlike `Token OAuth2`,
/// `API-Key Verwaltung2024`.
fn is_a_key(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mut techniques = words().techniques.iter();
    looks_random(word) && !techniques.any(|it| lower.starts_with(it.as_str()))
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
            Some((name, value)) if is_secret_parameter(name, value) => {
                format!("{name}={STRUCK}")
            }
            _ => pair.to_owned(),
        });
        let pairs: Vec<String> = pairs.collect();
        kept = format!("{front}?{}", pairs.join("&"));
    }
    (kept != rest).then(|| format!("{scheme}://{kept}"))
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
            ("DB-Passwort Winter2031", "DB-Passwort …"),
            ("DB_PASSWORD=laubbaum", "DB_PASSWORD: …"),
            ("JWT_SECRET=a81bc81b77", "JWT_SECRET: …"),
            ("API-Key 7f3a91c2d4e5 gilt", "API-Key … gilt"),
            (
                "Bearer ey7f3a91c2d4e5f6 an die Schnittstelle",
                "Bearer … an die Schnittstelle",
            ),
            (
                "Schnittstelle ghp_a1B2c3D4e5F6g7H8 läuft",
                "Schnittstelle … läuft",
            ),
            ("user=wart pass=Laub723", "user=wart pass: …"),
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
            "API-Key Verwaltung2024 ist ein Verfahren",
            "Token RS256, Bearer über OAuth2",
            "Vertrag sk_2031",
            "Das DB-Passwort wird jährlich gewechselt",
            "Security-Token: Hardware je Platz",
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
}
