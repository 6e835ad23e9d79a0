//! Checks that a file contains what its name says. Names prove nothing: a `.pdf` of two bytes is no evidence.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::ExhibitFault;

/// Number of bytes examined; file signatures are at the start.
const HEAD: u64 = 4096;

/// Maximum offset of a PDF header; mail or print data may precede it.
const PDF_BEGINS: usize = 1024;

/// Minimum number of letters and digits of textual evidence.
const LEAST_LETTERS: usize = 10;

/// Minimum size of a binary file, in bytes: the smallest useful PDF or image is larger.
const LEAST_BYTES: usize = 60;

/// File extensions read as text.
const WORDS: &[&str] = &[
    "txt", "md", "csv", "htm", "html", "xhtml", "xml", "xsd", "json", "yaml", "yml", "toml", "sql",
    "eml", "log", "rtf", "tsv",
];

/// Signature of older office files (compound files).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// Signatures of other kinds, by extension. Extensions not listed here may start with anything.
const BEGINNINGS: &[(&[&str], &[&[u8]])] = &[
    // A password-protected file of the newer kind is wrapped in a compound file.
    (&["docx", "xlsx", "pptx"], &[b"PK\x03\x04", COMPOUND]),
    (&["odt", "ods", "odp", "zip"], &[b"PK\x03\x04"]),
    (&["msg"], &[COMPOUND]),
    // Web applications export HTML and XML tables, and others RTF, under these names; all of them can be opened.
    (
        &["doc", "xls", "ppt"],
        &[COMPOUND, b"{\\rtf", b"<", b"\xef\xbb\xbf<", b"PK\x03\x04"],
    ),
    (&["png"], &[b"\x89PNG"]),
    (&["jpg", "jpeg"], &[b"\xff\xd8\xff"]),
    (&["gif"], &[b"GIF8"]),
    (&["webp"], &[b"RIFF"]),
    (&["tif", "tiff"], &[b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]),
];

/// Why a file is not evidence, judging by its first bytes; `None` if there is no objection.
pub(super) fn fault(path: &Path) -> Option<ExhibitFault> {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    if read.is_err() {
        return Some(ExhibitFault::Unreadable);
    }
    let kind = path.extension().unwrap_or_default().to_string_lossy();
    let kind = kind.to_lowercase();
    if WORDS.contains(&kind.as_str()) {
        let letters = String::from_utf8_lossy(&head);
        let letters = letters.chars().filter(|ch| ch.is_alphanumeric()).count();
        return (letters < LEAST_LETTERS).then_some(ExhibitFault::Hollow);
    }
    // A short text under the name of a PDF is something else than its name says; that is more than being short. A few
    // bytes are nothing at all.
    if head.len() >= LEAST_LETTERS && !begins_as(&kind, &head) {
        return Some(ExhibitFault::OtherKind);
    }
    (head.len() < LEAST_BYTES).then_some(ExhibitFault::Hollow)
}

/// Whether a file starts with a signature of its kind.
fn begins_as(kind: &str, head: &[u8]) -> bool {
    if kind == "pdf" {
        let mut beginnings = head.windows(5).take(PDF_BEGINS);
        return beginnings.any(|bytes| bytes == b"%PDF-");
    }
    let known = BEGINNINGS.iter().find(|(kinds, _)| kinds.contains(&kind));
    known.is_none_or(|(_, beginnings)| beginnings.iter().any(|sign| head.starts_with(sign)))
}

/// A minimal text that passes for a PDF, for tests.
#[cfg(test)]
pub(super) const PDF: &str =
    "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n%%EOF\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_under_the_name_of_a_pdf_is_of_another_kind() {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            fault(&path)
        };
        assert_eq!(
            fault("a.pdf", "Das ist Text."),
            Some(ExhibitFault::OtherKind)
        );
        assert_eq!(
            fault("b.docx", "Das ist Text."),
            Some(ExhibitFault::OtherKind)
        );
        assert_eq!(fault("c.pdf", "%PDF-1.4"), Some(ExhibitFault::Hollow));
        assert_eq!(fault("d.txt", "ja"), Some(ExhibitFault::Hollow));
    }

    #[test]
    fn kinds_are_told_by_their_beginnings() {
        let padded = |sign: &[u8]| [sign, &[b' '; 100]].concat();
        assert!(begins_as("pdf", PDF.as_bytes()));
        assert!(begins_as("pdf", &padded(b"\r\n%PDF-1.4")));
        assert!(begins_as("docx", &padded(b"PK\x03\x04")));
        assert!(begins_as("docx", &padded(COMPOUND)), "with a password");
        assert!(begins_as("doc", &padded(b"{\\rtf1\\ansi")));
        assert!(begins_as("xls", &padded(b"<html>")));
        assert!(begins_as("xls", &padded(b"\xef\xbb\xbf<?xml")));
        assert!(begins_as("tif", &padded(b"II+\0")));
        assert!(!begins_as("odt", &padded(COMPOUND)));
        assert!(!begins_as("doc", &padded(b"%PDF-1.4")));
        assert!(begins_as("dwg", &padded(b"AC1032")), "nobody can tell");
        assert!(!begins_as("pdf", &padded(b"PK\x03\x04")));
        assert!(!begins_as("docx", &padded(b"%PDF-1.4")));
        assert!(!begins_as("png", &padded(b"%PDF-1.4")));
    }
}
