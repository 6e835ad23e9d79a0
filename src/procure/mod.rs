//! Procurement: a bidder's submission (artefacts and answers) compared with the questions of a checklist.
//!
//! Three rules take precedence: an unanswered question is open and never met; proof by artefacts outweighs an answer; a
//! contradiction is shown with both sides.
//!
//! One bid: dossier → [`Bid`] → [`judge`] → [`Verdict`]. A tender: buyer's folder → [`Tender`] → a verdict for each
//! bidder → [`Comparison`] → [`paper`].

mod adoption;
mod comparison;
mod conformance;
mod content;
mod decision;
mod dossier;
mod exhibit;
pub mod form;
mod frozen;
mod handed_in;
mod lists;
pub mod paper;
mod question;
mod reader;
mod reason;
mod scan;
mod starter;
mod tender;
mod verdict;
mod versions;
mod wording;
mod write;

pub use adoption::adopted_entry;
pub use comparison::{
    BidScore, COMPARISON_SCHEMA, ComparedBid, Comparison, UnusableBid, decisions_to_fill,
    enter_exhibits, unusable,
};
pub use conformance::{ConformanceClaim, ConformanceLevel, ConformanceReport};
pub use decision::{BidDecision, Decided};
pub use dossier::{Asked, Bid, BidAnswer, Declared, Product};
pub use exhibit::{Exhibit, ExhibitFault, ExhibitFile, ExhibitIndex};
pub use frozen::{FrozenList, frozen_files};
pub use question::{Question, questions};
pub use reason::{Contradiction, Reason};
pub use scan::{Evidence, Scan, ScanOutcome};
pub use starter::{Heading, TenderStart, answers, starter, tender_dossier, tender_starter};
pub use tender::{BIDDERS, DECISIONS, Lot, TENDER_FILE, Tender, TenderHeading, bidder_id};
pub use verdict::{
    Basis, Judged, KnockoutResult, SCHEMA, State, Totals, Verdict, exit, judge, judge_with,
};
pub use versions::{ListChange, list_changes};
pub use write::{Form, summary, write};
