//! What is kept of a report to follow its findings: names and counts, but no rule texts and no people.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::members::Others;
use crate::gap::{Gap, GapReason};
use crate::outcome::{Fact, Facts, Finding, Fingerprint, Severity};
use crate::record::{ApplicationReport, Scope, Weight};
use crate::texts::Bilingual;

/// One report, reduced to what following its findings needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Date of the run.
    pub date: Date,
    /// Name of the administration, or of what was checked.
    pub organisation: String,
    pub scope: Scope,
    pub tool_version: String,
    /// SHA-256 over the rule files.
    pub rules_digest: String,
    /// Whether filters limited the run to part of the inventory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub narrowed: bool,
    /// Department names by id.
    pub departments: BTreeMap<String, String>,
    /// The rules that ran.
    pub rules: BTreeMap<String, RuleState>,
    pub applications: BTreeMap<String, ApplicationState>,
}

/// What is kept of a rule's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleState {
    /// What it demands, in a few words.
    pub title: Bilingual,
    pub severity: Severity,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether it judges what the inventory says, which proves nothing about an application.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_answers: bool,
}

/// One application on the day of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationState {
    #[serde(flatten)]
    pub profile: Profile,
    /// Documents that were read, by path or URL.
    pub documents: BTreeSet<String>,
    /// What could not be examined.
    pub gaps: Vec<GapState>,
    /// Failures, questions and waived findings.
    pub findings: Vec<FindingState>,
}

/// An application's name and what is known about its data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    pub department: String,
    /// Its successor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// Has personal data, according to the inventory or because gender fields were found.
    pub personal_data: bool,
    /// Has gender data or salutations, according to the survey or because fields were found.
    pub gender_data: bool,
}

/// Gaps in one document for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GapState {
    pub document: String,
    /// The rule that could not be evaluated, if it is exactly one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    pub reason: GapReason,
    pub count: u32,
}

/// A finding, reduced to what recognising it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingState {
    pub fingerprint: Fingerprint,
    pub rule: String,
    /// Whether it is proven and demanded.
    pub failure: bool,
    /// Whether it is proven and only advised. A finding that is neither failure nor advice is a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advice: bool,
    /// Whether it is a failure only because a person answered a question so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stated: bool,
    /// Whether a waiver set it aside.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
    /// Whether its rule is about the application's gender fields.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_field: bool,
    /// The application's document in which it was found; empty if only the application as a whole shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The document to open.
    pub document: String,
    /// 1-based line; 0 if unknown.
    pub line: u32,
    /// Path of names, outermost first.
    pub path: Vec<String>,
    /// The source text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// Whether its path names page elements, whose names recur on every page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_page: bool,
    /// When the plan wants it settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Which concepts are lacking there, such as the entries that a field cannot hold. `None` if the rule does not say, or
    /// if an older version stored the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<BTreeSet<String>>,
    /// The other places it stands for, if it is about fields. `None` if it is not, or if an older version stored the
    /// report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<Others>,
}

impl FindingState {
    /// What is lacking here and was not lacking in an earlier state, if all that was lacking still is. Otherwise it lacks
    /// something else, which is no more than before.
    pub fn lacks_beside(&self, earlier: &Self) -> BTreeSet<String> {
        match (&self.missing, &earlier.missing) {
            (Some(now), Some(then)) if then.is_subset(now) => {
                now.difference(then).cloned().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// Whether documents prove it as a failure of one of the application's gender fields.
    pub const fn proves_a_field(&self) -> bool {
        self.failure && self.about_field && !self.stated
    }

    /// Whether it counts as failure, advice or question.
    pub const fn weight(&self) -> Weight {
        match (self.failure, self.advice) {
            (true, _) => Weight::Failure,
            (false, true) => Weight::Advice,
            (false, false) => Weight::Question,
        }
    }
}

impl ApplicationState {
    /// Whether at least one document was read completely.
    pub fn was_read(&self) -> bool {
        let gaps = self.gaps.iter();
        let lost: HashSet<&str> = gaps
            .filter(|gap| gap.reason.loses_document())
            .map(|gap| gap.document.as_str())
            .collect();
        let mut documents = self.documents.iter();
        documents.any(|document| !lost.contains(document.as_str()))
    }
}

impl Snapshot {
    /// Identity of the report (SHA-256, hexadecimal): reports with the same digest say the same about findings. What
    /// versions of this program work out differently is left out, so that it stays the same report.
    pub fn digest(&self) -> String {
        let mut lasting = self.clone();
        for application in lasting.applications.values_mut() {
            for finding in &mut application.findings {
                (finding.due, finding.missing, finding.others) = (None, None, None);
                finding.stated = false;
            }
        }
        let mut hash = Sha256::new();
        // Every snapshot can be serialised as JSON.
        hash.update(serde_json::to_vec(&lasting).unwrap_or_default());
        hash.finalize().iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }

    /// All findings with the id of their application.
    pub fn findings(&self) -> impl Iterator<Item = (&str, &FindingState)> {
        self.applications.iter().flat_map(|(id, application)| {
            let findings = application.findings.iter();
            findings.map(move |finding| (id.as_str(), finding))
        })
    }

    /// Separates advice from failures. Reports and histories of older versions have only failures.
    pub(super) fn tell_advice(&mut self) {
        for application in self.applications.values_mut() {
            for finding in &mut application.findings {
                let rule = self.rules.get(&finding.rule);
                let advises = rule.is_some_and(|rule| rule.severity == Severity::Advice);
                if finding.failure && advises {
                    (finding.failure, finding.advice) = (false, true);
                }
            }
        }
    }

    /// Sets when the plan wants findings settled; of several dates, the earliest counts.
    pub(super) fn set_due(&mut self, due: &BTreeMap<Fingerprint, Date>) {
        for application in self.applications.values_mut() {
            for finding in &mut application.findings {
                finding.due = due.get(&finding.fingerprint).copied();
            }
        }
    }
}

impl From<&ApplicationReport> for ApplicationState {
    fn from(application: &ApplicationReport) -> Self {
        let documents: BTreeSet<String> = application
            .documents
            .glance()
            .iter()
            .filter(|document| document.format.is_some())
            .map(|document| document.document.clone())
            .collect();
        let fields = application.fields.glance();
        let rules_of_fields: BTreeSet<&str> = fields
            .iter()
            .flat_map(|field| field.rules.iter().map(String::as_str))
            .collect();
        let state = |rule: &str, subject: &str, finding: &Finding, waived: bool| {
            let place = &finding.place;
            let subject = [place.document.as_str(), subject]
                .into_iter()
                .find(|name| documents.contains(*name))
                .unwrap_or_default();
            FindingState {
                fingerprint: finding.fingerprint.clone(),
                rule: rule.to_owned(),
                failure: finding.is_failure(),
                // Set later: in the file, the rules follow the applications.
                advice: false,
                stated: finding.is_stated(),
                waived,
                about_field: rules_of_fields.contains(rule),
                subject: subject.to_owned(),
                document: place.document.clone(),
                line: place.position.map_or(0, |position| position.line),
                path: place.path.0.clone(),
                excerpt: place.excerpt.clone(),
                // Cells of workbooks are selectors too, and are named after their sheet.
                on_page: place.selector.as_ref().is_some_and(|at| !at.contains('!')),
                due: None,
                missing: missing(&finding.facts),
                others: (rules_of_fields.contains(rule) || finding.facts.contains_key("uses"))
                    .then(|| Others::of(finding)),
            }
        };
        let open = application.assertions.iter().flat_map(|assertion| {
            let findings = assertion.findings.iter();
            findings.map(|finding| state(&assertion.rule, &assertion.subject, finding, false))
        });
        let waived = application.waived.iter();
        let waived = waived.map(|waived| state(&waived.rule, "", &waived.finding, true));
        let gender_data = application.has_gender_data();
        Self {
            profile: Profile {
                name: application.name.clone(),
                department: application.department.clone(),
                successor: application.successor.clone(),
                personal_data: gender_data || application.personal_data,
                gender_data,
            },
            findings: united(open.chain(waived)),
            gaps: gaps(&application.gaps),
            documents,
        }
    }
}

/// Unites a finding with those of its places that were set aside: they stay known as long as it is there.
fn united(findings: impl Iterator<Item = FindingState>) -> Vec<FindingState> {
    let mut united: Vec<FindingState> = Vec::new();
    let mut known: HashMap<Fingerprint, usize> = HashMap::new();
    for finding in findings {
        let whole = known.get(&finding.fingerprint).copied();
        let whole = whole.and_then(|index| united.get_mut(index));
        match whole.filter(|whole| finding.waived && whole.rule == finding.rule) {
            Some(whole) => whole.take_in(&finding),
            None => {
                known
                    .entry(finding.fingerprint.clone())
                    .or_insert(united.len());
                united.push(finding);
            }
        }
    }
    united
}

/// Which concepts a finding says are lacking. Lists are names of a document, such as ids that a framework makes anew with
/// every build: another name is no more than before.
fn missing(facts: &Facts) -> Option<BTreeSet<String>> {
    match facts.get("missing")? {
        Fact::Terms(names) => Some(names.iter().cloned().collect()),
        Fact::List(_) | Fact::Text(_) | Fact::Count(_) | Fact::Term(_) => None,
    }
}

fn gaps(gaps: &[Gap]) -> Vec<GapState> {
    let mut counts: BTreeMap<(&str, Option<&str>, GapReason), u32> = BTreeMap::new();
    for gap in gaps {
        let key = (gap.place.document.as_str(), gap.rule.as_deref(), gap.reason);
        *counts.entry(key).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((document, rule, reason), count)| GapState {
            document: document.to_owned(),
            rule: rule.map(str::to_owned),
            reason,
            count,
        })
        .collect()
}
