//! Tables: `headers` refers to cells of the same table, and header cells apply to some cells. ACT rules a25f45, d0f69e.

use crate::model::Attributes;
use scraper::ElementRef;

use super::table_fill::makes_cells;
use super::table_template::{leaves_ids_open, shows_structure};
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{
    Grid, PageView, Reach, Reads, Truth, dynamic, header_ids, insert, role, table_of,
};
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

/// A header cell applies to some cells.
pub const ASSIGNED: CheckKind = CheckKind {
    name: "table-header-assigned",
    facts: &["element", "text"],
    variants: &[],
    build: |table| without_params(table, || elements(AssignedHeaders)),
};

fn enclosing_table<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<ElementRef<'a>> {
    view.element(table_of(element)?)
}

struct HeaderReferences;

impl ElementCheck for HeaderReferences {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("headers").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        if !matches!(element.value().name(), "td" | "th") || element.attribute("headers").is_none()
        {
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
        let value = element.attribute("headers").unwrap_or_default();
        let missing: Vec<String> = header_ids(element)
            .filter(|id| {
                let in_table = |other: ElementRef<'_>| {
                    matches!(other.value().name(), "td" | "th")
                        && other.id() != element.id()
                        && table_of(other) == Some(table.id())
                };
                !view.index.all_by_id(id).any(in_table)
            })
            .map(str::to_owned)
            .collect();
        let fine = if missing.is_empty() {
            Truth::Yes
        } else if insert::is_insert(value)
            || dynamic::is_bound(element)
            || view.is_template() && (!shows_structure(view, table) || leaves_ids_open(view, table))
        {
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
    /// The page does not show the number of generated cells, or their headers.
    fn leaves_open<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        enclosing_table_by_role(view, element)
            .is_some_and(|table| makes_cells(table) || is_filled_later(view, table))
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.with_role(|role| matches!(role.name, "rowheader" | "columnheader"))
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let is_header = view
            .role(element)
            .is_some_and(|role| matches!(role.name, "rowheader" | "columnheader"));
        if !is_header || !role::is_html(element) {
            return Truth::No;
        }
        let table = enclosing_table_by_role(view, element);
        let is_plain = |table: &ElementRef<'a>| {
            view.role(*table)
                .is_some_and(|role| matches!(role.name, "table" | "grid"))
        };
        let Some(table) = table.filter(is_plain) else {
            return Truth::No;
        };
        // An empty header applies to nothing.
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
        if fine.is_no() && repeats_head(view, table, element) {
            return (Truth::Yes, grounds);
        }
        (fine, grounds)
    }
}

/// Whether a table has no data cells yet, and a script or the page around it may add them.
fn is_filled_later<'a>(view: &PageView<'a>, table: ElementRef<'a>) -> bool {
    !view.role_grid(table).has_data
        && (view.scripts().any()
            || dynamic::is_bound(table)
            || view.document_element().is_none()
            || view.keeps_rows())
}

/// Whether a header is in the foot of a table below data cells: it repeats the name of the column.
fn repeats_head<'a>(view: &PageView<'a>, table: ElementRef<'a>, header: ElementRef<'a>) -> bool {
    let section = header.ancestors().filter_map(ElementRef::wrap).nth(1);
    section.is_some_and(|section| section.value().name() == "tfoot")
        && view.grid(table).as_ref().as_ref().is_some_and(|grid| {
            grid.data_beside(header.id())
                .is_some_and(|(_, in_column)| in_column)
        })
}

fn heads_html_cell<'a>(
    view: &PageView<'a>,
    table: ElementRef<'a>,
    header: ElementRef<'a>,
) -> Truth {
    let grid = view.grid(table);
    let Some((grid, reach)) = grid
        .as_ref()
        .as_ref()
        .and_then(|grid| Some((grid, reach(grid, header)?)))
    else {
        return Truth::Unknown;
    };
    grid.heads(header, reach)
}

/// How far a header reaches. Without `scope` or role, down and along if the standard's rules decide for neither, because
/// browsers are more generous. `None` if the table has no such cell.
fn reach<'a>(grid: &Grid<'a>, header: ElementRef<'a>) -> Option<Reach> {
    let (data_in_row, data_in_column) = grid.data_beside(header.id())?;
    let scope = header.attribute("scope").unwrap_or_default();
    match scope.trim().to_ascii_lowercase().as_str() {
        "col" | "colgroup" => return Some(Reach::DOWN),
        "row" => return Some(Reach::RIGHT),
        "rowgroup" => return Some(Reach::ROW_GROUP),
        _ => {}
    }
    if let Some(explicit) = role::explicit(header) {
        return Some(match explicit.name {
            "columnheader" => Reach::DOWN,
            "rowheader" => Reach::RIGHT,
            _ => Reach::BOTH,
        });
    }
    Some(match (data_in_row, data_in_column) {
        (false, _) => Reach::DOWN,
        (true, false) => Reach::RIGHT,
        (true, true) => Reach::BOTH,
    })
}

/// Tables of roles: columns are counted, so anything that shifts them leaves the verdict open.
fn heads_aria_cell<'a>(
    view: &PageView<'a>,
    table: ElementRef<'a>,
    header: ElementRef<'a>,
) -> Truth {
    let grid = view.role_grid(table);
    if grid.shifted {
        return Truth::Unknown;
    }
    let is_row_header = view
        .role(header)
        .is_some_and(|role| role.name == "rowheader");
    let heads = match is_row_header {
        true => grid.continues_row(header.id()),
        false => grid.continues_column(header.id()),
    };
    heads.map_or(Truth::Unknown, Truth::from)
}
