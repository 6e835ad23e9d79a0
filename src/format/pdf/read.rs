//! A file → the facts that rules need.

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::pages::{self, PageNumbers};
use super::tags::{Tags, read_tags, text_of};
use super::weigh::Weighed;
use super::{encryption, form, metadata, note, string};
use crate::format::{Failure, Note};
use crate::gap::GapReason;
use crate::model::{PdfContent, PdfModel, PdfTagging};

/// Reads a document, and reports what was not read.
///
/// # Errors
/// An unreadable file: damaged, or encrypted with a password or an unknown method.
pub fn document(name: &str, weighed: &Weighed) -> Result<(PdfModel, Vec<Note>), Failure> {
    let pdf = Pdf::new(weighed.bytes.clone()).map_err(|error| lost(error, weighed))?;
    let catalogue = pdf
        .xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .ok_or_else(|| lost(LoadPdfError::Invalid, weighed))?;
    let mut notes = Vec::new();
    let numbers = PageNumbers::new(&pdf);
    let root = catalogue.get::<Dict<'_>>("StructTreeRoot");
    let tags = match &root {
        Some(root) => read_tags(&pdf, root, &numbers),
        None => Tags::default(),
    };
    let form = form::read_form(&pdf, &catalogue, &numbers, &tags.alternatives);
    if form.is_made {
        // Its pages only ask for a program that can show the form, and are not the form itself.
        return Err(GapReason::MadeByProgram.into());
    }
    if catalogue.contains_key("Collection") {
        let detail = "a portfolio; the documents inside were not looked at";
        notes.push(note(GapReason::Packed, detail));
    }
    if tags.is_cut || form.is_cut {
        notes.push(note(
            GapReason::NotUnderstood,
            "more tags or fields than are read",
        ));
    }
    if pdf.pages().is_empty() {
        // Without pages it is not a document; its page tree leads nowhere, or to itself.
        notes.push(note(GapReason::Malformed, "no page could be found"));
    }
    let contents = pages::contents(&pdf);
    let unread = contents.iter().filter(|it| **it == PdfContent::Unread);
    match unread.count() {
        0 => {}
        count => {
            let detail = format!("pages whose content was not read: {count}");
            notes.push(note(GapReason::NotUnderstood, detail));
        }
    }
    let metadata = metadata::read_metadata(&catalogue);
    let preferences = catalogue.get::<Dict<'_>>("ViewerPreferences");
    let info = pdf.metadata().title.as_deref().and_then(string::bytes);
    let language = text_of(&catalogue, "Lang");
    let model = PdfModel {
        document: name.to_owned(),
        pages: u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX),
        title: metadata.title.or(info),
        shows_title: preferences
            .and_then(|it| it.get::<bool>("DisplayDocTitle"))
            .unwrap_or_default(),
        language: language.clone(),
        tagging: tagging(&catalogue, root.is_some(), tags.is_filled),
        names_languages: tags.names_languages || language.is_none() && pages::name_languages(&pdf),
        part_languages: tags.part_languages,
        extraction: encryption::extraction(&pdf),
        fields: form.fields,
        figures: tags.figures,
        tables: tags.tables,
        has_bookmarks: has_bookmarks(&catalogue),
        claims_ua: metadata.claims_ua,
        contents,
        is_complete: !(tags.is_cut || form.is_cut || weighed.emptied > 0),
    };
    Ok((model, notes))
}

fn tagging(catalogue: &Dict<'_>, has_tree: bool, is_filled: bool) -> PdfTagging {
    let mark = catalogue.get::<Dict<'_>>("MarkInfo");
    let is_marked = mark.and_then(|mark| mark.get::<bool>("Marked"));
    match (has_tree, is_filled, is_marked.unwrap_or_default()) {
        (false, ..) => PdfTagging::Absent,
        (true, false, _) => PdfTagging::Empty,
        (true, true, false) => PdfTagging::Unmarked,
        (true, true, true) => PdfTagging::Tagged,
    }
}

fn has_bookmarks(catalogue: &Dict<'_>) -> bool {
    let outlines = catalogue.get::<Dict<'_>>("Outlines");
    outlines.is_some_and(|outlines| outlines.get::<Dict<'_>>("First").is_some())
}

fn lost(error: LoadPdfError, weighed: &Weighed) -> Failure {
    let (reason, detail) = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => (GapReason::Locked, ""),
        LoadPdfError::Decryption(_) => (GapReason::Locked, "encrypted in a way that is not known"),
        LoadPdfError::Invalid if weighed.emptied > 0 => (
            GapReason::Malformed,
            "parts of it unpack to too much, or cannot be unpacked",
        ),
        LoadPdfError::Invalid if encryption::is_encrypted(&weighed.bytes) => {
            (GapReason::Malformed, "encrypted, or no sound PDF")
        }
        LoadPdfError::Invalid => (GapReason::Malformed, "no sound PDF"),
    };
    Failure::new(reason, None, detail)
}
