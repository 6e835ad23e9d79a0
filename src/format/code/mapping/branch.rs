//! Constructs that choose → cases: chains of `if` and conditional expressions here, the rest in [`switch`].

use tree_sitter::Node;

use super::super::reader::Reader;
use super::call::{bare, named};
use super::condition::{Asked, Test, test};
use super::switch::switch;
use crate::model::Located;

/// Longer constructs are tables of data.
pub(super) const MOST_CASES: usize = 60;

/// A construct that chooses, free of its language.
pub struct Choice<'t> {
    pub asked: Asked,
    pub cases: Vec<Case<'t>>,
    /// What happens otherwise, where written.
    pub rest: Option<Vec<Node<'t>>>,
    /// Some case was not understood: what is left for the rest is not known.
    pub unclear: bool,
    /// Constructs that were read along, so that they are not read again by themselves.
    pub parts: Vec<Node<'t>>,
    /// It stands as a statement among others.
    pub is_statement: bool,
    /// It asks for everything but the values, so that what is written first is the rest.
    pub inverted: bool,
}

/// One case.
pub struct Case<'t> {
    pub values: Vec<Located<String>>,
    pub body: Vec<Node<'t>>,
}

/// Reads a construct that chooses, or nothing.
pub fn choice<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Choice<'t>> {
    match node.kind() {
        "switch_expression"
        | "switch_statement"
        | "expression_switch_statement"
        | "when_expression"
        | "match_statement"
        | "match_expression"
        | "case"
        | "case_match" => switch(reader, node),
        "if_statement" | "if_expression" | "if" | "unless" | "if_modifier" | "unless_modifier" => {
            chain(reader, node)
        }
        "ternary_expression" | "conditional_expression" | "conditional" => {
            conditional(reader, node)
        }
        _ => None,
    }
}

/// The parts of one `if`.
struct Fork<'t> {
    condition: Node<'t>,
    negated: bool,
    then: Option<Node<'t>>,
    otherwise: Option<Node<'t>>,
}

fn chain<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Choice<'t>> {
    let mut choice: Option<Choice<'t>> = None;
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let mut forks = forks(node)?.into_iter();
        let first = forks.next()?;
        // Python and PHP hang all branches on one statement.
        let rest: Vec<Fork<'t>> = forks.collect();
        let mut last = first.otherwise;
        let mut read = add(reader, &mut choice, node, &first)?;
        for fork in &rest {
            if !read {
                break;
            }
            read = add(reader, &mut choice, node, fork)?;
            last = fork.otherwise;
        }
        let choice = choice.as_mut()?;
        // A negated test has its rest already.
        if !read || choice.rest.is_some() {
            break;
        }
        if let Some(next) = last.map(|otherwise| only_if(otherwise)) {
            match next {
                Next::If(next) if choice.cases.len() < MOST_CASES => {
                    if forks_test(reader, next)
                        .is_some_and(|test| !test.negated && test.asked.same(&choice.asked))
                    {
                        choice.parts.push(next);
                        open.push(next);
                    } else {
                        choice.unclear = true;
                        choice.rest = Some(vec![next]);
                    }
                }
                Next::If(_) => return None,
                Next::Body(body) => choice.rest = Some(vec![body]),
            }
        }
    }
    choice
}

/// Adds a branch. False: it asks for something else, so the chain ends here.
fn add<'t>(
    reader: &Reader<'t>,
    choice: &mut Option<Choice<'t>>,
    node: Node<'t>,
    fork: &Fork<'t>,
) -> Option<bool> {
    let test = test(reader, fork.condition);
    let Some(choice) = choice else {
        let mut test = test?;
        test.negated ^= fork.negated;
        *choice = Some(first(node, fork, test));
        return Some(true);
    };
    match test {
        Some(test) if !test.negated && !fork.negated && test.asked.same(&choice.asked) => {
            choice.asked.of = choice.asked.of.take().or(test.asked.of);
            choice.cases.push(Case {
                values: test.values,
                body: fork.then.into_iter().collect(),
            });
            Some(true)
        }
        _ => {
            choice.unclear = true;
            choice.rest = Some(fork.then.into_iter().collect());
            Some(false)
        }
    }
}

fn first<'t>(node: Node<'t>, fork: &Fork<'t>, test: Test) -> Choice<'t> {
    let inverted = test.negated;
    let (case, rest) = if inverted {
        (fork.otherwise, Some(fork.then.into_iter().collect()))
    } else {
        (fork.then, None)
    };
    Choice {
        asked: test.asked,
        cases: vec![Case {
            values: test.values,
            body: case.into_iter().collect(),
        }],
        rest,
        unclear: false,
        parts: Vec::new(),
        inverted,
        is_statement: !matches!(
            node.kind(),
            "ternary_expression" | "conditional_expression" | "conditional"
        ),
    }
}

/// The test of an `if`, for those that stand one after another.
pub fn forks_test(reader: &Reader<'_>, node: Node<'_>) -> Option<Test> {
    let fork = forks(node)?.into_iter().next()?;
    let mut test = test(reader, fork.condition)?;
    test.negated ^= fork.negated;
    Some(test)
}

/// The condition of an `if` with the body it guards.
pub fn guard(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let fork = forks(node)?.into_iter().next()?;
    (!fork.negated).then_some((fork.condition, fork.then?))
}

/// The branches of an `if`.
fn forks<'t>(node: Node<'t>) -> Option<Vec<Fork<'t>>> {
    let field = |name: &str| node.child_by_field_name(name);
    let condition = bare(field("condition")?);
    let plain = |then: Option<Node<'t>>, otherwise: Option<Node<'t>>| Fork {
        condition,
        negated: false,
        then,
        otherwise,
    };
    match node.kind() {
        // Kotlin has no names for the branches.
        "if_expression" => {
            let mut branches =
                named(node).filter(|child| child.start_byte() >= condition.end_byte());
            let then = branches.next();
            Some(vec![Fork {
                condition,
                negated: false,
                then,
                otherwise: branches.next(),
            }])
        }
        "if_modifier" | "unless_modifier" => Some(vec![Fork {
            condition,
            negated: node.kind() == "unless_modifier",
            then: field("body"),
            otherwise: None,
        }]),
        "unless" => Some(vec![Fork {
            condition,
            negated: true,
            then: field("consequence"),
            otherwise: field("alternative"),
        }]),
        "if_statement" => {
            let then = field("consequence").or_else(|| field("body"));
            let mut cursor = node.walk();
            let further: Vec<Node<'_>> = node
                .children_by_field_name("alternative", &mut cursor)
                .collect();
            let mut forks = vec![plain(then, None)];
            for clause in further {
                match clause.kind() {
                    "elif_clause" | "else_if_clause" => forks.push(Fork {
                        condition: bare(clause.child_by_field_name("condition")?),
                        negated: false,
                        then: clause
                            .child_by_field_name("consequence")
                            .or_else(|| clause.child_by_field_name("body")),
                        otherwise: None,
                    }),
                    _ => {
                        if let Some(last) = forks.last_mut() {
                            last.otherwise = Some(clause);
                        }
                    }
                }
            }
            Some(forks)
        }
        "if" | "elsif" => Some(vec![plain(field("consequence"), field("alternative"))]),
        _ => None,
    }
}

enum Next<'t> {
    If(Node<'t>),
    Body(Node<'t>),
}

/// An `else` that holds nothing but another `if`.
fn only_if(node: Node<'_>) -> Next<'_> {
    let is_if = |node: &Node<'_>| {
        matches!(
            node.kind(),
            "if_statement" | "if_expression" | "elsif" | "if"
        )
    };
    if is_if(&node) {
        return Next::If(node);
    }
    if node.kind() == "else_clause" {
        let inner = node
            .child_by_field_name("body")
            .or_else(|| named(node).next());
        if let Some(inner) = inner.filter(is_if) {
            return Next::If(inner);
        }
    }
    Next::Body(node)
}

fn conditional<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Choice<'t>> {
    let mut choice: Option<Choice<'t>> = None;
    let mut current = node;
    loop {
        let fork = ternary(current)?;
        let read = add(reader, &mut choice, node, &fork)?;
        let known = choice.as_mut()?;
        if !read {
            // The tail asks for something else: it is read by itself.
            known.rest = Some(vec![current]);
            known.parts.retain(|part| part.id() != current.id());
            break;
        }
        let Some(otherwise) = fork.otherwise.map(bare) else {
            break;
        };
        if known.rest.is_some() {
            break;
        }
        if ternary(otherwise).is_some() && known.cases.len() < MOST_CASES {
            known.parts.push(otherwise);
            current = otherwise;
        } else {
            known.rest = Some(vec![otherwise]);
            break;
        }
    }
    choice
}

fn ternary(node: Node<'_>) -> Option<Fork<'_>> {
    let field = |name: &str| node.child_by_field_name(name);
    if !matches!(
        node.kind(),
        "ternary_expression" | "conditional_expression" | "conditional"
    ) {
        return None;
    }
    if let Some(condition) = field("condition") {
        return Some(Fork {
            condition: bare(condition),
            negated: false,
            then: field("consequence").or_else(|| field("body")),
            otherwise: field("alternative"),
        });
    }
    // Python: x if condition else y
    let mut parts = named(node);
    let (then, condition, otherwise) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Fork {
        condition: bare(condition),
        negated: false,
        then: Some(then),
        otherwise: Some(otherwise),
    })
}
