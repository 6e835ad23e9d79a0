//! The role of a tag, from the words of its name: component libraries differ in prefixes, not in words.

use super::{Given, Tag};

/// The role of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Offers several values: `select`, `v-radio-group`, `p-dropdown`.
    Chooser,
    /// One of these values: `option`, `mat-radio-button`, `MenuItem`.
    Choice,
    /// Yes or no.
    Check,
    /// Free text.
    Text,
    /// Names the controls near it.
    Label,
    /// Groups controls for a form.
    Form,
    /// A custom component that is bound to a value.
    Unknown,
    /// Holds no value.
    Other,
}

/// Attributes that hold the options of a component.
pub const OFFERS: [&str; 7] = [
    "items",
    "options",
    "choices",
    "nzoptions",
    "data",
    "datasource",
    "suggestions",
];

/// The role of a tag.
pub fn kind(tag: &Tag, text: &str) -> Kind {
    let words = words(&tag.name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let stated = |name: &str| match tag.get(name) {
        Some(Given::Literal(span)) => text.get(span.range()),
        _ => None,
    };
    let has = |name: &str| tag.get(name).is_some();
    let offers = || OFFERS[..5].iter().any(|name| has(name)) && is_bound(tag);
    match stated("type").or(stated("as")).or(stated("component")) {
        Some("radio") if offers() => return Kind::Chooser,
        Some("radio") => return Kind::Choice,
        Some("checkbox" | "switch") => return Kind::Check,
        Some("select") => return Kind::Chooser,
        Some("hidden" | "submit" | "button" | "reset" | "file" | "date") => return Kind::Other,
        _ => {}
    }
    let last = words.last().copied().unwrap_or_default();
    match (words.as_slice(), last) {
        (
            [
                ..,
                "menu" | "select" | "listbox" | "radio" | "group" | "toggle",
                "item",
            ],
            _,
        )
        | ([.., "button", "toggle"], _)
        | ([.., "radio", "button"], _)
        | ([.., "toggle", "button"], _)
        | (_, "option" | "radio" | "menuitem") => Kind::Choice,
        ([.., "control", "label"], _) if has("value") => Kind::Choice,
        ([.., "radio" | "toggle" | "button", "group"], _) => Kind::Chooser,
        (_, "label" | "legend") => Kind::Label,
        (_, "form") | (["form", ..], "root" | "kit" | "provider") => Kind::Form,
        (_, "checkbox" | "switch" | "toggle" | "check") => Kind::Check,
        // Parts of a select without a value.
        (
            _,
            "trigger" | "content" | "value" | "icon" | "button" | "viewport" | "portal"
            | "indicator" | "separator" | "header" | "group" | "item" | "overlay" | "chip"
            | "error" | "message" | "text",
        ) => Kind::Other,
        _ if words.iter().any(|word| CHOOSERS.contains(word)) => Kind::Chooser,
        (["textarea" | "input"], _) => Kind::Text,
        _ if has("select") && !words.contains(&"button") => Kind::Chooser,
        _ if offers() => Kind::Chooser,
        ([.., "text", "field"], _) | (_, "input" | "textfield" | "textarea" | "inputtext") => {
            Kind::Text
        }
        (["input", "text"], _) => Kind::Text,
        _ if has("model") || has("formcontrolname") => Kind::Unknown,
        _ => Kind::Other,
    }
}

const CHOOSERS: [&str; 9] = [
    "select",
    "dropdown",
    "combobox",
    "autocomplete",
    "listbox",
    "multiselect",
    "typeahead",
    "segmented",
    "radiogroup",
];

/// Whether a tag is bound to a value of the program.
pub fn is_bound(tag: &Tag) -> bool {
    [
        "model",
        "formcontrolname",
        "formcontrol",
        "name",
        "source",
        "value",
    ]
    .iter()
    .any(|name| tag.get(name).is_some())
}

/// The words of a tag's name in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for ch in name.chars() {
        let border = !ch.is_ascii_alphanumeric() || ch.is_ascii_uppercase();
        if border && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if ch.is_ascii_alphanumeric() {
            word.push(ch.to_ascii_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;
    use crate::model::Span;

    fn kind_of(text: &str) -> Kind {
        let markup = scan(text, Span::new(0, text.len()));
        kind(&markup.tags[0], text)
    }

    #[test]
    fn libraries_share_their_words() {
        for chooser in [
            "<select>",
            "<v-select v-model=x>",
            "<Form.Select>",
            "<p-dropdown>",
            "<MatSelect>",
            "<RadioGroup>",
            "<el-radio-group>",
            "<mat-button-toggle-group>",
            "<TextField select>",
            "<Field as='select' name=x>",
            "<FormKit type='radio' name=x :options=y>",
            "<muc-chooser v-model=x :items=y>",
        ] {
            assert_eq!(kind_of(chooser), Kind::Chooser, "{chooser}");
        }
        for choice in [
            "<option>",
            "<MenuItem>",
            "<SelectItem>",
            "<mat-radio-button>",
            "<a-select-option>",
            "<input type=radio>",
            "<FormControlLabel value=m>",
        ] {
            assert_eq!(kind_of(choice), Kind::Choice, "{choice}");
        }
        for other in ["<div>", "<SelectTrigger>", "<v-btn>", "<input type=hidden>"] {
            assert_eq!(kind_of(other), Kind::Other, "{other}");
        }
        assert_eq!(kind_of("<v-text-field v-model=x>"), Kind::Text);
        assert_eq!(kind_of("<GenderSwitcher v-model=x>"), Kind::Unknown);
        assert_eq!(kind_of("<mat-checkbox>"), Kind::Check);
    }
}
