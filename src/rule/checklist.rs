//! Checklists: what is demanded, item by item, and which rules decide it.

use serde::{Deserialize, Serialize};

use super::RuleCard;
use crate::model::Layer;
use crate::texts::Bilingual;

/// A list of related demands (GIFA, BITV, procurement).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Permanent id (`gifa`).
    pub id: String,
    /// Its name.
    pub title: Bilingual,
    /// Raised when its demands change: a tender is judged by the version with which it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Only for procurement: bidders answer it, and the matrix of an audit omits it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub procurement: bool,
    /// Only used on request: it looks at criteria of another list in a different way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_request: bool,
    /// Its items in order.
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
}

/// A checklist as written: complete, or derived from another one.
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
    /// Questions of this list that replace those of the base list.
    #[serde(default, rename = "question")]
    pub questions: Vec<OwnQuestion>,
}

/// The base of a derived checklist.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Base {
    /// Its id.
    pub checklist: String,
    /// Restricts it to criteria with a clause in this version of EN 301 549; only `V3.2.1` is known.
    pub standard: Option<String>,
    /// Only these criteria.
    #[serde(default)]
    pub only: Vec<String>,
}

/// Replaces the question of a criterion in the base list.
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
    /// The checklist, including the criteria taken from its base.
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

    /// Ids of the criteria it mentions.
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
    /// How far a program can decide it. Never suggests more coverage than there is.
    #[serde(default)]
    pub coverage: Coverage,
    /// The rules that decide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Formula>,
    /// Restricts it to findings about fields of these layers; empty means all layers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// The question for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Bilingual>,
    /// The kind of answer expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Bilingual>,
    /// Whether a bid that does not meet it is excluded.
    #[serde(default)]
    pub knockout: bool,
    /// Whether a bidder's "met" requires evidence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence: bool,
    /// Clause of EN 301 549, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en301549: Option<String>,
    /// Ids of the BIK test steps (BITV-Test, WCAG-Test) about the same demand; for reference only.
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
    /// Both passed and failed.
    Automated,
    /// Some failures can be proven; passed needs a person.
    Partial,
    /// Only a person can decide it.
    Manual,
    /// Not analysed yet.
    #[default]
    Pending,
}

/// How the outcomes of rules decide a demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Formula {
    /// One rule.
    Rule(String),
    /// All parts must be met: the worst one decides.
    All {
        /// The parts.
        all: Vec<Formula>,
    },
    /// One part suffices: the best decided one decides.
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
    /// Whether a finding of a rule contributes. If defects decide, only findings that show one of them do.
    pub fn concerns(&self, rule: &RuleCard, variant: Option<&str>) -> bool {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().any(|part| part.concerns(rule, variant))
            }
            Self::Defects { defects } => defects.iter().any(|id| rule.shows(id, variant)),
            Self::Rule(_) | Self::Wcag { .. } => self.involves(rule),
        }
    }

    /// Whether success criteria for web pages contribute.
    pub fn is_about_pages(&self) -> bool {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().any(Self::is_about_pages)
            }
            Self::Wcag { .. } => true,
            Self::Rule(_) | Self::Defects { .. } => false,
        }
    }

    /// Whether a rule contributes.
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
