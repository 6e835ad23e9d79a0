//! The attributes of a start tag as a program gives them: known, unknown, or any at all.

use crate::model::HOLE;

/// Attributes that an unknown value may take away, or that decide what an element is: they are left out of the tree
/// and named as unknown.
const DECIDING: [&str; 18] = [
    "aria-hidden",
    "autoplay",
    "checked",
    "contenteditable",
    "controls",
    "disabled",
    "hidden",
    "inert",
    "is",
    "multiple",
    "muted",
    "open",
    "readonly",
    "required",
    "role",
    "selected",
    "tabindex",
    "type",
];

/// Attributes whose mere presence says everything.
const BOOLEAN: [&str; 13] = [
    "autofocus",
    "autoplay",
    "checked",
    "controls",
    "disabled",
    "hidden",
    "inert",
    "loop",
    "multiple",
    "muted",
    "open",
    "readonly",
    "required",
];

/// Attributes whose value people read.
const TEXTS: [&str; 6] = [
    "alt",
    "aria-label",
    "label",
    "placeholder",
    "title",
    "value",
];

/// Whether and how often an element is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It depends on a condition.
    If,
    /// It is there where the sibling before it is not.
    Else,
    /// It is repeated.
    Loop,
}

/// A value that an attribute is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// As it stands, holes marked.
    Text(String),
    /// The attribute alone.
    Nothing,
    /// A program decides; its expression.
    Expression(String),
    /// A program takes it away.
    Absent,
}

/// The attributes of a start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Names and values, holes marked.
    pub known: Vec<(String, String)>,
    /// Names whose value or presence a program decides.
    pub unknown: Vec<String>,
    /// Whether there may be any other.
    pub any: bool,
    /// Whether one of them sets the content.
    pub content: bool,
    /// Whether one of them makes the element something else.
    pub kind: bool,
    /// Whether one of them puts it elsewhere.
    pub place: bool,
    /// Whether and how often it is there.
    pub condition: Option<Condition>,
}

impl Attributes {
    /// Sets an attribute to a value.
    pub fn set(&mut self, name: &str, given: Given) {
        match given {
            Given::Nothing => self.put(name, String::new()),
            Given::Absent => {}
            Given::Text(value) => {
                if value.contains(HOLE) && self.is_left_out(name) {
                    return;
                }
                self.put(name, value);
            }
            Given::Expression(expression) => match constant(&expression) {
                Some(Given::Text(value)) => {
                    let boolean = BOOLEAN.contains(&name);
                    match value.as_str() {
                        "false" if boolean => {}
                        "true" if boolean => self.put(name, String::new()),
                        _ => self.put(name, value),
                    }
                }
                Some(_) => {}
                None => {
                    if self.is_left_out(name) {
                        return;
                    }
                    let hole = hole(name, &expression);
                    self.put(name, hole);
                }
            },
        }
    }

    /// Notes an unknown value, and says whether it is better left out.
    fn is_left_out(&mut self, name: &str) -> bool {
        self.unknown.push(name.to_owned());
        decides(name)
    }

    fn put(&mut self, name: &str, value: String) {
        // The first one counts.
        if self.value(name).is_none() {
            self.known.push((name.to_owned(), value));
        }
    }

    /// The value of an attribute that is there.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.known.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether an attribute is there, or may be.
    pub fn mention(&self, name: &str) -> bool {
        self.value(name).is_some() || self.unknown.iter().any(|unknown| unknown == name)
    }

    /// Narrows down how often the element is there.
    pub fn depend(&mut self, condition: Condition) {
        // What is repeated is repeated, whatever decides beside.
        if self.condition != Some(Condition::Loop) {
            self.condition = Some(condition);
        }
    }
}

/// Whether an attribute decides what an element is, or whether it is there for people.
pub fn decides(name: &str) -> bool {
    DECIDING.contains(&name)
}

/// What stands in a value for an expression. Where nobody reads the value, the expression tells one from another.
pub fn hole(name: &str, expression: &str) -> String {
    let mut text = HOLE.to_string();
    if !TEXTS.contains(&name) {
        text.extend(expression.chars().filter(|ch| !ch.is_whitespace()));
    }
    text
}

/// What an expression is that no program changes: a quoted text, a number, a truth value; `Absent`: nothing.
pub fn constant(expression: &str) -> Option<Given> {
    let expression = expression.trim();
    if matches!(expression, "null" | "undefined") {
        return Some(Given::Absent);
    }
    if matches!(expression, "true" | "false") {
        return Some(Given::Text(expression.to_owned()));
    }
    let digits = expression.strip_prefix('-').unwrap_or(expression);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Given::Text(expression.to_owned()));
    }
    let quote = expression.chars().next()?;
    if !matches!(quote, '\'' | '"' | '`') || expression.len() < 2 {
        return None;
    }
    let inner = expression
        .strip_prefix(quote)?
        .strip_suffix(quote)
        .filter(|inner| !inner.contains([quote, '\\']) && !inner.contains("${"))?;
    Some(Given::Text(inner.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_no_programs() {
        let text = |text: &str| Some(Given::Text(text.to_owned()));
        assert_eq!(constant(" 'Datei' "), text("Datei"));
        assert_eq!(constant("-1"), text("-1"));
        assert_eq!(constant("undefined"), Some(Given::Absent));
        for program in ["a", "'a' + 'b'", "`a${b}`", "", "'", "a ? 'b' : 'c'"] {
            assert_eq!(constant(program), None, "{program}");
        }
    }

    #[test]
    fn what_decides_is_left_out_where_it_is_unknown() {
        let mut attributes = Attributes::default();
        attributes.set("role", Given::Expression("r".into()));
        attributes.set("disabled", Given::Expression("false".into()));
        attributes.set("hidden", Given::Expression("true".into()));
        attributes.set("alt", Given::Expression("a.b".into()));
        attributes.set("id", Given::Expression("a . b".into()));
        assert_eq!(attributes.unknown, ["role", "alt", "id"]);
        let known: Vec<_> = attributes
            .known
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            known,
            [("hidden", ""), ("alt", "\u{1a}"), ("id", "\u{1a}a.b")]
        );
    }
}
