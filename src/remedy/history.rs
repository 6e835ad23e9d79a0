//! Recognises steps of a database's migration history, which are never edited once they have run.

use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    folders: Vec<String>,
    marks: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // Part of the program; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("history.toml")).unwrap_or_default())
}

/// Whether a document is a migration that has already run: it is never edited, but followed by another one.
pub(super) fn is_step(document: &str) -> bool {
    let mut parts: Vec<String> = document.split('/').map(str::to_lowercase).collect();
    let name = parts.pop().unwrap_or_default();
    let numbered = name.chars().take_while(char::is_ascii_digit).count() >= 3
        || (name.starts_with(['v', 'u']) && name.contains("__"));
    numbered || parts.iter().any(|part| words().folders.contains(part))
}

/// Whether the content of a document shows that it is a migration step.
pub(super) fn is_written_as_step(text: &str) -> bool {
    words()
        .marks
        .iter()
        .any(|mark| text.contains(mark.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_load() {
        let words: Result<Words, _> = toml::from_str(include_str!("history.toml"));
        assert!(words.is_ok(), "{:?}", words.err());
    }

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
