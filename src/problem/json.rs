//! Why a JSON file cannot be read, in words.

use std::fmt::Display;

use serde_json::error::Category;

use crate::texts::{Language, filled, harmless, text};

/// What is wrong with a JSON file, in a part of a sentence. What the library says is English and is told in other words
/// where the language is another; what the reader of a file says itself stays.
pub fn json_cause(error: &serde_json::Error, language: Language) -> String {
    let wrong = match error.classify() {
        Category::Eof => return text("cli.json-cut-short", language).to_owned(),
        Category::Io => return text("cli.json-io", language).to_owned(),
        _ if language == Language::En => return error.to_string(),
        Category::Syntax => text("cli.json-syntax", language).to_owned(),
        Category::Data => misfit(&error.to_string(), language),
    };
    if error.line() == 0 {
        return wrong;
    }
    let values: [(&str, &dyn Display); 3] = [
        ("wrong", &wrong),
        ("line", &error.line()),
        ("column", &error.column()),
    ];
    filled("cli.json-at", language, &values)
}

/// What the library says of content that fits no field.
fn misfit(said: &str, language: Language) -> String {
    const OF_LIBRARY: [&str; 4] = ["invalid ", "unknown ", "duplicate ", "expected "];
    let (said, _) = said.rsplit_once(" at line ").unwrap_or((said, ""));
    let missing = said.strip_prefix("missing field `");
    if let Some(field) = missing.and_then(|rest| rest.strip_suffix('`')) {
        return filled("cli.json-missing", language, &[("field", &harmless(field))]);
    }
    match OF_LIBRARY.iter().any(|start| said.starts_with(start)) {
        true => text("cli.json-other", language).to_owned(),
        false => harmless(said),
    }
}
