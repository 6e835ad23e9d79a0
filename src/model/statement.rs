//! What statements do with the values of a column beyond declaring and translating them.

use super::{Located, ModelPath};

/// A statement about one column.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Names of what it stands in, from the outside in (view, table, routine).
    pub path: ModelPath,
    /// The column, as written.
    pub column: String,
    /// What it does with it.
    pub kind: StatementKind,
}

/// What a [`Statement`] does.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// Counts rows by value, one result for each (`COUNT(CASE WHEN g = 'm' …)`).
    CountByValue {
        /// The results.
        columns: Vec<Counted>,
        /// All rows are counted beside them.
        total: bool,
    },
    /// Overwrites values (`UPDATE`).
    Recode {
        /// Where the column holds this.
        of: Selection,
        /// With this; `None`: with null.
        to: Option<Located<String>>,
    },
    /// Lets a random number or the parity of a date choose among values.
    RandomChoice {
        /// The values.
        values: Vec<Located<String>>,
        /// The drawn value is stored, not only shown.
        stored: bool,
    },
    /// Reads a value out of a number that stands for a person (`number[9] % 2 == 0 ? "F" : "M"`).
    Decode {
        /// The values, as far as they are stated.
        values: Vec<Located<String>>,
        /// What is asked of the number.
        of: Located<String>,
    },
    /// Gives a field its first value, before anybody has chosen (`initialValues: { geschlecht: "m" }`).
    Preset {
        /// The value.
        to: Located<String>,
        /// Of what it is the first value.
        begins: Begins,
    },
    /// Ties values to those of other columns (`CHECK (g = 'w' OR a IS NULL)`).
    TieToColumns {
        /// Values of the column that the condition names.
        values: Vec<Located<String>>,
        /// The other columns with the values it names for them.
        others: Vec<(String, Vec<Located<String>>)>,
    },
    /// Rejects every change (a trigger that raises an error).
    RejectChanges {
        /// Other conditions must hold, too.
        conditional: bool,
    },
}

/// What a first value is the first value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begins {
    /// A form: people see it as if they had chosen it.
    Form,
    /// An object of a program: who makes it may set another value.
    Record,
}

/// One result that counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Its name, where it has one.
    pub name: Option<Located<String>>,
    /// What it counts.
    pub of: Selection,
    /// It is all rows minus what is selected.
    pub remainder: bool,
}

/// Rows by the value of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// With one of these values.
    Values(Vec<Located<String>>),
    /// With any value but these; without values: all that have one.
    AllBut(Vec<Located<String>>),
    /// Without a value.
    Missing,
    /// All.
    Everything,
}
