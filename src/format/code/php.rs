//! PHP: enums, typed properties (including promoted constructor parameters), constants, arrays under a telling key.

use tree_sitter::Node;

use super::lowering::named;
use super::php_rules;
use super::reader::{Reader, close, default, span};
use super::values::{named_child_of, preset, scalar, unwrap, value_set};
use super::{Code, lowering};
use crate::model::{Label, LanguageFamily, Layer, Located, Value};

/// PHP.
pub const PHP: Code = Code {
    name: "php",
    extensions: &["php", "phtml", "php5", "php7", "php8", "ctp"],
    family: LanguageFamily::Php,
    grammar: |_| tree_sitter_php::LANGUAGE_PHP.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::php::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
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
        "assignment_expression" => assignment(reader, node),
        "function_call_expression" => defined(reader, node),
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
                raw: Located::with_span(reader.text(name).to_owned(), span(name)),
                label: value.and_then(|value| {
                    scalar(reader, value).map(|text| Located::with_span(text, span(value)))
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
        let literal = value.and_then(|value| preset(reader, value));
        let said = php_rules::property(reader, node);
        reader.field(node, name, declared);
        said.apply(reader);
        let Some(field) = reader.last_field() else {
            continue;
        };
        if let (Some(value), Some(set)) = (value, set.filter(|set| set.len() > 1)) {
            close(field, set, span(value));
        } else if let (Some(value), Some(literal)) = (value, literal) {
            default(field, Some(literal), span(value));
        }
    }
}

/// `public function __construct(private ?Geschlecht $geschlecht = null)`: declares a property.
fn promoted(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let value = node.child_by_field_name("default_value");
    let literal = value.and_then(|value| preset(reader, value));
    let said = php_rules::property(reader, node);
    reader.field(node, name, node.child_by_field_name("type"));
    said.apply(reader);
    if let (Some(field), Some(value), Some(literal)) = (reader.last_field(), value, literal) {
        default(field, Some(literal), span(value));
    }
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

/// `'gender' => ['m' => 'männlich', …]`, and the options of a field that an array describes.
fn entry(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(key), Some(value)) = (node.named_child(0), node.named_child(1)) else {
        return;
    };
    if scalar(reader, key).is_none() || reader.was_read(value) {
        return;
    }
    if let Some(said) = php_rules::rules(reader, value) {
        reader.field(node, key, None);
        said.apply(reader);
        return;
    }
    if value.kind() != "array_creation_expression" {
        return;
    }
    let Some(mut values) = value_set(reader, value).filter(|values| values.len() > 1) else {
        definition(reader, node, key, value);
        return;
    };
    let at = span(value);
    let mut name = key;
    if LISTS.contains(&reader.unquoted(key).to_lowercase().as_str()) {
        name = described(reader, node).unwrap_or(key);
        if reader.unquoted(key) == "items" && positional(value) {
            values = values.into_iter().map(turned).collect();
        }
    }
    close(reader.field(node, name, None), values, at);
}

/// `$fields['gender'] = ['type' => 'text', 'label' => …]`, `$genderOptions = ['m' => __('male'), …]`.
fn assignment(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(left), Some(right)) = (
        node.child_by_field_name("left"),
        node.child_by_field_name("right"),
    ) else {
        return;
    };
    if left.kind() == "subscript_expression"
        && right.kind() == "array_creation_expression"
        && let Some(key) = left
            .named_child(1)
            .filter(|key| scalar(reader, *key).is_some())
    {
        definition(reader, node, key, right);
    } else if left.kind() == "variable_name"
        && matches!(
            right.kind(),
            "array_creation_expression" | "function_call_expression"
        )
    {
        let name = reader.text(left).trim_start_matches('$').to_owned();
        listed(reader, node, Located::with_span(name, span(left)), right);
    }
}

/// `define('GENDERS', ['m', 'w'])`.
fn defined(reader: &mut Reader<'_>, node: Node<'_>) {
    let is_define = node
        .child_by_field_name("function")
        .is_some_and(|function| reader.text(function) == "define");
    let arguments = node.child_by_field_name("arguments").filter(|_| is_define);
    let mut handed = arguments.into_iter().flat_map(named).map(unwrap);
    if let (Some(name), Some(value)) = (handed.next(), handed.next())
        && let Some(constant) = scalar(reader, name)
        && value.kind() == "array_creation_expression"
    {
        listed(
            reader,
            node,
            Located::with_span(constant, span(name)),
            value,
        );
    }
}

/// A variable that holds a list of entries. Arrays with anything else are data unless the variable is named after the
/// topic.
fn listed(reader: &mut Reader<'_>, node: Node<'_>, name: Located<String>, array: Node<'_>) {
    /// Maximum length; longer lists contain such words by chance.
    const MOST_ENTRIES: usize = 8;
    let Some(values) = value_set(reader, array) else {
        return;
    };
    let says = |value: &&Value| {
        let texts = [Some(&value.raw), value.label.as_ref()];
        let mut texts = texts.into_iter().flatten();
        texts.any(|text| reader.topic().is_entry(&text.value))
    };
    let entries = values.iter().filter(says).count();
    let is_called_so = reader.topic().is_mentioned_in(&name.value);
    if entries > 1 && (is_called_so || entries == values.len() && entries <= MOST_ENTRIES) {
        reader.value_type_called(node, name, values);
    }
}

/// An array that states a field's type and further properties. Its list of values, if any, is an entry of its own that
/// names the field itself.
fn definition(reader: &mut Reader<'_>, node: Node<'_>, key: Node<'_>, array: Node<'_>) {
    const SAYS_MORE: [&str; 8] = [
        "label",
        "title",
        "required",
        "default",
        "length",
        "maxlength",
        "nullable",
        "null",
    ];
    let mut typed = false;
    let mut says_more = false;
    let mut lists = false;
    let mut title = None;
    let mut open = vec![(array, 0)];
    while let Some((array, depth)) = open.pop() {
        let mut cursor = array.walk();
        for entry in array.named_children(&mut cursor) {
            let (Some(name), Some(value)) = (entry.named_child(0), entry.named_child(1)) else {
                continue;
            };
            let name = reader.unquoted(name).to_lowercase();
            lists |= LISTS.contains(&name.as_str()) && value.kind() == "array_creation_expression";
            if depth == 0 {
                typed |= name == "type" && scalar(reader, value).is_some();
                says_more |= SAYS_MORE.contains(&name.as_str());
                if matches!(name.as_str(), "label" | "title") {
                    title = scalar(reader, value).map(|text| Located::with_span(text, span(value)));
                }
            }
            if BETWEEN.contains(&name.as_str()) && depth < BETWEEN_DEPTH {
                open.push((value, depth + 1));
            }
        }
    }
    if !(typed && says_more) || lists {
        return;
    }
    let field = reader.field(node, key, None);
    field.labels.extend(title.map(Label::title));
}

/// Maximum nesting of arrays between a field and its list.
const BETWEEN_DEPTH: usize = 5;
/// Keys for the list of values in an array that describes a field.
const LISTS: [&str; 8] = [
    "allowed_values",
    "choices",
    "enum",
    "items",
    "options",
    "range",
    "value_options",
    "values",
];
/// Keys of the arrays between a field and its list.
const BETWEEN: [&str; 10] = [
    "attributes",
    "config",
    "configuration",
    "input_options",
    "option",
    "options",
    "parameters",
    "params",
    "settings",
    "type_options",
];
/// Keys for the field's name in such an array.
const NAMED_BY: [&str; 5] = ["name", "identifier", "field", "attribute", "property"];

/// The name of the field described by the array around an entry: a name inside the array, the array's key, or the
/// preceding string in a call (`addAttribute('customer', 'gender', […])`).
fn described<'t>(reader: &Reader<'t>, entry: Node<'t>) -> Option<Node<'t>> {
    let mut array = entry.parent()?;
    for _ in 0..BETWEEN_DEPTH {
        let mut cursor = array.walk();
        let own = array.named_children(&mut cursor).find_map(|entry| {
            let (key, value) = (entry.named_child(0)?, entry.named_child(1)?);
            let names = NAMED_BY.contains(&reader.unquoted(key).to_lowercase().as_str());
            (names && scalar(reader, value).is_some()).then_some(value)
        });
        if own.is_some() {
            return own;
        }
        let outer = array.parent()?;
        match outer.kind() {
            "array_element_initializer" => {
                let key = outer.named_child(0).filter(|key| key.id() != array.id())?;
                let text = reader.unquoted(key).to_lowercase();
                if !BETWEEN.contains(&text.as_str()) {
                    return scalar(reader, key).map(|_| key);
                }
                array = outer.parent()?;
            }
            // $fields['gender'] = ['type' => 'enum', …]
            "assignment_expression" => {
                let index = named_child_of(outer, &["subscript_expression"])?.named_child(1)?;
                return scalar(reader, index).map(|_| index);
            }
            "argument" => {
                let mut before = outer.prev_named_sibling();
                while let Some(argument) = before {
                    let said = argument.named_child(0).unwrap_or(argument);
                    if scalar(reader, said).is_some() {
                        return Some(said);
                    }
                    before = argument.prev_named_sibling();
                }
                return None;
            }
            _ => return None,
        }
    }
    None
}

/// Whether the items of a list are lists themselves: `['Herr', 'm']`.
fn positional(list: Node<'_>) -> bool {
    let first = named_child_of(list, &["array_element_initializer"]);
    let item = first.and_then(|first| first.named_child(0));
    let part = item.and_then(|item| named_child_of(item, &["array_element_initializer"]));
    part.is_some_and(|part| part.named_child_count() == 1)
}

/// TYPO3 writes the label before the stored value.
fn turned(value: Value) -> Value {
    match value.label {
        Some(stored) => Value {
            label: Some(value.raw),
            raw: stored,
            ..value
        },
        None => value,
    }
}
