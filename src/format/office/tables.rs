//! The tables of a Word document as texts, for those who know what stands in them.

use roxmltree::Node;

use super::{WORD, archive, document};
use crate::format::Failure;

/// Most cells of all tables together.
const CELLS: usize = 100_000;

/// Rows of cells; paragraphs of a cell are lines.
pub type TextTable = Vec<Vec<String>>;

/// The tables of a Word document in order; those within cells belong to the text of their cell.
///
/// # Errors
/// No readable archive, or one beyond the limits.
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

/// The text of a cell, a line for each paragraph.
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
