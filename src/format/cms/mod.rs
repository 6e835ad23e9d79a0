//! Forms and fields that content management systems and frameworks declare in JSON and YAML files.
//!
//! One file per system interprets its keys; this module holds what they share. Content entered in these fields is data,
//! and is not read.

mod doctrine;
mod drupal;
mod frappe;
mod strapi;
mod typo3;

use super::Failure;
use super::tree::{Document, Node, Tree};
use crate::model::{
    DefaultValue, Domain, Element, ElementId, ElementKind, EntityId, Known, Label, LabelKind,
    Layer, Located, ModelPath, Span, Value,
};

pub use doctrine::{DOCTRINE, column};
pub use drupal::DRUPAL;
pub use frappe::FRAPPE;
pub use strapi::STRAPI;
pub use typo3::TYPO3;

/// A form, table or type whose fields are being read.
#[derive(Clone)]
struct Group {
    entity: EntityId,
    path: ModelPath,
}

impl Document {
    /// Reads every root of a tree. What is not understood does not lose the document.
    fn read_roots(&mut self, tree: &Tree, read: fn(&mut Self, Node<'_>)) -> Result<(), Failure> {
        tree.roots().for_each(|root| read(self, root));
        Ok(())
    }

    fn group(&mut self, name: Located<String>, title: Option<Located<String>>) -> Group {
        let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
        let labels = title
            .filter(|title| !title.value.trim().is_empty() && title.value != name.value)
            .map(Label::title);
        let entity = self.model.declare_entity(name, &path, labels);
        Group { entity, path }
    }

    fn add(&mut self, field: Field, group: &Group, kind: ElementKind, layer: Layer) -> ElementId {
        let path = group.path.child(field.name.value.as_str());
        let mut element = field.element(path, kind, layer);
        element.entity = Some(group.entity);
        self.model.add_element(element)
    }

    /// Adds a type with its own values, outside any group.
    fn add_type(&mut self, field: Field, layer: Layer) -> ElementId {
        let path = ModelPath::new([field.name.value.as_str()]);
        let element = field.element(path, ElementKind::ValueType, layer);
        self.model.add_element(element)
    }
}

/// What a system states about a field.
struct Field {
    name: Located<String>,
    labels: Vec<Label>,
    domain: Located<Known<Domain>>,
    optional: Located<Known<bool>>,
    default: Option<DefaultValue>,
    width: Option<Located<u32>>,
    declared_type: Option<Located<String>>,
    extent: Span,
}

impl Field {
    /// A field that is optional, which is the default everywhere.
    fn new(name: Located<String>, domain: Known<Domain>, extent: Span) -> Self {
        Self {
            name,
            labels: Vec::new(),
            domain: Located::with_span(domain, extent),
            optional: Located::implied(Known::Yes(true)),
            default: None,
            width: None,
            declared_type: None,
            extent,
        }
    }

    fn labelled(mut self, kind: LabelKind, text: Option<Located<String>>) -> Self {
        let text = text.filter(|text| !text.value.trim().is_empty());
        self.labels.extend(text.map(|text| Label::new(kind, text)));
        self
    }

    fn required(mut self, required: bool, at: Option<Span>) -> Self {
        self.optional = Located::new(Known::Yes(!required), at);
        self
    }

    /// Sets the default; empty texts and null mean there is none.
    fn defaulting(mut self, default: Option<Located<String>>) -> Self {
        self.default = default
            .filter(|default| !default.value.trim().is_empty())
            .map(DefaultValue::from);
        self
    }

    fn element(self, path: ModelPath, kind: ElementKind, layer: Layer) -> Element {
        Element {
            labels: self.labels,
            domain: self.domain,
            optional: self.optional,
            default: self.default,
            width: self.width,
            declared_type: self.declared_type,
            ..Element::named(self.name, path, kind, layer, self.extent)
        }
    }
}

/// A numeric width, quoted or not.
fn width(node: Option<Node<'_>>) -> Option<Located<u32>> {
    let node = node?;
    let width: u32 = node.scalar()?.trim().parse().ok()?;
    (width > 0).then(|| Located::with_span(width, node.span()))
}

/// Whether a switch is on: `true`, `1`, `"1"`.
fn is_on(node: Option<Node<'_>>) -> bool {
    node.and_then(Node::scalar)
        .is_some_and(|word| matches!(word, "true" | "1" | "yes" | "required"))
}

/// A value and its label, as written. An empty value with a meaningful label ("keine Angabe") is a choice.
fn option(raw: Located<String>, label: Option<Located<String>>) -> Value {
    let label = label.filter(|label| !label.value.trim().is_empty());
    Value {
        placeholder: raw.value.trim().is_empty() && says_nothing(label.as_ref()),
        label,
        raw,
        ..Value::default()
    }
}

/// The entry shown while nothing is chosen. In a required field it cannot remain.
fn invitation(label: Located<String>, required: bool) -> Value {
    Value {
        placeholder: required || says_nothing(Some(&label)),
        raw: Located::new(String::new(), label.span),
        label: Some(label),
        ..Value::default()
    }
}

fn says_nothing(label: Option<&Located<String>>) -> bool {
    label.is_none_or(|label| !label.value.contains(char::is_alphanumeric))
}

/// Rows of a value and a label, or values alone. Some editors mark their columns with an underscore.
fn rows(list: Node<'_>) -> Vec<Value> {
    let rows = list.items().filter_map(|row| {
        let first_of = |keys: [&str; 2]| keys.iter().find_map(|key| row.located_of(key));
        let raw = first_of(["_value", "value"]).or_else(|| row.located())?;
        Some(option(raw, first_of(["_label", "label"])))
    });
    rows.collect()
}

/// `value: label`; groups of options are nested maps.
fn options(map: Node<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    for (key, label) in map.entries() {
        if label.is_map() {
            values.extend(label.entries().map(|(key, label)| {
                let raw = key.owned();
                option(raw, label.located())
            }));
        } else {
            let raw = key.owned();
            values.push(option(raw, label.located()));
        }
    }
    values
}
