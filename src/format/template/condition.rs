//! Conditions that compare one expression with literals or constants.

use super::expression::{Expression, PLAIN};
use crate::model::{Comparison, Located, Span};

/// What an expression is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What is looked at, as written.
    pub subject: String,
    /// Type of what is looked at, where the values show it (`Geschlecht.M`).
    pub of: Option<String>,
    /// What of it is compared.
    pub by: Comparison,
    /// What it is compared with.
    pub values: Vec<Located<String>>,
    /// True for everything but the values.
    pub negated: bool,
}

impl Test {
    /// Whether both look at the same.
    pub fn asks_like(&self, other: &Self) -> bool {
        self.by == other.by && self.subject == other.subject
    }

    /// Whether one holds exactly where the other does not.
    pub fn opposes(&self, other: &Self) -> bool {
        let raw = |test: &Self| -> Vec<String> {
            test.values
                .iter()
                .map(|value| value.value.clone())
                .collect()
        };
        self.asks_like(other) && self.negated != other.negated && raw(self) == raw(other)
    }
}

/// Reads a condition, or nothing where it asks for anything else.
pub fn test(condition: &Expression) -> Option<Test> {
    match condition {
        Expression::Not(inner) => {
            let mut test = test(inner)?;
            test.negated = !test.negated;
            Some(test)
        }
        Expression::Equal(positive, left, right) if truth(right).is_some() => {
            let mut test = test(left)?;
            test.negated ^= truth(right) != Some(*positive);
            Some(test)
        }
        Expression::Equal(positive, left, right) => {
            let (subject, value, of) = sides(left, right)?;
            let mut test = compare(subject, vec![value], of)?;
            test.negated = !positive;
            Some(test)
        }
        Expression::In(positive, subject, list) => {
            let Expression::List(items) = &**list else {
                return None;
            };
            let values: Option<Vec<(Located<String>, Option<String>)>> =
                items.iter().map(value).collect();
            let values = values.filter(|values| !values.is_empty())?;
            let of = values.iter().find_map(|(_, of)| of.clone());
            let values = values.into_iter().map(|(value, _)| value).collect();
            let mut test = compare(subject, values, of)?;
            test.negated = !positive;
            Some(test)
        }
        Expression::Or(left, right) => either(test(left)?, test(right)?),
        Expression::And(left, right) => both(left, right),
        Expression::Call {
            name,
            on,
            arguments,
            span,
        } => call(name, on.as_deref(), arguments, *span),
        Expression::Name(path) => question(path),
        _ => None,
    }
}

/// `true` and `false`.
fn truth(expression: &Expression) -> Option<bool> {
    match expression {
        Expression::Name(name) => match name.value.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Which side is looked at and which is the value.
fn sides<'e>(
    left: &'e Expression,
    right: &'e Expression,
) -> Option<(&'e Expression, Located<String>, Option<String>)> {
    match (value(left), value(right)) {
        (None, Some((value, of))) => Some((left, value, of)),
        (Some((value, of)), None) => Some((right, value, of)),
        (Some((first, first_of)), Some((second, second_of))) => match (left, right) {
            (Expression::Text(_), Expression::Name(_)) => Some((right, first, first_of)),
            _ => Some((left, second, second_of)),
        },
        (None, None) => None,
    }
}

/// The value that a literal or constant stands for, and the type of the constant.
pub fn value(expression: &Expression) -> Option<(Located<String>, Option<String>)> {
    match expression {
        Expression::Text(text) => Some((text.clone(), None)),
        Expression::Name(path) => {
            let parts: Vec<&str> = path.value.split('.').collect();
            let last = *parts.last()?;
            let at = |text: &str| Located {
                value: text.to_owned(),
                span: path.span,
            };
            if last.chars().all(|ch| ch.is_ascii_digit()) {
                return Some((at(last), None));
            }
            if matches!(
                path.value.as_str(),
                "null" | "nil" | "None" | "none" | "undefined" | "NULL"
            ) {
                return Some((at(""), None));
            }
            let capitals = last.chars().any(char::is_alphabetic)
                && !last.starts_with(['$', '@', '#'])
                && last.chars().all(|ch| !ch.is_lowercase());
            let of = parts.len().checked_sub(2).and_then(|at| parts.get(at));
            let of_type = of.filter(|of| {
                of.starts_with(char::is_uppercase)
                    && !matches!(**of, "Model" | "ViewData" | "ViewBag")
            });
            match of_type {
                Some(of) => Some((at(last), Some((*of).to_owned()))),
                None if capitals && parts.len() > 1 => Some((at(last), None)),
                None if capitals && last.len() > 1 && last.contains('_') => Some((at(last), None)),
                None => None,
            }
        }
        // T(de.stadt.Geschlecht).M
        Expression::Call {
            name,
            on: Some(on),
            arguments,
            span,
        } if arguments.is_empty() => {
            let Expression::Call {
                name: outer,
                arguments,
                ..
            } = &**on
            else {
                return None;
            };
            let [Expression::Name(of)] = arguments.as_slice() else {
                return None;
            };
            let of = of.value.rsplit('.').next().map(str::to_owned);
            (outer == "T").then(|| (Located::at(name.clone(), *span), of))
        }
        _ => None,
    }
}

fn compare(subject: &Expression, values: Vec<Located<String>>, of: Option<String>) -> Option<Test> {
    let (subject, by) = asked(subject)?;
    Some(Test {
        subject,
        of,
        by,
        values,
        negated: false,
    })
}

/// The expression that is looked at, and whether only its first letter.
fn asked(expression: &Expression) -> Option<(String, Comparison)> {
    match expression {
        Expression::Name(path) => Some((path.value.clone(), Comparison::Whole)),
        // Fluid writes values in brackets.
        Expression::List(items) => match items.as_slice() {
            [only @ Expression::Name(_)] => asked(only),
            _ => None,
        },
        Expression::Index(object, index) => {
            let (subject, _) = asked(object)?;
            match &**index {
                Expression::Name(index) if index.value == "0" => {
                    Some((subject, Comparison::FirstLetter))
                }
                _ => None,
            }
        }
        Expression::Call {
            name,
            on,
            arguments,
            ..
        } => {
            let folded = name.to_ascii_lowercase();
            let number = |expression: &Expression, wanted: &str| matches!(expression, Expression::Name(number) if number.value == wanted);
            let first = match arguments.as_slice() {
                [zero] => matches!(folded.as_str(), "charat") && number(zero, "0"),
                [zero, one] => {
                    matches!(folded.as_str(), "substring" | "substr" | "slice")
                        && number(zero, "0")
                        && number(one, "1")
                }
                [] => folded == "first",
                _ => false,
            };
            if first {
                return Some((asked(on.as_deref()?)?.0, Comparison::FirstLetter));
            }
            match (on.as_deref(), arguments.as_slice()) {
                (Some(on), []) if PLAIN.contains(&folded.as_str()) || is_default(&folded) => {
                    asked(on)
                }
                (Some(on), [_]) if is_default(&folded) => asked(on),
                (_, [inner]) if PLAIN.contains(&folded.as_str()) => asked(inner),
                // getGeschlecht(), person.geschlecht(), #strings.toLowerCase(g)
                (Some(on), []) => Some((format!("{}.{name}", asked(on)?.0), Comparison::Whole)),
                (None, []) => Some((name.clone(), Comparison::Whole)),
                (_, [Expression::Text(key)]) if is_getter(&folded) => {
                    Some((key.value.clone(), Comparison::Whole))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The path of a value that is printed as it is, without anything that might turn it into something else.
pub fn path(expression: &Expression) -> Option<Located<String>> {
    match expression {
        Expression::Name(path) => Some(path.clone()),
        Expression::List(items) => match items.as_slice() {
            [only] => path(only),
            _ => None,
        },
        Expression::Call {
            name,
            on,
            arguments,
            span,
        } => {
            let folded = name.to_ascii_lowercase();
            let plain = PLAIN.contains(&folded.as_str()) || is_default(&folded);
            match (on.as_deref(), arguments.as_slice()) {
                (Some(on), _) if plain => path(on),
                (None, [inner]) if plain => path(inner),
                (Some(on), []) => {
                    let outer = path(on)?;
                    Some(Located::at(format!("{}.{name}", outer.value), *span))
                }
                (None, []) => Some(Located::at(name.clone(), *span)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_default(name: &str) -> bool {
    matches!(name, "default" | "orempty" | "or_else" | "orelse")
}

fn is_getter(name: &str) -> bool {
    matches!(
        name,
        "get" | "getattribute" | "getparameter" | "getproperty" | "getstring" | "fetch" | "value"
    )
}

/// `equals`, `startsWith` and their relatives; anything else is a question.
fn call(name: &str, on: Option<&Expression>, arguments: &[Expression], span: Span) -> Option<Test> {
    let folded = name.to_ascii_lowercase();
    match (folded.as_str(), on, arguments) {
        ("equals" | "equalsignorecase" | "eql" | "contentequals", Some(on), [other]) => {
            let (subject, value, of) = sides(on, other)?;
            compare(subject, vec![value], of)
        }
        ("equals" | "equalsignorecase" | "eq", _, [left, right, ..]) => {
            let (subject, value, of) = sides(left, right)?;
            compare(subject, vec![value], of)
        }
        ("startswith" | "starts_with" | "hasprefix", Some(on), [other]) => {
            let mut test = compare(on, vec![value(other)?.0], None)?;
            test.by = Comparison::Prefix;
            Some(test)
        }
        ("startswith" | "starts-with" | "str_starts_with", _, [subject, other]) => {
            let mut test = compare(subject, vec![value(other)?.0], None)?;
            test.by = Comparison::Prefix;
            Some(test)
        }
        ("has_content" | "exists" | "present" | "defined", Some(on), []) => present(on),
        (_, _, []) => {
            let receiver = on.and_then(asked).map(|(subject, _)| subject);
            Some(asks(receiver.unwrap_or_default(), name, span))
        }
        (_, None, [only]) if !matches!(folded.as_str(), "empty" | "isset" | "count" | "length") => {
            Some(asks(asked(only)?.0, name, span))
        }
        _ => None,
    }
}

fn present(on: &Expression) -> Option<Test> {
    let (subject, _) = asked(on)?;
    let (receiver, name) = subject.rsplit_once('.').unwrap_or(("", &subject));
    Some(asks(receiver.to_owned(), name, Span::default()))
}

/// `person.maennlich`, `isMale`: the name of the question stands for the value.
fn question(path: &Located<String>) -> Option<Test> {
    let (receiver, name) = path.value.rsplit_once('.').unwrap_or(("", &path.value));
    if name.chars().all(|ch| ch.is_ascii_digit()) {
        return None;
    }
    Some(asks(
        receiver.to_owned(),
        name,
        path.span.unwrap_or_default(),
    ))
}

fn asks(receiver: String, name: &str, span: Span) -> Test {
    Test {
        subject: receiver,
        of: None,
        by: Comparison::Question,
        values: vec![Located::at(
            name.trim_start_matches(['$', '@'])
                .trim_end_matches('?')
                .to_owned(),
            span,
        )],
        negated: false,
    }
}

/// One of several: both must ask the same.
fn either(mut left: Test, right: Test) -> Option<Test> {
    if left.negated || right.negated || !left.asks_like(&right) {
        return None;
    }
    left.values.extend(right.values);
    Some(left)
}

/// `g != null && g == "m"`, `g && g === 'm'`, `g != "m" && g != "w"`.
fn both(left: &Expression, right: &Expression) -> Option<Test> {
    let (left, right) = (test(left)?, test(right)?);
    if left.negated && right.negated && left.asks_like(&right) {
        let mut both = left;
        both.values.extend(right.values);
        return Some(both);
    }
    let guards = |guard: &Test, other: &Test| {
        let whole = |test: &Test| match test.values.as_slice() {
            [name] if test.subject.is_empty() => name.value.clone(),
            [name] => format!("{}.{}", test.subject, name.value),
            _ => String::new(),
        };
        let subject = other.subject.trim_start_matches(['$', '@']);
        let missing = |value: &Located<String>| value.value.is_empty();
        (!guard.negated && guard.by == Comparison::Question && whole(guard) == subject)
            || (guard.negated && guard.subject == other.subject && guard.values.iter().all(missing))
    };
    if guards(&left, &right) {
        Some(right)
    } else if guards(&right, &left) {
        Some(left)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser::expression;
    use super::*;

    fn read(text: &str) -> Option<String> {
        let test = test(&expression(
            text,
            Span::new(0, text.len()),
            text.contains("?lower"),
        ))?;
        let values: Vec<&str> = test
            .values
            .iter()
            .map(|value| value.value.as_str())
            .collect();
        let sign = if test.negated { "!" } else { "=" };
        Some(format!(
            "{} {sign} {} {:?}",
            test.subject,
            values.join("/"),
            test.by
        ))
    }

    #[test]
    fn conditions_of_all_languages_are_understood() {
        for (text, expected) in [
            ("p.g == 'm'", "p.g = m Whole"),
            ("'m' eq p.g", "p.g = m Whole"),
            ("\"m\".equals(p.getG())", "p.getG = m Whole"),
            ("p.g === Geschlecht.M", "p.g = M Whole"),
            ("p.g == T(de.stadt.Geschlecht).M", "p.g = M Whole"),
            ("$p->g == Geschlecht::MAENNLICH", "$p.g = MAENNLICH Whole"),
            ("$g == 'm' or $g == 'M'", "$g = m/M Whole"),
            ("g in ['m', 'M']", "g = m/M Whole"),
            ("g|lower == 'm'", "g = m Whole"),
            ("g?lower_case == 'm'", "g = m Whole"),
            ("g and g == 'm'", "g = m Whole"),
            ("p.isMale()", "p = isMale Question"),
            ("not maennlich", " ! maennlich Question"),
            ("Model.Geschlecht != \"m\"", "Model.Geschlecht ! m Whole"),
            ("g.substring(0,1) == 'm'", "g = m FirstLetter"),
            ("g == 1", "g = 1 Whole"),
            ("person/geschlecht='m'", "person.geschlecht = m Whole"),
            ("../@geschlecht = 'm'", "@geschlecht = m Whole"),
            ("g.startsWith('m')", "g = m Prefix"),
            ("g != null && g == 'm'", "g = m Whole"),
            ("p.maennlich == false", "p ! maennlich Question"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["a > 5", "a == b", "g == 'm' and titel == 'Dr.'", "f(a, b)"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
