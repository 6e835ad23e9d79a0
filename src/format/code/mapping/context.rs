//! The context of a construct: the enclosing classes and functions, the receiver of its value, and types.

use std::cell::OnceCell;

use tree_sitter::Node;

use super::super::lowering::{Function, Shape, named};
use super::super::reader::span;
use super::lower::{Lower, in_one_line};
use crate::format::logic::{
    self, Context, Expression, Outcome, Receiver, Subject, Target, is_plain, is_wrapper,
};
use crate::model::{Comparison, Known, Located, ModelPath, Span};

/// Maximum depth of constructs, in syntax nodes; deeper code is generated or hostile.
pub const MOST_DEPTH: usize = 200;
/// Maximum number of blocks between a name and its assignment, and of names assigned in one statement.
const MOST_BLOCKS: usize = 8;

/// The name of the innermost function around a node.
pub fn function_around<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    outwards
        .take(MOST_DEPTH)
        .filter(|outer| may_enclose(*outer))
        .find_map(|outer| match lower.shape(outer) {
            Shape::Function(found) => Some(function_name(lower, outer, &found)),
            _ => None,
        })?
}

/// The field that the enclosing function validates according to its decorator: `@field_validator("gender")` (pydantic),
/// `@validates("gender")` (SQLAlchemy, marshmallow).
pub fn validated_around<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    const VALIDATORS: [&str; 3] = ["field_validator", "validates", "validator"];
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    let decorated = outwards
        .take(MOST_DEPTH)
        .find(|outer| outer.kind() == "decorated_definition")?;
    let mut cursor = decorated.walk();
    let mut decorators = decorated
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "decorator");
    decorators.find_map(|decorator| {
        let written = lower.reader.text(decorator).strip_prefix('@')?;
        let (name, arguments) = written.split_once('(')?;
        let name = name.rsplit('.').next()?.trim();
        let first = arguments.trim_start();
        let quote = first.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
        let (field, _) = first.get(1..)?.split_once(quote)?;
        VALIDATORS.contains(&name).then(|| field.to_owned())
    })
}

/// From the name of the innermost function around a node to the end of its parameters.
pub fn head_span_around<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<Span> {
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    let mut functions = outwards
        .take(MOST_DEPTH)
        .filter(|outer| may_enclose(*outer))
        .filter_map(|outer| match lower.shape(outer) {
            Shape::Function(found) => Some(found),
            _ => None,
        });
    let function = functions.next()?;
    Some(span(function.name?).to(span(function.parameters?)))
}

/// The innermost enclosing function's name with its parameters, as written; without parameters if there are many.
pub fn head_around<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    const LONGEST: usize = 200;
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    outwards
        .take(MOST_DEPTH)
        .filter(|outer| may_enclose(*outer))
        .find_map(|outer| match lower.shape(outer) {
            Shape::Function(found) => {
                let parameters = found.parameters.map(|node| lower.reader.text(node));
                let parameters = parameters.filter(|text| text.len() <= LONGEST);
                let parameters = parameters.unwrap_or_default();
                let parameters = parameters.trim_start_matches('(').trim_end_matches(')');
                let name = function_name(lower, outer, &found)?;
                Some(format!("{name}({parameters})"))
            }
            _ => None,
        })
}

/// Whether a node may be a function or a class: these have a name, parameters and a body. A node with hundreds of
/// children is a list, whose shape is costly to determine.
pub fn may_enclose(node: Node<'_>) -> bool {
    const MOST_PARTS: usize = 64;
    node.named_child_count() <= MOST_PARTS
}

/// The surroundings of a construct.
pub struct Surroundings<'l, 't> {
    lower: Lower<'l, 't>,
    /// The construct.
    node: Node<'t>,
    /// Classes and functions from the outside in.
    path: ModelPath,
    /// The innermost function, and its name.
    function: Option<(Function<'t>, Option<String>, Node<'t>)>,
    /// The effect of the preceding statement.
    before: OnceCell<Option<Outcome>>,
}

impl<'l, 't> Surroundings<'l, 't> {
    /// Looks outwards from a construct.
    pub fn new(lower: Lower<'l, 't>, node: Node<'t>) -> Self {
        let mut names = Vec::new();
        let mut function = None;
        let mut current = node.parent();
        while let Some(outer) = current {
            let shape = may_enclose(outer).then(|| lower.shape(outer));
            match shape.unwrap_or(Shape::Other) {
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

    /// The value that a local name was last assigned before the construct.
    fn set_to(&self, name: &str) -> Option<Node<'t>> {
        /// Names are assigned close to their use.
        const MOST_STATEMENTS: usize = 30;
        let function = self.function.as_ref().map(|(_, _, node)| node.id());
        let mut inner = self.node;
        for _ in 0..MOST_BLOCKS {
            let mut before = inner.prev_named_sibling();
            for _ in 0..MOST_STATEMENTS {
                let Some(statement) = before else { break };
                if let Some(value) = self.sets(statement, name) {
                    return Some(value);
                }
                before = statement.prev_named_sibling();
            }
            inner = inner.parent()?;
            if Some(inner.id()) == function {
                return None;
            }
        }
        None
    }

    /// The value that a statement assigns to a name.
    fn sets(&self, statement: Node<'t>, name: &str) -> Option<Node<'t>> {
        let (target, value) = match self.lower.shape(statement) {
            Shape::Declaration(declaration) => (declaration.name?, declaration.value?),
            Shape::Assignment(assignment) if !assignment.compound => {
                (assignment.target?, assignment.value?)
            }
            Shape::Statement(inner) => return self.sets_directly(inner, name),
            // const g = …, h = …
            Shape::Other => {
                let parts = named(statement).take(MOST_BLOCKS);
                return parts
                    .filter_map(|part| self.sets_directly(part, name))
                    .last();
            }
            _ => return None,
        };
        (self.lower.reader.text(target) == name).then_some(value)
    }

    fn sets_directly(&self, node: Node<'t>, name: &str) -> Option<Node<'t>> {
        let (target, value) = match self.lower.shape(node) {
            Shape::Declaration(declaration) => (declaration.name?, declaration.value?),
            Shape::Assignment(assignment) if !assignment.compound => {
                (assignment.target?, assignment.value?)
            }
            _ => return None,
        };
        (self.lower.reader.text(target) == name).then_some(value)
    }

    /// The receiver of an expression's value.
    fn receiver_of(&self, node: Node<'t>) -> Target {
        const MOST_STEPS: usize = 24;
        let mut inner = node;
        for _ in 0..MOST_STEPS {
            let Some(outer) = inner.parent() else { break };
            let shape = may_enclose(outer).then(|| self.lower.shape(outer));
            match shape.unwrap_or(Shape::Other) {
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
                    // Translations, containers and string conversions pass their argument on.
                    Some((call, name)) if is_wrapper(&name) || is_plain(&name) => inner = call,
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
                // The argument may be wrapped in a node of its own.
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

    /// `String g = person.getGeschlecht().trim();`: the right side if it mentions the topic and the name does not, or
    /// if it is only a part of the value (`gender = gender[0]`).
    fn meant(&self, subject: &str) -> Option<Subject> {
        let topic = self.lower.reader.topic();
        if subject.contains(['.', '(', ' ']) {
            return None;
        }
        let speaks = topic.is_mentioned_in(subject);
        let value = self.lower.expression(self.set_to(subject)?);
        if matches!(value, Expression::Literal(_)) {
            return None;
        }
        logic::subject(&value).filter(|meant| {
            topic.is_mentioned_in(&meant.text) && (!speaks || meant.by != Comparison::Whole)
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

/// The name of the function at a node.
pub fn function_name_at<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<String> {
    match lower.shape(node) {
        Shape::Function(function) => function_name(lower, node, &function),
        _ => None,
    }
}

/// The name of a function; an anonymous one takes the name it is assigned to.
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
