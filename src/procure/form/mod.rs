//! The questions on their way to a bidder, as workbook and form, and back. Bidders write no TOML.
//!
//! Out: [`BidForm`] → [`bid_workbook`], [`bid_page`]. Back: file → [`bid_reply`] → [`take`].

mod page;
mod reply;
mod take;
mod workbook;

pub use page::bid_page;
pub use reply::{BidReply, BidRow, FormFact, bid_reply};
pub use take::{Taken, take};
pub use workbook::bid_workbook;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{BidAnswer, Declared, Product, Question};

/// Schema id in both kinds of files; it keeps unrelated files from being accepted.
pub const FORM_SCHEMA: &str = "fachcheck-bid/1";

/// The form for one bidder.
pub struct BidForm<'a> {
    /// Name of the tender; empty for a standalone bid.
    pub tender: String,
    /// Reference of the procedure.
    pub reference: Option<String>,
    /// Name of the bidder's folder.
    pub bidder: String,
    /// The known facts about the product.
    pub product: &'a Product,
    /// The questions.
    pub questions: &'a [Question],
    /// Earlier answers, by the key of the question.
    pub given: &'a BTreeMap<String, BidAnswer>,
    /// Day of the export, ISO 8601.
    pub day: String,
}

impl BidForm<'_> {
    /// Changes with the wording of the questions; distinguishes versions of a form.
    pub fn version(&self) -> String {
        form_version(self.questions)
    }
}

/// A digest that distinguishes versions of the questions.
pub fn form_version(questions: &[Question]) -> String {
    let mut hash = Sha256::new();
    for question in questions {
        for part in [
            question.key().as_str(),
            &question.demand.de,
            &question.question.de,
        ] {
            hash.update(part.as_bytes());
            hash.update(b"\0");
        }
    }
    let digest = hash.finalize();
    let digits = digest.iter().take(6).map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// The possible answers, in the order of the drop-down lists.
pub const CHOICES: [Declared; 4] = [
    Declared::Met,
    Declared::Partly,
    Declared::NotMet,
    Declared::NotApplicable,
];
