//! Tables of templates: whether their source shows the rows and header cells.

use scraper::{ElementRef, Node};

use super::data_table::{cells, rows};
use crate::a11y::{PageView, dynamic, insert};
use crate::model::HOLE;

/// Attributes by which a cell becomes a header.
const DECIDING: [&str; 2] = ["role", "scope"];

/// Whether a template shows the cells of a table and which of them are headers. Neither the content of cells nor the
/// number of repeated rows matters.
pub(super) fn shows_structure<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> bool {
    shows_children(page, table)
        && table.child_elements().all(|part| is_plain_part(page, part))
        && rows(table).all(|row| {
            shows_children(page, row)
                && row
                    .child_elements()
                    .all(|cell| is_cell(cell) || is_no_content(cell))
                && cells(row).all(|cell| is_plain_cell(page, cell))
        })
}

/// Whether a program sets the ids of cells, by which others refer to them as headers.
pub(super) fn leaves_ids_open<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> bool {
    let mut cells = rows(table).flat_map(cells);
    cells.any(|cell| page.is_decided_later(cell, "id"))
}

/// Whether the first row of a table always exists exactly once.
pub(super) fn begins_surely<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> bool {
    let branch = |element: ElementRef<'a>| page.page.unknowns.branch(element.id());
    rows(table)
        .next()
        .is_some_and(|row| branch(row) == branch(table))
}

/// Whether all rows of a table always exist exactly once.
pub(super) fn stands_whole<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> bool {
    let branch = |element: ElementRef<'a>| page.page.unknowns.branch(element.id());
    rows(table).all(|row| branch(row) == branch(table))
}

/// Whether a child of a table is a section, a row, or an element without cells.
fn is_plain_part<'a>(page: &PageView<'a>, part: ElementRef<'a>) -> bool {
    match part.value().name() {
        "thead" | "tbody" | "tfoot" => {
            let is_plain = |row: ElementRef<'a>| row.value().name() == "tr" || is_no_content(row);
            shows_children(page, part) && part.child_elements().all(is_plain)
        }
        "tr" | "caption" | "colgroup" | "col" => true,
        _ => is_no_content(part),
    }
}

fn is_cell(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "td" | "th")
}

fn is_no_content(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "script" | "style")
}

/// Whether the source contains all children of a part of a table.
fn shows_children<'a>(page: &PageView<'a>, part: ElementRef<'a>) -> bool {
    let is_written = |text: &str| !text.contains(HOLE);
    !page.stands_for_anything(part)
        && page.stands_here(part)
        && !insert::has_inserts(part)
        && part.children().all(|child| match child.value() {
            Node::Text(text) => is_written(text),
            _ => true,
        })
}

/// Whether a cell exists as in the source, with any content.
fn is_plain_cell<'a>(page: &PageView<'a>, cell: ElementRef<'a>) -> bool {
    let unknown = page.page.unknowns.of(cell.id());
    let is_known = unknown.is_none_or(|unknown| {
        !unknown.kind && !unknown.stand_in && !unknown.any_attribute && !unknown.place
    });
    let is_decided = |name: &&str| page.is_decided_later(cell, name);
    is_known && !DECIDING.iter().any(is_decided) && !dynamic::is_foreign(cell)
}
