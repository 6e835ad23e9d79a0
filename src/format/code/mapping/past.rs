//! Paths that leave before a construct is reached: preceding guards, other branches, and filters on a list whose items
//! reach the construct.

use tree_sitter::Node;

use super::super::lowering::{Call, Fork, Shape, named};
use super::context::may_enclose;
use super::lower::Lower;
use crate::format::logic::{Detour, Receiver};

/// Maximum number of nodes between a construct and its function.
const MOST_LAYERS: usize = 40;
/// Guards are close to the code they guard.
const MOST_STATEMENTS: usize = 30;

/// The paths of a function that bypass a construct, from the outside in.
pub fn detours<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Vec<Detour> {
    let mut layers = Vec::new();
    let mut inner = node;
    for _ in 0..MOST_LAYERS {
        layers.push(guards_before(lower, inner));
        let Some(outer) = inner.parent() else { break };
        let shape = may_enclose(outer).then(|| lower.shape(outer));
        match shape.unwrap_or(Shape::Other) {
            Shape::Function(function) => {
                if function.name.is_none() {
                    layers.push(chosen_for(lower, outer));
                }
                break;
            }
            Shape::Class(_) => break,
            Shape::Call(call) => layers.push(chosen_before(lower, &call, node)),
            Shape::If(forks, otherwise) => {
                layers.push(other_branches(lower, &forks, otherwise, node));
            }
            Shape::Conditional(fork, otherwise) => {
                layers.push(other_branches(lower, &[fork], otherwise, node));
            }
            _ if is_comprehension(outer) => {
                let conditions = named(outer).filter(|part| part.kind() == "if_clause");
                let conditions = conditions.filter_map(|part| named(part).next());
                let others = conditions.map(|asked| lower.expression(asked).negated());
                layers.push(others.map(Detour::new).collect());
            }
            _ => {}
        }
        inner = outer;
    }
    layers.into_iter().rev().flatten().collect()
}

/// Whether a construct is reachable: no statement before it or an enclosing one certainly leaves the function.
pub fn is_reached<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> bool {
    let leaves = |statement: Node<'t>| {
        let shape = match lower.shape(statement) {
            Shape::Statement(inner) => lower.shape(inner),
            shape => shape,
        };
        matches!(shape, Shape::Return(_) | Shape::Throw)
    };
    let mut inner = node;
    for _ in 0..MOST_LAYERS {
        let Some(outer) = inner.parent() else { break };
        let shape = may_enclose(outer).then(|| lower.shape(outer));
        // `if (a) return b; else …`: the preceding part is the other branch.
        let is_branch = matches!(shape, Some(Shape::If(..) | Shape::Conditional(..)));
        let before = std::iter::successors(inner.prev_named_sibling(), Node::prev_named_sibling);
        let mut before = before.take(MOST_STATEMENTS).filter(|_| !is_branch);
        if before.any(|statement| may_enclose(statement) && leaves(statement)) {
            return false;
        }
        if let Some(Shape::Function(_) | Shape::Class(_)) = shape {
            break;
        }
        inner = outer;
    }
    true
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

/// Conditions that lead to branches other than the one with the node.
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

/// `[… for p in people if p.gender in ("m", "w")]`.
fn is_comprehension(node: Node<'_>) -> bool {
    node.kind().ends_with("comprehension") || node.kind() == "generator_expression"
}

/// The selection that feeds an anonymous function through the call that takes it as an argument.
fn chosen_for<'t>(lower: Lower<'_, 't>, function: Node<'t>) -> Vec<Detour> {
    /// Arguments, suffixes and lists of them.
    const MOST_WRAPPERS: usize = 4;
    let around = std::iter::successors(function.parent(), Node::parent);
    let mut calls = around
        .take(MOST_WRAPPERS)
        .filter(|outer| may_enclose(*outer))
        .filter_map(|outer| match lower.shape(outer) {
            Shape::Call(call) => Some(call),
            _ => None,
        });
    let call = calls.next();
    call.map(|call| chosen_before(lower, &call, function))
        .unwrap_or_default()
}

/// `people.filter(p => p.gender === "m" || p.gender === "w").map(…)`: the filters on the receiver of a call.
fn chosen_before<'t>(lower: Lower<'_, 't>, call: &Call<'t>, node: Node<'t>) -> Vec<Detour> {
    const MOST_LINKS: usize = 8;
    let mut found = Vec::new();
    let mut list = call.receiver;
    for _ in 0..MOST_LINKS {
        let Some(receiver) = list.filter(|list| list.end_byte() <= node.start_byte()) else {
            break;
        };
        let Shape::Call(before) = lower.shape(receiver) else {
            break;
        };
        let left_out = match lower.reader.text(before.name) {
            "filter" | "Where" | "where" | "select" | "find_all" => true,
            "reject" | "filterNot" => false,
            _ => {
                list = before.receiver;
                continue;
            }
        };
        if let Some(asked) = predicate(lower, receiver, &before) {
            let asked = lower.expression(asked).negated_if(left_out);
            found.push(Detour::new(asked));
        }
        list = before.receiver;
    }
    found
}

/// The predicate that a call applies to each item: the body of its function or block argument.
fn predicate<'t>(lower: Lower<'_, 't>, node: Node<'t>, call: &Call<'t>) -> Option<Node<'t>> {
    /// Suffixes, bodies and statements around an expression.
    const MOST_WRAPPERS: usize = 8;
    let last = named(node).last()?;
    let mut inner = match call.arguments.as_slice() {
        [only] => *only,
        _ => last,
    };
    for _ in 0..MOST_WRAPPERS {
        let is_expression = !matches!(
            lower.shape(inner),
            Shape::Function(_)
                | Shape::Block(_)
                | Shape::Body(_)
                | Shape::Statement(_)
                | Shape::Return(_)
                | Shape::Arguments
        ) && !inner.kind().contains("block")
            && !inner.kind().contains("lambda")
            && !inner.kind().contains("body")
            && !inner.kind().contains("argument");
        if is_expression {
            return Some(inner);
        }
        inner = named(inner).last()?;
    }
    None
}
