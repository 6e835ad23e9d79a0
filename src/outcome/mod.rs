//! The words of the verdict, after ACT and EARL, and their logic. Knows no rule's content.

mod fingerprint;
mod suppression;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use fingerprint::Fingerprint;
pub use suppression::{Suppression, suppressions};

use crate::model::{Confidence, Place, Why};

/// The outcome of one rule on one test subject. Ordered: the worst wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The rule does not speak about this subject.
    Inapplicable,
    /// All targets meet the expectation.
    Passed,
    /// Not looked at: something was missing. Caused by gaps only, never by what a check finds.
    Untested,
    /// Some target is undecided: a person must look.
    CantTell,
    /// Some target does not meet the expectation.
    Failed,
}

impl Outcome {
    /// All outcomes, best first.
    pub const ALL: [Self; 5] = [
        Self::Inapplicable,
        Self::Passed,
        Self::Untested,
        Self::CantTell,
        Self::Failed,
    ];

    /// The EARL name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inapplicable => "inapplicable",
            Self::Passed => "passed",
            Self::Untested => "untested",
            Self::CantTell => "cantTell",
            Self::Failed => "failed",
        }
    }
}

/// How much a failure hurts. Only ever that: "does not apply" is an [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good practice, demanded by no law.
    Advice,
    /// Wording, convenience.
    Minor,
    /// A hindrance with a way around.
    Moderate,
    /// Information lost, wrong address, people hindered.
    Serious,
    /// A person cannot be recorded truthfully or cannot proceed.
    Critical,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 5] = [
        Self::Advice,
        Self::Minor,
        Self::Moderate,
        Self::Serious,
        Self::Critical,
    ];

    /// The name in rule files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Minor => "minor",
            Self::Moderate => "moderate",
            Self::Serious => "serious",
            Self::Critical => "critical",
        }
    }
}

/// What a check says about one target.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// The target is fine.
    Met,
    /// The target is not fine.
    Unmet(Grounds),
    /// It cannot be decided from what is here.
    Unknown(Doubt, Grounds),
    /// It was not looked at: the capture lacks what that takes. A gap says why.
    Untested,
}

/// Why something cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The document leaves it open.
    Open,
    /// Two readings are possible.
    Ambiguous,
    /// It stands somewhere that was not provided.
    Elsewhere,
    /// It depends on style, script or media that were not captured.
    NotCaptured,
    /// Only a person can judge it.
    NeedsPerson,
}

impl From<Why> for Doubt {
    fn from(why: Why) -> Self {
        match why {
            Why::NotStated | Why::NotUnderstood => Self::Open,
            Why::Elsewhere => Self::Elsewhere,
            Why::Dynamic => Self::NotCaptured,
        }
    }
}

/// Facts and places behind an expectation. Facts fill the placeholders of the rule's texts.
#[derive(Clone, Debug, Default)]
pub struct Grounds {
    /// Selects a more exact message of the rule (`failed.binary`), where it has one.
    pub variant: Option<&'static str>,
    /// Named values, free of language.
    pub facts: Facts,
    /// The deciding place, when it is not the target itself.
    pub at: Option<Place>,
    /// Other places that belong to it.
    pub related: Vec<Place>,
    /// How sure; below [`Confidence::High`] a failure becomes a question.
    pub confidence: Confidence,
}

impl Grounds {
    /// Grounds without facts.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.insert(name.to_owned(), fact.into());
        self
    }

    /// Selects a message variant.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    /// Sets the deciding place.
    #[must_use]
    pub fn with_place(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }

    /// Adds a place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }
}

/// Named values behind a finding.
pub type Facts = BTreeMap<String, Fact>;

/// A value free of language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Text from the scanned document, or a technical name.
    Text(String),
    /// Several of them.
    List(Vec<String>),
    /// A number.
    Count(u64),
    /// A word of the catalogue (`concept.<term>`), translated when written.
    Term(String),
    /// Several of them.
    Terms(Vec<String>),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Vec<String>> for Fact {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}
impl From<u64> for Fact {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}
impl From<usize> for Fact {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl Fact {
    /// The fact in words of a language.
    pub fn display(&self, language: crate::texts::Language) -> String {
        let term = |term: &str| {
            crate::texts::lookup(&format!("concept.{term}"), language)
                .unwrap_or(term)
                .to_owned()
        };
        match self {
            Self::Text(text) => written_ratio(text, language).unwrap_or_else(|| text.clone()),
            Self::List(list) => list.join(", "),
            Self::Count(count) => count.to_string(),
            Self::Term(name) => term(name),
            Self::Terms(names) => names
                .iter()
                .map(|name| term(name))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// A contrast (`3.45:1`) as the language writes decimals; nothing of any other text.
fn written_ratio(text: &str, language: crate::texts::Language) -> Option<String> {
    let ratio = text.strip_suffix(":1")?;
    let is_ratio = ratio.parse::<f64>().is_ok() && language == crate::texts::Language::De;
    is_ratio.then(|| text.replace('.', ","))
}

/// What a page leaves for a rule about the application that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNote {
    /// Id of the rule.
    pub rule: String,
    /// The page.
    pub place: Place,
    /// What the rule needs to know of it.
    pub facts: Facts,
}

/// One rule on one test subject (a document, or the application as a whole).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Id of the rule.
    pub rule: String,
    /// Path or URL of the document; the application's id for rules about an application.
    pub subject: String,
    /// Derived from the targets.
    pub outcome: Outcome,
    /// How many targets had which outcome. Passes are counted, not kept.
    pub tally: Tally,
    /// Failures and doubts with their evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Assertion {
    /// Whether there is nothing in it to act on: no failure, no question.
    pub fn is_settled(&self) -> bool {
        self.findings.is_empty() && self.outcome <= Outcome::Untested
    }
}

/// Assertions of one rule that hold nothing to act on, counted instead of listed. Test subjects that the rule does not
/// speak about are not worth counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettledSubjects {
    /// Test subjects that meet it.
    #[serde(skip_serializing_if = "is_zero")]
    pub passed: u32,
    /// Test subjects that it could not look at; the gaps say why.
    #[serde(skip_serializing_if = "is_zero")]
    pub untested: u32,
    /// Targets that are fine, in all test subjects.
    #[serde(skip_serializing_if = "is_zero")]
    pub targets: u32,
}

/// Settled assertions by rule.
pub type Settled = BTreeMap<String, SettledSubjects>;

impl SettledSubjects {
    /// Counts an assertion that is settled.
    pub fn count(&mut self, assertion: &Assertion) {
        match assertion.outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Untested => self.untested += 1,
            Outcome::Inapplicable | Outcome::CantTell | Outcome::Failed => {}
        }
        self.targets = self.targets.saturating_add(assertion.tally.passed);
    }

    /// How many test subjects had each outcome, the worst first; outcomes of none are left out.
    pub fn by_outcome(&self) -> impl Iterator<Item = (Outcome, u32)> {
        [
            (Outcome::Untested, self.untested),
            (Outcome::Passed, self.passed),
        ]
        .into_iter()
        .filter(|(_, subjects)| *subjects > 0)
    }

    /// The worst outcome among them.
    pub fn worst(&self) -> Outcome {
        self.by_outcome()
            .next()
            .map_or(Outcome::Inapplicable, |(outcome, _)| outcome)
    }
}

/// Moves what is settled out of a list of assertions into its sums.
pub fn count_settled(assertions: &mut Vec<Assertion>, settled: &mut Settled) {
    assertions.retain(|assertion| {
        if !assertion.is_settled() {
            return true;
        }
        if assertion.outcome == Outcome::Inapplicable {
            return false;
        }
        match settled.get_mut(&assertion.rule) {
            Some(subjects) => subjects.count(assertion),
            None => settled
                .entry(assertion.rule.clone())
                .or_default()
                .count(assertion),
        }
        false
    });
    assertions.shrink_to_fit();
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Targets by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Targets that are fine.
    pub passed: u32,
    /// Targets that are not.
    pub failed: u32,
    /// Undecided targets.
    pub cant_tell: u32,
    /// Targets that were not looked at.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub untested: u32,
}

/// A failure or a doubt about one target. A pass cannot be a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Identity made of names; the same in every run and every format.
    pub fingerprint: Fingerprint,
    /// Failure or doubt.
    pub kind: FindingKind,
    /// More exact message of the rule, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Values for the message.
    pub facts: Facts,
    /// The place to open first.
    pub place: Place,
    /// Other places that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Place>,
    /// What one repair would settle together: findings of the same cause become one task.
    pub cause: String,
    /// How sure.
    pub confidence: Confidence,
}

/// Failure or doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Proven.
    Failure,
    /// A person must decide, for this reason.
    Doubt(Doubt),
}

impl Finding {
    /// Whether it is a proven failure.
    pub fn is_failure(&self) -> bool {
        self.kind == FindingKind::Failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn contrasts_are_written_as_the_language_writes_decimals() {
        let ratio = Fact::from("3.45:1");
        assert_eq!(ratio.display(Language::De), "3,45:1");
        assert_eq!(ratio.display(Language::En), "3.45:1");
        for text in ["version 2.1", "a.b:1", "9.15:2", "www.example.org:1"] {
            assert_eq!(Fact::from(text).display(Language::De), text);
        }
    }
}
