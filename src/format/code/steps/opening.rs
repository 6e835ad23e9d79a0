//! Lists that a file states only in part: calls that read elsewhere, other functions, or the receiver of the list add
//! to them.

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::{ADDING, Filled, PARTS, add, key_of, put};
use crate::format::code::lowering::{Call, Lowering, Shape};
use crate::format::code::reader::{Reader, span};
use crate::format::code::values::value_set;
use crate::model::{Located, Span, Value};

/// Calls after which the content of a list is unknown.
pub(super) const OPENING: &[&str] = &[
    "addAll",
    "addElement",
    "addFirst",
    "addLast",
    "addOptions",
    "AddRange",
    "concat",
    "extend",
    "insert",
    "Insert",
    "InsertRange",
    "merge",
    "merge!",
    "prepend",
    "putAll",
    "setModel",
    "setOptions",
    "splice",
    "unshift",
    "update",
];
/// Functions that add to the list in their first argument.
const PUSHING: &[&str] = &["array_push", "array_unshift", "addAll"];
/// Prefixes of functions that extend a list they are passed.
const EXTENDING: &[&str] = &[
    "add", "append", "complete", "extend", "fill", "load", "populate", "ergaenze", "fuelle", "lade",
];
/// Maximum length of an expression that derives a list from another one.
const LONGEST_EXPRESSION: usize = 2_000;

/// A call of a function that receives a list.
pub(super) fn handed<'t>(reader: &mut Reader<'t>, call: &Call<'t>, lowering: Lowering) {
    let name = reader.text(call.name);
    let pushes = PUSHING.contains(&name);
    let lower = name.to_lowercase();
    // Go's `append` returns a list, which is read at its assignment.
    if ADDING.contains(&name) {
        return;
    }
    if !pushes && !EXTENDING.iter().any(|verb| lower.starts_with(verb)) {
        return;
    }
    let arguments: Vec<Node<'t>> = call
        .arguments
        .iter()
        .map(|part| super::bare(*part))
        .collect();
    if pushes {
        if let [list, added @ ..] = arguments.as_slice()
            && let key = key_of(reader.text(*list))
            && reader.steps.open.contains_key(key)
        {
            for value in added {
                add(reader, key, *list, &[*value], false, lowering);
            }
        }
        return;
    }
    for argument in arguments {
        let key = key_of(reader.text(argument));
        if let Some(filled) = reader.steps.open.get_mut(key) {
            filled.is_open = true;
        }
    }
}

/// A list that is extended by another: `genders += (("d", "divers"),)`.
pub(super) fn grown<'t>(reader: &mut Reader<'t>, target: Node<'t>, value: Node<'t>) {
    let written = reader.text(target);
    let key = key_of(written);
    // self.fields["gender"].choices += [("d", "divers")]
    let shows = PARTS.iter().any(|part| written.ends_with(part));
    if !shows && !reader.steps.open.contains_key(key) {
        return;
    }
    match value_set(reader, value) {
        Some(values) => {
            for value in values {
                put(reader, key, target, Some(value), shows);
            }
        }
        None => put(reader, key, target, None, shows),
    }
}

/// `Object.assign(Gender, { DIVERSE: "d" })`: the arguments after the first are added to it.
pub(super) fn merged<'t>(reader: &mut Reader<'t>, arguments: &[Node<'t>]) {
    if let [target, added @ ..] = arguments {
        for value in added {
            grown(reader, *target, *value);
        }
    }
}

/// `Gender.DIVERSE = "d"`: a constant added to an object of constants. Returns whether the node is one.
pub(super) fn gets_member<'t>(
    reader: &mut Reader<'t>,
    target: Node<'t>,
    value: Node<'t>,
    lowering: Lowering,
) -> bool {
    let Shape::Member(Some(object), name) = lowering(reader, target) else {
        return false;
    };
    let member = reader.text(name);
    let key = key_of(reader.text(object));
    // A lower-case name is an ordinary property.
    if !member.starts_with(char::is_uppercase) || !reader.steps.open.contains_key(key) {
        return false;
    }
    let constant = Value {
        raw: Located::with_span(member.to_owned(), span(name)),
        label: super::text(reader, value, lowering),
        ..Value::default()
    };
    put(reader, key, target, Some(constant), false);
    true
}

/// `ArrayList(resources.getStringArray(R.array.genders).toList())`: the list of a resource that a variable begins with.
pub(super) fn resource(reader: &Reader<'_>, value: Node<'_>) -> Option<Located<String>> {
    const LONGEST: usize = 200;
    const LISTS: &str = "R.array.";
    let text = Some(reader.text(value)).filter(|text| text.len() <= LONGEST)?;
    let at = text.find(LISTS)? + LISTS.len();
    let behind = text.get(at..)?;
    let end = behind.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
    let name = behind.get(..end.unwrap_or(behind.len()))?;
    let start = value.start_byte() + at;
    let at = Span::new(start, start + name.len());
    (!name.is_empty()).then(|| Located::with_span(name.to_owned(), at))
}

/// A variable assigned a value derived from itself: `$genders = array_merge($genders, $more)`.
pub(super) fn made_from_itself<'t>(reader: &mut Reader<'t>, key: &str, value: Node<'t>) {
    if !reader.steps.open.contains_key(key) {
        return;
    }
    let text = reader.text(value);
    let part = |ch: char| ch.is_alphanumeric() || "_$".contains(ch);
    let mentioned = text.len() <= LONGEST_EXPRESSION
        && text.split(|ch: char| !part(ch)).any(|word| word == key);
    if mentioned && let Some(filled) = reader.steps.open.get_mut(key) {
        filled.is_open = true;
    }
}

/// Marks lists as partial if no function of the file creates them or several functions fill them. A control declared
/// elsewhere is filled in one place.
pub(super) fn what_several_functions_fill(done: &mut [Filled], made: &HashSet<String>) {
    let mut parts: HashMap<String, usize> = HashMap::new();
    for filled in done.iter() {
        *parts.entry(filled.variable.value.clone()).or_default() += 1;
    }
    for filled in done.iter_mut() {
        filled.adds_plainly = match (filled.continued, filled.replaces) {
            (_, true) => Some(false),
            (true, _) => Some(!filled.is_open && filled.branch.is_none()),
            _ => None,
        };
    }
    for filled in done.iter_mut().filter(|filled| filled.continued) {
        let variable = filled.variable.value.as_str();
        let by_several = parts.get(variable).is_some_and(|count| *count > 1);
        let is_made = filled.is_control || made.contains(variable);
        filled.is_open |= by_several || !is_made;
    }
}
