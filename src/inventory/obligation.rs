//! What a vendor owes by contract: promised in a tender, or to be made good after the award.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ObligationKind;

/// Something a vendor owes by contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Obligation {
    /// Stable inside the application; part of the task's id.
    pub id: String,
    /// What kind of obligation it is.
    pub kind: ObligationKind,
    /// What is owed.
    pub demand: String,
    /// Last day, by contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Wording or number of the clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// How to tell that it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify: Option<String>,
    /// Where it comes from: procedure and question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day on which somebody saw that it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilled: Option<Date>,
    /// File, reference number or address that proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

impl Obligation {
    /// Whether it is still owed on a day.
    pub fn is_owed_on(&self, today: Date) -> bool {
        self.fulfilled.is_none_or(|day| day > today)
    }
}
