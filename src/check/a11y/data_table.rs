//! Data tables have header cells with content; layout tables are marked as such.

use foldhash::HashSet;

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use super::near::short_text;
use super::occurrence::{Occurrence, Survey, each, once_per_page};
use super::text::{folded, has_words, shown};
use super::{table_fill, table_template};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::{Doubt, Expectation, Grounds};

/// A data table has header cells.
pub const HEADED: CheckKind = CheckKind {
    name: "table-headed",
    facts: &["rows", "columns", "cells"],
    variants: &["head", "bold", "caption"],
    build: |table| without_params(table, || each(Headed)),
};

/// Header cells have text.
pub const TELLING: CheckKind = CheckKind {
    name: "table-header-telling",
    facts: &["element", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Telling)),
};

/// The columns of a table have different names.
pub const DISTINCT: CheckKind = CheckKind {
    name: "table-headers-distinct",
    facts: &["text"],
    variants: &[],
    build: |table| without_params(table, || each(Distinct)),
};

/// A layout table is marked as such.
pub const LAYOUT: CheckKind = CheckKind {
    name: "layout-table",
    facts: &["count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Layout)),
};

/// All rows of a data table have the same number of columns.
pub const EVEN: CheckKind = CheckKind {
    name: "table-even",
    facts: &["columns"],
    variants: &[],
    build: |table| without_params(table, || each(Even)),
};

/// Tables exposed as tables to assistive technology.
pub(super) fn tables<'v, 'a>(page: &'v PageView<'a>) -> impl Iterator<Item = ElementRef<'a>> + 'v {
    page.index.named("table").filter(|element| {
        role::is_html(*element)
            && page
                .role(*element)
                .is_some_and(|role| matches!(role.name, "table" | "grid" | "treegrid"))
            && !page.exposed_once_open(*element).is_no()
    })
}

/// The rows of a table without those of nested tables; they are its children or those of a section.
pub(super) fn rows<'a>(table: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    table.child_elements().flat_map(|child| {
        let section = matches!(child.value().name(), "thead" | "tbody" | "tfoot");
        let own = (child.value().name() == "tr").then_some(child);
        let of_section = section
            .then(|| child.child_elements())
            .into_iter()
            .flatten();
        own.into_iter()
            .chain(of_section.filter(|row| row.value().name() == "tr"))
    })
}

pub(super) fn cells<'a>(row: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    row.child_elements()
        .filter(|cell| matches!(cell.value().name(), "td" | "th"))
}

fn is_empty(element: ElementRef<'_>) -> bool {
    element.text().all(|text| text.trim().is_empty())
}

fn child<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    element
        .child_elements()
        .find(|child| child.value().name() == name)
}

/// Whether a table contains content typical of a page layout: another table, landmarks, headings, whole forms.
fn arranges(page: &PageView<'_>, table: ElementRef<'_>) -> bool {
    page.index.descendants(table.id()).any(|inner| {
        matches!(
            inner.value().name(),
            "table" | "h1" | "h2" | "h3" | "h4" | "form" | "nav" | "main" | "header" | "footer"
        )
    })
}

/// Whether a table says that it arranges the links to other pages: DocBook's first and last lines of a page.
fn leads_on(table: ElementRef<'_>) -> bool {
    let summary = table.attribute("summary").unwrap_or_default();
    summary.to_ascii_lowercase().contains("navigation")
}

struct Headed;

impl Survey for Headed {
    /// The check itself examines which cells the table has.
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        tables(page)
            .filter_map(|table| {
                Some(Occurrence {
                    node: table.id(),
                    expectation: judge_headers(page, table)?,
                })
            })
            .collect()
    }
}

/// The verdict on the header cells of a table; `None` if it may contain no data.
fn judge_headers<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> Option<Expectation> {
    let rows: Vec<Vec<ElementRef<'a>>> = rows(table).map(|row| cells(row).collect()).collect();
    let heads = |cell: &ElementRef<'a>| {
        cell.value().name() == "th"
            || cell.attribute("scope").is_some()
            || page
                .role(*cell)
                .is_some_and(|role| matches!(role.name, "columnheader" | "rowheader"))
    };
    if rows.iter().flatten().any(heads) {
        return Some(Expectation::Met);
    }
    if page.is_template() && !table_template::shows_structure(page, table) {
        return Some(Expectation::Unknown(Doubt::NotCaptured, Grounds::none()));
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if rows.len() < 2 || columns < 2 {
        return None;
    }
    let grounds = Grounds::none()
        .with("rows", rows.len())
        .with("columns", columns);
    let filled_elsewhere = dynamic::is_bound(table)
        || insert::has_inserts(table)
        || rows.iter().flatten().any(|cell| dynamic::is_foreign(*cell));
    let is_told = page.exposed_once_open(table).is_yes();
    let certain = |grounds: Grounds| match is_told && !filled_elsewhere {
        true => Expectation::Unmet(grounds),
        false => Expectation::Unknown(Doubt::NotCaptured, grounds),
    };
    let title = |cell: &ElementRef<'a>| short_text(page, *cell).unwrap_or_default();
    let first: Vec<String> = rows[0].iter().map(|cell| shown(&title(cell))).collect();
    let titled = first.len() > 1 && first.iter().all(|text| has_words(text));
    let grounds = grounds.with("cells", first);
    if titled && child(table, "thead").is_some_and(|head| rows_begin_in(head, &rows)) {
        return Some(certain(grounds.variant("head")));
    }
    if arranges(page, table) || leads_on(table) {
        return None;
    }
    let all_bold = |row: &Vec<ElementRef<'a>>| row.iter().all(|cell| is_bold(*cell));
    let begins = !page.is_template() || table_template::begins_surely(page, table);
    if titled && begins && all_bold(&rows[0]) && !rows[1..].iter().any(all_bold) {
        return Some(certain(grounds.variant("bold")));
    }
    if child(table, "caption").is_some_and(|caption| !is_empty(caption)) {
        return Some(certain(grounds.variant("caption")));
    }
    // A template does not show the future rows.
    if page.is_template() && !table_template::stands_whole(page, table) {
        return None;
    }
    // Fields side by side with their labels form a form.
    let mut inside = page.index.descendants(table.id());
    if inside.any(|inner| matches!(inner.value().name(), "input" | "select" | "textarea")) {
        return None;
    }
    let filled = rows
        .iter()
        .flatten()
        .filter(|cell| !is_empty(**cell))
        .count();
    let all = rows.iter().map(Vec::len).sum::<usize>();
    (filled * 2 > all && all >= 6).then_some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
}

/// Whether the first row is in the table head.
fn rows_begin_in(head: ElementRef<'_>, rows: &[Vec<ElementRef<'_>>]) -> bool {
    let first = rows.first().and_then(|row| row.first());
    let row = first.and_then(|cell| cell.parent());
    row.and_then(|row| row.parent())
        .is_some_and(|section| section.id() == head.id())
}

/// Whether all text of a cell is bold.
fn is_bold(cell: ElementRef<'_>) -> bool {
    let mut texts = cell
        .descendants()
        .filter(|node| matches!(node.value(), Node::Text(text) if !text.trim().is_empty()))
        .peekable();
    let bold = |node: ego_tree::NodeRef<'_, Node>| {
        node.ancestors()
            .take_while(|around| around.id() != cell.id())
            .filter_map(|around| around.value().as_element().map(|element| element.name()))
            .any(|name| matches!(name, "b" | "strong"))
    };
    texts.peek().is_some() && texts.all(bold)
}

struct Telling;

impl Survey for Telling {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::NAME))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for table in tables(page) {
            for row in rows(table) {
                for cell in cells(row) {
                    let is_header = cell.value().name() == "th";
                    if is_header
                        && !(page.exposed_once_open(cell).is_no() || is_of_others(page, cell))
                    {
                        found.push(judge_header(page, cell));
                    }
                }
            }
        }
        found
    }
}

/// Whether a header is not empty but holds controls or pictures without names, which other rules tell of.
fn is_of_others<'a>(page: &PageView<'a>, header: ElementRef<'a>) -> bool {
    page.name(header).is_empty().is_yes()
        && page.index.descendants(header.id()).any(|inner| {
            let is_hidden = || inner.attribute("type") == Some("hidden");
            match inner.value().name() {
                "input" => !is_hidden(),
                "select" | "textarea" | "button" | "img" => true,
                "a" => inner.attribute("href").is_some(),
                _ => false,
            }
        })
}

fn judge_header<'a>(page: &PageView<'a>, header: ElementRef<'a>) -> Occurrence {
    let empty = page.name(header).is_empty();
    let filled = Truth::from(dynamic::is_bound(header)).or(!empty);
    match filled.or(!page.exposed_once_open(header)) {
        Truth::Yes => Occurrence::fine(header.id()),
        Truth::No => Occurrence::wrong(header.id(), Grounds::none().with("element", "th")),
        Truth::Unknown => Occurrence::open(header.id()),
    }
}

struct Distinct;

impl Survey for Distinct {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        tables(page)
            .filter_map(|table| judge_titles(page, table))
            .collect()
    }
}

/// Whether two columns of a table with a single header row have the same name.
fn judge_titles<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> Option<Occurrence> {
    let heads = |row: &ElementRef<'a>| cells(*row).all(|cell| cell.value().name() == "th");
    let mut headed = rows(table).filter(|row| cells(*row).nth(1).is_some() && heads(row));
    let (row, None) = (headed.next()?, headed.next()) else {
        // Further header rows distinguish them.
        return None;
    };
    let spans = |cell: &ElementRef<'a>| cell.attribute("colspan").is_some();
    if cells(row).any(|cell| spans(&cell)) {
        return None;
    }
    let mut seen = HashSet::default();
    for cell in cells(row) {
        let name = page.name(cell);
        let title = folded(&name.text);
        if !title.is_empty() && !seen.insert(title) {
            let grounds = Grounds::none().with("text", shown(&name.text));
            return Some(Occurrence::asked(table.id(), Doubt::NeedsPerson, grounds));
        }
    }
    Some(Occurrence::fine(table.id()))
}

struct Even;

impl Survey for Even {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        tables(page)
            .filter_map(|table| judge_rows(page, table))
            .collect()
    }
}

/// Whether the rows of a table with headers have the same length. Tables with cells that span rows are left out.
fn judge_rows<'a>(page: &PageView<'a>, table: ElementRef<'a>) -> Option<Occurrence> {
    let rows: Vec<Vec<ElementRef<'a>>> = rows(table).map(|row| cells(row).collect()).collect();
    let all = || rows.iter().flatten();
    let headed = all().any(|cell| cell.value().name() == "th");
    let open = all().any(|cell| cell.attribute("rowspan").is_some() || dynamic::is_bound(*cell))
        || rows.iter().any(Vec::is_empty)
        || table_fill::makes_cells(table)
        || page.scripts().any();
    if !headed || open || rows.len() < 3 || arranges(page, table) {
        return None;
    }
    let width = |row: &Vec<ElementRef<'a>>| row.iter().map(|cell| columns(*cell)).sum::<usize>();
    let mut widths: Vec<usize> = rows.iter().map(width).collect();
    widths.sort_unstable();
    widths.dedup();
    if widths.len() < 2 {
        return Some(Occurrence::fine(table.id()));
    }
    let widths: Vec<String> = widths.iter().map(ToString::to_string).collect();
    let grounds = Grounds::none().with("columns", widths);
    Some(match page.exposed(table).is_yes() {
        true => Occurrence::wrong(table.id(), grounds),
        false => Occurrence::open(table.id()),
    })
}

fn columns(cell: ElementRef<'_>) -> usize {
    const MOST: usize = 1000;
    let stated = cell
        .attribute("colspan")
        .and_then(|span| span.trim().parse().ok());
    stated.unwrap_or(1).clamp(1, MOST)
}

struct Layout;

impl Survey for Layout {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut holding: HashSet<NodeId> = HashSet::default();
        for inner in page.index.elements() {
            if is_part_of_page(inner) {
                let outer = inner.ancestors().filter_map(ElementRef::wrap);
                let outer = outer
                    .take(MOST_DEPTH)
                    .find(|around| around.value().name() == "table");
                holding.extend(outer.map(|outer| outer.id()));
            }
        }
        let data = |table: &ElementRef<'_>| {
            child(*table, "caption").is_some()
                || rows(*table)
                    .flat_map(cells)
                    .any(|cell| cell.value().name() == "th" || cell.attribute("headers").is_some())
        };
        page.index
            .elements()
            .filter(|element| holding.contains(&element.id()) && !page.exposed(*element).is_no())
            .filter(|element| !data(element) && is_framework(page, *element))
            .filter(|element| !names_its_data(page, *element))
            .map(|table| match role::explicit(table) {
                None if page.exposed(table).is_yes() => {
                    Occurrence::wrong(table.id(), Grounds::none())
                }
                None => Occurrence::open(table.id()),
                _ => Occurrence::fine(table.id()),
            })
            .collect()
    }
}

/// Whether a table has elements of historical page layouts. Expandable lists have nested tables, too.
fn is_framework(page: &PageView<'_>, table: ElementRef<'_>) -> bool {
    const FRAME: [&str; 6] = [
        "cellpadding",
        "cellspacing",
        "width",
        "height",
        "bgcolor",
        "background",
    ];
    let framed =
        |element: ElementRef<'_>| FRAME.iter().any(|name| element.attribute(name).is_some());
    let mut inside = page.index.descendants(table.id());
    framed(table)
        || role::explicit(table).is_some()
        || rows(table).flat_map(cells).any(framed)
        || inside.any(|inner| inner.value().name() != "table" && is_part_of_page(inner))
}

/// Whether an element occurs in a cell only if the table is a page layout.
fn is_part_of_page(element: ElementRef<'_>) -> bool {
    is_minor_heading(element)
        || matches!(
            element.value().name(),
            "table" | "h1" | "h2" | "nav" | "main" | "header" | "footer"
        )
}

/// Whether an element is a heading that may occur in cells as well as in parts of the page.
fn is_minor_heading(element: ElementRef<'_>) -> bool {
    element.value().name() == "h3"
}

/// Whether the headings in the cells of a table name its rows or columns: they are in one column of several rows, or in
/// each cell of the first of several rows.
fn names_its_data(page: &PageView<'_>, table: ElementRef<'_>) -> bool {
    let mut inside = page.index.descendants(table.id());
    if inside.any(|inner| is_part_of_page(inner) && !is_minor_heading(inner)) {
        return false;
    }
    let headed = |cell: ElementRef<'_>| page.index.descendants(cell.id()).any(is_minor_heading);
    let rows: Vec<Vec<bool>> = rows(table)
        .map(|row| cells(row).map(headed).collect())
        .collect();
    let (Some(first), true) = (rows.first(), rows.len() > 1) else {
        return false;
    };
    let none = |row: &Vec<bool>| !row.contains(&true);
    let heads_columns =
        first.len() > 1 && first.iter().all(|headed| *headed) && rows[1..].iter().all(none);
    // The first row may name the columns.
    let column = rows
        .last()
        .and_then(|row| row.iter().position(|headed| *headed));
    let in_column = |row: &Vec<bool>| row.iter().position(|headed| *headed) == column;
    let is_single = |row: &&Vec<bool>| row.iter().filter(|headed| **headed).count() == 1;
    let named = rows
        .iter()
        .filter(is_single)
        .filter(|row| in_column(row))
        .count();
    let heads_rows = column.is_some() && named > 1 && named + 1 >= rows.len();
    heads_columns || heads_rows
}

/// Maximum number of ancestors searched for an enclosing table.
const MOST_DEPTH: usize = 200;
