//! Python: enum classes, Django and SQLAlchemy fields, dataclasses and pydantic models, constant lists.

use tree_sitter::Node;

use super::list_name::{ListName, list_name};
use super::member::{self, Member};
use super::python_alias::{alias, literal_type, parameter};
use super::python_validators::{called_elsewhere, constrained, demanded, narrowed};
use super::reader::{Reader, Surrounding, close, default, span};
use super::translated::worded;
use super::values::{name as name_of, preset, scalar, value_set};
use super::{
    Code, lowering, python_enum, python_forms, python_migrations, python_odoo, python_selected,
    python_tuple,
};
use crate::model::{
    Domain, Element, Known, Label, LanguageFamily, Layer, Located, Span, Value, Why,
};

/// Python.
pub const PYTHON: Code = Code {
    name: "python",
    extensions: &["py", "pyi", "pyw"],
    family: LanguageFamily::Python,
    grammar: |_| tree_sitter_python::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::python::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class_definition" => {
            reader.surround(node, kind_of_class(reader, node));
            class(reader, node);
        }
        "function_definition" | "lambda" => reader.surround(node, Surrounding::Function),
        "assignment" => assignment(reader, node),
        "typed_parameter" | "typed_default_parameter" => parameter(reader, node),
        "type_alias_statement" => {
            if let (Some(name), Some(of)) = (node.named_child(0), node.named_child(1)) {
                alias(reader, node, name, of);
            }
        }
        "call" => {
            python_forms::option(reader, node);
            python_forms::asked(reader, node);
            table(reader, node);
            table_column(reader, node);
            python_migrations::migrated_field(reader, node);
        }
        "tuple" | "pair" => python_migrations::named_field(reader, node),
        _ => {}
    }
}

fn kind_of_class(reader: &Reader<'_>, class: Node<'_>) -> Surrounding {
    let bases = class.child_by_field_name("superclasses");
    let bases = bases.map(|bases| reader.text(bases)).unwrap_or_default();
    if is_enumeration(bases) {
        Surrounding::Enum
    } else {
        Surrounding::Class
    }
}

/// Whether a base class turns class members into values: `Enum`, `StrEnum`, `TextChoices`, and project classes derived
/// from them, which keep the last word (`RichIntEnum`).
fn is_enumeration(bases: &str) -> bool {
    let mut names = bases.split(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
    names.any(|name| name.ends_with("Enum") || name.ends_with("Choices"))
}

fn class(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let bases = node
        .child_by_field_name("superclasses")
        .map(|bases| reader.text(bases))
        .unwrap_or_default();
    if is_enumeration(bases)
        && let Some(body) = node.child_by_field_name("body")
    {
        let mut members = Vec::new();
        let mut cursor = body.walk();
        for statement in body.named_children(&mut cursor) {
            let assignment = match statement.kind() {
                "expression_statement" => statement.named_child(0),
                "assignment" => Some(statement),
                _ => None,
            };
            let Some(assignment) = assignment.filter(|inner| inner.kind() == "assignment") else {
                continue;
            };
            let (Some(left), Some(right)) = (
                assignment.child_by_field_name("left"),
                assignment.child_by_field_name("right"),
            ) else {
                continue;
            };
            // `_settings_`, `__str__`: not members.
            let name = reader.text(left);
            if name.len() > 2 && name.starts_with('_') && name.ends_with('_') {
                continue;
            }
            if gathers_members(reader, right, &members) {
                continue;
            }
            members.push(Member {
                stored: scalar(reader, right),
                value: Value {
                    raw: Located::with_span(name.to_owned(), span(left)),
                    label: constant_label(reader, right),
                    ..Value::default()
                },
            });
        }
        reader.value_type(node, name, member::values(members));
    }
    reader.enter(node, name);
}

/// Whether a class attribute of an enumeration gathers its members: `CHOICES = ((MALE, _("male")), …)`.
fn gathers_members(reader: &Reader<'_>, value: Node<'_>, members: &[Member]) -> bool {
    const MOST_NODES: usize = 100;
    if !matches!(value.kind(), "tuple" | "list" | "set" | "dictionary") {
        return false;
    }
    let mut open = vec![value];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else {
            return false;
        };
        if node.kind() == "identifier" {
            let name = reader.text(node);
            if members.iter().any(|member| member.value.raw.value == name) {
                return true;
            }
        }
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor));
    }
    false
}

/// `M = "m"`, `M = "m", "männlich"`, `M = "m", _("männlich")`: the readable part.
fn constant_label(reader: &Reader<'_>, node: Node<'_>) -> Option<Located<String>> {
    if let Some(text) = scalar(reader, node) {
        return Some(Located::with_span(text, span(node)));
    }
    let parts: Vec<Node<'_>> = {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).collect()
    };
    let last = *parts.last()?;
    text_of(reader, last).map(|text| Located::with_span(text, span(last)))
}

/// A literal, also inside a translation call.
fn text_of(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    worded(reader, node)
}

fn assignment(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(left) = node.child_by_field_name("left") else {
        return;
    };
    let right = node.child_by_field_name("right");
    if left.kind() == "attribute" {
        python_forms::offered(reader, node, left, right);
        python_forms::explained(reader, node, left, right);
        python_forms::listed(reader, node, left, right);
        return;
    }
    if left.kind() != "identifier" {
        return;
    }
    let declared = node.child_by_field_name("type");
    if let Some(Surrounding::Function | Surrounding::Enum) = reader.surrounding(node) {
        return;
    }
    if right.is_some_and(|right| python_tuple::called(reader, node, left, right)) {
        return;
    }
    if let Some(values) = right.and_then(|right| python_enum::called(reader, right)) {
        reader.value_type(node, left, values);
        return;
    }
    if let Some(call) = right
        .filter(|right| right.kind() == "call")
        .map(|call| wrapped(reader, call).unwrap_or(call))
        && let Some(kind) = field_kind(reader, call)
    {
        model_field(reader, node, left, declared, call, &kind);
        return;
    }
    let listed = |right| {
        set_of(reader, right)
            .or_else(|| python_selected::kept(reader, right))
            .or_else(|| python_selected::terms(reader, right))
    };
    if let Some(values) = right.and_then(listed).filter(|values| values.len() > 1) {
        reader.value_type(node, left, values);
        return;
    }
    if python_forms::listed(reader, node, left, right) {
        return;
    }
    let is_alias = declared.is_none_or(|of| reader.text(of).ends_with("TypeAlias"));
    if is_alias && right.is_some_and(|right| alias(reader, node, left, right)) {
        return;
    }
    if let (Some(Surrounding::Class), Some(call)) = (reader.surrounding(node), right)
        && declared.is_none()
        && python_forms::declares(reader, call)
        && reader.topic().is_mentioned_in(reader.text(left))
    {
        reader.field(node, left, None);
        return;
    }
    if let Some(declared) = declared {
        let narrowed = constrained(reader, declared);
        if let Some((values, at)) = narrowed {
            close(reader.field(node, left, Some(declared)), values, at);
            return;
        }
    }
    if declared.is_some() {
        let literals = declared.and_then(|declared| literal_type(reader, declared));
        let literal = right.and_then(|right| preset(reader, right));
        let element = reader.field(node, left, declared);
        if let (Some(declared), Some(values)) = (declared, literals) {
            close(element, values, span(declared));
        }
        if let (Some(right), Some(literal)) = (right, literal) {
            default(element, Some(literal), span(right));
        }
    }
}

pub(super) fn set_of(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    // Tuples of pairs with translated labels: (("m", _("männlich")), …)
    let mut values = value_set(reader, node)?;
    let mut cursor = node.walk();
    for (value, item) in values.iter_mut().zip(node.named_children(&mut cursor)) {
        if value.label.is_none()
            && let Some(second) = item.named_child(1)
            && let Some(text) = text_of(reader, second)
        {
            value.label = Some(Located::with_span(text, span(second)));
        }
    }
    Some(values)
}

/// The field inside a call that only adds storage or computation: `fields.Function(fields.Selection([…]))`.
fn wrapped<'t>(reader: &Reader<'_>, call: Node<'t>) -> Option<Node<'t>> {
    let of = name_of(reader, call.child_by_field_name("function")?)?;
    let inner = call.child_by_field_name("arguments")?.named_child(0)?;
    let wraps = matches!(
        of.as_str(),
        "Function" | "Dict" | "MultiValue" | "ArrayField" | "List"
    );
    (wraps && inner.kind() == "call" && field_kind(reader, inner).is_some()).then_some(inner)
}

/// The kind of a model field: last name of `models.CharField`, `Column`, `mapped_column`, `Field`, …
pub(super) fn field_kind(reader: &Reader<'_>, call: Node<'_>) -> Option<String> {
    let function = call.child_by_field_name("function")?;
    let kind = name_of(reader, function)?;
    let known = kind.ends_with("Field")
        || matches!(
            kind.as_str(),
            "Column"
                | "mapped_column"
                | "ForeignKey"
                | "OneToOneField"
                | "String"
                | "Int"
                | "Integer"
                | "Enum"
                | "Boolean"
                | "Selection"
                | "selection"
                | "Str"
                | "constr"
                | "ChoiceType"
                // attrs
                | "ib"
                | "attrib"
        )
        || kind == "field" && reader.text(call).contains("validator");
    // Tryton and Odoo: the siblings of a field indicate its owner.
    let of_fields = || {
        let of = function.child_by_field_name("object");
        of.is_some_and(|of| reader.text(of) == "fields")
            && matches!(
                kind.as_str(),
                "Char"
                    | "Text"
                    | "Float"
                    | "Numeric"
                    | "Date"
                    | "DateTime"
                    | "Datetime"
                    | "Many2One"
                    | "Many2one"
            )
    };
    (known || of_fields()).then_some(kind)
}

pub(super) fn model_field(
    reader: &mut Reader<'_>,
    node: Node<'_>,
    name: Node<'_>,
    declared: Option<Node<'_>>,
    call: Node<'_>,
    kind: &str,
) {
    let Some(arguments) = call.child_by_field_name("arguments") else {
        return;
    };
    let mut facts = facts(reader, arguments, kind);
    let name = called_elsewhere(reader, name, arguments).unwrap_or(name);
    let element = reader.field(node, name, declared);
    if declared.is_none() {
        element.declared_type = Some(Located::with_span(kind.to_owned(), span(call)));
    }
    let list = facts.list.take();
    let adds = facts.adds.take();
    facts.apply(element, span(call));
    let model = match kind {
        "Selection" => python_odoo::model_of(reader, node),
        _ => None,
    };
    match (list, model) {
        (Some(list), model) => {
            reader.refer_to(list);
            python_odoo::belong(reader, model);
        }
        (None, Some(model)) if adds.is_some() => python_odoo::add_to(reader, model, adds),
        (None, model) => {
            reader.refer();
            python_odoo::belong(reader, model);
        }
    }
}

#[derive(Default)]
struct Facts {
    domain: Option<(Domain, Span)>,
    optional: Option<(bool, Span)>,
    width: Option<(u32, Span)>,
    default: Option<(Option<String>, Span)>,
    label: Option<(String, Span)>,
    /// A list declared elsewhere.
    list: Option<ListName>,
    /// The position of a list computed by the program.
    made: Option<Span>,
    /// Entries added to the list of the model it extends.
    adds: Option<Vec<Value>>,
}

impl Facts {
    fn apply(self, element: &mut Element, call: Span) {
        if let Some(at) = self.made {
            element.domain = Located::with_span(Known::No(Why::Dynamic), at);
        } else if let Some((domain, at)) = self.domain {
            element.domain = Located::with_span(Known::Yes(domain), at);
        }
        // Django and SQLAlchemy disagree on the default; only an explicit setting counts.
        if let Some((optional, at)) = self.optional {
            element.optional = Located::with_span(Known::Yes(optional), at);
        }
        element.width = self.width.map(|(width, at)| Located::with_span(width, at));
        if let Some((literal, at)) = self.default {
            default(element, literal, at);
        }
        if let Some((label, at)) = self.label {
            element
                .labels
                .push(Label::title(Located::with_span(label, at)));
        }
        element.extent = element.extent.to(call);
    }
}

fn facts(reader: &Reader<'_>, arguments: Node<'_>, kind: &str) -> Facts {
    let mut facts = Facts::default();
    let base = match kind {
        "BooleanField" | "NullBooleanField" | "Boolean" => Some(Domain::Boolean),
        "CharField" | "TextField" | "SlugField" | "String" | "Str" | "constr" | "Char" | "Text" => {
            Some(Domain::Text)
        }
        "IntegerField"
        | "SmallIntegerField"
        | "PositiveSmallIntegerField"
        | "BigIntegerField"
        | "Int"
        | "Integer"
        | "Float"
        | "Numeric" => Some(Domain::Number),
        "DateField" | "DateTimeField" | "Date" | "DateTime" | "Datetime" => Some(Domain::Temporal),
        _ => None,
    };
    facts.domain = base.map(|domain| (domain, span(arguments)));
    let mut cursor = arguments.walk();
    for (index, argument) in arguments.named_children(&mut cursor).enumerate() {
        if argument.kind() != "keyword_argument" {
            positional(reader, &mut facts, index, argument, kind);
            continue;
        }
        let (Some(key), Some(value)) = (
            argument.child_by_field_name("name"),
            argument.child_by_field_name("value"),
        ) else {
            continue;
        };
        let at = span(argument);
        match reader.text(key) {
            "choices" | "selection" => match set_of(reader, value) {
                Some(values) => facts.domain = Some((Domain::Closed(values), span(value))),
                None => match list_name(reader, value) {
                    Some(list) => facts.list = Some(list),
                    None => facts.made = Some(span(value)),
                },
            },
            "selection_add" => facts.adds = set_of(reader, value),
            // Used by other libraries; with anything but a list of literals, the word is ambiguous.
            "enum_values" | "values" | "options" | "enum" | "allowed_values" | "one_of" => {
                if let Some(values) = set_of(reader, value).filter(|values| values.len() > 1) {
                    facts.domain = Some((Domain::Closed(values), span(value)));
                }
            }
            "null" | "nullable" | "blank" => {
                facts.optional = Some((reader.text(value) == "True", at))
            }
            "required" => facts.optional = Some((reader.text(value) != "True", at)),
            // pydantic, marshmallow, Django
            "pattern" | "regex" | "validate" | "validator" | "validators" => {
                if let Some(optional) = demanded(reader, value) {
                    facts.optional.get_or_insert((optional, at));
                }
                let listed = matches!(facts.domain, Some((Domain::Closed(_), _)));
                if let Some(values) = narrowed(reader, value).filter(|_| !listed) {
                    facts.domain = Some((Domain::Closed(values), span(value)));
                }
            }
            "max_length" | "length" => {
                facts.width = reader.text(value).parse().ok().map(|width| (width, at))
            }
            // Django forms display their `initial` value.
            "default" | "initial" => {
                facts.default = Some((preset(reader, value), at));
            }
            "verbose_name" | "label" | "help_text" | "help" | "description" | "string"
            | "title" => {
                facts.label = text_of(reader, value).map(|text| (text, at));
            }
            _ => {}
        }
    }
    facts
}

fn positional(
    reader: &Reader<'_>,
    facts: &mut Facts,
    index: usize,
    argument: Node<'_>,
    kind: &str,
) {
    let at = span(argument);
    // Odoo: fields.Selection([("m", "männlich")]); marshmallow: fields.Enum(Gender); Django: EnumField(Gender)
    let holds_list = matches!(kind, "Selection" | "selection" | "Enum");
    if index == 0 && (holds_list || kind.ends_with("EnumField")) {
        facts.domain = match set_of(reader, argument) {
            Some(values) => Some((Domain::Closed(values), at)),
            // fields.Selection(GENDERS), fields.Selection(codes.GENDERS)
            None if matches!(argument.kind(), "identifier" | "attribute") => {
                let name = reader.text(argument);
                let name = name.rsplit('.').next().unwrap_or(name).to_owned();
                Some((Domain::named(name), at))
            }
            None => facts.domain.take(),
        };
        return;
    }
    if matches!(kind, "ForeignKey" | "OneToOneField") && index == 0 {
        let target = reader.unquoted(argument);
        let target = target.rsplit('.').next().unwrap_or_default().to_owned();
        facts.domain = Some((Domain::named(target), at));
        return;
    }
    // SQLAlchemy: Column(String(1)), Column(Enum("m", "w")), Column(Enum(Geschlecht))
    if argument.kind() == "call" {
        let (Some(function), Some(inner)) = (
            argument.child_by_field_name("function"),
            argument.child_by_field_name("arguments"),
        ) else {
            return;
        };
        match name_of(reader, function).as_deref() {
            Some("String" | "Unicode" | "CHAR" | "VARCHAR") => {
                facts.domain = Some((Domain::Text, at));
                facts.width = inner
                    .named_child(0)
                    .and_then(|width| reader.text(width).parse().ok())
                    .map(|width| (width, at));
            }
            Some("Enum") => {
                // Enum("m", "w", name="gender"): keyword arguments are not values.
                let mut cursor = inner.walk();
                let values: Option<Vec<Value>> = inner
                    .named_children(&mut cursor)
                    .filter(|child| child.kind() != "keyword_argument")
                    .map(|child| Some(Value::plain(scalar(reader, child)?, span(child))))
                    .collect();
                facts.domain = match values {
                    Some(values) if values.len() > 1 => Some((Domain::Closed(values), at)),
                    _ => inner
                        .named_child(0)
                        .filter(|name| name.kind() != "keyword_argument")
                        .map(|name| {
                            // Enum(*GENDERS)
                            let name = reader.text(name).trim_start_matches('*');
                            let name = name.rsplit('.').next().unwrap_or(name).to_owned();
                            (Domain::named(name), at)
                        }),
                };
            }
            _ => {}
        }
    } else if argument.kind() == "identifier" {
        facts.domain = match reader.text(argument) {
            "Boolean" => Some((Domain::Boolean, at)),
            "String" | "Text" | "Unicode" => Some((Domain::Text, at)),
            "Integer" | "SmallInteger" | "BigInteger" => Some((Domain::Number, at)),
            _ => facts.domain.take(),
        };
    } else if kind.ends_with("Field") && index == 0 {
        facts.label = text_of(reader, argument).map(|text| (text, at));
    }
}

/// `Table("hund", metadata, Column(…), …)`: contains its columns.
fn table(reader: &mut Reader<'_>, call: Node<'_>) {
    let is_table = call
        .child_by_field_name("function")
        .and_then(|function| name_of(reader, function))
        .is_some_and(|kind| kind == "Table");
    let name = call
        .child_by_field_name("arguments")
        .and_then(|arguments| arguments.named_child(0))
        .filter(|name| name.kind() == "string");
    if let (true, Some(name)) = (is_table, name) {
        reader.enter(call, name);
    }
}

/// `Column("gender", Enum("m", "w"))`: a column named by its first argument.
fn table_column(reader: &mut Reader<'_>, call: Node<'_>) {
    let named = call
        .child_by_field_name("function")
        .and_then(|function| name_of(reader, function))
        .is_some_and(|kind| kind == "Column");
    let name = call
        .child_by_field_name("arguments")
        .and_then(|arguments| arguments.named_child(0))
        .filter(|name| name.kind() == "string");
    // Columns of a class are named by their assignment.
    let assigned = call
        .parent()
        .is_some_and(|parent| parent.kind() == "assignment");
    if let (true, false, Some(name)) = (named, assigned, name) {
        model_field(reader, call, name, None, call, "Column");
        reader.layer_of_last(Layer::Database);
    }
}
