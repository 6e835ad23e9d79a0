//! Adds schema objects to the model: named types, objects with properties, parameters.

use foldhash::{HashMap, HashSet};
use percent_encoding::percent_decode_str;

use super::super::tree::{self, Node, Tree};
use super::dialect::{self, unescaped};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{
    Domain, Element, ElementId, EntityId, Known, Label, Layer, Located, ModelPath, Reference,
    SchemaModel, Span,
};

/// Fills a model from one document.
pub struct Reader<'t> {
    model: &'t mut SchemaModel,
    root: Node<'t>,
    /// Types by the node that declares them.
    types: HashMap<u32, ElementId>,
    /// Elements whose values are in a schema of this document.
    pending: Vec<(ElementId, Node<'t>)>,
    /// Schemas that others are composed of.
    parts: Vec<Node<'t>>,
    /// Schema nodes already read, because aliases and recursive documents lead back to them.
    seen: HashSet<u32>,
}

impl<'t> Reader<'t> {
    /// A reader for a document.
    pub fn new(model: &'t mut SchemaModel, root: Node<'t>) -> Self {
        Self {
            model,
            root,
            types: HashMap::default(),
            pending: Vec::new(),
            parts: Vec::new(),
            seen: HashSet::default(),
        }
    }

    /// Reads a named schema: an object, or a type with values.
    pub fn named(&mut self, name: Located<&str>, node: Node<'t>, path: &ModelPath) {
        if !node.is_map() || !self.seen.insert(node.id()) {
            return;
        }
        let path = path.child(name.value);
        if dialect::is_structure(node) {
            let name = name.owned();
            self.object(name, node, &path, 0);
            return;
        }
        let extent = name.span.map_or(node.span(), |span| span.to(node.span()));
        let name = name.owned();
        let element = Element::value_type(name, path.clone(), Layer::Api, extent);
        let id = self.fill(element, node);
        self.types.insert(node.id(), id);
        self.inside(node, &path, 0);
    }

    /// Adds an object: an entity with its properties.
    fn object(&mut self, name: Located<String>, node: Node<'t>, path: &ModelPath, depth: usize) {
        let entity = self.model.declare_entity(name, path, dialect::labels(node));
        self.properties(entity, node, path, depth);
    }

    /// Adds the properties of a schema and its parts.
    fn properties(&mut self, entity: EntityId, node: Node<'t>, path: &ModelPath, depth: usize) {
        if depth > TYPE_DEPTH {
            return;
        }
        let required: HashMap<&str, Span> = node
            .items_of("required")
            .filter_map(|item| Some((item.text()?, item.span())))
            .collect();
        let properties = node.entries_of("properties");
        for (name, property) in properties {
            if property.is_map() && self.seen.insert(property.id()) {
                let needed = required.get(name.value).copied();
                self.property(entity, name, property, path, needed, depth);
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in node.items_of(key) {
                if part.get("properties").is_some() && self.seen.insert(part.id()) {
                    self.properties(entity, part, path, depth + 1);
                }
            }
        }
        for key in ["then", "else"] {
            if let Some(part) = node.get(key).filter(|part| self.seen.insert(part.id())) {
                self.properties(entity, part, path, depth + 1);
            }
        }
    }

    fn property(
        &mut self,
        entity: EntityId,
        name: Located<&'t str>,
        node: Node<'t>,
        path: &ModelPath,
        required: Option<Span>,
        depth: usize,
    ) {
        let path = path.child(name.value);
        let extent = name.span.unwrap_or_default().to(node.span());
        let mut element =
            Element::field(name.owned(), path.clone(), Layer::Api, extent).with_entity(entity);
        element.optional = match required {
            Some(span) => Located::with_span(Known::Yes(false), span),
            None => Located::implied(Known::Yes(true)),
        };
        self.fill(element, node);
        self.inside(node, &path, depth + 1);
    }

    /// Reads objects nested in a property, also as items of a list.
    fn inside(&mut self, node: Node<'t>, path: &ModelPath, depth: usize) {
        if depth > TYPE_DEPTH {
            return;
        }
        let own = Some(node);
        let items = node.get("items");
        let values = node.get("additionalProperties");
        for part in [own, items, values].into_iter().flatten() {
            let again = part.id() != node.id() && !self.seen.insert(part.id());
            if part.get("properties").is_some() && !again {
                let name = Located::implied(path.0.last().cloned().unwrap_or_default());
                self.object(name, part, path, depth + 1);
            }
        }
    }

    /// Reads a parameter: a schema beside a name, or (Swagger 2) both in one object.
    pub fn parameter(&mut self, node: Node<'t>, path: &ModelPath) {
        if !self.seen.insert(node.id()) {
            return;
        }
        let schema = node.get("schema").unwrap_or(node);
        let (Some(name), Some(at)) = (node.get("name"), node.text_of("name")) else {
            return;
        };
        if node.text_of("in") == Some("body") {
            self.payload(schema, path);
            return;
        }
        let path = path.child(at);
        let located = Located::with_span(at.to_owned(), name.span());
        let mut element = Element::field(located, path, Layer::Api, node.span());
        let required = node.get("required");
        element.optional = tree::optional_unless(required);
        element.labels = dialect::labels(node);
        // An optional query parameter restricts the result.
        let place = node
            .get("in")
            .filter(|_| node.text_of("in") == Some("query"));
        let fetches = element
            .path
            .0
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|method| method == "get");
        let limits = fetches && element.optional.value == Known::Yes(true);
        if let Some(place) = place.filter(|_| limits) {
            let query = Located::with_span("query".to_owned(), place.span());
            element.labels.push(Label::purpose(query));
        }
        self.fill(element, schema);
    }

    /// Reads the content of a request or response: objects without a name.
    pub fn payload(&mut self, schema: Node<'t>, path: &ModelPath) {
        if schema.is_map() && self.seen.insert(schema.id()) {
            self.inside(schema, path, 0);
            if let Some(parts) = schema.get("allOf") {
                for part in parts.items() {
                    self.payload(part, path);
                }
            }
        }
    }

    /// Adds an element with the content of its schema.
    fn fill(&mut self, mut element: Element, node: Node<'t>) -> ElementId {
        let root = self.root;
        let facts = dialect::facts(node, &|uri| resolve(root, uri));
        if let Some((domain, span)) = facts.domain {
            element.domain = Located::with_span(domain, span);
        }
        if let Some(span) = facts.nullable {
            element.optional = Located::with_span(Known::Yes(true), span);
        }
        element.labels.extend(dialect::labels(node));
        element.narrowed = facts.narrowed;
        element.default = dialect::default(node);
        element.width = dialect::width(node);
        element.declared_type = node.located_of("type");
        element.deprecated = node.bool_of("deprecated") == Some(true);
        let id = self.model.add_element(element);
        self.parts.extend(facts.parts);
        if let Some(target) = facts.target {
            self.pending.push((id, target));
        }
        id
    }

    /// Links references to the types of this document, and marks types that others are composed of.
    pub fn finish(self) {
        let parts = self.parts.iter();
        for part in parts.filter_map(|part| self.types.get(&part.id())) {
            if let Some(element) = self.model.elements.get_mut(part.0 as usize) {
                element.is_part = true;
            }
        }
        for (id, target) in self.pending {
            let Some(found) = self.types.get(&target.id()).copied() else {
                continue;
            };
            if let Some(element) = self.model.elements.get_mut(id.0 as usize)
                && found != id
            {
                element.domain.value = Known::Yes(Domain::Reference(Reference::Element(found)));
            }
        }
    }
}

/// Resolves a JSON pointer (RFC 6901) within the document.
pub fn resolve<'t>(root: Node<'t>, uri: &str) -> Option<Node<'t>> {
    if uri == "#" {
        return Some(root);
    }
    let pointer = uri.strip_prefix("#/")?;
    pointer.split('/').try_fold(root, |node, segment| {
        let key = unescaped(segment);
        node.get(&key)
            .or_else(|| node.get(&percent_decoded(&key)?))
            .or_else(|| node.items().nth(key.parse().ok()?))
    })
}

/// Pointers in URIs use percent-encoding, such as `%7B` for `{`.
fn percent_decoded(key: &str) -> Option<String> {
    if !key.contains('%') {
        return None;
    }
    let decoded = percent_decode_str(key).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// The first document of a tree, which must be a map.
pub fn root(tree: &Tree) -> Option<Node<'_>> {
    tree.root().filter(|root| root.is_map())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_decoded_where_they_are_encoded() {
        assert_eq!(percent_decoded("%7Bid%7D").as_deref(), Some("{id}"));
        assert_eq!(percent_decoded("Stra%C3%9Fe").as_deref(), Some("Straße"));
        assert_eq!(percent_decoded("id"), None);
        // What is no hexadecimal number stays, and what is no text is no key.
        assert_eq!(percent_decoded("%+fid").as_deref(), Some("%+fid"));
        assert_eq!(percent_decoded("%ff"), None);
    }
}
