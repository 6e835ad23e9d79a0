//! The cells of OpenDocument sheets. Repeated rows and columns are counted, not expanded: every sheet ends with a
//! million empty ones.

use roxmltree::{Document, Node, ParsingOptions};

use super::marks::is_web_address;
use super::sheets::Gather;
use crate::format::Failure;
use crate::format::limits::{SHEET_COLUMNS, SPREADSHEET_NODES};
use crate::gap::GapReason;

pub(super) fn read_opendocument_tables(content: &str, gather: &mut Gather) -> Result<(), Failure> {
    let options = ParsingOptions {
        nodes_limit: SPREADSHEET_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(content, options).map_err(|error| {
        let reason = match error {
            roxmltree::Error::NodesLimitReached => GapReason::TooLarge,
            _ => GapReason::Malformed,
        };
        Failure::new(reason, None, "the content is no well-formed XML")
    })?;
    for table in named(document.root(), "table") {
        gather.sheet(attribute(table, "name").unwrap_or_default());
        let mut row = 0u32;
        for node in named(table, "table-row") {
            if !cells(node, row, gather) {
                break;
            }
            row = row.saturating_add(repeated(node, "number-rows-repeated"));
        }
    }
    Ok(())
}

/// Adds the cells of a row; `false` if no more rows are wanted.
fn cells(row: Node<'_, '_>, number: u32, gather: &mut Gather) -> bool {
    let mut column = 0u32;
    for node in row.children().filter(Node::is_element) {
        let times = repeated(node, "number-columns-repeated");
        let text = text(node);
        // The content of covered cells is hidden.
        if !text.is_empty() && node.tag_name().name() == "table-cell" {
            let behind = column.saturating_add(times).min(SHEET_COLUMNS);
            if !(column..behind).all(|column| gather.cell(number, column, &text)) {
                return false;
            }
            if let Some(target) = link(node) {
                gather.link(number, column, target);
            }
        }
        column = column.saturating_add(times);
    }
    true
}

/// The visible text of a cell: its paragraphs without annotations.
fn text(cell: Node<'_, '_>) -> String {
    let mut text = String::new();
    for paragraph in cell.children().filter(|node| is(*node, "p")) {
        if !text.is_empty() {
            text.push('\n');
        }
        for node in paragraph.descendants() {
            if let Some(piece) = node.text().filter(|_| node.is_text()) {
                text.push_str(piece);
            } else if is(node, "s") || is(node, "tab") {
                text.push(' ');
            } else if is(node, "line-break") {
                text.push('\n');
            }
        }
    }
    text
}

/// The web link in a cell's text.
fn link<'d>(cell: Node<'d, '_>) -> Option<&'d str> {
    let mut links = cell.descendants().filter(|node| is(*node, "a"));
    links.find_map(|link| attribute(link, "href").filter(|target| is_web_address(target)))
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// Elements of the table namespace.
fn named<'d>(node: Node<'d, 'd>, name: &'static str) -> impl Iterator<Item = Node<'d, 'd>> {
    node.descendants().filter(move |node| {
        let tables = node
            .tag_name()
            .namespace()
            .is_some_and(|space| space.ends_with(":table:1.0"));
        tables && is(*node, name)
    })
}

fn attribute<'d>(node: Node<'d, '_>, name: &str) -> Option<&'d str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

fn repeated(node: Node<'_, '_>, name: &str) -> u32 {
    let times = attribute(node, name).and_then(|times| times.parse().ok());
    times.unwrap_or(1).max(1)
}
