//! A document as listed in reports, without its content.

use serde::{Deserialize, Serialize};

use super::PageNature;

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Path or URL.
    pub document: String,
    /// The files it was joined from, in the order they count, as those of a history are; empty for a single file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Artefact it belongs to.
    pub artefact: String,
    /// Format name; `None` if not recognised.
    pub format: Option<String>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Its nature, if it is written like a page but people never open it on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageNature>,
}

impl ReadDocument {
    /// The files that it was read from: its parts, or itself.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let itself = self.parts.is_empty().then_some(&self.document);
        self.parts.iter().chain(itself).map(String::as_str)
    }
}

/// Whether a document explains a folder to people: it is never judged, so nothing is missed if nobody reads it.
pub fn is_readme(document: &str) -> bool {
    let name = document.rsplit('/').next().unwrap_or(document);
    let name = name.to_lowercase();
    matches!(
        name.as_str(),
        "readme" | "readme.txt" | "readme.md" | "liesmich.txt" | "liesmich.md"
    )
}
