//! The meaning of field types in any dialect: data types and form controls.

use crate::format::dictionary;
use crate::model::{Domain, Known, Located, Why};

/// What is known about a type.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// The values it allows.
    pub(super) domain: Known<Domain>,
    /// Whether it is a form control.
    pub(super) control: bool,
    /// Whether it only contains other fields, or takes no input.
    pub(super) structure: bool,
}

/// Controls and types whose values are listed beside them.
#[rustfmt::skip]
const CHOICES: &[&str] = &[
    "select", "dropdown", "radio", "radiogroup", "radios", "radiobutton", "radiobuttons", "radiobuttongroup", "singlechoice",
    "multichoice", "multiplechoice", "multiselect", "combobox", "combo", "listbox", "dropdownlist", "selectone", "select1",
    "selectmany", "selectmultiple", "singleselect", "selectbox", "autocomplete", "buttongroup", "chips", "segmented",
    "auswahl", "auswahlliste", "auswahlfeld", "einfachauswahl", "mehrfachauswahl", "optionsfeld", "picker", "radiolist",
    "dropdownbox", "nativeselect", "radiobuttonlist", "closed", "list1", "oneof",
];
/// Data types with their own list of values.
#[rustfmt::skip]
const CODED: &[&str] = &[
    "enum", "enumeration", "picklist", "option", "optionset", "choice", "code", "coded", "codelist", "codeliste", "categorical",
    "lookup", "coding", "codeableconcept", "schluessel", "aufzaehlung", "factor", "nominal", "optionlist", "globalchoice",
];
/// Text controls.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "input", "textarea", "textfield", "textbox", "shorttext", "longtext", "singleline", "singlelinetext", "multiline",
    "multilinetext", "textinput", "inputtext", "eingabefeld", "eingabe", "open", "line", "freetext", "editbox", "edit",
];
/// Containers, and elements that are not fields.
#[rustfmt::skip]
const STRUCTURES: &[&str] = &[
    "group", "section", "fieldset", "panel", "container", "page", "step", "tab", "tabs", "row", "column", "columns", "form",
    "table", "grid", "repeat", "repeater", "record", "struct", "map", "html", "button", "submit", "heading", "header",
    "divider", "separator", "image", "file", "upload", "collection", "entity", "model", "gruppe", "abschnitt", "seite",
    "paragraph", "label", "statictext", "note", "hidden",
];

/// The meaning of a type name that dialects share.
pub(super) fn of_type(text: &str) -> Option<Kind> {
    let word = first_word(text);
    let kind = |domain: Known<Domain>, control: bool, structure: bool| Kind {
        domain,
        control,
        structure,
    };
    let word = word.as_str();
    if CHOICES.contains(&word) {
        return Some(kind(Known::No(Why::Dynamic), true, false));
    }
    if CODED.contains(&word) {
        return Some(kind(Known::No(Why::NotStated), false, false));
    }
    if TEXTS.contains(&word) {
        return Some(kind(Known::Yes(Domain::Text), true, false));
    }
    if STRUCTURES.contains(&word) {
        return Some(kind(Known::Yes(Domain::Structure), false, true));
    }
    let domain =
        dictionary::values_of_type(text.trim_start_matches("xs:").trim_start_matches("xsd:"))?;
    let structure = matches!(domain, Known::Yes(Domain::Structure));
    // In an unknown dialect, a boolean may be a property of the field as well as its value.
    let domain = match domain {
        Known::Yes(Domain::Boolean) => Known::No(Why::NotUnderstood),
        Known::Yes(Domain::Reference(_)) => Known::No(Why::NotStated),
        other => other,
    };
    Some(kind(domain, false, structure))
}

/// Values written as part of a type: `enum(m, w)`, `enum:m,w`; or the name of a list: `select_one geschlecht`.
pub(super) fn written_into(kind: &Located<String>) -> Option<Known<Domain>> {
    let text = kind.value.trim();
    let word = first_word(text);
    if !CHOICES.contains(&word.as_str()) && !matches!(word.as_str(), "enum" | "set" | "choice") {
        return None;
    }
    let span = kind.span.unwrap_or_default();
    let (_, inside) = text.split_once(['(', ':', '['])?;
    let inside = inside.trim_end_matches([')', ']']);
    let at = kind.value.find(inside)?;
    let exact = span.range().len() == kind.value.len();
    let place = if exact {
        let start = span.range().start + at;
        crate::model::Span::new(start, start + inside.len())
    } else {
        span
    };
    let domain = dictionary::listed_values(inside, place);
    matches!(domain, Known::Yes(_)).then_some(domain)
}

/// The name of a list after a control: `select_one geschlecht`.
pub(super) fn named_behind(text: &str) -> Option<&str> {
    let (first, behind) = text.trim().split_once(char::is_whitespace)?;
    let name = behind.split_whitespace().next()?;
    CHOICES
        .contains(&first_word(first).as_str())
        .then_some(name)
}

/// Letters and digits up to the first blank, bracket or colon, in lower case.
fn first_word(text: &str) -> String {
    let text = text.trim();
    let end = text.find(|ch: char| ch.is_whitespace() || matches!(ch, '(' | '[' | ':' | '<'));
    let mut word = crate::topic::fold(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
    word.retain(char::is_alphanumeric);
    word
}
