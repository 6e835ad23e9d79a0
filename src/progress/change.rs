//! What became of a finding from one run to the next.

use jiff::civil::Date;
use serde::Serialize;

use super::snapshot::FindingState;
use crate::gap::GapReason;
use crate::outcome::Fingerprint;

/// What became of a finding. Each finding of two reports has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not known before.
    New,
    /// Was fixed or waived, and is there again.
    Reopened,
    /// Looked at again, and no longer there.
    Fixed,
    /// Set aside by a waiver since.
    Waived,
    /// Not there, but nobody looked: never counted as fixed.
    Unseen,
    /// As before.
    Unchanged,
}

impl Status {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Reopened,
        Self::Fixed,
        Self::Waived,
        Self::Unseen,
        Self::Unchanged,
    ];

    /// The name in JSON and of the words in `texts/progress.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reopened => "reopened",
            Self::Fixed => "fixed",
            Self::Waived => "waived",
            Self::Unseen => "unseen",
            Self::Unchanged => "unchanged",
        }
    }
}

/// By what a finding was known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    Fingerprint,
    /// Application, rule and the names on the path; document or application are called otherwise.
    Names,
    /// Application, rule and what is written there.
    Excerpt,
}

impl MatchedBy {
    /// The name in JSON and of the words in `texts/progress.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fingerprint => "fingerprint",
            Self::Names => "names",
            Self::Excerpt => "excerpt",
        }
    }
}

/// Why a run says nothing about a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Unseen {
    /// The run does not know the application.
    ApplicationGone { successor: Option<String> },
    /// The run did not apply the rule.
    RuleGone,
    /// The document is not among those that were read, and no other has its name.
    DocumentGone,
    /// The document, or a part of it, could not be looked at.
    Gap { reason: GapReason },
}

impl Unseen {
    /// Whether nobody is going to look again: the subject is gone, not only out of sight.
    pub const fn is_for_good(&self) -> bool {
        matches!(self, Self::ApplicationGone { .. } | Self::RuleGone)
    }
}

/// What explains a status.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Because {
    /// New, and the run before had not looked at its place.
    FirstLookedAt { before: Unseen },
    /// Reopened: it had been fixed.
    CameBack { fixed_on: Date },
    /// Reopened: its waiver ended.
    WaiverEnded,
    /// Unchanged, and in between nobody had looked.
    LookedAtAgain,
    /// Unchanged, and proven by now.
    Proven,
    /// Unchanged, and by now only a question.
    OnlyQuestion,
    /// Unchanged, and demanded by now: the rule only advised before.
    Demanded,
    /// Unchanged, and by now only advice: the rule demanded it before.
    OnlyAdvice,
    /// Not looked at.
    NotLookedAt { now: Unseen },
}

/// Where a finding stood before, where that is another place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    pub application: String,
    pub fingerprint: Fingerprint,
    pub document: String,
    pub line: u32,
    pub path: Vec<String>,
}

/// One finding of two reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub status: Status,
    #[serde(flatten)]
    pub because: Option<Because>,
    pub application: String,
    pub application_name: String,
    pub department: String,
    /// The finding of the later report; of the earlier one where the later one has none.
    pub finding: FindingState,
    /// By what it was known again; nothing for findings of one report only.
    pub matched_by: Option<MatchedBy>,
    /// Its place in the earlier report, where that was another one.
    pub moved_from: Option<Spot>,
    /// Day of the first report that holds it.
    pub since: Date,
}

impl Change {
    /// Whether a failure is there that was not there before: what makes the exit code 1.
    pub fn is_new_failure(&self) -> bool {
        let arisen = matches!(self.status, Status::New | Status::Reopened)
            || matches!(self.because, Some(Because::Proven | Because::Demanded));
        arisen && self.finding.failure
    }
}
