//! A cheap look at the bytes that decides whether a file is parsed at all.

use regex::bytes::Regex;

/// Letters by which a word is found; what stands around them decides whether it is that word.
const STEMS: &str = "(?i-u)geschl(?:echt)?|gschl|gesch|(?:administrative|sex|former|previous|old)gender|gender|gndr|sex|anred|anrex|salut|honorific|courtesy\
    |form_?of_?address|title_?let|ad_?title|nnlich|weiblich|ist?_?(?:wo)?man|ist?_?(?:fe)?male|(?:fe)?male|herrn?|frau|mrs?|mw|parge|namsor\
    |deadname|vornamen?_?alt|(?:alter|here[nr]?)_?vorname|former_?first";

/// Finds texts that hold a word without which no declaration can concern gender or salutation. Wider than the
/// vocabulary: it may say yes too often, never no where the vocabulary would say yes (the tests compare the two).
/// Only "gs", which needs values that hold such a word or single letters, is not looked for: it stands everywhere.
#[derive(Debug)]
pub struct Prefilter {
    /// `None`: every text may hold one.
    words: Option<Regex>,
}

impl Default for Prefilter {
    fn default() -> Self {
        Self {
            words: Regex::new(STEMS).ok(),
        }
    }
}

impl Prefilter {
    /// Whether a text holds such a word.
    pub fn is_match(&self, text: &str) -> bool {
        let Some(words) = &self.words else {
            return true;
        };
        let bytes = text.as_bytes();
        let mut pairs = Pairs::default();
        words
            .find_iter(bytes)
            .any(|found| pairs.decided_by(&Word::new(bytes, found.range())))
    }
}

/// Words that only together say something: male and female, Herr and Frau, Mr and Mrs.
#[derive(Default)]
struct Pairs {
    male: bool,
    female: bool,
    herr: bool,
    frau: bool,
    mr: bool,
    mrs: bool,
}

impl Pairs {
    /// Whether a word, with those before it, is enough.
    fn decided_by(&mut self, word: &Word<'_>) -> bool {
        let stem = word.stem().to_ascii_lowercase();
        match stem.as_slice() {
            b"gesch" => word.begins() && word.ends(),
            b"geschl" | b"gschl" | b"mw" => word.begins(),
            // Not those of "folgender" and "existsException".
            b"gender" | b"parge" => word.begins(),
            b"sex" => word.begins() && (word.ends() || word.goes_on_as_code()) || word.is_sap(),
            b"male" => {
                self.male |= word.begins();
                self.male && self.female
            }
            b"female" => {
                self.female |= word.begins();
                self.male && self.female
            }
            b"herr" | b"herrn" => {
                self.herr |= word.begins() && word.ends();
                self.herr && self.frau
            }
            b"frau" => {
                self.frau |= word.begins() && word.ends();
                self.herr && self.frau
            }
            b"mr" => {
                self.mr |= word.begins() && word.ends();
                self.mr && self.mrs
            }
            b"mrs" => {
                self.mrs |= word.begins() && word.ends();
                self.mr && self.mrs
            }
            stem if stem.starts_with(b"ad") => word.begins(),
            _ => true,
        }
    }
}

/// A stem with what stands around it.
struct Word<'t> {
    bytes: &'t [u8],
    at: std::ops::Range<usize>,
}

impl<'t> Word<'t> {
    fn new(bytes: &'t [u8], at: std::ops::Range<usize>) -> Self {
        Self { bytes, at }
    }

    fn stem(&self) -> &'t [u8] {
        &self.bytes[self.at.clone()]
    }

    /// The bytes before it, the nearest last.
    fn before(&self) -> &'t [u8] {
        &self.bytes[..self.at.start]
    }

    fn after(&self) -> &'t [u8] {
        &self.bytes[self.at.end..]
    }

    /// Whether a token begins here: at a border of letters, or at a capital.
    fn begins(&self) -> bool {
        let (first, second) = (self.stem()[0], self.stem().get(1).copied());
        match self.before().last() {
            Some(before) if is_letter(*before) => {
                first.is_ascii_uppercase()
                    && (before.is_ascii_lowercase()
                        || second.is_some_and(|second| second.is_ascii_lowercase()))
            }
            _ => true,
        }
    }

    /// Whether a token ends here.
    fn ends(&self) -> bool {
        let last = self.stem()[self.stem().len() - 1];
        match self.after() {
            [next, rest @ ..] if is_letter(*next) => {
                next.is_ascii_uppercase()
                    && (last.is_ascii_lowercase()
                        || rest.first().is_some_and(u8::is_ascii_lowercase))
            }
            _ => true,
        }
    }

    /// `sexcode`, `SEXID`, `sexus`: written without a border.
    fn goes_on_as_code(&self) -> bool {
        const ENDINGS: [&[u8]; 6] = [b"code", b"id", b"key", b"kz", b"type", b"us"];
        ENDINGS.iter().any(|ending| {
            self.after()
                .get(..ending.len())
                .is_some_and(|next| next.eq_ignore_ascii_case(ending))
        })
    }

    /// `XSEXM`, `XSEXF`, `XSEXU`: indicators of SAP.
    fn is_sap(&self) -> bool {
        let framed = |byte: Option<&u8>, letters: &[u8]| {
            byte.is_some_and(|byte| letters.contains(&byte.to_ascii_lowercase()))
        };
        framed(self.before().last(), b"x") && framed(self.after().first(), b"mfu")
    }
}

/// Letters, and parts of letters outside of ASCII.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_concern_gender(text: &str) -> bool {
        Prefilter::default().is_match(text)
    }

    #[test]
    fn words_are_found_inside_identifiers() {
        for text in [
            "private String personGeschlecht;",
            "bool IsMale",
            "is_female: bool",
            "enum Title { MR, MRS }",
            "enum Art { MALE, FEMALE }",
            "'Herr', 'Frau'",
            "mw_kz",
            "person.sex",
            "patientSex",
            "SEX_CODE",
            "xsexm",
            "DATA gesch TYPE c",
            "\"m\\u00e4nnlich\"",
            "unmännlich",
        ] {
            assert!(may_concern_gender(text), "{text}");
        }
    }

    #[test]
    fn words_that_only_hold_the_letters_are_not() {
        for text in [
            "private String strasse;",
            "catch (FileExistsException e)",
            "in folgender Tabelle",
            "FOLGENDER",
            "TensExpr, sexpr, Essex, sextet",
            "Geschichte, geschaeft",
            "female.connect(plug)",
            "Frau, Mrs",
            "management",
            "MwSt of the herring, fraud",
        ] {
            let allowed = text.starts_with("MwSt");
            assert_eq!(may_concern_gender(text), allowed, "{text}");
        }
    }

    /// Every name that the vocabulary knows by itself, in each of the usual spellings.
    #[test]
    fn no_name_of_the_vocabulary_is_missed() {
        let text = include_str!("../../rules/vocabulary/identifiers.toml");
        let table: toml::Table = toml::from_str(text).expect("the vocabulary is TOML");
        let words = |value: &toml::Value| -> Vec<String> {
            let one = |word: &toml::Value| word.as_str().map(str::to_owned);
            match value {
                toml::Value::Array(parts) => parts.iter().filter_map(one).collect(),
                other => one(other).into_iter().collect(),
            }
        };
        let mut names: Vec<Vec<String>> = Vec::new();
        for (room, keys) in [
            ("gender", &["strong", "heads", "compounds"][..]),
            ("salutation", &["strong", "heads", "compounds"]),
            ("former", &["names"]),
        ] {
            for key in keys {
                let list = table[room][*key].as_array().expect("a list");
                names.extend(list.iter().map(words));
            }
        }
        assert!(names.len() > 80);
        let mut missed = Vec::new();
        let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
        for parts in names {
            let camel: String = parts.iter().map(capital).collect();
            for name in [
                parts.join("_"),
                parts.join("_").to_uppercase(),
                format!("person{camel}"),
                camel.clone(),
            ] {
                if !may_concern_gender(&name) {
                    missed.push(name);
                }
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
    }
}
