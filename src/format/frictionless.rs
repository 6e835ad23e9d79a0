//! Frictionless data packages, resources and table schemas: JSON or YAML that describes the columns of data files. The
//! files themselves are data and are not followed.

use std::collections::HashMap;

use super::tree::{self, Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition, pattern};
use crate::format::limits::DOCUMENTED_CHOICES;
use crate::model::{
    Domain, Element, ElementId, Known, Label, LabelKind, Layer, Located, ModelPath, Relation,
    RelationKind, SchemaModel, Value, Why,
};

/// Frictionless data packages.
pub const FRICTIONLESS: TreeFormat = TreeFormat {
    name: "frictionless",
    extensions: &["json", "yaml", "yml"],
    yaml: true,
    claims,
    read: read_table_schema,
};

/// Keys of a table schema.
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

/// Field types; other languages with `fields` have different ones.
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

fn claims(peek: &Peek<'_>) -> Recognition {
    let file = peek.capture.file_name();
    if peek.has("resources") || peek.has_all(&["schema", "path"]) {
        let stated = [
            "tabular-data",
            "data-package",
            "datapackage.org/profiles",
            "frictionlessdata.io",
        ]
        .iter()
        .any(|word| peek.says(word));
        let named = ["datapackage.", "dataresource.", "tabular-data-"]
            .iter()
            .any(|start| file.starts_with(start));
        return Recognition::Certain.when((named || stated) && peek.text().contains("fields"));
    }
    let schema = peek.has("fields") && peek.has_only(&OF_SCHEMA);
    // Avro, forms and search indexes have fields, too.
    let marked = || {
        peek.count(&["primaryKey", "foreignKeys", "missingValues"]) > 0
            || file.contains("tableschema")
            || peek.text().contains("constraints")
    };
    let typed = || peek.value("type").is_some_and(|kind| TYPES.contains(&kind));
    Recognition::Likely.when(schema && marked() && typed())
}

fn read_table_schema(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let model = &mut document.model;
    for root in tree.roots() {
        match root.get("resources").filter(|list| list.is_list()) {
            Some(resources) => resources.items().for_each(|one| resource(model, one)),
            None => resource(model, root),
        }
    }
    Ok(())
}

/// A resource with its schema, or a schema of its own.
fn resource(model: &mut SchemaModel, node: Node<'_>) {
    let schema = node.get("schema").unwrap_or(node);
    let Some(fields) = schema.get("fields").filter(|list| list.is_list()) else {
        return;
    };
    let name = ["name", "title", "path"]
        .iter()
        .find_map(|key| node.located_of(key));
    let path = ModelPath::new(name.iter().map(|name| name.value.clone()));
    let entity = name.map(|name| model.declare_entity(name, &path, labels(node)));
    let mut known: HashMap<&str, ElementId> = HashMap::new();
    for field in fields.items() {
        let Some(name) = field.get("name") else {
            continue;
        };
        let (Some(own), Some(key)) = (name.located(), name.scalar()) else {
            continue;
        };
        let path = path.child(key);
        let mut element = Element::field(own, path, Layer::Dictionary, field.span())
            .with_entity(entity)
            .with_labels(labels(field))
            .with_type(field.located_of("type"))
            .with_domain(domain(field));
        let required = field.get("constraints").and_then(|it| it.get("required"));
        element.optional = tree::optional_unless(required);
        element.width = field.get("constraints").and_then(|it| {
            let most = it.get("maxLength")?;
            Some(Located::with_span(most.number()?, most.span()))
        });
        known.insert(key, model.add_element(element));
    }
    keys(model, schema, &known);
}

/// Keys of the table, and fields whose values are in another resource.
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
    for key in schema.items_of("uniqueKeys") {
        relate(RelationKind::Unique, key);
    }
    for key in schema.items_of("foreignKeys") {
        let target = key.get("reference").and_then(|it| it.get("resource"));
        let (Some(target), Some(fields)) = (target, key.get("fields")) else {
            continue;
        };
        let Some(name) = target.text().filter(|name| !name.is_empty()) else {
            continue;
        };
        // A composite key does not say which field refers to what.
        if let [only] = named(fields).as_slice()
            && let Some(element) = model.elements.get_mut(only.0 as usize)
            && !matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
        {
            let values = Domain::named(name);
            element.domain = Located::with_span(Known::Yes(values), target.span());
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
        let text = node.located_of(key)?;
        (!text.value.trim().is_empty()).then_some(Label::new(kind, text))
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
                // An enumeration restricts the values, categories label them.
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
            Known::closed(values)
        });
        return Located::with_span(domain, list.span());
    }
    // Patterns are those of XML Schema, which match the whole value.
    if let Some(pattern) = constraints.and_then(|it| it.get("pattern"))
        && let Some(written) = pattern.text()
        && let Some(values) = pattern::alternatives(written, pattern.span())
    {
        return Located::with_span(Known::closed(values), pattern.span());
    }
    let Some(kind) = field.get("type") else {
        // The default type is text.
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
    Located::with_span(domain, kind.span())
}

/// A value, or a value with its label.
fn category(item: Node<'_>) -> Option<Value> {
    if let Some(raw) = item.scalar() {
        return Some(Value::plain(raw, item.span()));
    }
    let raw = item.get("value")?;
    Some(Value {
        label: item.located_of("label"),
        ..Value::plain(raw.scalar()?, raw.span())
    })
}
