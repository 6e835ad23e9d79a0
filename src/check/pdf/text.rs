//! `pdf-text`: pages hold text that programs can read, and no pictures of text alone.

use std::collections::BTreeSet;

use super::{on_pages, plain};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfContent, PdfModel, PdfTagging, PdfWording};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-text",
    facts: &["pages", "count", "total"],
    variants: &["drawn"],
    build: |table| without_params(table, || plain(text)),
};

fn text(pdf: &PdfModel) -> Option<Expectation> {
    let is_told = |content: &PdfContent| !matches!(content, PdfContent::Nothing);
    if !pdf.contents.iter().any(is_told) {
        return None;
    }
    let described: BTreeSet<u32> = pdf
        .figures
        .iter()
        .filter(|figure| figure.wording == PdfWording::Stated)
        .filter_map(|figure| figure.page)
        .collect();
    let silent = |content| {
        let pages = pdf.pages_of(content).into_iter();
        pages
            .filter(|page| !described.contains(page))
            .collect::<Vec<u32>>()
    };
    let pictures = silent(PdfContent::Pictures);
    let drawings = silent(PdfContent::Drawing);
    let grounds = |pages: Vec<u32>| {
        let count = pages.len();
        on_pages(pdf, pages)
            .with("count", count)
            .with("total", u64::from(pdf.pages))
    };
    let says_nothing = !pdf.contents.contains(&PdfContent::Text);
    if !pictures.is_empty() {
        let whole = pdf.is_scan() && described.is_empty();
        // Tags can hold the words of a picture in ways that are not followed here.
        let untagged = pdf.tagging == PdfTagging::Absent;
        return Some(match whole && untagged && pdf.is_complete {
            true => Expectation::Unmet(grounds(pictures)),
            false => Expectation::Unknown(Doubt::NeedsPerson, grounds(pictures)),
        });
    }
    let unread = pdf.contents.contains(&PdfContent::Unread) || !pdf.is_complete;
    if says_nothing && !drawings.is_empty() && !unread {
        // Letters can be drawn as shapes.
        let grounds = grounds(drawings).variant("drawn");
        return Some(Expectation::Unknown(Doubt::NeedsPerson, grounds));
    }
    // What was not read is named as a gap.
    (!says_nothing || !described.is_empty()).then_some(Expectation::Met)
}
