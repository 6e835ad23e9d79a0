//! Field descriptions of PHP libraries: Symfony and Doctrine (attributes and annotations), Laravel, form builders.

use tree_sitter::Node;

use super::list_name::{ListName, list_name};
use super::reader::{Reader, close, default, span};
use super::values::{named_child_of, preset, scalar, value_set};
use crate::format::pattern;
use crate::model::{Domain, Known, Label, Layer, Located, Span, Value};

/// Facts about a property.
#[derive(Default)]
pub struct Said {
    values: Option<(Vec<Value>, Span)>,
    /// A type or constant that holds the values.
    pub list: Option<ListName>,
    optional: Option<(bool, Span)>,
    width: Option<(u32, Span)>,
}

impl Said {
    /// Applies all facts to the last field.
    pub fn apply(self, reader: &mut Reader<'_>) {
        let listed = self
            .values
            .as_ref()
            .is_some_and(|(values, _)| values.len() > 1);
        match self.list {
            Some(list) if !listed => reader.refer_to(list),
            _ => reader.refer(),
        }
        let Some(element) = reader.last_field() else {
            return;
        };
        if let Some((values, at)) = self.values.filter(|_| listed) {
            close(element, values, at);
        }
        if let Some((optional, at)) = self.optional {
            element.optional = Located::with_span(Known::Yes(optional), at);
        }
        if let Some((width, at)) = self.width {
            element.width = Some(Located::with_span(width, at));
        }
    }
}

impl Said {
    /// The values of a list, or its name.
    fn set(&mut self, reader: &Reader<'_>, list: Node<'_>) {
        match value_set(reader, list) {
            Some(values) => self.values = Some((values, span(list))),
            None => self.list = list_name(reader, list),
        }
    }

    fn is_set(&self) -> bool {
        self.values.is_some() || self.list.is_some()
    }
}

fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

/// Reads attributes and the annotations in the comment before a property.
pub fn property(reader: &Reader<'_>, node: Node<'_>) -> Said {
    let mut said = Said::default();
    let lists = children(node)
        .into_iter()
        .filter(|child| child.kind() == "attribute_list");
    for attribute in lists.flat_map(children).flat_map(children) {
        if let Some(name) = named_child_of(attribute, &["name", "qualified_name"]) {
            let last = last_name(reader.text(name));
            let arguments = named_child_of(attribute, &["arguments"]);
            let arguments = arguments.map(children).unwrap_or_default();
            attribute_says(reader, &mut said, last, &arguments);
        }
    }
    if let Some(comment) = node
        .prev_sibling()
        .filter(|before| before.kind() == "comment")
    {
        annotations(reader, &mut said, comment);
    }
    said
}

fn attribute_says(reader: &Reader<'_>, said: &mut Said, name: &str, arguments: &[Node<'_>]) {
    // #[Choice(['m', 'w'])], #[Choice(choices: ['m', 'w'])], #[Choice(options: ['choices' => […]])]
    let given = |key: &str| {
        arguments.iter().find_map(|argument| {
            let parts = children(*argument);
            match parts.as_slice() {
                [name, value] if reader.text(*name) == key => Some(*value),
                _ => None,
            }
        })
    };
    let first = || {
        arguments
            .first()
            .and_then(|argument| match children(*argument).as_slice() {
                [only] => Some(*only),
                _ => None,
            })
    };
    match name {
        "Choice" => {
            // With `callback:`, the list comes from a method of the class.
            if let Some(list) = given("choices").or_else(first) {
                said.set(reader, list);
            }
        }
        "Regex" => {
            let given = given("pattern").or_else(first);
            let text = given.and_then(|pattern| Some((scalar(reader, pattern)?, span(pattern))));
            if let Some((text, at)) = text {
                said.values = regular(&text, at).map(|values| (values, at));
            }
        }
        "NotBlank" | "NotNull" => {
            if let Some(argument) = arguments.first() {
                said.optional = Some((false, span(*argument)));
            }
        }
        "Column" => {
            if let Some(nullable) = given("nullable") {
                let text = reader.text(nullable);
                said.optional = Some((text.eq_ignore_ascii_case("true"), span(nullable)));
            }
            if let Some(length) = given("length") {
                let width = reader.text(length).parse().ok();
                said.width = width.map(|width| (width, span(length)));
            }
            if let Some(of) = given("enumType") {
                said.list = list_name(reader, of);
            }
        }
        _ => {}
    }
}

fn last_name(name: &str) -> &str {
    name.rsplit('\\').next().unwrap_or(name)
}

/// `@Assert\Choice({"m", "w"})`, `@ORM\Column(type="string", length=1, nullable=true)`.
fn annotations(reader: &Reader<'_>, said: &mut Said, comment: Node<'_>) {
    let text = reader.text(comment);
    let start = comment.start_byte();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let Some(open) = rest
            .find('(')
            .filter(|open| !rest[..*open].contains(char::is_whitespace))
        else {
            continue;
        };
        let Some(length) = closing(&rest[open..]) else {
            continue;
        };
        let inside = &rest[open + 1..open + length];
        let place = Span::new(start + at, start + at + 1 + open + length + 1);
        match last_name(&rest[..open]) {
            "Choice" => {
                let list = inside.find('{').map(|list| &inside[list..]);
                let values: Vec<Value> = list
                    .unwrap_or_default()
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .map(|value| Value::plain(value, place))
                    .collect();
                said.values = (!values.is_empty()).then_some((values, place));
            }
            "Column" => {
                let compact: String = inside.split_whitespace().collect();
                if compact.contains("nullable=true") {
                    said.optional = Some((true, place));
                } else if compact.contains("nullable=false") {
                    said.optional = Some((false, place));
                }
                let length = compact.split("length=").nth(1);
                said.width = length
                    .and_then(|rest| {
                        rest.split([',', ')'])
                            .next()?
                            .trim_matches('"')
                            .parse()
                            .ok()
                    })
                    .map(|width| (width, place));
            }
            _ => {}
        }
    }
}

/// The position of the parenthesis that closes the first one.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// `/^(m|w)$/` and its modifiers.
fn regular(text: &str, at: Span) -> Option<Vec<Value>> {
    let inner = text.strip_prefix('/')?;
    let inner = &inner[..inner.rfind('/')?];
    pattern::alternatives(inner, at)
}

/// Rules of Laravel: `'required|in:m,w'`, `['required', Rule::in(['m', 'w'])]`.
pub fn rules(reader: &Reader<'_>, value: Node<'_>) -> Option<Said> {
    let mut said = Said::default();
    let mut any = false;
    let parts = if value.kind() == "array_creation_expression" {
        children(value)
            .into_iter()
            .filter_map(|item| {
                item.named_child(0)
                    .filter(|_| item.named_child_count() == 1)
            })
            .collect()
    } else {
        vec![value]
    };
    for part in parts {
        let at = span(part);
        if let Some(text) = scalar(reader, part) {
            for rule in text.split('|') {
                match rule.split_once(':').unwrap_or((rule, "")) {
                    ("in", list) => {
                        let values = list
                            .split(',')
                            .map(|value| Value::plain(value.trim().trim_matches('"'), at));
                        said.values = Some((values.collect(), at));
                        any = true;
                    }
                    ("regex", pattern) => {
                        // A bar in it would have ended the rule.
                        said.values = regular(pattern, at).map(|values| (values, at));
                        any |= said.values.is_some();
                    }
                    ("required", "") => said.optional = Some((false, at)),
                    ("nullable" | "sometimes", "") => said.optional = Some((true, at)),
                    _ => {}
                }
            }
        } else if part.kind() == "scoped_call_expression"
            || part.kind() == "object_creation_expression"
        {
            let text = reader.text(part);
            let first = named_child_of(part, &["arguments"])
                .and_then(|arguments| arguments.named_child(0))
                .and_then(|argument| argument.named_child(0));
            let Some(first) = first else { continue };
            if text.starts_with("Rule::in") {
                said.set(reader, first);
                any |= said.is_set();
            } else if text.starts_with("Rule::enum") || text.starts_with("new Enum") {
                said.list = list_name(reader, first);
                any |= said.is_set();
            }
        }
    }
    any.then_some(said)
}

/// Calls that declare a field: `$table->enum('gender', […])`, `$builder->add('gender', ChoiceType::class, […])`,
/// `Select::make('gender')->options([…])`, `$form->addRadioList('gender', 'Geschlecht', […])`.
pub fn call(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(arguments)) = (
        node.child_by_field_name("name"),
        node.child_by_field_name("arguments"),
    ) else {
        return;
    };
    let arguments: Vec<Node<'_>> = children(arguments)
        .into_iter()
        .filter_map(|argument| argument.named_child(0))
        .collect();
    let method = reader.text(name);
    let receiver = node
        .child_by_field_name("object")
        .map(|object| reader.text(object))
        .unwrap_or_default();
    let text = |node: &Node<'_>| matches!(node.kind(), "string" | "encapsed_string");
    match (method, arguments.as_slice()) {
        (
            "enum" | "string" | "char" | "boolean" | "integer" | "tinyInteger",
            [field, rest @ ..],
        ) if receiver == "$table" && text(field) => {
            let chain = modifiers(reader, node);
            let values = rest.first().and_then(|list| value_set(reader, *list));
            let width = rest
                .first()
                .and_then(|width| reader.text(*width).parse().ok());
            let at = span(node);
            let element = reader.field(node, *field, None);
            element.layer = Layer::Database;
            element.optional = Located::with_span(Known::Yes(false), at);
            let domain = match (method, values) {
                ("enum", Some(values)) => Domain::Closed(values),
                ("boolean", _) => Domain::Boolean,
                ("integer" | "tinyInteger", _) => Domain::Number,
                _ => Domain::Text,
            };
            if domain == Domain::Text {
                element.width = width.map(|width| Located::with_span(width, at));
            }
            element.domain = Located::with_span(Known::Yes(domain), at);
            for (name, literal, at) in chain {
                match name.as_str() {
                    "nullable" => element.optional = Located::with_span(Known::Yes(true), at),
                    "default" => default(element, literal, at),
                    _ => {}
                }
            }
        }
        ("add", [field, kind, options])
            if text(field) && reader.text(*kind).contains("ChoiceType") =>
        {
            let choices = option(reader, *options, "choices");
            let label = option(reader, *options, "label")
                .and_then(|label| Some(Located::with_span(scalar(reader, label)?, span(label))));
            let shown =
                option(reader, *options, "data").map(|data| (scalar(reader, data), span(data)));
            if let Some(choices) = choices {
                // Symfony uses the label as the key.
                let values = value_set(reader, choices)
                    .map(|values| values.into_iter().map(turned).collect::<Vec<Value>>());
                let list = list_name(reader, choices).filter(|_| values.is_none());
                let at = span(choices);
                let element = reader.field(node, *field, None);
                element.layer = Layer::Ui;
                element.labels.extend(label.map(Label::title));
                if let Some((literal, at)) = shown {
                    default(element, literal, at);
                }
                match values {
                    Some(values) => close(element, values, at),
                    None => {
                        element.domain =
                            Located::with_span(Known::No(crate::model::Why::Dynamic), at)
                    }
                }
                if let Some(list) = list {
                    reader.refer_to(list);
                }
                reader.mark(choices);
            }
        }
        ("options", [list]) => {
            // The start of the chain names the field.
            let mut root = node;
            for _ in 0..12 {
                match root.child_by_field_name("object") {
                    Some(object) => root = object,
                    None => break,
                }
            }
            let field = root
                .child_by_field_name("arguments")
                .filter(|_| {
                    root.kind() == "scoped_call_expression" && reader.text(root).contains("::make(")
                })
                .and_then(|arguments| arguments.named_child(0))
                .and_then(|argument| argument.named_child(0))
                .filter(text);
            if let (Some(field), Some(values)) = (field, value_set(reader, *list)) {
                let at = span(*list);
                let element = reader.field(node, field, None);
                element.layer = Layer::Ui;
                close(element, values, at);
            }
        }
        ("addRadioList" | "addSelect" | "addRadio", [field, label, list]) if text(field) => {
            if let Some(values) = value_set(reader, *list) {
                let title =
                    scalar(reader, *label).map(|text| Located::with_span(text, span(*label)));
                let at = span(*list);
                let element = reader.field(node, *field, None);
                element.layer = Layer::Ui;
                close(element, values, at);
                element.labels.extend(title.map(Label::title));
            }
        }
        _ => {}
    }
}

/// `'männlich' => 'm'` as the value m with its label.
fn turned(value: Value) -> Value {
    match value.label {
        Some(raw) => Value {
            label: Some(value.raw),
            raw,
            ..Value::default()
        },
        None => value,
    }
}

/// The value of an option: `['choices' => […]]`.
fn option<'t>(reader: &Reader<'_>, options: Node<'t>, key: &str) -> Option<Node<'t>> {
    children(options).into_iter().find_map(|item| {
        let (name, value) = (item.named_child(0)?, item.named_child(1)?);
        (scalar(reader, name)? == key).then_some(value)
    })
}

/// The methods called on a column: `->nullable()->default('m')`.
fn modifiers(reader: &Reader<'_>, node: Node<'_>) -> Vec<(String, Option<String>, Span)> {
    const MOST: usize = 12;
    let mut found = Vec::new();
    let mut inner = node;
    for _ in 0..MOST {
        let Some(outer) = inner
            .parent()
            .filter(|outer| outer.kind() == "member_call_expression")
        else {
            break;
        };
        if let Some(name) = outer.child_by_field_name("name") {
            let literal = outer
                .child_by_field_name("arguments")
                .and_then(|arguments| arguments.named_child(0)?.named_child(0))
                .and_then(|argument| preset(reader, argument));
            found.push((reader.text(name).to_owned(), literal, span(outer)));
        }
        inner = outer;
    }
    found
}
