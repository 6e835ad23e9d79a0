//! Conversions of text into a type, with a result for text that is none of its values: `try { return
//! Gender.valueOf(text) } catch (…) { return MALE }`, `Enum.TryParse<Gender>(text, out var g) ? g : Gender.Male`,
//! `runCatching { Gender.valueOf(text) }.getOrDefault(Gender.MALE)`.

use tree_sitter::Node;

use super::super::lowering::{Call, Shape, named};
use super::context::Surroundings;
use super::lower::Lower;
use crate::format::logic::{self, Constant, Context, Receiver, Subject};
use crate::model::Mapping;

/// Calls that turn text into a value of their receiver, which is a type.
const CONVERTING: &[&str] = &[
    "Parse",
    "from",
    "fromCode",
    "fromString",
    "fromValue",
    "from_str",
    "from_string",
    "lookup",
    "of",
    "parse",
    "valueOf",
    "withName",
];
/// Calls that say whether they could convert.
const TRYING: &[&str] = &["TryParse", "TryParseExact", "tryParse"];
/// Calls that state the result if a block before them has failed.
const OTHERWISE: &[&str] = &["getOrDefault", "getOrElse", "recover"];
/// Maximum number of nodes searched for a conversion; longer attempts do other things as well.
const MOST_NODES: usize = 60;

/// The translation that such a conversion makes: without cases, and with an entry for everything else.
pub fn mapping<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: &Shape<'t>) -> Option<Mapping> {
    let (converted, receiver, stated) = match shape {
        Shape::Conditional(fork, Some(otherwise)) => {
            let converted = tried(lower, fork.condition)?;
            let other = match is_negated(lower, fork.condition) || fork.negated {
                true => fork.then?,
                false => *otherwise,
            };
            (converted, Receiver::Value, lower.constant(other)?)
        }
        Shape::If(forks, None) => {
            let [only] = forks.as_slice() else {
                return None;
            };
            let converted = tried(lower, only.condition)?;
            let fails = is_negated(lower, only.condition) || only.negated;
            let (receiver, stated) = first_stated(lower, only.then.filter(|_| fails)?)?;
            (converted, receiver, stated)
        }
        Shape::Call(call) if OTHERWISE.contains(&lower.reader.text(call.name)) => {
            let attempt = call.receiver?;
            let other = *call.arguments.first()?;
            let stated = lower.constant(other).or_else(|| {
                // getOrElse { Gender.MALE }
                let last = named(other).last()?;
                let last = named(last).last().unwrap_or(last);
                lower.constant(last)
            })?;
            let attempts = ["runCatching", "Try"];
            let is_attempt = attempts
                .iter()
                .any(|name| lower.reader.text(attempt).starts_with(name));
            let converted = conversion(lower, Some(attempt).filter(|_| is_attempt)?)?;
            (converted, Receiver::Value, stated)
        }
        _ if matches!(node.kind(), "try_statement" | "try_expression" | "begin") => {
            let handler = named(node).find(|part| is_handler(*part))?;
            let handled = handler
                .child_by_field_name("body")
                .or_else(|| named(handler).last())?;
            let (receiver, stated) = first_stated(lower, handled)?;
            let body = node
                .child_by_field_name("body")
                .or_else(|| named(node).next())?;
            (conversion(lower, body)?, receiver, stated)
        }
        _ => return None,
    };
    let context = Surroundings::new(lower, node);
    let target = context.target(&receiver);
    let subject = Subject::whole(converted.text);
    let mapping = logic::coalesced(subject, stated, &context);
    Some(Mapping {
        subject_type: Some(converted.into),
        target: match target.name.is_empty() {
            true => mapping.target,
            false => target.name,
        },
        target_type: target.of.or(mapping.target_type),
        ..mapping
    })
}

/// A conversion: what is converted, and the type.
struct Converted {
    text: String,
    into: String,
}

fn is_handler(part: Node<'_>) -> bool {
    ["catch", "except", "rescue"]
        .iter()
        .any(|kind| part.kind().starts_with(kind))
}

/// The first result that a block states, and who receives it.
fn first_stated<'t>(lower: Lower<'_, 't>, block: Node<'t>) -> Option<(Receiver, Constant)> {
    let outcome = lower.outcome(&[block], true);
    let mut results = outcome.results.into_iter();
    results.find_map(|(receiver, stated)| Some((receiver, stated?)))
}

fn is_negated<'t>(lower: Lower<'_, 't>, condition: Node<'t>) -> bool {
    matches!(lower.bare(condition).1, Shape::Not(_))
}

/// The conversion that a condition asks for: `Enum.TryParse<Gender>(text, out var g)`, also negated.
fn tried<'t>(lower: Lower<'_, 't>, condition: Node<'t>) -> Option<Converted> {
    let (_, shape) = lower.bare(condition);
    let shape = match shape {
        Shape::Not(inner) => lower.bare(inner).1,
        shape => shape,
    };
    let Shape::Call(call) = shape else {
        return None;
    };
    let called = lower.reader.text(call.name);
    let (name, of) = called.split_once('<').unwrap_or((called, ""));
    if !TRYING.contains(&name) {
        return None;
    }
    let into = of.trim_end_matches('>');
    let declared = || {
        // Enum.TryParse(text, out Gender g)
        let handed = call.arguments.iter().map(|part| lower.reader.text(*part));
        let mut words = handed.flat_map(|part| part.split([' ', '(', ')']));
        words.find(|word| is_type(lower, word))
    };
    let into = Some(into)
        .filter(|into| is_type(lower, into))
        .or_else(declared)?;
    Some(Converted {
        text: lower.reader.text(*call.arguments.first()?).to_owned(),
        into: into.to_owned(),
    })
}

/// The only conversion in a part of a program.
fn conversion<'t>(lower: Lower<'_, 't>, part: Node<'t>) -> Option<Converted> {
    let mut open = vec![part];
    let mut found = None;
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else {
            return found;
        };
        if found.is_none() {
            found = match lower.shape(node) {
                Shape::Call(call) => converting(lower, &call),
                // Gender[text]
                Shape::Index(of, key) if is_type(lower, lower.reader.text(of)) => Some(Converted {
                    text: lower.reader.text(key).to_owned(),
                    into: lower.reader.text(of).to_owned(),
                }),
                _ => None,
            };
        }
        open.extend(named(node));
    }
    None
}

fn converting<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<Converted> {
    let name = lower.reader.text(call.name);
    let (name, of) = name.split_once('<').unwrap_or((name, ""));
    let first = *call.arguments.first()?;
    let of = of.trim_end_matches('>');
    let (into, text) = match call.receiver {
        // Gender(text)
        None if is_type(lower, name) => (name, first),
        // enumValueOf<Gender>(text)
        None if is_type(lower, of) => (of, first),
        Some(_) if CONVERTING.contains(&name) && is_type(lower, of) => (of, first),
        Some(on) if CONVERTING.contains(&name) && is_type(lower, lower.reader.text(on)) => {
            (lower.reader.text(on), first)
        }
        // Enum.valueOf(Gender.class, text)
        Some(_) if CONVERTING.contains(&name) => {
            let class = lower.reader.text(first);
            let class = class.strip_suffix(".class").or_else(|| {
                class
                    .strip_prefix("typeof(")
                    .and_then(|rest| rest.strip_suffix(')'))
            })?;
            let text = *call.arguments.get(1)?;
            (Some(class).filter(|class| is_type(lower, class))?, text)
        }
        _ => return None,
    };
    Some(Converted {
        text: lower.reader.text(text).to_owned(),
        into: into.to_owned(),
    })
}

/// Whether a name is that of a type about the topic.
fn is_type(lower: Lower<'_, '_>, name: &str) -> bool {
    const LONGEST: usize = 80;
    let last = name.rsplit(['.', ':', '\\']).next().unwrap_or(name);
    let is_name = last.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    last.starts_with(char::is_uppercase)
        && is_name
        && last.chars().any(char::is_lowercase)
        && name.len() <= LONGEST
        && lower.reader.topic().is_mentioned_in(last)
}
