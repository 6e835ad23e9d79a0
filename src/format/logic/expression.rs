//! Expressions, as far as they name, compare and choose.

use crate::model::Located;

/// An expression of any language.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A literal value.
    Literal(Constant),
    /// A name or a path of names (`person.geschlecht`, `$g`, `Geschlecht::M`).
    Name(Name),
    /// A call, a filter, a built-in.
    Call(Call),
    /// `object[index]`.
    Index {
        /// The indexed expression.
        object: Box<Expression>,
        /// The index.
        index: Box<Expression>,
        /// The whole expression on one line.
        written: Located<String>,
    },
    /// `!a`.
    Not(Box<Expression>),
    /// `a && b`.
    And(Box<Expression>, Box<Expression>),
    /// `a || b`.
    Or(Box<Expression>, Box<Expression>),
    /// `a == b`.
    Equal(Box<Expression>, Box<Expression>),
    /// `a in b`, `switch (a) { case b }`.
    In(Box<Expression>, Box<Expression>),
    /// `a ? b : c`.
    Conditional {
        /// The condition.
        condition: Box<Expression>,
        /// The value if it holds.
        then: Box<Expression>,
        /// The value if not; `None` if there is none.
        otherwise: Option<Box<Expression>>,
    },
    /// `[a, b]`, `{a: b}` (a list of pairs), or the labels of a case.
    List(Vec<Expression>),
    /// `a + b`, `a ~ b`.
    Join(Vec<Expression>),
    /// Anything else, as written; empty if its text is not needed.
    Other(Located<String>),
}

/// A name or a path of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written, on one line.
    pub path: Located<String>,
    /// The path before the last name; empty if there is none.
    pub receiver: String,
    /// The last name.
    pub last: Located<String>,
    /// The value it represents in a comparison.
    pub constant: Option<Constant>,
    /// The common form of all spellings, if the language does not distinguish them.
    pub folded: Option<String>,
}

/// `receiver.name(arguments)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The object it is called on.
    pub receiver: Option<Box<Expression>>,
    /// Its own name.
    pub name: String,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// The whole call on one line.
    pub written: Located<String>,
}

/// A value stated in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// A literal without quotes or the name of a constant; empty for null.
    pub text: Located<String>,
    /// The type of a constant (`Geschlecht` in `Geschlecht.M`).
    pub owner: Option<String>,
    /// How the value is stated.
    pub kind: ConstantKind,
}

/// How a value is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstantKind {
    /// A string.
    Text,
    /// A number, a boolean, a symbol.
    Scalar,
    /// The absence of a value.
    Null,
    /// The name of a constant.
    Named,
}

impl Constant {
    /// A string literal.
    pub fn text(text: Located<String>) -> Self {
        Self::new(text, ConstantKind::Text)
    }

    /// A value without a type.
    pub fn new(text: Located<String>, kind: ConstantKind) -> Self {
        Self {
            text,
            owner: None,
            kind,
        }
    }

    /// A constant and its type.
    pub fn named(text: Located<String>, owner: Option<String>) -> Self {
        Self {
            text,
            owner,
            kind: ConstantKind::Named,
        }
    }

    /// Whether it is a literal and not a named constant.
    pub fn is_literal(&self) -> bool {
        self.kind != ConstantKind::Named
    }

    /// Whether it is null or blank.
    pub fn is_blank(&self) -> bool {
        self.text.value.trim().is_empty()
    }
}

impl Expression {
    /// A string literal.
    pub fn text(text: Located<String>) -> Self {
        Self::Literal(Constant::text(text))
    }

    /// An expression whose content is not needed.
    pub fn unknown() -> Self {
        Self::Other(Located::default())
    }

    /// `!self`.
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Negated only if `negative`.
    pub fn negated_if(self, negative: bool) -> Self {
        if negative { self.negated() } else { self }
    }

    /// `self == other`.
    pub fn equals(self, other: Self) -> Self {
        Self::Equal(Box::new(self), Box::new(other))
    }

    /// `self in list`.
    pub fn one_of(self, list: Vec<Self>) -> Self {
        Self::In(Box::new(self), Box::new(Self::List(list)))
    }

    /// The expression as written; `None` if its language does not keep it.
    pub fn written(&self) -> Option<&Located<String>> {
        let written = match self {
            Self::Literal(constant) => &constant.text,
            Self::Name(name) => &name.path,
            Self::Call(call) => &call.written,
            Self::Index { written, .. } => written,
            Self::Other(written) => written,
            _ => return None,
        };
        (!written.value.is_empty()).then_some(written)
    }

    /// The direct subexpressions.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Literal(_) | Self::Name(_) | Self::Other(_) => Vec::new(),
            Self::Call(call) => {
                let receiver = call.receiver.as_deref();
                receiver.into_iter().chain(&call.arguments).collect()
            }
            Self::Index { object, index, .. } => vec![object, index],
            Self::And(left, right)
            | Self::Or(left, right)
            | Self::Equal(left, right)
            | Self::In(left, right) => vec![left, right],
            Self::Not(inner) => vec![inner],
            Self::Conditional {
                condition,
                then,
                otherwise,
            } => [&**condition, then]
                .into_iter()
                .chain(otherwise.as_deref())
                .collect(),
            Self::List(items) | Self::Join(items) => items.iter().collect(),
        }
    }

    /// Whether it or one of its parts is written like this text.
    pub fn mentions(&self, text: &str) -> bool {
        let mut open = vec![self];
        while let Some(expression) = open.pop() {
            let written = match expression {
                Self::Literal(_) => None,
                other => other.written(),
            };
            if written.is_some_and(|written| written.value.contains(text)) {
                return true;
            }
            open.extend(expression.parts());
        }
        false
    }
}

impl Name {
    /// A path split at its last dot. The language decides what it represents in a comparison.
    pub fn dotted(path: Located<String>) -> Self {
        let (receiver, last) = path.value.rsplit_once('.').unwrap_or(("", &path.value));
        Self {
            receiver: receiver.to_owned(),
            last: Located {
                value: last.to_owned(),
                span: path.span,
            },
            path,
            constant: None,
            folded: None,
        }
    }
}

/// The value an expression represents in a comparison.
pub fn constant(expression: &Expression) -> Option<&Constant> {
    match expression {
        Expression::Literal(constant) => Some(constant),
        Expression::Name(name) => name.constant.as_ref(),
        // Geschlecht.M.getCode(), Gender.MALE.name()
        Expression::Call(call) if call.arguments.is_empty() => match call.receiver.as_deref() {
            Some(Expression::Name(name)) => name.constant.as_ref(),
            _ => None,
        },
        _ => None,
    }
}

/// The value of a case label, where every name is a constant.
pub fn label(expression: &Expression) -> Option<Constant> {
    constant(expression).cloned().or_else(|| match expression {
        Expression::Name(name) => Some(Constant::named(name.last.clone(), None)),
        _ => None,
    })
}
