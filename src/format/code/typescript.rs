//! TypeScript and JavaScript: enums, literal unions, interfaces, classes, constant lists, zod schemas.

use tree_sitter::Node;

use super::list_name::{ListName, list_name};
use super::lowering::named;
use super::member::{self, Member};
use super::python_alias::head_of_parameter;
use super::reader::{Reader, close, default, span};
use super::steps::Composition;
use super::typescript_schema as schema;
use super::values::{constant, name as name_of, named_child_of, preset, scalar, value_set};
use super::{Code, graphql_enum, lowering, typescript_compiled, typescript_record as record};
use crate::format::limits::CHOICES;
use crate::model::{Domain, Known, LanguageFamily, Layer, Located, Value};
use crate::topic::is_shouted;

/// TypeScript and JavaScript, with JSX.
pub const TYPESCRIPT: Code = Code {
    name: "typescript",
    extensions: &[
        "ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx", "flow", "es6", "xsjs", "gts", "gjs",
    ],
    family: LanguageFamily::Ecmascript,
    grammar: |extension| match extension {
        // Type assertions in angle brackets collide with JSX, so plain TypeScript has its own grammar.
        "ts" | "mts" | "cts" | "gts" => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        _ => tree_sitter_typescript::LANGUAGE_TSX.into(),
    },
    layer: Layer::Code,
    visit,
    lowering: lowering::typescript::shape,
};

/// Visits one node.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_declaration" | "interface_declaration" | "abstract_class_declaration" => {
            if let Some(name) = node.child_by_field_name("name") {
                if let Some(values) = own_constants(reader, node, name) {
                    reader.value_type(node, name, values);
                }
                reader.enter(node, name);
            }
        }
        "enum_declaration" => enumeration(reader, node),
        "type_alias_declaration" => alias(reader, node),
        "property_signature" | "public_field_definition" => property(reader, node),
        "required_parameter" | "optional_parameter" => parameter(reader, node),
        "variable_declarator" => variable(reader, node),
        "assignment_expression" => namespace_member(reader, node),
        "pair" => pair(reader, node),
        "method_definition" => getter(reader, node),
        "new_expression" => graphql_enum::made(reader, node),
        "call_expression" => {
            graphql_enum::made(reader, node);
            typescript_compiled::visit(reader, node);
            if let Some((name, said)) = schema::request(reader, node) {
                reader.field(node, name, None);
                said.apply(reader);
            } else if let Some((name, values)) = schema::column(reader, node) {
                record::enter_table(reader, node);
                let element = reader.field(node, name, None);
                element.layer = Layer::Database;
                close(element, values, span(node));
            }
        }
        _ => {}
    }
}

/// `static readonly M = new Geschlecht('m', 'männlich')`: an enum written as a class.
fn own_constants(reader: &Reader<'_>, class: Node<'_>, name: Node<'_>) -> Option<Vec<Value>> {
    let body = class.child_by_field_name("body")?;
    let mut cursor = body.walk();
    let values: Vec<Value> = body
        .named_children(&mut cursor)
        .filter(|member| member.kind() == "public_field_definition")
        .filter_map(|member| {
            let value = member.child_by_field_name("value")?;
            let of = value.child_by_field_name("constructor")?;
            let field = member.child_by_field_name("name")?;
            (value.kind() == "new_expression"
                && reader.text(of) == reader.text(name)
                && reader.between_start(member, field).contains("static"))
            .then(|| constant(reader, field, value.child_by_field_name("arguments")))
        })
        .collect();
    (values.len() > 1).then_some(values)
}

/// `Patient.GenderEnum = { MALE: "MALE" }`: an enumeration as a member of its owner. Unlike translation tables, it has
/// a type's name and constants as keys.
fn namespace_member(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(target), Some(value)) = (
        node.child_by_field_name("left"),
        node.child_by_field_name("right"),
    ) else {
        return;
    };
    let frozen = value
        .child_by_field_name("arguments")
        .filter(|_| reader.text(value).starts_with("Object.freeze"))
        .and_then(|arguments| arguments.named_child(0));
    let object = frozen.unwrap_or(value);
    let name = target.child_by_field_name("property");
    let Some(name) = name.filter(|_| target.kind() == "member_expression") else {
        return;
    };
    let is_type = reader.text(name).starts_with(char::is_uppercase);
    if !is_type || object.kind() != "object" {
        return;
    }
    let is_member =
        |value: &Value| value.raw.value.starts_with(char::is_uppercase) && value.label.is_some();
    let values = value_set(reader, object).filter(|values| values.len() > 1);
    if let Some(values) = values.filter(|values| values.iter().all(is_member)) {
        reader.value_type(node, name, values);
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
    let members = body
        .named_children(&mut cursor)
        .filter_map(|member| match member.kind() {
            "enum_assignment" => {
                let name = member.child_by_field_name("name")?;
                let value = member.child_by_field_name("value");
                let stored = value.and_then(|value| scalar(reader, value));
                let label = value.zip(stored.clone());
                Some(Member {
                    stored,
                    value: Value {
                        raw: Located::with_span(reader.unquoted(name), span(name)),
                        label: label.map(|(value, text)| Located::with_span(text, span(value))),
                        ..Value::default()
                    },
                })
            }
            "property_identifier" | "string" => Some(Member {
                stored: None,
                value: Value::plain(reader.unquoted(member), span(member)),
            }),
            _ => None,
        });
    let values = member::values(members);
    reader.value_type(node, name, values);
}

fn alias(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(value)) = (
        node.child_by_field_name("name"),
        node.child_by_field_name("value"),
    ) else {
        return;
    };
    if let Some(values) = union(reader, value) {
        reader.value_type(node, name, values);
    } else if let Some(composition) = composed(reader, value) {
        let path = reader.path_around();
        let name = Located::with_span(reader.text(name).to_owned(), span(name));
        reader.steps.compose(name, path, composition);
    } else if is_record(value) {
        reader.enter(node, name);
    } else if let Some(list) = aliased(reader, value) {
        if list.written != reader.text(name) {
            reader.value_type_of(node, name, list);
        } else if let Some(constant) = reader.recent_type(&list.written) {
            // type Gender = (typeof Gender)[keyof typeof Gender]: the constant of that name is already the list.
            constant.extent = constant.extent.to(span(node));
        }
    }
}

/// Whether a type has fields of its own: `{ … }`, `Base & { … }`, `Readonly<{ … }>`.
fn is_record(of: Node<'_>) -> bool {
    const MOST_NODES: usize = 24;
    let mut open = vec![of];
    for _ in 0..MOST_NODES {
        let Some(part) = open.pop() else { break };
        let inside = match part.kind() {
            "object_type" => return true,
            "intersection_type" | "parenthesized_type" => Some(part),
            "generic_type" => part
                .child_by_field_name("type_arguments")
                .filter(|arguments| arguments.named_child_count() == 1),
            _ => None,
        };
        if let Some(inside) = inside {
            let mut cursor = inside.walk();
            open.extend(inside.named_children(&mut cursor));
        }
    }
    false
}

/// The list that a type aliases: `Gender`, `typeof GENDERS[number]`, `(typeof GENDERS)[keyof typeof GENDERS]`.
fn aliased(reader: &Reader<'_>, value: Node<'_>) -> Option<ListName> {
    const MOST_NODES: usize = 24;
    if value.kind() == "type_identifier" {
        return list_name(reader, value);
    }
    let mut open = vec![value];
    for _ in 0..MOST_NODES {
        let node = open.pop()?;
        match node.kind() {
            "type_query" => return list_name(reader, node.named_child(0)?),
            "lookup_type" | "index_type_query" | "parenthesized_type" => {
                let mut cursor = node.walk();
                open.extend(node.named_children(&mut cursor));
            }
            _ => {}
        }
    }
    None
}

/// `'m' | 'w' | null`. `None` if a part is not a literal.
fn union(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    let mut open = vec![node];
    while let Some(part) = open.pop() {
        match part.kind() {
            "union_type" => {
                let mut cursor = part.walk();
                open.extend(part.named_children(&mut cursor));
            }
            "parenthesized_type" | "flow_maybe_type" => open.extend(part.named_child(0)),
            "literal_type" => {
                let literal = part.named_child(0).unwrap_or(part);
                if !matches!(literal.kind(), "null" | "undefined") {
                    values.push(Value::plain(scalar(reader, literal)?, span(literal)));
                }
            }
            "predefined_type" if reader.text(part) == "undefined" => {}
            _ => return None,
        }
        if values.len() > CHOICES {
            return None;
        }
    }
    values.sort_by_key(|value| value.raw.span);
    (values.len() > 1).then_some(values)
}

/// `BinaryGender | 'd' | 'x'`: the values of other types, with additional ones.
fn composed(reader: &Reader<'_>, node: Node<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let mut open = vec![node];
    while let Some(part) = open.pop() {
        match part.kind() {
            "union_type" => {
                let mut cursor = part.walk();
                open.extend(part.named_children(&mut cursor));
            }
            "parenthesized_type" => open.extend(part.named_child(0)),
            "type_identifier" => composition.lists.push(list_name(reader, part)?),
            "literal_type" => {
                let literal = part.named_child(0).unwrap_or(part);
                if !matches!(literal.kind(), "null" | "undefined") {
                    let text = scalar(reader, literal)?;
                    let value = Some(Value::plain(text, span(literal)));
                    // `Gender | ''`: the empty string means that no choice was made.
                    let value = value.filter(|value| !value.raw.value.is_empty());
                    composition.values.extend(value);
                }
            }
            "predefined_type" if reader.text(part) == "undefined" => {}
            _ => return None,
        }
        if composition.values.len() + composition.lists.len() > CHOICES {
            return None;
        }
    }
    composition.lists.sort_by_key(|list| list.at);
    let parts = composition.lists.len() + composition.values.len();
    (parts > 1 && !composition.lists.is_empty()).then_some(composition)
}

fn property(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let declared = node.child_by_field_name("type");
    let inner = declared.and_then(|declared| declared.named_child(0));
    let values = inner.and_then(|inner| union(reader, inner));
    let optional = reader.text(node)[..].contains("?:");
    let value = node.child_by_field_name("value");
    if let Some(value) = value.filter(|_| {
        let modifiers = reader.between_start(node, name);
        modifiers.contains("static") && modifiers.contains("readonly")
    }) && reader.constant(node, name, value)
    {
        return;
    }
    // A constant of an enum written as a class.
    if let (Some(value), Some(inner)) = (value, inner)
        && value
            .child_by_field_name("constructor")
            .is_some_and(|of| reader.text(of) == reader.text(inner))
        && reader.between_start(node, name).contains("static")
    {
        return;
    }
    // genders = ['m', 'w']; in a class: a constant list like any other.
    if let Some(set) = value
        .and_then(|value| literal_set(reader, value))
        .filter(|set| set.len() > 1)
    {
        reader.value_type(node, name, set);
        return;
    }
    let literal = value.and_then(|value| preset(reader, value));
    let said = schema::decorators(reader, node);
    let element = reader.field(node, name, declared);
    let composition = inner.filter(|_| values.is_none());
    let (own, path) = (element.name.clone(), element.path.clone());
    if let (Some(inner), Some(values)) = (inner, values) {
        close(element, values, span(inner));
    }
    if let Some(composition) = composition.and_then(|inner| composed(reader, inner)) {
        reader.steps.compose(own, path, composition);
    }
    said.apply(reader);
    let Some(element) = reader.last_field() else {
        return;
    };
    if optional {
        element.optional = Located::with_span(Known::Yes(true), span(name));
    }
    if let (Some(value), Some(literal)) = (value, literal) {
        default(element, Some(literal), span(value));
    }
}

/// `search(gender: 'm' | 'w')`: a function parameter, whose name gives the topic.
fn parameter(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(declared)) = (
        node.child_by_field_name("pattern"),
        node.child_by_field_name("type"),
    ) else {
        return;
    };
    let written = reader.text(name);
    if name.kind() != "identifier" || !reader.topic().is_mentioned_in(written) {
        return;
    }
    let values = declared.named_child(0).and_then(|of| union(reader, of));
    if let Some(values) = values {
        let head = head_of_parameter(reader, node);
        reader.narrow(node, written, values, Some(head), span(declared));
    }
}

/// Constant lists: `const GENDERS = ['m', 'w']`, `[{ value: 'm', label: 'männlich' }]`, `z.enum([…])`.
fn variable(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    if name.kind() != "identifier" {
        return;
    }
    let Some(value) = node.child_by_field_name("value") else {
        let declared = node.child_by_field_name("type");
        if let Some(values) = declared.and_then(|declared| declared_set(reader, declared)) {
            reader.declare(reader.text(name));
            reader.value_type(node, name, values);
        } else if declared.is_some_and(holds_fields) {
            reader.enter(node, name);
        }
        return;
    };
    reader.declare(reader.text(name));
    let is_constant = node
        .parent()
        .is_some_and(|parent| reader.between_start(parent, node).starts_with("const"));
    if is_constant && is_shouted(reader.text(name)) && reader.constant(node, name, value) {
        return;
    }
    if let Some(values) = literal_set(reader, value).filter(|values| values.len() > 1) {
        reader.value_type(node, name, values);
    } else if value.kind() == "call_expression"
        && let Some(values) = schema::chain(reader, value).values()
    {
        reader.value_type(node, name, values);
    } else if let Some(list) = all_of_a_type(reader, value) {
        reader.value_type_of(node, name, list);
    }
}

/// Whether the type of a constant has fields, which are its own: `declare const guest: { … }`,
/// `declare const GuestSchema: z.ZodObject<{ … }>`.
fn holds_fields(annotation: Node<'_>) -> bool {
    const MOST_NODES: usize = 24;
    let mut open = vec![annotation];
    for _ in 0..MOST_NODES {
        let Some(part) = open.pop() else { break };
        if part.kind() == "object_type" {
            return true;
        }
        if matches!(
            part.kind(),
            "type_annotation"
                | "generic_type"
                | "type_arguments"
                | "intersection_type"
                | "readonly_type"
        ) {
            open.extend(named(part));
        }
    }
    false
}

/// The values of a constant in a declaration file, whose type consists of literals:
/// `declare const Gender: { readonly MALE: "M"; … }`, `declare const GENDERS: readonly ["male", …]`.
fn declared_set(reader: &Reader<'_>, annotation: Node<'_>) -> Option<Vec<Value>> {
    let mut declared = annotation.named_child(0)?;
    if declared.kind() == "readonly_type" {
        declared = declared.named_child(0)?;
    }
    if !matches!(declared.kind(), "object_type" | "tuple_type")
        || declared.named_child_count() > CHOICES
    {
        return None;
    }
    let literal = |of: Node<'_>| {
        let inner = Some(of)
            .filter(|of| of.kind() == "literal_type")?
            .named_child(0)?;
        Some(Located::with_span(scalar(reader, inner)?, span(inner)))
    };
    let mut cursor = declared.walk();
    let values: Option<Vec<Value>> = declared
        .named_children(&mut cursor)
        .filter(|part| part.kind() != "comment")
        .map(|part| {
            if declared.kind() == "tuple_type" {
                let raw = literal(part)?;
                return Some(Value {
                    raw,
                    ..Value::default()
                });
            }
            let name = part.child_by_field_name("name")?;
            let stored = literal(part.child_by_field_name("type")?.named_child(0)?)?;
            let raw = Located::with_span(reader.unquoted(name), span(name));
            let label = Some(stored).filter(|stored| stored.value != raw.value);
            Some(Value {
                raw,
                label,
                ..Value::default()
            })
        })
        .collect();
    values.filter(|values| values.len() > 1)
}

/// The enum whose members a list includes completely: `Object.keys(Gender)`, `ref(Object.values(Gender))`. Type names
/// are capitalized; other objects with keys are filled at run time.
fn all_of_a_type(reader: &Reader<'_>, value: Node<'_>) -> Option<ListName> {
    let mut call = value;
    let function = call.child_by_field_name("function")?;
    if matches!(
        reader.text(function),
        "ref" | "shallowRef" | "signal" | "readonly"
    ) {
        call = call.child_by_field_name("arguments")?.named_child(0)?;
    }
    let function = call.child_by_field_name("function")?;
    if !matches!(
        reader.text(function),
        "Object.keys" | "Object.values" | "Object.entries"
    ) {
        return None;
    }
    let of = call.child_by_field_name("arguments")?.named_child(0)?;
    let is_type = of.kind() == "identifier" && reader.text(of).starts_with(char::is_uppercase);
    is_type.then(|| list_name(reader, of)).flatten()
}

/// Object entries that describe a field: `gender: z.enum(['m', 'w'])`, `gender: { type: String, enum: […] }`, lists
/// under a telling key.
fn pair(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(key), Some(value)) = (
        node.child_by_field_name("key"),
        node.child_by_field_name("value"),
    ) else {
        return;
    };
    // template: `<select …>`
    if value.kind() == "template_string" && reader.text(key) == "template" {
        reader.templates.push(span(value));
        return;
    }
    if reader.was_read(node) {
        return;
    }
    match value.kind() {
        "call_expression" => {
            let said = schema::chain(reader, value);
            if said.is_set() {
                record::enter_object(reader, node);
                let column = schema::changed_column(reader, node, key);
                reader.field(node, column.unwrap_or(key), None);
                said.apply(reader);
                schema::mark_entries(reader, value);
                return;
            }
            if schema::is_string(reader, value) && reader.topic().is_mentioned_in(reader.text(key))
            {
                let element = reader.field(node, key, None);
                element.domain = Located::with_span(Known::Yes(Domain::Text), span(value));
                said.apply(reader);
                return;
            }
        }
        "object" => {
            let said = schema::description(reader, value);
            if said.is_set() {
                record::enter_object(reader, node);
                reader.field(node, key, None);
                said.apply(reader);
            }
            return;
        }
        "array" => {}
        _ => return,
    }
    if labels_figures(reader, node, key) {
        return;
    }
    if let Some(values) = literal_set(reader, value).filter(|values| values.len() > 1) {
        let at = span(value);
        // { name: 'gender', options: ['m', 'w'] }: the list belongs to the described field.
        let name = match reader.unquoted(key).as_str() {
            "options" | "enum" | "values" | "choices" | "oneOf" | "items" | "data" => {
                schema::described_name(reader, node)
                    .or_else(|| holder(node))
                    .unwrap_or(key)
            }
            _ => key,
        };
        close(reader.field(node, name, None), values, at);
    }
}

/// Whether a list names the parts of a chart: `{ labels: ['Male', 'Female'], datasets: […] }`.
fn labels_figures(reader: &Reader<'_>, entry: Node<'_>, key: Node<'_>) -> bool {
    let key = reader.unquoted(key);
    if !matches!(
        key.as_str(),
        "labels" | "categories" | "xLabels" | "yLabels"
    ) {
        return false;
    }
    let Some(object) = entry.parent() else {
        return false;
    };
    named(object).any(|part| {
        let beside = part
            .child_by_field_name("key")
            .map(|key| reader.unquoted(key));
        beside.is_some_and(|beside| {
            matches!(beside.as_str(), "backgroundColor" | "datasets" | "series")
        })
    })
}

/// The name of the object that contains an entry: `gender = { values: […] }`, `gender: { options: […] }`.
fn holder(entry: Node<'_>) -> Option<Node<'_>> {
    let around = entry.parent()?.parent()?;
    match around.kind() {
        "pair" => around
            .child_by_field_name("key")
            .filter(|key| key.kind() != "computed_property_name"),
        "variable_declarator" => around
            .child_by_field_name("name")
            .filter(|name| name.kind() == "identifier"),
        _ => None,
    }
}

/// A collection of literals, possibly inside calls: `z.enum([…]).optional()`, `Object.freeze([…])`,
/// `Joi.string().valid('m', 'w')`.
fn literal_set(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    if let Some(values) = value_set(reader, node) {
        return Some(values);
    }
    let mut node = node;
    while matches!(
        node.kind(),
        "as_expression" | "satisfies_expression" | "parenthesized_expression"
    ) {
        node = node.named_child(0)?;
    }
    let mut call = node;
    // The chain ends with modifiers; the set is in one of the inner calls.
    for _ in 0..8 {
        if call.kind() != "call_expression" {
            return None;
        }
        let function = call.child_by_field_name("function")?;
        let arguments = call.child_by_field_name("arguments")?;
        let method = name_of(reader, function).unwrap_or_default();
        match method.as_str() {
            "enum" | "nativeEnum" | "freeze" | "oneOf" | "picklist" | "ref" | "reactive"
            | "shallowRef" | "signal" | "readonly" | "markRaw" | "computed" | "useMemo" => {
                let first = arguments.named_child(0)?;
                return value_set(reader, yielded(first).unwrap_or(first));
            }
            "valid" | "isIn" | "equal" => {
                let first = named_child_of(arguments, &["array"]);
                return value_set(reader, first.unwrap_or(arguments));
            }
            _ => call = function.child_by_field_name("object")?,
        }
    }
    None
}

/// The literal result of a function without parameters: `() => ['m', 'w']`, `() => { return […]; }`.
fn yielded(function: Node<'_>) -> Option<Node<'_>> {
    if !matches!(
        function.kind(),
        "arrow_function" | "function_expression" | "method_definition"
    ) {
        return None;
    }
    let body = function.child_by_field_name("body")?;
    if body.kind() != "statement_block" {
        return Some(body);
    }
    if body.named_child_count() != 1 {
        return None;
    }
    let only = body.named_child(0)?;
    (only.kind() == "return_statement").then(|| only.named_child(0))?
}

/// `get genders() { return ['m', 'w']; }`: computed lists of components.
fn getter(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    if let Some(values) = yielded(node)
        .filter(|returned| returned.kind() == "array")
        .and_then(|returned| value_set(reader, returned))
        .filter(|values| values.len() > 1)
    {
        reader.value_type(node, name, values);
    }
}
