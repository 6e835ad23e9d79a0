//! How far the survey of the present state (Ist-Analyse) has come, and what is left at each step.

use serde::{Deserialize, Serialize};

use super::ApplicationReport;
use crate::inventory::Answer;
use crate::outcome::Outcome;

/// Where knowledge about applications comes from, and what it leads to.
///
/// The first four figures add up to all applications: each is in exactly one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coverage {
    /// Staff answered the survey, and nothing was read.
    pub answered_only: u64,
    /// Documents were read, and staff did not answer or did not know.
    pub scanned_only: u64,
    /// Answered and read.
    pub both: u64,
    /// Neither: nothing is known.
    pub neither: u64,
    /// From all applications to those that must change.
    pub funnel: Funnel,
}

/// Each step is a part of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funnel {
    pub all: u64,
    /// With personal data, by the inventory or because gender fields of persons were found.
    pub personal_data: u64,
    /// With gender data or salutations, by the survey or because fields were found.
    pub gender_data: u64,
    /// A rule about one of its gender fields failed.
    pub change_needed: u64,
    /// Nothing is proven, but a question about one of its gender fields is open, or none was found.
    pub to_be_clarified: u64,
}

impl Coverage {
    /// The figures of some applications.
    pub fn from_applications<'a>(
        applications: impl IntoIterator<Item = &'a ApplicationReport>,
    ) -> Self {
        let mut coverage = Self::default();
        for application in applications {
            coverage.add(application);
        }
        coverage
    }

    fn add(&mut self, application: &ApplicationReport) {
        let answered = matches!(application.stores_gender, Some(Answer::Yes | Answer::No));
        let scanned = application.was_read();
        *match (answered, scanned) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.answered_only,
            (false, true) => &mut self.scanned_only,
            (false, false) => &mut self.neither,
        } += 1;
        let funnel = &mut self.funnel;
        funnel.all += 1;
        let found = application.has_gender_fields();
        let gender = found || application.stores_gender == Some(Answer::Yes);
        funnel.personal_data += u64::from(gender || application.personal_data);
        if !gender {
            return;
        }
        funnel.gender_data += 1;
        if concerns_a_field(application, Outcome::Failed) {
            funnel.change_needed += 1;
        } else if !found || concerns_a_field(application, Outcome::CantTell) {
            funnel.to_be_clarified += 1;
        }
    }
}

/// Whether a rule about one of its gender fields came out like that.
fn concerns_a_field(application: &ApplicationReport, outcome: Outcome) -> bool {
    let mut concerned = (application.assertions.iter())
        .filter(|assertion| assertion.outcome == outcome)
        .peekable();
    if concerned.peek().is_none() {
        return false;
    }
    let fields = application.fields.glance();
    let about_a_field = |rule: &String| {
        let mut fields = fields.iter();
        fields.any(|field| field.rules.contains(rule))
    };
    concerned.any(|assertion| about_a_field(&assertion.rule))
}
