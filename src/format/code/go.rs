//! Go: typed and grouped constants, struct fields with their tags, constant lists, schemas of ent.

use tree_sitter::Node;

use super::reader::{Reader, called, close, default, span};
use super::values::{name as name_of, named_child_of, scalar, value_set};
use super::{Code, lowering};
use crate::format::pattern;
use crate::model::{Domain, Element, Known, LanguageFamily, Layer, Located, Span, Value};

/// Go.
pub const GO: Code = Code {
    name: "go",
    extensions: &["go"],
    family: LanguageFamily::Go,
    grammar: |_| tree_sitter_go::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::go::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "type_spec" => {
            if let Some(name) = node.child_by_field_name("name")
                && node
                    .child_by_field_name("type")
                    .is_some_and(|of| matches!(of.kind(), "struct_type" | "interface_type"))
            {
                reader.enter(node, name);
            }
        }
        "const_declaration" => constants(reader, node),
        "field_declaration" => field(reader, node),
        "var_spec" => list(
            reader,
            node,
            node.child_by_field_name("name"),
            node.child_by_field_name("value"),
        ),
        "short_var_declaration" => list(
            reader,
            node,
            node.child_by_field_name("left")
                .and_then(|left| left.named_child(0)),
            node.child_by_field_name("right"),
        ),
        "call_expression" => ent(reader, node),
        _ => {}
    }
}

/// A constant with its type, its name, and its value if it is a string.
struct Constant<'t> {
    of: Option<Node<'t>>,
    name: Node<'t>,
    text: Option<Located<String>>,
    /// Numbered by position (`iota`).
    counted: bool,
}

/// `const (GenderMale Gender = "m"; …)`, `const (Male Gender = iota; Female)`, `const (GenderMale = "m"; …)`.
fn constants(reader: &mut Reader<'_>, node: Node<'_>) {
    let mut found: Vec<Constant<'_>> = Vec::new();
    let mut last = (None, false);
    let mut cursor = node.walk();
    for spec in node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "const_spec")
    {
        let Some(name) = spec.child_by_field_name("name") else {
            continue;
        };
        let value = spec
            .child_by_field_name("value")
            .and_then(|list| list.named_child(0));
        // A constant without a value inherits type and counting from the previous one.
        let (of, counted) = match value {
            Some(value) => (
                spec.child_by_field_name("type"),
                reader.text(value).contains("iota"),
            ),
            None => last,
        };
        last = (of, counted);
        if reader.text(name) == "_" {
            continue;
        }
        let text = value
            .filter(|value| {
                value.kind().ends_with("string_literal") || value.kind() == "rune_literal"
            })
            .and_then(|value| Some(Located::with_span(scalar(reader, value)?, span(value))));
        found.push(Constant {
            of,
            name,
            text,
            counted,
        });
    }
    let mut types: Vec<&str> = found
        .iter()
        .filter_map(|constant| Some(reader.text(constant.of?)))
        .collect();
    types.dedup();
    types.sort_unstable();
    types.dedup();
    for name in types {
        let members: Vec<&Constant<'_>> = found
            .iter()
            .filter(|constant| constant.of.is_some_and(|of| reader.text(of) == name))
            .collect();
        let Some(of) = members.first().and_then(|first| first.of) else {
            continue;
        };
        // Basic types do not form groups.
        if name.chars().next().is_some_and(char::is_lowercase) && BASIC.contains(&name) {
            grouped(reader, node, &members);
        } else if members.len() > 1 {
            let values = members
                .iter()
                .map(|constant| value(reader, constant, name))
                .collect();
            reader.value_type(node, of, values);
        }
    }
    let untyped: Vec<&Constant<'_>> = found
        .iter()
        .filter(|constant| constant.of.is_none())
        .collect();
    grouped(reader, node, &untyped);
}

const BASIC: [&str; 7] = ["string", "int", "int32", "int64", "uint", "byte", "rune"];

/// Untyped constants are grouped by the common beginning of their names.
fn grouped(reader: &mut Reader<'_>, node: Node<'_>, members: &[&Constant<'_>]) {
    let mut rest = members;
    while let [first, ..] = rest {
        let Some(word) = first_word(reader.text(first.name)) else {
            rest = &rest[1..];
            continue;
        };
        let count = rest
            .iter()
            .take_while(|constant| first_word(reader.text(constant.name)) == Some(word))
            .count();
        let (group, behind) = rest.split_at(count.max(1));
        rest = behind;
        if group.len() < 2 || !group.iter().all(|one| one.text.is_some() || one.counted) {
            continue;
        }
        let values = group
            .iter()
            .map(|constant| value(reader, constant, word))
            .collect();
        let at = group[0].name.start_byte();
        let name = Located::with_span(word.to_owned(), Span::new(at, at + word.len()));
        reader.value_type_called(node, name, values);
    }
}

/// `Gender` of `GenderMale`; `None` if the name is a single word.
fn first_word(name: &str) -> Option<&str> {
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, ch)| ch.is_uppercase() || *ch == '_')?
        .0;
    (end >= 3).then(|| &name[..end])
}

/// The stored value of a constant: its string, otherwise its name without the type's.
fn value(reader: &Reader<'_>, constant: &Constant<'_>, of: &str) -> Value {
    if let Some(text) = &constant.text {
        return Value {
            raw: text.clone(),
            ..Value::default()
        };
    }
    let name = reader.text(constant.name);
    let short = name
        .strip_prefix(of)
        .or_else(|| name.strip_suffix(of))
        .map(|short| short.trim_matches('_'))
        .filter(|short| !short.is_empty())
        .unwrap_or(name);
    Value::plain(short, span(constant.name))
}

fn field(reader: &mut Reader<'_>, node: Node<'_>) {
    let mut declared = node.child_by_field_name("type");
    let mut optional = None;
    if let Some(pointer) = declared.filter(|declared| declared.kind() == "pointer_type") {
        optional = Some(span(pointer));
        declared = pointer.named_child(0);
    }
    let nullable = declared
        .is_some_and(|declared| matches!(reader.text(declared), "sql.NullString" | "null.String"));
    let tag = node
        .child_by_field_name("tag")
        .map(|tag| (reader.text(tag).trim_matches('`'), span(tag)));
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    for name in names {
        let element = reader.field(node, name, declared);
        if let Some(at) = optional {
            element.optional = Located::with_span(Known::Yes(true), at);
        }
        if nullable {
            element.domain.value = Known::Yes(Domain::Text);
            element.optional = Located::with_span(Known::Yes(true), element.extent);
        }
        if let Some((tag, at)) = tag {
            tagged(element, tag, at);
        }
    }
}

/// The tags of a field: `json:"gender" validate:"required,oneof=m w" gorm:"size:1;not null"`.
fn tagged(element: &mut Element, tag: &str, at: Span) {
    let values = |list: Vec<&str>| -> Vec<Value> {
        list.into_iter()
            .map(|value| value.trim().trim_matches('\''))
            .filter(|value| !value.is_empty())
            .map(|value| Value::plain(value, at))
            .collect()
    };
    let mut rest = tag;
    while let Some((key, behind)) = rest.split_once(":\"") {
        let Some((text, behind)) = behind.split_once('"') else {
            return;
        };
        rest = behind;
        match key.trim() {
            "validate" | "binding" | "valid" => {
                for rule in text.split(',') {
                    if rule == "required" {
                        element.optional = Located::with_span(Known::Yes(false), at);
                    } else if let Some(list) = rule.strip_prefix("oneof=") {
                        close(element, values(list.split_whitespace().collect()), at);
                    } else if let Some(list) = rule
                        .strip_prefix("in(")
                        .and_then(|rule| rule.strip_suffix(')'))
                    {
                        close(element, values(list.split('|').collect()), at);
                    } else if let Some(found) = rule
                        .strip_prefix("matches(")
                        .and_then(|rule| rule.strip_suffix(')'))
                        .and_then(|pattern| pattern::alternatives(pattern, at))
                    {
                        close(element, found, at);
                    }
                }
            }
            "json" | "xml" | "yaml" | "bson" | "db" | "form" | "csv" => {
                let given = text.split(',').next().unwrap_or_default();
                called(element, given.trim_start_matches('-'), at);
            }
            "default" => default(element, Some(text.to_owned()), at),
            "enums" | "enum" => close(element, values(text.split(',').collect()), at),
            "gorm" | "bun" | "xorm" => database(element, text, at),
            _ => {}
        }
    }
}

/// `size:1;not null;default:'m';type:enum('m','w')`.
fn database(element: &mut Element, text: &str, at: Span) {
    for part in text.split([';', ',']) {
        let part = part.trim();
        let lower = part.to_lowercase();
        if lower.starts_with("column:") {
            called(element, &part["column:".len()..], at);
        } else if let Some(size) = lower.strip_prefix("size:") {
            element.width = size.parse().ok().map(|size| Located::with_span(size, at));
        } else if lower == "not null" || lower == "notnull" {
            element.optional = Located::with_span(Known::Yes(false), at);
        } else if lower.starts_with("default:") {
            let literal = part["default:".len()..].trim_matches('\'').to_owned();
            default(
                element,
                (!matches!(literal.as_str(), "" | "null" | "NULL")).then_some(literal),
                at,
            );
        }
    }
    let lower = text.to_lowercase();
    if let Some(start) = lower.find("enum(")
        && let Some(length) = lower[start..].find(')')
        && let Some(list) = text.get(start + "enum(".len()..start + length)
    {
        let values = list
            .split(',')
            .map(|value| Value::plain(value.trim().trim_matches(['\'', '"']), at))
            .collect();
        close(element, values, at);
    }
}

/// `var Genders = []string{"m", "w"}`, `map[string]string{"m": "männlich"}`, `[]Option{{Value: "m"}}`.
fn list(reader: &mut Reader<'_>, node: Node<'_>, name: Option<Node<'_>>, value: Option<Node<'_>>) {
    let (Some(name), Some(value)) = (name, value.and_then(|value| value.named_child(0))) else {
        return;
    };
    let Some(body) = list_body(value) else {
        return;
    };
    if let Some(values) = value_set(reader, body).filter(|values| values.len() > 1) {
        reader.value_type(node, name, values);
    }
}

/// The body of a literal of a list or map. Structures are records, not lists.
fn list_body(value: Node<'_>) -> Option<Node<'_>> {
    if value.kind() != "composite_literal" {
        return None;
    }
    let of = value.child_by_field_name("type")?;
    matches!(
        of.kind(),
        "slice_type" | "array_type" | "implicit_length_array_type" | "map_type"
    )
    .then(|| value.child_by_field_name("body"))?
}

/// ent: `field.Enum("gender").Values("male", "female")`.
fn ent(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(function), Some(arguments)) = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    ) else {
        return;
    };
    let method = name_of(reader, function).unwrap_or_default();
    if !matches!(method.as_str(), "Values" | "NamedValues") {
        return;
    }
    let Some(inner) = function
        .child_by_field_name("operand")
        .filter(|inner| inner.kind() == "call_expression")
    else {
        return;
    };
    let is_enum = inner
        .child_by_field_name("function")
        .is_some_and(|function| reader.text(function) == "field.Enum");
    let name = inner
        .child_by_field_name("arguments")
        .and_then(|arguments| named_child_of(arguments, &["interpreted_string_literal"]));
    if let (true, Some(name)) = (is_enum, name)
        && let Some(mut values) = value_set(reader, arguments)
    {
        if method == "NamedValues" {
            // Names and values alternate.
            let mut place = 0_usize;
            values.retain(|_| {
                place += 1;
                place.is_multiple_of(2)
            });
        }
        let at = span(arguments);
        close(reader.field(node, name, None), values, at);
    }
}
