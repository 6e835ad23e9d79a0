//! Pages: their numbers by object, and their content.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, ObjectIdentifier, Stream};

use super::content::ContentReader;
use super::weigh::{ENDED, find};
use crate::format::limits::{PDF_CONTENT_BYTES, PDF_PAGES};
use crate::model::PdfContent;

/// Page numbers, counted from 1, by object.
#[derive(Default)]
pub struct PageNumbers(BTreeMap<(u32, i32), u32>);

impl PageNumbers {
    /// The page numbers of a document.
    pub fn new(pdf: &Pdf) -> Self {
        let pages = (1..).zip(pdf.pages().iter());
        let numbered = pages.filter_map(|(number, page)| Some((key(page.raw().obj_id()?), number)));
        Self(numbered.collect())
    }

    /// The page referred to by a dictionary entry.
    pub fn at(&self, dictionary: &Dict<'_>, entry: &str) -> Option<u32> {
        let page = dictionary.get_ref(entry)?;
        self.0.get(&key(page.into())).copied()
    }
}

/// An object identifier as a sortable key.
pub fn key(object: ObjectIdentifier) -> (u32, i32) {
    (object.obj_number, object.gen_number)
}

/// The content of each page.
pub fn contents(pdf: &Pdf) -> Vec<PdfContent> {
    let mut reader = ContentReader::default();
    let pages = pdf.pages().iter().enumerate();
    pages
        .map(|(index, page)| {
            if index >= PDF_PAGES || reader.is_spent() {
                return PdfContent::Unread;
            }
            let streams = streams(page.raw());
            let own = page.raw().get::<Dict<'_>>("Resources");
            let resources = own.unwrap_or_else(|| inherited_resources(page.raw()));
            reader.look_at(streams, &resources)
        })
        .collect()
}

/// Whether a piece of page content states a language.
pub fn name_languages(pdf: &Pdf) -> bool {
    let mut left = PDF_CONTENT_BYTES;
    let pages = pdf.pages().iter().take(PDF_PAGES);
    for content in pages.flat_map(|page| streams(page.raw())).flatten() {
        if find(&content, b"/Lang").is_some() {
            return true;
        }
        left = match left.checked_sub(content.len()) {
            Some(left) => left,
            None => break,
        };
    }
    false
}

/// The content of a page, unpacked lazily; `None` for a part that cannot be read.
fn streams<'a>(page: &Dict<'a>) -> impl Iterator<Item = Option<Vec<u8>>> + use<'a> {
    let one = page.get::<Stream<'_>>("Contents");
    let parts = match one {
        Some(_) => None,
        None => page.get::<Array<'_>>("Contents"),
    };
    let parts = parts
        .into_iter()
        .flat_map(|parts| parts.iter::<Stream<'_>>());
    one.into_iter().chain(parts).map(|part| unpacked(&part))
}

fn unpacked(stream: &Stream<'_>) -> Option<Vec<u8>> {
    /// Maximum size in bytes of empty content, compressed and encrypted.
    const NOTHING: usize = 64;
    let data = stream.decoded_data().ok()?;
    // Content that was emptied while weighing proves nothing.
    let raw = stream.raw_data();
    let is_emptied = || raw.len() > NOTHING || raw.iter().all(|byte| *byte == ENDED);
    let is_lost = data.is_empty() && !raw.is_empty() && is_emptied();
    (!is_lost).then(|| data.into_owned())
}

/// The resources of the nearest ancestor that has some.
fn inherited_resources<'a>(page: &Dict<'a>) -> Dict<'a> {
    const MOST_GROUPS: usize = 64;
    let mut current = page.get::<Dict<'_>>("Parent");
    for _ in 0..MOST_GROUPS {
        let Some(group) = current else { break };
        if let Some(resources) = group.get::<Dict<'_>>("Resources") {
            return resources;
        }
        current = group.get::<Dict<'_>>("Parent");
    }
    Dict::empty()
}
