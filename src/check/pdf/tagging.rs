//! `pdf-tagged`: a document with text is tagged (veraPDF 6.2-1, 7.1-11). `pdf-ua-claimed`: a tagged one claims PDF/UA
//! (5-1).

use super::{plain, unmet};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfContent, PdfModel, PdfTagging};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const TAGGED: CheckKind = CheckKind {
    name: "pdf-tagged",
    facts: &["count"],
    variants: &["empty", "unmarked", "unread"],
    build: |table| without_params(table, || plain(tagged)),
};

/// Registry entry.
pub const CLAIM: CheckKind = CheckKind {
    name: "pdf-ua-claimed",
    facts: &[],
    variants: &["unread"],
    build: |table| without_params(table, || plain(claims)),
};

fn tagged(pdf: &PdfModel) -> Option<Expectation> {
    // Of a scan there is nothing to tag yet.
    if pdf.pages == 0 || pdf.is_scan() || is_blank(pdf) {
        return None;
    }
    let grounds = Grounds::none().with("count", u64::from(pdf.pages));
    let is_unsure = |it: &PdfContent| matches!(it, PdfContent::Nothing | PdfContent::Unread);
    if pdf.fields.is_empty()
        && pdf.tagging == PdfTagging::Absent
        && pdf.contents.iter().all(is_unsure)
    {
        return Some(Expectation::Unknown(Doubt::Open, grounds.variant("unread")));
    }
    Some(match pdf.tagging {
        PdfTagging::Tagged => Expectation::Met,
        PdfTagging::Absent => unmet(pdf, grounds),
        PdfTagging::Empty => unmet(pdf, grounds.variant("empty")),
        // Some programs use the tags all the same.
        PdfTagging::Unmarked => {
            Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("unmarked"))
        }
    })
}

fn is_blank(pdf: &PdfModel) -> bool {
    let mut contents = pdf.contents.iter();
    contents.all(|content| *content == PdfContent::Nothing) && pdf.fields.is_empty()
}

fn claims(pdf: &PdfModel) -> Option<Expectation> {
    if pdf.tagging != PdfTagging::Tagged {
        return None;
    }
    Some(match pdf.claims_ua {
        Some(_) => Expectation::Met,
        None => unmet(pdf, Grounds::none()),
    })
}
