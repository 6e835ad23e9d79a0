//! `gender-symbols`: entries are offered in words.

use super::facts::{grounds, is_persons_gender, values};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::model::Layer;
use crate::outcome::Expectation;
use serde::Deserialize;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-symbols",
    facts: &["field", "values", "labels"],
    variants: &[],
    build: |table| {
        let Params { symbols } = params(table)?;
        Ok(Check::Field(Box::new(Symbols(symbols))))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Symbols for entries.
    symbols: String,
}

struct Symbols(String);

impl FieldCheck for Symbols {
    /// Controls without any text have no name, which is another rule's subject.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field)
            && field.layer == Layer::Ui
            && values(field).any(|value| value.label.is_some())
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let alone = |label: &&String| {
            !label.chars().any(char::is_alphanumeric) && label.contains(|ch| self.0.contains(ch))
        };
        let shown: Vec<String> = values(field)
            .filter_map(|value| value.label.as_ref())
            .filter(alone)
            .cloned()
            .collect();
        if shown.is_empty() {
            Expectation::Met
        } else {
            Expectation::Unmet(grounds(field).with("labels", shown))
        }
    }
}
