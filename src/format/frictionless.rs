//! Frictionless data packages, resources and table schemas: JSON or YAML that says what the columns of data
//! files hold. The files themselves are data and are not followed.

use std::collections::HashMap;

use super::tree::{self, Node};
use super::{Failure, Format, Parsed, Recognition, pattern};
use crate::format::limits::DOCUMENTED_CHOICES;
use crate::model::{
    Domain, Element, ElementId, ElementKind, Entity, Known, Label, LabelKind, Layer, Located,
    ModelPath, Reference, Relation, RelationKind, SchemaModel, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Frictionless data packages.
pub struct Frictionless;

/// What a table schema consists of.
const OF_SCHEMA: [&str; 12] = [
    "$schema",
    "description",
    "fields",
    "fieldsMatch",
    "foreignKeys",
    "homepage",
    "missingValues",
    "name",
    "primaryKey",
    "profile",
    "title",
    "uniqueKeys",
];

/// Types of fields; other languages with `fields` know others.
const TYPES: [&str; 12] = [
    "string",
    "number",
    "integer",
    "boolean",
    "date",
    "time",
    "datetime",
    "year",
    "yearmonth",
    "any",
    "object",
    "array",
];

impl Format for Frictionless {
    fn name(&self) -> &'static str {
        "frictionless"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "yaml", "yml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        if !tree::is_json(head) && !matches!(capture.extension().as_str(), "yaml" | "yml") {
            return Recognition::No;
        }
        let Some(keys) = tree::top_keys(head) else {
            return Recognition::No;
        };
        let has = |key: &str| keys.iter().any(|found| found == key);
        let file = capture.file_name();
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        if has("resources") || has("schema") && has("path") {
            let stated = [
                "tabular-data",
                "data-package",
                "datapackage.org/profiles",
                "frictionlessdata.io",
            ]
            .iter()
            .any(|word| head.contains(word));
            let named = ["datapackage.", "dataresource.", "tabular-data-"]
                .iter()
                .any(|start| file.starts_with(start));
            return match text.contains("fields") {
                true if named || stated => Recognition::Certain,
                _ => Recognition::No,
            };
        }
        let schema = has("fields") && keys.iter().all(|key| OF_SCHEMA.contains(&key.as_str()));
        let typed = || {
            let kind = tree::key_value(head, "type");
            kind.is_some_and(|kind| TYPES.contains(&kind))
        };
        // Avro, forms and search indexes have fields, too.
        let marked = has("primaryKey")
            || has("foreignKeys")
            || has("missingValues")
            || file.contains("tableschema")
            || text.contains("constraints");
        if schema && marked && typed() {
            Recognition::Likely
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        for root in tree.roots() {
            let resources = root.get("resources").filter(|list| list.is_list());
            match resources {
                Some(resources) => resources.items().for_each(|one| resource(&mut model, one)),
                None => resource(&mut model, root),
            }
        }
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// A resource with its schema, or a schema of its own.
fn resource(model: &mut SchemaModel, node: Node<'_>) {
    let schema = node.get("schema").unwrap_or(node);
    let Some(fields) = schema.get("fields").filter(|list| list.is_list()) else {
        return;
    };
    let name = ["name", "title", "path"]
        .iter()
        .find_map(|key| node.get(key)?.located());
    let path = ModelPath::new(name.iter().map(|name| name.value.clone()));
    let entity = name.map(|name| {
        model.add_entity(Entity {
            name,
            path: path.clone(),
            labels: labels(node),
        })
    });
    let mut known: HashMap<&str, ElementId> = HashMap::new();
    for field in fields.items() {
        let Some(name) = field.get("name") else {
            continue;
        };
        let (Some(own), Some(key)) = (name.located(), name.scalar()) else {
            continue;
        };
        let path = path.child(key);
        let mut element = Element::named(
            own,
            path,
            ElementKind::Field,
            Layer::Dictionary,
            field.span(),
        );
        element.entity = entity;
        element.labels = labels(field);
        element.declared_type = field.get("type").and_then(Node::located);
        element.domain = domain(field);
        let required = field.get("constraints").and_then(|it| it.get("required"));
        element.optional = Located {
            value: Known::Yes(required.and_then(Node::bool) != Some(true)),
            span: required.map(Node::span),
        };
        element.width = field.get("constraints").and_then(|it| {
            let most = it.get("maxLength")?;
            Some(Located::at(most.number()?, most.span()))
        });
        known.insert(key, model.add_element(element));
    }
    keys(model, schema, &known);
}

/// Keys within the table, and fields whose values stand in another resource.
fn keys(model: &mut SchemaModel, schema: Node<'_>, known: &HashMap<&str, ElementId>) {
    let named = |node: Node<'_>| -> Vec<ElementId> {
        let names = node
            .scalar()
            .into_iter()
            .chain(node.items().filter_map(Node::scalar));
        names.filter_map(|name| known.get(name).copied()).collect()
    };
    let mut relate = |kind: RelationKind, node: Node<'_>| {
        let elements = named(node);
        if !elements.is_empty() {
            model.relations.push(Relation {
                kind,
                elements,
                span: node.span(),
            });
        }
    };
    if let Some(key) = schema.get("primaryKey") {
        relate(RelationKind::PrimaryKey, key);
    }
    for key in schema.get("uniqueKeys").into_iter().flat_map(Node::items) {
        relate(RelationKind::Unique, key);
    }
    for key in schema.get("foreignKeys").into_iter().flat_map(Node::items) {
        let target = key.get("reference").and_then(|it| it.get("resource"));
        let (Some(target), Some(fields)) = (target, key.get("fields")) else {
            continue;
        };
        let Some(name) = target.text().filter(|name| !name.is_empty()) else {
            continue;
        };
        // Of a key of several fields no one says which of them draws on what.
        if let [only] = named(fields).as_slice()
            && let Some(element) = model.elements.get_mut(only.0 as usize)
            && !matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
        {
            let values = Domain::Reference(Reference::Named(name.to_owned()));
            element.domain = Located::at(Known::Yes(values), target.span());
        }
    }
}

fn labels(node: Node<'_>) -> Vec<Label> {
    let kinds = [
        ("title", LabelKind::Title),
        ("description", LabelKind::Description),
        ("rdfType", LabelKind::Purpose),
    ];
    let texts = kinds.into_iter().filter_map(|(key, kind)| {
        let text = node.get(key)?.located()?;
        (!text.value.trim().is_empty()).then_some(Label { kind, text })
    });
    texts.collect()
}

fn domain(field: Node<'_>) -> Located<Known<Domain>> {
    let constraints = field.get("constraints");
    let listed = constraints.and_then(|it| it.get("enum"));
    let categories = field.get("categories").filter(|list| list.is_list());
    if let Some(list) = listed.or(categories) {
        let values: Option<Vec<Value>> = list
            .items()
            .map(|item| {
                let mut value = category(item)?;
                // An enumeration says what is allowed, categories what it is called.
                if value.label.is_none() {
                    let all = categories
                        .into_iter()
                        .flat_map(Node::items)
                        .filter_map(category);
                    value.label = all
                        .filter(|category| category.raw.value == value.raw.value)
                        .find_map(|category| category.label);
                }
                Some(value)
            })
            .take(DOCUMENTED_CHOICES)
            .collect();
        let domain = values.map_or(Known::No(Why::NotUnderstood), |values| {
            Known::Yes(Domain::Closed(values))
        });
        return Located::at(domain, list.span());
    }
    // Patterns are those of XML Schema, which match the whole value.
    if let Some(pattern) = constraints.and_then(|it| it.get("pattern"))
        && let Some(written) = pattern.text()
        && let Some(values) = pattern::alternatives(written, pattern.span())
    {
        return Located::at(Known::Yes(Domain::Closed(values)), pattern.span());
    }
    let Some(kind) = field.get("type") else {
        // Text is what a field holds that says nothing else.
        return Located::implied(Known::Yes(Domain::Text));
    };
    let domain = match kind.text().unwrap_or_default() {
        "string" => Known::Yes(Domain::Text),
        "number" | "integer" => Known::Yes(Domain::Number),
        "boolean" => Known::Yes(Domain::Boolean),
        "date" | "time" | "datetime" | "year" | "yearmonth" | "duration" => {
            Known::Yes(Domain::Temporal)
        }
        "object" | "array" | "list" | "geopoint" | "geojson" => Known::Yes(Domain::Structure),
        _ => Known::No(Why::NotStated),
    };
    Located::at(domain, kind.span())
}

/// A value, or one with its name.
fn category(item: Node<'_>) -> Option<Value> {
    if let Some(raw) = item.scalar() {
        return Some(Value::plain(raw, item.span()));
    }
    let raw = item.get("value")?;
    Some(Value {
        label: item.get("label").and_then(Node::located),
        ..Value::plain(raw.scalar()?, raw.span())
    })
}
