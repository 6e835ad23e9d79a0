//! Reasons why a demand is met, not met or open, and kinds of contradictions between answer and documents.

use super::State;
use super::exhibit::ExhibitFault;
use crate::closed::closed;

closed! {
    /// Why a question has its state.
    pub enum Reason {
        /// Met: declared, and the artefacts agree.
        Confirmed = "confirmed",
        /// Met: declared; the artefacts cannot add to it.
        Declared = "declared",
        /// Met: declared; the artefacts show no defect, but cover only a part of the demand.
        Unopposed = "unopposed",
        /// Not met: the artefacts prove it.
        Proven = "proven",
        /// Not met: the bidder says so.
        DeclaredNotMet = "declared-not-met",
        /// Not met: the bidder declares it met only in part.
        DeclaredPartly = "declared-partly",
        /// Open: no answer.
        Unanswered = "unanswered",
        /// Open: what stands in place of the answer is none of the possible ones.
        AnswerUnclear = "answer-unclear",
        /// Open: "met" without the required evidence.
        EvidenceMissing = "evidence-missing",
        /// Open: "met" with evidence that is not in the dossier.
        EvidenceUnfit = "evidence-unfit",
        /// Open: "met" with evidence in the dossier that proves nothing: empty, damaged, not readable.
        EvidenceHollow = "evidence-hollow",
        /// Open: "met" with the name of several files of the dossier.
        EvidenceAmbiguous = "evidence-ambiguous",
        /// Open: the artefacts leave it in doubt.
        InDoubt = "in-doubt",
        /// Open: an artefact that could have shown the opposite was not examined.
        ArtefactLost = "artefact-lost",
        /// Open: the artefacts must show it but contain nothing about it.
        NotShown = "not-shown",
        /// Open: the bidder's own conformance report says less.
        ReportDiffers = "report-differs",
        /// Open: "not applicable" without a reason.
        ReasonMissing = "reason-missing",
        /// Open: the buyer must confirm that it does not apply.
        NotApplicable = "not-applicable",
        /// Met: the buyer decided so.
        DecidedMet = "decided-met",
        /// Not met: the buyer decided so.
        DecidedNotMet = "decided-not-met",
        /// Nothing to meet: the buyer decided that the demand does not apply.
        DecidedNotApplicable = "decided-not-applicable",
    }
}

impl Reason {
    /// Why evidence with this fault leaves a demand open.
    pub const fn of_fault(fault: ExhibitFault) -> Self {
        use ExhibitFault as F;
        match fault {
            F::Missing | F::Outside | F::Address => Self::EvidenceUnfit,
            F::Ambiguous => Self::EvidenceAmbiguous,
            F::NoFile | F::Empty | F::Hollow | F::OtherKind | F::TooLarge | F::Unreadable => {
                Self::EvidenceHollow
            }
        }
    }

    /// Whether the evidence named is none.
    pub const fn is_about_unfit_evidence(self) -> bool {
        matches!(
            self,
            Self::EvidenceUnfit | Self::EvidenceHollow | Self::EvidenceAmbiguous
        )
    }

    /// The resulting state.
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
            | Self::AnswerUnclear
            | Self::EvidenceMissing
            | Self::EvidenceUnfit
            | Self::EvidenceHollow
            | Self::EvidenceAmbiguous
            | Self::InDoubt
            | Self::ArtefactLost
            | Self::NotShown
            | Self::ReportDiffers
            | Self::ReasonMissing
            | Self::NotApplicable => State::Open,
        }
    }
}

closed! {
    /// How answer or decision and artefacts contradict each other.
    pub enum Contradiction {
        /// Declared met; the artefacts prove the opposite.
        MetButFails = "met-but-fails",
        /// Declared met; the bidder's own conformance report says that it is met in part or not at all.
        MetButReported = "met-but-reported",
        /// Declared met; lists of values in the bidder's own documents do not match.
        ListsDiffer = "lists-differ",
        /// Declared not applicable; the artefacts contain what the question is about.
        NotApplicableButFound = "not-applicable-but-found",
        /// Declared not met; the artefacts show that it is.
        NotMetButPasses = "not-met-but-passes",
        /// The buyer decided against what the artefacts prove.
        DecidedAgainst = "decided-against",
        /// The buyer decided that it is met, or does not apply; the bidder declares the opposite.
        DecidedAgainstWord = "decided-against-word",
    }
}
