//! The vocabulary of verdicts, after ACT and EARL, and its logic. Independent of any rule's content.

mod fingerprint;
mod group;
mod suppression;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use fingerprint::Fingerprint;
pub use group::Gathered;
pub use suppression::{Suppression, suppressions};

use crate::closed::closed;
use crate::model::{Confidence, Place, Why};

closed! {
    /// The outcome of one rule on one test subject, by its EARL name. Ordered best first, so that the maximum is the
    /// worst.
    pub enum Outcome {
        /// The rule does not apply to this subject.
        Inapplicable = "inapplicable",
        /// All targets meet the expectation.
        Passed = "passed",
        /// Not examined because something was missing. Only gaps cause it, never the result of a check.
        Untested = "untested",
        /// A target is undecided: a person must look.
        CantTell = "cantTell",
        /// A target does not meet the expectation.
        Failed = "failed",
    }
}

impl Outcome {
    /// Whether a rule found a target and looked at it: met, not met, or in doubt.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Passed | Self::Failed | Self::CantTell)
    }
}

closed! {
    /// How severe a failure is, mildest first. Nothing else: "does not apply" is an [`Outcome`].
    pub enum Severity {
        /// Good practice that no law requires.
        Advice = "advice",
        /// Wording, convenience.
        Minor = "minor",
        /// A hindrance with a workaround.
        Moderate = "moderate",
        /// Information is lost, people are addressed wrongly or hindered.
        Serious = "serious",
        /// A person cannot be recorded truthfully or cannot proceed.
        Critical = "critical",
    }
}

/// The result of a check for one target.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// The target is fine.
    Met,
    /// The target is not fine.
    Unmet(Grounds),
    /// It cannot be decided from the available data.
    Unknown(Doubt, Grounds),
    /// It was not examined because the capture lacks what that requires. A gap says why.
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
    /// It is somewhere that was not provided.
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

/// Facts and places behind a result. Facts fill the placeholders in the rule's texts.
#[derive(Clone, Debug, Default)]
pub struct Grounds {
    /// Selects a more specific message of the rule (`failed.binary`), if there is one.
    pub variant: Option<&'static str>,
    /// Named, language-independent values.
    pub facts: Facts,
    /// The decisive place, if it is not the target itself.
    pub at: Option<Box<Place>>,
    /// Related places.
    pub related: Vec<Place>,
    /// How certain it is; below [`Confidence::High`] a failure becomes a question.
    pub confidence: Confidence,
    /// The grounds at the other places that this result stands for, each with its place.
    pub others: Vec<Self>,
    /// The list that the field takes its values from, if it states none itself.
    pub takes_from: Option<Box<Place>>,
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
        self.at = Some(Box::new(place));
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }
}

/// Named values of a finding.
pub type Facts = BTreeMap<String, Fact>;

/// A language-independent value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Text from the scanned document, or a technical name.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A number.
    Count(u64),
    /// A term of the catalogue (`concept.<term>`), translated on output.
    Term(String),
    /// Several terms.
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
    /// The fact in a language.
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

/// A contrast ratio (`3.45:1`) in the language's decimal notation; `None` for any other text.
fn written_ratio(text: &str, language: crate::texts::Language) -> Option<String> {
    let ratio = text.strip_suffix(":1")?;
    let is_ratio = ratio.parse::<f64>().is_ok() && language == crate::texts::Language::De;
    is_ratio.then(|| text.replace('.', ","))
}

/// Data from a page for a rule about its application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNote {
    /// Id of the rule.
    pub rule: String,
    /// The page.
    pub place: Place,
    /// The data for the rule.
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
    /// Number of targets per outcome. Passed targets are only counted.
    pub tally: Tally,
    /// Failures and doubts with their evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Assertion {
    /// Whether it requires no action: no failure, no question.
    pub fn is_settled(&self) -> bool {
        self.findings.is_empty() && self.outcome <= Outcome::Untested
    }

    /// Whether it failed by what people said alone: each of its failures was a question.
    pub fn is_stated(&self) -> bool {
        let failures = self.findings.iter().filter(|one| one.is_failure());
        let mut failures = failures.peekable();
        self.outcome == Outcome::Failed
            && failures.peek().is_some()
            && failures.all(Finding::is_stated)
    }
}

/// Counts assertions of one rule that require no action, instead of listing them. Inapplicable ones are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettledSubjects {
    /// Test subjects that passed.
    #[serde(skip_serializing_if = "is_zero")]
    pub passed: u32,
    /// Test subjects that could not be examined; gaps say why.
    #[serde(skip_serializing_if = "is_zero")]
    pub untested: u32,
    /// Targets that passed, over all test subjects.
    #[serde(skip_serializing_if = "is_zero")]
    pub targets: u32,
}

/// Counts of settled assertions by rule.
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

    /// Number of test subjects per outcome, worst first; zero counts are omitted.
    pub fn by_outcome(&self) -> impl Iterator<Item = (Outcome, u32)> {
        [
            (Outcome::Untested, self.untested),
            (Outcome::Passed, self.passed),
        ]
        .into_iter()
        .filter(|(_, subjects)| *subjects > 0)
    }

    /// The worst outcome counted.
    pub fn worst(&self) -> Outcome {
        self.by_outcome()
            .next()
            .map_or(Outcome::Inapplicable, |(outcome, _)| outcome)
    }
}

/// Removes settled assertions from a list and counts them.
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
    /// Targets that passed.
    pub passed: u32,
    /// Targets that failed.
    pub failed: u32,
    /// Undecided targets.
    pub cant_tell: u32,
    /// Targets that were not examined.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub untested: u32,
}

impl Tally {
    /// The outcome by precedence: failed, cantTell, untested, passed, inapplicable.
    pub const fn outcome(self) -> Outcome {
        match (self.failed, self.cant_tell, self.untested, self.passed) {
            (0, 0, 0, 0) => Outcome::Inapplicable,
            (0, 0, 0, _) => Outcome::Passed,
            (0, 0, _, _) => Outcome::Untested,
            (0, _, _, _) => Outcome::CantTell,
            _ => Outcome::Failed,
        }
    }
}

/// A failure or doubt about one target. A pass is never a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Identity made of names; stable across runs and formats.
    pub fingerprint: Fingerprint,
    /// Failure or doubt.
    pub kind: FindingKind,
    /// Selects a more specific message of the rule, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Values for the message.
    pub facts: Facts,
    /// The place to open first.
    pub place: Place,
    /// Related places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Place>,
    /// What one repair would settle together: findings with the same cause become one task.
    pub cause: String,
    /// How certain it is.
    pub confidence: Confidence,
    /// What it was made of, if it stands for several places: a finding for each, the first being its own. Reports list
    /// only their places.
    #[serde(skip)]
    pub members: Vec<Self>,
    /// The list that its field takes its values from, if it states none itself.
    #[serde(skip)]
    pub takes_from: Option<Box<Place>>,
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

/// The fact of a failure that was a question until a person answered it: their role and the date.
pub const CONFIRMED_BY: &str = "confirmed_by";

impl Finding {
    /// Whether it is a failure only because a person said so: the documents leave it open.
    pub fn is_stated(&self) -> bool {
        self.is_failure() && self.facts.contains_key(CONFIRMED_BY)
    }

    /// Whether it is a proven failure.
    pub fn is_failure(&self) -> bool {
        self.kind == FindingKind::Failure
    }

    /// How many occurrences it stands for; `None` if it does not count any.
    pub fn count(&self) -> Option<u64> {
        match self.facts.get("count") {
            Some(Fact::Count(count)) => Some(*count),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn the_gravest_count_of_a_tally_decides() {
        let mut tally = Tally::default();
        assert_eq!(tally.outcome(), Outcome::Inapplicable);
        tally.passed = 2;
        assert_eq!(tally.outcome(), Outcome::Passed);
        tally.untested = 1;
        assert_eq!(tally.outcome(), Outcome::Untested);
        tally.cant_tell = 1;
        assert_eq!(tally.outcome(), Outcome::CantTell);
        tally.failed = 1;
        assert_eq!(tally.outcome(), Outcome::Failed);
    }

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
