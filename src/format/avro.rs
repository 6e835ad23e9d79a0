//! Apache Avro schemas and protocols (`.avsc`, `.avpr`): JSON, parsed with positions.

use std::collections::HashMap;

use super::tree::{Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{
    Domain, Element, ElementId, EntityId, Known, Label, Layer, Located, ModelPath, Reference, Span,
    Value, Why,
};

/// Apache Avro.
pub const AVRO: TreeFormat = TreeFormat {
    name: "avro",
    extensions: &["avsc", "avpr"],
    yaml: false,
    claims,
    read: read_avro,
};

fn claims(peek: &Peek<'_>) -> Recognition {
    let record = peek.has("name") && (peek.has("fields") || peek.has("symbols"));
    if record && matches!(peek.value("type"), Some("record" | "enum" | "error")) {
        return Recognition::Certain;
    }
    match peek.capture.extension().as_str() {
        "avsc" | "avpr" => Recognition::Likely,
        _ => Recognition::Likely.when(record && peek.has_all(&["namespace", "type"])),
    }
}

fn read_avro(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let mut reader = Reader {
        document,
        types: HashMap::new(),
        pending: Vec::new(),
        unions: Vec::new(),
    };
    if let Some(root) = tree.root() {
        let declared = root.get("types").unwrap_or(root);
        reader.declare(declared, &ModelPath::default(), 0);
    }
    reader.finish();
    Ok(())
}

struct Reader<'d> {
    document: &'d mut Document,
    types: HashMap<String, ElementId>,
    pending: Vec<ElementId>,
    /// Fields whose type is one of several.
    unions: Vec<(ElementId, Vec<String>)>,
}

impl Reader<'_> {
    /// Reads records and enums: alone, in a union or in the list of a protocol.
    fn declare(&mut self, node: Node<'_>, path: &ModelPath, depth: usize) {
        if depth > TYPE_DEPTH || !self.document.seen.insert(node.id()) {
            return;
        }
        for item in node.items() {
            self.declare(item, path, depth + 1);
        }
        match node.text_of("type") {
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
        let Some(name) = node.located_of("name") else {
            return;
        };
        let path = path.child(name.value.as_str());
        let entity = self
            .document
            .model
            .declare_entity(name, &path, labels(node));
        for field in node.items_of("fields") {
            self.field(field, entity, &path, depth);
        }
    }

    fn field(&mut self, node: Node<'_>, entity: EntityId, path: &ModelPath, depth: usize) {
        let (Some(name), Some(declared)) = (node.located_of("name"), node.get("type")) else {
            return;
        };
        let path = path.child(name.value.as_str());
        let mut element = Element::field(name, path.clone(), Layer::Message, node.span())
            .with_entity(entity)
            .with_labels(labels(node));
        let (domain, nullable) = domain_of(declared);
        element.domain = Located::with_span(domain, declared.span());
        element.optional = Located::new(Known::Yes(nullable.is_some()), nullable);
        element.default = node.get("default").map(Node::as_default);
        element.declared_type = declared.located();
        let id = self.document.model.add_element(element);
        self.pending.push(id);
        self.unions
            .extend(Self::names(declared).map(|names| (id, names)));
        self.inner(Some(declared), &path, depth + 1);
    }

    fn enumeration(&mut self, node: Node<'_>, path: &ModelPath) {
        let Some(name) = node.located_of("name") else {
            return;
        };
        let path = path.child(name.value.as_str());
        let full = name.value.clone();
        let element = Element::value_type(name, path, Layer::Message, node.span())
            .with_labels(labels(node))
            .with_domain(Located::with_span(Known::Yes(symbols(node)), node.span()));
        let id = self.document.model.add_element(element);
        self.types.insert(simple(&full).to_owned(), id);
    }

    /// The names in a union of nothing but named types. If they are all enums, they form one list.
    fn names(declared: Node<'_>) -> Option<Vec<String>> {
        let others = declared.items().filter(|item| item.text() != Some("null"));
        let name = |item: Node<'_>| match domain_of(item).0 {
            Known::Yes(Domain::Reference(Reference::Named(name))) => Some(name),
            _ => None,
        };
        let names: Option<Vec<String>> = others.map(name).collect();
        names.filter(|names| names.len() > 1)
    }

    /// Gives a field the values of all enums in its union.
    fn unite(&mut self, id: ElementId, names: &[String]) {
        let types = names.iter().map(|name| self.types.get(simple(name)));
        let Some(types) = types.map(|id| id.copied()).collect::<Option<Vec<_>>>() else {
            return;
        };
        let mut united = Vec::new();
        for of in &types {
            if let Some(of) = self.document.model.elements.get_mut(of.0 as usize)
                && let Known::Yes(Domain::Closed(values)) = &of.domain.value
            {
                united.extend(values.iter().cloned());
                of.is_part = true;
            }
        }
        if let Some(element) = self.document.model.elements.get_mut(id.0 as usize) {
            element.domain.value = Known::closed(united);
        }
    }

    /// Links fields to the enums of this document.
    fn finish(mut self) {
        for (id, names) in std::mem::take(&mut self.unions) {
            self.unite(id, &names);
        }
        for id in std::mem::take(&mut self.pending) {
            if let Some(element) = self.document.model.elements.get_mut(id.0 as usize)
                && let Known::Yes(Domain::Reference(Reference::Named(name))) = &element.domain.value
                && let Some(found) = self.types.get(simple(name))
            {
                element.domain.value = Known::Yes(Domain::Reference(Reference::Element(*found)));
            }
        }
    }
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn labels(node: Node<'_>) -> Vec<Label> {
    node.located_of("doc")
        .map(Label::description)
        .into_iter()
        .collect()
}

fn symbols(node: Node<'_>) -> Domain {
    let symbols = node.items_of("symbols");
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
            named => Domain::named(named),
        };
        return (Known::Yes(domain), None);
    }
    let logical = node.text_of("logicalType");
    let domain = match (node.text_of("type"), logical) {
        (_, Some(logical)) if logical.contains("date") || logical.contains("time") => {
            Domain::Temporal
        }
        // Declared in place: refer to the type of that name in the same document.
        (Some("enum"), _) => match node.text_of("name") {
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
