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
use crate::closed::closed;
use crate::outcome::Severity;
use crate::texts::Bilingual;

/// All rules, checklists and legal sources of a run.
pub struct RuleBook {
    /// Rules by id.
    pub rules: BTreeMap<String, Rule>,
    /// Checklists, ordered by id.
    pub checklists: Vec<Checklist>,
    /// Legal sources by id.
    pub legal: BTreeMap<String, LegalSource>,
    /// The catalogue of defects that rules refer to, by id.
    pub defects: BTreeMap<String, Defect>,
    /// The planning assumptions.
    pub planning: Planning,
    /// Files of `vocabulary/` by name, for the gender room.
    pub vocabulary: Vec<(String, String)>,
    /// SHA-256 over all rule files, in hexadecimal.
    pub digest: String,
}

impl RuleBook {
    /// The checklists of a run. Those for tenders are only included when judging a bid, optional ones only on request.
    pub fn checklists_for(&self, procurement: bool) -> Vec<Checklist> {
        let lists = self.checklists.iter();
        lists
            .filter(|list| procurement || !list.procurement)
            .filter(|list| !list.on_request)
            .cloned()
            .collect()
    }

    /// Includes an optional checklist in the reports.
    ///
    /// # Errors
    /// The ids of the optional checklists if none has this id.
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
        let mut cards: RuleCards = rules
            .map(|(id, rule)| (id.clone(), rule.card.clone()))
            .collect();
        self.planning.mark_answers(&mut cards);
        cards
    }
}

/// A rule with its algorithm.
pub struct Rule {
    /// What a reader needs.
    pub card: RuleCard,
    /// What the engine needs.
    pub check: Check,
    /// More severe rules. If one of them fails at a place, this rule's finding there would repeat it and is dropped.
    pub yields_to: Vec<String>,
}

/// Everything a reader needs to know about a rule; part of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCard {
    /// Permanent id (`gender/four-entries-storable`).
    pub id: String,
    /// Former ids; still valid in waivers and answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether its failures are proven or only questions.
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
    /// Defects of the domain reference that it detects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<String>,
    /// Message variants per defect, for defects that only some findings show. Any finding may show the others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defect_variants: BTreeMap<String, Vec<String>>,
    /// ACT rules it implements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub act: Vec<String>,
    /// WCAG success criteria that a failure violates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wcag: Vec<String>,
    /// What it demands, in a few words.
    pub title: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
    /// The work in a few words, with placeholders (`{field}`, `{missing}`); `None` in rules of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Bilingual>,
    /// An interim measure until the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<Bilingual>,
    /// The question for a person if it cannot be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Bilingual>,
    /// Messages by kind (`failed`, `cant-tell`) and variant (`failed.binary`). A key that ends in `-one` holds the
    /// wording for a single item.
    pub message: BTreeMap<String, Bilingual>,
    /// Whether it judges what the inventory says, which proves nothing about the application. Not stored: the planning
    /// assumptions say so.
    #[serde(skip)]
    pub is_about_answers: bool,
}

/// Key suffix of messages about a single item.
pub(crate) const OF_ONE: &str = "-one";

/// Rule cards by id, as stored in a report.
pub type RuleCards = BTreeMap<String, RuleCard>;

impl RuleCard {
    /// Whether a failure violates a binding accessibility requirement: a success criterion for pages or a clause on
    /// documents.
    pub fn is_barrier(&self) -> bool {
        /// Prefix of the ids of clauses on documents.
        const CLAUSES: &str = "LEG-EN-301549-10-";
        // Criteria of level AAA are advice.
        self.severity != Severity::Advice
            && (!self.wcag.is_empty() || self.legal.iter().any(|id| id.starts_with(CLAUSES)))
    }

    /// Whether a finding with this variant shows the defect.
    pub fn shows(&self, defect: &str, variant: Option<&str>) -> bool {
        self.defects.iter().any(|own| own == defect)
            && self.defect_variants.get(defect).is_none_or(|variants| {
                variant.is_some_and(|variant| variants.iter().any(|own| own == variant))
            })
    }

    /// The key and message for a kind and variant, or else the general one of the kind.
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
        let confirmed = finding.facts.get(crate::outcome::CONFIRMED_BY);
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
        // An element without text is identified by its tag alone.
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
        // What was a question is a fact by now: it is no longer said that something is to be looked at.
        let Some(by) = confirmed else {
            return sentence;
        };
        let by = with_day(&by.display(language), language);
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("by", &by),
            ("title", self.title.get(language)),
            ("sentence", &sentence),
        ];
        crate::texts::filled("rule.confirmed", language, &values)
    }
}

/// Who confirmed a finding and when (`Leitung, 2026-11-23`), with the date as written in the language.
fn with_day(by: &str, language: crate::texts::Language) -> String {
    match by.rsplit_once(", ") {
        Some((who, day)) => format!("{who}, {}", crate::texts::day(day, language)),
        None => by.to_owned(),
    }
}

closed! {
    /// How far a rule's failures count as proven.
    #[derive(Default)]
    pub enum RuleStatus {
        /// New: its failures are reported as questions.
        Draft = "draft",
        /// Proven in practice.
        #[default]
        Stable = "stable",
        /// No longer evaluated; the id stays reserved.
        Retired = "retired",
    }
}

closed! {
    /// The role that repairs a defect.
    pub enum OwnerRole {
        /// Changes the program: the own or contracted development team, or the vendor.
        Development = "development",
        /// Maintains code lists and settings.
        Administration = "administration",
        /// Writes pages and texts.
        Editorial = "editorial",
        /// Decides what is asked and why (fachliche Verfahrensverantwortung).
        Business = "business",
        /// The owner of an external standard.
        StandardOwner = "standard_owner",
        /// Data protection.
        DataProtection = "data_protection",
    }
}

closed! {
    /// How much work a repair usually is.
    pub enum Effort {
        /// Up to about one person-day, in one component.
        Small = "small",
        /// One application: schema, interface and tests; 2 to 10 days.
        Medium = "medium",
        /// Several systems, a vendor or the owner of a standard.
        Large = "large",
    }
}

/// A law, judgment, standard or decision that rules cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalSource {
    /// Permanent id (`LEG-PSTG-22-3`).
    pub id: String,
    /// Its citation.
    pub cite: Bilingual,
    /// What it demands, in our own words.
    pub says: Bilingual,
}

/// A known way to lose an entry or to address people wrongly; rules state which ones they detect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// Permanent id (`schema-binary-check`).
    pub id: String,
    /// Where it occurs.
    pub layer: String,
    /// What is wrong.
    pub summary: String,
    /// How certain a program can be at best.
    pub detection: crate::model::Confidence,
    /// Why no rule detects it, if none does.
    #[serde(default)]
    pub without_rule: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, ModelPath, Place};
    use crate::outcome::{Fact, Facts, Finding, FindingKind, Fingerprint};
    use crate::texts::Language;

    #[test]
    fn what_people_confirmed_is_no_open_question() {
        let book = load(None).expect("the shipped rules");
        let card = &book.rules["accessibility/image-purpose"].card;
        let by = Fact::Text("Fachstelle, 2026-11-23".to_owned());
        let finding = Finding {
            fingerprint: Fingerprint::compute("A", "a/b", "a.html", &ModelPath::default(), 0),
            kind: FindingKind::Failure,
            variant: None,
            facts: Facts::from([("confirmed_by".to_owned(), by)]),
            place: Place::document("a.html"),
            related: Vec::new(),
            cause: String::new(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        };
        let sentence = card.sentence(&finding, Language::De);
        let title = card.title.get(Language::De);
        let begins = format!("Laut Fachseite nicht erfüllt (Fachstelle, 23.11.2026): {title}. ");
        assert!(sentence.starts_with(&begins), "{sentence}");
        assert!(sentence.contains("Gefragt war: "), "{sentence}");
    }
}
