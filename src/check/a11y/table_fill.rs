//! Tables whose cells a program makes in the browser: the page does not tell their number.

use scraper::ElementRef;

use super::data_table::{cells, rows};
use crate::a11y::{dynamic, repeat};

/// Whether a program makes cells, or rows with cells, that do not stand in a table: it repeats a cell, or fills a row or
/// a section. A row that is repeated with all of its cells only says how long the table is.
pub(super) fn makes_cells(table: ElementRef<'_>) -> bool {
    let fills = |row: ElementRef<'_>| {
        let is_empty = || cells(row).next().is_none();
        let is_filled = || repeat::is_repeated(row) || dynamic::is_bound(row);
        repeat::repeats_content(row)
            || cells(row).any(repeat::is_repeated)
            || is_empty() && is_filled()
    };
    makes_rows(table) || rows(table).any(fills)
}

/// Whether rows come into a table, or into a section of it, that do not stand there.
fn makes_rows(table: ElementRef<'_>) -> bool {
    let is_template = |part: ElementRef<'_>| {
        part.child_elements()
            .any(|child| child.value().name() == "template")
    };
    let has_rows = |part: ElementRef<'_>| {
        part.child_elements()
            .any(|child| child.value().name() == "tr")
    };
    let mut parts = table.child_elements().filter(|part| {
        let name = part.value().name();
        matches!(name, "thead" | "tbody" | "tfoot")
    });
    is_template(table)
        || parts.any(|part| {
            is_template(part)
                || !has_rows(part) && (repeat::repeats_content(part) || dynamic::is_bound(part))
        })
}
