//! `pdf-figure-alternative`: what is tagged as a figure has words that are read out in its place (veraPDF 7.3-1, 7.7-1;
//! technique PDF1 of WCAG). What is marked as decoration stands in no tag.

use super::{on_pages, plain};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfFigure, PdfModel};
use crate::outcome::Expectation;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-figure-alternative",
    facts: &["pages", "count", "total"],
    variants: &[],
    build: |table| without_params(table, || plain(alternatives)),
};

fn alternatives(pdf: &PdfModel) -> Option<Expectation> {
    if pdf.figures.is_empty() {
        return None;
    }
    let is_silent = |figure: &&PdfFigure| figure.alternative.is_none();
    let silent: Vec<&PdfFigure> = pdf.figures.iter().filter(is_silent).collect();
    if silent.is_empty() {
        return Some(Expectation::Met);
    }
    let pages = silent.iter().filter_map(|figure| figure.page).collect();
    let grounds = on_pages(pdf, pages)
        .with("count", silent.len())
        .with("total", pdf.figures.len());
    Some(Expectation::Unmet(grounds))
}
