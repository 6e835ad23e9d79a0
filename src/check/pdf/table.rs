//! `pdf-table-headers`: tables of several rows and columns have header cells (veraPDF 7.5-1; technique PDF6 of WCAG).

use super::{on_pages, plain};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{PdfModel, PdfTable};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-table-headers",
    facts: &["pages", "count", "total"],
    variants: &[],
    build: |table| without_params(table, || plain(headers)),
};

fn headers(pdf: &PdfModel) -> Option<Expectation> {
    // A single row or column needs no headers.
    let is_grid = |table: &&PdfTable| table.rows > 1 && table.columns > 1;
    let grids: Vec<&PdfTable> = pdf.tables.iter().filter(is_grid).collect();
    if grids.is_empty() {
        return None;
    }
    let bare: Vec<&&PdfTable> = grids.iter().filter(|table| !table.has_headers).collect();
    if bare.is_empty() {
        return Some(Expectation::Met);
    }
    let pages = bare.iter().filter_map(|table| table.page).collect();
    let grounds = on_pages(pdf, pages)
        .with("count", bare.len())
        .with("total", grids.len());
    // A grid may only arrange things.
    Some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
}
