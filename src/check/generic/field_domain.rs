//! `field-domain`: schema elements with a certain name, and the values they must or must not allow.

use serde::Deserialize;

use super::{params, pattern};
use crate::check::{Check, CheckKind, SchemaCheck};
use crate::model::{Domain, ElementId, Known, SchemaModel};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "field-domain",
    facts: &["field", "values", "missing", "forbidden"],
    variants: &["missing", "forbidden"],
    build: |table| {
        let Params {
            name,
            must_allow,
            must_not_allow,
        } = params(table)?;
        if must_allow.is_empty() && must_not_allow.is_empty() {
            return Err(vec!["must-allow or must-not-allow is needed".into()]);
        }
        Ok(Check::Schema(Box::new(FieldDomain {
            name: pattern(&name)?,
            must_allow,
            must_not_allow,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expression for element names.
    name: String,
    /// Values that must be allowed, ignoring case.
    #[serde(default)]
    must_allow: Vec<String>,
    /// Values that must not be allowed.
    #[serde(default)]
    must_not_allow: Vec<String>,
}

struct FieldDomain {
    name: regex::Regex,
    must_allow: Vec<String>,
    must_not_allow: Vec<String>,
}

impl SchemaCheck for FieldDomain {
    fn targets(&self, schema: &SchemaModel) -> Vec<ElementId> {
        schema
            .iter()
            .filter(|(_, element)| self.name.is_match(&element.name.value))
            .map(|(id, _)| id)
            .collect()
    }

    fn expect(&self, schema: &SchemaModel, target: ElementId) -> Expectation {
        let Some(element) = schema.element(target) else {
            return Expectation::Met;
        };
        let grounds = Grounds::none().with("field", element.name.value.as_str());
        let values = match &element.domain.value {
            Known::Yes(Domain::Closed(values)) => values,
            Known::Yes(_) => return Expectation::Unknown(Doubt::Open, grounds),
            Known::No(why) => return Expectation::Unknown((*why).into(), grounds),
        };
        let values: Vec<String> = values
            .iter()
            .filter(|value| !value.placeholder)
            .map(|value| value.raw.value.clone())
            .collect();
        let allows = |wanted: &String| {
            values
                .iter()
                .any(|value| value.to_lowercase() == wanted.to_lowercase())
        };
        let missing: Vec<String> = self
            .must_allow
            .iter()
            .filter(|value| !allows(value))
            .cloned()
            .collect();
        let forbidden: Vec<String> = self
            .must_not_allow
            .iter()
            .filter(|value| allows(value))
            .cloned()
            .collect();
        let variant = match (missing.is_empty(), forbidden.is_empty()) {
            (true, true) => return Expectation::Met,
            (false, _) => "missing",
            (true, false) => "forbidden",
        };
        let place = schema.place(&element.path, element.domain.span.or(element.name.span));
        Expectation::Unmet(
            grounds
                .variant(variant)
                .with("values", values)
                .with("missing", missing)
                .with("forbidden", forbidden)
                .with_place(place),
        )
    }
}
