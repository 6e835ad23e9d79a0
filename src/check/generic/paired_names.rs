//! `paired-names`: fields in pairs of roles (`mutter_id`, `vater_id`) where one neutral name would suffice.

use std::collections::HashSet;

use serde::Deserialize;

use super::params;
use crate::check::{Check, CheckKind, SchemaCheck};
use crate::gender::tokens;
use crate::model::{Element, ElementId, ElementKind, SchemaModel};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "paired-names",
    facts: &["field", "other"],
    variants: &[],
    build: |table| {
        let params: Params = params(table)?;
        Ok(Check::Schema(Box::new(PairedNames(params))))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Pairs of roles, as folded parts of names; a name counts only if both occur.
    pairs: Vec<(String, String)>,
    /// Parts of names that cover either role.
    neutral: Vec<String>,
    /// Parts of names of tables and types where the roles are meant biologically.
    not_in: Vec<String>,
}

struct PairedNames(Params);

impl SchemaCheck for PairedNames {
    fn targets(&self, schema: &SchemaModel) -> Vec<ElementId> {
        // Several pairs in one form or table are one question.
        let mut asked = HashSet::new();
        let mut named = |element: &Element| {
            let tokens = tokens(&element.name.value);
            tokens.iter().any(|token| self.0.neutral.contains(token))
                || (self.other(schema, element).is_some() && asked.insert(element.entity))
        };
        let fields = schema.iter().filter(|(_, element)| {
            matches!(element.kind, ElementKind::Field | ElementKind::Control)
        });
        fields
            .filter(|(_, element)| !self.is_elsewhere(element))
            .filter(|(_, element)| named(element))
            .map(|(id, _)| id)
            .collect()
    }

    fn expect(&self, schema: &SchemaModel, target: ElementId) -> Expectation {
        let Some(element) = schema.element(target) else {
            return Expectation::Met;
        };
        let Some(other) = self.other(schema, element) else {
            return Expectation::Met;
        };
        let grounds = Grounds::none()
            .with("field", element.name.value.as_str())
            .with("other", other.name.value.as_str())
            .related(schema.place(&other.path, other.name.span));
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

impl PairedNames {
    fn is_elsewhere(&self, element: &Element) -> bool {
        let names = element.path.0.iter().flat_map(|name| tokens(name));
        names
            .into_iter()
            .any(|token| self.0.not_in.contains(&token))
    }

    /// The sibling with the same name except for the other role; `Some` only for the first of the two.
    fn other<'s>(&self, schema: &'s SchemaModel, element: &Element) -> Option<&'s Element> {
        let own = tokens(&element.name.value);
        let (first, second) = self.0.pairs.iter().find(|(first, _)| own.contains(first))?;
        element.entity?;
        let wanted: Vec<&String> = own
            .iter()
            .map(|token| if token == first { second } else { token })
            .collect();
        // Only siblings in the same table.
        let mut siblings = schema
            .elements
            .iter()
            .filter(|other| other.entity == element.entity);
        siblings.find(|other| tokens(&other.name.value).iter().eq(wanted.iter().copied()))
    }
}
