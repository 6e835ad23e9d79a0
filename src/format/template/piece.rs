//! A template as a sequence of pieces: what is printed as it stands, what is filled in, what decides.

use crate::format::logic::Expression;
use crate::model::Span;

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Where it is written; empty where an attribute of a tag makes it.
    pub span: Span,
    /// What it does.
    pub kind: PieceKind,
}

/// What a piece does.
#[derive(Clone, Debug, PartialEq)]
pub enum PieceKind {
    /// It is printed as it stands.
    Literal,
    /// Nothing.
    Comment,
    /// It decides or prepares.
    Act(Act),
    /// It prints a value, into an attribute where one is named.
    Output(Expression, Option<String>),
}

/// What a statement of a template does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Begins what depends on a condition.
    If(Expression),
    /// A further case.
    ElseIf(Expression),
    /// Everything else.
    Else,
    /// Everything else, written behind the end of the first case.
    ElseAfter,
    /// Begins a list of conditions.
    Choose,
    /// Begins a list of values that an expression is compared with.
    Switch(Expression),
    /// The case of some values.
    Case(Vec<Expression>),
    /// Begins what is repeated.
    Loop,
    /// Begins anything else that needs an end.
    Block,
    /// Ends something.
    End(End),
    /// Gives a name a value.
    Set(String, Expression),
    /// Something that may print anything.
    Other,
    /// Something that prints nothing.
    Quiet,
}

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// What depends on a condition.
    If,
    /// A list of values.
    Switch,
    /// What is repeated.
    Loop,
    /// Whatever began last.
    Any,
}

impl Piece {
    /// Whether something may appear in its place that the template does not show.
    pub fn prints_unknown(&self) -> bool {
        match &self.kind {
            PieceKind::Literal | PieceKind::Comment => false,
            PieceKind::Output(..) => true,
            PieceKind::Act(act) => matches!(act, Act::Loop | Act::Block | Act::Other),
        }
    }
}
