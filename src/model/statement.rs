//! What statements do with the values of a column besides declaring and mapping them.

use super::{Located, ModelPath};

/// A statement about one column.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Names of the enclosing declarations, outermost first (view, table, routine).
    pub path: ModelPath,
    /// The column, as written.
    pub column: String,
    /// What it does.
    pub kind: StatementKind,
}

/// What a [`Statement`] does.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// Counts rows by value, with one result for each (`COUNT(CASE WHEN g = 'm' …)`).
    CountByValue {
        /// The results.
        columns: Vec<Counted>,
        /// Whether all rows are counted as well.
        total: bool,
    },
    /// Overwrites values (`UPDATE`).
    Recode {
        /// The rows whose values are overwritten.
        of: Selection,
        /// The new value; `None` for null.
        to: Option<Located<String>>,
    },
    /// A random number or the parity of a date chooses among values.
    RandomChoice {
        /// The values.
        values: Vec<Located<String>>,
        /// Whether the chosen value is stored and not just displayed.
        stored: bool,
    },
    /// Derives a value from a number that identifies a person (`number[9] % 2 == 0 ? "F" : "M"`).
    Decode {
        /// The values, as far as they are stated.
        values: Vec<Located<String>>,
        /// The expression applied to the number.
        of: Located<String>,
    },
    /// Gives a field an initial value before anyone has chosen (`initialValues: { geschlecht: "m" }`).
    Preset {
        /// The value.
        to: Located<String>,
        /// What it initialises.
        begins: Begins,
    },
    /// Constrains values together with those of other columns (`CHECK (g = 'w' OR a IS NULL)`).
    TieToColumns {
        /// The column's values in the condition.
        values: Vec<Located<String>>,
        /// The other columns with their values in the condition.
        others: Vec<(String, Vec<Located<String>>)>,
    },
    /// Rejects every change (a trigger that raises an error).
    RejectChanges {
        /// Whether other conditions must hold as well.
        conditional: bool,
    },
}

/// What an initial value initialises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begins {
    /// A form: people see the value as if they had chosen it.
    Form,
    /// An object in a program, whose creator may set another value.
    Record,
}

/// A counted result.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Its name, if it has one.
    pub name: Option<Located<String>>,
    /// What it counts.
    pub of: Selection,
    /// Whether it is all rows minus the selected ones.
    pub remainder: bool,
}

/// Rows by the value of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// With one of these values.
    Values(Vec<Located<String>>),
    /// With any value except these; if empty, all rows with a value.
    AllBut(Vec<Located<String>>),
    /// Without a value.
    Missing,
    /// All rows.
    Everything,
}
