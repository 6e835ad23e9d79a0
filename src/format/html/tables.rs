//! The tables of a page as texts, for callers that know their content.

use scraper::{ElementRef, Node, Selector};

use super::parse::{Syntax, parse};
use crate::gap::GapReason;
use crate::texts::on_one_line;

/// Maximum number of cells of all tables together.
const CELLS: usize = 100_000;

/// The tables of a page in order, as rows of cells; lines of a cell are broken as in a browser.
///
/// # Errors
/// The limit that was exceeded.
pub fn html_tables(text: &str) -> Result<Vec<Vec<Vec<String>>>, GapReason> {
    let tree = parse(text, Syntax::Html)?;
    let selector = |name: &str| Selector::parse(name).ok();
    let (Some(table), Some(row)) = (selector("table"), selector("tr")) else {
        return Ok(Vec::new());
    };
    let mut left = CELLS;
    let mut tables = Vec::new();
    for element in tree.html.select(&table) {
        let mut rows = Vec::new();
        let own = |line: &ElementRef<'_>| {
            let mut above = line.ancestors().filter_map(ElementRef::wrap);
            let nearest = above.find(|one| one.value().name() == "table");
            nearest.is_some_and(|nearest| nearest.id() == element.id())
        };
        for line in element.select(&row).filter(own) {
            let cells: Vec<String> = line
                .child_elements()
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                .take(left)
                .map(text_of)
                .collect();
            left -= cells.len();
            rows.push(cells);
        }
        tables.push(rows);
    }
    Ok(tables)
}

fn text_of(cell: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in cell.descendants() {
        match node.value() {
            Node::Text(part) => text.push_str(&part.replace(['\n', '\r'], " ")),
            Node::Element(element) => {
                let breaks = ["br", "p", "li", "div", "ul", "ol", "dt", "dd"];
                if breaks.contains(&element.name()) && !text.is_empty() {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    let lines = text.lines().map(on_one_line);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
