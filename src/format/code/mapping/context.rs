//! Where a construct stands: the classes and functions around it, what receives its value, and types.

use std::cell::OnceCell;

use tree_sitter::Node;

use super::super::lowering::{Function, Shape, named};
use super::lower::{Lower, in_one_line};
use crate::format::logic::{Context, Outcome, Receiver, Target, is_wrapper};
use crate::model::{Known, Located, ModelPath};

/// Constructs stand this deep at most, counted in syntax nodes; deeper code is generated or hostile.
pub const MOST_DEPTH: usize = 200;

/// The surroundings of a construct.
pub struct Surroundings<'l, 't> {
    lower: Lower<'l, 't>,
    /// The construct.
    node: Node<'t>,
    /// Classes and functions from the outside in.
    path: ModelPath,
    /// The innermost function, and its name.
    function: Option<(Function<'t>, Option<String>, Node<'t>)>,
    /// What the statement before it does.
    before: OnceCell<Option<Outcome>>,
}

impl<'l, 't> Surroundings<'l, 't> {
    /// Looks outwards from a construct.
    pub fn new(lower: Lower<'l, 't>, node: Node<'t>) -> Self {
        let mut names = Vec::new();
        let mut function = None;
        let mut current = node.parent();
        while let Some(outer) = current {
            match lower.shape(outer) {
                Shape::Function(found) => {
                    let name = function_name(lower, outer, &found);
                    names.extend(name.clone());
                    function = function.or(Some((found, name, outer)));
                }
                Shape::Class(name) => {
                    names.extend(name.map(|name| lower.reader.text(name).to_owned()));
                }
                _ => {}
            }
            current = outer.parent();
        }
        names.reverse();
        Self {
            lower,
            node,
            path: ModelPath(names),
            function,
            before: OnceCell::new(),
        }
    }

    /// What the function returns to its caller.
    fn returned(&self) -> Target {
        let Some((function, name, _)) = &self.function else {
            return Target::default();
        };
        Target {
            name: name.clone().unwrap_or_default(),
            of: function.returns.map(|of| self.written_type(of)),
        }
    }

    fn written_type(&self, of: Node<'t>) -> String {
        in_one_line(self.lower.reader.text(of).trim_start_matches(':'))
    }

    fn typed(&self, name: Option<Node<'t>>, of: Option<Node<'t>>) -> Target {
        let name = name.map(|name| self.lower.reader.unquoted(name));
        Target {
            name: name.unwrap_or_default(),
            of: of
                .map(|of| self.written_type(of))
                .filter(|of| !matches!(of.as_str(), "var" | "let" | "auto")),
        }
    }

    /// What receives the value of an expression.
    fn receiver_of(&self, node: Node<'t>) -> Target {
        const MOST_STEPS: usize = 24;
        let mut inner = node;
        for _ in 0..MOST_STEPS {
            let Some(outer) = inner.parent() else { break };
            match self.lower.shape(outer) {
                Shape::Declaration(declaration) => {
                    return self.typed(declaration.name, declaration.of);
                }
                Shape::Assignment(assignment) => {
                    let name = assignment
                        .target
                        .and_then(|target| self.lower.target_name(target));
                    return Target {
                        name: name.unwrap_or_default(),
                        of: assignment
                            .of
                            .map(|of| self.lower.reader.text(of).to_owned()),
                    };
                }
                Shape::Pair(key) => return self.typed(Some(key), None),
                Shape::Parameter(name, _) => return self.typed(name, None),
                Shape::Return(_) | Shape::Yield(_) | Shape::Function(_) | Shape::Body(_) => {
                    return self.returned();
                }
                Shape::Class(_) => break,
                Shape::Arguments => match self.callee(outer, inner) {
                    // Translations and containers hand their argument on.
                    Some((call, name)) if is_wrapper(&name) => inner = call,
                    Some((_, name)) => return Target::named(name),
                    // Ruby: return x
                    None => inner = outer,
                },
                _ => inner = outer,
            }
        }
        Target::default()
    }

    /// The call that a list of arguments belongs to, and the name under which it takes one of them.
    fn callee(&self, list: Node<'t>, inner: Node<'t>) -> Option<(Node<'t>, String)> {
        let outer = list.parent()?;
        // Some grammars put a suffix between them.
        [Some(outer), outer.parent()]
            .into_iter()
            .flatten()
            .find_map(|outer| {
                let Shape::Call(call) = self.lower.shape(outer) else {
                    return None;
                };
                // The argument may stand in a node of its own.
                let within = |argument: &&Node<'t>| {
                    argument.start_byte() >= inner.start_byte()
                        && argument.end_byte() <= inner.end_byte()
                };
                let own = call.arguments.iter().find(within).copied().unwrap_or(inner);
                Some((outer, self.lower.recipient(&call, own)))
            })
    }
}

impl Context for Surroundings<'_, '_> {
    fn path(&self) -> ModelPath {
        self.path.clone()
    }

    fn target(&self, receiver: &Receiver) -> Target {
        match receiver {
            Receiver::Value => self.receiver_of(self.node),
            Receiver::Return => self.returned(),
            Receiver::Named(name) => Target::named(name.clone()),
        }
    }

    /// The declared type of a parameter of the function.
    fn declared_type(&self, subject: &str) -> Option<String> {
        let (function, ..) = self.function.as_ref()?;
        let subject = subject.trim_start_matches('$');
        named(function.parameters?).find_map(|parameter| {
            let Shape::Parameter(Some(name), of) = self.lower.shape(parameter) else {
                return None;
            };
            let same = self.lower.reader.text(name).trim_start_matches('$') == subject;
            of.filter(|_| same).map(|of| self.written_type(of))
        })
    }

    /// `String anrede = "Frau"; if (g.equals("m")) anrede = "Herr";`.
    fn before(&self, receiver: &Receiver) -> Option<Located<Known<String>>> {
        if !matches!(receiver, Receiver::Named(_)) {
            return None;
        }
        let before = self.before.get_or_init(|| self.lower.before(self.node));
        let stated = before.as_ref()?.get(receiver)?.as_ref()?;
        Some(Located {
            value: Known::Yes(stated.text.value.clone()),
            span: stated.text.span,
        })
    }
}

/// The name of a function; those without one carry the name of what they are assigned to.
fn function_name<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    function: &Function<'t>,
) -> Option<String> {
    if let Some(name) = function.name {
        return Some(lower.reader.text(name).to_owned());
    }
    match lower.shape(node.parent()?) {
        Shape::Declaration(declaration) => declaration.name.map(|name| lower.reader.unquoted(name)),
        Shape::Pair(key) => Some(lower.reader.unquoted(key)),
        Shape::Assignment(assignment) => lower.target_name(assignment.target?),
        _ => None,
    }
}
