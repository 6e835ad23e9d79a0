//! Ruby: Rails schema tables, `enum`, constant lists, validations.

use tree_sitter::Node;

use super::list_name::{ListName, list_name};
use super::reader::{Reader, close, default, span};
use super::steps::Composition;
use super::values::{named_child_of, preset, scalar, value_set};
use super::{Code, lowering};
use crate::format::liquibase::listed;
use crate::format::pattern;
use crate::model::{Amendment, Domain, Known, LanguageFamily, Layer, Located, Span, Value};

/// Ruby.
pub const RUBY: Code = Code {
    name: "ruby",
    extensions: &["rb", "rake", "ru"],
    family: LanguageFamily::Flat("ruby"),
    grammar: |_| tree_sitter_ruby::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::ruby::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "class" | "module" => {
            if let Some(name) = node.child_by_field_name("name") {
                reader.enter(node, name);
            }
        }
        "call" => call(reader, node),
        "assignment" => constant(reader, node),
        "method" | "singleton_method" => returned(reader, node),
        _ => {}
    }
}

fn call(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(method), Some(arguments)) = (
        node.child_by_field_name("method"),
        node.child_by_field_name("arguments"),
    ) else {
        return;
    };
    let first = arguments.named_child(0);
    match (reader.text(method), first) {
        ("create_table" | "change_table", Some(name)) => reader.enter(node, name),
        // add_column :people, :gender, :string, limit: 1
        ("add_column", Some(table)) if !is_undone(reader, node) => {
            reader.enter(node, table);
            if let (Some(name), Some(kind)) = (arguments.named_child(1), arguments.named_child(2)) {
                let kind = reader.unquoted(kind);
                column(reader, node, name, &kind, arguments);
            }
        }
        ("add_check_constraint", Some(table)) if !is_undone(reader, node) => {
            reader.enter(node, table);
            check(reader, node, arguments.named_child(1));
        }
        ("remove_column" | "remove_columns" | "rename_column", Some(table))
            if node.child_by_field_name("receiver").is_none() && !is_undone(reader, node) =>
        {
            change(reader, reader.text(method), table, arguments);
        }
        ("drop_table", Some(table)) if !is_undone(reader, node) => {
            let table = reader.unquoted(table);
            reader.step().drop_table(table);
        }
        ("check_constraint", Some(condition)) => check(reader, node, Some(condition)),
        // enum gender: { male: 0, female: 1 } and enum :gender, { … }
        ("enum", Some(first)) => {
            let pair = Some(first).filter(|first| first.kind() == "pair");
            let (name, values) = match pair {
                Some(pair) => (
                    pair.child_by_field_name("key"),
                    pair.child_by_field_name("value"),
                ),
                None => (Some(first), arguments.named_child(1)),
            };
            if let (Some(name), Some(values)) = (name, values) {
                if let Some(set) = value_set(reader, values) {
                    let at = span(values);
                    close(reader.field(node, name, None), set, at);
                } else if let Some(list) = list_name(reader, values) {
                    reader.field(node, name, None);
                    reader.refer_to(list);
                } else if let Some((list, more)) = grown(reader, values) {
                    let first = reader.recent_type(&list.simple);
                    let first = first.and_then(|first| match &first.domain.value {
                        Known::Yes(Domain::Closed(first)) => Some(first.clone()),
                        _ => None,
                    });
                    let field = reader.field(node, name, None);
                    match first {
                        Some(mut all) => {
                            all.extend(more);
                            close(field, all, span(values));
                        }
                        None => {
                            field.amends = Some(Amendment::Continues(more));
                            reader.refer_to(list);
                        }
                    }
                } else {
                    return;
                }
                preselect(reader, arguments);
            }
        }
        // attribute :gender, :string, default: "male"
        ("attribute", Some(name))
            if name.kind() == "simple_symbol" && preselection(reader, arguments).is_some() =>
        {
            reader.field(node, name, None);
            preselect(reader, arguments);
        }
        // validates :gender, inclusion: { in: %w[m w] }, format: { with: /\A[mw]\z/ }; enumerize :gender, in: […]
        ("validates" | "validates_inclusion_of" | "enumerize", Some(name))
            if name.kind() == "simple_symbol" =>
        {
            match inclusion(reader, arguments) {
                Some(Inclusion::Values(values, at)) => {
                    close(reader.field(node, name, None), values, at);
                }
                Some(Inclusion::List(list)) => {
                    reader.field(node, name, None);
                    reader.refer_to(list);
                }
                None => return,
            }
            preselect(reader, arguments);
        }
        (kind, Some(name))
            if node
                .child_by_field_name("receiver")
                .is_some_and(|receiver| reader.text(receiver) == "t")
                && matches!(name.kind(), "string" | "simple_symbol") =>
        {
            column(reader, node, name, kind, arguments);
        }
        _ => {}
    }
}

/// A list with more entries: `FIRST.merge(divers: "d")`.
fn grown(reader: &Reader<'_>, values: Node<'_>) -> Option<(ListName, Vec<Value>)> {
    let Composition { mut lists, values } = Composition::of(reader, values, lowering::ruby::shape)?;
    let list = lists.pop().filter(|_| lists.is_empty())?;
    (!values.is_empty()).then_some((list, values))
}

/// Sets the initial value of the last field.
fn preselect(reader: &mut Reader<'_>, arguments: Node<'_>) {
    if let Some((literal, at)) = preselection(reader, arguments)
        && let Some(element) = reader.last_field()
    {
        default(element, Some(literal), at);
    }
}

/// `default: :male`, in the options of `enum` also `_default: :male`.
fn preselection(reader: &Reader<'_>, arguments: Node<'_>) -> Option<(String, Span)> {
    let mut cursor = arguments.walk();
    arguments.named_children(&mut cursor).find_map(|option| {
        let key = option.child_by_field_name("key")?;
        let value = option.child_by_field_name("value")?;
        let is_default = matches!(reader.unquoted(key).as_str(), "default" | "_default");
        let literal = preset(reader, value).filter(|_| is_default)?;
        Some((literal, span(option)))
    })
}

/// The values that a validation allows.
enum Inclusion {
    Values(Vec<Value>, Span),
    List(ListName),
}

/// The list behind `in:`, `within:` or the alternatives behind `with:`, also inside `inclusion: { … }`.
fn inclusion(reader: &Reader<'_>, arguments: Node<'_>) -> Option<Inclusion> {
    const MOST_NODES: usize = 40;
    let mut open = vec![arguments];
    for _ in 0..MOST_NODES {
        let node = open.pop()?;
        if node.kind() == "pair"
            && let (Some(key), Some(value)) = (
                node.child_by_field_name("key"),
                node.child_by_field_name("value"),
            )
        {
            let key = reader.text(key).trim_end_matches(':');
            // inclusion: GENDERS
            let lists = matches!(key, "in" | "within")
                || key == "inclusion" && !matches!(value.kind(), "hash");
            let values = match key {
                _ if lists => value_set(reader, value).filter(|values| values.len() > 1),
                "with" if value.kind() == "regex" => {
                    let text = reader.text(value).trim_matches('/');
                    let inner = text.trim_start_matches("\\A").trim_end_matches("\\z");
                    pattern::alternatives(inner, span(value))
                }
                _ => None,
            };
            if let Some(values) = values {
                return Some(Inclusion::Values(values, span(value)));
            }
            if lists && let Some(list) = list_name(reader, value) {
                return Some(Inclusion::List(list));
            }
        }
        let mut cursor = node.walk();
        open.extend(
            node.named_children(&mut cursor)
                .filter(|child| matches!(child.kind(), "pair" | "hash")),
        );
    }
    None
}

/// Whether a change only applies when a migration is reverted.
fn is_undone(reader: &Reader<'_>, node: Node<'_>) -> bool {
    const OUTER: usize = 8;
    std::iter::successors(node.parent(), |outer| outer.parent())
        .take(OUTER)
        .find(|outer| outer.kind() == "method")
        .and_then(|method| method.child_by_field_name("name"))
        .is_some_and(|name| reader.text(name) == "down")
}

/// `remove_column :people, :gender, :string`, `rename_column :people, :sex, :gender`.
fn change(reader: &mut Reader<'_>, method: &str, table: Node<'_>, arguments: Node<'_>) {
    let table = reader.unquoted(table);
    let mut cursor = arguments.walk();
    let names: Vec<String> = arguments
        .named_children(&mut cursor)
        .skip(1)
        .take_while(|name| matches!(name.kind(), "simple_symbol" | "string"))
        .map(|name| reader.unquoted(name))
        .collect();
    match (method, names.as_slice()) {
        ("rename_column", [from, to]) => reader.step().rename_column(table, from, to),
        // The type argument is only needed for reverting.
        ("remove_column", [column, ..]) => reader.step().drop_column(table, column),
        ("remove_columns", columns) => columns
            .iter()
            .for_each(|column| reader.step().drop_column(table.as_str(), column)),
        _ => {}
    }
}

/// `add_check_constraint :people, "gender IN ('m', 'w')"`: the column and its allowed values.
fn check(reader: &mut Reader<'_>, node: Node<'_>, condition: Option<Node<'_>>) {
    let Some(condition) = condition else {
        return;
    };
    let Some(text) = scalar(reader, condition) else {
        return;
    };
    let at = span(condition);
    if let Some((column, values)) = listed(&Located::with_span(text, at)) {
        let element = reader.field_called(node, Located::with_span(column, at));
        element.layer = Layer::Database;
        close(element, values, at);
    }
}

/// `t.string "gender", limit: 1, null: false, default: "m"`.
fn column(
    reader: &mut Reader<'_>,
    node: Node<'_>,
    name: Node<'_>,
    kind: &str,
    arguments: Node<'_>,
) {
    let domain = match kind {
        "string" | "text" | "citext" => Domain::Text,
        "boolean" => Domain::Boolean,
        "integer" | "bigint" | "decimal" | "float" => Domain::Number,
        "date" | "datetime" | "timestamp" => Domain::Temporal,
        _ => return,
    };
    let mut options = Vec::new();
    let mut cursor = arguments.walk();
    for pair in arguments
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "pair")
    {
        if let (Some(key), Some(value)) = (
            pair.child_by_field_name("key"),
            pair.child_by_field_name("value"),
        ) {
            let literal = preset(reader, value);
            options.push((
                reader.unquoted(key),
                reader.text(value).to_owned(),
                literal,
                span(pair),
            ));
        }
    }
    let at = span(node);
    let element = reader.field(node, name, None);
    element.layer = Layer::Database;
    element.domain = Located::with_span(Known::Yes(domain), at);
    element.declared_type = Some(Located::with_span(kind.to_owned(), at));
    element.optional = Located::with_span(Known::Yes(true), at);
    for (key, text, literal, at) in options {
        match key.trim_end_matches(':') {
            "null" => element.optional = Located::with_span(Known::Yes(text != "false"), at),
            "limit" => element.width = text.parse().ok().map(|width| Located::with_span(width, at)),
            "default" => default(element, literal, at),
            _ => {}
        }
    }
}

/// `def gender_options = [['männlich', 'm'], …]`: a method without parameters that only returns a list.
fn returned(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(body), None) = (
        node.child_by_field_name("name"),
        node.child_by_field_name("body"),
        node.child_by_field_name("parameters"),
    ) else {
        return;
    };
    let only = match body.kind() {
        "body_statement" if body.named_child_count() == 1 => body.named_child(0),
        "body_statement" => None,
        _ => Some(body),
    };
    if let Some(values) = only
        .and_then(|only| value_set(reader, only))
        .filter(|values| values.len() > 1)
    {
        reader.value_type(node, name, values);
    }
}

/// `GENDERS = %w[m w].freeze`.
fn constant(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(value)) = (
        node.child_by_field_name("left"),
        node.child_by_field_name("right"),
    ) else {
        return;
    };
    if name.kind() != "constant" {
        return;
    }
    let value = named_child_of(value, &["array", "string_array", "symbol_array", "hash"])
        .filter(|_| value.kind() == "call")
        .unwrap_or(value);
    if reader.constant(node, name, value) {
        return;
    }
    if let Some(values) = value_set(reader, value).filter(|values| values.len() > 1) {
        reader.value_type(node, name, values);
    }
}
