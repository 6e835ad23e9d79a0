//! The attributes of a start tag as set by a program: known, unknown, or any at all.

use crate::model::HOLE;

/// Attributes that disappear with some values, or that decide what an element is. With an unknown value they are left
/// out of the tree and recorded as unknown.
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

/// Attributes without a value.
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

/// Attributes with a text for people.
const TEXTS: [&str; 6] = [
    "alt",
    "aria-label",
    "label",
    "placeholder",
    "title",
    "value",
];

/// Whether and how often an element occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// If a condition holds.
    If,
    /// If the previous sibling does not occur.
    Else,
    /// Repeatedly.
    Loop,
}

/// What of an element is only there to look at the template as a file, and never in its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The element with its content.
    Whole,
    /// Its content, in whose place something else is written.
    Content,
    /// Its content, except for what fills a slot of something else.
    UnlessFilling,
    /// All elements in it except the first.
    AllButFirst,
}

/// The value given to an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A text, with holes for unknown parts.
    Text(String),
    /// No value, just the attribute.
    Nothing,
    /// Determined by a program; its expression.
    Expression(String),
    /// The program omits the attribute.
    Absent,
}

/// The attributes of a start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Names and values, with holes for unknown parts.
    pub known: Vec<(String, String)>,
    /// Names of attributes whose value or presence a program determines.
    pub unknown: Vec<String>,
    /// Whether there may be any others.
    pub any: bool,
    /// Whether an attribute sets the content.
    pub content: bool,
    /// Whether an attribute turns the element into something else.
    pub kind: bool,
    /// Whether an attribute moves it elsewhere.
    pub place: bool,
    /// Whether and how often it occurs.
    pub condition: Option<Condition>,
    /// What of it is never in the output.
    pub placeholder: Option<Placeholder>,
    /// Whether it fills a slot of something else.
    pub fills: bool,
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

    /// Records an unknown value, and returns whether the attribute should be left out.
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

    /// The value of an attribute that is present.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.known.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether an attribute is or may be present.
    pub fn mention(&self, name: &str) -> bool {
        self.value(name).is_some() || self.unknown.iter().any(|unknown| unknown == name)
    }

    /// Restricts how often the element occurs.
    pub fn depend(&mut self, condition: Condition) {
        // Repetition takes precedence over other conditions.
        if self.condition != Some(Condition::Loop) {
            self.condition = Some(condition);
        }
    }
}

/// Whether an attribute decides what an element is, or whether people perceive it.
pub fn decides(name: &str) -> bool {
    DECIDING.contains(&name)
}

/// The placeholder for an expression in a value. If people don't read the value, it includes the expression, so that
/// different expressions give different values.
pub fn hole(name: &str, expression: &str) -> String {
    let mut text = HOLE.to_string();
    if !TEXTS.contains(&name) {
        text.extend(expression.chars().filter(|ch| !ch.is_whitespace()));
    }
    text
}

/// The constant value of an expression: a quoted text, a number, a boolean; [`Given::Absent`] for null.
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
