//! Object-relational mappings: Doctrine (`….orm.xml`), Hibernate (`….hbm.xml`) and JPA (`orm.xml`).

use super::node::{Node, attribute, child, children, elements, local, span};
use super::{Reader, Xml};
use crate::format::cms;
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, Layer, Located, ModelPath, Why,
};

/// Object-relational mappings.
pub const MAPPING: Xml = Xml {
    name: "orm-xml",
    extensions: &["orm.xml", "dcm.xml", "hbm.xml"],
    claims: |root| {
        matches!(
            root.name,
            "doctrine-mapping" | "doctrine-mongo-mapping" | "hibernate-mapping" | "entity-mappings"
        )
    },
    read: read_object_mapping,
};

/// Elements that map a class, in any dialect.
const CLASSES: [&str; 10] = [
    "entity",
    "mapped-superclass",
    "embeddable",
    "document",
    "embedded-document",
    "class",
    "subclass",
    "joined-subclass",
    "union-subclass",
    "component",
];

fn read_object_mapping(reader: &mut Reader, root: Node<'_>) {
    for node in root.descendants().filter(Node::is_element) {
        if !CLASSES.contains(&local(node)) {
            continue;
        }
        let name = attribute(node, "name").or_else(|| attribute(node, "class"));
        let Some(mut name) = name else { continue };
        // Without its package.
        let short = name.value.rsplit(['\\', '.']).next().unwrap_or_default();
        name.value = short.to_owned();
        let path = ModelPath::new([name.value.as_str()]);
        let entity = reader.model.declare_entity(name, &path, []);
        let attributes = child(node, "attributes").unwrap_or(node);
        for field in elements(attributes) {
            if matches!(local(field), "field" | "property" | "basic") {
                add(reader, field, entity, &path);
            }
        }
    }
}

fn add(reader: &mut Reader, node: Node<'_>, entity: EntityId, path: &ModelPath) {
    let name = attribute(node, "name").or_else(|| attribute(node, "fieldName"));
    let Some(name) = name else { return };
    let path = path.child(name.value.as_str());
    let column = child(node, "column");
    let get = |key: &str| {
        attribute(node, key).or_else(|| column.and_then(|column| attribute(column, key)))
    };
    let option = |name: &str| {
        let options = child(node, "options")?;
        children(options, "option")
            .find(|option| option.attribute("name") == Some(name))
            .and_then(super::node::content)
    };
    let mut element = Element::field(name, path, Layer::Code, span(node))
        .with_entity(entity)
        .with_width(
            get("length")
                .and_then(|length| Some(Located::new(length.value.parse().ok()?, length.span))),
        );
    let nullable = get("nullable");
    let required = get("not-null");
    // In Doctrine, columns are required by default; in the others they are optional.
    let strict = local(node) == "field";
    let optional = match (&nullable, &required) {
        (Some(nullable), _) => nullable.value == "true",
        (None, Some(required)) => required.value != "true",
        (None, None) => !strict,
    };
    element.optional = Located::new(
        Known::Yes(optional),
        nullable.or(required).and_then(|it| it.span),
    );
    let comment = option("comment").or_else(|| {
        let comment = column.and_then(|column| child(column, "comment"));
        comment.and_then(super::node::content)
    });
    element.labels.extend(comment.map(Label::description));
    let default = option("default").or_else(|| column.and_then(|it| attribute(it, "default")));
    element.default = default.map(|default| {
        DefaultValue::new(
            Some(default.value.trim_matches('\'').to_owned()),
            default.span,
        )
    });
    let kind = get("type");
    element.domain = match (get("enum-type"), &kind) {
        (Some(class), _) => class.map(Known::named),
        (None, Some(kind)) => Located::new(of_type(&kind.value), kind.span),
        // Declared in the class.
        (None, None) => Located::with_span(Known::No(Why::Elsewhere), span(node)),
    };
    element.declared_type = kind;
    reader.model.add_element(element);
}

/// Java types by name, and Doctrine's.
fn of_type(kind: &str) -> Known<Domain> {
    let short = kind.rsplit('.').next().unwrap_or_default();
    match short {
        "String" | "character" | "Character" | "char" => Known::Yes(Domain::Text),
        "Integer" | "Long" | "long" | "Short" | "short" | "BigDecimal" | "big_decimal"
        | "Double" | "double" => Known::Yes(Domain::Number),
        "Boolean" | "yes_no" | "true_false" => Known::Yes(Domain::Boolean),
        "Date" | "Timestamp" | "LocalDate" | "LocalDateTime" | "calendar" => {
            Known::Yes(Domain::Temporal)
        }
        _ => cms::column(kind),
    }
}
