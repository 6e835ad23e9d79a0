//! The JSON Schema of `fachcheck.toml` and the strict reader know the same keys, take the same values and refuse the
//! same mistakes.

mod support;

use std::collections::BTreeSet;
use std::fs;

use assert_cmd::Command;
use fachcheck::problem::Problem;
use fachcheck::project::{ProjectConfig, settings_schema};
use fachcheck::rule::{self, RuleBook};
use fachcheck::texts::Language;
use serde_json::{Value, json};
use support::json_schema;

const RULE: &str = "gender/four-entries-storable";

fn book() -> RuleBook {
    rule::load(None).expect("the shipped rules load")
}

fn schema() -> Value {
    serde_json::from_str(&settings_schema(&book(), Language::De)).expect("a schema is JSON")
}

/// What the schema says about settings; text that is no TOML is nobody's schema.
fn schema_says(schema: &Value, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().expect("the sample is TOML");
    json_schema::mistakes(schema, &as_json(&toml::Value::Table(table)))
}

/// As editors of TOML hand it to a validator: days are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            let entries = table.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), as_json(value)))
                    .collect(),
            )
        }
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
    }
}

/// What the reader says about settings.
fn reader_says(text: &str) -> Vec<String> {
    let problems = reader_finds(text);
    let lines = problems.iter().map(|problem| problem.line(Language::En));
    lines.collect()
}

fn reader_finds(text: &str) -> Vec<Problem> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("fachcheck.toml");
    fs::create_dir(folder.path().join("own")).expect("a folder");
    fs::write(&file, text).expect("a file");
    match ProjectConfig::load(&file, "fachcheck.toml", |_| Ok(book())) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0,
    }
}

/// The keys of one-line settings that the schema refuses, and those that the reader refuses.
fn refused(schema: &Value, text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let by_schema = schema_says(schema, text).into_iter().map(|mistake| {
        let key = mistake.trim_start_matches('/').split(['/', ':']).next();
        key.unwrap_or_default().to_owned()
    });
    let by_reader = reader_finds(text).into_iter().filter_map(|problem| {
        let line = text.lines().nth(problem.position?.line as usize - 1)?;
        Some(line.split(' ').next().unwrap_or_default().to_owned())
    });
    (by_schema.collect(), by_reader.collect())
}

/// A right value for each key of the settings and of a waiver.
fn right(key: &str) -> &'static str {
    match key {
        "application" => "\"APP-0001\"",
        "language" => "\"en\"",
        "threshold" => "\"serious\"",
        "include" | "exclude" => "[\"src/\", \"*.sql\"]",
        "judge" => "[\"tests\", \"generated\", \"history\"]",
        "browser" => "\"static\"",
        "incomplete" => "\"pass\"",
        "rules-folder" => "\"own\"",
        "rules" => "{ \"gender/four-entries-storable\" = \"off\" }",
        "waiver" => "[{ rule = \"gender/four-entries-storable\", reason = \"old\" }]",
        "rule" => "\"gender/four-entries-storable\"",
        "finding" => "\"fc1:00000000000000000000000000000000\"",
        "places" => "[\"a.sql person.geschlecht\"]",
        "path" => "\"legacy/**\"",
        "reason" => "\"is replaced\"",
        "until" => "2027-06-30",
        other => panic!("the schema knows a key that this test does not: {other}"),
    }
}

fn properties(schema: &Value, pointer: &str) -> Vec<String> {
    let table = schema.pointer(pointer).and_then(Value::as_object);
    table.expect(pointer).keys().cloned().collect()
}

#[test]
fn every_key_is_known_to_both_and_no_other() {
    let schema = schema();
    let mut whole = String::new();
    for key in properties(&schema, "/properties") {
        let line = format!("{key} = {}\n", right(&key));
        assert_eq!(schema_says(&schema, &line), [""; 0], "{line}");
        assert_eq!(reader_says(&line), [""; 0], "{line}");
        whole.push_str(&line);
        let other = format!("{key}s = {}\n", right(&key));
        assert_eq!(schema_says(&schema, &other).len(), 1, "{other}");
        assert_eq!(reader_says(&other).len(), 1, "{other}");
    }
    assert_eq!(schema_says(&schema, &whole), [""; 0]);
    assert_eq!(reader_says(&whole), [""; 0]);
    let needed = format!("rule = \"{RULE}\"\nreason = \"old\"\n");
    for key in properties(&schema, "/properties/waiver/items/properties") {
        let line = format!("{key} = {}\n", right(&key));
        let others: String = needed
            .lines()
            .filter(|needed| !needed.starts_with(&key))
            .map(|needed| format!("{needed}\n"))
            .collect();
        let waiver = format!("[[waiver]]\n{others}{line}");
        assert_eq!(schema_says(&schema, &waiver), [""; 0], "{waiver}");
        assert_eq!(reader_says(&waiver), [""; 0], "{waiver}");
        let wrong = format!("[[waiver]]\n{needed}{key}x = {}\n", right(&key));
        assert_eq!(schema_says(&schema, &wrong).len(), 1, "{wrong}");
        assert_eq!(reader_says(&wrong).len(), 1, "{wrong}");
    }
}

#[test]
fn every_value_that_the_reader_takes_for_a_word_stands_in_the_schema_and_no_other() {
    let schema = schema();
    let words = [
        "de",
        "en",
        "fr",
        "off",
        "advice",
        "minor",
        "moderate",
        "serious",
        "critical",
        "loud",
        "tests",
        "generated",
        "history",
        "test",
        "",
    ];
    for word in words {
        let text = format!(
            "language = \"{word}\"\nthreshold = \"{word}\"\njudge = [\"{word}\"]\nrules = {{ \"{RULE}\" = \"{word}\" }}\n"
        );
        let (by_schema, by_reader) = refused(&schema, &text);
        assert_eq!(by_schema, by_reader, "{text}");
        assert!(by_schema.len() >= 2, "no word fits all: {text}");
    }
}

#[test]
fn values_of_a_wrong_kind_are_refused_by_both() {
    let schema = schema();
    let keys = properties(&schema, "/properties");
    let kinds: [(&str, &[&str]); 10] = [
        ("true", &[]),
        ("3", &[]),
        ("1.5", &[]),
        // An editor sees a day as a text; that a key takes none only the reader knows.
        ("2027-06-30", &[]),
        ("[]", &["include", "exclude", "judge", "waiver"]),
        ("[3]", &[]),
        ("{}", &["rules"]),
        ("[{}]", &[]),
        ("{ a = 1 }", &[]),
        ("\"\"", &["application", "rules-folder"]),
    ];
    for (kind, taken) in kinds {
        let text: String = keys.iter().map(|key| format!("{key} = {kind}\n")).collect();
        let wanted = |taken: &[&str]| -> BTreeSet<String> {
            let refused = keys.iter().filter(|key| !taken.contains(&key.as_str()));
            refused.cloned().collect()
        };
        let (by_schema, by_reader) = refused(&schema, &text);
        assert_eq!(by_reader, wanted(taken), "{kind}");
        let taken = match kind {
            "2027-06-30" => ["application", "rules-folder"].as_slice(),
            _ => taken,
        };
        assert_eq!(by_schema, wanted(taken), "{kind}");
    }
}

#[test]
fn waivers_about_nothing_and_without_a_reason_are_refused_by_both() {
    let schema = schema();
    for waiver in [
        "reason = \"old\"".to_owned(),
        format!("rule = \"{RULE}\""),
        format!("rule = \"{RULE}\"\nreason = \" \""),
        format!("rule = \"{RULE}\"\nreason = \"\""),
        format!("rule = \"{RULE}\"\nreason = \"old\"\nuntil = \"soon\""),
        format!("rule = \"{RULE}\"\nreason = \"old\"\nuntil = \"2027-02-30\""),
        format!("rule = \"{RULE}\"\nreason = \"old\"\nuntil = 3"),
        "rule = 3\nreason = \"old\"".to_owned(),
        format!("rule = \"{RULE}\"\npath = [\"a\"]\nreason = \"old\""),
        format!("rule = \"{RULE}\"\nreason = [\"old\"]"),
    ] {
        let text = format!("[[waiver]]\n{waiver}\n");
        assert!(!schema_says(&schema, &text).is_empty(), "{text}");
        assert!(!reader_says(&text).is_empty(), "{text}");
    }
}

#[test]
fn the_starter_fits_as_it_is_and_with_every_line_switched_on() {
    let schema = schema();
    let folder = tempfile::tempdir().expect("a folder");
    let init = |language: &str, below: &str| {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(folder.path())
            .args(["init", "--lang", language, "--schema", below])
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{output:?}");
        let read =
            |name: &str| fs::read_to_string(folder.path().join(below).join(name)).expect("a file");
        (read("fachcheck.toml"), read("fachcheck.schema.json"))
    };
    fs::create_dir(folder.path().join("en")).expect("a folder");
    let (text, written) = init("de", ".");
    assert!(
        text.starts_with("#:schema ./fachcheck.schema.json\n"),
        "{text}"
    );
    assert_eq!(written, settings_schema(&book(), Language::De));
    let (english_text, english) = init("en", "en");
    assert_eq!(english, settings_schema(&book(), Language::En));
    let switched_on = |text: &str| -> String {
        text.lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.contains(" = ") || line.starts_with('['))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    for text in [&text, &english_text] {
        assert_eq!(schema_says(&schema, text), [""; 0]);
        let on = switched_on(text);
        assert!(on.contains("[[waiver]]"), "{on}");
        assert_eq!(schema_says(&schema, &on), [""; 0]);
        assert_eq!(reader_says(&on.replace("fachcheck-rules", "own")), [""; 0]);
    }
    // The same settings, and remarks in the language of the team.
    let names = |text: &str| -> Vec<String> {
        let on = switched_on(text);
        let names = on.lines().filter_map(|line| line.split_once(" = "));
        names.map(|(name, _)| name.to_owned()).collect()
    };
    assert_eq!(names(&text), names(&english_text));
    assert!(text.contains("# Was neben der eigenen Arbeit beurteilt wird"));
    assert!(english_text.contains("# What is judged beside"));
}

#[test]
fn the_stored_schema_is_the_one_that_is_printed() {
    let path = "docs/schemas/settings.schema.json";
    let made = settings_schema(&book(), Language::En);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &made).expect("file");
    }
    let stored = fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == made,
        "{path} is stale: run UPDATE_DOCS=1 cargo test --test settings_schema"
    );
    let print = |name: &str| {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .args(["schema", "--lang", "en", name])
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for name in ["settings", "report", "inventory", "answers", "waivers"] {
        let stored = fs::read_to_string(format!("docs/schemas/{name}.schema.json"));
        assert_eq!(print(name), stored.expect("a schema"), "{name}");
    }
}
