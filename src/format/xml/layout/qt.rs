//! Qt Designer forms, and GTK ones, which describe widgets in a similar way.

use super::super::Reader;
use super::super::node::{Node, child, children, content, elements, local};
use super::{Choices, Control, add, all, attribute, shown};
use crate::model::{Located, Value};

/// Reads the controls of a form.
pub(super) fn read(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    let mut before: Option<Node<'_>> = None;
    for node in all(root).filter(|node| matches!(local(*node), "widget" | "object")) {
        let kind = node.attribute("class").unwrap_or_default();
        let label = before
            .replace(node)
            .filter(|label| matches!(label.attribute("class"), Some("QLabel" | "GtkLabel")));
        let choices = match kind {
            "QComboBox" | "QListWidget" | "QFontComboBox" | "GtkComboBoxText" | "GtkComboBox"
            | "GtkDropDown" => items(node),
            "QLineEdit" | "QTextEdit" | "QPlainTextEdit" | "GtkEntry" => Choices::Text,
            "QCheckBox" | "GtkCheckButton" | "GtkSwitch" => Choices::Toggle,
            "QRadioButton" | "GtkRadioButton" => continue,
            _ => match buttons(node) {
                Some(choices) => choices,
                None => continue,
            },
        };
        let own = ["title", "toolTip", "placeholderText", "accessibleName"];
        let labels = own.iter().filter_map(|name| property(node, name));
        let label =
            label.and_then(|label| property(label, "text").or_else(|| property(label, "label")));
        let names = ["name", "id"]
            .iter()
            .filter_map(|name| attribute(node, name));
        let control = Control {
            node,
            kind,
            names: names.take(1).collect(),
            labels: labels.chain(label).collect(),
            choices,
        };
        add(reader, control);
    }
}

/// The text of a property.
fn property(node: Node<'_>, name: &str) -> Option<Located<String>> {
    let found =
        children(node, "property").find(|property| property.attribute("name") == Some(name));
    found.and_then(content)
}

/// The entries of a list.
fn items(node: Node<'_>) -> Choices {
    // <item><property name="text"><string>…; GTK: <items><item>…
    let holder = child(node, "items").unwrap_or(node);
    let values: Option<Vec<Value>> = children(holder, "item")
        .map(|item| property(item, "text").or_else(|| content(item)).map(shown))
        .collect();
    match values {
        Some(values) if !values.is_empty() => Choices::Listed {
            values,
            chosen: None,
        },
        _ => Choices::Filled,
    }
}

/// The radio buttons of a box that are not inside a nested box.
fn buttons(node: Node<'_>) -> Option<Choices> {
    const DEEPEST: usize = 6;
    let mut values = Vec::new();
    let mut level: Vec<Node<'_>> = elements(node).collect();
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for part in level {
            match (local(part), part.attribute("class")) {
                ("widget" | "object", Some("QRadioButton" | "GtkRadioButton")) => {
                    let text = property(part, "text").or_else(|| property(part, "label"))?;
                    values.push(shown(text));
                }
                ("widget", _) => {}
                _ => next.extend(elements(part)),
            }
        }
        level = next;
    }
    // In the order of the form, regardless of nesting.
    values.sort_by_key(|value| value.raw.span);
    (!values.is_empty()).then_some(Choices::Listed {
        values,
        chosen: None,
    })
}
