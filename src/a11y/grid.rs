//! The grids of tables, computed once for all cells: the slots covered by the cells of an HTML table, and the positions
//! of cells in a table of roles.

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::{Index, PageView, Truth};

/// Maximum span. Larger ones are mistakes or attacks; the HTML standard allows 1000 columns.
const MOST_SPAN: usize = 1000;
/// Maximum number of cells; larger tables are data, not for reading.
const MOST_CELLS: usize = 20_000;
/// Maximum number of slots covered by cells; spans can claim a thousand times the number of cells.
const MOST_SLOTS: usize = 1_000_000;

/// A cell with the slots it covers.
#[derive(Clone, Copy)]
struct Cell<'a> {
    /// The cell.
    element: ElementRef<'a>,
    /// Index of the first row.
    row: usize,
    /// Index of the first column.
    column: usize,
    /// Number of rows covered.
    height: usize,
    /// Number of columns covered.
    width: usize,
}

impl Cell<'_> {
    fn rows(&self) -> std::ops::Range<usize> {
        self.row..self.row + self.height
    }

    fn columns(&self) -> std::ops::Range<usize> {
        self.column..self.column + self.width
    }
}

/// The ids in the `headers` attribute of a cell.
pub fn header_ids(cell: ElementRef<'_>) -> impl Iterator<Item = &str> {
    cell.attribute("headers")
        .unwrap_or_default()
        .split_ascii_whitespace()
}

/// A row or column of slots.
#[derive(Default)]
struct Line<'a> {
    /// Its headers with their start slots.
    headers: Vec<(usize, ElementRef<'a>)>,
    /// Start slot of each cell without `headers`, and whether it or a later one is exposed wherever the table or row that
    /// it shares with its headers is.
    exposed_from: Vec<(usize, Truth)>,
    /// Whether a data cell covers a part of it.
    has_data: bool,
}

impl Line<'_> {
    fn add(&mut self, begin: usize, exposed: Truth, counts: bool, is_data: bool) {
        self.has_data |= is_data;
        if counts {
            self.exposed_from.push((begin, exposed));
        }
    }

    fn finish(&mut self) {
        self.exposed_from.sort_by_key(|(begin, _)| *begin);
        let mut behind = Truth::No;
        for (_, exposed) in self.exposed_from.iter_mut().rev() {
            behind = behind.or(*exposed);
            *exposed = behind;
        }
    }

    /// Whether a cell that starts after a slot is exposed.
    fn exposed_behind(&self, slot: usize) -> Truth {
        let at = self
            .exposed_from
            .partition_point(|(begin, _)| *begin <= slot);
        self.exposed_from
            .get(at)
            .map_or(Truth::No, |(_, exposed)| *exposed)
    }
}

/// The cells to which a header applies by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Those below it.
    pub down: bool,
    /// Those behind it in its rows.
    pub right: bool,
    /// Those in the later rows of its row group (HTML, "row group header").
    pub row_group: bool,
}

impl Reach {
    /// Down its columns.
    pub const DOWN: Self = Self {
        down: true,
        right: false,
        row_group: false,
    };
    /// Along its rows.
    pub const RIGHT: Self = Self {
        down: false,
        right: true,
        row_group: false,
    };
    /// Down and along.
    pub const BOTH: Self = Self {
        down: true,
        ..Self::RIGHT
    };
    /// Along its rows, and through the rest of its row group.
    pub const ROW_GROUP: Self = Self {
        row_group: true,
        ..Self::RIGHT
    };
}

/// The grid of an HTML table.
pub struct Grid<'a> {
    cells: HashMap<NodeId, Cell<'a>>,
    rows: Vec<Line<'a>>,
    columns: Vec<Line<'a>>,
    /// By row: whether a cell without `headers` in a later row of the same row group is exposed.
    exposed_below: Vec<Truth>,
    /// By id: the cells that refer to it in `headers`, with their exposure.
    referring: HashMap<&'a str, Vec<(NodeId, Truth)>>,
}

impl<'a> Grid<'a> {
    /// Lays out a table; `None` if it is too large.
    pub fn new(view: &PageView<'a>, table: ElementRef<'a>) -> Option<Self> {
        let list = cells(&view.index, table)?;
        let mut grid = Self {
            cells: HashMap::with_capacity_and_hasher(list.len(), RandomState::default()),
            rows: Vec::new(),
            columns: Vec::new(),
            exposed_below: Vec::new(),
            referring: HashMap::default(),
        };
        for cell in list {
            let exposed = view.exposed(cell.element);
            let (in_row, in_column) = exposed_with_headers(view, cell.element, exposed);
            let is_data = cell.element.value().name() != "th";
            let counts = header_ids(cell.element).next().is_none();
            for id in header_ids(cell.element).collect::<HashSet<_>>() {
                let cells = grid.referring.entry(id).or_default();
                cells.push((cell.element.id(), exposed));
            }
            for row in cell.rows() {
                let row = line(&mut grid.rows, row);
                row.add(cell.column, in_row, counts, is_data);
                if !is_data {
                    row.headers.push((cell.column, cell.element));
                }
            }
            for column in cell.columns() {
                let column = line(&mut grid.columns, column);
                column.add(cell.row, in_column, counts, is_data);
                if !is_data {
                    column.headers.push((cell.row, cell.element));
                }
            }
            grid.cells.insert(cell.element.id(), cell);
        }
        for line in grid.rows.iter_mut().chain(&mut grid.columns) {
            line.finish();
        }
        grid.exposed_below = grid.look_down_row_groups();
        Some(grid)
    }

    fn look_down_row_groups(&self) -> Vec<Truth> {
        let mut groups = vec![None; self.rows.len()];
        for cell in self.cells.values() {
            groups[cell.row] = row_group(cell.element);
        }
        // A row that cells from above cover belongs to their row group.
        for at in 1..groups.len() {
            groups[at] = groups[at].or(groups[at - 1]);
        }
        let mut below = vec![Truth::No; self.rows.len()];
        for at in (1..self.rows.len()).rev() {
            if groups[at].is_some() && groups[at] == groups[at - 1] {
                let row = self.rows[at].exposed_from.first();
                below[at - 1] = below[at].or(row.map_or(Truth::No, |(_, exposed)| *exposed));
            }
        }
        below
    }

    /// Whether there are data cells in the rows and in the columns of a cell; `None` if the cell is not in the table.
    pub fn data_beside(&self, cell: NodeId) -> Option<(bool, bool)> {
        let cell = self.cells.get(&cell)?;
        Some((
            self.rows[cell.rows()].iter().any(|line| line.has_data),
            self.columns[cell.columns()]
                .iter()
                .any(|line| line.has_data),
        ))
    }

    /// The headers before a cell in its first row and above it in its first column.
    pub fn headers_of(&self, cell: NodeId) -> Vec<ElementRef<'a>> {
        /// Maximum number of headers; listeners cannot follow more.
        const MOST_HEADERS: usize = 8;
        let Some(cell) = self.cells.get(&cell) else {
            return Vec::new();
        };
        let before = |lines: &[Line<'a>], line: usize, end: usize| -> Vec<ElementRef<'a>> {
            let headers = lines.get(line).map_or(&[][..], |line| &line.headers);
            let before = headers.iter().filter(|(begin, _)| *begin < end);
            before
                .map(|(_, header)| *header)
                .take(MOST_HEADERS)
                .collect()
        };
        let mut headers = before(&self.rows, cell.row, cell.column);
        headers.extend(before(&self.columns, cell.column, cell.row));
        headers
    }

    /// Whether a header applies to an exposed cell: by reference, or as far as it reaches.
    pub fn heads(&self, header: ElementRef<'a>, reach: Reach) -> Truth {
        let Some(own) = self.cells.get(&header.id()) else {
            return Truth::Unknown;
        };
        let mut found = Truth::No;
        let naming = header.attribute("id").and_then(|id| self.referring.get(id));
        for (cell, exposed) in naming.into_iter().flatten() {
            if *cell != header.id() {
                found = found.or(*exposed);
            }
        }
        if reach.down {
            for line in &self.columns[own.columns()] {
                found = found.or(line.exposed_behind(own.row));
            }
        }
        if reach.right {
            for line in &self.rows[own.rows()] {
                found = found.or(line.exposed_behind(own.column));
            }
        }
        if reach.row_group {
            found = found.or(self.exposed_below[own.row]);
        }
        found
    }
}

/// Whether a cell is exposed wherever its row is, and wherever its table is. What hides a row or a table under a
/// condition hides the headers in it, too.
fn exposed_with_headers<'a>(
    view: &PageView<'a>,
    cell: ElementRef<'a>,
    exposed: Truth,
) -> (Truth, Truth) {
    if exposed != Truth::Unknown || view.has_own_doubt(cell) {
        return (exposed, exposed);
    }
    let around = cell.ancestors().filter_map(ElementRef::wrap);
    let mut in_table = around.take_while(|around| around.value().name() != "table");
    match in_table.any(|around| view.has_own_doubt(around)) {
        true => (Truth::Yes, exposed),
        false => (Truth::Yes, Truth::Yes),
    }
}

fn line<'l, 'a>(lines: &'l mut Vec<Line<'a>>, at: usize) -> &'l mut Line<'a> {
    if lines.len() <= at {
        lines.resize_with(at + 1, Line::default);
    }
    &mut lines[at]
}

/// A table of roles: columns are counted.
pub struct RoleGrid {
    /// Whether cells are shifted, so that counting proves nothing.
    pub shifted: bool,
    /// Whether there is a data cell.
    pub has_data: bool,
    places: HashMap<NodeId, (usize, usize)>,
    /// Number of cells in each row.
    lengths: Vec<usize>,
    /// Index of the row with the most cells.
    longest: usize,
    /// Maximum number of cells in the other rows.
    second: usize,
}

impl RoleGrid {
    /// Counts the rows and cells of a table.
    pub fn new(view: &PageView<'_>, table: ElementRef<'_>) -> Self {
        const SHIFTS: [&str; 4] = ["aria-colspan", "aria-rowspan", "aria-colindex", "aria-owns"];
        let shifts =
            |element: ElementRef<'_>| SHIFTS.iter().any(|name| element.attribute(name).is_some());
        let mut grid = Self {
            shifted: shifts(table),
            has_data: false,
            places: HashMap::default(),
            lengths: Vec::new(),
            longest: 0,
            second: 0,
        };
        for element in view.index.descendants(table.id()) {
            grid.shifted |= shifts(element);
            let role = view.role(element).map_or("", |role| role.name);
            grid.has_data |= matches!(role, "cell" | "gridcell");
            if role == "row" {
                grid.add_row(view, element);
            }
        }
        let most = |skipped: Option<usize>| {
            let rows = grid.lengths.iter().enumerate();
            rows.filter(|(row, _)| Some(*row) != skipped)
                .max_by_key(|(_, length)| **length)
                .map(|(row, length)| (row, *length))
        };
        let longest = most(None).map_or(0, |(row, _)| row);
        let second = most(Some(longest)).map_or(0, |(_, length)| length);
        (grid.longest, grid.second) = (longest, second);
        grid
    }

    fn add_row(&mut self, view: &PageView<'_>, row: ElementRef<'_>) {
        let is_cell =
            |element: &ElementRef<'_>| view.role(*element).is_some_and(|role| role.is_a("cell"));
        let at = self.lengths.len();
        let mut length = 0;
        for cell in view.index.descendants(row.id()).filter(is_cell) {
            self.places.entry(cell.id()).or_insert((at, length));
            length += 1;
        }
        self.lengths.push(length);
    }

    /// Whether another cell follows in the same row; `None` if the cell is not in a row.
    pub fn continues_row(&self, cell: NodeId) -> Option<bool> {
        let (row, column) = self.places.get(&cell)?;
        Some(self.lengths[*row] > column + 1)
    }

    /// Whether another row has a cell in the same column; `None` if the cell is not in a row.
    pub fn continues_column(&self, cell: NodeId) -> Option<bool> {
        let (row, column) = self.places.get(&cell)?;
        let most = match *row == self.longest {
            true => self.second,
            false => self.lengths[self.longest],
        };
        Some(most > *column)
    }
}

/// Cells of a table without those of nested tables; `None` if the table is too large.
fn cells<'a>(index: &Index<'a>, table: ElementRef<'a>) -> Option<Vec<Cell<'a>>> {
    let rows: Vec<ElementRef<'a>> = index
        .descendants(table.id())
        .filter(|element| element.value().name() == "tr" && table_of(*element) == Some(table.id()))
        .collect();
    let mut cells: Vec<Cell<'a>> = Vec::new();
    // Per column: number of rows still covered by a cell from above.
    let mut covered: Vec<usize> = Vec::new();
    let mut slots = 0;
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
                // To the end of the row group.
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
            slots += width * height;
            if cells.len() > MOST_CELLS || slots > MOST_SLOTS {
                return None;
            }
            column += width;
        }
        // Empty rows pass all columns, too.
        slots += covered.len();
        for rest in &mut covered {
            *rest = rest.saturating_sub(1);
        }
    }
    Some(cells)
}

/// The row group that contains a cell: a section of the table.
fn row_group(cell: ElementRef<'_>) -> Option<NodeId> {
    let section = cell.ancestors().filter_map(ElementRef::wrap).nth(1)?;
    matches!(section.value().name(), "thead" | "tbody" | "tfoot").then(|| section.id())
}

/// The table that contains an element.
pub fn table_of(element: ElementRef<'_>) -> Option<NodeId> {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|ancestor| ancestor.value().name() == "table")
        .map(|table| table.id())
}

fn span(cell: ElementRef<'_>, name: &str) -> usize {
    cell.attribute(name)
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
                let id = cell.element.attribute("id").unwrap_or_default();
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
