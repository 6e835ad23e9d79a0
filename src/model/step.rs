//! Database changes that a document makes as one step of a migration history.

use serde::{Deserialize, Serialize};

/// Folders in which frameworks keep migration steps.
const MIGRATION_FOLDERS: [&str; 5] = [
    "migrations",
    "migrate",
    "migration",
    "versions",
    "changelogs",
];

/// Whether a folder with this name holds migration steps.
pub fn is_migration_folder(name: &str) -> bool {
    MIGRATION_FOLDERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a document is in a folder of migration steps.
pub fn is_step_of_history(document: &str) -> bool {
    let folders = document.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(is_migration_folder)
}

/// The text with numbers padded to equal length, so that `V2` sorts before `V10`.
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

/// A migration step: what it does to columns of earlier steps besides declaring them again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationStep {
    /// When it was written, as it states itself; sorts by time. Determines the order of steps whose names have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Its own id, if later steps refer to earlier ones (Alembic).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The id of the previous step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// Columns it drops or renames, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ColumnChange>,
}

/// A change to a column declared by an earlier step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChange {
    /// The table, as written.
    pub table: String,
    /// The column, as written; `None` for the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The new name; `None` if it is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl MigrationStep {
    /// Maximum number of changes kept per step.
    const MOST_CHANGES: usize = 2_000;

    /// Whether it changes nothing of earlier steps.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Records a dropped column.
    pub fn drop_column(&mut self, table: impl Into<String>, column: impl Into<String>) {
        self.change(table.into(), Some(column.into()), None);
    }

    /// Records a dropped table.
    pub fn drop_table(&mut self, table: impl Into<String>) {
        self.change(table.into(), None, None);
    }

    /// Records a renamed column.
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

    /// Merges what another part of the same document says.
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
