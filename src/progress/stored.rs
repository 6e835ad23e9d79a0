//! The types of the history file that exist whether or not the build can read it.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problems;
use crate::texts::{Bilingual, Language, filled, text, translated};

/// Why a history could not be read or written. The file is then unchanged.
#[derive(Debug)]
pub enum StoreError {
    /// The program was built without SQLite.
    NotBuilt,
    /// There is no such file.
    Missing,
    /// A newer version of the program wrote it.
    Newer { found: i64, known: i64 },
    /// A SQLite file, but not a history.
    Foreign,
    /// Not a SQLite file, or a damaged one.
    Damaged(String),
    /// Another process is writing to it.
    Busy,
    /// The disk is full.
    Full,
    /// The file is read-only.
    ReadOnly,
    /// Any other message from the system.
    Other(String),
}

/// What became of a report to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is now a run of the history.
    New,
    /// The same report was already there; nothing changed.
    Known,
}

/// A run as `history list` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredRun {
    /// Number in the file, in the order of adding.
    pub number: i64,
    pub date: Date,
    pub organisation: String,
    pub tool_version: String,
    pub applications: u32,
    pub failures: u32,
    pub questions: u32,
    pub advice: u32,
    pub waived: u32,
    pub digest: String,
}

/// What the database library says, in the language of the user; as it stands if the message is a rare one.
fn in_words(cause: &str, language: Language) -> String {
    translated("progress.sqlite-", cause, language).unwrap_or_else(|| cause.to_owned())
}

impl StoreError {
    /// The error as a problem about the file at `path`.
    pub fn problem(&self, path: &Path) -> Problems {
        let message = Bilingual::of(|language| self.message(language));
        Problems::one("HISTORY", path.display().to_string(), message)
    }

    fn message(&self, language: Language) -> String {
        let key = match self {
            Self::Newer { found, known } => {
                let numbers: [(&str, &dyn std::fmt::Display); 2] =
                    [("found", found), ("known", known)];
                return filled("progress.store-newer", language, &numbers);
            }
            Self::Damaged(cause) => {
                let cause = &in_words(cause, language);
                return filled("progress.store-damaged", language, &[("cause", cause)]);
            }
            Self::Other(cause) => {
                let cause = &in_words(cause, language);
                return filled("progress.store-other", language, &[("cause", cause)]);
            }
            Self::NotBuilt => "progress.feature-missing",
            Self::Missing => "progress.store-missing",
            Self::Foreign => "progress.store-foreign",
            Self::Busy => "progress.store-busy",
            Self::Full => "progress.store-full",
            Self::ReadOnly => "progress.store-read-only",
        };
        text(key, language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_library_says_is_told_in_german() {
        for (english, german) in [
            ("file is not a database", "die Datei ist keine Datenbank"),
            (
                "database disk image is malformed",
                "der Inhalt ist beschädigt",
            ),
            ("no such table: run", "die Tabelle „run“ fehlt"),
            ("something rare", "something rare"),
        ] {
            let error = StoreError::Damaged(english.to_owned());
            let message = error.message(Language::De);
            assert!(message.contains(&format!("({german})")), "{message}");
            assert!(error.message(Language::En).contains(english));
        }
    }
}
