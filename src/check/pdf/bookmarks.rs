//! `pdf-bookmarks`: long documents have bookmarks (technique PDF2 of WCAG).

use serde::Deserialize;

use super::unmet;
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PdfCheck};
use crate::model::PdfModel;
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-bookmarks",
    facts: &["count"],
    variants: &["unread"],
    build: |table| {
        let Params { longer_than } = params(table)?;
        Ok(Check::Pdf(Box::new(Bookmarks { longer_than })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Pages up to which a document does without.
    longer_than: u32,
}

struct Bookmarks {
    longer_than: u32,
}

impl PdfCheck for Bookmarks {
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation> {
        if pdf.pages <= self.longer_than {
            return None;
        }
        Some(match pdf.has_bookmarks {
            true => Expectation::Met,
            false => unmet(pdf, Grounds::none().with("count", u64::from(pdf.pages))),
        })
    }
}
