//! Contractual obligations of a vendor: promised in a tender, or to be remedied after the award.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ObligationKind;

/// A contractual obligation of a vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Obligation {
    /// Unique within the application and stable; part of the task's id.
    pub id: String,
    /// What kind of obligation it is.
    pub kind: ObligationKind,
    /// The demand to be met.
    pub demand: String,
    /// Contractual deadline, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Wording or number of the clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// How to verify that it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify: Option<String>,
    /// Its origin: procedure and question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day on which fulfilment was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilled: Option<Date>,
    /// File, reference number or address that proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

impl Obligation {
    /// Whether it is still open on a day.
    pub fn is_owed_on(&self, today: Date) -> bool {
        self.fulfilled.is_none_or(|day| day > today)
    }
}
