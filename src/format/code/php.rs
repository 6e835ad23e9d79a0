//! PHP: enums, typed properties (promoted constructor parameters, too), constants, arrays under a telling key.

use tree_sitter::Node;

use super::php_rules;
use super::reader::{Reader, close, default, span};
use super::values::{named_child_of, scalar, value_set};
use crate::model::{Located, Value};

/// Looks at one node.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_declaration" | "interface_declaration" | "trait_declaration" => {
            if let Some(name) = node.child_by_field_name("name") {
                reader.enter(node, name);
            }
        }
        "enum_declaration" => enumeration(reader, node),
        "property_declaration" => property(reader, node),
        "property_promotion_parameter" => promoted(reader, node),
        "const_element" => constant(reader, node),
        "array_element_initializer" => entry(reader, node),
        "member_call_expression" => php_rules::call(reader, node),
        _ => {}
    }
}

fn enumeration(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(body)) = (
        node.child_by_field_name("name"),
        node.child_by_field_name("body"),
    ) else {
        return;
    };
    let mut cursor = body.walk();
    let values = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "enum_case")
        .filter_map(|case| {
            let name = case.child_by_field_name("name")?;
            let value = case.child_by_field_name("value");
            Some(Value {
                raw: Located::at(reader.text(name).to_owned(), span(name)),
                label: value.and_then(|value| {
                    scalar(reader, value).map(|text| Located::at(text, span(value)))
                }),
                ..Value::default()
            })
        })
        .collect();
    reader.value_type(node, name, values);
    reader.enter(node, name);
}

fn property(reader: &mut Reader<'_>, node: Node<'_>) {
    let declared = node.child_by_field_name("type");
    let mut cursor = node.walk();
    let elements: Vec<Node<'_>> = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "property_element")
        .collect();
    for element in elements {
        let Some(name) = element
            .child_by_field_name("name")
            .or_else(|| element.named_child(0))
        else {
            continue;
        };
        let value = element
            .child_by_field_name("default_value")
            .or_else(|| element.named_child(1));
        let set = value.and_then(|value| value_set(reader, value));
        let literal = value
            .and_then(|value| scalar(reader, value))
            .filter(|text| !text.is_empty());
        let said = php_rules::property(reader, node);
        let field = reader.field(node, name, declared);
        said.apply(field);
        if let (Some(value), Some(set)) = (value, set.filter(|set| set.len() > 1)) {
            close(field, set, span(value));
        } else if let (Some(value), Some(literal)) = (value, literal) {
            default(field, Some(literal), span(value));
        }
        reader.refer();
    }
}

/// `public function __construct(private ?Geschlecht $geschlecht = null)`: a property, too.
fn promoted(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let value = node.child_by_field_name("default_value");
    let literal = value
        .and_then(|value| scalar(reader, value))
        .filter(|text| !text.is_empty());
    let said = php_rules::property(reader, node);
    let field = reader.field(node, name, node.child_by_field_name("type"));
    said.apply(field);
    if let (Some(value), Some(literal)) = (value, literal) {
        default(field, Some(literal), span(value));
    }
    reader.refer();
}

fn constant(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(value)) = (named_child_of(node, &["name"]), node.named_child(1)) else {
        return;
    };
    if reader.constant(node, name, value) {
        return;
    }
    if let Some(values) = value_set(reader, value).filter(|values| values.len() > 1) {
        reader.value_type(node, name, values);
    }
}

/// `'gender' => ['m' => 'männlich', …]`.
fn entry(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(key), Some(value)) = (node.named_child(0), node.named_child(1)) else {
        return;
    };
    if scalar(reader, key).is_none() || reader.was_read(value) {
        return;
    }
    if let Some(said) = php_rules::rules(reader, value) {
        said.apply(reader.field(node, key, None));
        reader.refer();
        return;
    }
    if value.kind() != "array_creation_expression" {
        return;
    }
    if let Some(values) = value_set(reader, value).filter(|values| values.len() > 1) {
        let at = span(value);
        close(reader.field(node, key, None), values, at);
    }
}
