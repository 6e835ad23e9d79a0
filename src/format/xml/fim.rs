//! FIM data fields (XDatenfelder 2 and 3): fields of public services, with code lists and values.

use super::node::{Node, child, child_content, children, content, descend, elements, local, span};
use super::{Reader, Xml};
use crate::format::pattern;
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, LabelKind, Layer, Located, ModelPath,
    Reference, Value, Why,
};

/// XDatenfelder, versions 2 and 3.
pub const FIM: Xml = Xml {
    name: "fim",
    extensions: &["xdf", "xdf2", "xdf3", "xml"],
    claims: |root| {
        root.name.starts_with("xdatenfelder.")
            && root
                .namespace
                .is_some_and(|uri| uri.starts_with("urn:xoev-de:fim:standard:xdatenfelder_"))
    },
    read: read_fim,
};

fn read_fim(reader: &mut Reader, root: Node<'_>) {
    let top = Context {
        path: ModelPath::default(),
        entity: None,
        required: Located::implied(Known::No(Why::NotStated)),
    };
    for node in elements(root) {
        declaration(reader, node, &top);
    }
}

#[derive(Clone)]
struct Context {
    path: ModelPath,
    entity: Option<EntityId>,
    /// Whether the contained fields are required.
    required: Located<Known<bool>>,
}

fn declaration(reader: &mut Reader, node: Node<'_>, context: &Context) {
    match local(node) {
        "stammdatenschema" | "datenfeldgruppe" => group(reader, node, context),
        "datenfeld" => field(reader, node, context),
        _ => {}
    }
}

/// A schema or a group of fields; in a group of alternatives, each field is optional.
fn group(reader: &mut Reader, node: Node<'_>, context: &Context) {
    let Some(name) = child_content(node, "name") else {
        return;
    };
    let path = context.path.child(name.value.as_str());
    let entity = reader.model.declare_entity(name, &path, labels(node));
    let alternative = code(node, "art").is_some_and(|art| art.value == "X");
    for structure in children(node, "struktur") {
        let count = child_content(structure, "anzahl");
        let required = match count.as_ref().and_then(|count| count.value.split_once(':')) {
            Some((least, _)) => Known::Yes(least.trim() != "0" && !alternative),
            None => Known::No(Why::NotStated),
        };
        let inner = Context {
            path: path.clone(),
            entity: Some(entity),
            required: Located::new(required, count.and_then(|count| count.span)),
        };
        for contained in children(structure, "enthaelt").flat_map(elements) {
            declaration(reader, contained, &inner);
        }
    }
}

fn field(reader: &mut Reader, node: Node<'_>, context: &Context) {
    let kind = code(node, "feldart")
        .map(|kind| kind.value)
        .unwrap_or_default();
    // Labels are texts of the form, not fields.
    let Some(name) = child_content(node, "name").filter(|_| kind != "label") else {
        return;
    };
    let path = context.path.child(name.value.as_str());
    let mut element = Element::field(name, path, Layer::Dictionary, span(node))
        .with_entity(context.entity)
        .with_labels(labels(node))
        .with_optional(Located::new(
            match &context.required.value {
                Known::Yes(required) => Known::Yes(!required),
                Known::No(why) => Known::No(*why),
            },
            context.required.span,
        ))
        .with_type(code(node, "datentyp"))
        .with_default(child_content(node, "inhalt").map(DefaultValue::from));
    let limits = Limits::from_node(node);
    element.width = limits.width;
    element.domain = listed(node).unwrap_or_else(|| {
        let domain = match element.type_name() {
            // A choice without a stated list.
            _ if kind == "select" => Known::No(Why::NotStated),
            Some("text" | "text_latin") => Known::Yes(match limits.values {
                Some(values) => Domain::Closed(values),
                None => Domain::Text,
            }),
            Some("bool") => Known::Yes(Domain::Boolean),
            Some("num" | "num_int" | "num_currency") => Known::Yes(Domain::Number),
            Some("date" | "time" | "datetime") => Known::Yes(Domain::Temporal),
            Some("file" | "obj") => Known::Yes(Domain::Structure),
            Some(_) => Known::No(Why::NotUnderstood),
            None => Known::No(Why::NotStated),
        };
        Located::new(
            domain,
            element
                .declared_type
                .as_ref()
                .and_then(|declared| declared.span),
        )
    });
    reader.model.add_element(element);
}

/// Values in the field itself, or else the code list it refers to.
fn listed(node: Node<'_>) -> Option<Located<Known<Domain>>> {
    if let Some(list) = child(node, "werte") {
        let values = children(list, "wert").filter_map(|value| {
            Some(Value {
                raw: child_content(value, "code")?,
                label: child_content(value, "name"),
                ..Value::default()
            })
        });
        return Some(Located::with_span(
            Known::closed(values.collect()),
            span(list),
        ));
    }
    let reference = child(node, "codelisteReferenz")?;
    // Version 2 nests the URI one level deeper.
    let address = child(reference, "genericodeIdentification").unwrap_or(reference);
    let uri = child_content(address, "canonicalIdentification");
    let version = child_content(address, "version").or_else(|| {
        let of_version = child_content(address, "canonicalVersionUri")?;
        let behind = of_version.value.strip_prefix(&uri.as_ref()?.value)?;
        let version = behind.trim_start_matches(['_', '-', ':']).to_owned();
        Some(Located::new(version, of_version.span))
    });
    let (value, place) = match uri {
        Some(uri) => (
            Reference::CodeList {
                uri: uri.value,
                version: version.map(|version| version.value),
            },
            uri.span,
        ),
        None => {
            let id = descend(reference, &["identifikation", "id"]).and_then(content)?;
            (Reference::Named(id.value), id.span)
        }
    };
    Some(Located::new(
        Known::Yes(Domain::Reference(value)),
        place.or(Some(span(reference))),
    ))
}

/// The restrictions on a field's text: JSON in version 2, attributes in version 3.
#[derive(Default)]
struct Limits {
    width: Option<Located<u32>>,
    values: Option<Vec<Value>>,
}

impl Limits {
    fn from_node(node: Node<'_>) -> Self {
        let Some(limits) = child(node, "praezisierung") else {
            return Self::default();
        };
        let place = span(limits);
        let stated: Option<serde_json::Value> = limits
            .text()
            .and_then(|text| serde_json::from_str(text).ok());
        let read = |name: &str| -> Option<String> {
            if let Some(value) = limits.attribute(name) {
                return Some(value.to_owned());
            }
            match stated.as_ref()?.get(name)? {
                serde_json::Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            }
        };
        Self {
            width: read("maxLength")
                .and_then(|width| width.trim().parse().ok())
                .map(|width| Located::with_span(width, place)),
            values: read("pattern").and_then(|text| pattern::alternatives(&text, place)),
        }
    }
}

/// The code in an element (`<feldart><code>select</code></feldart>`).
fn code(node: Node<'_>, name: &str) -> Option<Located<String>> {
    descend(node, &[name, "code"]).and_then(content)
}

fn labels(node: Node<'_>) -> Vec<Label> {
    const TEXTS: [(&str, LabelKind); 5] = [
        ("bezeichnungEingabe", LabelKind::Title),
        ("bezeichnungAusgabe", LabelKind::Title),
        ("definition", LabelKind::Description),
        ("beschreibung", LabelKind::Description),
        ("hilfetextEingabe", LabelKind::Description),
    ];
    let mut labels: Vec<Label> = Vec::new();
    let id = descend(node, &["identifikation", "id"]).and_then(content);
    labels.extend(id.map(Label::purpose));
    for (name, kind) in TEXTS {
        let Some(text) = child_content(node, name) else {
            continue;
        };
        if labels.iter().all(|label| label.text.value != text.value) {
            labels.push(Label::new(kind, text));
        }
    }
    labels
}
