//! A change that would settle a finding, as stored in the report: as text for people, as edits for editors.

use serde::{Deserialize, Serialize};

use crate::model::Position;
use crate::outcome::Fingerprint;
use crate::texts::Bilingual;

/// A change tested on a copy: the changed document is read without new doubts, the finding is gone, and there is no new
/// one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRecord {
    /// The rule it settles.
    pub rule: String,
    /// The finding it settles.
    pub finding: Fingerprint,
    /// Name of its suggester (`entries`, `preselection` …).
    pub kind: String,
    /// Whether people must decide something before it is applied.
    pub applicability: Applicability,
    /// What it does, as a sentence.
    pub title: Bilingual,
    /// All files that change together, sorted by name.
    pub changes: Vec<FileChange>,
    /// Decisions left to people before or after it is applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Bilingual>,
}

/// How much thought a suggestion needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// There is nothing to decide.
    Mechanical,
    /// It shows a way; people decide what it lists.
    Proposal,
}

impl Applicability {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mechanical => "mechanical",
            Self::Proposal => "proposal",
        }
    }
}

/// The changes in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Path in the report.
    pub document: String,
    /// In text order, not overlapping.
    pub edits: Vec<TextEdit>,
    /// The same as unified diff.
    pub diff: String,
}

/// Replaces a part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// First replaced character.
    pub start: Position,
    /// After the last replaced character; equal to `start` for an insertion.
    pub end: Position,
    /// The replacement.
    pub text: String,
}
