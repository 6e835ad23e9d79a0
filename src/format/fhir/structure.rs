//! Structure definitions → fields.

use super::terminology::Lists;
use super::{Resource, name_of, texts};
use crate::format::tree::Node;
use crate::model::{
    DefaultValue, Domain, Element, Known, LabelKind, Layer, Located, ModelPath, SchemaModel, Why,
};

/// Elements of every resource that no application needs.
const FRAME: [&str; 9] = [
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "extension",
    "modifierExtension",
    "url",
];

/// Adds the fields of a structure definition.
pub(super) fn fields(model: &mut SchemaModel, resource: Resource<'_>, lists: &Lists) {
    let node = resource.node;
    let Some(name) = name_of(node) else { return };
    // The snapshot is complete, the differential only lists changes.
    let elements = ["snapshot", "differential"]
        .iter()
        .filter_map(|view| node.get(view)?.get("element"))
        .find(|list| list.items().next().is_some());
    let Some(elements) = elements else { return };
    let path = ModelPath::new([name.value.as_str()]);
    let labels = texts(
        node,
        &[
            ("title", LabelKind::Title),
            ("description", LabelKind::Description),
        ],
    );
    let entity = model.declare_entity(name.clone(), &path, labels.clone());
    for item in elements.items() {
        let Some(route) = Route::from_element(item) else {
            continue;
        };
        if item.text_of("max") == Some("0") {
            continue;
        }
        let Some(own) = route.name(item, &name) else {
            continue;
        };
        let mut names = path.clone();
        for step in &route.steps {
            names = names.child(*step);
        }
        let mut element = Element::field(own, names, Layer::Message, item.span())
            .with_entity(entity)
            .with_labels(texts(
                item,
                &[
                    ("label", LabelKind::Title),
                    ("short", LabelKind::Title),
                    ("definition", LabelKind::Description),
                ],
            ));
        // A simple extension is itself a field, so its title is the field's.
        if route.is_plain_extension() {
            element.labels.extend(labels.iter().cloned());
        }
        element.domain = domain(item, resource, lists);
        element.optional = optional(item);
        element.default = default(item);
        element.declared_type = declared(item);
        element.width = item
            .get("maxLength")
            .and_then(|width| Some(Located::with_span(width.number()?, width.span())));
        model.add_element(element);
    }
}

/// The path of an element below the root: `gender`, `extension:staat`, `value[x]`.
struct Route<'t> {
    root: &'t str,
    steps: Vec<&'t str>,
}

impl<'t> Route<'t> {
    /// Uses the id, because only it distinguishes slices; `None` for the root itself.
    fn from_element(item: Node<'t>) -> Option<Self> {
        let route = item.get("id").or_else(|| item.get("path"))?.text()?;
        let mut steps = route.split('.');
        let root = steps.next()?;
        let steps: Vec<&str> = steps.collect();
        (!steps.is_empty()).then_some(Self { root, steps })
    }

    fn is_plain_extension(&self) -> bool {
        self.root == "Extension"
            && matches!(self.steps.as_slice(), [value] if value.starts_with("value"))
    }

    /// The name of the field; `None` for the frame around fields.
    fn name(&self, item: Node<'_>, definition: &Located<String>) -> Option<Located<String>> {
        let last = *self.steps.last()?;
        let (step, slice) = match last.split_once(':') {
            Some((step, slice)) => (step, Some(slice)),
            None => (last, None),
        };
        let at = item.get("path").or_else(|| item.get("id"))?.span();
        // The value of an extension has the extension's name.
        if step.starts_with("value") {
            if self.is_plain_extension() {
                return Some(definition.clone());
            }
            let before = self.steps.iter().rev().nth(1).copied().unwrap_or_default();
            if let Some(slice) = before.strip_prefix("extension:") {
                return Some(Located::with_span(slice.to_owned(), at));
            }
        }
        if let Some(slice) = slice {
            // An extension defined in another document.
            let defined = step != "extension" || profile(item).is_some();
            let at = item.get("sliceName").map_or(at, Node::span);
            return defined.then(|| Located::with_span(slice.to_owned(), at));
        }
        (!FRAME.contains(&step))
            .then(|| Located::with_span(step.trim_end_matches("[x]").to_owned(), at))
    }
}

/// The definition of an extension slice.
fn profile(item: Node<'_>) -> Option<Node<'_>> {
    types(item).find_map(|kind| kind.get("profile")?.items().next())
}

fn types(item: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    item.items_of("type")
}

fn declared(item: Node<'_>) -> Option<Located<String>> {
    profile(item)
        .or_else(|| types(item).next()?.get("code"))
        .and_then(Node::located)
}

/// Elements that the standard itself binds to administrative gender; a differential does not repeat that.
const ADMINISTRATIVE: [&str; 4] = [
    "Patient.gender",
    "Person.gender",
    "Practitioner.gender",
    "RelatedPerson.gender",
];

fn is_fixed(key: &str) -> bool {
    ["fixed", "pattern"].iter().any(|start| {
        key.strip_prefix(start)
            .is_some_and(|kind| kind.starts_with(|ch: char| ch.is_ascii_uppercase()))
    })
}

/// Only a required binding restricts the values; weaker ones are recommendations.
fn domain(item: Node<'_>, resource: Resource<'_>, lists: &Lists) -> Located<Known<Domain>> {
    let binding = item.get("binding");
    let strength = binding
        .and_then(|binding| binding.get("strength"))
        .and_then(Node::text);
    if let Some(binding) = binding.filter(|_| strength == Some("required")) {
        let address = ["valueSet", "valueSetUri"]
            .iter()
            .find_map(|key| binding.text_of(key))
            .or_else(|| binding.get("valueSetReference")?.text_of("reference"));
        return match address {
            Some(address) => {
                Located::with_span(Known::Yes(lists.resolve(address, resource)), binding.span())
            }
            None => Located::with_span(Known::No(Why::Elsewhere), binding.span()),
        };
    }
    // A single fixed value only holds for some people; the others are not stated here.
    if let Some((key, _)) = item.entries().find(|(key, _)| is_fixed(key.value)) {
        return Located::new(Known::No(Why::NotUnderstood), key.span);
    }
    if let Some(path) = item.get("path").filter(|_| binding.is_none())
        && path
            .text()
            .is_some_and(|path| ADMINISTRATIVE.contains(&path))
    {
        let gender = "http://hl7.org/fhir/ValueSet/administrative-gender";
        return Located::with_span(Known::Yes(lists.resolve(gender, resource)), path.span());
    }
    let mut found: Option<Located<Known<Domain>>> = None;
    for kind in types(item) {
        let Some(code) = kind.text_of("code") else {
            continue;
        };
        let own = match code {
            "Extension" => match profile(item).and_then(Node::text) {
                Some(profile) => Known::named(profile),
                None => Known::Yes(Domain::Structure),
            },
            _ => by_type(code),
        };
        found = Some(match found {
            None => Located::with_span(own, kind.span()),
            Some(one) if one.value == own => one,
            Some(one) => Located {
                value: Known::No(Why::NotUnderstood),
                ..one
            },
        });
    }
    found.unwrap_or_else(|| Located::implied(Known::No(Why::NotStated)))
}

fn by_type(code: &str) -> Known<Domain> {
    let domain = match code.rsplit('/').next().unwrap_or(code) {
        "boolean" | "System.Boolean" => Domain::Boolean,
        "code" | "string" | "markdown" | "id" | "uri" | "url" | "canonical" | "oid" | "uuid"
        | "System.String" => Domain::Text,
        "integer" | "integer64" | "decimal" | "positiveInt" | "unsignedInt" | "System.Integer"
        | "System.Decimal" => Domain::Number,
        "date" | "dateTime" | "instant" | "time" | "Period" | "System.DateTime" => Domain::Temporal,
        // Coded, but without stating the codes.
        "Coding" | "CodeableConcept" | "CodeableReference" => return Known::No(Why::NotStated),
        _ => Domain::Structure,
    };
    Known::Yes(domain)
}

fn optional(item: Node<'_>) -> Located<Known<bool>> {
    match item.get("min").and_then(|min| Some((min, min.number()?))) {
        Some((min, least)) => Located::with_span(Known::Yes(least == 0), min.span()),
        None => Located::implied(Known::No(Why::NotStated)),
    }
}

fn default(item: Node<'_>) -> Option<DefaultValue> {
    let (_, value) = item
        .entries()
        .find(|(key, _)| key.value.starts_with("defaultValue"))?;
    Some(value.as_default())
}
