//! Checks on PDF documents. The document is the target: it is made anew from its source as a whole.

pub mod bookmarks;
pub mod extraction;
pub mod field;
pub mod figure;
pub mod language;
pub mod table;
pub mod tagging;
pub mod text;
pub mod title;

use super::{Check, PdfCheck};
use crate::model::{PdfModel, Place};
use crate::outcome::{Doubt, Expectation, Grounds};

/// A check without parameters.
struct Plain(fn(&PdfModel) -> Option<Expectation>);

impl PdfCheck for Plain {
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation> {
        (self.0)(pdf)
    }
}

fn plain(expect: fn(&PdfModel) -> Option<Expectation>) -> Check {
    Check::Pdf(Box::new(Plain(expect)))
}

/// Not met; a question where parts of the document were not read, in which what is missing may stand.
fn unmet(pdf: &PdfModel, grounds: Grounds) -> Expectation {
    match pdf.is_complete {
        true => Expectation::Unmet(grounds),
        false => Expectation::Unknown(Doubt::Open, grounds.variant("unread")),
    }
}

/// Other places that a finding lists; the rest is counted.
const MOST_RELATED: usize = 20;
/// Pages and names that a sentence lists.
const MOST_NAMED: usize = 10;

/// A page as programs open it (RFC 8118, section 3).
fn page_place(pdf: &PdfModel, page: u32) -> Place {
    Place {
        selector: Some(format!("#page={page}")),
        ..Place::document(&pdf.document)
    }
}

/// Grounds that name pages, the first of which is the place to open. Each is named once.
fn on_pages(pdf: &PdfModel, mut pages: Vec<u32>) -> Grounds {
    pages.sort_unstable();
    pages.dedup();
    let mut named: Vec<String> = pages.iter().take(MOST_NAMED).map(u32::to_string).collect();
    if pages.len() > MOST_NAMED {
        named.push("…".to_owned());
    }
    if named.is_empty() {
        named.push("?".to_owned());
    }
    let mut places = pages.iter().map(|page| page_place(pdf, *page));
    let mut grounds = Grounds::none().with("pages", named);
    grounds.at = places.next().map(Box::new);
    grounds.related = places.take(MOST_RELATED).collect();
    grounds
}

/// The first of some texts, each in its marks, for sentences.
fn first_of<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut texts = texts;
    let mut named: Vec<String> = texts.by_ref().take(MOST_NAMED).map(str::to_owned).collect();
    if texts.next().is_some() {
        named.push("…".to_owned());
    }
    named
}
