//! What checks and selections leave of a list of values.

use serde::{Deserialize, Serialize};

use super::ModelPath;

/// A check that refuses some values of a field, or a selection from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Names of the enclosing declarations, outermost first.
    pub path: ModelPath,
    /// Name of the field that is checked, or of what the selection is called.
    pub field: String,
    /// Names that the values may be taken from (`Geschlecht` in `Geschlecht.M`).
    pub lists: Vec<String>,
    /// Which values are left.
    pub left: LeftOver,
}

/// Which values of a list are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOver {
    /// These alone.
    Only(Vec<String>),
    /// All others.
    AllBut(Vec<String>),
    /// Fewer than the list has, without saying which.
    Fewer,
}
