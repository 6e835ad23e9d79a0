//! PDF documents: tags, title, language, permissions, forms, and whether there is any text. `hayro-syntax` parses the
//! syntax; [`weigh`] makes sure that nothing unpacks without limit.

mod content;
mod encryption;
mod form;
mod metadata;
mod pages;
mod read;
mod string;
mod tags;
mod weigh;

use super::{Failure, Format, Note, Parsed, Recognition};
use crate::gap::GapReason;
use crate::source::Capture;
use crate::topic::Topic;

/// Documents in the Portable Document Format.
pub struct Pdf;

/// How many bytes at the beginning viewers search for the header.
const HEAD: usize = 1024;

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let bytes = capture.bytes();
        let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
        let marked = head.windows(5).any(|window| window == b"%PDF-");
        // Illustrator stores its drawings as PDF; readers get what is exported from them.
        if capture.extension() == "ai" {
            return Recognition::No;
        }
        match (marked, capture.extension() == "pdf") {
            (true, true) => Recognition::Certain,
            // Program source and documentation may mention the header.
            (true, false) if bytes.starts_with(b"%PDF-") => Recognition::Certain,
            (false, true) => Recognition::Maybe,
            _ => Recognition::No,
        }
    }

    fn is_named_by_topic(&self) -> bool {
        true
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let weighed = weigh::without_heavy_streams(capture.bytes());
        let (pdf, mut notes) = read::document(&capture.document, &weighed)?;
        if weighed.emptied > 0 {
            let detail = "packed parts that unpack to too much or cannot be unpacked";
            let detail = format!("{detail}: {}", weighed.emptied);
            notes.push(note(GapReason::NotUnderstood, detail));
        }
        let controls = form::controls(&pdf);
        Ok(Parsed {
            schemas: controls.into_iter().collect(),
            pdfs: vec![pdf],
            notes,
            ..Parsed::default()
        })
    }
}

fn note(reason: GapReason, detail: impl Into<String>) -> Note {
    Note {
        reason,
        span: None,
        detail: detail.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_of_illustrator_are_no_documents() {
        let recognised =
            |name: &str| Pdf.recognise(&Capture::new(name, "a", b"%PDF-1.5\n".as_slice()));
        assert_eq!(recognised("merkblatt.pdf"), Recognition::Certain);
        assert_eq!(recognised("merkblatt"), Recognition::Certain);
        assert_eq!(recognised("logo.ai"), Recognition::No);
    }
}
