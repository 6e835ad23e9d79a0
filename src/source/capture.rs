//! What a source delivers: bytes with their address, and the limits under which they were fetched.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::decode::decode;
use crate::gap::GapReason;
use crate::model::{Linked, LinkedScript, LinkedSheets, SourceText};

/// The bytes of one artefact and what is known about them.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The name in reports: a path with forward slashes relative to the scanned root, or a URL.
    pub document: String,
    /// The artefact it belongs to (stable within the application).
    pub artefact: String,
    /// The format from the inventory, if it overrides recognition.
    pub format: Option<String>,
    /// Whether the user named this very document. If no reader accepts it, something is missing then; a file met while
    /// walking a folder may be anything.
    pub named: bool,
    /// The path below what the user named, with forward slashes: the folders above say nothing about the document.
    /// Empty for a document that was named itself.
    pub below: String,
    /// Whether a tool generated it from sources next to it.
    pub built: bool,
    /// Media type sent by the server, without parameters.
    pub media_type: Option<String>,
    /// Character set sent by the server.
    pub charset: Option<String>,
    payload: Payload,
    text: OnceLock<Result<SourceText, GapReason>>,
    /// Cached, because every format that recognises its documents by their keys asks for it.
    outermost_keys: OnceLock<Option<Vec<String>>>,
}

/// The captured content. Whatever else a source adds to a page beside its markup (such as boxes laid out by a browser)
/// belongs here as further fields: readers ask the [`Capture`] and stay unchanged.
#[derive(Clone, Debug)]
struct Payload {
    /// The artefact itself, as stored or sent.
    bytes: Arc<[u8]>,
    /// The style sheets and scripts a page links to.
    linked: Linked,
}

impl Hash for Capture {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Hashes everything a reader can ask for. Text and keys follow from these fields; the places in joined
        // documents only from their text.
        (&self.document, &self.artefact, &self.format, self.named).hash(state);
        (&self.below, self.built, &self.media_type, &self.charset).hash(state);
        (&self.payload.bytes, &self.payload.linked).hash(state);
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
                linked: Linked::default(),
            },
            text: OnceLock::new(),
            outermost_keys: OnceLock::new(),
        }
    }

    /// Joins captures that only make sense together. Captures without a text are left out.
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

    /// The names of the captures it was joined from, in order; none for a single one.
    pub fn parts(&self) -> Vec<String> {
        // Joining sets the text: nothing is decoded to find out.
        let text = self.text.get().and_then(|text| text.as_ref().ok());
        let parts = text.into_iter().flat_map(SourceText::documents);
        parts.map(str::to_owned).collect()
    }

    /// A capture of text, for tests.
    pub fn of_text(document: impl Into<String>, text: &str) -> Self {
        let document = document.into();
        Self::new(document.clone(), document, text.as_bytes())
    }

    /// The same capture with `text` in place of its own.
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

    /// The style sheets a page links to, as far as the source looked for them.
    pub fn sheets(&self) -> &LinkedSheets {
        &self.payload.linked.sheets
    }

    /// The scripts a page links to, as far as the source has them at hand.
    pub fn scripts(&self) -> &[Arc<LinkedScript>] {
        &self.payload.linked.scripts
    }

    /// Adds the style sheets and scripts that it links to.
    #[must_use]
    pub fn with_linked(mut self, linked: Linked) -> Self {
        self.payload.linked = linked;
        self
    }

    /// SHA-256 of the artefact itself, in hexadecimal.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        super::hex(&Sha256::digest(self.bytes()))
    }

    /// File name extension in lower case, without the dot; empty if there is none.
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

    /// The decoded text. The encoding follows from byte order marks, the shape of the bytes, what the file states and,
    /// last, what was customary.
    ///
    /// # Errors
    /// [`GapReason::UnknownFormat`] for binary content, [`GapReason::UnknownEncoding`] for text that cannot be decoded.
    pub fn text(&self) -> Result<&SourceText, GapReason> {
        self.text
            .get_or_init(|| decode(self.bytes(), self.charset.as_deref()).map(SourceText::new))
            .as_ref()
            .map_err(|reason| *reason)
    }

    /// The keys of the outermost object in the [head](Self::head). `scan` finds them on the first call; later calls use
    /// the cached result.
    pub fn outermost_keys(&self, scan: fn(&str) -> Option<Vec<String>>) -> Option<&[String]> {
        self.outermost_keys
            .get_or_init(|| scan(self.head()))
            .as_deref()
    }

    /// The beginning of the text, for recognition; empty for binary content.
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
    /// Maximum bytes of one artefact, counted after decompression.
    pub max_bytes: u64,
    /// Timeout of one request, from connecting to the last byte.
    pub timeout: Duration,
    /// Maximum number of redirects to follow.
    pub max_redirects: usize,
    /// Maximum concurrent requests per host.
    pub per_host: usize,
    /// Maximum concurrent requests overall.
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
