//! OpenDocument texts: conditional texts, database fields, user fields, placeholders, drop-down lists.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::rendering::{BOX, Field};
use super::{Choice, Sheet, attribute};
use crate::format::Failure;
use crate::format::logic::Expression;
use crate::format::template::{Act, End, expression};

/// Whether a part of an OpenDocument text contains text.
pub fn is_part(name: &str) -> bool {
    matches!(name, "content.xml" | "styles.xml")
}

/// Reads one part.
pub fn read_opendocument_text(xml: &str, sheet: &mut Sheet) -> Result<(), Failure> {
    let document = super::document(xml)?;
    let boxes = box_labels(&document);
    let mut skip_until = 0;
    let mut hidden: Vec<usize> = Vec::new();
    for node in document.root_element().descendants() {
        let range = node.range();
        while hidden.last().is_some_and(|end| *end <= range.start) {
            hidden.pop();
            sheet.rendering.act(Act::End(End::If));
        }
        if range.start < skip_until {
            continue;
        }
        if node.is_text() {
            if in_paragraph(node) {
                sheet
                    .rendering
                    .literal(&folded(node.text().unwrap_or_default()));
            }
            continue;
        }
        if !node.is_element() {
            continue;
        }
        let value = |name: &str| attribute(node, name).to_owned();
        let mut whole = true;
        match node.tag_name().name() {
            "p" | "h" => {
                sheet.rendering.paragraph();
                whole = false;
            }
            "s" | "tab" | "line-break" => sheet.rendering.literal(" "),
            "conditional-text" => {
                let (then, otherwise) = (
                    value("string-value-if-true"),
                    value("string-value-if-false"),
                );
                choose(sheet, &value("condition"), true, &then, &otherwise);
            }
            "hidden-text" => choose(
                sheet,
                &value("condition"),
                false,
                &value("string-value"),
                "",
            ),
            "hidden-paragraph" => {
                let condition = condition(sheet, &value("condition"));
                sheet.rendering.quiet("}");
                sheet.rendering.act(Act::If(condition.negated()));
                if let Some(paragraph) = node
                    .ancestors()
                    .find(|node| matches!(node.tag_name().name(), "p" | "h"))
                {
                    hidden.push(paragraph.range().end);
                }
            }
            "database-display" => sheet.rendering.field(&Field::Value(value("column-name"))),
            "user-field-get" | "variable-get" | "user-defined" | "user-field-input"
            | "text-input" => {
                let name = if value("name").is_empty() {
                    value("description")
                } else {
                    value("name")
                };
                sheet.rendering.field(&if name.is_empty() {
                    Field::Other
                } else {
                    Field::Value(name)
                });
            }
            "placeholder" => {
                let name: String = node
                    .descendants()
                    .filter(Node::is_text)
                    .filter_map(|node| node.text())
                    .collect();
                let name = name.trim().trim_matches(['<', '>', '«', '»']).to_owned();
                sheet.rendering.field(&Field::Value(name));
            }
            "drop-down" => {
                let values = node
                    .children()
                    .filter(|item| item.tag_name().name() == "label")
                    .map(|item| (attribute(item, "value").to_owned(), None))
                    .collect();
                sheet.choice(Choice {
                    name: value("name"),
                    title: None,
                    values,
                    open: false,
                });
            }
            "control" => {
                if let Some(label) = boxes.get(attribute(node, "control")) {
                    sheet.rendering.literal(&format!("{BOX} {label} "));
                }
            }
            "date" | "time" | "page-number" | "page-count" | "expression" | "sequence"
            | "bookmark-ref" | "author-name" => {
                sheet.rendering.field(&Field::Other);
            }
            // Deleted text, and comments for editors.
            "tracked-changes" | "annotation" => {}
            _ => whole = false,
        }
        if whole {
            skip_until = range.end;
        }
    }
    for _ in hidden {
        sheet.rendering.act(Act::End(End::If));
    }
    Ok(())
}

/// The labels of checkboxes and radio buttons, by the name under which the text shows them.
fn box_labels<'d>(document: &'d Document<'_>) -> HashMap<&'d str, &'d str> {
    let all = document.root_element().descendants();
    let boxes = all.filter(|node| matches!(node.tag_name().name(), "checkbox" | "radio"));
    boxes
        .map(|node| (attribute(node, "id"), attribute(node, "label")))
        .collect()
}

/// Whether text belongs to a paragraph; white space between elements does not.
fn in_paragraph(node: Node<'_, '_>) -> bool {
    node.ancestors()
        .skip(1)
        .take(64)
        .any(|outer| matches!(outer.tag_name().name(), "p" | "h"))
}

/// Collapses white space.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        let ch = if ch.is_whitespace() { ' ' } else { ch };
        if !(ch == ' ' && out.ends_with(' ')) {
            out.push(ch);
        }
    }
    out
}

fn choose(sheet: &mut Sheet, written: &str, shown: bool, then: &str, otherwise: &str) {
    let condition = condition(sheet, written);
    let condition = if shown {
        condition
    } else {
        condition.negated()
    };
    let rendering = &mut sheet.rendering;
    rendering.act(Act::If(condition));
    rendering.quiet(" \"");
    rendering.literal(then);
    rendering.quiet("\" \"");
    rendering.act(Act::Else);
    rendering.literal(otherwise);
    rendering.quiet("\"}");
    rendering.act(Act::End(End::If));
}

/// Parses `ooow:[Daten.Personen.Geschlecht] == "m"`, positioned in the rendering.
fn condition(sheet: &mut Sheet, written: &str) -> Expression {
    let written = written.split_once(':').map_or(written, |(prefix, rest)| {
        if prefix.chars().all(char::is_alphabetic) {
            rest
        } else {
            written
        }
    });
    sheet.rendering.quiet("{IF ");
    let span = sheet.rendering.quiet(written);
    expression(&sheet.rendering.text, span, false)
}
