//! The keys of a team's settings, defined once for the strict reader and the JSON Schema for editors.

use serde_json::{Map, Value, json};

use super::config::{Incomplete, RuleSetting};
use crate::model::Browser;
use crate::outcome::Severity;
use crate::rule::RuleBook;
use crate::texts::{Language, text};

/// A key of `fachcheck.toml`, or of a waiver in it.
#[derive(Clone, Copy, Debug)]
pub struct SettingKey {
    /// The name as written.
    pub name: &'static str,
    /// The type of its value.
    takes: Takes,
    /// Key of its sentence in `texts/project.toml`.
    about: &'static str,
}

/// The type of a key's value.
#[derive(Clone, Copy, Debug)]
enum Takes {
    Text,
    /// A non-empty text.
    Reason,
    Texts,
    Word(&'static [&'static str]),
    Words(&'static [&'static str]),
    Day,
    /// A rule id.
    Rule,
    /// Settings of rules by their ids.
    RuleSettings,
    Waivers,
}

/// Languages of reports.
pub const LANGUAGES: &[&str] = &["de", "en"];
/// Origins that can be judged besides the team's own work.
pub const PARTS: &[&str] = &["tests", "generated", "history"];
/// Layout engines for pages.
pub const BROWSERS: &[&str] = &Browser::NAMES;
/// How a check can end that could not examine everything.
pub const INCOMPLETE: &[&str] = &Incomplete::NAMES;
/// Severities, mildest first.
pub const SEVERITIES: &[&str] = &Severity::NAMES;

/// The keys of `fachcheck.toml`.
pub const SETTINGS: &[SettingKey] = &[
    key("application", Takes::Text, "project.key-application"),
    key("language", Takes::Word(LANGUAGES), "project.key-language"),
    key(
        "threshold",
        Takes::Word(SEVERITIES),
        "project.key-threshold",
    ),
    key(
        "incomplete",
        Takes::Word(INCOMPLETE),
        "project.key-incomplete",
    ),
    key("include", Takes::Texts, "project.key-include"),
    key("exclude", Takes::Texts, "project.key-exclude"),
    key("judge", Takes::Words(PARTS), "project.key-judge"),
    key("browser", Takes::Word(BROWSERS), "project.key-browser"),
    key("rules-folder", Takes::Text, "project.key-rules-folder"),
    key("rules", Takes::RuleSettings, "project.key-rules"),
    key("waiver", Takes::Waivers, "project.key-waiver"),
];

/// The keys of `waivers.toml` beside it.
pub const WAIVERS: &[SettingKey] = &[key("waiver", Takes::Waivers, "project.key-waiver")];

/// The keys of a waiver.
pub const WAIVER: &[SettingKey] = &[
    key("rule", Takes::Rule, "project.key-waiver-rule"),
    key("finding", Takes::Text, "project.key-waiver-finding"),
    key("places", Takes::Texts, "project.key-waiver-places"),
    key("path", Takes::Text, "project.key-waiver-path"),
    key("reason", Takes::Reason, "project.key-waiver-reason"),
    key("until", Takes::Day, "project.key-waiver-until"),
];

const fn key(name: &'static str, takes: Takes, about: &'static str) -> SettingKey {
    SettingKey { name, takes, about }
}

/// The JSON Schema of `fachcheck.toml`, with the rule ids of a book. Draft 7, because TOML editors support it best.
///
/// The reader still rejects what a schema cannot express: invalid patterns, folders that lead outside, unknown rule
/// ids.
pub fn settings_schema(book: &RuleBook, language: Language) -> String {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:fachcheck:settings:1",
        "title": text("project.schema-title", language),
        "description": text("project.schema-about", language),
    });
    if let (Value::Object(schema), Value::Object(table)) =
        (&mut schema, table(SETTINGS, book, language))
    {
        schema.extend(table);
    }
    // A `Value` has only string keys and finite numbers, so writing it cannot fail.
    let mut written = serde_json::to_string_pretty(&schema).unwrap_or_default();
    written.push('\n');
    written
}

fn table(keys: &[SettingKey], book: &RuleBook, language: Language) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_owned(), key.schema(book, language)))
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

impl SettingKey {
    fn schema(&self, book: &RuleBook, language: Language) -> Value {
        let mut schema = match self.takes {
            Takes::Text => json!({ "type": "string" }),
            Takes::Reason => json!({ "type": "string", "pattern": "\\S" }),
            Takes::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Takes::Word(words) => json!({ "enum": words }),
            Takes::Words(words) => json!({ "type": "array", "items": { "enum": words } }),
            Takes::Day => json!({ "type": "string", "format": "date" }),
            Takes::Rule => {
                let ids: Vec<&String> = book.rules.keys().collect();
                // The ids of a team's own rules are unknown here.
                json!({ "anyOf": [{ "enum": ids }, { "type": "string" }] })
            }
            Takes::RuleSettings => {
                let rules: Map<String, Value> = book
                    .rules
                    .iter()
                    .map(|(id, rule)| {
                        let title = rule.card.title.get(language);
                        let setting = json!({ "description": title, "enum": RuleSetting::WORDS });
                        (id.clone(), setting)
                    })
                    .collect();
                json!({
                    "type": "object",
                    "properties": rules,
                    "additionalProperties": { "enum": RuleSetting::WORDS },
                })
            }
            Takes::Waivers => {
                let mut waiver = table(WAIVER, book, language);
                waiver["required"] = json!(["reason"]);
                waiver["anyOf"] = json!([{ "required": ["rule"] }, { "required": ["finding"] }]);
                json!({ "type": "array", "items": waiver })
            }
        };
        schema["description"] = json!(text(self.about, language));
        schema
    }
}
