//! Uses of entries beyond declaring and translating them: refusing combinations, writing logs.

use std::sync::OnceLock;

use regex::Regex;
use tree_sitter::Node;

use super::super::lowering::{Call, Function, Shape, named};
use super::context::function_name_at;
use super::lower::Lower;
use crate::format::logic::{Constant, Expression, constant};
use crate::model::RelationKind;
use crate::topic::Attribute;

/// Maximum size of an expression; larger ones are programs of their own.
const MOST_NODES: usize = 80;

/// The program's action at a node.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    match shape {
        Shape::If(forks, _) => {
            let fork = forks.first().filter(|fork| !fork.negated)?;
            refusal(lower, fork.condition, fork.then?).map(RelationKind::Refuses)
        }
        Shape::Call(call) => {
            let names = log(lower, node, call);
            (!names.is_empty()).then_some(RelationKind::Logs(names))
        }
        Shape::Function(function) => head(lower, node, function).map(RelationKind::Function),
        _ => None,
    }
}

/// The names of a function and its parameters, if they mention the topic.
fn head<'t>(lower: Lower<'_, 't>, node: Node<'t>, function: &Function<'t>) -> Option<Vec<String>> {
    /// Functions with more parameters do not concern a single person.
    const MOST_PARAMETERS: usize = 6;
    /// Longer parameters are destructuring patterns.
    const LONGEST: usize = 80;
    let name = function_name_at(lower, node)?;
    let parameters = function.parameters?;
    if !lower.reader.topic().is_mentioned_in(&name)
        || !(1..=MOST_PARAMETERS).contains(&parameters.named_child_count())
    {
        return None;
    }
    let called = named(parameters).map(|parameter| {
        let written = match lower.shape(parameter) {
            Shape::Parameter(Some(name), _) => lower.reader.text(name),
            _ => lower.reader.text(parameter),
        };
        // `name: string`, `name = ""`
        let own = written.split([':', '=']).next().unwrap_or(written);
        own.trim().trim_start_matches(['$', '@', '*', '&'])
    });
    let called: Vec<&str> = called
        .filter(|own| !own.is_empty() && own.len() <= LONGEST && !matches!(*own, "self" | "this"))
        .collect();
    (!called.is_empty()).then(|| {
        std::iter::once(name.as_str())
            .chain(called)
            .map(str::to_owned)
            .collect()
    })
}

/// `if (anrede.equals("Frau") && geschlecht.equals("d")) throw …`, `if (title.gender != gender) return false;`.
fn refusal<'t>(lower: Lower<'_, 't>, condition: Node<'t>, body: Node<'t>) -> Option<Vec<String>> {
    let text = lower.reader.text(condition);
    let names_both = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .all(|attribute| lower.reader.topic().names(attribute, text));
    if !names_both || !refuses(lower, body) {
        return None;
    }
    let mut parts = Vec::new();
    conjunction(&lower.expression(condition), &mut parts)?;
    parts.sort();
    parts.dedup();
    (parts.len() >= 2).then_some(parts)
}

/// Collects the expressions that a conjunction of comparisons compares with entries.
fn conjunction(condition: &Expression, parts: &mut Vec<String>) -> Option<()> {
    match condition {
        Expression::And(left, right) => {
            conjunction(left, parts)?;
            conjunction(right, parts)
        }
        Expression::Equal(left, right) => {
            compared(left, right, parts);
            Some(())
        }
        // With an alternative, either side may be wrong by itself.
        Expression::Or(..) | Expression::In(..) | Expression::Other(_) => None,
        Expression::Not(inner) => match &**inner {
            Expression::Equal(left, right) => {
                compared(left, right, parts);
                Some(())
            }
            // A negated conjunction has another meaning.
            Expression::And(..) | Expression::Or(..) => None,
            inner => conjunction(inner, parts),
        },
        Expression::Call(call)
            if matches!(
                call.name.as_str(),
                "equals" | "equalsIgnoreCase" | "Equals" | "eql?"
            ) =>
        {
            match (call.receiver.as_deref(), call.arguments.as_slice()) {
                (_, [left, right]) => compared(left, right, parts),
                (Some(left), [right]) => compared(left, right, parts),
                _ => {}
            }
            Some(())
        }
        _ => Some(()),
    }
}

fn compared(left: &Expression, right: &Expression, parts: &mut Vec<String>) {
    let sides = [left, right];
    // A check for a missing value is not about a combination.
    let is_blank = |side: &&Expression| constant(side).is_some_and(Constant::is_blank);
    if sides.iter().any(is_blank) {
        return;
    }
    let variable = sides.into_iter().filter(|side| constant(side).is_none());
    parts.extend(variable.filter_map(|side| Some(side.written()?.value.clone())));
}

/// The entry that a program gives to somebody at a node: `father.setGender(Gender.MALE)`, `wife.gender = "f"`.
pub fn from_role<'t>(lower: Lower<'_, 't>, shape: &Shape<'t>) -> Option<RelationKind> {
    match shape {
        Shape::Call(call) => set_on(lower, call),
        Shape::Assignment(assignment) if !assignment.compound => {
            let Shape::Member(Some(of), name) = lower.bare(assignment.target?).1 else {
                return None;
            };
            given(lower, of, name, assignment.value?)
        }
        _ => None,
    }
}

/// `father.setGender(Gender.MALE)`, `ehefrau.set_geschlecht(WEIBLICH)`.
fn set_on<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<RelationKind> {
    let [value] = call.arguments.as_slice() else {
        return None;
    };
    let name = lower.reader.text(call.name);
    let sets = name.to_lowercase().starts_with("set");
    given(lower, call.receiver.filter(|_| sets)?, call.name, *value)
}

/// An entry that a program gives to somebody known by a plain name: only the vocabulary knows whether it is a role.
fn given<'t>(
    lower: Lower<'_, 't>,
    of: Node<'t>,
    name: Node<'t>,
    value: Node<'t>,
) -> Option<RelationKind> {
    const LONGEST: usize = 40;
    let (of, name) = (lower.reader.text(of), lower.reader.text(name));
    let of = of.trim_start_matches('$');
    let is_plain = of.len() <= LONGEST && of.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    let topic = lower.reader.topic();
    if !is_plain || !topic.names(Attribute::Gender, name) {
        return None;
    }
    let stated = lower.constant(value)?;
    let is_entry = topic.is_mentioned_in(&stated.text.value) || topic.is_entry(&stated.text.value);
    is_entry.then(|| RelationKind::FromRole(vec![of.to_owned(), name.to_owned()]))
}

/// Calls that refuse an input.
fn refusing_call() -> Option<&'static Regex> {
    static NAMES: OnceLock<Option<Regex>> = OnceLock::new();
    NAMES
        .get_or_init(|| {
            Regex::new(
                "(?i)^(raise|reject|rejectValue|add_?error|addConstraintViolation|buildConstraintViolation.*|addViolation|setError.*\
                 |AddModelError|add_failure|AddFailure|error|abort)$",
            )
            .ok()
        })
        .as_ref()
}

/// Whether a call records a validation error, judging by its name.
pub(super) fn notes_error(call: &str) -> bool {
    // Functions that abort are not methods that record an error.
    !matches!(call, "raise" | "error" | "abort")
        && refusing_call().is_some_and(|names| names.is_match(call))
}

/// Whether a body does nothing but reject.
fn refuses<'t>(lower: Lower<'_, 't>, body: Node<'t>) -> bool {
    let mut open = vec![body];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else { break };
        match lower.shape(node) {
            Shape::Throw => return true,
            Shape::Call(call)
                if refusing_call()
                    .is_some_and(|names| names.is_match(lower.reader.text(call.name))) =>
            {
                return true;
            }
            _ => {}
        }
        open.extend(named(node));
    }
    false
}

/// `log.info("Geschlecht {} -> {}", geschlechtAlt, geschlechtNeu)`.
fn log<'t>(lower: Lower<'_, 't>, node: Node<'t>, written: &Call<'t>) -> Vec<String> {
    // Most calls end here.
    if !lower.reader.topic().marks_former(lower.reader.text(node)) {
        return Vec::new();
    }
    let receiver = written
        .receiver
        .map(|receiver| lower.reader.text(receiver))
        .unwrap_or_default();
    let last = receiver
        .rsplit(['.', '>', ':', '\\'])
        .next()
        .unwrap_or(receiver)
        .trim_matches(['$', '_', '@', '(', ')'])
        .to_lowercase();
    let logs = matches!(
        last.as_str(),
        "log"
            | "logger"
            | "logging"
            | "console"
            | "timber"
            | "slog"
            | "zap"
            | "logrus"
            | "auditlog"
            | "auditlogger"
    );
    if !logs {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut open = written.arguments.clone();
    for _ in 0..MOST_NODES {
        let Some(part) = open.pop() else { break };
        match lower.shape(part) {
            Shape::Member(_, name) => {
                let name = lower.reader.text(name);
                names.push(name.trim_start_matches('$').to_owned());
            }
            Shape::Call(inner) => {
                names.push(lower.reader.text(inner.name).to_owned());
                open.extend(inner.arguments);
            }
            _ => open.extend(named(part)),
        }
    }
    names.sort();
    names.dedup();
    names
}
