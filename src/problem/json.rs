//! Why a JSON file cannot be read, in words.

use serde_json::error::Category;

use crate::texts::{Language, filled, text};

/// What is wrong with a JSON file, in a part of a sentence. The words of the library are English; they are left out
/// where the language is another.
pub fn json_cause(error: &serde_json::Error, language: Language) -> String {
    let place = || {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("line", &error.line()), ("column", &error.column())];
        filled("cli.json-place", language, &values)
    };
    let key = match error.classify() {
        Category::Eof => return text("cli.json-cut-short", language).to_owned(),
        Category::Io => return text("cli.json-io", language).to_owned(),
        Category::Syntax => "cli.json-syntax",
        Category::Data => "cli.json-other",
    };
    match language {
        Language::De => format!("{} ({})", text(key, language), place()),
        Language::En => error.to_string(),
    }
}
