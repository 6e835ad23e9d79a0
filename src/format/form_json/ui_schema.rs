//! A JSON Schema with its UI schema: JSON Forms (`schema`, `uischema`), react-jsonschema-form (`schema`, `uiSchema`),
//! Formily (`schema` with `x-component`).
//!
//! The schema defines the values; the other part may give fields and values other labels.

use std::collections::{HashMap, HashSet};

use super::super::json_schema::reader::Reader;
use super::super::tree::Node;
use super::choices::{choice_label, values_of};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{
    Domain, ElementKind, Known, Label, LabelKind, Layer, Located, ModelPath, SchemaModel,
};

/// The schema in such a document, and its UI schema.
pub(super) fn parts<'t>(root: Node<'t>) -> Option<(Node<'t>, Option<Node<'t>>)> {
    let schema = ["schema", "jsonSchema", "dataSchema", "json_schema"]
        .iter()
        .find_map(|key| root.get(key))
        .filter(|schema| schema.get("properties").is_some())?;
    let shown = ["uischema", "uiSchema", "ui_schema", "uiSchemaJson"]
        .iter()
        .find_map(|key| root.get(key));
    Some((schema, shown))
}

/// Reads the schema as a form.
pub(super) fn read_ui_schema<'t>(
    model: &mut SchemaModel,
    name: Located<&str>,
    schema: Node<'t>,
    shown: Option<Node<'t>>,
) {
    let mut reader = Reader::new(model, schema);
    for key in ["$defs", "definitions"] {
        for (name, node) in schema.entries_of(key) {
            reader.named(name, node, &ModelPath::new([key]));
        }
    }
    reader.named(name, schema, &ModelPath::default());
    reader.finish();
    let mut notes: HashMap<Vec<String>, Shown<'t>> = HashMap::new();
    if let Some(shown) = shown {
        layout(shown, 0, &mut HashSet::new(), &mut notes);
        if shown.get("elements").is_none() {
            by_name(shown, &mut Vec::new(), &mut notes);
        }
    }
    formily(schema, &mut Vec::new(), &mut notes);
    for element in &mut model.elements {
        element.layer = Layer::Ui;
        if element.kind != ElementKind::Field {
            continue;
        }
        element.kind = ElementKind::Control;
        let own = element.path.0.get(1..).unwrap_or_default();
        let Some(shown) = notes.get(own) else {
            continue;
        };
        if let Some(text) = shown.title.clone() {
            element
                .labels
                .retain(|label| label.kind != LabelKind::Title);
            element.labels.push(Label::title(text));
        }
        if let Some(list) = shown.options
            && let Some(values) = values_of(list)
        {
            element.domain = Located::with_span(Known::closed(values), list.span());
        }
        if let (Some(names), Known::Yes(Domain::Closed(values))) =
            (shown.names, &mut element.domain.value)
        {
            for (value, name) in values.iter_mut().zip(names.items()) {
                value.label = choice_label(name).or(value.label.take());
            }
            // By value instead of by position.
            for value in values.iter_mut() {
                if let Some(name) = names.get(&value.raw.value).and_then(choice_label) {
                    value.label = Some(name);
                }
            }
        }
    }
}

/// The UI settings of one field.
#[derive(Default)]
struct Shown<'t> {
    title: Option<Located<String>>,
    /// Labels of the values, by position or by value.
    names: Option<Node<'t>>,
    /// Values with their labels.
    options: Option<Node<'t>>,
}

/// JSON Forms: controls with a scope, nested in layouts.
fn layout<'t>(
    node: Node<'t>,
    depth: usize,
    seen: &mut HashSet<u32>,
    notes: &mut HashMap<Vec<String>, Shown<'t>>,
) {
    if depth > TYPE_DEPTH || !seen.insert(node.id()) {
        return;
    }
    if let Some(scope) = node.text_of("scope") {
        // `#/properties/person/properties/geschlecht`
        let mut steps = scope
            .trim_start_matches('#')
            .split('/')
            .filter(|step| !step.is_empty());
        let mut path = Vec::new();
        while let Some(step) = steps.next() {
            if step == "properties" {
                path.extend(steps.next().map(str::to_owned));
            }
        }
        let label = node.get("label");
        let title = label.and_then(|label| choice_label(label.get("text").unwrap_or(label)));
        notes.entry(path).or_insert(Shown {
            title: title.filter(|title| !matches!(title.value.as_str(), "true" | "false")),
            ..Shown::default()
        });
    }
    for child in node.items_of("elements") {
        layout(child, depth + 1, seen, notes);
    }
}

/// react-jsonschema-form: the names of the schema, with settings that start with `ui:`.
fn by_name<'t>(
    node: Node<'t>,
    path: &mut Vec<String>,
    notes: &mut HashMap<Vec<String>, Shown<'t>>,
) {
    if path.len() > TYPE_DEPTH {
        return;
    }
    let option = |key: &str| {
        let long = format!("ui:{key}");
        node.get(&long).or_else(|| node.get("ui:options")?.get(key))
    };
    let shown = Shown {
        title: option("title").and_then(choice_label),
        names: option("enumNames"),
        options: None,
    };
    if shown.title.is_some() || shown.names.is_some() {
        notes.insert(path.clone(), shown);
    }
    for (name, child) in node.entries() {
        if !name.value.starts_with("ui:") && child.is_map() {
            if name.value != "items" {
                path.push(name.value.to_owned());
            }
            by_name(child, path, notes);
            if name.value != "items" {
                path.pop();
            }
        }
    }
}

/// Formily: values with labels, in `enum` itself or in the component's properties.
fn formily<'t>(
    node: Node<'t>,
    path: &mut Vec<String>,
    notes: &mut HashMap<Vec<String>, Shown<'t>>,
) {
    if path.len() > TYPE_DEPTH {
        return;
    }
    let listed = node
        .get("enum")
        .filter(|list| list.items().any(Node::is_map));
    let given = node
        .get("x-component-props")
        .and_then(|props| props.get("options"));
    if let Some(options) = listed.or(given).filter(|list| list.is_list()) {
        notes.entry(path.clone()).or_default().options = Some(options);
    }
    for (name, child) in node.entries_of("properties") {
        path.push(name.value.to_owned());
        formily(child, path, notes);
        path.pop();
    }
}
