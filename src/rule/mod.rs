//! Rules and checklists: data from `rules/**/*.toml`, strictly loaded and bound to their algorithms.

mod address;
mod checklist;
mod element;
mod explanation;
mod file;
mod load;
mod own;
mod planning;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use address::{RULES_PAGE, RuleAddresses};
pub use checklist::{Checklist, Coverage, Criterion, Formula};
pub use file::is_id;
pub use load::{RuleFiles, load};
pub(crate) use own::FIXTURES;
pub use own::{StarterRule, fixture_folder, starter_rule};
pub use planning::{ByPriority, DayRange, Days, DaysByWork, Planning};

use crate::check::Check;
use crate::outcome::Severity;
use crate::texts::Bilingual;

/// All rules, checklists and legal sources of a run.
pub struct RuleBook {
    /// Rules by id.
    pub rules: BTreeMap<String, Rule>,
    /// Checklists in the order of their ids.
    pub checklists: Vec<Checklist>,
    /// Legal sources by id.
    pub legal: BTreeMap<String, LegalSource>,
    /// Catalogue of defects that rules name, by id.
    pub defects: BTreeMap<String, Defect>,
    /// What planning assumes.
    pub planning: Planning,
    /// Files of `vocabulary/` by name, for the gender room.
    pub vocabulary: Vec<(String, String)>,
    /// SHA-256 over all rule files, hexadecimal.
    pub digest: String,
}

impl RuleBook {
    /// The checklists of a run: those for tenders only where a bid is judged, and others only where they are asked for.
    pub fn checklists_for(&self, procurement: bool) -> Vec<Checklist> {
        let lists = self.checklists.iter();
        lists
            .filter(|list| procurement || !list.procurement)
            .filter(|list| !list.on_request)
            .cloned()
            .collect()
    }

    /// Adds a checklist that stands in no report by itself.
    ///
    /// # Errors
    /// Where there is none of this id: the ids of those that can be asked for.
    pub fn request_checklist(&mut self, id: &str) -> Result<(), Vec<&str>> {
        match self.checklists.iter().position(|list| list.id == id) {
            Some(at) => {
                self.checklists[at].on_request = false;
                Ok(())
            }
            None => {
                let lists = self.checklists.iter().filter(|list| list.on_request);
                Err(lists.map(|list| list.id.as_str()).collect())
            }
        }
    }

    /// What readers of a report need to know about the rules, by id.
    pub fn cards(&self) -> RuleCards {
        let rules = self.rules.iter();
        rules
            .map(|(id, rule)| (id.clone(), rule.card.clone()))
            .collect()
    }
}

/// A rule with its algorithm.
pub struct Rule {
    /// What a reader needs.
    pub card: RuleCard,
    /// What the engine needs.
    pub check: Check,
    /// Graver rules. Where one of them fails, this one's finding at the same place would say the same once more.
    pub yields_to: Vec<String>,
}

/// Everything a reader needs to know about a rule; travels inside the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCard {
    /// Permanent id (`gender/four-entries-storable`).
    pub id: String,
    /// Former ids, still valid in waivers and answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// How far it may accuse.
    pub status: RuleStatus,
    /// How much a failure hurts.
    pub severity: Severity,
    /// Who usually repairs it.
    pub owner: OwnerRole,
    /// How much work a repair usually is.
    pub effort: Effort,
    /// Ids of legal sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<String>,
    /// Defects of the domain reference that it covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<String>,
    /// Defects that only findings of certain variants show; every other defect may be any finding.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defect_variants: BTreeMap<String, Vec<String>>,
    /// ACT rules it implements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub act: Vec<String>,
    /// WCAG success criteria that a failure breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wcag: Vec<String>,
    /// What it demands, in a few words.
    pub title: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
    /// The work in a few words, with placeholders (`{field}`, `{missing}`); missing in rules of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Bilingual>,
    /// What helps until the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<Bilingual>,
    /// What a person is asked when it cannot be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Bilingual>,
    /// Messages by kind (`failed`, `cant-tell`) and variant (`failed.binary`); those that read otherwise for one thing
    /// have a second one whose key ends in `-one`.
    pub message: BTreeMap<String, Bilingual>,
}

/// What the key of a message ends in that is said of one thing.
pub(crate) const OF_ONE: &str = "-one";

/// Cards of rules by id, as a report carries them.
pub type RuleCards = BTreeMap<String, RuleCard>;

impl RuleCard {
    /// Whether a failure breaks a binding demand of accessibility: a success criterion of pages or a clause of documents.
    pub fn is_barrier(&self) -> bool {
        /// How ids of clauses about documents begin.
        const CLAUSES: &str = "LEG-EN-301549-10-";
        // A criterion of level AAA is advice.
        self.severity != Severity::Advice
            && (!self.wcag.is_empty() || self.legal.iter().any(|id| id.starts_with(CLAUSES)))
    }

    /// Whether a finding of a variant shows this defect.
    pub fn shows(&self, defect: &str, variant: Option<&str>) -> bool {
        self.defects.iter().any(|own| own == defect)
            && self.defect_variants.get(defect).is_none_or(|variants| {
                variant.is_some_and(|variant| variants.iter().any(|own| own == variant))
            })
    }

    /// The message for a kind and variant with its key: the exact one, else the general one of the kind.
    fn message(&self, kind: &str, variant: Option<&str>) -> Option<(&str, &Bilingual)> {
        let exact = variant.map(|variant| format!("{kind}.{variant}"));
        let found = exact.and_then(|key| self.message.get_key_value(&key));
        let (key, message) = found.or_else(|| self.message.get_key_value(kind))?;
        Some((key, message))
    }

    /// The sentence of a finding in a language, with its facts filled in.
    pub fn sentence(
        &self,
        finding: &crate::outcome::Finding,
        language: crate::texts::Language,
    ) -> String {
        let confirmed = finding.facts.get("confirmed_by");
        let kind = if finding.is_failure() && confirmed.is_none() {
            "failed"
        } else {
            "cant-tell"
        };
        let Some((key, template)) = self.message(kind, finding.variant.as_deref()) else {
            return self.title.get(language).clone();
        };
        let is_one = finding.facts.get("count") == Some(&crate::outcome::Fact::Count(1));
        let of_one = is_one.then(|| self.message.get(&format!("{key}{OF_ONE}")));
        let template = of_one.flatten().unwrap_or(template);
        let sentence = crate::texts::fill(template.get(language), |name| match name {
            element::NAMED => element::named(&finding.facts, &finding.place, language),
            name => finding.facts.get(name).map(|fact| fact.display(language)),
        });
        // An element without text is named by its tag alone.
        let mut sentence = sentence.replace("> „“", ">").replace("> “”", ">");
        if let Some(crate::outcome::Fact::Count(count)) = finding.facts.get("further_places") {
            sentence.push(' ');
            sentence.push_str(&crate::texts::counted(
                "rule.further-places",
                language,
                *count,
                &[],
            ));
        }
        if let Some(by) = confirmed {
            let by = with_day(&by.display(language), language);
            sentence.push(' ');
            sentence.push_str(&crate::texts::filled(
                "rule.confirmed",
                language,
                &[("by", &by)],
            ));
        }
        sentence
    }
}

/// Who confirmed a finding and when (`Leitung, 2026-11-23`), with the day as the language writes it.
fn with_day(by: &str, language: crate::texts::Language) -> String {
    match by.rsplit_once(", ") {
        Some((who, day)) => format!("{who}, {}", crate::texts::day(day, language)),
        None => by.to_owned(),
    }
}

/// How far a rule may accuse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleStatus {
    /// New: its failures are reported as questions.
    Draft,
    /// Proven.
    #[default]
    Stable,
    /// No longer evaluated; the id stays reserved.
    Retired,
}

/// Who repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerRole {
    /// Own or contracted development team, or the vendor: whoever changes the program.
    Development,
    /// Whoever maintains code lists and settings.
    Administration,
    /// Whoever writes pages and texts.
    Editorial,
    /// Whoever decides what is asked and why (fachliche Verfahrensverantwortung).
    Business,
    /// The owner of an external standard.
    StandardOwner,
    /// Data protection.
    DataProtection,
}

/// How much work a repair usually is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Up to about one person-day, one component.
    Small,
    /// One application: schema, interface and tests; 2 to 10 days.
    Medium,
    /// Several systems, a vendor or the owner of a standard.
    Large,
}

impl Effort {
    /// The name in rule files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// A law, judgment, standard or decision that rules cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalSource {
    /// Permanent id (`LEG-PSTG-22-3`).
    pub id: String,
    /// How it is cited.
    pub cite: Bilingual,
    /// What it demands, in our words.
    pub says: Bilingual,
}

/// A known way to lose an entry or to address people wrongly; rules say which they find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// Permanent id (`schema-binary-check`).
    pub id: String,
    /// Where it occurs.
    pub layer: String,
    /// What is wrong.
    pub summary: String,
    /// How sure a program can be at best.
    pub detection: crate::model::Confidence,
    /// Why no rule finds it, where none does.
    #[serde(default)]
    pub without_rule: Option<String>,
}
