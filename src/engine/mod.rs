//! The one evaluation procedure: read → link → judge. Checks cannot get outcomes wrong because they never state any:
//! they name targets and expectations, and outcomes follow from those.

mod application;
mod assertion;
mod change;
mod fields;
mod gather;
mod judge;
mod kept;
mod link;
mod read;
mod unclaimed;
mod unread;
mod unseen;
mod yielding;

pub use application::ExaminedApplication;
pub use change::TouchedPart;
pub use judge::{
    EstateJudgement, Extent, JudgedDocument, Judgement, Terms, judge_application, judge_document,
    judge_estate,
};
pub use kept::{KeptJudgements, judged_under};
pub use link::link;
pub use read::{DocumentReading, Models, Reading, read_capture};

pub use crate::check::Holdings;
