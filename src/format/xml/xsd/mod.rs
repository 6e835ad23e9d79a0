//! XML Schema: types with their values, elements and attributes with their types, XÖV code lists.
//!
//! Each document is read on its own. `include` and `import` are never followed: a type declared in another document
//! stays a reference by name.

mod annotation;
mod code;
mod scope;
mod simple;

use foldhash::HashMap;
use roxmltree::NodeId;

use self::code::code_type;
pub(super) use self::scope::built_in;
use self::scope::{QName, Scope};
use self::simple::{Simple, Simples};
use super::node::{Node, attribute, child, elements, local, span};
use super::{Reader, Xml};
use crate::model::{
    Amendment, DefaultValue, Domain, Element, ElementId, ElementKind, EntityId, Known, Layer,
    Located, ModelPath, Reference, Why,
};

/// The namespace of XML Schema.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// XML Schema.
pub const XSD: Xml = Xml {
    name: "xsd",
    extensions: &["xsd"],
    claims: |root| root.name == "schema" && root.namespace == Some(XS),
    read: |reader, root| read_schemas(reader, &[root], &[]),
};

/// Reads the schemas of one document, which may refer to each other, and messages whose parts use their types.
pub(super) fn read_schemas(reader: &mut Reader, schemas: &[Node<'_>], messages: &[Node<'_>]) {
    let scope = Scope::index_schemas(schemas);
    let mut walker = Walker {
        reader,
        scope: &scope,
        simples: Simples::new(&scope),
        declared: HashMap::default(),
        open: Vec::new(),
    };
    let top = Context {
        path: ModelPath::default(),
        entity: None,
        required: None,
    };
    for schema in schemas {
        walker.declarations(*schema, &top);
    }
    for message in messages {
        walker.message(*message, &top);
    }
    walker.resolve();
}

/// The context of a declaration.
#[derive(Clone)]
struct Context {
    path: ModelPath,
    entity: Option<EntityId>,
    /// Whether the surrounding groups are required; `None` outside any content.
    required: Option<bool>,
}

/// The values of a declaration, or the declaration in this document that defines them.
enum Meaning {
    Simple(Simple),
    Declared(NodeId),
}

impl Meaning {
    fn from_domain(domain: Known<Domain>) -> Self {
        Self::Simple(Simple::new(domain))
    }
}

struct Walker<'r, 's, 'd> {
    reader: &'r mut Reader,
    scope: &'s Scope<'d>,
    simples: Simples<'s, 'd>,
    /// Elements created for declarations, by node.
    declared: HashMap<NodeId, ElementId>,
    /// Elements whose values are defined by a declaration that may come later.
    open: Vec<(ElementId, NodeId)>,
}

impl<'d> Walker<'_, '_, 'd> {
    fn declarations(&mut self, parent: Node<'d>, context: &Context) {
        for node in elements(parent).filter(|node| node.tag_name().namespace() == Some(XS)) {
            match local(node) {
                "element" | "attribute" => self.field(node, context),
                "simpleType" => self.simple_type(node, context),
                "complexType" => self.complex_type(node, context),
                "group" | "attributeGroup" => {
                    if let Some(name) = attribute(node, "name") {
                        let inner = self.inside(node, name, context);
                        self.declarations(node, &inner);
                    }
                }
                "sequence" | "all" | "choice" => {
                    let alternative = local(node) == "choice" && elements(node).count() > 1;
                    let absent = node.attribute("minOccurs") == Some("0");
                    let mut inner = context.clone();
                    inner.required = context.required.map(|it| it && !alternative && !absent);
                    self.declarations(node, &inner);
                }
                "redefine" | "override" => {
                    let first = self.reader.model.elements.len();
                    self.declarations(node, context);
                    // `xs:redefine` or `xs:override`: these types replace those of another document.
                    for element in self.reader.model.elements.iter_mut().skip(first) {
                        element.amends = Some(Amendment::Replaces);
                    }
                }
                "complexContent" | "simpleContent" | "extension" | "restriction" => {
                    self.declarations(node, context);
                }
                _ => {}
            }
        }
    }

    /// Adds an entity for a declaration's content, and returns the context inside it.
    fn inside(&mut self, node: Node<'d>, name: Located<String>, context: &Context) -> Context {
        let path = context.path.child(name.value.as_str());
        let entity = self
            .reader
            .model
            .declare_entity(name, &path, annotation::labels(node));
        Context {
            path,
            entity: Some(entity),
            required: Some(true),
        }
    }

    fn simple_type(&mut self, node: Node<'d>, context: &Context) {
        let Some(name) = attribute(node, "name") else {
            return;
        };
        let simple = self.simples.resolve_type(node);
        let mut element = self.element(node, name, ElementKind::ValueType, context);
        element.domain = simple.domain;
        element.width = simple.width;
        let id = self.reader.model.add_element(element);
        self.declared.insert(node.id(), id);
    }

    fn complex_type(&mut self, node: Node<'d>, context: &Context) {
        let Some(name) = attribute(node, "name") else {
            return;
        };
        if let Some(meaning) = self.value_of(node) {
            let element = self.element(node, name.clone(), ElementKind::ValueType, context);
            let id = self.reader.model.add_element(element);
            self.declared.insert(node.id(), id);
            self.give(id, meaning);
        }
        self.contents(node, name, context);
    }

    /// Reads the content of a complex type; the parts of a code are not fields.
    fn contents(&mut self, complex: Node<'d>, name: Located<String>, context: &Context) {
        if code_type(complex, self.scope).is_none() {
            let inner = self.inside(complex, name, context);
            self.declarations(complex, &inner);
        }
    }

    fn field(&mut self, node: Node<'d>, context: &Context) {
        if node.attribute("use") == Some("prohibited") || node.attribute("maxOccurs") == Some("0") {
            return;
        }
        let (name, meaning) = match (attribute(node, "name"), attribute(node, "ref")) {
            (Some(name), _) => {
                let meaning = self.meaning(node);
                (name, meaning)
            }
            (None, Some(mut reference)) => {
                let written = node.attribute("ref").unwrap_or_default();
                let target = QName::resolve(node, written);
                target.local.clone_into(&mut reference.value);
                let meaning = match self.scope.referred(local(node), target) {
                    Some(declaration) => Meaning::Declared(declaration.id()),
                    None => Meaning::from_domain(named(target.local)),
                };
                (reference, meaning)
            }
            (None, None) => return,
        };
        let mut element = self.element(node, name.clone(), ElementKind::Field, context);
        element.optional = optional(node, context);
        element.default = attribute(node, "default")
            .or_else(|| attribute(node, "fixed"))
            .map(DefaultValue::from);
        element.declared_type = attribute(node, "type");
        if let Some(written) = node.attribute("type") {
            element.width = self.simples.named(node, written).width;
        }
        let id = self.reader.model.add_element(element);
        self.declared.insert(node.id(), id);
        self.give(id, meaning);
        if let Some(complex) = child(node, "complexType") {
            self.contents(complex, name, context);
        }
    }

    /// A message whose parts name a type instead of an element (RPC style).
    fn message(&mut self, message: Node<'d>, top: &Context) {
        let Some(name) = attribute(message, "name") else {
            return;
        };
        let mut inner = self.inside(message, name, top);
        inner.required = None;
        for part in elements(message).filter(|part| part.has_attribute("type")) {
            self.field(part, &inner);
        }
    }

    /// The values of a named element or attribute.
    fn meaning(&mut self, node: Node<'d>) -> Meaning {
        if let Some(written) = node.attribute("type") {
            return self.by_name(node, written);
        }
        if let Some(inner) = child(node, "simpleType") {
            return Meaning::Simple(self.simples.resolve_type(inner));
        }
        if let Some(inner) = child(node, "complexType") {
            let structure = || Meaning::from_domain(Known::Yes(Domain::Structure));
            return self.value_of(inner).unwrap_or_else(structure);
        }
        Meaning::from_domain(Known::No(match node.attribute("substitutionGroup") {
            Some(_) => Why::Elsewhere,
            None => Why::NotStated,
        }))
    }

    fn by_name(&mut self, at: Node<'d>, written: &'d str) -> Meaning {
        let name = QName::resolve(at, written);
        if let Some(domain) = name.built_in() {
            return Meaning::from_domain(domain);
        }
        match self.scope.type_of(name) {
            Some(declaration) => Meaning::Declared(declaration.id()),
            None => Meaning::from_domain(named(name.local)),
        }
    }

    /// The values of a complex type that is merely a value: a code, text with attributes, one wrapped element.
    fn value_of(&mut self, complex: Node<'d>) -> Option<Meaning> {
        if let Some(code) = code_type(complex, self.scope) {
            return Some(self.code(code));
        }
        if let Some(derivation) = child(complex, "simpleContent").and_then(|c| elements(c).last()) {
            return Some(match derivation.attribute("base") {
                Some(base) if local(derivation) == "extension" => self.by_name(derivation, base),
                _ => Meaning::Simple(self.simples.restricted(derivation)),
            });
        }
        wrapped(complex).map(|inner| Meaning::Declared(inner.id()))
    }

    /// The values in the schema, or else the list; otherwise nothing is known before run time.
    fn code(&mut self, code: code::CodeType<'d>) -> Meaning {
        if let Some(node) = code.code {
            let meaning = self.meaning(node);
            let closed = match &meaning {
                Meaning::Simple(simple) => is_closed(simple),
                Meaning::Declared(_) => node
                    .attribute("type")
                    .is_some_and(|written| is_closed(&self.simples.named(node, written))),
            };
            if closed {
                return meaning;
            }
        }
        Meaning::Simple(Simple {
            domain: match code.list {
                Some(list) => Located::new(Known::Yes(Domain::Reference(list.value)), list.span),
                None => Located::implied(Known::No(Why::Dynamic)),
            },
            width: None,
        })
    }

    fn element(
        &self,
        node: Node<'d>,
        name: Located<String>,
        kind: ElementKind,
        context: &Context,
    ) -> Element {
        let path = context.path.child(name.value.as_str());

        Element::named(name, path, kind, Layer::Message, span(node))
            .with_entity(context.entity)
            .with_labels(annotation::labels(node))
    }

    fn give(&mut self, id: ElementId, meaning: Meaning) {
        match meaning {
            Meaning::Declared(node) => self.open.push((id, node)),
            Meaning::Simple(simple) => {
                if let Some(element) = self.reader.model.elements.get_mut(id.0 as usize) {
                    element.domain = simple.domain;
                    element.width = simple.width.or(element.width.take());
                }
            }
        }
    }

    /// Resolves references once all declarations are known. Complex types without an element are structures.
    fn resolve(&mut self) {
        for (id, node) in std::mem::take(&mut self.open) {
            let domain = match self.declared.get(&node) {
                Some(target) => Domain::Reference(Reference::Element(*target)),
                None => Domain::Structure,
            };
            if let Some(element) = self.reader.model.elements.get_mut(id.0 as usize) {
                element.domain = Located::implied(Known::Yes(domain));
            }
        }
        let parts = self.simples.parts.iter();
        for part in parts.filter_map(|part| self.declared.get(part)) {
            if let Some(element) = self.reader.model.elements.get_mut(part.0 as usize) {
                element.is_part = true;
            }
        }
    }
}

fn named(local: &str) -> Known<Domain> {
    Known::named(local)
}

fn is_closed(simple: &Simple) -> bool {
    matches!(simple.domain.value, Known::Yes(Domain::Closed(_)))
}

/// The only element or `value` attribute of a complex type without anything else, for which the type is a wrapper.
fn wrapped(complex: Node<'_>) -> Option<Node<'_>> {
    let mut current = complex;
    loop {
        let mut parts = elements(current).filter(|node| local(*node) != "annotation");
        let (only, None) = (parts.next()?, parts.next()) else {
            return None;
        };
        if matches!(only.attribute("maxOccurs"), Some(most) if most != "1") {
            return None;
        }
        let name = only.attribute("name");
        match local(only) {
            "sequence" | "all" | "choice" => current = only,
            // FHIR: each primitive value is an attribute of an element with extensions.
            "complexContent" | "extension" => current = only,
            "element" if name.is_some() && local(current) != "extension" => return Some(only),
            "attribute" if name == Some("value") => return Some(only),
            _ => return None,
        }
    }
}

/// Whether an element or attribute is optional.
fn optional(node: Node<'_>, context: &Context) -> Located<Known<bool>> {
    let Some(required) = context.required else {
        return Located::implied(Known::No(Why::NotStated));
    };
    if local(node) == "attribute" {
        return match attribute(node, "use") {
            Some(word) => Located::new(Known::Yes(word.value != "required"), word.span),
            None => Located::implied(Known::Yes(true)),
        };
    }
    let nil = attribute(node, "nillable").filter(|it| matches!(it.value.trim(), "true" | "1"));
    let absent = attribute(node, "minOccurs").filter(|it| it.value.trim() == "0");
    match absent.or(nil) {
        Some(written) => Located::new(Known::Yes(true), written.span),
        None => Located::implied(Known::Yes(!required)),
    }
}
