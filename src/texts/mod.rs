//! Every sentence of the program itself, in German and English side by side.
//!
//! Sentences about rules are in `rules/`; this module has those of gaps, problems, the command line and the reports.
//! Each module has its own TOML file: `[key] de = "…" en = "…"`, with `{name}` placeholders.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use jiff::civil::Date;

/// A language of reports and messages.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German, the default.
    #[default]
    De,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag (`de`, `en`).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// A value in both languages. It loads only if neither is missing.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual<T = String> {
    /// German.
    pub de: T,
    /// English.
    pub en: T,
}

impl Bilingual {
    /// The text that a function gives for each language.
    pub fn of(text: impl Fn(Language) -> String) -> Self {
        Self {
            de: text(Language::De),
            en: text(Language::En),
        }
    }

    /// The sentence of a key in both languages, with its placeholders filled.
    pub fn filled(key: &str, values: &[(&str, &dyn fmt::Display)]) -> Self {
        Self::of(|language| filled(key, language, values))
    }

    /// This text followed by another one.
    #[must_use]
    pub fn followed_by(mut self, other: &Self) -> Self {
        self.de.push_str(&other.de);
        self.en.push_str(&other.en);
        self
    }
}

impl<T> Bilingual<T> {
    /// The version for `language`.
    pub const fn get(&self, language: Language) -> &T {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// The files of the catalogue, one per module.
const FILES: &[(&str, &str)] = &[
    ("check", include_str!("check.toml")),
    ("cli", include_str!("cli.toml")),
    ("concept", include_str!("concept.toml")),
    ("editor", include_str!("editor.toml")),
    ("explain", include_str!("explain.toml")),
    ("form", include_str!("form.toml")),
    ("gap", include_str!("gap.toml")),
    ("help", include_str!("help.toml")),
    ("inventory", include_str!("inventory.toml")),
    // Sentences about importing lists belong to the inventory, too.
    ("inventory", include_str!("import.toml")),
    ("paper", include_str!("paper.toml")),
    ("plan", include_str!("plan.toml")),
    ("procure", include_str!("procure.toml")),
    ("progress", include_str!("progress.toml")),
    ("project", include_str!("project.toml")),
    ("question", include_str!("question.toml")),
    ("remedy", include_str!("remedy.toml")),
    ("report", include_str!("report.toml")),
    ("rule", include_str!("rule.toml")),
    ("tender", include_str!("tender.toml")),
];

type Catalogue = BTreeMap<String, Bilingual<String>>;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut all = Catalogue::new();
        for (file, text) in FILES {
            // The files are compiled in; a test loads each of them.
            let table: Catalogue = toml::from_str(text).unwrap_or_default();
            for (key, value) in table {
                all.insert(format!("{file}.{key}"), value);
            }
        }
        all
    })
}

/// The sentence of a key (`gap.timed-out`). An unknown key yields the key itself, so that nothing is lost.
pub fn text(key: &str, language: Language) -> &str {
    catalogue()
        .get(key)
        .map_or(key, |entry| entry.get(language))
}

/// The sentence of a key; `None` if the key is unknown.
pub fn lookup(key: &str, language: Language) -> Option<&'static str> {
    catalogue()
        .get(key)
        .map(|entry| entry.get(language).as_str())
}

/// The sentence of a key with its `{name}` placeholders filled.
pub fn filled(key: &str, language: Language, values: &[(&str, &dyn fmt::Display)]) -> String {
    fill(text(key, language), |name| {
        values
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_string())
    })
}

/// An ISO 8601 day in the notation of the language; any other text unchanged.
pub fn day(iso: &str, language: Language) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match (language, parts.as_slice()) {
        (Language::De, [year, month, day])
            if [(year, 4), (month, 2), (day, 2)]
                .iter()
                .all(|(part, length)| is_number(part, *length))
                && iso.parse::<Date>().is_ok() =>
        {
            format!("{day}.{month}.{year}")
        }
        _ => iso.to_owned(),
    }
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Placeholders that hold days. The others may quote what looks like one, and people search for it as they wrote it.
const DAYS: [&str; 2] = ["date", "newest"];

/// Like [`filled`], with the days among the values in the notation of the language.
pub fn filled_with_days(
    key: &str,
    language: Language,
    values: &[(&str, &dyn fmt::Display)],
) -> String {
    let values: Vec<(&str, String)> = values
        .iter()
        .map(|(name, value)| match DAYS.contains(name) {
            true => (*name, day(&value.to_string(), language)),
            false => (*name, value.to_string()),
        })
        .collect();
    let values: Vec<(&str, &dyn fmt::Display)> = values
        .iter()
        .map(|(name, value)| (*name, value as &dyn fmt::Display))
        .collect();
    filled(key, language, &values)
}

/// The sentence of a key for a count, with its placeholders filled, including `{count}`. A sentence with a different
/// singular has a second key that ends in `-one`.
pub fn counted(
    key: &str,
    language: Language,
    count: u64,
    values: &[(&str, &dyn fmt::Display)],
) -> String {
    let of_one = format!("{key}-one");
    let key = match count {
        1 if catalogue().contains_key(&of_one) => &of_one,
        _ => key,
    };
    let amount = amount(count, language);
    let values: Vec<(&str, &dyn fmt::Display)> = std::iter::once(("count", &amount as _))
        .chain(values.iter().copied())
        .collect();
    filled(key, language, &values)
}

/// A number for people: thousands are separated from 10,000 on, so that years and short numbers stay unchanged.
pub fn amount(number: u64, language: Language) -> String {
    let digits = number.to_string();
    if number < 10_000 {
        return digits;
    }
    let sign = match language {
        Language::De => '.',
        Language::En => ',',
    };
    let mut apart = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            apart.push(sign);
        }
        apart.push(digit);
    }
    apart
}

/// Replaces each `{name}` that `lookup` knows; others stay unchanged.
pub fn fill(template: &str, mut lookup: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let behind = &rest[open + 1..];
        let replacement = behind
            .find('}')
            .and_then(|close| lookup(&behind[..close]).map(|value| (close, value)));
        if let Some((close, value)) = replacement {
            out.push_str(&value);
            rest = &behind[close + 1..];
        } else {
            out.push('{');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// A technical message in another language: the catalogue has the English messages with placeholders, under keys with a
/// common prefix. `None` for a message that it lacks.
pub fn translated(keys: &str, english: &str, language: Language) -> Option<String> {
    let messages = catalogue()
        .range(keys.to_owned()..)
        .take_while(|(key, _)| key.starts_with(keys));
    let found = messages.filter_map(|(_, entry)| Some((entry, parts_said(&entry.en, english)?)));
    // The template with the most literal text: others may match with a placeholder for half of the message.
    let (entry, parts) = found.min_by_key(|(_, parts)| {
        let filled: usize = parts.iter().map(|(_, part)| part.len()).sum();
        filled
    })?;
    Some(fill(entry.get(language), |name| {
        let part = parts.iter().find(|(key, _)| *key == name)?;
        Some(part.1.to_owned())
    }))
}

/// The text of each placeholder, if `text` matches the template.
fn parts_said<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let mut parts = Vec::new();
    let (mut template, mut text) = (template, text);
    while let Some((before, behind)) = template.split_once('{') {
        text = text.strip_prefix(before)?;
        let (name, rest) = behind.split_once('}')?;
        let next = rest.split('{').next().unwrap_or_default();
        let end = match next {
            "" => text.len(),
            next => text.find(next)?,
        };
        parts.push((name, &text[..end]));
        (template, text) = (rest, &text[end..]);
    }
    (template == text).then_some(parts)
}

/// Text from outside, for a terminal or a sentence: replaces characters that control the terminal, or that hide or
/// reverse text, so that scanned content cannot forge output.
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|ch| if is_hidden(ch) { '\u{fffd}' } else { ch })
        .collect()
}

/// Like [`harmless`], but keeps line ends.
pub fn harmless_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(harmless).collect();
    lines.join("\n")
}

/// A text on one line: white space folded, trimmed.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most the first `most` characters of a text.
pub fn beginning(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// A text of at most `most` characters; if shortened, the last one is an ellipsis.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let kept = beginning(text, most.saturating_sub(1)).trim_end();
    Cow::Owned(format!("{kept}…"))
}

/// Whether a character controls the terminal, or hides or reverses the text around it.
pub fn is_hidden(ch: char) -> bool {
    ch.is_control()
        || matches!(
            ch,
            '\u{61c}'
                | '\u{34f}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The `{name}` placeholders of a template, in order.
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let behind = &rest[open + 1..];
        let Some(close) = behind.find('}') else { break };
        let name = &behind[..close];
        let word = |ch: char| ch.is_ascii_lowercase() || ch == '_' || ch == '-';
        if !name.is_empty() && name.chars().all(word) {
            names.push(name);
        }
        rest = &behind[close + 1..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_says_so_and_keeps_whole_characters() {
        assert_eq!(cut("Bürger", 6), "Bürger");
        assert_eq!(cut("Bürger", 5), "Bürg…");
        assert_eq!(cut("Zu klären", 4), "Zu…");
        assert_eq!(cut("Zu", 0), "…");
        assert_eq!(beginning("Bürger", 2), "Bü");
        assert_eq!(beginning("Bürger", 9), "Bürger");
    }

    #[test]
    fn texts_come_on_one_line() {
        assert_eq!(on_one_line("  Zur\n\tKarte \u{a0} hin "), "Zur Karte hin");
        assert_eq!(on_one_line(" \n "), "");
    }

    #[test]
    fn every_file_loads_and_both_languages_use_the_same_placeholders() {
        for (file, text) in FILES {
            let table: Result<Catalogue, _> = toml::from_str(text);
            let table = table.unwrap_or_else(|error| panic!("{file}.toml: {error}"));
            for (key, entry) in table {
                let sorted = |text| {
                    let mut names = placeholders(text);
                    names.sort_unstable();
                    names.dedup();
                    names
                };
                assert_eq!(sorted(&entry.de), sorted(&entry.en), "{file}.{key}");
                assert!(!entry.de.trim().is_empty(), "{file}.{key}");
            }
        }
    }

    #[test]
    fn days_are_written_as_people_write_them_and_nothing_else_is() {
        for (written, expected) in [
            ("2026-11-23", "23.11.2026"),
            ("test-a-b", "test-a-b"),
            ("2026-11-23-2", "2026-11-23-2"),
            ("2026-13-45", "2026-13-45"),
        ] {
            assert_eq!(day(written, Language::De), expected);
            assert_eq!(day(written, Language::En), written);
        }
        let values: [(&str, &dyn fmt::Display); 1] = [("date", &"2026-11-23")];
        let said = filled_with_days("question.future", Language::De, &values);
        assert!(said.contains("23.11.2026"), "{said}");
        // What somebody wrote stays as it was written.
        let values: [(&str, &dyn fmt::Display); 1] = [("value", &"2026-11-23")];
        let said = filled_with_days("question.bad-date", Language::De, &values);
        assert!(said.contains("2026-11-23"), "{said}");
    }

    #[test]
    fn long_numbers_stand_in_groups() {
        for (number, expected) in [
            (0, "0"),
            (2029, "2029"),
            (10_000, "10.000"),
            (107_987, "107.987"),
            (1_234_567, "1.234.567"),
        ] {
            assert_eq!(amount(number, Language::De), expected);
        }
        assert_eq!(amount(109_009, Language::En), "109,009");
    }

    #[test]
    fn text_from_outside_controls_nothing() {
        assert_eq!(
            harmless("Müller\u{1b}[2J\u{202e}\n"),
            "Müller\u{fffd}[2J\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn messages_are_told_in_german_with_what_they_name() {
        let german = |message| translated("gap.detail-", message, Language::De);
        let files = german("12 files, none in a known format");
        assert_eq!(
            files.as_deref(),
            Some("Dateien: 12, keine in einem bekannten Format")
        );
        for (english, expected) in [
            ("1 file that settings leave out", "1 Datei"),
            ("2 files that settings leave out", "2 Dateien"),
        ] {
            assert_eq!(german(english).as_deref(), Some(expected));
        }
        let both = german("70 bytes together, limit 64");
        assert_eq!(both.as_deref(), Some("zusammen 70 Bytes, Grenze 64"));
        for english in [
            "templates: 64; what a program fills in decides 297 of 1119 verdicts",
            "statement not understood",
            "200 fetched, 3 more",
            "the workbook is too large when unpacked",
            "127.0.0.1 is this machine itself",
            "example.org is not among the named hosts",
        ] {
            let told = german(english).unwrap_or_default();
            assert!(!told.contains("Englisch"), "{told}");
        }
        let other = german("expected a comma");
        assert_eq!(
            other.as_deref(),
            Some("Meldung auf Englisch: expected a comma")
        );
    }

    #[test]
    fn unknown_placeholders_stay() {
        let known = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(fill("{a} {b} {", known), "1 {b} {");
    }
}
