//! Translations between two value sets in program source: constructs that choose, and tables of literals.
//!
//! [`lower`] turns the shapes of nodes into expressions, [`choice`] reads branches and their results, [`table`]
//! look-ups, [`consulted`] look-ups in tables declared elsewhere, [`context`] the surroundings. Only literal or
//! constant results are read; all others are unknown.

mod choice;
mod conduct;
pub(super) mod consulted;
mod context;
mod decoded;
mod guard;
mod initial;
mod lot;
mod lower;
mod parsed;
mod past;
mod preset;
mod replaced;
mod restriction;
mod selection;
mod substitute;
mod table;
mod worded;

use tree_sitter::Node;

use self::context::{MOST_DEPTH, Surroundings};
use self::lower::Lower;
use super::NodePosition;
use super::lowering::{Assignment, Fork, Lowering, Shape};
use super::reader::{Reader, span};
use crate::format::logic::{self, Choice, ConstantKind, Context, Expression, Receiver, Test};
use crate::model::{Comparison, Mapping, MappingArm, ModelPath, RelationKind, Restriction, Span};

/// Visits one node.
pub(super) fn visit<'t>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    position: NodePosition,
    lowering: Lowering,
) {
    if position.of_data || position.depth > MOST_DEPTH {
        return;
    }
    let lower = Lower { reader, lowering };
    let shape = lower.shape(node);
    let relation = conduct::relation(lower, node, &shape)
        .or_else(|| lot::relation(lower, node, &shape))
        .or_else(|| decoded::relation(lower, node, &shape))
        .or_else(|| preset::relation(lower, node, &shape))
        .or_else(|| initial::relation(lower, node, &shape))
        .or_else(|| conduct::from_role(lower, &shape))
        .or_else(|| worded::relation(lower, node, &shape));
    let at = match &shape {
        Shape::Function(function) => span(function.name.unwrap_or(node)),
        _ => span(node),
    };
    let allowed = guard::allowed(
        lower,
        node,
        &shape,
        || context::validated_around(lower, node),
        || context::function_around(lower, node),
        || context::head_around(lower, node),
    );
    let function = allowed
        .as_ref()
        .and_then(|_| context::head_span_around(lower, node));
    let looked_after = || {
        context::validated_around(lower, node)
            .or_else(|| guard::looked_after(&context::function_around(lower, node)?))
    };
    let restriction = restriction::restriction(lower, node, &shape, looked_after);
    let said = consulted::look(lower, node, &shape);
    let found = if reader.was_read(node) {
        Found::default()
    } else {
        found(lower, node, shape)
    };
    let is_reached = found.mappings.is_empty() || past::is_reached(lower, node);
    if let Some(allowed) = allowed {
        allow(reader, node, allowed, function);
    }
    if let Some(kind) = relation {
        reader.relate(kind, at);
    }
    if let Some((restriction, at)) = restriction {
        reader.close_before(node);
        let restriction = Restriction {
            path: reader.path_around(),
            ..restriction
        };
        reader.relate(RelationKind::Restricts(restriction), at);
    }
    found.parts.into_iter().for_each(|part| reader.mark(part));
    if let Some(said) = said {
        consulted::remember(reader, said);
    }
    for (mapping, whole) in found.mappings.into_iter().filter(|_| is_reached) {
        translate(reader, mapping, whole);
    }
}

/// The result of reading one construct.
#[derive(Default)]
struct Found<'t> {
    mappings: Vec<(Mapping, Span)>,
    /// Nodes that belong to it and are not read again.
    parts: Vec<Node<'t>>,
}

/// What a construct translates, from its shape.
fn found<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: Shape<'t>) -> Found<'t> {
    if let Some(mapping) = replaced::mapping(lower, node, &shape) {
        return Found {
            mappings: vec![(mapping, span(node))],
            parts: replaced::tables(lower, &shape),
        };
    }
    if let Some(mapping) = parsed::mapping(lower, node, &shape) {
        return Found {
            mappings: vec![(mapping, span(node))],
            parts: Vec::new(),
        };
    }
    match shape {
        Shape::If(..) | Shape::Conditional(..) | Shape::Switch(_) => chosen(lower, node, shape),
        Shape::Table(rows) => looked_up(lower, node, &rows),
        Shape::Binary(left, operator @ ("||" | "??" | "?:" | "or"), right) => {
            match either(lower, node, (left, operator, right)) {
                Some(shape) => chosen(lower, node, shape),
                None => {
                    let mut found = instead(lower, node, left, right);
                    if found.mappings.is_empty() {
                        found = joined(lower, node, left, right);
                    }
                    found
                }
            }
        }
        Shape::Binary(left, "&&" | "and" | "And" | "AndAlso", right) => {
            joined(lower, node, left, right)
        }
        Shape::Assignment(Assignment {
            target: Some(target),
            value: Some(value),
            ..
        }) if replaces_missing(lower, target, value) => {
            let mut found = instead(lower, node, target, value);
            let name = lower.target_name(target).unwrap_or_default();
            for (mapping, _) in &mut found.mappings {
                mapping.target.clone_from(&name);
            }
            found
        }
        Shape::Return(Some(value)) => answered(lower, value),
        Shape::Declaration(declaration) => declaration
            .value
            .map(|value| answered(lower, value))
            .unwrap_or_default(),
        Shape::Assignment(assignment) if !assignment.compound => assignment
            .value
            .map(|value| answered(lower, value))
            .unwrap_or_default(),
        _ => Found::default(),
    }
}

/// Takes over that a program only allows some values of a field; `function`: the name of the function that checks it.
fn allow(reader: &mut Reader<'_>, node: Node<'_>, allowed: guard::Allowed, function: Option<Span>) {
    let guard::Allowed {
        field,
        values,
        validates,
        head,
        at,
    } = allowed;
    let asked = values.iter().map(|value| value.raw.clone()).collect();
    let is_said = reader.narrow(node, &field, values, validates.then_some(head), at);
    if let Some(function) = function.filter(|_| is_said) {
        reader.validated_in(function, at);
    }
    // The owner of these values is not stated here, but their refusal must not be ignored.
    if !is_said {
        let refused = Mapping {
            path: ModelPath::default(),
            subject: field,
            arms: vec![MappingArm {
                from: asked,
                to: None,
            }],
            ..Mapping::default()
        };
        reader.relate(RelationKind::Mapping(refused), at);
    }
}

fn chosen<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: Shape<'t>) -> Found<'t> {
    let Some((mut choice, mut parts)) = lower.choice(node, shape) else {
        return Found::default();
    };
    let mut behind = Vec::new();
    let following = lower.following(node).map(|(node, following)| {
        behind.push(node);
        following
    });
    let taken = choice.follow(following);
    parts.extend(behind.into_iter().take(taken));
    if choice.arms.iter().all(|arm| arm.test.is_none()) {
        return Found {
            mappings: Vec::new(),
            parts,
        };
    }
    let context = Surroundings::new(lower, node);
    let filled_in = logic::filled_in(&choice, &context);
    let returns = receiver_of_returned(&choice, &context);
    choice.reached_past(past::detours(lower, node), returns.as_ref());
    let mut mappings = logic::mappings(&choice, &context);
    mappings.extend(filled_in);
    if mappings.is_empty() {
        mappings.extend(logic::undecided(&choice, &context));
    }
    Found { mappings, parts }
}

/// The receiver of a function's result: the choice returns it, or its value is returned.
fn receiver_of_returned(choice: &Choice, context: &dyn Context) -> Option<Receiver> {
    let outcomes = choice.arms.iter().map(|arm| &arm.outcome);
    let mut outcomes = outcomes.chain(&choice.otherwise);
    let yields = |receiver: &Receiver| outcomes.clone().any(|it| it.get(receiver).is_some());
    if yields(&Receiver::Return) {
        return Some(Receiver::Return);
    }
    let is_returned = outcomes.next().is_some()
        && context.target(&Receiver::Value).name == context.target(&Receiver::Return).name;
    is_returned.then_some(Receiver::Value)
}

/// `istFrau = geschlecht == "w"`, `return sex.equals("M")`.
fn answered<'t>(lower: Lower<'_, 't>, value: Node<'t>) -> Found<'t> {
    /// Longer expressions test other things as well.
    const LONGEST: usize = 200;
    let written = lower.reader.text(value);
    if written.len() > LONGEST || !lower.reader.topic().is_mentioned_in(written) {
        return Found::default();
    }
    let test = Test::from_condition(&lower.expression(value))
        .filter(|test| test.subject.by != Comparison::Question && !test.asks_for_absence());
    let Some(test) = test else {
        return Found::default();
    };
    let context = Surroundings::new(lower, value);
    Found {
        mappings: vec![(logic::answered(&test, &context), span(value))],
        parts: Vec::new(),
    }
}

/// `g == "f" && age > 12`: a test for an entry combined with another condition.
fn joined<'t>(lower: Lower<'_, 't>, node: Node<'t>, left: Node<'t>, right: Node<'t>) -> Found<'t> {
    let span = span(node);
    if lower.reader.is_decided(span) || Test::from_condition(&lower.expression(node)).is_some() {
        return Found::default();
    }
    let mut found = answered(lower, left);
    found.mappings.extend(answered(lower, right).mappings);
    found
}

fn looked_up<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    rows: &[Option<(Node<'t>, Node<'t>)>],
) -> Found<'t> {
    let Some((lookup, whole)) = table::lookup(&lower, node, rows) else {
        return Found::default();
    };
    let mapping = logic::looked_up(lookup, &Surroundings::new(lower, whole));
    Found {
        mappings: vec![(mapping, span(whole))],
        parts: Vec::new(),
    }
}

/// `self.gender ||= :male`.
fn replaces_missing<'t>(lower: Lower<'_, 't>, target: Node<'t>, value: Node<'t>) -> bool {
    matches!(lower.reader.between(target, value).trim(), "||=" | "??=")
}

/// `g == "m" and "Herr" or "Frau"`: a conditional expression in languages without one.
fn either<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    (left, operator, right): (Node<'t>, &str, Node<'t>),
) -> Option<Shape<'t>> {
    let (_, Shape::Binary(condition, joint, then)) = lower.bare(left) else {
        return None;
    };
    let is_pair = matches!((operator, joint), ("||", "&&") | ("or", "and"));
    let is_stated = |value: Node<'t>| {
        let stated = lower.constant(value);
        stated.is_some_and(|stated| stated.kind == ConstantKind::Text && !stated.is_blank())
    };
    (is_pair && is_stated(then) && is_stated(right))
        .then(|| Shape::Conditional(Fork::new(node, condition, Some(then)), Some(right)))
}

/// `geschlecht ?? "m"`: the default for a missing value.
fn instead<'t>(lower: Lower<'_, 't>, node: Node<'t>, left: Node<'t>, right: Node<'t>) -> Found<'t> {
    let default = lower
        .constant(right)
        .filter(|default| !default.text.value.is_empty());
    let Some(default) = default else {
        return Found::default();
    };
    // A comparison is never missing, so it needs no default.
    if let Shape::Binary(..) | Shape::Not(_) = lower.bare(left).1 {
        return Found::default();
    }
    let left = lower.expression(left);
    let subject = match logic::subject(&left) {
        Some(subject) if !matches!(left, Expression::Literal(_)) => subject,
        _ => return Found::default(),
    };
    let context = Surroundings::new(lower, node);
    Found {
        mappings: vec![(logic::coalesced(subject, default, &context), span(node))],
        parts: Vec::new(),
    }
}

/// Keeps a mapping if it may concern gender or salutation.
fn translate(reader: &mut Reader<'_>, mapping: Mapping, whole: Span) {
    let topic = reader.topic();
    let says = |text: &str| topic.is_mentioned_in(text);
    let values = mapping
        .arms
        .iter()
        .flat_map(|arm| arm.from.iter().chain(&arm.to));
    let concerned = says(&mapping.subject)
        || says(&mapping.target)
        || mapping.subject_type.as_deref().is_some_and(says)
        || mapping.target_type.as_deref().is_some_and(says)
        || mapping.path.0.iter().any(|name| says(name))
        || values.into_iter().any(|value| says(&value.value));
    if concerned {
        reader.relate(RelationKind::Mapping(mapping), whole);
    }
}
