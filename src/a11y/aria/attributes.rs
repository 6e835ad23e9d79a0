//! States and properties: which exist, which are global, which values they take.

/// A state or property.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub value: ValueType,
    /// Whether every role takes it.
    pub global: bool,
}

/// What an attribute may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// `true` or `false`.
    TrueFalse,
    /// `true`, `false` or `undefined`.
    TrueFalseUndefined,
    /// `true`, `false`, `mixed` or `undefined`.
    Tristate,
    /// One id.
    Id,
    /// Ids.
    Ids,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Any text.
    Text,
    /// One of these.
    Token(&'static [&'static str]),
    /// Some of these.
    Tokens(&'static [&'static str]),
}

use ValueType::{
    Id, Ids, Integer, Number, Text, Token, Tokens, Tristate, TrueFalse, TrueFalseUndefined,
};

impl ValueType {
    /// Whether a value, already trimmed, is one of this type.
    pub fn accepts(self, value: &str) -> bool {
        let one_of = |allowed: &[&str]| allowed.iter().any(|one| one.eq_ignore_ascii_case(value));
        match self {
            TrueFalse => one_of(&["true", "false"]),
            TrueFalseUndefined => one_of(&["true", "false", "undefined"]),
            Tristate => one_of(&["true", "false", "mixed", "undefined"]),
            Id => !value.is_empty() && !value.contains(|ch: char| ch.is_ascii_whitespace()),
            Ids => !value.is_empty(),
            Integer => value.parse::<i64>().is_ok(),
            Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            Text => true,
            Token(allowed) => one_of(allowed),
            Tokens(allowed) => {
                !value.is_empty()
                    && value
                        .split_ascii_whitespace()
                        .all(|word| allowed.iter().any(|one| one.eq_ignore_ascii_case(word)))
            }
        }
    }
}

const fn global(name: &'static str, value: ValueType) -> Attribute {
    Attribute {
        name,
        value,
        global: true,
    }
}

const fn own(name: &'static str, value: ValueType) -> Attribute {
    Attribute {
        name,
        value,
        global: false,
    }
}

/// The attribute of a name.
pub fn attribute(name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.name == name)
}

/// Whether every role takes an attribute.
pub fn is_global(name: &str) -> bool {
    attribute(name).is_some_and(|attribute| attribute.global)
}

const POPUP: &[&str] = &["false", "true", "menu", "listbox", "tree", "grid", "dialog"];

/// ARIA 1.2, and the three properties of ARIA 1.3 that browsers already expose.
const ATTRIBUTES: &[Attribute] = &[
    own("aria-activedescendant", Id),
    global("aria-atomic", TrueFalse),
    own(
        "aria-autocomplete",
        Token(&["inline", "list", "both", "none"]),
    ),
    global("aria-braillelabel", Text),
    global("aria-brailleroledescription", Text),
    global("aria-busy", TrueFalse),
    own("aria-checked", Tristate),
    own("aria-colcount", Integer),
    own("aria-colindex", Integer),
    own("aria-colspan", Integer),
    global("aria-controls", Ids),
    global(
        "aria-current",
        Token(&["page", "step", "location", "date", "time", "true", "false"]),
    ),
    global("aria-describedby", Ids),
    global("aria-description", Text),
    global("aria-details", Ids),
    global("aria-disabled", TrueFalse),
    global(
        "aria-dropeffect",
        Tokens(&["copy", "execute", "link", "move", "none", "popup"]),
    ),
    global("aria-errormessage", Ids),
    own("aria-expanded", TrueFalseUndefined),
    global("aria-flowto", Ids),
    global("aria-grabbed", TrueFalseUndefined),
    global("aria-haspopup", Token(POPUP)),
    global("aria-hidden", TrueFalseUndefined),
    global(
        "aria-invalid",
        Token(&["grammar", "false", "spelling", "true"]),
    ),
    global("aria-keyshortcuts", Text),
    global("aria-label", Text),
    global("aria-labelledby", Ids),
    own("aria-level", Integer),
    global("aria-live", Token(&["assertive", "off", "polite"])),
    own("aria-modal", TrueFalse),
    own("aria-multiline", TrueFalse),
    own("aria-multiselectable", TrueFalse),
    own(
        "aria-orientation",
        Token(&["horizontal", "vertical", "undefined"]),
    ),
    global("aria-owns", Ids),
    own("aria-placeholder", Text),
    own("aria-posinset", Integer),
    own("aria-pressed", Tristate),
    own("aria-readonly", TrueFalse),
    global(
        "aria-relevant",
        Tokens(&["additions", "all", "removals", "text"]),
    ),
    own("aria-required", TrueFalse),
    global("aria-roledescription", Text),
    own("aria-rowcount", Integer),
    own("aria-rowindex", Integer),
    own("aria-rowspan", Integer),
    own("aria-selected", TrueFalseUndefined),
    own("aria-setsize", Integer),
    own(
        "aria-sort",
        Token(&["ascending", "descending", "none", "other"]),
    ),
    own("aria-valuemax", Number),
    own("aria-valuemin", Number),
    own("aria-valuenow", Number),
    own("aria-valuetext", Text),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged_by_type() {
        let fits = |name: &str, value: &str| {
            attribute(name).is_some_and(|attribute| attribute.value.accepts(value))
        };
        assert!(fits("aria-checked", "mixed"));
        assert!(!fits("aria-checked", "yes"));
        assert!(!fits("aria-level", "2.5"));
        assert!(fits("aria-valuenow", "2.5"));
        assert!(fits("aria-relevant", "text removals"));
        assert!(!fits("aria-relevant", "text nothing"));
        assert!(!fits("aria-activedescendant", "a b"));
        assert!(attribute("aria-labeledby").is_none());
    }
}
