//! Java: enums, fields with JPA and validation annotations, records, constant lists.

use tree_sitter::Node;

use super::lowering::named;
use super::reader::{Reader, called, close, default, span, unquote};
use super::values::{
    constant, name as name_of, named_child_of, preset, scalar, telling, value_set,
};
use super::{Code, lowering};
use crate::model::{Element, Known, Label, LanguageFamily, Layer, Located, Value};

/// Java.
pub const JAVA: Code = Code {
    name: "java",
    extensions: &["java"],
    family: LanguageFamily::Jvm,
    grammar: |_| tree_sitter_java::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::java::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_declaration" | "record_declaration" | "interface_declaration" => {
            if let Some(name) = node.child_by_field_name("name") {
                if let Some(values) = own_constants(reader, node, name) {
                    reader.value_type(node, name, values);
                }
                let clauses = ["superclass", "interfaces"].into_iter();
                let above: Vec<Node<'_>> = clauses
                    .filter_map(|clause| node.child_by_field_name(clause))
                    .collect();
                let permitted = node.child_by_field_name("permits");
                reader.relate_types(node, name, &above, permitted);
                reader.enter(node, name);
                if let Some(parameters) = node.child_by_field_name("parameters") {
                    record_components(reader, parameters);
                }
            }
        }
        "enum_declaration" => enumeration(reader, node),
        "field_declaration" | "constant_declaration" => field(reader, node),
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
        .filter(|child| child.kind() == "enum_constant")
        .filter_map(|child| {
            let name = child.child_by_field_name("name")?;
            Some(constant(
                reader,
                name,
                child.child_by_field_name("arguments"),
            ))
        })
        .collect();
    reader.value_type(node, name, values);
    // Fields of the enum itself (code, text) are not fields of a person.
    reader.enter(node, name);
}

/// `static final Geschlecht M = new Geschlecht("m", "männlich")`: an enum written as a class.
fn own_constants(reader: &Reader<'_>, class: Node<'_>, name: Node<'_>) -> Option<Vec<Value>> {
    let body = class.child_by_field_name("body")?;
    let mut cursor = body.walk();
    let values: Vec<Value> = body
        .named_children(&mut cursor)
        .filter(|member| member.kind() == "field_declaration")
        .filter_map(|member| {
            let declarator = member.child_by_field_name("declarator")?;
            let value = declarator.child_by_field_name("value")?;
            let of = value.child_by_field_name("type")?;
            (value.kind() == "object_creation_expression"
                && reader.text(of) == reader.text(name)
                && reader.between_start(member, declarator).contains("static"))
            .then(|| {
                let field = declarator.child_by_field_name("name")?;
                let arguments = value.child_by_field_name("arguments");
                Some(constant(reader, field, arguments))
            })?
        })
        .collect();
    (values.len() > 1).then_some(values)
}

fn record_components(reader: &mut Reader<'_>, parameters: Node<'_>) {
    let mut cursor = parameters.walk();
    let components: Vec<Node<'_>> = parameters
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "formal_parameter")
        .collect();
    for component in components {
        if let Some(name) = component.child_by_field_name("name") {
            let annotations = annotations(reader, component);
            let element = reader.field(component, name, component.child_by_field_name("type"));
            annotate(element, &annotations);
        }
    }
}

fn field(reader: &mut Reader<'_>, node: Node<'_>) {
    let declared = node.child_by_field_name("type");
    let annotations = annotations(reader, node);
    let modifiers = named_child_of(node, &["modifiers"])
        .map(|modifiers| reader.text(modifiers))
        .unwrap_or_default();
    let is_constant = node.kind() == "constant_declaration"
        || modifiers.contains("static") && modifiers.contains("final");
    let mut cursor = node.walk();
    let declarators: Vec<Node<'_>> = node
        .children_by_field_name("declarator", &mut cursor)
        .collect();
    for declarator in declarators {
        let Some(name) = declarator.child_by_field_name("name") else {
            continue;
        };
        let value = declarator.child_by_field_name("value");
        if let Some(value) = value.filter(|_| is_constant)
            && reader.constant(node, name, value)
        {
            continue;
        }
        // A constant of an enum written as a class.
        if let (Some(value), Some(declared)) = (value, declared)
            && is_constant
            && value.kind() == "object_creation_expression"
            && value
                .child_by_field_name("type")
                .is_some_and(|of| reader.text(of) == reader.text(declared))
        {
            continue;
        }
        let set = value.and_then(|value| list(reader, value));
        let literal = value.and_then(|value| preset(reader, value));
        if let Some(at) = frozen(&annotations) {
            reader.freeze(name, at);
        }
        let element = reader.field(node, name, declared);
        annotate(element, &annotations);
        if let (Some(value), Some(set)) = (value, set.filter(|set| set.len() > 1)) {
            close(element, set, span(value));
        } else if let (Some(value), Some(literal)) = (value, literal) {
            default(element, Some(literal), span(value));
        }
    }
}

/// `{"M", "F"}`, `List.of("M", "F")`, `new HashSet<>(Arrays.asList(…))`. Arguments of other calls are not values.
fn list(reader: &Reader<'_>, value: Node<'_>) -> Option<Vec<Value>> {
    const MOST_STEPS: usize = 4;
    let mut node = value;
    for _ in 0..MOST_STEPS {
        let Some(arguments) = node.child_by_field_name("arguments") else {
            return value_set(reader, node);
        };
        let lists = node.kind() == "method_invocation"
            && node.child_by_field_name("name").is_some_and(|name| {
                matches!(
                    reader.text(name),
                    "of" | "asList"
                        | "observableArrayList"
                        | "newArrayList"
                        | "newHashSet"
                        | "newLinkedHashSet"
                        | "mutableListOf"
                        | "just"
                )
            });
        if lists {
            let of = node.child_by_field_name("object");
            // Map.of("m", "1", "w", "2")
            if of.is_some_and(|of| reader.text(of).ends_with("Map")) {
                return rows(reader, arguments);
            }
            return value_set(reader, arguments);
        }
        node = arguments
            .named_child(0)
            .filter(|_| arguments.named_child_count() == 1)?;
    }
    None
}

/// Alternating keys and values: returns the keys, labelled with their values.
fn rows(reader: &Reader<'_>, arguments: Node<'_>) -> Option<Vec<Value>> {
    let parts: Vec<Node<'_>> = named(arguments).collect();
    let row = |row: &[Node<'_>]| {
        let [key, value] = row else { return None };
        let place = |text: String, of: Node<'_>| Located::with_span(text, span(of));
        Some(Value {
            raw: place(
                scalar(reader, *key).or_else(|| name_of(reader, *key))?,
                *key,
            ),
            label: scalar(reader, *value)
                .or_else(|| telling(reader, *value))
                .map(|label| place(label, *value)),
            ..Value::default()
        })
    };
    parts.chunks(2).map(row).collect()
}

/// An annotation: its name, its arguments as written, its position.
pub struct Annotation {
    name: String,
    arguments: Vec<(String, String)>,
    at: crate::model::Span,
    text: String,
}

fn annotations(reader: &Reader<'_>, node: Node<'_>) -> Vec<Annotation> {
    let Some(modifiers) = named_child_of(node, &["modifiers"]) else {
        return Vec::new();
    };
    let mut cursor = modifiers.walk();
    modifiers
        .named_children(&mut cursor)
        .filter(|child| matches!(child.kind(), "annotation" | "marker_annotation"))
        .map(|annotation| {
            let name = annotation
                .child_by_field_name("name")
                .map(|name| reader.text(name))
                .unwrap_or_default();
            let mut arguments = Vec::new();
            if let Some(list) = annotation.child_by_field_name("arguments") {
                let mut cursor = list.walk();
                for argument in list.named_children(&mut cursor) {
                    let key = argument
                        .child_by_field_name("key")
                        .map_or("value", |key| reader.text(key));
                    let value = argument.child_by_field_name("value").unwrap_or(argument);
                    arguments.push((key.to_owned(), reader.text(value).to_owned()));
                }
            }
            Annotation {
                name: name.rsplit('.').next().unwrap_or(name).to_owned(),
                arguments,
                at: span(annotation),
                text: reader.text(annotation).to_owned(),
            }
        })
        .collect()
}

/// `@Column(updatable = false)`. With `insertable = false`, another field owns and writes the column.
fn frozen(annotations: &[Annotation]) -> Option<crate::model::Span> {
    let is = |annotation: &Annotation, key: &str| {
        let mut arguments = annotation.arguments.iter();
        arguments.any(|(name, value)| name == key && value == "false")
    };
    annotations
        .iter()
        .filter(|annotation| matches!(annotation.name.as_str(), "Column" | "JoinColumn"))
        .find(|annotation| is(annotation, "updatable") && !is(annotation, "insertable"))
        .map(|annotation| annotation.at)
}

/// `m` of `char(1) default 'm' not null`.
fn default_of_column(definition: &str) -> Option<String> {
    const WORD: &str = "default ";
    let at = definition.to_lowercase().find(WORD)?;
    let literal = definition.get(at + WORD.len()..)?.trim_start();
    let literal = match literal.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next()?,
        None => literal.split([' ', '"', ',']).next()?,
    };
    let is_null = literal.is_empty() || literal.eq_ignore_ascii_case("null");
    (!is_null).then(|| literal.to_owned())
}

/// Applies JPA, Bean Validation and Jackson annotations to a field.
fn annotate(element: &mut Element, annotations: &[Annotation]) {
    for annotation in annotations {
        let argument = |key: &str| {
            annotation
                .arguments
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.as_str())
        };
        match annotation.name.as_str() {
            "NotNull" | "NotBlank" | "NotEmpty" | "NonNull" => {
                element.optional = Located::with_span(Known::Yes(false), annotation.at);
            }
            "JsonProperty" | "JsonbProperty" | "SerializedName" | "BsonProperty" | "Field"
            | "XmlElement" | "XmlAttribute" | "CsvBindByName" => {
                let given = ["value", "name", "column"].into_iter().find_map(argument);
                called(
                    element,
                    &given.map(unquote).unwrap_or_default(),
                    annotation.at,
                );
            }
            "Nullable" => element.optional = Located::with_span(Known::Yes(true), annotation.at),
            "Column" | "JoinColumn" => {
                let given = argument("name").map(unquote);
                called(element, &given.unwrap_or_default(), annotation.at);
                if let Some(nullable) = argument("nullable") {
                    element.optional =
                        Located::with_span(Known::Yes(nullable == "true"), annotation.at);
                }
                if let Some(values) = argument("columnDefinition").and_then(|definition| {
                    let lower = definition.to_lowercase();
                    let list = lower.find("enum(").or_else(|| lower.find(" in ("))?;
                    quoted(&definition[list..], annotation.at)
                }) {
                    close(element, values, annotation.at);
                }
                if let Some(literal) = argument("columnDefinition").and_then(default_of_column) {
                    default(element, Some(literal), annotation.at);
                }
                if let Some(length) = argument("length").and_then(|length| length.parse().ok()) {
                    element.width = Some(Located::with_span(length, annotation.at));
                }
            }
            // Hibernate: an SQL expression; strings have quotes of their own.
            "ColumnDefault" => {
                let literal = argument("value").map(unquote);
                default(
                    element,
                    literal.filter(|text| !text.is_empty()),
                    annotation.at,
                );
            }
            "Size" | "Length" => {
                if let Some(most) = argument("max").and_then(|most| most.parse().ok()) {
                    element.width = Some(Located::with_span(most, annotation.at));
                }
            }
            "Pattern" => {
                if let Some(values) = argument("regexp").and_then(|pattern| {
                    crate::format::pattern::alternatives(&unquote(pattern), annotation.at)
                }) {
                    close(element, values, annotation.at);
                }
            }
            "Enumerated" | "Convert" => element.labels.push(Label::purpose(Located::with_span(
                annotation.text.clone(),
                annotation.at,
            ))),
            // Common names of custom constraints.
            "OneOf" | "AllowedValues" | "ValidValues" | "StringEnumeration" | "In" => {
                if let Some(values) = argument("value")
                    .or_else(|| argument("values"))
                    .and_then(|list| quoted(list, annotation.at))
                {
                    close(element, values, annotation.at);
                }
            }
            "Schema" | "Parameter" | "ApiModelProperty" => {
                if let Some(values) = argument("allowableValues").and_then(|list| {
                    quoted(list, annotation.at).or_else(|| plain(list, annotation.at))
                }) {
                    close(element, values, annotation.at);
                }
                for key in ["description", "title", "value"] {
                    if let Some(text) = argument(key) {
                        element.labels.push(Label::description(Located::with_span(
                            unquote(text),
                            annotation.at,
                        )));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The quoted values of a list: `{"m", "w"}`, `ENUM('m', 'w')`.
fn quoted(list: &str, at: crate::model::Span) -> Option<Vec<Value>> {
    let quote = if list.contains('\'') { '\'' } else { '"' };
    let values: Vec<Value> = list
        .split(quote)
        .skip(1)
        .step_by(2)
        .map(|value| Value::plain(value, at))
        .collect();
    (values.len() > 1).then_some(values)
}

/// `"m, w"`.
fn plain(list: &str, at: crate::model::Span) -> Option<Vec<Value>> {
    let list = unquote(list);
    let values: Vec<Value> = list
        .split(',')
        .map(|value| Value::plain(value.trim(), at))
        .filter(|value| !value.raw.value.is_empty())
        .collect();
    (values.len() > 1 && !list.contains("range")).then_some(values)
}
