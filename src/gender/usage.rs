//! Use of entries and salutations in a document, other than declaring fields for them.

use serde::{Deserialize, Serialize};

use super::field::GenderField;
use super::letter::{Line, lines};
use super::mapping::{GenderMapping, is_letter, mappings};
use super::restriction::{GenderRestriction, restrictions};
use super::statement::{GenderStatement, statements};
use super::vocabulary::Vocabulary;
use super::wording::{Greeting, greetings};
use crate::model::{ModelPath, Place, RelationKind, SchemaModel};

/// How one document uses entries and salutations, with the libraries, refusals and logs that may concern them.
/// Owned, so that it outlives the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderUsage {
    /// Whether the document is a template of letters, mails or pages.
    pub letter: bool,
    /// Translations from one value set into another.
    pub mappings: Vec<GenderMapping>,
    /// Statements that count, change, draw, tie together or freeze entries.
    pub statements: Vec<GenderStatement>,
    /// Lines that address a person or print an entry.
    pub lines: Vec<Line>,
    /// Greetings among texts, of which every one addresses a man or a woman.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub greetings: Vec<Greeting>,
    /// Libraries and hosts used by the program; one name each.
    pub libraries: Vec<NamedPlace>,
    /// Functions declared by the program: their name, then those of their parameters.
    pub functions: Vec<NamedPlace>,
    /// Roles whose holders the program gives an entry: the role, then what sets the entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<NamedPlace>,
    /// Expressions joined in a condition under which the program refuses input.
    pub refusals: Vec<NamedPlace>,
    /// Data that the program logs.
    pub logs: Vec<NamedPlace>,
    /// Checks and selections that let only some values of a list pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restrictions: Vec<GenderRestriction>,
}

/// Names mentioned together in a program, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPlace {
    /// The names.
    pub names: Vec<String>,
    /// Where they are written.
    pub place: Place,
}

impl GenderUsage {
    /// Collects the use in a document. `fields`: the fields found in it.
    pub fn collect(model: &SchemaModel, fields: &[GenderField], vocabulary: &Vocabulary) -> Self {
        Self {
            letter: is_letter(model),
            mappings: mappings(model, fields, vocabulary),
            statements: statements(model, vocabulary),
            lines: lines(model, vocabulary),
            greetings: greetings(model, vocabulary),
            libraries: mentions(model, |kind| match kind {
                RelationKind::Uses(name) => Some(std::slice::from_ref(name)),
                _ => None,
            }),
            functions: mentions(model, |kind| match kind {
                RelationKind::Function(names) => Some(names),
                _ => None,
            }),
            roles: mentions(model, |kind| match kind {
                RelationKind::FromRole(names) => {
                    let is_role = names.first().is_some_and(|of| vocabulary.names_role(of));
                    is_role.then_some(names)
                }
                _ => None,
            }),
            refusals: mentions(model, |kind| match kind {
                RelationKind::Refuses(names) => Some(names),
                _ => None,
            }),
            logs: mentions(model, |kind| match kind {
                RelationKind::Logs(names) => Some(names),
                _ => None,
            }),
            restrictions: restrictions(model, fields, vocabulary),
        }
    }
}

fn mentions(
    model: &SchemaModel,
    names_of: impl Fn(&RelationKind) -> Option<&[String]>,
) -> Vec<NamedPlace> {
    let mentions = model.relations.iter().filter_map(|relation| {
        let names = names_of(&relation.kind)?;
        let path = ModelPath::new(names.iter().map(String::as_str));
        Some(NamedPlace {
            names: names.to_vec(),
            place: model.place(&path, Some(relation.span)),
        })
    });
    mentions.collect()
}
