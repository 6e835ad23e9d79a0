//! Files that hold a list, but of a kind that is not read: what they are is told, instead of looking for headings in them.

use super::Given;
use crate::inventory::Message;

/// How many bytes tell the kind.
const HEAD: usize = 4096;

/// What a file is, if it is of a kind that is known and not read.
pub(super) fn kind(given: &Given) -> Option<Message> {
    let bytes = given.capture.bytes();
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if head.starts_with(b"%PDF-") {
        return Some(Message::new("imp-001-pdf"));
    }
    if head.starts_with(b"{\\rtf") {
        return Some(Message::new("imp-001-rtf"));
    }
    // Many programs write a page under the name of a workbook, also in UTF-16.
    let text = given.capture.text().ok();
    let text = text.map(|text| text.as_str().chars().take(HEAD).collect::<String>());
    let text = text?.to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("mime-version:") {
        return Some(Message::new("imp-001-page"));
    }
    if !text.starts_with('<') {
        return None;
    }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(Message::new("imp-001-xml-sheet"));
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<table",
        "<meta",
        "<body",
    ];
    let is_page = tags.iter().any(|tag| text.contains(tag));
    Some(Message::new(match is_page {
        true => "imp-001-page",
        false => "imp-001-xml",
    }))
}
