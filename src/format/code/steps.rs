//! Lists and controls that calls fill one by one: `genders.add("m")`, `$select->addOption('Herr', 0)`.

mod composed;
mod filled;
mod labelled;
mod name;
mod offered;
mod opening;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

pub use self::composed::Composition;
use self::filled::Filled;
use self::name::{PARTS, element_of, key_of, variable_of};
use super::list_name::ListName;
use super::lowering::{Call, Lowering, Shape, named};
use super::reader::{Reader, span, unquote};
use super::values::{name as name_of, scalar, value_set};
use crate::format::limits::CHOICES;
use crate::model::{Located, ModelPath, SchemaModel, Span, Value};
use crate::topic::Topic;

/// Calls that add one entry to their receiver.
const ADDING: &[&str] = &["add", "Add", "append", "push", "put", "add_item"];
/// The same for controls.
const OFFERING: &[&str] = &[
    "addChoice",
    "addItem",
    "addOption",
    "addRadio",
    "addRadioOption",
    "add_choice",
    "add_option",
    "AddItem",
    "append_text",
];
/// The same at a position, given as one of two arguments.
const INSERTING: &[&str] = &[
    "Insert",
    "insert",
    "insertItem",
    "insert_item",
    "insertOption",
];
/// Calls that set the name of a control.
const NAMING: &[&str] = &["setName", "set_name", "setId", "setFieldName"];
/// Control types that are passed to a factory.
const KINDS: &[&str] = &[
    "select", "radio", "checkbox", "text", "name", "dropdown", "combo",
];
/// Maximum number of lists; files with more contain data.
const MOST_LISTS: usize = 2_000;

/// The lists and controls that a file's calls have filled so far.
#[derive(Default)]
pub struct Steps {
    /// Lists used to build others, with the place of use.
    parts: HashSet<(String, Span)>,
    /// Variables created anywhere in the file.
    made: HashSet<String>,
    /// Open lists by variable; a new list of the same name replaces the old one.
    open: HashMap<String, Filled>,
    done: Vec<Filled>,
    /// End offsets of the branches and loops around the current node; the innermost is last.
    branches: Vec<usize>,
}

impl Steps {
    fn enter(&mut self, node: Node<'_>, is_branch: bool) {
        while self
            .branches
            .last()
            .is_some_and(|end| *end <= node.start_byte())
        {
            self.branches.pop();
        }
        if is_branch {
            self.branches.push(node.end_byte());
        }
    }

    /// Finishes the list under a name.
    fn close(&mut self, key: &str) {
        if let Some(filled) = self.open.remove(key)
            && (filled.values.len() > filled.made_with || filled.is_open || filled.is_composed())
            && self.done.len() < MOST_LISTS
        {
            self.done.push(filled);
        }
    }

    /// Starts a function: lists it fills are unknown outside unless they belong to the object.
    fn begin_function(&mut self) {
        let mut local: Vec<String> = self.open.keys().cloned().collect();
        local.sort();
        for key in local {
            self.close(&key);
        }
    }

    /// Records that a list is combined with others.
    fn part_of_another(&mut self, list: &ListName) {
        if self.parts.len() < MOST_LISTS {
            self.parts.insert((list.simple.clone(), list.at));
        }
    }

    /// Records a type or field that combines values of other types with its own.
    pub fn compose(&mut self, name: Located<String>, path: ModelPath, of: Composition) {
        if self.done.len() < MOST_LISTS {
            self.done.push(Filled {
                values: of.values,
                of: of.lists,
                ..Filled::new(name, path)
            });
        }
    }

    /// Whether a node names a list that is combined with others there.
    fn is_part(&self, list: Node<'_>) -> bool {
        let at = span(list);
        self.parts.iter().any(|(_, part)| *part == at)
    }

    /// Turns lists about the topic into elements. A list that is already declared receives the values. `referred`: the
    /// lists that fields name.
    pub fn finish(mut self, model: &mut SchemaModel, topic: &Topic, referred: &HashSet<&str>) {
        self.begin_function();
        for filled in &mut self.done {
            filled.go_by_function(topic);
        }
        let said = |filled: &Filled| {
            let names = std::iter::once(&filled.variable)
                .chain(&filled.name)
                .chain(&filled.titles);
            names
                .into_iter()
                .any(|name| topic.is_mentioned_in(&name.value))
        };
        let is_known = |list: &ListName| composed::find(model, &list.simple).is_some();
        let concerned = |filled: &Filled| said(filled) || filled.of.iter().any(is_known);
        let done = std::mem::take(&mut self.done);
        let mut done: Vec<Filled> = done.into_iter().filter(concerned).collect();
        opening::what_several_functions_fill(&mut done, &self.made);
        // Two names joined by an operator are lists only if both are known as lists.
        done.retain(|filled| match filled.is_composed() {
            true => !filled.values.is_empty() || filled.of.iter().all(is_known),
            // An addition is meaningful only together with its list.
            false => filled.values.len() > 1 || filled.adds_plainly.is_some(),
        });
        done.sort_by_key(|filled| filled.variable.span);
        // Some grammars have two nodes for one declaration.
        done.dedup_by(|one, other| one.is_composed() && one.variable.span == other.variable.span);
        for filled in done {
            for list in filled.of.iter().filter(|_| filled.is_composed()) {
                self.part_of_another(list);
            }
            filled.declare(model);
        }
        composed::settle_parts(model, &self.parts, referred);
    }
}

/// Visits one node.
pub fn visit<'t>(reader: &mut Reader<'t>, node: Node<'t>, lowering: Lowering) {
    let shape = lowering(reader, node);
    composed::notice(reader, node, &shape, lowering);
    let is_branch = matches!(
        shape,
        Shape::If(..) | Shape::Switch(_) | Shape::Conditional(..)
    ) || repeats(node.kind());
    reader.steps.enter(node, is_branch);
    match shape {
        Shape::Function(function) if function.name.is_some() => reader.steps.begin_function(),
        Shape::Call(call) => {
            called(reader, &call, lowering);
            offered::shown(reader, node, &call, lowering);
            labelled::handed(reader, node, &call, lowering);
        }
        Shape::Return(Some(value)) => labelled::returned(reader, node, value),
        Shape::Declaration(declaration) => {
            if let (Some(name), Some(value)) = (declaration.name, declaration.value) {
                made(reader, name, value, lowering);
            }
        }
        Shape::Assignment(assignment) => {
            if let (Some(target), Some(value)) = (assignment.target, assignment.value)
                && !reader.was_read(target)
            {
                if assignment.compound {
                    opening::grown(reader, target, value);
                } else {
                    made(reader, target, value, lowering);
                }
            }
        }
        // genders << 'm'
        Shape::Binary(list, "<<", value) => {
            let key = key_of(reader.text(list));
            add(reader, key, list, &[value], false, lowering);
        }
        _ => {}
    }
}

fn repeats(kind: &str) -> bool {
    ["for", "while", "do_", "enhanced_for", "foreach", "until"]
        .iter()
        .any(|start| kind.starts_with(start))
        && kind.contains("statement")
}

/// A variable that is assigned a new list, or itself with an additional entry.
fn made<'t>(reader: &mut Reader<'t>, target: Node<'t>, value: Node<'t>, lowering: Lowering) {
    // Go writes lists of one on both sides.
    let (target, value) = (only_part(target), only_part(value));
    let written = reader.text(target);
    if let Some((list, index)) = element_of(written) {
        // $genders['m'] = 'männlich'; $genders[] = 'm';
        let key = key_of(list);
        let Some(index) = index else {
            add(reader, key, target, &[value], false, lowering);
            return;
        };
        if reader.steps.open.contains_key(key) {
            let value = text(reader, value, lowering).map(|label| Value {
                raw: Located::with_span(unquote(index), span(target)),
                label: Some(label),
                ..Value::default()
            });
            put(reader, key, target, value, false);
        }
        return;
    }
    if opening::gets_member(reader, target, value, lowering) {
        return;
    }
    let key = key_of(written);
    if let Shape::Call(call) = lowering(reader, value)
        && call.receiver.is_none()
        && reader.text(call.name) == "append"
        && let [list, added @ ..] = call.arguments.as_slice()
        && key_of(reader.text(*list)) == key
    {
        // genders = append(genders, "m", "w")
        for value in added {
            add(reader, key, target, &[*value], false, lowering);
        }
        return;
    }
    opening::made_from_itself(reader, key, value);
    reader.steps.close(key);
    let mut filled = begin(reader, key, target);
    if reader.steps.made.len() < MOST_LISTS {
        reader.steps.made.insert(filled.variable.value.clone());
    }
    if let Some(values) = value_set(reader, value) {
        filled.made_with = values.len();
        filled.values = values;
    } else if let Some(values) = offered::made_with(reader, value, lowering) {
        filled.values = values;
        filled.is_control = true;
        offered::name_by_arguments(reader, value, &mut filled, lowering);
    } else if let Some(values) = offered::values_of(reader, value, lowering, 0) {
        filled.made_with = values.len();
        filled.values = values;
    } else {
        if let Some(composition) = Composition::of(reader, value, lowering) {
            filled.of = composition.lists;
            filled.made_with = composition.values.len();
            filled.values = composition.values;
        }
        if let Some(resource) = opening::resource(reader, value) {
            filled.name = Some(resource);
            filled.continued = true;
        } else if is_maker(value) && !filled.is_composed() {
            offered::name_by_arguments(reader, value, &mut filled, lowering);
        }
    }
    if written.len() > key.len() && PARTS.iter().any(|part| written.ends_with(part)) {
        // genderSpinner.adapter = adapter
        filled.made_with = 0;
        filled.is_control = true;
        filled.replaces = true;
        if written.ends_with(".choices") {
            // The factory's argument names columns, not the field.
            filled.name = None;
            filled.titles.clear();
            filled.is_open = filled.values.is_empty();
        }
    }
    if reader.steps.open.len() < MOST_LISTS {
        reader.steps.open.insert(key.to_owned(), filled);
    }
}

fn only_part(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "expression_list" if node.named_child_count() == 1 => node.named_child(0).unwrap_or(node),
        _ => node,
    }
}

/// Whether an expression creates a new object.
fn is_maker(node: Node<'_>) -> bool {
    node.kind().contains("creation") || node.kind().contains("new_") || node.kind().contains("call")
}

fn arguments_of(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let list = named(node)
        .filter(|part| part.kind().contains("argument"))
        .last();
    list.into_iter().flat_map(named).map(bare)
}

fn bare(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "argument" | "value_argument" | "keyword_argument" => named(node).last().unwrap_or(node),
        _ => node,
    }
}

fn called<'t>(reader: &mut Reader<'t>, call: &Call<'t>, lowering: Lowering) {
    let name = reader.text(call.name);
    let own = |receiver: Node<'t>| {
        let owner = reader.text(receiver);
        matches!(owner, "this" | "self" | "$this" | "Collections")
    };
    let Some(mut receiver) = call.receiver.filter(|receiver| !own(*receiver)) else {
        opening::handed(reader, call, lowering);
        return;
    };
    if name == "assign" && reader.text(receiver) == "Object" {
        opening::merged(reader, &call.arguments);
        return;
    }
    let offers = OFFERING.contains(&name);
    let (adds, opens, names) = (
        ADDING.contains(&name),
        opening::OPENING.contains(&name),
        NAMING.contains(&name),
    );
    let sets = offered::sets(name);
    let inserts = INSERTING.contains(&name) && call.arguments.len() == 2;
    if !(offers || inserts || adds || opens || names || sets || name == "setAttribute") {
        return;
    }
    // select.addOption("m").addOption("w")
    const MOST_LINKS: usize = 40;
    for _ in 0..MOST_LINKS {
        match lowering(reader, receiver) {
            Shape::Call(inner) => match inner.receiver {
                Some(outer) => receiver = outer,
                None => return,
            },
            Shape::Wrapper(inner) => receiver = inner,
            _ => break,
        }
    }
    let written = reader.text(receiver);
    let key = key_of(written);
    if matches!(key, "this" | "self" | "$this" | "super") || key.contains(['(', '\n']) {
        return;
    }
    let mut arguments: Vec<Node<'t>> = call
        .arguments
        .iter()
        .map(|argument| bare(*argument))
        .collect();
    if inserts {
        let is_position =
            |part: &Node<'t>| reader.text(*part).bytes().all(|byte| byte.is_ascii_digit());
        arguments.retain(|part| !is_position(part));
        if arguments.len() == 1 {
            let shows =
                name.len() > "insert".len() || PARTS.iter().any(|part| written.ends_with(part));
            add(reader, key, receiver, &arguments, shows, lowering);
            return;
        }
    }
    if matches!(name, "concat" | "merge") && reader.steps.is_part(receiver) {
        return;
    }
    if opens || sets {
        let shows = sets || PARTS.iter().any(|part| written.ends_with(part));
        let is_known =
            name != "concat" && offered::hand(reader, key, receiver, &arguments, shows, lowering);
        if !is_known {
            put(reader, key, receiver, None, false);
        }
        return;
    }
    if adds || offers {
        let shows = offers || PARTS.iter().any(|part| written.ends_with(part));
        add(reader, key, receiver, &arguments, shows, lowering);
        return;
    }
    let named = match arguments.as_slice() {
        [only] if names => text(reader, *only, lowering),
        [attribute, value] if !names && scalar(reader, *attribute).as_deref() == Some("name") => {
            text(reader, *value, lowering)
        }
        _ => None,
    };
    if let Some(filled) = reader.steps.open.get_mut(key)
        && named.is_some()
    {
        filled.name = named;
    }
}

/// One entry: a value, a value and its label in either order, or an object with both.
fn add<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    list: Node<'t>,
    arguments: &[Node<'t>],
    shows: bool,
    lowering: Lowering,
) {
    let parts: Vec<Node<'t>> = match arguments {
        [only] if scalar(reader, *only).is_none() && is_maker(*only) => {
            arguments_of(*only).collect()
        }
        [only]
            if matches!(
                only.kind(),
                "array" | "object" | "array_creation_expression" | "tuple" | "list"
            ) =>
        {
            let part = |entry: Node<'t>| match entry.kind() {
                "pair" | "array_element_initializer" => named(entry).last().unwrap_or(entry),
                _ => entry,
            };
            named(*only).map(part).collect()
        }
        _ => arguments.to_vec(),
    };
    let mut texts = parts
        .iter()
        .filter_map(|part| text(reader, *part, lowering));
    let first = texts.next();
    let second = texts.next();
    drop(texts);
    let value = first.map(|first| match second {
        // The stored value is shorter than the label.
        Some(second) if second.value.chars().count() < first.value.chars().count() => Value {
            raw: second,
            label: Some(first),
            ..Value::default()
        },
        label => Value {
            raw: first,
            label,
            ..Value::default()
        },
    });
    put(reader, key, list, value, shows);
}

/// Adds an entry, or marks the list as incomplete if the value is unknown.
fn put(reader: &mut Reader<'_>, key: &str, list: Node<'_>, value: Option<Value>, shows: bool) {
    if !reader.steps.open.contains_key(key) {
        if reader.steps.open.len() >= MOST_LISTS {
            return;
        }
        let mut filled = begin(reader, key, list);
        filled.continued = true;
        reader.steps.open.insert(key.to_owned(), filled);
    }
    let branch = reader.steps.branches.last().copied();
    let Some(filled) = reader.steps.open.get_mut(key) else {
        return;
    };
    filled.is_control |= shows;
    match value {
        Some(value) if filled.values.len() < CHOICES => {
            filled.is_open |= filled.branch != branch;
            filled.values.push(value);
        }
        _ => filled.is_open = true,
    }
}

fn begin(reader: &Reader<'_>, key: &str, at: Node<'_>) -> Filled {
    let variable = variable_of(key);
    let name = Located::with_span(variable.trim_start_matches(['$', '@']).to_owned(), span(at));
    Filled {
        branch: reader.steps.branches.last().copied(),
        around: labelled::named_by(reader, at, variable),
        ..Filled::new(name, reader.path_around())
    }
}

/// A text, a number, a constant, or the text inside a call that translates it.
fn text<'t>(reader: &Reader<'t>, node: Node<'t>, lowering: Lowering) -> Option<Located<String>> {
    let node = bare(node);
    let text = scalar(reader, node).or_else(|| match lowering(reader, node) {
        Shape::Call(call) => match call.arguments.as_slice() {
            [only] => scalar(reader, bare(*only)),
            _ => None,
        },
        Shape::Member(Some(_), _) => name_of(reader, node),
        _ => None,
    })?;
    Some(Located::with_span(text, span(node)))
}
