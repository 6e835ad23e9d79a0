//! States and properties: which exist, which are global, and their values.

use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

/// A state or property.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Attribute {
    /// Type of its value.
    value: ValueType,
    /// The values of tokens and lists of tokens.
    #[serde(default)]
    tokens: Vec<&'static str>,
    /// Whether every role supports it.
    #[serde(default)]
    global: bool,
}

/// Type of an attribute's value, as named in WAI-ARIA.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
enum ValueType {
    #[serde(rename = "true/false")]
    TrueFalse,
    #[serde(rename = "true/false/undefined")]
    TrueFalseUndefined,
    #[serde(rename = "tristate")]
    Tristate,
    #[serde(rename = "ID reference")]
    IdReference,
    #[serde(rename = "ID reference list")]
    IdReferenceList,
    #[serde(rename = "integer")]
    Integer,
    #[serde(rename = "number")]
    Number,
    #[serde(rename = "string")]
    String,
    #[serde(rename = "token")]
    Token,
    #[serde(rename = "token list")]
    TokenList,
}

impl Attribute {
    /// Whether a trimmed value is valid for its type.
    pub fn accepts(&self, value: &str) -> bool {
        match self.value {
            ValueType::TrueFalse => is_token(value, &["true", "false"]),
            ValueType::TrueFalseUndefined => is_token(value, &["true", "false", "undefined"]),
            ValueType::Tristate => is_token(value, &["true", "false", "mixed", "undefined"]),
            ValueType::IdReference => {
                !value.is_empty() && !value.contains(|ch: char| ch.is_ascii_whitespace())
            }
            ValueType::IdReferenceList => !value.is_empty(),
            ValueType::Integer => value.parse::<i64>().is_ok(),
            ValueType::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            ValueType::String => true,
            ValueType::Token => is_token(value, &self.tokens),
            ValueType::TokenList => {
                !value.is_empty()
                    && value
                        .split_ascii_whitespace()
                        .all(|word| is_token(word, &self.tokens))
            }
        }
    }
}

fn is_token(value: &str, tokens: &[&str]) -> bool {
    tokens.iter().any(|token| token.eq_ignore_ascii_case(value))
}

/// The attribute with this name.
pub fn attribute(name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.get(name)
}

/// Whether every role supports an attribute.
pub fn is_global(name: &str) -> bool {
    attribute(name).is_some_and(|attribute| attribute.global)
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct AttributeTable {
    attributes: HashMap<&'static str, Attribute>,
}

// Compiled in; a test loads it.
static ATTRIBUTES: LazyLock<HashMap<&'static str, Attribute>> =
    LazyLock::new(|| parse_attributes().unwrap_or_default().attributes);

fn parse_attributes() -> Result<AttributeTable, toml::de::Error> {
    toml::from_str(include_str!("attributes.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_complete() {
        let table = parse_attributes().expect("attributes.toml");
        // 48 of WAI-ARIA 1.2, three of the draft of 1.3.
        assert_eq!(table.attributes.len(), 51);
        for (name, attribute) in &table.attributes {
            let lists = matches!(attribute.value, ValueType::Token | ValueType::TokenList);
            assert_eq!(lists, !attribute.tokens.is_empty(), "{name}");
            assert!(name.starts_with("aria-"), "{name}");
        }
    }

    #[test]
    fn values_are_judged_by_type() {
        let fits = |name: &str, value: &str| {
            attribute(name).is_some_and(|attribute| attribute.accepts(value))
        };
        assert!(fits("aria-checked", "mixed"));
        assert!(!fits("aria-checked", "yes"));
        assert!(!fits("aria-level", "2.5"));
        assert!(fits("aria-valuenow", "2.5"));
        assert!(fits("aria-relevant", "text removals"));
        assert!(!fits("aria-relevant", "text nothing"));
        assert!(!fits("aria-activedescendant", "a b"));
        assert!(attribute("aria-labeledby").is_none());
        assert!(is_global("aria-label") && !is_global("aria-checked"));
    }
}
