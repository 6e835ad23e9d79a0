//! `table-scope`: if there are header cells both above columns and before rows, each states its direction.

use scraper::ElementRef;

use super::data_table::{cells, rows, tables};
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::Attributes;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "table-scope",
    facts: &["text", "value", "count"],
    variants: &["wrong"],
    build: |table| without_params(table, || once_per_page(Scope)),
};

struct Scope;

impl Survey for Scope {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        tables(page)
            .filter_map(|table| judge_table(page, table))
            .collect()
    }
}

/// The header cells of a table that has them in both directions.
struct Headers<'a> {
    above_columns: Vec<ElementRef<'a>>,
    before_rows: Vec<ElementRef<'a>>,
}

impl<'a> Headers<'a> {
    /// The non-empty headers; a direction is empty if the table has none there.
    fn of_table(page: &PageView<'a>, table: ElementRef<'a>) -> Self {
        let mut headers = Self {
            above_columns: Vec::new(),
            before_rows: Vec::new(),
        };
        for row in rows(table) {
            let is_header = |cell: &ElementRef<'a>| cell.value().name() == "th";
            let says = |cell: &ElementRef<'a>| page.name(*cell).is_empty().is_no();
            let heads = |cell: &ElementRef<'a>| is_header(cell) && says(cell);
            // The corner of a table is often an empty cell.
            let holds_data = cells(row).any(|cell| !is_header(&cell) && says(&cell));
            match holds_data {
                true => headers.before_rows.extend(cells(row).filter(heads)),
                false => headers.above_columns.extend(cells(row).filter(heads)),
            }
        }
        headers
    }
}

fn judge_table<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> Option<Occurrence> {
    let headers = Headers::of_table(page, table);
    if headers.above_columns.len() < 2 || headers.before_rows.is_empty() {
        return judge_one_direction(page, table, &headers);
    }
    // Cells with `headers` need nothing else.
    let named = |cell: ElementRef<'a>| cell.attribute("headers").is_some();
    if rows(table).flat_map(cells).any(named) {
        return Some(Occurrence::fine(table.id()));
    }
    let above = headers.above_columns.iter().map(|cell| (*cell, true));
    let before = headers.before_rows.iter().map(|cell| (*cell, false));
    let Some(grounds) = above.chain(before).find_map(|(cell, is_above)| {
        let grounds = || Grounds::none().with("text", shown(&page.name(cell).text));
        match direction(cell) {
            Direction::Said(column) if column || !is_above => None,
            Direction::None => Some(grounds().with_place(page.place(cell.id()))),
            _ => {
                let value = cell.attribute("scope").unwrap_or_default();
                let grounds = grounds().variant("wrong").with("value", value.trim());
                Some(grounds.with_place(page.place(cell.id())))
            }
        }
    }) else {
        return Some(Occurrence::fine(table.id()));
    };
    let all = || headers.above_columns.iter().chain(&headers.before_rows);
    let certain = page.exposed(table).is_yes() && !all().any(|cell| dynamic::is_bound(*cell));
    Some(match certain {
        true => Occurrence::wrong(table.id(), grounds),
        false => Occurrence::open(table.id()),
    })
}

/// If all header cells apply to columns, or all to rows, no `scope` is needed; a stated one must be valid.
fn judge_one_direction<'a>(
    page: &PageView<'a>,
    table: ElementRef<'a>,
    headers: &Headers<'a>,
) -> Option<Occurrence> {
    let mut all = headers.above_columns.iter().chain(&headers.before_rows);
    let wrong = all.find(|cell| matches!(direction(**cell), Direction::Unknown))?;
    let value = wrong.attribute("scope").unwrap_or_default();
    if insert::is_insert(value) || dynamic::is_bound(*wrong) || !page.exposed(table).is_yes() {
        return Some(Occurrence::open(table.id()));
    }
    let grounds = Grounds::none()
        .variant("wrong")
        .with("text", shown(&page.name(*wrong).text))
        .with("value", value.trim())
        .with_place(page.place(wrong.id()));
    Some(Occurrence::wrong(table.id(), grounds))
}

/// The stated direction of a header cell.
enum Direction {
    /// Whether it is for a column.
    Said(bool),
    /// A value that no browser understands.
    Unknown,
    None,
}

fn direction(cell: ElementRef<'_>) -> Direction {
    if let Some(explicit) = role::explicit(cell) {
        match explicit.name {
            "columnheader" => return Direction::Said(true),
            "rowheader" => return Direction::Said(false),
            _ => {}
        }
    }
    let scope = cell.attribute("scope").unwrap_or_default().trim();
    match scope.to_ascii_lowercase().as_str() {
        "" => Direction::None,
        "col" | "colgroup" => Direction::Said(true),
        "row" | "rowgroup" => Direction::Said(false),
        _ => Direction::Unknown,
    }
}
