//! What is kept of a document can be stored: loaded again it is equal, and every rule says the same of it.

use std::path::Path;
use std::sync::LazyLock;

use fachcheck::engine::{
    self, DocumentReading, ExaminedApplication, Extent, Reading, Terms, judge_application,
    judge_document, link,
};
use fachcheck::gap::{Gap, GapReason};
use fachcheck::gender::{GenderUsage, Vocabulary};
use fachcheck::inventory::Application;
use fachcheck::rule::{self, RuleBook};
use fachcheck::source::Capture;
use proptest::prelude::*;

static BOOK: LazyLock<RuleBook> =
    LazyLock::new(|| rule::load(None).expect("the shipped rules load"));
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(&BOOK.vocabulary).expect("the shipped vocabulary loads"));

fn read(capture: &Capture) -> Reading {
    engine::read_capture(capture, &VOCABULARY)
}

fn stored_and_loaded(reading: &DocumentReading) -> DocumentReading {
    let json = serde_json::to_string(reading).expect("a reading is JSON");
    serde_json::from_str(&json).expect("what was stored can be loaded")
}

/// Judges a reading as the only document of an application, by all rules.
fn judged(application: &Application, reading: Reading) -> ExaminedApplication<'_> {
    let document = judge_document(&application.id, reading, Terms::usual(&BOOK), Extent::Whole);
    let linked = link(application, vec![document], Vec::new(), &VOCABULARY, &[]);
    judge_application(linked, &BOOK)
}

/// Returns what was stored.
fn assert_survives(capture: &Capture) -> DocumentReading {
    let fresh = read(capture);
    let stored = fresh.stored.clone();
    let loaded = stored_and_loaded(&stored);
    assert_eq!(loaded, stored);
    let application = Application {
        id: "APP-0001".to_owned(),
        ..Application::default()
    };
    let from_fresh = judged(&application, fresh);
    let panicked = |gap: &Gap| gap.reason == GapReason::CheckPanicked;
    let contained: Vec<&Gap> = from_fresh.gaps.iter().filter(|gap| panicked(gap)).collect();
    assert!(contained.is_empty(), "{contained:?}");
    let from_loaded = judged(
        &application,
        Reading {
            stored: loaded,
            models: read(capture).models,
        },
    );
    assert_eq!(from_loaded.fields, from_fresh.fields);
    assert_eq!(from_loaded.outcomes_by_field, from_fresh.outcomes_by_field);
    assert_eq!(from_loaded.assertions, from_fresh.assertions);
    assert_eq!(from_loaded.gaps, from_fresh.gaps);
    assert_eq!(from_loaded.documents, from_fresh.documents);
    stored
}

#[test]
fn readings_of_all_fixtures_survive_being_stored() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut readings = Vec::new();
    for folder in ["rules", "formats"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.expect("fixtures are readable");
            if !entry.file_type().is_file() {
                continue;
            }
            let name = entry.path().strip_prefix(&root).expect("below tests");
            // A folder called `tests` would make a program's mappings nobody's.
            let name = format!("src/{}", name.to_string_lossy().replace('\\', "/"));
            let bytes = std::fs::read(entry.path()).expect("fixtures are readable");
            readings.push(assert_survives(&Capture::new(name, "src", bytes)));
        }
    }
    // The fixtures together hold something of every part.
    let has = |part: fn(&GenderUsage) -> bool| {
        let mut usages = readings.iter().flat_map(|reading| &reading.usages);
        usages.any(part)
    };
    assert!(readings.iter().any(|reading| !reading.fields.is_empty()));
    assert!(readings.iter().any(|reading| !reading.texts.is_empty()));
    assert!(readings.iter().any(|reading| !reading.gaps.is_empty()));
    assert!(has(|usage| usage.letter));
    assert!(has(|usage| !usage.mappings.is_empty()));
    assert!(has(|usage| !usage.statements.is_empty()));
    assert!(has(|usage| !usage.lines.is_empty()));
    assert!(!cfg!(feature = "code") || has(|usage| !usage.libraries.is_empty()));
    assert!(!cfg!(feature = "code") || has(|usage| !usage.refusals.is_empty()));
    assert!(!cfg!(feature = "code") || has(|usage| !usage.logs.is_empty()));
}

/// A word that a value or a name may be made of, or anything that can be quoted.
fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "m",
        "w",
        "d",
        "x",
        "männlich",
        "weiblich",
        "divers",
        "keine Angabe",
        "Herr",
        "Frau",
    ]);
    prop_oneof![
        3 => known.prop_map(str::to_owned),
        1 => "[^\\p{C}'\"\\\\<>&$]{1,12}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec!["geschlecht", "anrede", "gender", "ort", "sex"]);
    prop_oneof![
        3 => known.prop_map(str::to_owned),
        1 => "[a-z][a-z_]{2,12}",
    ]
}

/// A table, a form, a template, a program or a translation file over the same name and values.
fn document() -> impl Strategy<Value = (&'static str, String)> {
    let values = prop::collection::vec(word(), 1..6);
    (0..5, name(), values, any::<bool>()).prop_map(|(kind, name, values, required)| match kind {
        0 => ("person.sql", table(&name, &values, required)),
        1 => ("person.html", form(&name, &values, required)),
        2 => ("brief.j2", letter(&name, &values)),
        3 => ("Person.java", program(&name, &values)),
        _ => ("person_de.properties", translation(&name, &values)),
    })
}

fn table(name: &str, values: &[String], required: bool) -> String {
    let list: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
    let (list, first) = (list.join(", "), &values[0]);
    let null = if required { "NOT NULL" } else { "" };
    format!(
        "CREATE TABLE person (\n  {name} VARCHAR(20) {null} DEFAULT '{first}' CHECK ({name} IN ({list}))\n);\n\
         CREATE VIEW zahlen AS SELECT COUNT(CASE WHEN {name} = '{first}' THEN 1 END) AS eins FROM person;\n\
         UPDATE person SET {name} = '{first}' WHERE {name} IS NULL;\n"
    )
}

fn form(name: &str, values: &[String], required: bool) -> String {
    let options: Vec<String> = values
        .iter()
        .map(|value| format!("<option value=\"{value}\">{value}</option>"))
        .collect();
    let required = if required { " required" } else { "" };
    format!(
        "<!DOCTYPE html><html><body><form><label for=a>{name}</label>\n<select id=a name={name}{required}>\n{}\n</select></form></body></html>",
        options.join("\n")
    )
}

fn letter(name: &str, values: &[String]) -> String {
    let first = &values[0];
    format!(
        "{{% if person.{name} == '{first}' %}}Herr{{% else %}}Frau{{% endif %}}\nGuten Tag {{{{ person.{name} }}}} {{{{ person.nachname }}}},\n"
    )
}

fn program(name: &str, values: &[String]) -> String {
    let arms: Vec<String> = values
        .iter()
        .map(|value| format!("case \"{value}\": return \"{name}\";"))
        .collect();
    format!(
        "import gender.guesser;\nclass Person {{\n  String {name};\n  String anrede(String {name}) {{\n    switch ({name}) {{\n{}\n    default: return \"Frau\";\n    }}\n  }}\n}}\n",
        arms.join("\n")
    )
}

fn translation(name: &str, values: &[String]) -> String {
    let lines: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(index, value)| format!("person.{name}.{index}={value}"))
        .collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn readings_of_any_document_survive_being_stored((name, text) in document()) {
        let stored = assert_survives(&Capture::of_text(name, &text));
        prop_assert!(cfg!(not(feature = "code")) || stored.document.format.is_some(), "{}", text);
        prop_assert!(stored.gaps.iter().all(|gap| !gap.reason.loses_document()), "{:?}", stored.gaps);
    }
}
