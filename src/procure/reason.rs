//! Why a demand is met, not met or open, and how answer and documents contradict each other.

use serde::{Deserialize, Serialize};

use super::State;

/// Why a question has its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Met: declared, and the artefacts agree.
    Confirmed,
    /// Met: declared; the artefacts cannot say more.
    Declared,
    /// Met: declared; there is no defect in the artefacts, which show only a part of what is demanded.
    Unopposed,
    /// Not met: the artefacts prove it.
    Proven,
    /// Not met: the bidder says so.
    DeclaredNotMet,
    /// Not met: the bidder says, only in part.
    DeclaredPartly,
    /// Open: no answer.
    Unanswered,
    /// Open: "met" without the evidence asked for.
    EvidenceMissing,
    /// Open: "met" with evidence that is not in the dossier.
    EvidenceUnfit,
    /// Open: the artefacts leave it in doubt.
    InDoubt,
    /// Open: an artefact that could have shown the opposite was not looked at.
    ArtefactLost,
    /// Open: the artefacts must show it and contain nothing about it.
    NotShown,
    /// Open: the bidder's own conformance report says less.
    ReportDiffers,
    /// Open: "not applicable" without a reason.
    ReasonMissing,
    /// Open: the buyer must confirm that it does not apply.
    NotApplicable,
    /// Met: the buyer decided so.
    DecidedMet,
    /// Not met: the buyer decided so.
    DecidedNotMet,
    /// Nothing to meet: the buyer decided that the demand does not apply.
    DecidedNotApplicable,
}

impl Reason {
    /// All reasons, for the completeness test of their texts.
    pub const ALL: &'static [Self] = &[
        Self::Confirmed,
        Self::Declared,
        Self::Unopposed,
        Self::Proven,
        Self::DeclaredNotMet,
        Self::DeclaredPartly,
        Self::Unanswered,
        Self::EvidenceMissing,
        Self::EvidenceUnfit,
        Self::InDoubt,
        Self::ArtefactLost,
        Self::NotShown,
        Self::ReportDiffers,
        Self::ReasonMissing,
        Self::NotApplicable,
        Self::DecidedMet,
        Self::DecidedNotMet,
        Self::DecidedNotApplicable,
    ];

    /// The state it leads to.
    pub const fn state(self) -> State {
        match self {
            Self::Confirmed
            | Self::Declared
            | Self::Unopposed
            | Self::DecidedMet
            | Self::DecidedNotApplicable => State::Met,
            Self::Proven | Self::DeclaredNotMet | Self::DeclaredPartly | Self::DecidedNotMet => {
                State::NotMet
            }
            Self::Unanswered
            | Self::EvidenceMissing
            | Self::EvidenceUnfit
            | Self::InDoubt
            | Self::ArtefactLost
            | Self::NotShown
            | Self::ReportDiffers
            | Self::ReasonMissing
            | Self::NotApplicable => State::Open,
        }
    }
}

/// How answer and artefacts contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contradiction {
    /// Declared met; the artefacts prove the opposite.
    MetButFails,
    /// Declared met; the bidder's own conformance report says that it is met in part or not at all.
    MetButReported,
    /// Declared met; lists of values in the bidder's own documents do not match.
    ListsDiffer,
    /// Declared not applicable; the artefacts contain what the question is about.
    NotApplicableButFound,
    /// Declared not met; the artefacts show that it is.
    NotMetButPasses,
}

impl Contradiction {
    /// All contradictions, for the completeness test of their texts.
    pub const ALL: &'static [Self] = &[
        Self::MetButFails,
        Self::MetButReported,
        Self::ListsDiffer,
        Self::NotApplicableButFound,
        Self::NotMetButPasses,
    ];
}
