//! Translations between two value sets in program source: constructs that choose, and tables of literals.
//!
//! [`branch`] and [`switch`] read the constructs of all languages, [`condition`] what they compare, [`outcome`] what their
//! bodies yield, [`table`] look-ups, [`scope`] what is around. Only results that stand there as literals or
//! constants are read; everything else is not known.

mod branch;
mod call;
mod condition;
mod conduct;
mod outcome;
mod said;
mod scope;
mod switch;
mod table;

use tree_sitter::Node;

use self::branch::{Case, Choice};
use self::outcome::{Outcome, Receiver, outcome};
use self::said::{Said, said};
use self::scope::{MOST_DEPTH, Typed, scope};
use super::reader::{Reader, span};
use crate::model::{Comparison, Known, Located, Mapping, MappingArm, Span, Why};

/// Looks at one node, `depth` levels below the root.
pub fn visit<'t>(reader: &mut Reader<'t>, node: Node<'t>, depth: usize) {
    if depth > MOST_DEPTH {
        return;
    }
    conduct::visit(reader, node);
    if reader.was_read(node) {
        return;
    }
    if let Some(choice) = branch::choice(reader, node) {
        let read = chosen(reader, node, choice);
        read.parts.into_iter().for_each(|part| reader.mark(part));
        for mapping in read.mappings {
            translate(reader, mapping, read.whole);
        }
    } else if let Some(table) = table::table(reader, node) {
        looked_up(reader, node, table);
    } else {
        instead(reader, node);
    }
}

/// `geschlecht ?? "m"`: what stands in for a missing value. A mapping without cases.
fn instead<'t>(reader: &mut Reader<'t>, node: Node<'t>) {
    let Some((left, "||" | "??" | "?:" | "or", right)) = call::binary(reader, node) else {
        return;
    };
    let Some(said) = said(reader, right).filter(|said| !said.text.value.is_empty()) else {
        return;
    };
    // A comparison is no value that something could stand in for.
    if call::binary(reader, call::bare(left)).is_some()
        || call::negated(reader, call::bare(left)).is_some()
    {
        return;
    }
    let scope = scope(reader, node);
    let asked = condition::asked(reader, left);
    let target = scope.receiver(reader, node);
    let mapping = Mapping {
        path: scope.path.clone(),
        subject_type: scope.parameter(reader, &asked.text),
        subject: asked.text,
        by: asked.by,
        target: target.name,
        target_type: target.of.or(said.of),
        arms: Vec::new(),
        fallback: Some(Located {
            value: Known::Yes(said.text.value),
            span: said.text.span,
        }),
    };
    translate(reader, mapping, span(node));
}

/// Keeps a mapping if it can concern gender or salutation.
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
        reader.relate(mapping, whole);
    }
}

/// What one construct yields.
struct Read<'t> {
    mappings: Vec<Mapping>,
    /// Nodes that belong to it and are not read again.
    parts: Vec<Node<'t>>,
    whole: Span,
}

fn chosen<'t>(reader: &Reader<'t>, node: Node<'t>, mut choice: Choice<'t>) -> Read<'t> {
    let mut parts = std::mem::take(&mut choice.parts);
    let mut whole = span(node);
    let mut outcomes: Vec<(Vec<Located<String>>, Outcome)> = Vec::new();
    let mut rest = choice.rest.take().map(|body| outcome(reader, &body));
    let mut cases = std::mem::take(&mut choice.cases);
    // if (g != "m") return "w"; return "m";
    if let ([Case { body, .. }], Some(Outcome { leaves: true, .. })) = (cases.as_mut_slice(), &rest)
        && body.is_empty()
    {
        body.extend(next(node).filter(|next| next.kind().starts_with("return")));
    }
    for case in cases {
        outcomes.push((case.values, outcome(reader, &case.body)));
    }
    let leaves = |outcomes: &[(Vec<Located<String>>, Outcome)]| {
        outcomes.iter().all(|(_, outcome)| outcome.leaves)
    };
    let mut last = node;
    if rest.is_none() && !choice.unclear && choice.is_statement && leaves(&outcomes) {
        // if (g == "m") return "Herr"; if (g == "w") return "Frau"; return "";
        while let Some(following) = next(last) {
            let more = branch::choice(reader, following);
            match more {
                Some(mut more)
                    if more.asked.same(&choice.asked)
                        && more.is_statement
                        && more.cases.len() == 1
                        && more.rest.is_none() =>
                {
                    let Some(case) = more.cases.pop() else { break };
                    let outcome = outcome(reader, &case.body);
                    if !outcome.leaves {
                        break;
                    }
                    choice.asked.of = choice.asked.of.take().or(more.asked.of);
                    outcomes.push((case.values, outcome));
                    parts.push(following);
                    whole = whole.to(span(following));
                    last = following;
                }
                Some(_) => {
                    choice.unclear = true;
                    break;
                }
                None => break,
            }
        }
        if let Some(following) = next(last) {
            rest = Some(following_outcome(reader, following));
        }
    }
    let scope = scope(reader, node);
    let subject_type = choice
        .asked
        .of
        .clone()
        .or_else(|| scope.parameter(reader, &choice.asked.text));
    let mut receivers: Vec<&Receiver> = outcomes
        .iter()
        .map(|(_, outcome)| outcome)
        .chain(&rest)
        .flat_map(|outcome| &outcome.results)
        .filter(|(_, said)| said.is_some())
        .map(|(receiver, _)| receiver)
        .collect();
    receivers.sort();
    receivers.dedup();
    let mut mappings = Vec::new();
    for receiver in receivers {
        let target = match receiver {
            Receiver::Value => scope.receiver(reader, node),
            Receiver::Return => scope.returns(reader),
            Receiver::Named(name) => Typed {
                name: name.clone(),
                of: None,
            },
        };
        let mut owner = target.of;
        let mut take = |outcome: &Outcome| -> Option<Located<String>> {
            let said = outcome
                .get(receiver)?
                .as_ref()
                .filter(|_| !outcome.tangled)?;
            owner = owner.take().or_else(|| said.of.clone());
            Some(said.text.clone())
        };
        let mut arms: Vec<MappingArm> = outcomes
            .iter()
            .map(|(values, outcome)| MappingArm {
                from: values.clone(),
                to: take(outcome),
            })
            .collect();
        // text = "Frau"; if (!isFemale) text = "Herr";
        if let ([arm], true) = (arms.as_mut_slice(), choice.inverted)
            && arm.to.is_none()
            && let Some(Located {
                value: Known::Yes(text),
                span,
            }) = before(reader, node, receiver)
        {
            arm.to = Some(Located { value: text, span });
        }
        let fallback = match &rest {
            _ if choice.unclear => Some(Located::implied(Known::No(Why::NotUnderstood))),
            Some(outcome) => match take(outcome) {
                Some(said) => Some(Located {
                    value: Known::Yes(said.value),
                    span: said.span,
                }),
                None if outcome.leaves || outcome.tangled || outcome.get(receiver).is_some() => {
                    Some(Located::implied(Known::No(Why::Dynamic)))
                }
                None => before(reader, node, receiver),
            },
            None => before(reader, node, receiver),
        };
        mappings.push(Mapping {
            path: scope.path.clone(),
            subject: choice.asked.text.clone(),
            subject_type: subject_type.clone(),
            by: choice.asked.by,
            target: target.name,
            target_type: owner,
            arms,
            fallback,
        });
    }
    Read {
        mappings,
        parts,
        whole,
    }
}

/// What a statement after early returns yields: only a return or the last expression of a body counts.
fn following_outcome(reader: &Reader<'_>, following: Node<'_>) -> Outcome {
    let mut after = outcome(reader, &[following]);
    if let (None, [(Receiver::Value, Some(_))]) = (next(following), after.results.as_mut_slice())
        && let Some((receiver, _)) = after.results.first_mut()
    {
        *receiver = Receiver::Return;
    } else if !after.leaves {
        after.tangled = true;
    }
    after
}

/// `String anrede = "Frau"; if (g.equals("m")) anrede = "Herr";`: what was there before.
fn before(
    reader: &Reader<'_>,
    node: Node<'_>,
    receiver: &Receiver,
) -> Option<Located<Known<String>>> {
    if *receiver == Receiver::Value || *receiver == Receiver::Return {
        return None;
    }
    let mut previous = node.prev_named_sibling();
    while let Some(comment) = previous.filter(|node| node.kind().contains("comment")) {
        previous = comment.prev_named_sibling();
    }
    let earlier = outcome(reader, &[previous?]);
    let said: &Said = earlier.get(receiver)?.as_ref()?;
    Some(Located {
        value: Known::Yes(said.text.value.clone()),
        span: said.text.span,
    })
}

/// The statement after a statement.
fn next(node: Node<'_>) -> Option<Node<'_>> {
    let mut next = node.next_named_sibling();
    while let Some(comment) = next.filter(|node| node.kind().contains("comment")) {
        next = comment.next_named_sibling();
    }
    next
}

fn looked_up<'t>(reader: &mut Reader<'t>, node: Node<'t>, table: table::Table<'t>) {
    let scope = scope(reader, node);
    let target = scope.receiver(reader, table.whole);
    let of = |pick: fn(&(Said, Option<Said>)) -> Option<&Said>| {
        table
            .rows
            .iter()
            .filter_map(pick)
            .find_map(|said| said.of.clone())
    };
    let asked_type = table
        .asked
        .as_ref()
        .and_then(|asked| scope.parameter(reader, &asked.text));
    let mapping = Mapping {
        path: scope.path.clone(),
        subject: table
            .asked
            .as_ref()
            .map(|asked| asked.text.clone())
            .unwrap_or_default(),
        subject_type: asked_type.or_else(|| of(|(from, _)| Some(from))),
        by: table
            .asked
            .as_ref()
            .map_or(Comparison::Whole, |asked| asked.by),
        target: target.name,
        target_type: of(|(_, to)| to.as_ref()).or(target.of),
        arms: table
            .rows
            .into_iter()
            .map(|(from, to)| MappingArm {
                from: vec![from.text],
                to: to.map(|to| to.text),
            })
            .collect(),
        fallback: table.fallback,
    };
    translate(reader, mapping, span(table.whole));
}
