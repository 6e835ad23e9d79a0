//! A document as reports list it, once its content is gone.

use serde::{Deserialize, Serialize};

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
}
