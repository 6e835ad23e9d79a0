//! `pdf-assistive-technology`: encryption does not shut out programs that read a document aloud (veraPDF 7.16-1).

use super::plain;
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfExtraction, PdfModel};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-assistive-technology",
    facts: &[],
    variants: &["ignored", "contradictory"],
    build: |table| without_params(table, || plain(extraction)),
};

fn extraction(pdf: &PdfModel) -> Option<Expectation> {
    if pdf.pages == 0 {
        return None;
    }
    let grounds = Grounds::none();
    Some(match pdf.extraction {
        PdfExtraction::Allowed => Expectation::Met,
        PdfExtraction::Forbidden => Expectation::Unmet(grounds),
        PdfExtraction::Ignored => {
            Expectation::Unknown(Doubt::Ambiguous, grounds.variant("ignored"))
        }
        PdfExtraction::Contradictory => {
            Expectation::Unknown(Doubt::Ambiguous, grounds.variant("contradictory"))
        }
        PdfExtraction::Unknown => Expectation::Unknown(Doubt::Open, grounds),
    })
}
