//! Procurement: what a bidder hands in (artefacts and answers) against the questions of a checklist.
//!
//! Three rules stand above all others: an unanswered question is open and never met; what the artefacts
//! prove outweighs what was answered; a contradiction is shown with both sides.

mod dossier;
mod question;
mod reader;
mod scan;
mod starter;
mod verdict;
mod write;

pub use dossier::{Asked, Bid, BidAnswer, Declared, Product};
pub use question::{Question, questions};
pub use scan::{Evidence, Scan, ScanOutcome};
pub use starter::{Heading, starter};
pub use verdict::{
    Basis, Contradiction, Judged, KnockoutResult, Reason, SCHEMA, State, Totals, Verdict, exit,
    judge,
};
pub use write::{Form, summary, write};
