//! Places where a program randomly chooses among literal values.

use std::sync::OnceLock;

use regex::Regex;
use tree_sitter::Node;

use super::super::list_name::list_name;
use super::super::lowering::{Call, Shape};
use super::context::Surroundings;
use super::lower::Lower;
use crate::format::logic::{Constant, Context, Expression, Receiver};
use crate::model::{Located, RelationKind, Statement, StatementKind};

/// Maximum length of a condition or call; longer ones do more than draw.
const LONGEST: usize = 400;

/// The relation at a node that draws one of several values.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    if let Shape::Call(call) = shape
        && let Some(list) = list_drawn_from(lower, call)
    {
        return Some(RelationKind::Draws(list));
    }
    let drawn = match shape {
        Shape::Call(call) => by_call(lower, call)?,
        Shape::Index(object, index) if asks_chance(lower.reader.text(*index)) => {
            constants(&lower.expression(*object))?
        }
        Shape::Conditional(fork, otherwise) if asks_chance(lower.reader.text(fork.condition)) => {
            let sides = [fork.then?, (*otherwise)?];
            let sides: Option<Vec<Constant>> =
                sides.iter().map(|side| lower.constant(*side)).collect();
            sides?.into_iter().map(|side| side.text).collect()
        }
        _ => return None,
    };
    let target = Surroundings::new(lower, node);
    let column = target.target(&Receiver::Value).name;
    let topic = lower.reader.topic();
    let concerned = topic.is_mentioned_in(&column)
        || drawn
            .iter()
            .any(|value| topic.is_mentioned_in(&value.value));
    concerned.then(|| {
        RelationKind::Statement(Statement {
            path: target.path(),
            column,
            kind: StatementKind::RandomChoice {
                values: drawn,
                stored: false,
            },
        })
    })
}

/// `rng.choice(["m", "w"])`, `faker.random_element(("m", "w"))`, `%w[m w].sample`.
fn by_call<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<Vec<Located<String>>> {
    // Most calls can be dismissed here.
    let name = lower.reader.text(call.name).to_lowercase().replace('_', "");
    let says_chance = match name.as_str() {
        "randomelement" | "randomelements" | "randomchoice" | "arrayelement" | "pickrandom"
        | "pickone" | "randomitem" | "randomvalue" => true,
        "choice" | "choices" | "sample" | "pick" | "shuffle" => false,
        _ => return None,
    };
    let receiver = call
        .receiver
        .map(|receiver| (receiver, lower.reader.text(receiver)));
    let own = receiver.and_then(|(node, _)| constants(&lower.expression(node)));
    if own.is_some() && call.arguments.is_empty() {
        return own;
    }
    if !says_chance && !receiver.is_some_and(|(_, text)| names_chance(text)) {
        return None;
    }
    constants(&lower.expression(*call.arguments.first()?))
}

/// The named list that a call draws from: `sample(GENDERS)`, `rng.choice(GENDERS)`, `GENDERS.sample`.
fn list_drawn_from<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<String> {
    let called = lower.reader.text(call.name);
    if called.len() > LONGEST {
        return None;
    }
    let says_chance = crate::topic::tokens(called)
        .iter()
        .any(|word| matches!(word.as_str(), "sample" | "random" | "shuffle" | "pick"));
    let list = match (call.receiver, call.arguments.as_slice()) {
        (Some(receiver), []) if says_chance => receiver,
        (Some(receiver), [first, ..])
            if says_chance
                || matches!(called, "choice" | "choices")
                    && names_chance(lower.reader.text(receiver)) =>
        {
            *first
        }
        (None, [first, ..]) if says_chance => *first,
        _ => return None,
    };
    let list = list_name(lower.reader, list)?.simple;
    lower.reader.topic().is_mentioned_in(&list).then_some(list)
}

/// The values of a list of constants; `None` if there is only one or anything else in the list.
fn constants(list: &Expression) -> Option<Vec<Located<String>>> {
    let Expression::List(items) = list else {
        return None;
    };
    let stated: Option<Vec<Located<String>>> = items
        .iter()
        .map(|item| match item {
            Expression::Literal(stated) => Some(stated.text.clone()),
            _ => None,
        })
        .collect();
    stated.filter(|values| values.len() > 1)
}

/// Whether the receiver of a method is a random source.
fn names_chance(receiver: &str) -> bool {
    const SOURCES: &[&str] = &[
        "random", "rng", "rand", "secrets", "fake", "faker", "chance", "zufall", "_",
    ];
    let last = receiver
        .rsplit(['.', '>', ':', '$'])
        .next()
        .unwrap_or(receiver);
    last == "_"
        || crate::topic::tokens(receiver)
            .iter()
            .any(|token| SOURCES.contains(&token.as_str()))
}

/// Whether an expression queries a random source.
pub fn asks_chance(text: &str) -> bool {
    static CALLS: OnceLock<Option<Regex>> = OnceLock::new();
    if text.len() > LONGEST {
        return false;
    }
    let calls = CALLS.get_or_init(|| {
        Regex::new(
            r"(?i)\b(math\.random|random\.random|randrange|randint|mt_rand|random_int|array_rand|rand|random|getrandbits|next(boolean|bool|int|double|float)|intn)\s*\(",
        )
        .ok()
    });
    calls.as_ref().is_some_and(|calls| calls.is_match(text))
}
