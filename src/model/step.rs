//! What a document says as one step of a history of changes to a database.

use serde::{Deserialize, Serialize};

/// Folders in which frameworks keep the steps by which a database came to be.
const MIGRATION_FOLDERS: [&str; 5] = [
    "migrations",
    "migrate",
    "migration",
    "versions",
    "changelogs",
];

/// Whether a folder of this name holds steps of a history.
pub fn is_migration_folder(name: &str) -> bool {
    MIGRATION_FOLDERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a document stands where steps of a history stand.
pub fn is_step_of_history(document: &str) -> bool {
    let folders = document.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(is_migration_folder)
}

/// A text whose numbers have equal lengths, so that `V2` sorts before `V10`.
pub fn with_equal_numbers(text: &str) -> String {
    const DIGITS: usize = 20;
    let mut out = String::with_capacity(text.len() + DIGITS);
    let mut rest = text;
    while let Some(start) = rest.find(|ch: char| ch.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest
            .find(|ch: char| !ch.is_ascii_digit())
            .unwrap_or(rest.len());
        let digits = rest[..end].trim_start_matches('0');
        out.extend(std::iter::repeat_n(
            '0',
            DIGITS.saturating_sub(digits.len()),
        ));
        out.push_str(digits);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A step of a history: what it does to columns of earlier steps beyond declaring them anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationStep {
    /// When it was written, as it says itself; sorts by time. Where steps have names without an order, this is it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Its own name, where later steps name those before them (Alembic).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The step before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// Columns it takes away or calls otherwise, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ColumnChange>,
}

/// What happens to a column that an earlier step declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChange {
    /// The table, as written.
    pub table: String,
    /// The column, as written; `None`: all of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How it is called from now on; `None`: it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl MigrationStep {
    /// More changes of one step are not kept.
    const MOST_CHANGES: usize = 2_000;

    /// Whether it says nothing about earlier steps.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A column that is gone.
    pub fn drop_column(&mut self, table: impl Into<String>, column: impl Into<String>) {
        self.change(table.into(), Some(column.into()), None);
    }

    /// A table that is gone.
    pub fn drop_table(&mut self, table: impl Into<String>) {
        self.change(table.into(), None, None);
    }

    /// A column that has another name from now on.
    pub fn rename_column(
        &mut self,
        table: impl Into<String>,
        column: impl Into<String>,
        to: impl Into<String>,
    ) {
        self.change(table.into(), Some(column.into()), Some(to.into()));
    }

    fn change(&mut self, table: String, column: Option<String>, to: Option<String>) {
        if self.changes.len() < Self::MOST_CHANGES {
            self.changes.push(ColumnChange { table, column, to });
        }
    }

    /// Takes over what another part of the same document says.
    pub fn extend(&mut self, other: Self) {
        self.written = self.written.take().or(other.written);
        self.revision = self.revision.take().or(other.revision);
        self.follows = self.follows.take().or(other.follows);
        self.changes.extend(other.changes);
        self.changes.truncate(Self::MOST_CHANGES);
    }
}

#[cfg(test)]
mod tests {
    use super::with_equal_numbers;

    #[test]
    fn numbers_sort_as_numbers() {
        assert!(with_equal_numbers("V2__a") < with_equal_numbers("V10__a"));
        assert!(with_equal_numbers("0002_a.py") < with_equal_numbers("10_b.py"));
        assert!(with_equal_numbers("a") < with_equal_numbers("b"));
    }
}
