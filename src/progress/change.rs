//! What became of a finding between two runs.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::members::FoundAt;
use super::snapshot::FindingState;
use crate::closed::closed;
use crate::gap::GapReason;
use crate::outcome::Fingerprint;

closed! {
    /// What became of a finding. Every finding in two reports has exactly one status.
    pub enum Status {
        /// Not known before.
        New = "new",
        /// It was fixed or waived before, and is back.
        Reopened = "reopened",
        /// Examined again and gone.
        Fixed = "fixed",
        /// A waiver has set it aside since.
        Waived = "waived",
        /// Missing because its place was not examined; never counted as fixed.
        Unseen = "unseen",
        /// As before.
        Unchanged = "unchanged",
    }
}

closed! {
    /// How a finding was recognised.
    pub enum MatchedBy {
        Fingerprint = "fingerprint",
        /// Same application, rule and path names; the application or document was renamed.
        Names = "names",
        /// Same application and rule, and some of the places are the same.
        Places = "places",
        /// Same application, rule and excerpt.
        Excerpt = "excerpt",
    }
}

/// Why a run says nothing about a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Unseen {
    /// The application is not part of the run.
    ApplicationGone { successor: Option<String> },
    /// The run did not apply the rule.
    RuleGone,
    /// Only what the inventory says was changed, which proves nothing about the application.
    AnswerChanged,
    /// The document was not read, and no other one has its name.
    DocumentGone,
    /// The document or part of it could not be examined.
    Gap { reason: GapReason },
}

impl Unseen {
    /// Whether the subject is gone for good, so that no later run will examine it, or was only a claim.
    pub const fn is_for_good(&self) -> bool {
        matches!(
            self,
            Self::ApplicationGone { .. } | Self::RuleGone | Self::AnswerChanged
        )
    }
}

/// The explanation of a status.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Because {
    /// New: the previous run had not examined its place.
    FirstLookedAt { before: Unseen },
    /// New: only answers say it, and documents that said more about it are no longer read.
    EvidenceGone,
    /// Reopened: it had been fixed.
    CameBack { fixed_on: Date },
    /// Reopened: its waiver ended.
    WaiverEnded,
    /// Unchanged: runs in between had not examined it.
    LookedAtAgain,
    /// Unchanged: it was a question and is now proven.
    Proven,
    /// Unchanged: it was a question, and a person answered that it is a failure.
    Stated,
    /// Unchanged: it was proven and is now only a question.
    OnlyQuestion,
    /// Unchanged: the rule used to advise and now demands it.
    Demanded,
    /// Unchanged: the rule used to demand it and now only advises.
    OnlyAdvice,
    /// Unchanged or reopened: it was known, and more is lacking than before.
    LacksMore { also: BTreeSet<String> },
    /// Unchanged or reopened: it was known, and concerns more places than before; those added, if both reports list all.
    MorePlaces {
        count: u64,
        added: BTreeSet<FoundAt>,
    },
    /// Unchanged: some of its places are settled.
    FewerPlaces { count: u64 },
    /// Unchanged: it was part of another finding of the same kind.
    SplitOff,
    /// Its place was not examined.
    NotLookedAt { now: Unseen },
}

/// The former place of a finding that moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    pub application: String,
    pub fingerprint: Fingerprint,
    pub document: String,
    pub line: u32,
    pub path: Vec<String>,
}

/// One finding in two reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub status: Status,
    #[serde(flatten)]
    pub because: Option<Because>,
    pub application: String,
    pub application_name: String,
    pub department: String,
    /// The finding as of the later report, or of the earlier one if the later lacks it.
    pub finding: FindingState,
    /// How it was recognised; `None` if only one report has it.
    pub matched_by: Option<MatchedBy>,
    /// Its place in the earlier report, if it moved.
    pub moved_from: Option<Spot>,
    /// Date of the first report that contains it.
    pub since: Date,
}

impl Change {
    /// Whether this is a failure that was not there before, or not as bad. Such failures make the exit code 1.
    pub fn is_new_failure(&self) -> bool {
        let is_known_otherwise = matches!(self.because, Some(Because::EvidenceGone));
        let arisen = (matches!(self.status, Status::New | Status::Reopened) && !is_known_otherwise)
            || matches!(
                self.because,
                Some(
                    Because::Proven
                        | Because::Stated
                        | Because::Demanded
                        | Because::LacksMore { .. }
                        | Because::MorePlaces { .. }
                )
            );
        arisen && self.finding.failure
    }
}
