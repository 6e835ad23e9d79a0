//! What a source hands on: bytes with their address, and the limits under which they were fetched.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::decode::decode;
use crate::gap::GapReason;
use crate::model::{LinkedSheets, SourceText};

/// The bytes of one artefact, with what is known about them.
#[derive(Clone, Debug)]
pub struct Capture {
    /// How reports name it: a path with forward slashes relative to what was scanned, or a URL.
    pub document: String,
    /// The artefact it belongs to (stable inside the application).
    pub artefact: String,
    /// The format the inventory prescribes, when recognition must be overridden.
    pub format: Option<String>,
    /// Whether the user named this very document. If nobody can read it, something is missing then; a file
    /// that was met on the way through a folder may be anything.
    pub named: bool,
    /// The path below what the user named, with forward slashes: what stands above it says nothing about the
    /// document. Empty for a document that was named itself.
    pub below: String,
    /// Whether a tool built it from sources that stand beside it.
    pub built: bool,
    /// Media type the server stated, without parameters.
    pub media_type: Option<String>,
    /// Character set the server stated.
    pub charset: Option<String>,
    payload: Payload,
    text: OnceLock<Result<SourceText, GapReason>>,
    /// Asked for by every format that knows its documents by their keys.
    outermost_keys: OnceLock<Option<Vec<String>>>,
}

/// What was captured. What a source brings along for a page beside its markup (boxes that a browser laid out) belongs
/// here as further fields: readers ask the [`Capture`] and go on as before.
#[derive(Clone, Debug)]
struct Payload {
    /// The artefact itself, as stored or sent.
    bytes: Arc<[u8]>,
    /// The style sheets that a page links to.
    sheets: LinkedSheets,
}

impl Hash for Capture {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Everything that a reader can ask; text and keys follow from it, and places in joined documents from their text.
        (&self.document, &self.artefact, &self.format, self.named).hash(state);
        (&self.below, self.built, &self.media_type, &self.charset).hash(state);
        (&self.payload.bytes, &self.payload.sheets).hash(state);
        if let Ok(text) = self.text() {
            for piece in text.pieces() {
                let start = u32::try_from(piece.start).unwrap_or(u32::MAX);
                (piece.start, text.document(start)).hash(state);
            }
        }
    }
}

impl Capture {
    /// A capture of plain bytes.
    pub fn new(
        document: impl Into<String>,
        artefact: impl Into<String>,
        bytes: impl Into<Arc<[u8]>>,
    ) -> Self {
        Self {
            document: document.into(),
            artefact: artefact.into(),
            format: None,
            named: true,
            below: String::new(),
            built: false,
            media_type: None,
            charset: None,
            payload: Payload {
                bytes: bytes.into(),
                sheets: LinkedSheets::default(),
            },
            text: OnceLock::new(),
            outermost_keys: OnceLock::new(),
        }
    }

    /// Several captures that only together say something, as one. Those without a text are left out.
    pub fn joined(document: impl Into<String>, captures: &[Self]) -> Self {
        let texts: Vec<(String, &SourceText)> = captures
            .iter()
            .filter_map(|capture| Some((capture.document.clone(), capture.text().ok()?)))
            .collect();
        let text = SourceText::joined(
            texts
                .iter()
                .map(|(document, text)| (document.clone(), text.as_str())),
        );
        let bytes: Vec<u8> = captures.iter().flat_map(Self::bytes).copied().collect();
        let first = captures.first();
        let mut joined = Self::new(
            document,
            first
                .map(|first| first.artefact.clone())
                .unwrap_or_default(),
            bytes,
        );
        joined.format = first.and_then(|first| first.format.clone());
        joined.named = captures.iter().any(|capture| capture.named);
        joined.text = OnceLock::from(Ok(text));
        joined
    }

    /// A capture of text, for tests.
    pub fn of_text(document: impl Into<String>, text: &str) -> Self {
        let document = document.into();
        Self::new(document.clone(), document, text.as_bytes())
    }

    /// The same capture with a text that readers get in place of its own.
    #[must_use]
    pub fn with_text(&self, text: SourceText) -> Self {
        Self {
            text: OnceLock::from(Ok(text)),
            ..self.clone()
        }
    }

    /// The bytes as captured.
    pub fn bytes(&self) -> &[u8] {
        &self.payload.bytes
    }

    /// The style sheets that a page links to, as far as the source looked for them.
    pub fn sheets(&self) -> &LinkedSheets {
        &self.payload.sheets
    }

    /// Brings along the style sheets that it links to.
    #[must_use]
    pub fn with_sheets(mut self, sheets: LinkedSheets) -> Self {
        self.payload.sheets = sheets;
        self
    }

    /// SHA-256 of the artefact itself, hexadecimal.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        super::hex(&Sha256::digest(self.bytes()))
    }

    /// File name extension in lower case, without the dot; empty where there is none.
    pub fn extension(&self) -> String {
        let path = self.document.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase())
            .unwrap_or_default()
    }

    /// File name in lower case.
    pub fn file_name(&self) -> String {
        let path = self.document.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    }

    /// The decoded text: marks, shape, what the file states, and what was usual decide about the encoding.
    ///
    /// # Errors
    /// [`GapReason::UnknownFormat`]: binary content; [`GapReason::UnknownEncoding`]: text that nobody can decode.
    pub fn text(&self) -> Result<&SourceText, GapReason> {
        self.text
            .get_or_init(|| decode(self.bytes(), self.charset.as_deref()).map(SourceText::new))
            .as_ref()
            .map_err(|reason| *reason)
    }

    /// The keys of the outermost object in the [head](Self::head), as `scan` finds them for whoever asks first.
    pub fn outermost_keys(&self, scan: fn(&str) -> Option<Vec<String>>) -> Option<&[String]> {
        self.outermost_keys
            .get_or_init(|| scan(self.head()))
            .as_deref()
    }

    /// The first part of the text, for recognition; empty for binary content.
    pub fn head(&self) -> &str {
        const HEAD_BYTES: usize = 16 * 1024;
        let Ok(text) = self.text() else { return "" };
        let text = text.as_str();
        let mut end = text.len().min(HEAD_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        &text[..end]
    }
}

/// Limits on everything that comes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one artefact, counted after decompression.
    pub max_bytes: u64,
    /// Time for one request, from connecting to the last byte.
    pub timeout: Duration,
    /// Most redirects followed.
    pub max_redirects: usize,
    /// Requests at the same time to one host.
    pub per_host: usize,
    /// Requests at the same time overall.
    pub overall: usize,
    /// Whether the network may be used at all.
    pub online: bool,
    /// Whether loopback addresses may be fetched.
    pub allow_loopback: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 32 * 1024 * 1024,
            timeout: Duration::from_secs(30),
            max_redirects: 5,
            per_host: 2,
            overall: 16,
            online: false,
            allow_loopback: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outermost_keys_are_scanned_once() {
        let capture = Capture::of_text("a.json", "{}");
        let scanned = capture.outermost_keys(|head| Some(vec![head.to_owned()]));
        assert_eq!(scanned, Some(&["{}".to_owned()][..]));
        assert_eq!(capture.outermost_keys(|_| None), scanned);
    }

    #[test]
    fn binary_content_has_no_text() {
        let capture = Capture::new(
            "a.bin",
            "a",
            &b"PK\x03\x04\0\0binary data that is no text"[..],
        );
        assert_eq!(
            capture.text().map(SourceText::as_str),
            Err(GapReason::UnknownFormat)
        );
    }
}
