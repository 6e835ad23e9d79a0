//! Tables that are declared in one place and queried in another: `CODES = {…}` above, `CODES.get(gender, "m")` below.
//!
//! The query decides the result for values missing from the table. Only tables of the same document are resolved, and
//! only if nothing else fills them.

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::super::lowering::{Call, Shape, named};
use super::super::reader::{Reader, span};
use super::context::Surroundings;
use super::lower::Lower;
use super::substitute;
use super::table;
use super::translate;
use crate::format::logic::{self, Lookup};
use crate::model::{Known, Located, Mapping, MappingArm, RelationKind, Span, Why};

/// Maximum number of tables and queries; files with more contain data.
const MOST: usize = 500;
/// Maximum number of nodes between a table and its assignment target.
const MOST_STEPS: usize = 8;

/// Calls that query a table.
const ASKING: &[&str] = &[
    "get",
    "getOrDefault",
    "getOrElse",
    "fetch",
    "GetValueOrDefault",
];
/// Calls that return the table that is their receiver or argument.
const KEEPING: &[&str] = &[
    "AsReadOnly",
    "ToFrozenDictionary",
    "ToImmutableDictionary",
    "MappingProxyType",
    "copyOf",
    "dict",
    "freeze",
    "unmodifiableMap",
];
/// Calls that fill one row.
const FILLING: &[&str] = &["put", "set", "Add", "store", "TryAdd"];
/// Calls that add rows from elsewhere.
const POURING: &[&str] = &[
    "putAll",
    "putIfAbsent",
    "computeIfAbsent",
    "update",
    "merge",
    "merge!",
    "setdefault",
    "UnionWith",
    "clear",
    "remove",
    "delete",
];
/// Words for the object or the class that a table belongs to.
const ITSELF: &[&str] = &["self", "this", "$this", "static", "cls", "Self"];

/// The tables of a document, and their queries.
#[derive(Default)]
pub struct Consulted {
    declared: Vec<Declared>,
    questions: Vec<Question>,
    filled: HashMap<String, Filled>,
}

/// A named table.
struct Declared {
    name: String,
    /// From the start of its name to its end.
    at: Span,
    /// The table alone.
    table: Span,
    /// The function whose scope it belongs to.
    within: Option<Span>,
    mapping: Mapping,
}

/// A look-up in a table, with the default for missing keys.
struct Question {
    table: String,
    at: Span,
    /// Without cases.
    mapping: Mapping,
}

/// Rows that statements add.
#[derive(Default)]
struct Filled {
    rows: Vec<MappingArm>,
    /// The document does not state everything that is added.
    is_open: bool,
    at: Option<Span>,
}

/// A node's statement about tables.
pub enum Said {
    Table(Box<DeclaredTable>),
    Asked(Box<AskedTable>),
    Row(String, Option<MappingArm>, Span),
}

/// See [`Declared`].
pub struct DeclaredTable(Declared);
/// See [`Question`].
pub struct AskedTable(Question);

/// Reads a node's statement about tables, if any.
pub fn look<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: &Shape<'t>) -> Option<Said> {
    match shape {
        Shape::Table(rows) => declared(lower, node, rows),
        Shape::Index(object, key) => asked(lower, node, *object, *key, None),
        Shape::Call(call) => called(lower, node, call),
        Shape::Assignment(assignment) if !assignment.compound => {
            let Shape::Index(object, key) = lower.bare(assignment.target?).1 else {
                return None;
            };
            filled(lower, node, object, &[key, assignment.value?])
        }
        _ => None,
    }
}

/// Records the statement of a node.
pub fn remember(reader: &mut Reader<'_>, said: Said) {
    let known = &mut reader.consulted;
    match said {
        Said::Table(table) if known.declared.len() < MOST => known.declared.push(table.0),
        Said::Asked(asked) if known.questions.len() < MOST => known.questions.push(asked.0),
        Said::Row(table, row, at) => {
            if known.filled.len() >= MOST && !known.filled.contains_key(&table) {
                return;
            }
            let filled = known.filled.entry(table).or_default();
            match row {
                Some(row) if filled.rows.len() < MOST => filled.rows.push(row),
                _ => filled.is_open = true,
            }
            filled.at = Some(filled.at.map_or(at, |all| all.to(at)));
        }
        _ => {}
    }
}

fn declared<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    rows: &[Option<(Node<'t>, Node<'t>)>],
) -> Option<Said> {
    let name = name_of_declared(lower, node)?;
    let (lookup, whole) = table::lookup(&lower, node, rows)?;
    if whole.id() != node.id() {
        return None;
    }
    let mapping = logic::looked_up(lookup, &Surroundings::new(lower, node));
    Some(Said::Table(Box::new(DeclaredTable(Declared {
        name: own_name(lower, name)?,
        at: span(name).to(span(node)),
        table: span(node),
        within: function_of(lower, node),
        mapping,
    }))))
}

/// The name of the variable that a table is assigned to, directly or through a call that only freezes it.
fn name_of_declared<'t>(lower: Lower<'_, 't>, table: Node<'t>) -> Option<Node<'t>> {
    let mut inner = table;
    for _ in 0..MOST_STEPS {
        let outer = inner.parent()?;
        match outer.kind() {
            "const_element" => return outer.named_child(0),
            "property_element" => {
                return outer.child_by_field_name("name").or(outer.named_child(0));
            }
            _ => {}
        }
        match lower.shape(outer) {
            Shape::Declaration(declaration) => return declaration.name,
            Shape::Assignment(assignment) if !assignment.compound => return assignment.target,
            Shape::Call(call) if !KEEPING.contains(&lower.reader.text(call.name)) => return None,
            Shape::Call(_) | Shape::Wrapper(_) | Shape::Arguments | Shape::Other => inner = outer,
            _ => return None,
        }
    }
    None
}

/// The name of a table of this document: unqualified, or qualified by its object or class.
fn own_name<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    let bare = |node: Node<'t>| {
        lower
            .reader
            .text(node)
            .trim_start_matches(['$', '@'])
            .to_owned()
    };
    match lower.bare(node).1 {
        Shape::Member(None, name) => Some(bare(name)),
        Shape::Member(Some(of), name) => {
            let of = lower.reader.text(of);
            let is_own = ITSELF.contains(&of) || of.starts_with(char::is_uppercase);
            is_own.then(|| bare(name))
        }
        // The names of constants and variables in some grammars.
        Shape::Other if node.named_child_count() == 0 => Some(bare(node)),
        _ => None,
    }
    .filter(|name| !name.is_empty())
}

fn function_of<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<Span> {
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    outwards
        .take(super::MOST_DEPTH)
        .filter(|outer| super::context::may_enclose(*outer))
        .find(|outer| matches!(lower.shape(*outer), Shape::Function(_)))
        .map(span)
}

fn called<'t>(lower: Lower<'_, 't>, node: Node<'t>, call: &Call<'t>) -> Option<Said> {
    let name = lower.reader.text(call.name);
    let receiver = call.receiver?;
    if ASKING.contains(&name) {
        let key = *call.arguments.first()?;
        let given = call.arguments.get(1).copied();
        return asked(lower, node, receiver, key, given.or_else(|| block_of(node)));
    }
    if name == "TryGetValue" {
        return asked(lower, node, receiver, *call.arguments.first()?, None);
    }
    if FILLING.contains(&name) && call.arguments.len() == 2 {
        return filled(lower, node, receiver, &call.arguments);
    }
    if POURING.contains(&name) {
        return Some(Said::Row(own_name(lower, receiver)?, None, span(node)));
    }
    // Object.assign(CODES, more)
    if name == "assign" {
        let table = own_name(lower, *call.arguments.first()?)?;
        return Some(Said::Row(table, None, span(node)));
    }
    None
}

fn filled<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    table: Node<'t>,
    row: &[Node<'t>],
) -> Option<Said> {
    let [key, value] = row else { return None };
    let table = own_name(lower, table)?;
    let stated = lower.constant(*key).zip(lower.constant(*value));
    let row = stated.map(|(from, to)| MappingArm {
        from: vec![from.text],
        to: Some(to.text),
    });
    Some(Said::Row(table, row, span(node)))
}

fn asked<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    table: Node<'t>,
    key: Node<'t>,
    otherwise: Option<Node<'t>>,
) -> Option<Said> {
    let topic = lower.reader.topic();
    let name = own_name(lower, table)?;
    if !(topic.is_mentioned_in(&name) || topic.is_mentioned_in(lower.reader.text(key))) {
        return None;
    }
    let key = lower.expression(key);
    if logic::constant(&key).is_some() {
        return None;
    }
    let subject = logic::subject(&key)?;
    let stated = match otherwise {
        Some(otherwise) => Some((lower.constant(yielded(otherwise)), node)),
        None => substitute::behind(lower, node, &name),
    };
    let whole = stated.as_ref().map_or(node, |(_, whole)| *whole);
    if stated.is_none() && is_set(lower, node) {
        return None;
    }
    let fallback = stated.map(|(fallback, _)| match fallback {
        Some(stated) => Located {
            value: Known::Yes(stated.text.value),
            span: stated.text.span,
        },
        None => Located::implied(Known::No(Why::Dynamic)),
    });
    let lookup = Lookup {
        rows: Vec::new(),
        subject: Some(subject),
        fallback,
    };
    let mapping = logic::looked_up(lookup, &Surroundings::new(lower, whole));
    Some(Said::Asked(Box::new(AskedTable(Question {
        table: name,
        at: span(whole),
        mapping,
    }))))
}

/// Whether a place in a table is written and not read: `CODES[g] = …`.
fn is_set<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> bool {
    let Some(outer) = node.parent() else {
        return false;
    };
    match lower.shape(outer) {
        Shape::Assignment(assignment) => assignment.target.is_some_and(|target| {
            target.start_byte() <= node.start_byte() && node.end_byte() <= target.end_byte()
        }),
        _ => false,
    }
}

/// The block or function behind the arguments of a call: `fetch(key) { "m" }`, `getOrElse(key) { "m" }`.
fn block_of(call: Node<'_>) -> Option<Node<'_>> {
    let last = named(call).last()?;
    is_block(last).then_some(last)
}

fn is_block(node: Node<'_>) -> bool {
    ["block", "lambda", "arrow_function", "closure"]
        .iter()
        .any(|kind| node.kind().contains(kind))
}

/// The only expression in a block or function that yields a default; any other node itself.
fn yielded(node: Node<'_>) -> Node<'_> {
    let mut inner = node;
    for _ in 0..MOST_STEPS {
        let is_around = is_block(inner)
            || ["body", "statement", "return"]
                .iter()
                .any(|kind| inner.kind().contains(kind));
        let mut parts = named(inner).filter(|part| !part.kind().contains("parameter"));
        match (is_around, parts.next(), parts.next()) {
            (true, Some(only), None) => inner = only,
            _ => break,
        }
    }
    inner
}

/// Combines each table with its queries into one translation with a default.
pub fn settle(reader: &mut Reader<'_>) {
    let Consulted {
        mut declared,
        questions,
        mut filled,
    } = std::mem::take(&mut reader.consulted);
    if questions.is_empty() {
        return;
    }
    declared.extend(made_of_rows(&questions, &declared, &mut filled));
    // Tables that were asked without a default: what happens to missing keys is one question.
    let mut asked_plainly: HashSet<Span> = HashSet::new();
    for question in questions {
        let Some(table) = asked_table(&declared, &question) else {
            continue;
        };
        let is_plain = question.mapping.fallback.is_none();
        // Where more than two keys are named, somebody has thought of the others.
        let is_of_two = table.mapping.arms.len() == 2;
        if is_plain && !(is_of_two && asked_plainly.insert(table.at)) {
            continue;
        }
        let more = filled.get(&table.name);
        if more.is_some_and(|more| more.is_open) {
            continue;
        }
        let rows = more.map(|more| more.rows.as_slice()).unwrap_or_default();
        // The combined translation replaces the separate relations of the table and its default.
        reader.take_back(question.at, table.table);
        let mapping = joined(reader, table, question.mapping, rows);
        translate(reader, mapping, question.at);
    }
}

/// The table of this name in the scope of the query; `None` if there are several.
fn asked_table<'d>(declared: &'d [Declared], question: &Question) -> Option<&'d Declared> {
    let is_known = |table: &&Declared| {
        let within = table.within;
        table.name == question.table
            && within.is_none_or(|within| {
                within.start <= question.at.start && question.at.end <= within.end
            })
    };
    let mut known = declared.iter().filter(is_known);
    let first = known.next()?;
    known.next().is_none().then_some(first)
}

/// Tables that start empty and are filled row by row.
fn made_of_rows(
    questions: &[Question],
    declared: &[Declared],
    filled: &mut HashMap<String, Filled>,
) -> Vec<Declared> {
    let mut made: Vec<Declared> = Vec::new();
    for question in questions {
        let is_known = |table: &Declared| table.name == question.table;
        if declared.iter().chain(&made).any(is_known) {
            continue;
        }
        let Some(rows) = filled.get_mut(&question.table) else {
            continue;
        };
        if rows.is_open || rows.rows.len() < 2 {
            continue;
        }
        let at = rows.at.unwrap_or_default();
        made.push(Declared {
            name: question.table.clone(),
            at,
            table: at,
            within: None,
            mapping: Mapping {
                target: question.table.clone(),
                arms: std::mem::take(&mut rows.rows),
                ..Mapping::default()
            },
        });
    }
    made
}

fn joined(
    reader: &Reader<'_>,
    table: &Declared,
    question: Mapping,
    rows: &[MappingArm],
) -> Mapping {
    let topic = reader.topic();
    let own = &table.mapping;
    // Without a default, the name of the table says what its values are for.
    let named = topic.is_mentioned_in(&question.target) && question.fallback.is_some()
        || own.target.is_empty();
    let mut arms = own.arms.clone();
    arms.extend(rows.iter().cloned());
    Mapping {
        arms,
        table: Some(table.at),
        subject_type: question.subject_type.or_else(|| own.subject_type.clone()),
        target: match named {
            true => question.target,
            false => own.target.clone(),
        },
        target_type: own.target_type.clone().or(question.target_type),
        ..question
    }
}

impl Reader<'_> {
    /// Removes earlier relations: of the table by itself, and of a missing value at the query.
    fn take_back(&mut self, question: Span, table: Span) {
        self.forget(|kind, at| {
            let RelationKind::Mapping(mapping) = kind else {
                return false;
            };
            at == question && mapping.arms.is_empty()
                || at == table && mapping.subject.is_empty() && mapping.fallback.is_none()
        });
    }
}
