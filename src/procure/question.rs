//! The questions a bidder answers, taken from the checklists for procurement.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rule::{Checklist, Coverage, LegalSource};
use crate::texts::Bilingual;

/// A demand with its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Id of the checklist.
    pub checklist: String,
    /// Id inside the checklist (`Q02`).
    pub id: String,
    /// The demand; "met" always refers to it, even if the best answer to the question is "no".
    pub demand: Bilingual,
    /// The question.
    pub question: Bilingual,
    /// The expected content of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Bilingual>,
    /// Whether "met" counts only with evidence.
    pub evidence: bool,
    /// Whether not meeting it excludes the bid.
    pub knockout: bool,
    /// Its points in a tender.
    #[serde(default = "one")]
    pub weight: u32,
    /// How far artefacts can decide it.
    pub coverage: Coverage,
    /// Citations of the legal sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<Bilingual>,
}

/// The default weight of a demand.
const fn one() -> u32 {
    1
}

impl Question {
    /// Id with its checklist (`procurement-gender/Q02`).
    pub fn key(&self) -> String {
        format!("{}/{}", self.checklist, self.id)
    }

    /// Whether `name`, as written in an answer, means this question: `Q02` or `checklist/Q02`.
    pub fn is_named(&self, name: &str) -> bool {
        match name.split_once('/') {
            Some((checklist, id)) => checklist == self.checklist && id == self.id,
            None => name == self.id,
        }
    }
}

/// The questions of the given checklists, in order.
pub fn questions<'c>(
    checklists: impl IntoIterator<Item = &'c Checklist>,
    legal: &BTreeMap<String, LegalSource>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    for checklist in checklists {
        for criterion in &checklist.criteria {
            let cited = criterion.legal.iter().filter_map(|id| legal.get(id));
            questions.push(Question {
                checklist: checklist.id.clone(),
                id: criterion.id.clone(),
                demand: criterion.title.clone(),
                // A demand without a question of its own is asked by its title.
                question: criterion
                    .question
                    .clone()
                    .unwrap_or_else(|| criterion.title.clone()),
                expected: criterion.answer.clone(),
                evidence: criterion.evidence,
                knockout: criterion.knockout,
                weight: one(),
                coverage: criterion.coverage,
                legal: cited.map(|source| source.cite.clone()).collect(),
            });
        }
    }
    questions
}
