//! Expressions of template languages: their output, and the meaning of their names.

use crate::format::logic::{Call, Constant, ConstantKind, Expression, Name, is_plain, subject};
use crate::model::{Located, Span};

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name, if it is a named argument.
    pub key: Option<String>,
    /// Its value.
    pub value: Expression,
}

/// A name or a path of names.
pub fn name(path: Located<String>) -> Expression {
    let constant = stands_for(&path);
    Expression::Name(Name {
        constant,
        ..Name::dotted(path)
    })
}

/// The constant that a name means in a comparison. Names of fields in letters are often in capitals; a constant has an
/// owner, or several words.
fn stands_for(path: &Located<String>) -> Option<Constant> {
    let at = |text: &str| Located {
        value: text.to_owned(),
        span: path.span,
    };
    let (receiver, last) = path.value.rsplit_once('.').unwrap_or(("", &path.value));
    if last.chars().all(|ch| ch.is_ascii_digit()) {
        return Some(Constant::new(at(last), ConstantKind::Scalar));
    }
    if matches!(
        path.value.as_str(),
        "null" | "nil" | "None" | "none" | "undefined" | "NULL"
    ) {
        return Some(Constant::new(at(""), ConstantKind::Null));
    }
    let capitals = last.chars().any(char::is_alphabetic)
        && !last.starts_with(['$', '@', '#'])
        && last.chars().all(|ch| !ch.is_lowercase());
    let owner = receiver.rsplit('.').next().unwrap_or_default();
    let is_type =
        owner.starts_with(char::is_uppercase) && !matches!(owner, "Model" | "ViewData" | "ViewBag");
    if is_type {
        Some(Constant::named(at(last), Some(owner.to_owned())))
    } else if capitals && (!receiver.is_empty() || last.contains('_') && last.len() > 1) {
        Some(Constant::named(at(last), None))
    } else {
        None
    }
}

/// A member of an object.
pub fn member(object: Expression, own: String, span: Span) -> Expression {
    match object {
        Expression::Name(object) => name(Located::with_span(
            format!("{}.{own}", object.path.value),
            span,
        )),
        // T(de.stadt.Geschlecht).M
        Expression::Call(call)
            if call.name == "T" && matches!(call.arguments.as_slice(), [Expression::Name(_)]) =>
        {
            let owner = call.arguments.iter().find_map(|argument| match argument {
                Expression::Name(name) => Some(name.last.value.clone()),
                _ => None,
            });
            let path = Located::with_span(own, span);
            Expression::Name(Name {
                constant: Some(Constant::named(path.clone(), owner)),
                ..Name::dotted(path)
            })
        }
        // getPerson().geschlecht
        object => call(Some(object), own, Vec::new(), span),
    }
}

/// A call. Calls that only escape, mark or decorate a value are equivalent to the value.
pub fn call(
    receiver: Option<Expression>,
    name: String,
    mut arguments: Vec<Expression>,
    span: Span,
) -> Expression {
    if DECORATION.contains(&name.to_ascii_lowercase().as_str()) {
        match (&receiver, arguments.len()) {
            (Some(_), 0) => return receiver.unwrap_or_else(Expression::unknown),
            (_, 1) => return arguments.remove(0),
            _ => {}
        }
    }
    let path = match (&receiver, arguments.as_slice()) {
        (None, []) => name.clone(),
        (Some(receiver), []) => match subject(receiver) {
            Some(receiver) => format!("{}.{name}", receiver.text),
            None => String::new(),
        },
        // getattribute('geschlecht')
        (_, [Expression::Literal(key)]) if is_getter(&name.to_ascii_lowercase()) => {
            key.text.value.clone()
        }
        _ => String::new(),
    };
    Expression::Call(Call {
        receiver: receiver.map(Box::new),
        name,
        arguments,
        written: Located::with_span(path, span),
    })
}

fn is_getter(name: &str) -> bool {
    matches!(
        name,
        "get" | "getattribute" | "getparameter" | "getproperty" | "getstring" | "fetch" | "value"
    )
}

/// Filters and functions that change the look of a value and not its meaning.
const DECORATION: [&str; 14] = [
    "cap_first",
    "capitalize",
    "e",
    "esc",
    "escape",
    "h",
    "html",
    "html_safe",
    "htmlspecialchars",
    "normalize",
    "raw",
    "safe",
    "title",
    "ucfirst",
];

/// The literal that an expression prints or starts with.
pub fn printed(expression: &Expression) -> Option<&Located<String>> {
    match expression {
        Expression::Literal(constant) => Some(&constant.text),
        Expression::Join(items) => printed(items.first()?),
        Expression::Call(call) if call.arguments.is_empty() && is_plain(&call.name) => {
            printed(call.receiver.as_deref()?)
        }
        _ => None,
    }
}

/// The path of a value that is printed unchanged.
pub fn path(expression: &Expression) -> Option<Located<String>> {
    match expression {
        Expression::Name(name) => Some(name.path.clone()),
        Expression::List(items) => match items.as_slice() {
            [only] => path(only),
            _ => None,
        },
        Expression::Call(call) => {
            let plain = is_plain(&call.name);
            match (call.receiver.as_deref(), call.arguments.as_slice()) {
                (Some(receiver), _) if plain => path(receiver),
                (None, [inner]) if plain => path(inner),
                (Some(receiver), []) => {
                    let outer = path(receiver)?;
                    Some(Located {
                        value: format!("{}.{}", outer.value, call.name),
                        span: call.written.span,
                    })
                }
                (None, []) => Some(Located {
                    value: call.name.clone(),
                    span: call.written.span,
                }),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser::expression;
    use crate::format::logic::Test;
    use crate::model::Span;

    fn printed_test(text: &str) -> Option<String> {
        let test = Test::from_condition(&expression(
            text,
            Span::new(0, text.len()),
            text.contains("?lower"),
        ))?;
        let values: Vec<&str> = test
            .values
            .iter()
            .map(|value| value.text.value.as_str())
            .collect();
        let sign = if test.negated { "!" } else { "=" };
        Some(format!(
            "{} {sign} {} {:?}",
            test.subject.text,
            values.join("/"),
            test.subject.by
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
            assert_eq!(printed_test(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["a > 5", "a == b", "g == 'm' and titel == 'Dr.'", "f(a, b)"] {
            assert_eq!(printed_test(text), None, "{text}");
        }
    }
}
