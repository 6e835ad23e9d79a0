//! Expressions of template languages as far as they compare and choose. One grammar for all: what a language
//! does not know does not occur in it.

use crate::model::{Located, Span};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A string literal.
    Text(Located<String>),
    /// A name, a path of names, a number (`person.geschlecht`, `$g`, `Geschlecht::M`).
    Name(Located<String>),
    /// A call, filter or built-in.
    Call {
        /// Its own name.
        name: String,
        /// What it is called on.
        on: Option<Box<Expression>>,
        /// What is passed.
        arguments: Vec<Expression>,
        /// The whole call.
        span: Span,
    },
    /// `list[index]`.
    Index(Box<Expression>, Box<Expression>),
    /// `!a`.
    Not(Box<Expression>),
    /// `a && b`.
    And(Box<Expression>, Box<Expression>),
    /// `a || b`.
    Or(Box<Expression>, Box<Expression>),
    /// `a == b`, or with `false` in front `a != b`.
    Equal(bool, Box<Expression>, Box<Expression>),
    /// `a in b`, or with `false` in front `a not in b`.
    In(bool, Box<Expression>, Box<Expression>),
    /// `a ? b : c`.
    Choice {
        /// The condition.
        test: Box<Expression>,
        /// If it holds.
        then: Box<Expression>,
        /// If not; `None`: nothing then.
        otherwise: Option<Box<Expression>>,
    },
    /// `[a, b]`, `{a: b}` (a list of pairs).
    List(Vec<Expression>),
    /// `a ~ b`, `a + b`.
    Join(Vec<Expression>),
    /// Anything else.
    Unknown,
}

impl Expression {
    /// The expressions directly inside.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Text(_) | Self::Name(_) | Self::Unknown => Vec::new(),
            Self::Call { on, arguments, .. } => {
                on.iter().map(|on| &**on).chain(arguments.iter()).collect()
            }
            Self::Index(a, b) | Self::And(a, b) | Self::Or(a, b) => vec![a, b],
            Self::Equal(_, a, b) | Self::In(_, a, b) => vec![a, b],
            Self::Not(a) => vec![a],
            Self::Choice {
                test,
                then,
                otherwise,
            } => {
                let mut parts: Vec<&Self> = vec![test, then];
                parts.extend(otherwise.iter().map(|other| &**other));
                parts
            }
            Self::List(items) | Self::Join(items) => items.iter().collect(),
        }
    }

    /// The literal it is or begins with.
    pub fn literal(&self) -> Option<&Located<String>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Join(items) => items.first()?.literal(),
            // What is only escaped, marked or translated stays what it says.
            Self::Call {
                name,
                on: Some(on),
                arguments,
                ..
            } if arguments.is_empty() && PLAIN.contains(&name.to_ascii_lowercase().as_str()) => {
                on.literal()
            }
            _ => None,
        }
    }
}

/// Calls and filters that change nothing about what is meant.
pub const PLAIN: [&str; 34] = [
    "lower",
    "upper",
    "tolower",
    "toupper",
    "tolowercase",
    "touppercase",
    "lower_case",
    "upper_case",
    "lowercase",
    "uppercase",
    "downcase",
    "upcase",
    "strtolower",
    "strtoupper",
    "trim",
    "strip",
    "to_s",
    "to_sym",
    "tostring",
    "string",
    "escape",
    "e",
    "h",
    "html",
    "htmlspecialchars",
    "raw",
    "safe",
    "esc",
    "capitalize",
    "ucfirst",
    "title",
    "cap_first",
    "normalize",
    "html_safe",
];

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name, where it is given by one.
    pub key: Option<String>,
    /// What is passed.
    pub value: Expression,
}
