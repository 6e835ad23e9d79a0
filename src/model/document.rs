//! A document as reports list it, once its content is gone.

use serde::{Deserialize, Serialize};

use super::PageNature;

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Path or URL.
    pub document: String,
    /// Artefact it belongs to.
    pub artefact: String,
    /// Format name; `None`: not recognised.
    pub format: Option<String>,
    /// SHA-256 of the bytes, hexadecimal.
    pub digest: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What it is, where it is written like a page and none that people open by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageNature>,
}
