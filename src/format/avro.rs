//! Apache Avro schemas and protocols (`.avsc`, `.avpr`): JSON, read with positions.

use std::collections::{HashMap, HashSet};

use super::tree::{self, Node};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::TYPE_DEPTH;
use crate::gap::GapReason;
use crate::model::{
    DefaultValue, Domain, Element, ElementId, ElementKind, Entity, EntityId, Known, Label,
    LabelKind, Layer, Located, ModelPath, Reference, SchemaModel, Span, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Apache Avro.
pub struct Avro;

impl Format for Avro {
    fn name(&self) -> &'static str {
        "avro"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["avsc", "avpr"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        if !tree::is_json(head) {
            return Recognition::No;
        }
        let keys = tree::top_keys(head).unwrap_or_default();
        let has = |key: &str| keys.iter().any(|found| found == key);
        let record = has("name") && (has("fields") || has("symbols"));
        let kind = tree::key_value(head, "type");
        if record && matches!(kind, Some("record" | "enum" | "error")) {
            return Recognition::Certain;
        }
        match capture.extension().as_str() {
            "avsc" | "avpr" => Recognition::Likely,
            _ if record && has("namespace") && has("type") => Recognition::Likely,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let Some(root) = tree.root() else {
            return Err(GapReason::Empty.into());
        };
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let mut reader = Reader {
            model,
            types: HashMap::new(),
            pending: Vec::new(),
            seen: HashSet::new(),
        };
        let declared = root.get("types").unwrap_or(root);
        reader.declare(declared, &ModelPath::default(), 0);
        Ok(Parsed {
            schemas: vec![reader.finish()],
            ..Parsed::default()
        })
    }
}

struct Reader {
    model: SchemaModel,
    types: HashMap<String, ElementId>,
    pending: Vec<ElementId>,
    seen: HashSet<u32>,
}

impl Reader {
    /// Records and enums, alone, in a union or in the list of a protocol.
    fn declare(&mut self, node: Node<'_>, path: &ModelPath, depth: usize) {
        if depth > TYPE_DEPTH || !self.seen.insert(node.id()) {
            return;
        }
        for item in node.items() {
            self.declare(item, path, depth + 1);
        }
        match node.get("type").and_then(Node::text) {
            Some("record" | "error") => self.record(node, path, depth),
            Some("enum") => self.enumeration(node, path),
            Some("array") => self.inner(node.get("items"), path, depth),
            Some("map") => self.inner(node.get("values"), path, depth),
            _ => self.inner(node.get("type"), path, depth),
        }
    }

    fn inner(&mut self, node: Option<Node<'_>>, path: &ModelPath, depth: usize) {
        if let Some(node) = node.filter(|node| node.is_map() || node.is_list()) {
            self.declare(node, path, depth + 1);
        }
    }

    fn record(&mut self, node: Node<'_>, path: &ModelPath, depth: usize) {
        let Some(name) = node.get("name").and_then(Node::located) else {
            return;
        };
        let path = path.child(name.value.as_str());
        let entity = self.model.add_entity(Entity {
            name,
            path: path.clone(),
            labels: labels(node),
        });
        for field in node.get("fields").into_iter().flat_map(Node::items) {
            self.field(field, entity, &path, depth);
        }
    }

    fn field(&mut self, node: Node<'_>, entity: EntityId, path: &ModelPath, depth: usize) {
        let (Some(name), Some(declared)) =
            (node.get("name").and_then(Node::located), node.get("type"))
        else {
            return;
        };
        let path = path.child(name.value.as_str());
        let mut element = Element::named(
            name,
            path.clone(),
            ElementKind::Field,
            Layer::Message,
            node.span(),
        );
        element.entity = Some(entity);
        element.labels = labels(node);
        let (domain, nullable) = domain_of(declared);
        element.domain = Located::at(domain, declared.span());
        element.optional = Located {
            value: Known::Yes(nullable.is_some()),
            span: nullable,
        };
        element.default = node.get("default").map(|value| DefaultValue {
            literal: value.scalar().map(str::to_owned),
            span: Some(value.span()),
        });
        element.declared_type = declared.located();
        let id = self.model.add_element(element);
        self.pending.push(id);
        self.inner(Some(declared), &path, depth + 1);
    }

    fn enumeration(&mut self, node: Node<'_>, path: &ModelPath) {
        let Some(name) = node.get("name").and_then(Node::located) else {
            return;
        };
        let path = path.child(name.value.as_str());
        let full = name.value.clone();
        let mut element = Element::named(
            name,
            path,
            ElementKind::ValueType,
            Layer::Message,
            node.span(),
        );
        element.labels = labels(node);
        element.domain = Located::at(Known::Yes(symbols(node)), node.span());
        let id = self.model.add_element(element);
        self.types.insert(simple(&full).to_owned(), id);
    }

    /// Ties fields to the enums of this document.
    fn finish(mut self) -> SchemaModel {
        for id in std::mem::take(&mut self.pending) {
            if let Some(element) = self.model.elements.get_mut(id.0 as usize)
                && let Known::Yes(Domain::Reference(Reference::Named(name))) = &element.domain.value
                && let Some(found) = self.types.get(simple(name))
            {
                element.domain.value = Known::Yes(Domain::Reference(Reference::Element(*found)));
            }
        }
        self.model
    }
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn labels(node: Node<'_>) -> Vec<Label> {
    node.get("doc")
        .and_then(Node::located)
        .map(|text| Label {
            kind: LabelKind::Description,
            text,
        })
        .into_iter()
        .collect()
}

fn symbols(node: Node<'_>) -> Domain {
    let symbols = node.get("symbols").into_iter().flat_map(Node::items);
    Domain::Closed(
        symbols
            .filter_map(|symbol| Some(Value::plain(symbol.scalar()?, symbol.span())))
            .collect(),
    )
}

/// The values of a type, and where it allows null.
fn domain_of(node: Node<'_>) -> (Known<Domain>, Option<Span>) {
    if node.is_list() {
        let null = node.items().find(|item| item.text() == Some("null"));
        let mut others = node.items().filter(|item| item.text() != Some("null"));
        let domain = match (others.next(), others.next()) {
            (Some(only), None) => domain_of(only).0,
            (Some(_), Some(_)) => Known::No(Why::NotUnderstood),
            (None, _) => Known::No(Why::NotStated),
        };
        return (domain, null.map(Node::span));
    }
    if let Some(name) = node.text() {
        let domain = match name {
            "string" => Domain::Text,
            "int" | "long" | "float" | "double" => Domain::Number,
            "boolean" => Domain::Boolean,
            "bytes" | "fixed" | "record" | "map" => Domain::Structure,
            named => Domain::Reference(Reference::Named(named.to_owned())),
        };
        return (Known::Yes(domain), None);
    }
    let logical = node.get("logicalType").and_then(Node::text);
    let domain = match (node.get("type").and_then(Node::text), logical) {
        (_, Some(logical)) if logical.contains("date") || logical.contains("time") => {
            Domain::Temporal
        }
        // Declared in place: the type of that name, which the same document holds.
        (Some("enum"), _) => match node.get("name").and_then(Node::text) {
            Some(name) => Domain::Reference(Reference::Named(name.to_owned())),
            None => symbols(node),
        },
        (Some("array"), _) => {
            return match node.get("items").map(domain_of) {
                Some((domain @ Known::Yes(Domain::Reference(_)), _)) => (domain, None),
                _ => (Known::Yes(Domain::Structure), None),
            };
        }
        (Some("record" | "error" | "map" | "fixed"), _) => Domain::Structure,
        _ => {
            return node
                .get("type")
                .map_or((Known::No(Why::NotStated), None), domain_of);
        }
    };
    (Known::Yes(domain), None)
}
