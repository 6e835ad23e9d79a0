//! Messages of problems, filled in both languages at once.

use super::spec::Spec;
use crate::model::Position;
use crate::problem::{Level, Problem};
use crate::texts::{Bilingual, cut, filled, harmless};

/// A message of `texts/inventory.toml` with the values of its placeholders.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    key: &'static str,
    values: Vec<(&'static str, Bilingual)>,
}

impl Message {
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// Adds a value that reads the same in both languages; scanned text is sanitised.
    pub fn with(self, name: &'static str, value: impl AsRef<str>) -> Self {
        let value = quotable(value.as_ref());
        self.with_both(
            name,
            Bilingual {
                de: value.clone(),
                en: value,
            },
        )
    }

    /// Adds a value of our own that differs between the languages.
    pub fn with_both(mut self, name: &'static str, value: Bilingual) -> Self {
        self.values.push((name, value));
        self
    }

    /// The code the message belongs to: `INV-003` for `inv-003-parent`, `IMP-001` for `imp-001`.
    pub fn code(&self) -> String {
        let digits = self.key.get(4..7).unwrap_or_default();
        let room = if self.key.starts_with("imp-") {
            "IMP"
        } else {
            "INV"
        };
        format!("{room}-{digits}")
    }

    pub fn text(&self) -> Bilingual {
        let text = |language| {
            let values: Vec<(&str, &dyn std::fmt::Display)> = self
                .values
                .iter()
                .map(|(name, value)| (*name, value.get(language) as &dyn std::fmt::Display))
                .collect();
            filled(&format!("inventory.{}", self.key), language, &values)
        };
        Bilingual::of(text)
    }

    /// The problem, with the level of its code.
    pub fn problem(&self, file: &str, position: Option<Position>) -> Problem {
        let code = self.code();
        let level = Spec::get()
            .code(&code)
            .map_or(Level::Error, |code| code.level);
        Problem {
            code,
            level,
            file: file.to_owned(),
            position,
            message: self.text(),
            application: None,
        }
    }
}

/// Maximum length of a quotation of scanned text in a message, in characters.
const QUOTED: usize = 121;

/// Scanned text for a message: shortened and sanitised.
pub(crate) fn quotable(text: &str) -> String {
    harmless(&cut(text, QUOTED))
}

/// The same words in both languages.
pub(crate) fn same(text: &str) -> Bilingual {
    let text = quotable(text);
    Bilingual {
        de: text.clone(),
        en: text,
    }
}

/// A part of a sentence in both languages.
pub(crate) fn both(key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> Bilingual {
    let key = format!("inventory.{key}");
    Bilingual::filled(&key, values)
}

/// A part of a sentence about a number of things, `{count}`, in both languages.
pub(crate) fn counted(
    key: &str,
    count: usize,
    values: &[(&str, &dyn std::fmt::Display)],
) -> Bilingual {
    let key = format!("inventory.{key}");
    let said = |language| crate::texts::counted(&key, language, count as u64, values);
    Bilingual::of(said)
}

/// "Did you mean …?", with a leading space.
pub(crate) fn hint(name: &str) -> Bilingual {
    both("hint", &[("name", &quotable(name))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_harmless_and_short() {
        assert_eq!(quotable("ä\u{1b}[31mb"), "ä\u{fffd}[31mb");
        assert_eq!(quotable(&"x".repeat(500)).chars().count(), QUOTED);
    }

    #[test]
    fn the_code_is_part_of_the_key() {
        assert_eq!(Message::new("inv-003-parent").code(), "INV-003");
    }
}
