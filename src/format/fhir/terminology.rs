//! Value sets and code systems as code lists.

use std::collections::HashMap;

use super::{Resource, canonical, name_of, texts};
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::Node;
use crate::model::{
    Domain, Element, ElementId, Known, Label, LabelKind, Layer, Located, ModelPath, Reference,
    SchemaModel, Value, Why,
};

/// The lists of a document by URL.
#[derive(Default)]
pub(super) struct Lists {
    by_address: HashMap<String, ElementId>,
    /// By containing resource and id.
    contained: HashMap<(u32, String), ElementId>,
}

impl Lists {
    /// Adds all lists to the model. Value sets use others in any order, so they are filled last.
    pub(super) fn declare(model: &mut SchemaModel, resources: &[Resource<'_>]) -> Self {
        let mut lists = Self::default();
        let mut sets = Vec::new();
        for resource in resources {
            let is_set = resource.is("ValueSet");
            if !is_set && !resource.is("CodeSystem") {
                continue;
            }
            let Some(mut element) = list(resource.node) else {
                continue;
            };
            if !is_set {
                element.domain = concepts(resource.node);
            }
            let id = model.add_element(element);
            if is_set {
                sets.push((id, *resource));
            }
            lists.register(*resource, id);
        }
        for (id, resource) in sets {
            let domain = lists.composed(model, resource);
            if let Some(element) = model.elements.get_mut(id.0 as usize) {
                element.domain = domain;
            }
        }
        lists
    }

    fn register(&mut self, resource: Resource<'_>, id: ElementId) {
        let text = |key: &str| resource.node.text_of(key);
        if let Some(url) = text("url") {
            self.by_address.entry(url.to_owned()).or_insert(id);
        }
        if let (Some(container), Some(own)) = (resource.container, text("id")) {
            self.contained.insert((container, own.to_owned()), id);
        }
    }

    /// Resolves a URL to a list of this document, or else a published one.
    pub(super) fn resolve(&self, address: &str, from: Resource<'_>) -> Domain {
        let (bare, version) = canonical(address);
        let container = from.container.unwrap_or(from.node.id());
        let own = match bare.strip_prefix('#') {
            Some(id) => self.contained.get(&(container, id.to_owned())),
            None => self.by_address.get(bare),
        };
        Domain::Reference(match own {
            Some(id) => Reference::Element(*id),
            None => Reference::CodeList {
                uri: bare.to_owned(),
                version: version.map(str::to_owned),
            },
        })
    }

    /// The codes of a value set: those it lists, or else those of what it includes.
    fn composed(&self, model: &SchemaModel, resource: Resource<'_>) -> Located<Known<Domain>> {
        let node = resource.node;
        let compose = node.get("compose");
        let composed = compose.map(|compose| self.compose(model, compose, resource));
        match (compose, composed) {
            (Some(at), Some(known @ Known::Yes(Domain::Closed(_)))) => {
                Located::with_span(known, at.span())
            }
            // Its publisher may have expanded a list that only refers to others.
            (at, other) => match node.get("expansion").and_then(expanded) {
                Some(expanded) => expanded,
                None => Located::new(
                    other.unwrap_or(Known::No(Why::NotStated)),
                    at.map(Node::span),
                ),
            },
        }
    }

    fn compose(
        &self,
        model: &SchemaModel,
        compose: Node<'_>,
        resource: Resource<'_>,
    ) -> Known<Domain> {
        let includes: Vec<Node<'_>> = compose.items_of("include").collect();
        let excludes = compose.get("exclude").is_some_and(|list| list.is_list());
        // Only another list as a whole.
        if let ([only], false) = (includes.as_slice(), excludes)
            && only.get("concept").is_none()
            && only.get("filter").is_none()
        {
            let sets: Vec<&str> = only.items_of("valueSet").filter_map(Node::text).collect();
            return match (only.text_of("system"), sets.as_slice()) {
                (Some(system), []) => {
                    let version = only.text_of("version");
                    match self.resolve(system, resource) {
                        Domain::Reference(Reference::CodeList { uri, version: None }) => {
                            Known::Yes(Domain::Reference(Reference::CodeList {
                                uri,
                                version: version.map(str::to_owned),
                            }))
                        }
                        other => Known::Yes(other),
                    }
                }
                (None, [set]) => Known::Yes(self.resolve(set, resource)),
                _ => Known::No(Why::NotUnderstood),
            };
        }
        if excludes {
            return Known::No(Why::NotUnderstood);
        }
        let mut values = Vec::new();
        for include in includes {
            let system = include.text_of("system");
            let plain = include.get("filter").is_none() && include.get("valueSet").is_none();
            match (include.get("concept"), system) {
                (Some(listed), Some(_)) if plain => values.extend(listed.items().filter_map(value)),
                // Codes without a system, or the intersection of a list and a filter.
                (Some(_), _) => return Known::No(Why::NotUnderstood),
                (None, Some(system)) if plain => match self.resolve(system, resource) {
                    Domain::Reference(Reference::Element(id)) => {
                        match model.element(id).map(|element| &element.domain.value) {
                            Some(Known::Yes(Domain::Closed(all))) => {
                                values.extend(all.iter().cloned());
                            }
                            _ => return Known::No(Why::Elsewhere),
                        }
                    }
                    _ => return Known::No(Why::Elsewhere),
                },
                _ => return Known::No(Why::NotUnderstood),
            }
        }
        if values.is_empty() {
            Known::No(Why::NotStated)
        } else {
            Known::closed(values)
        }
    }
}

/// A list with its names; its codes are added later.
fn list(node: Node<'_>) -> Option<Element> {
    let name = name_of(node)?;
    let url = node.located_of("url");
    let path = match &url {
        Some(url) if url.value != name.value => {
            ModelPath::new([url.value.as_str(), name.value.as_str()])
        }
        _ => ModelPath::new([name.value.as_str()]),
    };
    let mut element =
        Element::code_list(name, path, Layer::CodeList, node.span()).with_labels(texts(
            node,
            &[
                ("title", LabelKind::Title),
                ("description", LabelKind::Description),
                ("url", LabelKind::Purpose),
            ],
        ));
    // A complete code system may name the value set of all its codes, which has no document of its own.
    if is_complete(node) {
        element
            .labels
            .extend(texts(node, &[("valueSet", LabelKind::Purpose)]));
    }
    // Older interfaces refer to lists by OID.
    let identifiers = node.get("identifier").into_iter().flat_map(|identifier| {
        let list = identifier.items();
        list.chain(identifier.is_map().then_some(identifier))
    });
    for identifier in identifiers {
        let text = identifier.located_of("value");
        element.labels.extend(
            text.filter(|text| text.value.contains(':'))
                .map(Label::purpose),
        );
    }
    Some(element)
}

fn is_complete(node: Node<'_>) -> bool {
    node.text_of("content") == Some("complete")
}

/// The concepts of a code system. Fragments and examples are incomplete.
fn concepts(node: Node<'_>) -> Located<Known<Domain>> {
    let listed = node.get("concept").filter(|list| list.is_list());
    let content = node.text_of("content");
    // A supplement describes all or some codes of another list.
    if let Some(original) = node
        .get("supplements")
        .filter(|_| content == Some("supplement"))
        && let Some(address) = original.text()
    {
        let (uri, version) = canonical(address);
        let list = Reference::CodeList {
            uri: uri.to_owned(),
            version: version.map(str::to_owned),
        };
        return Located::with_span(Known::Yes(Domain::Reference(list)), original.span());
    }
    let Some(listed) = listed else {
        return Located::implied(Known::No(match content {
            Some("complete") | None => Why::NotStated,
            Some(_) => Why::Elsewhere,
        }));
    };
    if !matches!(content, Some("complete") | None) {
        return Located::with_span(Known::No(Why::Elsewhere), listed.span());
    }
    let mut values = Vec::new();
    flatten(listed, "concept", 0, &mut values);
    Located::with_span(Known::closed(values), listed.span())
}

/// Collects a list's items with all their descendants.
fn flatten(list: Node<'_>, key: &str, depth: usize, values: &mut Vec<Value>) {
    if depth > TYPE_DEPTH {
        return;
    }
    for item in list.items() {
        values.extend(value(item));
        if let Some(below) = item.get(key) {
            flatten(below, key, depth + 1, values);
        }
    }
}

/// The expansion of a value set, if complete.
fn expanded(expansion: Node<'_>) -> Option<Located<Known<Domain>>> {
    let contains = expansion.get("contains")?;
    let mut values = Vec::new();
    flatten(contains, "contains", 0, &mut values);
    let total = expansion.get("total").and_then(Node::number);
    let paged = total.is_some_and(|total| values.len() < total as usize)
        || expansion.get("next").is_some()
        || expansion.get("offset").and_then(Node::number) > Some(0);
    (!paged && !values.is_empty())
        .then(|| Located::with_span(Known::closed(values), contains.span()))
}

/// A concept with its German designation, if there is one.
fn value(node: Node<'_>) -> Option<Value> {
    let raw = node.get("code")?;
    // Headings of an expansion cannot be selected.
    if node.bool_of("abstract") == Some(true) {
        return None;
    }
    let designations = node.items_of("designation");
    let german = designations
        .filter(|designation| {
            let language = designation.text_of("language");
            language.is_some_and(|language| language.split('-').next() == Some("de"))
        })
        .find_map(|designation| designation.get("value"));
    let label = german.or_else(|| node.get("display"));
    let retired = node.items_of("property").any(|property| {
        let code = property.text_of("code");
        let is = |key: &str| property.bool_of(key) == Some(true);
        match code {
            Some("inactive" | "notSelectable") => is("valueBoolean"),
            Some("status") => {
                let status = property.text_of("valueCode");
                matches!(status, Some("retired" | "inactive"))
            }
            _ => false,
        }
    });
    Some(Value {
        raw: Located::with_span(raw.scalar()?.to_owned(), raw.span()),
        label: label.and_then(Node::located),
        inactive: retired || node.bool_of("inactive") == Some(true),
        ..Value::default()
    })
}
