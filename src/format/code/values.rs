//! Collections of literals in all languages: lists, tuples, pairs, maps, objects.

use tree_sitter::Node;

use super::lowering::named;
use super::reader::{Reader, span};
use super::translated::{is_text, worded};
use crate::format::limits::CHOICES;
use crate::model::{Located, Value};
use crate::topic::{is_shouted, tokens};

/// Object keys for stored values.
const RAW_KEYS: &[&str] = &[
    "value",
    "code",
    "key",
    "id",
    "schluessel",
    "wert",
    "const",
    "val",
    "kuerzel",
    "abbreviation",
    "cle",
];
/// Object keys for labels.
const LABEL_KEYS: &[&str] = &[
    "label",
    "title",
    "text",
    "name",
    "display",
    "description",
    "bezeichnung",
    "viewvalue",
    "titel",
    "anzeige",
    "caption",
    "desc",
    "beschreibung",
    "bedeutung",
    "meaning",
    "displayname",
    "langtext",
    "libelle",
    "descripcion",
    "descrizione",
];

/// Keys of arrays that describe a field; never codes of a value set.
const DESCRIBING_KEYS: &[&str] = &[
    "attr",
    "choices",
    "class",
    "config",
    "eval",
    "input",
    "inputtype",
    "items",
    "label",
    "length",
    "nullable",
    "options",
    "placeholder",
    "required",
    "rules",
    "sql",
    "type",
    "validate",
    "validation",
    "validators",
    "widget",
];

/// Functions and classes that convert the list they are passed.
const WRAPPERS: &[&str] = &[
    "Set",
    "Set.new",
    "array",
    "collect",
    "freeze",
    "frozenset",
    "list",
    "set",
    "tuple",
];
/// Functions and classes that create a list or map from all their arguments.
const GATHERERS: &[&str] = &["Array.of", "dict"];

/// The list inside a call: `frozenset({"m", "w"})`, `Object.freeze(new Set(['m', 'w']))`, `dict(m="männlich")`.
fn wrapped<'n>(reader: &Reader<'_>, mut node: Node<'n>) -> Node<'n> {
    const MOST_WRAPPERS: usize = 4;
    for _ in 0..MOST_WRAPPERS {
        let is_maker = matches!(
            node.kind(),
            "call" | "call_expression" | "new_expression" | "function_call_expression"
        );
        let callee = ["function", "constructor", "method"]
            .iter()
            .find_map(|field| node.child_by_field_name(field));
        let arguments = node
            .child_by_field_name("arguments")
            .or_else(|| named_child_of(node, &["argument_list", "arguments"]));
        let receiver = node.child_by_field_name("receiver");
        // Ruby: Set.new([…]).freeze
        if let (true, None, Some(receiver)) = (is_maker, arguments, receiver) {
            node = unwrap(receiver);
            continue;
        }
        let (true, Some(callee), Some(arguments)) = (is_maker, callee, arguments) else {
            return node;
        };
        // The receiver is part of the name: `Set.new`, `np.array`.
        let start = receiver.unwrap_or(callee).start_byte();
        let before = callee.start_byte() - start;
        let called = reader.text(node);
        let skipped = start - node.start_byte();
        let called = called
            .get(skipped..skipped + before + callee.byte_range().len())
            .unwrap_or_default();
        let last = called.rsplit('.').next().unwrap_or(called);
        let mut handed = named(arguments);
        node = match (handed.next(), handed.next()) {
            (Some(only), None) if WRAPPERS.contains(&called) || WRAPPERS.contains(&last) => {
                unwrap(only)
            }
            (Some(_), _) if GATHERERS.contains(&called) => return arguments,
            _ => return node,
        };
    }
    node
}

/// The values of a collection of literals; `None` for other expressions.
pub fn value_set(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    let node = wrapped(reader, unwrap(node));
    if let Some(values) = handed_to_class(reader, node) {
        return Some(values);
    }
    let mut values = Vec::new();
    if !is_collection(node) || describes(reader, node) {
        return None;
    }
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        if child.kind().contains("comment") {
            continue;
        }
        values.push(entry(reader, child)?);
        if values.len() > CHOICES {
            return None;
        }
    }
    (!values.is_empty()).then_some(values)
}

/// The list of codes with texts from which somebody's own class is made: `new Choices([{ code: 'm', text: 'male' }])`,
/// `CodeMap(entries=[{'code': 'm', 'name': 'male'}])`.
fn handed_to_class(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    if !matches!(
        node.kind(),
        "call" | "call_expression" | "new_expression" | "object_creation_expression"
    ) {
        return None;
    }
    let class = ["function", "constructor", "type"]
        .iter()
        .find_map(|field| node.child_by_field_name(field))
        .or_else(|| named_child_of(node, &["name", "qualified_name"]))?;
    let last = reader.text(class).rsplit(['.', '\\', ':']).next()?;
    if !last.starts_with(char::is_uppercase) {
        return None;
    }
    let arguments = node
        .child_by_field_name("arguments")
        .or_else(|| named_child_of(node, &["argument_list", "arguments"]))?;
    let mut handed = named(arguments);
    let only = handed.next().filter(|_| handed.next().is_none())?;
    let list = unwrap(match only.kind() {
        "keyword_argument" => only.child_by_field_name("value")?,
        _ => unwrap(only),
    });
    if !matches!(list.kind(), "array" | "list" | "array_creation_expression") {
        return None;
    }
    let rows: Option<Vec<Value>> = named(list)
        .take(CHOICES + 1)
        .map(|row| {
            // A pair in brackets is a choice of a framework's own field, which has a reader of its own.
            let written = reader.text(row);
            let is_object = written.starts_with('{') || written.contains("=>");
            let value = entry(reader, row).filter(|_| is_object)?;
            Some(value).filter(|value| value.label.is_some())
        })
        .collect();
    rows.filter(|rows| (2..=CHOICES).contains(&rows.len()))
}

/// Whether a map describes a field instead of listing its values.
fn describes(reader: &Reader<'_>, node: Node<'_>) -> bool {
    named(node).any(|entry| {
        let parts: Vec<Node<'_>> = named(entry).collect();
        matches!(
            (entry.kind(), parts.as_slice()),
            ("pair" | "array_element_initializer", [key, _])
                if DESCRIBING_KEYS.contains(&reader.unquoted(*key).to_lowercase().as_str())
        )
    })
}

/// Removes wrappers that do not change the value: parentheses, `as const`, `.freeze`, casts.
pub fn unwrap(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "splat_argument" => node.named_child(0),
            // Ruby: %w[m w].freeze
            "call" => node.child_by_field_name("receiver").filter(|receiver| {
                matches!(
                    receiver.kind(),
                    "array" | "string_array" | "symbol_array" | "hash"
                )
            }),
            "array_creation_expression" => node
                .child_by_field_name("value")
                .or_else(|| named_child_of(node, &["array_initializer", "initializer_expression"])),
            "implicit_array_creation_expression" => {
                named_child_of(node, &["initializer_expression"])
            }
            "argument" | "literal_type" | "expression_statement" | "literal_element" => {
                node.named_child(0)
            }
            // Go: Option{Value: "m"}
            "composite_literal" => node.child_by_field_name("body"),
            _ => None,
        };
        match inner {
            Some(inner) if inner.id() != node.id() => node = inner,
            _ => return node,
        }
    }
}

/// Whether an expression is a collection.
pub fn is_collection(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "array"
            | "list"
            | "tuple"
            | "set"
            | "dictionary"
            | "object"
            | "hash"
            | "string_array"
            | "symbol_array"
            | "array_initializer"
            | "initializer_expression"
            | "array_creation_expression"
            | "collection_expression"
            | "argument_list"
            | "arguments"
            | "value_arguments"
            | "collection_literal"
            | "literal_value"
    )
}

/// Whether an expression is a function: `{ get: () => …, set: … }` is behaviour, not a list.
pub fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "arrow_function"
            | "function_expression"
            | "function"
            | "generator_function"
            | "lambda"
            | "lambda_literal"
            | "lambda_expression"
            | "anonymous_function"
            | "anonymous_function_creation_expression"
            | "anonymous_method_expression"
            | "func_literal"
    )
}

/// The first named child of one of the kinds.
pub fn named_child_of<'n>(node: Node<'n>, kinds: &[&str]) -> Option<Node<'n>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| kinds.contains(&child.kind()))
}

/// One item: a literal, a pair of code and label, a map entry or an object.
pub fn entry(reader: &Reader<'_>, node: Node<'_>) -> Option<Value> {
    let node = unwrap(node);
    if let Some(raw) = scalar(reader, node) {
        return Some(Value::plain(raw, span(node)));
    }
    match node.kind() {
        "pair"
        | "array_element_initializer"
        | "value_argument"
        | "keyed_element"
        | "keyword_argument" => pair(reader, node),
        // PHP: ['value' => 'm', 'label' => 'männlich']
        "array_creation_expression" if named(node).all(|part| part.named_child_count() == 2) => {
            object(reader, node)
        }
        "array" | "list" | "tuple" | "array_creation_expression" => {
            // PHP wraps each element once more.
            let parts: Vec<Node<'_>> = named(node)
                .filter_map(|part| match part.kind() {
                    "array_element_initializer" => part.named_child(0),
                    _ => Some(part),
                })
                .collect();
            let first = unwrap(*parts.first()?);
            // (MALE, "männlich"), (MALE, _("männlich")): a constant with its label.
            let raw = scalar(reader, first).or_else(|| {
                let labelled = parts.len() == 2 && is_text(reader, unwrap(parts[1]));
                name(reader, first).filter(|_| labelled)
            });
            match (raw, parts.as_slice()) {
                (Some(raw), [first, second, ..]) => Some(Value {
                    raw: Located::with_span(raw, span(*first)),
                    label: worded(reader, unwrap(*second))
                        .map(|label| Located::with_span(label, span(*second))),
                    ..Value::default()
                }),
                _ => None,
            }
        }
        "object" | "dictionary" | "hash" | "literal_value" => object(reader, node),
        // C#: new SelectListItem { Value = "m", Text = "männlich" }
        "object_creation_expression" | "implicit_object_creation_expression" => {
            object(reader, named_child_of(node, &["initializer_expression"])?)
        }
        _ => None,
    }
}

fn pair(reader: &Reader<'_>, node: Node<'_>) -> Option<Value> {
    let parts: Vec<Node<'_>> = named(node).collect();
    match parts.as_slice() {
        [only] => entry(reader, *only),
        // PHP: [lang('male') => 'm']: a translated label and its value.
        [key, value]
            if node.kind() == "array_element_initializer" && key.kind().contains("call") =>
        {
            Some(Value {
                raw: Located::with_span(scalar(reader, unwrap(*value))?, span(*value)),
                label: worded(reader, *key).map(|label| Located::with_span(label, span(*key))),
                ..Value::default()
            })
        }
        [key, value] => {
            let raw = scalar(reader, unwrap(*key)).or_else(|| name(reader, *key))?;
            let value = unwrap(*value);
            // Go: map[string]struct{}{"m": {}, "w": {}}
            let is_set = value.kind() == "literal_value" && value.named_child_count() == 0;
            let is_nested = is_collection(value) && !is_set;
            if is_nested || is_function(value) || counts(reader, value) {
                // Nested structures, empty ones that a program fills, and function calls are not labels.
                return None;
            }
            let label = worded(reader, value).or_else(|| telling(reader, value));
            Some(Value {
                raw: Located::with_span(raw, span(*key)),
                label: label.map(|label| Located::with_span(label, span(value))),
                ..Value::default()
            })
        }
        _ => None,
    }
}

/// Whether an expression counts or adds up records: `Member::where(…)->count()`, `sum(1 for …)`.
fn counts(reader: &Reader<'_>, node: Node<'_>) -> bool {
    const COUNTING: [&str; 9] = [
        "avg",
        "count",
        "countBy",
        "countDocuments",
        "len",
        "length",
        "size",
        "sizeof",
        "sum",
    ];
    let called = match node.kind() {
        kind if kind.contains("call") || kind.contains("invocation") => node
            .child_by_field_name("method")
            .or_else(|| node.child_by_field_name("name"))
            .or_else(|| node.child_by_field_name("function")),
        // filter(…).length
        "member_expression" => node.child_by_field_name("property"),
        _ => None,
    };
    let called = called.map(|called| reader.text(called));
    let last = called.and_then(|called| called.rsplit(['.', '>', ':']).next());
    last.is_some_and(|last| COUNTING.contains(&last))
}

/// `{ value: 'm', label: 'männlich' }`.
fn object(reader: &Reader<'_>, node: Node<'_>) -> Option<Value> {
    let mut raw = None;
    let mut label = None;
    for entry in named(node).filter(|child| {
        matches!(
            child.kind(),
            "pair" | "keyed_element" | "assignment_expression" | "array_element_initializer"
        )
    }) {
        let key = entry
            .child_by_field_name("key")
            .or_else(|| entry.child_by_field_name("left"))
            .or_else(|| entry.named_child(0))?;
        let value = unwrap(
            entry
                .child_by_field_name("value")
                .or_else(|| entry.child_by_field_name("right"))
                .or_else(|| entry.named_child(1))?,
        );
        let key = reader.unquoted(key).to_lowercase();
        let placed = |text| Located::with_span(text, span(value));
        if RAW_KEYS.contains(&key.as_str()) && raw.is_none() {
            let text = scalar(reader, value).or_else(|| name(reader, value));
            raw = text.map(placed);
        } else if LABEL_KEYS.contains(&key.as_str()) && label.is_none() {
            let text = worded(reader, value).or_else(|| telling(reader, value));
            label = text.map(placed);
        }
    }
    let raw = raw.or_else(|| label.clone())?;
    Some(Value {
        raw,
        label,
        ..Value::default()
    })
}

/// The text of a literal.
pub fn scalar(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "string"
        | "string_literal"
        | "encapsed_string"
        | "character_literal"
        | "simple_symbol"
        | "bare_string"
        | "bare_symbol"
        | "verbatim_string_literal"
        | "interpreted_string_literal"
        | "raw_string_literal"
        | "rune_literal"
        | "string_content"
        | "hash_key_symbol" => {
            let text = reader.unquoted(node);
            // Interpolated strings are not literals.
            (!text.contains("${") && !text.contains("#{")).then_some(text)
        }
        "template_string" => {
            let text = reader.unquoted(node);
            (!text.contains("${")).then_some(text)
        }
        "integer"
        | "number"
        | "decimal_integer_literal"
        | "integer_literal"
        | "int_literal"
        | "number_literal"
        | "float"
        | "decimal_floating_point_literal"
        | "float_literal"
        | "real_literal" => Some(reader.text(node).to_owned()),
        // Go wraps each element of a composite literal.
        "literal_element" => scalar(reader, node.named_child(0)?),
        "null" | "none" | "null_literal" | "nil" => Some(String::new()),
        "unary_expression" | "unary_operator" => Some(reader.text(node).replace(' ', "")),
        _ => None,
    }
}

/// The last name of an identifier or member access (`Geschlecht.M` → `M`).
pub fn name(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "identifier"
        | "property_identifier"
        | "simple_identifier"
        | "constant"
        | "name"
        | "shorthand_property_identifier"
        | "variable_name"
        | "field_identifier" => Some(reader.text(node).to_owned()),
        "member_expression"
        | "field_access"
        | "attribute"
        | "member_access_expression"
        | "selector_expression"
        | "navigation_expression"
        | "class_constant_access_expression"
        | "scope_resolution" => reader
            .text(node)
            .rsplit(['.', ':'])
            .next()
            .map(|last| last.trim().to_owned()),
        _ => None,
    }
}

/// The initial value of a field: a literal, or the named constant or enum member (`Gender.MALE`, `GENDER_MALE`). A name
/// that mentions no entry is replaced by the value of that constant in this file. Names of other variables and calls
/// carry no information.
pub fn preset(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    let held = || {
        let name = name(reader, node)?;
        let literal = reader.held_by_constant(&name)?.to_owned();
        // `MALE = 1`: the name says more than the value.
        let mut words = tokens(&name).into_iter();
        let says_entry = words.any(|word| word.len() > 1 && reader.topic().is_entry(&word));
        Some(if says_entry { name } else { literal })
    };
    let stated = scalar(reader, node)
        .or_else(held)
        .or_else(|| named_constant(reader, node));
    stated.filter(|text| !text.is_empty())
}

/// A constant's name, recognised by the spelling of constants and types.
fn named_constant(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    /// Accessors of an enum member's stored value.
    const STORED_AS: [&str; 2] = ["value", "name"];
    /// Words for the enclosing class.
    const ITSELF: [&str; 4] = ["self", "static", "this", "cls"];
    name(reader, node)?;
    let mut parts: Vec<&str> = reader
        .text(node)
        .split(['.', ':'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 2 && parts.last().is_some_and(|last| STORED_AS.contains(last)) {
        parts.pop();
    }
    let last = parts.pop()?;
    let of_type = parts
        .last()
        .is_some_and(|of| of.starts_with(char::is_uppercase) || ITSELF.contains(of));
    (is_shouted(last) || of_type).then(|| last.to_owned())
}

/// The name of a constant that may serve as a label. Names without a word (`a`, `_D`, `t1`) come from minifiers or
/// loops.
pub fn telling(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    const SHORTEST_WORD: usize = 3;
    let letters = |name: &String| name.chars().filter(|ch| ch.is_alphabetic()).count();
    name(reader, node).filter(|name| letters(name) >= SHORTEST_WORD)
}

/// The constants of an enum: name as value, the first readable string argument as label.
pub fn constant(reader: &Reader<'_>, name: Node<'_>, arguments: Option<Node<'_>>) -> Value {
    let raw = reader.text(name).to_owned();
    let mut label = None;
    if let Some(arguments) = arguments {
        for argument in named(arguments) {
            let argument = unwrap(argument);
            let argument = if argument.kind() == "value_argument" {
                argument.named_child(0).unwrap_or(argument)
            } else {
                argument
            };
            if let Some(text) = scalar(reader, argument)
                && text.chars().filter(|ch| ch.is_alphabetic()).count() >= 3
            {
                label = Some(Located::with_span(text, span(argument)));
                break;
            }
        }
    }
    Value {
        raw: Located::with_span(raw, span(name)),
        label,
        ..Value::default()
    }
}
