//! Tables: `headers` refers to cells of the same table, header cells have cells they are for.
//! ACT rules a25f45, d0f69e.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::table_grid::{self, Cell, table_of};
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Truth, dynamic, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// `headers` refers to cells of the same table.
pub const HEADERS: CheckKind = CheckKind {
    name: "table-headers",
    facts: &["element", "value", "missing"],
    variants: &[],
    build: |table| without_params(table, || elements(HeaderReferences)),
};

/// A header cell has cells it is for.
pub const ASSIGNED: CheckKind = CheckKind {
    name: "table-header-assigned",
    facts: &["element", "text"],
    variants: &[],
    build: |table| without_params(table, || elements(AssignedHeaders)),
};

fn enclosing_table<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<ElementRef<'a>> {
    view.element(table_of(element)?)
}

fn header_ids(cell: ElementRef<'_>) -> impl Iterator<Item = &str> {
    cell.attr("headers")
        .unwrap_or_default()
        .split_ascii_whitespace()
}

struct HeaderReferences;

impl ElementCheck for HeaderReferences {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        if !matches!(element.value().name(), "td" | "th") || element.attr("headers").is_none() {
            return Truth::No;
        }
        let Some(table) = enclosing_table(view, element) else {
            return Truth::No;
        };
        let is_table = view
            .role(table)
            .is_some_and(|role| matches!(role.name, "table" | "grid" | "treegrid"));
        Truth::from(is_table)
            .and(view.seen(table))
            .and(view.exposed(table))
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let Some(table) = enclosing_table(view, element) else {
            return (Truth::Yes, element_grounds(element));
        };
        let value = element.attr("headers").unwrap_or_default();
        let missing: Vec<String> = header_ids(element)
            .filter(|id| {
                let in_table = |other: &ElementRef<'_>| {
                    other.attr("id") == Some(id)
                        && matches!(other.value().name(), "td" | "th")
                        && other.id() != element.id()
                        && table_of(*other) == Some(table.id())
                };
                !view
                    .index
                    .descendants(table.id())
                    .any(|other| in_table(&other))
            })
            .map(str::to_owned)
            .collect();
        let fine = if missing.is_empty() {
            Truth::Yes
        } else if dynamic::is_insert(value) || dynamic::is_bound(element) {
            Truth::Unknown
        } else {
            Truth::No
        };
        (
            fine,
            element_grounds(element)
                .with("value", value)
                .with("missing", missing),
        )
    }
}

struct AssignedHeaders;

/// The table or grid around an element by role.
fn enclosing_table_by_role<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
) -> Option<ElementRef<'a>> {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|ancestor| view.role(*ancestor).is_some_and(|role| role.is_a("table")))
}

impl ElementCheck for AssignedHeaders {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let is_header = view
            .role(element)
            .is_some_and(|role| matches!(role.name, "rowheader" | "columnheader"));
        if !is_header || !role::is_html(element) {
            return Truth::No;
        }
        let Some(table) = enclosing_table_by_role(view, element) else {
            return Truth::No;
        };
        // An empty header is for nothing and says nothing.
        let says = !view.name(element).is_empty();
        says.and(view.seen(element))
            .and(view.exposed(element))
            .and(view.exposed(table))
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let grounds = element_grounds(element).with("text", view.name(element).text.as_str());
        let Some(table) = enclosing_table_by_role(view, element) else {
            return (Truth::Yes, grounds);
        };
        let is_cell = matches!(element.value().name(), "td" | "th");
        let fine = if is_cell && table.value().name() == "table" {
            heads_html_cell(view, table, element)
        } else {
            heads_aria_cell(view, table, element)
        };
        let filled_later = view.scripts().any() || dynamic::is_bound(table);
        if fine.is_no() && filled_later && !has_data_cell(view, table) {
            return (Truth::Unknown, grounds);
        }
        (fine, grounds)
    }
}

/// Whether a table has any cell that is no header.
fn has_data_cell<'a>(view: &PageView<'a>, table: ElementRef<'a>) -> bool {
    view.index.descendants(table.id()).any(|element| {
        view.role(element)
            .is_some_and(|role| matches!(role.name, "cell" | "gridcell"))
    })
}

fn heads_html_cell<'a>(
    view: &PageView<'a>,
    table: ElementRef<'a>,
    header: ElementRef<'a>,
) -> Truth {
    let Some(cells) = table_grid::cells(&view.index, table) else {
        return Truth::Unknown;
    };
    let Some(own) = cells.iter().find(|cell| cell.element.id() == header.id()) else {
        return Truth::Unknown;
    };
    let (down, right) = directions(own, &cells);
    let mut found = Truth::No;
    for cell in cells.iter().filter(|cell| cell.element.id() != header.id()) {
        let referred = header
            .attr("id")
            .is_some_and(|id| header_ids(cell.element).any(|one| one == id));
        let explicit = header_ids(cell.element).next().is_some();
        let below = down && cell.row > own.row && cell.shares_column(own);
        let beside = right && cell.column > own.column && cell.shares_row(own);
        if referred || (!explicit && (below || beside)) {
            found = found.or(view.exposed(cell.element));
        }
    }
    found
}

/// Which way a header points: down its columns, along its rows. Without `scope` or role, both where the
/// standard's rules for the place decide for neither, because browsers are more generous.
fn directions<'a>(own: &Cell<'a>, cells: &[Cell<'a>]) -> (bool, bool) {
    let scope = own
        .element
        .attr("scope")
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match scope.as_str() {
        "col" | "colgroup" => return (true, false),
        "row" | "rowgroup" => return (false, true),
        _ => {}
    }
    if let Some(explicit) = role::explicit(own.element) {
        return match explicit.name {
            "columnheader" => (true, false),
            "rowheader" => (false, true),
            _ => (true, true),
        };
    }
    let data = |shares: fn(&Cell<'a>, &Cell<'a>) -> bool| {
        cells
            .iter()
            .any(|cell| !cell.is_header() && shares(cell, own))
    };
    let down = !data(Cell::shares_row);
    let right = !down && !data(Cell::shares_column);
    if down || right {
        (down, right)
    } else {
        (true, true)
    }
}

/// Tables made of roles: columns are counted, so anything that shifts them leaves it open.
fn heads_aria_cell<'a>(
    view: &PageView<'a>,
    table: ElementRef<'a>,
    header: ElementRef<'a>,
) -> Truth {
    let rows: Vec<Vec<NodeId>> = view
        .index
        .descendants(table.id())
        .filter(|element| view.role(*element).is_some_and(|role| role.name == "row"))
        .map(|row| {
            view.index
                .descendants(row.id())
                .filter(|element| view.role(*element).is_some_and(|role| role.is_a("cell")))
                .map(|cell| cell.id())
                .collect()
        })
        .collect();
    let shifts = ["aria-colspan", "aria-rowspan", "aria-colindex", "aria-owns"];
    let shifted = std::iter::once(table)
        .chain(view.index.descendants(table.id()))
        .any(|element| shifts.iter().any(|name| element.attr(name).is_some()));
    if shifted {
        return Truth::Unknown;
    }
    let place = rows.iter().enumerate().find_map(|(row, cells)| {
        let column = cells.iter().position(|cell| *cell == header.id())?;
        Some((row, column))
    });
    let Some((row, column)) = place else {
        return Truth::Unknown;
    };
    let is_row_header = view
        .role(header)
        .is_some_and(|role| role.name == "rowheader");
    if is_row_header {
        return (rows[row].len() > column + 1).into();
    }
    rows.iter()
        .enumerate()
        .any(|(other, cells)| other != row && cells.len() > column)
        .into()
}
