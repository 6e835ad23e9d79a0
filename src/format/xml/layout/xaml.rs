//! XAML windows and pages.

use std::collections::BTreeMap;

use super::super::Reader;
use super::super::node::{Node, content, elements, local};
use super::{Choices, Control, add, all, attribute, shown};
use crate::model::{Located, Value};

/// Properties with the binding of a control, most reliable first.
const BINDINGS: [&str; 7] = [
    "SelectedItem",
    "SelectedValue",
    "SelectedIndex",
    "EditValue",
    "Text",
    "IsChecked",
    "IsToggled",
];
const TITLES: [&str; 8] = [
    "Header",
    "Title",
    "Label",
    "Hint",
    "PlaceholderText",
    "Placeholder",
    "Watermark",
    "AutomationProperties.Name",
];

/// Reads the controls of a window.
pub(super) fn read(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    let mut groups: BTreeMap<usize, Vec<Node<'_>>> = BTreeMap::new();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for node in all(root) {
        let kind = local(node);
        let choices = match kind {
            "ComboBox" | "ListBox" | "Picker" | "RadComboBox" | "ComboBoxEdit" | "SfComboBox"
            | "SfDropDownListBase" | "MudSelect" => items(node),
            "RadioButton" => {
                let own = node.range().start;
                let place = match (node.attribute("GroupName"), node.parent_element()) {
                    (Some(name), _) => *named.entry(name).or_insert(own),
                    (None, Some(parent)) => parent.range().start,
                    (None, None) => own,
                };
                groups.entry(place).or_default().push(node);
                continue;
            }
            "TextBox" | "Entry" | "TextEdit" => Choices::Text,
            "CheckBox" | "Switch" | "ToggleSwitch" | "CheckEdit" => Choices::Toggle,
            _ => continue,
        };
        add(reader, control(node, kind, choices, Vec::new()));
    }
    for members in groups.into_values() {
        group(reader, &members);
    }
}

fn control<'d>(
    node: Node<'d>,
    kind: &'d str,
    choices: Choices,
    first: Vec<Located<String>>,
) -> Control<'d> {
    let bound = BINDINGS.iter().filter_map(|name| attribute(node, name));
    let own = attribute(node, "Name");
    Control {
        node,
        kind,
        names: first
            .into_iter()
            .chain(bound.filter_map(bound_to))
            .chain(own)
            .collect(),
        labels: TITLES
            .iter()
            .filter_map(|name| attribute(node, name))
            .filter(|title| !title.value.starts_with('{'))
            .collect(),
        choices,
    }
}

/// `{Binding Person.Geschlecht, Mode=TwoWay}`, `{x:Bind Gender}`: the last name in the path.
fn bound_to(text: Located<String>) -> Option<Located<String>> {
    let inner = text.value.strip_prefix('{')?.trim_end_matches('}');
    let (_, behind) = inner.split_once("Bind")?;
    let (_, path) = behind.split_once(char::is_whitespace)?;
    let path = path.split(',').next()?.trim();
    let path = path.strip_prefix("Path=").unwrap_or(path);
    let last = path.rsplit('.').next()?.trim();
    let is_name = !last.is_empty() && last.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    is_name.then(|| Located::new(last.to_owned(), text.span))
}

/// The entries written inside.
fn items(node: Node<'_>) -> Choices {
    let mut values: Vec<Value> = Vec::new();
    let mut chosen =
        attribute(node, "SelectedIndex").and_then(|index| index.value.parse::<usize>().ok());
    for item in elements(node).flat_map(all) {
        match local(item) {
            "ComboBoxItem" | "ListBoxItem" | "RadComboBoxItem" | "ComboBoxEditItem" => {
                if is_true(item, "IsSelected") {
                    chosen = Some(values.len());
                }
                match attribute(item, "Content").or_else(|| content(item)) {
                    Some(text) if !text.value.starts_with('{') => {
                        let label = attribute(item, "Tag").map(|_| text.clone());
                        let raw = attribute(item, "Tag").unwrap_or(text);
                        values.push(Value {
                            raw,
                            label,
                            ..Value::default()
                        });
                    }
                    _ => return Choices::Filled,
                }
            }
            "String" => values.extend(content(item).map(shown)),
            _ => {}
        }
    }
    match values.len() {
        _ if attribute(node, "ItemsSource").is_some() => Choices::Filled,
        0 => Choices::Filled,
        _ => Choices::Listed { values, chosen },
    }
}

fn is_true(node: Node<'_>, name: &str) -> bool {
    attribute(node, name).is_some_and(|it| it.value.eq_ignore_ascii_case("true"))
}

/// Adds radio buttons that belong together.
fn group(reader: &mut Reader, members: &[Node<'_>]) {
    let Some(first) = members.first().copied() else {
        return;
    };
    let texts: Option<Vec<Value>> = members
        .iter()
        .map(|member| {
            let text = attribute(*member, "Content").or_else(|| content(*member));
            text.filter(|text| !text.value.starts_with('{')).map(shown)
        })
        .collect();
    let chosen = members
        .iter()
        .position(|member| is_true(*member, "IsChecked"));
    let choices = texts.map_or(Choices::Filled, |values| Choices::Listed { values, chosen });
    let names: Vec<Located<String>> = attribute(first, "GroupName").into_iter().collect();
    let mut group = control(first, "RadioButton", choices, names);
    // Each of several buttons has its own binding and name.
    group.names.truncate(1);
    if members.len() > 1 && first.attribute("GroupName").is_none() {
        group.names.clear();
    }
    let around = first.ancestors().filter(Node::is_element).skip(1).take(3);
    for outer in around {
        group
            .labels
            .extend(TITLES.iter().filter_map(|name| attribute(outer, name)));
        if first.attribute("GroupName").is_none() {
            group.names.extend(attribute(outer, "Name"));
        }
    }
    add(reader, group);
}
