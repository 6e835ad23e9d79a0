//! What can be said about the history in a file, whether or not the program was built to read it.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problems;
use crate::texts::{Bilingual, Language, filled, text};

/// Why a history could not be read or written. Nothing was changed then.
#[derive(Debug)]
pub enum StoreError {
    /// The program was built without what reads it.
    NotBuilt,
    /// There is no such file.
    Missing,
    /// A program of a newer version wrote it.
    Newer { found: i64, known: i64 },
    /// It is SQLite, and no history.
    Foreign,
    /// It is no SQLite file, or a damaged one.
    Damaged(String),
    /// Another process is writing to it.
    Busy,
    /// The disk is full.
    Full,
    /// It may not be written to.
    ReadOnly,
    /// Something else that the system said.
    Other(String),
}

/// What became of a report that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is a run of the history now.
    New,
    /// The same report was there already; nothing changed.
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

impl StoreError {
    /// The mistake in words, with the file it is about.
    pub fn problem(&self, path: &Path) -> Problems {
        let message = Bilingual {
            de: self.message(Language::De),
            en: self.message(Language::En),
        };
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
                return filled("progress.store-damaged", language, &[("cause", cause)]);
            }
            Self::Other(cause) => {
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
