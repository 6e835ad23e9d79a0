//! Shapes of nodes, independent of the grammar.
//!
//! One file per language determines the [`Shape`] of its nodes, one level deep; [`conventions`] holds what grammars
//! have in common. [`super::mapping`] turns shapes into logic.

pub mod conventions;
pub mod csharp;
pub mod go;
pub mod java;
pub mod kotlin;
pub mod php;
pub mod python;
pub mod ruby;
pub mod scala;
pub mod typescript;

use tree_sitter::Node;

use super::reader::Reader;

/// Determines the shape of a node.
pub type Lowering = for<'t> fn(&Reader<'t>, Node<'t>) -> Shape<'t>;

/// The shape of a node, one level deep.
pub enum Shape<'t> {
    /// Parentheses, a cast, an argument: the wrapped node.
    Wrapper(Node<'t>),
    /// A string, possibly with interpolations.
    Text,
    /// Adjacent strings.
    Texts(Vec<Node<'t>>),
    /// `true`, `false`.
    Boolean,
    /// The absence of a value, if the grammar has no literal for it.
    Null,
    /// A name, or a member with its object.
    Member(Option<Node<'t>>, Node<'t>),
    /// A call.
    Call(Call<'t>),
    /// An object and its index.
    Index(Node<'t>, Node<'t>),
    /// The two operands and the operator between them.
    Binary(Node<'t>, &'t str, Node<'t>),
    /// A negation.
    Not(Node<'t>),
    /// `g is "m" or "M"`: an expression and its pattern.
    Matches(Node<'t>, Node<'t>),
    /// `g is not "m"`.
    MatchesNot(Node<'t>, Node<'t>),
    /// Alternative patterns.
    Alternatives(Vec<Node<'t>>),
    /// A literal list.
    List(Vec<Node<'t>>),
    /// A literal table: keys with values; `None` for any other row.
    Table(Vec<Option<(Node<'t>, Node<'t>)>>),
    /// `if`, with its branches.
    If(Vec<Fork<'t>>, Option<Node<'t>>),
    /// A conditional expression.
    Conditional(Fork<'t>, Option<Node<'t>>),
    /// `switch`, `when`, `match`, `case`.
    Switch(Switch<'t>),
    /// A sequence of statements.
    Block(Vec<Node<'t>>),
    /// A statement that is an expression.
    Statement(Node<'t>),
    /// `return`.
    Return(Option<Node<'t>>),
    /// The result of the enclosing construct.
    Yield(Option<Node<'t>>),
    /// `echo`.
    Print(Option<Node<'t>>),
    /// `throw`, `raise`.
    Throw,
    /// `assert`: a condition that must hold.
    Assert(Node<'t>),
    /// `continue`, `next`: the rest of a loop's body is not reached.
    Skip,
    /// `break`, `pass`, comments.
    Idle,
    /// Loops and other constructs without an evident result.
    Tangle,
    /// A variable with its value.
    Declaration(Declaration<'t>),
    /// `left = right`.
    Assignment(Assignment<'t>),
    /// `key: value`, by its key.
    Pair(Node<'t>),
    /// A parameter with its type.
    Parameter(Option<Node<'t>>, Option<Node<'t>>),
    /// The arguments of a call.
    Arguments,
    /// A function.
    Function(Function<'t>),
    /// The statements of a function.
    Body(Vec<Node<'t>>),
    /// A class or similar construct, with its name.
    Class(Option<Node<'t>>),
    /// Anything else.
    Other,
}

/// `receiver.name(arguments)`; functions have no receiver.
pub struct Call<'t> {
    pub receiver: Option<Node<'t>>,
    pub name: Node<'t>,
    pub arguments: Vec<Node<'t>>,
}

/// A condition and its branch.
pub struct Fork<'t> {
    pub condition: Node<'t>,
    /// The branch is taken if the condition does not hold (`unless`).
    pub negated: bool,
    pub then: Option<Node<'t>>,
    /// The node from which on it could be a construct of its own.
    pub node: Node<'t>,
}

/// A construct with several cases.
pub struct Switch<'t> {
    /// The value compared with the labels; if `None`, the labels are conditions.
    pub subject: Option<Node<'t>>,
    pub clauses: Vec<Clause<'t>>,
    /// Whether it is a statement of its own.
    pub is_statement: bool,
}

/// One case.
#[derive(Default)]
pub struct Clause<'t> {
    pub labels: Vec<Node<'t>>,
    /// The case is taken if no other matches.
    pub default: bool,
    /// Another condition applies, or a label is not understood.
    pub guarded: bool,
    /// Empty if it shares the body of the next clause.
    pub body: Vec<Node<'t>>,
}

/// The declaration of a variable or field.
pub struct Declaration<'t> {
    pub name: Option<Node<'t>>,
    pub of: Option<Node<'t>>,
    pub value: Option<Node<'t>>,
}

/// An assignment.
pub struct Assignment<'t> {
    pub target: Option<Node<'t>>,
    pub of: Option<Node<'t>>,
    pub value: Option<Node<'t>>,
    /// `+=` and similar: the target keeps its previous content.
    pub compound: bool,
}

/// A function.
pub struct Function<'t> {
    pub name: Option<Node<'t>>,
    pub parameters: Option<Node<'t>>,
    pub returns: Option<Node<'t>>,
}

impl<'t> Fork<'t> {
    /// A branch of the construct at `node`.
    pub fn new(node: Node<'t>, condition: Node<'t>, then: Option<Node<'t>>) -> Self {
        Self {
            condition,
            negated: false,
            then,
            node,
        }
    }
}

/// Named children without comments.
pub fn named<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    /// Access by index passes all earlier children; a cursor allocates memory first.
    const FEW: usize = 8;
    let count = node.named_child_count();
    let (by_number, cursor) = match count <= FEW {
        true => (count, None),
        false => (0, Some(node.walk())),
    };
    let by_number = (0..by_number)
        .filter_map(move |index| node.named_child(u32::try_from(index).unwrap_or(u32::MAX)));
    let by_cursor = cursor.into_iter().flat_map(|mut cursor| {
        let mut more = cursor.goto_first_child();
        std::iter::from_fn(move || {
            let child = more.then(|| cursor.node())?;
            more = cursor.goto_next_sibling();
            Some(child)
        })
    });
    by_number
        .chain(by_cursor.filter(Node::is_named))
        .filter(|child| !child.kind().contains("comment"))
}

/// The named children of a field.
pub fn in_field<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    let children = node.children_by_field_name(field, &mut cursor);
    children.filter(Node::is_named).collect()
}

/// The first two of several nodes.
pub fn pair<'t>(mut nodes: impl Iterator<Item = Node<'t>>) -> Option<(Node<'t>, Node<'t>)> {
    Some((nodes.next()?, nodes.next()?))
}
