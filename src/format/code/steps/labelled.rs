//! Complete lists passed to a question, as in `selectbox("Geschlecht", ["m", "w"])`, and lists returned by functions
//! that provide choices (`gender_choices`).

use tree_sitter::Node;

use super::offered::{function_around, values_of};
use super::{Filled, bare, text};
use crate::format::code::lowering::{Call, Lowering};
use crate::format::code::reader::{Reader, span};
use crate::format::code::values::value_set;
use crate::model::{Element, Label, Layer, Located, Value};
use crate::topic::{Attribute, Topic, tokens};

/// Words in the names of calls that let people choose from a list.
const CHOOSING: [&str; 22] = [
    "ask",
    "buttons",
    "checklist",
    "choice",
    "choices",
    "choose",
    "combo",
    "combobox",
    "dropdown",
    "listbox",
    "menu",
    "multiselect",
    "option",
    "optionmenu",
    "options",
    "param",
    "parameter",
    "picker",
    "pills",
    "radio",
    "select",
    "selectbox",
];
/// Words in the names of calls that examine a list defined elsewhere.
const EXAMINING: [&str; 9] = [
    "assert", "check", "expect", "filter", "find", "has", "query", "test", "verify",
];
/// Words at the end of names of functions that return a list to choose from.
const CHOICES: [&str; 6] = ["auswahl", "choices", "list", "options", "values", "werte"];
/// Uninformative variable names; the enclosing function's name is used instead.
const PLAIN_VARIABLES: &[&str] = &[
    "choices", "data", "entries", "items", "l", "list", "liste", "map", "model", "options", "res",
    "result", "ret", "values", "werte",
];
/// Maximum length of a title; longer texts are sentences about something else.
const LONGEST: usize = 60;

/// A call with a title that names the topic and a list of texts.
pub(super) fn handed<'t>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    call: &Call<'t>,
    lowering: Lowering,
) {
    /// Maximum number of arguments of a control.
    const MOST_ARGUMENTS: usize = 12;
    if call.arguments.len() > MOST_ARGUMENTS
        || !is_choosing(reader.text(call.name))
        || is_member(reader, node)
    {
        return;
    }
    let own = |argument: &Node<'t>| {
        let argument = bare(*argument);
        // label="Geschlecht"
        match argument.kind() {
            "keyword_argument" => argument.child_by_field_name("value").unwrap_or(argument),
            _ => argument,
        }
    };
    let arguments: Vec<Node<'t>> = call.arguments.iter().map(own).collect();
    let titles: Vec<Located<String>> = arguments
        .iter()
        .filter_map(|argument| text(reader, *argument, lowering))
        .filter(|title| names_topic(reader, &title.value))
        .collect();
    let lists: Vec<Vec<Value>> = arguments
        .iter()
        .filter_map(|argument| values_of(reader, *argument, lowering, 0))
        .collect();
    // Two lists form a translation.
    let ([name, titles @ ..], [values]) = (titles.as_slice(), lists.as_slice()) else {
        return;
    };
    if !says_entries(reader, values) {
        return;
    }
    let path = reader.path_around().child(name.value.as_str());
    let titles = titles.iter().cloned().map(Label::title);
    let control = Element::control(name.clone(), path, Layer::Ui, span(node))
        .with_labels(titles)
        .with_values(values.clone(), span(node));
    reader.add(control);
}

/// `def gender_choices(request): return [(MALE, _("männlich")), …]`.
pub(super) fn returned<'t>(reader: &mut Reader<'t>, node: Node<'t>, value: Node<'t>) {
    let Some(values) = value_set(reader, value).filter(|values| values.len() > 1) else {
        return;
    };
    let Some(name) = function_around(reader, node) else {
        return;
    };
    let ends = tokens(&name)
        .last()
        .is_some_and(|last| CHOICES.contains(&last.as_str()));
    if !ends || !names_topic(reader, &name) || !says_entries(reader, &values) {
        return;
    }
    let path = reader.path_around().child(name.as_str());
    let name = Located::with_span(name, span(value));
    let list =
        Element::value_type(name, path, Layer::Code, span(node)).with_values(values, span(value));
    reader.add(list);
}

/// The function that names the contents of a variable with an uninformative name.
pub(super) fn named_by(reader: &Reader<'_>, at: Node<'_>, variable: &str) -> Option<String> {
    let is_plain = PLAIN_VARIABLES.contains(&variable);
    is_plain.then(|| function_around(reader, at)).flatten()
}

impl Filled {
    /// `getGenderList() { list.add("m"); … }`: names the list after its function.
    pub(super) fn go_by_function(&mut self, topic: &Topic) {
        if let Some(around) = self.around.take()
            && self.name.is_none()
            && !self.is_control
            && topic.is_mentioned_in(&around)
            && list_entries(topic, &self.values)
        {
            self.name = Some(Located {
                value: around,
                span: self.variable.span,
            });
        }
    }
}

/// Whether a call creates a member of a class named after the topic; such a member is read as a field.
fn is_member(reader: &Reader<'_>, node: Node<'_>) -> bool {
    /// Maximum number of nodes between the call and its class.
    const MOST_STEPS: usize = 6;
    let mut named = false;
    let mut inner = node;
    for _ in 0..MOST_STEPS {
        let Some(outer) = inner.parent() else {
            return false;
        };
        let kind = outer.kind();
        if ["function", "method", "lambda"]
            .iter()
            .any(|it| kind.contains(it))
        {
            return false;
        }
        if kind.contains("class") {
            return named;
        }
        let name = ["left", "name", "property"]
            .iter()
            .find_map(|field| outer.child_by_field_name(field));
        named |= name.is_some_and(|name| {
            let written = reader.text(name);
            written.len() <= LONGEST && reader.topic().is_mentioned_in(written)
        });
        inner = outer;
    }
    false
}

fn is_choosing(name: &str) -> bool {
    let words = tokens(name);
    let has = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    has(&CHOOSING) && !has(&EXAMINING)
}

fn names_topic(reader: &Reader<'_>, text: &str) -> bool {
    let topic = reader.topic();
    text.len() <= LONGEST
        && [Attribute::Gender, Attribute::Salutation]
            .into_iter()
            .any(|attribute| topic.names(attribute, text))
}

/// Whether the values are plausible choices and not a list of columns.
fn says_entries(reader: &Reader<'_>, values: &[Value]) -> bool {
    list_entries(reader.topic(), values)
}

fn list_entries(topic: &Topic, values: &[Value]) -> bool {
    let says = |value: &Value| {
        topic.is_entry(&value.raw.value)
            || value
                .label
                .as_ref()
                .is_some_and(|label| topic.is_entry(&label.value))
    };
    values.iter().filter(|value| says(value)).count() > 1
}
