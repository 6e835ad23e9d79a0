//! Recognises steps of a database's migration history, which are never edited once they have run.

/// Whether a document is a migration that has already run: it is never edited, but followed by another one.
pub(super) fn is_step(document: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "migration",
        "migrations",
        "migrate",
        "flyway",
        "liquibase",
        "changelog",
        "changelogs",
        "changesets",
        "alembic",
        "versions",
        "upgrade",
        "upgrades",
        "updates",
        "patches",
        "evolutions",
    ];
    let mut parts: Vec<String> = document.split('/').map(str::to_lowercase).collect();
    let name = parts.pop().unwrap_or_default();
    let numbered = name.chars().take_while(char::is_ascii_digit).count() >= 3
        || (name.starts_with(['v', 'u']) && name.contains("__"));
    numbered || parts.iter().any(|part| FOLDERS.contains(&part.as_str()))
}

/// Whether the content of a document shows that it is a migration step.
pub(super) fn is_written_as_step(text: &str) -> bool {
    const MARKS: &[&str] = &[
        "exports.up",
        "migrationBuilder",
        "migrations.Migration",
        "migrations.AddField",
        "ActiveRecord::Migration",
        "op.create_table",
        "op.add_column",
        "extends Migration",
        "extends AbstractMigration",
        "queryInterface",
        "QueryInterface",
    ];
    MARKS.iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_a_history_are_known_by_their_names() {
        for step in [
            "db/migration/V1__init.sql",
            "V2_1__x.sql",
            "20240101_add.rb",
            "app/migrations/0001_initial.py",
        ] {
            assert!(is_step(step), "{step}");
        }
        for file in ["schema.sql", "src/Gender.java", "db/v1.sql", "02.sql"] {
            assert!(!is_step(file), "{file}");
        }
    }
}
