//! Lists passed to controls: an adapter, a model of a combo box, a menu filled by a loop.

use tree_sitter::Node;

use super::{Filled, KINDS, arguments_of, bare, begin, is_maker, key_of, put, text};
use crate::format::code::lowering::{Call, Lowering, Shape};
use crate::format::code::reader::{Reader, span};
use crate::format::code::values::{named_child_of, scalar, value_set};
use crate::format::limits::{CHOICES, MARKUP_STEPS};
use crate::model::{Located, Value};

/// Functions that make a list of their arguments.
pub(super) const LISTS: &[&str] = &[
    "arrayOf",
    "arrayListOf",
    "asList",
    "listOf",
    "mutableListOf",
    "mutableStateListOf",
    "observableArrayList",
    "of",
    "persistentListOf",
    "setOf",
];
/// Suffixes of types that wrap a list for a control.
const ADAPTERS: &[&str] = &[
    "Adapter",
    "ComboBoxModel",
    "ListModel",
    "ObservableCollection",
    "BindingSource",
];
/// Suffixes of controls for choosing.
const CHOOSERS: &[&str] = &[
    "ComboBox",
    "Combobox",
    "ChoiceBox",
    "ComboBoxText",
    "DropDown",
    "OptionMenu",
    "Spinner",
];
/// Calls that pass a whole list to a control.
const SETTING: &[&str] = &[
    "setAdapter",
    "setItems",
    "setModel",
    "setSimpleItems",
    "addItems",
    "setEntries",
];
/// Calls that iterate over a list.
const LOOPS: &[&str] = &["forEach", "forEachIndexed", "map"];
/// Components that form the entries of a menu.
const ENTRIES: &[&str] = &[
    "DropdownMenuItem",
    "RadioButton",
    "FilterChip",
    "SegmentedButton",
    "InputChip",
    "ToggleButton",
];
/// Uninformative names of lists.
const PLAIN_NAMES: &[&str] = &["options", "items", "entries", "list", "choices", "values"];
/// Maximum nesting depth of adapters.
const MOST_DEPTH: usize = 4;

/// Whether a call passes a whole list to a control.
pub(super) fn sets(name: &str) -> bool {
    SETTING.contains(&name)
}

/// The values of the list that an expression refers to; `None` if unknown.
pub(super) fn values_of<'t>(
    reader: &Reader<'t>,
    node: Node<'t>,
    lowering: Lowering,
    depth: usize,
) -> Option<Vec<Value>> {
    if depth > MOST_DEPTH {
        return None;
    }
    let node = bare(node);
    let several = |values: &Vec<Value>| (2..=CHOICES).contains(&values.len());
    if let Some(values) = value_set(reader, node) {
        return Some(values).filter(several);
    }
    if let Some(filled) = reader.steps.open.get(key_of(reader.text(node)))
        && !filled.is_open
        && several(&filled.values)
    {
        return Some(filled.values.clone());
    }
    let (name, arguments) = maker(reader, node, lowering)?;
    if LISTS.contains(&name) {
        let values: Option<Vec<Value>> = arguments
            .iter()
            .map(|argument| Some(Value::plain(scalar(reader, *argument)?, span(*argument))))
            .collect();
        return values.filter(several);
    }
    if ADAPTERS.iter().any(|ending| name.ends_with(ending)) {
        let mut arguments = arguments.into_iter();
        return arguments.find_map(|argument| values_of(reader, argument, lowering, depth + 1));
    }
    None
}

/// The values passed to a new chooser's constructor.
pub(super) fn made_with<'t>(
    reader: &Reader<'t>,
    node: Node<'t>,
    lowering: Lowering,
) -> Option<Vec<Value>> {
    let (name, arguments) = maker(reader, node, lowering)?;
    if !CHOOSERS.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let mut arguments = arguments.into_iter();
    arguments.find_map(|argument| values_of(reader, argument, lowering, 1))
}

/// The constructor or factory without its object and type arguments, and the arguments.
fn maker<'t>(
    reader: &Reader<'t>,
    node: Node<'t>,
    lowering: Lowering,
) -> Option<(&'t str, Vec<Node<'t>>)> {
    if let Shape::Call(call) = lowering(reader, node) {
        let arguments = call.arguments.iter().map(|part| bare(*part)).collect();
        return Some((simple(reader.text(call.name)), arguments));
    }
    if !is_maker(node) {
        return None;
    }
    let kind = node
        .child_by_field_name("type")
        .or_else(|| node.child_by_field_name("constructor"))
        .or_else(|| node.child_by_field_name("function"))?;
    Some((simple(reader.text(kind)), arguments_of(node).collect()))
}

pub(super) fn simple(name: &str) -> &str {
    let name = name.split('<').next().unwrap_or_default().trim();
    name.rsplit(['.', ':', ' ']).next().unwrap_or(name)
}

/// The name of the function that encloses a node.
pub(super) fn function_around(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    let mut at = node;
    for _ in 0..MARKUP_STEPS {
        at = at.parent()?;
        let is_function = [
            "function_declaration",
            "function_definition",
            "method_declaration",
        ]
        .iter()
        .any(|kind| at.kind().contains(kind));
        if is_function || matches!(at.kind(), "method" | "method_definition") {
            let name = at
                .child_by_field_name("name")
                .or_else(|| named_child_of(at, &["identifier", "simple_identifier"]))?;
            return Some(reader.text(name).to_owned());
        }
    }
    None
}

/// Passes a list to the chooser `key`. Returns whether the list is known.
pub(super) fn hand<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    chooser: Node<'t>,
    arguments: &[Node<'t>],
    shows: bool,
    lowering: Lowering,
) -> bool {
    let handed = match arguments {
        [only] => values_of(reader, *only, lowering, 0),
        several if !shows => several
            .iter()
            .map(|argument| Some(Value::plain(scalar(reader, *argument)?, span(*argument))))
            .collect(),
        several => {
            let texts: Option<Vec<Value>> = several
                .iter()
                .map(|argument| Some(Value::plain(scalar(reader, *argument)?, span(*argument))))
                .collect();
            texts.or_else(|| {
                let mut several = several.iter();
                several.find_map(|argument| values_of(reader, *argument, lowering, 0))
            })
        }
    };
    let Some(values) = handed else {
        return false;
    };
    for value in values {
        put(reader, key, chooser, Some(value), shows);
    }
    true
}

/// `options.forEach { DropdownMenuItem(…) }`: the list is a menu, named after itself or its function.
pub(super) fn shown<'t>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    call: &Call<'t>,
    lowering: Lowering,
) {
    let Some(list) = call
        .receiver
        .filter(|_| LOOPS.contains(&reader.text(call.name)))
    else {
        return;
    };
    let written = reader.text(node);
    if !ENTRIES.iter().any(|entry| written.contains(entry)) {
        return;
    }
    let Some(values) = values_of(reader, list, lowering, 0) else {
        return;
    };
    let around = function_around(reader, node);
    let key = key_of(reader.text(list)).to_owned();
    // A list with an uninformative name is named after the function that shows it.
    let is_own = !PLAIN_NAMES.contains(&key.to_lowercase().as_str())
        && key.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    let Some(name) = is_own.then(|| key.clone()).or(around) else {
        return;
    };
    let mut filled = begin(reader, &name, list);
    filled.values = values;
    filled.is_control = true;
    reader.steps.open.insert(key, filled);
}

/// The name and the titles of a new control, from its constructor's arguments.
pub(super) fn name_by_arguments<'t>(
    reader: &Reader<'t>,
    value: Node<'t>,
    filled: &mut Filled,
    lowering: Lowering,
) {
    let handed = arguments_of(value);
    let texts: Vec<Located<String>> = handed
        .filter_map(|part| text(reader, part, lowering))
        .collect();
    let is_name = |text: &&Located<String>| {
        let mut chars = text.value.chars();
        chars
            .next()
            .is_some_and(|first| first.is_lowercase() || first == '_')
            && chars.all(|ch| ch.is_alphanumeric() || "_-.[]".contains(ch))
            && !KINDS.contains(&text.value.as_str())
    };
    filled.name = texts.iter().rev().find(is_name).cloned();
    let name = filled.name.clone();
    let is_title = |text: &Located<String>| {
        Some(text) != name.as_ref() && !KINDS.contains(&text.value.as_str())
    };
    filled.titles = texts.into_iter().filter(is_title).collect();
}
