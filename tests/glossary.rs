//! One word for one thing: no German text uses a word that `docs/glossary.md` rejects.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The rejected words, each with the one to use.
fn rejected() -> Vec<(String, String)> {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary");
    let mut words = Vec::new();
    for line in glossary.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [german, _, _, not] = cells.as_slice() else {
            panic!("four cells: {line}");
        };
        if *german != "Deutsch" {
            words.extend(
                not.split(", ")
                    .map(|word| (word.to_owned(), (*german).to_owned())),
            );
        }
    }
    words
}

/// Files of sentences: of rules, of the program, of the inventory's fields. The vocabulary lists words of others.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if !path.ends_with("vocabulary") {
                files(&path, found);
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            found.push(path);
        }
    }
}

/// Every `de = "…"` of a document.
fn german(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value {
                    toml::Value::String(text) if key == "de" => found.push(text.clone()),
                    other => german(other, found),
                }
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| german(value, found)),
        _ => {}
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        [before, after]
            .into_iter()
            .flatten()
            .all(|ch| !ch.is_alphanumeric())
    })
}

#[test]
fn german_texts_use_one_word_for_one_thing() {
    let rejected = rejected();
    assert!(rejected.len() > 20, "the glossary was read");
    let mut paths = Vec::new();
    for folder in ["rules", "src/texts", "src/inventory"] {
        files(&root().join(folder), &mut paths);
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file");
        let value: toml::Value = toml::from_str(&text).expect("TOML");
        let mut sentences = Vec::new();
        german(&value, &mut sentences);
        count += sentences.len();
        for sentence in sentences {
            for (word, instead) in &rejected {
                if has_word(&sentence, word) {
                    let file = path.display();
                    wrong.push(format!("{file}: {word} (use {instead}): {sentence}"));
                }
            }
        }
    }
    assert!(count > 1000, "only {count} texts were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
