//! A change that would settle a finding, as the report carries it: as text for people, as edits for editors.

use serde::{Deserialize, Serialize};

use crate::model::Position;
use crate::outcome::Fingerprint;
use crate::texts::Bilingual;

/// A change that was tried on a copy: with it, the document is read without new doubts, the finding is gone, and no
/// other has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRecord {
    /// The rule it settles.
    pub rule: String,
    /// The finding it settles.
    pub finding: Fingerprint,
    /// What made it (`entries`, `preselection` …).
    pub kind: String,
    /// Whether it changes what the application can hold or only how it says it.
    pub applicability: Applicability,
    /// What it does, in a sentence.
    pub title: Bilingual,
    /// All files that change together, in the order of their names.
    pub changes: Vec<FileChange>,
    /// What people decide before or after it is applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Bilingual>,
}

/// How much thought a suggestion needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// There is nothing to decide.
    Mechanical,
    /// It shows the way; people decide what it names.
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

/// What changes in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Path as the report names it.
    pub document: String,
    /// In the order of the text, not overlapping.
    pub edits: Vec<TextEdit>,
    /// The same as unified diff.
    pub diff: String,
}

/// A part of a text and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// First character that is replaced.
    pub start: Position,
    /// Behind the last one; the start itself where only something is added.
    pub end: Position,
    /// What stands there instead.
    pub text: String,
}
