//! Android screens and preferences.

use super::super::Reader;
use super::super::node::{Node, elements, local};
use super::{Choices, Control, add, all, attribute, shown};
use crate::model::{Located, Value};

/// Reads the controls of a screen.
pub(super) fn read(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    for node in all(root) {
        let kind = local(node).rsplit('.').next().unwrap_or_default();
        let choices = match kind {
            "Spinner"
            | "AppCompatSpinner"
            | "MaterialSpinner"
            | "ListPreference"
            | "DropDownPreference"
            | "MultiSelectListPreference"
            | "AutoCompleteTextView"
            | "MaterialAutoCompleteTextView"
            | "AppCompatAutoCompleteTextView" => list_of(node),
            "RadioGroup" | "ChipGroup" | "MaterialButtonToggleGroup" => members(node),
            "EditText" | "TextInputEditText" | "AppCompatEditText" | "EditTextPreference" => {
                Choices::Text
            }
            "Switch"
            | "SwitchCompat"
            | "SwitchMaterial"
            | "MaterialSwitch"
            | "CheckBox"
            | "MaterialCheckBox"
            | "SwitchPreference"
            | "SwitchPreferenceCompat"
            | "CheckBoxPreference" => Choices::Toggle,
            _ => continue,
        };
        let names = ["key", "id"]
            .iter()
            .filter_map(|name| attribute(node, name));
        let titles = [
            "title",
            "hint",
            "prompt",
            "contentDescription",
            "dialogTitle",
        ];
        let labels = titles.iter().filter_map(|name| attribute(node, name));
        let around = labels_around(node);
        let control = Control {
            node,
            kind,
            names: names.map(resource).collect(),
            labels: labels.chain(around).map(resource).collect(),
            choices,
        };
        add(reader, control);
    }
}

/// The hint of the surrounding box, or the text directly before.
fn labels_around<'d>(node: Node<'d>) -> Option<Located<String>> {
    let parent = node.parent_element()?;
    let hint = local(parent)
        .ends_with("TextInputLayout")
        .then(|| attribute(parent, "hint"));
    let before = || {
        let before = node.prev_sibling_element()?;
        local(before)
            .ends_with("TextView")
            .then(|| attribute(before, "text"))?
    };
    hint.flatten().or_else(before)
}

/// `@array/genders`: the list shown by the selection control.
fn list_of(node: Node<'_>) -> Choices {
    ["entryValues", "entries", "simpleItems"]
        .iter()
        .find_map(|name| attribute(node, name))
        .and_then(|list| Some(list.value.rsplit_once("array/")?.1.to_owned()))
        .map_or(Choices::Filled, Choices::Named)
}

/// The buttons of a group.
fn members(group: Node<'_>) -> Choices {
    const BUTTONS: [&str; 6] = [
        "RadioButton",
        "AppCompatRadioButton",
        "MaterialRadioButton",
        "Chip",
        "Button",
        "MaterialButton",
    ];
    let mut values: Vec<Value> = Vec::new();
    let mut chosen = None;
    for button in elements(group).flat_map(all) {
        let kind = local(button).rsplit('.').next().unwrap_or_default();
        if !BUTTONS.contains(&kind) {
            continue;
        }
        if attribute(button, "checked").is_some_and(|it| it.value == "true") {
            chosen = Some(values.len());
        }
        let text = attribute(button, "text").map(resource);
        let id = attribute(button, "id").map(resource);
        match (text, id) {
            (Some(text), _) => values.push(shown(text)),
            (None, Some(id)) => values.push(shown(id)),
            // Its text is set at run time.
            (None, None) => return Choices::Filled,
        }
    }
    match values.len() {
        0 => Choices::Filled,
        _ => Choices::Listed { values, chosen },
    }
}

/// `@+id/gender`, `@string/gender`: the name of a resource.
fn resource(text: Located<String>) -> Located<String> {
    text.map(|text| match text.strip_prefix('@') {
        Some(path) => path.rsplit('/').next().unwrap_or_default().to_owned(),
        None => text,
    })
}
