//! The tables of a Word document as text, for callers that know their meaning.

use roxmltree::Node;

use super::{WORD, archive, document};
use crate::format::Failure;

/// Maximum number of cells in all tables together.
const CELLS: usize = 100_000;

/// Rows of cells; each paragraph of a cell is a line.
pub type TextTable = Vec<Vec<String>>;

/// The tables of a Word document in order; nested tables belong to the text of their cell.
///
/// # Errors
/// Not a readable archive, or one beyond the limits.
pub fn word_tables(bytes: &[u8]) -> Result<Vec<TextTable>, Failure> {
    let mut tables = Vec::new();
    let mut left = CELLS;
    for (_, xml) in archive::parts(bytes, |name| name == WORD.proof)? {
        let document = document(&xml)?;
        let is = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
        let all = document.root_element().descendants();
        for table in all.filter(|node| is(node, "tbl")) {
            let outer = table.ancestors().skip(1).any(|node| is(&node, "tbl"));
            if outer {
                continue;
            }
            let mut rows = Vec::new();
            for row in table.children().filter(|node| is(node, "tr")) {
                let cells: Vec<String> = row
                    .descendants()
                    .filter(|node| is(node, "tc"))
                    .filter(|cell| cell.ancestors().find(|node| is(node, "tr")) == Some(row))
                    .take(left)
                    .map(text_of)
                    .collect();
                left -= cells.len();
                rows.push(cells);
            }
            tables.push(rows);
        }
    }
    Ok(tables)
}

/// The text of a cell, one line per paragraph.
fn text_of(cell: Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in cell.descendants() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" => text.push(' '),
            "p" | "br" if !text.is_empty() => text.push('\n'),
            _ => {}
        }
    }
    text.trim().to_owned()
}
