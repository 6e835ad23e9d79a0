//! Defaults for values missing from a table: `CODES[g] ?? "m"`, `CODES.get(g).orElse("m")`, the `return` after a fork.

use tree_sitter::Node;

use super::super::lowering::Shape;
use super::lower::Lower;
use crate::format::logic::Constant;
use crate::format::logic::Receiver;

/// Maximum number of nodes around a query that may belong to it.
const MOST_STEPS: usize = 8;
/// Maximum number of inspected nodes of a condition.
const MOST_NODES: usize = 100;

/// The default for values missing from a table, and the whole expression: `CODES[g] ?? "m"`, `isset($codes[$g]) ?
/// $codes[$g] : 'm'`, `if g in CODES: return CODES[g]` before `return "m"`.
pub fn behind<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    table: &str,
) -> Option<(Option<Constant>, Node<'t>)> {
    let speaks = |condition: Node<'t>| names(lower, condition, table);
    let mut inner = node;
    for _ in 0..MOST_STEPS {
        let outer = inner.parent()?;
        match lower.shape(outer) {
            Shape::Binary(left, "||" | "??" | "or" | "?:", right) if left.id() == inner.id() => {
                return Some((lower.constant(right), outer));
            }
            Shape::Conditional(fork, Some(otherwise)) => {
                let is_taken = fork.then.is_some_and(|then| then.id() == inner.id());
                // codes.TryGetValue(g, out var code) ? code : "m"
                let is_asked = fork.condition.id() == node.id();
                let answers = is_asked || is_taken && speaks(fork.condition);
                return (answers && !fork.negated).then(|| (lower.constant(otherwise), outer));
            }
            // Optional.ofNullable(codes.get(g)).orElse("m")
            Shape::Call(call) => {
                let is_receiver = call.receiver.is_some_and(|of| of.id() == inner.id());
                match (lower.reader.text(call.name), call.arguments.as_slice()) {
                    ("orElse", [other]) if is_receiver => {
                        return Some((lower.constant(*other), outer));
                    }
                    ("ofNullable", [_]) => inner = outer,
                    _ => return None,
                }
            }
            // isset($texts[$g]) ? $texts[$g] . $name : 'Herr ' . $name
            Shape::Binary(_, "+" | ".", _) => inner = outer,
            Shape::Wrapper(_) | Shape::Arguments => inner = outer,
            Shape::Return(_) => return returned_behind(lower, node, outer, &speaks),
            Shape::Assignment(assignment) => {
                return returned_when_found(lower, outer, assignment.target?);
            }
            _ => return None,
        }
    }
    None
}

/// `if g in CODES: return CODES[g]`, and the return value otherwise.
fn returned_behind<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    returned: Node<'t>,
    speaks: &dyn Fn(Node<'t>) -> bool,
) -> Option<(Option<Constant>, Node<'t>)> {
    let block = returned.parent()?;
    let fork = match lower.shape(block) {
        Shape::Block(parts) if parts.len() == 1 => block.parent()?,
        Shape::If(..) => block,
        _ => return None,
    };
    let Shape::If(forks, otherwise) = lower.shape(fork) else {
        return None;
    };
    let [only] = forks.as_slice() else {
        return None;
    };
    let is_taken = only.then.is_some_and(|then| {
        then.start_byte() <= node.start_byte() && node.end_byte() <= then.end_byte()
    });
    if !is_taken || only.negated || !speaks(only.condition) {
        return None;
    }
    let rest = match otherwise {
        Some(otherwise) => lower
            .outcome(&[otherwise], false)
            .get(&Receiver::Return)
            .cloned()?,
        None => returned_next(lower, fork)?,
    };
    Some((rest, node))
}

/// The return value of the statement after a fork; `Some(None)` if it is not stated.
fn returned_next<'t>(lower: Lower<'_, 't>, fork: Node<'t>) -> Option<Option<Constant>> {
    let next = super::choice::next_statement(fork)?;
    let outcome = lower.outcome(&[next], false);
    let stated = outcome.get(&Receiver::Return)?;
    Some(stated.clone())
}

/// `if code, ok := codes[g]; ok { return code }`: a look-up that reports success.
fn returned_when_found<'t>(
    lower: Lower<'_, 't>,
    set: Node<'t>,
    target: Node<'t>,
) -> Option<(Option<Constant>, Node<'t>)> {
    let fork = set.parent().filter(|fork| fork.kind() == "if_statement")?;
    let (value, found) = (target.named_child(0)?, target.named_child(1)?);
    let Shape::If(forks, None) = lower.shape(fork) else {
        return None;
    };
    let [only] = forks.as_slice() else {
        return None;
    };
    let Shape::Return(Some(returned)) = only_statement(lower, only.then?)? else {
        return None;
    };
    let is_same = |left, right| lower.reader.text(left) == lower.reader.text(right);
    let is_handed_on = is_same(lower.bare(returned).0, value) && is_same(only.condition, found);
    is_handed_on.then(|| Some((returned_next(lower, fork)?, fork)))?
}

/// The shape of the only statement in a block.
fn only_statement<'t>(lower: Lower<'_, 't>, block: Node<'t>) -> Option<Shape<'t>> {
    let mut inner = block;
    for _ in 0..MOST_STEPS {
        match lower.shape(inner) {
            Shape::Block(statements) => match statements.as_slice() {
                [only] => inner = *only,
                _ => return None,
            },
            shape => return Some(shape),
        }
    }
    None
}

/// Whether an expression contains a name.
fn names(lower: Lower<'_, '_>, expression: Node<'_>, name: &str) -> bool {
    let mut open = vec![expression];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else {
            return false;
        };
        if node.named_child_count() == 0
            && lower.reader.text(node).trim_start_matches(['$', '@']) == name
        {
            return true;
        }
        open.extend(node.named_children(&mut node.walk()));
    }
    false
}
