//! The grid of an HTML table: which cell covers which slots.

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::Index;

/// Wider or higher spans are mistakes or attacks; the standard itself stops at 1000 columns.
const MOST_SPAN: usize = 1000;
/// Tables with more cells are data, not for reading.
const MOST_CELLS: usize = 20_000;

/// A cell with the slots it covers.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    /// The cell.
    pub element: ElementRef<'a>,
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows covered.
    pub height: usize,
    /// Columns covered.
    pub width: usize,
}

impl Cell<'_> {
    /// Whether it is a header cell by element.
    pub fn is_header(&self) -> bool {
        self.element.value().name() == "th"
    }

    /// Whether both cover a row together.
    pub fn shares_row(&self, other: &Self) -> bool {
        self.row < other.row + other.height && other.row < self.row + self.height
    }

    /// Whether both cover a column together.
    pub fn shares_column(&self, other: &Self) -> bool {
        self.column < other.column + other.width && other.column < self.column + self.width
    }
}

/// Cells of a table, those of tables inside it left out; nothing where the table is too large.
pub fn cells<'a>(index: &Index<'a>, table: ElementRef<'a>) -> Option<Vec<Cell<'a>>> {
    let rows: Vec<ElementRef<'a>> = index
        .descendants(table.id())
        .filter(|element| element.value().name() == "tr" && table_of(*element) == Some(table.id()))
        .collect();
    let mut cells: Vec<Cell<'a>> = Vec::new();
    // Per column: rows that are still covered by a cell from above.
    let mut covered: Vec<usize> = Vec::new();
    for (row, element) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in element.child_elements() {
            if !matches!(cell.value().name(), "td" | "th") {
                continue;
            }
            while covered.get(column).is_some_and(|rest| *rest > 0) {
                column += 1;
            }
            let width = span(cell, "colspan").max(1);
            let height = match span(cell, "rowspan") {
                // Down to the end of the group.
                0 => rows.len() - row,
                height => height.min(rows.len() - row),
            };
            if covered.len() < column + width {
                covered.resize(column + width, 0);
            }
            for rest in &mut covered[column..column + width] {
                *rest = height;
            }
            cells.push(Cell {
                element: cell,
                row,
                column,
                height,
                width,
            });
            if cells.len() > MOST_CELLS {
                return None;
            }
            column += width;
        }
        for rest in &mut covered {
            *rest = rest.saturating_sub(1);
        }
    }
    Some(cells)
}

/// The table an element stands in.
pub fn table_of(element: ElementRef<'_>) -> Option<NodeId> {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|ancestor| ancestor.value().name() == "table")
        .map(|table| table.id())
}

fn span(cell: ElementRef<'_>, name: &str) -> usize {
    cell.attr(name)
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(1)
        .min(MOST_SPAN)
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn spans_push_cells_aside() {
        let html = Html::parse_document(
            "<table><tr><th id=a rowspan=2>a<th id=b colspan=2>b<tr><td id=c>c<td id=d>d\
             <tr><td id=e>e<td id=f rowspan=0>f</table>",
        );
        let index = Index::new(&html);
        let table = index
            .elements()
            .find(|element| element.value().name() == "table")
            .expect("a table");
        let places: Vec<String> = cells(&index, table)
            .expect("small")
            .iter()
            .map(|cell| {
                let id = cell.element.attr("id").unwrap_or_default();
                format!(
                    "{id}{}{}{}{}",
                    cell.row, cell.column, cell.height, cell.width
                )
            })
            .collect();
        assert_eq!(
            places,
            ["a0021", "b0112", "c1111", "d1211", "e2011", "f2111"]
        );
    }
}
