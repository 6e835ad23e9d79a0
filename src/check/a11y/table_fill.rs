//! Tables with cells generated in the browser: the page does not show their number.

use scraper::ElementRef;

use super::data_table::{cells, rows};
use crate::a11y::{dynamic, repeat};

/// Whether a program generates cells, or rows with cells, that are not in the source: it repeats a cell, or fills a row
/// or a section. Repeating a row with all its cells only changes the length of the table.
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

/// Whether rows are added to a table or a section that are not in the source.
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
