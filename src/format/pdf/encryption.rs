//! What encryption forbids (ISO 32000-1, 7.6.3.2). The permissions themselves are not encrypted.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, ObjectIdentifier};

use super::weigh::positions;
use crate::model::PdfExtraction;

const KEY: &[u8] = b"/Encrypt";
/// Permission to extract text and graphics for people with disabilities.
const ACCESSIBILITY: i32 = 1 << 9;
/// Permission to copy and otherwise extract; older versions don't distinguish the two.
const COPYING: i32 = 1 << 4;

/// Whether a file declares that it is encrypted.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    references(bytes).next().is_some()
}

/// Whether assistive technology may read a document.
pub fn extraction(pdf: &Pdf) -> PdfExtraction {
    let bytes = pdf.data().as_ref();
    let dictionary = references(bytes).find_map(|reference| {
        let found = match reference {
            Reference::Object(id) => pdf.xref().get::<Dict<'_>>(id),
            Reference::Inside => return Some(None),
        };
        let found = found.filter(|it| it.contains_key("Filter") && it.contains_key("V"));
        found.map(Some)
    });
    let dictionary = match dictionary {
        None => return PdfExtraction::Allowed,
        Some(None) => return PdfExtraction::Unknown,
        Some(Some(dictionary)) => dictionary,
    };
    let is_standard = dictionary.get::<Name<'_>>("Filter").as_deref() == Some(b"Standard");
    let permissions = permissions(&dictionary);
    let revision = dictionary.get::<i32>("R");
    match (is_standard, permissions, revision) {
        (true, Some(permissions), Some(2)) => allowed(permissions & COPYING != 0),
        (true, Some(permissions), Some(3..=5)) => {
            match (permissions & ACCESSIBILITY != 0, permissions & COPYING != 0) {
                (true, _) => PdfExtraction::Allowed,
                (false, true) => PdfExtraction::Contradictory,
                (false, false) => PdfExtraction::Forbidden,
            }
        }
        // PDF 2.0 tells readers to ignore it.
        (true, Some(permissions), Some(6)) if permissions & ACCESSIBILITY == 0 => {
            PdfExtraction::Ignored
        }
        (true, Some(_), Some(6)) => PdfExtraction::Allowed,
        _ => PdfExtraction::Unknown,
    }
}

fn allowed(is_allowed: bool) -> PdfExtraction {
    match is_allowed {
        true => PdfExtraction::Allowed,
        false => PdfExtraction::Forbidden,
    }
}

/// Some programs write the number unsigned.
fn permissions(dictionary: &Dict<'_>) -> Option<i32> {
    dictionary.get::<i32>("P").or_else(|| {
        let number = dictionary.get::<hayro_syntax::object::Number>("P")?;
        #[expect(clippy::cast_possible_truncation, reason = "the bits are meant")]
        let bits = number.as_f64() as i64 as i32;
        Some(bits)
    })
}

enum Reference {
    Object(ObjectIdentifier),
    /// The dictionary is written in place.
    Inside,
}

/// References to the encryption dictionary, last one first, because files grow at their end.
fn references(bytes: &[u8]) -> impl Iterator<Item = Reference> + '_ {
    const MOST: usize = 64;
    positions(bytes, KEY).rev().take(MOST).filter_map(|at| {
        let behind = &bytes[at + KEY.len()..];
        let head = &behind[..behind.len().min(40)];
        let text = String::from_utf8_lossy(head);
        if text.trim_start().starts_with("<<") {
            return Some(Reference::Inside);
        }
        // `/EncryptMetadata` is another key.
        if !text.starts_with(|ch: char| ch.is_ascii_whitespace()) {
            return None;
        }
        let mut words = text.split_ascii_whitespace();
        let number = words.next()?.parse().ok()?;
        let generation = words.next()?.parse().ok()?;
        let is_reference = words.next()?.starts_with('R');
        is_reference.then(|| Reference::Object(ObjectIdentifier::new(number, generation)))
    })
}
