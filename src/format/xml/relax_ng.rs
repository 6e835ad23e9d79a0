//! RELAX NG in XML syntax: elements and attributes with the values that their patterns allow.

use std::cell::Cell;

use foldhash::{HashMap, HashSet};

use super::node::{
    Node, attribute, child, child_content, children, content, elements, local, span,
};
use super::xsd::built_in;
use super::{Reader, Xml};
use crate::format::limits::{PATTERN_HOPS, PATTERN_STEPS};
use crate::format::pattern;
use crate::model::{
    Domain, Element, ElementId, EntityId, Known, Label, Layer, Located, ModelPath, Reference,
    Value, Why,
};

const NAMESPACE: &str = "http://relaxng.org/ns/structure/1.0";
const DATA_TYPES: &str = "http://www.w3.org/2001/XMLSchema-datatypes";

/// RELAX NG, XML syntax.
pub const RELAX_NG: Xml = Xml {
    name: "relax-ng",
    extensions: &["rng"],
    claims: |root| matches!(root.name, "grammar" | "element") && root.namespace == Some(NAMESPACE),
    read: read_relax_ng,
};

fn read_relax_ng(reader: &mut Reader, root: Node<'_>) {
    let mut defines: HashMap<&str, Vec<Node<'_>>> = HashMap::default();
    for node in root.descendants().filter(|node| is(*node, "define")) {
        if let Some(name) = node.attribute("name") {
            defines.entry(name).or_default().push(node);
        }
    }
    let mut walker = Walker {
        reader,
        defines,
        types: HashMap::default(),
        left: Cell::new(PATTERN_STEPS),
    };
    walker.types();
    let top = Context {
        path: ModelPath::default(),
        entity: None,
        optional: None,
    };
    if is(root, "element") {
        walker.field(root, &top);
    } else {
        walker.patterns(root, &top);
    }
}

fn is(node: Node<'_>, name: &str) -> bool {
    node.is_element() && local(node) == name && node.tag_name().namespace() == Some(NAMESPACE)
}

#[derive(Clone)]
struct Context {
    path: ModelPath,
    entity: Option<EntityId>,
    /// Whether the surrounding patterns are optional; `None` outside any element.
    optional: Option<bool>,
}

struct Walker<'r, 'd> {
    reader: &'r mut Reader,
    defines: HashMap<&'d str, Vec<Node<'d>>>,
    /// Definitions that consist of values.
    types: HashMap<&'d str, ElementId>,
    left: Cell<usize>,
}

/// The text that a pattern allows.
#[derive(Default)]
struct Allowed<'d> {
    values: Vec<Value>,
    seen: HashSet<String>,
    /// Definitions already included.
    names: HashSet<&'d str>,
    /// Set if it is open or not plain text. The last such pattern decides, because they cannot be combined.
    other: Option<Known<Domain>>,
    width: Option<Located<u32>>,
    empty: bool,
}

impl<'d> Walker<'_, 'd> {
    /// Turns definitions with closed sets of values into types.
    fn types(&mut self) {
        let mut names: Vec<&'d str> = self.defines.keys().copied().collect();
        names.sort_unstable();
        for name in names {
            let Some(first) = self
                .defines
                .get(name)
                .and_then(|nodes| nodes.first())
                .copied()
            else {
                continue;
            };
            let mut allowed = Allowed::default();
            self.by_name(name, &mut allowed, 0);
            let domain = allowed.domain();
            if !matches!(domain, Known::Yes(Domain::Closed(_))) {
                continue;
            }
            let Some(written) = attribute(first, "name") else {
                continue;
            };
            let path = ModelPath::new([name]);
            let element = Element::value_type(written, path, Layer::Message, span(first))
                .with_labels(labels(first))
                .with_domain(Located::with_span(domain, span(first)));
            let id = self.reader.model.add_element(element);
            self.types.insert(name, id);
        }
    }

    /// Finds the elements and attributes below a pattern.
    fn patterns(&mut self, parent: Node<'d>, context: &Context) {
        for node in elements(parent).filter(|node| node.tag_name().namespace() == Some(NAMESPACE)) {
            match local(node) {
                "element" | "attribute" => self.field(node, context),
                "define" => {
                    let Some(name) = attribute(node, "name") else {
                        continue;
                    };
                    let inner = self.inside(node, name, context);
                    self.patterns(node, &inner);
                }
                "optional" | "zeroOrMore" => self.patterns(node, &context.optional(true)),
                "choice" => self.patterns(node, &context.optional(elements(node).count() > 1)),
                "except" | "name" | "anyName" | "nsName" => {}
                _ => self.patterns(node, context),
            }
        }
    }

    fn inside(&mut self, node: Node<'d>, name: Located<String>, context: &Context) -> Context {
        let path = context.path.child(name.value.as_str());
        let entity = self.reader.model.declare_entity(name, &path, labels(node));
        Context {
            path,
            entity: Some(entity),
            optional: Some(false),
        }
    }

    fn field(&mut self, node: Node<'d>, context: &Context) {
        // A name class with several names declares no nameable field.
        let Some(name) = attribute(node, "name").or_else(|| child_content(node, "name")) else {
            return;
        };
        let path = context.path.child(name.value.as_str());
        let mut element = Element::field(name.clone(), path, Layer::Message, span(node))
            .with_entity(context.entity)
            .with_labels(labels(node));
        if let Some(optional) = context.optional {
            element.optional = Located::implied(Known::Yes(optional));
        }
        let parts: Vec<Node<'d>> = elements(node)
            .filter(|part| part.tag_name().namespace() == Some(NAMESPACE))
            .filter(|part| !matches!(local(*part), "name" | "attribute"))
            .collect();
        let referred = match parts.as_slice() {
            [only] if is(*only, "ref") => only
                .attribute("name")
                .and_then(|name| self.types.get(name).copied()),
            _ => None,
        };
        if let Some(id) = referred {
            element.domain =
                Located::implied(Known::Yes(Domain::Reference(Reference::Element(id))));
        } else {
            let mut allowed = Allowed::default();
            for part in &parts {
                self.allow(*part, &mut allowed, 0);
            }
            // An attribute without a pattern can hold any text.
            if parts.is_empty() && is(node, "attribute") {
                allowed.other = Some(Known::Yes(Domain::Text));
            }
            element.width = allowed.width.take();
            element.domain = Located::with_span(allowed.domain(), span(node));
        }
        self.reader.model.add_element(element);
        if elements(node).any(|part| !matches!(local(part), "name")) {
            let inner = self.inside(node, name, context);
            self.patterns(node, &inner);
        }
    }

    fn by_name(&self, name: &'d str, allowed: &mut Allowed<'d>, hops: usize) {
        let Some(nodes) = self.defines.get(name).filter(|_| hops < PATTERN_HOPS) else {
            allowed.other = Some(Known::No(Why::Elsewhere));
            return;
        };
        if !allowed.names.insert(name) {
            return;
        }
        for part in nodes.iter().flat_map(|node| elements(*node)) {
            self.allow(part, allowed, hops + 1);
        }
    }

    /// Adds what a pattern allows.
    fn allow(&self, node: Node<'d>, allowed: &mut Allowed<'d>, hops: usize) {
        if node.tag_name().namespace() != Some(NAMESPACE) {
            return;
        }
        let Some(left) = self.left.get().checked_sub(1) else {
            allowed.other = Some(Known::No(Why::NotUnderstood));
            return;
        };
        self.left.set(left);
        match local(node) {
            "value" => allowed.add(Value {
                raw: content(node).unwrap_or_else(|| Located::with_span(String::new(), span(node))),
                label: documentation_behind(node),
                ..Value::default()
            }),
            "choice" | "list" | "oneOrMore" | "mixed" => {
                for part in elements(node) {
                    self.allow(part, allowed, hops);
                }
                if is(node, "mixed") {
                    allowed.other = Some(Known::Yes(Domain::Text));
                }
            }
            "optional" | "zeroOrMore" => {
                allowed.empty = true;
                for part in elements(node) {
                    self.allow(part, allowed, hops);
                }
            }
            "empty" => allowed.empty = true,
            "notAllowed" => {}
            "text" => allowed.other = Some(Known::Yes(Domain::Text)),
            "data" => data(node, allowed),
            "ref" => self.by_name(node.attribute("name").unwrap_or_default(), allowed, hops),
            "externalRef" | "parentRef" => allowed.other = Some(Known::No(Why::Elsewhere)),
            _ => allowed.other = Some(Known::Yes(Domain::Structure)),
        }
    }
}

impl Context {
    fn optional(&self, more: bool) -> Self {
        let mut context = self.clone();
        context.optional = context.optional.map(|it| it || more);
        context
    }
}

impl Allowed<'_> {
    fn add(&mut self, value: Value) {
        if self.seen.insert(value.raw.value.clone()) {
            self.values.push(value);
        }
    }

    fn domain(&mut self) -> Known<Domain> {
        match self.other.take() {
            Some(other) => other,
            None if self.values.is_empty() => Known::No(Why::NotStated),
            None => {
                if self.empty {
                    self.add(Value::default());
                }
                Known::closed(std::mem::take(&mut self.values))
            }
        }
    }
}

/// A data type with its parameters.
fn data(node: Node<'_>, allowed: &mut Allowed<'_>) {
    let library = node
        .ancestors()
        .find_map(|ancestor| ancestor.attribute("datatypeLibrary"))
        .unwrap_or_default();
    let parameter = |name: &str| {
        children(node, "param")
            .find(|param| param.attribute("name") == Some(name))
            .and_then(content)
    };
    let domain = match library {
        "" | DATA_TYPES => built_in(node.attribute("type").unwrap_or_default()),
        _ => Known::No(Why::NotUnderstood),
    };
    let listed = parameter("pattern")
        .and_then(|text| pattern::alternatives(&text.value, text.span.unwrap_or(span(node))));
    match listed {
        Some(values) if child(node, "except").is_none() => {
            values.into_iter().for_each(|value| allowed.add(value));
        }
        _ => allowed.other = Some(domain),
    }
    let width = parameter("length").or_else(|| parameter("maxLength"));
    allowed.width =
        width.and_then(|width| Some(Located::new(width.value.parse().ok()?, width.span)));
}

/// Values cannot contain annotations, so their documentation follows them.
fn documentation_behind(value: Node<'_>) -> Option<Located<String>> {
    let next = value.next_siblings().skip(1).find(Node::is_element)?;
    (local(next) == "documentation")
        .then(|| content(next))
        .flatten()
}

fn labels(node: Node<'_>) -> Vec<Label> {
    // A documentation element that follows a value belongs to that value.
    let own = children(node, "documentation").filter(|text| {
        let before = text.prev_siblings().skip(1).find(Node::is_element);
        before.is_none_or(|before| !is(before, "value"))
    });
    own.filter_map(content).map(Label::description).collect()
}
