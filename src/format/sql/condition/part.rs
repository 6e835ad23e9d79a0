//! Parts of conditions, and what they say together.

use super::MOST_VALUES;
use crate::format::sql::schema::Allowed;
use crate::model::{Span, Value};

/// Longer ranges don't enumerate.
const LONGEST_RANGE: i64 = 60;

/// A part of a condition, or an operand.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Column(usize),
    Literal(Value),
    /// `ARRAY[…]`, `(1, 2)`, `'{m,w}'`.
    List(Vec<Value>),
    Set(usize, Vec<Value>),
    /// All but these values.
    AllBut(usize, Vec<Value>),
    /// From, to: either may still be open.
    Range(usize, Option<i64>, Option<i64>, Span),
    /// The column is null.
    Null(usize),
    /// Is not null; which column, if it is one. Without a column, something of which no more is known than that it
    /// allows less.
    Stated(Option<usize>),
    All(Vec<Part>),
    Unknown,
}

impl Part {
    pub(super) fn collect(self, limits: &mut Vec<(usize, Allowed)>) {
        match self {
            Self::Set(column, values) => limits.push((column, Allowed::Only(values))),
            Self::AllBut(column, values) => limits.push((column, Allowed::AllBut(values))),
            Self::All(parts) => parts.into_iter().for_each(|part| part.collect(limits)),
            _ => {}
        }
    }

    /// The opposite.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Set(column, values) => Self::AllBut(column, values),
            Self::AllBut(column, values) => Self::Set(column, values),
            _ => Self::Unknown,
        }
    }

    /// The column it is about.
    const fn column(&self) -> Option<usize> {
        match self {
            Self::Set(column, _)
            | Self::AllBut(column, _)
            | Self::Range(column, ..)
            | Self::Stated(Some(column)) => Some(*column),
            _ => None,
        }
    }

    /// What it allows at most, and whether that is all of it. What hangs on another column limits the rest no less, but
    /// the opposite of it does.
    fn at_most(self) -> (Self, bool) {
        let Self::All(parts) = self else {
            return (self, true);
        };
        let (stated, mut limits): (Vec<Self>, Vec<Self>) = parts
            .into_iter()
            .partition(|part| matches!(part, Self::Stated(_)));
        match limits.pop() {
            Some(only) if limits.is_empty() => (only, stated.is_empty()),
            Some(last) => {
                limits.push(last);
                limits.extend(stated);
                (Self::All(limits), true)
            }
            None => (Self::All(stated), true),
        }
    }

    /// The conjunction of both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            // What has a value has one.
            (Self::Stated(Some(column)), part) | (part, Self::Stated(Some(column)))
                if part.column() == Some(column) =>
            {
                part
            }
            (Self::Set(a, first), Self::Set(b, second)) if a == b => {
                let both = first.into_iter().filter(|value| {
                    second
                        .iter()
                        .any(|other| other.raw.value == value.raw.value)
                });
                Self::Set(a, both.collect())
            }
            (Self::Range(a, from, to, at), Self::Range(b, from_too, to_too, at_too)) if a == b => {
                let to = to.into_iter().chain(to_too).min();
                range(a, from.max(from_too), to, at.to(at_too))
            }
            (Self::All(mut parts), part) | (part, Self::All(mut parts)) => {
                parts.push(part);
                Self::All(parts)
            }
            (first, second) => Self::All(vec![first, second]),
        }
    }

    /// The disjunction of both.
    pub(super) fn or(self, other: Self) -> Self {
        let ((first, is_all), (second, is_all_too)) = (self.at_most(), other.at_most());
        let part = first.or_exactly(second);
        match part.column().is_none() || is_all && is_all_too {
            true => part,
            false => Self::All(vec![part, Self::Stated(None)]),
        }
    }

    /// The disjunction of two parts of which all is known.
    fn or_exactly(self, other: Self) -> Self {
        match (self, other) {
            (Self::Set(a, mut first), Self::Set(b, second))
                if a == b && first.len() + second.len() <= MOST_VALUES =>
            {
                for value in second {
                    if !first.iter().any(|known| known.raw.value == value.raw.value) {
                        first.push(value);
                    }
                }
                Self::Set(a, first)
            }
            // Null is not a value, and a null in another column restricts nothing.
            (Self::Set(column, values), Self::Null(other))
            | (Self::Null(other), Self::Set(column, values))
                if column == other =>
            {
                Self::Set(column, values)
            }
            (Self::AllBut(column, values), Self::Null(other))
            | (Self::Null(other), Self::AllBut(column, values))
                if column == other =>
            {
                Self::AllBut(column, values)
            }
            (Self::Null(column), Self::Null(other)) if column == other => Self::Null(column),
            _ => Self::Unknown,
        }
    }
}

/// A short, closed range of integers is a set.
fn range(column: usize, from: Option<i64>, to: Option<i64>, at: Span) -> Part {
    match (from, to) {
        (Some(low), Some(high)) if low <= high && high.saturating_sub(low) < LONGEST_RANGE => {
            let values = (low..=high).map(|number| Value::plain(number.to_string(), at));
            Part::Set(column, values.collect())
        }
        _ => Part::Range(column, from, to, at),
    }
}
