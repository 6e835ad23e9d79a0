//! Greetings among the texts of a program, of which it chooses one by what it knows of a person, and the one it writes
//! if there is none.

use serde::{Deserialize, Serialize};

use super::field::Concept;
use super::vocabulary::Vocabulary;
use crate::model::{ModelPath, Place, RelationKind, SchemaModel};

/// Greetings of which every one addresses a man or a woman.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// What the keys of the texts have in common.
    pub path: ModelPath,
    /// Where the first one is written.
    pub place: Place,
    /// The texts.
    pub texts: Vec<String>,
    /// Whether it is the one text that stands in for missing ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
}

/// The greetings of a document that address both men and women, and no other people, and those in place of missing texts.
pub(super) fn greetings(model: &SchemaModel, words: &Vocabulary) -> Vec<Greeting> {
    let found = model.relations.iter().filter_map(|relation| {
        let RelationKind::Wordings { key, cases } = &relation.kind else {
            return None;
        };
        let addressed: Vec<Option<Concept>> = cases
            .iter()
            .map(|(_, text)| words.address(&text.value))
            .collect();
        let addresses = |concept| addressed.contains(&Some(concept));
        let is_default = matches!(cases.as_slice(), [(case, _)] if case.is_empty());
        let is_of_two = addresses(Concept::Male) && addresses(Concept::Female) || is_default;
        let is_asked = is_of_two && addressed.iter().all(Option::is_some);
        is_asked.then(|| Greeting {
            is_default,
            path: key.clone(),
            place: model.place(key, Some(relation.span)),
            texts: cases.iter().map(|(_, text)| text.value.clone()).collect(),
        })
    });
    found.collect()
}
