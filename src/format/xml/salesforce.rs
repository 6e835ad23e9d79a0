//! Salesforce: custom fields (`….field-meta.xml`), objects of older exports that contain them, and shared value sets
//! (`….globalValueSet-meta.xml`, `….standardValueSet-meta.xml`).

use super::node::{Node, child, child_content, children, content, descend, local, span};
use super::{Reader, Xml};
use crate::model::{
    DefaultValue, Domain, Element, ElementKind, EntityId, Known, Label, LabelKind, Layer, Located,
    ModelPath, Value, Why,
};

/// Salesforce metadata.
pub const SALESFORCE: Xml = Xml {
    name: "salesforce",
    extensions: &["field-meta.xml", "object-meta.xml", "object"],
    claims: |root| {
        root.namespace == Some("http://soap.sforce.com/2006/04/metadata")
            && matches!(
                root.name,
                "CustomField" | "CustomObject" | "GlobalValueSet" | "StandardValueSet"
            )
    },
    read: read_salesforce_object,
};

fn read_salesforce_object(reader: &mut Reader, root: Node<'_>) {
    match local(root) {
        "CustomField" => field(reader, root, None),
        "CustomObject" => {
            // The file is named after the object.
            let name = child_content(root, "label");
            let name = name.unwrap_or_else(|| Located::implied(String::new()));
            let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
            let entity = reader.model.declare_entity(name, &path, []);
            for node in children(root, "fields") {
                field(reader, node, Some((entity, &path)));
            }
        }
        _ => value_set(reader, root),
    }
}

fn field(reader: &mut Reader, node: Node<'_>, owner: Option<(EntityId, &ModelPath)>) {
    let Some(name) = child_content(node, "fullName") else {
        return;
    };
    let path = match owner {
        Some((_, path)) => path.child(name.value.as_str()),
        None => ModelPath::new([name.value.as_str()]),
    };
    let kind = child_content(node, "type");
    let mut element = Element::field(name, path, Layer::Database, span(node))
        .with_entity(owner.map(|(entity, _)| entity))
        .with_labels(labels(node))
        .with_domain(domain(node, kind.as_ref()));
    let required = child_content(node, "required");
    element.optional = Located::new(
        Known::Yes(required.as_ref().is_none_or(|it| it.value != "true")),
        required.and_then(|it| it.span),
    );
    // In a picklist, one value is marked as the default; elsewhere the default is a formula.
    let preset = descend(node, &["valueSet", "valueSetDefinition"])
        .or_else(|| child(node, "picklist"))
        .into_iter()
        .flat_map(values_of)
        .find(|value| child_content(*value, "default").is_some_and(|it| it.value == "true"))
        .and_then(|value| child_content(value, "fullName"));
    element.default = preset.map(DefaultValue::from);
    element.width = child_content(node, "length")
        .and_then(|length| Some(Located::new(length.value.parse().ok()?, length.span)));
    element.declared_type = kind;
    reader.model.add_element(element);
}

fn labels(node: Node<'_>) -> Vec<Label> {
    [
        ("label", LabelKind::Title),
        ("masterLabel", LabelKind::Title),
        ("description", LabelKind::Description),
        ("inlineHelpText", LabelKind::Description),
    ]
    .into_iter()
    .filter_map(|(name, kind)| {
        let text = child_content(node, name)?;
        Some(Label::new(kind, text))
    })
    .collect()
}

fn domain(node: Node<'_>, kind: Option<&Located<String>>) -> Located<Known<Domain>> {
    let known = |domain| Located::new(Known::Yes(domain), kind.and_then(|kind| kind.span));
    match kind.map(|kind| kind.value.as_str()) {
        Some("Picklist" | "MultiselectPicklist") => choices(node),
        Some("Checkbox") => known(Domain::Boolean),
        Some("Number" | "Currency" | "Percent" | "AutoNumber") => known(Domain::Number),
        Some("Date" | "DateTime" | "Time") => known(Domain::Temporal),
        Some(
            "Text" | "TextArea" | "LongTextArea" | "Html" | "Email" | "Phone" | "Url"
            | "EncryptedText",
        ) => known(Domain::Text),
        Some("Lookup" | "MasterDetail") => match child_content(node, "referenceTo") {
            Some(target) => target.map(Known::named),
            None => Located::with_span(Known::No(Why::Elsewhere), span(node)),
        },
        // Standard fields only state differences from the standard.
        _ => Located::with_span(Known::No(Why::Elsewhere), span(node)),
    }
}

fn choices(node: Node<'_>) -> Located<Known<Domain>> {
    let set = child(node, "valueSet");
    if let Some(shared) = set.and_then(|set| child_content(set, "valueSetName")) {
        return shared.map(Known::named);
    }
    let own = set
        .and_then(|set| child(set, "valueSetDefinition"))
        .or_else(|| child(node, "picklist"));
    match own {
        Some(own) => Located::with_span(
            Known::closed(values_of(own).filter_map(value).collect()),
            span(own),
        ),
        None => Located::with_span(Known::No(Why::Elsewhere), span(node)),
    }
}

/// The elements that state values; older releases use other names.
fn values_of<'d>(set: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    ["value", "picklistValues", "customValue", "standardValue"]
        .into_iter()
        .flat_map(move |name| children(set, name))
}

fn value(node: Node<'_>) -> Option<Value> {
    let raw = child_content(node, "fullName").or_else(|| content(node))?;
    let active = child_content(node, "isActive").is_none_or(|it| it.value != "false");
    Some(Value {
        label: child_content(node, "label"),
        raw,
        inactive: !active,
        ..Value::default()
    })
}

/// A separate value set.
fn value_set(reader: &mut Reader, root: Node<'_>) {
    let Some(name) = child_content(root, "fullName").or_else(|| child_content(root, "masterLabel"))
    else {
        return;
    };
    let path = ModelPath::new([name.value.as_str()]);
    let kind = ElementKind::ValueType;
    let mut element =
        Element::named(name, path, kind, Layer::Database, span(root)).with_labels(labels(root));
    let values = values_of(root).filter_map(value).collect();
    element.domain = Located::with_span(Known::closed(values), span(root));
    reader.model.add_element(element);
}
