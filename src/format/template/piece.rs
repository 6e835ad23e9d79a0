//! A template as a sequence of pieces: literal text, insertions, decisions.

use crate::format::logic::Expression;
use crate::model::Span;

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its place; empty if it comes from an attribute of a tag.
    pub span: Span,
    /// Its effect.
    pub kind: PieceKind,
}

/// The effect of a piece.
#[derive(Clone, Debug, PartialEq)]
pub enum PieceKind {
    /// Literal output.
    Literal,
    /// No effect.
    Comment,
    /// A decision or preparation.
    Act(Act),
    /// Prints a value, into an attribute if one is named.
    Output(Expression, Option<String>),
}

/// The effect of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Starts a conditional part.
    If(Expression),
    /// A further case.
    ElseIf(Expression),
    /// The remaining case.
    Else,
    /// The remaining case, written after the end of the first one.
    ElseAfter,
    /// Starts a list of conditions.
    Choose,
    /// Starts a list of values compared with an expression.
    Switch(Expression),
    /// The case of some values.
    Case(Vec<Expression>),
    /// Starts a repeated part.
    Loop,
    /// Starts anything else that needs an end.
    Block,
    /// Ends something.
    End(End),
    /// Assigns a value to a name.
    Set(String, Expression),
    /// Hands its named parts to another template, which decides what else is shown.
    Extends,
    /// May print anything.
    Other,
    /// Prints nothing.
    Quiet,
}

/// The kind of part that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A conditional part.
    If,
    /// A list of values.
    Switch,
    /// A repeated part.
    Loop,
    /// The part that started last.
    Any,
}

impl Piece {
    /// Whether it may print something that the template does not show.
    pub fn prints_unknown(&self) -> bool {
        match &self.kind {
            PieceKind::Literal | PieceKind::Comment => false,
            PieceKind::Output(..) => true,
            PieceKind::Act(act) => matches!(act, Act::Loop | Act::Block | Act::Other),
        }
    }
}
