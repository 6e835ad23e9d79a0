//! What leads elsewhere before a construct is reached: guards before it, and the branches that it stands in.

use tree_sitter::Node;

use super::super::lowering::{Fork, Shape};
use super::context::may_enclose;
use super::lower::Lower;
use crate::format::logic::{Detour, Receiver};

/// Nodes between a construct and the function around it.
const MOST_LAYERS: usize = 40;
/// Guards stand close to what they guard.
const MOST_STATEMENTS: usize = 30;

/// Where a function goes instead of reaching a construct, from the outside in.
pub fn detours<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Vec<Detour> {
    let mut layers = Vec::new();
    let mut inner = node;
    for _ in 0..MOST_LAYERS {
        layers.push(guards_before(lower, inner));
        let Some(outer) = inner.parent() else { break };
        let shape = may_enclose(outer).then(|| lower.shape(outer));
        match shape.unwrap_or(Shape::Other) {
            Shape::Function(_) | Shape::Class(_) => break,
            Shape::If(forks, otherwise) => {
                layers.push(other_branches(lower, &forks, otherwise, node));
            }
            Shape::Conditional(fork, otherwise) => {
                layers.push(other_branches(lower, &[fork], otherwise, node));
            }
            _ => {}
        }
        inner = outer;
    }
    layers.into_iter().rev().flatten().collect()
}

/// `if (g === "d") return …;`: the statements before a node in its block that leave.
fn guards_before<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Vec<Detour> {
    let before = std::iter::successors(node.prev_named_sibling(), Node::prev_named_sibling);
    let mut found: Vec<Vec<Detour>> = before
        .take(MOST_STATEMENTS)
        .filter(|statement| may_enclose(*statement))
        .filter_map(|statement| {
            let (statement, shape) = match lower.shape(statement) {
                Shape::Statement(inner) => (inner, lower.shape(inner)),
                shape => (statement, shape),
            };
            let Shape::If(..) = shape else { return None };
            let (choice, _) = lower.choice(statement, shape)?;
            let leaving = choice.arms.into_iter().take_while(|arm| arm.outcome.leaves);
            let leaving = leaving.map(|arm| Detour {
                returned: arm.outcome.stated(&Receiver::Return).cloned(),
                condition: arm.condition,
            });
            Some(leaving.collect())
        })
        .collect();
    found.reverse();
    found.into_iter().flatten().collect()
}

/// What leads to other branches than the one that a node stands in.
fn other_branches<'t>(
    lower: Lower<'_, 't>,
    forks: &[Fork<'t>],
    otherwise: Option<Node<'t>>,
    node: Node<'t>,
) -> Vec<Detour> {
    let holds = |branch: Option<Node<'t>>| {
        branch.is_some_and(|branch| {
            branch.start_byte() <= node.start_byte() && node.end_byte() <= branch.end_byte()
        })
    };
    let condition = |fork: &Fork<'t>| lower.expression(fork.condition).negated_if(fork.negated);
    match forks.iter().position(|fork| holds(fork.then)) {
        Some(own) => {
            let earlier = forks.iter().take(own).map(condition);
            let here = forks.get(own).map(|fork| condition(fork).negated());
            earlier.chain(here).map(Detour::new).collect()
        }
        None if holds(otherwise) => forks.iter().map(condition).map(Detour::new).collect(),
        None => Vec::new(),
    }
}
