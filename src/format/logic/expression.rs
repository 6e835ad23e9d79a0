//! Expressions as far as they name, compare and choose.

use crate::model::Located;

/// An expression of any language.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A value written out.
    Literal(Constant),
    /// A name or a path of names (`person.geschlecht`, `$g`, `Geschlecht::M`).
    Name(Name),
    /// A call, a filter, a built-in.
    Call(Call),
    /// `object[index]`.
    Index {
        /// What is indexed.
        object: Box<Expression>,
        /// By what.
        index: Box<Expression>,
        /// The whole, in one line.
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
        /// If it holds.
        then: Box<Expression>,
        /// If not; `None`: nothing then.
        otherwise: Option<Box<Expression>>,
    },
    /// `[a, b]`, `{a: b}` (a list of pairs), the labels of a case.
    List(Vec<Expression>),
    /// `a + b`, `a ~ b`.
    Join(Vec<Expression>),
    /// Anything else, as written; empty where nobody asks for it.
    Other(Located<String>),
}

/// A name or a path of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written, in one line.
    pub path: Located<String>,
    /// The path before the last name, empty where it is the only one.
    pub receiver: String,
    /// The last name.
    pub last: Located<String>,
    /// What it stands for where something is compared with it.
    pub constant: Option<Constant>,
    /// The spelling that all spellings of it share, where the language sees no difference between them.
    pub folded: Option<String>,
}

/// `receiver.name(arguments)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What it is called on.
    pub receiver: Option<Box<Expression>>,
    /// Its own name.
    pub name: String,
    /// What is passed.
    pub arguments: Vec<Expression>,
    /// The whole, in one line.
    pub written: Located<String>,
}

/// A value that a document states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// A literal without quotes, the name of a constant; empty for null.
    pub text: Located<String>,
    /// The type a constant belongs to (`Geschlecht` of `Geschlecht.M`).
    pub owner: Option<String>,
    /// How it is stated.
    pub kind: ConstantKind,
}

/// How a value is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstantKind {
    /// A string.
    Text,
    /// A number, a truth value, a symbol.
    Scalar,
    /// The absence of a value.
    Null,
    /// By the name of a constant.
    Named,
}

impl Constant {
    /// A string literal.
    pub fn text(text: Located<String>) -> Self {
        Self::new(text, ConstantKind::Text)
    }

    /// A value without an owner.
    pub fn new(text: Located<String>, kind: ConstantKind) -> Self {
        Self {
            text,
            owner: None,
            kind,
        }
    }

    /// A constant, and the type it belongs to.
    pub fn named(text: Located<String>, owner: Option<String>) -> Self {
        Self {
            text,
            owner,
            kind: ConstantKind::Named,
        }
    }

    /// Whether it is written out, not named.
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

    /// What nobody asks for.
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

    /// The expression as written; `None` where its language does not keep it.
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

    /// The expressions directly inside.
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

    /// Whether it, or a part of it, is written with this text.
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
    /// A path, cut at its last dot. What it stands for in a comparison is up to its language.
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

/// The value an expression states where something is compared with it.
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

/// The value a case is labelled with: there, any name is one of a constant.
pub fn label(expression: &Expression) -> Option<Constant> {
    constant(expression).cloned().or_else(|| match expression {
        Expression::Name(name) => Some(Constant::named(name.last.clone(), None)),
        _ => None,
    })
}
