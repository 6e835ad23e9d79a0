//! The verdict on a bid: a pure function of the answers and the scan of the artefacts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::conformance::{ConformanceClaim, ConformanceReport, claims_about};
use super::decision::{BidDecision, Decided};
use super::exhibit::ExhibitFile;
use super::frozen::FrozenList;
use super::reason::{Contradiction, Reason};
use super::scan::{self, Scan, ScanOutcome};
use super::{Asked, Bid, BidAnswer, Declared, Product, Question};
use crate::closed::closed;
use crate::gap::Gap;
use crate::model::{ReadDocument, is_readme};
use crate::record::Report;
use crate::report::Exit;
use crate::rule::Coverage;
use crate::texts::Bilingual;

/// Version of the stored format; raised with every change that older versions would misread.
pub const SCHEMA: &str = "fachcheck-procurement/2";

/// The verdict on a bid, question by question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// [`SCHEMA`].
    pub schema: String,
    /// The product and its vendor.
    pub product: Product,
    /// Day of the run, ISO 8601.
    pub date: String,
    /// Version of the program.
    pub tool_version: String,
    /// SHA-256 over the rule files.
    pub rules_digest: String,
    /// Titles of the applicable checklists.
    pub checklists: Vec<Bilingual>,
    /// Their versions, if the dossier contains them; those of a tender are in its comparison.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frozen: Vec<FrozenList>,
    /// The result of the knock-out questions.
    pub result: KnockoutResult,
    /// Sums over the questions.
    pub totals: Totals,
    /// What could not be examined.
    pub gaps: Vec<Gap>,
    /// Conformance reports of the bidder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ConformanceReport>,
    /// Files that are conformance reports by their name or by the answer that names them, of a kind that is not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread_reports: Vec<String>,
    /// The documents that were read.
    pub documents: Vec<ReadDocument>,
    /// The files named as evidence in answers.
    #[serde(default)]
    pub exhibits: Vec<ExhibitFile>,
    /// The questions: open ones first, then those not met, then those met; knock-outs before others.
    pub questions: Vec<Judged>,
}

closed! {
    /// The result of the knock-out questions.
    pub enum KnockoutResult {
        /// All are met.
        Met = "met",
        /// None is known to be unmet, but something is open.
        Open = "open",
        /// At least one is not met.
        NotMet = "not_met",
    }
}

/// Questions by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub met: usize,
    pub not_met: usize,
    pub open: usize,
    pub contradictions: usize,
    /// Met by the bidder's word, or by artefacts that show only a part of it; the buyer must confirm it.
    #[serde(default)]
    pub to_confirm: usize,
    /// Answers whose evidence is not in the dossier.
    #[serde(default)]
    pub evidence_faults: usize,
}

/// A question with its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub question: Question,
    pub state: State,
    /// The basis of the state; `None` for open questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Basis>,
    /// Why it is so.
    pub reason: Reason,
    /// The bidder's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<BidAnswer>,
    /// What the artefacts show.
    pub scan: Scan,
    /// The claims of the bidder's conformance reports about its success criteria, by file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, Vec<ConformanceClaim>>,
    /// The contradiction between answer or decision and artefacts, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contradiction: Option<Contradiction>,
    /// The buyer's decision; it outweighs everything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<BidDecision>,
}

impl Verdict {
    /// Whether the bidder answered nothing at all and the artefacts prove nothing against the bid.
    pub fn is_unanswered(&self) -> bool {
        let mut questions = self.questions.iter();
        !self.questions.is_empty() && questions.all(|one| one.reason == Reason::Unanswered)
    }
}

impl Judged {
    /// Whether the state is only a proposal until the buyer confirms it: met by the bidder's word, or by artefacts that
    /// show only a part of the demand.
    pub fn is_proposal(&self) -> bool {
        matches!(self.reason, Reason::Declared | Reason::Unopposed)
    }

    /// Whether the buyer decided against what the artefacts prove or the bidder declares.
    pub fn is_decided_against(&self) -> bool {
        matches!(
            self.contradiction,
            Some(Contradiction::DecidedAgainst | Contradiction::DecidedAgainstWord)
        )
    }

    /// Whether the bidder must submit or clarify something before the buyer can decide.
    pub fn is_demanded(&self) -> bool {
        matches!(
            self.reason,
            Reason::Unanswered
                | Reason::AnswerUnclear
                | Reason::EvidenceMissing
                | Reason::EvidenceUnfit
                | Reason::EvidenceHollow
                | Reason::EvidenceAmbiguous
                | Reason::InDoubt
                | Reason::ArtefactLost
                | Reason::NotShown
                | Reason::ReportDiffers
                | Reason::ReasonMissing
        )
    }
}

closed! {
    /// Whether a demand is met. Open ones need a person first and are sorted first.
    pub enum State {
        Open = "open",
        NotMet = "not_met",
        Met = "met",
    }
}

closed! {
    /// The basis of a verdict.
    pub enum Basis {
        /// The artefacts.
        Scan = "scan",
        /// The bidder's answer alone.
        Answer = "answer",
        /// The answer, and the artefacts agree.
        Both = "both",
        /// The buyer.
        Buyer = "buyer",
    }
}

/// Judges a bid by its answers and by the report on its artefacts.
pub fn judge(bid: &Bid, report: &Report) -> Verdict {
    judge_with(bid, report, &[])
}

/// Like [`judge`], with the buyer's decisions.
pub fn judge_with(bid: &Bid, report: &Report, decisions: &[BidDecision]) -> Verdict {
    let applications = &report.applications;
    let gaps: Vec<Gap> = applications
        .iter()
        .flat_map(|app| app.gaps.iter().cloned())
        .filter(|gap| !is_readme(&gap.place.document))
        // A folder that contains only an explanation has no document to miss.
        .filter(|gap| !bid.holds_only_readmes(&gap.place.document))
        .collect();
    let lost = gaps.iter().any(|gap| gap.reason.loses_document());
    let mut questions: Vec<Judged> = bid
        .asked
        .iter()
        .map(|asked| {
            let criterion = scan::criterion(&asked.question, report);
            let formula = criterion.and_then(|criterion| criterion.decided_by.as_ref());
            let claims = claims_about(&bid.reports, formula);
            let mut judged = judge_one(asked, scan::scan(&asked.question, report, lost), claims);
            let mut decisions = decisions.iter();
            if let Some(decision) = decisions.find(|one| one.is_about(&asked.question)) {
                judged.reason = match decision.decided {
                    Decided::Met => Reason::DecidedMet,
                    Decided::NotMet => Reason::DecidedNotMet,
                    Decided::NotApplicable => Reason::DecidedNotApplicable,
                };
                judged.state = judged.reason.state();
                judged.by = Some(Basis::Buyer);
                // Of the buyer's own contradiction the record must speak; the bidder's is settled.
                if is_against(decision.decided, &judged) {
                    judged.contradiction = Some(Contradiction::DecidedAgainst);
                } else if is_against_word(decision.decided, &judged) {
                    judged.contradiction = Some(Contradiction::DecidedAgainstWord);
                }
                judged.decision = Some(decision.clone());
            }
            judged
        })
        .collect();
    // Stable: the order of the checklists is kept within a group.
    questions.sort_by_key(|judged| (judged.state, !judged.question.knockout));
    let mut totals = Totals::default();
    for judged in &questions {
        match judged.state {
            State::Met => totals.met += 1,
            State::NotMet => totals.not_met += 1,
            State::Open => totals.open += 1,
        }
        totals.contradictions += usize::from(judged.contradiction.is_some());
        totals.to_confirm += usize::from(judged.is_proposal());
        let fault = judged.answer.as_ref().and_then(BidAnswer::fault);
        totals.evidence_faults += usize::from(fault.is_some());
    }
    let documents = applications
        .iter()
        .flat_map(|app| &app.documents)
        .filter(|read| read.format.is_some() || !is_readme(&read.document))
        .cloned();
    let asked = |id: &str| bid.asked.iter().any(|asked| asked.question.checklist == id);
    Verdict {
        schema: SCHEMA.to_owned(),
        product: bid.product.clone(),
        date: report.run.date.clone(),
        tool_version: report.run.tool_version.clone(),
        rules_digest: report.run.rules_digest.clone(),
        checklists: report
            .checklists
            .iter()
            .filter(|list| asked(&list.id))
            .map(|list| list.title.clone())
            .collect(),
        frozen: bid.frozen.clone(),
        result: result(&questions, lost),
        totals,
        documents: documents.collect(),
        exhibits: bid.exhibits.clone(),
        reports: bid.reports.clone(),
        unread_reports: bid.unread_reports.clone(),
        gaps,
        questions,
    }
}

/// Whether a decision is the opposite of what the artefacts prove.
fn is_against(decided: Decided, judged: &Judged) -> bool {
    let is_shown_whole = judged.question.coverage == Coverage::Automated;
    match (decided, judged.scan.outcome) {
        (Decided::Met | Decided::NotApplicable, ScanOutcome::Failed) => true,
        (Decided::NotMet, ScanOutcome::Passed) => is_shown_whole,
        _ => false,
    }
}

/// Whether a decision in favour of the bidder is the opposite of what the bidder declares.
fn is_against_word(decided: Decided, judged: &Judged) -> bool {
    let declared = judged.answer.as_ref().and_then(|answer| answer.declared);
    decided != Decided::NotMet && matches!(declared, Some(Declared::NotMet | Declared::Partly))
}

/// The exit code.
pub fn exit(verdict: &Verdict) -> Exit {
    match verdict.result {
        KnockoutResult::Met if verdict.totals.evidence_faults > 0 => Exit::Incomplete,
        KnockoutResult::Met => Exit::Clean,
        KnockoutResult::NotMet => Exit::Findings,
        KnockoutResult::Open => Exit::Incomplete,
    }
}

fn result(questions: &[Judged], lost: bool) -> KnockoutResult {
    let knockout = |state| {
        questions
            .iter()
            .any(|judged| judged.question.knockout && judged.state == state)
    };
    if knockout(State::NotMet) {
        KnockoutResult::NotMet
    } else if knockout(State::Open) || lost {
        KnockoutResult::Open
    } else {
        KnockoutResult::Met
    }
}

fn judge_one(asked: &Asked, scan: Scan, claims: BTreeMap<String, Vec<ConformanceClaim>>) -> Judged {
    let question = &asked.question;
    let answer = asked.answer.clone().unwrap_or_default();
    let all = || claims.values().flatten();
    let lacks = all().any(ConformanceClaim::is_lacking);
    let (mut reason, mut by) = decide(question, &answer, scan.outcome);
    let mut contradiction = contradiction(question, answer.declared, scan.outcome);
    // The bidder's statements contradict each other: neither counts until they are clarified.
    if answer.declared == Some(Declared::Met) && lacks {
        if reason.state() == State::Met {
            (reason, by) = (Reason::ReportDiffers, None);
        }
        contradiction = contradiction.or(Some(Contradiction::MetButReported));
    }
    if answer.declared == Some(Declared::Met) && scan.lists_differ {
        contradiction = contradiction.or(Some(Contradiction::ListsDiffer));
    }
    Judged {
        state: reason.state(),
        by,
        reason,
        contradiction,
        question: question.clone(),
        answer: asked.answer.clone(),
        scan,
        claims,
        decision: None,
    }
}

/// The decision table. Unanswered is open, never met; proof by artefacts outweighs the answer.
fn decide(question: &Question, answer: &BidAnswer, scan: ScanOutcome) -> (Reason, Option<Basis>) {
    use {Declared as D, ScanOutcome as S};
    let unfit = answer.fault().and_then(|exhibit| exhibit.fault);
    match (answer.declared, scan) {
        (Some(D::NotMet | D::Partly), S::Failed) => (Reason::Proven, Some(Basis::Both)),
        (_, S::Failed) => (Reason::Proven, Some(Basis::Scan)),
        (Some(D::NotMet), _) => (Reason::DeclaredNotMet, Some(Basis::Answer)),
        (Some(D::Partly), _) => (Reason::DeclaredPartly, Some(Basis::Answer)),
        (None, _) if answer.written.is_some() => (Reason::AnswerUnclear, None),
        (None, _) => (Reason::Unanswered, None),
        (Some(D::NotApplicable), _) if answer.explanation.is_none() => {
            (Reason::ReasonMissing, None)
        }
        (Some(D::NotApplicable), _) => (Reason::NotApplicable, None),
        (Some(D::Met), _) if unfit.is_some() => {
            (unfit.map_or(Reason::EvidenceUnfit, Reason::of_fault), None)
        }
        (Some(D::Met), _) if question.evidence && answer.exhibits.is_empty() => {
            (Reason::EvidenceMissing, None)
        }
        (Some(D::Met), S::Doubt) => (Reason::InDoubt, None),
        (Some(D::Met), S::Lost) => (Reason::ArtefactLost, None),
        // "All functions", "each interface": one correct part proves nothing about the rest.
        (Some(D::Met), S::Passed) => match question.coverage {
            Coverage::Automated => (Reason::Confirmed, Some(Basis::Both)),
            Coverage::Partial | Coverage::Manual | Coverage::Pending => {
                (Reason::Unopposed, Some(Basis::Both))
            }
        },
        (Some(D::Met), S::Nothing | S::NotLooked) => match question.coverage {
            Coverage::Automated => (Reason::NotShown, None),
            Coverage::Partial | Coverage::Manual | Coverage::Pending => {
                (Reason::Declared, Some(Basis::Answer))
            }
        },
    }
}

fn contradiction(
    question: &Question,
    declared: Option<Declared>,
    scan: ScanOutcome,
) -> Option<Contradiction> {
    use {Declared as D, ScanOutcome as S};
    match (declared?, scan) {
        (D::Met, S::Failed) => Some(Contradiction::MetButFails),
        (D::NotApplicable, S::Failed | S::Doubt | S::Passed) => {
            Some(Contradiction::NotApplicableButFound)
        }
        // If artefacts show only a part, the bidder may know of a defect that they do not show.
        (D::NotMet, S::Passed) if question.coverage == Coverage::Automated => {
            Some(Contradiction::NotMetButPasses)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::exhibit::{Exhibit, ExhibitFault};
    use super::*;

    fn question(coverage: Coverage, evidence: bool) -> Question {
        Question {
            checklist: "list".to_owned(),
            id: "Q".to_owned(),
            demand: Bilingual::default(),
            question: Bilingual::default(),
            expected: None,
            evidence,
            knockout: true,
            weight: 1,
            coverage,
            legal: Vec::new(),
        }
    }

    fn exhibits(named: bool, missing: bool) -> Vec<Exhibit> {
        let exhibit = Exhibit {
            written: "siehe".to_owned(),
            file: None,
            fault: missing.then_some(ExhibitFault::Missing),
        };
        named.then_some(exhibit).into_iter().collect()
    }

    const DECLARED: [Option<Declared>; 5] = [
        None,
        Some(Declared::Met),
        Some(Declared::Partly),
        Some(Declared::NotMet),
        Some(Declared::NotApplicable),
    ];
    const COVERAGE: [Coverage; 4] = [
        Coverage::Automated,
        Coverage::Partial,
        Coverage::Manual,
        Coverage::Pending,
    ];

    /// Checks every row of the table against the rules in prose.
    #[test]
    fn the_strongest_rules_hold_in_every_case() {
        for coverage in COVERAGE {
            for scan in ScanOutcome::ALL {
                for declared in DECLARED {
                    for written in 0..16_u8 {
                        let text = |bit: u8| (written & bit != 0).then(|| "siehe".to_owned());
                        let question = question(coverage, written & 4 != 0);
                        let answer = BidAnswer {
                            declared,
                            explanation: text(1),
                            evidence: text(2),
                            exhibits: exhibits(written & 2 != 0, written & 8 != 0),
                            ..BidAnswer::default()
                        };
                        let (reason, by) = decide(&question, &answer, scan);
                        let state = reason.state();
                        let case = format!("{coverage:?} {scan:?} {answer:?}: {reason:?}");
                        assert_eq!(by.is_none(), state == State::Open, "{case}");
                        if scan == ScanOutcome::Failed {
                            assert_eq!(state, State::NotMet, "{case}");
                        } else if declared.is_none() {
                            assert_eq!(state, State::Open, "{case}");
                        }
                        if state == State::Met {
                            assert_eq!(declared, Some(Declared::Met), "{case}");
                            assert!(answer.fault().is_none(), "{case}");
                            assert!(answer.evidence.is_some() || !question.evidence, "{case}");
                            let quiet = matches!(scan, ScanOutcome::Doubt | ScanOutcome::Lost);
                            assert!(!quiet, "{case}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn artefacts_must_show_what_they_can_show() {
        let answer = BidAnswer {
            declared: Some(Declared::Met),
            ..BidAnswer::default()
        };
        let decided = |coverage, scan| decide(&question(coverage, false), &answer, scan).0;
        let nothing = ScanOutcome::Nothing;
        assert_eq!(decided(Coverage::Automated, nothing), Reason::NotShown);
        assert_eq!(decided(Coverage::Partial, nothing), Reason::Declared);
        let passed = ScanOutcome::Passed;
        assert_eq!(decided(Coverage::Automated, passed), Reason::Confirmed);
        assert_eq!(decided(Coverage::Partial, passed), Reason::Unopposed);
    }

    #[test]
    fn both_sides_of_a_contradiction_are_told() {
        let told = |coverage, declared, scan| {
            contradiction(&question(coverage, false), Some(declared), scan)
        };
        use Contradiction as C;
        use {Coverage as V, Declared as D, ScanOutcome as S};
        assert_eq!(told(V::Partial, D::Met, S::Failed), Some(C::MetButFails));
        assert_eq!(told(V::Partial, D::Partly, S::Failed), None);
        assert_eq!(told(V::Partial, D::NotMet, S::Passed), None);
        assert_eq!(
            told(V::Automated, D::NotMet, S::Passed),
            Some(C::NotMetButPasses)
        );
        assert_eq!(
            told(V::Partial, D::NotApplicable, S::Doubt),
            Some(C::NotApplicableButFound)
        );
    }
}
