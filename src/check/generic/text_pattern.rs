//! `text-pattern`: labels and comments of schema elements that must not match a pattern.

use serde::Deserialize;

use super::{params, pattern};
use crate::check::{Check, CheckKind, SchemaCheck};
use crate::model::{ElementId, SchemaModel};
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "text-pattern",
    facts: &["field", "text"],
    variants: &[],
    build: |table| {
        let Params { must_not_match } = params(table)?;
        Ok(Check::Schema(Box::new(TextPattern {
            pattern: pattern(&must_not_match)?,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expression.
    must_not_match: String,
}

struct TextPattern {
    pattern: regex::Regex,
}

impl SchemaCheck for TextPattern {
    fn targets(&self, schema: &SchemaModel) -> Vec<ElementId> {
        schema
            .iter()
            .filter(|(_, element)| !element.labels.is_empty())
            .map(|(id, _)| id)
            .collect()
    }

    fn expect(&self, schema: &SchemaModel, target: ElementId) -> Expectation {
        let Some(element) = schema.element(target) else {
            return Expectation::Met;
        };
        for label in &element.labels {
            if let Some(found) = self.pattern.find(&label.text.value) {
                let place = schema.place(&element.path, label.text.span);
                return Expectation::Unmet(
                    Grounds::none()
                        .with("field", element.name.value.as_str())
                        .with("text", found.as_str())
                        .with_place(place),
                );
            }
        }
        Expectation::Met
    }
}
