//! C#: enums, properties and fields with data annotations, item lists of controls.

use tree_sitter::Node;

use super::member::{self, Member, Numbering};
use super::reader::{Reader, called, close, default, span, unquote};
use super::values::{named_child_of, preset, scalar, value_set};
use super::{Code, lowering};
use crate::model::{
    Domain, Known, Label, LanguageFamily, Layer, LeftOver, Located, RelationKind, Restriction,
    Value,
};

/// C#.
pub const CSHARP: Code = Code {
    name: "csharp",
    extensions: &["cs", "csx"],
    family: LanguageFamily::DotNet,
    grammar: |_| tree_sitter_c_sharp::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::csharp::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_declaration"
        | "record_declaration"
        | "struct_declaration"
        | "interface_declaration" => {
            if let Some(name) = node.child_by_field_name("name") {
                reader.enter(node, name);
            }
        }
        "enum_declaration" => enumeration(reader, node),
        "property_declaration" => {
            if let Some(name) = node.child_by_field_name("name") {
                let value = node.child_by_field_name("value");
                member(reader, node, name, node.child_by_field_name("type"), value);
            }
        }
        "field_declaration" => fields(reader, node),
        "parameter" if is_part_of_record(node) => {
            if let Some(name) = node.child_by_field_name("name") {
                member(reader, node, name, node.child_by_field_name("type"), None);
            }
        }
        "invocation_expression" => {
            items(reader, node);
            matches(reader, node);
        }
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
    let mut numbering = Numbering::default();
    let members = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "enum_member_declaration")
        .filter_map(|member| {
            let name = member.child_by_field_name("name")?;
            // [Display(Name = "männlich")], [Description("männlich")], [EnumMember(Value = "m")]
            let label = attributes(reader, member)
                .into_iter()
                .find(|attribute| {
                    matches!(
                        attribute.name.as_str(),
                        "Display" | "Description" | "EnumMember"
                    )
                })
                .and_then(|attribute| {
                    attribute
                        .text
                        .map(|text| Located::with_span(text, attribute.at))
                });
            let written = member.child_by_field_name("value");
            let written = written.map(|value| reader.text(value));
            Some(Member {
                stored: numbering.number(reader.text(name), written),
                value: Value {
                    raw: Located::with_span(reader.text(name).to_owned(), span(name)),
                    label,
                    ..Value::default()
                },
            })
        });
    let values = member::values(members);
    reader.value_type(node, name, values);
}

/// Whether a parameter also declares a property: `record Person(string Nachname, Geschlecht Geschlecht)`.
fn is_part_of_record(parameter: Node<'_>) -> bool {
    parameter
        .parent()
        .and_then(|list| list.parent())
        .is_some_and(|around| around.kind() == "record_declaration")
}

fn fields(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(declaration) = named_child_of(node, &["variable_declaration"]) else {
        return;
    };
    let declared = declaration.child_by_field_name("type");
    let modifiers = reader.between_start(node, declaration);
    let is_constant = modifiers.contains("const")
        || modifiers.contains("static") && modifiers.contains("readonly");
    let mut cursor = declaration.walk();
    let declarators: Vec<Node<'_>> = declaration
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "variable_declarator")
        .collect();
    for declarator in declarators {
        if let Some(name) = declarator
            .child_by_field_name("name")
            .or_else(|| declarator.named_child(0))
        {
            let last = declarator.named_child_count().saturating_sub(1);
            let value = (last > 0)
                .then(|| declarator.named_child(u32::try_from(last).unwrap_or(u32::MAX)))
                .flatten();
            if let Some(value) = value.filter(|_| is_constant)
                && reader.constant(node, name, value)
            {
                continue;
            }
            member(reader, node, name, declared, value);
        }
    }
}

fn member(
    reader: &mut Reader<'_>,
    node: Node<'_>,
    name: Node<'_>,
    declared: Option<Node<'_>>,
    value: Option<Node<'_>>,
) {
    let attributes = attributes(reader, node);
    let set = value.and_then(|value| {
        let initializer = named_child_of(value, &["initializer_expression"]);
        value_set(reader, initializer.unwrap_or(value))
    });
    let literal = value.and_then(|value| preset(reader, value));
    let element = reader.field(node, name, declared);
    for attribute in &attributes {
        match attribute.name.as_str() {
            "Required" | "NotNull" => {
                element.optional = Located::with_span(Known::Yes(false), attribute.at)
            }
            "StringLength" | "MaxLength" => {
                if let Some(width) = attribute.number {
                    element.width = Some(Located::with_span(width, attribute.at));
                }
            }
            "RegularExpression" => {
                let values = attribute.text.as_deref().and_then(|pattern| {
                    crate::format::pattern::alternatives(pattern, attribute.at)
                });
                if let Some(values) = values {
                    close(element, values, attribute.at);
                }
            }
            "AllowedValues" => {
                let values: Vec<Value> = attribute
                    .texts
                    .iter()
                    .map(|text| Value::plain(text.as_str(), attribute.at))
                    .collect();
                if values.len() > 1 {
                    close(element, values, attribute.at);
                }
            }
            "EnumDataType" => {
                if let Some(name) = &attribute.of {
                    let domain = Domain::named(name.clone());
                    element.domain = Located::with_span(Known::Yes(domain), attribute.at);
                }
            }
            "JsonProperty" | "JsonPropertyName" | "Column" | "XmlElement" | "XmlAttribute"
            | "DataMember" | "BsonElement" | "Name" => {
                if let Some(text) = &attribute.text {
                    called(element, text, attribute.at);
                }
            }
            "Display" | "Description" | "DisplayName" => {
                if let Some(text) = &attribute.text {
                    element
                        .labels
                        .push(Label::title(Located::with_span(text.clone(), attribute.at)));
                }
            }
            _ => {}
        }
    }
    if let (Some(value), Some(set)) = (value, set.filter(|set| set.len() > 1)) {
        close(element, set, span(value));
    } else if let (Some(value), Some(literal)) = (value, literal) {
        default(element, Some(literal), span(value));
    }
    for attribute in &attributes {
        if let Some(left) = left_by(attribute) {
            let restriction = Restriction {
                path: reader.path_around(),
                field: reader.unquoted(name),
                lists: Vec::new(),
                left,
            };
            reader.relate(RelationKind::Restricts(restriction), attribute.at);
        }
    }
    reader.refer();
}

/// The enum members that a property allows: `[AllowedValues(Gender.Male, Gender.Female)]`, `[DeniedValues(…)]`.
fn left_by(attribute: &Attribute) -> Option<LeftOver> {
    let members = attribute.members.clone();
    match attribute.name.as_str() {
        "AllowedValues" if !members.is_empty() => Some(LeftOver::Only(members)),
        "DeniedValues" if !members.is_empty() => Some(LeftOver::AllBut(members)),
        _ => None,
    }
}

/// `this.GenderComboBox.Items.AddRange(new object[] { "weiblich", … })`: a control with its options.
fn items(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(function), Some(arguments)) = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    ) else {
        return;
    };
    let Some(control) = reader.text(function).strip_suffix(".Items.AddRange") else {
        return;
    };
    let Some(receiver) = function.child_by_field_name("expression") else {
        return;
    };
    let Some(control) = receiver
        .child_by_field_name("expression")
        .filter(|_| !control.is_empty())
    else {
        return;
    };
    let name = control.child_by_field_name("name").unwrap_or(control);
    let Some(array) = arguments
        .named_child(0)
        .and_then(|argument| argument.named_child(0))
    else {
        return;
    };
    if let Some(values) = value_set(reader, array) {
        let at = span(array);
        close(reader.field(node, name, None), values, at);
    }
}

/// FluentValidation: `RuleFor(x => x.Gender).NotEmpty().Matches("^(m|w)$")`.
fn matches(reader: &mut Reader<'_>, node: Node<'_>) {
    const MOST_STEPS: usize = 8;
    let pattern = |call: Node<'_>| -> Option<(Vec<Value>, crate::model::Span)> {
        let method = call
            .child_by_field_name("function")?
            .child_by_field_name("name")?;
        if reader.text(method) != "Matches" {
            return None;
        }
        let arguments = call.child_by_field_name("arguments")?;
        let text = scalar(reader, arguments.named_child(0)?.named_child(0)?)?;
        let at = span(arguments);
        Some((crate::format::pattern::alternatives(&text, at)?, at))
    };
    let Some((values, at)) = pattern(node) else {
        return;
    };
    let mut call = node;
    for _ in 0..MOST_STEPS {
        let Some(function) = call.child_by_field_name("function") else {
            return;
        };
        match function.child_by_field_name("expression") {
            Some(inner) => call = inner,
            None if reader.text(function) == "RuleFor" => break,
            None => return,
        }
    }
    let member = call
        .child_by_field_name("arguments")
        .and_then(|arguments| arguments.named_child(0)?.named_child(0))
        .and_then(|lambda| lambda.child_by_field_name("body"))
        .and_then(|body| body.child_by_field_name("name"));
    if let Some(member) = member {
        close(reader.field(node, member, None), values, at);
    }
}

struct Attribute {
    name: String,
    texts: Vec<String>,
    /// Enum members among the arguments: `Female` in `Gender.Female`.
    members: Vec<String>,
    /// The type argument: `typeof(Gender)`.
    of: Option<String>,
    text: Option<String>,
    number: Option<u32>,
    at: crate::model::Span,
}

fn attributes(reader: &Reader<'_>, node: Node<'_>) -> Vec<Attribute> {
    let mut found = Vec::new();
    let mut cursor = node.walk();
    for list in node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "attribute_list")
    {
        let mut cursor = list.walk();
        for attribute in list
            .named_children(&mut cursor)
            .filter(|child| child.kind() == "attribute")
        {
            let Some(name) = attribute.child_by_field_name("name") else {
                continue;
            };
            let arguments = named_child_of(attribute, &["attribute_argument_list"])
                .map(|arguments| reader.text(arguments))
                .unwrap_or_default();
            found.push(Attribute {
                name: reader
                    .text(name)
                    .rsplit('.')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                text: quoted(arguments),
                members: arguments
                    .trim_matches(['(', ')'])
                    .split(',')
                    .filter_map(|argument| Some(argument.trim().rsplit_once('.')?.1))
                    .filter(|member| member.chars().all(|ch| ch.is_alphanumeric() || ch == '_'))
                    .map(str::to_owned)
                    .collect(),
                texts: arguments
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect(),
                of: arguments.split("typeof(").nth(1).and_then(|rest| {
                    let name = rest.split(')').next()?;
                    Some(name.rsplit('.').next().unwrap_or(name).to_owned())
                }),
                number: arguments
                    .split(|ch: char| !ch.is_ascii_digit())
                    .find_map(|digits| digits.parse().ok()),
                at: span(attribute),
            });
        }
    }
    found
}

/// The first string literal of an argument list.
fn quoted(arguments: &str) -> Option<String> {
    let start = arguments.find('"')?;
    let rest = &arguments[start + 1..];
    let end = rest.find('"')?;
    Some(unquote(&rest[..end]))
}
