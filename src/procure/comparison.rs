//! Bids of one tender side by side: points that a buyer can add up by hand, and an order that states its criterion.

use serde::{Deserialize, Serialize};

use super::decision::Decided;
use super::frozen::FrozenList;
use super::starter::Page;
use super::tender::{Lot, Tender, TenderHeading};
use super::verdict::{Judged, KnockoutResult, State, Verdict};
use super::wording::reason;
use super::{Declared, Question, Reason};
use crate::problem::{Problem, Problems};
use crate::report::Exit;
use crate::texts::{Language, filled, harmless};

/// Version of the stored format; raised with every change that older versions would misread.
pub const COMPARISON_SCHEMA: &str = "fachcheck-tender/1";

/// All bids of a tender with their verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// [`COMPARISON_SCHEMA`].
    pub schema: String,
    /// The subject of the tender.
    pub tender: TenderHeading,
    /// Its lots; empty if there is a single award.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Lot>,
    /// The checklists frozen for it.
    pub checklists: Vec<FrozenList>,
    /// Day of the run, ISO 8601.
    pub date: String,
    /// Version of the program.
    pub tool_version: String,
    /// SHA-256 over the rule files.
    pub rules_digest: String,
    /// The questions, in the order of the checklists.
    pub questions: Vec<Question>,
    /// The bids, best first: those handed in before those without an answer; knock-outs met before open before not met;
    /// then by points.
    pub bids: Vec<ComparedBid>,
    /// Unusable dossiers with their problems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unusable: Vec<UnusableBid>,
}

/// A bid in the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedBid {
    /// Name of the bidder's folder.
    pub bidder: String,
    /// The lots of this bid; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
    /// Its points.
    pub score: BidScore,
    /// The verdict, question by question.
    pub verdict: Verdict,
}

/// An unusable dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusableBid {
    /// Name of the bidder's folder.
    pub bidder: String,
    /// Its problems.
    pub problems: Vec<Problem>,
}

/// Points of a bid. A demand earns all of its points or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidScore {
    /// Met, proven by an answer and artefacts that show all of it, or by the buyer's decision.
    pub sure: u32,
    /// Met by the bidder's word, or by artefacts that show only a part of it; needs the buyer's confirmation.
    pub to_confirm: u32,
    /// Open; earned once the demands are met.
    pub open: u32,
    /// Not met.
    pub lost: u32,
}

impl BidScore {
    /// Sums up the points of a verdict.
    pub fn from_verdict(verdict: &Verdict) -> Self {
        let mut score = Self::default();
        for judged in &verdict.questions {
            let part = match judged.state {
                State::Met if judged.is_proposal() => &mut score.to_confirm,
                State::Met => &mut score.sure,
                State::Open => &mut score.open,
                State::NotMet => &mut score.lost,
            };
            *part = part.saturating_add(judged.question.weight);
        }
        score
    }

    /// The points if the buyer confirms everything that the bidder declares.
    pub const fn proposed(self) -> u32 {
        self.sure.saturating_add(self.to_confirm)
    }

    /// The points that the bid can still reach.
    pub const fn possible(self) -> u32 {
        self.proposed().saturating_add(self.open)
    }
}

impl ComparedBid {
    /// A bid with its points.
    pub fn new(bidder: String, lots: Vec<String>, verdict: Verdict) -> Self {
        Self {
            bidder,
            lots,
            score: BidScore::from_verdict(&verdict),
            verdict,
        }
    }

    /// Whether the bid covers a lot.
    pub fn is_for(&self, lot: &Lot) -> bool {
        self.lots.is_empty() || self.lots.contains(&lot.id)
    }

    /// The verdict on a question.
    pub fn judged(&self, question: &Question) -> Option<&Judged> {
        let mut judged = self.verdict.questions.iter();
        judged.find(|judged| judged.question.key() == question.key())
    }

    /// The knock-outs, those not met first, then open ones.
    pub fn knockouts(&self) -> Vec<&Judged> {
        let judged = self.verdict.questions.iter();
        let mut knockouts: Vec<&Judged> =
            judged.filter(|judged| judged.question.knockout).collect();
        knockouts.sort_by_key(|judged| judged.state.urgency());
        knockouts
    }

    /// Number of knock-outs in a state.
    pub fn knockouts_in(&self, state: State) -> usize {
        let knockouts = self.knockouts();
        knockouts.iter().filter(|one| one.state == state).count()
    }

    /// What the bidder must submit or clarify, knock-outs first.
    pub fn demands(&self) -> Vec<&Judged> {
        let judged = self.verdict.questions.iter();
        judged
            .filter(|judged| {
                judged.is_demanded() || is_contradicted(judged) || self.must_explain(judged)
            })
            .collect()
    }

    /// Whether the bidder must say why a demand does not apply, with more than a word: of a knock-out that stays open,
    /// and of each demand where the bid declares nothing else.
    fn must_explain(&self, judged: &Judged) -> bool {
        let declares_else = |judged: &Judged| {
            let answer = judged.answer.as_ref();
            let declared = answer.and_then(|answer| answer.declared);
            declared.is_some_and(|declared| declared != Declared::NotApplicable)
        };
        judged.reason == Reason::NotApplicable
            && (judged.question.knockout || !self.verdict.questions.iter().any(declares_else))
    }

    /// What a contract has to settle: demands that are not met, or that rest only on the bidder's word.
    pub fn for_contract(&self) -> Vec<&Judged> {
        let judged = self.verdict.questions.iter();
        judged
            .filter(|judged| judged.state != State::Met || judged.is_proposal())
            .collect()
    }
}

/// Whether a contradiction is still undecided.
pub fn is_contradicted(judged: &Judged) -> bool {
    judged.contradiction.is_some() && judged.decision.is_none()
}

impl Comparison {
    /// Puts bids side by side.
    pub fn new(
        tender: &Tender,
        mut bids: Vec<ComparedBid>,
        unusable: Vec<UnusableBid>,
        date: String,
        rules_digest: String,
    ) -> Self {
        bids.sort_by(|a, b| {
            let order = |bid: &ComparedBid| {
                let rank = match bid.verdict.result {
                    KnockoutResult::Met => 0,
                    KnockoutResult::Open => 1,
                    KnockoutResult::NotMet => 2,
                };
                (
                    // Whoever answered nothing has handed nothing in, and fails nothing either.
                    bid.verdict.is_unanswered(),
                    rank,
                    u32::MAX - bid.score.proposed(),
                    u32::MAX - bid.score.possible(),
                )
            };
            (order(a), &a.bidder).cmp(&(order(b), &b.bidder))
        });
        Self {
            schema: COMPARISON_SCHEMA.to_owned(),
            tender: tender.heading.clone(),
            lots: tender.lots.clone(),
            checklists: tender.frozen.clone(),
            date,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            rules_digest,
            questions: tender.questions.clone(),
            bids,
            unusable,
        }
    }

    /// The bid of a bidder.
    pub fn bid(&self, bidder: &str) -> Option<&ComparedBid> {
        self.bids.iter().find(|bid| bid.bidder == bidder)
    }

    /// Maximum points of a bid.
    pub fn points(&self) -> u32 {
        self.questions.iter().map(|question| question.weight).sum()
    }

    /// The exit code: unusable dossiers first, then the best result of any bid that was handed in.
    pub fn exit(&self) -> Exit {
        if !self.unusable.is_empty() {
            return Exit::Unusable;
        }
        let all_open = self.bids.iter().all(|bid| bid.verdict.is_unanswered());
        let counts = |bid: &&ComparedBid| all_open || !bid.verdict.is_unanswered();
        let counted = self.bids.iter().filter(counts);
        let results = counted.map(|bid| super::exit(&bid.verdict));
        let rank = |exit: &Exit| match exit {
            Exit::Clean => 0,
            Exit::Incomplete => 1,
            Exit::Findings => 2,
            Exit::Unusable => 3,
        };
        results.min_by_key(rank).unwrap_or(Exit::Unusable)
    }
}

impl State {
    /// Sort key of knock-outs: those that exclude a bid come before open ones.
    pub const fn urgency(self) -> u8 {
        match self {
            Self::NotMet => 0,
            Self::Open => 1,
            Self::Met => 2,
        }
    }
}

/// An unusable dossier for the comparison.
pub fn unusable(bidder: String, problems: Problems) -> UnusableBid {
    UnusableBid {
        bidder,
        problems: problems.0,
    }
}

/// Sets the day on which the content of each evidence file was first seen. `known`: the register of the last check.
pub fn enter_exhibits(files: &mut [super::ExhibitFile], known: &[super::ExhibitFile], today: &str) {
    for file in files {
        let before = known.iter().find(|known| known.file == file.file);
        match before {
            Some(before) if before.sha256 == file.sha256 => {
                file.seen.clone_from(&before.seen);
                file.replaces.clone_from(&before.replaces);
            }
            Some(before) => {
                today.clone_into(&mut file.seen);
                file.replaces = Some(before.seen.clone());
            }
            None => today.clone_into(&mut file.seen),
        }
    }
}

/// A template for the buyer's decisions: every pending question, as comments. `path`: where the file belongs.
pub fn decisions_to_fill(bid: &ComparedBid, path: &str, date: &str, language: Language) -> String {
    let mut page = Page::default();
    page.comment(&filled(
        "tender.decisions-head",
        language,
        &[("path", &path)],
    ));
    if !bid.verdict.unread_reports.is_empty() {
        let files = bid.verdict.unread_reports.join(", ");
        page.line("");
        page.comment(&filled(
            "tender.decisions-unread-reports",
            language,
            &[("files", &harmless(&files))],
        ));
    }
    let waits = |judged: &&Judged| {
        let open = judged.state == State::Open && judged.reason != Reason::Unanswered;
        judged.decision.is_none() && (open || judged.is_proposal())
    };
    for judged in bid.verdict.questions.iter().filter(waits) {
        let question = &judged.question;
        let word = if judged.is_proposal() {
            Decided::Met.word()
        } else {
            ""
        };
        page.line("");
        let demand = question.demand.get(language);
        page.comment(&format!("{}: {demand}", question.id));
        page.comment(reason(judged, language));
        for line in [
            "[[decision]]".to_owned(),
            format!("question = \"{}\"", question.key()),
            format!("decision = \"{word}\""),
            "reason = \"\"".to_owned(),
            "role = \"\"".to_owned(),
            format!("date = {date}"),
        ] {
            page.line(&format!("#{line}"));
        }
    }
    page.text
}
