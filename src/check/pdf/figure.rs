//! `pdf-figure-alternative`: what is tagged as a figure has words that are read out in its place (veraPDF 7.3-1, 7.7-1;
//! technique PDF1 of WCAG). Decoration is not tagged.

use super::{on_pages, plain, unmet};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfFigure, PdfModel, PdfWording};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-figure-alternative",
    facts: &["pages", "count", "total"],
    variants: &["empty", "parts", "hollow", "unread"],
    build: |table| without_params(table, || plain(alternatives)),
};

fn alternatives(pdf: &PdfModel) -> Option<Expectation> {
    if pdf.figures.is_empty() {
        return None;
    }
    let of = |wording| {
        let figures = pdf.figures.iter();
        let own: Vec<&PdfFigure> = figures.filter(|it| it.wording == wording).collect();
        let pages = own.iter().filter_map(|figure| figure.page).collect();
        let grounds = on_pages(pdf, pages)
            .with("count", own.len())
            .with("total", pdf.figures.len());
        (!own.is_empty()).then_some(grounds)
    };
    let doubt = |grounds| Expectation::Unknown(Doubt::NeedsPerson, grounds);
    Some(if let Some(grounds) = of(PdfWording::Silent) {
        unmet(pdf, grounds)
    } else if let Some(grounds) = of(PdfWording::Empty) {
        // Somebody meant decoration, in the wrong way.
        doubt(grounds.variant("empty"))
    } else if let Some(grounds) = of(PdfWording::Parts) {
        doubt(grounds.variant("parts"))
    } else if let Some(grounds) = of(PdfWording::Hollow) {
        doubt(grounds.variant("hollow"))
    } else {
        Expectation::Met
    })
}
