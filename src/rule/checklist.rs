//! Checklists: what is demanded, line by line, and which rules decide it.

use serde::{Deserialize, Serialize};

use super::RuleCard;
use crate::model::Layer;
use crate::texts::Bilingual;

/// A list of demands that belongs together (GIFA, BITV, procurement).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Permanent id (`gifa`).
    pub id: String,
    /// Its name.
    pub title: Bilingual,
    /// Raised when its demands change: a tender is judged by the version it was begun with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Only for procurement: bidders answer it, and the matrix of an audit leaves it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub procurement: bool,
    /// Only where somebody asks for it: it looks at criteria of another list in another way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_request: bool,
    /// Its lines in order.
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
}

/// A checklist as written: complete, or made of another one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChecklistFile {
    id: String,
    title: Bilingual,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    procurement: bool,
    #[serde(default)]
    on_request: bool,
    #[serde(default, rename = "criterion")]
    criteria: Vec<Criterion>,
    pub base: Option<Base>,
    /// What people are asked in this list, in place of the questions of the other.
    #[serde(default, rename = "question")]
    pub questions: Vec<OwnQuestion>,
}

/// The list that another one is made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Base {
    /// Its id.
    pub checklist: String,
    /// Only criteria that this version of EN 301 549 has a clause for; `V3.2.1` is the one whose clauses are known.
    pub standard: Option<String>,
    /// Only these criteria.
    #[serde(default)]
    pub only: Vec<String>,
}

/// A question about a criterion of the other list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnQuestion {
    pub criterion: String,
    de: String,
    en: String,
}

/// The version of EN 301 549 whose clauses checklists name.
pub(super) const STANDARD: &str = "3.2.1";

impl ChecklistFile {
    /// The checklist, with the criteria it takes from another one.
    pub fn resolve(self, base: Option<&[Criterion]>) -> Checklist {
        let mut criteria = self.criteria;
        let questions = &self.questions;
        if let (Some(how), Some(base)) = (&self.base, base) {
            let taken = base.iter().filter(|criterion| {
                let bound = how.standard.is_none() || criterion.en301549.is_some();
                bound && (how.only.is_empty() || how.only.contains(&criterion.id))
            });
            criteria.extend(taken.cloned().map(|mut criterion| {
                let own = questions.iter().find(|own| own.criterion == criterion.id);
                if let Some(OwnQuestion { de, en, .. }) = own {
                    let (de, en) = (de.clone(), en.clone());
                    criterion.question = Some(Bilingual { de, en });
                }
                criterion
            }));
        }
        Checklist {
            id: self.id,
            title: self.title,
            version: self.version,
            procurement: self.procurement,
            on_request: self.on_request,
            criteria,
        }
    }

    /// Ids of criteria that it names.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        let only = self.base.iter().flat_map(|base| &base.only);
        let asked = self.questions.iter().map(|question| &question.criterion);
        only.chain(asked).map(String::as_str)
    }
}

/// One demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Permanent id, unique in its checklist (`1.1.1`, `Q02`).
    pub id: String,
    /// What is demanded.
    pub title: Bilingual,
    /// Ids of legal sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<String>,
    /// How far a program can decide it at all. Silence never looks like coverage.
    #[serde(default)]
    pub coverage: Coverage,
    /// Which rules decide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Formula>,
    /// Where it must hold: only findings about fields of these layers count; none named: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// What a person is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Bilingual>,
    /// What kind of answer is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Bilingual>,
    /// Not meeting it excludes a bid.
    #[serde(default)]
    pub knockout: bool,
    /// A bidder's "met" counts only together with evidence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence: bool,
    /// Clause of EN 301 549, where the demand has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en301549: Option<String>,
    /// Steps of the BIK test (BITV-Test, WCAG-Test) about the same demand, by their ids: a reference and nothing more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bik: Vec<String>,
    /// Conformance level of WCAG (`A`, `AA`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// How far a program can decide a demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Passed and failed.
    Automated,
    /// Some failures can be proven; passed needs a person.
    Partial,
    /// A person alone.
    Manual,
    /// Not looked into yet.
    #[default]
    Pending,
}

/// How rules decide a demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Formula {
    /// One rule.
    Rule(String),
    /// All parts must be met: the worst part decides.
    All {
        /// The parts.
        all: Vec<Formula>,
    },
    /// One part suffices: the best decided part decides.
    Any {
        /// The parts.
        any: Vec<Formula>,
    },
    /// All rules that map to a WCAG success criterion.
    Wcag {
        /// Number of the criterion (`1.1.1`).
        wcag: String,
    },
    /// All rules that cover one of these defects of the domain reference.
    Defects {
        /// Ids of defects (`ui-three-options`).
        defects: Vec<String>,
    },
}

impl Formula {
    /// Whether a finding of a rule takes part in the decision: by defects, only one that shows such a defect.
    pub fn concerns(&self, rule: &RuleCard, variant: Option<&str>) -> bool {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().any(|part| part.concerns(rule, variant))
            }
            Self::Defects { defects } => defects.iter().any(|id| rule.shows(id, variant)),
            Self::Rule(_) | Self::Wcag { .. } => self.involves(rule),
        }
    }

    /// Whether success criteria of web pages take part in the decision.
    pub fn is_about_pages(&self) -> bool {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().any(Self::is_about_pages)
            }
            Self::Wcag { .. } => true,
            Self::Rule(_) | Self::Defects { .. } => false,
        }
    }

    /// Whether a rule takes part in the decision.
    pub fn involves(&self, rule: &RuleCard) -> bool {
        match self {
            Self::Rule(id) => *id == rule.id,
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().any(|part| part.involves(rule))
            }
            Self::Wcag { wcag } => rule.wcag.contains(wcag),
            Self::Defects { defects } => rule.defects.iter().any(|id| defects.contains(id)),
        }
    }
}
